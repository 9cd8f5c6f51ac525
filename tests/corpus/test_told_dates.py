"""The days that a report tells from another day: corpus/told_dates.py."""

from datetime import date

import pytest

from corpus.told_dates import told_spans

TODAY = date(2024, 9, 18)  # a Wednesday
LAST = (date(2020, 3, 1), date(2020, 3, 31))


def told(text, today=TODAY, last=LAST):
    return [
        (f"{first}", f"{final}", text[start:end])
        for first, final, start, end in told_spans(text, today, last)
    ]


@pytest.mark.parametrize(
    ("text", "first", "final"),
    [
        ("Last July we wrote", "2024-07-01", "2024-07-31"),
        ("last September it was", "2023-09-01", "2023-09-30"),
        ("It was closed in March.", "2024-03-01", "2024-03-31"),
        ("It was closed in November.", "2023-11-01", "2023-11-30"),
        ("in March last year", "2023-03-01", "2023-03-31"),
        ("on 24 February", "2024-02-24", "2024-02-24"),
        ("on 19 September", "2023-09-19", "2023-09-19"),
        ("on February 24th", "2024-02-24", "2024-02-24"),
        ("on 4 May of that year", "2020-05-04", "2020-05-04"),
        ("that May", "2020-05-01", "2020-05-31"),
        ("in January of the following year", "2021-01-01", "2021-01-31"),
        ("by the following March", "2021-03-01", "2021-03-31"),
        ("in November of the same year", "2020-11-01", "2020-11-30"),
        ("the following year", "2021-01-01", "2021-12-31"),
        ("the year before", "2019-01-01", "2019-12-31"),
        ("the same month", "2020-03-01", "2020-03-31"),
        ("yesterday", "2024-09-17", "2024-09-17"),
        ("last month", "2024-08-01", "2024-08-31"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("last week", "2024-09-09", "2024-09-15"),
        ("on Tuesday", "2024-09-17", "2024-09-17"),
        ("on Thursday", "2024-09-12", "2024-09-12"),
        ("on the 14th", "2020-03-14", "2020-03-14"),
        ("two years ago", "2022-01-01", "2022-12-31"),
        ("three days ago", "2024-09-15", "2024-09-15"),
        ("eighteen months ago", "2023-03-01", "2023-03-31"),
        ("six months later it", "2020-09-01", "2020-09-30"),
        ("a year before, it", "2019-03-01", "2019-03-31"),
        ("last autumn", "2023-09-01", "2023-11-30"),
        ("in the spring of 2022", "2022-03-01", "2022-05-31"),
        ("in the winter of 2022", "2022-12-01", "2023-02-28"),
        ("in the summer of that year", "2020-06-01", "2020-08-31"),
        ("from October to December 2023", "2023-10-01", "2023-12-31"),
        ("from November to January 2024", "2023-11-01", "2024-01-31"),
        ("in March and July 2024", "2024-03-01", "2024-03-31"),
        ("in July 2023", "2023-07-01", "2023-07-31"),
    ],
)
def test_a_day_is_counted_from_the_reports_own_or_from_the_last_that_was_told(text, first, final):
    assert told(text)[0][:2] == (first, final)


@pytest.mark.parametrize(
    "text",
    [
        "three may be closed",
        "officers march on",
        "four weeks before this report came out",
        "on 31 February",
        "the one on the 2nd floor",
        "no day at all",
        "will look at it again later this year",
    ],
)
def test_what_is_no_day_is_none(text):
    assert told(text) == []


def test_one_is_counted_from_the_one_before_it():
    text = (
        "Raised in March 2019. In November of the same year it was closed, and two years later it was back."
    )
    assert [one[0] for one in told(text, last=None)] == ["2019-03-01", "2019-11-01", "2021-11-01"]


def test_a_date_that_is_written_out_stays_as_it_is():
    text = "the report of 3 March 2024 and that of 4 May"
    assert told(text) == [
        ("2024-03-03", "2024-03-03", "3 March 2024"),
        ("2024-05-04", "2024-05-04", "4 May"),
    ]


@pytest.mark.parametrize("text", ["last March", "on Tuesday", "two years ago", "last week", "this month"])
def test_of_a_report_without_a_day_nothing_is_counted_from_it(text):
    assert told(text, today=None) == []


@pytest.mark.parametrize("text", ["that year", "the same month", "on that date", "the next day"])
def test_where_no_day_was_told_nothing_is_counted_from_it(text):
    assert told(text, last=None) == []


def test_the_next_day_is_counted_from_a_day_and_from_no_month():
    assert told("the next day", last=(date(2020, 3, 31),) * 2)[0][0] == "2020-04-01"
    assert told("the next day") == []


def test_days_beyond_the_calendar_are_none():
    assert told("99 years ago", today=date(50, 1, 1)) == []
    assert told("99 years later it", last=(date(9990, 1, 1),) * 2) == []
