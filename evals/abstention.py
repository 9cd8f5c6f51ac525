"""Whether confidence tells when to refuse: measures of many questions at once, not means of one each.

`right` says of each question whether the first quote answers it, or would have, had the system been
made to answer; it is false for what no report answers. Confidence: higher is surer.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

RISK = 0.05
"""The share of wrong answers that a careful user might bear."""

BINS = 10

Values = npt.NDArray[np.float64]


def auroc(
    confidence: Sequence[float] | Values, answerable: Sequence[bool] | npt.NDArray[np.bool_]
) -> float | None:
    """The chance that an answerable question is given more confidence than an unanswerable one.

    Ties count half; 0.5 is what confidence without any meaning gives, 1 is best. The area under the
    receiver operating characteristic (Hanley and McNeil, Radiology 143, 1982), by its rank form (the
    statistic of Mann and Whitney, 1947). None without questions of both kinds.
    """
    from scipy.stats import rankdata

    positive = np.asarray(answerable, dtype=bool)
    n, m = int(positive.sum()), int((~positive).sum())
    if not n or not m:
        return None
    ranks = rankdata(np.asarray(confidence, dtype=float))
    return float((ranks[positive].sum() - n * (n + 1) / 2) / (n * m))


def risk_coverage(
    confidence: Sequence[float] | Values, right: Sequence[bool] | npt.NDArray[np.bool_]
) -> list[tuple[float, float]]:
    """Points (coverage, risk) of answering only the surest: share answered, share of those wrong.

    One point for each distinct confidence, from the highest down: questions of equal confidence come
    in together, since no threshold can part them. Coverage rises to 1. Source: El-Yaniv and Wiener,
    "On the Foundations of Noise-free Selective Classification", JMLR 11, 2010. Empty for none.
    """
    sure = np.asarray(confidence, dtype=float)
    order = np.argsort(-sure, kind="stable")
    wrong = np.cumsum(~np.asarray(right, dtype=bool)[order])
    last = [
        row for row in range(len(order)) if row + 1 == len(order) or sure[order[row + 1]] < sure[order[row]]
    ]
    return [((row + 1) / len(order), float(wrong[row]) / (row + 1)) for row in last]


def aurc(confidence: Sequence[float] | Values, right: Sequence[bool] | npt.NDArray[np.bool_]) -> float | None:
    """The area under the risk-coverage curve, 0 to 1, lower is better.

    The mean, over all questions, of the risk at the coverage at which the question comes in (Geifman,
    Uziel and El-Yaniv, "Bias-Reduced Uncertainty Estimation for Deep Neural Classifiers", ICLR 2019),
    where questions of equal confidence come in together. None for no question.
    """
    area, before = 0.0, 0.0
    for coverage, risk in risk_coverage(confidence, right):
        area += (coverage - before) * risk
        before = coverage
    return area if before else None


def coverage_at(
    confidence: Sequence[float] | Values, right: Sequence[bool] | npt.NDArray[np.bool_], risk: float = RISK
) -> float | None:
    """The largest share of questions that can be answered with at most that share of wrong answers.

    Found on the very questions it is told of, so it flatters: no threshold chosen beforehand does
    better. 0 where even the surest are wrong more often; None for no question.
    """
    points = risk_coverage(confidence, right)
    return max((coverage for coverage, wrong in points if wrong <= risk), default=0.0) if points else None


def calibration(
    confidence: Sequence[float] | Values, right: Sequence[bool] | npt.NDArray[np.bool_]
) -> list[tuple[float, float, int]]:
    """For each of ten equal ranges of confidence that holds any: (mean confidence, share right, how many)."""
    sure, correct = np.asarray(confidence, dtype=float), np.asarray(right, dtype=bool)
    # The last range takes in 1 itself.
    ranges = np.minimum((sure * BINS).astype(int), BINS - 1)
    held = [ranges == number for number in range(BINS)]
    return [
        (float(sure[one].mean()), float(correct[one].mean()), int(one.sum())) for one in held if one.any()
    ]


def ece(confidence: Sequence[float] | Values, right: Sequence[bool] | npt.NDArray[np.bool_]) -> float | None:
    """Expected calibration error, 0 to 1, lower is better: how far confidence is from the share right.

    The mean distance over ten equal ranges, weighed by how many questions each holds (Naeini, Cooper
    and Hauskrecht, AAAI 2015; Guo and others, ICML 2017). It is of the first quote's being evidence, not
    of a class. None for no question, and where confidence is not within 0 to 1 and so no probability.
    """
    sure = np.asarray(confidence, dtype=float)
    if not len(sure) or sure.min() < 0 or sure.max() > 1:
        return None
    return sum(n * abs(mean - share) for mean, share, n in calibration(confidence, right)) / len(sure)
