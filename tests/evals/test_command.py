"""`assistant eval` from its arguments to what it prints, over two small letters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.service import Assistant
from evals.command import Evaluation, evaluate
from evals.errors import GoldError, ResultError
from evals.gold import load_gold
from index.encode import FakeEncoder

LETTER = """---
title: Letter to {name} Police
body: {name} Police
published: 2024-03-01
---
# Letter to {name} Police

## Decision

The cause of concern about {matter} is closed. Lee Freeman signed the letter to {name}.
"""


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    reports = tmp_path / "reports"
    reports.mkdir()
    for name, matter in (("Cleveland", "neighbourhood policing"), ("Kent", "custody suites")):
        (reports / f"{name}.md").write_text(LETTER.format(name=name, matter=matter))
    with Assistant.open(reports, tmp_path / "home", encoder=FakeEncoder()) as opened:
        yield opened


@pytest.fixture
def gold(assistant: Assistant, tmp_path: Path) -> Evaluation:
    texts = {entry.key: assistant.report(entry.id).text for entry in assistant.reports()}
    lines = []
    for split, name, matter in (("tune", "Cleveland", "neighbourhood"), ("test", "Kent", "custody")):
        text = texts[f"{name}.md"]
        start, end = text.index("The cause"), text.index(" Lee Freeman")
        lines.append(
            {
                "id": f"{split}-1",
                "question": f"Is the {matter} cause of concern closed at {name} Police?",
                "type": "status",
                "split": split,
                "expected": [["closed"]],
                "evidence": [{"report": f"{name}.md", "start": start, "end": end}],
            }
        )
        lines.append(
            {
                "id": f"{split}-2",
                "question": f"What did xylophones cost {name} Police?",
                "type": "unanswerable",
                "split": split,
                "kind": "off the subject",
            }
        )
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return Evaluation(str(path), systems=("ours", "bm25"))


def total(printed: str, measure: str) -> list[str]:
    """The cells of that measure's line in each of the headline tables printed."""
    return [line[len(measure) :].strip() for line in printed.splitlines() if line.startswith(measure)]


def test_each_half_is_told_of_with_the_baseline_beside_it(
    assistant: Assistant, gold: Evaluation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(assistant, gold) == 0
    printed = capsys.readouterr().out
    headings = [line for line in printed.splitlines() if line.startswith("Gold set: ")]
    assert [line.rpartition(", ")[2] for line in headings] == ["split=tune", "split=test"]
    assert printed.count("ours") >= 4
    assert total(printed, "refused rightly")[0].split()[-1] == "1"
    assert len(total(printed, "recall@5")) == 2


def test_a_question_of_neither_half_is_told_of_too(
    assistant: Assistant, gold: Evaluation, capsys: pytest.CaptureFixture[str]
) -> None:
    more = {"id": "neither", "question": "What did zithers cost?", "type": "unanswerable"}
    with Path(gold.gold).open("a") as file:
        file.write(json.dumps({**more, "kind": "off the subject"}) + "\n")
    assert evaluate(assistant, gold) == 0
    counts = [line.split()[-1] for line in total(capsys.readouterr().out, "right as a whole")]
    assert counts == ["2", "2", "1"]


def test_a_part_is_asked_alone(
    assistant: Assistant, gold: Evaluation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(assistant, replace(gold, filters=("split=test", "type=status"))) == 0
    printed = capsys.readouterr().out
    assert "split=test type=status" in printed
    assert total(printed, "right as a whole")[0].split()[-1] == "1"
    assert "AUROC: needs answerable and unanswerable questions" in printed
    assert not re.search(r"\bnan\b", printed)


def test_what_went_wrong_is_listed_but_for_questions_that_judge(
    assistant: Assistant, gold: Evaluation, capsys: pytest.CaptureFixture[str]
) -> None:
    never_refuses = replace(gold, systems=("bm25",), wrong=True)
    assert evaluate(assistant, never_refuses) == 0
    printed = capsys.readouterr().out
    assert "tune-2 (unanswerable): What did xylophones cost Cleveland Police?" in printed
    assert "test-2 (unanswerable)" not in printed
    assert "They judge: `--set split=test` lists them" in printed
    for filters in (("split=tune,test",), ("type=unanswerable",)):
        assert evaluate(assistant, replace(never_refuses, filters=filters)) == 0
        printed = capsys.readouterr().out
        assert "tune-2 (unanswerable)" in printed
        assert "test-2 (unanswerable)" not in printed
    assert evaluate(assistant, replace(never_refuses, filters=("split=test",))) == 0
    assert "test-2 (unanswerable)" in capsys.readouterr().out


def test_a_run_is_compared_with_an_earlier_one(
    assistant: Assistant, gold: Evaluation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate(assistant, replace(gold, systems=("bm25",), as_json=True))
    earlier = tmp_path / "earlier.json"
    earlier.write_text(capsys.readouterr().out)
    assert evaluate(assistant, replace(gold, systems=("bm25",), compare=earlier)) == 0
    same = capsys.readouterr().out
    assert same.count("won: 0\nlost: 0\n") == 2
    ours = replace(gold, filters=("split=tune", "type=unanswerable"), compare=earlier)
    assert evaluate(assistant, ours) == 0
    assert "won: 1: tune-2\nlost: 0\nin one run only: 3: test-1, test-2, tune-1\n" in capsys.readouterr().out


def test_what_a_program_reads_is_json_alone(
    assistant: Assistant, gold: Evaluation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    as_json = replace(gold, systems=("bm25",), as_json=True)
    evaluate(assistant, as_json)
    earlier = tmp_path / "earlier.json"
    earlier.write_text(capsys.readouterr().out)
    assert evaluate(assistant, replace(as_json, compare=earlier)) == 0
    printed = capsys.readouterr()
    assert [run["chosen"] for run in json.loads(printed.out)["runs"]] == ["split=tune", "split=test"]
    assert printed.err.count("won: 0\nlost: 0\n") == 2


def test_a_page_is_written(assistant: Assistant, gold: Evaluation, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert evaluate(assistant, replace(gold, page=page)) == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_gate_fails_where_there_is_nothing_to_hold_to(
    assistant: Assistant, gold: Evaluation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(assistant, replace(gold, gate=True)) == 1
    assert "there are no thresholds for it" in capsys.readouterr().err


def test_the_gate_holds_the_parts_that_have_thresholds_to_them(
    assistant: Assistant,
    gold: Evaluation,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def thresholds(least: float) -> Mapping[str, object]:
        return {gold.gold: {"split=test": {"refused_rightly": {"least": least}}}}

    monkeypatch.setattr("evals.command.load_thresholds", lambda: thresholds(0.5))
    assert evaluate(assistant, replace(gold, gate=True)) == 0
    assert evaluate(assistant, replace(gold, gate=True, systems=("bm25",))) == 1
    told = capsys.readouterr().err
    assert "(split=test): refused_rightly is 0.000" in told
    assert "split=tune" not in told


def test_the_gate_fails_what_got_worse_than_in_the_earlier_result(
    assistant: Assistant,
    gold: Evaluation,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    thresholds = {gold.gold: {"split=test": {"refused_rightly": {"least": 0.0}}}}
    monkeypatch.setattr("evals.command.load_thresholds", lambda: thresholds)
    evaluate(assistant, replace(gold, as_json=True))
    earlier = tmp_path / "earlier.json"
    earlier.write_text(capsys.readouterr().out)
    assert evaluate(assistant, replace(gold, gate=True, compare=earlier)) == 0
    never_refuses = replace(gold, systems=("bm25",), gate=True)
    assert evaluate(assistant, never_refuses) == 0
    assert evaluate(assistant, replace(never_refuses, compare=earlier)) == 1
    assert "refused_rightly got worse by -1.000" in capsys.readouterr().err


def test_bad_files_are_told_before_anything_is_asked(
    assistant: Assistant, gold: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.command.run_parts", lambda *given: pytest.fail("asked"))
    with pytest.raises(ResultError, match="cannot be opened"):
        evaluate(assistant, replace(gold, compare=tmp_path / "none.json"))
    with pytest.raises(ResultError, match="the report cannot be written"):
        evaluate(assistant, replace(gold, page=tmp_path / "none" / "page.html"))
    with pytest.raises(ResultError, match="is no page of a report"):
        evaluate(assistant, replace(gold, page=Path(gold.gold)))
    assert load_gold(gold.gold)
    with pytest.raises(GoldError, match="no gold set there"):
        evaluate(assistant, replace(gold, gold="sample"))


def test_what_cannot_be_compared_is_told_before_anything_is_asked(
    assistant: Assistant,
    gold: Evaluation,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    evaluate(assistant, replace(gold, systems=("bm25",), filters=("split=tune",), as_json=True))
    earlier = tmp_path / "earlier.json"
    earlier.write_text(capsys.readouterr().out)
    monkeypatch.setattr("evals.command.run_parts", lambda *given: pytest.fail("asked"))
    with pytest.raises(ResultError, match="shares no question with what is asked"):
        evaluate(assistant, replace(gold, filters=("split=test",), compare=earlier))


def test_a_page_is_not_begun_for_a_set_that_does_not_fit(
    assistant: Assistant, gold: Evaluation, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text(Path(gold.gold).read_text().replace("Kent.md", "Essex.md"))
    page = tmp_path / "page.html"
    with pytest.raises(GoldError, match="not among the reports"):
        evaluate(assistant, replace(gold, gold=str(broken), page=page))
    assert not page.exists()


def test_without_reports_there_is_nothing_to_ask(gold: Evaluation, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with (
        Assistant.open(tmp_path / "none", tmp_path / "empty", encoder=FakeEncoder()) as empty,
        pytest.raises(GoldError, match="there is no report to ask about"),
    ):
        evaluate(empty, gold)
