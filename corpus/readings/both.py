"""What a report says of status: by the trained reader where there is one, grades by rules, else all by rules.

The rules read what they were made with almost without a fault. Of other people's words they read less than
the reader does and more of it wrongly, be it in reports of which they read much
(docs/decisions/0007-reading-status-by-a-model.md).
"""

from __future__ import annotations

from corpus.events import VERSION as RULES_VERSION
from corpus.events import events_of as events_by_rules
from corpus.merge import merged
from corpus.readings.events import events_of as events_by_reader
from corpus.readings.said import StatusReader
from corpus.types import GRADE, Event, Report

VERSION = f"{RULES_VERSION}.3"
"""Raised whenever the same words of a reader would give other events."""


def events_of(report: Report, reader: StatusReader | None) -> tuple[Event, ...]:
    """The events that a report tells of, in the order of their sentences.

    Where the reader finds nothing at all, what the rules do counts: they know a few words for a cause of
    concern that it does not look at.
    """
    by_rules = events_by_rules(report)
    read = events_by_reader(report, reader) if reader else ()
    if not read:
        return by_rules
    return tuple(merged([*read, *(event for event in by_rules if event.level == GRADE)]))
