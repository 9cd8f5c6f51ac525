"""How sure a figure is of itself: bootstrap intervals over questions (Efron, Annals of Statistics 7, 1979).

Questions are drawn with replacement, as many as there are, 2,000 times; the interval runs from the
2.5th to the 97.5th percentile of the figure over the draws. The draws are the same in every run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from evals.types import Figure

DRAWS = 2_000
DRAWS_OF_CURVES = 400
"""For figures that have to be worked out anew at each draw."""

PERCENTILES = (2.5, 97.5)

Rows = npt.NDArray[np.int64]


def mean_of(values: Sequence[float]) -> Figure:
    """The mean of one value a question, with its interval; without a value where there is none."""
    if not values:
        return Figure(None, None, None, 0, "no question of this kind")
    given = np.asarray(values, dtype=float)
    means = given[_draws(len(given), DRAWS)].mean(axis=1)
    low, high = np.percentile(means, PERCENTILES)
    return Figure(float(given.mean()), float(low), float(high), len(given))


def percentile_of(values: Sequence[float], percent: float) -> Figure:
    """A percentile of one value a question, with its interval.

    The smallest value that at least `percent` of the values do not exceed (the nearest-rank method), so
    always one of them. `percent` is above 0 and at most 100.
    """
    if not values:
        return Figure(None, None, None, 0, "no question of this kind")
    given = np.asarray(values, dtype=float)
    drawn = np.percentile(given[_draws(len(given), DRAWS)], percent, axis=1, method="inverted_cdf")
    low, high = np.percentile(drawn, PERCENTILES)
    return Figure(
        float(np.percentile(given, percent, method="inverted_cdf")), float(low), float(high), len(given)
    )


def figure_of(count: int, measure: Callable[[Rows], float | None], why: str = "") -> Figure:
    """A figure of `count` questions that `measure` works out from their numbers (an array, with repeats).

    `why` says what is missing where it cannot be worked out. Draws for which it cannot are left out.
    """
    value = measure(np.arange(count)) if count else None
    if value is None:
        return Figure(None, None, None, count, why if count and why else "no question of this kind")
    drawn = (measure(rows) for rows in _draws(count, DRAWS_OF_CURVES))
    low, high = np.percentile([one for one in drawn if one is not None], PERCENTILES)
    return Figure(value, float(low), float(high), count)


@lru_cache(maxsize=64)
def _draws(count: int, draws: int) -> Rows:
    return np.random.default_rng(count).integers(0, count, size=(draws, count))
