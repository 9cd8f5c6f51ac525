"""Follow-ups become questions that stand by themselves."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.chat import Turn, stand_alone
from assistant.types import Answer, Citation, Question
from index.mention import BodyFinder

FINDER = BodyFinder(["West Midlands Police", "Cleveland Police"])
TEXT = "There is one cause of concern remaining."


def turn(asked: str, cited: bool = True) -> Turn:
    citation = Citation(
        *(1, TEXT, "r1", "Letter", "West Midlands Police", "letter", date(2024, 7, 23), False),
        *(None, "", "", "letter.md", 0, len(TEXT), TEXT),
    )
    question = Question(asked, asked)
    return Turn(question, Answer(question, cited, "", 0.8, (citation,) if cited else ()))


FIRST = turn("Which cause of concern remains open at West Midlands Police?")


def test_a_first_question_is_left_alone():
    assert stand_alone("Is it fixed?", (), FINDER) == Question("Is it fixed?", "Is it fixed?")


def test_the_matter_is_carried_and_its_status_gives_way():
    understood = stand_alone("And which were closed?", (FIRST,), FINDER)
    assert understood.body == "West Midlands Police"
    assert "cause concern" in understood.text
    assert "open" not in understood.text
    assert understood.asked == "And which were closed?"


def test_another_body_is_asked_the_same():
    understood = stand_alone("What about Cleveland?", (FIRST,), FINDER)
    assert understood.text == "Which cause of concern remains open at Cleveland?"
    assert understood.body == ""


@pytest.mark.parametrize("asked", ["Who signed that?", "When was it published?", "Who wrote the letter?"])
def test_the_report_cited_last_is_meant(asked: str):
    assert stand_alone(asked, (FIRST,), FINDER).report_id == "r1"


def test_a_full_question_about_another_body_is_left_alone():
    asked = "How many recommendations were made to Cleveland Police about training?"
    assert stand_alone(asked, (FIRST,), FINDER) == Question(asked, asked)


def test_nothing_is_carried_from_a_refusal_but_its_words():
    refused = turn("What is the budget of the force?", cited=False)
    understood = stand_alone("Who signed that?", (refused,), FINDER)
    assert understood.report_id == ""
    assert understood.body == ""
