"""Stretches of time in a question, as people write them: "late 2023", "Q3 2024", "last summer"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from corpus.dates import dated_spans

_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_NUMBERS = {"a": 1, "an": 1, "twelve": 12} | {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten".split(), start=1)
}
_QUARTERS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
_PART = re.compile(
    r"\b(?:(?:the\s)?(?P<end>end|close|start|beginning|turn|middle)\sof\s|(?P<rough>early|late|"
    r"mid)[\s-](?:in\s)?|"
    r"(?:the\s)?(?P<half>first|second|1st|2nd|latter)\shalf\sof\s|"
    r"(?:the\s)?(?:Q(?P<q>[1-4])|(?P<quarter>first|second|third|fourth|last|1st|2nd|3rd|"
    r"4th)\squarter)\s(?:of\s)?|"
    r"(?:the\s)?(?P<season>spring|summer|autumn|winter)\s(?:of\s)?)$",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"\b(?P<which>last|this|past|previous)\s(?P<unit>year|month|week|spring|summer|autumn|winter)\b|"
    r"\b(?P<number>\d{1,2}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s"
    r"(?P<ago>year|month|week|day)s?\sago\b|\b(?P<yesterday>yesterday)\b",
    re.IGNORECASE,
)
_CHRISTMAS = re.compile(r"\b(?:christmas|xmas)(?:\s(?:of\s)?(?P<year>\d{4}))?\b", re.IGNORECASE)
_MONTHS = "January February March April May June July August September October November December".split()
_BARE_MONTH = re.compile(
    # The month's capital tells "May" from "may".
    r"\b(?i:since|before|after|until|till|by|in|during|from|of|early|late|mid|end|last)[\s-](?:the\s)?"
    rf"(?P<month>{'|'.join(_MONTHS)})\b(?!\s(?:\d|of\s\d)|,\s\d|\s(?:and|to|until)\s\w+\s\d{{4}})"
)
_MISSPELT = {
    **{"janurary": 1, "januray": 1, "jannuary": 1, "febuary": 2, "feburary": 2, "feb'": 2, "apirl": 4},
    **{"agust": 8, "augest": 8, "septemeber": 9, "setember": 9, "ocotber": 10, "novemeber": 11},
    **{"decemeber": 12, "decmber": 12},
}
_MISSPELT_MONTH = re.compile(
    rf"\b(?P<month>{'|'.join(_MISSPELT)})\s+(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)
_WINTER = re.compile(r"\bwinter\s(?:of\s)?(?P<year>(?:19|20)\d\d)[/\u2013-]\d\d(?:\d\d)?\b", re.IGNORECASE)
_PRE = re.compile(r"\b(?:pre|post)-(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE)
_NO_TIME = re.compile(r"\b(?:Act|PEEL|section|round|cycle|page|no\.?|under)\s*$", re.IGNORECASE)
_NO_TIME_AFTER = re.compile(
    r"^\s*(?:cycle|programme|Act\b|hours?|calls?|officers?|cases?|recommendations?)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days `[first, last]`, named at `[start, end)` of a question; `part`: "end", "start", "middle"."""

    first: date
    last: date
    start: int
    end: int
    part: str = ""


def stretches(question: str, today: date) -> list[Stretch]:
    """The stretches of time that a question names, in order; what only looks like one is left out."""
    found = [
        *_named(question),
        *_winters(question),
        *_misspelt(question),
        *_months(question, today),
        *_relative(question, today),
        *_christmas(question, today),
    ]
    found.sort(key=lambda one: one.start)
    kept: list[Stretch] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _named(question: str) -> Iterator[Stretch]:
    for first, last, start, end in dated_spans(question):
        if _NO_TIME.search(question[:start]) or _NO_TIME_AFTER.match(question[end:]):
            continue
        match = _PART.search(question[:start])
        if match:
            yield _part(Stretch(first, last, match.start(), end), match)
        else:
            yield Stretch(first, last, start, end)


def _winters(question: str) -> Iterator[Stretch]:
    """ "Winter 2023/24", which is a year for `dated_spans` no more than a cycle is; and "pre-2022"."""
    for match in _WINTER.finditer(question):
        yield Stretch(*_season("winter", int(match["year"])), match.start(), match.end())
    for match in _PRE.finditer(question):
        year = int(match["year"])
        # The hyphen joins the year to its word, which `index.when` reads.
        yield Stretch(date(year, 1, 1), date(year, 12, 31), match.start("year"), match.end())


def _misspelt(question: str) -> Iterator[Stretch]:
    """A month as it is often misspelt, with its year."""
    for match in _MISSPELT_MONTH.finditer(question):
        month, year = _MISSPELT[match["month"].lower()], int(match["year"])
        whole = Stretch(date(year, month, 1), _end_of(year, month), match.start(), match.end())
        before = _PART.search(question[: match.start()])
        yield _part(replace(whole, start=before.start()), before) if before else whole


def _months(question: str, today: date) -> Iterator[Stretch]:
    """A month without a year: the last one that has begun."""
    for match in _BARE_MONTH.finditer(question):
        month = _MONTHS.index(match["month"]) + 1
        year = today.year - (date(today.year, month, 1) > today)
        first, last = date(year, month, 1), _end_of(year, month)
        before = _PART.search(question[: match.start("month")])
        whole = Stretch(first, last, match.start("month"), match.end())
        yield _part(replace(whole, start=before.start()), before) if before else whole


def _part(whole: Stretch, match: re.Match[str]) -> Stretch:
    """The part of a year or month that the words before it take."""
    first, last, start, end = whole.first, whole.last, whole.start, whole.end
    year = first.year
    is_year = (last - first).days > 40
    if word := match["end"]:
        word = word.lower()
        if word in ("end", "close"):
            return Stretch(first, last, start, end, "end")
        return Stretch(first, last, start, end, "middle" if word == "middle" else "start")
    if rough := match["rough"]:
        rough = rough.lower()
        if rough == "mid":
            return Stretch(first, last, start, end, "middle")
        if not is_year:
            ten = timedelta(days=10)
            return (
                Stretch(first, first + ten, start, end)
                if rough == "early"
                else Stretch(last - ten, last, start, end)
            )
        months = (1, 4) if rough == "early" else (9, 12)
    elif half := match["half"]:
        months = (1, 6) if half.lower() in ("first", "1st") else (7, 12)
    elif match["q"] or match["quarter"]:
        number = int(match["q"]) if match["q"] else _QUARTERS[match["quarter"].lower()]
        months = (3 * number - 2, 3 * number)
    else:
        return Stretch(*_season(match["season"], year), start, end)
    if not is_year:
        return whole
    return Stretch(date(year, months[0], 1), _end_of(year, months[1]), start, end)


def _season(name: str, year: int) -> tuple[date, date]:
    first, last = _SEASONS[name.lower()]
    return date(year, first, 1), _end_of(year + (last < first), last)


def _relative(question: str, today: date) -> Iterator[Stretch]:
    for match in _LAST.finditer(question):
        part = ""
        start = match.start()
        before = _PART.search(question[:start])
        if before and before["end"]:
            word = before["end"].lower()
            part = "end" if word in ("end", "close") else "middle" if word == "middle" else "start"
            start = before.start()
        if match["yesterday"]:
            days = (today - timedelta(days=1),) * 2
        elif match["ago"]:
            number = match["number"].lower()
            days = (
                _back(today, int(number) if number.isdigit() else _NUMBERS[number], match["ago"].lower()),
            ) * 2
            part = "day"
        else:
            days = _last(match["which"].lower(), match["unit"].lower(), today)
        yield Stretch(days[0], days[1], start, match.end(), part)


def _last(which: str, unit: str, today: date) -> tuple[date, date]:
    this = which == "this"
    if unit in _SEASONS:
        first, last = _season(unit, today.year)
        # The last one is over.
        while not this and last >= today:
            first, last = _season(unit, first.year - 1)
        return first, last
    if unit == "year":
        year = today.year - (not this)
        return date(year, 1, 1), min(date(year, 12, 31), today)
    if unit == "month":
        begin = today.replace(day=1) if this else (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        return begin, min(_end_of(begin.year, begin.month), today)
    monday = today - timedelta(days=today.weekday() + (0 if this else 7))
    return monday, min(monday + timedelta(days=6), today)


def _back(today: date, number: int, unit: str) -> date:
    if unit in ("day", "week"):
        return today - timedelta(days=number * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 - number * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _christmas(question: str, today: date) -> Iterator[Stretch]:
    for match in _CHRISTMAS.finditer(question):
        year = int(match["year"]) if match["year"] else today.year - (today < date(today.year, 12, 25))
        yield Stretch(date(year, 12, 25), date(year, 12, 25), match.start(), match.end())


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
