"""Web pages: what a reader of the page would see of the report, and nothing that was hidden or runs."""

from __future__ import annotations

import json
import random
from datetime import date
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.describe import complete
from corpus.errors import BrokenFile, CorpusError
from corpus.html import read_html
from corpus.layout import Draft


def read(written: str, encoding: str = "utf-8") -> Draft:
    return read_html(written.encode(encoding))


def headings(draft: Draft) -> list[tuple[str, int]]:
    return [(section.heading, section.level) for section in draft.sections]


PAGE = """<!doctype html><html lang=en><head><meta charset=utf-8><title>A letter - The site</title>
<link rel=canonical href="https://example.org/letter?a=1&amp;b=2">
<meta property="article:published_time" content="2024-07-23T09:30:00+01:00">
<style>p { color: red }</style></head>
<body><header><h1>The site</h1><nav><a href=/>Home</a></nav></header>
<form action=/find><input value=Find><label>Search the site</label></form>
<main><h1>A <em>letter</em>
  to Kent &amp; all</h1>
<p>One&nbsp;paragraph,<br>of two lines.</p>
<h2>Background</h2>
loose text
<ul><li>first<li>second <ul><li>inner</li></ul></ul>
<ol start=3><li>third</li><li><p>fourth</p></li></ol>
<table><tr><th>Force<th>Grade</tr><tr><td><p>Kent</p><td>Good <b>now</b></tr></table>
<blockquote>Said so.</blockquote><dl><dt>Term</dt><dd>Meaning</dd></dl>
<pre>a
  b</pre></main>
<aside>Related</aside><footer>Crown copyright</footer><script>alert(1)</script></body></html>"""


def test_a_page():
    draft = read(PAGE)
    assert draft.text == (
        "A letter to Kent & all\n\nOne paragraph,\nof two lines.\n\nBackground\n\nloose text\n\n"
        "- first\n- second\n- inner\n3. third\n4. fourth\n\nForce | Grade\n\nKent | Good now\n\n"
        "Said so.\n\nTerm\n\nMeaning\n\na\nb"
    )
    assert headings(draft) == [("A letter to Kent & all", 1), ("Background", 2)]
    assert draft.text[draft.sections[1].start :].startswith("Background")
    assert (draft.title, draft.title_guess) == ("A letter to Kent & all", "A letter - The site")
    assert draft.published == date(2024, 7, 23)
    assert draft.source == "https://example.org/letter?a=1&b=2"


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>SECRET</script>",
        "<style>SECRET</style>",
        "<template><p>SECRET</p></template>",
        "<noscript><p>SECRET</p></noscript>",
        "<iframe>SECRET</iframe>",
        "<svg><text>SECRET</text><foreignObject><p>SECRET</p></foreignObject></svg>",
        "<p hidden>SECRET</p>",
        '<div hidden="until-found"><p>SECRET</p></div>',
        '<div style="color:red; DISPLAY : none !important"><p>SECRET</p></div>',
        '<span style="display:/**/none">SECRET</span>',
        "<i style='visibility:\nhidden'>SECRET</i>",
        '<p aria-hidden="TRUE">SECRET</p>',
        "<nav><ul><li>SECRET</ul></nav>",
        "<footer>SECRET</footer>",
        "<aside><h2>SECRET</h2></aside>",
        "<div><form><p>SECRET</p></form></div>",
        "<textarea>SECRET</textarea><button>SECRET</button><select><option>SECRET</select>",
        "<!-- SECRET --><!--[if IE]>SECRET<![endif]-->",
        "<object>SECRET</object><video>SECRET</video><canvas>SECRET</canvas>",
        "<img alt=SECRET src=x title=SECRET>",
        "<title>SECRET</title><dialog>SECRET</dialog><noembed>SECRET</noembed>",
    ],
)
@pytest.mark.parametrize("around", ["<body>{}", "<body><main>{}</main>", "<article><h1>x</h1>{}</article>"])
def test_what_is_hidden_stays_out(hidden: str, around: str):
    text = read(around.format(f"<p>before</p>{hidden}<p>after</p>")).text
    assert "SECRET" not in text
    assert "before" in text
    assert "after" in text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        pytest.param("<p>out<main><p>in</main>", "in", id="main"),
        pytest.param("<p>out<div role=main><p>in</div>", "in", id="role"),
        pytest.param("<p>out</p><article><header><h1>in</h1></header></article>", "in", id="one article"),
        pytest.param("<article>a</article><article>b</article>", "a\n\nb", id="two articles"),
        pytest.param("<main></main><p>out", "out", id="empty main"),
        pytest.param("<main hidden><p>in</main><p>out", "out", id="hidden main"),
        pytest.param("<div hidden><main><p>in</main></div><p>out", "out", id="main in what is hidden"),
        pytest.param("<body style='visibility:hidden'><p>in", "in", id="hidden until a script runs"),
        pytest.param("<body><form><h1>a</h1><p>b</form>", "a\n\nb", id="a page in a form"),
        pytest.param("no markup at all", "no markup at all", id="no markup"),
        pytest.param(
            "&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>", id="text of markup"
        ),
    ],
)
def test_the_main_part(page: str, text: str):
    assert read(page).text == text


def test_a_table_that_lays_out_a_page_is_not_a_row():
    draft = read(
        "<table><tr><td>side</td><td><h1>Title</h1><p>One.</p>"
        "<table><tr><td>a</td><td>b</td></tr></table><p>Two.</p></td><td>end</td></tr></table>"
    )
    assert draft.text == "side\n\nTitle\n\nOne.\n\na | b\n\nTwo.\n\nend"
    assert headings(draft) == [("", 0), ("Title", 1)]


def test_a_heading_is_one_line_without_its_markup():
    draft = read("<h2><div>One</div> <div>two<br>three</div></h2><p>text</p><h3></h3><h3> &nbsp; </h3>")
    assert headings(draft) == [("One two three", 2)]
    assert draft.text == "One two three\n\ntext"


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ('<meta name="DCTERMS.issued" content="2024-07-23">', "", date(2024, 7, 23)),
        ('<meta itemprop="datePublished" content="23 July 2024">', "", date(2024, 7, 23)),
        ('<meta property="article:modified_time" content="2024-07-23">', "", None),
        ('<meta property="article:published_time" content="2024-13-45">', "", None),
        ("", "<p>On <time datetime=2024-07-23T10:00Z>Tuesday</time></p>", date(2024, 7, 23)),
        ("", f"<p>{'word ' * 400}</p><p><time datetime=2024-07-23>Tuesday</time></p>", None),
        ("", "<time>Tuesday</time><time datetime=P3D>x</time>", None),
    ],
)
def test_the_date_it_states(head: str, body: str, published: date | None):
    assert read(f"<head>{head}</head><body>{body}").published == published


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ('<meta property="og:url" content="http://example.org/a">', "http://example.org/a"),
        ('<link rel="CANONICAL alternate" href=" https://example.org/a ">', "https://example.org/a"),
        ('<link rel=canonical href="javascript:alert(1)">', ""),
        ('<link rel=canonical href="/only/a/path">', ""),
        ('<link rel=canonical href="data:text/html,x"><meta property="og:url" content="https://b.org/">',
         "https://b.org/"),
        ('<link rel=stylesheet href="https://example.org/a">', ""),
    ],
)  # fmt: skip
def test_the_address_it_gives_as_its_own(head: str, source: str):
    assert read(f"<head>{head}</head><body>x").source == source


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param("<p>café".encode(), "café", id="utf-8"),
        pytest.param("<p>café".encode("utf-8-sig"), "café", id="utf-8 with a mark"),
        pytest.param("<p>café".encode("utf-16"), "café", id="utf-16 with a mark"),
        pytest.param("<meta charset=latin1><p>café “x”".encode("cp1252"), "café “x”", id="latin-1"),
        pytest.param("<meta charset=windows-1251><p>Привет".encode("cp1251"), "Привет", id="declared"),
        pytest.param(b"<meta charset=unicode_escape><p>\\u0041 \xe9", "\\u0041 é", id="no charset"),
        pytest.param(b"<?xml version='1.0' encoding='koi8-r'?><p>\xf0", "П", id="xml"),
    ],
)  # fmt: skip
def test_how_it_was_written(data: bytes, text: str):
    assert read_html(data).text == text


def test_what_cannot_be_seen_is_taken_out():
    assert (
        read("<h1>a\u00adb&#x202e;c</h1><p>d&#0;e\u200bf</p><title>g\u202eh</title>").text
        == "abc\n\nd\ufffdef"
    )


def test_a_binary_file_is_not_a_page():
    with pytest.raises(BrokenFile):
        read_html(bytes(range(256)) * 20)


def test_deep_nesting_is_read():
    deep = 3000
    assert read("<div>" * deep + "<b>" * deep + "deep" + "</b></div>" * deep).text == "deep"
    assert read("<ul><li>" * 300 + "x").text == "- x"


WORDS = st.sampled_from(
    "<p> <h1> </h1> <ul> <ol_start=9> <li> </li> </ul> </ol> <table> <tr> <td> </table> <pre> </pre> <br> "
    "<div_hidden> </div> <main> <article> <header> <form> <select> <svg> <math> <template> </template> "
    "<time_datetime=2024-01-01> <script> </script> <style> </style> <!-- --> &amp; &#x202e; word . _ < > "
    "<frameset> <body_hidden>".replace("_", "\n").split(" ")
)


@given(st.lists(WORDS, max_size=40).map("".join))
def test_any_markup_gives_spans_that_cover_the_text(written: str):
    draft = read(written)
    ends = [section.end for section in draft.sections]
    assert [section.start for section in draft.sections] == [0, *ends[:-1]][: len(ends)]
    assert (ends[-1] if ends else 0) == len(draft.text)
    assert all(
        draft.text.startswith(section.heading, section.start) for section in draft.sections if section.level
    )
    assert "\u202e" not in draft.text


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes):
    try:
        draft = read_html(data)
    except CorpusError:
        return
    draft.text.encode()


def test_the_tokenizers_own_tests(shared: Path):
    files = sorted((shared / "hostile" / "html" / "tokenizer").glob("*.test"))
    inputs = [
        test["input"]
        for path in files
        for group in json.loads(path.read_text(encoding="utf-8")).values()
        for test in group
    ]
    assert len(inputs) > 1000
    for written in [*inputs, "\n<p>".join(random.Random(1).sample(inputs, 1000))]:
        try:
            report = complete(read_html(written.encode("utf-8", errors="replace")), "page.html")
        except CorpusError:
            continue
        assert (report.sections[-1].end if report.sections else 0) == len(report.text), written
        report.text.encode()


def test_naughty_strings_come_through_as_text(shared: Path):
    strings = json.loads((shared / "hostile" / "naughty_strings.json").read_text(encoding="utf-8"))
    for string in strings:
        if any(character < " " for character in string):
            continue  # a file of these is not text
        written = string.encode("utf-8", errors="replace").decode()
        raw = read(f"<p>before</p>{written}").text
        assert raw.startswith("before")
        shown = read(f"<p>before</p><p>{escape(written)}</p>").text
        if any(map(str.isalnum, written)) and written.isascii() and written.isprintable():
            assert shown == f"before\n\n{' '.join(written.split())}"


def test_no_script_of_a_page_is_text(shared: Path):
    payloads = json.loads((shared / "hostile" / "page_payloads.json").read_text(encoding="utf-8"))
    for payload in payloads:
        if payload.startswith("<"):
            assert "PWN" not in read(f"<p>before</p>{payload}").text, payload
