"""`make pictures`: the pictures in README, taken of the page over the sample corpus in a real browser.

Look at them before they are committed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Thread
from time import perf_counter
from typing import Any

from playwright.sync_api import Page, sync_playwright

from assistant import Assistant
from assistant.marks import Marks
from assistant.ui.server import serve

DOCS = Path(__file__).resolve().parent.parent / "docs"
FLAGS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
BODY = "West Midlands Police"
QUESTION = f"Which cause of concern remains open at {BODY}?"


def main() -> int:
    """Take the pictures over a fresh home; returns the exit status."""
    executable = os.environ.get("CHROMIUM") or None
    with TemporaryDirectory() as folder, Assistant.open(home=Path(folder)) as assistant:
        assistant.load()
        ready: SimpleQueue[str] = SimpleQueue()
        options = {"port": 0, "on_ready": ready.put}
        Thread(target=serve, args=(assistant, Marks(Path(folder))), kwargs=options, daemon=True).start()
        address = ready.get(timeout=120)
        with sync_playwright() as started:
            browser = started.chromium.launch(executable_path=executable, args=FLAGS.split())
            for name, take, size in (
                ("screenshot", _chat, (1280, 800)),
                ("library", _library, (1280, 800)),
                ("status", _status, (1280, 860)),
                ("telephone", _telephone, (400, 800)),
            ):
                page = browser.new_page(viewport={"width": size[0], "height": size[1]})
                begun = perf_counter()
                page.goto(address)
                page.get_by_label("Your question").wait_for()
                usable = perf_counter() - begun
                take(page)
                page.wait_for_timeout(500)
                page.screenshot(path=DOCS / f"{name}.png")
                sys.stdout.write(f"docs/{name}.png (the page was usable after {usable:.1f} s)\n")
                page.close()
            browser.close()
    return 0


def _ask(page: Page) -> None:
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_label("Your question").press("Enter")
    page.locator(".turn .next").first.wait_for(timeout=60_000)


def _chat(page: Page) -> None:
    _ask(page)
    page.locator("#evidence mark").wait_for()


def _telephone(page: Page) -> None:
    _ask(page)
    page.locator(".mark").first.click()
    page.locator("#evidence mark").wait_for()


def _library(page: Page) -> None:
    page.get_by_role("button", name="Library").click()
    page.get_by_label("Search the list").fill("West Midlands Police letter")
    page.locator("#table .read:visible").first.click()
    page.locator("#evidence .passage").wait_for()


def _status(page: Page) -> None:
    page.get_by_role("button", name="Status", exact=True).click()
    page.locator("#ledger table").first.wait_for(timeout=60_000)
    body: Any = page.get_by_label("Body").locator("visible=true")
    body.click()
    page.get_by_role("option", name=BODY, exact=True).click()
    page.locator("#ledger .body").nth(1).wait_for(state="detached")
    page.locator("#ledger .said").first.click()
    page.locator("#evidence mark").wait_for()


if __name__ == "__main__":
    sys.exit(main())
