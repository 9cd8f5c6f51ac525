"""What axe-core finds on the page: nothing serious, on any view, light and dark, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

QUESTION = "Which cause of concern remains open?"


def serious(page: Any) -> list[str]:
    """The serious and critical violations, each with the first of the elements it is about."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]} {one['nodes'][0].get('failureSummary', '')[:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_nothing_serious_is_found(
    browser: Browser, address: str, open_page: Callable[[str], Any], scheme: str, width: int
):
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Your question").wait_for()
    assert serious(page) == []
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_label("Your question").press("Enter")
    page.locator(".turn .next").wait_for()
    page.get_by_role("button", name="Wrong", exact=True).click()
    page.get_by_label("In a word, why?").wait_for()
    assert serious(page) == []
    page.locator(".mark").first.click()
    page.locator("#evidence mark").wait_for()
    assert serious(page) == []
    if width < 900:
        page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Library").click()
    page.locator("#table tbody tr").first.wait_for()
    assert serious(page) == []
    page.get_by_role("button", name="Status", exact=True).click()
    page.locator("#ledger table").wait_for()
    assert serious(page) == []
    context.close()
