"""How many a sentence says a status of, and of how many: counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readings.counts import all_stand, counted, counted_concerns, counted_for, counts_something_else

COUNTED = [
    ("closed", "Three of the five recommendations are closed.", (3, 5)),
    ("closed", "Three of the five are closed and two remain open.", (3, 5)),
    ("open", "Three of the five are closed and two remain open.", (2, 5)),
    ("closed", "Of its five recommendations, three are met.", (3, 5)),
    ("open", "Of its five recommendations, three are met and two are outstanding.", (2, 5)),
    ("closed", "Of the six recommendations, the force has met one.", (1, 6)),
    ("closed", "The force has met two of the remaining three.", (2, 3)),
    ("closed", "Two recommendations out of three are complete.", (2, 3)),
    ("open", "One recommendation of the four is outstanding.", (1, 4)),
    ("closed", "3 of 5 recommendations closed.", (3, 5)),
    ("closed", "Two of the thirteen recommendations were met.", (2, 13)),
    ("closed", "All five recommendations have been met.", (5, 5)),
    ("closed", "All of the five are closed.", (5, 5)),
    ("closed", "Every one of the four recommendations has been met.", (4, 4)),
    ("closed", "Both recommendations are closed.", (2, 2)),
    ("open", "None of the four has been met.", (4, 4)),
    ("open", "Neither recommendation has been met.", (2, 2)),
    ("open", "Not one of the nine recommendations has been met.", (9, 9)),
    ("raised", "We made five recommendations.", (5, 0)),
    ("raised", "Of the five recommendations we made, two have been met.", (5, 0)),
    ("raised", "Under the two causes of concern we made seven recommendations.", (7, 0)),
    ("raised", "We made twenty-three recommendations.", (23, 0)),
    ("progress", "There is progress on three of them, and one is closed.", (3, 0)),
    ("partly met", "Two are met and one is partly met.", (1, 0)),
    ("closed", "The two separate recommendations are closed.", (2, 0)),
    ("closed", "Of the three causes of concern, two are closed.", (2, 3)),
    ("raised", "Of the three causes of concern, two were raised in 2022.", (2, 0)),
    ("closed", "A single recommendation was met.", (1, 0)),
    ("closed", "We closed the first of the three recommendations.", (1, 3)),
    ("closed", "The third recommendation is closed.", (1, 0)),
    ("closed", "The first and third recommendations are closed.", (2, 0)),
    ("closed", "Its only recommendation has been met.", (1, 0)),
    ("closed", "Recommendation 3 is closed.", (1, 0)),
    ("closed", "Recommendations 1, 2 and 4 are closed.", (3, 0)),
    ("closed", "Cause of concern 2: four of the recommendations are closed.", (4, 0)),
]


@pytest.mark.parametrize(("status", "text", "expected"), COUNTED)
def test_a_sentence_that_counts(status: str, text: str, expected: tuple[int, int]):
    assert counted(text, status) == expected


@pytest.mark.parametrize(
    ("status", "text"),
    [
        pytest.param("closed", "All recommendations have been met.", id="all, and not how many"),
        pytest.param("closed", "The other recommendations are closed.", id="others, and not how many"),
        pytest.param("closed", "The recommendations were closed on 5 May 2024.", id="a day"),
        pytest.param("closed", "We came on 27 and 28 May, and they were closed.", id="two days"),
        pytest.param("closed", "The recommendations were met in 14 days.", id="a length of time"),
        pytest.param("closed", "In the 2023-25 inspection they were closed.", id="a cycle"),
        pytest.param("closed", "It met 94 per cent of the standard.", id="a share"),
        pytest.param("closed", "A backlog of 1,200 was dealt with.", id="thousands"),
        pytest.param("closed", "It rose 2.5 times, and they were met.", id="a decimal"),
        pytest.param("closed", "We read 40 files, and the recommendations are met.", id="something else"),
        pytest.param("closed", "Paragraph 12 says that they were met.", id="a number by which it goes"),
        pytest.param("open", "No one has met them.", id="nobody"),
        pytest.param("closed", "", id="no words"),
    ],
)
def test_a_sentence_that_does_not_count(status: str, text: str):
    assert counted(text, status) == (0, 0)


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        pytest.param("Three are closed.", ["It has five recommendations."], (3, 5), id="just before"),
        pytest.param("Three are closed.", ["Five recommendations were made.", "Officers said so."], (3, 5),
                     id="further before"),
        pytest.param("Three are closed.", ["Inspectors checked all five."], (3, 5), id="all of them"),
        pytest.param("Two are open.", ["Three of the five are closed."], (2, 5), id="the others"),
        pytest.param("Three are closed.", ["We looked at 212 incident logs."], (3, 0), id="something else"),
        pytest.param("Three are closed.", ["Two recommendations were made."], (3, 0), id="fewer"),
        pytest.param("Both are closed.", ["It has five recommendations."], (2, 2), id="both are all"),
    ],
)  # fmt: skip
def test_the_whole_told_before(text: str, before: list[str], expected: tuple[int, int]):
    status = "open" if "open" in text else "closed"
    assert counted(text, status, before) == expected


def test_what_is_raised_is_out_of_nothing():
    assert counted("Three were made.", "raised", ["It has five recommendations."]) == (3, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two causes of concern were raised.", 2),
        ("We found three serious causes of concern.", 3),
        ("Two of the three causes of concern are closed.", 2),
        ("One of the three causes of concern is closed.", 1),
        ("Of the three causes of concern, two are closed.", 0),
        ("One cause of concern remains.", 1),
        ("Both causes of concern are closed.", 2),
        ("It has 12 open areas of concern.", 12),
        ("There are no causes of concern.", 0),
        ("In 2023 causes of concern were raised.", 0),
        ("Five recommendations were made under this cause of concern.", 0),
        ("Three forces have a cause of concern.", 0),
        ("Cause of concern 2 is open.", 0),
    ],
)
def test_causes_of_concern_counted(text: str, expected: int):
    assert counted_concerns(text) == expected


WORDS = st.sampled_from(
    "two five 3 12 all both none of the out recommendations first and are closed met remain in , 40".split()
)


@given(st.lists(WORDS, max_size=20).map(" ".join) | st.text(max_size=60))
def test_any_text(text: str):
    for status in ("closed", "open", "raised"):
        count, of = counted(text, status, [text])
        assert of == 0 or 0 < count <= of
    assert counted_concerns(text) >= 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("All four are open, and the force is in Engage.", ("open", 4)),
        ("Three causes of concern are open.", ("open", 3)),
        ("Both are closed.", ("closed", 2)),
        ("Each of the four causes of concern stands open.", ("open", 4)),
        ("None of the three causes of concern is closed.", ("open", 3)),
        ("Neither of the two has been closed.", ("open", 2)),
        ("All are closed.", ("closed", 0)),
        ("All four recommendations are open.", None),
        ("It is open.", None),
        ("The three stood as they had stood.", None),
    ],
)
def test_what_is_said_of_all(text: str, told: tuple[str, int] | None) -> None:
    assert all_stand(text) == told


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (("prevention",), 4),
        (("availability", "on-call crewing"), 3),
        (("inclusion",), 2),
        (("money",), 0),
        ((), 0),
    ],
)
def test_how_many_are_on_what(names: tuple[str, ...], count: int) -> None:
    text = "In all, nine were made: four on prevention, three on on-call crewing and two for inclusion."
    assert counted_for(text, names) == (count, 0)


def test_how_many_of_those_on_something() -> None:
    text = "The force has met five of the six recommendations on custody and two on vetting."
    assert counted_for(text, ("custody",)) == (5, 6)
    assert counted_for(text, ("vetting",)) == (2, 0)


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("Two are closed.", "The force has three front counters.", True),
        ("All of them are open.", "It keeps four custody suites.", True),
        ("All three are closed.", "Inspectors met its senior leaders.", False),
        ("All three are closed.", "They spoke to many officers, who told of its progress.", False),
        ("Of these, two have been closed.", "Nineteen old cases were opened again.", True),
        ("Two are closed.", "Four causes of concern were raised.", False),
        ("Two are closed.", "The report found three serious failings.", False),
        ("Two are closed.", "Inspectors went back in May.", False),
        ("Two causes of concern are closed.", "The force has three front counters.", False),
        ("Custody is closed.", "The force has three front counters.", False),
    ],
)
def test_what_is_counted_out_of_something_else(text: str, before: str, expected: bool) -> None:
    assert counts_something_else(text, ("Three were raised.", before)) is expected
    assert not counts_something_else(text, ())
