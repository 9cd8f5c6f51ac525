"""Sentences about another body than the report's own: "Its neighbour, Kent Police, left Engage in 2022"."""

from __future__ import annotations

import re
from functools import cache

from corpus.bodies import BODIES

_KIND = r"(?:Police|Constabulary|Fire and Rescue Service|Fire Service|Fire Brigade|Brigade)"
_NAME = rf"[A-Z][\w'\u2019-]+(?:,? (?:(?:and|of|on|upon) )?[A-Z][\w'\u2019-]+){{0,4}} {_KIND}\b"
_LED = r"^\W*(?:(?:by contrast|meanwhile|elsewhere|similarly|likewise),? )?(?:(?:in|at|for|from) )?"
_NAMED_FIRST = re.compile(
    rf"(?i:{_LED}(?:(?:its|the|a|our) )?(?:neighbour(?:ing)?(?: (?:force|service|brigade|constabulary))?"
    rf"(?: of)?,? )?)(?!The Brigade)(?P<name>{_NAME})"
)
_NEIGHBOUR = re.compile(
    rf"{_LED}(?:(?:two|one|both) of )?(?:(?:its|the|a|our) )?(?:(?:two|three|four) )?neighbour(?:s|ing)?\b"
    r"(?!,? on\b)|^\W*(?:an)?other (?:forces?|services?|brigades?)\b",
    re.IGNORECASE,
)
_BY_CONTRAST = re.compile(r"^\W*(?:In|At) (?:[A-Z][\w'\u2019-]+ ?){1,3},? by contrast\b")
_MONTHS = frozenset(
    "January February March April May June July August September October November December".split()
)
_PLAIN = frozenset("Police Constabulary Fire Rescue Service Brigade The In At For From And".split())


def is_of_another(text: str, body: str) -> bool:
    """Whether a sentence begins with another body than the one its report is about, and names not that one.

    Not where a report is about no body.
    """
    if not body or not body[:1].isupper():
        return False
    own = _words_of(body)
    if own & set(_words(text)):
        return False
    named = _NAMED_FIRST.match(text)
    if named and not own & set(_words(named["name"])):
        return True
    contrast = _BY_CONTRAST.match(text)
    if contrast and not _MONTHS & set(_words(contrast[0])):
        return True
    return bool(_NEIGHBOUR.match(text))


@cache
def _words_of(body: str) -> frozenset[str]:
    """The words that tell a body from others, by any of its names."""
    names = next(((one.name, *one.aliases) for one in BODIES if body in (one.name, *one.aliases)), (body,))
    return frozenset(word for name in (body, *names) for word in _words(name)) - _PLAIN


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Z][\w'\u2019-]+", text)
