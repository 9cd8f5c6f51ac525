"""What a question is after, and whether a text holds it."""

from __future__ import annotations

import pytest

from assistant.cues import Cues, names_person, specifics


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("Who signed the letter?", "The letter is from Lee Freeman.", 0),
        ("Who signed the letter?", "West Midlands Police remains in Engage.", 1),
        ("Who signed the letter?", "- From: Lee Freeman, HM Inspector", 0),
        ("Who signed the letter?", "- To: Kate Meynell, Chief Constable", 1),
        ("Who was the letter to?", "- To: Kate Meynell, Chief Constable", 0),
        ("When did it leave?", "It left on 18 September 2024.", 0),
        ("When did it leave?", "It left in the end.", 1),
        ("How many are closed?", "Three of the four are closed.", 0),
        ("How many officers are there?", "There are officers enough.", 1),
        ("How long was it in Engage?", "It was there for ten months.", 0),
        ("How long was it in Engage?", "It was there for ages.", 1),
        ("What did they say about MARACs?", "Cases are screened.", 0),
        ("Which cause of concern remains open?", "Three causes of concern are now closed.", 1),
        ("Which cause of concern remains open?", "One remains. It is about stop and search.", 0),
        ("Which cause of concern remains open?", "It is about stop and search.", 0),
        ("What is not fixed yet?", "It has been closed.", 1),
        ("What is not fixed yet?", "It has not been closed.", 0),
        ("And which were closed?", "Two are still open.", 1),
        ("And which were closed?", "Two are closed, one is still open.", 0),
        ("Is it still open?", "It has been closed.", 0),
    ],
)
def test_things_asked_for(question: str, text: str, lacking: int):
    assert Cues.of(question).unmet(text) == lacking


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("Is it fixed?", "The cause of concern is closed.", 0),
        ("Is it fixed?", "Officers share information.", 1),
        ("Why was it moved?", "It was moved because investigations were poor.", 0),
        ("Why was it moved?", "It is large.", 1),
    ],
)
def test_matters_asked_for(question: str, text: str, lacking: int):
    assert Cues.of(question).unsaid(text) == lacking


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Chief Constable Craig Guildford disagreed.", True),
        ("From: Lee Freeman, HM Inspector", True),
        ("His Majesty's Inspectorate of Constabulary", False),
        ("the West Midlands Police", False),
        ("In September 2024 the Home Secretary wrote.", False),
    ],
)
def test_names_of_people(text: str, named: bool):
    assert names_person(text) is named


def test_specifics():
    assert specifics("What did Sadiq Khan say in 2023 about it?") == ["2023", "sadiq", "khan"]
