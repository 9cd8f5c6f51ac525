"""What is measured of a sentence that may answer a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from assistant.cues import Cues, content_words, specifics
from assistant.types import Question
from corpus.dates import format_date
from corpus.types import Passage
from index.encode import Vectors
from index.lexical import stems
from index.types import Hit

NAMES = ("cosine", "covered", "covered_near", "missing", "unmet", "uncounted", "newest", "rank")
"""The features in their order. See `measure_sentences`."""

Rarity = Callable[[Sequence[str]], list[float]]
"""Takes word stems, gives for each how rare it is among the passages: 0 (in all) to 1 (in none)."""

Features = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence of a hit: `sentence` is its place among `passage.sentences`."""

    passage: Passage
    sentence: int
    hit_rank: int

    @property
    def text(self) -> str:
        """The sentence."""
        return self.around(0, 0)

    def around(self, before: int, after: int) -> str:
        """The sentence with so many of those before and after it, as far as its passage goes."""
        spans = self.passage.sentences
        first, last = max(0, self.sentence - before), min(len(spans) - 1, self.sentence + after)
        offset = self.passage.start
        return self.passage.text[spans[first][0] - offset : spans[last][1] - offset]


def candidates_of(hits: Sequence[Hit]) -> list[Candidate]:
    """Every sentence of every hit."""
    return [
        Candidate(hit.passage, sentence, rank)
        for rank, hit in enumerate(hits)
        for sentence in range(len(hit.passage.sentences))
    ]


def measure_sentences(
    question: Question,
    vector: Vectors,
    candidates: Sequence[Candidate],
    vectors: Vectors,
    published: Mapping[str, date | None],
    rarity: Rarity,
) -> Features:
    """The features of each candidate, shape (len(candidates), len(NAMES)).

    - cosine: of the question and the sentence with its context, -1 to 1
    - covered: the share of the question's words, weighed by rarity, that stand in the sentence, 0 to 1
    - covered_near: the same for the sentence, its neighbours and its context
    - missing: numbers and names of the question that are nowhere in the passage, its context or date
    - unmet: kinds asked for (person, date, number) that the sentence and its neighbours do not hold
    - uncounted: 1 where what is to be counted is not in the sentence or the one before it
    - newest: for questions about how things stand, how new the report is among the hits, 0 to 1
    - rank: 1 / (1 + the place of the hit)
    """
    cues = Cues.of(question.asked or question.text)
    wanted = _Wanted.of(question.text, rarity)
    counted = set(stems(list(cues.counted)))
    newest = _newness(candidates, published) if cues.now else {}
    cosines = vectors @ vector if len(candidates) else np.zeros(0)
    rows = []
    for candidate, cosine in zip(candidates, cosines, strict=True):
        report_id = candidate.passage.report_id
        here = set(stems(content_words(candidate.text)))
        back = candidate.around(1, 0)
        near = here | set(stems(content_words(f"{candidate.passage.context} {candidate.around(1, 1)}")))
        rows.append(
            (
                float(cosine),
                wanted.covered_by(here),
                wanted.covered_by(near),
                _missing(question.text, candidate.passage, published.get(report_id)),
                cues.unmet(back),
                bool(counted) and not counted & set(stems(content_words(back))),
                newest.get(report_id, 0.0),
                1.0 / (1 + candidate.hit_rank),
            )
        )
    return np.array(rows, dtype=np.float64).reshape(len(candidates), len(NAMES))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The stems of a question's words with their rarity."""

    rarity: Mapping[str, float]

    @classmethod
    def of(cls, question: str, rarity: Rarity) -> _Wanted:
        found = list(dict.fromkeys(stems(content_words(question))))
        return cls(dict(zip(found, rarity(found), strict=True)))

    def covered_by(self, held: set[str]) -> float:
        total = sum(self.rarity.values())
        return sum(weight for stem, weight in self.rarity.items() if stem in held) / total if total else 0.0


def _missing(question: str, passage: Passage, published: date | None) -> int:
    wanted = specifics(question)
    if not wanted:
        return 0
    said = f"{passage.context} {passage.text} {format_date(published) if published else ''}".lower()
    held = set(stems(content_words(said)))
    return sum(word not in said and not set(stems([word])) <= held for word in wanted)


def _newness(candidates: Sequence[Candidate], published: Mapping[str, date | None]) -> dict[str, float]:
    """Each report's place in time among the reports found: the newest 1, the oldest 0."""
    reports = {candidate.passage.report_id for candidate in candidates}
    dates = sorted({day for report in reports if (day := published.get(report))})
    if len(dates) < 2:
        return {}
    place = {day: position / (len(dates) - 1) for position, day in enumerate(dates)}
    return {report: place[day] for report in reports if (day := published.get(report))}
