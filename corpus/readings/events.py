"""What a report says of status, by a reader: as `corpus.events`, which does it by rules.

The reader (`corpus.readings.said`) says what each sentence means; here its words are gathered into
matters, given their dates and counts, and what a report says several times is said once. See
docs/decisions/0007-reading-status-by-a-model.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from corpus.denials import ENGAGE, NOT_IN_ENGAGE
from corpus.matters import content, likeness
from corpus.merge import days_of, merged
from corpus.readings.bearing import borne_out
from corpus.readings.counts import counted, counted_concerns, counted_for
from corpus.readings.naming import ALIKE, joined, matters_of
from corpus.readings.plainly import (
    BACK_IN_ENGAGE,
    plainly_again,
    plainly_left,
    plainly_unnamed,
    rows_of_else,
    stated,
    tabled,
)
from corpus.readings.referring import COUNTED, PAST, as_meant, named_in
from corpus.readings.said import Names, Said, StatusReader
from corpus.readings.views import View, days_told_in, views_of
from corpus.told_dates import told_spans
from corpus.types import CONCERN, MONITORING, RECOMMENDATION, Event, Report

# A report without any of these says nothing of status, and is not read for it. An area of concern, a cause
# for concern and a team called Engage are said of many things.
_SPEAKS = re.compile(
    r"(?i:\bcauses? of concern\b|\bspecial measures\b|\benhanced\b[^.\n]{0,40}\bmonitor|"
    r"\b(?:closed|discharged|lifted|signed) (?:off )?(?:its|our|the|their|this) concerns?\b|"
    r"\bmonitor\w*[^.\n]{0,40}\benhanced\b|\b(?:back|returned) to (?:the )?(?:routine|default|normal) "
    r"(?:phase|monitoring))|\bCoCs?\b|\b(?:to|in|into) (?:the )?Scan\b|"
    # At the beginning of a sentence it may be a verb.
    r"(?:(?<=[A-Za-z,:;\u2013\u2022*-]\s)|(?<=\())[\"'\u2018\u201c]?Engage\b"
    r"(?!\s(?:with|team|staff|project|programme|service|worker|hub)s?\b)",
)
# A sentence of a long report is read where it, or what it stands under or after, has a word that status is
# told with: such reports have thousands of sentences that speak of nothing of the kind.
_TRIGGER = re.compile(
    r"concern|recommend|Engage|Scan\b|special measures|monitor|\bclos|open|discharg|progress|remain|address|"
    r"lift|sign|rais|found|identif|issue|met\b|stand|still|left|fulfil|complet|resolv|outstanding|\bone\b|"
    r"\btwo\b|\bthree\b|\bfour\b|\bfive\b|\bsix\b|first|second|third|other|both|neither|none|\ball\b|last|new|"
    r"regime|phase|scrutin|measures",
    re.I,
)
_NOT_LEFT = re.compile(
    r"\b(?:not|never)\s(?:yet\s)?(?:left|come out of|(?:been\s)?(?:removed|released|taken) (?:from|out of))\s"
    r"(?:Engage\b|special measures|enhanced|it\b)"
)
_SINCE_IN_SCAN = re.compile(r"^(?:(?!\bEngage\b|special measures|enhanced).)*\bin Scan since\b")
_IN_SCAN = re.compile(
    r"\b(?:is|are|was|been)\s(?:now\s)*in\s(?:the\s)?(?:Scan\b|(?:default|routine|normal)\b)"
)


MOST = 1_000
"""So many sentences and headings are read of a report."""

SHORT = 150
"""A report of so few sentences and headings is read whole: whoever retells has words that no list has."""

SURE = 1.0
"""The chance of what is read by plain words alone."""

MOST_MATTERS = 40
"""So many matters of a report are read of, those it names first: each sentence is read with each of them."""


def events_of(report: Report, reader: StatusReader) -> tuple[Event, ...]:
    """The events that a report tells of, in the order of their sentences; each once, at its best place.

    To leave out what it tells of other bodies than its own is the reader's work.
    """
    read = _read_of(report)
    told = list(_told(report, read, reader)) if read else []
    told += [(event, COUNTED) for event in _stated(report, read, [event for event, _ in told])]
    told = _as_tabled(told, report, read)
    events = _known_of_engage(_once(_counted_out(told, report), report), report)
    # Of sentences that say the same, the first is quoted: one that names what it is said of bears it out.
    return tuple(merged(sorted(events, key=lambda event: not _names_its_matter(event, report))))


def _stated(report: Report, views: Sequence[View], told: Sequence[Event]) -> Iterator[Event]:
    """The raisings that are stated in a sentence of their own, where nothing else is read of them."""
    day = report.published
    for first, last, name in stated(views):
        known = [
            event
            for event in told
            if event.level == CONCERN and event.names and first.start < event.end and event.start < last.end
        ]
        if not known:
            yield Event(CONCERN, name, "raised", day, day, False, first.start, last.end, names=(name,))


def _as_tabled(
    told: Sequence[tuple[Event, float]], report: Report, views: Sequence[View]
) -> list[tuple[Event, float]]:
    """The events, with what rows and lines say by themselves where nothing is read of a matter in them."""
    spans = [(view.start, view.end) for view in rows_of_else(views)]
    kept = [
        one
        for one in told
        if one[0].level != CONCERN or not any(start <= one[0].start < end for start, end in spans)
    ]
    for first, last, name, status, period in tabled(views):
        own = [one for one in kept if one[0].level == CONCERN and first.start <= one[0].start < last.end]
        if any(event.names and event.status == status for event, _ in own):
            continue
        kept = [one for one in kept if one not in own]
        days = period or (report.published, report.published)
        event = Event(*(CONCERN, name, status, *days, bool(period), first.start, last.end), names=(name,))
        kept.append((event, SURE))
    return kept


def _counted_out(told: Sequence[tuple[Event, float]], report: Report) -> list[tuple[Event, float]]:
    """Without matters that sentences which count causes of concern have no place for.

    "Two causes of concern are open, on prevention and on culture" is said of no third: of more matters than
    it counts those that it names stay, those of which nothing else says the contrary, and the likeliest.
    What is in excess more often than not is none.
    """
    concerns = [(event, chance) for event, chance in told if event.level == CONCERN and event.names]
    contrary: dict[tuple[Names, str], set[tuple[int, int]]] = {}
    by_sentence: dict[tuple[int, int, str], dict[Names, float]] = {}
    for event, chance in concerns:
        said = by_sentence.setdefault((event.start, event.end, event.status), {})
        said[event.names] = max(chance, said.get(event.names, 0.0))
        if event.status in _CONTRARY:
            contrary.setdefault((event.names, _CONTRARY[event.status]), set()).add((event.start, event.end))
    votes: Counter[Names] = Counter()
    excess: set[tuple[int, int, str, Names]] = set()
    for (start, end, status), said in by_sentence.items():
        text = report.text[start:end]
        if not (count := counted_concerns(text)):
            continue
        stems = content(text)
        denied = {names for names in said if contrary.get((names, status), set()) - {(start, end)}}
        order = sorted(
            said,
            key=lambda names: (_is_named(names, stems), names not in denied, said[names]),
            reverse=True,
        )
        for place, names in enumerate(order):
            if place < count:
                votes[names] += 1
            elif names not in denied:
                votes[names] -= 1
        excess.update((start, end, status, names) for names in order[count:] if not _is_named(names, stems))
    return [
        (event, chance)
        for event, chance in told
        if event.level != CONCERN
        or (votes[event.names] >= 0 and (event.start, event.end, event.status, event.names) not in excess)
    ]


_CONTRARY = {"open": "closed", "closed": "open"}


def _is_named(names: Names, stems: frozenset[str]) -> bool:
    return any(likeness(own, stems) >= ALIKE for name in names if (own := content(name)))


def _names_its_matter(event: Event, report: Report) -> bool:
    return _is_named(event.names, content(report.text[event.start : event.end]))


def _once(told: Sequence[tuple[Event, float]], report: Report) -> list[Event]:
    """The events, of those that can only have been once where it is told best.

    A cause of concern is raised once and closed once, unless it is issued again: of several days that are
    read for it the likeliest is kept, a day that is told before the report's own.
    """
    told = _consistent(told)
    again = {event.names for event, _ in told if (event.level, event.status) == (CONCERN, "reissued")}
    again |= _raised_again([event for event, _ in told if event.level == CONCERN], report)
    groups: dict[tuple[str, str], list[tuple[Event, float]]] = {}
    for event, chance in told:
        if _is_once(event, again):
            groups.setdefault((event.matter, event.status), []).append((event, chance))
    best = {key: _told_best(some, report) for key, some in groups.items()}
    return [
        event for event, _ in told if not _is_once(event, again) or best[event.matter, event.status] is event
    ]


def _raised_again(concerns: Sequence[Event], report: Report) -> set[Names]:
    """The matters that a report tells to have been closed, and raises with its own day."""
    closed = {event.names for event in concerns if event.status == "closed" and event.dated}
    own = (report.published, report.published)
    return {
        event.names
        for event in concerns
        if event.status == "raised" and event.dated and (event.first, event.last) == own
    } & closed


def _told_best(told: Sequence[tuple[Event, float]], report: Report) -> Event:
    """The likeliest of several tellings of one event, or one that gives its day more closely.

    Of those that give it as closely one that names its matter.
    """
    best, _ = max(told, key=lambda one: (one[1] > COUNTED, one[0].dated, one[1]))
    closer = [event for event, _ in told if event.dated == best.dated and _is_within(event, best)]
    return min(closer, key=lambda event: (days_of(event), not _names_its_matter(event, report)))


def _is_within(event: Event, other: Event) -> bool:
    if not (event.first and event.last and other.first and other.last):
        return event is other
    return other.first <= event.first and event.last <= other.last


def _consistent(told: Sequence[tuple[Event, float]]) -> list[tuple[Event, float]]:
    """Without the less likely of what says of one cause of concern that it is closed, and that it is open."""
    lost = {
        number if chance < other_chance else place
        for number, (event, chance) in enumerate(told)
        for place, (other, other_chance) in enumerate(told[:number])
        if _contradict(event, other)
    }
    return [one for number, one in enumerate(told) if number not in lost]


def _contradict(one: Event, other: Event) -> bool:
    if not (one.level == other.level == CONCERN and one.matter and one.matter == other.matter):
        return False
    if {one.status, other.status} != {"open", "closed"} or not (one.first and one.last):
        return False
    return bool(other.first and other.last and one.first <= other.last and other.first <= one.last)


def _is_once(event: Event, again: Collection[Names]) -> bool:
    once = event.level == CONCERN and event.status in ("raised", "closed")
    return once and bool(event.names) and event.names not in again


def _told(report: Report, views: Sequence[View], reader: StatusReader) -> Iterator[tuple[Event, float]]:
    looks = reader.look(views)
    speaking = [view for view, look in zip(views, looks, strict=True) if look.speaks]
    found = joined(matters_of(report, views, looks)[:MOST_MATTERS], reader)
    stood = dict(zip(speaking, reader.stand(speaking, [one.names for one in found]), strict=True))
    borne = borne_out(found, stood)
    if len(borne) < len(found):
        # What only looked like a matter is taken away, and what is said of the others read without it.
        stood = dict(zip(speaking, reader.stand(speaking, [one.names for one in borne]), strict=True))
    matters = [one.names for one in borne]
    stood = as_meant(views, stood, matters)
    closed = _matters_said(stood, "closed")
    opened = _matters_said(
        {view: said for view, said in stood.items() if named_in(view.text, matters)}, "open"
    )
    stood = {
        view: plainly_unnamed(view, plainly_again(view, said, matters, closed), matters, opened)
        for view, said in stood.items()
    }
    standing = {
        said.status
        for some in stood.values()
        for said in some
        if said.level == CONCERN and said.matter is not None
    }
    for view, look in zip(views, looks, strict=True):
        recommended = False
        still_open = sum(
            (one.level, one.status) == (CONCERN, "open") and one.matter is not None
            for one in stood.get(view, ())
        )
        for said in stood.get(view, ()):
            # How many there are, and not which, is an event only where the report nowhere says which.
            if said.matter is None and said.status in standing:
                continue
            event = _event(report, view, said, matters, still_open)
            recommended = recommended or said.level == RECOMMENDATION
            if event:
                yield event, said.chance
        for said in (*look.said, *plainly_left(view, look)):
            if said.level == RECOMMENDATION and recommended:
                continue
            phase = _phase(said, view.text) if said.level == MONITORING else said
            if phase and (event := _event(report, view, phase, matters)):
                yield event, said.chance


def _matters_said(stood: Mapping[View, Sequence[Said]], status: str) -> set[int]:
    """The matters of which any sentence says that status."""
    return {
        said.matter
        for some in stood.values()
        for said in some
        if (said.level, said.status) == (CONCERN, status) and said.matter is not None
    }


def _phase(said: Said, text: str) -> Said | None:
    """What is said of monitoring, put right where it is denied or of Scan alone; None where nothing is."""
    if NOT_IN_ENGAGE.search(text):
        return None
    if said.status == "left" and BACK_IN_ENGAGE.search(text):
        return replace(said, status="entered")
    if said.status == "left" and _NOT_LEFT.search(text):
        return replace(said, status="remains")
    return replace(said, status="left") if _SINCE_IN_SCAN.search(text) else said


def _read_of(report: Report) -> Sequence[View]:
    """The sentences and headings that are read of a report."""
    if not _SPEAKS.search(report.text):
        return ()
    views = views_of(report)
    if len(views) <= SHORT:
        return views
    return [view for view in views if view.is_heading or _is_near(view)][:MOST]


def _is_near(view: View) -> bool:
    return any(_TRIGGER.search(text) for text in (view.text, view.heading, *view.before))


def _event(
    report: Report, view: View, said: Said, matters: Sequence[Names], still_open: int = 0
) -> Event | None:
    """The event that was said; None where it is none that can be: to come, or not counted.

    `still_open` is how many matters the sentence says to be open.
    """
    published = report.published
    period = None if _is_of_today(view, said) else said.period
    first, last = period or (published, published)
    if said.period and published and said.period[0] > published and not report.published_guessed:
        return None
    names = matters[said.matter] if said.matter is not None else ()
    count = of = 0
    if said.level == RECOMMENDATION:
        count, of = counted(view.text, said.status, view.before)
        part, whole = counted_for(view.text, names)
        if part and (not whole or said.status == "closed"):
            # "Five of the six on custody are met; one is outstanding": the five are those that are met.
            count, of = part, whole
        if not count:
            # "All recommendations have been met" may be said of anybody's: what is not counted is left.
            return None
    elif said.level == CONCERN and not names:
        count = counted_concerns(view.text) or counted(view.text, said.status, view.before)[0]
    elif said.level == CONCERN and said.status == "open":
        # "Two of the six remain" says of the others that they do not, unless it counts something else.
        count, of = counted(view.text, said.status, view.before)
        if count != still_open or of <= count or "recommendation" in view.text:
            count = of = 0
    dated = period is not None
    return Event(
        *(said.level, names[0] if names else "", said.status, first, last, dated, view.start, view.end),
        *(count, of, names),
    )


# Told in the present, so of the report's own day, unless the sentence itself gives another.
_PRESENT = re.compile(r"\b(?:is|are|has|have|stays?|remains?|keeps?|still|now|stands?)\b")
_PRESENT_TENSE = re.compile(r"\b(?:is|are|has|have|stays?|remains?|keeps?|stands?)\b")
_STANDING = frozenset(("open", "remains", "progress", "partly met", "closed", "left"))


def _is_of_today(view: View, said: Said) -> bool:
    """Whether what is said is so as the report is written, and a date told before was taken for its day."""
    if said.level == CONCERN and said.status == "raised" and _is_raised_now(view):
        return True
    if said.status not in _STANDING or not _PRESENT.search(view.text) or PAST.search(view.text):
        return False
    return said.period not in [(first, final) for first, final, _, _ in days_told_in(view)]


# "We have issued three causes of concern": now, whenever it was inspected.
_RAISED_NOW = re.compile(
    r"\b(?:we|I|it|inspectorate|inspectors)\s(?:have|has)\s(?:(?:now|therefore|also|today|again)\s)*"
    r"(?:issued|raised|published|made)\b[^.;]{0,40}\bcauses? of concern\b",
    re.I,
)


def _is_raised_now(view: View) -> bool:
    """Whether a sentence, or one of the three before it, says that a report raises what it tells of."""
    if told_spans(view.text, view.today) or PAST.search(view.text):
        return False
    near = next((text for text in (view.text, *reversed(view.before[-3:])) if _RAISED_NOW.search(text)), "")
    return bool(near) and not told_spans(near, view.today)


def _known_of_engage(events: Sequence[Event], report: Report) -> list[Event]:
    """The events without those of Scan, where nothing shows that the body was ever in Engage."""

    def is_bare(event: Event) -> bool:
        text = report.text[event.start : event.end]
        known = ENGAGE.search(text) or re.search(r"\b(?:back|since)\b", text)
        return event.status == "left" and bool(_IN_SCAN.search(text)) and not known

    left = [event for event in events if (event.level, event.status) == (MONITORING, "left")]
    events = [_looking_back(event, left, report) for event in events]
    phases = [event for event in events if event.level == MONITORING]
    if all(is_bare(event) for event in phases):
        return [event for event in events if event.level != MONITORING]
    return list(events)


def _looking_back(event: Event, left: Sequence[Event], report: Report) -> Event:
    """An event, with the days before Engage was left where its sentence looks back from those of leaving it.

    "It left Engage in September. An earlier report had still left it there."
    """
    if (event.level, event.status) != (MONITORING, "remains") or not (event.first and event.last):
        return event
    text = report.text[event.start : event.end]
    if not PAST.search(text) or _PRESENT_TENSE.search(text):
        return event
    for one in left:
        if one.dated and one.first and one.last and one.first <= event.last and event.first <= one.last:
            before = one.first - timedelta(days=1)
            return replace(event, first=before, last=before)
    return event
