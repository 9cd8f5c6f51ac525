"""From graded questions to figures: each measure's mean, or the figure of all, with its interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from evals.abstention import Values, aurc, auroc, coverage_at, ece
from evals.intervals import figure_of, mean_of, percentile_of
from evals.metrics import PER_QUESTION
from evals.types import TYPES, Figure, Graded, Results


@dataclass(frozen=True, slots=True)
class Measure:
    """How a measure is shown: `label` in tables, `unit` "share" (0 to 1), "ms", "words" or "count".

    `higher` says whether more is better. `said` is what it is, in one plain sentence.
    """

    name: str
    label: str
    higher: bool
    unit: str
    said: str


MEASURES = (
    Measure(
        "right",
        "right as a whole",
        True,
        "share",
        "answered with the evidence first and the words expected, or rightly refused",
    ),
    Measure(
        "recall_1", "recall@1", True, "share", "the share of the evidence's pieces in the first passage found"
    ),
    Measure("recall_5", "recall@5", True, "share", "the same in the first 5"),
    Measure("recall_20", "recall@20", True, "share", "the same in the first 20"),
    Measure("mrr", "MRR", True, "share", "1 / the rank of the first passage with evidence"),
    Measure(
        "ndcg_10", "nDCG@10", True, "share", "discounted gain of the first 10 passages, a piece gained once"
    ),
    Measure("first_cited", "first citation right", True, "share", "the first quote is evidence"),
    Measure(
        "quote_precision",
        "citation precision",
        True,
        "share",
        "the share of quoted characters that are evidence",
    ),
    Measure(
        "quote_recall",
        "citation recall",
        True,
        "share",
        "the share of the evidence's characters that are quoted",
    ),
    Measure("said", "accepted form", True, "share", "the quotes hold the words expected"),
    Measure("f1", "token F1", True, "share", "words shared with the accepted form or the evidence"),
    Measure(
        "refused_rightly", "refused rightly", True, "share", "refused, of what the reports do not answer"
    ),
    Measure("refused_wrongly", "refused wrongly", False, "share", "refused, of what the reports answer"),
    Measure(
        "timed_right",
        "right as of the date",
        True,
        "share",
        "status, latest and as-of questions answered right",
    ),
    Measure("wrong_body", "wrong body", False, "count", "replies that quote a report about another body"),
    Measure(
        "auroc",
        "AUROC",
        True,
        "share",
        "whether confidence tells answerable from unanswerable; 0.5 is chance",
    ),
    Measure("aurc", "AURC", False, "share", "area under the risk-coverage curve"),
    Measure(
        "coverage_5", "coverage at 5% risk", True, "share", "the most that can be answered with 5% wrong"
    ),
    Measure("ece", "ECE", False, "share", "how far confidence is from the share right"),
    Measure("words", "words", False, "words", "the mean length of an answer"),
    Measure("ms_median", "ms", False, "ms", "median time of a question"),
    Measure("ms_95", "ms, 95th", False, "ms", "95th percentile of the time of a question"),
    Measure("crashed", "crashed", False, "count", "questions that ended in an error"),
)
"""Every measure, in the order in which tables show them. Definitions stand where they are worked out."""

BY_NAME: Mapping[str, Measure] = {measure.name: measure for measure in MEASURES}

TOTAL, MULTI_TURN = "total", "multi-turn"

Flags = npt.NDArray[np.bool_]
OfConfidence = Callable[[Any, Flags], float | None]


def results_of(gold: str, system: str, settings: str, graded: Sequence[Graded]) -> Results:
    """The figures of a run: of each type there is, of questions after the first of a chat, and of all."""
    groups = {name: [one for one in graded if one.row.type == name] for name in TYPES}
    groups[MULTI_TURN] = [one for one in graded if one.row.turns]
    figures = {name: _means(group) for name, group in groups.items() if group}
    return Results(gold, system, settings, tuple(graded), figures | {TOTAL: figures_of(graded)})


def figures_of(graded: Sequence[Graded]) -> dict[str, Figure]:
    """Every measure of these questions, in the order of `MEASURES`."""
    figures = _means(graded) | _of_confidence(graded)
    return {measure.name: figures[measure.name] for measure in MEASURES}


def _means(graded: Sequence[Graded]) -> dict[str, Figure]:
    """The measures that need no more than a value a question: all but those of confidence."""
    figures = {}
    for name in PER_QUESTION:
        values = [one.scores[name] for one in graded if name in one.scores]
        is_count = name in BY_NAME and BY_NAME[name].unit == "count"
        counted = is_count and bool(values)
        figures[name] = Figure(sum(values), None, None, len(values)) if counted else mean_of(values)
    times = [one.milliseconds for one in graded]
    figures["ms_median"], figures["ms_95"] = percentile_of(times, 50), percentile_of(times, 95)
    figures["crashed"] = Figure(sum(bool(one.error) for one in graded), None, None, len(graded))
    return figures


def _of_confidence(graded: Sequence[Graded]) -> dict[str, Figure]:
    sure = np.array([one.reply.confidence if one.reply else 0.0 for one in graded], dtype=float)
    right = np.array([one.scores["closest_right"] for one in graded], dtype=bool)
    answerable = np.array([one.row.answerable for one in graded], dtype=bool)
    # What crashed counts as the worst that could have been said: surely wrong, and on the wrong side of
    # every other question. With a confidence of 0 it would pass for a good refusal.
    crashed = np.array([one.reply is None for one in graded], dtype=bool)
    apart = np.where(crashed, np.where(answerable, -np.inf, np.inf), sure)
    foremost = np.where(crashed, np.inf, sure)

    def measured(measure: OfConfidence, given: Values, other: Flags, why: str = "") -> Figure:
        return figure_of(len(graded), lambda rows: measure(given[rows], other[rows]), why)

    return {
        "auroc": measured(auroc, apart, answerable, "needs answerable and unanswerable questions"),
        "aurc": measured(aurc, foremost, right),
        "coverage_5": measured(coverage_at, foremost, right),
        "ece": measured(ece, np.where(crashed, 1.0, sure), right, "its confidence is no probability"),
    }
