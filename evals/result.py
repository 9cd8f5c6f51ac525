"""A run as a small JSON file: kept, compared with, and what the README's table is made from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from hashlib import blake2b
from math import isfinite
from pathlib import Path
from typing import Any

from evals.errors import ResultError
from evals.types import Figure, GoldRow, Results

VERSION = 2
"""Raised whenever what is written, or what a measure means, changes."""

TEXTS = ("gold", "chosen", "settings", "system")
"""The fields of a record that are text."""

Scores = Mapping[str, Mapping[str, float]]
"""Question id -> measure -> value."""


@dataclass(frozen=True, slots=True)
class Record:
    """A run as it was written down.

    `gold` names the set, `chosen` which of it was asked ("split=test"), `settings` says what was changed
    about the assistant ("" for nothing). `figures` maps system, group and measure to a figure; `scores` are
    those of `system`, the first of the systems. `digests` has a hash of each question (see `digest_of`).
    """

    gold: str
    chosen: str
    settings: str
    system: str
    figures: Mapping[str, Mapping[str, Mapping[str, Figure]]]
    scores: Scores
    digests: Mapping[str, str]


def record_of(results: Sequence[Results], chosen: str) -> Record:
    """What is kept of a run of several systems on the same questions, the first in focus."""
    first = results[0]
    return Record(
        gold=first.gold,
        chosen=chosen,
        settings=first.settings,
        system=first.system,
        figures={one.system: one.figures for one in results},
        scores={one.row.id: one.scores for one in first.graded},
        digests={one.row.id: digest_of(one.row) for one in first.graded},
    )


def digest_of(row: GoldRow) -> str:
    """A hash of what is asked and what is accepted."""
    asked = (row.id, row.question, row.type, row.turns, row.expected, row.evidence, row.as_of)
    return blake2b(repr(asked).encode(), digest_size=4).hexdigest()


def written(records: Sequence[Record]) -> str:
    """The records as JSON text; numbers rounded to six places."""
    value = {"version": VERSION, "runs": [_plain(record) for record in records]}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def read_records(path: Path) -> tuple[Record, ...]:
    """What `written` wrote into a file.

    Raises ResultError when it cannot be read, or is of another version.
    """
    advice = "make it anew with `assistant eval --json > RESULT.json`"
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ResultError(f"{path}: cannot be opened ({error.strerror}); {advice}") from error
    except (ValueError, RecursionError) as error:
        raise ResultError(f"{path}: is not the JSON of a result ({error}); {advice}") from error
    version = value.get("version") if isinstance(value, dict) else None
    if version != VERSION:
        raise ResultError(f"{path}: a result of version {version}, and this is version {VERSION}; {advice}")
    try:
        return tuple(_read(run) for run in value["runs"])
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise ResultError(f"{path}: the result is not whole ({error!r}); {advice}") from error


def _plain(record: Record) -> dict[str, Any]:
    figures = {
        system: {
            group: {name: _figure(figure) for name, figure in measures.items()}
            for group, measures in groups.items()
        }
        for system, groups in record.figures.items()
    }
    scores = {
        question: {name: round(value, 6) for name, value in values.items()}
        for question, values in record.scores.items()
    }
    return {name: getattr(record, name) for name in TEXTS} | {
        "figures": figures,
        "scores": scores,
        "digests": dict(record.digests),
    }


def _figure(figure: Figure) -> list[Any]:
    return [value if not isinstance(value, float) else round(value, 6) for value in astuple(figure)]


def _read(run: dict[str, Any]) -> Record:
    figures = {
        system: {
            group: {name: _figure_of(figure) for name, figure in measures.items()}
            for group, measures in groups.items()
        }
        for system, groups in run["figures"].items()
    }
    texts = {name: str(run[name]) for name in TEXTS}
    scores = {
        question: {name: _number(value) for name, value in values.items()}
        for question, values in run["scores"].items()
    }
    if not all("right" in values for values in scores.values()):
        raise KeyError("right")
    digests = {question: str(run["digests"][question]) for question in scores}
    return Record(**texts, figures=figures, scores=scores, digests=digests)


def _figure_of(given: list[Any]) -> Figure:
    *numbers, count, why = given
    value, low, high = (None if one is None else _number(one) for one in numbers)
    return Figure(value, low, high, int(_number(count)), str(why))


def _number(value: Any) -> float:
    # JSON as Python reads it has NaN and Infinity, and true would count as 1.
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(f"{value!r} is no number")
    return value
