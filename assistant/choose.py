"""From hits to the one to three sentences that answer, and how likely they do.

`Chooser` is the interface. `NearestSentence` is a first honest implementation: the embedding model's
cosine, shared words and a few plain cues, weighed by a logistic function.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Protocol

import numpy as np

from assistant.features import NAMES, Candidate, Features, Rarity, candidates_of, measure_sentences
from assistant.types import Question
from corpus.types import Passage
from index.encode import Encoder, Vectors
from index.types import Hit

CANDIDATE_HITS = 10
"""How many passages are looked into."""

MOST_SENTENCES = 3

REMEMBERED = 20_000
"""Sentences whose vectors are kept in memory: 30 MB at 384 dimensions."""

# A sentence that begins so leans on the one before it.
_LEANS_BACK = re.compile(
    r"(?:this|these|those|it|they|he|she|its|their|his|her|such|both|that)\b|(?:but|and|however|so)\b", re.I
)
# A sentence that begins so says what the one before it speaks of.
_SPELLS_OUT = re.compile(
    r"(?:this|it|these|they|those) (?:is|was|are|were|relates?|related|concerns?|covers?)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Choice:
    """Consecutive sentences of one passage: the span in its report, and how likely they answer, 0 to 1."""

    passage: Passage
    start: int
    end: int
    probability: float


class Chooser(Protocol):
    """What picks the words that answer."""

    def choose(
        self, question: Question, vector: Vectors, hits: Sequence[Hit], published: Mapping[str, date | None]
    ) -> tuple[Choice, ...]:
        """The choices among the sentences of the hits, the likeliest first, none overlapping another.

        Args:
            question: what is asked.
            vector: the question's own, of length 1.
            hits: passages, best first.
            published: the date of each hit's report, by report id.
        """


@dataclass(frozen=True, slots=True)
class Weights:
    """The logistic function's weights, by the features of `assistant.features.NAMES`.

    A weighted sum of 0 is a probability of one half. `python -m evals.fit` works them out.
    """

    bias: float
    by_feature: tuple[float, ...]

    def probabilities(self, features: Features) -> Features:
        """How likely each row of features is that of a sentence that answers, 0 to 1."""
        sums = self.bias + features @ np.array(self.by_feature)
        return 1.0 / (1.0 + np.exp(-sums))


FITTED = Weights(-6.5, (5.0, 2.5, 2.0, -1.2, -1.2, -1.5, 0.8, 0.8))


class NearestSentence:
    """Weighs each sentence by its likeness to the question, the words it shares and what it holds.

    Args:
        encoder: what made the question's vector.
        rarity: how rare words are among the passages.
        weights: of the logistic function.
    """

    def __init__(self, encoder: Encoder, rarity: Rarity, weights: Weights = FITTED) -> None:
        if len(weights.by_feature) != len(NAMES):
            raise ValueError(f"{len(NAMES)} weights are needed, one a feature")
        self.encoder = encoder
        self.rarity = rarity
        self.weights = weights
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def choose(
        self, question: Question, vector: Vectors, hits: Sequence[Hit], published: Mapping[str, date | None]
    ) -> tuple[Choice, ...]:
        """See `Chooser.choose`."""
        candidates = candidates_of(hits[:CANDIDATE_HITS])
        features = self.measure(question, vector, candidates, published)
        probabilities = self.weights.probabilities(features)
        chosen: list[Choice] = []
        for row in np.argsort(-probabilities, kind="stable"):
            passage = candidates[row].passage
            start, end = window_of(candidates[row])
            overlapping = any(
                one.passage.report_id == passage.report_id and start < one.end and one.start < end
                for one in chosen
            )
            if not overlapping:
                chosen.append(Choice(passage, start, end, float(probabilities[row])))
        return tuple(chosen)

    def measure(
        self,
        question: Question,
        vector: Vectors,
        candidates: Sequence[Candidate],
        published: Mapping[str, date | None],
    ) -> Features:
        """The features of each candidate; see `assistant.features.measure_sentences`."""
        texts = [f"{candidate.passage.context}\n{candidate.text}" for candidate in candidates]
        vectors = self._vectors(texts, len(vector))
        return measure_sentences(question, vector, candidates, vectors, published, self.rarity)

    def _vectors(self, texts: Sequence[str], dimensions: int) -> Vectors:
        """The vectors of sentences, from memory where they were needed before."""
        with self._lock:
            known = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, self.encoder.encode(new), strict=True))
        with self._lock:
            for text in texts:
                self._known[text] = known[text]
                self._known.move_to_end(text)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return np.stack([known[text] for text in texts]) if texts else np.zeros((0, dimensions), np.float32)


def window_of(candidate: Candidate) -> tuple[int, int]:
    """The sentence, with the one before it if it leans on that, and those after that spell it out.

    "There is one cause of concern remaining. This relates to ..." belongs together, whichever of the
    two was found. At most `MOST_SENTENCES`, all of one passage.
    """
    spans, offset, text = candidate.passage.sentences, candidate.passage.start, candidate.passage.text
    first = last = candidate.sentence

    def sentence(number: int) -> str:
        return text[spans[number][0] - offset : spans[number][1] - offset]

    while first > 0 and last - first + 1 < MOST_SENTENCES and _LEANS_BACK.match(sentence(first)):
        first -= 1
    while (
        last + 1 < len(spans)
        and last - first + 1 < MOST_SENTENCES
        and (_SPELLS_OUT.match(sentence(last + 1)) or sentence(last).endswith(":"))
    ):
        last += 1
    return spans[first][0], spans[last][1]
