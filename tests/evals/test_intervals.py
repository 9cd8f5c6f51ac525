"""Figures with their intervals: the value, what the interval holds, and that it is the same in every run."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.abstention import auroc
from evals.intervals import Rows, figure_of, mean_of, percentile_of
from evals.types import Figure

NOTHING = Figure(None, None, None, 0, "no question of this kind")
# Shares, as measures are; hypothesis would find sums that differ in the last place otherwise.
SHARES = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([1, 1, 1], Figure(1, 1, 1, 3), id="all the same"),
        pytest.param([0.25], Figure(0.25, 0.25, 0.25, 1), id="one question"),
        # A quarter of the draws are 0, 0 and a quarter 1, 1.
        pytest.param([0, 1], Figure(0.5, 0, 1, 2), id="two that differ"),
        pytest.param([0.0, 0.0, 0.0, 0.0], Figure(0, 0, 0, 4), id="nothing right"),
    ],
)
def test_a_mean_with_its_interval(values: list[float], expected: Figure):
    assert mean_of(values) == expected


def test_of_nothing_there_is_no_figure_and_a_reason():
    assert mean_of([]) == percentile_of([], 95) == figure_of(0, lambda rows: 1.0, "too few") == NOTHING


def test_the_interval_of_many_is_that_of_the_normal_distribution():
    # 200 of 400 right: a standard error of 0.5 / 20, and 1.96 of them on either side.
    figure = mean_of([0, 1] * 200)
    assert figure.low == pytest.approx(0.5 - 0.049, abs=0.006)
    assert figure.high == pytest.approx(0.5 + 0.049, abs=0.006)


def test_more_questions_make_it_narrower():
    few, many = mean_of([0, 1] * 10), mean_of([0, 1] * 40)
    assert few.low is not None
    assert many.low is not None
    assert 0.5 - many.low < (0.5 - few.low) * 0.6


@given(SHARES)
def test_the_interval_of_a_mean_holds_the_mean(values: list[float]):
    figure = mean_of(values)
    assert figure.value == pytest.approx(sum(values) / len(values))
    assert figure.low is not None
    assert figure.high is not None
    assert min(values) <= figure.low <= figure.value <= figure.high <= max(values)


def test_every_run_draws_the_same(printed_by_each: Callable[[str], set[str]]):
    program = (
        "from evals.intervals import mean_of, percentile_of, figure_of\n"
        "values = [0.0, 0.25, 1.0, 0.5, 0.25, 1.0]\n"
        "print(mean_of(values), percentile_of(values, 95), figure_of(6, lambda rows: float(rows.mean())))\n"
    )
    (said,) = printed_by_each(program)
    assert "Figure(value=0.5, low=" in said


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        pytest.param([4, 1, 3, 2], 50, 2, id="a value that is there, not 2.5"),
        pytest.param([9, 1, 2], 50, 2, id="the middle one"),
        pytest.param(list(range(1, 21)), 95, 19, id="19 of 20 are 95%"),
        pytest.param(list(range(1, 20)), 95, 19, id="18 of 19 are only 94.7%"),
        pytest.param([7], 95, 7, id="one"),
        pytest.param([3, 5], 100, 5, id="the largest"),
    ],
)
def test_a_percentile(values: list[float], percent: float, expected: float):
    figure = percentile_of(values, percent)
    assert (figure.value, figure.count) == (expected, len(values))
    assert figure.low is not None
    assert figure.high is not None
    assert min(values) <= figure.low <= figure.value <= figure.high <= max(values)


def test_percentiles_of_draws_are_values_that_are_there_too():
    # 6 in 100 draws have three 0 or more, and so a median of 0; fewer than 1 in 100 have four.
    assert percentile_of([0, 1, 1, 1, 1, 1], 50) == Figure(1, 0, 1, 6)


@pytest.mark.parametrize("percent", [50, 95])
def test_a_percentile_is_the_nearest_rank_whatever_the_number_of_questions(percent: int):
    counts = [*range(1, 60), *range(60, 500, 20)]
    # The rank, from 1, is percent / 100 x count, rounded up, in whole numbers.
    expected = [-(-percent * count // 100) for count in counts]
    assert [percentile_of(range(1, count + 1), percent).value for count in counts] == expected


def test_a_figure_of_many_questions_at_once():
    values = np.array([0.0, 1.0] * 50)
    figure = figure_of(100, lambda rows: float(values[rows].mean()))
    assert (figure.value, figure.count, figure.why) == (0.5, 100, "")
    simple = mean_of(list(values))
    assert (figure.low, figure.high) == (
        pytest.approx(simple.low, abs=0.03),
        pytest.approx(simple.high, abs=0.03),
    )


def test_what_cannot_be_worked_out_says_why():
    assert figure_of(3, lambda rows: None, "too few") == Figure(None, None, None, 3, "too few")
    assert figure_of(3, lambda rows: None).why == "no question of this kind"


def test_draws_that_cannot_be_worked_out_are_left_out():
    # One question of 20 is unanswerable: it is in no more than two draws of three.
    confidence, answerable = np.arange(20) / 20, np.arange(20) > 0
    without = 0

    def measure(rows: Rows) -> float | None:
        nonlocal without
        value = auroc(confidence[rows], answerable[rows])
        without += value is None
        return value

    assert figure_of(20, measure) == Figure(1, 1, 1, 20)
    assert without > 50


def test_each_draw_is_as_many_questions_as_there_are():
    seen = []

    def measure(rows: Rows) -> float:
        seen.append(rows.tolist())
        return 0.0

    figure_of(5, measure)
    assert seen[0] == [0, 1, 2, 3, 4]
    assert {len(rows) for rows in seen} == {5}
    assert {row for rows in seen for row in rows} == {0, 1, 2, 3, 4}
    assert len({tuple(rows) for rows in seen}) > 100
