"""Which matters a report's causes of concern are about: names found in it, those of one matter together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from corpus.matters import clean_name, content, likeness, name_of_heading, short_forms_of
from corpus.readings.said import Look, Names, StatusReader
from corpus.readings.views import View
from corpus.readings.whole import LED_ON, NO_MATTER, whole_names
from corpus.types import Report

ALIKE = 0.6
"""Names that share so much of the stems of the shorter are of one matter."""

SAME = 0.5
"""From which chance on, that each is named where the other is, two matters are one: the mean of sentences."""

_MOST_WORDS = 24
# "A cause of concern about hate crime and another about the well-being of staff."
_AND_ANOTHER = re.compile(
    r",?\s(?:and|as well as)\s(?:another|one|a (?:second|third|further|new) one)(?:\scause of concern)?"
    r"\s(?:about|on|over|regarding)\s",
    re.IGNORECASE,
)
_SMALL = frozenset("and of for the in on to a an with".split())


@dataclass(frozen=True, slots=True)
class Matter:
    """What a cause of concern may be about: its names, the one to show first, and the views that name it.

    `headings` are those of them that are headings.
    """

    names: Names
    views: frozenset[View]
    headings: frozenset[str]


def matters_of(report: Report, views: Sequence[View], looks: Sequence[Look]) -> tuple[Matter, ...]:
    """The matters of a report, in the order of their first mention.

    Two names of one sentence are of two matters, unless they are one spelt in two ways ("equality (EDI)"). A
    name that is like no other, the only one of a sentence under a heading that names a matter, is another
    name for that.
    """
    known = _Known(report)
    wholes = [
        content(name)
        for view, look in zip(views, looks, strict=True)
        for name in whole_names(view.text, look.names)
        if " and " in name
    ]
    for view, look in zip(views, looks, strict=True):
        names = [
            cleaned
            for whole in whole_names(view.text, look.names, wholes)
            for name in _AND_ANOTHER.split(whole)
            if (cleaned := known.clean(name, heading=view.is_heading))
        ]
        if names:
            known.note(names, view)
    return known.matters()


def joined(matters: Sequence[Matter], reader: StatusReader) -> tuple[Matter, ...]:
    """Matters that bear different names and are one, as a reader tells, put together.

    Of any two of them each must be named, on average, where the other is, in the reader's eyes. What one
    sentence names side by side is two.
    """
    alike = _alike(matters, reader) if len(matters) > 1 else {}
    groups = [[number] for number in range(len(matters))]
    for (one, other), chance in sorted(alike.items(), key=lambda pair: (-pair[1], pair[0])):
        first, second = (next(group for group in groups if number in group) for number in (one, other))
        across = (
            [alike[min(pair), max(pair)] for pair in product(first, second)] if first is not second else []
        )
        if across and chance >= SAME and min(across) >= SAME:
            groups.remove(second)
            first += second
    return tuple(together([matters[number] for number in sorted(group)]) for group in sorted(groups, key=min))


def _alike(matters: Sequence[Matter], reader: StatusReader) -> dict[tuple[int, int], float]:
    """How likely two matters are one, by their numbers, the lower first: 0 where they stand side by side."""
    views = sorted({view for one in matters for view in one.views}, key=lambda view: view.start)
    chances = dict(zip(views, reader.named(views, [one.names for one in matters]), strict=True))

    def named_with(number: int, other: Matter) -> float:
        return sum(chances[view][number] for view in other.views) / len(other.views)

    return {
        (number, place): 0.0
        if one.views & other.views
        else min(named_with(number, other), named_with(place, one))
        for (number, one), (place, other) in combinations(enumerate(matters), 2)
    }


def together(matters: Sequence[Matter]) -> Matter:
    """Matters that are one."""
    return Matter(
        tuple(dict.fromkeys(name for one in matters for name in one.names)),
        frozenset().union(*(one.views for one in matters)),
        frozenset().union(*(one.headings for one in matters)),
    )


class _Known:
    """The matters met so far."""

    def __init__(self, report: Report) -> None:
        self._short = short_forms_of(report.text)
        self._body = content(report.body)
        self._matters: list[list[str]] = []
        self._views: list[set[View]] = []
        self._headings: dict[str, int] = {}

    def clean(self, name: str, *, heading: bool) -> str:
        """A name without what leads to it; "" for what is none."""
        words = LED_ON.sub("", name_of_heading(name) if heading else clean_name(name))
        fits = 0 < len(words.split()) <= _MOST_WORDS and bool(self._stems(words)) and len(words) > 2
        return words if fits and not NO_MATTER.fullmatch(words) else ""

    def note(self, names: Iterable[str], view: View) -> None:
        """Put the names of one sentence to the matters they are of."""
        taken: dict[int, frozenset[str]] = {}
        several = list(dict.fromkeys(names))
        is_alone = len({self._stems(name) for name in several}) == 1
        for name in several:
            self._note_initials(name)
            stems = self._stems(name)
            score, place = max(
                (
                    (self._score(name, one), -number)
                    for number, one in enumerate(self._matters)
                    if number not in taken or stems == taken[number]
                ),
                default=(0.0, 0),
            )
            place = -place
            if score < ALIKE:
                under = next((self._headings[one] for one in view.headings if one in self._headings), None)
                if under is not None and is_alone:
                    place = under
                else:
                    place = len(self._matters)
                    self._matters.append([])
                    self._views.append(set())
            taken.setdefault(place, stems)
            if name not in self._matters[place]:
                self._matters[place].append(name)
            self._views[place].add(view)
            if view.is_heading and is_alone:
                self._headings[view.text] = place

    def matters(self) -> tuple[Matter, ...]:
        """All of them."""
        return tuple(
            Matter(
                tuple(names),
                frozenset(views),
                frozenset(view.text for view in views if view.is_heading),
            )
            for names, views in zip(self._matters, self._views, strict=True)
        )

    def _score(self, name: str, others: Sequence[str]) -> float:
        own = self._stems(name)
        folded = name.casefold()
        return max(
            1.5 if other.casefold() == folded else likeness(own, self._stems(other)) for other in others
        )

    def _stems(self, name: str) -> frozenset[str]:
        return content(name, self._short) - self._body

    def _note_initials(self, name: str) -> None:
        """The initials of a name are a short form of it, explained or not: EDI."""
        initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", name) if word.lower() not in _SMALL)
        if 2 < len(initials) < 8:
            self._short.setdefault(initials.upper(), name)
