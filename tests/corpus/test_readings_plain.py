"""What is plainly said of matters that a sentence names."""

from __future__ import annotations

import pytest

from corpus.readings.plain import (
    all_save,
    is_surely_counted,
    named_side_by_side,
    names_at,
    plainly_counted,
    plainly_said,
)

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
        ("Culture has been closed but vetting has not.", {3: "closed", 1: "open"}),
        ("Culture is closed, and vetting is not yet.", {3: "closed", 1: "open"}),
        ("Culture is closed, but vetting has not improved.", {3: "closed"}),
        # What is hoped, demanded or done in part is not so.
        ("Custody will be closed when vetting is closed.", {}),
        ("The force hopes that custody is closed soon.", {}),
        ("Custody is closed in part.", {}),
        ("Neither custody nor vetting is closed.", {}),
        ("All but vetting have been closed.", {}),
        ("Three recommendations on custody are closed.", {}),
        # Something else is.
        ("The police station was closed, and vetting is slow.", {}),
        ("Custody was found wanting, and the door is open.", {}),
        ("", {}),
    ],
)
def test_what_is_plainly_said(text: str, said: dict[int, str]) -> None:
    assert plainly_said(text, MATTERS) == said


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("All but vetting are closed.", {1}),
        ("All causes of concern have been closed with the exception of the one on vetting.", {1}),
        ("All four are now closed, except for custody and culture.", {0, 3}),
        ("All save stop and search have been signed off.", {2}),
        ("We have now closed all of the causes of concern except vetting.", {1}),
        ("The inspectorate has discharged all four, apart from custody and culture.", {0, 3}),
        ("The force has closed all its custody suites except one.", None),
        # So many are not known, all are named, or it is not so.
        ("All three but vetting are closed.", None),
        ("Custody, vetting and all but culture are closed.", None),
        ("All but vetting will be closed.", None),
        ("We expect that all but vetting are closed by May.", None),
        ("All recommendations but the one on vetting are closed.", None),
        ("All but two are closed.", None),
        ("All five but vetting are closed.", None),
        ("All are closed.", None),
    ],
)
def test_what_is_said_of_all_save_those_that_are_named(text: str, open_: set[int] | None) -> None:
    expected = {number: "open" if number in open_ else "closed" for number in range(4)} if open_ else {}
    assert all_save(text, MATTERS) == expected


def test_a_letter_may_name_only_what_it_leaves_open() -> None:
    assert all_save("All causes of concern except vetting have been closed.", [("vetting",)]) == {0: "open"}
    assert all_save("All four but vetting have been closed.", [("vetting",)]) == {0: "open"}
    assert all_save("All two but vetting and culture have been closed.", [("vetting",), ("culture",)]) == {}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("custody and vetting", [0, 1]),
        ("care in custody, vetting and the culture", [0, 1, 3]),
        ("custody", []),
        ("custody and care in custody", []),
        ("custody and hydrants", []),
        ("poor custody and vetting", []),
    ],
)
def test_a_name_may_be_of_several(name: str, found: list[int]) -> None:
    assert named_side_by_side(name, MATTERS) == found


def test_of_two_names_the_longer_is_found_as_it_is_spelt() -> None:
    text = "Care in  Custody, custodyless vetting."
    assert [(text[start:end], number) for start, end, number in names_at(text, MATTERS)] == [
        ("Care in  Custody", 0),
        ("vetting", 1),
    ]
    assert list(names_at(text, [])) == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Two causes of concern are open and three are closed.", {"open": "two", "closed": "three"}),
        ("One cause of concern, on custody, is closed; the other one is open.", {}),
        ("Two are open.", {}),
        ("Two of its four causes of concern are closed.", {}),
        ("Not one cause of concern is closed.", {}),
        ("Two causes of concern are closed since May 2023.", {"closed": "two"}),
        ("The chief believes that two causes of concern are closed.", {}),
        ("Fewer than two causes of concern are closed.", {}),
        ("Two causes of concern are closed?", {}),
        ("Two causes of concern will be closed.", {}),
    ],
)
def test_what_is_plainly_counted(text: str, counts: dict[str, str]) -> None:
    assert plainly_counted(text) == counts


def test_a_count_that_is_hoped_or_denied_is_none() -> None:
    assert is_surely_counted("Three of the four were closed in May 2023.")
    assert is_surely_counted("None of the three has been closed.")
    assert not is_surely_counted("It is not the case that three of the four are closed.")
    assert not is_surely_counted("We expect that all three are closed.")
