"""Dates as the reports write them, without the machine's own language settings."""

import re
from datetime import date

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(_MONTHS, start=1)}
_MONTH = "|".join(_MONTHS)

_DATE = re.compile(
    rf"""
    (?<![\w/-])
    (?:
        (?P<iso_year>[0-9]{{4}})-(?P<iso_month>[0-9]{{2}})-(?P<iso_day>[0-9]{{2}})
      | (?P<day_first>[0-9]{{1,2}})(?:st|nd|rd|th)?[ ]+
        (?P<month_second>{_MONTH}),?[ ]+(?P<year_third>[0-9]{{4}})
      | (?P<month_first>{_MONTH})[ ]+
        (?P<day_second>[0-9]{{1,2}})(?:st|nd|rd|th)?,?[ ]+(?P<year_last>[0-9]{{4}})
      | (?P<day>[0-9]{{1,2}})/(?P<month>[0-9]{{1,2}})/(?P<year>[0-9]{{4}})
    )
    (?![\w/])(?!-[0-9])
    """,
    re.VERBOSE | re.IGNORECASE,
)


def format_date(day: date) -> str:
    """The day as "23 July 2024": no leading zero, English whatever the machine's language."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def parse_date(text: str) -> date | None:
    """The day that `text` states, or None where it states none or one that does not exist.

    Read are "2024-07-23", "23 July 2024", "23rd July 2024", "July 23, 2024" and "23/07/2024"
    (the day first), with white space around them, and nothing else.
    """
    match = _DATE.fullmatch(text.strip())
    return _day_of(match) if match else None


def find_dates(text: str) -> list[tuple[date, int, int]]:
    """Every date in `text` in a form `parse_date` reads, as (day, start, end), in order."""
    found = []
    for match in _DATE.finditer(text):
        day = _day_of(match)
        if day is not None:
            found.append((day, match.start(), match.end()))
    return found


def _day_of(match: re.Match[str]) -> date | None:
    part = match.groupdict()
    if part["iso_year"]:
        year, month, day = part["iso_year"], int(part["iso_month"]), part["iso_day"]
    elif part["day_first"]:
        year, month, day = part["year_third"], _MONTH_NUMBERS[part["month_second"].lower()], part["day_first"]
    elif part["month_first"]:
        year, month, day = part["year_last"], _MONTH_NUMBERS[part["month_first"].lower()], part["day_second"]
    else:
        year, month, day = part["year"], int(part["month"]), part["day"]
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None
