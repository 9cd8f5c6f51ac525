"""What every change must reach on a gold set: `evals/thresholds.toml`, checked by `assistant eval --gate`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from math import isfinite
from typing import Any

from evals.compare import Comparison
from evals.errors import ResultError
from evals.figures import BY_NAME, TOTAL
from evals.result import Record
from evals.types import Figure

Bounds = Mapping[str, Mapping[str, float]]
"""Measure -> {"least": value} or {"most": value}."""

Thresholds = Mapping[str, Mapping[str, Bounds]]
"""Gold set -> part of it ("split=test") -> bounds."""


def load_thresholds(text: str | None = None) -> Thresholds:
    """Those of `text`, or of the file that comes with the product.

    Raises ResultError when the text cannot be used.
    """
    name = "thresholds.toml"
    if text is None:
        text = (files("evals") / name).read_text(encoding="utf-8")
    try:
        read: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ResultError(f"{name}: not valid TOML ({error})") from error
    for gold, parts in read.items():
        for part, bounds in _tables(parts, gold).items():
            for measure, bound in _tables(bounds, f"{gold}.{part}").items():
                _check(bound, measure, f"{name}: {gold}, {part}")
    return read


def held_to(records: Sequence[Record], thresholds: Thresholds) -> list[Record]:
    """Those of the runs that there are thresholds for; all of them where there are for none."""
    return [one for one in records if _bounds(one, thresholds)] or list(records)


def worsened(record: Record, compared: Comparison, thresholds: Thresholds) -> tuple[str, ...]:
    """A line for every measure with a threshold that got worse, by the whole interval of its difference."""
    lines = []
    for measure, bound in _bounds(record, thresholds).items():
        figure = compared.differences.get(measure)
        if figure is None or figure.low is None or figure.high is None:
            continue
        if figure.high < 0 if "least" in bound else figure.low > 0:
            lines.append(
                f"{_what(record)}: {measure} got worse by {_said(figure)} than in the earlier result"
            )
    return tuple(lines)


def shortfalls(record: Record, thresholds: Thresholds) -> tuple[str, ...]:
    """A line for every measure whose whole interval lies on the wrong side of its threshold.

    A measure that could not be worked out falls short, too, and so does a run without thresholds:
    nothing could be checked. A count has no interval and is compared itself.
    """
    what = _what(record)
    bounds = _bounds(record, thresholds)
    if not bounds:
        named = [(gold, part) for gold, parts in thresholds.items() for part in parts]
        known = ", ".join(f"{gold} --set {part}" if part else gold for gold, part in named)
        return (f"{what}: there are no thresholds for it; there are for {known or 'nothing'}",)
    figures = record.figures[record.system][TOTAL]
    lines = []
    for measure, bound in bounds.items():
        figure = figures.get(measure, Figure(None, None, None, 0, "it is not in the result"))
        for word, value in bound.items():
            if figure.value is None:
                lines.append(f"{what}: {measure} could not be measured ({figure.why})")
            elif _falls_short(figure, figure.value, word, value):
                lines.append(f"{what}: {measure} is {_said(figure)}, but must be at {word} {value:g}")
    return tuple(lines)


def _what(record: Record) -> str:
    return f"{record.gold} ({record.chosen})" if record.chosen else record.gold


def _bounds(record: Record, thresholds: Thresholds) -> Bounds:
    return thresholds.get(record.gold, {}).get(record.chosen, {})


def _falls_short(figure: Figure, value: float, word: str, bound: float) -> bool:
    if word == "least":
        return (value if figure.high is None else figure.high) < bound
    return (value if figure.low is None else figure.low) > bound


def _said(figure: Figure) -> str:
    if figure.low is None:
        return f"{figure.value:g}"
    return f"{figure.value:.3f} (95% interval {figure.low:.3f} to {figure.high:.3f})"


def _tables(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ResultError(f"thresholds.toml: {where} must be a table")
    return value


def _check(bound: object, measure: str, where: str) -> None:
    if measure not in BY_NAME:
        raise ResultError(f"{where}: there is no measure {measure!r}; there are {', '.join(BY_NAME)}")
    given = bound if isinstance(bound, dict) else {}
    # With nan no comparison would ever fail.
    numbers = all(
        isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
        for value in given.values()
    )
    if not given or not set(given) <= {"least", "most"} or not numbers:
        raise ResultError(f"{where}: {measure} must be a table such as {{ least = 0.8 }} or {{ most = 0.1 }}")
