"""Leaving parts out: each switch changes what it names and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from assistant.parser import SWITCHES as OFFERED_SWITCHES
from assistant.parser import SYSTEMS as OFFERED_SYSTEMS
from assistant.service import Assistant
from assistant.settings import Settings
from evals.systems import NAMES
from evals.variant import SWITCHES, Variant
from index.encode import FakeEncoder

LETTER = """---
title: Letter to {name} Police
body: {name} Police
published: 2024-03-01
---
# Letter to {name} Police

## Decision

{words}
"""
LONG = " ".join(
    f"Sentence number {number} says that the force has to do better at task {number}." for number in range(30)
)

Opened = Callable[[Variant], AbstractContextManager[Assistant]]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    reports = tmp_path / "reports"
    reports.mkdir()
    for name, words in (("Cleveland", "The zymurgy cause of concern is closed."), ("Kent", LONG)):
        (reports / f"{name}.md").write_text(LETTER.format(name=name, words=words))

    def open_with(variant: Variant) -> Assistant:
        settings = variant.settings(Settings(tmp_path / "home"))
        return Assistant.open(
            reports, settings.home, settings=settings, encoder=FakeEncoder(), choosing=variant.choosing
        )

    return open_with


def test_the_command_line_offers_what_there_is() -> None:
    assert OFFERED_SWITCHES == SWITCHES
    assert OFFERED_SYSTEMS == NAMES


@pytest.mark.parametrize(
    ("variant", "label"),
    [
        (Variant(), ""),
        (Variant(frozenset({"header", "bm25"})), "without bm25, without header"),
        (Variant(passage_tokens=100), "passages of 100 tokens"),
    ],
)
def test_label_says_what_was_changed(variant: Variant, label: str) -> None:
    assert variant.label == label


def test_usual_passages_share_the_usual_home_and_others_do_not(tmp_path: Path) -> None:
    usual = Settings(tmp_path)
    same = [Variant(), Variant(frozenset({"bm25", "bodies", "reranking"}))]
    assert {variant.settings(usual).home for variant in same} == {tmp_path}
    other = [Variant(frozenset({"header"})), Variant(passage_tokens=100), Variant(passage_tokens=50)]
    homes = {variant.settings(usual).home for variant in other}
    assert len(homes) == 3
    assert tmp_path not in homes


def test_without_bodies_another_bodys_report_is_found(opened: Opened) -> None:
    def bodies_found(variant: Variant) -> set[str]:
        with opened(variant) as assistant:
            body = {entry.id: entry.body for entry in assistant.reports()}
            return {body[hit.passage.report_id] for hit in assistant.find("What must Kent Police do?")}

    assert bodies_found(Variant()) == {"Kent Police"}
    assert bodies_found(Variant(frozenset({"bodies"}))) == {"Kent Police", "Cleveland Police"}


def test_without_words_only_meaning_ranks(opened: Opened) -> None:
    def best_score(variant: Variant) -> float:
        with opened(variant) as assistant:
            return max(hit.score for hit in assistant.find("zymurgy"))

    # First in both rankings, or first in one: 1 / (60 + 1) each.
    assert best_score(Variant()) == pytest.approx(2 / 61)
    assert best_score(Variant(frozenset({"bm25"}))) == pytest.approx(1 / 61)


def test_without_header_passages_have_no_context(opened: Opened) -> None:
    def contexts(variant: Variant) -> list[bool]:
        with opened(variant) as assistant:
            return [bool(hit.passage.context) for hit in assistant.find("zymurgy")]

    assert all(contexts(Variant()))
    assert not any(contexts(Variant(frozenset({"header"}))))


def test_shorter_passages_are_more(opened: Opened) -> None:
    def passages(variant: Variant) -> int:
        with opened(variant) as assistant:
            return sum(entry.passages for entry in assistant.reports())

    assert passages(Variant(passage_tokens=50)) > passages(Variant()) + 2


def test_without_reranking_the_first_passage_is_quoted(opened: Opened) -> None:
    question = "Which task number 7 has Kent to do better at?"
    with opened(Variant(frozenset({"reranking"}))) as assistant:
        first = assistant.find(question)[0].passage
        answer = assistant.ask(question)
    quoted = (*answer.citations, *answer.closest)[0]
    assert first.start <= quoted.start
    assert quoted.end <= first.end
