"""The reports that are in, as a table for people or as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from corpus.dates import format_date
from index.types import ReportEntry


def as_table(entries: Sequence[ReportEntry]) -> str:
    """One line a report: id, date, body, passages, title; a date that was guessed or is in doubt says so."""
    rows = [("id", "published", "body", "passages", "title")]
    for entry in entries:
        day = format_date(entry.published) if entry.published else "not known"
        day += " (guessed)" if entry.published_guessed else ""
        day += f" (in doubt: {entry.doubt})" if entry.doubt else ""
        rows.append((entry.id, day, entry.body, str(entry.passages), entry.title))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join(
            [
                *(printable(cell).ljust(width) for cell, width in zip(row, widths, strict=False)),
                printable(row[4]),
            ]
        )
        for row in rows
    )


def as_json(entries: Sequence[ReportEntry]) -> str:
    """A JSON list of the reports; dates as YYYY-MM-DD."""
    plain = [asdict(entry) for entry in entries]
    for row in plain:
        row["published"] = row["published"].isoformat() if row["published"] else None
    return json.dumps(plain, ensure_ascii=False, indent=2)


def printable(text: str) -> str:
    """A text on one line, with a space for every character that a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
