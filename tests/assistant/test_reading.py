"""Choosing by reading: which windows are read, with what before them, and what is made of the logits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from assistant.choose import Weights
from assistant.features import BY_WORDS
from assistant.reader import text_of
from assistant.reading import ReadingChooser
from assistant.types import Question
from corpus.sentences import sentence_spans
from corpus.types import Passage
from index.encode import FakeEncoder
from index.mention import Mention
from index.retrieve import Found
from index.types import Hit

TEXT = "Inspectors came in May. They saw poor files. The concern was closed. Costs rose in Leeds."
QUESTION = Question("Was the concern closed?", "Was the concern closed?")


class Marked:
    """A reader that likes windows with one word, and remembers what it was given."""

    name = "marked"

    def __init__(self, word: str) -> None:
        self.word = word
        self.given: list[str] = []

    def read(self, question: str, windows: Sequence[str]) -> np.ndarray:
        self.given += windows
        return np.array([3.0 if self.word in window else -2.0 for window in windows])


def found_in(*texts: str) -> Found:
    hits = []
    for number, text in enumerate(texts):
        spans = tuple((100 + a, 100 + b) for a, b in sentence_spans(text))
        passage = Passage(
            f"p{number}", f"r{number}", 0, 100, 100 + len(text), text, "", None, spans, "Kent. Files"
        )
        hits.append(Hit(passage, 1.0))
    return Found(tuple(hits), Mention(), False, FakeEncoder().encode([QUESTION.text])[0])


def chooser(reader: Marked, windows: int = 24) -> ReadingChooser:
    weights = Weights((0.0,) * len(BY_WORDS) + (1.0,), 1.0, 0.0)
    return ReadingChooser(reader, lambda words: [1.0] * len(words), weights, windows)


def test_the_reader_is_given_the_date_and_the_context_above_the_words():
    reader = Marked("Leeds")
    chooser(reader).choose(QUESTION, found_in(TEXT), {"r0": date(2024, 5, 21)})
    assert "Kent. Files (21 May 2024)\nThe concern was closed." in reader.given


def test_weights_of_another_number_than_there_are_features_are_refused():
    with pytest.raises(ValueError, match="weights are needed"):
        ReadingChooser(Marked("Leeds"), lambda words: [1.0] * len(words), Weights((1.0,), 1.0, 0.0))


def test_what_the_reader_likes_comes_first_with_its_probability():
    reader = Marked("Leeds")
    choices = chooser(reader).choose(QUESTION, found_in(TEXT), {})
    first = choices[0]
    assert TEXT[first.start - 100 : first.end - 100] == "Costs rose in Leeds."
    assert first.probability == pytest.approx(1 / (1 + np.exp(-3)))
    assert all(one.probability == pytest.approx(1 / (1 + np.exp(2))) for one in choices[1:])


def test_windows_are_read_with_their_context_and_each_once():
    reader = Marked("Leeds")
    chooser(reader).choose(QUESTION, found_in(TEXT), {})
    # "They saw ..." leans on the sentence before it, and is shown and read with it.
    assert sorted(reader.given) == [
        "Kent. Files\nCosts rose in Leeds.",
        "Kent. Files\nInspectors came in May.",
        "Kent. Files\nInspectors came in May. They saw poor files.",
        "Kent. Files\nThe concern was closed.",
    ]


def test_only_the_likeliest_are_read():
    reader = Marked("closed")
    choices = chooser(reader, windows=2).choose(QUESTION, found_in(TEXT, "Nothing is like it here."), {})
    assert len(reader.given) == 2
    assert "Kent. Files\nThe concern was closed." in reader.given
    assert len(choices) == 2


def test_no_two_choices_overlap():
    choices = chooser(Marked("They")).choose(QUESTION, found_in(TEXT), {})
    spans = sorted((one.start, one.end) for one in choices)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert len(choices) == 3


def test_nothing_found_is_nothing_chosen():
    assert chooser(Marked("x")).choose(QUESTION, found_in(), {}) == ()


def test_a_window_without_context_is_read_alone():
    assert text_of("", "It is closed.") == "It is closed."
