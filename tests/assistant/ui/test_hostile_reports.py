"""Real files whose every part means harm, through the whole path: added, listed, read, asked, cited."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import expect

from assistant import Assistant
from assistant.library_html import added_html, library_html, told_html
from assistant.marks import Marks
from assistant.ui.fragments import suggested_html
from assistant.ui.server import serve
from index.types import ReportEntry, SyncStats

OURS = [
    "<script>window.PWN=1</script>",
    "<img src=x onerror=window.PWN=2>",
    '"><svg onload=window.PWN=3>',
    "javascript:window.PWN=4",
    "data:text/html,<script>parent.PWN=5</script>",
    "![remote](http://elsewhere.test/a.png)",
    "[here](http://elsewhere.test/)",
    "<!-- never closed <b",
    "turned \u202eround",
    "{{constructor.constructor('window.PWN=6')()}} ${window.PWN=7}",
]
MADE = "script, style, img, svg, iframe, video, audio, form, base, meta, link, math, object, embed"


def report_of(words: str, number: int) -> str:
    """A Markdown report that has those words wherever a report can have words."""
    line = " ".join(words.split())
    quoted = json.dumps(line)
    # Any other source is refused, and the file with it.
    source = json.dumps("https://example.org/" + re.sub(r"[^!-~]", "", line))
    return (
        f"---\ntitle: {quoted}\nbody: {quoted}\nkind: {quoted}\npublished: 2024-01-02\nsource: {source}\n"
        f"---\n\n# {line}\n\n## {line}\n\nIn report number {number} inspectors wrote {line} and nothing else "
        "about it.\n"
    )


@pytest.fixture(scope="module")
def payloads(request: pytest.FixtureRequest) -> list[str]:
    """Ours, and where they are at hand the collected ones."""
    words = list(OURS)
    try:
        shared = request.getfixturevalue("shared")
    except pytest.skip.Exception:
        return words
    return words + json.loads((shared / "hostile" / "page_payloads.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def hostile(payloads: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Assistant, str]]:
    """An assistant over such reports alone, and where its page is."""
    folder = tmp_path_factory.mktemp("hostile")
    for number, words in enumerate(payloads):
        name = re.sub(r"[/\x00\ud800-\udfff]", "_", words)[:60]
        (folder / f"{number} {name}.md").write_text(report_of(words, number), encoding="utf-8")
    ready: SimpleQueue[str] = SimpleQueue()
    home = tmp_path_factory.mktemp("home")
    with Assistant.open(reports=folder, home=home) as assistant:
        options = {"port": 0, "on_ready": ready.put}
        Thread(target=serve, args=(assistant, Marks(home)), kwargs=options, daemon=True).start()
        yield assistant, ready.get(timeout=60)


@pytest.mark.browser
@pytest.mark.model
def test_nothing_runs_and_nothing_is_fetched(
    hostile: tuple[Assistant, str], payloads: Sequence[str], open_page: Callable[[str], Any]
):
    assistant, address = hostile
    assert len(assistant.reports()) == len(payloads)
    with open_page(address) as visitor:
        page = visitor.page
        page.get_by_role("button", name="Library").click()
        rows = page.locator("#table tbody tr")
        expect(rows).to_have_count(len(payloads))
        for place in range(len(payloads)):
            rows.nth(place).locator(".read").click()
            title = rows.nth(place).locator(".read").text_content()
            expect(page.locator("#evidence h2")).to_have_text(title)
            assert "and nothing else about it." in page.locator("#evidence").inner_text()
        page.get_by_role("button", name="Status", exact=True).click()
        page.locator("#ledger .coverage").wait_for()
        page.get_by_role("button", name="Chat", exact=True).click()
        for number in range(0, len(payloads), 4):
            visitor.ask(f"What did inspectors write in report number {number}?")
        inside = f":is(#transcript, #table, #evidence, #ledger, #heading) :is({MADE})"
        assert page.locator(inside).count() == 0
        assert page.locator("a[href^='javascript' i], a[href^='data' i]").count() == 0
        assert page.evaluate("window.PWN") is None
    # That only this host was asked, and no fault was told, is asserted when the visitor leaves.


@pytest.fixture
def naughty(shared: Path) -> list[str]:
    """The collected strings that break what takes text for something else."""
    words = json.loads((shared / "hostile" / "naughty_strings.json").read_text(encoding="utf-8"))
    assert len(words) > 300
    return [word for word in words if word.strip()]


def entry_of(words: str) -> ReportEntry:
    return ReportEntry(words, words, words, "files", words, words, words, None, False, words, 0, 1, words)


@pytest.mark.browser
def test_collected_strings_are_shown_as_they_are(naughty: list[str], visitor: Any):
    page = visitor.page
    for html in (
        library_html([entry_of(word) for word in naughty]),
        "".join(told_html(word) for word in naughty),
        added_html(SyncStats(failed=tuple((word, word) for word in naughty))),
        suggested_html(0, naughty),
    ):
        page.evaluate(
            "html => { const put = document.createElement('div'); put.id = 'put'; put.innerHTML = html;"
            " document.querySelector('#put')?.remove(); document.body.append(put); }",
            html,
        )
        assert page.locator(f"#put :is({MADE})").count() == 0
        assert page.locator("#put a:not([href^='http'])").count() == 0
        assert (
            page.locator("#put *").evaluate_all(
                "all => all.flatMap(one => [...one.attributes]).filter(one => /^on/.test(one.name)).length"
            )
            == 0
        )
    shown = page.locator("#put .next").all_text_contents()
    assert len(shown) == len(naughty)
    plain = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffd\s]")
    assert [plain.sub("", one) for one in shown] == [plain.sub("", one) for one in naughty]
    page.wait_for_timeout(300)
    assert page.evaluate("window.PWN") is None
