"""A home: the folder with the catalogue and what is derived from it, kept in step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np

from corpus.readings.said import StatusReader
from corpus.split import DEFAULT, Splitting, embedded_text
from corpus.types import Passage
from index.catalogue import Catalogue
from index.encode import Encoder, FakeEncoder, Vectors
from index.errors import FingerprintError, HomeError, Locked, StoreError
from index.ledger import Ledger
from index.ledger_of import make_ledger
from index.lexical import LexicalIndex
from index.lock import writer_lock
from index.stamp import stamped_generation
from index.status_model import TrainedStatusReader
from index.stock import stock_of, stock_sentences
from index.store import PassageStore
from index.told import ToldTable
from index.types import Check, Fingerprint


class Home:
    """Opens (or makes) the home at `path`.

    `encoder` must be what the home's vectors were made with, once there are any; it is not loaded
    by opening. `splitting` says how its reports are split. `status_reader` reads what they say of status
    beside the rules, by default the packaged one; with the fake encoder nobody does.

    Raises:
        HomeError: the folder cannot be made or written.
        FingerprintError: the home was indexed with another model or splitter.
    """

    def __init__(
        self,
        path: Path,
        encoder: Encoder,
        *,
        check_fingerprint: bool = True,
        splitting: Splitting = DEFAULT,
        status_reader: StatusReader | None = None,
    ) -> None:
        self.path = path
        self.encoder = encoder
        self.splitting = splitting
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise HomeError(
                f"the folder {path} cannot be made ({error.strerror}); choose another with --home"
            ) from error
        self.catalogue = Catalogue(path / "catalogue.sqlite")
        if status_reader is None and not isinstance(encoder, FakeEncoder):
            status_reader = TrainedStatusReader()
        self.told = ToldTable(self.catalogue, status_reader)
        self.store = PassageStore(path / "vectors")
        self._generation: int | None = None
        self._lexical = LexicalIndex([], None)
        self._lexical_at: int | None = None
        self._store_usable = False
        self._store_tried: tuple[int, int | None] | None = None
        self._exact = lru_cache(maxsize=16)(self._load_exact)
        try:
            if check_fingerprint:
                self.check_fingerprint()
        except BaseException:
            self.close()
            raise

    @property
    def fingerprint(self) -> Fingerprint:
        """What vectors made now would be made with."""
        return Fingerprint(self.encoder.name, self.splitting.version)

    def close(self) -> None:
        """Let go of all files."""
        self.store.close()
        self.catalogue.close()

    def refresh(self) -> None:
        """See what any process has changed since the last question; cheap when nothing has.

        Raises FingerprintError when the home has been indexed again with another model meanwhile.
        """
        with self.catalogue.snapshot():
            generation = self.catalogue.generation()
            if generation != self._generation:
                self.check_fingerprint()
                self._generation, self._store_usable = generation, False
                self._exact.cache_clear()
            if self._lexical_at != generation:
                self._reach_words(generation)
            if not self._store_usable:
                self._reach_store(generation)

    def bring_in_step(self, generation: int) -> str:
        """Inside the writer lock: derive Chroma's files and BM25's anew where they are behind.

        Returns what was done to Chroma's.
        """
        self._words(generation)
        return self.store.bring_in_step(generation, self.catalogue.passage_ids(), self.catalogue.vectors)

    def nearest(
        self, vector: Vectors, limit: int, among: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Passages by cosine with `vector`: (id, cosine), most alike first.

        Inside a snapshot of the catalogue, after `refresh`. All passages are searched through Chroma. A
        part of them (`among`) is searched by an exact product with just those vectors, which measures
        faster than Chroma's filters by two orders of magnitude; so are all of them while Chroma is out
        of step or fails.
        """
        if among is None and self._store_usable:
            try:
                return self.store.search(vector, limit)
            except StoreError:
                self._store_usable = False
        ids, vectors = self._exact(None if among is None else tuple(among))
        if not ids:
            return []
        cosines = vectors @ vector
        best = np.argsort(-cosines, kind="stable")[:limit]
        return [(ids[row], float(cosines[row])) for row in best]

    def by_words(
        self, question: str, limit: int, among: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """Passages by BM25: (id, score), best first; only those that share a word."""
        return self._lexical.search(question, limit, among)

    def stock_of(self, passage: Passage, body: str) -> tuple[bool, ...]:
        """For each sentence of a passage, of a report on `body`, whether it is stock (`index.stock`)."""
        return stock_of(passage, body, self._lexical.stock)

    def rarity(self, words: Sequence[str]) -> list[float]:
        """How rare word stems are among the passages; see `LexicalIndex.rarity`."""
        return self._lexical.rarity(words)

    def ledger(self, as_of: date | None = None, today: date | None = None) -> Ledger:
        """How every body stands; see `index.ledger_of.make_ledger`."""
        with self.catalogue.snapshot():
            entries = self.catalogue.entries()
            return make_ledger(entries, self.told.told(), self.told.vectors(self.encoder.name), as_of, today)

    def doctor(self) -> tuple[Check, ...]:
        """Check the catalogue and what is derived from it, and mend what can be mended."""
        found = self.catalogue.check()
        if found != "ok":
            advice = f"{found}; move {self.catalogue.path} away and run `assistant sync` to make it anew"
            return (Check("catalogue", False, advice),)
        checks = [Check("catalogue", True, found)]
        with writer_lock(self.path):
            generation = self.catalogue.generation()
            in_step = self.store.in_step(generation)
            whole = LexicalIndex.load(self.path / "words", generation) is not None
            done = self.bring_in_step(generation)
            checks.append(Check("vectors (Chroma)", in_step, done, mended=not in_step))
            checks.append(Check("words (BM25)", whole, "in step" if whole else "made again", not whole))
            checks.append(self._each_finds_itself(generation))
            self._generation = self._lexical_at = self._store_tried = None
        return tuple(checks)

    def _each_finds_itself(self, generation: int) -> Check:
        """Ask Chroma for every passage; if one is out of reach, make Chroma's index anew."""
        ids = self.catalogue.passage_ids()
        vectors = self.catalogue.vectors(ids)
        reached = self._reached(vectors, generation)
        if reached == len(ids):
            return Check("every passage finds itself", True, f"{reached} of {len(ids)}")
        self.store.forget()
        self.bring_in_step(generation)
        then = self._reached(vectors, generation)
        detail = f"{reached} of {len(ids)}; made anew, {then} of {len(ids)}"
        return Check("every passage finds itself", False, detail, mended=then == len(ids))

    def _reached(self, vectors: Vectors, generation: int) -> int:
        """How many of these vectors Chroma finds, or one just like it."""
        self.store.reopen_at(generation)
        nearest = (self.store.search(vector, 1) for vector in vectors)
        return sum(bool(found) and found[0][1] > 1 - 1e-3 for found in nearest)

    def _words(self, generation: int) -> LexicalIndex:
        """BM25 for that state of the catalogue, from its copy on disk if that is whole."""
        folder = self.path / "words"
        lexical = LexicalIndex.load(folder, generation)
        if lexical is None:
            passages = self.catalogue.all_passages
            bodies = {entry.id: entry.body for entry in self.catalogue.entries()}
            texts = ((passage.id, embedded_text(passage)) for passage in passages())
            lexical = LexicalIndex.build(texts, stock_sentences(passages(), bodies))
            lexical.save(folder, generation)
        return lexical

    def check_fingerprint(self) -> None:
        """Raises FingerprintError when the home's vectors were made with another model or splitter."""
        held = self.catalogue.fingerprint()
        if held and held != self.fingerprint:
            raise FingerprintError(
                f"{self.path} was indexed with {held.model} (splitter {held.splitter}), and now "
                f"{self.fingerprint.model} (splitter {self.fingerprint.splitter}) is to be used; run "
                "`assistant sync --rebuild` to index it again, choose another --home, or set "
                "ASSISTANT_MODEL back"
            )

    def _reach_words(self, generation: int) -> None:
        """Have BM25 at this generation; a large home's takes seconds to count, so not during a sync."""
        current = stamped_generation(self.path / "words") == generation
        if current or self._lexical_at is None or not self._is_being_changed():
            self._lexical, self._lexical_at = self._words(generation), generation

    def _is_being_changed(self) -> bool:
        try:
            with writer_lock(self.path, wait=0):
                return False
        except Locked:
            return True
        except HomeError:
            return False

    def _reach_store(self, generation: int) -> None:
        """Open Chroma at this generation, rebuilding it if nobody else is changing the home."""
        if self._store_tried == (generation, stamped_generation(self.store.folder)):
            return
        try:
            if not self.store.in_step(generation):
                with writer_lock(self.path, wait=0):
                    # Another process may have come further than what is read here.
                    if (stamped_generation(self.store.folder) or 0) <= generation:
                        self.bring_in_step(generation)
            self.store.reopen_at(generation)
            self._store_usable = True
        except (StoreError, HomeError):
            # Chroma only makes it quicker: without it the catalogue's own vectors are searched.
            self._store_usable = False
        self._store_tried = (generation, stamped_generation(self.store.folder))

    def _load_exact(self, among: tuple[str, ...] | None) -> tuple[tuple[str, ...], Vectors]:
        ids = tuple(self.catalogue.passage_ids()) if among is None else among
        return ids, self.catalogue.vectors(ids)
