"""Sentences that only look as if they told a status tell none."""

from __future__ import annotations

import pytest

from corpus.denials import is_asserted
from corpus.describe import complete
from corpus.markdown import read_markdown
from corpus.types import CONCERN, GRADE, MONITORING, Event


def told(text: str, level: str, status: str) -> bool:
    report = complete(read_markdown(f"# Letter\n\n{text}".encode()), "kent.md")
    start = report.text.index(text)
    names = ("custody",)
    return is_asserted(
        Event(level, names[0], status, None, None, False, start, start + len(text), 0, 0, names), report
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We raised a cause of concern about custody.", True),
        ("No cause of concern has been closed since one was raised.", True),
        ("We raised a cause of concern about custody; no further causes of concern were found.", True),
        ("It raised one about custody, and said that recommendations would be issued.", True),
        ("It decided not to issue a letter but raised a cause of concern about custody.", True),
        ("The force did not expect a cause of concern, but we raised one about custody.", True),
        ("A letter of 12 May raised a cause of concern about custody.", True),
        ("We didn\u2019t raise any cause of concern about custody.", False),
        ("We found no accelerated cause of concern about custody.", False),
        ("It raised no new cause of concern about custody.", False),
        ("We did not raise any cause of concern about custody.", False),
        ("A cause of concern about custody would have been raised.", False),
        ("If nothing changes, we will raise a cause of concern about custody.", False),
        ("We considered raising a cause of concern about custody.", False),
        ("Is there a cause of concern about custody?", False),
    ],
)
def test_what_is_denied_or_would_be_was_not_raised(text: str, expected: bool) -> None:
    assert told(text, CONCERN, "raised") is expected


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        ("The force is in Engage.", "remains", True),
        ("The force is not yet in Engage.", "remains", False),
        ("It isn't currently in Engage.", "remains", False),
        ("The force, which had never been in Engage before, entered Engage in May.", "entered", True),
        ("It was never put into special measures.", "entered", False),
        ("The force is not in Engage.", "left", True),
    ],
)
def test_a_body_that_is_not_in_engage_is_not(text: str, status: str, expected: bool) -> None:
    assert told(text, MONITORING, status) is expected


def test_what_is_asked_is_not_said() -> None:
    assert not told("Has custody been closed?", CONCERN, "closed")
    assert not told("\u201cHas custody been closed?\u201d", CONCERN, "closed")
    assert told("Was it good?", GRADE, "good")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cause of concern about custody is closed.", True),
        ("Custody was the first to be closed.", True),
        ("We agreed that custody could be closed.", True),
        ("We recommend that custody is closed only when the changes have lasted.", False),
        ("The force's review recommended that the cause of concern on custody be closed.", False),
        ("Its action plan for custody has been closed.", False),
        ("The chief constable believes that the cause of concern about custody is now resolved.", False),
        ("The force considers that the cause of concern about custody can be closed.", False),
        ("We have met the cause of concern about custody and have asked for it to be closed.", False),
        ("The commissioner asked whether custody would be closed.", False),
        ("The commissioner asked that custody be closed.", False),
        ("The inspectorate considers custody closed.", True),
        ("The force asked us to close custody, and we have now closed it.", True),
        ("The force now considers calls with care, and we have closed custody.", True),
        ("As far as I am concerned, custody is closed.", False),
        ("You told us that in your view custody has been closed.", False),
        ("The board has closed custody on its own tracker.", False),
        ("The local MP said that custody had been closed.", False),
        ("We consider this cause of concern about custody discharged.", True),
        ("The force said that it had closed its custody action plan.", False),
        ("We have closed custody, as its action plan is complete.", True),
        ("The first element of the cause of concern about custody has been closed.", False),
    ],
)
def test_what_is_asked_for_or_is_of_a_part_is_not_closed(text: str, expected: bool) -> None:
    assert told(text, CONCERN, "closed") is expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("That was incorrect.", False),
        ("This is not the case.", False),
        ("This is good news.", True),
        ("That was not easy.", True),
    ],
)
def test_what_the_next_sentence_takes_back_is_not_said(after: str, expected: bool) -> None:
    text = "The commissioner said that custody had been closed."
    report = complete(read_markdown(f"# Letter\n\n{text} {after}".encode()), "kent.md")
    start = report.text.index(text)
    event = Event(
        CONCERN, "custody", "closed", None, None, False, start, start + len(text), names=("custody",)
    )
    assert is_asserted(event, report) is expected


def test_what_was_raised_is_not_taken_back_by_a_judgement_of_it() -> None:
    text = "We raised a cause of concern about custody."
    report = complete(read_markdown(f"# Letter\n\n{text} This is wrong and must change.".encode()), "kent.md")
    start = report.text.index(text)
    event = Event(
        CONCERN, "custody", "raised", None, None, False, start, start + len(text), names=("custody",)
    )
    assert is_asserted(event, report)
