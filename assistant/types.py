"""The values of an answer: what was asked, what the reports say, and where they say it."""

from __future__ import annotations

from dataclasses import InitVar, asdict, dataclass
from datetime import date
from typing import Any

from assistant.errors import CitationError
from index.types import ReportEntry


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The reports that somebody wants to be answered from: of one body, of one kind, from a day on.

    "" and None narrow nothing; a report without a date is none "from a day on".
    """

    body: str = ""
    kind: str = ""
    since: date | None = None

    def takes(self, entry: ReportEntry) -> bool:
        """Whether a report is one of them."""
        of_time = self.since is None or (entry.published is not None and entry.published >= self.since)
        return self.body in ("", entry.body) and self.kind in ("", entry.kind) and of_time


EVERYTHING = Narrowing()


@dataclass(frozen=True, slots=True)
class Question:
    """A question that stands by itself.

    `text` is what is searched for, `asked` the words the person typed. `body` is the body the
    search is narrowed to ("" for none), `report_id` the one report it is about ("" for none; a
    follow-up such as "Who signed that?" is about the report cited just before). `as_of` is the day that was
    set beside the question: nothing published later exists for its answer. `without` are kinds of `Chip` that
    the person took back. `only` are the reports that the person narrowed it to.
    """

    text: str
    asked: str = ""
    body: str = ""
    report_id: str = ""
    as_of: date | None = None
    without: tuple[str, ...] = ()
    only: Narrowing = EVERYTHING


@dataclass(frozen=True, slots=True)
class Citation:
    """The very words of a report, and where they stand.

    `number` counts from 1 in its answer. `report` is the report's id in the catalogue; `path` the
    file it was read from; `source` the address it was published at, or "". `page` counts sheets
    from 1 and is None for formats without pages. `start` and `end` are character offsets into the
    report's text.

    `same_as` is the number of the quote that says the same and is shown for both, 0 where this one is shown;
    `group` the body under whose name it stands in an answer about several, "" in any other.

    `text` is the whole text of the report and is not kept: it is there so that a quote that is not
    `text[start:end]`, character for character, cannot be made into a citation.

    Raises:
        CitationError: the quote is empty, or is not the report's text at that span.
    """

    number: int
    quote: str
    report: str
    title: str
    body: str
    kind: str
    published: date | None
    published_guessed: bool
    page: int | None
    heading: str
    source: str
    path: str
    start: int
    end: int
    text: InitVar[str]
    same_as: int = 0
    group: str = ""

    def __post_init__(self, text: str) -> None:
        in_range = 0 <= self.start < self.end <= len(text)
        if not in_range or not self.quote.strip() or text[self.start : self.end] != self.quote:
            raise CitationError(f"the quote is not the text of {self.title!r} at {self.start}-{self.end}")


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of how a question was understood that can be taken back: `kind` is "body", or of time
    ("as of", "since", "during", "now", "first"); `label` is what is shown ("as of 1 August 2024").
    """

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reports say to a question, or that they do not.

    `text` is Markdown with [1] marks, never HTML. `confidence` runs from 0 to 1: how likely it is
    that the quoted words answer the question; higher is surer. `citations` is empty where
    `answered` is False; `reason` then says why in one sentence, and `closest` holds the nearest words there
    are, likeliest first, which do not answer. `unsaid` are the bodies asked about of which an answer says
    nothing, as nothing was found.

    `lead` is a line of our own words above the quotes ("2 causes of concern are open."), which the quotes
    bear
    out, or "". `earlier` are words of before that those quoted override, the newest first. `coverage` says
    what an answer over several reports rests on. `understood` is how the question was taken.
    """

    question: Question
    answered: bool
    text: str
    confidence: float
    citations: tuple[Citation, ...] = ()
    reason: str = ""
    closest: tuple[Citation, ...] = ()
    unsaid: tuple[str, ...] = ()
    lead: str = ""
    earlier: tuple[Citation, ...] = ()
    coverage: str = ""
    understood: tuple[Chip, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain values for JSON; dates as YYYY-MM-DD."""
        plain = asdict(self)
        since = self.question.only.since
        plain["question"]["only"]["since"] = since.isoformat() if since else None
        plain["question"]["as_of"] = self.question.as_of.isoformat() if self.question.as_of else None
        for name in ("citations", "closest", "earlier"):
            plain[name] = list(plain[name])
            for citation in plain[name]:
                published = citation["published"]
                citation["published"] = published.isoformat() if published else None
        return plain
