"""Which of a sentence's days is whose, as its words plainly say, whoever read it.

"X and Y were closed in May and in June respectively"; "we visited in May and closed X in June"; "we have
again raised it", after "we raised it in 2022".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.told_dates import Period, told_spans
from corpus.types import CONCERN, Event, Report

OF_ELSE = re.compile(r"\b(?:since|raised|found|identified|named|inspected|inspection)\b", re.IGNORECASE)
"""A word for what a day may be of, where a sentence tells of something else: "open since 2019"."""

_VERB = re.compile(
    r"\b(?:(?P<closing>closed|discharged|lifted|signed off)|raised|issued|identified|found|opened|"
    r"(?:re)?visited|(?:re)?inspected|published|wrote|reported|went|returned|moved|placed|entered|left|began|started|met|told|"
    r"came|appointed|joined)\b",
    re.IGNORECASE,
)
AGAIN = re.compile(
    r"\b(?:have|has) (?:(?:now|also|therefore) )*(?:again|once again|once more) "
    r"(?:issued|raised|identified)\b|"
    r"\b(?:have|has) (?:(?:now|also|therefore) )*(?:issued|raised|identified) (?:\w+ ){1,3}"
    r"(?:again|once more)\b(?! and again)",
    re.IGNORECASE,
)
"""That something is raised again as the report is written."""

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


def own_days(events: Sequence[Event], report: Report) -> tuple[Event, ...]:
    """The events of a report, in their order, each with the day that its own words give it."""
    return each_its_own_day([_with_its_day(event, report) for event in events], report)


def _with_its_day(event: Event, report: Report) -> Event:
    """An event, with the day that stands behind its own verb, or the report's own where that is plain."""
    if event.level != CONCERN or not event.dated or event.status not in ("closed", "raised"):
        return event
    text = report.text[event.start : event.end]
    days = told_spans(text, report.published)
    told = (event.first, event.last)
    if event.status == "raised":
        again = bool(report.published) and AGAIN.search(text) and told not in [one[:2] for one in days]
        return replace(event, first=report.published, last=report.published) if again else event
    own: list[Period] = []
    others: list[Period] = []
    for first, last, start, _ in days:
        # The verb before a day, or after one that the sentence begins with.
        before = text[:start] if _VERB.search(text, 0, start) else text
        verbs = list(_VERB.finditer(before))
        if verbs:
            verb = verbs[0] if before is text else verbs[-1]
            (own if verb["closing"] else others).append((first, last))
    if len(own) == 1 and told in others:
        return replace(event, first=own[0][0], last=own[0][1])
    return event


def _place_of(event: Event, text: str) -> int:
    """Where a sentence names the matter of an event; -1 where it does not."""
    places = [text.lower().find(name.lower()) for name in event.names]
    return min((place for place in places if place >= 0), default=-1)
