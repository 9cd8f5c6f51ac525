"""Points of curves, bins of time and the drawings made of them, against figures worked out by hand."""

from __future__ import annotations

import re

import pytest

from evals.charts import Curve, bar, histogram, hue, lines, rounded_up, strip
from evals.curves import calibrated, risks, standing, times
from evals.types import GoldRow, Graded, Reply, Results


def results(*asked: tuple[float, float, bool], milliseconds: tuple[float, ...] = ()) -> Results:
    """A run of questions, each (confidence, closest_right, answered), with their times."""
    taken = milliseconds or (10.0,) * len(asked)
    graded = tuple(
        Graded(GoldRow(str(n), "Who?", "who"), Reply(answered, "", sure), {"closest_right": right}, taken[n])
        for n, (sure, right, answered) in enumerate(asked)
    )
    return Results("gold", "ours", "", graded, {})


RUN = results((0.9, 1, True), (0.5, 0, True), (0.5, 1, False), (0.1, 0, False))


def test_the_surest_come_in_first_and_equals_together():
    assert risks(RUN) == [(0.25, 0.0), (0.75, pytest.approx(1 / 3)), (1.0, 0.5)]


def test_what_crashed_counts_as_surest_and_wrong():
    crashed = Graded(GoldRow("c", "Who?", "who"), None, {}, error="broke")
    run = Results("gold", "ours", "", (*results((0.9, 1, True)).graded, crashed), {})
    assert risks(run) == [(0.5, 1.0), (1.0, 0.5)]


def test_a_system_stands_where_it_answers():
    assert standing(RUN) == (0.5, 0.5)
    assert standing(results((0.9, 1, False))) is None
    assert standing(results()) is None


def test_confidence_is_held_against_what_was_right():
    assert calibrated(RUN) == [(0.1, 0.0, 1), (0.5, 0.5, 2), (0.9, 1.0, 1)]


@pytest.mark.parametrize("sure", [-0.1, 1.1, 14.0])
def test_confidence_that_is_no_probability_has_no_calibration(sure: float):
    assert calibrated(results((0.5, 1, True), (sure, 1, True))) == []


def test_bins_of_time_are_equally_wide_in_logarithms_and_lose_nothing():
    ours = results(*[(0.5, 1, True)] * 4, milliseconds=(1.0, 10.0, 10.1, 999.0))
    other = results((0.5, 1, True), milliseconds=(100.0,))
    taken = times([ours, other])
    assert taken is not None
    # Three factors of ten, eight bins in each.
    assert len(taken.edges) == 25
    assert (taken.edges[0], taken.edges[-1]) == (pytest.approx(1), pytest.approx(1000))
    first, second = taken.counts
    assert {place: count for place, count in enumerate(first) if count} == {0: 1, 8: 2, 23: 1}
    assert {place: count for place, count in enumerate(second) if count} == {16: 1}
    assert taken.ticks == tuple((10.0**n, pytest.approx(n / 3)) for n in range(4))


@pytest.mark.parametrize("milliseconds", [0.0, 50.0])
def test_times_that_are_all_the_same_have_a_scale_too(milliseconds: float):
    taken = times([results((0.5, 1, True), (0.5, 1, True), milliseconds=(milliseconds,) * 2)])
    assert taken is not None
    assert sorted(taken.counts[0])[-2:] == [0, 2]
    assert taken.ticks


def test_there_is_no_time_of_nothing():
    assert times([results()]) is None


def test_a_bar_is_as_long_as_its_value_and_its_whisker_as_its_interval():
    drawn = bar(0.25, 0.1, 0.5, system=0)
    assert 'width="25.00%"' in drawn
    assert 'class="whisker" x1="10.00%" x2="50.00%"' in drawn
    assert "whisker" not in bar(0.25, None, None, system=0)


@pytest.mark.parametrize("value", [-1.0, 0.0, 1.0, 7.0])
def test_nothing_is_drawn_beyond_the_ends_of_a_scale(value: float):
    drawn = bar(value, value, value, system=1) + strip(value, value, value, [value, None], top=1.0)
    assert all(0 <= float(place) <= 100 for place in re.findall(r'"([-\d.]+)%"', drawn))


def test_a_scale_of_nothing_is_no_division_by_nothing():
    assert 'cx="0.00%"' in strip(0.0, None, None, [0.0], top=0.0)


def test_a_strip_has_a_tick_for_each_of_the_others_that_has_a_value():
    drawn = strip(0.5, 0.4, 0.6, [0.25, None, 0.75])
    assert re.findall(r'class="tick (s\d)" x1="([\d.]+)%"', drawn) == [("s1", "25.00"), ("s3", "75.00")]


def test_columns_are_as_high_as_their_share_of_the_most_and_few_are_still_seen():
    heights = re.findall(r' height="([\d.]+)"/>', histogram([100, 0, 50, 1], 100, system=0))
    assert heights == ["52.0", "26.0", "2.0"]


def test_a_curve_goes_through_its_points():
    drawn = lines([Curve(0, [(0, 0), (1, 0.5)])], label="a curve", axes=("across", "up"), top=0.5)
    # 50 to 386 across, 254 (bottom) to 12 (top) down.
    assert 'points="50.0,254.0 386.0,12.0"' in drawn
    assert 'role="img" aria-label="a curve"' in drawn
    assert ">50%</text>" in drawn


def test_a_single_point_is_a_dot():
    drawn = lines([Curve(0, [(0.5, 0.5)])], label="", axes=("", ""))
    assert "<polyline" not in drawn
    assert 'cx="218.0" cy="133.0"' in drawn


def test_words_in_a_drawing_are_escaped():
    drawn = lines([], label='"><script>', axes=("<b>", "&"))
    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert 'aria-label="&quot;&gt;&lt;script&gt;"' in drawn


def test_the_first_colour_is_of_the_system_in_focus_alone():
    assert [hue(number) for number in range(7)] == ["s0", "s1", "s2", "s3", "s4", "s1", "s2"]


@pytest.mark.parametrize(
    ("value", "end"), [(0, 0.1), (0.1, 0.1), (0.11, 0.2), (0.5, 0.6), (0.9, 1.0), (1, 1.0)]
)
def test_a_scale_ends_at_a_round_number(value: float, end: float):
    assert rounded_up(value) == end
