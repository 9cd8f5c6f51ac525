"""What can be done with an answer in a real browser: copied, linked to, saved, narrowed, followed up."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from assistant.marks import Marks

pytestmark = pytest.mark.browser

QUESTION = "Which cause of concern remains open?"
LETTER = "HMICFRS"


def copied(visitor: Any, name: str) -> str:
    """What is in the clipboard once a button was pressed."""
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.page.get_by_role("button", name=name, exact=True).first.click()
    expect(visitor.page.locator(".copy").get_by_text("Copied", exact=True)).to_be_visible()
    expect(visitor.page.locator("#heard")).to_have_text("Copied")
    return str(visitor.page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize(
    ("button", "parts"),
    [
        ("Copy the answer as text", ["“There is one cause of concern remaining.”", "23 July 2024", "p. 2"]),
        ("Copy the answer as Markdown", ["> ", "https://example.org/letter"]),
        ("Copy the footnotes", ["West Midlands Police", "Revisit letter, 23 July 2024, p. 2"]),
        ("Copy the quote with its source as text", ["“There is one cause of concern remaining.”"]),
        ("Copy the source as a footnote", ["Revisit letter, 23 July 2024, p. 2"]),
    ],
)
def test_an_answer_and_its_quotes_can_be_copied(visitor: Any, button: str, parts: list[str]):
    visitor.ask(QUESTION)
    text = copied(visitor, button)
    for part in parts:
        assert part in text


def test_a_link_opens_the_chat_at_the_question(visitor: Any, open_page: Callable[[str], Any]):
    visitor.ask(QUESTION)
    link = copied(visitor, "Copy a link to this question")
    assert link.endswith("/?q=" + quote(QUESTION).replace("%20", "+"))
    with open_page(link) as other:
        other.answered(1)
        expect(other.page.locator(".asked")).to_have_text(f"You asked: {QUESTION}")
        expect(other.page.locator("#evidence mark")).to_have_count(1)


def test_a_link_with_a_day_asks_as_of_it_and_one_without_a_question_asks_nothing(
    address: str, open_page: Callable[[str], Any]
):
    with open_page(f"{address}?q=remains+open&as_of=2024-08-01") as visitor:
        visitor.answered(1)
        expect(visitor.page.get_by_role("button", name="Remove: as of 2024-08-01")).to_be_visible()
    with open_page(f"{address}?q=++&as_of=never") as visitor:
        expect(visitor.page.get_by_role("button", name=QUESTION)).to_be_visible()
        assert visitor.page.locator(".turn").count() == 0


def saved(visitor: Any, name: str, folder: Path) -> str:
    with visitor.page.expect_download() as coming:
        visitor.page.locator(".save", has_text=name).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path.read_text(encoding="utf-8-sig")


def test_the_conversation_can_be_saved(visitor: Any, tmp_path: Path):
    visitor.ask(QUESTION)
    visitor.ask("How many officers are there?")
    document = saved(visitor, "Markdown", tmp_path)
    assert QUESTION in document
    assert "The reports do not say" in document
    rows = list(csv.DictReader(StringIO(saved(visitor, "Spreadsheet", tmp_path), newline="")))
    assert [row["question"] for row in rows] == [QUESTION, QUESTION, "How many officers are there?"]
    assert rows[0]["quote"] == "There is one cause of concern remaining."
    assert (rows[0]["date"], rows[0]["page"]) == ("2024-07-23", "2")
    assert rows[0]["address"] == "https://example.org/letter"
    assert {Path(path).name for path in map(str, tmp_path.iterdir())} == {
        "conversation-2024-09-30.md",
        "conversation-2024-09-30.csv",
    }


def test_the_next_and_the_previous_citation(visitor: Any):
    visitor.ask(QUESTION)
    title = visitor.page.locator("#evidence h2")
    before, after = (
        visitor.page.get_by_role("button", name=f"{which} citation") for which in ("Previous", "Next")
    )
    expect(before).to_be_disabled()
    after.click()
    expect(title).to_have_text("Progress letter")
    expect(visitor.page.locator(".mark[data-number='2']")).to_have_attribute("aria-pressed", "true")
    expect(after).to_be_disabled()
    before.click()
    expect(title).to_have_text("Revisit letter")


def test_the_source_opens_at_the_quoted_words(visitor: Any):
    visitor.ask(QUESTION)
    there = visitor.page.get_by_role("link", name="Open at the source")
    assert re.match(r"https://example\.org/letter#:~:text=There", there.get_attribute("href"))


def test_the_whole_report_can_be_scrolled_through(visitor: Any):
    visitor.ask(QUESTION)
    panel = visitor.page.locator("#evidence")
    expect(panel.locator("mark")).to_be_in_viewport()
    assert panel.locator(".sheet").all_inner_texts() == ["Page 1", "Page 2"]
    panel.evaluate("panel => { panel.scrollTop = panel.scrollHeight; }")
    assert "More words." in panel.inner_text()
    expect(panel.get_by_role("button", name="Next citation")).to_be_in_viewport()


def test_what_the_report_also_answers_is_suggested_and_asked_when_chosen(visitor: Any):
    visitor.ask(QUESTION)
    suggested = visitor.page.locator(".turn .next")
    expect(suggested).to_have_count(1)
    expect(suggested).to_have_text(
        "When was the cause of concern about custody <b> raised at West Midlands Police?"
    )
    suggested.click()
    visitor.answered(2)
    expect(visitor.page.locator(".turn:last-of-type .asked")).to_contain_text(
        "raised at West Midlands Police?"
    )
    # What was suggested stays where it was.
    expect(visitor.page.locator(".turn:first-of-type .next")).to_have_count(1)


def test_the_reports_can_be_narrowed(visitor: Any):
    visitor.page.get_by_role("button", name="Ask only some of the reports").click()
    visitor.page.get_by_label("Kind").click()
    visitor.page.get_by_role("option", name="letter", exact=True).click()
    visitor.ask(QUESTION)
    chip = visitor.page.get_by_role("button", name="Remove: only letter")
    expect(chip).to_be_visible()
    chip.click()
    visitor.answered(2)
    expect(visitor.page.locator(".turn:last-of-type .chip")).to_have_count(0)


def test_a_chip_can_be_changed(visitor: Any):
    visitor.page.get_by_label("As of, for this question").fill("2024-08-01")
    visitor.ask(QUESTION)
    visitor.page.get_by_role("button", name="Change: as of 2024-08-01").click()
    expect(visitor.page.get_by_label("Your question")).to_have_value(QUESTION)
    expect(visitor.page.get_by_label("As of, for this question")).to_be_focused()


def test_the_nearest_passages_are_folded(visitor: Any):
    visitor.ask("nearest")
    turn = visitor.page.locator(".turn")
    expect(turn.locator(".refusal")).to_have_text("The reports do not say.")
    expect(turn.locator(".quote")).to_be_hidden()
    turn.locator("summary").click()
    expect(turn.locator(".quote")).to_be_visible()
    turn.locator(".mark").click()
    expect(visitor.page.locator("#evidence mark")).to_have_count(1)


def test_a_word_why_is_kept(visitor: Any, marks: Marks):
    question = "Which remains open, and why was this wrong?"
    visitor.ask(f"{question} remains open")
    visitor.page.get_by_role("button", name="Wrong", exact=True).click()
    visitor.page.get_by_label("In a word, why?").fill("  it is\tan old letter ")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#verdict")).to_have_text("Your reason is kept with the mark.")
    (mark,) = [one for one in marks.read().marks if one.question.startswith(question)]
    assert (mark.mark, mark.why) == ("wrong", "it is an old letter")
