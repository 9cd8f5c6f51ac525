"""Chroma, holding the passages' vectors for search: the only module that imports it.

Derived from the catalogue. Texts and metadata stay there; Chroma gets ids and vectors, never a text
and never an embedding function (a stored one would be instantiated by whoever opens the folder).
"""

from __future__ import annotations

import os
import shutil
import struct
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Any

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

VectorsOf = Callable[[Sequence[str]], Vectors]


class PassageStore:
    """Chroma's embedded client in `folder`, opened when first searched.

    Changing it needs the home's writer lock; searching does not. Safe to use from several threads.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = RLock()
        self._client: Any = None
        self._collection: Any = None
        self._opened_at: int | None = None

    def in_step(self, generation: int) -> bool:
        """Whether what is on disk is whole and made from that state of the catalogue."""
        with self._lock:
            if self._opened_at == generation:
                return True
        return is_whole(self.folder, generation) and _sqlite_is_whole(self.folder / "chroma.sqlite3")

    def bring_in_step(self, generation: int, ids: Sequence[str], vectors_of: VectorsOf) -> str:
        """Make the store hold exactly `ids`; changes what differs, or makes all anew if it must.

        Returns what was done, in words. Raises StoreError when even a new store fails.
        """
        with self._lock:
            if self.in_step(generation):
                return "in step"
            before = stamped_generation(self.folder)
            if before is not None and is_whole(self.folder, before):
                with suppress(StoreError):
                    return self._change(generation, ids, vectors_of)
            self.close()
            shutil.rmtree(self.folder, ignore_errors=True)
            return self._change(generation, ids, vectors_of)

    def search(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """The nearest passages: (id, cosine) with the most alike first; cosine -1 to 1.

        Raises StoreError when Chroma fails; the caller has the catalogue's own vectors to go on with.
        """
        with self._lock:
            try:
                self._open()
                found = self._collection.query(
                    query_embeddings=[vector], n_results=limit, include=["distances"]
                )
            except Exception as error:
                self.close()
                raise StoreError(f"Chroma could not search {self.folder}: {_first_line(error)}") from error
        # Chroma's inner-product distance is 1 - cosine for vectors of length 1: smaller is nearer.
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(passage, 1.0 - distance) for passage, distance in pairs]

    def close(self) -> None:
        """Let go of the files; the next search opens them again."""
        with self._lock:
            client, self._client, self._collection = self._client, None, None
            self._opened_at = None
            if client is not None:
                with suppress(Exception):
                    client.close()

    def reopen_at(self, generation: int) -> None:
        """See what another process has changed: an open client goes on answering from before.

        Raises StoreError when Chroma cannot open its folder.
        """
        with self._lock:
            if self._opened_at == generation:
                return
            self.close()
            try:
                self._open()
            except Exception as error:
                self.close()
                raise StoreError(f"Chroma could not open {self.folder}: {_first_line(error)}") from error
            self._opened_at = generation

    def _change(self, generation: int, ids: Sequence[str], vectors_of: VectorsOf) -> str:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            drop_stamp(self.folder)
            self._open(create=True)
            held = set(self._collection.get(include=[])["ids"])
            gone, new = sorted(held - set(ids)), sorted(set(ids) - held)
            for start in range(0, len(new), BATCH):
                some = new[start : start + BATCH]
                self._collection.add(ids=some, embeddings=vectors_of(some))
            for start in range(0, len(gone), BATCH):
                self._collection.delete(ids=gone[start : start + BATCH])
            self._verify(ids, vectors_of)
        except Exception as error:
            self.close()
            raise StoreError(f"Chroma could not be changed in {self.folder}: {_first_line(error)}") from error
        self.close()
        # Chroma touches its SQLite file whenever it is opened, so that one has no checksum here.
        files = [f for f in self.folder.rglob("*") if f.is_file() and not f.name.startswith("chroma.sqlite3")]
        write_stamp(self.folder, generation, files)
        return f"{len(new)} added, {len(gone)} removed"

    def _verify(self, ids: Sequence[str], vectors_of: VectorsOf) -> None:
        if self._collection.count() != len(ids):
            raise StoreError(f"it holds {self._collection.count()} of {len(ids)} passages")
        sample = list(ids)[:: max(1, len(ids) // VERIFIED)][:VERIFIED]
        if not sample:
            return
        found = self._collection.query(
            query_embeddings=vectors_of(sample), n_results=1, include=["distances"]
        )
        for wanted, distances in zip(sample, found["distances"], strict=True):
            if not distances or distances[0] > 1e-3:
                raise StoreError(f"passage {wanted} does not find itself")

    def _open(self, create: bool = False) -> None:
        if self._collection is not None:
            return
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        from chromadb import PersistentClient
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        self._client = PersistentClient(path=str(self.folder), settings=settings)
        if create:
            self._collection = self._client.get_or_create_collection(
                _COLLECTION, embedding_function=None, configuration={"hnsw": _HNSW}
            )
        else:
            self._collection = self._client.get_collection(_COLLECTION, embedding_function=None)


def _sqlite_is_whole(file: Path) -> bool:
    """Whether the file is as long as its own header says: one cut short is not."""
    try:
        with file.open("rb") as opened:
            header = opened.read(32)
        page_size, pages = struct.unpack(">H10xI", header[16:32])
    except (OSError, struct.error):
        return False
    # The header's 1 stands for 65,536, which does not fit its two bytes.
    stated: int = (65_536 if page_size == 1 else page_size) * pages
    return file.stat().st_size >= stated > 0


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
