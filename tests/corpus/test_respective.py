"""Days that a sentence tells in turn."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.describe import complete
from corpus.markdown import read_markdown
from corpus.respective import each_its_own_day, own_days
from corpus.types import CONCERN, Event


def days(text: str, *names: str) -> list[date | None]:
    """The first days of closings of what is named, each read as of 2020."""
    report = complete(read_markdown(f"---\npublished: 2024-05-14\n---\n\n{text}".encode()), "kent.md")
    start = report.text.index(text)
    read = date(2020, 1, 1)
    events = [
        Event(CONCERN, name, "closed", read, read, True, start, start + len(text), names=(name,))
        for name in names
    ]
    return [event.first for event in each_its_own_day(events, report)]


MAY, JUNE, READ = date(2023, 5, 1), date(2023, 6, 1), date(2020, 1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vetting and custody were closed in May 2023 and June 2023 respectively.", [JUNE, MAY]),
        ("Custody and vetting were closed, in that order, in May 2023 and June 2023.", [MAY, JUNE]),
        ("Custody and vetting were closed in May 2023 and June 2023.", [READ, READ]),
        ("Custody and vetting, raised in May 2023 and June 2023 respectively, are closed.", [READ, READ]),
        ("Custody and vetting respectively were closed in May 2023.", [READ, READ]),
        ("The two were closed in May 2023 and June 2023 respectively.", [READ, READ]),
    ],
)
def test_each_has_its_own_day(text: str, expected: list[date]) -> None:
    assert days(text, "custody", "vetting") == expected


def own(text: str, status: str, told: tuple[date, date]) -> date | None:
    """The first day of an event of custody that was read as of `told`, with its own day."""
    report = complete(read_markdown(f"---\npublished: 2024-05-14\n---\n\n{text}".encode()), "kent.md")
    start = report.text.index(text)
    event = Event(CONCERN, "custody", status, *told, True, start, start + len(text), names=("custody",))
    (found,) = own_days([event], report)
    return found.first


YEAR_2022, MAY_2023 = (date(2022, 1, 1), date(2022, 12, 31)), (MAY, date(2023, 5, 31))


@pytest.mark.parametrize(
    ("text", "status", "told", "expected"),
    [
        ("We visited in May 2023 and closed custody in June 2023.", "closed", MAY_2023, JUNE),
        ("In May 2023 we raised custody, which we closed in June 2023.", "closed", MAY_2023, JUNE),
        ("Custody was closed in May 2023, and we visited in June 2023.", "closed", MAY_2023, MAY),
        # Two days stand behind closings, or none of them was read.
        (
            "We came in May 2023, and closed custody in June 2023 or closed it in July 2023.",
            "closed",
            MAY_2023,
            MAY,
        ),
        ("We visited in May 2023 and closed custody in June 2023.", "closed", YEAR_2022, date(2022, 1, 1)),
        ("We have again issued a cause of concern about custody.", "raised", YEAR_2022, date(2024, 5, 14)),
        ("We have raised custody once more.", "raised", YEAR_2022, date(2024, 5, 14)),
        ("We have issued a cause of concern about custody.", "raised", YEAR_2022, date(2022, 1, 1)),
        ("We have again raised custody, as we did in 2022.", "raised", YEAR_2022, date(2022, 1, 1)),
    ],
)
def test_each_thing_that_happened_has_the_day_of_its_own_verb(
    text: str, status: str, told: tuple[date, date], expected: date
) -> None:
    assert own(text, status, told) == expected
