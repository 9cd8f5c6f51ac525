"""What the page does with what a browser sends, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from gradio import EventData, skip

from assistant.marks import Marks
from assistant.ui.events import Events

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
