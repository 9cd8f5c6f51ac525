"""The values of this room: gold questions, and how the assistant did on them.

Gold evidence is a report and a span of its characters, so that it outlives any other way of
splitting reports into passages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

UNANSWERABLE = "unanswerable"
FOLLOW_UP = "follow-up"
TYPES = ("fact", "number", "date", "who", "list", "status", "latest", FOLLOW_UP, UNANSWERABLE)
"""The kinds of question, in the order in which tables show them."""


class Span(NamedTuple):
    """Characters `[start, end)` of one report's text; `report` is its id or, in a gold set, its file name."""

    report: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A question whose answer is known.

    `turns` are the questions asked before it in the same chat. `expected` are alternatives, each a
    tuple of strings that must all occur in the answer. `evidence` are the places that answer it;
    `Span.report` is the report's file name. Both are empty where `type` is "unanswerable", and
    only there. `where` is the file and line it was read from.
    """

    id: str
    question: str
    type: str
    turns: tuple[str, ...] = ()
    expected: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[Span, ...] = ()
    where: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the reports answer it."""
        return self.type != UNANSWERABLE


@dataclass(frozen=True, slots=True)
class Graded:
    """How the assistant did on one question.

    `answer` is the text of the answer, or why there is none. `rank` is the place, from 1, of the
    first passage found that holds evidence; None when none of those looked at does. `cited` says
    whether the first citation overlaps evidence, `said` whether the quotes hold the expected
    words. `words` counts the words of the answer and `milliseconds` is the time it took. `error`
    is the reason, in one line, why the assistant crashed, else "": a crashed question counts as
    wrong in every measure.
    """

    row: GoldRow
    answered: bool = False
    answer: str = ""
    rank: int | None = None
    cited: bool = False
    said: bool = False
    words: int = 0
    milliseconds: float = 0.0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures of some questions; a share runs from 0 to 1, and is None where it has no questions.

    Definitions stand in `evals.metrics`. Higher is better for `found_*`, `cited`, `said` and
    `refused_rightly`; lower for `refused_wrongly`. `crashed` counts questions.
    """

    questions: int
    found_1: float | None
    found_5: float | None
    found_20: float | None
    cited: float | None
    said: float | None
    refused_rightly: float | None
    refused_wrongly: float | None
    words: float | None
    milliseconds: float | None
    milliseconds_95: float | None
    crashed: int
