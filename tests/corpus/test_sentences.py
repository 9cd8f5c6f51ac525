"""Where sentences begin and end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


ONE = [
    "They closed recommendation No. 3 in May.",
    "Officers from St. Helens came to the meeting.",
    "Some, e.g. Kent Police, were quick.",
    "The others, i.e. the smaller forces, were not.",
    "See para. 4 of the letter.",
    "See paras. 4 and 5, p. 12 and fig. 3.",
    "We spoke to Dr. Smith about it.",
    "The album by Sgt. Pepper was not evidence.",
    "It works with U.S. forces abroad.",
    "It rose by 3.5 per cent in a year.",
    "He wrote to J. R. Smith and Mrs. Jones.",
    "They asked: is it safe?",
    "- a list item without an end",
    "2.14. The force has a plan.",
    "See www.example.org/a.b.html for more.",
    "It compared Kent vs. Essex.",
]


@pytest.mark.parametrize("text", ONE)
def test_one_sentence(text: str):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "parts",
    [
        ["The call came at 2.30pm.", "At 5.02pm the inspector replied."],
        ["It was late.", "It was dark."],
        ["Is it safe?", "Yes!", "We saw it."],
        ["They said “it works.”", "We agreed."],
        ["It fell (see annex A.)", "Then it rose."],
        ["It rose by 3.5.", "Then it fell."],
        ["He works for the U.S.", "The others do not."],
        ["It rose by 5%.", "Kent fell."],
        ["This is in section 4.", "Officers knew."],
        ["They met in 2023.", "12 officers came."],
    ],
)
def test_more_than_one(parts: list[str]):
    assert sentences(" ".join(parts)) == parts


def test_line_breaks_end_sentences():
    text = "What we found\n\nThe force should:\n- train staff\n- keep records. They matter\n\n  Next steps  "
    assert sentences(text) == [
        "What we found",
        "The force should:",
        "- train staff",
        "- keep records.",
        "They matter",
        "Next steps",
    ]


def test_a_part_of_a_text():
    text = "One two. Three four. Five six."
    assert [text[a:b] for a, b in sentence_spans(text, 9, 20)] == ["Three four."]
    assert [text[a:b] for a, b in sentence_spans(text, 25)] == ["six."]
    assert sentence_spans(text, 30, 99) == sentence_spans("") == sentence_spans(" \n ") == []


def test_a_line_of_megabytes():
    for text in ("word " * 100_000, "x" * 100_000):
        check(text)


def check(text: str) -> None:
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert not any("\n" in text[start:end] for start, end in spans)


PIECES = st.sampled_from(
    [
        "No. 3", "e.g. ", "i.e.", "Dr. Smith", "U.S.", " At 5.02pm", ".", "?", "!", "…", "”", "(", ")", "\n",
        "\n\n", " ", "- ", "2.1. ", "The force", "Kent ", "3.5", "\u00a0", "é", "\U0001f600", "a.b.c",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80))
def test_any_text(text: str):
    check(text)
