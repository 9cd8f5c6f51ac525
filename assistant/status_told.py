"""Which of what reports tell of a matter is quoted for it, and of what kind a body is."""

from __future__ import annotations

import re
from datetime import date

from assistant.status_question import LASTED, StatusQuestion
from corpus.bodies import BODIES
from corpus.matters import content, likeness
from corpus.merge import days_of
from corpus.types import MONITORING
from index.ledger import CLOSED, Matter, Told, is_of_like_days
from index.when import DURING, SINCE, When

_KIND_OF = {body.name: body.kind for body in BODIES}


_STATUSES = {
    "raised": ("raised", "reissued"),
    LASTED: ("raised", "reissued", "closed", "entered", "left"),
}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

MONTH = 32
"""Words on days fewer days apart are of one time."""

SAYING = 4
"""A quote of fewer words is no sentence."""


def kind_of(body: str) -> str:
    """ "police" or "fire", by the list of bodies or else by the name; "" where that does not say."""
    if body in _KIND_OF:
        return _KIND_OF[body]
    words = body.lower().split()
    return "fire" if "fire" in words else "police" if {"police", "constabulary"} & set(words) else ""


def best_told(matter: Matter) -> Told:
    """The words to quote for how a matter stands.

    That it is closed is said best by what says when that came to be, all else by what is told of the newest
    month. Of equal ones the inspectorate's own come first, and those that name the matter; an item of a word
    or two says nothing by itself.
    """
    stems = content(matter.name) if matter.level != MONITORING else frozenset()
    began = matter.began
    told = list(matter.latest)
    if matter.status == CLOSED and began and began.event.last:
        until = began.event.last
        told = [one for one in told if one.event.first and one.event.first <= until] or told
    else:
        # Not by when it was written: that it was raised is told again long after. Progress says it least.
        told = [one for one in told if one.event.status != "progress"] or told
        newest = max(one.day or date.min for one in told)
        told = [one for one in told if (newest - (one.day or date.min)).days < MONTH]

    def rank(one: Told) -> tuple[object, ...]:
        own_words = one.event.status not in ("raised", "entered", "progress")
        names_it = likeness(content(one.quote), stems) >= 0.5 or not one.event.count
        return (
            own_words,
            names_it,
            len(one.quote.split()) >= SAYING,
            one.official,
            one.day or date.min,
            one.published == one.day,
            -len(one.quote),
        )

    return max(told, key=rank)


def first_told(matter: Matter, event: str, status: StatusQuestion) -> Told | None:
    """The words that best tell that something happened to a matter in the time asked about."""
    when = status.when
    telling = [
        one
        for one in matter.told
        if one.event.status in _STATUSES.get(event, (event,))
        and one.day
        and (when.first is None or one.day >= when.first)
        and (when.last is None or one.day <= when.last)
    ]
    before = [
        one
        for one in matter.told
        if one.event.status == event
        and one.day
        and when.first
        and one.day < when.first
        and one.event.last
        and one.event.last < when.first
    ]
    if not telling or (
        before and event in ("closed", "raised", "entered", "left") and not telling[0].event.dated
    ):
        return None
    first = min(one.day for one in telling if one.day)
    near = [one for one in telling if one.day and (one.day - first).days < MONTH]
    stems = content(matter.name) if matter.level != MONITORING else frozenset()
    return max(
        near,
        key=lambda one: (
            says_all(one, matter),
            likeness(content(one.quote), stems) >= 0.5 and not one.published_guessed,
            one.event.dated,
            one.official,
            -len(one.quote),
        ),
    )


def says_all(told: Told, matter: Matter) -> bool:
    """Whether a sentence names its matter and tells a year, so that it needs no other to be understood."""
    stems = content(matter.name)
    return bool(_YEAR.search(told.quote)) and likeness(content(told.quote), stems) >= 0.5


def is_within(told: Told, when: When) -> bool:
    """Whether something happened in the time asked about; always, where none is."""
    if when.kind not in (DURING, SINCE):
        return True
    return bool(told.day and (when.first or date.min) <= told.day and told.day <= (when.last or date.max))


def turns_of(matter: Matter, event: str) -> tuple[Told, ...]:
    """Each time that something happened to a matter, in order: the words that best tell of it.

    Those that name it with a year, and are no vaguer, else those of the report that tells it best. What was
    reissued was raised once more; LASTED is of beginnings and ends.
    """
    statuses = _STATUSES.get(event, (event,))
    best: list[Told] = []
    for point in matter.points:
        if point.event.status in statuses:
            same = [
                one
                for one in matter.told
                if one.event.status == point.event.status
                and is_of_like_days(one.event, point.event)
                and days_of(one.event) <= days_of(point.event)
            ]
            best.append(
                max(same, key=lambda one: (says_all(one, matter), not one.published_guessed, one is point))
            )
    return tuple(best)


def phase_told(phase: Matter) -> tuple[Told, ...]:
    """The newest word on a phase, and what tells when it began if that is of another day."""
    best, began = best_told(phase), phase.began
    return (best,) if began is None or began.day == best.day else (best, began)
