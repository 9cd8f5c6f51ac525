"""Sentences about another body than the report's own: "Its neighbour, Kent Police, left Engage in 2022"."""

from __future__ import annotations

import re
from functools import cache

from corpus.bodies import BODIES
from corpus.dates import MONTH_NUMBERS

_KIND = r"(?:Police|Constabulary|Fire and Rescue Service|Fire Service|Fire Brigade|Brigade)"
# Words that a sentence may begin with, or that stand before the name of a body, and are no part of it.
_NO_NAME = (
    r"The|This|That|These|Those|A|An|Its|Our|Their|His|Her|Both|Each|Every|All|Some|Many|No|When|Where|While|"
    r"Whether|If|As|Since|Until|After|Before|Because|Although|Though|Once|And|But|Or|National|Local|Other|"
    r"Another|Neighbouring|In|At|For|From|On|By|With"
)
_NAME = (
    rf"(?!(?:{_NO_NAME})\b)[A-Z][\w\u2019'-]+(?:,? (?:(?:and|of|on|upon) )?[A-Z][\w\u2019'-]+){{0,4}} "
    rf"{_KIND}\b"
    r"(?!\s(?:Chief|and Crime|Fire and Crime|Federation|Authority|Officer|leaders?\b))"
)
_LED = r"^\W*(?:(?:by contrast|meanwhile|elsewhere|similarly|likewise),? )?(?:(?:in|at|for|from) )?"
_NAMED_FIRST = re.compile(
    rf"(?i:{_LED}(?:(?:its|the|a|our) )?(?:neighbour(?:ing)?(?: (?:force|service|brigade|constabulary))?"
    rf"(?: of)?,? |(?:\w+ )?partner(?: (?:force|service))?,? )?)(?P<name>{_NAME})"
)
# "We closed a cause of concern about vetting at Kent Police."
_AT_ANOTHER = re.compile(
    rf"\bcauses? of concern\b[^.;]{{0,60}}\b(?:at|in) (?:neighbouring )?(?P<name>{_NAME})"
)
# "Bramley's cause of concern about custody", "Bramley Police, whose cause of concern", "... after its own".
_WHOSE = re.compile(
    rf"\b(?P<name>{_NAME}),? (?:whose|after its(?: own)?|where its|"
    rf"and its)\b[^.;]{{0,40}}\bcauses? of concern\b|"
    r"(?<!^)\b(?P<owner>[A-Z][\w-]+)['\u2019]s(?: own)? causes? of concern\b"
)
_NEIGHBOUR = re.compile(
    rf"{_LED}(?:(?:two|one|both) of )?(?:(?:its|the|a|our) )?(?:(?:two|three|four) )?neighbour(?:s|ing)?\b"
    r"(?!,? on\b)|^\W*(?:(?:two|three|four|five|six|several|some|many) )?(?:an)?other "
    r"(?:forces?|services?|brigades?)\b",
    re.IGNORECASE,
)
_BY_CONTRAST = re.compile(
    r"^\W*(?:In|At) (?P<place>(?:[A-Z][\w\u2019'-]{1,40} ){0,2}[A-Z][\w\u2019'-]{1,40}),? by contrast\b"
)
# "Unlike Kent Police, which still has one about vetting, the force has none."
_UNLIKE = re.compile(
    rf"^\W*(?:Unlike|In contrast to|By contrast with) (?:its neighbour,? )?{_NAME}, (?:which|where)\b"
)
_HAS_NONE = re.compile(r",[^,]*\b(?:has|have) (?:none|no\b)|,[^,]*\bdo(?:es)? not\b", re.IGNORECASE)
_INSPECTORS = frozenset("HMICFRS HMIC Inspectorate Majesty".split())
_PLAIN = frozenset("Police Constabulary Fire Rescue Service Brigade The In At For From And".split())


def is_of_another(text: str, body: str) -> bool:
    """Whether a sentence tells of another body than the one its report is about, and names not that one.

    Of one that it begins with, or that it says a cause of concern is at.

    Not where a report is about no body, nor of a place that two bodies share.
    """
    if not body[:1].isupper():
        return False
    words = _words(text)
    if _UNLIKE.match(text) and _HAS_NONE.search(text):
        return True
    if any(own <= words for own in _words_of(body)):
        return False
    named = _NAMED_FIRST.match(text) or _AT_ANOTHER.search(text) or _WHOSE.search(text)
    if named:
        found = named.groupdict()
        its = _words(found.get("name") or found.get("owner") or "")
        if not its or its <= _INSPECTORS:
            return False
        return not any(its <= own for own in _words_of(body))
    contrast = _BY_CONTRAST.match(text)
    if contrast and contrast["place"].lower() not in MONTH_NUMBERS:
        return True
    return bool(_NEIGHBOUR.match(text))


@cache
def _words_of(body: str) -> tuple[frozenset[str], ...]:
    """The words that tell a body from others, of each of its names."""
    names = next(((one.name, *one.aliases) for one in BODIES if body in (one.name, *one.aliases)), ())
    return tuple(words for name in (body, *names) if (words := _words(name)))


def _words(text: str) -> frozenset[str]:
    """The words with a capital, less those that many bodies have in their names."""
    found = re.findall(r"[A-Z][\w\u2019'-]*\w", text)
    return frozenset(re.sub(r"['\u2019]s$", "", word) for word in found) - _PLAIN
