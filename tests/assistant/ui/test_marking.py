"""Marking answers right or wrong in a real browser: what is shown, and what is written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from assistant.marks import Mark, Marks

pytestmark = pytest.mark.browser

QUESTION = "Which cause of concern remains open?"


def judge(visitor: Any, name: str, turn: int = 0) -> Any:
    return visitor.page.locator(".turn").nth(turn).get_by_role("button", name=name, exact=True)


def pressed(visitor: Any, turn: int = 0) -> list[str]:
    return visitor.page.locator(".turn").nth(turn).locator(".judge[aria-pressed=true]").all_inner_texts()


def said(visitor: Any) -> Any:
    return visitor.page.locator("#verdict")


def beside_evidence(visitor: Any, view: str) -> None:
    """The evidence stands to the right of a view, at its height: what is hidden keeps no place."""
    left, right = (visitor.page.locator(one).bounding_box() for one in (view, "#evidence"))
    assert right["x"] >= left["x"] + left["width"]
    assert abs(right["y"] - left["y"]) < 2


def kept(marks: Marks, question: str) -> list[Mark]:
    return [mark for mark in marks.read().marks if mark.question == question]


def test_an_answer_marked_right_is_written_down_with_what_it_quoted(visitor: Any, marks: Marks):
    question = "Which one, of all there were, remains open?"
    visitor.ask(question)
    judge(visitor, "Right").click()
    expect(judge(visitor, "Right")).to_have_attribute("aria-pressed", "true")
    expect(said(visitor)).to_have_text("Marked as right. Marks stay with the index; nothing is sent.")
    (mark,) = kept(marks, question)
    assert (mark.mark, mark.answered, mark.confidence, mark.turns) == ("right", True, 0.9, ())
    first, second = mark.citations
    assert first == ("open.md", 22, 62, "There is one\ncause of concern remaining.")
    assert (second.report, second.quote) == ("closed.pdf", "Three causes of concern were closed in May.")
    assert visitor.page.locator("#evidence mark").count() == 1


def test_another_mark_takes_the_place_of_the_first_and_the_same_one_takes_it_back(visitor: Any, marks: Marks):
    question = "How many special officers are there?"
    visitor.ask(question)
    judge(visitor, "Right").click()
    expect(said(visitor)).to_contain_text("Marked as right.")
    judge(visitor, "Wrong").click()
    expect(said(visitor)).to_contain_text("Marked as wrong.")
    assert pressed(visitor) == ["Wrong"]
    (mark,) = kept(marks, question)
    assert (mark.mark, mark.answered, mark.citations) == ("wrong", False, ())
    judge(visitor, "Wrong").click()
    expect(said(visitor)).to_have_text("The mark is taken back.")
    assert pressed(visitor) == []
    assert kept(marks, question) == []


def test_a_follow_up_is_written_down_with_the_questions_answered_before_it(visitor: Any, marks: Marks):
    visitor.ask(QUESTION)
    visitor.ask("  ")
    visitor.ask("And which were closed?")
    judge(visitor, "Right", turn=2).click()
    expect(said(visitor)).to_contain_text("Marked as right.")
    (mark,) = kept(marks, "And which were closed?")
    assert mark.turns == (QUESTION,)


def test_marks_are_still_shown_when_more_is_asked(visitor: Any):
    visitor.ask(QUESTION)
    judge(visitor, "Wrong").click()
    expect(said(visitor)).to_contain_text("Marked as wrong.")
    visitor.ask("And which were closed?")
    assert pressed(visitor, 0) == ["Wrong"]
    assert pressed(visitor, 1) == []
    assert said(visitor).inner_text() == ""


def test_marks_are_still_shown_after_a_look_at_the_status(visitor: Any, marks: Marks):
    question = "Which of those looked at twice remains open?"
    visitor.ask(question)
    judge(visitor, "Right").click()
    expect(said(visitor)).to_contain_text("Marked as right.")
    visitor.page.get_by_role("button", name="Status", exact=True).click()
    expect(visitor.page.locator("#ledger table")).to_be_visible()
    expect(visitor.page.locator("#transcript")).to_be_hidden()
    beside_evidence(visitor, "#standing")
    visitor.page.get_by_role("button", name="Chat", exact=True).click()
    expect(visitor.page.locator("#ledger")).to_be_hidden()
    beside_evidence(visitor, "#chat")
    assert pressed(visitor) == ["Right"]
    assert [mark.mark for mark in kept(marks, question)] == ["right"]


def test_a_mark_made_while_a_question_is_being_answered_loses_neither(
    visitor: Any, marks: Marks, go_on: Callable[[], None]
):
    question = "What remains open while others wait?"
    visitor.ask(question)
    visitor.page.get_by_label("Your question").fill("wait for me")
    visitor.page.get_by_label("Your question").press("Enter")
    expect(visitor.page.locator(".waiting")).to_be_visible()
    judge(visitor, "Right").click()
    expect(judge(visitor, "Right")).to_have_attribute("aria-pressed", "true")
    assert visitor.page.locator(".waiting").count() == 1
    go_on()
    visitor.answered(2)
    assert pressed(visitor) == ["Right"]
    assert [mark.mark for mark in kept(marks, question)] == ["right"]
    visitor.ask("And which were closed?")
    assert visitor.page.locator(".turn").count() == 3


def test_a_new_conversation_begins_without_marks(visitor: Any):
    visitor.ask(QUESTION)
    judge(visitor, "Right").click()
    expect(said(visitor)).to_contain_text("Marked as right.")
    visitor.page.get_by_role("button", name="New conversation").click()
    expect(visitor.page.locator(".turn")).to_have_count(0)
    assert said(visitor).inner_text() == ""
    visitor.ask(QUESTION)
    assert pressed(visitor) == []


def test_only_an_answer_can_be_marked(visitor: Any):
    visitor.ask("break")
    assert visitor.page.locator(".judge").count() == 0
    visitor.ask("How many officers are there?")
    assert visitor.page.locator(".judge").count() == 2


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_marks_and_stays_where_it_is(visitor: Any, key: str):
    visitor.ask(QUESTION)
    judge(visitor, "Right").focus()
    visitor.page.keyboard.press("Tab")
    expect(judge(visitor, "Wrong")).to_be_focused()
    visitor.page.keyboard.press(key)
    expect(said(visitor)).to_contain_text("Marked as wrong.")
    expect(judge(visitor, "Wrong")).to_be_focused()


def test_a_screen_reader_is_told_what_is_marked_and_that_it_was(visitor: Any):
    visitor.ask(QUESTION)
    group = visitor.page.get_by_role("group", name="Is this answer right?")
    group.get_by_role("button", name="Right", exact=True).click()
    expect(visitor.page.get_by_role("status").filter(has_text="Marked as right.")).to_be_visible()
    expect(group.get_by_role("button", name="Right", exact=True, pressed=True)).to_be_visible()


def test_where_a_mark_cannot_be_written_down_that_is_said_and_the_answer_stays(
    open_page: Callable[[str], Any], address_without_disk: str, caplog: pytest.LogCaptureFixture
):
    with open_page(address_without_disk) as visitor:
        visitor.ask(QUESTION)
        judge(visitor, "Right").click()
        expect(said(visitor).locator(".notice")).to_contain_text("could not be written down")
        assert pressed(visitor) == []
        assert "folder" not in visitor.page.locator("body").inner_text()
        assert visitor.page.locator(".turn .quote").count() == 2
        assert visitor.page.locator("#evidence mark").count() == 1
        visitor.ask("And which were closed?")
        assert visitor.page.locator(".turn").count() == 2
    assert "a mark could not be kept" in caplog.text


def test_on_a_telephone_what_came_of_a_mark_is_in_sight(caller: Any):
    for _ in range(4):
        caller.ask(QUESTION)
    judge(caller, "Right").scroll_into_view_if_needed()
    judge(caller, "Right").click()
    expect(said(caller).locator("p")).to_be_in_viewport(ratio=1)
    box = {name: caller.page.locator(f"#{name}").bounding_box() for name in ("verdict", "composer")}
    assert box["verdict"]["y"] + box["verdict"]["height"] <= box["composer"]["y"] + 1
