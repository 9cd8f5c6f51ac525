"""What the page offers, done on a telephone: 400 pixels wide, each step with what it has to show for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from assistant.marks import Marks

pytestmark = pytest.mark.browser

QUESTION = "Which cause of concern remains open?"


def press(caller: Any, name: str) -> None:
    caller.page.get_by_role("button", name=name, exact=True).first.click()


def fits(caller: Any) -> bool:
    """Whether nothing has to be scrolled to sideways."""
    return bool(caller.page.evaluate("document.documentElement.scrollWidth") == 400)


def test_a_day_and_a_kind_narrow_the_answer_and_their_chips_take_that_back(caller: Any):
    caller.page.get_by_label("As of, for this question").fill("2024-08-01")
    caller.page.get_by_role("button", name="Ask only some of the reports").click()
    caller.page.get_by_label("Kind").click()
    caller.page.get_by_role("option", name="letter", exact=True).click()
    caller.ask(QUESTION)
    expect(caller.page.locator(".turn:last-of-type .chip")).to_have_count(2)
    assert fits(caller)
    press(caller, "Remove: only letter")
    caller.answered(2)
    press(caller, "Change: as of 2024-08-01")
    expect(caller.page.get_by_label("As of, for this question")).to_be_focused()


def test_the_evidence_is_walked_through_from_quote_to_quote_and_copied_from(caller: Any):
    caller.ask(QUESTION)
    caller.page.locator(".mark[data-number='1']").click()
    evidence = caller.page.locator("#evidence")
    expect(evidence.locator("mark")).to_be_in_viewport()
    assert evidence.locator(".sheet").all_inner_texts() == ["Page 1", "Page 2"]
    press(caller, "Next citation")
    expect(evidence.locator("h2")).to_have_text("Progress letter")
    press(caller, "Previous citation")
    caller.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(caller, "Copy the source as a footnote")
    expect(caller.page.locator("#heard")).to_have_text("Copied")
    assert "Revisit letter, 23 July 2024, p. 2" in caller.page.evaluate("navigator.clipboard.readText()")


def test_an_answer_is_copied_linked_to_saved_and_followed_up(caller: Any):
    caller.ask(QUESTION)
    caller.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for name, part in (
        ("Copy the answer as text", "There is one cause of concern remaining."),
        ("Copy the answer as Markdown", "> "),
        ("Copy a link to this question", "?q=Which+cause"),
    ):
        press(caller, name)
        expect(caller.page.locator(".copy").get_by_text("Copied", exact=True)).to_have_count(1)
        assert part in caller.page.evaluate("navigator.clipboard.readText()")
        expect(caller.page.locator(".copy").get_by_text("Copied", exact=True)).to_have_count(0)
    with caller.page.expect_download() as coming:
        caller.page.locator(".save", has_text="Spreadsheet").click()
    assert coming.value.suggested_filename == "conversation-2024-09-30.csv"
    caller.page.locator(".turn .next").click()
    caller.answered(2)
    assert fits(caller)


def test_a_refusal_shows_what_lies_nearest_and_a_wrong_answer_is_told_why(caller: Any, marks: Marks):
    caller.ask("nearest")
    caller.page.locator(".turn summary").click()
    caller.page.locator(".turn .mark").click()
    expect(caller.page.locator("#evidence mark")).to_be_in_viewport()
    press(caller, "Close")
    press(caller, "Wrong")
    caller.page.get_by_label("In a word, why?").fill("it is in the letter")
    caller.page.keyboard.press("Enter")
    expect(caller.page.locator("#verdict")).to_have_text("Your reason is kept with the mark.")
    (mark,) = [one for one in marks.read().marks if one.question == "nearest"]
    assert (mark.mark, mark.why) == ("wrong", "it is in the letter")


def test_the_status_of_a_body_opens_at_its_passages(caller: Any):
    press(caller, "Status")
    ledger = caller.page.locator("#ledger")
    expect(ledger.locator("table")).to_be_visible()
    assert fits(caller)
    ledger.locator("g.point").first.focus()
    caller.page.keyboard.press("Enter")
    expect(caller.page.locator("#evidence mark")).to_be_in_viewport()
    press(caller, "Close")
    expect(ledger.locator("g.point").first).to_be_focused()


def test_the_library_is_searched_sorted_added_to_and_taken_from(
    serve_page: Callable[..., str], open_page: Callable[..., Any]
):
    with open_page(serve_page(), 400, 800) as caller:
        press(caller, "Library")
        rows = caller.page.locator("#table tbody tr:visible")
        expect(rows).to_have_count(2)
        caller.page.get_by_label("Search the list").fill("progress")
        expect(rows).to_have_count(1)
        caller.page.get_by_label("Search the list").fill("")
        caller.page.locator(".sort").first.click()
        expect(caller.page.locator("#table th").first).to_have_attribute("aria-sort", "ascending")
        assert rows.locator(".read").all_inner_texts() == ["Progress letter", "Revisit letter"]
        caller.page.locator("#files input[type=file]").set_input_files(
            [{"name": "new.md", "mimeType": "text/markdown", "buffer": b"# New"}]
        )
        expect(caller.page.locator("#said")).to_contain_text("1 report added.")
        caller.page.get_by_label("Or by its address").fill("https://private.example/x")
        press(caller, "Fetch")
        expect(caller.page.locator("#said .notice")).to_contain_text("not on the web")
        out = caller.page.get_by_role("button", name="Take out Progress letter")
        out.click()
        out.click()
        expect(caller.page.locator("#said")).to_have_text("Progress letter: taken out.")
        assert fits(caller)
