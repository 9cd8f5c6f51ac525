"""Passages outside a home, searched as the assistant searches, and an encoder that embeds a text once."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence

import numpy as np

from corpus.split import embedded_text
from corpus.types import Passage
from index.encode import Encoder, Vectors
from index.glossary import widened
from index.lexical import LexicalIndex
from index.retrieve import DEPTH, reciprocal_rank_fusion
from index.types import Hit

BATCH = 256
"""Texts handed to the model between two steps of the progress bar."""


class RememberingEncoder:
    """An encoder that keeps every vector, so that equal texts are embedded once; see `index.encode.Encoder`.

    A bar on standard error, if that is a terminal, shows how far a long run of new texts has come.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        """See `Encoder.name`."""
        return self._encoder.name

    @property
    def window(self) -> int:
        """See `Encoder.window`."""
        return self._encoder.window

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`."""
        from tqdm import tqdm

        # Texts of like length together: the model fills a batch up to its longest.
        new = sorted({text for text in texts if text not in self._known}, key=len)
        quiet = len(new) <= BATCH or not sys.stderr.isatty()
        with tqdm(total=len(new), desc="Embedding", unit="text", leave=False, disable=quiet) as bar:
            for first in range(0, len(new), BATCH):
                batch = new[first : first + BATCH]
                self._known.update(zip(batch, self._encoder.encode(batch), strict=True))
                bar.update(len(batch))
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        return np.stack([self._known[text] for text in texts])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Encoder.count_tokens`."""
        return self._encoder.count_tokens(texts)


class Shelf:
    """Passages searched by meaning (exactly) and by words, fused: `PassageRetriever` without a home.

    Bodies named do not narrow the search: benchmarks are not about forces and services.
    """

    def __init__(self, passages: Sequence[Passage], encoder: Encoder) -> None:
        self.passages = {passage.id: passage for passage in passages}
        self._encoder = encoder
        self._ids = np.array(list(self.passages))
        texts = [embedded_text(passage) for passage in self.passages.values()]
        self._vectors = encoder.encode(texts)
        self._lexical = LexicalIndex.build(zip(self.passages, texts, strict=True))

    def vector_of(self, question: str) -> Vectors:
        """The vector that stands for a question in a search."""
        vector: Vectors = self._encoder.encode([widened(question)])[0]
        return vector

    def rarity(self, words: Sequence[str]) -> list[float]:
        """See `LexicalIndex.rarity`."""
        return self._lexical.rarity(words)

    def find(self, question: str, limit: int, among: Collection[str] | None = None) -> tuple[Hit, ...]:
        """The passages nearest to a question, best first; `among` narrows to those ids."""
        if not self.passages or (among is not None and not among):
            return ()
        cosines = self._vectors @ self.vector_of(question)
        ids = self._ids[np.argsort(-cosines, kind="stable")].tolist()
        near = [name for name in ids if among is None or name in among][:DEPTH]
        narrowed = None if among is None else sorted(among)
        worded = [name for name, _ in self._lexical.search(widened(question), DEPTH, narrowed)]
        fused = reciprocal_rank_fusion([near, worded])[:limit]
        return tuple(Hit(self.passages[name], score) for name, score in fused)
