"""A whole conversation as a file: Markdown to read, CSV for a spreadsheet. Pure functions of values."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date
from io import StringIO
from pathlib import PurePath
from typing import Protocol

from assistant.cite import as_markdown, is_digest
from assistant.render import escape_markdown
from assistant.shown import CLOSEST, EARLIER, harmless, one_line, subject_of, unsaid_words, with_others
from assistant.types import Answer, Citation
from corpus.dates import format_date

COLUMNS = (
    "question",
    "answered",
    "answer",
    "quote",
    "report",
    "body",
    "kind",
    "date",
    "date certain",
    "page",
    "heading",
    "address",
    "file",
    "confidence",
)
"""The columns of the CSV."""

NO_QUESTION = "(no question)"
NOT_ANSWERED = "Not answered."
OVERRIDDEN = "Earlier: overridden by the other quotes"
"""What the CSV has for an answer beside words of before."""


class ExportedTurn(Protocol):
    """A question as typed, and what came of it: an answer, or a message in its place, or neither."""

    @property
    def asked(self) -> str: ...

    @property
    def answer(self) -> Answer | None: ...

    @property
    def message(self) -> str: ...


def conversation_markdown(turns: Sequence[ExportedTurn], asked_of: str, day: date) -> str:
    """The conversation as a document: every question a heading, every quote with its footnote.

    `asked_of` says what was answered from, `day` is the day of the export. Nothing in it is acted upon by a
    reader of Markdown but the links to reports that are on the web. It ends with a line feed.
    """
    about = [f"Asked of: {escape_markdown(asked_of)}"] if one_line(asked_of) else []
    blocks = ["# Questions and answers", "  \n".join([*about, f"Saved on: {format_date(day)}"])]
    for turn in turns:
        blocks += [f"## {_heading(turn.asked)}", *_turn_blocks(turn)]
    if not turns:
        blocks.append("Nothing was asked.")
    return "\n\n".join(blocks) + "\n"


def conversation_csv(turns: Sequence[ExportedTurn]) -> str:
    """The conversation as CSV (RFC 4180, lines end with CR LF): a header, then one line a citation.

    A question that was not answered, or whose answer has no citation, has one line without a quote. "answer"
    is the line above the quotes, or why there are none; for a quote of before that others override it says
    that. Days are YYYY-MM-DD; "answered" and "date certain" are yes or no, the second empty without a date.
    "confidence" runs from 0 to 1, higher is surer. Of a file only its name is given, not its folder.

    White space is folded to single spaces. A cell that a spreadsheet would take for a formula begins with an
    apostrophe. The text has no byte order mark: whoever writes it as a file for Excel adds one ("utf-8-sig").
    """
    written = StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for turn in turns:
        rows.writerows(map(harmless, row) for row in _rows(turn))
    return written.getvalue()


def _heading(asked: str) -> str:
    # Number signs at the end of a heading close it and are not shown.
    return re.sub(r"#+\Z", r"\\\g<0>", escape_markdown(asked)) or NO_QUESTION


def _turn_blocks(turn: ExportedTurn) -> Iterator[str]:
    answer = turn.answer
    if answer is None:
        yield escape_markdown(turn.message) or NOT_ANSWERED
        return
    if answer.understood:
        yield f"Understood as: {escape_markdown(', '.join(chip.label for chip in answer.understood))}"
    if not answer.answered:
        yield escape_markdown(answer.reason) or NOT_ANSWERED
        if answer.closest:
            yield CLOSEST
            yield from map(_quote_block, answer.closest)
        return
    if answer.lead:
        yield escape_markdown(answer.lead)
    group = ""
    for shown, others in with_others(answer.citations):
        if shown.group != group:
            group = shown.group
            if group:
                yield f"**{escape_markdown(group)}**"
        yield _quote_block(shown, *others)
    if answer.unsaid:
        yield escape_markdown(unsaid_words(answer.unsaid))
    if answer.earlier:
        yield EARLIER
        yield from map(_quote_block, answer.earlier)
    if answer.coverage:
        yield escape_markdown(answer.coverage)


def _quote_block(shown: Citation, *others: Citation) -> str:
    """A quotation with its footnotes, under its heading where it does not name its subject."""
    subject = subject_of(shown)
    over = f"{escape_markdown(f'{subject}:')}\n\n" if subject else ""
    return f"{over}{as_markdown(shown, *others)}"


def _rows(turn: ExportedTurn) -> Iterator[tuple[str, ...]]:
    answer = turn.answer
    if answer is None:
        yield (turn.asked, "no", turn.message or NOT_ANSWERED, *_cells(None), "")
        return
    confidence = f"{answer.confidence:.3f}"
    if not answer.answered:
        yield (turn.asked, "no", answer.reason or NOT_ANSWERED, *_cells(None), confidence)
        return
    for one in answer.citations or (None,):
        yield (turn.asked, "yes", answer.lead, *_cells(one), confidence)
    for one in answer.earlier:
        yield (turn.asked, "yes", OVERRIDDEN, *_cells(one), confidence)


def _cells(citation: Citation | None) -> tuple[str, ...]:
    """The cells from "quote" to "file"; empty where there is no citation."""
    if citation is None:
        return ("",) * (COLUMNS.index("file") - COLUMNS.index("quote") + 1)
    day = citation.published
    return (
        citation.quote,
        f"Digest of {citation.title}" if is_digest(citation) else citation.title,
        citation.body,
        citation.kind,
        day.isoformat() if day else "",
        ("no" if citation.published_guessed else "yes") if day else "",
        "" if citation.page is None else str(citation.page),
        citation.heading,
        citation.source,
        PurePath(citation.path).name,
    )
