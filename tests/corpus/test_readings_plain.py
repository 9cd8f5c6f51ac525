"""What is plainly said of matters that a sentence names."""

from __future__ import annotations

import pytest

from corpus.readings.plain import names_at, plainly_said

MATTERS = [("custody", "care in custody"), ("vetting",), ("stop and search",), ("culture",)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Custody is closed.", {0: "closed"}),
        ("Custody and vetting are closed; culture is open.", {0: "closed", 1: "closed", 3: "open"}),
        (
            "Care in custody, vetting and stop and search have all been signed off.",
            dict.fromkeys((0, 1, 2), "closed"),
        ),
        ("Vetting has not been closed, custody is no longer a cause of concern.", {1: "open", 0: "closed"}),
        ("The letter closed stop and search but left the culture open.", {2: "closed", 3: "open"}),
        ("The cause of concern on vetting remains open.", {1: "open"}),
        ("Both custody and the one on culture are now closed.", {0: "closed", 3: "closed"}),
        ("Culture, and vetting, are closed.", {3: "closed", 1: "closed"}),
        # What is hoped, demanded or done in part is not so.
        ("Custody will be closed when vetting is closed.", {}),
        ("The force hopes that custody is closed soon.", {}),
        ("Custody is closed in part.", {}),
        ("Neither custody nor vetting is closed.", {}),
        ("Three recommendations on custody are closed.", {}),
        # Something else is.
        ("The police station was closed, and vetting is slow.", {}),
        ("Custody was found wanting, and the door is open.", {}),
        ("", {}),
    ],
)
def test_what_is_plainly_said(text: str, said: dict[int, str]) -> None:
    assert plainly_said(text, MATTERS) == said


def test_of_two_names_the_longer_is_found_as_it_is_spelt() -> None:
    text = "Care in  Custody, custodyless vetting."
    assert [(text[start:end], number) for start, end, number in names_at(text, MATTERS)] == [
        ("Care in  Custody", 0),
        ("vetting", 1),
    ]
    assert list(names_at(text, [])) == []
