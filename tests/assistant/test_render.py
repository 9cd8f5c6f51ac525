"""What a quote looks like in Markdown, in plain text and in HTML; nothing in it is acted upon."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.html import answer_html, encode_html
from assistant.render import answer_markdown, answer_plain, escape_markdown, refusal_markdown
from assistant.report_html import evidence_html, missing_html
from assistant.shown import attribution, date_words, is_web_address, subject_of
from assistant.types import Answer, Citation, Question
from corpus.types import Page, Report, Section
from index.library import sample_folder

TEXT = (
    "Letter\nWe visited.\nOne cause\nThere is one cause of concern remaining. It is old.\nWe will return.\n"
)
QUOTE = "There is one cause of concern remaining."
ADDRESS = "https://example.org/letter"


def make_report(text: str = TEXT, **other: object) -> Report:
    middle = text.find("One cause")
    sections = (Section("Letter", 1, 0, middle), Section("One cause", 2, middle, len(text)))
    values = {
        "key": "letters/wmp.pdf",
        "title": "Revisit letter 3",
        "body": "West Midlands Police",
        "kind": "revisit letter",
        "published": date(2024, 7, 23),
        "published_guessed": False,
        "source": ADDRESS,
        "sections": sections if middle > 0 else (Section("", 0, 0, len(text)),),
        "pages": (Page(1, 0, middle), Page(2, middle, len(text))) if middle > 0 else (),
    }
    return Report(text=text, **{**values, **other})  # type: ignore[arg-type]


def cite(
    quote: str = QUOTE, report: Report | None = None, number: int = 1, same_as: int = 0, group: str = ""
) -> Citation:
    report = report or make_report()
    start = report.text.index(quote)
    return Citation(
        number=number,
        quote=quote,
        report="r1",
        title=report.title,
        body=report.body,
        kind=report.kind,
        published=report.published,
        published_guessed=report.published_guessed,
        page=report.page_at(start),
        heading=report.section_at(start).heading,
        source=report.source,
        path=report.key,
        start=start,
        end=start + len(quote),
        text=report.text,
        same_as=same_as,
        group=group,
    )


def answered(*citations: Citation, unsaid: tuple[str, ...] = ()) -> Answer:
    return Answer(Question("?"), True, answer_markdown(citations, unsaid), 0.9, citations, unsaid=unsaid)


def refused(*closest: Citation) -> Answer:
    reason = "The reports do not say\nhow many <b>."
    return Answer(Question("?"), False, refusal_markdown(reason, closest), 0.1, (), reason, closest)


class Words(HTMLParser):
    """What a browser would show, the elements it would make, and the words it would mark."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.marked = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = self._inside or tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "mark"

    def handle_data(self, data: str) -> None:
        self.text += data
        self.marked += data if self._inside else ""


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Plain words, (with) marks: 3.5% of 12!", "Plain words, (with) marks: 3.5% of 12!"),
        ("two\n lines\tfolded", "two lines folded"),
        ("*bold* _and_ `code`", r"\*bold\* \_and\_ \`code\`"),
        ("[1](x) and ![i](y)", r"\[1\](x) and !\[i\](y)"),
        ("<b>R&D</b>", "&lt;b>R&amp;D&lt;/b>"),
        ("# not a heading", r"\# not a heading"),
        ("> not a quotation", r"\> not a quotation"),
        ("- not a list", r"\- not a list"),
        ("3. not a list", r"3\. not a list"),
        ("3.5 is a number", "3.5 is a number"),
        ("a # b - c > d 3. e", "a # b - c > d 3. e"),
        ("see https://a.org", r"see https\://a\.org"),
        ("mail a@b.org", r"mail a\@b\.org"),
        ("back\\slash", r"back\\slash"),
        ("$x$ a|b ~~c~~", r"\$x\$ a\|b \~\~c\~\~"),
        ("bell\x07 and \u202eturned", "bell\ufffd and \ufffdturned"),
        ("", ""),
    ],
)
def test_escape_markdown(text: str, escaped: str):
    assert escape_markdown(text) == escaped


def shown_by_markdown(markdown: str) -> Words:
    parser = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(["table", "strikethrough"])
    return Words(parser.render(markdown))


@given(st.text(alphabet=st.sampled_from("ab1. #>*_-+=~`[](){}<>&!|\\\n\t:/@;\"'$"), max_size=40))
def test_markdown_shows_the_text_itself(text: str):
    shown = shown_by_markdown(escape_markdown(text))
    assert shown.text.strip("\n") == " ".join(text.split())
    assert {tag for tag, _ in shown.tags} <= {"p"}


def test_answer_markdown():
    guessed = make_report(published_guessed=True, kind="")
    assert answer_markdown([cite(), cite("We will return.", guessed, 2)]) == (
        "“There is one cause of concern remaining.” [1]  \n"
        "— West Midlands Police, revisit letter, 23 July 2024\n\n"
        "“We will return.” [2]  \n"
        "— West Midlands Police, Revisit letter 3, 23 July 2024 (date guessed)"
    )


def test_answer_plain():
    assert answer_plain(answered(cite(), cite("We visited.", make_report(source=""), 2))) == (
        "“There is one cause of concern remaining.” [1]\n\n"
        "“We visited.” [2]\n\n"
        "Sources\n"
        "[1] Revisit letter 3, West Midlands Police, 23 July 2024, page 2, under “One cause”\n"
        "    https://example.org/letter\n"
        "[2] Revisit letter 3, West Midlands Police, 23 July 2024, page 1, under “Letter”\n"
        "    letters/wmp.pdf"
    )


def test_answer_plain_gives_the_terminal_nothing_to_obey():
    report = make_report("It \x1b[31mis red\x9b and \u202eturned.", title="A\x1b]0;title\x07", source="")
    shown = answer_plain(answered(cite(report.text, report)))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
    assert "“It \ufffd[31mis red\ufffd and \ufffdturned.” [1]" in shown


def test_a_refusal_is_its_reason():
    assert answer_plain(refused()) == "The reports do not say how many <b>."
    assert Words(answer_html(refused(), 0)).text == "The reports do not say\nhow many <b>."
    assert refused().text == "The reports do not say how many &lt;b>."


def test_a_refusal_names_the_nearest_passages():
    assert refused(cite()).text == (
        "The reports do not say how many &lt;b>.\n\nClosest, though not an answer:\n\n"
        "“There is one cause of concern remaining.”  \n— West Midlands Police, revisit letter, 23 July 2024"
    )
    assert answer_plain(refused(cite())) == (
        "The reports do not say how many <b>.\n\nClosest, though not an answer:\n\n"
        "“There is one cause of concern remaining.”\n"
        "    Revisit letter 3, West Midlands Police, 23 July 2024, page 2, under “One cause”"
    )
    shown = Words(answer_html(refused(cite()), 4))
    assert "Closest, though not an answer:“There is one" in shown.text
    (mark,) = (attributes for tag, attributes in shown.tags if tag == "button")
    assert (mark["data-turn"], mark["data-number"], mark["aria-pressed"]) == ("4", "1", "false")


SEX_OFFENDERS = make_report(
    "Registered sex offenders\nIt has now been closed.",
    sections=(Section("Registered sex offenders", 1, 0, 48),),
)


@pytest.mark.parametrize(
    ("text", "heading", "subject"),
    [
        pytest.param("It has now been closed.", "Registered sex offenders", True, id="it"),
        pytest.param("The force was told in May.", "Custody", True, id="the force"),
        pytest.param("3 are closed.", "Causes of concern", True, id="a number"),
        pytest.param("There are two: a and b.", "Causes of concern", True, id="there are"),
        pytest.param("Custody is safe.", "Decision", False, id="a subject of its own"),
        pytest.param("Its custody is safe.", "Custody", False, id="a heading that is in the quote"),
        pytest.param("It is closed.", "Revisit letter", False, id="a heading that is in the title"),
        pytest.param("It is closed.", "", False, id="no heading"),
        pytest.param("Item one is closed.", "Custody", False, id="a word that only begins so"),
    ],
)
def test_the_heading_is_shown_where_the_quote_does_not_name_its_subject(
    text: str, heading: str, subject: bool
):
    report = make_report(
        f"{heading}\n{text}", sections=(Section(heading, 1, 0, len(heading) + 1 + len(text)),)
    )
    assert subject_of(cite(text, report)) == (heading if subject else "")


def test_the_heading_stands_before_the_quote():
    citation = cite("It has now been closed.", SEX_OFFENDERS)
    assert answer_markdown([citation]).startswith(
        "Registered sex offenders: “It has now been closed.” [1]  \n— "
    )
    assert answer_plain(answered(citation)).startswith(
        "Registered sex offenders: “It has now been closed.” [1]\n"
    )
    assert Words(answer_html(answered(citation), 0)).text.startswith("Registered sex offenders“It has now")


def test_reports_that_say_the_same_stand_under_one_quote():
    guessed = make_report(published=date(2025, 1, 1), kind="press release")
    answer = answered(cite(), cite(report=guessed, number=2, same_as=1), cite("We will return.", number=3))
    assert answer.text == (
        "“There is one cause of concern remaining.” [1] [2]  \n"
        "— West Midlands Police, revisit letter, 23 July 2024  \n"
        "— West Midlands Police, press release, 1 January 2025\n\n"
        "“We will return.” [3]  \n— West Midlands Police, revisit letter, 23 July 2024"
    )
    assert answer_plain(answer).startswith("“There is one cause of concern remaining.” [1] [2]\n\n“We will")
    assert answer_plain(answer).count("Revisit letter 3") == 3
    html = answer_html(answer, 0)
    assert html.count("<figure") == 2
    assert [a["data-number"] for tag, a in Words(html).tags if tag == "button"] == ["1", "2", "3"]


def test_of_several_bodies_each_has_its_heading_and_what_was_not_found_is_said():
    answer = answered(
        cite(group="Kent Police"),
        cite("We will return.", number=2, group="Kent Police"),
        cite("We visited.", number=3, group="A *B*"),
        unsaid=("Nowhere <Police>", "Elsewhere"),
    )
    lines = answer.text.split("\n\n")
    assert [line for line in lines if "“" not in line] == [
        "**Kent Police**",
        r"**A \*B\***",
        "Of Nowhere &lt;Police> and Elsewhere nothing that answers this was found.",
    ]
    assert lines.index(r"**A \*B\***") == 3
    plain = answer_plain(answer)
    assert plain.startswith("Kent Police\n\n“There")
    assert "\n\nA *B*\n\n“We visited.” [3]\n\nOf Nowhere <Police> and Elsewhere nothing" in plain
    shown = Words(answer_html(answer, 0))
    assert sum(tag == "h3" for tag, _ in shown.tags) == 2
    assert "Of Nowhere <Police> and Elsewhere nothing" in shown.text


@pytest.mark.parametrize(
    ("published", "guessed", "words"),
    [
        (date(2024, 9, 18), False, "18 September 2024"),
        (date(2024, 9, 8), True, "8 September 2024 (date guessed)"),
        (None, False, "date not known"),
    ],
)
def test_date_words(published: date | None, guessed: bool, words: str):
    assert date_words(cite(report=make_report(published=published, published_guessed=guessed))) == words


def test_attribution_leaves_out_what_is_not_known():
    assert attribution(cite(report=make_report(body=""))) == "revisit letter, 23 July 2024"


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("Abc 12 é", "Abc 12 é"),
        ("<a&\"'>", "&#60;a&#38;&#34;&#39;&#62;"),
        ("a\nb_", "a&#10;b&#95;"),
        ("\x00\ud800\u202e", "&#65533;&#65533;&#65533;"),
    ],
)
def test_encode_html(text: str, encoded: str):
    assert encode_html(text) == encoded


def test_answer_html_has_a_button_for_each_mark():
    shown = Words(answer_html(answered(cite(), cite("We will return.", number=2)), 3, chosen=2))
    buttons = [attributes for tag, attributes in shown.tags if tag == "button"]
    assert [(b["data-turn"], b["data-number"], b["aria-pressed"]) for b in buttons] == [
        ("3", "1", "false"),
        ("3", "2", "true"),
    ]
    assert buttons[0]["aria-label"] == "Citation 1: show where West Midlands Police says this, page 2"
    assert "“There is one cause of concern remaining.”\xa0[1]" in shown.text


def test_a_quote_of_the_sample_is_said_to_be_of_a_digest():
    sample = replace(cite(), path=str(sample_folder() / "letter.md"), text=TEXT)
    assert "(our digest, not the inspectorate's words)" in Words(answer_html(answered(sample), 0)).text
    assert "digest" not in Words(answer_html(answered(cite()), 0)).text


def test_evidence_is_the_whole_report_with_the_quote_marked():
    shown = Words(evidence_html(cite(), make_report()))
    assert shown.marked == QUOTE
    assert "There is one cause of concern remaining. It is old.\nWe will return." in shown.text
    for part in ("Revisit letter 3", "West Midlands Police", "23 July 2024", "Page2", "HeadingOne cause"):
        assert part in shown.text
    assert "We visited." in shown.text
    assert [attributes for tag, attributes in shown.tags if tag == "a"] == [
        {"href": ADDRESS, "target": "_blank", "rel": "noopener noreferrer"}
    ]


def test_evidence_marks_a_quote_that_is_the_heading():
    report = make_report()
    assert Words(evidence_html(cite("One cause", report), report)).marked == "One cause"


def test_a_report_that_changed_is_not_marked():
    changed = make_report(TEXT.replace("one cause", "two causes"))
    shown = Words(evidence_html(cite(), changed))
    assert "mark" not in [tag for tag, _ in shown.tags]
    assert "has changed since this was quoted" in shown.text
    assert QUOTE in shown.text


def test_a_report_that_is_gone_is_said_to_be():
    shown = Words(missing_html(cite()))
    assert "can no longer be opened" in shown.text
    assert QUOTE in shown.text


@pytest.mark.parametrize(
    ("address", "is_web"),
    [
        ("https://example.org/a?b#c", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("//example.org/x", False),
        ("https:///x", False),
        ("https://[half", False),
        ("https://example.org/\nx", False),
        ("https://safe.org\u202e/x", False),
        (" https://example.org", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(address: str, is_web: bool):
    assert is_web_address(address) is is_web
    shown = Words(evidence_html(cite(report=make_report(source=address)), make_report(source=address)))
    assert any(tag == "a" for tag, _ in shown.tags) is is_web
    assert ("wmp.pdf" in shown.text) is not is_web


HOSTILE = [
    "<script>window.PWN=1</script>",
    "</mark></div><img src=x onerror='window.PWN=2'>",
    '"><svg onload="window.PWN=3">',
    "![remote](http://elsewhere.test/image)",
    "[a link](javascript:window.PWN=4)\n\n[a]: http://elsewhere.test",
    "`${window.PWN=5}` {{this}} {{{this}}}",
    "&lt;b&gt; &#60;i&#62; &amp;",
    "<!-- never closed",
    "http://elsewhere.test/autolink www.elsewhere.test a@elsewhere.test",
]


OUR_TAGS = {
    *("figure", "blockquote", "span", "button", "figcaption"),
    *("details", "summary", "h2", "h3", "h4", "dl", "div", "dt", "dd", "mark", "p", "br"),
}


def assert_inert(payload: str) -> None:
    report = make_report(
        f"Before {payload}, it {payload} after it.",
        title=payload,
        body=payload,
        kind=payload,
        key=payload,
        source=payload,
        sections=(Section(payload, 1, 0, 900),),
    )
    citation = cite(payload, report)
    # Under the hostile heading, since it begins with a word that names nothing.
    nameless = cite(f"it {payload}", report, 2, group=payload)
    answer = answered(citation, nameless, unsaid=(payload,))
    pages = (answer_html(answer, 0), answer_html(refused(citation), 0))
    for html in (*pages, evidence_html(citation, report), missing_html(citation)):
        shown = Words(html)
        assert {tag for tag, _ in shown.tags} <= OUR_TAGS
        assert not any(name.startswith("on") for _, attributes in shown.tags for name in attributes)
        assert " ".join(payload.split()) in " ".join(shown.text.split())
    for text in (answer.text, refused(citation).text):
        markdown = shown_by_markdown(text)
        assert {tag for tag, _ in markdown.tags} <= {"p", "br", "strong"}
        assert " ".join(payload.split()) in " ".join(markdown.text.split())


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_words_are_shown_and_do_nothing(payload: str):
    assert_inert(payload)


def test_collected_hostile_words_are_shown_and_do_nothing(shared: Path):
    payloads = json.loads((shared / "hostile" / "page_payloads.json").read_text(encoding="utf-8"))
    assert payloads
    for payload in payloads:
        if not is_web_address(payload):
            assert_inert(payload)
