"""A home: the folder with the catalogue and what is derived from it, kept in step."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import RLock

import numpy as np

from corpus.split import SPLITTER_VERSION, embedded_text
from index.catalogue import Catalogue
from index.encode import Encoder, Vectors
from index.errors import FingerprintError, HomeError, Locked, StoreError
from index.lexical import LexicalIndex
from index.lock import writer_lock
from index.store import PassageStore
from index.types import Check, Fingerprint


class Home:
    """Opens (or makes) the home at `path`.

    `encoder` must be what the home's vectors were made with, once there are any; it is not loaded
    by opening.

    Raises:
        HomeError: the folder cannot be made or written.
        FingerprintError: the home was indexed with another model or splitter.
    """

    def __init__(self, path: Path, encoder: Encoder, *, check_fingerprint: bool = True) -> None:
        self.path = path
        self.encoder = encoder
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise HomeError(
                f"the folder {path} cannot be made ({error.strerror}); choose another with --home"
            ) from error
        self.catalogue = Catalogue(path / "catalogue.sqlite")
        self.store = PassageStore(path / "vectors")
        self._lock = RLock()
        self._generation = -1
        self._lexical = LexicalIndex([], None)
        self._store_usable = False
        self._exact = lru_cache(maxsize=16)(self._load_exact)
        if check_fingerprint:
            try:
                self._check_fingerprint()
            except FingerprintError:
                self.close()
                raise

    @property
    def fingerprint(self) -> Fingerprint:
        """What vectors made now would be made with."""
        return Fingerprint(self.encoder.name, SPLITTER_VERSION)

    def close(self) -> None:
        """Let go of all files."""
        self.store.close()
        self.catalogue.close()

    def refresh(self) -> None:
        """See what any process has changed since the last question; cheap when nothing has."""
        with self._lock:
            generation = self.catalogue.generation()
            if generation == self._generation:
                return
            folder = self.path / "words"
            lexical = LexicalIndex.load(folder, generation)
            if lexical is None:
                passages = self.catalogue.all_passages()
                lexical = LexicalIndex.build((passage.id, embedded_text(passage)) for passage in passages)
                lexical.save(folder, generation)
            self._lexical = lexical
            self._exact.cache_clear()
            self._store_usable = self._reach_store(generation)
            self._generation = generation

    def bring_in_step(self, generation: int) -> str:
        """Inside the writer lock: make Chroma hold what the catalogue holds. Returns what was done."""
        return self.store.bring_in_step(generation, self.catalogue.passage_ids(), self.catalogue.vectors)

    def nearest(
        self, vector: Vectors, limit: int, among: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Passages by cosine with `vector`: (id, cosine), most alike first.

        All passages are searched through Chroma. A part of them (`among`) is searched by an exact
        product with just those vectors, which measures faster than Chroma's filters by two orders
        of magnitude; so are all of them while Chroma is out of step or fails.
        """
        if among is None and self._store_usable:
            try:
                return self.store.search(vector, min(limit, max(1, len(self._lexical.ids))))
            except StoreError:
                self._store_usable = False
        ids = tuple(self._lexical.ids if among is None else among)
        if not ids:
            return []
        cosines = self._exact(ids) @ vector
        best = np.argsort(-cosines, kind="stable")[:limit]
        return [(ids[row], float(cosines[row])) for row in best]

    def by_words(
        self, question: str, limit: int, among: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Passages by BM25: (id, score), best first; only those that share a word."""
        return self._lexical.search(question, limit, among)

    def rarity(self, words: Sequence[str]) -> list[float]:
        """How rare word stems are among the passages; see `LexicalIndex.rarity`."""
        return self._lexical.rarity(words)

    def doctor(self) -> tuple[Check, ...]:
        """Check the catalogue and what is derived from it, and mend what can be mended."""
        checks = [Check("catalogue", (found := self.catalogue.check()) == "ok", found)]
        with writer_lock(self.path):
            generation = self.catalogue.generation()
            in_step = self.store.in_step(generation)
            done = self.bring_in_step(generation)
            checks.append(Check("vectors (Chroma)", in_step, done, mended=not in_step))
            whole = LexicalIndex.load(self.path / "words", generation) is not None
            self._generation = -1
            self.refresh()
            checks.append(Check("words (BM25)", whole, "in step" if whole else "made again", not whole))
            checks.append(self._unreachable())
        return tuple(checks)

    def _unreachable(self) -> Check:
        """How many passages do not find themselves through Chroma."""
        ids = self.catalogue.passage_ids()
        vectors = self.catalogue.vectors(ids)
        lost = 0
        for row in range(len(ids)):
            found = self.store.search(vectors[row], 1)
            lost += not found or found[0][1] < 1 - 1e-3
        return Check("every passage finds itself", lost == 0, f"{len(ids) - lost} of {len(ids)}")

    def _check_fingerprint(self) -> None:
        held = self.catalogue.fingerprint()
        if held and held != self.fingerprint:
            raise FingerprintError(
                f"{self.path} was indexed with {held.model} (splitter {held.splitter}), and now "
                f"{self.fingerprint.model} (splitter {self.fingerprint.splitter}) is to be used; run "
                "`assistant sync --rebuild` to index it again, choose another --home, or set "
                "ASSISTANT_MODEL back"
            )

    def _reach_store(self, generation: int) -> bool:
        """Open Chroma at this generation, rebuilding it if nobody else is changing the home."""
        try:
            if not self.store.in_step(generation):
                with writer_lock(self.path, wait=0):
                    self.bring_in_step(self.catalogue.generation())
            self.store.reopen_at(generation)
        except (Locked, StoreError, HomeError):
            # Chroma only makes it quicker: without it the catalogue's own vectors are searched.
            return False
        return True

    def _load_exact(self, ids: tuple[str, ...]) -> Vectors:
        return self.catalogue.vectors(ids)
