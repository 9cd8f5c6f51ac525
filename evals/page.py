"""The report page: a run and its baselines as one HTML document that asks nothing of any other place.

What is shown of questions, replies and reports is other people's text: the template is filled with
escaping on, and what no page should hold (control characters, marks that turn the direction of text,
halves of surrogate pairs) is shown as a replacement character.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.html import encode_html
from corpus.dates import format_date
from evals.abstention import RISK
from evals.charts import Curve, bar, histogram, hue, lines, rounded_up
from evals.curves import Times, calibrated, risks, standing, times
from evals.figures import BY_NAME, MEASURES, MULTI_TURN, TOTAL, Measure
from evals.page_failures import failures_of
from evals.page_words import figure, headline, interval, large, lead, shown
from evals.report import cell
from evals.types import SPLITS, TYPES, Results

TEMPLATE = "page.html.j2"

BY_TYPE = (
    ("right", "Right as a whole"),
    ("first_cited", "First quote right"),
    ("recall_5", "Evidence found"),
    ("quote_precision", "Quotes to the point"),
)
"""The measures whose bars are drawn by type of question, and the names to choose them by."""

_JUDGES = SPLITS[1]


@dataclass(frozen=True, slots=True)
class Bar:
    """One system's figure for one type of question."""

    system: str
    value: str
    interval: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class Group:
    """The bars of one type of question; `count` is of how many questions they are."""

    name: str
    count: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in the table of all measures; `best`: no system has a better, some a worse."""

    value: str
    interval: str
    best: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A measure in the table of all: a cell a system, `count` questions, and why a figure is missing."""

    measure: Measure
    cells: tuple[Cell, ...]
    count: int
    why: str


def page(results: Sequence[Results], *, title: str) -> str:
    """One self-contained HTML document on a run.

    Args:
        results: the system in focus, then the baselines that were asked the same questions.
        title: what was asked, such as the name of the gold set.

    Raises ValueError without a system.
    """
    if not results:
        raise ValueError("a page needs the results of one system or more")
    failures = failures_of(results)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_showable,
    )
    environment.filters["day"] = format_date
    return environment.get_template(TEMPLATE).render(
        title=title,
        systems=[(one.system, hue(number)) for number, one in enumerate(results)],
        settings=results[0].settings,
        headline=headline(results),
        lead=lead(results),
        large=large(results),
        rows=[_row(measure, results) for measure in MEASURES],
        by_type=[(name, said, BY_NAME[name], _groups(name, results)) for name, said in BY_TYPE],
        sure=_sure(results),
        time=_time(results),
        open_failures=[one for one in failures if one.graded.row.split != _JUDGES],
        judging_failures=[one for one in failures if one.graded.row.split == _JUDGES],
        asked=len(results[0].graded),
        types=_counted([one.graded.row.type for one in failures]),
        splits=_counted([one.graded.row.split or "none" for one in failures]),
    )


def _showable(value: object) -> object:
    return Markup(encode_html(value)) if type(value) is str else value  # noqa: S704 - it is encoded


def _counted(names: Sequence[str]) -> list[tuple[str, int]]:
    order = {name: place for place, name in enumerate((*TYPES, *SPLITS))}
    return [
        (name, names.count(name))
        for name in sorted(set(names), key=lambda one: (order.get(one, len(order)), one))
    ]


def _row(measure: Measure, results: Sequence[Results]) -> Row:
    figures = [figure(one, measure.name) for one in results]
    # Those that read the same are equally good: the difference is not shown, so it is not claimed.
    written = [cell(measure, one, bare=True) for one in figures]
    values = [float(text) for text in written if text != "-"]
    best = (max if measure.higher else min)(values) if len(set(values)) > 1 else None
    cells = tuple(
        Cell(
            text.replace("-", "–"),
            cell(measure, one).partition(" ")[2].strip("[]").replace("-", "–"),
            best is not None and text != "-" and float(text) == best,
        )
        for text, one in zip(written, figures, strict=True)
    )
    missing = {result.system: one.why for result, one in zip(results, figures, strict=True) if one.why}
    named = (
        [f"{name}: {why}" for name, why in missing.items()]
        if len(missing) < len(figures)
        else missing.values()
    )
    return Row(measure, cells, max(one.count for one in figures), "; ".join(dict.fromkeys(named)))


def _groups(name: str, results: Sequence[Results]) -> list[Group]:
    measure = BY_NAME[name]
    groups = []
    for group in (TOTAL, *TYPES, MULTI_TURN):
        figures = [figure(one, name, group) for one in results]
        if all(one.value is None for one in figures):
            continue
        bars = tuple(
            Bar(
                result.system,
                "–" if one.value is None else shown(measure, one.value),
                interval(measure, one),
                bar(one.value or 0.0, one.low, one.high, system=number),
            )
            for number, (result, one) in enumerate(zip(results, figures, strict=True))
        )
        groups.append(
            Group("all questions" if group == TOTAL else group, max(one.count for one in figures), bars)
        )
    return groups


def _sure(results: Sequence[Results]) -> Mapping[str, Any]:
    """The two drawings of confidence and the numbers under them."""
    curves = [(one.system, risks(one)) for one in results]
    bins = [(one.system, calibrated(one)) for one in results]
    top = rounded_up(max((risk for _, points in curves for _, risk in points), default=1.0))
    risk = lines(
        [Curve(number, points) for number, (_, points) in enumerate(curves)],
        label=f"Share of wrong answers against share answered, {', '.join(one.system for one in results)}",
        axes=("answered, the surest first", "wrong among them"),
        top=top,
        level=RISK,
        here=standing(results[0]),
    )
    calibration = lines(
        [
            Curve(number, [(sure, right) for sure, right, _ in points], [count for _, _, count in points])
            for number, (_, points) in enumerate(bins)
        ],
        label=f"Share right against confidence, {', '.join(one.system for one in results)}",
        axes=("confidence", "right"),
        diagonal=True,
    )
    steps = [number / 10 for number in range(1, 11)]
    return {
        "risk": risk,
        "risks": [(step, [_risk_at(points, step) for _, points in curves]) for step in steps],
        "calibration": calibration,
        "bins": [(name, points) for name, points in bins if points],
        "no_probability": [
            name for (name, points), one in zip(bins, results, strict=True) if one.graded and not points
        ],
        "stands": standing(results[0]),
    }


def _risk_at(points: Sequence[tuple[float, float]], coverage: float) -> str:
    """The risk at the first point that covers so much, as a reader says it."""
    reached = [risk for covered, risk in points if covered >= coverage - 1e-9]
    return f"{100 * reached[0]:.0f}%" if reached else "–"


def _time(results: Sequence[Results]) -> Mapping[str, Any] | None:
    taken: Times | None = times(results)
    if taken is None:
        return None
    most = max(max(counts) for counts in taken.counts)
    measure = BY_NAME["ms_median"]
    columns = [
        (
            one.system,
            *(_written(measure, one, name) for name in ("ms_median", "ms_95")),
            histogram(counts, most, system=number),
        )
        for number, (one, counts) in enumerate(zip(results, taken.counts, strict=True))
    ]
    bins = [
        (f"{shown(measure, low)} to {shown(measure, high)}", [counts[number] for counts in taken.counts])
        for number, (low, high) in enumerate(zip(taken.edges, taken.edges[1:], strict=False))
    ]
    return {
        "columns": columns,
        "ticks": [(_round_time(value), 100 * place) for value, place in taken.ticks],
        "bins": bins,
    }


def _round_time(milliseconds: float) -> str:
    return f"{milliseconds:g} ms" if milliseconds < 1000 else f"{milliseconds / 1000:g} s"


def _written(measure: Measure, results: Results, name: str) -> str:
    value = figure(results, name).value
    return "–" if value is None else shown(measure, value)
