"""What may be asked next: made from a report, and only what it answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.answer import citation_of
from assistant.errors import UnknownBody
from assistant.suggest import MOST, TRIES, Suggester, answerable, candidates
from assistant.types import Answer, Question
from corpus.types import Report, Section

TEXT = "# x\nFrom: A. Smith, HM Inspector\nCustody suites\nThey are clean.\nBackground\nOld."


def make_report(**other: Any) -> Report:
    at = TEXT.index
    sections = (
        Section("Letter", 1, 0, at("Custody")),
        Section("Custody suites", 2, at("Custody"), at("Background")),
        Section("Background", 2, at("Background"), len(TEXT)),
    )
    report = Report("a", TEXT, "Letter", "Kent Police", "letter", date(2024, 7, 23), False, "", sections)
    return replace(report, **other)


def answer(question: str, answered: bool = True, body: str = "Kent Police") -> Answer:
    cited = (citation_of(make_report(body=body), "r1", "a", 4, 8),) if answered else ()
    return Answer(Question(question), answered, "", 0.9, cited)


def test_questions_are_made_of_what_the_report_says():
    assert list(candidates(make_report(), None)) == [
        "Who signed the letter of July 2024 to Kent Police?",
        "What did inspectors say about custody suites at Kent Police?",
    ]


@pytest.mark.parametrize(
    ("heading", "inside"),
    [
        ("Custody suites", "custody suites"),
        ("MARACs and their backlog", "MARACs and their backlog"),
        ("Registered Sex Offenders", "Registered Sex Offenders"),
        ("Multi-agency risk", "multi-agency risk"),
    ],
)
def test_a_heading_within_a_sentence_begins_small_unless_it_is_a_name(heading: str, inside: str):
    sections = (Section(heading, 2, 0, len(TEXT)),)
    (question,) = candidates(make_report(text=heading, sections=sections), None)
    assert f"about {inside} at" in question


@pytest.mark.parametrize("heading", ["Reported elsewhere", "What happens next", "Also published", "Summary"])
def test_nothing_is_asked_about_a_heading_that_names_nothing(heading: str):
    sections = (Section(heading, 2, 0, len(TEXT)),)
    assert list(candidates(make_report(text=heading, sections=sections), None)) == []


def test_only_what_is_answered_of_the_body_is_suggested():
    tried: list[str] = []

    def ask(question: str) -> Answer:
        tried.append(question)
        return answer(question, question != "b", "Essex Police" if question == "c" else "Kent Police")

    assert answerable(["a", "b", "c", "d"], ask, "Kent Police") == ("a", "d")
    assert tried == ["a", "b", "c", "d"]


def test_no_more_are_tried_than_need_be():
    tried: list[str] = []

    def ask(question: str) -> Answer:
        tried.append(question)
        return answer(question)

    assert len(answerable(map(str, range(100)), ask)) == MOST == len(tried)
    tried.clear()
    assert answerable(map(str, range(100)), lambda one: ask(one) and answer(one, False)) == ()
    assert len(tried) == TRIES


class FakeAssistant:
    """Answers everything, of the one report that there is."""

    def __init__(self) -> None:
        self.tried: list[str] = []

    def ask(self, question: str) -> Answer:
        self.tried.append(question)
        return answer(question)

    def report(self, report_id: str) -> Report:
        return make_report()

    def status(self, body: str | None = None) -> Any:
        raise UnknownBody(body or "")


def test_what_was_found_out_is_remembered_until_the_reports_change():
    assistant = FakeAssistant()
    suggester = Suggester(assistant)
    signed, custody = candidates(make_report(), None)
    assert suggester.after(answer("x"), ["x"], 1) == (signed, custody)
    assert suggester.after(answer("x"), ["x", signed.upper()], 1) == (custody,)
    assert len(assistant.tried) == 2
    suggester.after(answer("x"), [], 2)
    assert len(assistant.tried) == 4
    assert suggester.after(answer("x", False), [], 2) == ()


def test_who_waits_for_an_answer_comes_first_and_nothing_is_remembered_of_that():
    waiting = [True]
    suggester = Suggester(FakeAssistant(), lambda: waiting[0])
    assert suggester.after(answer("x"), [], 1) == ()
    waiting[0] = False
    assert len(suggester.after(answer("x"), [], 1)) == 2
