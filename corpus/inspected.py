"""When a letter was sent and when the inspection it is about took place: neither is when it was published."""

from __future__ import annotations

import re
from datetime import date

from corpus.dates import dated_spans, find_dates

_FIRST_PAGE = 8000
_SENT = re.compile(r"\b(?:sent on|date sent|letter dated|letter sent)\b:?\s+", re.IGNORECASE)
_INSPECTION = re.compile(
    r"\b(?:inspected|inspectors\s(?!have|will|gr)|inspection\s(?:took|was|ran|of|from|between|in)|"
    r"revisit(?:ed|s)?|fieldwork|visited|went back)\b",
    re.IGNORECASE,
)
_NOT_OF_IT = re.compile(
    r"\b(?:published|issued|made public|release|wrote|Engage|chief inspector|results)\b", re.IGNORECASE
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_BETWEEN = re.compile(r"^\s*(?:,|and|to|until|till|-|\u2013)\s*$", re.IGNORECASE)
_PUBLISHING = re.compile(r"\b(?:report(?:ed)? of|letter of|dated|since)\w*\s*(?:on|in)?\s*$", re.IGNORECASE)


def sent_and_inspected(text: str, published: date | None) -> tuple[date | None, tuple[date, date] | None]:
    """The day a letter says it was sent, and the first and last day of the latest inspection it tells of.

    None for what the first pages do not say. An inspection after the day of publication is none of its own.
    """
    first_page = text[:_FIRST_PAGE]
    return _sent(first_page), _inspected(first_page, published)


def _sent(text: str) -> date | None:
    for match in _SENT.finditer(text):
        day = next(iter(find_dates(text[match.end() : match.end() + 30])), None)
        if day and day[1] == 0:
            return day[0]
    return None


def _inspected(text: str, published: date | None) -> tuple[date, date] | None:
    found: list[tuple[date, date]] = []
    for sentence in re.split(r"(?<=[.!?])\s|\n", text):
        # A heading ("Revisit letter, March 2025") is no sentence, and what was published is another day.
        if sentence.endswith(".") and _INSPECTION.search(sentence) and not _NOT_OF_IT.search(sentence):
            found += [period for period in _periods(sentence) if published is None or period[0] <= published]
    return max(found, key=lambda period: (period[1], period[0]), default=None)


def _periods(sentence: str) -> list[tuple[date, date]]:
    """The stretches of time that a sentence names, "between A and B" as one."""
    spans = [one for one in dated_spans(sentence) if not _PUBLISHING.search(sentence[: one[2]])]
    # A year alone is that of a programme, not of a visit.
    spans = [one for one in spans if (one[1] - one[0]).days < 32]
    periods: list[tuple[date, date]] = []
    ended = 0
    for first, last, start, end in spans:
        if periods and _BETWEEN.match(sentence[ended:start]):
            periods[-1] = (periods[-1][0], last)
        else:
            periods.append((_opened_before(sentence, start, first) or first, last))
        ended = end
    return periods


def _opened_before(sentence: str, start: int, first: date) -> date | None:
    """The first day of a range whose end is the date at `start`: "27 January and", "May and"."""
    match = re.search(
        rf"(?:(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({_MONTHS})?\s*(?:and|to|until|till|-|\u2013)\s*$",
        sentence[:start],
    )
    if not match or not (match[1] or match[2]):
        return None
    month = _MONTHS.split("|").index(match[2]) + 1 if match[2] else first.month
    try:
        return date(first.year - (month > first.month), month, int(match[1] or 1))
    except ValueError:
        return None
