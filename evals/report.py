"""Results as text: tables, a comparison with an earlier run, and a list of what went wrong."""

from __future__ import annotations

from collections.abc import Sequence

from evals.compare import Comparison
from evals.figures import BY_NAME, MEASURES, TOTAL, Measure
from evals.metrics import faults
from evals.types import Figure, Graded, Results

BY_TYPE = {
    "right": "right",
    "recall_5": "recall@5",
    "mrr": "MRR",
    "first_cited": "1st right",
    "quote_precision": "precision",
    "quote_recall": "recall",
    "said": "form",
    "f1": "F1",
    "refused_rightly": "refused r.",
    "refused_wrongly": "refused w.",
    "timed_right": "as of",
}
"""The measures shown for each type of question, and what they are called where there is little room."""


PLACES = 3
"""How many reports with evidence are named for a question that went wrong."""


def headline(results: Sequence[Results]) -> str:
    """A row a measure, a column a system: the figure, its 95% interval, and of how many questions it is."""
    lines = [["", *(one.system for one in results), "questions"]]
    for measure in MEASURES:
        figures = [one.figures[TOTAL][measure.name] for one in results]
        lines.append([measure.label, *(cell(measure, figure) for figure in figures), str(figures[0].count)])
    text = aligned(lines)
    whys = {f"{m.label}: {f.why}" for m in MEASURES for r in results if (f := r.figures[TOTAL][m.name]).why}
    return text + "".join(f"- {why}\n" for why in sorted(whys))


def by_type(results: Results) -> str:
    """A row a type of question, of one system; each figure with its 95% interval."""
    lines = [["", "n", *BY_TYPE.values()]]
    for group, figures in results.figures.items():
        cells = [cell(BY_NAME[name], figures[name]).replace("0.", ".") for name in BY_TYPE]
        lines.append([group, str(figures["crashed"].count), *cells])
    return aligned(lines)


def comparison(compared: Comparison) -> str:
    """The paired differences with their intervals, and the questions won and lost."""
    lines = [["later less earlier", "difference", "questions"]]
    for name, figure in compared.differences.items():
        lines.append([BY_NAME[name].label, cell(BY_NAME[name], figure, signed=True), str(figure.count)])
    text = aligned(lines) + "\n"
    told = (
        ("won", compared.won),
        ("lost", compared.lost),
        ("in one run only", compared.left_out),
        *([("changed between them, not compared", compared.changed)] if compared.changed else ()),
    )
    for word, ids in told:
        text += f"{word}: {len(ids)}{': ' if ids else ''}{', '.join(ids)}\n"
    return text


def wrong_ones(graded: Sequence[Graded]) -> str:
    """Each question that went wrong: what was asked and answered, what is wrong, what was expected."""
    entries = []
    for one in graded:
        if reasons := faults(one.row, one.scores, one.error):
            entries.append("\n".join(_entry(one, reasons)))
    return "\n\n".join(entries) + "\n" if entries else "Nothing went wrong.\n"


def _entry(one: Graded, reasons: Sequence[str]) -> list[str]:
    asked = " / ".join((*one.row.turns, one.row.question))
    lines = [f"{one.row.id} ({one.row.type}): {asked}", f"  {'; '.join(reasons)}"]
    reply = one.reply
    if reply:
        lines.append(f"  answer: {' '.join(reply.text.split())}")
        lines += [f"  from: {cited.title}, {cited.published or 'no date'}" for cited in reply.cited[:1]]
        if not reply.answered and reply.closest:
            lines.append(f"  nearest: {' '.join(reply.closest.quote.split())} ({reply.confidence:.2f})")
    if one.row.answerable:
        expected = " | ".join(" & ".join(form) for form in one.row.expected)
        reports = sorted({place.report for piece in one.row.evidence for place in piece})
        places = ", ".join(reports[:PLACES]) + (
            f" and {more} more" if (more := len(reports) - PLACES) > 0 else ""
        )
        found = (
            f"; found first at rank {round(1 / rank)}" if (rank := one.scores.get("mrr")) else "; not found"
        )
        lines.append(
            f"  expected: {expected}, in {places or 'any report'}{found if one.row.evidence else ''}"
        )
    return lines


def cell(measure: Measure, figure: Figure, *, signed: bool = False, bare: bool = False) -> str:
    """A figure with its 95% interval as text: "0.87 [0.82-0.91]"; "-" where there is none.

    `signed` is for differences; `bare` leaves the interval out.
    """
    if figure.value is None:
        return "-"
    value = _number(measure, figure.value, signed)
    if bare or figure.low is None or figure.high is None:
        return value
    to = " to " if signed else "-"
    return f"{value} [{_number(measure, figure.low, signed)}{to}{_number(measure, figure.high, signed)}]"


def markdown(lines: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; the first line is its heading, the first column its labels."""
    heading, *rows = ([text.replace("|", "\\|") for text in line] for line in lines)
    marks = ["---", *["---:"] * (len(heading) - 1)]
    return "".join(f"| {' | '.join(line)} |\n" for line in (heading, marks, *rows))


def _number(measure: Measure, value: float, signed: bool = False) -> str:
    places = 2 if measure.unit == "share" else 0
    # Rounded first, and 0 added, so that nothing is written as +0.00 or -0.00.
    shown = round(value, places) + 0.0
    return f"{'+' if signed and shown > 0 else ''}{shown:.{places}f}"


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """A table as text: the first column to the left, the others to the right; one line each, not empty."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text = ""
    for line in lines:
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        text += "  ".join(cells).rstrip() + "\n"
    return text
