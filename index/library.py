"""What a home is to hold: the sample corpus, folders kept in step with, files added one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path, PurePosixPath

from index.errors import SourceError, UnknownReport
from index.home import Home
from index.lock import writer_lock
from index.sync import Listing, Progress, files_in, is_in_step, sync
from index.types import ReportEntry, Source, SyncStats

SAMPLE, FOLDER, FILES = "sample", "folder", "files"

Waiting = Callable[[], None]


def sample_folder() -> Path:
    """Where the sample corpus lies."""
    return Path(str(files("corpus"))) / "reports"


class Library:
    """The reports of a home, and what may be done with them.

    `sample` says whether the sample corpus belongs to them.
    `progress` is told after each file read and embedded; `waiting` is called once if another process
    that is changing the home has to finish first.
    """

    def __init__(
        self,
        home: Home,
        sample: bool = True,
        progress: Progress | None = None,
        waiting: Waiting | None = None,
    ) -> None:
        self.home = home
        self.sample = sample
        self.catalogue = home.catalogue
        self.progress = progress
        self.waiting = waiting

    def entries(self) -> tuple[ReportEntry, ...]:
        """What is in, by body and date."""
        return self.catalogue.entries()

    def sync_sample(self) -> SyncStats:
        """Bring the sample corpus in step, or take it out where it does not belong."""
        if self.sample:
            return self._sync([self._listing(self._source(SAMPLE))])
        self._drop_sample()
        return SyncStats()

    def only_folder(self, folder: Path) -> SyncStats:
        """Hold the reports of one folder and nothing else, in step with it.

        Raises SourceError when the home holds other reports that the user put there.
        """
        for source in self.catalogue.sources():
            if source.kind != SAMPLE and source.path != str(folder) and self.catalogue.files(source):
                raise SourceError(
                    f"{self.home.path} already holds other reports; choose another --home for {folder}"
                )
        self._drop_sample()
        return self._sync([Listing(self._source(FOLDER, str(folder)), files_in(folder), whole=True)])

    def sync(self, folder: Path | None = None, *, rebuild: bool = False) -> SyncStats:
        """Bring all that the home is to hold in step, or one folder, which it holds from now on.

        Raises SourceError when that folder is not there. A folder held before that is not there now
        keeps its reports: a disk may be unplugged; it is among the failed.
        """
        if folder is not None:
            folder = folder.expanduser().absolute()
            files_in(folder)
            self._source(FOLDER, str(folder))
        elif self.sample:
            self._source(SAMPLE)
        else:
            self._drop_sample()
        chosen = [s for s in self.catalogue.sources() if folder is None or rebuild or s.path == str(folder)]
        listings = [replace(self._listing(source), retry=True) for source in chosen]
        return self._sync(listings, rebuild=rebuild)

    def add(self, paths: Sequence[Path]) -> SyncStats:
        """Put files, and the files in folders, into the home; they stay when the files are gone.

        A path that is not there is among the failed; the others go on.
        """
        wanted: dict[str, Path] = {}
        missing: list[tuple[str, str]] = []
        for path in paths:
            absolute = path.expanduser().absolute()
            if absolute.is_dir():
                inside = files_in(absolute)
                wanted.update((file.as_posix(), file) for file in inside.values())
                if not inside:
                    missing.append((str(path), "there is no file in it that can be read"))
            elif absolute.exists():
                wanted[absolute.as_posix()] = absolute
            else:
                missing.append((str(path), "there is no such file or folder; check the path"))
        stats = self._sync([Listing(self._source(FILES), wanted, whole=False, retry=True)])
        return stats.with_failures(missing)

    def find(self, name: str) -> ReportEntry:
        """The one report named by its id, file name, path or title.

        Raises UnknownReport when there is none, or when there are several.
        """
        wanted = name.strip().lower()
        found = [
            entry
            for entry in self.entries()
            if wanted in {entry.id, entry.key.lower(), entry.path.lower(), entry.title.lower()}
            or wanted == PurePosixPath(entry.key).name.lower()
            or Path(name).expanduser().absolute() == Path(entry.path)
        ]
        if not found:
            raise UnknownReport(f"no report goes by {name!r}; `assistant reports` lists their ids")
        if len(found) > 1:
            ids = ", ".join(entry.id for entry in found)
            raise UnknownReport(f"{len(found)} reports go by {name!r}; name one by its id: {ids}")
        return found[0]

    def remove(self, name: str) -> ReportEntry:
        """Take one report out; a sync leaves it out until it is added again. Raises UnknownReport."""
        with writer_lock(self.home.path, waiting=self.waiting):
            entry = self.find(name)
            source = self.catalogue.source_of(entry.id)
            with self.catalogue.transaction():
                self.catalogue.remove_report(entry.id)
                if source.kind != FILES:
                    self.catalogue.leave_out(source, entry.key)
            self.home.bring_in_step(self.catalogue.generation())
        return entry

    def _listing(self, source: Source) -> Listing:
        if source.kind == FILES:
            held = {key: Path(key) for key in self.catalogue.files(source)}
            return Listing(source, {key: path for key, path in held.items() if path.exists()}, whole=False)
        folder = sample_folder() if source.kind == SAMPLE else Path(source.path)
        if not folder.is_dir():
            return Listing(source, {}, whole=False)
        return Listing(source, files_in(folder), whole=True)

    def _drop_sample(self) -> None:
        for source in self.catalogue.sources():
            if source.kind == SAMPLE:
                self._sync([Listing(source, {}, whole=True)])
                with writer_lock(self.home.path, waiting=self.waiting), self.catalogue.transaction():
                    self.catalogue.drop_source(source)

    def _source(self, kind: str, path: str = "") -> Source:
        return self.catalogue.source(kind, path)

    def _sync(self, listings: list[Listing], *, rebuild: bool = False) -> SyncStats:
        if not rebuild and (stats := is_in_step(self.home, listings)):
            return stats
        return sync(self.home, listings, rebuild=rebuild, progress=self.progress, waiting=self.waiting)


def describe_corpus(entries: Sequence[ReportEntry]) -> str:
    """One line that says what is answered from: how many reports, whose, of which dates."""
    from corpus.dates import format_date

    if not entries:
        return "There are no reports yet: add some with `assistant add FILE...`."
    sample = sum(entry.origin == SAMPLE for entry in entries)
    added = len(entries) - sample
    parts = []
    if sample:
        parts.append(
            f"{sample} sample digests (written by us from public facts, not the inspectorate's text)"
        )
    if added:
        parts.append(f"{added} {'report' if added == 1 else 'reports'} of yours")
    bodies = len({entry.body for entry in entries if entry.body})
    dates = sorted(entry.published for entry in entries if entry.published)
    about = f"about {bodies} {'body' if bodies == 1 else 'bodies'}" if bodies else ""
    span = f"{format_date(dates[0])} to {format_date(dates[-1])}" if dates else "of unknown dates"
    return ", ".join(part for part in (f"Answering from {' and '.join(parts)}", about, span) if part) + "."
