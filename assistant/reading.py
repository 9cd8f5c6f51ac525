"""Chooses what answers by reading: the likeliest windows, each read together with the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from assistant.choose import CANDIDATE_HITS, Choice, Weights, first_of_overlapping
from assistant.features import BY_WORDS, Features, Rarity, measure_words
from assistant.reader import Reader, text_of
from assistant.types import Question
from assistant.window import Candidate, candidates_of, window_of, words_at
from index.retrieve import Found

WINDOWS = 12
"""How many windows of a question are read: see the curve of quality against time in docs/quality.md."""

READ = "read"
"""The reader's logit, as the last feature beside those of `assistant.features.BY_WORDS`."""

NAMES = (*BY_WORDS, READ)

LIKELY = Weights((3.11, 2.43, -1.87, -2.49, -1.06, -0.96, 1.90, -0.56, 1.53), 1.0, 0.0)
"""Which windows are worth reading. From `python -m evals.fit`, as are those below."""

FITTED = Weights((0.87, 0.45, -1.70, -1.57, -0.26, 0.30, 1.87, -0.01, 0.34, 0.87), 0.488, -0.863)


@dataclass(frozen=True, slots=True)
class Windows:
    """What was read of a question: the sentence each window was made around, and its span."""

    candidates: tuple[Candidate, ...]
    spans: tuple[tuple[int, int], ...]
    features: Features
    """Shape (len(spans), len(NAMES))."""


class ReadingChooser:
    """Reads the windows that share most with the question, and weighs what the reader says of each.

    Args:
        reader: says of windows how far they answer.
        rarity: how rare words are among the passages.
        weights: of the features and of the reader's logit.
        windows: how many are read at most.
    """

    def __init__(
        self, reader: Reader, rarity: Rarity, weights: Weights = FITTED, windows: int = WINDOWS
    ) -> None:
        if len(weights.by_feature) != len(NAMES):
            raise ValueError(f"{len(NAMES)} weights are needed, one a feature")
        self.reader = reader
        self.rarity = rarity
        self.weights = weights
        self.windows = windows

    def choose(
        self, question: Question, found: Found, published: Mapping[str, date | None]
    ) -> tuple[Choice, ...]:
        """See `assistant.choose.Chooser.choose`."""
        read = self.read(question, found, published)
        probabilities = self.weights.probabilities(read.features)
        ranked: list[Choice] = []
        for row in np.argsort(-probabilities, kind="stable"):
            start, end = read.spans[row]
            ranked.append(Choice(read.candidates[row].passage, start, end, float(probabilities[row])))
        return first_of_overlapping(ranked)

    def read(self, question: Question, found: Found, published: Mapping[str, date | None]) -> Windows:
        """The windows worth reading, the likeliest first, with their features and what the reader says."""
        candidates, features = self.measure(question, found, published)
        rows: dict[tuple[str, int, int], int] = {}
        for row in np.argsort(-LIKELY.sums(features), kind="stable"):
            start, end = window_of(candidates[row])
            rows.setdefault((candidates[row].passage.report_id, start, end), int(row))
            if len(rows) == self.windows:
                break
        spans = tuple((start, end) for _, start, end in rows)
        picked = tuple(candidates[row] for row in rows.values())
        texts = []
        for candidate, (start, end) in zip(picked, spans, strict=True):
            passage = candidate.passage
            words = words_at(passage, start, end)
            texts.append(text_of(passage.context, words, published.get(passage.report_id)))
        logits = self.reader.read(question.text, texts)
        return Windows(picked, spans, np.column_stack([features[list(rows.values())], logits]))

    def measure(
        self, question: Question, found: Found, published: Mapping[str, date | None]
    ) -> tuple[list[Candidate], Features]:
        """The sentences of the hits and their features `BY_WORDS`.

        Without their likeness to the question, for which each would have to be embedded: that takes longer
        than reading those that come first without it.
        """
        candidates = candidates_of(found.hits[:CANDIDATE_HITS])
        asked = found.mention.without_names(question.text)
        return candidates, measure_words(asked, question, candidates, published, self.rarity)
