"""Bodies named in questions: short names, abbreviations, the kind of body, and bodies without reports."""

from __future__ import annotations

import pytest

from corpus.bodies import SHORT_PLACES
from index.mention import BodyFinder, short_name

PRESENT = (
    "Cleveland Police",
    "Metropolitan Police Service",
    "West Midlands Police",
    "Gloucestershire Constabulary",
    "Gloucestershire Fire and Rescue Service",
    "Devon and Cornwall Police",
    "Barnsley",
)


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        ("What about Cleveland?", ["Cleveland Police"]),
        ("Is the Met still in Engage?", ["Metropolitan Police Service"]),
        ("Has WMP met the target?", ["West Midlands Police"]),
        ("has wmp met the target?", ["West Midlands Police"]),
        ("What did they find in the west midlands?", ["West Midlands Police"]),
        ("How did Gloucestershire fire do?", ["Gloucestershire Fire and Rescue Service"]),
        ("How did the brigade in Gloucestershire do?", ["Gloucestershire Fire and Rescue Service"]),
        ("Who is chief fire officer at Gloucestershire?", ["Gloucestershire Fire and Rescue Service"]),
        ("How did Gloucestershire police do?", ["Gloucestershire Constabulary"]),
        (
            "How did Gloucestershire do?",
            ["Gloucestershire Constabulary", "Gloucestershire Fire and Rescue Service"],
        ),
        ("Devon & Cornwall's calls?", ["Devon and Cornwall Police"]),
        ("What needs to improve in Barnsley?", ["Barnsley"]),
        ("Compare Cleveland with the West Midlands.", ["Cleveland Police", "West Midlands Police"]),
        ("Which cause of concern remains open?", []),
        ("They met in Clevelandshire.", []),
        ("When did glos fire improve?", ["Gloucestershire Fire and Rescue Service"]),
        ("Is Glos FRS in Engage?", ["Gloucestershire Fire and Rescue Service"]),
        ("what is open at west mids", ["West Midlands Police"]),
        ("which of clevelands six are open", ["Cleveland Police"]),
        ("How many beds has the suite?", []),
        ("Is GFRS in Engage?", ["Gloucestershire Fire and Rescue Service"]),
        ("what is open at birmingham police", ["West Midlands Police"]),
    ],
)
def test_bodies_with_reports(question: str, bodies: list[str]):
    mention = BodyFinder(PRESENT).find(question)
    assert list(mention.bodies) == bodies
    assert mention.absent == ()


@pytest.mark.parametrize("short", [short for several in SHORT_PLACES.values() for short in several])
def test_every_short_name_of_a_county_finds_a_body(short: str):
    mention = BodyFinder(PRESENT).find(f"What is open at {short} fire and {short} police?")
    assert mention.bodies or mention.absent
    lower = BodyFinder(PRESENT).find(f"is {short.lower()} fire in engage")
    assert lower.bodies or lower.absent


def test_the_kind_of_a_named_body_reaches_the_other():
    present = ("Kent Police", "Surrey Police", "Surrey Fire and Rescue Service")
    mention = BodyFinder(present).find("Compare Kent Police with Surrey")
    assert mention.bodies == ("Kent Police", "Surrey Police")


def test_the_kind_of_one_body_says_nothing_of_another():
    mention = BodyFinder((*PRESENT, "London Fire Brigade")).find(
        "Did Cleveland or London Fire Brigade leave Engage first?"
    )
    assert mention.absent == ()
    assert mention.bodies == ("Cleveland Police", "London Fire Brigade")


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("Is Kent Police in Engage?", ["Kent Police"]),
        ("How many engines has West Midlands fire?", ["West Midlands Fire Service"]),
        ("What about Kent?", ["Kent Police", "Kent Fire and Rescue Service"]),
        ("Did LFB improve?", ["London Fire Brigade"]),
        ("when did notts police leave", ["Nottinghamshire Police"]),
        ("and staffs fire?", ["Staffordshire Fire and Rescue Service"]),
        ("Is Beds Police in Engage?", ["Bedfordshire Police"]),
    ],
)
def test_bodies_without_reports(question: str, absent: list[str]):
    mention = BodyFinder(PRESENT).find(question)
    assert mention.bodies == ()
    assert list(mention.absent) == absent


def test_a_place_of_two_bodies_is_looked_for_as_it_is():
    assert "Kent" in BodyFinder(PRESENT).find("What about Kent?").names
    assert "Kent" not in BodyFinder(PRESENT).find("Is Kent Police in Engage?").names


def test_the_question_without_names():
    mention = BodyFinder(PRESENT).find("Is the Met in Engage?")
    assert mention.without_names("Is the Met in Engage?").split() == ["Is", "in", "Engage?"]


@pytest.mark.parametrize(
    ("body", "short"),
    [
        ("Cleveland Police", "Cleveland"),
        ("Gloucestershire Fire and Rescue Service", "Gloucestershire"),
        ("London Fire Brigade", "London"),
        ("Barnsley", "Barnsley"),
    ],
)
def test_short_names(body: str, short: str):
    assert short_name(body) == short


def test_who_inspects_is_not_inspected():
    finder = BodyFinder([*PRESENT, "HMICFRS"])
    assert finder.find("What did HMICFRS say about call handling?").bodies == ()
    assert finder.find("What did HMICFRS say about Cleveland?").bodies == ("Cleveland Police",)


@pytest.mark.parametrize(
    ("question", "body", "asked"),
    [
        (
            "Which did better, Cleveland or the West Midlands?",
            "West Midlands Police",
            "Which did better, West Midlands Police?",
        ),
        (
            "When did WMP, Cleveland, and the Met each enter Engage?",
            "Cleveland Police",
            "When did Cleveland Police each enter Engage?",
        ),
        (
            "How did Gloucestershire do?",
            "Gloucestershire Constabulary",
            "How did Gloucestershire Constabulary do?",
        ),
        (
            "Compare Cleveland with Devon and Cornwall on custody.",
            "Cleveland Police",
            "Compare Cleveland Police on custody.",
        ),
        ("Are both WMP and Cleveland in Scan?", "Cleveland Police", "Are Cleveland Police in Scan?"),
        ("What is Engage?", "Cleveland Police", "What is Engage?"),
    ],
)
def test_a_question_about_several_asked_of_one(question: str, body: str, asked: str):
    mention = BodyFinder(PRESENT).find(question)
    assert " ".join(mention.of_one(question, body).split()) == asked
