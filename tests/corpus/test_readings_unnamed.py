"""Causes of concern that a sentence does not name: the one there is, all, so many, by their numbers."""

from __future__ import annotations

import pytest

from corpus.readings.unnamed import ALL, Unnamed, closed_unnamed, numbers_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cause of concern has been closed.", Unnamed(1)),
        ("We are satisfied with your progress and have closed your cause of concern.", Unnamed(1)),
        ("The accelerated cause of concern has now been discharged.", Unnamed(1)),
        ("We no longer have a cause of concern about this.", Unnamed(1)),
        ("We are satisfied that this is no longer a cause of concern.", Unnamed(1)),
        ("All causes of concern have now been closed.", Unnamed(ALL)),
        ("All your causes of concern are now closed.", Unnamed(ALL)),
        ("All four causes of concern have been closed.", Unnamed(ALL, 4)),
        ("I have closed both causes of concern.", Unnamed(ALL, 2)),
        ("We have now closed three of the four causes of concern.", Unnamed(3, 4)),
        ("Two of its causes of concern have been closed.", Unnamed(2)),
        ("We are content to close this cause of concern.", Unnamed(1)),
        ("That cause of concern has come to an end.", Unnamed(1)),
        ("This no longer meets the threshold for a cause of concern.", Unnamed(1)),
        ("The second of these is now closed.", Unnamed(1)),
        ("Neither is now a cause of concern.", Unnamed(ALL, 2)),
        # It is named, or it is not so.
        ("The union says the cause of concern has been closed.", None),
        ("The cause of concern has been closed in part.", None),
        ("In 2019 the cause of concern was closed, then reopened.", None),
        ("One in four of the causes of concern is closed.", None),
        ("The cause of concern about custody has been closed.", None),
        ("We have closed the cause of concern about custody.", None),
        ("The cause of concern has not been closed.", None),
        ("The cause of concern will be closed in May.", None),
        ("We hope that all causes of concern are closed by May.", None),
        ("None of the causes of concern has been closed.", None),
        ("All recommendations of the cause of concern are closed.", None),
        ("All causes of concern except vetting have been closed.", None),
        ("The cause of concern remains open.", None),
        ("The station has been closed.", None),
    ],
)
def test_what_is_closed_without_a_name(text: str, expected: Unnamed | None):
    assert closed_unnamed(text) == expected


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Causes of concern 1 and 3 have been closed.", [1, 3]),
        ("Cause of concern 2 remains open.", [2]),
        ("Causes of concern 1, 2 and 4 are closed.", [1, 2, 4]),
        ("Causes of concern 1 to 3 have been closed.", [1, 2, 3]),
        ("The second cause of concern has been closed.", [2]),
        ("We closed the cause of concern 2 weeks after our visit.", []),
        ("We closed the cause of concern 14 May 2023.", []),
        ("Two causes of concern are closed.", []),
        ("The cause of concern of 2022 is closed.", []),
    ],
)
def test_numbers_that_causes_of_concern_are_called_by(text: str, numbers: list[int]):
    assert numbers_of(text) == numbers
