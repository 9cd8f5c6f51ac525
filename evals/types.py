"""The values of this room: gold questions, what a system replied to them, and the figures of that.

Gold evidence is a report and a span of its characters, so that it outlives any other way of
splitting reports into passages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

UNANSWERABLE = "unanswerable"
FOLLOW_UP = "follow-up"
AS_OF = "as-of"
TYPES = (
    "fact",
    "number",
    "date",
    "who",
    "list",
    "definition",
    "status",
    "latest",
    AS_OF,
    "comparison",
    FOLLOW_UP,
    UNANSWERABLE,
)
"""The types of question, in the order in which tables show them."""

TIMED = ("status", "latest", AS_OF)
"""Types whose answer depends on the date."""

KINDS = ("another body", "another date", "detail never given", "false premise", "off the subject")
"""Why the reports do not answer an unanswerable question."""

SPLITS = ("tune", "test")
"""Questions that may be looked at when something is improved, and questions that only judge."""


class Span(NamedTuple):
    """Characters `[start, end)` of one report's text; `report` is its id or, in a gold set, its file name."""

    report: str
    start: int
    end: int


Piece = tuple[Span, ...]
"""Places any one of which is enough for one piece of an answer."""


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A question whose answer is known.

    `turns` are the questions asked before it in the same chat. `expected` are the accepted forms of the
    answer, each a tuple of strings that must all occur in it. `evidence` are the pieces that a complete
    answer needs, each of them the places any one of which will do; `Span.report` is the report's file
    name. Both are empty where `type` is "unanswerable", and only there; a set of a person's own may have
    `expected` alone. `as_of` is the date the answer has to be right at, where that is not today. `kind` is
    one of `KINDS`, or "". `split` is one of `SPLITS`, or "". `where` is the file and line it was read from.

    `given` says that `as_of` is not in the question's words and is to be set beside it. `pair` is shared
    by two
    questions that ask the same of two days. `exact` says that the pieces of evidence are all there is: no
    citation may lie outside them. `trap` says what a question of status tempts to mix up.
    """

    id: str
    question: str
    type: str
    split: str = ""
    turns: tuple[str, ...] = ()
    expected: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[Piece, ...] = ()
    as_of: date | None = None
    kind: str = ""
    where: str = ""
    given: bool = False
    pair: str = ""
    exact: bool = False
    trap: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the reports answer it."""
        return self.type != UNANSWERABLE


@dataclass(frozen=True, slots=True)
class Cited:
    """What a reply quotes: `span.report` is the report's file name, `published` its date where known.

    `before` and `after` are the words around the quote in its report (up to 300 characters each), so
    that it can be shown where it stands.
    """

    span: Span
    quote: str
    title: str = ""
    body: str = ""
    published: date | None = None
    page: int | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a system says to one question.

    `text` is what the user reads. `cited` is what it quotes, in order, and is empty where `answered` is
    False. `closest` is what it would have quoted first had it been made to answer; the same as `cited[0]`
    where it did, None where it has nothing. `confidence` is comparable within one system only: higher is
    surer. `found` are the passages it looked at, best first. `lead` is the line of its own words, borne
    out by the quotes, that stands above them.
    """

    answered: bool
    text: str
    confidence: float
    cited: tuple[Cited, ...] = ()
    closest: Cited | None = None
    found: tuple[Span, ...] = ()
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Graded:
    """How a system did on one question.

    `scores` maps the names of `evals.metrics.PER_QUESTION` to values; a measure that does not apply to
    the question (recall of an unanswerable one) is not in it. `error` is the reason, in one line, why
    the system crashed, else "": a crashed question has the worst value in every measure that applies.
    """

    row: GoldRow
    reply: Reply | None
    scores: Mapping[str, float]
    milliseconds: float = 0.0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of several questions: its value, a 95% bootstrap interval, and how many questions it is of.

    `value` is None where there is nothing to measure; `why` then says so in a few words.
    """

    value: float | None
    low: float | None
    high: float | None
    count: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """A whole run: `figures` maps a group ("total", a type, "multi-turn") to measure to figure.

    `system` is the name of what was asked, `settings` what was changed about the assistant ("" for nothing):
    some of that, such as the length of passages, tells on the baselines too.
    """

    gold: str
    system: str
    settings: str
    graded: tuple[Graded, ...]
    figures: Mapping[str, Mapping[str, Figure]]
