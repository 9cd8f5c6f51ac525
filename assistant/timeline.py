"""A body's causes of concern over time as a picture: pure functions from the ledger to SVG."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import wrap

from assistant.html import encode_html
from assistant.ledger_listing import told_when
from assistant.shown import period_words
from index.ledger import CLOSED, DISPUTED, IN_ENGAGE, OPEN, BodyLedger, Matter, Told

WIDTH, LEFT, RIGHT = 860, 244, 24
ROW, TOP = 56, 36
"""In units of the picture's own: it scales with the page."""

LETTERS, LINES = 30, 2
"""Of a matter's name beside its row: the letters in a line, and how many lines."""

LEAST_DAYS = 60
"""The least stretch of time shown: one day alone would have no width."""


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day lies, from LEFT to the right edge."""
        whole = (self.last - self.first).days
        share = (min(max(day, self.first), self.last) - self.first).days / whole
        return LEFT + share * (WIDTH - LEFT - RIGHT)


def timeline_svg(body: BodyLedger, until: date | None = None) -> str:
    """One row for the phase of monitoring and one for each cause of concern; "" where nothing has a date.

    A bar runs from the day a concern was raised to the day it was closed; an open one runs on, with an arrow,
    to `until` or the newest report. Points are events: filled where the day is told, hollow where only the
    month or year is. Every point names its event, can be focused, and carries `data-report`, `data-start`
    and `data-end` of the passage that tells it.
    """
    rows = [*([body.monitoring] if body.monitoring else []), *body.concerns]
    rows = [matter for matter in rows if matter.points]
    days = [point.day for matter in rows for point in matter.points if point.day]
    if not days:
        return ""
    end = max([*days, *([until] if until else []), *([body.newest] if body.newest else [])])
    first, last = min(days) - timedelta(days=20), end + timedelta(days=20)
    if (last - first).days < LEAST_DAYS:
        first, last = first - timedelta(days=20), last + timedelta(days=20)
    scale = _Scale(first, last)
    height = TOP + ROW * len(rows) + 8
    drawn = [*_axis(scale, height)]
    for number, matter in enumerate(rows):
        drawn += _row(matter, scale, TOP + ROW * number + ROW / 2)
    label = encode_html(f"Time line of {body.body}, from {min(days):%Y} to {end:%Y}")
    return (
        f'<svg class="timeline" viewBox="0 0 {WIDTH} {height:g}" role="group" aria-label="{label}">'
        f"{''.join(drawn)}</svg>"
    )


def _axis(scale: _Scale, height: float) -> Iterator[str]:
    """A line and a name for each year, or for each quarter where there is room."""
    months = (1,) if (scale.last - scale.first).days > 1100 else (1, 4, 7, 10)
    for year in range(scale.first.year, scale.last.year + 1):
        for month in months:
            day = date(year, month, 1)
            if not scale.first <= day <= scale.last:
                continue
            x = scale.at(day)
            words = str(year) if month == 1 else f"{day:%b}"
            weight = "year" if month == 1 else "month"
            yield f'<line class="grid {weight}" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 8}" y2="{height:g}"/>'
            yield f'<text class="tick {weight}" x="{x:.1f}" y="{TOP - 14}">{words}</text>'


def _row(matter: Matter, scale: _Scale, y: float) -> Iterator[str]:
    name = "Monitoring" if matter.level == "monitoring" else matter.name
    lines = wrap(name, LETTERS) or [name]
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1][: LETTERS - 1]}…"]
    top = y - 8 * (len(lines) - 1) - 2
    for number, line in enumerate(lines):
        yield f'<text class="matter" x="0" y="{top + 16 * number:.1f}">{encode_html(line)}</text>'
    yield f'<text class="standing" x="0" y="{top + 16 * len(lines):.1f}">{encode_html(matter.status)}</text>'
    yield from _bars(matter, scale, y)
    for point in matter.points:
        if point.day:
            yield _point(matter, point, scale.at(_middle(point)), y)


def _bars(matter: Matter, scale: _Scale, y: float) -> Iterator[str]:
    """The stretches in which it was open, or in Engage."""
    begun: date | None = None
    for point in matter.points:
        open_now = point.standing in (OPEN, IN_ENGAGE)
        if open_now and begun is None:
            begun = point.day
        elif not open_now and begun is not None and point.day:
            yield _bar(scale.at(begun), scale.at(point.day), y, matter.level)
            begun = None
    if begun is not None:
        x = scale.at(scale.last)
        yield _bar(scale.at(begun), x, y, matter.level)
        if matter.status in (OPEN, IN_ENGAGE, DISPUTED):
            yield f'<path class="onward" d="M{x:.1f} {y - 6:.1f} l9 6 l-9 6 z"/>'


def _bar(start: float, end: float, y: float, level: str) -> str:
    width = max(end - start, 2)
    kind = "engage" if level == "monitoring" else "open"
    return (
        f'<rect class="bar {kind}" x="{start:.1f}" y="{y - 5:.1f}" width="{width:.1f}" height="10" rx="2"/>'
    )


def _point(matter: Matter, told: Told, x: float, y: float) -> str:
    event = told.event
    of = "" if matter.level == "monitoring" else f": {matter.name}"
    words = f"{_WORDS.get(event.status, event.status)} {period_words(event.first, event.last)}{of}"
    shape = (
        f'<rect x="{x - 6:.1f}" y="{y - 6:.1f}" width="12" height="12"/>'
        if told.standing in (CLOSED, "in Scan")
        else f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
    )
    hollow = "" if event.first == event.last else " hollow"
    label = encode_html(words)
    return (
        f'<g class="point{hollow}" role="button" tabindex="0" aria-label="{label}; show the passage" '
        f"{passage_attributes(told)}><title>{label}</title>{shape}</g>"
    )


_WORDS = {
    "raised": "Raised",
    "reissued": "Issued again",
    "open": "Still open",
    "progress": "Progress",
    "partly met": "Partly met",
    "closed": "Closed",
    "entered": "Moved into Engage",
    "remains": "In Engage",
    "left": "Back in Scan",
}


def passage_attributes(told: Told) -> str:
    """What a button needs to open the passage that tells something."""
    event = told.event
    return f'data-report="{encode_html(told.report_id)}" data-start="{event.start}" data-end="{event.end}"'


def _middle(told: Told) -> date:
    """The middle of the time an event can have been."""
    event = told.event
    if event.first is None or event.last is None:
        return told.day or date.min
    last = min(event.last, told.published) if told.published else event.last
    return event.first + (max(last, event.first) - event.first) / 2


def event_words(told: Told) -> str:
    """An event in words: "Closed on 23 July 2024"."""
    return f"{_WORDS.get(told.event.status, told.event.status)} {told_when(told)}"
