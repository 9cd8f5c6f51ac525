"""Days as a report tells them, and not only as it writes them out: "last March", "on the 14th", "a year ago".

What is said so is counted from the report's own day, or from the day that was told last before it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from corpus.dates import MONTH_NUMBERS, dated_spans

Period = tuple[date, date]
"""The first and the last day something can have been."""

ToldSpan = tuple[date, date, int, int]
"""A date that is told: its first and last day, and where in the text it begins and ends."""

_SURE_MONTHS = "January|February|April|June|July|August|September|October|November|December"
# "March" and "May" are verbs, too: months they are after one of these words, or beside a day.
_ANY_MONTH = f"{_SURE_MONTHS}|March|May"
_LEADING = "in of to by and last that this from late since until early following".split()
_VERBS = "|".join(rf"(?<=\b{word} )(?:March|May)" for word in _LEADING)
_OF_YEAR = r"(?:of )?(?:last year|this year|that year|the same year|the following year)|the year before"
_MONTH = (
    r"(?:(?P<which>last|this|that|the following|the same|the next) )?"
    rf"\b(?P<month>{_SURE_MONTHS}|{_VERBS})\b(?: (?P<year>{_OF_YEAR}|before last))?"
)
_DAY = (
    rf"\b(?:(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<day_month>{_ANY_MONTH})|"
    rf"(?P<month_day>{_ANY_MONTH})\s+(?P<day_after>[0-3]?[0-9])(?:st|nd|rd|th)?)\b(?!\s*%)"
    rf"(?: (?P<day_year>{_OF_YEAR}))?"
)
# "From October to December 2023" and "March and July 2024" are of the year they end with.
_MONTHS_OF = (
    rf"\b(?P<first_month>{_ANY_MONTH})\s*(?P<joined>to|until|[-\u2013]|and|or|,)\s*"
    rf"(?=(?P<final_month>{_ANY_MONTH})\s+(?P<of_year>(?:19|20)[0-9]{{2}})\b)"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SMALL = {
    **{
        word: number
        for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
    },
    **{"a": 1, "an": 1, "eleven": 11, "twelve": 12, "eighteen": 18, "fifteen": 15, "fourteen": 14},
}
_COUNT = rf"(?P<count>{'|'.join(sorted(_SMALL, key=len, reverse=True))}|[0-9]{{1,2}})"
# "Four weeks before this report came out" is counted from what follows, and is not known here.
_AGO = (
    rf"\b{_COUNT}\s+(?P<unit>day|week|month|year)s?\s+"
    r"(?P<side>ago\b|earlier\b|previously\b|later\b|(?:before|on)\b(?=[\s]*(?:[.,;:)]|$)))"
)
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
_SEASON = (
    rf"\b(?P<season_which>last|this|that|the following|in the|in|since|late|early)\s+"
    rf"(?P<season>{'|'.join(_SEASONS)})\b"
    r"(?:\s+(?:of\s+)?(?P<season_year>(?:19|20)[0-9]{2}\b(?!/)|last year|this year|that year|the same year))?"
)
_NAMED = (
    r"\b(?<!\blater )(?P<named>yesterday|today|tonight|last week|this week|last month|this month|last year|"
    r"this year|"
    r"that year|the same year|the year before last|the year before|the following year|the following month|"
    r"the month before|the same month|that month|the same day|that day|that same day|the next day|"
    r"the following day|the day before|on that date)\b"
)
_WEEKDAY = rf"\b(?P<weekday>{'|'.join(_WEEKDAYS)})\b(?!\s+[0-9])"
_ORDINAL = r"\bon the (?P<ordinal>[0-3]?[0-9])(?:st|nd|rd|th)\b(?! (?:of|floor|page|paragraph))"

_TOLD = re.compile("|".join((_AGO, _DAY, _MONTHS_OF, _SEASON, _NAMED, _MONTH, _WEEKDAY, _ORDINAL)), re.I)


def told_spans(
    text: str, today: date | None, last: Period | None = None
) -> list[tuple[date, date, int, int]]:
    """The days, months and years that `text` tells, as (first day, last day, start, end), in order.

    Those that `dated_spans` reads, and those that are told from another: "last March" from `today`, the
    report's own day, "that March" and "the following year" from what was told last before, at first `last`.
    What cannot be counted, as there is no such day, is left out.
    """
    written = dated_spans(text)
    found: list[tuple[date, date, int, int]] = []
    places = iter(_TOLD.finditer(text))
    waiting = next(places, None)
    for one in [*written, None]:
        while waiting is not None and (one is None or waiting.start() < one[2]):
            # "The summer of 2023" holds a year, and is more than that.
            if one is None or waiting.end() <= one[2] or waiting.end() >= one[3]:
                taken = found and waiting.start() < found[-1][3]
                period = None if taken else _period(waiting, today, last)
                if period:
                    found.append((*period, waiting.start(), waiting.end()))
                    last = period
            waiting = next(places, None)
        if one is not None and not (found and one[2] < found[-1][3]):
            found.append(one)
            last = one[:2]
    return found


def _period(match: re.Match[str], today: date | None, last: Period | None) -> Period | None:
    given = {name: value.lower() for name, value in match.groupdict().items() if value}
    try:
        return next(way(given, today, last) for name, way in _WAYS.items() if name in given)
    except (ValueError, OverflowError):
        return None


def _ago(given: Mapping[str, str], today: date | None, last: Period | None) -> Period | None:
    count = int(_SMALL.get(given["count"], 0) or given["count"])
    from_today = given["side"] == "ago"
    base = today if from_today else (last[0] if last else today)
    if base is None or (given["side"] == "on" and not last):
        return None
    count = count if given["side"] in ("later", "on") else -count
    if given["unit"] in ("day", "week"):
        day = base + timedelta(days=count * (7 if given["unit"] == "week" else 1))
        return (day, day) if given["unit"] == "day" else (day - timedelta(days=6), day + timedelta(days=6))
    months = base.year * 12 + base.month - 1 + count * (12 if given["unit"] == "year" else 1)
    if from_today and given["unit"] == "year":
        return _year(months // 12)
    return _month(months // 12, months % 12 + 1)


def _day(given: Mapping[str, str], today: date | None, last: Period | None) -> Period | None:
    day = int(given.get("day") or given["day_after"])
    month = MONTH_NUMBERS[given.get("day_month") or given["month_day"]]
    said = given.get("day_year", "")
    base = today or (last[1] if last else None)
    if base is None:
        return None
    year = _year_said(said, today, last)
    if year is None:
        year = base.year if date(base.year, month, min(day, 28)) <= base else base.year - 1
    return (date(year, month, day),) * 2


def _first_month(given: Mapping[str, str], today: date | None, last: Period | None) -> Period | None:
    first, final = MONTH_NUMBERS[given["first_month"]], MONTH_NUMBERS[given["final_month"]]
    year = int(given["of_year"])
    began = _month(year - (first > final), first)
    return (began[0], _month(year, final)[1]) if given["joined"] not in ("and", "or", ",") else began


def _season(given: Mapping[str, str], today: date | None, last: Period | None) -> Period | None:
    first, final = _SEASONS[given["season"]]
    said = given.get("season_year", "")
    if said.isdigit():
        year = int(said)
    elif counted := _year_said(said, today, last):
        year = counted
    elif today is None:
        return None
    elif given["season_which"] in ("that", "the following") and last:
        year = last[1].year + (first < last[1].month)
    else:
        year = today.year - (first >= today.month)
    return date(year, first, 1), _month(year + (final < first), final)[1]


def _named(given: Mapping[str, str], today: date | None, last: Period | None) -> Period | None:
    words = given["named"]
    if words in ("that year", "the same year", "the following year", "the year before"):
        return (
            _year(last[0].year + {"the following year": 1, "the year before": -1}.get(words, 0))
            if last
            else None
        )
    if words in ("that month", "the same month", "the following month", "the month before"):
        step = {"the following month": 1, "the month before": -1}.get(words, 0)
        return _months_on(last[0], step) if last else None
    if words in _DAYS_ON:
        if last is None or last[0] != last[1]:
            return None
        day = last[0] + timedelta(days=_DAYS_ON[words])
        return day, day
    if today is None:
        return None
    if "year" in words:
        return _year(today.year - {"last year": 1, "the year before last": 2}.get(words, 0))
    if "month" in words:
        return _months_on(today, -(words == "last month"))
    if "week" in words:
        monday = today - timedelta(days=today.weekday() + (7 if words == "last week" else 0))
        return monday, monday + timedelta(days=6)
    day = today - timedelta(days=words == "yesterday")
    return day, day


_DAYS_ON = {
    **dict.fromkeys(("the same day", "that day", "that same day", "on that date"), 0),
    **{"the next day": 1, "the following day": 1, "the day before": -1},
}


def _named_month(given: Mapping[str, str], today: date | None, last: Period | None) -> Period | None:
    month = MONTH_NUMBERS[given["month"]]
    which, said = given.get("which", ""), given.get("year", "")
    if year := _year_said(said, today, last):
        return _month(year, month)
    if which in ("that", "the same", "the following", "the next") and last:
        on = which in ("the following", "the next")
        return _month(last[1].year + (month < last[1].month or (on and month == last[1].month)), month)
    if today is None:
        return _month(last[1].year + (month < last[1].month), month) if last and which != "last" else None
    past = today.year - (month > today.month or (which == "last" and month == today.month))
    return _month(past - (said == "before last"), month)


def _weekday(given: Mapping[str, str], today: date | None, last: Period | None) -> Period | None:
    if today is None:
        return None
    day = today - timedelta(days=(today.weekday() - _WEEKDAYS.index(given["weekday"])) % 7)
    return day, day


def _ordinal(given: Mapping[str, str], today: date | None, last: Period | None) -> Period | None:
    base = last[0] if last else today
    if base is None:
        return None
    day = base.replace(day=int(given["ordinal"]))
    if today and not last and day > today:
        first = _months_on(today, -1)[0]
        day = first.replace(day=int(given["ordinal"]))
    return day, day


_WAYS: Mapping[str, Callable[[Mapping[str, str], date | None, Period | None], Period | None]] = {
    "count": _ago,
    "day_month": _day,
    "month_day": _day,
    "first_month": _first_month,
    "season": _season,
    "named": _named,
    "month": _named_month,
    "weekday": _weekday,
    "ordinal": _ordinal,
}


def _year_said(said: str, today: date | None, last: Period | None) -> int | None:
    if said.endswith(("last year", "this year")):
        return today.year - ("last" in said) if today else None
    if said and said != "before last" and last:
        return last[0].year + ("following" in said) - (said == "the year before")
    return None


def _months_on(day: date, months: int) -> Period:
    number = day.year * 12 + day.month - 1 + months
    return _month(number // 12, number % 12 + 1)


def _month(year: int, month: int) -> Period:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _year(year: int) -> Period:
    return date(year, 1, 1), date(year, 12, 31)
