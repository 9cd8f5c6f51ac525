"""The values this room hands on: a report, its sections and pages, and the passages it is split into.

All positions are offsets in characters (Python `str` indices) into one text, `Report.text`; every
span is half-open, `[start, end)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CONCERN, RECOMMENDATION, MONITORING, GRADE = "cause of concern", "recommendation", "monitoring", "grade"
"""The levels of status. They move apart: what is closed on one may be open on another."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the span of text under it, up to the next heading of any level.

    `start` is where the heading itself begins; the report's text before its first heading is a
    section with an empty `heading` and level 0. Sections are in order, do not overlap, and
    together cover the whole text.
    """

    heading: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the file as a reader of it would count: `number` is 1 for the first sheet."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """One publication, as read from one file.

    `key` is where the file lies: its path inside the folder it was read from, with forward slashes.
    `published` may be None; `published_guessed` is True when the date was not stated as the date of
    publication by the file (front matter, a metadata field made for it, "Published on ..." in the
    text) but inferred from the first date on the first page, the file's own dates or its name.
    `source` is the address the report was published at, or "". `pages` is empty for formats
    without pages.

    `sent` is the day a letter says it was sent, `inspected` the first and last day of the inspection or visit
    that the report is about, where its text says so: neither is the day it was published. `doubt` says in a
    few words why the date may be wrong, "" where nothing speaks against it.
    """

    key: str
    text: str
    title: str
    body: str
    kind: str
    published: date | None
    published_guessed: bool
    source: str
    sections: tuple[Section, ...]
    pages: tuple[Page, ...] = ()
    sent: date | None = None
    inspected: tuple[date, date] | None = None
    doubt: str = ""

    def section_at(self, position: int) -> Section:
        """The section that holds the character at `position`."""
        for section in self.sections:
            if section.start <= position < section.end:
                return section
        return Section("", 0, 0, len(self.text))

    def page_at(self, position: int) -> int | None:
        """The number of the page that holds the character at `position`; None without pages."""
        for page in self.pages:
            if page.start <= position < page.end:
                return page.number
        return None


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one section of one report: what is embedded, found and quoted.

    `id` is a hash of the report's id, the span, the text, its context and the splitter's version.
    `text` is `report.text[start:end]`. `sentences` are spans in the report's text, in order.
    `context` says whose passage it is (report's title, body, heading) and is embedded before it.
    """

    id: str
    report_id: str
    position: int
    start: int
    end: int
    text: str
    heading: str
    page: int | None
    sentences: tuple[tuple[int, int], ...]
    context: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """That a report says how something stood, or came to stand.

    `level` is CONCERN, RECOMMENDATION, MONITORING or GRADE. `matter` is what it is about in the report's own
    words: the subject of a cause of concern (also for its recommendations), the area graded, "" for
    monitoring and where the report does not say. `names` are all the ways in which the report names it.

    `status` is "raised", "progress", "partly met", "open", "closed" or "reissued" of a cause of concern or of
    recommendations, "entered", "remains" or "left" of Engage, the grade of an area.

    `first` and `last` are the first and the last day it can have been, None where nothing tells; `dated` says
    that the text itself gives them: else they are the report's own. `[start, end)` are the sentence or list
    item that says it. `count` is how many it is said of, `of` of how many, 0 where the text does not count.
    """

    level: str
    matter: str
    status: str
    first: date | None
    last: date | None
    dated: bool
    start: int
    end: int
    count: int = 0
    of: int = 0
    names: tuple[str, ...] = ()
