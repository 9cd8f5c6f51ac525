"""The status ledger as a table for people, as CSV for a spreadsheet, as JSON for programs."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

from assistant.listing import printable
from assistant.shown import GUESSED, date_words, day_words, harmless, one_line, period_words
from corpus.types import MONITORING
from index.ledger import BodyLedger, Ledger, Matter, Told

COLUMNS = (
    "body",
    "level",
    "matter",
    "status",
    "since",
    "event",
    "from",
    "to",
    "count",
    "of",
    "published",
    "guessed",
    "report",
    "title",
    "page",
    "quote",
)
"""The columns of the CSV, one row an event. `guessed`: whether `published` is not what the report tells."""

_LONGEST = 100


def ledger_table(ledger: Ledger, *, only_open: bool = False) -> str:
    """A block a body: its phase, then each cause of concern with its events and the words that say so."""
    blocks = [block for body in ledger.bodies if (block := _block(body, only_open))]
    if not blocks:
        blocks = ["No cause of concern is open." if only_open else "The reports tell of no status."]
    return "\n\n".join([*blocks, ledger_coverage(ledger)])


def ledger_csv(ledger: Ledger, *, only_open: bool = False) -> str:
    """A header line, then one line an event; days as YYYY-MM-DD, empty where they are not known."""
    written = StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(COLUMNS)
    for matter in _matters(ledger, only_open):
        for told in matter.told:
            row = _row(matter, told)
            rows.writerow(["" if row[one] is None else harmless(str(row[one])) for one in COLUMNS])
    return written.getvalue().rstrip("\n")


def ledger_json(ledger: Ledger, *, only_open: bool = False) -> str:
    """The ledger as one JSON object; days as YYYY-MM-DD or null."""
    matters: list[dict[str, Any]] = []
    for matter in _matters(ledger, only_open):
        events = [
            {name: value for name, value in _row(matter, told).items() if name not in _OF_MATTER}
            for told in matter.told
        ]
        matters.append(
            {
                **{
                    "body": matter.body,
                    "level": matter.level,
                    "matter": matter.name,
                    "status": matter.status,
                },
                **{"since": _iso(matter.since), "events": events},
            }
        )
    plain = {
        **{"as_of": _iso(ledger.as_of), "reports": ledger.reports, "undated": ledger.undated},
        **{"newest": _iso(ledger.newest), "matters": matters},
    }
    return json.dumps(plain, ensure_ascii=False, indent=2)


def ledger_coverage(ledger: Ledger) -> str:
    """What a ledger rests on, in a sentence or two."""
    number = len(ledger.bodies)
    day = f" as of {day_words(ledger.as_of)}" if ledger.as_of else ""
    only = ledger.bodies[0] if number == 1 else BodyLedger("", (), (), None, (), 0, None)
    parts = [
        f"This rests on {ledger.reports} reports about {number} bodies{day}, the newest of "
        f"{day_words(ledger.newest)}."
        if number != 1
        else f"This rests on {only.reports} {'report' if only.reports == 1 else 'reports'} about {only.body}"
        f"{day}, the newest of {day_words(only.newest)}."
    ]
    if ledger.undated:
        one = ledger.undated == 1
        parts.append(
            f"{ledger.undated} {'report has' if one else 'reports have'} no date and cannot be put in order; "
            "give "
            f"{'it' if one else 'them'} one (published: 2024-07-23)."
        )
    if ledger.future:
        parts.append(f"Left out as dated after today: {ledger.future}.")
    return " ".join(parts)


_OF_MATTER = frozenset(("body", "level", "matter", "status", "since"))


def _matters(ledger: Ledger, only_open: bool) -> Iterator[Matter]:
    for body in ledger.bodies:
        yield from body.open if only_open else body.concerns
        if not only_open:
            yield from body.recommendations
            yield from [body.monitoring] if body.monitoring else []
            yield from body.grades


def _block(body: BodyLedger, only_open: bool) -> str:
    concerns = body.open if only_open else body.concerns
    if not concerns and (only_open or not (body.monitoring or body.grades)):
        return ""
    phase = f": {standing_words(body.monitoring)}" if body.monitoring else ""
    lines = [f"{body.body}{phase}"]
    if body.monitoring and not only_open:
        lines += list(_events(body.monitoring))
    for matter in concerns:
        lines.append(f"  {matter.name}: {standing_words(matter)}")
        lines += list(_events(matter))
        for other in body.recommendations:
            if other.name == matter.name:
                lines.append("    its recommendations:")
                lines += list(_events(other))
    if body.grades and not only_open:
        lines.append("  grades (of different inspections: not to be compared from cycle to cycle)")
        lines += [f"    {matter.name}: {matter.status} ({day_words(matter.since)})" for matter in body.grades]
    return "\n".join(map(printable, lines))


def standing_words(matter: Matter) -> str:
    """How a matter stands, in words: "open (raised in May 2023; last word 23 July 2024)"."""
    start = matter.began
    if matter.level == MONITORING and start:
        return f"{matter.status} since {told_when(start).removeprefix('on ').removeprefix('in ')}"
    if matter.status == "open":
        newest = matter.latest[0]
        began = matter.points[:1]
        first = [one for one in began if one.event.status in ("raised", "reissued")]
        raised = f"raised {told_when(first[0])}; " if first else ""
        return f"open ({raised}last word {date_words(newest)})"
    return f"{matter.status} {told_when(start)}" if start else matter.status


def told_when(told: Told) -> str:
    """When something happened, in words; says so where that is the guessed date of the report."""
    guessed = told.published_guessed and not told.event.dated
    return period_words(told.event.first, told.event.last) + (GUESSED if guessed else "")


def _events(matter: Matter) -> Iterator[str]:
    for told in matter.points:
        event = told.event
        counted = f" {event.count}{f' of {event.of}' if event.of else ''}" if event.count else ""
        quote = one_line(told.quote)
        quote = quote if len(quote) <= _LONGEST else f"{quote[: _LONGEST - 1]}…"
        yield f"    {event.status}{counted} {told_when(told)}: “{quote}” [{told.report_id}]"


def _row(matter: Matter, told: Told) -> dict[str, Any]:
    event = told.event
    return {
        "body": matter.body,
        "level": matter.level,
        "matter": matter.name,
        "status": matter.status,
        "since": _iso(matter.since),
        "event": event.status,
        "from": _iso(event.first),
        "to": _iso(event.last),
        "count": event.count or None,
        "of": event.of or None,
        "published": _iso(told.published),
        "guessed": told.published_guessed,
        "report": told.report_id,
        "title": told.title,
        "page": told.page,
        "quote": told.quote,
    }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
