"""What is read of status from a report's text: expected events worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.describe import complete
from corpus.events import events_of
from corpus.markdown import read_markdown
from corpus.types import CONCERN, MONITORING, RECOMMENDATION, Event, Report

PUBLISHED = date(2024, 7, 23)


def report_of(text: str, published: date | None = PUBLISHED) -> Report:
    front = f"---\nbody: Kent Police\n{f'published: {published}' if published else ''}\n---\n\n"
    return complete(read_markdown((front + text).encode()), "kent.md")


def told(text: str, level: str = CONCERN) -> list[tuple[str, str]]:
    """(matter, status) of each event of a level, in order."""
    return [
        (event.matter.lower(), event.status) for event in events_of(report_of(text)) if event.level == level
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "## Custody\n\nThe concern in 2023 was custody.\n\nThis cause of concern is closed.",
            [("custody", "raised"), ("custody", "closed")],
            id="under a heading",
        ),
        pytest.param(
            "Two causes of concern were raised, one about custody and one about stop and search. "
            "Both remain open.",
            [
                ("custody", "raised"),
                ("stop and search", "raised"),
                ("custody", "open"),
                ("stop and search", "open"),
            ],
            id="both",
        ),
        pytest.param(
            "Inspectors found three causes of concern.\n\n- The first is about custody.\n- The second is "
            "about fraud.\n- The third is about training.\n\nAll three causes of concern are closed.",
            [
                *(("custody", "raised"), ("fraud", "raised"), ("training", "raised")),
                *(("custody", "closed"), ("fraud", "closed"), ("training", "closed")),
            ],
            id="a list",
        ),
        pytest.param(
            "There is one cause of concern remaining. This relates to how the force investigates fraud.",
            [("how the force investigates fraud", "open")],
            id="named by the next sentence",
        ),
        pytest.param(
            "Two causes of concern were issued: custody and fraud. "
            "The cause of concern on custody is not closed.",
            [("custody", "raised"), ("fraud", "raised"), ("custody", "open")],
            id="a negation turns closed round",
        ),
        pytest.param(
            "Two causes of concern were issued: custody and fraud. One on custody is closed and the one on "
            "fraud stays open.",
            [("custody", "raised"), ("fraud", "raised"), ("custody", "closed"), ("fraud", "open")],
            id="two clauses",
        ),
        pytest.param(
            "Two causes of concern were issued: custody and fraud. No cause of concern is open.",
            [("custody", "raised"), ("fraud", "raised"), ("custody", "closed"), ("fraud", "closed")],
            id="none is open",
        ),
    ],
)
def test_causes_of_concern(text: str, expected: list[tuple[str, str]]):
    assert sorted(told(text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "A cause of concern is a shortcoming that is serious, critical or systemic.",
        "Inspectors will say in public when a cause of concern is closed.",
        "## Custody\n\nThe force hopes that this cause of concern is closed soon.",
        "## Custody\n\nThis cause of concern will be closed when the plan is complete.",
        "A closed cause of concern does not end the enhanced phase.",
        "Engage is the enhanced phase, for a force that does not respond to a cause of concern.",
        "The page does not say that the force has left Engage.",
        "A force in Engage writes an improvement plan.",
        "The force may leave Engage although a cause of concern is open.",
        "## Custody\n\nThe force has addressed the backlog of cases.",
        "An area for improvement is less grave than a cause of concern.",
        "Schools are good at establishing positive relationships.",
    ],
)
def test_rules_wishes_and_what_is_not_said_are_no_events(text: str):
    assert events_of(report_of(text)) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The force was moved into Engage on 3 May 2023.", [("entered", date(2023, 5, 3))]),
        ("The force left Engage in September 2023.", [("left", date(2023, 9, 1))]),
        ("Kent Police remains in Engage.", [("remains", PUBLISHED)]),
        ("The force was in special measures.", []),
        (
            "Kent Police has been in Engage since 3 May 2023.",
            [("entered", date(2023, 5, 3)), ("remains", PUBLISHED)],
        ),
        (
            "Kent Police was in Engage from May 2022 to June 2023.",
            [("entered", date(2022, 5, 1)), ("left", date(2023, 6, 1))],
        ),
        ("Kent Police is in Scan.", []),
        (
            "The force was moved into Engage on 3 May 2023.\n\nKent Police is in Scan.",
            [("entered", date(2023, 5, 3)), ("left", PUBLISHED)],
        ),
    ],
)
def test_the_phase_of_monitoring(text: str, expected: list[tuple[str, date]]):
    events = [event for event in events_of(report_of(text)) if event.level == MONITORING]
    assert [(event.status, event.first) for event in events] == expected


def test_levels_are_kept_apart():
    text = (
        "## Custody\n\nFive recommendations were made under the cause of concern about custody. Inspectors "
        "checked all five. Three of the recommendations are closed and two are still outstanding.\n\n"
        "Because two are outstanding, the cause of concern on custody stays open.\n\nThe force leaves Engage."
    )
    events = events_of(report_of(text))
    assert [(e.level, e.status, e.count, e.of) for e in events] == [
        (RECOMMENDATION, "raised", 5, 0),
        (RECOMMENDATION, "closed", 3, 5),
        (RECOMMENDATION, "open", 2, 5),
        (CONCERN, "open", 0, 0),
        (MONITORING, "left", 0, 0),
    ]


def test_a_date_in_the_text_is_the_events_own():
    text = (
        "Two causes of concern were issued: custody and fraud. The letter of 4 April 2024 closed the cause "
        "of concern on fraud."
    )
    closed = next(event for event in events_of(report_of(text)) if event.status == "closed")
    assert (closed.matter, closed.first, closed.last, closed.dated) == (
        "fraud",
        date(2024, 4, 4),
        date(2024, 4, 4),
        True,
    )


def test_a_report_without_a_date_dates_nothing():
    events = events_of(report_of("# Letter\n\n## Custody\n\nThis cause of concern is closed.", None))
    assert [(event.first, event.last, event.dated) for event in events] == [(None, None, False)]


def test_every_span_is_the_reports_own_sentence():
    text = "Two causes of concern were issued: custody and fraud. Both are open."
    report = report_of(text)
    for event in events_of(report):
        words = report.text[event.start : event.end]
        assert words in {"Two causes of concern were issued: custody and fraud.", "Both are open."}


WORDS = st.lists(
    st.sampled_from(
        [
            *"cause of concern causes is are closed open not remains Engage Scan two five".split(),
            *"recommendations ## - one other both all 2024 July custody fraud and".split(),
            *"the force was moved into left . , :".split(),
            "\n\n",
        ]
    ),
    max_size=60,
).map(" ".join)


@given(WORDS)
def test_any_text_is_read_and_spans_lie_in_it(text: str):
    report = report_of(f"# Title\n\n{text}\n\nEnd.")
    events: tuple[Event, ...] = events_of(report)
    assert all(0 <= event.start < event.end <= len(report.text) for event in events)
    assert all(event.first is None or event.last is None or event.first <= event.last for event in events)
    assert events == events_of(report)


def test_what_a_whole_name_has_names_no_other_of_like_words():
    text = (
        "There are two causes of concern: victims of domestic abuse and perpetrators of domestic abuse. "
        "The cause of concern about victims of domestic abuse is closed. "
        "The cause of concern about perpetrators of domestic abuse remains open."
    )
    standing = [one for one in told(text) if "raised" not in one]
    assert standing == [
        ("victims of domestic abuse", "closed"),
        ("perpetrators of domestic abuse", "open"),
    ]
