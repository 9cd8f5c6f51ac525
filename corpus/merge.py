"""What a report says several times of one event, said once: where it gives the closest date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.types import CONCERN, Event

_LONG_AFTER = 60
"""Days after which to be in Scan is told for itself, and not as the day of leaving Engage."""


def merged(events: Sequence[Event]) -> Iterator[Event]:
    """Each thing said once: of what a report says several times, where it gives the closest date, first."""
    kept: list[Event] = []
    for event in events:
        for place, other in enumerate(kept):
            if _same(event, other):
                if _is_closer(event, other):
                    kept[place] = replace(event, count=event.count or other.count, of=event.of or other.of)
                elif event.count and not other.count:
                    kept[place] = replace(other, count=event.count, of=event.of)
                break
        else:
            kept.append(event)
    yield from sorted(kept, key=lambda event: event.start)


def _is_closer(event: Event, other: Event) -> bool:
    """Whether an event is told at a better place than another that says the same."""
    if event.dated != other.dated:
        return event.dated
    return event.dated and days_of(event) < days_of(other) and event.status != "raised"


def _same(one: Event, other: Event) -> bool:
    if (one.level, one.matter, one.status) != (other.level, other.matter, other.status):
        return False
    if one.count and other.count and one.count != other.count:
        return False
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return True
    if one.status in ("closed", "left", "entered") and one.dated != other.dated:
        # Told once as done on a day, and once as done; that a body is in Scan long after is news of its day.
        days = abs((one.first - other.first).days)
        return one.status != "left" or days < _LONG_AFTER
    if one.status == "raised" and one.level == CONCERN:
        # The inspection that found it and the report that published it are one raising.
        return not (one.dated and other.dated) or abs((one.first - other.first).days) < 400
    return one.first <= other.last and other.first <= one.last


def days_of(event: Event) -> int:
    """How many days an event's date leaves open, 0 for a day; very many where it has none."""
    return (event.last - event.first).days if event.first and event.last else 10_000
