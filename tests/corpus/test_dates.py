"""Dates as reports write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import find_dates, find_periods, format_date, parse_date

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
        # Without regard to case, "ſ" is an "s" and "ı" an "i" to some, and no letter of a month to us.
        ("1 Auguſt 2024", None),
        ("Aprıl 1, 2024", None),
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


def year(number: int) -> tuple[date, date]:
    return date(number, 1, 1), date(number, 12, 31)


JULY = date(2024, 7, 1), date(2024, 7, 31)


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        pytest.param("on 23 July 2024", [(DAY, DAY)], id="a day is no month and no year"),
        pytest.param("on 2024-07-23.", [(DAY, DAY)], id="a day in figures"),
        pytest.param("in July 2024?", [JULY], id="a month is no year"),
        pytest.param("in JULY, 2024", [JULY], id="a month in capitals"),
        pytest.param("in Jul. 2024", [JULY], id="a month cut short"),
        pytest.param("in Sept 2024", [(date(2024, 9, 1), date(2024, 9, 30))], id="Sept"),
        pytest.param("Feb 2024", [(date(2024, 2, 1), date(2024, 2, 29))], id="a leap year"),
        pytest.param("Feb 2023", [(date(2023, 2, 1), date(2023, 2, 28))], id="no leap year"),
        pytest.param("Dec 1999", [(date(1999, 12, 1), date(1999, 12, 31))], id="the end of a year"),
        pytest.param("in 2024?", [year(2024)], id="a year"),
        pytest.param("1900, 1899, 2099 and 2100", [year(1900), year(2099)], id="years that are read"),
        pytest.param("in July\n2024", [JULY], id="over the end of a line"),
        pytest.param("the 2024's", [year(2024)], id="an apostrophe"),
        pytest.param("31 June 2024", [(date(2024, 6, 1), date(2024, 6, 30))], id="no day, but a month"),
        pytest.param(
            "in 2020, July 2024, 1 May 2021", [year(2020), JULY, (date(2021, 5, 1),) * 2], id="in order"
        ),
        pytest.param("2022 to 2024", [year(2022), year(2024)], id="from one year to another"),
        pytest.param(
            "April 2023–March 2024",
            [(date(2023, 4, 1), date(2023, 4, 30)), (date(2024, 3, 1), date(2024, 3, 31))],
            id="from one month to another",
        ),
        pytest.param("PEEL 2023-25, 2023–25 and 2021/22", [], id="cycles"),
        pytest.param("PEEL 2023-2025 and 2023–2025", [], id="cycles written out"),
        pytest.param("31/06/2024, 2024-07, no-2024, v2024, 20245", [], id="parts of something else"),
        pytest.param("July, the 2,024th, 24", [], id="no year"),
        pytest.param("nothing", [], id="nothing"),
        pytest.param("in ſep 2024", [year(2024)], id="no letter of a month"),
        pytest.param("in July २०२४", [], id="figures of another script"),
    ],
)
def test_find_periods(text: str, periods: list[tuple[date, date]]):
    assert find_periods(text) == periods


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_a_day_a_month_and_a_year_hold_the_day(day: date):
    assert find_periods(f"on {format_date(day)}.") == [(day, day)]
    for name in (day.strftime("%Y"), format_date(day).split(" ", 1)[1]):
        [(first, last)] = find_periods(f"in {name}.")
        assert first <= day <= last
        assert (first.day, last.month) == (1, 12 if name.isdigit() else day.month)


@given(st.text(alphabet="0129 /-–JulySeptſıAr,.", max_size=40))
def test_periods_of_any_text(text: str):
    assert all(first <= last for first, last in find_periods(text))
