"""Works out the weights of `assistant.choose.NearestSentence`: `python -m evals.fit [READER.jsonl]`.

Two steps, on the half of the gold set that is there to be looked at (`split=tune`; the other judges):

1. which sentence: a conditional logit (McFadden 1973) over the sentences of the passages found for a
   question, so that those which overlap the evidence come before the others;
2. whether any: a logistic regression on the best sentence's sum, of whether it is evidence.

READER.jsonl adds questions with answer spans to the first step (one object a line: group, question,
context, answers with text and start), so that the weights rest on more than a few dozen questions.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from assistant.choose import CANDIDATE_HITS, NearestSentence
from assistant.features import NAMES
from assistant.service import Assistant
from assistant.types import Question
from assistant.window import Candidate
from corpus.sentences import sentence_spans
from corpus.types import Passage
from evals.gold import INSPECTION, chosen, load_gold
from evals.types import GoldRow
from index.mention import Mention
from index.retrieve import Found
from index.types import Hit

READER_QUESTIONS = 1_500
PENALTY = 0.002
"""The weight of the squared weights beside the mean log-likelihood."""

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A question's sentences: features (n, len(NAMES)), which are evidence (n,), and how much it counts."""

    features: Array
    right: npt.NDArray[np.bool_]
    weight: float


def gold_examples(assistant: Assistant, rows: Sequence[GoldRow]) -> list[Example]:
    """One example a row of a gold set, over what the assistant finds for it."""
    chooser = NearestSentence(assistant.library.home.encoder, assistant.library.home.rarity)
    ids = {entry.key: entry.id for entry in assistant.reports()}
    dates = {entry.id: entry.published for entry in assistant.reports()}
    made = []
    for row in rows:
        chat = assistant.chat()
        for turn in row.turns:
            chat.ask(turn)
        question = assistant.understand(row.question, chat.turns)
        found = assistant.retriever.find(question.text, CANDIDATE_HITS, question.body, question.report_id)
        candidates, features = chooser.measure(question, found, dates)
        evidence = [(ids[place.report], place.start, place.end) for piece in row.evidence for place in piece]
        right = [_overlaps(candidate, evidence) for candidate in candidates]
        made.append(Example(features, np.array(right, dtype=bool), 1.0))
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
        right = np.array([_overlaps(candidate, answers) for candidate in candidates], dtype=bool)
        yield Example(features, right, weight)


def _overlaps(candidate: Candidate, spans: Sequence[tuple[str, int, int]]) -> bool:
    start, end = candidate.passage.sentences[candidate.sentence]
    report = candidate.passage.report_id
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

    return np.asarray(minimize(loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B").x)


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


def main() -> int:
    """Fit, and print the weights as they stand in `assistant.choose`."""
    with Assistant.open() as assistant:
        gold = gold_examples(assistant, chosen(load_gold(INSPECTION), ["split=tune"]))
        files = [Path(name) for name in sys.argv[1:]]
        reader = [one for file in files for one in reader_examples(assistant, file, READER_QUESTIONS, 0.05)]
    weights = fit_ranking(gold + reader)
    slope, bias = fit_confidence(gold, weights)
    reachable = [row for row, one in enumerate(gold) if one.right.any()]
    right = 0
    for row in reachable:
        # Each question is ranked by weights fitted without it.
        apart = fit_ranking([*gold[:row], *gold[row + 1 :], *reader])
        right += bool(gold[row].right[int(np.argmax(gold[row].features @ apart))])
    print(f"{len(gold)} gold questions, {len(reader)} of the reader's")
    print(f"evidence first, each left out in turn: {right} of {len(reachable)} whose evidence was found")
    if reader:
        share = np.mean([one.right[int(np.argmax(one.features @ weights))] for one in reader])
        print(f"evidence first among the reader's: {share:.3f}")
    print(f"slope {slope:.3f}, bias {bias:.3f}")
    for name, weight in zip(NAMES, weights, strict=True):
        print(f"{name:14} {weight:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
