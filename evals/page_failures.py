"""The questions that the system in focus got wrong, each with all that a reader needs to see why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.dates import format_date
from evals.metrics import faults
from evals.types import Cited, Graded, Results

AROUND = 240
"""The most characters shown on each side of a quote."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote between the words around it, and one line on the report it is from."""

    before: str
    quote: str
    after: str
    title: str
    particulars: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that went wrong: `graded`, what is wrong with it, and what it quoted in its place.

    `nearest` is what it would have quoted instead of refusing. `evidence` are the pieces needed, each the
    names of the reports any one of which will do. `beside` says of each baseline whether it was right.
    """

    graded: Graded
    faults: tuple[str, ...]
    expected: tuple[str, ...]
    cited: tuple[Quoted, ...]
    nearest: Quoted | None
    evidence: tuple[str, ...]
    found: str
    beside: tuple[tuple[str, bool], ...]


def failures_of(results: Sequence[Results]) -> list[Failure]:
    """Every question that the first system got wrong, in the order in which they were asked."""
    beside = [
        (one.system, {graded.row.id: graded.scores.get("right", 0.0) >= 1 for graded in one.graded})
        for one in results[1:]
    ]
    failures = []
    for one in results[0].graded:
        if wrong := faults(one.row, one.scores, one.error):
            right = tuple((name, marks[one.row.id]) for name, marks in beside if one.row.id in marks)
            failures.append(_failure(one, wrong, right))
    return failures


def _failure(one: Graded, wrong: tuple[str, ...], beside: tuple[tuple[str, bool], ...]) -> Failure:
    row, reply = one.row, one.reply
    evidence = tuple(" or ".join(dict.fromkeys(place.report for place in piece)) for piece in row.evidence)
    rank = one.scores.get("mrr", 0.0)
    found = f"found first at rank {round(1 / rank)}" if rank > 0 else "not among the passages found"
    refused = reply is not None and not reply.answered
    return Failure(
        one,
        wrong,
        tuple(" and ".join(f"“{words}”" for words in form) for form in row.expected),
        tuple(_quoted(cited) for cited in reply.cited) if reply else (),
        _quoted(reply.closest) if reply and refused and reply.closest else None,
        tuple(dict.fromkeys(evidence)),
        found if row.evidence and reply else "",
        beside,
    )


def _quoted(cited: Cited) -> Quoted:
    published = format_date(cited.published) if cited.published else "date not known"
    page_of = f"page {cited.page}" if cited.page is not None else ""
    parts = (cited.body, published, page_of, cited.span.report)
    # Lines that are empty in the report part paragraphs; here they would only push the quote away.
    before, after = (
        re.sub(r"\n\s*\n", "\n", text) for text in (cited.before[-AROUND:], cited.after[:AROUND])
    )
    if len(cited.before) > AROUND:
        before = f"… {before.partition(' ')[2] or before}"
    if len(cited.after) > AROUND:
        after = f"{after.rpartition(' ')[0] or after} …"
    title = cited.title or cited.span.report
    return Quoted(
        before, cited.quote, after, title, " · ".join(part for part in parts if part and part != title)
    )
