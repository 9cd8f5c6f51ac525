"""The evidence for a citation as HTML, the whole report with the passage marked: pure functions of values."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.html import encode_html
from assistant.shown import date_words, is_web_address, period_words
from assistant.types import Citation
from corpus.dates import format_date
from corpus.pdf_picture import Picture
from corpus.types import Report
from index.types import ReportEntry


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of text that is all heading or none, all marked or none; `page` begins with it, 0 for none."""

    start: int
    end: int
    level: int
    marked: bool
    page: int


def evidence_html(citation: Citation, report: Report) -> str:
    """The whole report of a citation with the quoted passage marked, under its particulars.

    Nothing is marked, and that is said, where the report's text is no longer the quote at its span.
    """
    if report.text[citation.start : citation.end] == citation.quote:
        return particulars_html(citation, report) + report_html(report, citation.start, citation.end)
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
    return _listed(
        citation.title,
        (
            ("Body inspected", encode_html(citation.body)),
            ("Published", encode_html(date_words(citation))),
            *_days(report),
            ("Kind", encode_html(citation.kind)),
            ("Page", "" if citation.page is None else str(citation.page)),
            ("Heading", encode_html(citation.heading)),
            ("Source", source_html(citation.source, citation.path)),
        ),
    )


def opened_html(report: Report, entry: ReportEntry) -> str:
    """A whole report under its particulars, with nothing marked; `entry` is its line in the list."""
    rows = (
        ("Body inspected", encode_html(report.body)),
        ("Published", encode_html(date_words(report))),
        *_days(report),
        ("Kind", encode_html(report.kind)),
        ("Pages", str(len(report.pages) or "")),
        ("Source", source_html(report.source, entry.path)),
    )
    return _listed(report.title, rows) + report_html(report)


def _days(report: Report | None) -> tuple[tuple[str, str], ...]:
    if report is None:
        return ()
    inspected = period_words(*report.inspected).removeprefix("on ") if report.inspected else ""
    return (
        ("Date in doubt", encode_html(report.doubt)),
        ("Sent", encode_html(format_date(report.sent)) if report.sent else ""),
        ("Inspected", encode_html(inspected)),
    )


def _listed(title: str, rows: Iterable[tuple[str, str]]) -> str:
    listed = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows if value)
    return f'<h2 class="title">{encode_html(title)}</h2><dl class="particulars">{listed}</dl>'


def printed_html(citation: Citation, picture: Picture) -> str:
    """The page of a citation as it was printed, with the quote marked on it where it could be placed."""
    drawn = b64encode(picture.png).decode("ascii")
    marks = "".join(
        f'<span style="left:{box.left:.2%};top:{box.top:.2%};width:{box.width:.2%};height:{box.height:.2%}">'
        "</span>"
        for box in picture.boxes
    )
    said = "with the quote marked" if picture.boxes else "the quote could not be placed on it"
    said += ", which goes on overleaf" if picture.goes_on else ""
    caption = f"Page {citation.page} as printed, {said}."
    return (
        f'<figure class="sheetpicture"><div><img alt="{encode_html(caption)}" width="{picture.width}" '
        f'height="{picture.height}" src="data:image/png;base64,{drawn}">{marks}</div>'
        f"<figcaption>{encode_html(caption)}</figcaption></figure>"
    )


def source_html(source: str, path: str) -> str:
    """A link to where a report was published if that is on the web, otherwise the name of its file."""
    if not is_web_address(source):
        return encode_html(path.rpartition("/")[2] or path)
    return (
        f'<a href="{encode_html(source)}" target="_blank" rel="noopener noreferrer">{encode_html(source)}</a>'
    )


def report_html(report: Report, start: int = 0, end: int = 0) -> str:
    """The text of a report under its headings, with its page numbers, and `[start, end)` marked.

    Headings are `h3` and `h4`, as the title over them is an `h2`. What is marked may be in several pieces,
    where a page or a heading begins within it; nothing is where `start` is not before `end`.
    """
    shown: list[str] = []
    after_block = True
    pieces = list(_pieces(report, start, end))
    for place, piece in enumerate(pieces):
        if piece.page:
            shown.append(f'<span class="sheet">Page {piece.page}</span>')
            after_block = True
        text = report.text[piece.start : piece.end]
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        # The line ends beside a heading or a page number are theirs: left in, they would be empty lines.
        text = text.lstrip("\n") if after_block else text
        if following is None or following.level or following.page:
            text = text.rstrip("\n")
        words = encode_html(text)
        words = f"<mark>{words}</mark>" if piece.marked and text else words
        if piece.level:
            tag = "h3" if piece.level == 1 else "h4"
            shown.append(f"<{tag}>{words}</{tag}>")
        else:
            shown.append(words)
        after_block = bool(piece.level) or (after_block and not text)
    return f'<div class="passage">{"".join(shown)}</div>'


def _pieces(report: Report, start: int, end: int) -> Iterator[_Piece]:
    length = len(report.text)
    headings = [
        (section.start, section.start + len(section.heading), section.level)
        for section in report.sections
        if section.heading and report.text.startswith(section.heading, section.start)
    ]
    pages = {page.start: page.number for page in report.pages}
    cuts = {0, length, *pages, *(place for first, last, _ in headings for place in (first, last))}
    if start < end:
        cuts |= {start, end}
    inside = iter(headings)
    heading = next(inside, None)
    places = sorted(cut for cut in cuts if 0 <= cut <= length)
    for first, last in pairwise(places):
        while heading and heading[1] <= first:
            heading = next(inside, None)
        level = heading[2] if heading and heading[0] <= first else 0
        yield _Piece(first, last, level, start <= first < end, pages.get(first, 0))
