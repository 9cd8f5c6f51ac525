"""Reading a gold set that a person has written in a spreadsheet: CSV with a header, a question a row.

`question` and `expected` are the columns that must be there; `id`, `type` and `turns` may be. Several
accepted forms, and several earlier questions, are separated by " | "; the parts of a form that must all
occur by " & ". A row without `expected` is a question that the reports do not answer.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from io import StringIO

from evals.errors import GoldError
from evals.types import AS_OF, FOLLOW_UP, TYPES, UNANSWERABLE, GoldRow

REQUIRED = ("question", "expected")
COLUMNS = (*REQUIRED, "id", "type", "turns")
DELIMITERS = (",", ";", "\t")

Expected = tuple[tuple[str, ...], ...]
Numbered = tuple[int, list[str]]
"""A record and the line of the file that it begins on, from 1."""

_LINE_END = re.compile(r"\r\n|\r|\n")


def read_csv(text: str, label: str) -> tuple[GoldRow, ...]:
    """The questions of a CSV file; `label` is what the file is called in messages.

    The header decides whether cells are separated by commas, semicolons or tabs. Rows of empty cells are
    passed over. A question without an id gets one made of its own words, so that it keeps it when rows
    are put in or moved.

    Raises:
        GoldError: something in it that is not allowed; names the file and line.
    """
    if (at := text.find("\0")) >= 0:
        line = len(_LINE_END.findall(text, 0, at)) + 1
        raise GoldError(f"{label}:{line}: a NUL byte in the text; save the file as CSV in UTF-8")
    records = _records(text.removeprefix("\ufeff"), label)
    line, header = next(records, (1, []))
    columns = _columns(header, f"{label}:{line}")
    rows = [_row(_cells(columns, cells, f"{label}:{at}"), f"{label}:{at}") for at, cells in records]
    if not rows:
        raise GoldError(f"{label}:{line}: no question below the header; write one a row")
    _check_ids(rows)
    return tuple(rows)


def id_of(question: str, turns: Sequence[str] = ()) -> str:
    """An id made of a question and those before it: the same ones have the same, however they are spaced."""
    asked = "\n".join(" ".join(one.split()) for one in (*turns, question))
    return f"q-{blake2b(asked.encode('utf-8', 'replace'), digest_size=4).hexdigest()}"


def _records(text: str, label: str) -> Iterator[Numbered]:
    """All that is not blank, the header first. A record may run over several lines, in quotation marks."""
    first = next((line for line in StringIO(text, newline="") if line.strip()), "")
    reader = csv.reader(
        StringIO(text, newline=""), delimiter=_delimiter(first), strict=True, skipinitialspace=True
    )
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise GoldError(f"{label}:{line}: not valid CSV ({error}); check the quotation marks") from error


def _delimiter(header: str) -> str:
    """Whichever makes most known columns of the header; csv.Sniffer guesses from the words of the rows."""
    return max(DELIMITERS, key=lambda mark: sum(_name(cell) in COLUMNS for cell in header.split(mark)))


def _name(cell: str) -> str:
    return cell.strip().strip('"').strip().casefold()


def _columns(header: Sequence[str], where: str) -> list[str]:
    names = [_name(cell) for cell in header]
    wanted = f"the first line names the columns, out of {', '.join(COLUMNS)}"
    for name in names:
        if name not in COLUMNS:
            raise GoldError(f"{where}: unknown column {name!r}; {wanted}")
        if names.count(name) > 1:
            raise GoldError(f"{where}: two columns are called {name}; {wanted}")
    for name in REQUIRED:
        if name not in names:
            raise GoldError(f"{where}: no column {name}; {wanted}")
    return names


def _cells(columns: Sequence[str], cells: Sequence[str], where: str) -> dict[str, str]:
    if len(cells) != len(columns):
        raise GoldError(
            f"{where}: {len(cells)} cells where the header has {len(columns)}; put quotation marks around a "
            "cell that has the separator in it"
        )
    return {name: " ".join(cell.split()) for name, cell in zip(columns, cells, strict=True)}


def _row(cells: Mapping[str, str], where: str) -> GoldRow:
    question = cells["question"]
    if not question:
        raise GoldError(f"{where}: question is empty")
    expected = _expected(cells["expected"], where)
    turns = tuple(_split(cells.get("turns", ""), "|", "turns", where))
    return GoldRow(
        id=cells.get("id") or id_of(question, turns),
        question=question,
        type=_type(cells.get("type", "").casefold(), expected, turns, where),
        turns=turns,
        expected=expected,
        where=where,
    )


def _type(given: str, expected: Expected, turns: Sequence[str], where: str) -> str:
    kind = given or ("fact" if expected else UNANSWERABLE)
    if kind not in TYPES:
        raise GoldError(f"{where}: type {given!r} is none of {', '.join(TYPES)}")
    if kind == UNANSWERABLE and expected:
        raise GoldError(f"{where}: expected is given, yet the question is unanswerable")
    if kind != UNANSWERABLE and not expected:
        raise GoldError(
            f"{where}: expected is empty: give the words that a right answer holds, or leave the type empty "
            "too if the reports do not say"
        )
    if kind == FOLLOW_UP and not turns:
        raise GoldError(f"{where}: a follow-up needs the questions before it, in turns")
    if kind == AS_OF:
        raise GoldError(f"{where}: an as-of question needs its date; write it as JSON Lines, with as_of")
    return kind


def _expected(cell: str, where: str) -> Expected:
    forms = _split(cell, "|", "expected", where)
    return tuple(tuple(_split(form, "&", "expected", where)) for form in forms)


def _split(cell: str, mark: str, name: str, where: str) -> list[str]:
    """The parts of a cell between marks with space (or nothing more) around them; none of an empty one."""
    if not cell:
        return []
    parts = [part.strip() for part in re.split(rf"(?:^|\s){re.escape(mark)}(?=\s|$)", cell)]
    if not all(parts):
        raise GoldError(f"{where}: nothing before or after a {mark} in {name}")
    return parts


def _check_ids(rows: Sequence[GoldRow]) -> None:
    seen: dict[str, str] = {}
    for row in rows:
        if row.id in seen:
            raise GoldError(
                f"{row.where}: id {row.id!r} was given before, at {seen[row.id]}; a question without an id "
                "may stand in the file once"
            )
        seen[row.id] = row.where
