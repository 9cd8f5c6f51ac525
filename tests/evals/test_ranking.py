"""Measures of retrieval, against figures worked out by hand and a nDCG written out from its definition."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.ranking import MEASURES, ranked
from evals.types import Piece, Span

SECOND, THIRD, FIFTH, SIXTH, ELEVENTH = (1 / log2(rank + 1) for rank in (2, 3, 5, 6, 11))


def at(place: int) -> Span:
    """One of many spans of which no two overlap."""
    return Span("r", 10 * place, 10 * place + 10)


def ranking(*places: int) -> list[Span]:
    return [at(place) for place in places]


def first_at(rank: int) -> list[Span]:
    """A ranking of 30 that has place 99 at that rank, and nothing else of use."""
    return [at(99) if place == rank else at(place) for place in range(1, 31)]


@pytest.mark.parametrize(
    ("rank", "expected"),
    [
        pytest.param(1, (1, 1, 1, 1, 1), id="first"),
        pytest.param(2, (0, 1, 1, 1 / 2, SECOND), id="second"),
        pytest.param(5, (0, 1, 1, 1 / 5, FIFTH), id="last of 5"),
        pytest.param(6, (0, 0, 1, 1 / 6, SIXTH), id="behind 5"),
        pytest.param(11, (0, 0, 1, 1 / 11, 0), id="behind 10"),
        pytest.param(20, (0, 0, 1, 1 / 20, 0), id="last that is looked at"),
        pytest.param(21, (0, 0, 0, 0, 0), id="behind what is looked at"),
    ],
)
def test_one_piece_found_at_a_rank(rank: int, expected: tuple[float, ...]):
    [measured] = ranked([(first_at(rank), [(at(99),)])])
    assert measured == pytest.approx(dict(zip(MEASURES, expected, strict=True)))


@pytest.mark.parametrize(
    ("found", "pieces", "expected"),
    [
        pytest.param(ranking(), [(at(1),)], (0, 0, 0, 0, 0), id="nothing found"),
        pytest.param(ranking(5, 6), [(at(1),)], (0, 0, 0, 0, 0), id="only what is no evidence"),
        pytest.param(
            [Span("s", 10, 20)], [(at(1),)], (0, 0, 0, 0, 0), id="the same characters of another report"
        ),
        pytest.param(ranking(2, 1), [(at(1), at(2))], (1, 1, 1, 1, 1), id="another place will do"),
        pytest.param(
            ranking(9, 2, 1), [(at(1), at(2))], (0, 1, 1, 1 / 2, SECOND), id="a second place gains no more"
        ),
        pytest.param(ranking(1, 1, 1), [(at(1),)], (1, 1, 1, 1, 1), id="one passage thrice"),
        pytest.param(
            ranking(1, 8, 9, 7, 2),
            [(at(1),), (at(2),)],
            (1 / 2, 1, 1, 1, (1 + FIFTH) / (1 + SECOND)),
            id="two pieces, at 1 and 5",
        ),
        pytest.param(
            ranking(8, 2, 7),
            [(at(1),), (at(2),)],
            (0, 1 / 2, 1 / 2, 1 / 2, SECOND / (1 + SECOND)),
            id="one of two",
        ),
        pytest.param(
            [at(9), Span("r", 10, 30)],
            [(at(1),), (at(2),)],
            (0, 1, 1, 1 / 2, 2 * SECOND / 2),
            id="two pieces in one passage gain twice",
        ),
        pytest.param(
            [Span("r", 10, 30), at(3)],
            [(at(1),), (at(2),), (at(3),)],
            (2 / 3, 1, 1, 1, 1),
            id="the best order of several pieces",
        ),
        pytest.param(
            [at(1), Span("r", 10, 30), at(1)],
            [(at(1),), (at(2),)],
            (1 / 2, 1, 1, 1, 1),
            id="what was brought before is not gained again",
        ),
        pytest.param(
            [Span("r", 5, 15), Span("r", 15, 25)],
            [(at(1),)],
            (1, 1, 1, 1, 1),
            id="evidence cut in two passages",
        ),
    ],
)
def test_pieces_and_places(found: list[Span], pieces: list[Piece], expected: tuple[float, ...]):
    [measured] = ranked([(found, pieces)])
    assert measured == pytest.approx(dict(zip(MEASURES, expected, strict=True)))


def by_definition(found: list[int], pieces: list[set[int]]) -> dict[str, float]:
    """The measures without any library; a passage holds exactly one place."""
    seen: set[int] = set()
    gains = []
    for place in found[:20]:
        new = {number for number, piece in enumerate(pieces) if place in piece} - seen
        seen |= new
        gains.append(len(new))
    best = sorted([*gains, *[1] * (len(pieces) - len(seen))], reverse=True)

    def gained(values: list[int]) -> float:
        # Järvelin and Kekäläinen: each gain divided by the logarithm of its rank, the first by 1.
        return sum(value / log2(rank + 1) for rank, value in enumerate(values[:10], start=1))

    ranks = [rank for rank, gain in enumerate(gains, start=1) if gain]
    return {
        **{f"recall_{depth}": sum(gains[:depth]) / len(pieces) for depth in (1, 5, 20)},
        "mrr": 1 / ranks[0] if ranks else 0.0,
        "ndcg_10": gained(gains) / gained(best),
    }


RANKINGS = st.lists(st.integers(0, 30), max_size=25)
PIECES = st.lists(st.sets(st.integers(0, 30), min_size=1, max_size=4), min_size=1, max_size=4)


@given(st.lists(st.tuples(RANKINGS, PIECES), max_size=3))
def test_any_rankings_measure_as_defined_and_do_not_touch_one_another(
    given_: list[tuple[list[int], list[set[int]]]],
):
    measured = ranked(
        [
            (ranking(*found), [tuple(at(place) for place in sorted(piece)) for piece in pieces])
            for found, pieces in given_
        ]
    )
    assert measured == [pytest.approx(by_definition(found, pieces)) for found, pieces in given_]


def test_there_must_be_something_to_find():
    with pytest.raises(ValueError, match="one piece of evidence"):
        ranked([(ranking(1), [(at(1),)]), (ranking(1), [])])


@pytest.mark.parametrize("pieces", [[(at(1),)], [(at(1),), (at(2),)]])
def test_nothing_is_written_to_the_error_output(capfd: pytest.CaptureFixture[str], pieces: list[Piece]):
    ranked([(ranking(1), pieces), (ranking(), pieces)])
    assert capfd.readouterr() == ("", "")
