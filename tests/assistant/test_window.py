"""How much is shown with a sentence."""

from __future__ import annotations

import pytest

from assistant.window import Candidate, window_of
from corpus.sentences import sentence_spans
from corpus.types import Passage

REMAINING = (
    "The rest is done. There is one cause of concern remaining. This relates to investigations. "
    "All else is fine."
)
LISTED = "There are two:\n- one about calls\n- one about crime\nBoth are new."


def shown(text: str, sentence: int, start: int = 100) -> str:
    spans = tuple((start + a, start + b) for a, b in sentence_spans(text))
    passage = Passage("p", "r", 0, start, start + len(text), text, "", None, spans)
    first, last = window_of(Candidate(passage, sentence, 0))
    return text[first - start : last - start]


@pytest.mark.parametrize("sentence", [1, 2])
def test_what_leans_on_each_other_is_shown_together(sentence: int):
    expected = "There is one cause of concern remaining. This relates to investigations."
    assert shown(REMAINING, sentence) == expected


@pytest.mark.parametrize(("sentence", "expected"), [(0, "The rest is done."), (3, "All else is fine.")])
def test_what_stands_alone_is_shown_alone(sentence: int, expected: str):
    assert shown(REMAINING, sentence) == expected


def test_a_list_is_shown_with_what_introduces_it():
    assert shown(LISTED, 0) == "There are two:\n- one about calls\n- one about crime"


@pytest.mark.parametrize(("sentence", "expected"), [(1, "one about calls"), (2, "one about crime")])
def test_an_item_alone_is_shown_without_its_mark(sentence: int, expected: str):
    assert shown(LISTED.replace("There are two:", "There are two."), sentence) == expected


def test_never_more_than_three_sentences():
    text = "A thing is done. It is good. It is great. It is over. It is the end."
    assert shown(text, 4).count(".") == 3
