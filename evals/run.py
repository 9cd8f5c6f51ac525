"""Asking the real assistant the questions of a gold set, and saying how it did: `assistant eval`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from time import perf_counter
from typing import Protocol

from tqdm import tqdm

from assistant.types import Answer
from corpus.types import Report
from evals.errors import GoldError
from evals.gold import check_evidence, load_gold
from evals.metrics import first_rank, measure, overlaps, says_expected
from evals.report import json_table, text_table, wrong_ones
from evals.thresholds import shortfalls
from evals.types import GoldRow, Graded, Span
from index.types import Hit, ReportEntry

DEPTH = 20
"""How many passages are looked at for evidence."""


class Chat(Protocol):
    """What is asked of `Assistant.chat()`."""

    def ask(self, text: str) -> Answer:
        """The answer, taking into account what was asked before."""


class Grades(Protocol):
    """What is asked of `Assistant`: what is graded has this."""

    def ask(self, text: str) -> Answer:
        """The answer to a question that stands by itself."""

    def chat(self) -> Chat:
        """A new conversation."""

    def find(self, text: str, *, limit: int) -> tuple[Hit, ...]:
        """The passages that fit best, best first."""

    def reports(self) -> tuple[ReportEntry, ...]:
        """What there is to answer from."""

    def report(self, report_id: str) -> Report:
        """One report with its text."""


def evaluate(assistant: Grades, name_or_path: str, *, as_json: bool, wrong: bool, check: bool) -> int:
    """Grade the assistant on a gold set and print how it did; gives the exit status.

    Args:
        name_or_path: a set of `evals.gold.NAMED`, or a file.
        as_json: print one JSON object instead of a table.
        wrong: also list what was answered wrongly (part of the JSON in any case).
        check: also compare with the least figures of `evals.thresholds`.

    Returns:
        0; or 1 when a question crashed or, with `check`, a figure falls short.

    Raises:
        GoldError: the set cannot be read or does not fit the assistant's reports.
    """
    graded = run_gold(assistant, load_gold(name_or_path))
    crashed = [one for one in graded if one.error]
    if as_json:
        sys.stdout.write(json_table(name_or_path, graded))
    else:
        sys.stdout.write(text_table(name_or_path, graded))
        shown = graded if wrong else crashed
        if shown:
            sys.stdout.write("\n" + wrong_ones(shown))
    short = shortfalls(name_or_path, measure(graded)) if check else ()
    for line in short:
        sys.stderr.write(f"{line}\n")
    return 1 if crashed or short else 0


def run_gold(assistant: Grades, rows: Sequence[GoldRow]) -> tuple[Graded, ...]:
    """Ask every question, each in a chat of its own where others come before it, and grade the answers.

    Shows progress when the error output is a terminal. The first question is asked twice and only
    graded the second time, so that no figure holds the loading of a model.

    Raises:
        GoldError: evidence outside the assistant's reports.
    """
    ids = _ids(assistant, rows)
    check_evidence(tuple(rows), {name: assistant.report(report).text for name, report in ids.items()})
    if rows:
        _grade(assistant, rows[0], ids)
    shown = tqdm(rows, unit="question", desc="Asking", disable=None, leave=False)
    return tuple(_grade(assistant, row, ids) for row in shown)


def _ids(assistant: Grades, rows: Sequence[GoldRow]) -> dict[str, str]:
    """The ids of the reports that hold evidence, by file name."""
    entries = assistant.reports()
    names = Counter(PurePosixPath(entry.key).name for entry in entries)
    ids = {PurePosixPath(entry.key).name: entry.id for entry in entries}
    for row in rows:
        for span in row.evidence:
            if span.report not in names:
                raise GoldError(f"{row.where}: the assistant has no report {span.report}; add or sync it")
            if names[span.report] > 1:
                raise GoldError(f"{row.where}: {span.report} is the name of {names[span.report]} reports")
    return {span.report: ids[span.report] for row in rows for span in row.evidence}


def _grade(assistant: Grades, row: GoldRow, ids: Mapping[str, str]) -> Graded:
    began = perf_counter()
    try:
        if row.turns:
            chat = assistant.chat()
            for turn in row.turns:
                chat.ask(turn)
            began = perf_counter()
            answer = chat.ask(row.question)
        else:
            answer = assistant.ask(row.question)
        milliseconds = 1000 * (perf_counter() - began)
        # A follow-up is looked up as the stand-alone question that the chat made of it.
        hits = assistant.find(answer.question.text, limit=DEPTH)
    except Exception as error:  # whatever it is, it is shown as a failure of this question
        reason = " ".join(str(error).split())
        return Graded(
            row,
            error=f"{type(error).__name__}: {reason}" if reason else type(error).__name__,
            milliseconds=1000 * (perf_counter() - began),
        )
    return _judged(row, answer, hits, ids, milliseconds)


def _judged(
    row: GoldRow, answer: Answer, hits: Sequence[Hit], ids: Mapping[str, str], milliseconds: float
) -> Graded:
    evidence = [span._replace(report=ids[span.report]) for span in row.evidence]
    found = [Span(hit.passage.report_id, hit.passage.start, hit.passage.end) for hit in hits]
    graded = Graded(row, answer=answer.text or answer.reason, milliseconds=milliseconds)
    graded = replace(graded, rank=first_rank(found[:DEPTH], evidence))
    if not answer.answered:
        return graded
    first = answer.citations[:1]
    return replace(
        graded,
        answered=True,
        cited=any(
            overlaps(Span(one.report, one.start, one.end), place) for one in first for place in evidence
        ),
        said=says_expected([citation.quote for citation in answer.citations], row.expected),
        words=len(answer.text.split()),
    )
