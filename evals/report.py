"""Graded questions as a table, as JSON, and as a list of what went wrong."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from evals.metrics import faults, measure
from evals.types import TYPES, Graded, Measures

COLUMNS = (
    ("questions", "questions"),
    ("found_1", "found@1"),
    ("found_5", "found@5"),
    ("found_20", "found@20"),
    ("cited", "cited"),
    ("said", "said"),
    ("refused_rightly", "refused rightly"),
    ("refused_wrongly", "refused wrongly"),
    ("words", "words"),
    ("milliseconds", "ms"),
    ("milliseconds_95", "ms 95th"),
    ("crashed", "crashed"),
)
COUNTS = {"questions", "words", "milliseconds", "milliseconds_95", "crashed"}
LEGEND = """\
found@k: evidence among the first k passages; cited: the first citation is evidence; said: the quotes
hold the expected words; words: median of an answer; ms: median and 95th percentile of a question.
"""


def by_type(graded: Sequence[Graded]) -> dict[str, Measures]:
    """The measures of each type of question there is, in the order of `TYPES`, then of all as "total"."""
    groups = {name: [one for one in graded if one.row.type == name] for name in TYPES}
    table = {name: measure(group) for name, group in groups.items() if group}
    return table | {"total": measure(graded)}


def text_table(name: str, graded: Sequence[Graded]) -> str:
    """A table with a row for each type and one for all; shares in percent, "-" for what has no questions."""
    lines = [["type", *(heading for _, heading in COLUMNS)]]
    for label, measures in by_type(graded).items():
        lines.append([label, *(_cell(measures, field) for field, _ in COLUMNS)])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text = f"Gold set: {name}\n\n"
    for line in lines:
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        text += "  ".join(cells) + "\n"
    return text + "\n" + LEGEND


def json_table(name: str, graded: Sequence[Graded]) -> str:
    """One JSON object: `gold`, `measures` (by type and "total"; shares from 0 to 1) and `wrong`."""
    value = {
        "gold": name,
        "measures": {label: asdict(measures) for label, measures in by_type(graded).items()},
        "wrong": [
            {
                "id": one.row.id,
                "type": one.row.type,
                "question": one.row.question,
                "turns": list(one.row.turns),
                "answer": one.answer,
                "rank": one.rank,
                "faults": list(faults(one)),
            }
            for one in graded
            if faults(one)
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def wrong_ones(graded: Sequence[Graded]) -> str:
    """Each question that went wrong: what was asked and answered, what is wrong, where evidence was found."""
    entries = []
    for one in graded:
        reasons = faults(one)
        if not reasons:
            continue
        asked = " / ".join((*one.row.turns, one.row.question))
        place = f"at {one.rank}" if one.rank else "not found"
        lines = [f"{one.row.id} ({one.row.type}): {asked}", f"  {'; '.join(reasons)}"]
        if one.answer:
            lines.append(f"  answer: {' '.join(one.answer.split())}")
        if one.row.answerable and not one.error:
            lines.append(f"  evidence: {place}; expected: {' | '.join(map(', '.join, one.row.expected))}")
        entries.append("\n".join(lines))
    return "\n\n".join(entries) + "\n" if entries else "Nothing went wrong.\n"


def _cell(measures: Measures, field: str) -> str:
    value = getattr(measures, field)
    if value is None:
        return "-"
    return f"{value:.0f}" if field in COUNTS else f"{100 * value:.1f}%"
