"""`assistant gold`: rows of a gold set to be finished by hand, from marks; and quotes turned into spans."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from assistant.marks import RIGHT, Mark, Marks, Quoted
from assistant.service import Assistant
from evals.errors import GoldError
from evals.gold import Texts, text_named
from evals.gold_csv import id_of
from evals.systems import held_by, texts_by_name
from evals.text import straight, without_twice
from evals.types import UNANSWERABLE

Row = dict[str, Any]
"""A gold row as JSON has it."""

BY_SPAN = {"report", "start", "end"}
BY_QUOTE = {"report", "quote"}


def print_gold(assistant: Assistant, path: Path | None = None) -> int:
    """Print the marks as rows or, given a set with quotes, that set with spans; always as UTF-8.

    What is left to do by hand is said on standard error.

    Returns:
        0, the exit status.

    Raises:
        GoldError: the set cannot be read, or a quote is not found once in its report.
        HomeError: the marks cannot be read.
    """
    texts = texts_by_name(held_by(assistant).values())
    left: list[str] = []
    if path is not None:
        rows = with_spans(_lines_of(path), texts, str(path))
    else:
        marks, broken = Marks(assistant.library.home.path).read()
        rows = drafts(marks, texts)
        left = _left_to_do(rows, broken)
    if isinstance(sys.stdout, TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))
    for line in left:
        print(f"assistant: {line}", file=sys.stderr)
    return 0


def drafts(marks: Iterable[Mark], texts: Texts | None = None) -> list[Row]:
    """A row a mark, with ids that stay the same from one time to the next.

    An answer marked as right gives its quotes as evidence, any one of which will do, and the first as
    the expected words; a refusal marked as right gives an unanswerable question. Of one marked as wrong
    expected and evidence are empty: a set with such a row in it cannot be loaded until it is finished. What
    was said of why stands in `note`.

    `texts` maps file names to the texts of the reports, where they are at hand: a quote that now stands
    elsewhere in its report is then found anew, and one that does not stand in it any more is left out.
    """
    return [_draft(mark, texts) for mark in marks]


def with_spans(lines: Iterable[str], texts: Texts, label: str = "gold") -> list[Row]:
    """The rows of JSON Lines, with start and end in place of the quotes of their evidence.

    A quote must stand in its report once. White space, and whether quotation marks and dashes are
    straight or typographic, does not count. With `after`, words that stand in the report once, the
    quote is the first one that comes after them. Evidence that has start and end is left as it is.

    Args:
        lines: of the file, blank ones too, so that they can be counted.
        texts: of the reports, by file name.
        label: what the file is called in messages.

    Raises:
        GoldError: with the file and line: not JSON, no such report (or several), or a quote that is not there
            once.
    """
    numbered = enumerate(lines, start=1)
    return [_spanned(line, texts, f"{label}:{number}") for number, line in numbered if line.strip()]


def _lines_of(path: Path) -> list[str]:
    try:
        written = path.read_bytes()
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: no gold set there; check the path") from error
    try:
        # Not splitlines(): it also breaks at characters that JSON allows inside a string.
        return written.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        raise GoldError(f"{path}:{line}: not UTF-8; save the whole file as UTF-8") from error


def _left_to_do(rows: Sequence[Row], broken: int) -> list[str]:
    """What is to be done by hand before the rows are a gold set, a line each."""
    unfinished = sum(row["type"] != UNANSWERABLE and not row["expected"] for row in rows)
    quoted = sum(bool(row["expected"]) for row in rows)
    refused = sum(row["type"] == UNANSWERABLE for row in rows)
    told = (
        (not rows, "no answer has been marked yet; mark some as right or wrong in the chat"),
        (quoted, f"{quoted} marked right: shorten expected to the words that matter, and check the evidence"),
        (refused, f"{refused} rightly refused: nothing is left to do but to check that no report says it"),
        (unfinished, f'{unfinished} unfinished: fill in expected and evidence, or make it "unanswerable"'),
        (broken, f"{broken} broken in marks.jsonl: left out, as they cannot be read"),
    )
    return [line for wanted, line in told if wanted]


def _draft(mark: Mark, texts: Texts | None) -> Row:
    right = mark.mark == RIGHT
    cited = [place for one in mark.citations if (place := _place(one, texts))] if right else []
    return {
        "id": id_of(mark.question, mark.turns),
        "question": mark.question,
        "turns": list(mark.turns),
        "type": UNANSWERABLE if right and not mark.answered else "fact",
        "expected": [[mark.citations[0].quote]] if right and mark.citations else [],
        "evidence": [cited] if cited else [],
        **({"note": mark.why} if mark.why else {}),
    }


def _place(cited: Quoted, texts: Texts | None) -> Row | None:
    """Where a quote stands now; where it stood, when the reports are not at hand; None if nowhere."""
    text = texts.get(cited.report) or "" if texts is not None else None
    if text is None or text[cited.start : cited.end] == cited.quote:
        return {"report": cited.report, "start": cited.start, "end": cited.end}
    found = _occurrences(cited.quote, text)
    if len(found) != 1:
        return None
    return {"report": cited.report, "start": found[0][0], "end": found[0][1]}


def _spanned(line: str, texts: Texts, where: str) -> Row:
    try:
        row = json.loads(line, object_pairs_hook=without_twice)
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{where}: not valid JSON ({error})") from error
    if not isinstance(row, dict) or not isinstance(row.get("evidence", []), list):
        raise GoldError(f"{where}: an object is wanted here, with evidence (if there is any) as a list")
    if "evidence" in row:
        row["evidence"] = [
            [_span(place, texts, where) for place in piece]
            if isinstance(piece, list)
            else _span(piece, texts, where)
            for piece in row["evidence"]
        ]
    return row


def _span(place: object, texts: Texts, where: str) -> Row:
    if isinstance(place, dict) and place.keys() == BY_SPAN:
        return place
    if not isinstance(place, dict) or not BY_QUOTE <= place.keys() <= BY_QUOTE | {"after"}:
        raise GoldError(f"{where}: evidence has report and quote (and after), or report, start and end")
    for name, value in place.items():
        if not isinstance(value, str) or not value.strip():
            raise GoldError(f"{where}: {name} of the evidence holds something that is no text, or is empty")
    report, quote, after = place["report"], place["quote"], place.get("after", "")
    text = text_named(texts, report, where)
    floor = _once(after, text, f"{where}: after", report)[1] if after else 0
    found = [one for one in _occurrences(quote, text) if one[0] >= floor]
    if not found and after:
        raise GoldError(f"{where}: the quote {_short(quote)} does not come after {_short(after)} in {report}")
    start, end = found[0] if after else _once(quote, text, f"{where}: the quote", report)
    return {"report": report, "start": start, "end": end}


def _once(words: str, text: str, where: str, report: str) -> tuple[int, int]:
    found = _occurrences(words, text)
    if not found:
        raise GoldError(f"{where} {_short(words)} is not in {report}; copy it from there word for word")
    if len(found) > 1:
        raise GoldError(
            f"{where} {_short(words)} is {len(found)} times in {report}; give more of it, or the words that "
            'come before it as "after"'
        )
    return found[0]


def _occurrences(words: str, text: str) -> list[tuple[int, int]]:
    """The spans at which `words` stand, whatever the white space and the look of marks; may overlap."""
    pattern = r"\s+".join(re.escape(word) for word in straight(words).split())
    # Looking ahead, so that occurrences may share characters.
    return [match.span(1) for match in re.finditer(f"(?=({pattern}))", straight(text))]


def _short(words: str) -> str:
    folded = " ".join(words.split())
    return f"“{folded}”" if len(folded) <= 60 else f"“{folded[:59]}…”"
