"""The gold set that comes with the product, held against the reports that come with it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from corpus.bodies import BODIES
from corpus.read import read_report
from corpus.sentences import sentence_spans
from evals.gold import INSPECTION, check_evidence, load_gold
from evals.types import FOLLOW_UP, KINDS, SPLITS, TYPES, UNANSWERABLE, GoldRow, Span
from index.mention import BodyFinder

REPORTS = {
    path.name: read_report(path)
    for path in sorted((Path(__file__).resolve().parents[2] / "corpus" / "reports").glob("*.md"))
}
TEXTS = {name: report.text for name, report in REPORTS.items()}
SENTENCES = {name: frozenset(sentence_spans(text)) for name, text in TEXTS.items()}
ROWS = load_gold(INSPECTION)
ANSWERABLE = [row for row in ROWS if row.answerable]
INSPECTED = {body.name for body in BODIES}
FINDER = BodyFinder(report.body for report in REPORTS.values())


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def runs_of(text: str, length: int) -> set[tuple[str, ...]]:
    """All runs of `length` words in a row; none where there are fewer."""
    words = words_of(text)
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def places_of(row: GoldRow) -> list[Span]:
    return [place for piece in row.evidence for place in piece]


def bodies_of(row: GoldRow) -> set[str]:
    """The forces and services a question is about; what is said of several alike is about none of them."""
    named = FINDER.find(" / ".join((*row.turns, row.question)))
    bodies = {*named.bodies, *named.absent}
    for piece in row.evidence if row.type != "definition" else ():
        told = {REPORTS[place.report].body for place in piece} & INSPECTED
        bodies |= told if len(told) == 1 else set()
    return bodies & INSPECTED


def test_there_are_enough_questions_of_every_type_in_both_halves() -> None:
    assert len(ROWS) >= 240
    by_split = Counter(row.split for row in ROWS)
    assert set(by_split) == set(SPLITS)
    assert min(by_split.values()) >= 0.45 * len(ROWS)
    for split in SPLITS:
        assert {row.type for row in ROWS if row.split == split} == set(TYPES)


def test_there_are_unanswerable_questions_of_every_kind_in_both_halves() -> None:
    assert sum(row.type == UNANSWERABLE for row in ROWS) >= 70
    for split in SPLITS:
        kinds = Counter(row.kind for row in ROWS if row.split == split and not row.answerable)
        assert set(kinds) == set(KINDS)
        assert min(kinds.values()) >= 4


def test_no_body_is_in_both_halves() -> None:
    halves = {split: {b for row in ROWS if row.split == split for b in bodies_of(row)} for split in SPLITS}
    assert len(halves["tune"]) >= 5
    assert len(halves["test"]) >= 5
    assert halves["tune"] & halves["test"] == set()


def test_no_question_is_asked_twice() -> None:
    asked = Counter((*row.turns, row.question.casefold()) for row in ROWS)
    assert [question for question, count in asked.items() if count > 1] == []


def test_turns_come_before_follow_ups_alone() -> None:
    assert all((row.type == FOLLOW_UP) == bool(row.turns) for row in ROWS)


def test_evidence_lies_inside_the_reports() -> None:
    check_evidence(ROWS, TEXTS)


@pytest.mark.parametrize("row", ANSWERABLE, ids=lambda row: row.id)
class TestAnswerable:
    def test_evidence_is_whole_sentences(self, row: GoldRow) -> None:
        places = places_of(row)
        assert places
        for place in places:
            starts, ends = zip(*SENTENCES[place.report], strict=True)
            # The mark of an item in a list is no part of what it says.
            before = TEXTS[place.report][place.start - 2 : place.start]
            assert place.start - 2 * (before == "- ") in starts
            assert place.end in ends
        assert all(len(set(piece)) == len(piece) for piece in row.evidence)

    def test_evidence_says_every_accepted_form(self, row: GoldRow) -> None:
        said = " ".join(
            "\n".join(TEXTS[p.report][p.start : p.end] for p in places_of(row)).casefold().split()
        )
        for form in row.expected:
            assert all(" ".join(words.casefold().split()) in said for words in form), form

    def test_question_is_not_in_the_words_of_the_evidence(self, row: GoldRow) -> None:
        for place in places_of(row):
            quote = TEXTS[place.report][place.start : place.end]
            assert not runs_of(row.question, 5) & runs_of(quote, 5)

    def test_as_of_evidence_was_published_by_then(self, row: GoldRow) -> None:
        for place in places_of(row):
            published = REPORTS[place.report].published
            assert row.as_of is None or published is None or published <= row.as_of


def test_comparisons_need_a_piece_of_each_body() -> None:
    for row in ROWS:
        if row.type == "comparison":
            bodies = [{REPORTS[place.report].body for place in piece} for piece in row.evidence]
            assert len(bodies) >= 2, row.id
            assert len(set().union(*bodies)) >= 2, row.id


def test_runs_of_words_skip_case_and_marks() -> None:
    assert runs_of("The Force's plan, again", 4) == {
        ("the", "force", "s", "plan"),
        ("force", "s", "plan", "again"),
    }
    assert runs_of("too short", 5) == set()
