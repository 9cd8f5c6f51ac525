"""The assistant and the baselines as systems, over two small letters, with the stand-in for the model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.service import Assistant
from evals.errors import GoldError
from evals.gold import check_evidence
from evals.systems import NAMES, Held, held_by, make_system, texts_by_name
from evals.types import GoldRow, Reply, Span
from index.encode import FakeEncoder

CLEVELAND = """---
title: Letter to Cleveland Police
body: Cleveland Police
published: 2024-03-01
---
# Letter to Cleveland Police

## Decision

The cause of concern about policing in towns and villages is closed. Lee Freeman signed the letter.
"""
KENT = CLEVELAND.replace("Cleveland", "Kent").replace("policing in towns and villages", "custody suites")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "cleveland.md").write_text(CLEVELAND)
    (reports / "kent.md").write_text(KENT)
    return reports


@pytest.fixture
def assistant(folder: Path, tmp_path: Path) -> Iterator[Assistant]:
    with Assistant.open(folder, tmp_path / "home", encoder=FakeEncoder()) as opened:
        yield opened


@pytest.fixture
def held(assistant: Assistant) -> dict[str, Held]:
    return held_by(assistant)


def test_a_quote_is_shown_with_what_stands_around_it(held: dict[str, Held]) -> None:
    one = next(one for one in held.values() if one.name == "cleveland.md")
    start = one.report.text.index("Lee Freeman")
    cited = one.cited(start, start + len("Lee Freeman"))
    assert cited.quote == "Lee Freeman"
    assert cited.before + cited.quote + cited.after == one.report.text
    assert (cited.body, cited.published) == ("Cleveland Police", one.report.published)


def test_two_files_of_one_name_are_in_the_way_only_of_evidence_in_them(
    assistant: Assistant, folder: Path, tmp_path: Path
) -> None:
    (folder / "more").mkdir()
    (folder / "more" / "kent.md").write_text(KENT + "\nMore.\n")
    assistant.library.sync()
    held = held_by(assistant)
    texts = texts_by_name(held.values())
    assert sorted(one.name for one in held.values()) == ["cleveland.md", "kent.md", "kent.md"]
    assert texts["kent.md"] is None
    kent, cleveland = (
        GoldRow("a", "Who?", "who", evidence=((Span(f"{n}.md", 0, 5),),)) for n in ("kent", "cleveland")
    )
    check_evidence([cleveland], texts)
    with pytest.raises(GoldError, match=r"kent\.md, and several are called so; rename all but one"):
        check_evidence([kent], texts)
    for name in NAMES:
        system = make_system(name, assistant, held, str(tmp_path / name))
        reply = system.ask((), "Which cause of concern about custody suites is closed?")()
        assert "kent.md" in {cited.span.report for cited in reply.cited}


@pytest.mark.parametrize("name", NAMES)
def test_each_system_quotes_the_reports_and_says_what_it_found(
    name: str, assistant: Assistant, held: dict[str, Held], tmp_path: Path
) -> None:
    system = make_system(name, assistant, held, str(tmp_path / "starter"))
    reply = system.ask((), "Which cause of concern about custody suites is closed?")()
    found = system.found(reply)
    assert found
    assert len(found) <= 20
    texts = {one.name: one.report.text for one in held.values()}
    assert reply.closest is not None
    for cited in (*reply.cited, reply.closest):
        assert texts[cited.span.report][cited.span.start : cited.span.end] == cited.quote
    assert "custody suites is closed" in (reply.cited[0] if reply.cited else reply.closest).quote


def test_what_ours_refuses_it_still_ranks(assistant: Assistant, held: dict[str, Held]) -> None:
    reply = make_system("ours", assistant, held, "").ask((), "What did the custody suites cost in Leeds?")()
    assert not reply.answered
    assert reply.cited == ()
    assert reply.closest is not None
    assert reply.text.startswith("The reports do not say.")


def test_ours_is_asked_in_a_chat_and_baselines_are_not(
    assistant: Assistant, held: dict[str, Held], tmp_path: Path
) -> None:
    turns, question = ("Which cause of concern is closed at Cleveland Police?",), "And who signed the letter?"

    def asked(name: str) -> Reply:
        return make_system(name, assistant, held, str(tmp_path / "starter")).ask(turns, question)()

    ours = asked("ours")
    assert ours.closest is not None
    assert ours.closest.span.report == "cleveland.md"
    # The two letters say the same of the signer: without the turn before, the shorter one is taken.
    alone = asked("bm25").closest
    assert alone is not None
    assert alone.span.report == "kent.md"


def test_the_starter_gives_the_two_nearest_chunks(
    assistant: Assistant, held: dict[str, Held], tmp_path: Path
) -> None:
    reply = make_system("starter", assistant, held, str(tmp_path / "starter")).ask((), "Who signed?")()
    assert sorted(cited.span.report for cited in reply.cited) == ["cleveland.md", "kent.md"]
