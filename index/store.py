"""Chroma, holding the passages' vectors for search: the only module that imports it.

Derived from the catalogue. Texts and metadata stay there; Chroma gets ids and vectors, never a text
and never an embedding function (a stored one would be instantiated by whoever opens the folder).
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock, RLock
from typing import Any
from weakref import WeakValueDictionary

from index.encode import Vectors
from index.errors import StoreError
from index.stamp import drop_stamp, is_whole, stamped_generation, write_stamp

BATCH = 5_000
"""Rows a call; Chroma takes 5,461 at most."""

VERIFIED = 32
"""Vectors looked up after each change, to see that each finds itself."""

_COLLECTION = "passages"
# Wider than Chroma's defaults, with which some rows of a much changed index cannot be reached.
_HNSW = {"space": "ip", "max_neighbors": 32, "ef_construction": 400, "ef_search": 400}
_SQLITE = "chroma.sqlite3"
_GRAPH_INDEX = "index_metadata.pickle"
_ROWS = "rows.crc32"

VectorsOf = Callable[[Sequence[str]], Vectors]


class _Client:
    """Chroma's client of one folder, shared by all stores of it in this process.

    Chroma shares what is behind its clients so, too: one that is left open would keep the others from
    seeing what has changed on disk. Its `lock` is only held for moments; while `changing`, only the
    thread that changes the folder uses it.
    """

    def __init__(self) -> None:
        self.lock = RLock()
        self.changing = False
        self.opened_at: int | None = None
        self.collection: Any = None
        self._client: Any = None

    def open(self, folder: Path, create: bool = False) -> None:
        if self.collection is not None:
            return
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        from chromadb import PersistentClient
        from chromadb.config import Settings

        self._client = PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
        if create:
            self.collection = self._client.get_or_create_collection(
                _COLLECTION, embedding_function=None, configuration={"hnsw": _HNSW}
            )
        else:
            self.collection = self._client.get_collection(_COLLECTION, embedding_function=None)

    def drop(self) -> None:
        """Let go of the files."""
        client, self._client, self.collection, self.opened_at = self._client, None, None, None
        if client is not None:
            with suppress(Exception):
                client.close()


_CLIENTS: WeakValueDictionary[Path, _Client] = WeakValueDictionary()
_CLIENTS_LOCK = Lock()


class PassageStore:
    """Chroma's embedded client in `folder`, opened when first searched.

    Changing it needs the home's writer lock; searching does not. Safe to use from several threads.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._generation: int | None = None
        with _CLIENTS_LOCK:
            self._client = _CLIENTS.setdefault(self.folder, _Client())

    def in_step(self, generation: int) -> bool:
        """Whether what is on disk is whole and made from that state of the catalogue."""
        return not self._client.changing and self._is_whole(generation)

    def bring_in_step(self, generation: int, ids: Sequence[str], vectors_of: VectorsOf) -> str:
        """Make the store hold exactly `ids`; changes what differs, or makes all anew if it must.

        Returns what was done, in words. Raises StoreError when even a new store fails.
        """
        if self.in_step(generation):
            return "in step"
        with self._changing():
            before = stamped_generation(self.folder)
            if before is not None and self._is_whole(before):
                with suppress(StoreError):
                    return self._change(generation, ids, vectors_of)
            shutil.rmtree(self.folder, ignore_errors=True)
            return self._change(generation, ids, vectors_of)

    def forget(self) -> None:
        """Inside the writer lock: trust nothing that is on disk; the next change makes all anew."""
        with _translated(f"{self.folder} cannot be written"):
            drop_stamp(self.folder)

    def search(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """The nearest passages: (id, cosine) with the most alike first; cosine -1 to 1.

        Raises StoreError when Chroma fails, or when what it holds is no longer what `reopen_at` opened;
        the caller has the catalogue's own vectors to go on with.
        """
        with self._opened() as collection:
            found = collection.query(query_embeddings=[vector], n_results=limit, include=["distances"])
            # A change takes the stamp away before it begins: nothing had begun when the answer was there.
            if stamped_generation(self.folder) != self._generation:
                raise StoreError("it is being changed")
        # Chroma's inner-product distance is 1 - cosine for vectors of length 1: smaller is nearer.
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(passage, 1.0 - distance) for passage, distance in pairs]

    def close(self) -> None:
        """Let go of the files; the next search opens them again."""
        with self._client.lock:
            if not self._client.changing:
                self._client.drop()

    def reopen_at(self, generation: int) -> None:
        """See what another process has changed: an open client goes on answering from before.

        Raises StoreError when Chroma cannot open its folder.
        """
        self._generation = generation
        with self._opened():
            pass

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        """The collection, opened at the generation that this store is at; nobody else uses it meanwhile."""
        with self._client.lock, _translated(f"Chroma could not search {self.folder}"):
            if self._client.changing:
                raise StoreError("it is being changed")
            try:
                if self._client.opened_at != self._generation:
                    self._client.drop()
                    self._client.open(self.folder)
                    self._client.opened_at = self._generation
                yield self._client.collection
            except BaseException:
                self._client.drop()
                raise

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Keep the other threads out without making them wait: a change may take long."""
        with self._client.lock:
            self._client.changing = True
            self._client.drop()
        try:
            yield
        finally:
            with self._client.lock:
                self._client.drop()
                self._client.changing = False

    def _change(self, generation: int, ids: Sequence[str], vectors_of: VectorsOf) -> str:
        advice = "free some space if the disk is full, and run `assistant sync` again; nothing is lost"
        with _translated(f"Chroma could not be changed in {self.folder}", advice):
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                drop_stamp(self.folder)
                self._client.open(self.folder, create=True)
                done = self._fill(ids, vectors_of)
                self._verify(ids, vectors_of)
            finally:
                self._client.drop()
            (self.folder / _ROWS).write_text(_mark_of_rows(self.folder / _SQLITE), encoding="ascii")
            write_stamp(self.folder, generation, [self.folder / _ROWS, *_graph_files(self.folder)])
        return done

    def _fill(self, ids: Sequence[str], vectors_of: VectorsOf) -> str:
        collection = self._client.collection
        held = set(collection.get(include=[])["ids"])
        gone, new = sorted(held - set(ids)), sorted(set(ids) - held)
        for start in range(0, len(new), BATCH):
            some = new[start : start + BATCH]
            collection.add(ids=some, embeddings=vectors_of(some))
        for start in range(0, len(gone), BATCH):
            collection.delete(ids=gone[start : start + BATCH])
        return f"{len(new)} added, {len(gone)} removed"

    def _verify(self, ids: Sequence[str], vectors_of: VectorsOf) -> None:
        collection = self._client.collection
        if collection.count() != len(ids):
            raise StoreError(f"it holds {collection.count()} of {len(ids)} passages")
        sample = list(ids)[:: max(1, len(ids) // VERIFIED)][:VERIFIED]
        if not sample:
            return
        found = collection.query(query_embeddings=vectors_of(sample), n_results=1, include=["distances"])
        for wanted, distances in zip(sample, found["distances"], strict=True):
            if not distances or distances[0] > 1e-3:
                raise StoreError(f"passage {wanted} does not find itself")

    def _is_whole(self, generation: int) -> bool:
        try:
            return is_whole(self.folder, generation) and (
                (self.folder / _ROWS).read_text(encoding="ascii") == _mark_of_rows(self.folder / _SQLITE)
            )
        except (OSError, UnicodeError, sqlite3.Error):
            return False


def _graph_files(folder: Path) -> list[Path]:
    """The files of the graph, where Chroma relies on them.

    Below a thousand rows or so it has written no index of them: it then makes the graph from the rows of
    its SQLite file whenever it opens, and overwrites these files.
    """
    relied_on = [index.parent for index in folder.glob(f"*/{_GRAPH_INDEX}")]
    return [file for graph in relied_on for file in graph.iterdir()]


def _mark_of_rows(file: Path) -> str:
    """A checksum of all that Chroma's SQLite file holds, but for its note of who opened it."""
    checksum = 0
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
        tables = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'acquire_write' ORDER BY name"
        )
        for (table,) in tables.fetchall():
            for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 (the file's own tables)
                checksum = zlib.crc32(repr(row).encode(), checksum)
    return str(checksum)


@contextmanager
def _translated(what: str, advice: str = "`assistant doctor` makes it anew") -> Iterator[None]:
    """Whatever Chroma and the disk raise, as one line that says what to do."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic in Chroma's Rust is not an Exception
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise StoreError(f"{what} ({reason}); {advice}") from error
