"""`python -m index.told_ahead`: what the reports of the sample corpus tell of status, read ahead.

To read it takes longer than all else that is done with the sample corpus on a first start; what comes of it
is the same for everybody, so it comes with the package. It is good for the reports it was read of, as they
stood, by what read them; anything else is read anew (`index.told`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.read import read_report
from corpus.types import Event, Report

KEPT = Path(__file__).parent / "weights" / "sample_told.json"


def events_ahead(report: Report, version: str) -> tuple[Event, ...] | None:
    """The events of a report, if they were read ahead by that version; else None."""
    kept = _kept()
    rows = kept["reports"].get(_digest(report)) if kept.get("version") == version else None
    return None if rows is None else tuple(_event(row) for row in rows)


def write_ahead(reports: Sequence[tuple[Report, Sequence[Event]]], version: str, path: Path = KEPT) -> None:
    """Keep what was read of some reports by a version."""
    rows = {_digest(report): [_row(event) for event in events] for report, events in reports}
    text = json.dumps({"version": version, "reports": dict(sorted(rows.items()))}, ensure_ascii=False)
    # A line a report, so that a change of one is seen to be one.
    path.write_text(text.replace(']], "', ']],\n"').replace('[], "', '[],\n"') + "\n", encoding="utf-8")


@cache
def _kept() -> dict[str, Any]:
    try:
        kept = json.loads(KEPT.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # Then everything is read, which takes longer.
        return {}
    return kept if isinstance(kept, dict) else {}


def _digest(report: Report) -> str:
    """What events are read from, as one value."""
    read = (report.text, report.title, report.body, report.published, report.published_guessed)
    return sha256(repr((read, report.sections)).encode()).hexdigest()[:24]


def _row(event: Event) -> list[Any]:
    return [one.isoformat() if isinstance(one, date) else one for one in astuple(event)]


def _event(row: Sequence[Any]) -> Event:
    level, matter, status, first, last, dated, start, end, count, of, names = row
    return Event(
        *(level, matter, status, _day(first), _day(last), dated, start, end, count, of),
        names=tuple(names),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def main() -> int:
    """Read the sample corpus and keep what it tells of status."""
    from corpus.readings.both import VERSION, events_of
    from index.library import sample_folder
    from index.status_model import TrainedStatusReader

    reader = TrainedStatusReader()
    reports = [read_report(path) for path in sorted(sample_folder().glob("*.md"))]
    write_ahead([(one, events_of(one, reader)) for one in reports], f"{VERSION}, {reader.name}")
    sys.stdout.write(f"{KEPT.name}: what {len(reports)} reports tell of status\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
