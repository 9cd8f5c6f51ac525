"""Which matters are meant where none is named, and what is then said of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from corpus.describe import complete
from corpus.markdown import read_markdown
from corpus.readings.referring import COUNTED, as_meant, meant_by_place, meant_together
from corpus.readings.said import Said
from corpus.readings.views import View, views_of
from corpus.types import CONCERN, MONITORING

MATTERS = [("custody",), ("vetting",), ("culture",)]
MAY = (date(2024, 5, 1), date(2024, 5, 31))


def meant(text: str, *said: tuple[str, Sequence[Said]]) -> list[tuple[str, int | None]]:
    """What the last sentence of a text says of which matter; `said` is what the reader says of sentences."""
    front = "---\nbody: Kent Police\npublished: 2024-07-23\n---\n\n# Letter\n\n"
    views = views_of(complete(read_markdown((front + text).encode()), "kent.md"))
    read = dict(said)
    stood: dict[View, Sequence[Said]] = {
        view: read.get(view.text, ()) for view in views if not view.is_heading
    }
    return [(one.status, one.matter) for one in as_meant(views, stood, MATTERS)[views[-1]]]


def said(status: str, *matters: int, chance: float = 0.9) -> list[Said]:
    return [Said(CONCERN, status, number, MAY, chance) for number in matters]


TWO = "There are two, on custody and on vetting."


@pytest.mark.parametrize(
    ("text", "earlier", "expected"),
    [
        ("Both are closed.", [2, 0], [2, 0]),
        ("A letter closed them both, and all eight recommendations with them.", [2, 0], [2, 0]),
        ("All three remain.", [0, 1, 2], [0, 1, 2]),
        ("The three were closed.", [0, 1, 2], [0, 1, 2]),
        ("All of them are open.", [0, 1, 2], [0, 1, 2]),
        ("Both are closed.", [0, 1, 2], []),
        ("Two of the three are closed.", [0, 1, 2], []),
        ("All three recommendations are closed.", [0, 1, 2], []),
        ("Recommendations are both met.", [0, 1], []),
        ("The three officers left.", [0, 1, 2], []),
        ("Both are closed.", [0], []),
        ("It is closed.", [0, 1], []),
    ],
)
def test_what_is_meant_together(text: str, earlier: list[int], expected: list[int]) -> None:
    assert meant_together(text, earlier) == expected


@pytest.mark.parametrize(
    ("text", "earlier", "expected"),
    [
        ("The first was closed.", [2, 0, 1], 2),
        ("The second of these is open.", [2, 0, 1], 0),
        ("The last is open.", [2, 0, 1], 1),
        ("The former was closed.", [2, 0], 2),
        ("The latter, it says, stays open.", [2, 0], 0),
        ("The former was closed.", [2, 0, 1], None),
        ("The fourth was closed.", [2, 0, 1], None),
        ("The first was closed and the second was not.", [2, 0], None),
        ("Only the first was closed.", [2, 0], None),
        ("The first two were closed.", [2, 0, 1], None),
        ("The first visit was in May.", [2, 0], None),
        ("The first was closed.", [], None),
    ],
)
def test_which_is_meant_by_its_place(text: str, earlier: list[int], expected: int | None) -> None:
    assert meant_by_place(text, earlier) == expected


def test_what_is_said_of_one_of_two_that_are_meant_is_said_of_both() -> None:
    last = "Both were closed then."
    assert meant(f"{TWO} {last}", (last, said("closed", 1))) == [("closed", 0), ("closed", 1)]


def test_what_is_said_of_the_wrong_one_is_said_of_the_one_that_is_meant() -> None:
    last = "The first they describe as partly met."
    assert meant(f"{TWO} {last}", (last, said("partly met", 1, 2))) == [("partly met", 0)]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("The first of these was closed in November 2023.", [("closed", 0)]),
        ("The latter is still open.", [("open", 1)]),
        ("Both are closed.", [("closed", 0), ("closed", 1)]),
        ("Neither has been closed.", [("open", 0), ("open", 1)]),
        # Nothing is said of when, or it is to come.
        ("The first was closed.", []),
        ("The first will be closed.", []),
        ("Both are difficult.", []),
    ],
)
def test_what_the_reader_does_not_say_is_read_from_plain_words(
    last: str, expected: list[tuple[str, int]]
) -> None:
    assert meant(f"{TWO} {last}") == expected


def test_none_is_so_after_what_is_to_come() -> None:
    last = "For now none is."
    hoped = f"{TWO} By the spring all are to be closed. {last}"
    assert meant(hoped, (last, said("closed", 0, 1, 2))) == [("open", 0), ("open", 1), ("open", 2)]


def test_all_save_one_are_closed() -> None:
    last = "All but vetting are closed."
    read = (last, said("closed", 1))
    assert sorted(meant(f"{TWO} {last}", read)) == [("closed", 0), ("closed", 2), ("open", 1)]


def test_what_is_counted_out_of_something_else_is_said_of_no_matter() -> None:
    last = "Two are closed."
    read = (last, said("closed", 0, 1, 2))
    assert meant(f"{TWO} The force has three front counters. {last}", read) == []
    assert meant(f"{TWO} Custody is one of three front counters. {last}", read) != []


def test_a_list_names_together_what_its_items_name() -> None:
    text = "There are three:\n\n- custody\n- vetting\n- culture\n\nAll three are open."
    assert meant(text) == [("open", 0), ("open", 1), ("open", 2)]


def test_what_was_named_under_another_heading_is_not_meant() -> None:
    last = "The second is closed."
    assert meant(f"{TWO}\n\n## Later\n\n{last}", (last, said("closed", 2))) == [("closed", 2)]


def test_all_that_are_left_are_open() -> None:
    closing = "Custody is closed."
    text = (
        f"{closing}\n\nVetting is slow.\n\nCulture is poor.\n\n## Status\n\nTwo causes of concern are open."
    )
    assert meant(text, (closing, said("closed", 0))) == [("open", 1), ("open", 2)]
    assert meant(text.replace("Two", "All three")) == [("open", 0), ("open", 1), ("open", 2)]
    assert meant(text.replace("Two", "Four"), (closing, said("closed", 0))) == []


def test_what_is_plainly_said_of_a_matter_that_is_named_puts_the_reader_right() -> None:
    text = "Custody and vetting are closed; culture is open."
    read = [*said("open", 0, 2), Said(MONITORING, "remains")]
    assert sorted(meant(text, (text, read)), key=str) == [
        ("closed", 0),
        ("closed", 1),
        ("open", 2),
        ("remains", None),
    ]
    # Of a sentence that the reader finds nothing in, nothing is said.
    assert meant(text) == []


CLOSING, LEFT = "Custody is closed.", "Vetting stays open."
ONE_BY_ONE = f"{CLOSING}\n\n{LEFT}\n\nCulture is another.\n\n## Status\n\n"


@pytest.mark.parametrize(
    ("last", "read", "expected"),
    [
        # Of whom else so many can be said: of what the report says so of, or of all but what it denies.
        ("Two of the three are closed.", said("closed", 2), [("closed", 2), ("closed", 0)]),
        ("So much for that: two of the three are closed.", said("closed", 0), [("closed", 0), ("closed", 2)]),
        (
            "Of the three, two are closed, and the one on vetting is open.",
            [*said("closed", 0), *said("open", 1)],
            [("closed", 0), ("open", 1), ("closed", 2)],
        ),
        ("One cause of concern is closed and two are open.", [], [("closed", 0), ("open", 1), ("open", 2)]),
        # It is not known which are meant, or it is of something else, or hoped.
        ("Two of the four are closed.", said("closed", 0), [("closed", 0)]),
        ("Two of the three recommendations are closed.", said("closed", 0), [("closed", 0)]),
    ],
)
def test_those_that_are_counted(last: str, read: list[Said], expected: list[tuple[str, int]]) -> None:
    told = meant(f"{ONE_BY_ONE}{last}", (CLOSING, said("closed", 0)), (LEFT, said("open", 1)), (last, read))
    assert sorted(told) == sorted(expected)


def test_what_is_only_known_by_counting_is_less_sure_than_what_is_said() -> None:
    front = "---\nbody: Kent Police\npublished: 2024-07-23\n---\n\n# Letter\n\n"
    last = "Two of the three are closed."
    views = views_of(complete(read_markdown(f"{front}{ONE_BY_ONE}{last}".encode()), "kent.md"))
    read = {CLOSING: said("closed", 0), LEFT: said("open", 1), last: said("closed", 2)}
    told = as_meant(views, {view: read.get(view.text, ()) for view in views}, MATTERS)[views[-1]]
    assert {one.matter: one.chance for one in told} == {2: 0.9, 0: COUNTED}


@pytest.mark.parametrize(
    ("last", "left"),
    [
        ("The other stays open, and so does Engage.", [("open", None)]),
        ("But the other one is open.", [("open", None)]),
        ("It stays open.", [("open", 0)]),
        ("The other force is open about it.", [("open", 0)]),
    ],
)
def test_the_other_is_not_the_one_that_stands_otherwise(
    last: str, left: list[tuple[str, int | None]]
) -> None:
    told = meant(f"{CLOSING} {last}", (CLOSING, said("closed", 0)), (last, said("open", 0)))
    assert told == left


def test_the_other_of_one_that_nothing_else_is_said_of_may_be_it() -> None:
    last = "The other stays open."
    assert meant(f"Custody was slow. {last}", (last, said("open", 0))) == [("open", 0)]


@pytest.mark.parametrize(
    ("before", "status"),
    [
        ("There is one cause of concern remaining.", "open"),
        ("One cause of concern is closed.", "closed"),
        ("One recommendation remains.", None),
        ("We came in May.", None),
    ],
)
def test_what_it_is_about_stands_as_the_sentence_before_says(before: str, status: str | None) -> None:
    last = "This relates to custody."
    front = "---\nbody: Kent Police\npublished: 2024-07-23\n---\n\n# Letter\n\n"
    views = views_of(complete(read_markdown(f"{front}{before} {last}".encode()), "kent.md"))
    read = {last: said("closed", 0)}
    found = as_meant(views, {view: read.get(view.text, ()) for view in views}, MATTERS)
    told = [[(one.status, one.matter) for one in found[view]] for view in views[-2:]]
    assert told == ([[(status, 0)], []] if status else [[], [("closed", 0)]])
