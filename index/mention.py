"""Which bodies a question names: "Cleveland", "the Met", "WMP", "West Midlands fire".

Reports share long passages word for word but for the name, so a name is worth more than likeness.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus.bodies import ALSO_WORDS, BODIES, SHORT_PLACES, Body

_FIRE_WORDS = re.compile(r"\b(fire|frs|brigade|firefighters?|fire engines?)\b", re.IGNORECASE)
_POLICE_WORDS = re.compile(
    r"\b(police|policing|constabulary|constables?|force|forces|(?<!fire )officers?|pcc)\b", re.IGNORECASE
)
_KIND_SUFFIX = re.compile(
    r"\s+(police service|police|constabulary|fire and rescue service|fire and rescue|fire service|frs"
    r"|fire brigade|fire authority|fire & rescue service)$",
    re.IGNORECASE,
)


_BEFORE_SEVERAL = re.compile(r"\b(?:both|between)\s*$", re.IGNORECASE)
_JOINING = re.compile(r"\s*,?\s*(?:\b(?:and|or|nor|with|versus|vs\.?)|&)?(?:\s*\bthe)?\s*$", re.IGNORECASE)


INSPECTORATES = frozenset({"HMICFRS"})
"""Those who inspect: their guidance is about no force or service, and "what did HMICFRS say" names none."""


@dataclass(frozen=True, slots=True)
class Mention:
    """What a question says of bodies.

    `bodies` are named and have reports; `absent` are named and have none. `names` are ways of writing
    the absent ones, to look for in the text of reports about others. `spans` are where in the question
    the names stand.
    """

    bodies: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def several(self) -> tuple[str, ...]:
        """The bodies, where a question names several; not where one place may be any of them."""
        return self.bodies if len(self.bodies) > 1 and len(self.spans) > 1 else ()

    def without_names(self, question: str) -> str:
        """The question these names were found in, less the names."""
        for start, end in reversed(self.spans):
            question = f"{question[:start]} {question[end:]}"
        return question

    def of_one(self, question: str, body: str) -> str:
        """The question these names were found in, asked of one body: its name stands for all of them."""
        for start, end in reversed(self.spans[1:]):
            question = _JOINING.sub("", question[:start]) + question[end:]
        for start, end in self.spans[:1]:
            question = _BEFORE_SEVERAL.sub("", question[:start]) + body + question[end:]
        return question


@dataclass(frozen=True, slots=True)
class _Name:
    """A way of writing a body; one that is only a place may stand for several."""

    text: str
    bodies: tuple[Body, ...]
    is_place: bool


class BodyFinder:
    """Finds the bodies named in questions.

    Args:
        present: the bodies that reports are about; those outside the list of forces and services are
            known by the name the report gives them.
    """

    def __init__(self, present: Iterable[str]) -> None:
        self.present = frozenset(body for body in present if body and body not in INSPECTORATES)
        known = {body.name for body in BODIES}
        others = tuple(Body(name, "", ()) for name in sorted(self.present - known))
        self._names = _lexicon((*BODIES, *others))

    def find(self, question: str) -> Mention:
        """The bodies a question names, in the order they are named."""
        taken: list[tuple[int, int, _Name]] = []
        for name, pattern in self._names:
            for match in pattern.finditer(question):
                if all(match.end() <= start or match.start() >= end for start, end, _ in taken):
                    taken.append((match.start(), match.end(), name))
        bodies: list[str] = []
        absent: list[str] = []
        names: list[str] = []
        bare = question
        for start, end, name in taken:
            if not name.is_place:
                # "Cleveland or London Fire Brigade?": where the kind of the one leaves none of the other's
                # place, it says nothing of that.
                bare = f"{bare[:start]}{' ' * (end - start)}{bare[end:]}"
        for _, end, name in sorted(taken, key=lambda one: one[0]):
            meant = _of_kind(name.bodies, question, end) if name.is_place else name.bodies
            if name.is_place and not any(body.name in self.present for body in meant):
                meant = _of_kind(name.bodies, bare, end)
            here = [body.name for body in meant if body.name in self.present]
            bodies += here
            if not here:
                absent += [body.name for body in meant]
                names += _written(meant, name)
        spans = tuple((start, end) for start, end, _ in sorted(taken, key=lambda one: one[0]))
        return Mention(
            tuple(dict.fromkeys(bodies)), tuple(dict.fromkeys(absent)), tuple(dict.fromkeys(names)), spans
        )


def short_name(body: str) -> str:
    """The place in a body's name: "Cleveland Police" -> "Cleveland"."""
    return _KIND_SUFFIX.sub("", body)


def _of_kind(bodies: tuple[Body, ...], question: str, end: int) -> tuple[Body, ...]:
    """Of the bodies of one place, those of the kind the question speaks of; all, if it does not say."""
    if len({body.kind for body in bodies}) < 2:
        return bodies
    for text in (" ".join(question[end:].split()[:2]), question):
        fire, police = _FIRE_WORDS.search(text), _POLICE_WORDS.search(text)
        if bool(fire) != bool(police):
            return tuple(body for body in bodies if body.kind == ("fire" if fire else "police"))
    return bodies


def _written(bodies: tuple[Body, ...], name: _Name) -> list[str]:
    """How reports about others may write these bodies."""
    written = [body.name for body in bodies]
    written += [alias for body in bodies for alias in body.aliases if len(alias) > 5]
    # A place that may stand for several bodies, or for one outside the list, is looked for as it is.
    return [*written, name.text] if len({body.kind for body in bodies}) > 1 or not bodies[0].kind else written


@lru_cache(maxsize=8)
def _lexicon(bodies: tuple[Body, ...]) -> tuple[tuple[_Name, re.Pattern[str]], ...]:
    """Every way of writing every body, the longest first, each with a pattern that finds it."""
    whole: dict[str, list[Body]] = {}
    places: dict[str, list[Body]] = {}
    parts: dict[str, list[Body]] = {}
    for body in bodies:
        for text in {body.name, *body.aliases}:
            whole.setdefault(text, []).append(body)
        place = short_name(body.name)
        if place != body.name:
            places.setdefault(place, []).append(body)
            for part in re.split(r" and | & ", place):
                parts.setdefault(part, []).append(body)
    for text in whole:
        places.pop(text, None)
    for part, owners in parts.items():
        if part not in places and part not in whole:
            places[part] = owners
    for place, short in SHORT_PLACES.items():
        places.update(dict.fromkeys(short, places[place]))
    names = [_Name(text, tuple(owners), False) for text, owners in whole.items()]
    names += [_Name(text, tuple(owners), True) for text, owners in places.items()]
    names.sort(key=lambda name: (-len(name.text), name.is_place, name.text))
    return tuple((name, _pattern(name.text)) for name in names)


def _pattern(text: str) -> re.Pattern[str]:
    words = r"\s+".join("(?:and|&)" if word in {"and", "&"} else re.escape(word) for word in text.split())
    # An abbreviation must be written as one ("MPS", or "mps" as a whole), a name in any case.
    if text.isupper() and len(text) <= 5:
        return re.compile(rf"\b(?:{words}|{words.lower()})\b")
    if text in ALSO_WORDS:
        return re.compile(rf"\b(?:{words}\b|{words.lower()}(?=\s+(?:police|fire|force|frs|constabulary)\b))")
    # "Clevelands" may be Cleveland's.
    return re.compile(rf"\b{words}{'' if text.endswith('s') else 's?'}\b", re.IGNORECASE)
