"""What a benchmark gives: tables of figures with intervals, as text and as plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from textwrap import fill
from typing import Any

from evals.report import aligned
from evals.types import Figure

WIDTH = 110


@dataclass(frozen=True, slots=True)
class Column:
    """What the figures below one name are: shown with so many `digits`, and with a sign if `difference`."""

    name: str
    digits: int = 3
    difference: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a figure a column; None where the column does not apply.

    `difference` says that these are differences of two figures, shown with their sign.
    """

    name: str
    figures: tuple[Figure | None, ...]
    difference: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` says what the figures of each row are, in their order."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole run. `notes` say, in full sentences, what was measured and how, and stand below the tables."""

    benchmark: str
    tables: tuple[Table, ...]
    notes: str

    def as_text(self) -> str:
        """The tables, then the notes."""
        tables = "\n".join(f"{table.title}\n\n{aligned(_cells(table))}" for table in self.tables)
        return f"{tables}\n{fill(self.notes, WIDTH)}\n"

    def as_dict(self) -> dict[str, Any]:
        """The same for JSON: every figure with value, low, high and count."""
        tables = [
            {
                "title": table.title,
                "rows": {
                    row.name: {
                        column.name: asdict(figure)
                        for column, figure in zip(table.columns, row.figures, strict=True)
                        if figure is not None
                    }
                    for row in table.rows
                },
            }
            for table in self.tables
        ]
        return {"benchmark": self.benchmark, "tables": tables, "notes": self.notes}


def _cells(table: Table) -> list[list[str]]:
    columns = [[row.figures[number] for row in table.rows] for number in range(len(table.columns))]
    counts = [sorted({figure.count for figure in column if figure}) for column in columns]
    lines = [
        ["", *(column.name for column in table.columns)],
        ["", *(f"n={' or '.join(map(str, given))}" for given in counts)],
    ]
    for row in table.rows:
        cells = [
            _cell(figure, column.digits, row.difference or column.difference)
            for column, figure in zip(table.columns, row.figures, strict=True)
        ]
        lines.append([row.name, *cells])
    return lines


def _cell(figure: Figure | None, digits: int, signed: bool) -> str:
    if figure is None:
        return ""
    if figure.value is None or figure.low is None or figure.high is None:
        return f"- ({figure.why})" if figure.why else "-"
    sign, between = ("+", " to ") if signed else ("", "-")
    value, low, high = (f"{given:{sign}.{digits}f}" for given in (figure.value, figure.low, figure.high))
    return f"{value} [{low}{between}{high}]"
