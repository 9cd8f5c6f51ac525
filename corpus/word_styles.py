"""What the styles and lists of a Word file make of a paragraph: a heading, a list item, hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from corpus.word_parts import Package, is_on, number, told

_HEADING = re.compile(r"heading ?([1-9])")
_CONTENTS = re.compile(r"toc ?(?:[1-9]|heading)")
_PLACE = re.compile(r"%([1-9])")
_BODY_TEXT = 9
"""The outline level of a paragraph that is no heading; those of headings run from 0 to 8."""

_LOWEST_LEVEL = 6
_DEEPEST = 9
"""How many levels a list can have."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, with what it takes over from the one it is based on.

    `level` is that of a heading, 0 of text. `number` is the list and its level, "" for no list.
    `hidden` is None where the style does not say.
    """

    level: int = 0
    is_title: bool = False
    is_contents: bool = False
    number: tuple[str, int] = ("", 0)
    hidden: bool | None = None


@dataclass(slots=True)
class _Told:
    """A style as it stands in the file."""

    name: str = ""
    based_on: str = ""
    outline: int | None = None
    number: str = ""
    depth: int = 0
    hidden: bool | None = None


class Styles:
    """The styles of a file, by id."""

    def __init__(self, package: Package) -> None:
        self._told: dict[str, _Told] = {}
        self._known: dict[str, Style] = {}
        self._open = _Told()
        self._depth = 0
        package.parse(package.related(package.main, "styles"), self._start, self._end)

    def of(self, style_id: str) -> Style:
        """The style of that id; one that the file does not describe is known by its id alone."""
        if style_id not in self._known:
            self._known[style_id] = _made(
                [(one, self._told.get(one, _Told())) for one in self._line(style_id)]
            )
        return self._known[style_id]

    def _line(self, style_id: str) -> Iterator[str]:
        """A style and those it is based on, nearest first."""
        seen: set[str] = set()
        while style_id and style_id not in seen:
            seen.add(style_id)
            yield style_id
            style_id = self._told[style_id].based_on if style_id in self._told else ""

    def _start(self, element: str, attributes: Mapping[str, str]) -> None:
        # What was before a change, and what holds for a part of a table.
        if self._depth or element.endswith("Change") or element == "w:tblStylePr":
            self._depth += 1
        elif element == "w:style":
            self._open = self._told[told(attributes, "styleId")] = _Told()
        elif element == "w:name":
            self._open.name = told(attributes)
        elif element == "w:basedOn":
            self._open.based_on = told(attributes)
        elif element == "w:outlineLvl":
            self._open.outline = number(told(attributes))
        elif element == "w:numId":
            self._open.number = told(attributes)
        elif element == "w:ilvl":
            self._open.depth = number(told(attributes)) or 0
        elif element == "w:vanish":
            self._open.hidden = is_on(attributes)

    def _end(self, element: str) -> None:
        self._depth -= bool(self._depth)


def heading_level(outline: int | None) -> int:
    """The level of a heading, 1 to 6, of an outline level; 0 for that of text."""
    return 0 if outline is None or outline >= _BODY_TEXT else min(outline + 1, _LOWEST_LEVEL)


def _made(line: list[tuple[str, _Told]]) -> Style:
    level, is_title, is_contents = 0, False, False
    for style_id, one in line:
        # Built-in styles have English names in the file whatever language Word speaks; ids are in that one.
        names = (one.name.lower(), style_id.lower())
        heading = next(filter(None, map(_HEADING.fullmatch, names)), None)
        is_title = "title" in names
        is_contents = any(map(_CONTENTS.fullmatch, names))
        if is_title or is_contents:
            level = int(is_title)
            break
        if heading or one.outline is not None:
            level = heading_level(
                one.outline if one.outline is not None or not heading else int(heading[1]) - 1
            )
            break
    numbered = next(((one.number, one.depth) for _, one in line if one.number), ("", 0))
    hidden = next((one.hidden for _, one in line if one.hidden is not None), None)
    return Style(level, is_title, is_contents, numbered, hidden)


@dataclass(slots=True)
class _Level:
    """A level of a list: how it counts, from where, and how that is shown ("%1.%2")."""

    form: str = "bullet"
    start: int = 1
    shown: str = ""


@dataclass(slots=True)
class _List:
    """A list in use: the definition it follows, levels of its own, and where it starts anew."""

    definition: str = ""
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a file, and how far each has been counted."""

    def __init__(self, package: Package) -> None:
        self._definitions: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._levels: dict[int, _Level] = {}
        self._list = _List()
        self._level = _Level()
        self._place = 0
        package.parse(package.related(package.main, "numbering"), self._start)

    def marker(self, list_id: str, depth: int) -> str:
        """What stands before the next item of a list: "- ", its number as "3. " or "3.1. ", or ""."""
        depth = min(depth, _DEEPEST)
        used = self._lists.get(list_id, _List())
        definition = self._definitions.get(used.definition, {})
        level = used.levels.get(depth) or definition.get(depth) or _Level()
        counts = self._counts.setdefault(used.definition or list_id, {})
        while used.starts:
            place, start = used.starts.popitem()
            counts[place] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [place for place in counts if place > depth]:
            del counts[deeper]
        if level.form == "none":
            return ""
        places = [int(place) - 1 for place in _PLACE.findall(level.shown)][:_DEEPEST]
        if level.form == "bullet" or not places:
            return "- "
        return ".".join(str(counts.get(place, 1)) for place in places) + ". "

    def _start(self, element: str, attributes: Mapping[str, str]) -> None:
        value = told(attributes)
        if element == "w:abstractNum":
            self._levels = self._definitions[told(attributes, "abstractNumId")] = {}
        elif element == "w:num":
            self._list = self._lists[told(attributes, "numId")] = _List()
            self._levels = self._list.levels
        elif element == "w:abstractNumId":
            self._list.definition = value
        elif element in ("w:lvl", "w:lvlOverride"):
            self._place = min(number(told(attributes, "ilvl")) or 0, _DEEPEST)
            if element == "w:lvl":
                self._level = self._levels[self._place] = _Level()
        elif element == "w:startOverride":
            self._list.starts[self._place] = number(value) or 0
        elif element == "w:start":
            self._level.start = number(value) or 0
        elif element == "w:numFmt":
            self._level.form = value
        elif element == "w:lvlText":
            self._level.shown = value
