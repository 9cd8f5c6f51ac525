"""The rules or the reader: who is followed."""

from __future__ import annotations

from datetime import date

import pytest

from corpus import describe
from corpus.events import events_of as events_by_rules
from corpus.markdown import read_markdown
from corpus.readings import both
from corpus.readings.both import events_of
from corpus.readings.said import FakeStatusReader
from corpus.types import CONCERN, GRADE, MONITORING, Event, Report

LETTER = """---
body: Kent Police
published: 2024-07-23
---

# Kent Police: revisit letter

## Custody

The cause of concern about custody is closed.

## Vetting

The cause of concern about vetting remains open. Somebody else dealt with the matter of vetting for good.
"""
DAY = date(2024, 7, 23)


def make_report(text: str = LETTER) -> Report:
    return describe.complete(read_markdown(text.encode()), "kent.md")


def event(status: str, words: str, *names: str, level: str = CONCERN) -> Event:
    """An event of the letter's day that those of its words tell."""
    text = make_report().text
    start = text.index(words)
    matter = names[0] if names else ""
    return Event(level, matter, status, DAY, DAY, False, start, start + len(words), names=names)


OPEN = event("open", "The cause of concern about vetting remains open.", "vetting")
LATER = "Somebody else dealt with the matter of vetting for good."


def read(monkeypatch: pytest.MonkeyPatch, *told: Event, text: str = LETTER) -> list[tuple[str, str, str]]:
    monkeypatch.setattr(both, "events_by_reader", lambda report, reader: told)
    return [(one.level, one.matter, one.status) for one in events_of(make_report(text), FakeStatusReader())]


RULED = [(CONCERN, "Custody", "closed"), (CONCERN, "Vetting", "open")]


def test_without_a_reader_the_rules_read():
    assert events_of(make_report(), None) == events_by_rules(make_report())
    assert [(one.level, one.matter, one.status) for one in events_of(make_report(), None)] == RULED


@pytest.mark.parametrize(("known", "ruled"), [(9, True), (8, False)])
def test_where_the_rules_read_nine_in_ten_of_it_they_are_followed(
    monkeypatch: pytest.MonkeyPatch, known: int, ruled: bool
):
    # What the rules read, so many times, and one thing that they do not.
    unknown = event("progress", LATER, "vetting")
    assert (read(monkeypatch, *[OPEN] * known, unknown) == RULED) == ruled


def test_else_the_reader_is_but_in_grades(monkeypatch: pytest.MonkeyPatch):
    progress, reissued = (event(status, LATER, "vetting") for status in ("progress", "reissued"))
    assert read(monkeypatch, OPEN, progress, reissued) == [
        *((CONCERN, "vetting", status) for status in ("open", "progress", "reissued"))
    ]
    left = event("left", LATER, level=MONITORING)
    graded = f"{LETTER}\nThe force was graded good at preventing crime.\n"
    assert read(monkeypatch, left, text=graded) == [
        (MONITORING, "", "left"),
        (GRADE, "preventing crime", "good"),
    ]


def test_a_reader_that_says_nothing_leaves_it_to_the_rules(monkeypatch: pytest.MonkeyPatch):
    assert read(monkeypatch) == RULED


@pytest.mark.parametrize(
    ("counted", "ruled"),
    [
        ("One cause of concern is closed and one remains.", False),
        ("One cause of concern is closed.\n\nOne cause of concern remains open.", True),
        ("Four causes of concern are closed.\n\nOne cause of concern remains open.", False),
        ("One cause of concern was closed in 2023.\n\nOne cause of concern remains open.", False),
        ("One cause of concern is closed.", False),
    ],
)
def test_where_the_rules_add_up_to_what_is_counted_and_the_reader_does_not_they_are_followed(
    monkeypatch: pytest.MonkeyPatch, counted: str, ruled: bool
):
    misread = [
        event(status, LATER, name) for status in ("open", "progress") for name in ("vetting", "custody")
    ]
    found = read(monkeypatch, *misread, text=f"{LETTER}\n## Status\n\n{counted}\n")
    assert ((CONCERN, "Custody", "closed") in found) is ruled


def test_a_reader_that_adds_up_is_followed(monkeypatch: pytest.MonkeyPatch):
    told = [event("open", LATER, "one"), event("closed", LATER, "two"), event("progress", LATER, "one")]
    text = f"{LETTER}\n## Status\n\nOne cause of concern is closed.\n\nOne cause of concern remains open.\n"
    assert (CONCERN, "one", "open") in read(monkeypatch, *told, text=text)
