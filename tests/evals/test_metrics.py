"""Every measure, against figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.metrics import (
    faults,
    first_rank,
    found_within,
    measure,
    middle,
    overlaps,
    percentile,
    says_expected,
    share,
)
from evals.types import GoldRow, Graded, Measures, Span

ANSWERABLE = GoldRow("a", "Who?", "who", expected=(("Guildford",),), evidence=(Span("r", 10, 20),))
UNANSWERABLE = GoldRow("u", "How tall?", "unanswerable")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(Span("r", 10, 20), Span("r", 19, 30), True, id="last character"),
        pytest.param(Span("r", 10, 20), Span("r", 20, 30), False, id="side by side"),
        pytest.param(Span("r", 10, 20), Span("r", 0, 10), False, id="just before"),
        pytest.param(Span("r", 10, 20), Span("r", 0, 99), True, id="inside"),
        pytest.param(Span("r", 10, 20), Span("s", 10, 20), False, id="another report"),
    ],
)
def test_overlap_is_a_character_in_common(one: Span, other: Span, expected: bool):
    assert overlaps(one, other) is expected
    assert overlaps(other, one) is expected


def test_rank_is_that_of_the_first_passage_with_any_evidence():
    found = [Span("s", 10, 20), Span("r", 0, 10), Span("r", 15, 40), Span("r", 50, 60)]
    assert first_rank(found, [Span("r", 50, 60), Span("r", 12, 18)]) == 3
    assert first_rank(found, [Span("r", 60, 70)]) is None
    assert first_rank([], [Span("r", 0, 1)]) is None


@pytest.mark.parametrize(("depth", "expected"), [(1, 0.25), (5, 0.5), (20, 0.75)])
def test_found_within_counts_questions_not_places(depth: int, expected: float):
    assert found_within([1, 5, 6, None], depth) == expected


@pytest.mark.parametrize(
    ("quotes", "expected", "holds"),
    [
        pytest.param(["Craig GUILDFORD signed."], [["guildford"]], True, id="case"),
        pytest.param(["on 24 November\n2023."], [["24  November 2023"]], True, id="white space"),
        pytest.param(["One is", "open."], [["is open"]], True, id="across two quotes"),
        pytest.param(["three closed"], [["three", "open"]], False, id="all of an alternative"),
        pytest.param(["three closed"], [["3"], ["three"]], True, id="any alternative"),
        pytest.param(["25 officers"], [["5"]], False, id="part of a number"),
        pytest.param(["1.5 million"], [["5"]], False, id="after a decimal point"),
        pytest.param(["1,200 officers"], [["1"]], False, id="before thousands"),
        pytest.param(["There were 5."], [["5"]], True, id="a number before a full stop"),
        pytest.param(["5, or so"], [["5"]], True, id="a number before a comma"),
        pytest.param(["77.7% recorded"], [["77.7%"]], True, id="percent"),
        pytest.param(["f(x) [1]"], [["(x) ["]], True, id="no pattern"),
        pytest.param([], [["three"]], False, id="no quote"),
    ],
)
def test_expected_words(quotes: list[str], expected: list[list[str]], holds: bool):
    assert says_expected(quotes, expected) is holds


def test_share_and_middle():
    assert share([True, True, False, True]) == 0.75
    assert share([]) is None
    assert middle([9, 1, 2]) == 2
    assert middle([9, 1, 2, 4]) == 3
    assert middle([]) is None


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        pytest.param([4, 1, 3, 2], 50, 2, id="a value that is there, not 2.5"),
        pytest.param(list(range(1, 21)), 95, 19, id="19 of 20 are 95%"),
        pytest.param(list(range(1, 20)), 95, 19, id="18 of 19 are only 94.7%"),
        pytest.param([7], 95, 7, id="one"),
        pytest.param([3, 5], 100, 5, id="the largest"),
        pytest.param([], 95, None, id="none"),
    ],
)
def test_percentile(values: list[float], percent: float, expected: float | None):
    assert percentile(values, percent) == expected


def graded(row: GoldRow, **fields: object) -> Graded:
    return replace(Graded(row, milliseconds=10), **fields)


def test_measure_by_hand():
    found = measure(
        [
            graded(ANSWERABLE, answered=True, rank=1, cited=True, said=True, words=10, milliseconds=5),
            graded(ANSWERABLE, answered=True, rank=6, cited=False, said=True, words=20, milliseconds=30),
            graded(ANSWERABLE, rank=2),
            graded(ANSWERABLE, error="ValueError: no"),
            graded(UNANSWERABLE),
            graded(UNANSWERABLE, answered=True, words=40),
            graded(UNANSWERABLE, error="ValueError: no"),
        ]
    )
    assert found == Measures(
        questions=7,
        found_1=1 / 4,
        found_5=2 / 4,
        found_20=3 / 4,
        cited=1 / 4,
        said=2 / 4,
        refused_rightly=1 / 3,
        refused_wrongly=2 / 4,
        words=20,
        milliseconds=10,
        milliseconds_95=30,
        crashed=2,
    )


def test_what_has_no_questions_has_no_figure():
    only_refusals = measure([graded(UNANSWERABLE)])
    assert (only_refusals.found_5, only_refusals.said, only_refusals.refused_wrongly) == (None, None, None)
    assert only_refusals.words is None
    assert measure([graded(ANSWERABLE)]).refused_rightly is None


@pytest.mark.parametrize(
    ("one", "words"),
    [
        pytest.param(graded(ANSWERABLE, answered=True, cited=True, said=True), [], id="right"),
        pytest.param(graded(UNANSWERABLE), [], id="rightly refused"),
        pytest.param(graded(ANSWERABLE), ["refused"], id="wrongly refused"),
        pytest.param(graded(UNANSWERABLE, answered=True), ["answered"], id="wrongly answered"),
        pytest.param(graded(ANSWERABLE, answered=True, said=True), ["citation"], id="wrong place"),
        pytest.param(
            graded(ANSWERABLE, answered=True), ["citation", "expected words"], id="wrong place and words"
        ),
        pytest.param(graded(UNANSWERABLE, error="KeyError: x"), ["crashed: KeyError: x"], id="crashed"),
    ],
)
def test_faults_are_named(one: Graded, words: list[str]):
    named = faults(one)
    assert len(named) == len(words)
    assert all(word in fault for word, fault in zip(words, named, strict=True))
