"""What is read for status, piece by piece, with what stands around each."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.describe import complete
from corpus.markdown import read_markdown
from corpus.readings.views import AFTER, BEFORE, ITEMS, View, views_of
from corpus.types import Report, Section


def report_of(text: str) -> Report:
    front = "---\ntitle: Letter\nbody: Kent Police\nkind: letter\npublished: 2024-07-23\n---\n\n"
    return complete(read_markdown(f"{front}{text}\n".encode()), "letter.md")


def plain_report(text: str) -> Report:
    return Report("a.md", text, "", "", "", None, False, "", (Section("", 0, 0, len(text)),))


def view(text: str, starts: str) -> View:
    """The one view of a text that begins so."""
    (found,) = (one for one in views_of(report_of(text)) if one.text.startswith(starts))
    return found


NUMBERED = "One is first. Two is next. Three is next. Four is next. Five is next. Six is last."

LIST = """Nobody came. It should:

- train staff
- keep records
- tell victims
- read mail
- sweep floors
- go home

That is all."""


def test_a_sentence_has_three_before_it_and_one_after_it():
    assert (BEFORE, AFTER) == (3, 1)
    five = view(NUMBERED, "Five")
    assert (five.text, five.start, five.end) == ("Five is next.", 56, 69)
    assert five.before == ("Two is next.", "Three is next.", "Four is next.")
    assert five.after == ("Six is last.",)


def test_the_last_dates_told_before_all_that_is_read_are_read_with_their_words():
    text = (
        "The letter of 3 May 2022 said so. In June of that year nothing. One. Two. Three. In July 2023. "
        "Four. Five. Six. Seven."
    )
    seven = view(text, "Seven")
    assert [words for words, _ in seven.earlier] == [
        "The letter of 3 May 2022",
        "In June of that year",
        "In July 2023",
    ]
    assert str(seven.earlier[1][1][0]) == "2022-06-01"
    assert view(text, "One").earlier == ()
    assert str(seven.today) == "2024-07-23"


def test_the_first_has_nothing_before_it_and_the_last_nothing_after_it():
    assert view(NUMBERED, "One").before == ()
    assert view(NUMBERED, "Six").after == ()


@pytest.mark.parametrize(
    ("starts", "before", "after"),
    [
        ("train", ("Nobody came.", "It should:"), ("keep records",)),
        ("tell", ("It should:", "train staff", "keep records"), ("read mail",)),
        ("sweep", ("It should:", "tell victims", "read mail"), ("go home",)),
    ],
)
def test_an_item_has_what_introduces_its_list(starts: str, before: tuple[str, ...], after: tuple[str, ...]):
    item = view(LIST, starts)
    assert (item.lead, item.before, item.after) == ("It should:", before, after)


def test_what_introduces_a_list_has_its_items():
    assert ITEMS == 4
    assert view(LIST, "It should").after == ("train staff", "keep records", "tell victims", "read mail")
    assert view(LIST, "Nobody").after == ("It should:",)


def test_a_sentence_after_a_list_has_its_last_items():
    after = view(LIST, "That is all")
    assert (after.lead, after.before) == ("", ("read mail", "sweep floors", "go home"))


@pytest.mark.parametrize("bullet", ["-", "•", "*", "–", "1.", "(a)", "b)"])
def test_a_bullet_is_no_part_of_an_item(bullet: str):
    (item,) = views_of(plain_report(f"{bullet} train staff"))
    assert (item.text, item.start, item.end) == ("train staff", len(bullet) + 1, len(bullet) + 12)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1. Custody is open. It waits.", ["Custody is open.", "It waits."]),
        ("(12) Custody is open. It waits.", ["Custody is open.", "It waits."]),
        ("1. Custody is open.", ["Custody is open."]),
        ("- Custody is open. It waits.", ["Custody is open. It waits."]),
    ],
)
def test_a_numbered_paragraph_is_read_by_sentences(text: str, parts: list[str]):
    assert [one.text for one in views_of(plain_report(text))] == parts


def test_a_list_right_under_a_heading_is_introduced_by_nothing():
    text = "## Custody\n\n- train staff\n- keep records\n"
    assert [view(text, starts).lead for starts in ("train", "keep")] == ["", ""]


def test_what_introduces_a_list_that_is_not_there_has_no_items():
    assert view("## Custody\n\nIt should:\n\n## Fraud\n\nIt waits.", "It should").after == ()


def test_an_item_of_two_sentences_is_one():
    assert view("It should:\n\n- train staff. It must do so soon\n", "train").text.endswith("soon")


HEADED = """# Letter

Dear Chief.

## Causes of concern

There are two.

### Custody

It is open. We wait.

### Fraud

It is closed.

## Next steps

We write again."""


@pytest.mark.parametrize(
    ("starts", "heading"),
    [
        pytest.param("Dear", "", id="the title is left out"),
        pytest.param("There", "Causes of concern", id="one"),
        pytest.param("It is open", "Causes of concern > Custody", id="one under another"),
        pytest.param("It is closed", "Causes of concern > Fraud", id="the next under the same"),
        pytest.param("We write", "Next steps", id="back at the outer"),
    ],
)
def test_a_sentence_has_the_headings_that_it_stands_under(starts: str, heading: str):
    assert view(HEADED, starts).heading == heading


def test_what_is_around_a_sentence_is_of_its_own_section():
    assert (view(HEADED, "It is open").before, view(HEADED, "We wait").after) == ((), ())
    assert view(HEADED, "We wait").before == ("It is open.",)


def test_a_heading_is_a_view_with_the_sentences_after_it():
    custody = view(HEADED, "Custody")
    assert (custody.is_heading, custody.heading, custody.before) == (True, "", ())
    assert custody.after == ("It is open.", "We wait.")
    assert not view(HEADED, "It is open").is_heading


def test_a_report_without_words_has_none():
    assert views_of(plain_report(" \n ")) == ()


PIECES = st.sampled_from(
    ["It is open.", " ", "\n\n", "\n", "## Custody", "- ", "1. ", "Two are closed:", "é", "."]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_text(text: str):
    report = report_of(text)
    views = views_of(report)
    assert all(report.text[one.start : one.end] == one.text == one.text.strip() != "" for one in views)
    assert all(a.end <= b.start for a, b in pairwise(views))
    assert all(len(one.before) <= BEFORE and len(one.after) <= ITEMS for one in views)
