"""From hits to the one to three sentences that answer, and how likely they do.

`Chooser` is the interface. `NearestSentence` is a first honest implementation: the embedding model's
cosine, shared words and a few plain cues, weighed by a logistic function.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from assistant.features import NAMES, Features, Rarity, measure_sentences
from assistant.types import Question
from assistant.window import Candidate, candidates_of, window_of
from corpus.types import Passage
from index.encode import Encoder, Vectors

if TYPE_CHECKING:
    from index.retrieve import Found

CANDIDATE_HITS = 10
"""How many passages are looked into."""

REMEMBERED = 20_000
"""Sentences whose vectors are kept in memory: 30 MB at 384 dimensions."""


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
        self, question: Question, found: Found, published: Mapping[str, date | None]
    ) -> tuple[Choice, ...]:
        """The choices among the sentences of the hits, the likeliest first, none overlapping another.

        Args:
            question: what is asked.
            found: the hits, best first, the question's vector, and the bodies it names.
            published: the date of each hit's report, by report id.
        """


@dataclass(frozen=True, slots=True)
class Weights:
    """What features count, one weight each, and how their sum becomes a probability.

    `python -m evals.fit` works them out.
    """

    by_feature: tuple[float, ...]
    slope: float
    bias: float

    def sums(self, features: Features) -> npt.NDArray[np.float64]:
        """The weighed sum of each row, shape (n,); higher is likelier, without a scale."""
        weighed: npt.NDArray[np.float64] = features @ np.array(self.by_feature)
        return weighed

    def probabilities(self, features: Features) -> npt.NDArray[np.float64]:
        """How likely each row of features is that of a sentence that answers, shape (n,), 0 to 1."""
        likely: npt.NDArray[np.float64] = 1.0 / (
            1.0 + np.exp(-(self.slope * self.sums(features) + self.bias))
        )
        return likely


def first_of_overlapping(ranked: Iterable[Choice]) -> tuple[Choice, ...]:
    """The choices, the likeliest first, without those whose words a likelier one has in part."""
    chosen: list[Choice] = []
    for choice in ranked:
        overlapping = any(
            one.passage.report_id == choice.passage.report_id
            and choice.start < one.end
            and one.start < choice.end
            for one in chosen
        )
        if not overlapping:
            chosen.append(choice)
    return tuple(chosen)


_UNMET = NAMES.index("unmet")

FITTED = Weights((3.70, 2.42, 2.40, -1.81, -2.41, -1.14, -0.93, 1.99, -0.56, 1.31), 0.267, -1.943)


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
        self, question: Question, found: Found, published: Mapping[str, date | None]
    ) -> tuple[Choice, ...]:
        """See `Chooser.choose`."""
        candidates, features = self.measure(question, found, published)
        probabilities = self.weights.probabilities(features)
        # Words without the person, date or number asked for are seldom an answer, however alike.
        probabilities = np.where(features[:, _UNMET] > 0, probabilities / 2, probabilities)
        ranked = np.argsort(-probabilities, kind="stable")
        return first_of_overlapping(
            Choice(candidates[row].passage, *window_of(candidates[row]), float(probabilities[row]))
            for row in ranked
        )

    def measure(
        self, question: Question, found: Found, published: Mapping[str, date | None]
    ) -> tuple[list[Candidate], Features]:
        """The sentences of the hits and their features; see `assistant.features.measure_sentences`."""
        candidates = candidates_of(found.hits[:CANDIDATE_HITS])
        texts = [f"{candidate.passage.context}\n{candidate.text}" for candidate in candidates]
        cosines = self._vectors(texts, len(found.vector)) @ found.vector
        asked = found.mention.without_names(question.text)
        return candidates, measure_sentences(asked, question, candidates, cosines, published, self.rarity)

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
