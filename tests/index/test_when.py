"""Of which time a question asks, and how near to it reports are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.when import When

DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))
MAY = date(2023, 5, 1), date(2023, 5, 31)
NOW, NEVER = When(now=True), When()


@pytest.mark.parametrize(
    ("question", "now"),
    [
        ("Which concerns are still open?", True),
        ("Who runs Kent Police now?", True),
        ("What is the latest on Kent?", True),
        ("What are the most recent grades of Kent?", True),
        ("Which concerns remain?", True),
        ("How many concerns are left?", True),
        ("what's left for Kent to do", True),
        ("How much is there left to do?", True),
        ("Who left Kent Police?", False),
        ("Which forces left Engage?", False),
        ("Is Kent Police in Engage?", True),
        ("“Has Kent left Engage?”", True),
        ("Does it record crime well?", True),
        ("has it been closed", True),
        ("What is Engage?", False),
        ("Who signed the letter?", False),
        ("What had Kent to do, and is it done?", False),
        ("Was Kent still in Engage?", False),
        ("What did the latest letter say?", False),
        ("Were the most recent grades good?", False),
        ("What is known of Nowhere, and stillness?", False),
        ("", False),
    ],
)
def test_whether_it_asks_how_things_are(question: str, now: bool):
    assert When.asked(question).now == now


@pytest.mark.parametrize(
    ("question", "period"),
    [
        pytest.param("Who led it on 3 May 2023?", (date(2023, 5, 3),) * 2, id="a day"),
        pytest.param("What was said in May 2023?", MAY, id="a month"),
        pytest.param("What was said in Feb. 2024?", (date(2024, 2, 1), date(2024, 2, 29)), id="a leap month"),
        pytest.param("How was it graded in 2023?", (date(2023, 1, 1), date(2023, 12, 31)), id="a year"),
        pytest.param("Of 2021 and May 2023, which?", MAY, id="the last of several"),
        pytest.param("Is what was found in May 2023 so now?", MAY, id="a time named is not today"),
    ],
)
def test_which_time_it_names(question: str, period: tuple[date, date]):
    asked = When.asked(question)
    assert (asked.now, asked.period) == (False, period)


@pytest.mark.parametrize("cycle", ["PEEL 2023-25", "PEEL 2021/22", "PEEL 2023–25", "PEEL 2023-2025"])
def test_a_cycle_of_inspections_is_no_time(cycle: str):
    assert When.asked(f"How was Kent graded in {cycle}?") == NEVER
    assert When.asked(f"Is Kent's grade of {cycle} still good?") == replace(NOW, kind="now")


@pytest.mark.parametrize(
    ("question", "state"),
    [
        ("Was Kent still in Engage in May 2023?", True),
        ("As of May 2023, how many concerns were there?", True),
        ("By May 2023, had it done so?", True),
        ("Back in May 2023, who led it?", True),
        ("How many were closed by the end of May 2023?", True),
        ("What was written by HMICFRS in May 2023?", False),
        ("Which concerns were open in May 2023?", True),
        ("Was it closed in May 2023?", True),
        ("What was published in May 2023?", False),
        ("Who opened the inquiry of May 2023?", False),
    ],
)
def test_whether_it_asks_how_things_stood_then(question: str, state: bool):
    asked = When.asked(question)
    assert (asked.period, asked.state) == (MAY, state)


# A report each, before May 2023, in it, at its ends and after it.
PUBLISHED = {
    "long before": date(2021, 5, 1),
    "before": date(2023, 4, 30),
    "first": date(2023, 5, 1),
    "within": date(2023, 5, 9),
    "last": date(2023, 5, 31),
    "after": date(2023, 6, 1),
    "long after": date(2023, 7, 31),
    "undated": None,
}


def places(when: When, *reports: str) -> dict[str, int]:
    return when.places(PUBLISHED, reports or PUBLISHED)


def test_today_the_newest_are_nearest():
    assert places(NOW, "before", "undated", "long after", "within") == {
        "long after": 0,
        "within": 1,
        "before": 2,
    }


def test_of_a_time_reports_of_it_come_first_and_then_the_nearest_on_either_side():
    assert places(When(period=MAY)) == {
        **{"first": 0, "within": 0, "last": 0},
        **{"before": 1, "after": 1},
        "long after": 2,
        "long before": 3,
    }


def test_of_how_things_stood_then_no_report_of_later_comes_before_one_of_earlier():
    assert places(When(period=MAY, state=True)) == {
        **{"first": 0, "within": 0, "last": 0},
        "before": 1,
        "long before": 2,
        "after": 3,
        "long after": 4,
    }


def test_places_are_among_the_reports_given_and_equal_dates_share_one():
    days = {"a": date(2024, 1, 1), "b": date(2024, 1, 1), "c": date(2020, 1, 1), "d": date(2025, 1, 1)}
    assert NOW.places(days, ["c", "b", "a"]) == {"a": 0, "b": 0, "c": 1}
    assert NOW.places(days, ["nowhere"]) == {}


@pytest.mark.parametrize("when", [NEVER, When(state=True)])
def test_where_no_time_is_asked_of_none_is_near(when: When):
    assert places(when) == {}


@given(st.lists(DAYS, min_size=1), st.tuples(DAYS, DAYS).map(lambda two: (min(two), max(two))), st.booleans())
def test_places_are_numbered_without_a_gap_and_what_is_of_the_time_is_first(
    days: list[date], period: tuple[date, date], state: bool
):
    published: dict[str, date | None] = {str(number): day for number, day in enumerate(days)}
    given_places = When(period=period, state=state).places(published, published)
    assert set(given_places.values()) == set(range(len(set(given_places.values()))))
    within = {report for report, day in published.items() if day and period[0] <= day <= period[1]}
    if within:
        assert {report for report, place in given_places.items() if place == 0} == within


def test_every_process_gives_the_same_places(printed_by_each: Callable[[str], set[str]]):
    program = (
        "from datetime import date\n"
        "from index.when import When\n"
        "days = {str(month): date(2023, month, 1) for month in range(1, 13)}\n"
        "print(When.asked('What was said in 2023?').places(days, days))\n"
        "print(When.asked('What was said on 1 June 2023?').places(days, days))\n"
    )
    assert len(printed_by_each(program)) == 1
