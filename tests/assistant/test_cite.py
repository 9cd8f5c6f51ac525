"""A citation as a footnote, as text, as Markdown and as an address that opens at the words."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.cite import as_markdown, as_text, deep_link, footnote, is_digest
from assistant.shown import one_line
from assistant.types import Citation
from corpus.read import read_report
from index.library import SAMPLE, sample_folder
from index.sync import report_id_of
from index.types import Source

OWN = "https://hmicfrs.justiceinspectorates.gov.uk/publication-html/letter/"
QUOTE = "There is one cause of concern remaining."


def cite(quote: str = QUOTE, **other: Any) -> Citation:
    """A citation of a report of the inspectorate that is all quote."""
    values: dict[str, Any] = {
        "number": 1,
        "report": "r1",
        "title": "West Midlands Police: PEEL causes of concern revisit letter",
        "body": "West Midlands Police",
        "kind": "revisit letter",
        "published": date(2024, 7, 23),
        "published_guessed": False,
        "page": 2,
        "heading": "One cause",
        "source": OWN,
        "path": "/reports/letters/wmp.pdf",
    }
    return Citation(quote=quote, start=0, end=len(quote), text=quote, **{**values, **other})


class Shown(HTMLParser):
    """The words that Markdown shows, the elements it makes and the addresses it links to."""

    def __init__(self, markdown: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.links = "", [], []  # type: ignore[var-annotated]
        parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
        self.feed(parser.render(markdown))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param(
            {},
            "HMICFRS, West Midlands Police: PEEL causes of concern revisit letter, 23 July 2024, p. 2",
            id="title begins with the body",
        ),
        pytest.param(
            {"title": "PEEL causes of concern revisit letter"},
            "HMICFRS, West Midlands Police: PEEL causes of concern revisit letter, 23 July 2024, p. 2",
            id="title without the body",
        ),
        pytest.param(
            {"title": "PEEL 2023-25: an inspection of West Midlands Police", "kind": "PEEL report"},
            "HMICFRS, PEEL 2023-25: an inspection of West Midlands Police, 23 July 2024, p. 2",
            id="title names the body further on",
        ),
        pytest.param(
            {"title": "Concerns over Kentish Police", "body": "Kent", "page": None},
            "HMICFRS, Kent: Concerns over Kentish Police, 23 July 2024",
            id="part of a word is no body, no page",
        ),
        pytest.param(
            {"title": "Revisit letter, July 2024"},
            "HMICFRS, West Midlands Police: Revisit letter, 23 July 2024, p. 2",
            id="the month at the end of the title is said by the date",
        ),
        pytest.param(
            {"title": "Revisit letter, June 2024"},
            "HMICFRS, West Midlands Police: Revisit letter, June 2024, 23 July 2024, p. 2",
            id="another month stays",
        ),
        pytest.param(
            {"title": "Revisit letter, July 2024", "published_guessed": True},
            "HMICFRS, West Midlands Police: Revisit letter, July 2024, 23 July 2024 (date not certain), p. 2",
            id="a guessed date says nothing of the title",
        ),
        pytest.param(
            {"published": None, "body": ""},
            "HMICFRS, West Midlands Police: PEEL causes of concern revisit letter, no date, p. 2",
            id="no date, no body",
        ),
        pytest.param(
            {"title": "HMICFRS guidance: what PEEL is", "body": "HMICFRS", "kind": "guidance", "page": None},
            "HMICFRS guidance: what PEEL is, 23 July 2024",
            id="the inspectorate is named once",
        ),
        pytest.param(
            {"title": "", "page": 1},
            "HMICFRS, West Midlands Police: revisit letter, 23 July 2024, p. 1",
            id="kind for a title",
        ),
        pytest.param(
            {"title": " ", "kind": "", "body": "", "source": "", "published": None, "page": None},
            "wmp.pdf, no date",
            id="file for a title",
        ),
        pytest.param(
            {"title": "", "kind": "", "body": "", "source": "", "path": ""},
            "untitled report, 23 July 2024, p. 2",
            id="nothing known",
        ),
    ],
)
def test_footnote(other: dict[str, Any], expected: str):
    assert footnote(cite(**other)) == expected


@pytest.mark.parametrize(
    ("source", "kind", "title", "author"),
    [
        pytest.param(OWN, "press release", "It must improve", "HMICFRS, ", id="own site"),
        pytest.param(
            "https://www.justiceinspectorates.gov.uk/hmicfrs/x",
            "letter",
            "A letter",
            "HMICFRS, ",
            id="old site",
        ),
        pytest.param(
            "https://assets-hmicfrs.justiceinspectorates.gov.uk/uploads/x.pdf",
            *("", "A report", "HMICFRS, "),
            id="its files",
        ),
        pytest.param("", "PEEL report", "PEEL 2023-25", "HMICFRS, ", id="no address, its own kind"),
        pytest.param("", "press release", "It must improve", "", id="no address, anyone's kind"),
        pytest.param("", "", "Notes", "", id="no address, no kind"),
        pytest.param("", "PEEL report", "Our response to the PEEL report", "", id="a kind read from a title"),
        pytest.param("the post", "PEEL report", "PEEL 2023-25", "", id="an address that is none"),
        pytest.param(OWN, "news article", "Police improve", "", id="news with the address of the letter"),
        pytest.param("", "news article", "Police improve", "", id="news of no address"),
        pytest.param(
            "https://www.itv.com/news/x", "news article", "Police improve", "itv.com, ", id="news elsewhere"
        ),
        pytest.param(
            "https://www.itv.com/x",
            "cause of concern notice",
            "Causes",
            "itv.com, ",
            id="only the kind is its",
        ),
        pytest.param(
            "https://www.justiceinspectorates.gov.uk/hmiprisons/x",
            *("inspection report", "HMP Leeds", "justiceinspectorates.gov.uk, "),
            id="another inspectorate on the same host",
        ),
        pytest.param(
            "https://hmicfrs.justiceinspectorates.gov.uk.example.org/x",
            *("PEEL report", "PEEL", "hmicfrs.justiceinspectorates.gov.uk.example.org, "),
            id="a host that only begins like it",
        ),
        pytest.param(
            OWN, "joint inspection", "Joint inspection", "HMICFRS and other inspectorates, ", id="joint"
        ),
        pytest.param("", "joint inspection", "Joint inspection", "", id="joint, no address"),
    ],
)
def test_who_published_it(source: str, kind: str, title: str, author: str):
    citation = cite(source=source, kind=kind, title=title, body="", page=None)
    assert footnote(citation) == f"{author}{title}, 23 July 2024"


def test_a_body_is_not_taken_for_the_author():
    anyone = cite(source="", kind="", title="Notes of a visit")
    assert footnote(anyone) == "Notes of a visit (on West Midlands Police), 23 July 2024, p. 2"


def test_the_inspectorate_by_another_name():
    named = footnote(cite(page=None), inspectorate="HM Inspectorate of Constabulary")
    assert named.startswith("HM Inspectorate of Constabulary, West Midlands Police: PEEL")
    assert footnote(cite(source="https://www.itv.com/x"), inspectorate="HMIC").startswith("itv.com, ")


NAME = "west-midlands-police-revisit-letter-2024-07-23.md"


@pytest.mark.parametrize(
    ("other", "digest"),
    [
        pytest.param({"path": str(sample_folder() / NAME)}, True, id="in the sample's folder"),
        pytest.param(
            {"path": f"/gone/corpus/reports/{NAME}", "report": report_id_of(Source(7, SAMPLE, ""), NAME)},
            True,
            id="from a copy elsewhere",
        ),
        pytest.param({"path": f"/mine/corpus/reports/{NAME}"}, False, id="a file of the same name"),
        pytest.param({"path": "/reports/\ud800.md"}, False, id="a name that is no text"),
    ],
)
def test_digests_are_known(other: dict[str, Any], digest: bool):
    citation = cite(**{"page": None, **other})
    assert is_digest(citation) is digest
    said = "HMICFRS, West Midlands Police: PEEL causes of concern revisit letter, 23 July 2024"
    assert footnote(citation) == (f"Digest of {said}" if digest else said)
    assert deep_link(citation) == OWN or not digest


def test_every_report_of_the_sample_is_cited_as_a_digest():
    paths = sorted(sample_folder().glob("*.md"))
    assert len(paths) > 50
    for path in paths:
        report = read_report(path)
        citation = cite(
            report.text[:20],
            **{name: getattr(report, name) for name in ("title", "body", "kind", "published", "source")},
            path=str(path),
            page=None,
        )
        assert footnote(citation).startswith("Digest of ")
        assert "[Digest of " in as_markdown(citation)
        assert deep_link(citation) == report.source


def test_as_text():
    assert as_text(cite("It is\n  “old”.\tReally.")) == (
        "“It is “old”. Really.”\n"
        "— HMICFRS, West Midlands Police: PEEL causes of concern revisit letter, 23 July 2024, p. 2"
    )


def test_as_markdown():
    assert as_markdown(cite("A *b*\nc.", title="Letter_3", body="", page=None)) == (
        f"> “A \\*b\\* c.”  \n> — [HMICFRS, Letter\\_3, 23 July 2024]({OWN}#:~:text=A%20%2Ab%2A,c.)"
    )


def test_as_markdown_of_several():
    # Nobody links to a report that is not on the web; the second says the same.
    local, other = cite(source="", page=None), cite(source="https://www.itv.com/x", title="Other", body="")
    assert as_markdown(local, other) == (
        "> “There is one cause of concern remaining.”  \n"
        "> — HMICFRS, West Midlands Police: PEEL causes of concern revisit letter, 23 July 2024  \n"
        "> — [itv\\.com, Other, 23 July 2024, p. 2]"
        "(https://www.itv.com/x#:~:text=There%20is%20one%20cause%20of%20concern%20remaining.)"
    )


TEN = "One two three four five six seven eight nine ten"


@pytest.mark.parametrize(
    ("quote", "directive"),
    [
        pytest.param("It is old.", "It%20is%20old.", id="short"),
        pytest.param(TEN, TEN.replace(" ", "%20"), id="ten words are short"),
        pytest.param(
            f"{TEN} eleven.",
            "One%20two%20three%20four%20five,seven%20eight%20nine%20ten%20eleven.",
            id="eleven are long",
        ),
        pytest.param("Re-visit, R&D", "Re%2Dvisit%2C%20R%26D", id="dash, comma, ampersand"),
        pytest.param("50% of #1 a/b?", "50%25%20of%20%231%20a%2Fb%3F", id="other marks of an address"),
        pytest.param("caf\u00e9 \U0001f600", "caf%C3%A9%20%F0%9F%98%80", id="beyond ASCII"),
        pytest.param("Two causes:\n- one\n- the other", "Two%20causes%3A,the%20other", id="list"),
        pytest.param("1. First it\n2. Then it", "First%20it,Then%20it", id="numbered list"),
        pytest.param("- The only item", "The%20only%20item", id="one item"),
        pytest.param("Crime | Adequate", "Crime,Adequate", id="row of a table"),
        pytest.param("- ", "%2D", id="a mark alone is a word"),
        pytest.param("Page 1. Two", "Page%201.%20Two", id="a number further on is no mark"),
        pytest.param(" | ", None, id="nothing but the edge of a cell"),
        pytest.param("w" * 2001, None, id="a word too long for an address"),
    ],
)
def test_text_directives(quote: str, directive: str | None):
    expected = OWN if directive is None else f"{OWN}#:~:text={directive}"
    assert deep_link(cite(quote)) == expected


@pytest.mark.parametrize(
    ("source", "page", "expected"),
    [
        pytest.param("https://a.org/x#part", None, "https://a.org/x#part:~:text=It.", id="fragment is kept"),
        pytest.param("https://a.org/x?q=1", 4, "https://a.org/x?q=1#:~:text=It.", id="page of another file"),
        pytest.param(
            "https://a.org/x#p:~:text=Old", 4, "https://a.org/x#p:~:text=It.", id="directive before"
        ),
        pytest.param("https://a.org/X.PDF", 4, "https://a.org/X.PDF#page=4", id="PDF"),
        pytest.param(
            "https://a.org/x.pdf?v=2#page=1", 4, "https://a.org/x.pdf?v=2#page=4", id="PDF at a page"
        ),
        pytest.param(
            "https://a.org/x.pdf#page=1", None, "https://a.org/x.pdf#page=1", id="PDF, page unknown"
        ),
        pytest.param("https://a.org/?f=x.pdf", 4, "https://a.org/?f=x.pdf#:~:text=It.", id="no PDF"),
        pytest.param("", 4, "", id="no address"),
        pytest.param("javascript:alert(1)", 4, "", id="script"),
        pytest.param("file:///x.pdf", 4, "", id="file"),
        pytest.param("https://a.org/\u202ex", 4, "", id="reversed"),
    ],
)
def test_deep_links(source: str, page: int | None, expected: str):
    assert deep_link(cite("It.", source=source, page=page)) == expected


def directive_of(address: str) -> list[str]:
    """The pieces that a browser would look for."""
    return [unquote(piece) for piece in address.partition("#:~:text=")[2].split(",") if piece]


@given(st.text(st.sampled_from("ab-,&%#=. é\U0001f600\n|*1"), min_size=1, max_size=90).filter(str.strip))
def test_a_directive_is_words_of_the_quote(quote: str):
    address = deep_link(cite(quote))
    value = address.partition("#:~:text=")[2]
    # What the specification lets stand for itself, "%" for the rest, and the comma between two pieces.
    assert re.fullmatch(r"[A-Za-z0-9_.~%,]*", value)
    pieces = directive_of(address)
    assert len(pieces) <= 2
    assert value.count(",") == max(0, len(pieces) - 1)
    said = quote.split()
    for piece in pieces:
        words = piece.split(" ")
        assert len(words) <= (10 if len(pieces) == 1 else 5)
        assert any(said[place : place + len(words)] == words for place in range(len(said)))
    if len(pieces) == 2:
        last = pieces[1].split(" ")
        # The edges of cells are none of the page's text.
        assert [word for word in said if word != "|" or "|" in last][-len(last) :] == last


HOSTILE = [
    pytest.param("![remote](https://elsewhere.test/i.png)", id="image"),
    pytest.param("[a](javascript:alert(1)) [b]: https://elsewhere.test", id="links"),
    pytest.param("<script>alert(1)</script><!-- never closed", id="html"),
    pytest.param(
        "https://elsewhere.test www.elsewhere.test a@elsewhere.test <https://e.test>", id="autolinks"
    ),
    pytest.param("# heading\n\n> quotation\n\n- list\n\n---\n\n```\ncode", id="blocks"),
    pytest.param("](https://elsewhere.test) \\](x) ) > \\", id="ends of a link"),
    pytest.param("&copy; &#60;b&#62; a&b", id="entities"),
    pytest.param("bad\u202eeman \u2066x\u2069", id="bidi"),
    pytest.param("half \ud83d pair \x1b[2J \x00", id="surrogate and controls"),
    pytest.param("family \U0001f468\u200d\U0001f469\u200d\U0001f467 \u00e9\u0301", id="emoji"),
    pytest.param("=1+1", id="formula"),
    pytest.param("\"quoted\", 'twice' and “typographic”", id="quotes"),
    pytest.param("w" * 50_000, id="very long word"),
    pytest.param("| a | b |\n|---|---|\n| 1 | 2 |", id="table"),
]

PARTS = ("title", "body", "kind", "heading", "path", "report")


@pytest.mark.parametrize("payload", HOSTILE)
@pytest.mark.parametrize("source", [OWN, "", None], ids=["web", "none", "hostile"])
def test_hostile_words_are_shown_and_do_nothing(payload: str, source: str | None):
    everywhere: dict[str, Any] = dict.fromkeys(PARTS, payload)
    citation = cite(payload, **{**everywhere, "source": payload if source is None else source})
    text, shown = as_text(citation), Shown(as_markdown(citation))
    assert text.count("\n") == 1
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    assert text.startswith(f"“{one_line(payload)}”\n— ")
    assert " ".join(shown.text.split()) == " ".join(text.split())
    assert set(shown.tags) <= {"blockquote", "p", "br", "a"}
    assert len(shown.links) == (source == OWN)
    deep_link(citation).encode("ascii")


@given(st.text(st.sampled_from("ab1. #>*_-+=~`[](){}<>&!|\\\n\t:/@;\"'$%?"), max_size=40))
def test_an_address_is_one_link_whatever_it_holds(tail: str):
    citation = cite("It.", source=f"https://a.org/{tail}", page=None)
    address = deep_link(citation)
    shown = Shown(as_markdown(citation))
    assert [unquote(link) for link in shown.links] == ([unquote(address)] if address else [])
    assert set(shown.tags) <= {"blockquote", "p", "br", "a"}


@given(quote=st.text(min_size=1).filter(str.strip), title=st.text(), body=st.text(), kind=st.text())
def test_any_text_can_be_cited(quote: str, title: str, body: str, kind: str):
    citation = cite(quote, title=title, body=body, kind=kind)
    shown = Shown(as_markdown(citation))
    assert len(shown.links) == 1
    assert shown.links[0].startswith(OWN)
    assert set(shown.tags) == {"blockquote", "p", "br", "a"}
    assert " ".join(shown.text.split()) == " ".join(as_text(citation).split())
