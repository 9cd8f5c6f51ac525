"""Stock sentences: what reports on several bodies say word for word alike, but for the body's name.

Inspectorates set the same explanations into every report. Such a sentence is about everybody, so that a
question about one body is seldom answered by it, however alike the two are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from corpus.types import Passage

BODIES = 3
"""A sentence is stock when reports on so many bodies have it: two may agree by chance."""

WORDS = 6
"""A shorter sentence ("Good: two areas") is no stock, however many say it."""

SHARE = 0.5
"""From this share of its characters in stock sentences on, a passage is stock."""


def stock_sentences(passages: Iterable[Passage], bodies: Mapping[str, str]) -> frozenset[int]:
    """The marks of the stock sentences of `passages`; `bodies` maps report ids to the bodies' names."""
    said: dict[int, set[str]] = {}
    for passage in passages:
        body = bodies.get(passage.report_id, "")
        for mark in _marks(passage, body) if body else ():
            if mark:
                said.setdefault(mark, set()).add(body)
    return frozenset(mark for mark, by in said.items() if len(by) >= BODIES)


def stock_of(passage: Passage, body: str, stock: frozenset[int]) -> tuple[bool, ...]:
    """For each sentence of the passage, of a report on `body`, whether it is stock."""
    return tuple(mark in stock for mark in _marks(passage, body))


def is_stock(passage: Passage, sentences: Iterable[bool]) -> bool:
    """Whether the passage is mostly stock, by `stock_of` its sentences."""
    lengths = [end - start for start, end in passage.sentences]
    stock = sum(length for length, one in zip(lengths, sentences, strict=True) if one)
    return stock >= SHARE * max(1, sum(lengths))


def _marks(passage: Passage, body: str) -> list[int]:
    """A hash of 64 bits of each sentence without the body's name; 0 for a short one."""
    marks = []
    for start, end in passage.sentences:
        sentence = passage.text[start - passage.start : end - passage.start].casefold()
        words = (sentence.replace(body.casefold(), "") if body else sentence).split()
        digest = blake2b(" ".join(words).encode(), digest_size=8).digest()
        marks.append(int.from_bytes(digest) if len(words) >= WORDS else 0)
    return marks
