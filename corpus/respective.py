"""Days told in the order of what they belong to: "X and Y were closed in May and in June respectively"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.told_dates import told_spans
from corpus.types import CONCERN, Event, Report

OF_ELSE = re.compile(r"\b(?:since|raised|found|identified|named|inspected|inspection)\b", re.IGNORECASE)
"""A word for what a day may be of, where a sentence tells of something else: "open since 2019"."""

_RESPECTIVELY = re.compile(r"\b(?:respectively|in that order)\b", re.IGNORECASE)


def each_its_own_day(events: Sequence[Event], report: Report) -> tuple[Event, ...]:
    """The events of a report, in their order, each with its own of the days that a sentence tells in turn.

    Only where the sentence names as many causes of concern, of one status, as it tells days.
    """
    groups: dict[tuple[int, int, str], list[int]] = {}
    for place, event in enumerate(events):
        if event.level == CONCERN and event.names:
            groups.setdefault((event.start, event.end, event.status), []).append(place)
    changed = list(events)
    for (start, end, status), places in groups.items():
        text = report.text[start:end]
        if len(places) < 2 or not _RESPECTIVELY.search(text):
            continue
        if status != "raised" and OF_ELSE.search(text):
            continue
        days = told_spans(text, report.published)
        named = sorted((_place_of(events[place], text), place) for place in places)
        if len(days) != len(named) or named[0][0] < 0:
            continue
        for (_, place), (first, last, _, _) in zip(named, days, strict=True):
            changed[place] = replace(events[place], first=first, last=last, dated=True)
    return tuple(changed)


def _place_of(event: Event, text: str) -> int:
    """Where a sentence names the matter of an event; -1 where it does not."""
    places = [text.lower().find(name.lower()) for name in event.names]
    return min((place for place in places if place >= 0), default=-1)
