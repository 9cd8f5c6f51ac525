"""Answers and their evidence as HTML: pure functions of values.

Words that come from a report are other people's: here they are turned into HTML that no browser acts upon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from assistant.shown import (
    CLOSEST,
    EARLIER,
    UNSHOWABLE,
    attribution,
    date_words,
    period_words,
    subject_of,
    unsaid_words,
    with_others,
)
from assistant.types import Answer, Citation
from corpus.dates import format_date
from corpus.types import Report

SURROUNDINGS = 700
"""The most characters of the report shown on each side of a quote."""

LONGEST_WORD = 24
"""In characters: a longer one may be broken over lines."""


def encode_html(text: str) -> str:
    """`text` for the inside of an HTML element or a quoted attribute, shown character by character.

    Everything but letters, digits and spaces is written as a numeric entity, so that no reader of
    HTML or of Markdown finds anything to act upon.
    """
    shown = UNSHOWABLE.sub("\ufffd", text)
    return "".join(letter if letter.isalnum() or letter == " " else f"&#{ord(letter)};" for letter in shown)


def answer_html(answer: Answer, turn: int, chosen: int = 0) -> str:
    """An answer for the page: quotes whose marks are buttons that open the evidence.

    `turn` counts the turns of the conversation from 0; `chosen` is the number of the citation whose
    evidence is open, 0 for none.
    """
    if not answer.answered:
        refused = f'<p class="refusal">{encode_html(answer.reason)}</p>'
        if not answer.closest:
            return refused
        nearest = "".join(_quote_html(one, (), turn, chosen) for one in answer.closest)
        return f'{refused}<div class="closest"><p>{encode_html(CLOSEST)}</p>{nearest}</div>'
    blocks, group = [f'<p class="lead">{encode_html(answer.lead)}</p>'] if answer.lead else [], ""
    for shown, others in with_others(answer.citations):
        if shown.group != group:
            group = shown.group
            blocks.append(f'<h3 class="group">{encode_html(group)}</h3>')
        blocks.append(_quote_html(shown, others, turn, chosen))
    if answer.earlier:
        olds = "".join(_quote_html(one, (), turn, chosen) for one in answer.earlier)
        blocks.append(f'<div class="earlier"><p>{EARLIER}</p>{olds}</div>')
    if answer.coverage:
        blocks.append(f'<p class="rests">{encode_html(answer.coverage)}</p>')
    if answer.unsaid:
        blocks.append(f'<p class="unsaid">{encode_html(unsaid_words(answer.unsaid))}</p>')
    return "".join(blocks)


def chips_html(answer: Answer, turn: int) -> str:
    """How the question was understood, as buttons that take a part of that back; "" for nothing."""
    chips = "".join(
        f'<button type="button" class="chip" data-turn="{turn}" data-kind="{encode_html(chip.kind)}" '
        f'aria-label="{encode_html(f"Remove: {chip.label}")}">{encode_html(chip.label)} ×</button>'
        for chip in answer.understood
    )
    return f'<div class="chips" role="group" aria-label="Understood as">{chips}</div>' if chips else ""


def _quote_html(shown: Citation, others: Sequence[Citation], turn: int, chosen: int) -> str:
    quote, _, last = f"“{' '.join(shown.quote.split())}”".rpartition(" ")
    # The mark stays on the line of the last word, unless that word would need a line of its own.
    last_class = "last" if len(last) <= LONGEST_WORD else ""
    subject = subject_of(shown)
    under = f'<p class="under">{encode_html(subject)}</p>' if subject else ""
    marks = " ".join(_mark_html(one, turn, one.number == chosen) for one in (shown, *others))
    captions = "<br>".join(encode_html(attribution(one) + _page_words(one)) for one in (shown, *others))
    return (
        f'<figure class="quote">{under}<blockquote>{encode_html(quote)} '
        f'<span class="{last_class}">{encode_html(last)}&nbsp;{marks}</span></blockquote>'
        f"<figcaption>{captions}</figcaption></figure>"
    )


def _mark_html(citation: Citation, turn: int, pressed: bool) -> str:
    number, page = citation.number, _page_words(citation)
    label = encode_html(f"Citation {number}: show where {citation.body or citation.title} says this{page}")
    return (
        f'<button type="button" class="mark" data-turn="{turn}" data-number="{number}"'
        f' aria-label="{label}" aria-pressed="{"true" if pressed else "false"}" aria-controls="evidence">'
        f"[{number}]</button>"
    )


def _page_words(citation: Citation) -> str:
    return f", page {citation.page}" if citation.page is not None else ""


def evidence_html(citation: Citation, report: Report) -> str:
    """The passage a citation quotes, in its surroundings, under the particulars of its report.

    Nothing is marked, and that is said, where the report's text is no longer the quote at its span.
    """
    if report.text[citation.start : citation.end] == citation.quote:
        return particulars_html(citation, report) + _passage_html(citation, report)
    note = "The report has changed since this was quoted, so the words cannot be shown in their place."
    return f'{particulars_html(citation)}<p class="notice">{note}</p>{_bare_quote_html(citation)}'


def missing_html(citation: Citation) -> str:
    """What stands in place of the passage when the report cannot be opened any more."""
    note = "This report can no longer be opened. It may have been removed."
    return f'{particulars_html(citation)}<p class="notice">{note}</p>{_bare_quote_html(citation)}'


def _bare_quote_html(citation: Citation) -> str:
    return f'<div class="passage">{encode_html(citation.quote)}</div>'


def particulars_html(citation: Citation, report: Report | None = None) -> str:
    """The title of a citation's report as a heading, then what is known of the report and the place.

    The days of sending and of the inspection are there where the report itself is given.
    """
    inspected = period_words(*report.inspected).removeprefix("on ") if report and report.inspected else ""
    rows = (
        ("Body inspected", encode_html(citation.body)),
        ("Published", encode_html(date_words(citation))),
        ("Date in doubt", encode_html(report.doubt) if report else ""),
        ("Sent", encode_html(format_date(report.sent)) if report and report.sent else ""),
        ("Inspected", encode_html(inspected)),
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
