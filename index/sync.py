"""Files -> the catalogue -> the derived indexes, incrementally.

Cut off anywhere and run again, a sync ends at the same catalogue: each report is written in one
transaction with its passages and vectors, and nothing goes before what replaces it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path, PurePath
from time import perf_counter

import numpy as np

from corpus.errors import CorpusError
from corpus.read import SUFFIXES
from corpus.split import embedded_text, split_report
from corpus.types import Passage, Report
from corpus.worker import ReaderProcess
from index.encode import Vectors
from index.errors import SourceError
from index.home import Home
from index.lock import writer_lock
from index.received import address_of
from index.told import read_events
from index.types import FileState, Source, SyncStats

FLUSH = 256
"""Passages embedded together: enough that batches of like length fill up."""

Progress = Callable[[int, int, str], None]
"""Told after each file: files done, files in all, the file's name."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The files a source holds now: key -> path.

    `whole` says that what is not listed is gone; `retry` that files which could not be read before are
    tried again though they are the same: the machine may have been too busy.
    """

    source: Source
    files: Mapping[str, Path]
    whole: bool
    retry: bool = False


@dataclass(slots=True)
class _Pending:
    """A report read and split, waiting for its vectors."""

    source: Source
    state: FileState | None
    report_id: str
    path: str
    report: Report
    passages: tuple[Passage, ...]
    hashes: list[str]


def files_in(folder: Path) -> dict[str, Path]:
    """The files in a folder and below it that a reader takes, by path inside it; hidden ones are not.

    Nor are links that lead out of it: who may write into the folder need not be one who may read all that the
    reader of it may.

    Raises SourceError when the folder is not there.
    """
    if not holds(folder.is_dir):
        raise SourceError(f"there is no folder {folder}; check the path")
    if not _is_text(str(folder)):
        raise SourceError(f"the name of the folder {str(folder)!a} is not valid text; rename it")
    found: dict[str, Path] = {}
    whole = folder.resolve()
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if may_be_report(inside) and holds(path.is_file) and _is_within(path, whole):
            found[inside.as_posix()] = path
    return found


def _is_within(path: Path, folder: Path) -> bool:
    """Whether what a path leads to lies in a folder."""
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):  # links that lead in a circle
        return False


def holds(question: Callable[[], bool]) -> bool:
    """What a path says of itself; False where it may not be looked at, or its name is impossible."""
    try:
        return question()
    except OSError:
        return False


def may_be_report(inside: PurePath) -> bool:
    """Whether a path inside a folder is one that a reader takes, and not hidden."""
    return inside.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in inside.parts)


def report_id_of(source: Source, key: str) -> str:
    """The id of the report in that file: a hash of where it comes from."""
    # The sample lies wherever the product is installed; its reports are the same everywhere.
    place = "" if source.kind == "sample" else source.path
    return blake2b(f"{source.kind}\0{place}\0{key}".encode(), digest_size=6).hexdigest()


def is_in_step(home: Home, listings: Iterable[Listing]) -> SyncStats | None:
    """What a sync would say if it has nothing to do; None if it has. Needs no lock and no model."""
    started = perf_counter()
    run = _Run(home, None)
    for listing in listings:
        run.look(listing)
    waiting = run.changed or run.gone or run.touched or home.catalogue.blank_reports() or home.told.waiting()
    if waiting or not home.store.in_step(home.catalogue.generation()):
        return None
    return replace(run.stats, seconds=perf_counter() - started)


def sync(
    home: Home,
    listings: Iterable[Listing],
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
    waiting: Callable[[], None] | None = None,
) -> SyncStats:
    """Bring the catalogue in step with files, and the derived indexes in step with the catalogue.

    Args:
        home: where.
        listings: the files of each source to be synced; taken one by one, when it is this process's turn.
        rebuild: read and embed everything again, as when the model has changed.
        progress: told after each file.
        waiting: called once if another process has to finish first.

    Files that cannot be read are told in the result and keep what was read from them before.

    Raises:
        Locked: another process has not finished in time.
        HomeError: the home cannot be written or is full; what was done stays done.
        StoreError: Chroma could not be brought in step; the catalogue is.
        FingerprintError: another process has indexed the home with another model meanwhile.
        EncoderError: the embedding model cannot be loaded.
    """
    started = perf_counter()
    with writer_lock(home.path, waiting=waiting):
        run = _Run(home, progress)
        if rebuild:
            run.begin_anew()
        else:
            home.check_fingerprint()
        for listing in listings:
            run.look(listing)
        run.touch()
        run.read_changed()
        run.drop_gone()
        run.read_events()
        home.bring_in_step(home.catalogue.generation())
    return replace(run.stats, seconds=perf_counter() - started)


class _Run:
    """One sync, step by step."""

    def __init__(self, home: Home, progress: Progress | None) -> None:
        self.home = home
        self.catalogue = home.catalogue
        self.progress = progress
        self.stats = SyncStats()
        self.changed: list[tuple[Listing, FileState]] = []
        self.touched: list[tuple[Source, FileState]] = []
        self.gone: list[tuple[Source, str]] = []
        self.pending: list[_Pending] = []
        self.done = 0

    def look(self, listing: Listing) -> None:
        """Tell what has changed by size and time, then by content; nothing is read yet."""
        known = self.catalogue.files(listing.source)
        left_out = self.catalogue.left_out(listing.source)
        wanted = {key: path for key, path in listing.files.items() if key not in left_out}
        if listing.whole:
            self.gone += [(listing.source, key) for key in known if key not in wanted]
        for key, path in wanted.items():
            before = known.get(key)
            if not _is_text(key):
                self._failed(str(path), "its name is not valid text; rename it")
                continue
            try:
                now = _state_of(key, path, before)
            except OSError as error:
                self._failed(str(path), f"it cannot be opened ({error.strerror}); check its permissions")
                continue
            again = listing.retry and before is not None and before.error
            if before is None or before.digest != now.digest or again:
                self.changed.append((listing, now))
                continue
            if before != now:
                self.touched.append((listing.source, now))
            if before.error:
                self._failed(str(path), before.error)
            else:
                self.stats = replace(self.stats, unchanged=self.stats.unchanged + 1)

    def touch(self) -> None:
        """Remember the new times of files whose content is as before."""
        if self.touched:
            with self.catalogue.transaction():
                for source, state in self.touched:
                    self.catalogue.set_file(source, state)

    def begin_anew(self) -> None:
        """Before a rebuild: no vector of the old model can be taken for one of the new."""
        self.home.encoder.count_tokens(["."])  # a model that cannot be loaded must not cost the old vectors
        self.home.store.forget()
        with self.catalogue.transaction():
            self.catalogue.blank_vectors()
            self.catalogue.set_fingerprint(self.home.fingerprint)

    def read_changed(self) -> None:
        """Read, split, embed and write what is new or has changed."""
        for (listing, state), result in zip(self.changed, self._read(), strict=True):
            path = str(listing.files[state.key])
            if isinstance(result, Report):
                result = replace(
                    result, source=result.source or address_of(self.home.path, listing.files[state.key])
                )
                self._hold(listing.source, state, report_id_of(listing.source, state.key), path, result)
            else:
                self._note_failure(listing.source, state, path, str(result))
        self._flush()
        self._fill_blank()

    def _fill_blank(self) -> None:
        """Embed again, from the catalogue's own text, reports whose files a rebuild could not read."""
        blank = set(self.catalogue.blank_reports())
        if not blank:
            return
        for entry in self.catalogue.entries():
            if entry.id in blank:
                report = self.catalogue.report(entry.id)
                self._hold(self.catalogue.source_of(entry.id), None, entry.id, entry.path, report)
        self._flush()

    def drop_gone(self) -> None:
        """Take out the reports whose files are gone: last, when what replaces them is there."""
        if not self.gone:
            return
        with self.catalogue.transaction():
            for source, key in self.gone:
                self.catalogue.forget_file(source, key)
        self.stats = replace(self.stats, removed=len(self.gone))

    def read_events(self) -> None:
        """Read again what reports tell of status where another version did, or nobody yet."""
        read_events(self.home.told, self.catalogue, self.home.encoder, self.home.told.waiting())

    def _read(self) -> Iterator[Report | CorpusError]:
        if not self.changed:
            return
        with closing(ReaderProcess()) as reader:
            items = [(listing.files[state.key], state.key) for listing, state in self.changed]
            for _, result in reader.read_many(items):
                yield result

    def _hold(
        self, source: Source, state: FileState | None, report_id: str, path: str, report: Report
    ) -> None:
        encoder = self.home.encoder
        passages = split_report(report, report_id, encoder.count_tokens, encoder.window, self.home.splitting)
        hashes = [_hash_of(encoder.name, embedded_text(passage)) for passage in passages]
        self.pending.append(_Pending(source, state, report_id, path, report, passages, hashes))
        if sum(len(item.passages) for item in self.pending) >= FLUSH:
            self._flush()

    def _flush(self) -> None:
        if not self.pending:
            return
        vectors = self._vectors()
        for item in self.pending:
            rows = np.array([vectors[h] for h in item.hashes], dtype=np.float32)
            events = self.home.told.read(item.report)
            with self.catalogue.transaction():
                self.catalogue.set_fingerprint(self.home.fingerprint)
                self.catalogue.put_report(
                    item.source, item.report_id, item.path, item.report, item.passages, item.hashes, rows
                )
                self.home.told.put(item.report_id, item.report, events)
                if item.state:
                    state = replace(item.state, report_id=item.report_id, error="")
                    self.catalogue.set_file(item.source, state)
            self._count(item.state)
            self._advance(item.report.key)
        self.pending.clear()

    def _count(self, state: FileState | None) -> None:
        is_new = state is not None and not state.report_id
        self.stats = replace(
            self.stats, added=self.stats.added + is_new, updated=self.stats.updated + (not is_new)
        )

    def _vectors(self) -> dict[str, Vectors]:
        """A vector for every hash that is pending; only what was never embedded is embedded now."""
        texts = {
            hashed: embedded_text(passage)
            for item in self.pending
            for hashed, passage in zip(item.hashes, item.passages, strict=True)
        }
        known = self.catalogue.vectors_embedded(list(texts))
        new = [hashed for hashed in texts if hashed not in known]
        made = self.home.encoder.encode([texts[hashed] for hashed in new])
        self.stats = replace(
            self.stats,
            embedded=self.stats.embedded + len(new),
            reused=self.stats.reused + len(texts) - len(new),
        )
        return {**known, **dict(zip(new, made, strict=True))}

    def _note_failure(self, source: Source, state: FileState, path: str, reason: str) -> None:
        self._failed(path, reason)
        with self.catalogue.transaction():
            self.catalogue.set_file(source, replace(state, error=reason))
        self._advance(state.key)

    def _failed(self, path: str, reason: str) -> None:
        self.stats = replace(self.stats, failed=(*self.stats.failed, (path, reason)))

    def _advance(self, key: str) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, max(self.done, len(self.changed)), key)


def _state_of(key: str, path: Path, before: FileState | None) -> FileState:
    """The file as it is now; its content is hashed only if its size or time is not what it was."""
    status = path.stat()
    report_id = before.report_id if before else ""
    error = before.error if before else ""
    if before and (before.size, before.modified_ns) == (status.st_size, status.st_mtime_ns):
        return before
    return FileState(key, status.st_size, status.st_mtime_ns, digest_of(path), report_id, error)


def digest_of(path: Path) -> str:
    """A hash of a file's content. Raises OSError where it cannot be opened."""
    seen = blake2b(digest_size=16)
    with path.open("rb") as opened:
        while block := opened.read(1 << 20):
            seen.update(block)
    return seen.hexdigest()


def _is_text(name: str) -> bool:
    """Whether a name can be written down: a file's can be bytes that are no letters."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _hash_of(model: str, text: str) -> str:
    return blake2b(f"{model}\0{text}".encode(), digest_size=16).hexdigest()
