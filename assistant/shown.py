"""What is shown of citations, whatever it is shown in: pure functions of values."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Protocol
from urllib.parse import urlsplit

from assistant.types import Citation
from corpus.dates import format_date

EARLIER = "Earlier:"

CAUTION = (
    "Grades of different cycles should not be set directly beside each other: the areas and what is expected "
    "in them have changed."
)
"""The inspectorate's own warning, in our words, for whoever compares."""

CLOSEST = "Closest, though not an answer:"

# A quote that begins so speaks of something it does not name.
_NAMELESS = re.compile(
    r"(?:it|its|this|these|those|they|their|he|she|his|her|such|both|all|none|some|neither|each|one|"
    r"two|three|"
    r"four|five|six|\d+|no|there (?:is|are|was|were|has|have)|"
    r"the (?:force|service|brigade|constabulary|chief|staff|officers|inspectors?|inspectorate|"
    r"recommendations?|cause of concern|concern|area|plan|review|reasons?|letter|decision|first|second|third|"
    r"others?))\b",
    re.IGNORECASE,
)

# Headings that say nothing of what stands under them.
_GENERAL = frozenset({"status", "background", "summary", "introduction", "conclusion", "letter information"})

# It goes on to say what it speaks of.
_SPELLED_OUT = re.compile(
    r"[.!?]\s+(?:this|it|these|they) (?:relates?|is about|concerns?|are about)\b", re.IGNORECASE
)

# C0 and C1 controls (a terminal obeys them), what reverses the direction of the text after it, and
# halves of surrogate pairs (no encoding takes them). Line feed and tab are white space and stay.
UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


GUESSED = " (date guessed)"
"""Said after a day that no report tells."""


def attribution(citation: Citation) -> str:
    """Who said it, in what and when: "West Midlands Police, revisit letter, 23 July 2024".

    Where the kind of report is not known its title stands instead.
    """
    return ", ".join(
        part for part in (citation.body, citation.kind or citation.title, date_words(citation)) if part
    )


class Dated(Protocol):
    """What a report's date of publication is known of."""

    @property
    def published(self) -> date | None:
        """The day; None where it is not known."""

    @property
    def published_guessed(self) -> bool:
        """Whether the report itself does not tell it."""


def date_words(dated: Dated) -> str:
    """The date of publication in words; says so where it was guessed or is not known."""
    if dated.published is None:
        return "date not known"
    return format_date(dated.published) + (GUESSED if dated.published_guessed else "")


def day_words(day: date | None) -> str:
    """A day in words, "an unknown date" for none."""
    return format_date(day) if day else "an unknown date"


def period_words(first: date | None, last: date | None) -> str:
    """A stretch of time in words: "on 23 July 2024", "in September 2023", "in 2019", else its two ends."""
    if first is None or last is None:
        return "on an unknown date"
    if first == last:
        return f"on {format_date(first)}"
    whole_months = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if whole_months and (first.year, first.month) == (last.year, last.month):
        return f"in {_month(first)}"
    if whole_months and first.year == last.year and (first.month, last.month) == (1, 12):
        return f"in {first.year}"
    if whole_months:
        return f"between {_month(first)} and {_month(last)}"
    return f"between {format_date(first)} and {format_date(last)}"


def _month(day: date) -> str:
    return format_date(day).partition(" ")[2]


def with_others(citations: Sequence[Citation]) -> list[tuple[Citation, list[Citation]]]:
    """Each citation whose quote is shown, with those that say the same."""
    return [
        (shown, [other for other in citations if other.same_as == shown.number])
        for shown in citations
        if not shown.same_as
    ]


def unsaid_words(bodies: Sequence[str]) -> str:
    """That nothing was found about those bodies."""
    return f"Of {' and '.join(bodies)} nothing that answers this was found." if bodies else ""


def subject_of(citation: Citation) -> str:
    """The heading a quote stands under where the quote alone does not say what it is about; else ""."""
    heading = one_line(citation.heading)
    said = set(re.findall(r"\w+", citation.quote.casefold()))
    named = set(re.findall(r"\w+", heading.casefold())) <= said or heading in one_line(citation.title)
    spelled_out = _SPELLED_OUT.search(citation.quote)
    if heading.casefold() in _GENERAL:
        return ""
    return heading if heading and not named and not spelled_out and _NAMELESS.match(citation.quote) else ""


def one_line(text: str) -> str:
    """`text` with its white space folded and nothing in it that a terminal obeys."""
    return UNSHOWABLE.sub("\ufffd", " ".join(text.split()))


def is_web_address(address: str) -> bool:
    """Whether `address` is a whole http or https address, with nothing in it that hides another."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    whole = address.isprintable() and " " not in address
    return whole and parts.scheme in ("http", "https") and bool(parts.hostname)


# The wide forms are taken for the narrow ones by spreadsheets set to Japanese or Chinese.
_FORMULA = frozenset("=+-@＝＋－＠")


def harmless(cell: str) -> str:
    """`cell` on one line, as no spreadsheet takes it for a formula.

    See https://owasp.org/www-community/attacks/CSV_Injection.
    """
    line = one_line(cell)
    return f"'{line}" if line[:1] in _FORMULA else line
