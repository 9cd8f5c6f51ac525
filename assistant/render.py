"""Answers and their evidence as Markdown, as plain text and as HTML: pure functions of values.

Words that come from a report (quotes, titles, headings, addresses, file names) are other people's:
here they are turned into text that no reader of Markdown or HTML, and no terminal, acts upon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from assistant.types import Answer, Citation
from corpus.dates import format_date
from corpus.types import Report

SURROUNDINGS = 700
"""The most characters of the report shown on each side of a quote."""

LONGEST_WORD = 24
"""In characters: a longer one may be broken over lines."""

# C0 and C1 controls (a terminal obeys them), what reverses the direction of the text after it, and
# halves of surrogate pairs (no encoding takes them). Line feed and tab are white space and stay.
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_MARKDOWN = re.compile(
    r"""
    (?P<special>[\\`*_\[\]~|$])   # emphasis, code, links, tables, mathematics
  | (?P<html>[<&])
  | (?P<opening>\A(?:[\#>+=-]|[0-9]+[.)](?=\s|\Z)))  # headings, quotations, lists, rules
  | (?P<link>:(?=//)|@|(?<=\w)\.(?=[^\W\d_]))        # addresses that readers turn into links by themselves
    """,
    re.VERBOSE,
)


def escape_markdown(text: str) -> str:
    """`text` so that any reader of Markdown shows it as it is, on one line, and finds no HTML in it.

    White space is folded to single spaces. Only what would be acted upon is escaped, so that the
    result can still be read as it stands.
    """
    return _MARKDOWN.sub(_escape, _one_line(text))


def _escape(match: re.Match[str]) -> str:
    found = match.group()
    if match.lastgroup == "html":
        return {"<": "&lt;", "&": "&amp;"}[found]
    return f"{found[:-1]}\\{found[-1]}"


def answer_markdown(citations: Sequence[Citation]) -> str:
    """The text of an answer: every quote with its mark, and under it who said so and when.

    A mark is the number of the citation in square brackets, `[1]`, and the only thing in them.
    """
    return "\n\n".join(_quote_markdown(citation) for citation in citations)


def _quote_markdown(citation: Citation) -> str:
    quoted = f"“{escape_markdown(citation.quote)}” [{citation.number}]"
    return f"{quoted}  \n— {escape_markdown(attribution(citation))}"


def answer_plain(answer: Answer) -> str:
    """An answer for a terminal: the quotes with their marks, then the numbered sources.

    Of an answer that was refused, the reason. The result has no line feed at its end.
    """
    if not answer.answered:
        return _one_line(answer.reason)
    quotes = [f"“{_one_line(citation.quote)}” [{citation.number}]" for citation in answer.citations]
    sources = [_source_lines(citation) for citation in answer.citations]
    return "\n\n".join([*quotes, "\n".join(["Sources", *sources])])


def _source_lines(citation: Citation) -> str:
    place = f"page {citation.page}" if citation.page is not None else ""
    heading = f"under “{citation.heading}”" if citation.heading else ""
    parts = (citation.title, citation.body, date_words(citation), place, heading)
    line = ", ".join(_one_line(part) for part in parts if part)
    return f"[{citation.number}] {line}\n    {_one_line(citation.source or citation.path)}"


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


def encode_html(text: str) -> str:
    """`text` for the inside of an HTML element or a quoted attribute, shown character by character.

    Everything but letters, digits and spaces is written as a numeric entity, so that no reader of
    HTML or of Markdown finds anything to act upon.
    """
    shown = _UNSHOWABLE.sub("\ufffd", text)
    return "".join(letter if letter.isalnum() or letter == " " else f"&#{ord(letter)};" for letter in shown)


def answer_html(answer: Answer, turn: int, chosen: int = 0) -> str:
    """An answer for the page: quotes whose marks are buttons that open the evidence.

    `turn` counts the turns of the conversation from 0; `chosen` is the number of the citation whose
    evidence is open, 0 for none.
    """
    if not answer.answered:
        return f'<p class="refusal">{encode_html(answer.reason)}</p>'
    return "".join(_quote_html(citation, turn, citation.number == chosen) for citation in answer.citations)


def _quote_html(citation: Citation, turn: int, pressed: bool) -> str:
    number = citation.number
    page = f", page {citation.page}" if citation.page is not None else ""
    label = encode_html(f"Citation {number}: show where {citation.body or citation.title} says this{page}")
    quote, _, last = f"“{' '.join(citation.quote.split())}”".rpartition(" ")
    # The mark stays on the line of the last word, unless that word would need a line of its own.
    last_class = "last" if len(last) <= LONGEST_WORD else ""
    return (
        f'<figure class="quote"><blockquote>{encode_html(quote)} '
        f'<span class="{last_class}">{encode_html(last)}&nbsp;'
        f'<button type="button" class="mark" data-turn="{turn}" data-number="{number}"'
        f' aria-label="{label}" aria-pressed="{"true" if pressed else "false"}" aria-controls="evidence">'
        f"[{number}]</button></span></blockquote>"
        f"<figcaption>{encode_html(attribution(citation) + page)}</figcaption></figure>"
    )


def evidence_html(citation: Citation, report: Report) -> str:
    """The passage a citation quotes, in its surroundings, under the particulars of its report.

    Nothing is marked, and that is said, where the report's text is no longer the quote at its span.
    """
    if report.text[citation.start : citation.end] == citation.quote:
        return particulars_html(citation) + _passage_html(citation, report)
    note = "The report has changed since this was quoted, so the words cannot be shown in their place."
    return f'{particulars_html(citation)}<p class="notice">{note}</p>{_bare_quote_html(citation)}'


def missing_html(citation: Citation) -> str:
    """What stands in place of the passage when the report cannot be opened any more."""
    note = "This report can no longer be opened. It may have been removed."
    return f'{particulars_html(citation)}<p class="notice">{note}</p>{_bare_quote_html(citation)}'


def _bare_quote_html(citation: Citation) -> str:
    return f'<div class="passage">{encode_html(citation.quote)}</div>'


def particulars_html(citation: Citation) -> str:
    """The title of a citation's report as a heading, then what is known of the report and the place."""
    rows = (
        ("Body inspected", encode_html(citation.body)),
        ("Published", encode_html(date_words(citation))),
        ("Kind", encode_html(citation.kind)),
        ("Page", "" if citation.page is None else str(citation.page)),
        ("Heading", encode_html(citation.heading)),
        ("Source", source_html(citation)),
    )
    listed = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows if value)
    return f'<h2 class="title">{encode_html(citation.title)}</h2><dl class="particulars">{listed}</dl>'


def source_html(citation: Citation) -> str:
    """A link to where the report was published if that is on the web, otherwise the name of its file."""
    if not is_web_address(citation.source):
        return encode_html(citation.path.rpartition("/")[2] or citation.path)
    return (
        f'<a href="{encode_html(citation.source)}" target="_blank" rel="noopener noreferrer">'
        f"{encode_html(citation.source)}</a>"
    )


def is_web_address(address: str) -> bool:
    """Whether `address` is a whole http or https address, with nothing in it that hides another."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    whole = address.isprintable() and " " not in address
    return whole and parts.scheme in ("http", "https") and bool(parts.hostname)


def _passage_html(citation: Citation, report: Report) -> str:
    before = encode_html(_before(report, citation.start))
    after = encode_html(_after(report, citation.start, citation.end))
    return f'<div class="passage">{before}<mark>{encode_html(citation.quote)}</mark>{after}</div>'


def _before(report: Report, start: int) -> str:
    """What stands before a quote in its section, without the heading; whole words."""
    section = report.section_at(start)
    floor = section.start
    if report.text.startswith(section.heading, floor):
        floor = min(start, floor + len(section.heading))
    first = max(floor, start - SURROUNDINGS)
    if first == floor:
        return report.text[first:start].lstrip()
    gap = re.search(r"\s", report.text[first - 1 : start])
    return "… " + (report.text[first + gap.start() : start].lstrip() if gap else "")


def _after(report: Report, start: int, end: int) -> str:
    """What stands after a quote in the section it starts in; whole words."""
    ceiling = max(end, report.section_at(start).end)
    last = end + SURROUNDINGS
    if last >= ceiling:
        return report.text[end:ceiling].rstrip()
    gap = re.search(r"\s\S*\Z", report.text[end : last + 1])
    return (report.text[end : end + gap.start()].rstrip() if gap else "") + " …"


def _one_line(text: str) -> str:
    """`text` with its white space folded and nothing in it that a terminal obeys."""
    return _UNSHOWABLE.sub("\ufffd", " ".join(text.split()))
