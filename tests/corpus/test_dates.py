"""Dates as reports write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import find_dates, format_date, parse_date

DAY = date(2024, 7, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-07-23", DAY),
        ("23 July 2024", DAY),
        (" 23 july 2024\n", DAY),
        ("23rd July 2024", DAY),
        ("23 July, 2024", DAY),
        ("July 23, 2024", DAY),
        ("July 23rd 2024", DAY),
        ("23/07/2024", DAY),
        ("07/08/2024", date(2024, 8, 7)),
        ("1 May 2019", date(2019, 5, 1)),
        ("29 February 2024", date(2024, 2, 29)),
        ("29 February 2023", None),
        ("31/09/2024", None),
        ("07/23/2024", None),
        ("2024-13-01", None),
        ("0000-01-01", None),
        ("July 2024", None),
        ("2024", None),
        ("23 July 24", None),
        ("on 23 July 2024", None),
        ("23 July 2024.", None),
        ("", None),
        ("२३ July २०२४", None),
    ],
)
def test_parse_date(text: str, day: date | None):
    assert parse_date(text) == day


def test_find_dates():
    text = (
        "From 3 to 7 June 2022, and 2022-07-18; not 31 June 2022, no-2022-07-18-x, 1/2/2022/3. July 1, 2020!"
    )
    assert [(day, text[start:end]) for day, start, end in find_dates(text)] == [
        (date(2022, 6, 7), "7 June 2022"),
        (date(2022, 7, 18), "2022-07-18"),
        (date(2020, 7, 1), "July 1, 2020"),
    ]


def test_format_date():
    assert format_date(date(2024, 7, 3)) == "3 July 2024"


@given(st.dates(min_value=date(1000, 1, 1)))
def test_what_is_written_is_read(day: date):
    assert parse_date(format_date(day)) == parse_date(day.isoformat()) == day


@given(st.text(alphabet="0123456789 /-JulyMarch,thsnd.", max_size=40))
def test_any_text(text: str):
    for day, start, end in find_dates(text):
        assert parse_date(text[start:end]) == day
