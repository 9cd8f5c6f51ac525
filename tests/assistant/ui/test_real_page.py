"""The whole path in a browser: the sample corpus, the real model, the real indexes, the page."""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import expect

from assistant import Assistant
from assistant.marks import Marks
from assistant.ui.server import serve


@pytest.mark.browser
@pytest.mark.model
def test_the_open_cause_of_concern_is_quoted_and_its_passage_marked(open_page: Callable[[str], Any]):
    ready: SimpleQueue[str] = SimpleQueue()
    with Assistant.open() as assistant:
        Thread(
            target=serve,
            args=(assistant, Marks(assistant.library.home.path)),
            kwargs={"port": 0, "on_ready": ready.put},
            daemon=True,
        ).start()
        with open_page(ready.get(timeout=60)) as visitor:
            question = "Which cause of concern remains open at West Midlands Police?"
            visitor.ask(question)
            expected = assistant.ask(question).citations[0]
            expect(visitor.page.locator("#evidence h2")).to_have_text(expected.title)
            marked = visitor.page.locator("#evidence mark").all_text_contents()
            assert marked == [expected.quote]
            assert expected.quote in assistant.report(expected.report).text
            assert expected.body == "West Midlands Police"
            expect(visitor.page.locator("#heading p")).to_have_text(assistant.about())
