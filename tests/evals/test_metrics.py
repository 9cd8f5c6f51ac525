"""Measures of spans and of words, against figures worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.metrics import is_evidence, overlaps, quote_precision, quote_recall, says_expected, token_f1
from evals.types import Piece, Span

SPANS = st.builds(
    lambda report, start, length: Span(report, start, start + length),
    st.sampled_from("rs"),
    st.integers(0, 20),
    st.integers(1, 9),
)


def r(start: int, end: int) -> Span:
    return Span("r", start, end)


def s(start: int, end: int) -> Span:
    return Span("s", start, end)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(r(10, 20), r(19, 30), True, id="last character"),
        pytest.param(r(10, 20), r(20, 30), False, id="side by side"),
        pytest.param(r(10, 20), r(0, 10), False, id="just before"),
        pytest.param(r(10, 20), r(0, 99), True, id="inside"),
        pytest.param(r(10, 20), s(10, 20), False, id="another report"),
    ],
)
def test_overlap_is_a_character_in_common(one: Span, other: Span, expected: bool):
    assert overlaps(one, other) is expected
    assert overlaps(other, one) is expected


@pytest.mark.parametrize(
    ("span", "pieces", "expected"),
    [
        pytest.param(r(0, 10), [(r(5, 6),)], True, id="the only place"),
        pytest.param(r(0, 10), [(s(0, 10), r(9, 12))], True, id="the second place of a piece"),
        pytest.param(r(0, 10), [(s(0, 10),), (r(9, 12),)], True, id="the second piece"),
        pytest.param(r(0, 10), [(s(0, 10),), (r(10, 12),)], False, id="no place"),
        pytest.param(r(0, 10), [], False, id="no evidence"),
    ],
)
def test_any_place_of_any_piece_is_evidence(span: Span, pieces: list[Piece], expected: bool):
    assert is_evidence(span, pieces) is expected


@pytest.mark.parametrize(
    ("cited", "pieces", "expected"),
    [
        pytest.param([r(0, 10)], [(r(0, 10),)], 1, id="all of it"),
        pytest.param([r(0, 10)], [(r(5, 50),)], 5 / 10, id="half of it"),
        pytest.param([r(0, 10)], [(s(0, 10),)], 0, id="the same characters of another report"),
        pytest.param([r(0, 10), s(0, 30)], [(r(0, 10),)], 10 / 40, id="two quotes, one beside the point"),
        pytest.param([r(0, 10), r(5, 15)], [(r(5, 10),)], 5 / 15, id="quotes that overlap count once"),
        pytest.param([r(0, 10), r(0, 10)], [(r(0, 4),)], 4 / 10, id="one quote twice"),
        pytest.param([r(0, 10), s(0, 10)], [(r(0, 10), s(0, 10))], 1, id="two places of one piece"),
        pytest.param([r(0, 10), r(20, 30)], [(r(0, 5),), (r(20, 25),)], 10 / 20, id="two pieces"),
        pytest.param([r(0, 10)], [(r(0, 5),), (r(3, 8),)], 8 / 10, id="pieces that overlap count once"),
        pytest.param([], [(r(0, 10),)], 0, id="no quote"),
    ],
)
def test_citation_precision_is_of_characters(cited: list[Span], pieces: list[Piece], expected: float):
    assert quote_precision(cited, pieces) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("cited", "pieces", "expected"),
    [
        pytest.param([r(5, 20)], [(r(0, 10),)], 5 / 10, id="half of it"),
        pytest.param([r(0, 99)], [(r(40, 50),)], 1, id="more than it"),
        pytest.param([r(0, 6), r(4, 8)], [(r(0, 10),)], 8 / 10, id="quotes that overlap count once"),
        pytest.param([s(0, 4)], [(r(0, 10), s(0, 4))], 1, id="another place is enough"),
        pytest.param([r(0, 5), s(0, 1)], [(r(0, 10), s(0, 4))], 1 / 2, id="places do not add up"),
        pytest.param([r(0, 5)], [(r(0, 10),), (s(0, 10),)], 1 / 4, id="the mean of two pieces"),
        pytest.param(
            [r(0, 100)], [(r(0, 100),), (s(0, 1),)], 1 / 2, id="pieces weigh the same, long or short"
        ),
        pytest.param([], [(r(0, 10),)], 0, id="no quote"),
    ],
)
def test_citation_recall_is_the_mean_of_pieces(cited: list[Span], pieces: list[Piece], expected: float):
    assert quote_recall(cited, pieces) == pytest.approx(expected)


@given(st.lists(SPANS, max_size=4), st.lists(st.tuples(SPANS, SPANS), min_size=1, max_size=3))
def test_another_quote_never_lowers_recall_and_evidence_itself_is_perfect(
    cited: list[Span], pieces: list[Piece]
):
    more = [*cited, pieces[0][1]]
    assert 0 <= quote_recall(cited, pieces) <= quote_recall(more, pieces) <= 1
    assert 0 <= quote_precision(cited, pieces) <= 1
    first_places = [piece[0] for piece in pieces]
    assert quote_precision(first_places, pieces) == quote_recall(first_places, pieces) == 1


@pytest.mark.parametrize(
    ("quotes", "expected", "holds"),
    [
        pytest.param(["Craig GUILDFORD signed."], [["guildford"]], True, id="case"),
        pytest.param(["on 24 November\n2023."], [["24  November 2023"]], True, id="white space"),
        pytest.param(["the force’s plan"], [["force's plan"]], True, id="apostrophe"),
        pytest.param(["the 2023–25 “plan”"], [['2023-25 "plan"']], True, id="marks as a keyboard has them"),
        pytest.param(['the 2023-25 "plan"'], [["2023–25 “plan”"]], True, id="marks as a book has them"),
        pytest.param(["One is", "open."], [["is open"]], True, id="across two quotes"),
        pytest.param(["three closed"], [["three", "open"]], False, id="all of an alternative"),
        pytest.param(["open, then three"], [["three", "open"]], True, id="in any order"),
        pytest.param(["three closed"], [["3"], ["three"]], True, id="any alternative"),
        pytest.param(["25 officers"], [["5"]], False, id="end of a number"),
        pytest.param(["52 officers"], [["5"]], False, id="start of a number"),
        pytest.param(["1.5 million"], [["5"]], False, id="after a decimal point"),
        pytest.param(["5.1 million"], [["5"]], False, id="before a decimal point"),
        pytest.param(["1,200 officers"], [["1"]], False, id="before thousands"),
        pytest.param(["1,200 officers"], [["200"]], False, id="after thousands"),
        pytest.param(["25 officers, 5 left"], [["5"]], True, id="whole further on"),
        pytest.param(["There were 5."], [["5"]], True, id="a number before a full stop"),
        pytest.param(["5, or so"], [["5"]], True, id="a number before a comma"),
        pytest.param(["77.7% recorded"], [["77.7%"]], True, id="percent"),
        pytest.param(["f(x) [1]"], [["(x) ["]], True, id="no pattern"),
        pytest.param([], [["three"]], False, id="no quote"),
        pytest.param(["three"], [], False, id="nothing expected"),
    ],
)
def test_expected_words(quotes: list[str], expected: list[list[str]], holds: bool):
    assert says_expected(quotes, expected) is holds


@pytest.mark.parametrize(
    ("said", "references", "expected"),
    [
        # 3 words of 3 said, 3 of the 5 of the reference: 2 x 3 / (3 + 5).
        pytest.param("The force left Engage", ["force left Engage in May"], 6 / 8, id="part of it"),
        pytest.param("ENGAGE, left!", ["left engage"], 1, id="case, punctuation and order"),
        pytest.param("A force", ["the force"], 1, id="articles"),
        pytest.param("the", ["a"], 0, id="articles alone"),
        pytest.param("no no no", ["no"], 2 / 4, id="a word said again counts once"),
        pytest.param("in May", ["June", "it left in May"], 4 / 6, id="the reference that fits best"),
        pytest.param("in May", ["June"], 0, id="nothing in common"),
        pytest.param("", ["June"], 0, id="nothing said"),
        pytest.param("in May", [], 0, id="no reference"),
    ],
)
def test_token_f1(said: str, references: list[str], expected: float):
    assert token_f1(said, references) == pytest.approx(expected)
