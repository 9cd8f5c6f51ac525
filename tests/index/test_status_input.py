"""What the reader of status is given of a sentence: worked out token by token."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from corpus.readings.views import View
from index.status_input import (
    AFTER,
    ANY,
    BEFORE,
    DAY,
    ENGAGE,
    HEADING,
    MATTER,
    OWN,
    RECOMMENDED,
    TOKENS,
    UNNAMED,
    Prepared,
    Preparer,
)
from index.status_model import make_tokenizer

pytestmark = pytest.mark.model

VIEW = View("Custody closed in May 2024.", 10, 37, "Custody", ("It was open.",), ("We wait.",))
MAY = (date(2024, 5, 1), date(2024, 5, 31))
LONG = View(
    "word " * 300 + "end", 0, 9, "head " * 60 + "tail", ("before " * 300 + "near",), ("after " * 300,)
)


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return make_tokenizer()


@pytest.fixture
def preparer(tokenizer: Any) -> Preparer:
    return Preparer(tokenizer)


def tokens(preparer: Preparer, one: Prepared) -> list[str]:
    return list(preparer.tokenizer.convert_ids_to_tokens(one.ids))


AROUND = [
    *(HEADING, "custody", BEFORE, "it", "was", "open", "."),
    *(OWN, "custody", "closed", "in", DAY, "may", "202", "##4", ".", AFTER, "we", "wait", ".", "[SEP]"),
]


def test_the_first_look_has_a_mark_for_what_has_no_name(preparer: Preparer):
    one = preparer.prepare(VIEW)
    assert tokens(preparer, one) == [
        *("[CLS]", ENGAGE, "engage", RECOMMENDED, "recommendations", UNNAMED, "concerns", ANY, "[SEP]"),
        *AROUND,
    ]
    assert one.marks == {ENGAGE: (1, 3), RECOMMENDED: (3, 5), UNNAMED: (5, 7), ANY: (7, 8)}
    assert one.matters == []


def test_the_second_look_has_a_mark_before_each_matters_names(preparer: Preparer):
    one = preparer.prepare(VIEW, [("custody", "cells"), ("fraud",)])
    assert tokens(preparer, one) == [
        *("[CLS]", UNNAMED, "concerns"),
        *(MATTER, "custody", ";", "cells", MATTER, "fraud", "[SEP]"),
        *AROUND,
    ]
    assert one.marks == {UNNAMED: (1, 3)}
    assert one.matters == [(3, 7), (7, 9)]


def test_a_sentences_tokens_are_known_by_their_characters(preparer: Preparer):
    one = preparer.prepare(VIEW)
    assert tokens(preparer, one)[slice(*one.own)] == AROUND[8:16]
    words = [VIEW.text[slice(*where)] if where else DAY for where in one.offsets]
    assert words == ["Custody", "closed", "in", DAY, "May", "202", "4", "."]


def test_a_mark_stands_before_each_date_but_those_after_the_sentence(preparer: Preparer):
    view = View("Closed in May 2024.", 0, 19, "Visit of 2023", ("Raised on 3 June 2022.",), ("See 2021.",))
    one = preparer.prepare(view)
    assert [period for _, period in one.days] == [
        (date(2023, 1, 1), date(2023, 12, 31)),
        (date(2022, 6, 3), date(2022, 6, 3)),
        MAY,
    ]
    said = tokens(preparer, one)
    assert [" ".join(said[slice(*span)]) for span, _ in one.days] == [
        f"{DAY} 202 ##3",
        f"{DAY} 3 june 202 ##2",
        f"{DAY} may 202 ##4",
    ]
    assert said.count(DAY) == 3


def test_a_long_sentence_is_cut_at_its_end_and_what_is_before_at_its_beginning(preparer: Preparer):
    one = preparer.prepare(LONG)
    said = tokens(preparer, one)
    assert len(said) <= TOKENS
    assert len(one.offsets) == one.own[1] - one.own[0] == 110
    assert (said.count("word"), "end" in said) == (110, False)
    assert said[said.index(OWN) - 1] == "near"
    assert said[said.index(BEFORE) - 1] == "tail"
    assert said.count("head") == 25


@pytest.mark.parametrize("matters", [0, 1, 5, 6, 10])
def test_a_long_sentence_makes_what_is_read_with_it_shorter(preparer: Preparer, matters: int):
    one = preparer.prepare(LONG, [("name " * 40,)] * matters)
    assert len(one.ids) <= TOKENS
    assert one.own[1] - one.own[0] == 110


@pytest.mark.parametrize(("matters", "kept"), [(1, 24), (5, 24), (6, 12), (10, 12)])
def test_names_are_cut_shorter_the_more_there_are(preparer: Preparer, matters: int, kept: int):
    one = preparer.prepare(VIEW, [("name " * 40,)] * matters)
    said = tokens(preparer, one)
    assert said.count("name") == matters * kept
    assert [said[start] for start, _ in one.matters] == [MATTER] * matters


def test_no_text_is_no_hindrance(preparer: Preparer):
    one = preparer.prepare(View("", 0, 0, ""), [])
    assert tokens(preparer, one)[-5:] == [HEADING, BEFORE, OWN, AFTER, "[SEP]"]
    assert (one.own[1] - one.own[0], one.offsets, one.days) == (0, [], [])


def test_a_text_that_spells_a_mark_has_none(preparer: Preparer):
    said = tokens(preparer, preparer.prepare(View(f"{MATTER} is open.", 0, 18, "")))
    assert MATTER not in said
