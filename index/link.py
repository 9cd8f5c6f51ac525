"""Matters linked across the reports of a body: "registered sex offenders" is "the risk posed by RSOs"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from corpus.matters import content, likeness
from corpus.readings.plain import all_save, named_side_by_side, names_at, plainly_said, says_all_save
from corpus.readings.unnamed import ALL, Unnamed, closed_unnamed, numbers_of
from corpus.types import CONCERN, RECOMMENDATION
from index.encode import Vectors
from index.ledger import OPEN, SAME_TIME, Matter, Told, in_order, shown_name

WORDS_ALIKE = 0.6
"""Names that share so much of the stems of the shorter are of one matter."""

MEANINGS_ALIKE = 0.55
"""So are names whose vectors have this cosine. See docs/decisions/0006-time-and-status.md for both."""

NOT_NEW = 30
"""What is told of a day so many days before the report's own is told again."""

GOES_WITH = 0.3
"""So much likelier a thread is for each thing that a report tells again of it. Chosen on the series to learn
from, as they are labelled; 0.15 and 0.5 were little worse."""

CONTRADICTS = -1.0
"""What a thread of another time is for what a report tells again."""

Named = tuple[str, ...]


@dataclass(slots=True)
class _Thread:
    """A matter as it grows, report by report."""

    names: list[str] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


def link(
    body: str, told: Sequence[Told], vectors: Mapping[str, Vectors]
) -> tuple[list[Matter], list[Matter]]:
    """The causes of concern of one body and their recommendations, from what its reports tell.

    Report by report, the oldest first: two matters of one report are hardly ever one, so that each goes to
    the thread most like it that none of the others is nearer to; only one that is called just as an earlier
    report called it goes there with another. What a report only says the status of, or tells again with the
    time it was raised, goes to the likeliest thread that is left and was raised then, whatever it is called
    there. `vectors` are of the names.
    """
    threads: list[_Thread] = []
    recommended: dict[int, list[Told]] = {}
    by_report: dict[str, list[Told]] = {}
    for one in sorted(
        told, key=lambda one: (one.published is None, one.published or date.min, one.report_id)
    ):
        by_report.setdefault(one.report_id, []).append(one)
    for some in by_report.values():
        some = [one for told in some for one in _by_known_names(told, threads)]
        places = _place(some, threads, vectors)
        for one in some:
            place = places.get(one.event.names)
            if one.event.level == RECOMMENDATION:
                if place is None and len(threads) == 1:
                    place = 0
                if place is not None:
                    recommended.setdefault(place, []).append(one)
            elif place is not None:
                threads[place].told.append(one)
        _close_the_rest(some, set(places.values()), threads)
        _keep_the_other_open(some, set(places.values()), threads)
    # Where a report counts causes of concern and does not say which, those told of once may be among them.
    counted = any(one.event.count and not one.event.names for one in told)
    newest = max((one.published for one in told if one.published), default=None)
    concerns = [
        _matter(body, CONCERN, thread, thread.told)
        for thread in threads
        if thread.told
        and not (
            _is_lone(thread.told, newest)
            and (_only_moves(thread.told) or not (counted or _is_told_of(thread, threads)))
        )
    ]
    recommendations = [
        _matter(body, RECOMMENDATION, threads[place], some) for place, some in sorted(recommended.items())
    ]
    return concerns, recommendations


def _is_lone(told: Sequence[Told], newest: date | None) -> bool:
    """Whether one sentence of one report tells of a matter, and no later report of the body does.

    A cause of concern is told of more than once: this is rather something that was misread for one.
    """
    first = told[0]
    once = all((one.report_id, one.event.start) == (first.report_id, first.event.start) for one in told)
    return once and bool(newest and first.published and first.published < newest)


def _is_told_of(thread: _Thread, threads: Sequence[_Thread]) -> bool:
    """Whether no other name may mean a matter that only one sentence tells of.

    One may that its report, or one after it, is the first to tell of, and not as something new.
    """
    first = thread.told[0]
    return not any(
        other is not thread
        and other.told
        and _begins_no_sooner(other.told, first)
        and not _is_new(other.told)
        for other in threads
    )


def _begins_no_sooner(told: Sequence[Told], than: Told) -> bool:
    """Whether no report before that of another telling tells of a matter."""
    days = [one.published for one in told if one.published]
    return bool(days and than.published and min(days) >= than.published)


def _is_new(told: Sequence[Told]) -> bool:
    """Whether the first report that tells of a matter says that it was raised, and not before."""
    first = min(one.published or date.max for one in told)
    raised = [one for one in told if (one.published or date.max) == first and one.event.status == "raised"]
    return bool(raised) and not any(_is_past(one) for one in raised)


def _by_known_names(told: Told, threads: Sequence[_Thread]) -> list[Told]:
    """What a report tells, of each of the matters that earlier reports named and its sentence means.

    Where the report itself gives no name for it ("two of them, custody and vetting, are closed"), one of two
    matters together ("custody and vetting"), or that of another ("... the cells, and that cause of concern is
    closed").
    """
    event = told.event
    if event.level != CONCERN:
        return [told]
    known = [tuple(thread.names) for thread in threads]
    if not event.names:
        statuses = _unnamed_statuses(told, threads, known)
    elif _POINTS_BACK.search(told.quote) and not _is_at(event.names, told.quote):
        meant = _pointed_at(told, known)
        own = frozenset().union(*(content(name) for name in event.names))
        is_other = bool(meant) and not any(likeness(content(name), own) for name in known[meant[0]])
        statuses = dict.fromkeys(meant, event.status) if is_other else {}
    elif " and " in event.names[0]:
        # Each name, from its beginning to its end, of two that stand side by side.
        found = named_side_by_side(event.names[0], known) or _side_by_side(told, threads)
        statuses = dict.fromkeys(found, event.status)
    else:
        statuses = {}
    if not statuses:
        return [told]
    return [
        replace(told, event=replace(event, status=status, matter=names[0], names=names, count=0, of=0))
        for number, status in statuses.items()
        if (names := known[number])
    ]


_POINTS_BACK = re.compile(r"\b(?:this|that) (?:cause of )?concern\b", re.IGNORECASE)
"""A sentence that says of which it speaks in the words before."""


def _unnamed_statuses(told: Told, threads: Sequence[_Thread], known: Sequence[Named]) -> dict[int, str]:
    """How each of the matters of earlier reports stands, by its number, that a sentence means."""
    event, quote = told.event, told.quote
    if numbers := numbers_of(quote):
        listed = _last_listed(threads)
        fits = max(numbers) <= len(listed)
        return {listed[number - 1]: event.status for number in numbers if number} if fits else {}
    statuses = dict(plainly_said(quote, known)) or {
        number: status
        for number, status in all_save(quote, known).items()
        if status == "open" or _is_open(threads[number])
    }
    named = dict.fromkeys(number for _, _, number in names_at(quote, known))
    if not statuses and event.status in ("open", "closed") and len(named) == (event.count or 1):
        statuses = dict.fromkeys(named, event.status)
    if not (statuses or named) and (_POINTS_BACK.search(quote) or closed_unnamed(quote) == Unnamed(1)):
        statuses = dict.fromkeys(_pointed_at(told, known), event.status)
    return statuses


def _pointed_at(told: Told, known: Sequence[Named]) -> list[int]:
    """The one matter of earlier reports that a sentence, or what stands before it, names last; or none."""
    found = [number for _, _, number in names_at(told.quote, known)]
    if not found:
        # "The way the force handles calls" is call handling.
        stems = content(told.quote)
        found = [
            number
            for number, names in enumerate(known)
            if any(len(own := content(name)) > 1 and own <= stems for name in names)
        ]
    if not found:
        found = [number for _, _, number in names_at(told.before, known)][-1:]
    return list(dict.fromkeys(found)) if len(set(found)) == 1 else []


def _is_at(names: Named, text: str) -> bool:
    return any(True for _ in names_at(text, [names]))


def _last_listed(threads: Sequence[_Thread]) -> list[int]:
    """The matters, by their numbers, that the last report to raise several raised, in its order."""
    raised: dict[str, list[tuple[int, int]]] = {}
    for place, thread in enumerate(threads):
        for one in thread.told:
            if one.event.status == "raised":
                raised.setdefault(one.report_id, []).append((one.event.start, place))
    several = [sorted(some) for some in raised.values() if len({place for _, place in some}) > 1]
    return list(dict.fromkeys(place for _, place in several[-1])) if several else []


def _side_by_side(told: Told, threads: Sequence[_Thread]) -> list[int]:
    """The matters that the two parts of a name are of, by their words: "vetting and 101 calls"; or none.

    Of two that a body has open, the one that neither part is like is the other, where several are spoken of.
    """
    parts = [content(part) for part in told.event.names[0].split(" and ")]
    if len(parts) != 2 or not all(parts):
        return []
    found = [
        [
            number
            for number, thread in enumerate(threads)
            if any(likeness(part, content(one)) >= WORDS_ALIKE for one in thread.names)
        ]
        for part in parts
    ]
    known = [number for some in found for number in some]
    if len(known) == len(set(known)) == 2 and all(found):
        return known
    opened = [number for number, thread in enumerate(threads) if _is_open(thread)]
    is_other = len(known) == 1 and len(opened) == 2 and known[0] in opened
    return opened if is_other and "causes of concern" in told.quote else []


def _only_moves(told: Sequence[Told]) -> bool:
    """Whether all that is told of a matter is progress: that it was raised, or is open, nothing says."""
    return all(one.event.status in ("progress", "partly met") for one in told)


def _close_the_rest(some: Sequence[Told], named: set[int], threads: list[_Thread]) -> None:
    """ "Three are closed", "two of six remain": said of all others a body had open, if they are so many."""
    for one in some:
        event = one.event
        if event.level != CONCERN:
            continue
        if event.status == "open" and event.names and says_all_save(one.quote):
            closed = ALL
        elif event.status == "closed" and not event.names:
            unnamed = closed_unnamed(one.quote)
            closed = (
                (unnamed.of or ALL if unnamed.count == ALL else unnamed.count) if unnamed else event.count
            )
        elif event.status == "open" and event.of > event.count > 0:
            closed = event.of - event.count
        else:
            continue
        rest = [thread for place, thread in enumerate(threads) if place not in named and _is_open(thread)]
        if rest and closed in (len(rest), ALL):
            told = replace(one, event=replace(event, status="closed", names=(), count=len(rest), of=0))
            for thread in rest:
                thread.told.append(told)


def _keep_the_other_open(some: Sequence[Told], named: set[int], threads: list[_Thread]) -> None:
    """ "The other stays open": said of the one that was open and that the report does not name."""
    for one in some:
        event = one.event
        if (event.level, event.status) != (CONCERN, "open") or event.names or event.count > 1:
            continue
        rest = [thread for place, thread in enumerate(threads) if place not in named and _is_open(thread)]
        if len(rest) == 1:
            rest[0].told.append(one)


def _is_open(thread: _Thread) -> bool:
    """Whether the last that is told of a matter is that it stands."""
    return bool(thread.told) and in_order(thread.told)[-1].standing == OPEN


def _place(some: Sequence[Told], threads: list[_Thread], vectors: Mapping[str, Vectors]) -> dict[Named, int]:
    """The thread of each matter that a report names; new threads are put behind the others."""
    by_names: dict[Named, list[Told]] = {}
    for one in some:
        if one.event.names:
            by_names.setdefault(one.event.names, []).append(one)
    named = list(by_names)
    first = len(threads)
    scores = sorted(
        (
            (
                _alike(names, threads[place].names, vectors),
                _told_alike(by_names[names], threads[place].told),
                -order,
                place,
            )
            for order, names in enumerate(named)
            for place in range(first)
        ),
        key=lambda one: (one[0] + one[1], *one),
        reverse=True,
    )
    places: dict[Named, int] = {}
    taken: set[int] = set()

    def settle(names: Named, place: int) -> None:
        places[names] = place
        taken.add(place)
        threads[place].names += [name for name in names if name not in threads[place].names]

    for alike, _, order, place in scores:
        names = named[-order]
        if alike >= 1.0 and names not in places and place not in taken:
            settle(names, place)
    for alike, again, order, place in scores:
        names = named[-order]
        if not alike > 0 or names in places or place in taken:
            continue
        # What is told again, or only how it stands, must have been raised before, under whatever name.
        if again > 0 or (again > CONTRADICTS and not _raises(by_names[names])):
            settle(names, place)
    for alike, _, order, place in scores:
        names = named[-order]
        other = next((one for one, its in places.items() if its == place), None)
        if (
            alike >= 1.0 / WORDS_ALIKE
            and names not in places
            and other
            and _tell_one(by_names[names], by_names[other])
        ):
            settle(names, place)
    for names in named:
        if names not in places:
            threads.append(_Thread(list(names)))
            places[names] = len(threads) - 1
    return places


def _tell_one(some: Sequence[Told], others: Sequence[Told]) -> bool:
    """Whether what a report tells by two names can be of one matter: raised by one of them at most.

    If by neither, then they do not stand otherwise.
    """
    if _raises(some) or _raises(others):
        return not (_raises(some) and _raises(others))
    return in_order(some)[-1].standing == in_order(others)[-1].standing


def _raises(told: Sequence[Told]) -> bool:
    """Whether a report says of a matter that it was raised."""
    return any(one.event.status == "raised" for one in told)


def _told_alike(told: Sequence[Told], before: Sequence[Told]) -> float:
    """How well what a report tells of a matter goes with what others told of one, on the scale of `_alike`.

    More than 0 where it tells again, with its day, what they told; less where it says that something is open
    that was closed; CONTRADICTS where it was raised at another time.
    """
    score = 0.0
    for status in ("raised", "closed"):
        again = [one for one in told if one.event.status == status and _is_past(one)]
        known = [one for one in before if one.event.status == status]
        if again and known:
            near = any(_days_between(one, other) <= SAME_TIME for one in again for other in known)
            if status == "raised" and not near:
                return CONTRADICTS
            score += GOES_WITH * near
    if not score and _only_open(told) and in_order(before) and in_order(before)[-1].standing != OPEN:
        score -= GOES_WITH
    return score


def _only_open(told: Sequence[Told]) -> bool:
    """Whether all that a report tells of a matter is that it stands."""
    return all(one.standing == OPEN for one in told)


def _is_past(told: Told) -> bool:
    """Whether something is told of a day before the report's own."""
    event = told.event
    past = told.published and event.last and (told.published - event.last).days > NOT_NEW
    return bool(event.dated and past)


def _days_between(one: Told, other: Told) -> int:
    """How many days lie between the times of two events at least; very many where one has none."""
    first, second = one.event, other.event
    if not (first.first and first.last and second.first and second.last):
        return 10_000
    return max((second.first - first.last).days, (first.first - second.last).days, 0)


def _alike(names: Named, others: Sequence[str], vectors: Mapping[str, Vectors]) -> float:
    """How alike two sets of names are: 1 and more where they are of one matter, by words or by meaning."""
    by_words = max((likeness(content(one), content(other)) for one in names for other in others), default=0.0)
    known = [vectors[one] for one in names if one in vectors]
    against = [vectors[other] for other in others if other in vectors]
    cosine = float(np.max(np.stack(known) @ np.stack(against).T)) if known and against else 0.0
    return max(by_words / WORDS_ALIKE, cosine / MEANINGS_ALIKE)


def _matter(body: str, level: str, thread: _Thread, told: Sequence[Told]) -> Matter:
    return Matter(body, level, shown_name(thread.told) or thread.names[0], in_order(told))
