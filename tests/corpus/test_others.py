"""Whether a sentence is about another body than its report."""

from __future__ import annotations

import pytest

from corpus.others import is_of_another


@pytest.mark.parametrize(
    ("text", "body", "expected"),
    [
        ("Its neighbour, Farley Constabulary, had its cause of concern closed.", "Hexley Police", True),
        ("Farley Constabulary left Engage in 2022.", "Hexley Police", True),
        ("In Kent, by contrast, the cause of concern on custody was closed.", "Surrey Police", True),
        ("Neighbouring Farley had a similar one closed in 2016.", "Hexley Police", True),
        ("Other forces have left Engage sooner.", "Hexley Police", True),
        ("Two of its neighbours are in Engage.", "Hexley Police", True),
        ("Two other forces, Farley Police and Stowe Police, left Engage.", "Hexley Police", True),
        ("Its collaboration partner, Farley Police, was moved into Engage.", "Hexley Police", True),
        ("We closed a cause of concern about vetting at Farley Police.", "Hexley Police", True),
        ("We closed a cause of concern about vetting at Hexley Police.", "Hexley Police", False),
        # Its own name, by whichever it is called, is in it.
        ("Hexley Police left Engage in 2022.", "Hexley Police", False),
        ("Farley Constabulary and Hexley Police share a cause of concern.", "Hexley Police", False),
        ("The Met Police left Engage in 2024.", "Metropolitan Police Service", False),
        ("The Brigade left Engage in 2024.", "London Fire Brigade", False),
        ("In May, by contrast, three were open.", "Hexley Police", False),
        ("Its neighbourhood teams are small, and custody stays open.", "Hexley Police", False),
        ("The force compares well with its neighbours, and custody is closed.", "Hexley Police", False),
        ("Custody is closed.", "Hexley Police", False),
        ("The Constabulary left Engage on 1 May 2024.", "Cambridgeshire Constabulary", False),
        ("The Fire Brigade left Engage on 1 May 2024.", "London Fire Brigade", False),
        ("This Constabulary left Engage.", "Hexley Constabulary", False),
        ("When Police leaders met us, custody was closed.", "Hexley Police", False),
        ("The National Police Chiefs' Council helped, and custody is closed.", "Hexley Police", False),
        ("The Police and Crime Commissioner welcomed that custody is closed.", "Hexley Police", False),
        ("Neighbouring forces helped, and Kent's cause of concern is closed.", "Kent Police", False),
        ("Manchester Police left Engage in 2022.", "Greater Manchester Police", False),
        ("West Yorkshire Police left Engage in 2022.", "South Yorkshire Police", True),
        ("North Wales Police left Engage in 2022.", "South Wales Police", True),
        ("Farley Constabulary left Engage in 2022.", "", False),
        (
            "Unlike Farley Constabulary, which has one on vetting, Hexley Police has none.",
            "Hexley Police",
            True,
        ),
        (
            "Unlike Kent Police, which has one still open, Hexley Police has closed its own on custody.",
            "Hexley Police",
            False,
        ),
        (
            "You visited Farley Police, after its own cause of concern about custody was closed.",
            "Hexley Police",
            True,
        ),
        ("We heard how Farley's cause of concern about custody was closed.", "Hexley Police", True),
        ("We heard how Hexley's cause of concern about custody was closed.", "Hexley Police", False),
        ("We welcome that HMICFRS's cause of concern about custody is closed.", "Hexley Police", False),
        ("Unlike vetting, which is slow, custody is closed at Hexley Police.", "Hexley Police", False),
    ],
)
def test_which_sentences_are_of_another_body(text: str, body: str, expected: bool) -> None:
    assert is_of_another(text, body) is expected
