"""The names that are read off the words of a sentence."""

from __future__ import annotations

import pytest

from index.status_input import BEGINS, INSIDE, OUTSIDE
from index.status_model import name_spans

# "Custody in Kent's MARACs.": each word's tokens, MARACs in three pieces.
TEXT = "Custody in Kent's MARACs."
OFFSETS = [(0, 7), (8, 10), None, (11, 15), (15, 16), (16, 17), (18, 20), (20, 22), (22, 24), (24, 25)]
O, B, I = OUTSIDE, BEGINS, INSIDE  # noqa: E741


@pytest.mark.parametrize(
    ("kinds", "names"),
    [
        pytest.param([O, O, O, O, O, O, O, O, O, O], [], id="none"),
        pytest.param([B, O, O, O, O, O, O, O, O, O], ["Custody"], id="one word"),
        pytest.param([B, I, O, I, I, I, O, O, O, O], ["Custody in Kent's"], id="over a mark"),
        pytest.param(
            [B, O, O, I, O, O, O, O, O, O], ["Custody", "Kent"], id="begun anew, not over an apostrophe"
        ),
        pytest.param([I, O, O, O, O, O, O, O, O, O], ["Custody"], id="begun by what is inside"),
        pytest.param([B, O, O, O, O, O, B, I, I, O], ["Custody", "MARACs"], id="two"),
        pytest.param([O, O, O, O, O, O, B, O, O, O], ["MARACs"], id="the rest of a word"),
        pytest.param([O, O, O, O, O, O, O, B, O, O], ["MARACs"], id="the beginning of a word"),
        pytest.param([O, O, O, O, O, O, B, I, I, I], ["MARACs"], id="without the stop"),
        pytest.param([O, O, O, O, O, B, O, O, O, O], [], id="a letter is no name"),
        pytest.param([O, O, O, O, B, O, O, O, O, O], [], id="nor is a mark"),
    ],
)
def test_names_are_whole_words(kinds: list[int], names: list[str]):
    assert [TEXT[slice(*span)] for span in name_spans(TEXT, kinds, OFFSETS)] == names


def test_names_that_stand_side_by_side_are_two():
    text = "custody fraud"
    assert name_spans(text, [BEGINS, BEGINS], [(0, 7), (8, 13)]) == [(0, 7), (8, 13)]


def test_quotes_are_no_part_of_a_name():
    text = "“the cells”"
    assert name_spans(text, [BEGINS, INSIDE, INSIDE, INSIDE], [(0, 1), (1, 4), (5, 10), (10, 11)]) == [
        (1, 10)
    ]
