"""Measures of answers: pure functions, each with its definition and where it comes from.

A question whose asking crashed has no rank, no citation, no expected words and no refusal, so it
is wrong in every share below; it is never left out of one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from statistics import median

from evals.types import Graded, Measures, Span


def overlaps(one: Span, other: Span) -> bool:
    """Whether two spans lie in the same report and have a character in common."""
    return one.report == other.report and one.start < other.end and other.start < one.end


def first_rank(found: Sequence[Span], evidence: Sequence[Span]) -> int | None:
    """The place, from 1, of the first span found that overlaps any evidence; None if none does."""
    for rank, span in enumerate(found, start=1):
        if any(overlaps(span, wanted) for wanted in evidence):
            return rank
    return None


def found_within(ranks: Iterable[int | None], depth: int) -> float | None:
    """The share of questions with evidence among the first `depth` passages.

    This is success@k (hit rate; `Success` in ir_measures), often loosely called recall@k. Recall
    proper is the share of ALL evidence that was found: it gives half for one of two places, where
    this gives 1. Any overlap counts, so it also does not say that a passage holds the evidence whole.
    """
    return share(rank is not None and rank <= depth for rank in ranks)


def says_expected(quotes: Sequence[str], expected: Sequence[Sequence[str]]) -> bool:
    """Whether the quotes, joined, hold every string of one of the alternatives.

    Case and the kind of white space do not count; a number is only found whole ("5" is not in
    "25" nor in "1.5"). This is containment (the `has_answer` of DrQA, Chen and others 2017,
    arXiv:1704.00051), not the exact match or F1 of SQuAD: a long quote is not punished here, which
    is why the number of words is measured beside it.
    """
    said = _plain(" ".join(quotes))
    return any(all(_holds(said, _plain(words)) for words in alternative) for alternative in expected)


def share(truths: Iterable[bool]) -> float | None:
    """The share of true values, 0 to 1; None of none."""
    values = list(truths)
    return sum(values) / len(values) if values else None


def middle(values: Sequence[float]) -> float | None:
    """The median; the mean of the two in the middle of an even number; None of none."""
    return median(values) if values else None


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The smallest value that at least `percent` of the values do not exceed (the nearest-rank method).

    It is always one of the values; numpy's default would interpolate between two. `percent` is
    above 0 and at most 100. None of none.
    """
    if not values:
        return None
    return sorted(values)[math.ceil(percent / 100 * len(values)) - 1]


def measure(graded: Sequence[Graded]) -> Measures:
    """All figures of these questions.

    - `found_1`, `found_5`, `found_20`: `found_within`, of the answerable questions
    - `cited`: first citation overlaps evidence, of the answerable (a refusal cites nothing and is wrong)
    - `said`: `says_expected`, of the answerable
    - `refused_rightly`: not answered, of the unanswerable (the no-answer accuracy of SQuAD 2.0,
      Rajpurkar and others 2018, arXiv:1806.03822)
    - `refused_wrongly`: no answer, be it a refusal or a crash, of the answerable
    - `words`: the median over what was answered; refusals have no length worth knowing
    - `milliseconds`, `milliseconds_95`: median and 95th percentile over all questions
    """
    answerable = [one for one in graded if one.row.answerable]
    unanswerable = [one for one in graded if not one.row.answerable]
    ranks = [one.rank for one in answerable]
    times = [one.milliseconds for one in graded]
    return Measures(
        questions=len(graded),
        found_1=found_within(ranks, 1),
        found_5=found_within(ranks, 5),
        found_20=found_within(ranks, 20),
        cited=share(one.cited for one in answerable),
        said=share(one.said for one in answerable),
        refused_rightly=share(not one.answered and not one.error for one in unanswerable),
        refused_wrongly=share(not one.answered for one in answerable),
        words=middle([one.words for one in graded if one.answered]),
        milliseconds=middle(times),
        milliseconds_95=percentile(times, 95),
        crashed=sum(bool(one.error) for one in graded),
    )


def faults(graded: Graded) -> tuple[str, ...]:
    """What is wrong with the answer to one question, in words; empty when nothing is."""
    if graded.error:
        return (f"crashed: {graded.error}",)
    if not graded.row.answerable:
        return ("answered, though the reports do not say",) if graded.answered else ()
    if not graded.answered:
        return ("refused, though the reports say",)
    fault_of = {"the first citation is not the evidence": graded.cited}
    fault_of["the expected words are not in the quotes"] = graded.said
    return tuple(fault for fault, right in fault_of.items() if not right)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _holds(said: str, words: str) -> bool:
    before = r"(?<!\d)(?<!\d[.,])" if words[:1].isdigit() else ""
    after = r"(?!\d|[.,]\d)" if words[-1:].isdigit() else ""
    return re.search(before + re.escape(words) + after, said) is not None
