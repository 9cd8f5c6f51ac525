"""A question narrowed to some of the reports: by body, by kind, from a day on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.types import Narrowing
from index.errors import UnknownReport
from index.types import ReportEntry

LETTER = """---
title: {body} {kind} of {day}
body: {body}
kind: {kind}
published: {day}
---

# {body} {kind}

Inspectors counted {number} officers in the control room at {body}.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("narrowed")
    for number, (body, kind, day) in enumerate(
        [
            ("Kent Police", "letter", "2023-03-01"),
            ("Kent Police", "report", "2024-03-01"),
            ("Essex Police", "letter", "2024-05-01"),
        ],
        start=41,
    ):
        text = LETTER.format(body=body, kind=kind, day=day, number=number)
        (folder / f"{number}.md").write_text(text)
    with Assistant.open(reports=folder, home=tmp_path_factory.mktemp("home")) as opened:
        yield opened


def cited(
    assistant: Assistant, only: Narrowing, question: str = "How many officers were counted?"
) -> set[str]:
    return {Path(one.path).stem for one in assistant.ask(question, only=only).citations}


@pytest.mark.model
@pytest.mark.parametrize(
    ("only", "among"),
    [
        (Narrowing(body="Essex Police"), {"43"}),
        (Narrowing(body="Kent Police"), {"41", "42"}),
        (Narrowing(kind="report"), {"42"}),
        (Narrowing(body="Kent Police", kind="letter"), {"41"}),
        (Narrowing(since=date(2024, 3, 1)), {"42", "43"}),
        (Narrowing(since=date(2024, 3, 2)), {"43"}),
    ],
)
def test_only_the_reports_wanted_are_quoted(assistant: Assistant, only: Narrowing, among: set[str]):
    found = cited(assistant, only)
    assert found
    assert found <= among


@pytest.mark.model
def test_another_body_in_the_question_finds_nothing_among_them(assistant: Assistant):
    answer = assistant.ask("How many officers were counted at Essex Police?", only=Narrowing("Kent Police"))
    assert answer.reason == "The reports do not say. You chose to ask only reports about Kent Police."


@pytest.mark.model
def test_a_file_is_given_only_while_it_is_what_was_read(assistant: Assistant):
    entry = assistant.reports()[0]
    path = assistant.file_of(entry.id)
    assert path == Path(entry.path)
    before = path.read_bytes()
    path.write_text("# Another\n\nSomething else.\n")
    with pytest.raises(UnknownReport, match="gone or has changed"):
        assistant.file_of(entry.id)
    path.unlink()
    with pytest.raises(UnknownReport, match="gone or has changed"):
        assistant.file_of(entry.id)
    path.write_bytes(before)


@pytest.mark.model
def test_where_there_are_no_such_reports_it_is_said(assistant: Assistant):
    answer = assistant.ask("How many officers?", only=Narrowing(kind="article"))
    assert answer.reason == "The reports do not say. No report fits the body, kind and day that you chose."
    assert [chip.kind for chip in assistant.ask("How many?", only=Narrowing(kind="letter")).understood] == [
        "only"
    ]


@pytest.mark.model
def test_the_status_of_a_body_it_is_narrowed_to_is_that_bodys(assistant: Assistant):
    answer = assistant.ask("Which causes of concern are open?", only=Narrowing("Kent Police"))
    assert {one.body for one in answer.citations} <= {"Kent Police"}


@pytest.mark.parametrize(
    ("only", "takes"),
    [
        (Narrowing(), True),
        (Narrowing("Kent Police", "letter", date(2024, 1, 1)), True),
        (Narrowing("Essex Police"), False),
        (Narrowing(kind="report"), False),
        (Narrowing(since=date(2024, 1, 3)), False),
    ],
)
def test_which_reports_are_taken(only: Narrowing, takes: bool):
    entry = ReportEntry(
        "i", "k", "p", "files", "T", "Kent Police", "letter", date(2024, 1, 2), False, "", 0, 1
    )
    assert only.takes(entry) is takes


def test_a_report_without_a_date_is_of_no_time():
    entry = ReportEntry("i", "k", "p", "files", "T", "Kent Police", "letter", None, False, "", 0, 1)
    assert not Narrowing(since=date(1900, 1, 1)).takes(entry)
    assert Narrowing().takes(entry)
