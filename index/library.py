"""What a home is to hold: the sample corpus, folders kept in step with, files added one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path, PurePosixPath

from index.errors import SourceError, UnknownReport
from index.fetch import fetch
from index.home import Home
from index.lock import writer_lock
from index.received import discard, keep, plain_name
from index.sync import Listing, Progress, files_in, holds, is_in_step, may_be_report, sync
from index.types import ReportEntry, Source, SyncStats

SAMPLE, FOLDER, FILES = "sample", "folder", "files"

UNREADABLE = "this kind of file is not read; give it as PDF, Word, HTML, Markdown or text"

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
            return self._sync(lambda: self._listings([self._source(SAMPLE)]))
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
        return self._sync(lambda: self._listings([self._source(FOLDER, str(folder))]))

    def sync(self, folder: Path | None = None, *, rebuild: bool = False) -> SyncStats:
        """Bring all that the home is to hold in step, or one folder, which it holds from now on.

        Raises SourceError when that folder is not there. A folder held before that is not there now
        keeps its reports: a disk may be unplugged; it is among the failed.
        """
        if folder is not None:
            folder = _absolute(folder)
            files_in(folder)
            self._source(FOLDER, str(folder))
        elif self.sample:
            self._source(SAMPLE)
        else:
            self._drop_sample()
        chosen = [
            source
            for source in self.catalogue.sources()
            if (folder is None or rebuild or source.path == str(folder))
            and (self.sample or source.kind != SAMPLE)
        ]
        stats = self._sync(lambda: self._listings(chosen, retry=True), rebuild=rebuild)
        away = [s.path for s in chosen if s.kind == FOLDER and not holds(Path(s.path).is_dir)]
        return stats.with_failures((path, "the folder is not there; its reports are kept") for path in away)

    def receive(self, files: Sequence[tuple[str, bytes]], progress: Progress | None = None) -> SyncStats:
        """Put files into the home that were handed over, each by its name and content.

        What cannot be read is not kept. Raises HomeError where nothing can be written.
        """
        read = [may_be_report(Path(plain_name(name))) for name, _ in files]
        kept = {
            keep(self.home.path, name, data): name
            for (name, data), one in zip(files, read, strict=True)
            if one
        }
        refused = [(name, UNREADABLE) for (name, _), one in zip(files, read, strict=True) if not one]
        stats = self.add(list(kept), progress)
        for path, _ in stats.failed:
            self._forget(Path(path))
        failed = [(kept.get(Path(path), path), reason) for path, reason in stats.failed]
        return replace(stats, failed=(*failed, *refused))

    def add_address(self, address: str, progress: Progress | None = None) -> SyncStats:
        """Fetch a report from an address on the web and put it into the home.

        Raises AddressError where it cannot be had, or may not be asked for: see `index.fetch`.
        """
        fetched = fetch(address)
        path = keep(self.home.path, fetched.name, fetched.data, fetched.address)
        stats = self.add([path], progress)
        for name, _ in stats.failed:
            self._forget(Path(name))
        return replace(stats, failed=tuple((address, reason) for _, reason in stats.failed))

    def _forget(self, path: Path) -> None:
        """Lose every trace of a file that was received and could not be read."""
        source, key = self._place_of(path)
        with writer_lock(self.home.path, waiting=self.waiting), self.catalogue.transaction():
            self.catalogue.forget_file(source, key)
        discard(self.home.path, path)

    def add(self, paths: Sequence[Path], progress: Progress | None = None) -> SyncStats:
        """Put files, and the files in folders, into the home; they stay when the files are gone.

        A file of a folder that the home is kept in step with is that folder's, and let in again if it had
        been removed. A path that is not there is among the failed; the others go on.
        """
        wanted: list[Path] = []
        missing: list[tuple[str, str]] = []
        for path in paths:
            absolute = _absolute(path)
            if holds(absolute.is_dir):
                inside = files_in(absolute)
                wanted += inside.values()
                if not inside:
                    missing.append((str(path), "there is no file in it that can be read"))
            elif holds(absolute.exists):
                wanted.append(absolute)
            else:
                missing.append((str(path), "there is no such file or folder; check the path"))
        held: dict[Source, dict[str, Path]] = {}
        for path in wanted:
            source, key = self._place_of(path)
            held.setdefault(source, {})[key] = path
        self._let_in(held)
        listings = [Listing(source, files, whole=False, retry=True) for source, files in held.items()]
        return self._sync(lambda: listings, progress=progress).with_failures(missing)

    def find(self, name: str) -> ReportEntry:
        """The one report named by its id, file name, path or title.

        Raises UnknownReport when there is none, or when there are several.
        """
        wanted = name.strip().lower()
        if named := [entry for entry in self.entries() if entry.id == wanted]:
            return named[0]
        found = [
            entry
            for entry in self.entries()
            if wanted in {entry.id, entry.key.lower(), entry.path.lower(), entry.title.lower()}
            or wanted == PurePosixPath(entry.key).name.lower()
            or _absolute(Path(name)) == Path(entry.path)
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
        discard(self.home.path, Path(entry.path))
        return entry

    def _listings(self, sources: Sequence[Source], retry: bool = False) -> Iterator[Listing]:
        """Their files, each looked for when it is asked for: a sync asks when it is its turn."""
        for source in sources:
            yield replace(self._listing(source), retry=retry)

    def _listing(self, source: Source) -> Listing:
        if source.kind == FILES:
            held = {key: Path(key) for key in self.catalogue.files(source)}
            there = {key: path for key, path in held.items() if holds(path.exists)}
            return Listing(source, there, whole=False)
        folder = _folder_of(source)
        if not holds(folder.is_dir):
            return Listing(source, {}, whole=False)
        return Listing(source, files_in(folder), whole=True)

    def _place_of(self, path: Path) -> tuple[Source, str]:
        """The source a file belongs to, and its key there."""
        for source in self.catalogue.sources():
            held = source.kind == FOLDER or (source.kind == SAMPLE and self.sample)
            if held and path.is_relative_to(folder := _folder_of(source)):
                inside = path.relative_to(folder)
                if may_be_report(inside):
                    return source, inside.as_posix()
        return self._source(FILES), path.as_posix()

    def _let_in(self, held: dict[Source, dict[str, Path]]) -> None:
        again = [(s, key) for s, files in held.items() for key in self.catalogue.left_out(s) & files.keys()]
        if again:
            with writer_lock(self.home.path, waiting=self.waiting), self.catalogue.transaction():
                for source, key in again:
                    self.catalogue.let_in(source, key)

    def _drop_sample(self) -> None:
        samples = [source for source in self.catalogue.sources() if source.kind == SAMPLE]
        if any(self.catalogue.files(source) for source in samples):
            self._sync(lambda: [Listing(source, {}, whole=True) for source in samples])

    def _source(self, kind: str, path: str = "") -> Source:
        return self.catalogue.source(kind, path)

    def _sync(
        self,
        listings: Callable[[], Iterable[Listing]],
        *,
        rebuild: bool = False,
        progress: Progress | None = None,
    ) -> SyncStats:
        """Sync what is listed, and list it again where others may have had their turn in between."""
        if not rebuild and (stats := is_in_step(self.home, listings())):
            return stats
        return sync(
            self.home, listings(), rebuild=rebuild, progress=progress or self.progress, waiting=self.waiting
        )


def _absolute(path: Path) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError:  # "~nobody": there is no such user, but there may be such a file
        return path.absolute()


def _folder_of(source: Source) -> Path:
    return sample_folder() if source.kind == SAMPLE else Path(source.path)


def describe_corpus(entries: Sequence[ReportEntry]) -> str:
    """One line that says what is answered from: how many reports, whose, of which dates."""
    if not entries:
        return "There are no reports yet: add some with `assistant add FILE...`."
    sample = sum(entry.origin == SAMPLE for entry in entries)
    added = len(entries) - sample
    parts = []
    if sample:
        digests = "digest" if sample == 1 else "digests"
        parts.append(f"{sample} sample {digests} (ours, not the inspectorate's text)")
    if added:
        parts.append(f"{added} {'report' if added == 1 else 'reports'} of yours")
    bodies = len({entry.body for entry in entries if entry.body})
    years = sorted({entry.published.year for entry in entries if entry.published})
    about = f"about {bodies} {'body' if bodies == 1 else 'bodies'}" if bodies else ""
    span = " to ".join(map(str, years[:1] + years[1:][-1:])) or "of unknown dates"
    return ", ".join(part for part in (f"Answering from {' and '.join(parts)}", about, span) if part) + "."
