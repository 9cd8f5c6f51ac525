"""The sentences of a report as they are read for status: each with its heading and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.sentences import sentence_spans
from corpus.told_dates import Period, ToldSpan, told_spans
from corpus.types import Report, Section

BEFORE, AFTER, ITEMS = 3, 1, 4
"""So many sentences before one, and after it, are read with it; after what introduces a list its items."""

EARLIER, BEFORE_DATE = 3, 6
"""So many dates that were told before all these are read with it, each with so many words before it."""

_UNDER = " > "
_BULLET = re.compile(r"[-•*–◼▪‣◦]\s+|\(?[a-z0-9]{1,2}[.)]\s+")


@dataclass(frozen=True, slots=True)
class View:
    """A sentence, list item or heading, and what stands around it in its section.

    `[start, end)` is its span in the report's text, without a bullet. `heading` are the headings it stands
    under, the outer first, the title left out; "" of a heading itself (`is_heading`). `before` and `after`
    are the sentences next to it; of an item `before` begins with `lead`, what introduces the list. `today` is
    the report's own day, which "last March" is counted from, `earlier` the last dates told before `before`,
    each with the words that lead to it, the latest told last.
    """

    text: str
    start: int
    end: int
    heading: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    lead: str = ""
    is_heading: bool = False
    today: date | None = None
    earlier: tuple[tuple[str, Period], ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings it stands under, the inner first."""
        return tuple(reversed(self.heading.split(_UNDER))) if self.heading else ()


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    section: Section
    item: bool = False
    is_heading: bool = False


def days_told_in(view: View) -> list[ToldSpan]:
    """The days that a sentence tells, with their spans; "that June" is counted from what was told before."""
    last = view.earlier[-1][1] if view.earlier else None
    for text in (view.heading, " ".join(view.before)):
        for first, final, _, _ in told_spans(text, view.today, last):
            last = (first, final)
    return told_spans(view.text, view.today, last)


def views_of(report: Report) -> tuple[View, ...]:
    """Every heading, sentence and list item of a report, in order."""
    pieces = _pieces(report)
    paths = _paths(report)
    text = report.text
    views: list[View] = []
    told = _told_by(pieces, report)
    lead: _Piece | None = None
    near: list[_Piece] = []
    for place, piece in enumerate(pieces):
        own = text[piece.start : piece.end]
        count = 2 if piece.is_heading else ITEMS if own.endswith(":") else AFTER
        after = tuple(
            text[one.start : one.end]
            for one in pieces[place + 1 : place + 1 + count]
            if one.section == piece.section and not one.is_heading
        )
        if piece.is_heading or (place and pieces[place - 1].section != piece.section):
            lead, near = None, []
        if piece.is_heading:
            views.append(
                View(own, piece.start, piece.end, "", after=after, is_heading=True, today=report.published)
            )
            continue
        if not piece.item:
            lead = None
        elif lead is None and near and not near[-1].item:
            lead = near[-1]
        before = near if lead is None or lead in near else [lead, *near[1:]]
        views.append(
            View(
                *(own, piece.start, piece.end, paths[piece.section.start]),
                tuple(text[one.start : one.end] for one in before),
                after,
                text[lead.start : lead.end] if lead else "",
                today=report.published,
                earlier=told[max(0, place - len(near))],
            )
        )
        near = [*near, piece][-BEFORE:]
    return tuple(views)


def _pieces(report: Report) -> list[_Piece]:
    pieces: list[_Piece] = []
    for line in re.finditer(r"[^\n]*\S[^\n]*", report.text):
        start = line.start() + len(line[0]) - len(line[0].lstrip())
        end = line.start() + len(line[0].rstrip())
        section = report.section_at(start)
        if section.heading and start == section.start:
            pieces.append(_Piece(start, end, section, is_heading=True))
            continue
        bullet = _BULLET.match(report.text[start:end])
        begin = start + bullet.end() if bullet else start
        spans = sentence_spans(report.text, begin, end)
        if bullet and (len(spans) < 2 or not bullet[0].strip(" ().")[:1].isdigit()):
            pieces.append(_Piece(begin, end, section, item=True))
        else:
            # A numbered paragraph is no item of a list: it is read sentence by sentence.
            pieces += [_Piece(*span, section) for span in spans]
    return pieces


def _told_by(pieces: Sequence[_Piece], report: Report) -> list[tuple[tuple[str, Period], ...]]:
    """For each piece the last dates told before it."""
    held: list[tuple[str, Period]] = []
    told: list[tuple[tuple[str, Period], ...]] = []
    for piece in pieces:
        told.append(tuple(held))
        text = report.text[piece.start : piece.end]
        done = 0
        for first, last, start, end in told_spans(text, report.published, held[-1][1] if held else None):
            words = [*text[done:start].split()[-BEFORE_DATE:], text[start:end]]
            held = [one for one in held if one[1] != (first, last)]
            held = [*held, (" ".join(words), (first, last))][-EARLIER:]
            done = end
    return told


def _paths(report: Report) -> dict[int, str]:
    """The headings over each section, by where it begins."""
    paths: dict[int, str] = {}
    over: list[Section] = []
    for section in report.sections:
        while over and over[-1].level >= section.level:
            over.pop()
        if section.heading:
            over.append(section)
        paths[section.start] = _UNDER.join(one.heading for one in over if one.heading != report.title)
    return paths
