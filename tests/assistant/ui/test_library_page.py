"""The library in a real browser: what is in, read, searched, sorted, added and taken out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from assistant.marks import Marks

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(serve_page: Callable[..., str], open_page: Callable[[str], Any]) -> Iterator[Any]:
    """Somebody in the library of a page of their own."""
    with open_page(serve_page()) as visitor:
        visitor.page.get_by_role("button", name="Library").click()
        visitor.page.locator("#table tbody tr").first.wait_for()
        yield visitor


def titles(visitor: Any) -> list[str]:
    return visitor.page.locator("#table tbody tr:visible .read").all_inner_texts()


def drop(visitor: Any, *files: tuple[str, bytes]) -> None:
    visitor.page.locator("#files input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/markdown", "buffer": data} for name, data in files]
    )


def test_what_is_in_is_listed_read_searched_and_sorted(reader: Any):
    assert titles(reader) == ["Revisit letter", "Progress letter"]
    row = reader.page.locator("#table tbody tr").first.inner_text()
    for part in ("West Midlands Police", "23 July 2024", "letter", "source"):
        assert part in row
    reader.page.get_by_label("Search the list").fill("progress west")
    assert titles(reader) == ["Progress letter"]
    expect(reader.page.locator("#table .count")).to_have_text("1 of 2 reports")
    reader.page.get_by_label("Search the list").fill("")
    reader.page.locator(".sort").first.click()
    assert titles(reader) == ["Progress letter", "Revisit letter"]
    reader.page.locator(".sort").first.click()
    assert titles(reader) == ["Revisit letter", "Progress letter"]
    expect(reader.page.locator("#table th").first).to_have_attribute("aria-sort", "descending")
    reader.page.get_by_role("button", name="Read Progress letter").click()
    expect(reader.page.locator("#evidence h2")).to_have_text("Progress letter")
    assert "Three causes of concern were closed in May." in reader.page.locator("#evidence").inner_text()
    assert reader.page.locator("#evidence mark").count() == 0


def test_files_are_added_and_each_that_failed_says_why(reader: Any):
    drop(reader, ("new.md", b"# New"), ("broken.md", b""))
    said = reader.page.locator("#said")
    expect(said).to_contain_text("1 report added, 1 not added.")
    expect(said).to_contain_text("broken.md: it is damaged; save it again")
    assert "new.md" in titles(reader)
    # The field is empty again.
    expect(reader.page.locator("#files")).to_contain_text("Drop File Here")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a report, another in a folder of its own, and what is none."""
    inner = tmp_path / "reports" / "of 2024"
    inner.mkdir(parents=True)
    (inner / "inner.md").write_text("# Inner", encoding="utf-8")
    (tmp_path / "reports" / "outer.md").write_text("# Outer", encoding="utf-8")
    (tmp_path / "reports" / ".DS_Store").write_bytes(b"no report")
    return tmp_path / "reports"


def drop_folder(visitor: Any, folder: Path) -> None:
    """Drop a folder as a file manager does."""
    box = visitor.page.locator("#files").bounding_box()
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    devtools = visitor.page.context.new_cdp_session(visitor.page)
    data = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    for step in ("dragEnter", "dragOver", "drop"):
        devtools.send("Input.dispatchDragEvent", {"type": step, "data": data, **place})


def test_a_folder_is_dropped_with_what_lies_in_it(reader: Any, folder: Path):
    drop_folder(reader, folder)
    expect(reader.page.locator("#said")).to_contain_text("2 reports added.")
    assert {"inner.md", "outer.md"} <= set(titles(reader))


def test_a_folder_that_cannot_be_read_is_said_and_another_can_be_dropped(reader: Any, folder: Path):
    reader.page.evaluate(
        """() => { const kind = DataTransferItem.prototype; const ask = kind.webkitGetAsEntry;
            const readEntries = (done, failed) => { kind.webkitGetAsEntry = ask; failed(new Error("no")); };
            kind.webkitGetAsEntry = () => ({isDirectory: true, createReader: () => ({readEntries})}); }"""
    )
    drop_folder(reader, folder)
    expect(reader.page.locator("#said .notice")).to_contain_text("This folder could not be read")
    drop_folder(reader, folder)
    expect(reader.page.locator("#said")).to_contain_text("2 reports added.")
    expect(reader.page.locator("#said .notice")).to_have_count(0)


def test_an_address_is_fetched_or_refused(reader: Any):
    field = reader.page.get_by_label("Or by its address")
    field.fill("https://private.example/x")
    reader.page.get_by_role("button", name="Fetch").click()
    expect(reader.page.locator("#said .notice")).to_have_text(
        "this address is not on the web; give one that is"
    )
    expect(field).to_have_value("https://private.example/x")
    field.fill("https://example.org/new.html")
    field.press("Enter")
    expect(reader.page.locator("#said")).to_contain_text("1 report added.")
    expect(field).to_have_value("")


def test_a_report_is_taken_out_when_that_is_meant(reader: Any):
    reader.page.get_by_role("button", name="Read Progress letter").click()
    expect(reader.page.locator("#evidence h2")).to_have_text("Progress letter")
    out = reader.page.get_by_role("button", name="Take out Progress letter")
    out.click()
    expect(out).to_have_text("Really?")
    assert len(titles(reader)) == 2
    out.click()
    expect(reader.page.locator("#said")).to_have_text("Progress letter: taken out.")
    assert titles(reader) == ["Revisit letter"]
    # What is gone is not on the page any more, and what the page answers from is told anew.
    expect(reader.page.locator("#evidence")).not_to_contain_text("Progress letter")
    expect(reader.page.locator("#heading")).to_contain_text("Answers from 1 reports")


def test_the_chat_goes_on_while_reports_are_added(reader: Any, go_on: Callable[[], None]):
    drop(reader, ("slow.md", b"# Slow"))
    expect(reader.page.locator("#said")).to_contain_text("0 of 1")
    reader.page.get_by_role("button", name="Chat", exact=True).click()
    reader.ask("Which cause of concern remains open?")
    assert "slow.md" not in reader.page.locator("#table").text_content()
    go_on()
    reader.page.get_by_role("button", name="Library").click()
    expect(reader.page.locator("#said")).to_contain_text("1 report added.")
    expect(reader.page.locator("#table")).to_contain_text("slow.md")
    expect(reader.page.locator("#evidence mark")).to_have_count(1)


def test_where_it_is_only_to_be_read_nothing_can_be_changed(
    serve_page: Callable[..., str], open_page: Callable[[str], Any]
):
    with open_page(serve_page(editable=False)) as visitor:
        visitor.page.get_by_role("button", name="Library").click()
        visitor.page.locator("#table tbody tr").first.wait_for()
        assert visitor.page.locator(".remove").count() == 0
        for part in ("#files", "#address", "#folder"):
            expect(visitor.page.locator(part)).to_have_count(0)


def test_hostile_names_are_shown_and_do_nothing(reader: Any, shared: Path):
    words = json.loads((shared / "hostile" / "page_payloads.json").read_text(encoding="utf-8"))
    table = reader.page.locator("#table")
    # Addresses come as they are typed; file names are made plain before they get here.
    for word in words:
        reader.page.get_by_label("Or by its address").fill(word)
        reader.page.get_by_role("button", name="Fetch").click()
        expect(reader.page.get_by_label("Or by its address")).to_have_value("")
    expect(table.locator("tbody tr")).to_have_count(2 + len(words))
    assert reader.page.evaluate("window.PWN") is None
    made = "script, style, img, svg, iframe, video, form, base, meta, link, math"
    assert table.locator(f":is({made})").count() == 0
    assert table.locator("a[href^='javascript' i]").count() == 0


def test_on_a_telephone_nothing_is_cut_off(serve_page: Callable[..., str], browser: Any, marks: Marks):
    page = browser.new_page(viewport={"width": 400, "height": 800})
    page.goto(serve_page())
    page.get_by_role("button", name="Library").click()
    page.locator("#table tbody tr").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == 400
    page.get_by_role("button", name="Read Progress letter").click()
    expect(page.locator("#evidence h2")).to_have_text("Progress letter")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#evidence")).to_be_hidden()
    page.close()
