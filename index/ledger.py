"""The status ledger: of every body its causes of concern and its monitoring, each with dated events.

Derived from the reports (`corpus.events`), and worked out as of a date: what is open follows from the
latest event that was known by then, never from likeness. Three levels are kept apart: a recommendation, a
cause of concern, the phase of monitoring.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.matters import content
from corpus.merge import days_of
from corpus.types import GRADE, RECOMMENDATION, Event

OPEN, CLOSED, DISPUTED, UNKNOWN = "open", "closed", "disputed", "unknown"
IN_ENGAGE, IN_SCAN = "in Engage", "in Scan"

_STANDING = {
    "raised": OPEN,
    "reissued": OPEN,
    "open": OPEN,
    "progress": OPEN,
    "partly met": OPEN,
    "closed": CLOSED,
    "entered": IN_ENGAGE,
    "remains": IN_ENGAGE,
    "left": IN_SCAN,
}


_LASTING = ("open", "remains", "progress", "partly met")
"""Statuses that may be said again and again, and are then still so."""

_BEGINNING = ("raised", "entered")
"""Statuses that something begins with; they are told again as background."""

SHORT_NAME = 8
"""A name of more words is shown only where there is no shorter."""

SAME_TIME = 400
"""So many days may lie between two tellings of one beginning: of the inspection, and of the report on it."""

WORDS_BEFORE = 200
"""So many characters before an event's own words may say what these point back to."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event and the report that tells of it; `quote` is its very words, `page` where they stand.

    `before` are the last words before those, `WORDS_BEFORE` characters at most. `published` may be None: such
    a report is never the newest word.
    """

    event: Event
    report_id: str
    title: str
    body: str
    kind: str
    published: date | None
    published_guessed: bool
    quote: str
    page: int | None
    before: str = ""

    @property
    def day(self) -> date | None:
        """The day it is put in order by: the first it can have been where it began something, else the last.

        A report cannot tell of what came after it.
        """
        event = self.event
        if event.first is None or event.last is None:
            return None
        if event.status in ("raised", "entered"):
            return event.first
        return min(event.last, self.published) if self.published else event.last

    @property
    def official(self) -> bool:
        """Whether the inspectorate says it itself, and no news page or press release."""
        return not self.kind.startswith(("news", "press"))

    @property
    def standing(self) -> str:
        """OPEN, CLOSED, IN_ENGAGE, IN_SCAN or a grade: what it says of its matter."""
        return self.event.status if self.event.level == GRADE else _STANDING[self.event.status]


@dataclass(frozen=True, slots=True)
class Matter:
    """One cause of concern of a body (or its recommendations, its monitoring, an area graded) over time.

    `name` is what its reports call it; `told` what they tell of it, the oldest event first, those without a
    date last.
    """

    body: str
    level: str
    name: str
    told: tuple[Told, ...]

    @property
    def status(self) -> str:
        """OPEN, CLOSED, IN_ENGAGE, IN_SCAN, a grade, DISPUTED or UNKNOWN: by the latest of `told`."""
        return self._standing()[0]

    @property
    def latest(self) -> tuple[Told, ...]:
        """What tells how it stands, the newest report first; where reports of one day disagree, all of it."""
        return self._standing()[1]

    @property
    def since(self) -> date | None:
        """The day since which it has stood so, as far as it is told."""
        return self._standing()[2]

    @property
    def began(self) -> Told | None:
        """What tells that it came to stand as it does: the first of the last run of words alike."""
        first: Told | None = None
        for one in self._ordered():
            if first is None or first.standing != one.standing:
                first = one
        return first if first is not None and first.standing == self.status else None

    @property
    def raised(self) -> date | None:
        """The first day it is told to have been a matter."""
        return min((one.day for one in self._ordered() if one.day), default=None)

    @property
    def earlier(self) -> tuple[Told, ...]:
        """What was told before and holds no more: of each run of words alike its last, the newest first."""
        status = self.status
        runs: list[Told] = []
        for one in self._ordered():
            if runs and runs[-1].standing == one.standing:
                # That it was raised is told again and again; that it was still open says more.
                if one.event.status not in ("raised", "entered") or runs[-1].event.status == one.event.status:
                    runs[-1] = one
            else:
                runs.append(one)
        if runs and runs[-1].standing == status:
            runs.pop()
        return tuple(reversed(runs)) if status not in (DISPUTED, UNKNOWN) else ()

    @property
    def points(self) -> tuple[Told, ...]:
        """Each thing told once, by the report that tells it best: the points of a time line.

        That it is still so is a point each day it is said; what began or ended something is one, however
        often it is told again.
        """
        points: list[Told] = []
        for one in self._ordered():
            lasting = one.event.status in _LASTING
            same = [
                place
                for place, other in enumerate(points)
                if other.event.status == one.event.status
                and one.event.status not in _BEGINNING
                and (other.day == one.day if lasting else _is_told_again(other, one, points[place + 1 :]))
            ]
            if not same:
                points.append(one)
            elif _is_better_told(one, points[same[-1]]):
                points[same[-1]] = one
        return tuple(points)

    def as_of(self, day: date | None) -> Matter | None:
        """The same as it was known on a day; None where nothing was."""
        if day is None:
            return self
        known = tuple(
            one
            for one in self.told
            if one.published and one.published <= day and (one.event.first is None or one.event.first <= day)
        )
        if not known:
            return None
        # No report had called it then as it is called now.
        names = {name.casefold() for one in known for name in one.event.names}
        name = self.name if self.name.casefold() in names else shown_name(known) or self.name
        return replace(self, told=known, name=name)

    def _ordered(self) -> list[Told]:
        """What counts for how it stands, in the order of time."""
        dated = [one for one in self.told if one.day and not self._is_vague(one)]
        earliest = min((one.published for one in dated if one.published), default=None)
        counted: list[Told] = []
        begun: list[Told] = []
        for one in dated:
            if one.event.status not in _BEGINNING:
                if begun and one.standing != begun[0].standing:
                    counted.append(_best_begun(begun))
                    begun = []
                counted.append(one)
                continue
            # That it was raised is told again as background; only a date of its own makes it a new raising.
            again = (counted or (begun and one.published != earliest)) and not _is_anew(one, counted)
            if one.event.status == "raised" and not one.event.dated and again:
                continue
            if begun and not _is_near(begun[0], one):
                counted.append(_best_begun(begun))
                begun = []
            begun.append(one)
        if begun:
            counted.append(_best_begun(begun))
        return list(in_order(counted))

    def _undated(self) -> tuple[str, tuple[Told, ...], date | None]:
        """By reports without a date: they have no order, but within one the last word counts."""
        last = {one.report_id: one for one in sorted(self.told, key=lambda one: one.event.start)}
        said = {one.standing for one in last.values()}
        if len(said) != 1:
            return UNKNOWN, self.told, None
        status = said.pop()
        return status, tuple(one for one in last.values() if one.standing == status), None

    def _is_vague(self, vague: Told) -> bool:
        """Whether it says only in which year what another says the day or month of."""
        event = vague.event
        if event.status not in ("raised", "entered") or not event.first or not event.last:
            return False
        if (event.last - event.first).days < 32:
            return False
        return any(
            one is not vague
            and one.event.status == event.status
            and one.event.first
            and one.event.last
            and event.first <= one.event.first <= event.last
            and (one.event.last - one.event.first).days < 32
            for one in self.told
        )

    def _standing(self) -> tuple[str, tuple[Told, ...], date | None]:
        ordered = self._ordered()
        if not ordered:
            return self._undated()
        last = ordered[-1]
        # Told on one day by reports of one day: there is no newer word among them.
        rivals = [
            one
            for one in ordered
            if self.level != RECOMMENDATION
            and one.day == last.day
            and one.published == last.published
            and one.report_id != last.report_id
            and one.standing != last.standing
        ]
        if rivals:
            return DISPUTED, tuple(one for one in ordered if one.day == last.day), last.day
        if self.level == RECOMMENDATION:
            # Some are closed and some are not: they are open until all are closed.
            newest = [one for one in ordered if one.report_id == last.report_id]
            last = next((one for one in newest if one.event.status == "open"), last)
        since = last.day
        for one in reversed(ordered):
            if one.standing != last.standing:
                break
            since = one.day
        says = [one for one in ordered if one.standing == last.standing]
        says.sort(key=lambda one: (one.published or date.min, one.day or date.min), reverse=True)
        return last.standing, tuple(says), since


@dataclass(frozen=True, slots=True)
class BodyLedger:
    """How one body stands: see `Matter`. `reports` is the number of reports it rests on, `newest` the date
    of the newest, `undated` how many have no date, `future` how many are dated after today and left out.
    `counted` are what reports tell of a number of causes of concern without saying of which.
    """

    body: str
    concerns: tuple[Matter, ...]
    recommendations: tuple[Matter, ...]
    monitoring: Matter | None
    grades: tuple[Matter, ...]
    reports: int
    newest: date | None
    undated: int = 0
    future: int = 0
    counted: tuple[Told, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether no report counts more, or fewer, causes of concern than are known by name.

        Where one says that three are open, and it could not be read which three, a list would be short.
        """
        told = [one for one in self.counted if one.event.status == "open" and one.published]
        if told:
            newest = max(told, key=lambda one: one.published or date.min)
            then = [matter.as_of(newest.published) for matter in self.concerns]
            if sum(matter is not None and matter.status == OPEN for matter in then) != newest.event.count:
                return False
        raised = max((one.event.count for one in self.counted if one.event.status == "raised"), default=0)
        return len(self.concerns) >= raised

    @property
    def open(self) -> tuple[Matter, ...]:
        """The causes of concern that are open, or of which reports disagree."""
        return tuple(matter for matter in self.concerns if matter.status in (OPEN, DISPUTED))

    @property
    def closed(self) -> tuple[Matter, ...]:
        """The causes of concern that are closed."""
        return tuple(matter for matter in self.concerns if matter.status == CLOSED)


@dataclass(frozen=True, slots=True)
class Ledger:
    """How all bodies stand, by name, as of a day (None: by all there is).

    `reports` is how many reports it rests on, `earliest` and `newest` the dates of the first and last of
    them; `undated` have no date, and `future` are dated after today and left out.
    """

    bodies: tuple[BodyLedger, ...]
    as_of: date | None
    reports: int
    earliest: date | None
    newest: date | None
    undated: int = 0
    future: int = 0

    def of(self, body: str) -> BodyLedger | None:
        """The ledger of one body, None where there is none."""
        return next((one for one in self.bodies if one.body == body), None)

    def only(self, bodies: Collection[str]) -> Ledger:
        """The same of some bodies alone: what it rests on is counted over their reports."""
        kept = tuple(one for one in self.bodies if one.body in bodies)
        return replace(
            self,
            bodies=kept,
            reports=sum(one.reports for one in kept),
            newest=max((one.newest for one in kept if one.newest), default=None),
            undated=sum(one.undated for one in kept),
            future=sum(one.future for one in kept),
        )


def shown_name(told: Sequence[Told]) -> str:
    """The name to show of a matter: what most tell it by, of names up to eight words; "" where none has one.

    Of equals the fullest.
    """
    first = Counter(one.event.names[0] for one in told if one.event.names)
    short = [name for name in first if len(name.split()) <= SHORT_NAME] or list(first)
    folded = Counter(
        {name: sum(first[other] for other in first if other.casefold() == name.casefold()) for name in short}
    )
    best = max(short, key=lambda name: (folded[name], len(content(name)), -len(name)), default="")
    return best[:1].upper() + best[1:]


def in_order(told: Iterable[Told]) -> tuple[Told, ...]:
    """By the day of the event, then of the report, then by place; what has no date last."""
    return tuple(
        sorted(
            told,
            key=lambda one: (
                one.day is None,
                one.day or date.min,
                one.published is None,
                one.published or date.min,
                # Of one day the inspectorate's own word first; never by where a report happens to lie.
                not one.official,
                one.title,
                one.event.start,
            ),
        )
    )


_ANEW = re.compile(r"\b(?:new|again|another|once more|anew|afresh|reopened|reissued)\b", re.IGNORECASE)


def _is_anew(one: Told, before: Sequence[Told]) -> bool:
    """Whether a raising without a day of its own is none of background: what was closed is raised anew."""
    return bool(before) and before[-1].standing == CLOSED and bool(_ANEW.search(one.quote))


def _is_near(one: Told, other: Told) -> bool:
    """Whether two tellings of a beginning can be of one: of the inspection, and of the report on it."""
    return bool(one.day and other.day and (other.day - one.day).days <= SAME_TIME)


def _best_begun(told: Sequence[Told]) -> Told:
    """Of several tellings of one beginning the one whose days most reports bear out, else the best told."""

    def borne_out(one: Told) -> int:
        return len({other.report_id for other in told if is_of_like_days(one.event, other.event)})

    return max(told, key=lambda one: (borne_out(one), _rank(one)))


def _is_told_again(before: Told, one: Told, between: Iterable[Told]) -> bool:
    """Whether something is told a second time: nothing to the contrary lies between."""
    return all(other.standing == before.standing for other in between)


def _is_better_told(one: Told, before: Told) -> bool:
    """Whether a telling takes the place of an earlier one of the same.

    What ended did so when that is first told, as `since` has it: a later one, of other days, moves no end.
    Of recommendations more may have been closed by then.
    """
    ended = one.event.status in ("closed", "left") and one.event.level != RECOMMENDATION
    if ended and not is_of_like_days(one.event, before.event):
        return False
    return _rank(one) > _rank(before)


def is_of_like_days(one: Event, other: Event) -> bool:
    """Whether two events can be of one day, as far as theirs are told."""
    if not (one.first and one.last and other.first and other.last):
        return False
    return one.first <= other.last and other.first <= one.last


def _rank(told: Told) -> tuple[bool, bool, bool, int]:
    """How well a report tells something: itself, of one matter, on a day, soon."""
    event = told.event
    late = (told.published - event.last).days if told.published and event.last else 10_000
    return told.official, not event.count, days_of(event) < 32, -abs(late)
