"""Reading gold sets: JSON Lines, one question a line, held to the letter; or CSV, see `evals.gold_csv`.

The fields are those of `GoldRow`, of which `id`, `question` and `type` are always there. A piece of
evidence is an object of `report` (a file name), `start` and `end`, or a list of such objects, any one of
which will do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

from evals.errors import GoldError
from evals.gold_csv import read_csv
from evals.text import without_twice
from evals.types import AS_OF, FOLLOW_UP, KINDS, SPLITS, TYPES, GoldRow, Piece, Span

INSPECTION, STATUS = "inspection", "status"
NAMED = (INSPECTION, STATUS)
"""The sets that come with the product. Lines of the second with a `level` are events (`evals.labels`)."""

REQUIRED = {"id", "question", "type"}
FIELDS = (
    REQUIRED
    | {"split", "turns", "expected", "evidence", "as_of", "kind"}
    | {"given", "pair", "exact", "trap"}
    | {"note"}  # for whoever finishes the row; nothing is made of it
)
FILTERS = ("split", "type")


def load_gold(name_or_path: str) -> tuple[GoldRow, ...]:
    """The questions of a set of `NAMED`, or of a file: CSV by its suffix, else JSON Lines.

    Raises:
        GoldError: no such set, or something in it that is not allowed; names the file and line.
    """
    named = name_or_path in NAMED
    path = files("evals") / "gold" / f"{name_or_path}.jsonl" if named else Path(name_or_path)
    label = f"{name_or_path}.jsonl" if named else name_or_path
    try:
        written = path.read_bytes()
    except (OSError, ValueError) as error:
        raise GoldError(
            f"{label}: no gold set there; name {' or '.join(NAMED)}, or a file of JSON Lines or CSV"
        ) from error
    text = _decoded(written, label)
    rows = read_csv(text, label) if label.lower().endswith(".csv") else _read_lines(text, label)
    if not rows:
        raise GoldError(f"{label}: no question in it")
    return rows


def chosen(rows: Sequence[GoldRow], filters: Sequence[str]) -> tuple[GoldRow, ...]:
    """The rows that every filter lets through; a filter is "split=test" or "type=date,who".

    Raises:
        GoldError: a filter that is not one, or that lets nothing through.
    """
    kept = tuple(rows)
    for given in filters:
        name, _, values = given.partition("=")
        wanted = {value.strip() for value in values.split(",") if value.strip()}
        if name not in FILTERS or not wanted:
            raise GoldError(f"--set {given}: write it as split=test or type=date,who")
        allowed = {"split": SPLITS, "type": TYPES}[name]
        if unknown := sorted(wanted - set(allowed)):
            raise GoldError(f"--set {given}: {', '.join(unknown)} is none of {', '.join(allowed)}")
        kept = tuple(row for row in kept if getattr(row, name) in wanted)
        if not kept:
            raise GoldError(f"--set {given}: no question of the set is of that {name}")
    return kept


Texts = Mapping[str, str | None]
"""File names of reports -> their texts; None where several reports have one name."""


def text_named(texts: Texts, report: str, where: str) -> str:
    """The text of the report of that file name.

    Raises:
        GoldError: there is none, or more than one; names `where` it was asked for.
    """
    if report not in texts:
        near = get_close_matches(report, texts, 1)
        meant = f"; did you mean {near[0]}?" if near else ""
        raise GoldError(f"{where}: evidence in {report}, which is not among the reports{meant}")
    text = texts[report]
    if text is None:
        raise GoldError(f"{where}: evidence in {report}, and several are called so; rename all but one")
    return text


def check_evidence(rows: Sequence[GoldRow], texts: Texts) -> None:
    """See that all evidence lies inside the reports.

    Raises:
        GoldError: see `text_named`; or evidence past the end of a report, or of blanks alone.
    """
    for row in rows:
        for span in (span for piece in row.evidence for span in piece):
            text = text_named(texts, span.report, row.where)
            place = f"{row.where}: evidence {span.start}-{span.end}"
            if span.end > len(text):
                raise GoldError(f"{place} is past the end of {span.report} ({len(text)} characters)")
            if not text[span.start : span.end].strip():
                raise GoldError(f"{place} of {span.report} holds no words")


def _decoded(written: bytes, label: str) -> str:
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        raise GoldError(
            f"{label}:{line}: not UTF-8 at byte {error.start}; save the whole file as UTF-8"
        ) from error


def _read_lines(text: str, label: str) -> tuple[GoldRow, ...]:
    # Not splitlines(): it also breaks at characters that JSON allows inside a string.
    lines = enumerate(text.split("\n"), start=1)
    rows = [_row(line, f"{label}:{number}") for number, line in lines if line.strip() and not is_event(line)]
    seen: dict[str, str] = {}
    for row in rows:
        if row.id in seen:
            raise GoldError(f"{row.where}: id {row.id!r} was given before, at {seen[row.id]}")
        seen[row.id] = row.where
    return tuple(rows)


def is_event(line: str) -> bool:
    """Whether a line is an event of status, and no question."""
    return '"level"' in line and '"question"' not in line


def _row(line: str, where: str) -> GoldRow:
    try:
        value = json.loads(line, object_pairs_hook=without_twice)
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{where}: not valid JSON ({error})") from error
    fields = _object(value, REQUIRED, FIELDS, where)
    row = GoldRow(
        id=_text(fields["id"], "id", where),
        question=_text(fields["question"], "question", where),
        type=_one_of(fields["type"], "type", TYPES, where),
        split=_one_of(fields["split"], "split", SPLITS, where) if "split" in fields else "",
        turns=_texts(fields.get("turns", []), "turns", where),
        expected=tuple(
            _texts(words, "expected", where) for words in _list(fields.get("expected", []), "expected", where)
        ),
        evidence=tuple(
            _piece(piece, where) for piece in _list(fields.get("evidence", []), "evidence", where)
        ),
        as_of=_day(fields["as_of"], where) if "as_of" in fields else None,
        kind=_one_of(fields["kind"], "kind", KINDS, where) if "kind" in fields else "",
        where=where,
        given=_flag(fields.get("given", False), "given", where),
        pair=_text(fields["pair"], "pair", where) if "pair" in fields else "",
        exact=_flag(fields.get("exact", False), "exact", where),
        trap=_text(fields["trap"], "trap", where) if "trap" in fields else "",
    )
    _check_row(row)
    return row


def _check_row(row: GoldRow) -> None:
    if row.type == FOLLOW_UP and not row.turns:
        raise GoldError(f"{row.where}: a follow-up needs the questions before it, in turns")
    if row.type == AS_OF and row.as_of is None:
        raise GoldError(f"{row.where}: an as-of question needs as_of, the date it asks about")
    if row.given and row.as_of is None:
        raise GoldError(f"{row.where}: given says that a date is set beside the question; as_of is missing")
    if not all(row.expected):
        raise GoldError(f"{row.where}: an empty list in expected would be in every answer")
    if row.answerable and not row.expected:
        raise GoldError(
            f"{row.where}: expected is missing: give the words that a right answer holds, "
            'or make the type "unanswerable"'
        )
    for name, given in (("expected", row.expected), ("evidence", row.evidence)):
        if given and not row.answerable:
            raise GoldError(f"{row.where}: {name} is given, yet the question is unanswerable")
    if row.kind and row.answerable:
        raise GoldError(f"{row.where}: kind says why a question is unanswerable, and this one is not")


def _piece(value: object, where: str) -> Piece:
    places = value if isinstance(value, list) else [value]
    if not places:
        raise GoldError(f"{where}: an empty piece of evidence; give at least one place, or leave it out")
    return tuple(_span(place, where) for place in places)


def _span(value: object, where: str) -> Span:
    if isinstance(value, dict) and "quote" in value:
        raise GoldError(
            f"{where}: evidence by quote; `assistant gold FILE --spans` prints the set with start and end"
        )
    fields = _object(value, {"report", "start", "end"}, {"report", "start", "end"}, where)
    start, end = fields["start"], fields["end"]
    # bool is an int to Python, and no position to us.
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise GoldError(f"{where}: evidence {start!r}-{end!r} is no span; start and end count characters")
    return Span(_text(fields["report"], "report", where), start, end)


def _day(value: object, where: str) -> date:
    try:
        return date.fromisoformat(_text(value, "as_of", where))
    except ValueError as error:
        raise GoldError(f"{where}: as_of {value!r} is no date; write it as 2024-03-31") from error


def _one_of(value: object, name: str, allowed: Sequence[str], where: str) -> str:
    if value not in allowed:
        raise GoldError(f"{where}: {name} {value!r} is none of {', '.join(allowed)}")
    return str(value)


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


def _flag(value: object, name: str, where: str) -> bool:
    if not isinstance(value, bool):
        raise GoldError(f"{where}: {name} must be true or false")
    return value


def _text(value: object, name: str, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise GoldError(f"{where}: {name} holds something that is no text, or is empty")
    return value
