"""What reports tell of status, kept in the catalogue: derived from their texts, made again where missing.

The tables hold nothing that the reports do not: to empty them, or to be cut off in between, loses nothing,
and a report that changes or goes takes its own events along.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from corpus.inspected import sent_and_inspected
from corpus.readings.both import VERSION, events_of
from corpus.readings.said import StatusReader
from corpus.types import CONCERN, RECOMMENDATION, Event, Page, Report
from index.catalogue import Catalogue
from index.encode import Encoder, Vectors
from index.ledger import WORDS_BEFORE, Told
from index.told_ahead import events_ahead


class ToldTable:
    """The events of a catalogue's reports, and the vectors of the names of their matters.

    `reader` reads them together with the rules; None leaves it to the rules.
    """

    def __init__(self, catalogue: Catalogue, reader: StatusReader | None = None) -> None:
        self._catalogue = catalogue
        self._reader = reader

    @property
    def version(self) -> str:
        """What events are read by: another version reads others."""
        return f"{VERSION}, {self._reader.name}" if self._reader else VERSION

    def read(self, report: Report) -> tuple[Event, ...]:
        """The events of a report. It takes a moment: not for inside of a transaction."""
        ahead = events_ahead(report, self.version)
        return events_of(report, self._reader) if ahead is None else ahead

    def put(self, report_id: str, report: Report, events: Sequence[Event]) -> None:
        """Inside a transaction: what a report tells, in the place of what was kept of it."""
        first, last = report.inspected or (None, None)
        self._catalogue.write("DELETE FROM events WHERE report = ?", [(report_id,)])
        self._catalogue.write(
            "INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?, ?, ?)",
            [(report_id, self.version, _text(report.sent), _text(first), _text(last), report.doubt)],
        )
        self._catalogue.write(
            "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    *(report_id, position, event.level, event.matter, event.status),
                    *(_text(event.first), _text(event.last), int(event.dated), event.start, event.end),
                    *(event.count, event.of, json.dumps(event.names)),
                )
                for position, event in enumerate(events)
            ),
        )

    def put_names(self, model: str, vectors: Mapping[str, Vectors]) -> None:
        """Inside a transaction: the vectors of names, made with that model."""
        self._catalogue.write(
            "INSERT OR REPLACE INTO names VALUES (?, ?, ?)",
            ((name, model, vector.tobytes()) for name, vector in vectors.items()),
        )

    def waiting(self) -> list[str]:
        """The ids of reports whose events are not there, or were read by another version."""
        rows = self._catalogue.rows(
            "SELECT r.id FROM reports r LEFT JOIN told t ON t.report = r.id"
            " WHERE t.version IS NULL OR t.version <> ? ORDER BY r.id",
            (self.version,),
        )
        return [row[0] for row in rows]

    def nameless(self, model: str) -> list[str]:
        """The names of matters that have no vector of that model."""
        rows = self._catalogue.rows(
            "SELECT DISTINCT n.value FROM events e, json_each(e.names) n WHERE e.level IN (?, ?)"
            " AND n.value NOT IN (SELECT name FROM names WHERE model = ?) ORDER BY n.value",
            (CONCERN, RECOMMENDATION, model),
        )
        return [row[0] for row in rows]

    def vectors(self, model: str) -> dict[str, Vectors]:
        """The vectors of names, one float32 row each, by name."""
        rows = self._catalogue.rows("SELECT name, vector FROM names WHERE model = ?", (model,))
        return {name: np.frombuffer(vector, dtype=np.float32) for name, vector in rows}

    def told(self) -> list[Told]:
        """Everything that reports tell of status."""
        rows = self._catalogue.rows(
            'SELECT e.level, e.matter, e.status, e.first, e.last, e.dated, e.start, e."end", e.count, e.of,'
            " e.names, r.id, r.title, r.body, r.kind, r.published, r.guessed,"
            ' substr(r.text, e.start + 1, e."end" - e.start),'
            " substr(r.text, max(1, e.start + 1 - ?), min(e.start, ?)), r.pages"
            " FROM events e JOIN reports r ON r.id = e.report ORDER BY r.published, r.id, e.position",
            (WORDS_BEFORE, WORDS_BEFORE),
        )
        pages: dict[str, tuple[Page, ...]] = {}
        return [_told(row, pages) for row in rows]


def read_events(table: ToldTable, catalogue: Catalogue, encoder: Encoder, report_ids: Iterable[str]) -> None:
    """Read the events of reports that are in the catalogue, each in a transaction of its own."""
    for report_id in report_ids:
        report = catalogue.report(report_id)
        described, events = _described(report), table.read(report)
        with catalogue.transaction():
            table.put(report_id, described, events)
    name_matters(table, catalogue, encoder)


def name_matters(table: ToldTable, catalogue: Catalogue, encoder: Encoder) -> None:
    """Embed the names of matters that are new."""
    names = table.nameless(encoder.name)
    if names:
        made = encoder.encode(names)
        with catalogue.transaction():
            table.put_names(encoder.name, dict(zip(names, made, strict=True)))


def _described(report: Report) -> Report:
    """The report with the dates that an earlier version did not keep."""
    sent, inspected = sent_and_inspected(report.text, report.published)
    return replace(report, sent=sent, inspected=inspected)


def _told(row: tuple[Any, ...], pages: dict[str, tuple[Page, ...]]) -> Told:
    level, matter, status, first, last, dated, start, end, count, of, names = row[:11]
    report_id, title, body, kind, published, guessed, quote, before, its_pages = row[11:]
    if report_id not in pages:
        pages[report_id] = tuple(Page(*page) for page in json.loads(its_pages))
    page = next((one.number for one in pages[report_id] if one.start <= start < one.end), None)
    event = Event(
        *(level, matter, status, _day(first), _day(last), bool(dated), start, end, count, of),
        names=tuple(json.loads(names)),
    )
    return Told(event, report_id, title, body, kind, _day(published), bool(guessed), quote, page, before)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
