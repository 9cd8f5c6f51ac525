"""Two runs side by side, question by question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace

from evals.errors import ResultError
from evals.figures import MEASURES
from evals.intervals import mean_of
from evals.result import Record
from evals.types import Figure


@dataclass(frozen=True, slots=True)
class Comparison:
    """`later` less `earlier`, paired by question.

    `differences` maps each measure to the mean of the questions' differences (of a count to their sum),
    with its interval: above 0 the later run has more of it. `won` and `lost` are the ids of questions that
    became right, or wrong, as a whole. `left_out` are the ids that only one of the two has; `changed` those
    under which the two were not asked the same, or the same was not accepted: they are not compared.
    """

    differences: dict[str, Figure]
    won: tuple[str, ...]
    lost: tuple[str, ...]
    left_out: tuple[str, ...]
    changed: tuple[str, ...] = ()


def compare(earlier: Record, later: Record) -> Comparison:
    """Pair two runs by question.

    Raises ResultError when they share no question.
    """
    both_have = [question for question in later.scores if question in earlier.scores]
    changed = [one for one in both_have if earlier.digests[one] != later.digests[one]]
    shared = [question for question in both_have if question not in changed]
    if not shared:
        raise ResultError(
            f"the two runs share no question: one is of {earlier.gold} ({earlier.chosen or 'all of it'}), "
            f"the other of {later.gold} ({later.chosen or 'all of it'})"
            + (", where each question was changed; run the earlier version on it again" if changed else "")
        )
    differences = {}
    for measure in MEASURES:
        before = {q: earlier.scores[q][measure.name] for q in shared if measure.name in earlier.scores[q]}
        after = {q: later.scores[q][measure.name] for q in shared if measure.name in later.scores[q]}
        both = [
            after[question] - before[question]
            for question in shared
            if question in before and question in after
        ]
        if both:
            differences[measure.name] = _times(mean_of(both), len(both) if measure.unit == "count" else 1)
    right = [(q, earlier.scores[q]["right"], later.scores[q]["right"]) for q in shared]
    return Comparison(
        differences,
        won=tuple(q for q, before, after in right if after > before),
        lost=tuple(q for q, before, after in right if after < before),
        left_out=tuple(sorted(set(earlier.scores) ^ set(later.scores))),
        changed=tuple(changed),
    )


def matching(records: Sequence[Record], wanted: Record) -> Record:
    """Of an earlier file's runs the one on the same part of the same set, else all of them as one.

    Raises ResultError for a file without a run.
    """
    if not records:
        raise ResultError("the earlier result holds no run; make it anew with `assistant eval --json`")
    same = [one for one in records if (one.gold, one.chosen) == (wanted.gold, wanted.chosen)]
    if same or len(records) == 1:
        return (*same, *records)[0]
    scores = {question: values for one in records for question, values in one.scores.items()}
    digests = {question: value for one in records for question, value in one.digests.items()}
    return replace(records[0], chosen="", scores=scores, digests=digests)


def _times(figure: Figure, number: int) -> Figure:
    value, low, high = (one * number if one is not None else None for one in astuple(figure)[:3])
    return Figure(value, low, high, figure.count, figure.why)
