"""Cutting texts up, and what a stretch of one costs; sizes worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.split import embedded_text
from corpus.types import Passage
from evals.benchmarks.chunks import LLAMA_OVERLAP, Ruler, llama_passages, our_passages, within

TEXT = "aa b ccc\nd eeee"
"""Words at 0-2, 3-4, 5-8, 9-10 and 11-15; `letters` makes them cost 2, 1, 3, 1 and 4."""

PROSE = "".join(
    f"Force {number} records crime well. It answers calls in time. Staff are trained each year.\n"
    for number in range(40)
)


def chunk(start: int, end: int) -> Passage:
    return Passage("", "", 0, start, end, TEXT[start:end], "", None, ((start, end),))


def letters(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


@pytest.mark.parametrize(
    ("start", "end", "tokens"),
    [(0, 15, 11), (3, 8, 4), (4, 11, 4), (1, 2, 0), (2, 3, 0), (6, 10, 1)],
    ids=["all", "two words", "space at both ends", "inside a word", "space", "from inside a word"],
)
def test_tokens_of_a_stretch_are_those_of_the_words_that_begin_in_it(start: int, end: int, tokens: int):
    assert Ruler(TEXT, letters).tokens(start, end) == tokens


@pytest.mark.parametrize(
    ("start", "end", "budget", "cut"),
    [
        (0, 15, 11, 15),
        (0, 15, 10, 10),
        (0, 15, 5, 4),
        (0, 15, 6, 8),
        (0, 15, 1, 0),
        (5, 15, 3, 8),
        (3, 15, 0, 3),
    ],
    ids=[
        "all fits",
        "last word left out",
        "next too dear",
        "just fits",
        "none fits",
        "from within",
        "nothing",
    ],
)
def test_a_stretch_is_cut_after_the_last_word_that_is_paid_for(start: int, end: int, budget: int, cut: int):
    assert Ruler(TEXT, letters).cut(start, end, budget) == cut


@given(st.integers(0, 15), st.integers(0, 15), st.integers(0, 12))
def test_what_is_cut_never_costs_more_than_its_budget(start: int, end: int, budget: int):
    ruler = Ruler(TEXT, letters)
    if start <= end:
        cut = ruler.cut(start, end, budget)
        assert start <= cut <= end
        assert ruler.tokens(start, cut) <= budget


def test_chunks_are_taken_until_the_budget_is_spent_and_the_last_is_cut():
    chunks = [chunk(9, 15), chunk(0, 8), chunk(3, 4)]
    # 5 for the first; of the second, of 6, the 3 of its first two words; nothing is left for the third.
    assert within(chunks, Ruler(TEXT, letters), 8) == [(9, 15), (0, 4)]


def test_words_that_two_chunks_share_are_paid_for_twice():
    chunks = [chunk(0, 8), chunk(3, 10)]
    # 6 for the first, of the second 1 and 3 of its 5.
    assert within(chunks, Ruler(TEXT, letters), 10) == [(0, 8), (3, 8)]


def test_fewer_chunks_than_tokens_are_all_taken():
    assert within([chunk(0, 4)], Ruler(TEXT, letters), 100) == [(0, 4)]


def test_a_text_without_words_costs_nothing():
    assert Ruler(" \n", letters).tokens(0, 2) == 0


def test_ours_are_read_with_the_name_of_the_text_before_them():
    passages = our_passages(PROSE, "about police", words, 256)
    assert len(passages) > 1
    for passage in passages:
        assert embedded_text(passage) == f"about police\n{PROSE[passage.start : passage.end]}"


def test_chunks_of_llama_index_stand_where_they_say():
    chunks = llama_passages(PROSE, 64, 20)
    assert len(chunks) > 3
    assert all(PROSE[one.start : one.end] == embedded_text(one) for one in chunks)
    starts = [one.start for one in chunks]
    assert starts == sorted(set(starts))
    assert chunks[-1].end == len(PROSE.rstrip())


def test_llama_index_is_left_with_its_own_overlap():
    from llama_index.core.node_parser import SentenceSplitter

    assert SentenceSplitter().chunk_overlap == LLAMA_OVERLAP
    usual, less = llama_passages(PROSE, 256), llama_passages(PROSE, 256, 20)
    assert usual[0].end - usual[1].start > less[0].end - less[1].start > 0
