"""Markdown: what the front matter states, sections, and text without its markup."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.errors import BadFrontMatter
from corpus.layout import Draft
from corpus.markdown import read_markdown


def draft(text: str) -> Draft:
    return read_markdown(text.encode())


def test_front_matter():
    read = draft(
        "---\ntitle: 'Kent: a letter'\nbody:  Kent   Police\nkind: revisit letter\npublished: 23 July 2024\n"
        "source: https://example.org/a\nother: [1, 2]\n---\n# Heading\n\nWords.\n"
    )
    assert (read.title, read.body, read.kind) == ("Kent: a letter", "Kent Police", "revisit letter")
    assert (read.published, read.source) == (date(2024, 7, 23), "https://example.org/a")
    assert read.text == "Heading\n\nWords."


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("title: x\npublished: 2024-02-30", "published: '2024-02-30' on line 3 is not a date"),
        ("published: July 2024", "published: 'July 2024' on line 2 is not a date"),
        ("title: x\n\nsource: javascript:alert(1)", "source: 'javascript:alert(1)' on line 4 is not a web"),
        ("source: www.example.org", "on line 2 is not a web address"),
        ("title: a: b", "line 2 of the front matter cannot be read"),
        ("title: x\nbody: 'open", "front matter cannot be read"),
        ("title: " + "x" * 20_001, "longer than 20,000"),
    ],
)
def test_front_matter_that_cannot_be_used(fields: str, told: str):
    with pytest.raises(BadFrontMatter) as caught:
        draft(f"---\n{fields}\n---\nWords.")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_empty_fields_state_nothing():
    read = draft("---\ntitle:\nbody: ''\npublished:\n---\nWords.")
    assert (read.title, read.body, read.published) == ("", "", None)


@pytest.mark.parametrize("text", ["---\n\nWords: here.", "Words.\n\n---\n\nMore.", "***\n\ntitle: x"])
def test_a_rule_is_not_front_matter(text: str):
    assert draft(text).published is None
    assert draft(text).text.endswith(text.split("\n")[-1])


def test_sections():
    read = draft("Before.\n\n# One\n\nText.\n\n## Two *bold*\n\nMore.\n\nThree\n=====\n")
    assert [(s.heading, s.level, read.text[s.start : s.end].strip()) for s in read.sections] == [
        ("", 0, "Before."),
        ("One", 1, "One\n\nText."),
        ("Two bold", 2, "Two bold\n\nMore."),
        ("Three", 1, "Three"),
    ]
    assert read.title == "One"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**Bold**, *slanted*, ~~gone~~ and `code`.", "Bold, slanted, gone and code."),
        ("A [link](https://example.org 'x') and ![a picture](a.png).", "A link and a picture."),
        ("See <https://example.org/a>.", "See https://example.org/a."),
        ("[ref]: https://example.org\n\nA [ref].", "A ref."),
        ("broken\nlines  \nare kept apart", "broken lines\nare kept apart"),
        ("> quoted\n> words", "quoted words"),
        ("- one\n- two\n", "- one\n- two"),
        ("3. one\n4. two\n", "3. one\n4. two"),
        ("```py\na  = 1\nb\n```", "a = 1\nb"),
        ("| a | b |\n|---|---|\n| 1 | *2* |", "a | b\n\n1 | 2"),
        ("&pound;5 &amp; \\*more\\*", "£5 & *more*"),
        ("<b>kept</b> as it is", "<b>kept</b> as it is"),
        ("<script>\nalert(1)\n</script>", "<script> alert(1) </script>"),
    ],
)
def test_no_markup_is_left(written: str, read: str):
    assert draft(written).text == read
