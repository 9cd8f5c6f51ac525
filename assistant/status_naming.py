"""Which matters (causes of concern, and recommendations on them) a question names, by stems or by meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from corpus.matters import content, likeness
from index.encode import Vectors
from index.glossary import synonyms
from index.ledger import Matter

MATTER_WORDS = 0.5
MATTER_MEANING = 0.5
"""The share of a matter's name, or the cosine with one, that makes a question's words a name for it."""

NEARLY, AHEAD = 0.36, 0.12
"""Of one body a smaller cosine is enough, where it is so far ahead of that of its other matters."""

Encode = Callable[[Sequence[str]], Vectors]


class Naming:
    """Knows matters by other words than their reports'.

    Args:
        encode: embeds texts.
        vectors: of the names of matters.
    """

    def __init__(self, encode: Encode, vectors: Mapping[str, Vectors]) -> None:
        self._encode = encode
        self._vectors = vectors

    def named(self, words: str, matters: Sequence[Matter], *, near: bool) -> list[Matter]:
        """Those of some matters that words name, by stems or by meaning; of one body the likeliest.

        With `near`, of matters all of one body, also one that they name only nearly.
        """
        stems = content(" ".join([words, *(said for _, said in synonyms(words))]))
        if not stems:
            return []
        names = [
            tuple(dict.fromkeys(name for told in matter.told for name in told.event.names))
            for matter in matters
        ]
        vector = self._encode([words])[0]
        scored: list[tuple[float, Matter]] = []
        cosines: list[tuple[float, int]] = []
        for matter, own in zip(matters, names, strict=True):
            by_words = max((likeness(content(name), stems) for name in own), default=0.0)
            known = [self._vectors[name] for name in own if name in self._vectors]
            cosine = float(np.max(np.stack(known) @ vector)) if known else 0.0
            cosines.append((cosine, len(cosines)))
            score = max(by_words / MATTER_WORDS, cosine / MATTER_MEANING)
            if score >= 1.0:
                scored.append((score + cosine, matter))
        first, second = [*sorted(cosines, reverse=True), (0.0, -1), (0.0, -1)][:2]
        if near and not scored and len(matters) > 1 and first[0] >= NEARLY and first[0] - second[0] >= AHEAD:
            return [matters[first[1]]]
        best: dict[str, tuple[float, Matter]] = {}
        for score, matter in scored:
            if matter.body not in best or score > best[matter.body][0]:
                best[matter.body] = (score, matter)
        return [matter for _, matter in best.values()]


def stems_of(matter: Matter, words: str) -> frozenset[str]:
    """The stems of all names of a matter, and those of some words that people say for one of them."""
    names = [name for told in matter.told for name in told.event.names]
    stems = frozenset(stem for name in names for stem in content(name))
    said = [plain for plain, formal in synonyms(words) if likeness(content(formal), stems) >= MATTER_WORDS]
    return stems.union(*(content(plain) for plain in said))
