"""What is shown of citations, whatever it is shown in: pure functions of values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Citation
from corpus.dates import format_date

CLOSEST = "Closest, though not an answer:"

# A quote that begins so speaks of something it does not name.
_NAMELESS = re.compile(
    r"(?:it|its|this|these|those|they|their|he|she|his|her|such|both|all|none|some|neither|each|one|two|three|"
    r"four|five|six|\d+|no|there (?:is|are|was|were|has|have)|"
    r"the (?:force|service|brigade|constabulary|chief|staff|officers|inspectors?|inspectorate|"
    r"recommendations?|cause of concern|concern|area|plan|review|reasons?|letter|decision|first|second|third|"
    r"others?))\b",
    re.IGNORECASE,
)

# C0 and C1 controls (a terminal obeys them), what reverses the direction of the text after it, and
# halves of surrogate pairs (no encoding takes them). Line feed and tab are white space and stay.
UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def attribution(citation: Citation) -> str:
    """Who said it, in what and when: "West Midlands Police, revisit letter, 23 July 2024".

    Where the kind of report is not known its title stands instead.
    """
    return ", ".join(
        part for part in (citation.body, citation.kind or citation.title, date_words(citation)) if part
    )


def date_words(citation: Citation) -> str:
    """The date of publication in words; says so where it was guessed or is not known."""
    if citation.published is None:
        return "date not known"
    return format_date(citation.published) + (" (date guessed)" if citation.published_guessed else "")


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
    return heading if heading and not named and _NAMELESS.match(citation.quote) else ""


def one_line(text: str) -> str:
    """`text` with its white space folded and nothing in it that a terminal obeys."""
    return UNSHOWABLE.sub("\ufffd", " ".join(text.split()))
