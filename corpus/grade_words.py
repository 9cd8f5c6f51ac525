"""The words of grades, and what is said with them."""

from __future__ import annotations

import re
from typing import NamedTuple

GRADE = r"(outstanding|good|adequate|requir(?:es?|ed|ing) improvement|(?:must|needs? to) improve|inadequate)"
"""A grade, in the words that give one."""

_FOLLOWING = (
    "at in for on to of from by with when areas? grades? ratings? marks? judg\\w+ verdict and but as too "
    "again now while since this that is was are were overall both or against after before last save apart "
    "except though although because which so throughout then has had have once goes went rather than where "
    "stand sits? having two three a years? here there all namely what whereas even only"
)
AFTER_GRADE = rf"(?=[^\w\s]|\s*$|\s\W|\s(?:{_FOLLOWING.replace(' ', '|')})\b)"
"""What may follow a grade. "Good supervisors" and "adequate resources" are praise, and no grades."""

GRADED = re.compile(rf"\b(?:to\s)?{GRADE}{AFTER_GRADE}", re.IGNORECASE)
"""A grade that is given, in its first group."""


class Graded(NamedTuple):
    """That a sentence gives an area a grade.

    `[start, end)` is the sentence in the report, `words` where in the sentence the grade's words begin and
    end, None where that is not known. `is_former`: that it is told as the grade of an earlier time.
    """

    area: str
    grade: str
    start: int
    end: int
    words: tuple[int, int] | None = None
    is_former: bool = False


def plain_grade(words: str) -> str:
    """The grade as the inspectorate writes it, in small letters."""
    if words.lower() == "lowest":
        return "inadequate"
    return re.sub(
        r"(?:to )?requir\w* improvement|\w+ (?:to )?improve$", "requires improvement", words.lower()
    )
