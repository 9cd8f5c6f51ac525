"""A whole report as HTML: headings, page numbers, and what is marked in it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import citation_of
from assistant.report_html import opened_html, printed_html, report_html
from corpus.pdf_picture import Box, Picture
from corpus.types import Page, Report, Section
from index.types import ReportEntry

TEXT = "Letter\nWe came.\nOne cause\nIt is open. It is old.\nThe end."
LETTER, CAUSE, SECOND = 0, TEXT.index("One cause"), TEXT.index("It is old.")


def make_report(text: str = TEXT) -> Report:
    sections = (Section("Letter", 1, LETTER, CAUSE), Section("One cause", 2, CAUSE, len(text)))
    pages = (Page(1, 0, SECOND), Page(2, SECOND, len(text)))
    return Report("a/letter.pdf", text, "Letter", "Kent Police", "letter", None, False, "", sections, pages)


def shown(html: str) -> list[tuple[str, str]]:
    """The runs of text of a report with the innermost of its elements that each stands in."""
    found, inside = [], ["passage"]
    for tag, words in re.findall(r"<(/?\w+)[^>]*>|([^<]+)", html):
        if words:
            found.append((inside[-1], unescape(words)))
        elif tag.startswith("/"):
            inside.pop()
        else:
            inside.append(tag)
    return found


@pytest.mark.parametrize(
    ("quote", "marked"),
    [
        ("", []),
        ("It is open.", ["It is open."]),
        ("One cause", ["One cause"]),
        ("It is open. It is old.", ["It is open. ", "It is old."]),
        ("One cause\nIt is open.", ["One cause", "It is open."]),
        ("The end.", ["The end."]),
        (TEXT, ["Letter", "We came.", "One cause", "It is open. ", "It is old.\nThe end."]),
    ],
)
def test_what_is_marked_is_the_quote_and_nothing_else(quote: str, marked: list[str]):
    start = TEXT.index(quote) if quote else 0
    html = report_html(make_report(), start, start + len(quote))
    assert [words for tag, words in shown(html) if tag == "mark"] == marked


def test_headings_and_pages_stand_in_their_places():
    assert (
        shown(report_html(make_report()))
        == [
            ("div", ""),
            ("span", "Page 1"),
            ("h3", "Letter"),
            ("div", "We came."),
            ("h4", "One cause"),
            ("div", "It is open. "),
            ("span", "Page 2"),
            ("div", "It is old.\nThe end."),
        ][1:]
    )


def test_a_heading_that_is_not_in_the_text_is_not_shown():
    report = Report("a", "Words.", "", "", "", None, False, "", (Section("Other", 1, 0, 6),))
    assert shown(report_html(report)) == [("div", "Words.")]


@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf")), min_size=1, max_size=60),
    st.lists(st.integers(0, 60), max_size=4),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_no_word_is_lost_and_none_is_shown_twice(text: str, cuts: list[int], start: int, end: int):
    places = sorted({0, *(cut for cut in cuts if cut < len(text))})
    ends = [*places[1:], len(text)]
    sections = tuple(Section(text[a : a + 2], 1, a, b) for a, b in zip(places, ends, strict=True))
    pages = tuple(Page(n, a, b) for n, (a, b) in enumerate(zip(places, ends, strict=True), start=1))
    report = Report("a", text, "", "", "", None, False, "", sections, pages)
    words = "".join(words for tag, words in shown(report_html(report, start, end)) if tag != "span")
    kept = "".join(text.split())
    assert "".join(words.split()) == kept


def test_a_report_that_is_read_has_its_particulars():
    entry = ReportEntry(
        "i", "k", "/x/letter.pdf", "files", "Letter", "Kent Police", "letter", None, False, "", 2, 1
    )
    html = unescape(opened_html(make_report(), entry))
    for part in ("Kent Police", "date not known", "<dt>Pages</dt><dd>2</dd>", "letter.pdf", "The end."):
        assert part in html
    assert "<mark>" not in html


def test_a_picture_has_its_boxes_in_their_places():
    report = make_report()
    start = TEXT.index("It is old.")
    citation = citation_of(report, "i", "/x/letter.pdf", start, start + 10)
    boxes = (Box(0.1, 0.25, 0.5, 0.02),)
    html = unescape(printed_html(citation, Picture(b"\x89PNG", 100, 200, boxes)))
    assert 'style="left:10.00%;top:25.00%;width:50.00%;height:2.00%"' in html
    assert "Page 2 as printed, with the quote marked." in html
    bare = unescape(printed_html(citation, Picture(b"\x89PNG", 100, 200)))
    assert "could not be placed" in bare
    assert "<span" not in bare
