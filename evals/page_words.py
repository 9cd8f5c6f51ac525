"""What the report page says in words: its headline, and the few large figures below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evals.charts import hue, strip
from evals.figures import BY_NAME, TOTAL, Measure
from evals.intervals import mean_of
from evals.types import SPLITS, Figure, Results

OURS = "ours"
"""The name of the assistant among the systems."""

_NOT_MEASURED = Figure(None, None, None, 0, "not measured")


@dataclass(frozen=True, slots=True)
class Beside:
    """A baseline's figure under a large one: `hue` is the class of its colour."""

    name: str
    hue: str
    value: str


@dataclass(frozen=True, slots=True)
class Large:
    """A figure in large type: `words` go on from `value` as one sentence; `why` says what is missing."""

    value: str
    words: str
    interval: str
    of: str
    why: str
    drawing: Markup
    beside: tuple[Beside, ...]


_LARGE = (
    ("right", "of questions end right: the evidence is quoted, or it is said that there is none"),
    ("first_cited", "of questions with an answer get the evidence as their first quote"),
    ("refused_rightly", "of questions that no report answers are refused"),
    ("refused_wrongly", "of questions with an answer are refused all the same"),
    ("wrong_body", "answers quote a report about another body"),
    ("ms_median", "is the median time of an answer"),
)


def figure(results: Results, name: str, group: str = TOTAL) -> Figure:
    """The figure of that name; one that says that it was not measured where there is none."""
    return results.figures.get(group, {}).get(name, _NOT_MEASURED)


def shown(measure: Measure, value: float) -> str:
    """A value as a reader says it: "63%", "84 ms", "1.2 s", "12"."""
    if measure.unit == "share":
        return f"{100 * value:.0f}%"
    if measure.unit == "ms":
        return (
            f"{value / 1000:.1f} s"
            if value >= 1000
            else f"{value:.0f} ms"
            if value >= 10
            else f"{value:.1f} ms"
        )
    return f"{value:.0f}"


def interval(measure: Measure, one: Figure) -> str:
    """ "57% to 69%", or nothing where a figure has no interval."""
    if one.low is None or one.high is None:
        return ""
    return f"{shown(measure, one.low)} to {shown(measure, one.high)}"


def headline(results: Sequence[Results]) -> str:
    """How many questions were answered right, and whether a baseline comes near, in one sentence."""
    ours = results[0]
    right = figure(ours, "right")
    if right.value is None or not right.count:
        return f"{_called(ours)} was asked nothing."
    said = f"{_called(ours)} gets {_times(right)} questions right"
    rivals = [one for one in results[1:] if figure(one, "right").value is not None]
    if not rivals:
        return f"{said}."
    best = max(rivals, key=lambda one: figure(one, "right").value or 0.0)
    difference = paired(ours, best)
    if difference.value is None:
        return f"{said}."
    more = round(difference.value * difference.count)
    if more == 0:
        return f"{said}, as many as “{best.system}”, the best of the baselines."
    told = f"{said}, {abs(more)} {'more' if more > 0 else 'fewer'} than “{best.system}”"
    told += ", the best of the baselines"
    sure = difference.low is not None and difference.high is not None and difference.low * difference.high > 0
    return f"{told}." if sure else f"{told}: too close to call."


def paired(ours: Results, other: Results) -> Figure:
    """The mean difference in `right`, ours less the other's, over the questions that both were asked."""
    theirs = {one.row.id: one.scores["right"] for one in other.graded if "right" in one.scores}
    return mean_of(
        [
            one.scores["right"] - theirs[one.row.id]
            for one in ours.graded
            if "right" in one.scores and one.row.id in theirs
        ]
    )


def lead(results: Sequence[Results]) -> list[str]:
    """The paragraphs after the headline: refusals, other bodies, crashes; and the halves of the set."""
    ours = results[0]
    told = []
    rightly, wrongly = figure(ours, "refused_rightly"), figure(ours, "refused_wrongly")
    if rightly.value is not None:
        told.append(f"Asked what no report says, it refuses {_times(rightly)} times.")
    if wrongly.value is not None:
        told.append(f"Asked what one does say, it still refuses {_times(wrongly)} times.")
    bodies, crashed = figure(ours, "wrong_body"), figure(ours, "crashed")
    if bodies.value is not None and bodies.count:
        told.append(
            f"Answers that quote a report about another body than the question’s: {bodies.value:.0f}."
            if bodies.value
            else "It never quotes a report about another body than the question’s."
        )
    if crashed.value:
        told.append(f"Questions that ended in an error, and count as wrong: {crashed.value:.0f}.")
    return [paragraph for paragraph in (" ".join(told), _halves(ours)) if paragraph]


def _halves(ours: Results) -> str:
    """Both halves of the set side by side: what was looked at may flatter, what only judges does not."""
    rights = [
        mean_of([one.scores["right"] for one in ours.graded if one.row.split == split]) for split in SPLITS
    ]
    if not all(one.count for one in rights):
        return ""
    share = BY_NAME["right"]
    looked_at, judging = (f"{shown(share, one.value or 0.0)} ({interval(share, one)})" for one in rights)
    return (
        f"Of the {rights[1].count} questions that only judge (split “test”) {judging} end right; of the "
        f"{rights[0].count} that may be looked at (split “tune”), {looked_at}."
    )


def large(results: Sequence[Results]) -> list[Large]:
    """The figures in large type."""
    return [_large(results, *one) for one in _LARGE]


def _large(results: Sequence[Results], name: str, words: str) -> Large:
    measure = BY_NAME[name]
    figures = [figure(one, name) for one in results]
    ours, *others = figures
    if ours.value is None:
        return Large("–", words, "", "", ours.why or "nothing to measure", Markup(), ())
    top = 1.0
    if measure.unit != "share":
        top = max(end for one in figures for end in (one.value, one.high) if end is not None) or 1.0
    drawing = strip(ours.value, ours.low, ours.high, [one.value for one in others], top=top)
    beside = tuple(
        Beside(one.system, hue(number), "–" if other.value is None else shown(measure, other.value))
        for number, (one, other) in enumerate(zip(results[1:], others, strict=True), start=1)
    )
    of = f"{ours.count:,} question{'' if ours.count == 1 else 's'}"
    return Large(shown(measure, ours.value), words, interval(measure, ours), of, "", drawing, beside)


def _called(results: Results) -> str:
    return "The assistant" if results.system == OURS else results.system


def _times(one: Figure) -> str:
    """ "152 of 240": how many a share is of."""
    return f"{(one.value or 0.0) * one.count:.0f} of {one.count:,}"
