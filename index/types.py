"""The values of this room: hits, fingerprints, what a home holds, and what a sync did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date

from corpus.types import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and how well it fits: higher is better; comparable only within one search.

    `stock` says of each of its sentences whether reports on other bodies have it too (`index.stock`);
    it is empty where no body is asked about.
    """

    passage: Passage
    score: float
    stock: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Searching:
    """What a search makes use of; another than the default is for measuring what the default is worth.

    `words` says whether passages are looked for by words (BM25) beside by meaning, `bodies` whether the
    bodies that a question names narrow the search, `stock` whether what is said alike of several bodies
    counts less in it then.
    """

    words: bool = True
    bodies: bool = True
    stock: bool = True


EVERYTHING = Searching()


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What made the vectors of a home: they can only be compared with others made the same way."""

    model: str
    splitter: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where reports of a home come from.

    `kind` is "sample" (the digests that come with the product), "folder" (kept in step with a
    folder) or "files" (added one by one; kept when the file is gone). `path` is absolute, or "" for
    files.
    """

    id: int
    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class FileState:
    """What was known of a file when it was last read: enough to see whether it has changed.

    `error` is the one-line reason when it could not be read, else "".
    """

    key: str
    size: int
    modified_ns: int
    digest: str
    report_id: str
    error: str


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A report as listed: everything but its text. `passages` is their number; for `doubt` see `Report`."""

    id: str
    key: str
    path: str
    origin: str
    title: str
    body: str
    kind: str
    published: date | None
    published_guessed: bool
    source: str
    pages: int
    passages: int
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class SyncStats:
    """What a sync did: reports by outcome, passages embedded and passages whose vector was known.

    `failed` holds (path, one-line reason) of files that could not be read.
    """

    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    embedded: int = 0
    reused: int = 0
    seconds: float = 0.0

    def with_failures(self, failed: Iterable[tuple[str, str]]) -> SyncStats:
        """The same, with more that could not be read."""
        return replace(self, failed=(*self.failed, *failed))

    def plus(self, other: SyncStats) -> SyncStats:
        """What two syncs did, one after the other."""
        return SyncStats(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(SyncStats)))

    @property
    def changed(self) -> bool:
        """Whether the catalogue is another one than before."""
        return bool(self.added or self.updated or self.removed)


@dataclass(frozen=True, slots=True)
class Check:
    """What `doctor` looked at: `name`, whether it was `sound`, whether it has been `mended`, the detail."""

    name: str
    sound: bool
    detail: str
    mended: bool = False
