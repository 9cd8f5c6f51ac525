"""Dates as the reports write them, without the machine's own language settings."""

import re
from calendar import monthrange
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
MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(_MONTHS, start=1)}
# ASCII alone: whatever its case, else "s" would also match the long s of "Auguſt", which is no key.
_MONTH = f"(?a:{'|'.join(_MONTHS)})"

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

_MONTH_STEMS = {name[:3]: number for name, number in MONTH_NUMBERS.items()}
_PERIOD = re.compile(
    rf"(?<![\w/-])(?:(?P<month>{_MONTH}|(?a:{'|'.join(name[:3] for name in _MONTHS)}|Sept))\.?,?\s+"
    r"|(?<![0-9]\u2013))(?P<year>(?:19|20)[0-9]{2})(?![\w/]|[-\u2013][0-9])",
    re.IGNORECASE,
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


def find_periods(text: str) -> list[tuple[date, date]]:
    """The days, months and years that `text` names, each as its first and its last day, in order.

    See `dated_spans`.
    """
    return [(first, last) for first, last, _, _ in dated_spans(text)]


def dated_spans(text: str) -> list[tuple[date, date, int, int]]:
    """The days, months and years that `text` names, as (first day, last day, start, end), in order.

    Read are the dates that `find_dates` reads, and besides "July 2024", "Jul 2024" and "2024" (1900 to
    2099), where they are no part of a date or of a cycle such as "2023-25" or "2021/22".
    """
    held = [(day, day, start, end) for day, start, end in find_dates(text)]
    for match in _PERIOD.finditer(text):
        if any(match.start() < end and start < match.end() for _, _, start, end in held):
            continue
        year = int(match["year"])
        month = _MONTH_STEMS[match["month"][:3].lower()] if match["month"] else None
        first, last = (month, month) if month else (1, 12)
        end_of = date(year, last, monthrange(year, last)[1])
        held.append((date(year, first, 1), end_of, match.start(), match.end()))
    return sorted(held, key=lambda one: one[2])


def _day_of(match: re.Match[str]) -> date | None:
    part = match.groupdict()
    if part["iso_year"]:
        year, month, day = part["iso_year"], int(part["iso_month"]), part["iso_day"]
    elif part["day_first"]:
        year, month, day = part["year_third"], MONTH_NUMBERS[part["month_second"].lower()], part["day_first"]
    elif part["month_first"]:
        year, month, day = part["year_last"], MONTH_NUMBERS[part["month_first"].lower()], part["day_second"]
    else:
        year, month, day = part["year"], int(part["month"]), part["day"]
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None
