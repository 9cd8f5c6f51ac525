"""What a report sets out so plainly that it is told without a reader: statements of their own, tables."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.describe import complete
from corpus.markdown import read_markdown
from corpus.readings.plainly import stated, tabled
from corpus.readings.views import View, views_of


def views(text: str) -> tuple[View, ...]:
    front = "---\nbody: Kent Police\npublished: 2024-07-23\n---\n\n"
    return views_of(complete(read_markdown((front + text).encode()), "kent.md"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The force does not vet its officers. This is a cause of concern.",
            ["the force does not vet its officers"],
        ),
        (
            "However, I am concerned that too many callers are lost. "
            "I have issued a new cause of concern in this area.",
            ["too many callers are lost"],
        ),
        (
            "# Cause of concern 1\n\n## Kent Police does not supervise its cells well enough",
            ["Kent Police does not supervise its cells well enough"],
        ),
        ("## Cause of concern\n\nThe service lacks inspectors.", ["the service lacks inspectors"]),
        ("Cause of concern\n\nThe service lacks inspectors.", ["the service lacks inspectors"]),
        (
            "Recruits began before they were checked. This is a cause of concern.",
            ["Recruits began before they were checked"],
        ),
        # Nothing is wrong, it is not raised, or it is said of what has a name.
        ("The force answers every call. We have issued a cause of concern about this.", []),
        ("The force is not at risk. This is a cause of concern.", []),
        ("Last year we did not raise it. We have raised a cause of concern.", []),
        ("The force does not vet its officers. This is not a cause of concern.", []),
        ("The force does not vet its officers. We have issued a cause of concern about custody.", []),
        ("The force does not vet its officers.\n\n## Status\n\nThis is a cause of concern.", []),
        ("## Causes of concern explained\n\nThe force does not vet its officers.", []),
    ],
)
def test_what_is_raised_in_a_sentence_beside_what_is_wrong(text: str, names: list[str]):
    assert [name for _, _, name in stated(views(text))] == names


MAY = (date(2024, 5, 1), date(2024, 5, 31))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "| Area | Met | Position |\n|---|---|---|\n| Custody | 4 of 4 | Cause of concern closed |",
            [("Custody", "closed", None)],
        ),
        ("| Area | Status |\n|---|---|\n| Custody | Closed in May 2024 |", [("Custody", "closed", MAY)]),
        (
            "| Area | Raised | Status |\n|---|---|---|\n| Custody | May 2023 | Remains open |",
            [("Custody", "open", None)],
        ),
        ("## Custody\n\n**Closed**\n\nStaff are trained.", [("Custody", "closed", None)]),
        ("## Custody\n\nStatus: not closed", [("Custody", "open", None)]),
        # A row that heads or sums up, a grade, a recommendation, a sentence.
        ("| Total | Closed |\n|---|---|\n| Recommendation 1 | Closed |\n| All | Open |", []),
        ("| Recommendation | Status |\n|---|---|\n| Asset register | Closed |", []),
        ("| Area | Grade |\n|---|---|\n| Custody | Outstanding |", []),
        ("## Result\n\nThe cause of concern is closed.", []),
        ("## Status\n\nOpen", []),
    ],
)
def test_what_a_table_or_a_line_below_a_heading_says(text: str, told: list[tuple[str, str, object]]):
    assert [(name, status, days) for _, _, name, status, days in tabled(views(text))] == told
