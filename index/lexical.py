"""BM25 over the passages' words, beside the vectors: the only module that imports bm25s.

Derived from the catalogue; kept in memory, with a copy on disk so that opening is quick.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.stamp import is_whole, stamped_generation, write_stamp

_IDS = "ids.json"
_STOCK = "stock.json"
Mask = npt.NDArray[np.bool_]


class LexicalIndex:
    """BM25 (Robertson; the variant of Lucene, k1 = 1.5, b = 0.75) over English word stems.

    Made by `build` or `load`; never changed afterwards, so threads may share it. `stock` is kept with it,
    being of the same passages: the marks of `index.stock.stock_sentences`.
    """

    def __init__(self, ids: Sequence[str], model: Any, stock: frozenset[int] = frozenset()) -> None:
        self.ids = list(ids)
        self.stock = stock
        self._rows = {passage: row for row, passage in enumerate(self.ids)}
        self._model = model

    @classmethod
    def build(cls, passages: Iterable[tuple[str, str]], stock: frozenset[int] = frozenset()) -> LexicalIndex:
        """Index (id, text) pairs."""
        import bm25s

        pairs = list(passages)
        ids = [passage for passage, _ in pairs]
        tokens = _tokens([text for _, text in pairs]) if pairs else None
        if tokens is None or not any(tokens.ids):
            return cls(ids, None, stock)  # bm25s fails where there is no word to count
        model = bm25s.BM25()
        model.index(tokens, show_progress=False)
        return cls(ids, model, stock)

    @classmethod
    def load(cls, folder: Path, generation: int) -> LexicalIndex | None:
        """What `save` wrote for that generation; None if there is nothing whole of it."""
        if not is_whole(folder, generation):
            return None
        import bm25s

        try:
            ids = json.loads((folder / _IDS).read_text(encoding="utf-8"))
            stock = frozenset(json.loads((folder / _STOCK).read_text(encoding="utf-8")))
            model = bm25s.BM25.load(folder, show_progress=False) if ids else None
        except (OSError, ValueError, KeyError):
            return None
        # Another process may have put its own in the place of this one while it was read.
        return cls(ids, model, stock) if stamped_generation(folder) == generation else None

    def save(self, folder: Path, generation: int) -> None:
        """Write a copy into `folder`, in the place of an older one, in one step.

        A copy that cannot be written is only slower: it is worked out again at the next opening.
        """
        draft = folder.with_name(f"{folder.name}.{os.getpid()}")
        with suppress(OSError):
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(parents=True)
            if self._model is not None:
                self._model.save(draft, show_progress=False)
            (draft / _IDS).write_text(json.dumps(self.ids), encoding="utf-8")
            (draft / _STOCK).write_text(json.dumps(sorted(self.stock)), encoding="utf-8")
            write_stamp(draft, generation, [file for file in draft.rglob("*") if file.is_file()])
            shutil.rmtree(folder, ignore_errors=True)
            draft.replace(folder)
        shutil.rmtree(draft, ignore_errors=True)

    def search(
        self, question: str, limit: int, among: Sequence[str] | None = None
    ) -> list[tuple[str, float]]:
        """The passages that share words with the question: (id, BM25 score), best first.

        Scores are above 0, without an upper bound, higher is better. `among` narrows to those ids.
        """
        if self._model is None:
            return []
        words = _tokens([question], as_ids=False)[0]
        known = [word for word in words if word in self._model.vocab_dict]
        if not known:
            return []
        scores = self._model.get_scores(known)
        rows = np.arange(len(self.ids))
        if among is not None:
            rows = np.array([self._rows[passage] for passage in among if passage in self._rows], dtype=int)
        best = rows[np.argsort(-scores[rows], kind="stable")][:limit]
        return [(self.ids[row], float(scores[row])) for row in best if scores[row] > 0]

    def rarity(self, words: Sequence[str]) -> list[float]:
        """For each word stem how rare it is: log(N / n) / log(N), 1 where no passage has it.

        N is the number of passages plus one, n that of passages with the stem plus one.
        """
        total = len(self.ids) + 1
        if self._model is None or total < 3:
            return [1.0] * len(words)
        held = np.diff(self._model.scores["indptr"])
        vocabulary = self._model.vocab_dict
        counts = [int(held[vocabulary[word]]) + 1 if word in vocabulary else 1 for word in words]
        return [log(total / count) / log(total) for count in counts]


def stems(words: list[str]) -> list[str]:
    """English stems (Porter's second algorithm, by Snowball) of lower-cased words."""
    stemmed: list[str] = _stemmer().stemWords(words)
    return stemmed


@cache
def _stemmer() -> Any:
    from Stemmer import Stemmer

    return Stemmer("english")


def _tokens(texts: list[str], as_ids: bool = True) -> Any:
    import bm25s

    return bm25s.tokenize(texts, stopwords="en", stemmer=_stemmer(), return_ids=as_ids, show_progress=False)
