"""The catalogue: one SQLite file that holds reports, passages and vectors, and is the truth.

Everything else in a home (Chroma's files, BM25's) is derived from it. It changes in transactions, and
each that changed something raises `generation`, which is how a derived index, or another process with
a chat open, sees that it is behind.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import RLock
from time import time_ns
from typing import Any

import numpy as np

from corpus.types import Page, Passage, Report, Section
from index.encode import Vectors
from index.errors import HomeError, UnknownReport
from index.types import FileState, Fingerprint, ReportEntry, Source

SCHEMA_VERSION = "2"

_OLDER = ("1",)
"""Schemas that only lack tables: those are made, and filled by the next sync."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sources (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, path TEXT NOT NULL, UNIQUE (kind, path));
CREATE TABLE IF NOT EXISTS files (
    source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE, key TEXT NOT NULL,
    size INTEGER NOT NULL, modified_ns INTEGER NOT NULL, digest TEXT NOT NULL,
    report TEXT NOT NULL, error TEXT NOT NULL, PRIMARY KEY (source, key));
CREATE TABLE IF NOT EXISTS left_out (
    source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE, key TEXT NOT NULL,
    PRIMARY KEY (source, key));
CREATE TABLE IF NOT EXISTS reports (
    id TEXT PRIMARY KEY, source INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    key TEXT NOT NULL, path TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, kind TEXT NOT NULL,
    published TEXT, guessed INTEGER NOT NULL, url TEXT NOT NULL, text TEXT NOT NULL,
    sections TEXT NOT NULL, pages TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS passages (
    id TEXT PRIMARY KEY, report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL,
    heading TEXT NOT NULL, page INTEGER, sentences TEXT NOT NULL, context TEXT NOT NULL,
    embedded TEXT NOT NULL, vector BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS told (
    report TEXT PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE, version TEXT NOT NULL,
    sent TEXT, inspected_from TEXT, inspected_to TEXT, doubt TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS events (
    report TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE, position INTEGER NOT NULL,
    level TEXT NOT NULL, matter TEXT NOT NULL, status TEXT NOT NULL, first TEXT, last TEXT,
    dated INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, count INTEGER NOT NULL,
    of INTEGER NOT NULL, names TEXT NOT NULL, PRIMARY KEY (report, position));
CREATE TABLE IF NOT EXISTS names (
    name TEXT NOT NULL, model TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (name, model));
CREATE INDEX IF NOT EXISTS passages_by_report ON passages (report, position);
CREATE INDEX IF NOT EXISTS passages_by_embedded ON passages (embedded);
CREATE INDEX IF NOT EXISTS reports_by_body ON reports (body);
"""

_WHOLE = "p.vector <> x''"
_PASSAGE = 'p.id, p.report, p.position, p.start, p."end", p.text, p.heading, p.page, p.sentences, p.context'


class Catalogue:
    """The SQLite file at `path`, made when it is not there.

    Safe to use from several threads. Only one process at a time may be inside `transaction`
    (`index.lock.writer_lock`); reading needs no lock and sees the last committed state.

    Raises:
        HomeError: the file cannot be opened, is damaged, or the disk is full or read-only.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = RLock()
        with translated(path):
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
        try:
            self._prepare()
        except HomeError:
            self._db.close()
            raise

    def _prepare(self) -> None:
        with translated(self.path):
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            if not self._tables_exist():
                self._db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
                self._db.execute("INSERT OR IGNORE INTO meta VALUES ('schema', ?)", (SCHEMA_VERSION,))
            if self._meta("schema") in _OLDER:
                self._db.execute("UPDATE meta SET value = ? WHERE name = 'schema'", (SCHEMA_VERSION,))
        if self._meta("schema", SCHEMA_VERSION) != SCHEMA_VERSION:
            raise HomeError(f"{self.path} was made by another version of this program; choose another --home")

    def _tables_exist(self) -> bool:
        row = self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'names'").fetchone()
        return row is not None

    def close(self) -> None:
        """Close the file; the catalogue cannot be used afterwards."""
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside happen, or none; `generation` rises."""
        with self._lock, translated(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                # By the clock: a catalogue made anew, or put back from a copy, never comes to a number
                # that what was derived from the one before it is stamped with.
                self._set_meta("generation", str(max(self.generation() + 1, time_ns())))
                self._db.execute("COMMIT")
            except BaseException:
                # A full disk may have rolled back already; then there is nothing to undo.
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reading inside sees one state, whatever other processes commit; other threads wait."""
        with self._lock:
            if self._db.in_transaction:
                yield
                return
            with translated(self.path):
                self._db.execute("BEGIN")
            try:
                yield
            finally:
                with translated(self.path):
                    self._db.execute("COMMIT")

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What a query of SQLite gives, for the tables beside the reports (`index.told`)."""
        return self._rows(query, values)

    def write(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Inside a transaction: carry out a statement for each row of values, for those tables."""
        self._db.executemany(statement, rows)

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock, translated(self.path):
            return self._db.execute(query, values).fetchall()

    def _meta(self, name: str, default: str = "") -> str:
        rows = self._rows("SELECT value FROM meta WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else default

    def _set_meta(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    # What the home as a whole is

    def generation(self) -> int:
        """A number that rises with every transaction that changes this catalogue; 0 at first."""
        return int(self._meta("generation", "0"))

    def fingerprint(self) -> Fingerprint | None:
        """What the vectors were made with; None while there are none."""
        model = self._meta("model")
        return Fingerprint(model, self._meta("splitter")) if model else None

    def set_fingerprint(self, fingerprint: Fingerprint) -> None:
        """Inside a transaction: remember what the vectors are made with."""
        self._set_meta("model", fingerprint.model)
        self._set_meta("splitter", fingerprint.splitter)

    def check(self) -> str:
        """SQLite's own check of the file: "ok", or the first thing that is wrong."""
        return str(self._rows("PRAGMA quick_check(1)")[0][0])

    # Sources and files

    def sources(self) -> tuple[Source, ...]:
        """Where the reports come from, in the order they were first named."""
        return tuple(Source(*row) for row in self._rows("SELECT id, kind, path FROM sources ORDER BY id"))

    def source(self, kind: str, path: str = "") -> Source:
        """The source of that kind and path, made when it is new."""
        query = "SELECT id, kind, path FROM sources WHERE kind = ? AND path = ?"
        if not self._rows(query, (kind, path)):
            self._rows("INSERT OR IGNORE INTO sources (kind, path) VALUES (?, ?)", (kind, path))
        return Source(*self._rows(query, (kind, path))[0])

    def files(self, source: Source) -> dict[str, FileState]:
        """What is known of the files of a source, by key."""
        rows = self._rows(
            "SELECT key, size, modified_ns, digest, report, error FROM files WHERE source = ?", (source.id,)
        )
        return {row[0]: FileState(*row) for row in rows}

    def set_file(self, source: Source, state: FileState) -> None:
        """Inside a transaction: remember a file."""
        self._db.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)",
            (source.id, state.key, state.size, state.modified_ns, state.digest, state.report_id, state.error),
        )

    def forget_file(self, source: Source, key: str) -> None:
        """Inside a transaction: forget a file and its report."""
        self._db.execute("DELETE FROM files WHERE source = ? AND key = ?", (source.id, key))
        self._db.execute("DELETE FROM reports WHERE source = ? AND key = ?", (source.id, key))

    def left_out(self, source: Source) -> frozenset[str]:
        """Keys of files which the user removed, and which a sync is to leave out."""
        rows = self._rows("SELECT key FROM left_out WHERE source = ?", (source.id,))
        return frozenset(row[0] for row in rows)

    def leave_out(self, source: Source, key: str) -> None:
        """Inside a transaction: leave a file out of later syncs."""
        self._db.execute("INSERT OR IGNORE INTO left_out VALUES (?, ?)", (source.id, key))

    def let_in(self, source: Source, key: str) -> None:
        """Inside a transaction: no longer leave a file out."""
        self._db.execute("DELETE FROM left_out WHERE source = ? AND key = ?", (source.id, key))

    # Reports and passages

    def put_report(
        self,
        source: Source,
        report_id: str,
        path: str,
        report: Report,
        passages: Sequence[Passage],
        embedded: Sequence[str],
        vectors: Vectors,
    ) -> None:
        """Inside a transaction: put a report in, or in the place of its earlier version.

        `embedded[i]` is the hash of what the model read for `passages[i]`; `vectors` has one float32
        row a passage.
        """
        self._db.execute("DELETE FROM reports WHERE id = ?", (report_id,))
        self._db.execute(
            "INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                report_id,
                source.id,
                report.key,
                path,
                report.title,
                report.body,
                report.kind,
                report.published.isoformat() if report.published else None,
                int(report.published_guessed),
                report.source,
                report.text,
                json.dumps([(s.heading, s.level, s.start, s.end) for s in report.sections]),
                json.dumps([(p.number, p.start, p.end) for p in report.pages]),
            ),
        )
        self._db.executemany(
            "INSERT OR REPLACE INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    *(p.id, p.report_id, p.position, p.start, p.end, p.text, p.heading, p.page),
                    *(json.dumps(p.sentences), p.context, hashed, vector.tobytes()),
                )
                for p, hashed, vector in zip(passages, embedded, vectors, strict=True)
            ),
        )

    def remove_report(self, report_id: str) -> None:
        """Inside a transaction: take a report and its passages out."""
        self._db.execute("DELETE FROM files WHERE report = ?", (report_id,))
        self._db.execute("DELETE FROM reports WHERE id = ?", (report_id,))

    def report(self, report_id: str) -> Report:
        """The report of that id. Raises UnknownReport."""
        rows = self._rows(
            "SELECT r.key, r.text, r.title, r.body, r.kind, r.published, r.guessed, r.url, r.sections,"
            " r.pages, t.sent, t.inspected_from, t.inspected_to, t.doubt"
            " FROM reports r LEFT JOIN told t ON t.report = r.id WHERE r.id = ?",
            (report_id,),
        )
        if not rows:
            raise UnknownReport(f"no report has the id {report_id!r}; `assistant reports` lists them")
        key, text, title, body, kind, published, guessed, url, sections, pages = rows[0][:10]
        sent, first, last, doubt = rows[0][10:]
        return Report(
            key=key,
            text=text,
            title=title,
            body=body,
            kind=kind,
            published=_day(published),
            published_guessed=bool(guessed),
            source=url,
            sections=tuple(Section(*section) for section in json.loads(sections)),
            pages=tuple(Page(*page) for page in json.loads(pages)),
            sent=_day(sent),
            inspected=(date.fromisoformat(first), date.fromisoformat(last)) if first and last else None,
            doubt=doubt or "",
        )

    def path_of(self, report_id: str) -> str:
        """The file a report was read from. Raises UnknownReport."""
        rows = self._rows("SELECT path FROM reports WHERE id = ?", (report_id,))
        if not rows:
            raise UnknownReport(f"no report has the id {report_id!r}; `assistant reports` lists them")
        return str(rows[0][0])

    def source_of(self, report_id: str) -> Source:
        """Where a report comes from. Raises UnknownReport."""
        rows = self._rows(
            "SELECT s.id, s.kind, s.path FROM sources s JOIN reports r ON r.source = s.id WHERE r.id = ?",
            (report_id,),
        )
        if not rows:
            raise UnknownReport(f"no report has the id {report_id!r}; `assistant reports` lists them")
        return Source(*rows[0])

    def entries(self) -> tuple[ReportEntry, ...]:
        """What is in, by body and date."""
        rows = self._rows(
            "SELECT r.id, r.key, r.path, s.kind, r.title, r.body, r.kind, r.published, r.guessed, r.url,"
            " json_array_length(r.pages), (SELECT count(*) FROM passages p WHERE p.report = r.id), t.doubt"
            " FROM reports r JOIN sources s ON s.id = r.source LEFT JOIN told t ON t.report = r.id"
            " ORDER BY r.body, r.published, r.title, r.id"
        )
        return tuple(_entry(row) for row in rows)

    def passage_ids(self) -> list[str]:
        """The ids of all passages that have their vectors, sorted."""
        return [row[0] for row in self._rows(f"SELECT p.id FROM passages p WHERE {_WHOLE} ORDER BY p.id")]

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages of those ids that are there, by id."""
        found: dict[str, Passage] = {}
        for some in _batches(ids):
            marks = ",".join("?" * len(some))
            query = f"SELECT {_PASSAGE} FROM passages p WHERE p.id IN ({marks})"
            found.update((row[0], _passage(row)) for row in self._rows(query, some))
        return found

    def all_passages(self) -> Iterator[Passage]:
        """Every passage that has its vector, sorted by id."""
        for row in self._rows(f"SELECT {_PASSAGE} FROM passages p WHERE {_WHOLE} ORDER BY p.id"):
            yield _passage(row)

    def ids_with(self, names: Sequence[str]) -> list[str]:
        """The ids of the passages whose text has one of `names` in it, in any case; sorted."""
        tests = " OR ".join("instr(lower(p.text), ?) > 0" for _ in names)
        query = f"SELECT p.id FROM passages p WHERE {_WHOLE} AND ({tests}) ORDER BY p.id"
        return [row[0] for row in self._rows(query, [name.lower() for name in names])] if names else []

    def blank_vectors(self) -> None:
        """Inside a transaction: forget all vectors and that any file was read; texts stay."""
        self._db.execute("UPDATE passages SET vector = x'', embedded = ''")
        self._db.execute("UPDATE files SET digest = '', size = -1")

    def blank_reports(self) -> list[str]:
        """The ids of reports that wait for their vectors."""
        return [row[0] for row in self._rows("SELECT DISTINCT report FROM passages WHERE vector = x''")]

    def ids_of(self, bodies: Iterable[str] = (), reports: Iterable[str] = ()) -> list[str]:
        """The ids of the passages of those bodies' reports, and of those reports; sorted."""
        found: set[str] = set()
        for column, values in (("r.body", list(bodies)), ("r.id", list(reports))):
            for some in _batches(values):
                marks = ",".join("?" * len(some))
                query = (
                    "SELECT p.id FROM passages p JOIN reports r ON r.id = p.report"
                    f" WHERE {_WHOLE} AND {column} IN ({marks})"
                )
                found.update(row[0] for row in self._rows(query, some))
        return sorted(found)

    def ids_until(self, day: date) -> list[str]:
        """The ids of the passages of reports published on that day or before; sorted."""
        query = (
            "SELECT p.id FROM passages p JOIN reports r ON r.id = p.report"
            f" WHERE {_WHOLE} AND r.published <= ? ORDER BY p.id"
        )
        return [row[0] for row in self._rows(query, [day.isoformat()])]

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """The vectors of those passages, one float32 row each, in the order of `ids`.

        Raises HomeError where a passage is no longer there.
        """
        known: dict[str, bytes] = {}
        for some in _batches(ids):
            marks = ",".join("?" * len(some))
            query = f"SELECT id, vector FROM passages WHERE id IN ({marks})"
            known.update((row[0], row[1]) for row in self._rows(query, some))
        missing = [wanted for wanted in ids if wanted not in known]
        if missing:
            raise HomeError(f"{len(missing)} passages have gone from {self.path} meanwhile; ask again")
        if not ids:
            return np.zeros((0, 0), dtype=np.float32)
        return np.stack([np.frombuffer(known[wanted], dtype=np.float32) for wanted in ids])

    def vectors_embedded(self, hashes: Sequence[str]) -> dict[str, Vectors]:
        """Vectors already made, by the hash of what the model read."""
        known: dict[str, Vectors] = {}
        for some in _batches(list(dict.fromkeys(hashes))):
            marks = ",".join("?" * len(some))
            query = f"SELECT embedded, vector FROM passages WHERE embedded IN ({marks})"
            for hashed, vector in self._rows(query, some):
                known[hashed] = np.frombuffer(vector, dtype=np.float32)
        return known

    def count(self) -> int:
        """The number of passages."""
        return int(self._rows("SELECT count(*) FROM passages")[0][0])


def _passage(row: tuple[Any, ...]) -> Passage:
    passage, report, position, start, end, text, heading, page, sentences, context = row
    spans = tuple((int(first), int(last)) for first, last in json.loads(sentences))
    return Passage(passage, report, position, start, end, text, heading, page, spans, context)


def _entry(row: tuple[Any, ...]) -> ReportEntry:
    report, key, path, origin, title, body, kind, published, guessed, url, pages, passages, doubt = row
    return ReportEntry(
        *(report, key, path, origin, title, body, kind),
        *(_day(published), bool(guessed), url, pages, passages, doubt or ""),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _batches(values: Sequence[str], size: int = 900) -> Iterator[list[str]]:
    """At most `size` at once: older SQLite takes 999 values in one statement."""
    for start in range(0, len(values), size):
        yield list(values[start : start + size])


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite's errors as one line that says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        reason = str(error)
        if "full" in reason:
            advice = "the disk is full; free some space and run `assistant sync` again, nothing is lost"
        elif "readonly" in reason or "unable to open" in reason:
            advice = "it cannot be written; choose another folder with --home or ASSISTANT_HOME"
        elif "locked" in reason or "busy" in reason:
            advice = "another process is using it; try again when that has finished"
        elif "malformed" in reason or "not a database" in reason:
            advice = "it is damaged; move it away and run `assistant sync` to make it anew from the reports"
        else:
            advice = f"{reason}; choose another folder with --home, or free some space"
        raise HomeError(f"{path}: {advice}") from error
