"""A citation is the report's own text, or it cannot be made."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import CitationError
from assistant.types import Answer, Citation, Question

TEXT = "One cause of concern is closed. The other remains open."


def cite(quote: str, start: int, end: int, text: str = TEXT) -> Citation:
    return Citation(
        number=1,
        quote=quote,
        report="r",
        title="Letter",
        body="Kent Police",
        kind="letter",
        published=date(2024, 7, 23),
        published_guessed=False,
        page=None,
        heading="",
        source="",
        path="letter.md",
        start=start,
        end=end,
        text=text,
    )


def test_the_very_words():
    assert cite("The other remains open.", 32, 55).quote == TEXT[32:55]


@pytest.mark.parametrize(
    ("quote", "start", "end"),
    [
        ("The other remains closed.", 32, 55),
        ("the other remains open.", 32, 55),
        ("The other remains open.", 31, 54),
        ("The other remains open.", 32, 56),
        ("", 3, 3),
        (" ", 3, 4),
        ("open.", -5, len(TEXT)),
    ],
)
def test_other_words_cannot_be_cited(quote: str, start: int, end: int):
    with pytest.raises(CitationError):
        cite(quote, start, end)


@given(st.text(min_size=1), st.integers(-3, 60), st.integers(-3, 60))
def test_nothing_but_the_span_can_be_cited(quote: str, start: int, end: int):
    try:
        made = cite(quote, start, end)
    except CitationError:
        return
    assert TEXT[made.start : made.end] == made.quote == quote


def test_a_changed_copy_is_checked_again():
    made = cite("The other remains open.", 32, 55)
    with pytest.raises(CitationError):
        replace(made, quote="All is well.", text=TEXT)
    with pytest.raises((TypeError, ValueError)):
        replace(made, quote="All is well.")


def test_an_answer_is_json():
    answer = Answer(Question("q", "q"), True, "text", 0.9, (cite("The other remains open.", 32, 55),))
    plain = json.loads(json.dumps(answer.as_dict()))
    assert plain["citations"][0]["published"] == "2024-07-23"
    assert plain["citations"][0]["quote"] == "The other remains open."
