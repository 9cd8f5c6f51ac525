"""Reading gold sets: JSON Lines, one question a line, held to the letter.

The fields are those of `GoldRow`, of which `id`, `question` and `type` are always there; evidence
is an object of `report` (a file name), `start` and `end`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from evals.errors import GoldError
from evals.types import FOLLOW_UP, TYPES, GoldRow, Span

NAMED = ("sample", "tune")
"""The sets that come with the product: "sample" judges, "tune" is for choosing settings."""

REQUIRED = {"id", "question", "type"}
FIELDS = REQUIRED | {"turns", "expected", "evidence"}


def load_gold(name_or_path: str) -> tuple[GoldRow, ...]:
    """The questions of a set of `NAMED`, or of a file.

    Raises:
        GoldError: no such set, or something in it that is not allowed; names the file and line.
    """
    named = name_or_path in NAMED
    path = files("evals") / "gold" / f"{name_or_path}.jsonl" if named else Path(name_or_path)
    label = f"{name_or_path}.jsonl" if named else name_or_path
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise GoldError(f"{label}: not UTF-8 at byte {error.start}; save the file as UTF-8") from error
    except (OSError, ValueError) as error:
        raise GoldError(
            f"{label}: no gold set there; name {' or '.join(NAMED)}, or a file of JSON Lines"
        ) from error
    # Not splitlines(): it also breaks at characters that JSON allows inside a string.
    lines = text.split("\n")
    rows = [_row(line, f"{label}:{number}") for number, line in enumerate(lines, start=1) if line.strip()]
    if not rows:
        raise GoldError(f"{label}: no question in it")
    _check_ids(rows)
    return tuple(rows)


def check_evidence(rows: tuple[GoldRow, ...], texts: Mapping[str, str]) -> None:
    """See that all evidence lies inside the reports: `texts` maps file names to texts.

    Raises:
        GoldError: evidence in a report that is not there, or past the end of one.
    """
    for row in rows:
        for span in row.evidence:
            if span.report not in texts:
                raise GoldError(f"{row.where}: evidence in {span.report}, which is not among the reports")
            if span.end > len(texts[span.report]):
                raise GoldError(
                    f"{row.where}: evidence {span.start}-{span.end} is past the end of {span.report} "
                    f"({len(texts[span.report])} characters)"
                )


def _row(line: str, where: str) -> GoldRow:
    try:
        value = json.loads(line, object_pairs_hook=_without_twice)
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{where}: not valid JSON ({error})") from error
    fields = _object(value, REQUIRED, FIELDS, where)
    row = GoldRow(
        id=_text(fields["id"], "id", where),
        question=_text(fields["question"], "question", where),
        type=_text(fields["type"], "type", where),
        turns=_texts(fields.get("turns", []), "turns", where),
        expected=tuple(
            _texts(words, "expected", where) for words in _list(fields.get("expected", []), "expected", where)
        ),
        evidence=tuple(_span(span, where) for span in _list(fields.get("evidence", []), "evidence", where)),
        where=where,
    )
    _check_row(row)
    return row


def _check_row(row: GoldRow) -> None:
    if row.type not in TYPES:
        raise GoldError(f"{row.where}: type {row.type!r} is none of {', '.join(TYPES)}")
    if row.type == FOLLOW_UP and not row.turns:
        raise GoldError(f"{row.where}: a follow-up needs the questions before it, in turns")
    if not all(row.expected):
        raise GoldError(f"{row.where}: an empty list in expected would be in every answer")
    for name, given in (("expected", row.expected), ("evidence", row.evidence)):
        if row.answerable and not given:
            raise GoldError(f"{row.where}: {name} is missing; only unanswerable questions have none")
        if given and not row.answerable:
            raise GoldError(f"{row.where}: {name} is given, yet the question is unanswerable")


def _check_ids(rows: list[GoldRow]) -> None:
    seen: dict[str, str] = {}
    for row in rows:
        if row.id in seen:
            raise GoldError(f"{row.where}: id {row.id!r} was given before, at {seen[row.id]}")
        seen[row.id] = row.where


def _span(value: object, where: str) -> Span:
    fields = _object(value, {"report", "start", "end"}, {"report", "start", "end"}, where)
    start, end = fields["start"], fields["end"]
    # bool is an int to Python, and no position to us.
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise GoldError(f"{where}: evidence {start!r}-{end!r} is no span; start and end count characters")
    return Span(_text(fields["report"], "report", where), start, end)


def _object(value: object, required: set[str], allowed: set[str], where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise GoldError(f"{where}: an object with {', '.join(sorted(required))} is wanted here")
    for problem, names in (("unknown", value.keys() - allowed), ("missing", required - value.keys())):
        if names:
            raise GoldError(f"{where}: {problem} field {', '.join(sorted(names))}")
    return value


def _list(value: object, name: str, where: str) -> list[object]:
    if not isinstance(value, list):
        raise GoldError(f"{where}: {name} must be a list")
    return value


def _texts(value: object, name: str, where: str) -> tuple[str, ...]:
    return tuple(_text(item, name, where) for item in _list(value, name, where))


def _text(value: object, name: str, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise GoldError(f"{where}: {name} holds something that is no text, or is empty")
    return value


def _without_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{name} is given twice")
    return dict(pairs)
