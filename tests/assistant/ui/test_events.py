"""What the page does with what a browser sends, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from gradio import EventData, skip

from assistant.marks import Marks
from assistant.ui.events import Events
from assistant.ui.standing import StatusEvents

QUESTION = "Which cause of concern remains open?"


def asked(events: Events, *questions: str) -> Any:
    """The conversation after these questions."""
    conversation = None
    for question in questions:
        *_, view = events.ask(conversation, question)
        conversation = view.conversation
    return conversation


@pytest.mark.parametrize(
    "sent",
    [
        {"turn": 1, "mark": "right"},
        {"turn": 2, "mark": "right"},
        {"turn": -1, "mark": "right"},
        {"turn": "0", "mark": "right"},
        {"turn": None, "mark": "right"},
        {"turn": [0], "mark": "right"},
        {"turn": 0, "mark": "superb"},
        {"turn": 0, "mark": ""},
        {"turn": 0, "mark": ["right"]},
        {"mark": "right"},
        {"turn": 0},
        {},
    ],
)
def test_what_is_no_mark_of_an_answer_marks_nothing(source: Any, tmp_path: Path, sent: dict[str, object]):
    marks = Marks(tmp_path)
    events = Events(source, marks)
    conversation = asked(events, QUESTION, "break")
    assert events.mark(conversation, EventData(None, sent)) == skip()
    assert not marks.path.exists()
    assert not conversation.marked


def test_nothing_is_marked_before_anything_is_asked(source: Any, tmp_path: Path):
    events = Events(source, Marks(tmp_path))
    assert events.mark(None, EventData(None, {"turn": 0, "mark": "right"})) == skip()


def test_a_mark_that_is_not_kept_changes_nothing_on_the_page(source: Any, tmp_path: Path):
    home = tmp_path / "home"
    home.mkdir()
    events = Events(source, Marks(home))
    conversation = asked(events, QUESTION)
    right, wrong = ({"turn": 0, "mark": mark} for mark in ("right", "wrong"))
    assert 'data-turn="0" data-mark="right"' in events.mark(conversation, EventData(None, right))
    home.rename(tmp_path / "gone")
    assert 'class="notice" data-turn="0" data-mark="right"' in events.mark(
        conversation, EventData(None, wrong)
    )
    assert conversation.marked == {0: "right"}


def test_a_mark_made_before_the_answer_to_the_next_question_is_shown_with_it(source: Any, tmp_path: Path):
    events = Events(source, Marks(tmp_path))
    before = asked(events, QUESTION)
    *_, later = events.ask(before, "And which were closed?")
    events.mark(before, EventData(None, {"turn": 0, "mark": "wrong"}))
    assert later.conversation.marked == {0: "wrong"}
    assert asked(events, QUESTION).marked == {}


def test_a_day_that_is_none_is_told_and_the_question_stays(source: Any, tmp_path: Path):
    views = list(Events(source, Marks(tmp_path)).ask(None, QUESTION, "sometime"))
    assert "is no date; write it as 2024-08-01" in views[-1].conversation.turns[0].message
    assert [view.question for view in views] == [skip()]


def test_what_was_understood_can_be_taken_back(source: Any, tmp_path: Path):
    events = Events(source, Marks(tmp_path))
    *_, view = events.ask(None, "West Midlands: which remains open?", "2024-08-01")
    assert "Remove&#58; as of 2024&#45;08&#45;01" in view.transcript
    *_, again = events.take_back(view.conversation, EventData(None, {"turn": 0, "kind": "as of"}))
    assert [chip.kind for chip in again.conversation.turns[1].answer.understood] == ["body"]
    assert again.question == skip()
    *_, last = events.take_back(again.conversation, EventData(None, {"turn": 1, "kind": "body"}))
    assert last.conversation.turns[2].answer.understood == ()


@pytest.mark.parametrize(
    "sent",
    [{"turn": 0, "kind": "body"}, {"turn": 9, "kind": "as of"}, {"turn": "0"}, {"kind": ["as of"]}, {}],
)
def test_what_was_not_understood_cannot_be_taken_back(source: Any, tmp_path: Path, sent: dict[str, object]):
    events = Events(source, Marks(tmp_path))
    *_, view = events.ask(None, QUESTION, "2024-08-01")
    assert [set(map(str, one)) for one in events.take_back(view.conversation, EventData(None, sent))] == [
        {str(skip())}
    ]


def test_the_ledger_is_shown_as_of_a_day(source: Any, tmp_path: Path):
    events = StatusEvents(source)
    assert "closed on 23 July 2024" in events.standing("", "")
    assert "open &#40;raised on 11 March 2024" in events.standing("West Midlands Police", "2024-05-01")
    assert "is no date" in events.standing("", "May")
    assert "the earliest report" in events.standing("", "2020-01-01")
    assert "<b>" not in events.standing("", "")


@pytest.mark.parametrize(
    "sent",
    [
        {"report": "open", "start": "0", "end": 8},
        {"report": "open", "start": 0, "end": 0},
        {"report": "open", "start": -5, "end": 3},
        {"report": "open", "start": 0, "end": 10_000_000},
        {"report": "nobody's", "start": 0, "end": 8},
        {"report": ["open"], "start": 0, "end": 8},
        {"report": "open", "start": True, "end": 8},
        {},
    ],
)
def test_what_is_no_passage_opens_nothing(source: Any, tmp_path: Path, sent: dict[str, object]):
    assert StatusEvents(source).open_passage(EventData(None, sent)) == skip()


def test_a_point_of_the_ledger_opens_its_passage(source: Any, tmp_path: Path):
    opened = StatusEvents(source).open_passage(EventData(None, {"report": "open", "start": 0, "end": 8}))
    assert "<mark>Progress</mark>" in opened
