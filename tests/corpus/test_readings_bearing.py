"""Which of the matters found are causes of concern: by what is said of them, and by how many are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.readings.bearing import LIKELY, SPEAKING, SURELY, borne_out
from corpus.readings.naming import Matter
from corpus.readings.said import Names, Said
from corpus.readings.views import View
from corpus.types import CONCERN, RECOMMENDATION

SURE, SO_SO, UNLIKELY = SURELY + 0.01, LIKELY + 0.05, LIKELY
NAMES = ("custody", "vetting", "culture")


def borne(*told: tuple[str, Sequence[float]], level: str = CONCERN) -> list[str]:
    """Names of what is borne out, of sentences with the chance that each says a status of each of `NAMES`."""
    views = [View(text, 100 * place, 100 * place + len(text), "") for place, (text, _) in enumerate(told)]
    stood = {
        view: [Said(level, "open", number, None, chance) for number, chance in enumerate(chances) if chance]
        for view, (_, chances) in zip(views, told, strict=True)
    }
    found = [
        Matter((name,), frozenset(view for view in views if name in view.text.lower()), frozenset())
        for name in NAMES
    ]
    return [matter.names[0] for matter in borne_out(found, stood)]


def test_what_something_is_surely_said_of_is_one() -> None:
    assert borne(("Custody stays.", [SURE]), ("Vetting was slow.", [0, SO_SO])) == ["custody"]


def test_what_no_sentence_that_names_it_speaks_of_is_none() -> None:
    assert borne(("Custody stays.", [SURE, SURE])) == ["custody"]
    assert borne(("Custody stays.", [SURE]), level=RECOMMENDATION) == []


def test_the_likeliest_are_taken_until_there_are_as_many_as_the_report_counts() -> None:
    one_by_one = (
        ("Custody stays.", [SURE]),
        ("Vetting was slow.", [0, SO_SO]),
        ("Culture was poor.", [0, 0, SO_SO + 0.1]),
    )
    assert borne(*one_by_one, ("Both causes of concern are open.", [SURE])) == ["custody", "culture"]
    assert borne(*one_by_one, ("All three causes of concern are open.", [SURE])) == list(NAMES)
    # Of whom that is said is not known, or it is another body.
    assert borne(*one_by_one, ("All three causes of concern are open.", [SPEAKING])) == ["custody"]


def test_what_is_unlikely_is_none_however_many_are_counted() -> None:
    told = (("Custody stays.", [SURE]), ("Vetting was slow.", [0, UNLIKELY]))
    assert borne(*told, ("Two causes of concern are open.", [SURE])) == ["custody"]


def test_a_sentence_that_names_as_many_as_it_counts_names_causes_of_concern() -> None:
    text = "Two causes of concern remain, one of which is custody while vetting is the other."
    assert borne((text, [SO_SO + 0.1, SO_SO])) == ["custody", "vetting"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They are about custody, vetting and culture.", list(NAMES)),
        ("The others concerned custody and vetting.", ["custody", "vetting"]),
        ("Causes of concern came with it: custody, culture.", ["custody", "culture"]),
        ("Officers spoke of custody and vetting.", []),
        ("They are about custody.", []),
    ],
)
def test_what_is_enumerated_as_causes_of_concern_is_one(text: str, expected: list[str]) -> None:
    assert borne((text, [SPEAKING + 0.05] * 3)) == expected


def test_of_nothing_nothing_is_borne_out() -> None:
    assert borne() == []
    assert borne_out([], {}) == ()


def test_of_more_than_are_counted_two_that_tell_halves_of_one_story_are_one() -> None:
    raised, closed = Said(CONCERN, "raised", 0, None, SURE), Said(CONCERN, "closed", 2, None, SURE)
    both = [Said(CONCERN, "raised", number, None, SURE) for number in (0, 1)]
    told = [
        ("Two causes of concern followed.", both),
        ("The first was custody.", [raised]),
        ("Vetting was raised, and is open.", [replace(one, matter=1) for one in (raised, closed)]),
        ("Culture was dealt with before.", [closed]),
    ]
    assert stories(told) == [("custody", "culture"), ("vetting",)]
    # What one sentence names side by side is two, and so is what the report has place for.
    beside = [*told[:-1], ("Culture, unlike custody, was dealt with.", [closed])]
    assert stories(beside) == [("custody",), ("vetting",), ("culture",)]
    three = [("Three causes of concern followed.", both), *told[1:]]
    assert stories(three) == [("custody",), ("vetting",), ("culture",)]


def stories(told: Sequence[tuple[str, Sequence[Said]]]) -> list[Names]:
    """The names of what is borne out, of sentences with what each says."""
    stood = {View(text, 100 * place, 100 * place + 99, ""): said for place, (text, said) in enumerate(told)}
    found = [
        Matter((name,), frozenset(view for view in stood if name in view.text.lower()), frozenset())
        for name in NAMES
    ]
    return [matter.names for matter in borne_out(found, stood)]


def test_a_count_of_what_is_left_makes_no_two_into_one() -> None:
    raised, closed = Said(CONCERN, "raised", 0, None, SURE), Said(CONCERN, "closed", 1, None, SURE)
    told = [
        ("Custody was raised in 2023.", [raised]),
        ("Vetting was closed in 2022.", [closed]),
        (
            "Culture was raised and is open.",
            [replace(raised, matter=2), Said(CONCERN, "open", 2, None, SURE)],
        ),
        ("Two causes of concern are now open.", [Said(CONCERN, "open", 2, None, SURE)]),
    ]
    assert stories(told) == [("custody",), ("vetting",), ("culture",)]
