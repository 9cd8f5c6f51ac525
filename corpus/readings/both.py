"""What a report says of status, by the rules or by the trained reader.

The rules read the letters and digests they were made with almost without a fault, other people's words hardly
at all, and less than the reader does even where they read half of it. Where they tell nearly all that it
reads, the report is of their kind, and they are followed; so they are where what they read adds up to how
many the report says are open and closed, and what the reader reads does not. Any other is read by the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from corpus.denials import is_asserted
from corpus.events import VERSION as RULES_VERSION
from corpus.events import events_of as events_by_rules
from corpus.matters import content
from corpus.merge import merged
from corpus.others import is_of_another
from corpus.readings.counts import counted_concerns
from corpus.readings.events import events_of as events_by_reader
from corpus.readings.plain import is_surely_counted, plain_status
from corpus.readings.referring import PAST
from corpus.readings.said import StatusReader
from corpus.readings.views import days_told_in, views_of
from corpus.respective import own_days
from corpus.types import CONCERN, GRADE, Event, Report

VERSION = f"{RULES_VERSION}.8"
"""Raised whenever the same words of a reader would give other events."""

AGREEING = 0.9
"""The least share of what the reader reads that the rules must read, too, to be followed."""

_REMAINING = re.compile(r"\b(?:remain(?:s|ing)?|outstanding|left)\b", re.IGNORECASE)

ALIKE = 0.5
"""Names that share so much of the words of the shorter are of one matter."""


def events_of(report: Report, reader: StatusReader | None) -> tuple[Event, ...]:
    """The events that a report tells of, in the order of their sentences; without a reader by the rules.

    Grades are always read by the rules.
    """
    by_rules = _asserted(events_by_rules(report), report)
    if reader is None:
        return by_rules
    read = _asserted(events_by_reader(report, reader), report)
    ruled = [event for event in by_rules if event.level != GRADE]
    if sum(any(_is_told(event, other) for other in ruled) for event in read) >= AGREEING * len(read):
        return by_rules
    counts = _counts(report)
    if len(counts) > 1 and _adds_up(ruled, counts, report) and not _adds_up(read, counts, report):
        return by_rules
    return tuple(merged([*read, *(event for event in by_rules if event.level == GRADE)]))


def _adds_up(events: Iterable[Event], counts: Mapping[str, int], report: Report) -> bool:
    """Whether as many causes of concern are read to stand so, as the report is written, as it counts."""
    named: dict[str, set[tuple[str, ...]]] = {status: set() for status in counts}
    for event in events:
        if event.level == CONCERN and event.names and event.status in named and _is_of_its_day(event, report):
            named[event.status].add(event.names)
    return all(len(named[status]) == count for status, count in counts.items())


def _is_of_its_day(event: Event, report: Report) -> bool:
    """Whether an event may be of the report's own day."""
    if not (event.dated and event.first and event.last and report.published):
        return True
    return event.first <= report.published <= event.last


def _counts(report: Report) -> dict[str, int]:
    """How many causes of concern a report counts that are "open" and "closed" as it is written.

    Without those of which it gives two numbers.
    """
    found: dict[str, set[int]] = {}
    for view in views_of(report):
        count = 0 if view.is_heading else counted_concerns(view.text)
        if count and is_surely_counted(view.text) and not PAST.search(view.text):
            status = "open" if _REMAINING.search(view.text) else plain_status(view.text)
            if status and not days_told_in(view):
                found.setdefault(status, set()).add(count)
    return {status: counts.pop() for status, counts in found.items() if len(counts) == 1}


def _is_told(one: Event, other: Event) -> bool:
    """Whether two events are one: of a level and status, of one matter or in one sentence."""
    if (one.level, one.status) != (other.level, other.status):
        return False
    overlap = one.start < other.end and other.start < one.end
    if overlap and one.level == CONCERN and one.names and not other.names:
        # The other says only how many.
        return False
    return overlap or (one.level == CONCERN and _of_one_matter(one, other))


def _of_one_matter(one: Event, other: Event) -> bool:
    own, others = _words(one), _words(other)
    if not own or not others:
        return not own and not others
    return len(own & others) >= ALIKE * min(len(own), len(others))


def _words(event: Event) -> frozenset[str]:
    return frozenset(word for name in event.names for word in content(name))


def _asserted(events: Iterable[Event], report: Report) -> tuple[Event, ...]:
    kept = [
        _downgraded(event, report)
        for event in events
        if is_asserted(event, report) and not is_of_another(report.text[event.start : event.end], report.body)
    ]
    return own_days(kept, report)


# "We have replaced the cause of concern about custody with an area for improvement."
_TO_AN_AREA = re.compile(
    r"\b(?:replaced|downgraded|changed|reduced|converted|turned)\s(?:the|this|that|your|its|our)\s"
    r"(?:\w+\s)?cause of concern\b[^.;]{0,120}?(?P<to>\s(?:with|to|into|"
    r"by)\s(?:an\s)?areas?\sfor\simprovement)\b",
    re.IGNORECASE,
)


# "It came out of Engage after closing the last of its causes of concern, about rape."
_AFTER_CLOSING = re.compile(
    r"\b(?:after|on|by|with|having)\s(?:closing|the clos(?:ing|ure) of|"
    r"closed)\b[^.;]{0,40}\bcauses? of concern\b",
    re.IGNORECASE,
)


def _downgraded(event: Event, report: Report) -> Event:
    """An event, as a closing where what it tells of has become an area for improvement."""
    text = report.text[event.start : event.end]
    if (event.level, event.status) == (CONCERN, "raised") and _AFTER_CLOSING.search(text):
        return replace(event, status="closed")
    match = _TO_AN_AREA.search(text) if event.level == CONCERN else None
    if not match or event.status == "closed":
        return event
    tail = " ".join(match["to"].split())
    names = tuple(name.partition(f" {tail}")[0] for name in event.names)
    return replace(event, status="closed", names=names, matter=names[0] if names else "")
