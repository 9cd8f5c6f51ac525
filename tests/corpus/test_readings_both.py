"""The rules and the reader together: who is followed, and what is added."""

from __future__ import annotations

from datetime import date

import pytest

from corpus import describe
from corpus.events import events_of as events_by_rules
from corpus.markdown import read_markdown
from corpus.readings import both
from corpus.readings.both import events_of
from corpus.readings.events import LIKELY, SURE
from corpus.readings.said import FakeStatusReader
from corpus.types import CONCERN, MONITORING, Event, Report

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


CLOSED = event("closed", "The cause of concern about custody is closed.", "custody")
OPEN = event("open", "The cause of concern about vetting remains open.", "vetting")
LATER = "Somebody else dealt with the matter of vetting for good."


def read(monkeypatch: pytest.MonkeyPatch, *told: tuple[Event, float]) -> list[tuple[str, str, str]]:
    monkeypatch.setattr(both, "told_of", lambda report, reader: list(told))
    return [(one.level, one.matter, one.status) for one in events_of(make_report(), FakeStatusReader())]


RULED = [(CONCERN, "Custody", "closed"), (CONCERN, "Vetting", "open")]


def test_without_a_reader_the_rules_read():
    assert events_of(make_report(), None) == events_by_rules(make_report())
    assert [(one.level, one.matter, one.status) for one in events_of(make_report(), None)] == RULED


def test_where_they_agree_the_rules_are_followed_and_what_they_missed_is_added(
    monkeypatch: pytest.MonkeyPatch,
):
    told = [(CLOSED, 1.0), (OPEN, 1.0)]
    progress = event("progress", LATER, "vetting")
    assert read(monkeypatch, *told, (progress, 1.0)) == [*RULED, (CONCERN, "vetting", "progress")]
    # Of a level they read nothing of, too; of no matter that only the reader knows.
    left = event("left", LATER, level=MONITORING)
    assert read(monkeypatch, *told, (left, 1.0)) == [*RULED, (MONITORING, "", "left")]
    strange = event("raised", LATER, "something else")
    assert read(monkeypatch, *told, (strange, 1.0)) == RULED


def test_what_is_not_sure_is_not_added(monkeypatch: pytest.MonkeyPatch):
    progress = event("progress", LATER, "vetting")
    assert read(monkeypatch, (CLOSED, 1.0), (OPEN, 1.0), (progress, SURE - 0.01)) == RULED
    assert len(read(monkeypatch, (CLOSED, 1.0), (OPEN, 1.0), (progress, SURE))) == 3


def test_where_they_do_not_agree_the_reader_is_followed(monkeypatch: pytest.MonkeyPatch):
    raised = event("raised", "The cause of concern about custody is closed.", "custody")
    reissued = event("reissued", LATER, "vetting")
    told = [(OPEN, LIKELY), (raised, 1.0), (reissued, 1.0)]
    # Of three that are likely the rules have one; it is not sure.
    assert read(monkeypatch, *told) == [(CONCERN, "custody", "raised"), (CONCERN, "vetting", "reissued")]


def test_a_reader_that_says_nothing_leaves_it_to_the_rules(monkeypatch: pytest.MonkeyPatch):
    assert read(monkeypatch) == RULED
    assert read(monkeypatch, (OPEN, LIKELY - 0.1)) == RULED
