"""Works out the weights by which an answer is chosen: `python -m evals.fit [READER.jsonl]`.

First those of `assistant.choose.NearestSentence`, then those of `assistant.reading.ReadingChooser`, which
has the reader's logit beside the same features. Two steps each, on the half of the gold set that is there
to be looked at (`split=tune`; the other judges):

1. which sentence: a conditional logit (McFadden 1973) over the sentences of the passages found for a
   question, so that those which overlap the evidence come before the others;
2. whether any: a logistic regression on the best sentence's sum, of whether it is evidence.

READER.jsonl adds questions with answer spans to the first step of the first (one object a line: group,
question, context, answers with text and start), so that its weights rest on more than a few dozen.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from assistant.choose import CANDIDATE_HITS, NearestSentence
from assistant.features import BY_WORDS, NAMES, Features
from assistant.reader import NONE, CrossReader
from assistant.reading import NAMES as NAMES_READ
from assistant.reading import ReadingChooser
from assistant.service import Assistant
from assistant.types import Question
from assistant.window import Candidate
from corpus.sentences import sentence_spans
from corpus.types import Passage
from evals.abstention import auroc
from evals.gold import INSPECTION, chosen, load_gold
from evals.report import aligned
from evals.types import GoldRow
from index.mention import Mention
from index.retrieve import Found
from index.types import Hit

READER_QUESTIONS = 1_500
FOLDS = 10
PENALTY = 0.002
"""The weight of the squared weights beside the mean log-likelihood."""

Array = npt.NDArray[np.float64]
Place = tuple[str, int, int]
"""A report's id and a span in its text."""

Measure = Callable[[Question, Found, Mapping[str, date | None]], tuple[list[Place], Features]]
"""Takes a question and what was found: the places that may be quoted, and a row of features for each."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question's sentences: features (n, len(NAMES)), which are evidence (n,), and how much it counts.

    `answerable` says whether any report answers it.
    """

    features: Array
    right: npt.NDArray[np.bool_]
    weight: float
    answerable: bool = True


def gold_examples(assistant: Assistant, rows: Sequence[GoldRow], measure: Measure) -> list[Example]:
    """One example a row of a gold set, over what the assistant finds for it."""
    ids = {entry.key: entry.id for entry in assistant.reports()}
    dates = {entry.id: entry.published for entry in assistant.reports()}
    made = []
    for row in rows:
        chat = assistant.chat()
        for turn in row.turns:
            chat.ask(turn)
        question = assistant.understand(row.question, chat.turns)
        found = assistant.retriever.find(question.text, CANDIDATE_HITS, question.body, question.report_id)
        places, features = measure(question, found, dates)
        evidence = [(ids[place.report], place.start, place.end) for piece in row.evidence for place in piece]
        right = [_overlaps(place, evidence) for place in places]
        made.append(Example(features, np.array(right, dtype=bool), 1.0, row.answerable))
    return made


def reader_examples(assistant: Assistant, file: Path, count: int, weight: float) -> Iterator[Example]:
    """Examples from questions with answer spans: the sentences of one text each."""
    chooser = NearestSentence(assistant.library.home.encoder, lambda words: [1.0] * len(words))
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if '"answerable": true' in line]
    for line in random.Random(0).sample(lines, min(count, len(lines))):  # noqa: S311
        row = json.loads(line)
        text, spans = row["context"], tuple(sentence_spans(row["context"]))
        passage = Passage("", "", 0, 0, len(text), text, "", None, spans, row["group"].replace("_", " "))
        vector = assistant.library.home.encoder.encode([row["question"]])[0]
        question = Question(row["question"], row["question"])
        found = Found((Hit(passage, 1.0),), Mention(), False, vector)
        candidates, features = chooser.measure(question, found, {"": None})
        answers = [("", a["start"], a["start"] + len(a["text"])) for a in row["answers"]]
        right = np.array([_overlaps(_sentence(one), answers) for one in candidates], dtype=bool)
        yield Example(features, right, weight)


def measure_nearest(assistant: Assistant) -> Measure:
    """The sentences that `NearestSentence` weighs."""
    chooser = NearestSentence(assistant.library.home.encoder, assistant.library.home.rarity)

    def measure(
        question: Question, found: Found, dates: Mapping[str, date | None]
    ) -> tuple[list[Place], Features]:
        candidates, features = chooser.measure(question, found, dates)
        return [_sentence(candidate) for candidate in candidates], features

    return measure


def measure_read(assistant: Assistant) -> Measure:
    """The windows that `ReadingChooser` weighs."""
    chooser = ReadingChooser(CrossReader(assistant.settings.reader), assistant.library.home.rarity)

    def measure(
        question: Question, found: Found, dates: Mapping[str, date | None]
    ) -> tuple[list[Place], Features]:
        read = chooser.read(question, found, dates)
        reports = [candidate.passage.report_id for candidate in read.candidates]
        places = [(report, *span) for report, span in zip(reports, read.spans, strict=True)]
        return places, read.features

    return measure


def _sentence(candidate: Candidate) -> Place:
    return (candidate.passage.report_id, *candidate.passage.sentences[candidate.sentence])


def _overlaps(place: Place, spans: Sequence[Place]) -> bool:
    report, start, end = place
    return any(report == other and start < last and first < end for other, first, last in spans)


def fit_ranking(examples: Sequence[Example]) -> Array:
    """Weights that put evidence first, by penalised conditional likelihood; shape (len(NAMES),)."""
    usable = [one for one in examples if one.right.any() and not one.right.all()]
    features = np.vstack([one.features for one in usable])
    right = np.concatenate([one.right for one in usable])
    sizes = [len(one.right) for one in usable]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    shares = np.array([one.weight for one in usable]) / sum(one.weight for one in usable)

    def loss(weights: Array) -> tuple[float, Array]:
        sums = features @ weights
        sums_right = np.where(right, sums, -np.inf)
        total = np.logaddexp.reduceat(sums, starts)
        total_right = np.logaddexp.reduceat(sums_right, starts)
        pull = np.exp(sums - np.repeat(total, sizes)) - np.exp(sums_right - np.repeat(total_right, sizes))
        gradient = features.T @ (pull * np.repeat(shares, sizes)) + 2 * PENALTY * weights
        return float(shares @ (total - total_right) + PENALTY * weights @ weights), gradient

    return np.asarray(minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B").x)


def fit_confidence(examples: Sequence[Example], weights: Array) -> tuple[float, float]:
    """Slope and bias of the logistic function from a best sentence's sum to its being evidence."""
    sums, labels = [], []
    for one in (one for one in examples if len(one.right)):
        scores = one.features @ weights
        best = int(np.argmax(scores))
        sums.append([scores[best]])
        labels.append(bool(one.right[best]))
    model = LogisticRegression(C=10.0).fit(np.array(sums), np.array(labels))
    return float(model.coef_[0][0]), float(model.intercept_[0])


def apart(gold: Sequence[Example], others: Sequence[Example]) -> tuple[Array, npt.NDArray[np.bool_]]:
    """How sure and whether right each gold question's best is, by weights fitted without it: (n,), (n,).

    By cross-validation over `FOLDS` parts.
    """
    sure, right = np.zeros(len(gold)), np.zeros(len(gold), dtype=bool)
    for fold in range(FOLDS):
        rest = [one for row, one in enumerate(gold) if row % FOLDS != fold]
        weights = fit_ranking([*rest, *others])
        slope, bias = fit_confidence(rest, weights)
        for row in range(fold, len(gold), FOLDS):
            if len(gold[row].right):
                sums = gold[row].features @ weights
                best = int(np.argmax(sums))
                sure[row] = 1 / (1 + np.exp(-(slope * sums[best] + bias)))
                right[row] = gold[row].right[best]
    return sure, right


def choices_of_threshold(sure: Array, right: npt.NDArray[np.bool_], answerable: npt.NDArray[np.bool_]) -> str:
    """What each threshold comes to: the share answered, wrong among these, and refused of either kind."""
    lines = [["threshold", "answered", "wrong of these", "refused rightly", "refused wrongly"]]
    for threshold in np.arange(0.2, 0.85, 0.05):
        answered = sure >= threshold
        wrong = f"{(answered & ~right).sum() / answered.sum():.2f}" if answered.any() else "-"
        shares = (answered.mean(), (~answered[~answerable]).mean(), (~answered[answerable]).mean())
        lines.append([f"{threshold:.2f}", f"{shares[0]:.2f}", wrong, f"{shares[1]:.2f}", f"{shares[2]:.2f}"])
    return aligned(lines)


def main() -> int:
    """Fit, and print the weights as they stand in `assistant.choose` and `assistant.reading`."""
    with Assistant.open() as assistant:
        rows = chosen(load_gold(INSPECTION), ["split=tune"])
        nearest = gold_examples(assistant, rows, measure_nearest(assistant))
        files = [Path(name) for name in sys.argv[1:]]
        reader = [one for file in files for one in reader_examples(assistant, file, READER_QUESTIONS, 0.05)]
        _print("nearest sentence", nearest, reader, NAMES)
        _print("windows worth reading", _by_words(nearest), _by_words(reader), BY_WORDS)
        if assistant.settings.reader != NONE:
            read = gold_examples(assistant, rows, measure_read(assistant))
            print(alone(read))
            _print("reading", read, [], NAMES_READ)
    return 0


def alone(read: Sequence[Example]) -> str:
    """How well the reader does by itself: the last feature of each example is its logit."""
    found = [one for one in read if one.right.any()]
    first = sum(bool(one.right[int(np.argmax(one.features[:, -1]))]) for one in found)
    read = [one for one in read if len(one.right)]
    best = np.array([one.features[:, -1].max() for one in read])
    told = auroc(best, np.array([one.answerable for one in read]))
    return f"by the reader alone: evidence first for {first} of {len(found)}, AUROC {told:.2f}"


def _by_words(examples: Sequence[Example]) -> list[Example]:
    """The same without the features that take embedding."""
    start = len(NAMES) - len(BY_WORDS)
    return [replace(one, features=one.features[:, start:]) for one in examples]


def _print(title: str, gold: Sequence[Example], reader: Sequence[Example], names: Sequence[str]) -> None:
    weights = fit_ranking([*gold, *reader])
    slope, bias = fit_confidence(gold, weights)
    sure, right = apart(gold, reader)
    found = sum(bool(one.right.any()) for one in gold)
    print(f"{title}: {len(gold)} gold questions, {len(reader)} of the reader's")
    print(f"evidence first, by weights fitted without it: {int(right.sum())} of {found} with evidence found")
    print(choices_of_threshold(sure, right, np.array([one.answerable for one in gold])))
    if reader:
        share = np.mean([one.right[int(np.argmax(one.features @ weights))] for one in reader])
        print(f"evidence first among the reader's: {share:.3f}")
    print(f"slope {slope:.3f}, bias {bias:.3f}")
    for name, weight in zip(names, weights, strict=True):
        print(f"{name:14} {weight:.2f}")
    print()


if __name__ == "__main__":
    sys.exit(main())
