"""Areas of any name and their grades, where the wording around makes it sure that grades are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.grade_words import GRADE, Graded, plain_grade
from corpus.matters import clean_name, content
from corpus.sayings import Saying

_I = re.IGNORECASE
# Words that make "good" a grade, and no praise.
_FORMAL = re.compile(
    rf"\b(?:grad(?:e|ed|es|ing)|judg(?:ed|ement)|rated|PEEL|round \d|pillars?)\b|"
    rf"\bfound (?:to be )?{GRADE} (?:at|in|for)\b|"
    rf"\b{GRADE} areas?\b|\bareas? that requir|^(?:On|In|For) [\w ]{{3,40}}, the (?:force|service|"
    rf"brigade)\b",
    _I,
)
_ITEM = re.compile(
    rf"^(?P<area>[A-Z][^:.;]{{2,90}}?)\s*[:\u2013\u2014]\s*(?:graded\s|judged\s|rated\s|as\s)*{GRADE}\W*$",
    _I,
)
_LED = re.compile(
    rf"\b{GRADE}\s(?:at|in|for|on)\s(?P<area>(?:(?!\b{GRADE}\b)[^.;:]){{2,160}}?)"
    r"(?=[.;]|,? (?:and|but) (?:\w+ )?(?:was|is|the force|the service|it)\b|,? (?:and )?"
    rf"\b{GRADE}\b|$)",
    _I,
)
_AREA_IS = re.compile(
    rf"\bthe\s(?:\w+\s)?{GRADE}\s(?:area|grade|one)s?\s(?:is|are|was|"
    rf"were)\s(?:for\s)?(?P<area>[^.;]{{2,140}})",
    _I,
)
_OF_LIST = re.compile(rf"\b{GRADE}:\s(?P<area>[^.;:]{{2,240}})", _I)
_LOWEST = re.compile(r"\bareas? with the (lowest) grades? (?:is|are|was|were)\s(?P<area>[^.;]{2,160})", _I)
_ON = re.compile(rf"^(?:On|In|For)\s(?P<area>[^.,;:]{{2,60}}),\s[^.;:]{{2,80}}?\b{GRADE}\b", _I)
_SUBJECT = re.compile(
    r"^(?P<area>[A-Z][^.:;]{2,120}?)\s(?:all\s|both\s|each\s)?(?:(?:is|are|was|were)\s)?(?:graded\s|judged\s|"
    rf"rated\s|the (?:\w+ )?areas? that\s)*{GRADE}(?=\s*(?:[.,;]|$|\bat\b|\bin\b|\bfor\b))",
    _I,
)
_NO_AREA = re.compile(
    r"^(?:there|this|that|none|no|it|which|one|two|three|four|five|six|seven|eight|nine|ten|\d+|each|"
    r"all|areas?|just|without|before|year|"
    rf"round|report|cycle|senior|(?:its|the|those|these) areas?)\b|\b{GRADE}\b|\b(?:grade|entered|"
    rf"cycle|performance)\b|\bhave\b|\bidentify\b",
    _I,
)


def graded_by_wording(saying: Saying, of_body: frozenset[str]) -> Iterator[Graded]:
    """The grades of areas of any name, where the words around make it sure that they are grades."""
    text = saying.text.strip()
    introduced = saying.heading + (saying.before.text if saying.item and saying.before else "")
    if not _FORMAL.search(text) and not _FORMAL.search(introduced):
        return
    for pattern in (_ITEM, _ON, _LOWEST, _OF_LIST, _LED, _AREA_IS, _SUBJECT):
        found = False
        for match in pattern.finditer(text):
            grade = next(
                group for group in match.groups() if group and re.fullmatch(rf"{GRADE}|lowest", group, _I)
            )
            for area in _areas(match["area"], of_body):
                found = True
                yield Graded(area, plain_grade(grade), saying.start, saying.end)
        if found:
            return


def _areas(words: str, of_body: frozenset[str]) -> list[str]:
    words = re.sub(r", the \w+ (?:pillars|areas|grades) that [^,]*,?", "", words)
    pieces = re.split(
        r",\s(?:and\s)?(?:(?:in|at|for|on)\s)?|\sand\s(?:in|at|for|on)\s|\sand\s(?=\w+ing\b|the\s|its\s)",
        words,
    )
    if "," in words and " and " in pieces[-1]:
        # "A, B and C": what comes after the last comma is two.
        pieces[-1:] = pieces[-1].rsplit(" and ", 1)
    names = [clean_name(piece) for piece in pieces]
    return [
        name
        for name in names
        if (content(name) - of_body or name.lower() == "people")
        and not _NO_AREA.search(name)
        and len(name) < 90
    ]
