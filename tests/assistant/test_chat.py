"""Follow-ups become questions that stand by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.chat import Turn, meanings, stand_alone
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
    assert understood.text == "cause of concern: which were closed?"
    assert understood.asked == "And which were closed?"


def test_another_body_is_asked_the_same():
    understood = stand_alone("What about Cleveland?", (FIRST,), FINDER)
    assert understood.text == "Which cause of concern remains open at Cleveland Police?"
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


def test_what_a_follow_up_may_mean_each_once_and_the_likeliest_first():
    asked = "And which were closed?"
    found = meanings(asked, (FIRST,), FINDER)
    assert found[0] == stand_alone(asked, (FIRST,), FINDER)
    assert found[1:] == (Question(asked, asked, "West Midlands Police"),)


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("And has Cleveland closed it?", "cause of concern: has Cleveland closed it?"),
        (
            "And is Devon and Cornwall in Scan?",
            "cause of concern remains open: is Devon and Cornwall in Scan?",
        ),
        ("So, who can understand it?", "cause of concern remains open: who can understand it?"),
    ],
)
def test_only_the_word_that_joins_it_to_the_last_is_left_out(asked: str, understood: str):
    assert any(question.text.endswith(understood) for question in meanings(asked, (FIRST,), FINDER))


@pytest.mark.parametrize(
    "asked", ["What budget did Cleveland Police have for custody in 2019?", "What about Cleveland Police?"]
)
def test_a_question_with_its_own_body_and_matter_has_one_meaning(asked: str):
    assert meanings(asked, (FIRST,), FINDER) == (stand_alone(asked, (FIRST,), FINDER),)


def test_after_a_turn_about_several_bodies_a_follow_up_is_not_asked_of_all():
    earlier = (turn("Are Cleveland Police and West Midlands Police in Scan?"),)
    assert len(meanings("Is custody fixed?", earlier, FINDER)) == 1


def test_a_body_that_is_named_is_not_given_another():
    asked = "And how many officers has Cleveland Police?"
    assert {question.body for question in meanings(asked, (FIRST,), FINDER)} == {""}


@pytest.mark.parametrize(("asked", "earlier"), [("Is it fixed?", ()), ("Who signed that?", (FIRST,))])
def test_what_has_one_meaning(asked: str, earlier: tuple[Turn, ...]):
    assert meanings(asked, earlier, FINDER) == (stand_alone(asked, earlier, FINDER),)


@pytest.mark.parametrize(
    "asked",
    ["Which forces are in Engage?", "Has any other force been in Engage?", "How many forces left Engage?"],
)
def test_a_question_of_all_forces_is_about_no_one_body(asked: str):
    assert meanings(asked, (FIRST,), FINDER) == (Question(asked, asked),)


@pytest.mark.parametrize(
    "asked",
    [
        "Is the force in Engage?",
        "Which services for victims were poor?",
        "Was any force used on detainees?",
        "What services are offered to victims?",
        "Which force was that?",
    ],
)
def test_a_question_of_the_force_stays_with_the_body(asked: str):
    assert stand_alone(asked, (FIRST,), FINDER).body == "West Midlands Police"


def of_ledger(asked: str) -> Turn:
    """A turn whose answer is from the status ledger."""
    before = turn(asked)
    return Turn(before.question, replace(before.answer, lead="It is so."))


WHEN_CLOSED = of_ledger("When was the custody cause of concern closed at Cleveland Police?")


@pytest.mark.parametrize(
    ("before", "asked", "expected"),
    [
        (
            WHEN_CLOSED,
            "Since when?",
            "When was the custody cause of concern closed at Cleveland Police? Since when?",
        ),
        (
            WHEN_CLOSED,
            "And the stalking one?",
            "When was the stalking cause of concern closed at Cleveland Police?",
        ),
        (
            WHEN_CLOSED,
            "What about the one on fraud?",
            "When was the fraud cause of concern closed at Cleveland Police?",
        ),
        (WHEN_CLOSED, "When did fraud close?", "When did fraud close?"),
        (WHEN_CLOSED, "Is the force still in Engage?", "Is the force still in Engage?"),
        (WHEN_CLOSED, "And when did it leave?", "And when did it leave?"),
        (
            of_ledger("What was closed at Cleveland Police in 2024?"),
            "And in 2023?",
            "What was closed at Cleveland Police in 2023?",
        ),
        (
            of_ledger("Was Cleveland Police in Engage on 1 August 2022?"),
            "And on 22 May 2024?",
            "Was Cleveland Police in Engage on 22 May 2024?",
        ),
        (of_ledger("Is Cleveland Police in Engage?"), "And what is open?", "And what is open?"),
        (of_ledger("Is Cleveland Police in Engage?"), "And the others?", "Is   in Engage?"),
        (
            of_ledger("When did Cleveland Police leave Engage?"),
            "How long was that?",
            "How long was Cleveland Police in Engage?",
        ),
        (
            WHEN_CLOSED,
            "how long did that take",
            "How long was the custody cause of concern at Cleveland Police open?",
        ),
        (
            WHEN_CLOSED,
            "What happened to the other three?",
            "What happened to the causes of concern at Cleveland Police?",
        ),
    ],
)
def test_a_question_of_how_things_stand_is_put_otherwise(before: Turn, asked: str, expected: str):
    assert [question.text for question in meanings(asked, (before,), FINDER)] == [expected]


@pytest.mark.parametrize(
    "asked", ["Is it closed?", "How many staff has it?", "Why was it raised?", "Who signed?"]
)
def test_what_leans_on_the_turn_before_still_does(asked: str):
    assert stand_alone(asked, (WHEN_CLOSED,), FINDER).text != asked
    assert stand_alone(asked, (WHEN_CLOSED,), FINDER).body == "Cleveland Police"


def test_what_lasted_is_asked_of_what_was_answered_from_the_ledger_last():
    who = turn("Who signed that?")
    who = Turn(replace(who.question, report_id="r1"), who.answer)
    before = (of_ledger("When did Cleveland Police come out of Engage?"), who)
    understood = stand_alone("How long had they been in?", before, FINDER)
    assert understood.text == "How long was Cleveland Police in Engage?"


def test_what_lasted_is_not_asked_over_a_turn_about_something_else():
    other = turn("How many officers did West Midlands Police train?")
    before = (of_ledger("When did Cleveland Police leave Engage?"), other)
    assert "Engage" not in stand_alone("How long did it take?", before, FINDER).text


@pytest.mark.parametrize("asked", ["By who?", "and by whom?", "who says so", "Who said that?"])
def test_who_is_asked_of_the_report_cited_last(asked: str):
    same_day = replace(WHEN_CLOSED.answer, lead="It was closed on 23 July 2024.")
    understood = stand_alone(asked, (Turn(WHEN_CLOSED.question, same_day),), FINDER)
    assert (understood.text, understood.report_id) == ("Who signed this?", "r1")


def test_by_whom_is_not_asked_of_a_report_that_only_looks_back():
    then = replace(WHEN_CLOSED.answer, lead="It was closed in December 2023.")
    asked = stand_alone("By who?", (Turn(WHEN_CLOSED.question, then),), FINDER)
    assert asked.report_id == ""


def test_which_of_those_after_the_reasons_are_causes_of_concern():
    before = of_ledger("Why was Cleveland Police put into Engage?")
    understood = stand_alone("Which of those are closed?", (before,), FINDER)
    assert (understood.text, understood.body) == ("Which of those are closed?", "Cleveland Police")


def test_why_is_asked_of_a_move_into_engage():
    before = of_ledger("When was Cleveland Police moved into Engage?")
    assert stand_alone("Why?", (before,), FINDER).text == "Why was Cleveland Police moved into Engage?"
    before = of_ledger("When did Cleveland Police leave Engage?")
    assert "moved into" not in stand_alone("Why?", (before,), FINDER).text


def test_who_signed_it_off_is_asked_of_what_ended_it():
    began, ended = (
        WHEN_CLOSED.answer.citations[0],
        replace(WHEN_CLOSED.answer.citations[0], report="r2", text=TEXT),
    )
    both = replace(WHEN_CLOSED.answer, citations=(began, ended))
    before = Turn(WHEN_CLOSED.question, both)
    assert stand_alone("Who signed it off?", (before,), FINDER).report_id == "r2"
    assert stand_alone("Who signed that?", (before,), FINDER).report_id == "r1"


def test_a_place_of_two_kinds_is_the_one_that_reports_are_about():
    before = turn("When did Durham Fire Brigade improve prevention?")
    assert stand_alone("What about Cleveland?", (before,), FINDER).text.count("Cleveland Police") == 1
