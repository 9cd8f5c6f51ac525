"""Names that were found in parts are made whole; what only tells more of one is no name."""

from __future__ import annotations

import pytest

from corpus.matters import content
from corpus.readings.said import Names
from corpus.readings.whole import whole_names

INVESTIGATIONS = "effective investigations and results for victims"


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        (
            "It was vulnerability at the first point of contact.",
            ("vulnerability", "contact"),
            ["vulnerability at the first point of contact"],
        ),
        (
            "The report brought one on missing and exploited children.",
            ("missing", "exploited children"),
            ["missing and exploited children"],
        ),
        (
            "A cause of concern is recorded about how calls are answered and how long callers wait.",
            ("calls are answered", "callers wait"),
            ["calls are answered and how long callers wait"],
        ),
        # Of several causes of concern, or of one and another, they stay two.
        ("Causes of concern on custody and vetting.", ("custody", "vetting"), ["custody", "vetting"]),
        (
            "It raised a cause of concern about custody and another about vetting.",
            ("custody", "vetting"),
            ["custody", "vetting"],
        ),
        (
            "It closed the cause of concern about custody and the one about vetting.",
            ("custody", "vetting"),
            ["custody", "vetting"],
        ),
        ("The two others concern custody and vetting.", ("custody", "vetting"), ["custody", "vetting"]),
        ("Custody, vetting.", ("Custody", "vetting"), ["Custody", "vetting"]),
        ("Custody.", ("Custody", "elsewhere"), ["Custody"]),
        ("Custody.", (), []),
    ],
)
def test_parts_of_one_name_are_made_whole(text: str, found: Names, whole: list[str]) -> None:
    assert whole_names(text, found) == whole


@pytest.mark.parametrize(
    "begun",
    [
        "The fourth concerns ",
        "The other is about ",
        "The concern in 2024 was ",
        "The second cause of concern is about ",
        "Two recommendations stand under the cause of concern about ",
        "The last one, raised in May, is about the way ",
    ],
)
def test_what_one_cause_of_concern_is_about_is_one_name(begun: str) -> None:
    parts = ("effective investigations", "results for victims")
    assert whole_names(f"{begun}{INVESTIGATIONS}.", parts) == [INVESTIGATIONS]


def test_a_word_that_leads_to_a_name_does_not_part_it() -> None:
    text = "The second was about investigations and the support that victims get."
    found = ("investigations and", "the", "support that victims get")
    assert whole_names(text, found) == ["investigations and the support that victims get"]


def test_the_last_of_an_enumeration_begins_after_its_comma() -> None:
    text = f"They were about custody, vetting, and {INVESTIGATIONS}."
    found = ("custody", "vetting", "effective investigations", "results for victims")
    assert whole_names(text, found) == ["custody", "vetting", INVESTIGATIONS]
    plain = "They were about custody, vetting and culture."
    assert whole_names(plain, ("custody", "vetting", "culture")) == ["custody", "vetting", "culture"]


def test_two_are_one_where_another_sentence_has_them_so() -> None:
    text = "Investigations and results"
    parts = ("Investigations", "results")
    assert whole_names(text, parts) == ["Investigations", "results"]
    assert whole_names(text, parts, [content("investigations and results")]) == [text]


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        (
            "It was about training, including courses for drivers and incident command.",
            ("training", "courses for drivers", "incident command"),
            ["training"],
        ),
        (
            "They are custody, in particular of children; vetting; and culture.",
            ("custody", "vetting", "culture"),
            ["custody", "vetting", "culture"],
        ),
        ("One was about prevention: home visits were late.", ("prevention", "home visits"), ["prevention"]),
        (
            "The first was about prevention: visits were late; the second was about protection.",
            ("prevention", "visits", "protection"),
            ["prevention", "protection"],
        ),
        (
            "The concern in 2022 was that visits were late, and a second cause of concern was about vetting.",
            ("visits", "vetting"),
            ["visits", "vetting"],
        ),
        (
            "It has a cause of concern about custody, and discharged vetting.",
            ("custody", "vetting"),
            ["custody", "vetting"],
        ),
        ("There were two: custody and vetting.", ("custody", "vetting"), ["custody", "vetting"]),
        (
            "The concern in 2022 was that home visits (HVs) did not go to old people.",
            ("home visits", "HVs", "old people"),
            ["home visits", "HVs"],
        ),
    ],
)
def test_what_tells_more_of_a_name_is_none(text: str, found: Names, whole: list[str]) -> None:
    assert whole_names(text, found) == whole


@pytest.mark.parametrize("word", ["the", "the service's", "Engage", "its force", "inspectors"])
def test_words_that_name_nothing_are_no_names(word: str) -> None:
    assert whole_names(f"{word} and custody", (word, "custody")) == ["custody"]


@pytest.mark.parametrize("name", ["101", "999 and 101"])
def test_a_number_may_be_a_name(name: str) -> None:
    assert whole_names(f"The one on {name} is open.", (name,)) == [name]
