"""A conversation as a document and as a table: nothing is lost, and nothing in it is acted upon."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.export import (
    COLUMNS,
    NOT_ANSWERED,
    OVERRIDDEN,
    conversation_csv,
    conversation_markdown,
)
from assistant.shown import harmless, one_line
from assistant.types import Answer, Chip, Citation, Question
from assistant.ui.conversation import Turn
from index.library import sample_folder

OWN = "https://hmicfrs.justiceinspectorates.gov.uk/letter/"
ADDRESS = "https://www.itv.com/news"
DAY = date(2025, 3, 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """As little of a turn as the export needs."""

    asked: str
    answer: Answer | None = None
    message: str = ""


def cite(quote: str, number: int = 1, **other: Any) -> Citation:
    """A citation of a report of the inspectorate that is all quote."""
    values: dict[str, Any] = {
        "report": "r1",
        "title": "Revisit letter",
        "body": "Kent Police",
        "kind": "revisit letter",
        "published": date(2024, 7, 23),
        "published_guessed": False,
        "page": 2,
        "heading": "",
        "source": "",
        "path": "/reports/letter.pdf",
    }
    return Citation(number=number, quote=quote, start=0, end=len(quote), text=quote, **{**values, **other})


def answered(*citations: Citation, **other: Any) -> Answer:
    return Answer(Question("?"), True, "", 0.8765, citations, **other)


def refused(reason: str, *closest: Citation) -> Answer:
    return Answer(Question("?"), False, "", 0.1, (), reason, closest)


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


def read(written: str) -> list[dict[str, str]]:
    """The rows by column, after looking at the header and the ends of lines."""
    assert written.startswith(",".join(COLUMNS) + "\r\n")
    assert written.endswith("\r\n")
    assert written.count("\n") == written.count("\r\n")
    rows = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    assert {len(row) for row in rows} == {len(COLUMNS)}
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:]]


FOOT = "— HMICFRS, Kent Police: Revisit letter, 23 July 2024, p. 2"


def test_the_document():
    first = cite("It is old.", heading="One cause")
    again = cite("It is old.", 2, same_as=1, title="News", kind="news article", source=ADDRESS, page=None)
    before = cite("It was open.", 3, published=date(2023, 5, 1), heading="Status")
    open_one = answered(
        *(first, again),
        lead="1 cause of concern is open.",
        earlier=(before,),
        coverage="This rests on 3 reports.",
        unsaid=("Essex Police",),
        understood=(Chip("body", "Kent Police"), Chip("as of", "as of 1 August 2024")),
    )
    turns: list[Turn | Asked] = [
        Turn("Which causes of\nconcern are open? #1 ##", open_one),
        Asked("How many *officers*?", refused("The reports do not say.", cite("There are officers."))),
        Asked(" ", None, "Ask something."),
        Asked("And then?"),
    ]
    assert conversation_markdown(turns, "83 sample digests, 2019 to 2025.", DAY) == (
        "# Questions and answers\n\n"
        "Asked of: 83 sample digests, 2019 to 2025.  \n"
        "Saved on: 1 March 2025\n\n"
        "## Which causes of concern are open? #1 \\##\n\n"
        "Understood as: Kent Police, as of 1 August 2024\n\n"
        "1 cause of concern is open.\n\n"
        "One cause:\n\n"
        "> “It is old.”  \n"
        f"> {FOOT}  \n"
        "> — [itv\\.com, Kent Police: News, 23 July 2024]"
        "(https://www.itv.com/news#:~:text=It%20is%20old.)\n\n"
        "Of Essex Police nothing that answers this was found.\n\n"
        "Earlier:\n\n"
        "> “It was open.”  \n"
        "> — HMICFRS, Kent Police: Revisit letter, 1 May 2023, p. 2\n\n"
        "This rests on 3 reports.\n\n"
        "## How many \\*officers\\*?\n\n"
        "The reports do not say.\n\n"
        "Closest, though not an answer:\n\n"
        "> “There are officers.”  \n"
        f"> {FOOT}\n\n"
        "## (no question)\n\n"
        "Ask something.\n\n"
        "## And then?\n\n"
        "Not answered.\n"
    )


def test_the_document_of_several_bodies():
    grouped = answered(cite("A.", group="Kent"), cite("B.", 2, group="Kent"), cite("C.", 3, group="Essex"))
    assert conversation_markdown([Asked("?", grouped)], "", DAY) == (
        "# Questions and answers\n\nSaved on: 1 March 2025\n\n## ?\n\n"
        f"**Kent**\n\n> “A.”  \n> {FOOT}\n\n> “B.”  \n> {FOOT}\n\n**Essex**\n\n> “C.”  \n> {FOOT}\n"
    )


def test_quotations_do_not_run_together():
    shown = Shown(conversation_markdown([Asked("?", answered(cite("A."), cite("B.", 2)))], "", DAY))
    assert shown.tags.count("blockquote") == 2


def test_a_heading_shows_all_of_the_question():
    shown = Shown(conversation_markdown([Asked("# C ##")], "", DAY))
    assert "# C ##\n" in shown.text


def test_nothing_was_asked():
    assert conversation_markdown([], "3 reports", DAY) == (
        "# Questions and answers\n\nAsked of: 3 reports  \nSaved on: 1 March 2025\n\nNothing was asked.\n"
    )
    assert read(conversation_csv([])) == []


EMPTY = dict.fromkeys(COLUMNS, "")
ROW = {
    **{
        "question": "Q?",
        "answered": "yes",
        "answer": "",
        "quote": "A.",
        "report": "Revisit letter",
    },
    **{"body": "Kent Police", "kind": "revisit letter", "date": "2024-07-23", "date certain": "yes"},
    **{"page": "2", "heading": "", "address": "", "file": "letter.pdf", "confidence": "0.876"},
}


@pytest.mark.parametrize(
    ("turn", "rows"),
    [
        pytest.param(
            Asked("Q?", answered(cite("It is\r\nold."))), [{**ROW, "quote": "It is old."}], id="one citation"
        ),
        pytest.param(
            Turn(
                "Q?", answered(cite("A."), cite("A.", 2, same_as=1), lead="2 are.", earlier=(cite("B.", 3),))
            ),
            [
                {**ROW, "quote": "A.", "answer": "2 are."},
                {**ROW, "quote": "A.", "answer": "2 are."},
                {**ROW, "quote": "B.", "answer": OVERRIDDEN},
            ],
            id="several, and one of before",
        ),
        pytest.param(
            Asked("Q?", answered(lead="No cause is open.")),
            [
                {
                    **EMPTY,
                    **{"question": "Q?", "answered": "yes", "answer": "No cause is open."},
                    "confidence": "0.876",
                }
            ],
            id="no citation",
        ),
        pytest.param(
            Asked("Q?", refused("Not said.", cite("Near."))),
            [
                {
                    **EMPTY,
                    **{"question": "Q?", "answered": "no", "answer": "Not said.", "confidence": "0.100"},
                }
            ],
            id="refusal",
        ),
        pytest.param(
            Asked("", None, "Ask something."),
            [{**EMPTY, "answered": "no", "answer": "Ask something."}],
            id="message",
        ),
        pytest.param(
            Asked("Q?"),
            [{**EMPTY, "question": "Q?", "answered": "no", "answer": NOT_ANSWERED}],
            id="nothing yet",
        ),
        pytest.param(
            Asked("Q?", answered(cite("A.", published=None, page=None, path="", source=OWN))),
            [{**ROW, "quote": "A.", "date": "", "date certain": "", "page": "", "file": "", "address": OWN}],
            id="fields not known",
        ),
        pytest.param(
            Asked("Q?", answered(cite("A.", published_guessed=True, path=str(sample_folder() / "x.md")))),
            [
                {
                    **ROW,
                    **{"quote": "A.", "date certain": "no"},
                    **{"report": "Digest of Revisit letter", "file": "x.md"},
                }
            ],
            id="digest of a guessed date",
        ),
    ],
)
def test_the_table(turn: Asked | Turn, rows: list[dict[str, str]]):
    assert read(conversation_csv([turn])) == rows


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("=HYPERLINK(1)", "'=HYPERLINK(1)", id="equals"),
        pytest.param("+44", "'+44", id="plus"),
        pytest.param("- a list item", "'- a list item", id="minus"),
        pytest.param("@SUM(1)", "'@SUM(1)", id="at"),
        pytest.param("\t=1", "'=1", id="tab"),
        pytest.param("\r=1", "'=1", id="carriage return"),
        pytest.param(" \n =1", "'=1", id="white space"),
        pytest.param("＝1", "'＝1", id="wide"),
        pytest.param("\tplain", "plain", id="a tab goes"),
        pytest.param("1=1, a-b", "1=1, a-b", id="further on"),
        pytest.param("'=1", "'=1", id="apostrophe already"),
        pytest.param("", "", id="empty"),
    ],
)
def test_no_cell_is_a_formula(cell: str, expected: str):
    assert harmless(cell) == expected


HOSTILE = [
    pytest.param("![remote](https://elsewhere.test/i.png)", id="image"),
    pytest.param("[a](javascript:alert(1))\n\n[a]: https://elsewhere.test", id="links"),
    pytest.param("<script>alert(1)</script><!-- never closed", id="html"),
    pytest.param(
        "https://elsewhere.test www.elsewhere.test a@elsewhere.test <https://e.test>", id="autolinks"
    ),
    pytest.param("# heading\n\n> quotation\n\n- list\n\n---\n\n```\ncode", id="blocks"),
    pytest.param("    code", id="code"),
    pytest.param("===", id="rule under a heading"),
    pytest.param("](https://elsewhere.test) \\](x) ) > \\", id="ends of a link"),
    pytest.param("bad\u202eeman \u2066x\u2069 half \ud83d \x1b[2J \x00", id="what is not shown"),
    pytest.param('=cmd|\' /C calc\'!A0 "a","b"\r\n"c', id="formula and quotes"),
    pytest.param("\U0001f468\u200d\U0001f469 \u00e9\u0301", id="emoji"),
    pytest.param("w" * 50_000, id="very long word"),
]


def everywhere(text: str, source: str) -> list[Asked]:
    """A conversation in which every word is that text."""
    fields: dict[str, Any] = dict.fromkeys(("title", "body", "kind", "heading", "path", "report"), text)
    one = cite(text, **{**fields, "source": source}, group=text)
    other = cite(f"it {text}", 2, **{**fields, "source": source}, same_as=1)
    whole = answered(
        *(one, other),
        **{"lead": text, "coverage": text, "unsaid": (text,)},
        earlier=(replace(one, number=3, text=text),),
        understood=(Chip("body", text),),
    )
    return [Asked(text, whole), Asked(text, refused(text, one)), Asked(text, None, text)]


OURS = {"h1", "h2", "p", "br", "strong", "blockquote", "a"}


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_words_are_shown_and_do_nothing(payload: str):
    for source, links in ((OWN, 4), (payload, 0)):
        turns = everywhere(payload, source)
        markdown = conversation_markdown(turns, payload, DAY)
        shown = Shown(markdown)
        assert set(shown.tags) <= OURS
        assert len(shown.links) == links
        assert all(link.startswith(OWN) for link in shown.links)
        assert shown.tags.count("h2") == 3
        assert shown.text.count(one_line(payload)) >= 12
        markdown.encode()
        rows = read(conversation_csv(turns))
        assert len(rows) == 5
        assert all(row["quote"].removeprefix("it ") == harmless(payload) for row in (rows[0], rows[2]))
        assert rows[1]["quote"] == f"it {one_line(payload)}"
        assert not any(cell[:1] in tuple("=+-@\t\r") for row in rows for cell in row.values() if cell)
        conversation_csv(turns).encode("utf-8-sig")


@given(st.text(min_size=1).filter(str.strip), st.text(), st.text())
def test_the_table_gives_the_quote_back(quote: str, title: str, asked: str):
    [row] = read(conversation_csv([Asked(asked, answered(cite(quote, title=title)))]))
    assert row["quote"].removeprefix("'") == one_line(quote).removeprefix("'")
    assert row["report"] == harmless(title)
    assert row["question"] == harmless(asked)


MARKS = st.text(st.sampled_from("ab1. #>*_-+=~`[](){}<>&!|\\\n\t:/@;\"'$"), min_size=1, max_size=30)


@given(MARKS.filter(str.strip))
def test_the_document_has_no_link_but_those_to_the_source(text: str):
    shown = Shown(conversation_markdown(everywhere(text, OWN), text, DAY))
    assert set(shown.tags) <= OURS
    assert [link.partition("#")[0] for link in shown.links] == [OWN] * 4
    assert shown.text.count(one_line(text)) >= 12
