"""Sentences said alike of several bodies, and passages made of them."""

from __future__ import annotations

import pytest

from corpus.sentences import sentence_spans
from corpus.types import Passage
from index.stock import is_stock, stock_of, stock_sentences

KENT, ESSEX, DORSET = "Kent Police", "Essex Police", "Dorset Police"
BODIES = {"kent": KENT, "again": KENT, "essex": ESSEX, "dorset": DORSET, "nobody's": ""}
FORMULA = "Every force is inspected and {} is among them."


def passage(report: str, text: str, start: int = 40) -> Passage:
    """A passage that does not stand at the beginning of its report."""
    spans = tuple((start + first, start + last) for first, last in sentence_spans(text))
    return Passage(report, report, 0, start, start + len(text), text, "", None, spans)


def stock_in(*said: tuple[str, str]) -> frozenset[int]:
    return stock_sentences([passage(report, text) for report, text in said], BODIES)


THREE = (
    ("kent", FORMULA.format(KENT)),
    ("essex", FORMULA.format(ESSEX)),
    ("dorset", FORMULA.format("DORSET POLICE").replace(" is ", "  IS ")),
)


def test_what_three_bodies_are_told_alike_is_stock():
    stock = stock_in(*THREE)
    assert len(stock) == 1
    new = passage("kent", f"Kent Police closed the cause of concern in May. {FORMULA.format(KENT)}")
    assert stock_of(new, KENT, stock) == (False, True)
    # Where another body is meant by the name, the sentence is no longer the same.
    assert stock_of(new, ESSEX, stock) == (False, False)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(THREE[:2], id="two bodies"),
        pytest.param((*THREE[:2], ("again", THREE[0][1])), id="two bodies, three reports"),
        pytest.param((*THREE[:2], ("nobody's", FORMULA.format(""))), id="a report on nobody"),
        pytest.param((*THREE[:2], ("unknown", FORMULA.format(""))), id="a report that is gone"),
        pytest.param([(name, "Good: two areas here.") for name in ("kent", "essex", "dorset")], id="short"),
        pytest.param((), id="nothing"),
    ],
)
def test_less_is_no_stock(said: list[tuple[str, str]]):
    assert stock_in(*said) == frozenset()


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [((True, False), False), ((False, True), True), ((True, True), True), ((False, False), False)],
)
def test_a_passage_is_stock_by_its_characters(sentences: tuple[bool, bool], expected: bool):
    assert is_stock(passage("kent", "It is short. It is a good deal longer."), sentences) is expected


def test_a_passage_without_sentences_is_no_stock():
    empty = Passage("a", "kent", 0, 0, 0, "", "", None, ())
    assert stock_of(empty, KENT, frozenset()) == ()
    assert not is_stock(empty, ())
