"""What is measured of a sentence that may answer a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from assistant.cues import Cues, content_words, specifics
from assistant.types import Question
from assistant.window import Candidate, window_of, words_at
from corpus.dates import format_date
from corpus.types import Passage
from index.encode import Vectors
from index.glossary import synonyms
from index.lexical import stems
from index.when import When

NAMES = (
    "cosine",
    "covered",
    "covered_near",
    "missing",
    "unmet",
    "unsaid",
    "uncounted",
    "timely",
    "stock",
    "rank",
)
"""The features in their order. See `measure_sentences`."""

BY_WORDS = NAMES[1:]
"""Those that take no embedding, in their order."""

Rarity = Callable[[Sequence[str]], list[float]]
"""Takes word stems, gives for each how rare it is among the passages: 0 (in all) to 1 (in none)."""

Features = npt.NDArray[np.float64]


def measure_sentences(
    matter: str,
    question: Question,
    candidates: Sequence[Candidate],
    cosines: Vectors,
    published: Mapping[str, date | None],
    rarity: Rarity,
) -> Features:
    """The features of each candidate, shape (len(candidates), len(NAMES)).

    `cosines` are those of the question and each candidate with its context, -1 to 1: the first feature. For
    the others see `measure_words`.
    """
    others = measure_words(matter, question, candidates, published, rarity)
    return np.column_stack([np.asarray(cosines, dtype=np.float64), others])


def measure_words(
    matter: str,
    question: Question,
    candidates: Sequence[Candidate],
    published: Mapping[str, date | None],
    rarity: Rarity,
) -> Features:
    """The features of each candidate that take no embedding, shape (len(candidates), len(BY_WORDS)).

    `matter` is the question without the names of bodies, which the search has been narrowed to already.

    - covered: the share of the question's words, weighed by rarity, that stand in the sentence, 0 to 1
    - covered_near: the same for the sentence, its neighbours and its context
    - missing: numbers and names of the question that are nowhere in the passage, its context or date
    - unmet: things asked for (a person, a date, a number, ...) that the words to be shown do not hold
    - unsaid: matters asked for (a reason, how things stand) that they have no word of
    - uncounted: 1 where what is to be counted is not in the words to be shown
    - timely: how near the report is to the time asked about (today, or one named) among the hits, 0 to 1
    - stock: 1 where a body is asked about and reports on others say the same (`index.stock`)
    - rank: 1 / (1 + the place of the hit)
    """
    cues = Cues.of(question.asked or question.text)
    wanted = _Wanted.of(matter, rarity)
    counted = set(stems(list(cues.counted)))
    timely = _timely(When.asked(question.asked or question.text), candidates, published)
    rows = []
    for candidate in candidates:
        report_id = candidate.passage.report_id
        here = set(stems(content_words(candidate.text)))
        start, end = window_of(candidate)
        shown = words_at(candidate.passage, start, end)
        near = here | set(stems(content_words(f"{candidate.passage.context} {candidate.around(1, 1)}")))
        rows.append(
            (
                wanted.covered_by(here),
                wanted.covered_by(near),
                _missing(matter, candidate.passage, published.get(report_id)),
                cues.unmet(shown),
                cues.unsaid(shown),
                bool(counted) and not counted & set(stems(content_words(shown))),
                timely.get(report_id, 0.0),
                candidate.stock,
                1.0 / (1 + candidate.hit_rank),
            )
        )
    return np.array(rows, dtype=np.float64).reshape(len(candidates), len(BY_WORDS))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A question's words: for each the stems that may stand for it, and its rarity."""

    words: tuple[tuple[frozenset[str], float], ...]

    @classmethod
    def of(cls, question: str, rarity: Rarity) -> _Wanted:
        found = list(dict.fromkeys(stems(content_words(question))))
        meant = {stem: {stem} for stem in found}
        for asked, said in synonyms(question):
            for stem in stems(content_words(asked)):
                meant.setdefault(stem, {stem}).update(stems(content_words(said)))
        # A word the reports write otherwise is as rare as the commonest way of writing it.
        weights = [min(rarity(sorted(meant[stem]))) for stem in found]
        return cls(tuple((frozenset(meant[s]), w) for s, w in zip(found, weights, strict=True)))

    def covered_by(self, held: set[str]) -> float:
        total = sum(weight for _, weight in self.words)
        covered = sum(weight for ways, weight in self.words if ways & held)
        return covered / total if total else 0.0


def _missing(question: str, passage: Passage, published: date | None) -> int:
    wanted = specifics(question)
    if not wanted:
        return 0
    said = f"{passage.context} {passage.text} {format_date(published) if published else ''}".lower()
    held = set(stems(content_words(said)))
    return sum(word not in said and not set(stems([word])) <= held for word in wanted)


def _timely(
    when: When, candidates: Sequence[Candidate], published: Mapping[str, date | None]
) -> dict[str, float]:
    """How near each report found is to the time asked about: the nearest 1, the furthest 0."""
    places = when.places(published, dict.fromkeys(candidate.passage.report_id for candidate in candidates))
    furthest = max(places.values(), default=0)
    return {report: 1 - place / furthest for report, place in places.items()} if furthest else {}
