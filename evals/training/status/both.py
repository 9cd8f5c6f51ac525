"""What a report says of status, by the rules and the reader together.

The rules read plain letters almost without a fault and other texts hardly at all; the reader reads all alike,
not as well. Where they mostly agree, the rules are followed and the reader adds to what they know; where they
do not, the report is one that the rules were not made for, and the reader is followed.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.events import events_of as events_by_rules
from corpus.matters import content
from corpus.merge import merged
from corpus.types import CONCERN, GRADE, Event, Report
from evals.training.status.events import events_of as events_by_reader
from evals.training.status.said import StatusReader

AGREEING = 0.6
"""The least share of what the reader finds likely that the rules read, too, for them to be followed."""

ALIKE = 0.5
"""Names that share so much of the words of the shorter are of one matter."""


def events_of(report: Report, sure: StatusReader, likely: StatusReader) -> tuple[Event, ...]:
    """The events that a report tells of: `sure` is asked for what is certain, `likely` for more."""
    rules = events_by_rules(report)
    grades = [event for event in rules if event.level == GRADE]
    ruled = [event for event in rules if event.level != GRADE]
    read = [event for event in events_by_reader(report, sure) if event.level != GRADE]
    believed = [event for event in events_by_reader(report, likely) if event.level != GRADE]
    agreed = sum(any(_is_told(event, other) for other in ruled) for event in believed)
    if believed and agreed < AGREEING * len(believed):
        return tuple(merged([*read, *grades]))
    return tuple(merged([*ruled, *(one for one in read if _adds(one, ruled)), *grades]))


def _adds(event: Event, ruled: Sequence[Event]) -> bool:
    """Whether an event is one that the rules missed: of a matter they know, or of a level without any."""
    if any(_is_told(event, other) or _overlap(event, other) for other in ruled):
        return False
    if event.level not in {other.level for other in ruled}:
        return True
    known = [other for other in ruled if other.level == CONCERN and other.names]
    return event.level == CONCERN and (not known or any(_of_one_matter(event, other) for other in known))


def _is_told(one: Event, other: Event) -> bool:
    """Whether two events are one: of a level and status, of one matter or in one sentence."""
    if (one.level, one.status) != (other.level, other.status):
        return False
    return _overlap(one, other) or (one.level == CONCERN and _of_one_matter(one, other))


def _overlap(one: Event, other: Event) -> bool:
    return one.level == other.level and one.start < other.end and other.start < one.end


def _of_one_matter(one: Event, other: Event) -> bool:
    own, others = _words(one), _words(other)
    if not own or not others:
        return not own and not others
    return len(own & others) >= ALIKE * min(len(own), len(others))


def _words(event: Event) -> frozenset[str]:
    return frozenset(word for name in event.names for word in content(name))
