"""From results to what the report page draws: points of curves, and bins of time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evals.abstention import calibration, risk_coverage
from evals.types import Graded, Results

PER_DECADE = 8
"""Bins of time in each factor of ten."""

SHORTEST = 0.1
"""Milliseconds: what took less counts as this, since 0 has no logarithm."""

_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Times:
    """How long questions took: `edges` are of bins that are equally wide on a scale of logarithms (ms).

    `counts` has the number of questions in each bin, one tuple a system; a bin holds its lower edge.
    `ticks` are round times with their place along the bins, 0 to 1.
    """

    edges: tuple[float, ...]
    counts: tuple[tuple[int, ...], ...]
    ticks: tuple[tuple[float, float], ...]


def sureness(graded: Sequence[Graded]) -> tuple[list[float], list[bool]]:
    """Each question's confidence (without end for what crashed), and whether the nearest is evidence."""
    sure = [one.reply.confidence if one.reply else math.inf for one in graded]
    return sure, [one.scores.get("closest_right", 0.0) >= 1 for one in graded]


def risks(results: Results) -> list[tuple[float, float]]:
    """The risk-coverage curve of a system: (share answered, share of those wrong)."""
    return risk_coverage(*sureness(results.graded))


def standing(results: Results) -> tuple[float, float] | None:
    """Where a system stands on its curve by what it did answer; None where it answered nothing."""
    answered = [one for one in results.graded if one.reply and one.reply.answered]
    if not answered:
        return None
    wrong = sum(one.scores.get("closest_right", 0.0) < 1 for one in answered)
    return len(answered) / len(results.graded), wrong / len(answered)


def calibrated(results: Results) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, questions) of each range of confidence that holds any.

    Empty where a confidence is not within 0 to 1: such a one is no probability.
    """
    _, right = sureness(results.graded)
    # What crashed counts as wholly sure, and wrong.
    sure = [one.reply.confidence if one.reply else 1.0 for one in results.graded]
    if not all(0 <= one <= 1 for one in sure):
        return []
    return calibration(sure, right)


def times(systems: Sequence[Results]) -> Times | None:
    """How long each system took, over one scale; None where no question was asked."""
    taken = [[max(SHORTEST, one.milliseconds) for one in results.graded] for results in systems]
    every = [value for values in taken for value in values]
    if not every:
        return None
    first, last = _bin(min(every)), _bin(max(every))
    if last - first < PER_DECADE:
        # Wide enough for a round time or two to stand under it.
        first, last = first - PER_DECADE // 2, last + PER_DECADE // 2
    edges = tuple(10 ** (number / PER_DECADE) for number in range(first, last + 2))
    counts = tuple(
        tuple(sum(_bin(value) == number for value in values) for number in range(first, last + 1))
        for values in taken
    )
    return Times(edges, counts, tuple(_ticks(edges)))


def _bin(milliseconds: float) -> int:
    # Rounded, so that a power of ten is not put below its own edge.
    return math.floor(round(math.log10(milliseconds) * PER_DECADE, 9))


def _ticks(edges: Sequence[float]) -> list[tuple[float, float]]:
    low, high = math.log10(edges[0]), math.log10(edges[-1])
    steps = _STEPS if high - low < 2 else _STEPS[:1]
    values = [step * 10.0**power for power in range(math.floor(low), math.ceil(high) + 1) for step in steps]
    return [
        (value, (math.log10(value) - low) / (high - low))
        for value in values
        if edges[0] <= value <= edges[-1]
    ]
