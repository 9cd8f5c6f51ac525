"""Days that a sentence tells in turn."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.describe import complete
from corpus.markdown import read_markdown
from corpus.respective import each_its_own_day
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
