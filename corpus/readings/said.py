"""What reads status from sentences: the interface of it, and a deterministic stand-in for tests.

The trained one is `index.status_model`. It reads a report twice: first for the names of what causes
of concern are about, then each sentence that may speak of them together with those names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from corpus.dates import dated_spans
from corpus.readings.views import View
from corpus.types import CONCERN, MONITORING, RECOMMENDATION

Period = tuple[date, date]
Names = tuple[str, ...]

OUTPUTS = (
    *((CONCERN, status) for status in ("raised", "reissued", "progress", "partly met", "open", "closed")),
    *((MONITORING, status) for status in ("entered", "remains", "left")),
    *((RECOMMENDATION, status) for status in ("raised", "progress", "partly met", "open", "closed")),
)
"""Every level with every status that can be said of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """That a sentence says a status of a level, of the matter with that number, None where it names none.

    `period` is when, the first and last day it can have been, None where it gives no date. `chance` runs from
    0 to 1: how likely it is said at all.
    """

    level: str
    status: str
    matter: int | None = None
    period: Period | None = None
    chance: float = 1.0


@dataclass(frozen=True, slots=True)
class Look:
    """What a first look at a sentence finds.

    `names`: the words in it that name what a cause of concern is about. `speaks`: whether it may say how
    causes of concern or recommendations stand, and is worth a second look. `said`: of the phase of
    monitoring, and of recommendations, whose ever they are.
    """

    names: Names
    speaks: bool
    said: tuple[Said, ...]


class StatusReader(Protocol):
    """Reads what sentences say of status."""

    @property
    def name(self) -> str:
        """What reads; another reads otherwise."""

    def look(self, views: Sequence[View]) -> tuple[Look, ...]:
        """A first look at each sentence or heading."""

    def stand(self, views: Sequence[View], matters: Sequence[Names]) -> tuple[tuple[Said, ...], ...]:
        """What each sentence says of matters, known by their names, and of causes of concern not named."""

    def named(self, views: Sequence[View], matters: Sequence[Names]) -> tuple[tuple[float, ...], ...]:
        """How likely each sentence or heading names each matter, in whatever words: chances, 0 to 1."""


class FakeStatusReader:
    """Reads "a cause of concern about X", "closed", "open", "raised", "in Engage", for tests."""

    name = "fake"

    def look(self, views: Sequence[View]) -> tuple[Look, ...]:
        """See `StatusReader.look`."""
        return tuple(self._look(view) for view in views)

    def stand(self, views: Sequence[View], matters: Sequence[Names]) -> tuple[tuple[Said, ...], ...]:
        """See `StatusReader.stand`: of a sentence that names none of them it says the same of all."""
        return tuple(self._stand(view, matters) for view in views)

    def named(self, views: Sequence[View], matters: Sequence[Names]) -> tuple[tuple[float, ...], ...]:
        """See `StatusReader.named`: for certain where one of its names stands there, else not at all."""
        return tuple(tuple(float(_has(view, names)) for names in matters) for view in views)

    def _look(self, view: View) -> Look:
        if view.is_heading:
            return Look((), False, ())
        names = tuple(match["name"] for match in _ABOUT.finditer(view.text))
        said = tuple(
            Said(MONITORING, status, None, _period(view))
            for status, words in _PHASES.items()
            if re.search(words, view.text)
        )
        return Look(names, bool(_SPEAKS.search(view.text)), said)

    def _stand(self, view: View, matters: Sequence[Names]) -> tuple[Said, ...]:
        low = view.text.lower()
        status = next((status for status, words in _STATUSES.items() if re.search(words, low)), "")
        if not status:
            return ()
        named = [place for place, names in enumerate(matters) if _has(view, names)]
        places: Sequence[int | None] = named or range(len(matters)) or (None,)
        return tuple(Said(CONCERN, status, place, _period(view)) for place in places)


_SPEAKS = re.compile(r"\bcauses? of concern\b|^It ", re.I)
_ABOUT = re.compile(r"\bcauses? of concern (?:about|on) (?P<name>[\w ]+?)(?= (?:is|are|was|were)\b|[.,;]|$)")
_STATUSES = {"open": r"\bopen\b", "closed": r"\bclosed\b", "raised": r"\brais|\bfound\b|\bissued\b"}
_PHASES = {
    "entered": r"\b(?:into|placed in) Engage\b",
    "remains": r"\b(?:remains|is) in Engage\b",
    "left": r"\b(?:left|leaves) Engage\b",
}


def _has(view: View, names: Names) -> bool:
    return any(name.lower() in view.text.lower() for name in names)


def _period(view: View) -> Period | None:
    found = dated_spans(view.text)
    return found[0][:2] if found else None
