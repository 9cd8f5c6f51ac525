"""What a sentence says in plain words, of matters it names ("X and Y are closed; Z is open") or at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from corpus.readings.counts import NUMBERS
from corpus.readings.said import Names

_DONE = r"(?P<closed>closed|discharged|signed off|lifted|no longer (?:a )?causes? of concern)"
_ADVERB = r"(?:(?:both|all|now|still|also|therefore|thus|already|again|each|since)\s)*"
# Of what goes before it: "custody is closed", "vetting and culture have both been closed".
_SUBJECT = re.compile(
    r",?\s(?:and (?:so )?)?(?:is|are|was|were|has|have|had|remains?|stays?|stands?)\s"
    rf"{_ADVERB}(?:been\s)?{_ADVERB}"
    rf"(?:{_DONE}|(?P<open>open|not (?:yet )?(?:been )?(?:closed|discharged|lifted)))\b"
    r"(?!\s(?:in part|partly|by the force))",
    re.IGNORECASE,
)
# Of what goes before it: "custody is closed but vetting is not".
_NOT_SO = re.compile(
    r"\s(?:is|are|was|were|has|have|had)\snot(?:\s(?:yet|been))*(?=\s*(?:[.,;]|$))", re.IGNORECASE
)
# Of what follows it: "closed custody but left vetting open".
_OBJECT = re.compile(
    r"(?<!\bbeen )(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\b(?:closed|discharged)\s(?:the\s|its\s)?$",
    re.I,
)
_LEFT_OPEN = re.compile(r"\b(?:left|leaves|leaving|keeps|kept|keeping)\s(?:the\s|its\s)?$", re.IGNORECASE)
_STAYING_OPEN = re.compile(r"\s(?:both\s)?open\b", re.IGNORECASE)
JOINS = re.compile(
    r",?\s(?:and\s|as well as\s|both\s)?(?:(?:the|on|about|of|its|cause of concern|concern|one|that)\s)*|,\s",
    re.IGNORECASE,
)
"""What stands between two names that something is said of alike."""

_TO_COME = (
    r"will|would|(?-i:may)|might|could|can|should|if|when|until|unless|hop\w+|expect\w*|ask\w*|want\w*|whether|"
    r"claim\w*"
)
_HOPED = rf"{_TO_COME}|neither|none|nor|never|recommendations?"
_UNSURE = re.compile(rf"\b(?:{_HOPED}|other than|except|apart from|unlike)\b", re.IGNORECASE)
# How something stands that is not named.
_CLOSED = re.compile(r"\b(?:closed|discharged|lifted|signed off|struck off)\b", re.IGNORECASE)
_NOT_CLOSED = re.compile(
    r"\b(?:not|never)\s(?:yet\s)?(?:been\s)?(?:closed|discharged|lifted|signed off)\b", re.IGNORECASE
)
_OPEN = re.compile(r"\b(?:is|are|remains?|stays?|was|were)\s(?:both\s|all\s|still\s)*open\b", re.IGNORECASE)
_DENIED = re.compile(rf"\b(?:{_HOPED}|not|no)\b", re.IGNORECASE)


# "The other one is open", "not one is closed" and "two of its four are closed" count neither one nor four.
_OF_A_WHOLE = re.compile(
    r"\b(?:of|not|no|none|neither|the|its|our|your|their|these|those|other|this|that|last)\s$", re.IGNORECASE
)
# "Two causes of concern are open and three are closed."
_COUNTED = re.compile(
    rf"\b(?P<count>{'|'.join(NUMBERS)})\s(?:causes? of concern\s|others?\s|more\s)?"
    rf"(?:is|are|remains?|stays?|stands?)\s{_ADVERB}(?P<status>open|closed)\b",
    re.IGNORECASE,
)


def plainly_said(text: str, matters: Sequence[Names]) -> Mapping[int, str]:
    """The matters, by their numbers, that a sentence plainly says to be "open" or "closed"."""
    if _UNSURE.search(text) or _all_save_in(text):
        return {}
    named = list(names_at(text, matters))
    said: dict[int, str] = {}
    for place, (start, end, number) in enumerate(named):
        predicate = _SUBJECT.match(text, end)
        if predicate:
            status = "closed" if predicate["closed"] else "open"
            for _, _, other in _run_before(text, named, place):
                said.setdefault(other, status)
        elif "closed" in said.values() and _NOT_SO.match(text, end):
            said.setdefault(number, "open")
        elif _OBJECT.search(text[:start]):
            said.setdefault(number, "closed")
        elif _LEFT_OPEN.search(text[:start]) and _STAYING_OPEN.match(text, end):
            said.setdefault(number, "open")
    return said


# "All but vetting are closed", "all three have been closed, with the exception of custody".
_SAVE = (
    r"(?:but|except(?:ing)?|save|bar(?:ring)?|apart from|other than|with the (?:sole )?exception of)(?: for)?"
)
_NUMBERED = rf"(?:\s(?:of\s)?(?:the\s|its\s|these\s|those\s|them\s?)*(?P<count>{'|'.join(NUMBERS)})\b)?"
_ALL_SAVE = re.compile(
    rf"\ball{_NUMBERED}(?:\s(?:of them|(?:of the |the |its )?causes of concern))?,?\s"
    rf"(?:(?P<first>{_SAVE})\s.{{3,80}}?,?\s)?(?:are|were|have|had|is)\s{_ADVERB}(?:been\s)?{_ADVERB}{_DONE}\b"
    rf"(?(first)|,?\s{_SAVE}\s(?P<last>.+))",
    re.IGNORECASE,
)
_CLOSING_ALL_SAVE = re.compile(
    rf"\b(?:has|have|had|we|I|inspectorate)\s(?:(?:now|since|today|formally)\s)*(?:closed|discharged|lifted)\s"
    rf"all{_NUMBERED}(?:\s(?:of them|(?:of )?(?:the |its |your )?causes of concern))?,?\s"
    rf"{_SAVE}\s(?P<last>.+)",
    re.IGNORECASE,
)


def _all_save_in(text: str) -> re.Match[str] | None:
    return _ALL_SAVE.search(text) or _CLOSING_ALL_SAVE.search(text)


def says_all_save(text: str) -> bool:
    """Whether a text says that all causes of concern are closed but those it names."""
    return bool(_all_save_in(text)) and is_surely_counted(text) and "recommendation" not in text.lower()


def all_save(text: str, matters: Sequence[Names]) -> Mapping[int, str]:
    """How each of all matters stands, where a text says that all but those it names are closed; else {}."""
    match = _all_save_in(text)
    if not match or not says_all_save(text):
        return {}
    excepted = match["last"] or text[match.start("first") : match.end()]
    named = {number for _, _, number in names_at(text, matters)}
    open_ = {number for _, _, number in names_at(excepted, matters)}
    count = NUMBERS.get((match["count"] or "").lower(), 0)
    # A letter may name those alone that it leaves open.
    alone = len(matters) == len(open_)
    fits = not count or (count > len(open_) if alone else count == len(matters))
    if not open_ or named != open_ or not fits:
        return {}
    return {number: "open" if number in open_ else "closed" for number in range(len(matters))}


# A count that is to come, hearsay, denied or a bound is none.
_NO_COUNT = re.compile(
    rf"\b(?:{_TO_COME}|believ\w+|mistak\w+|not the case|(?:fewer|less|more) than|at (?:least|most)|up to|"
    r"almost|nearly)\b",
    re.IGNORECASE,
)


def is_surely_counted(text: str) -> bool:
    """Whether what a text counts as open or closed is so, and neither hoped, denied nor hearsay."""
    return not (_NO_COUNT.search(text) or text.rstrip().endswith("?"))


def plainly_counted(text: str) -> Mapping[str, str]:
    """How many of what it does not name a text plainly says to be "open" and "closed", in its own word."""
    if "of concern" not in text or not is_surely_counted(text):
        return {}
    return {
        match["status"].lower(): match["count"].lower()
        for match in _COUNTED.finditer(text)
        if not _OF_A_WHOLE.search(text, max(0, match.start() - 20), match.start())
    }


def plain_status(text: str) -> str:
    """ "open" or "closed", where a text plainly says that something is; else ""."""
    if _NOT_CLOSED.search(text):
        return "open"
    if _DENIED.search(text):
        return ""
    return "closed" if _CLOSED.search(text) else "open" if _OPEN.search(text) else ""


def names_at(text: str, matters: Sequence[Names]) -> Iterator[tuple[int, int, int]]:
    """Where a text names matters: begin and end of each name, and the matter's number; of two the longer."""
    owners = {name.lower(): number for number, names in reversed(list(enumerate(matters))) for name in names}
    if owners:
        for match in pattern_of(tuple(owners)).finditer(text):
            yield *match.span(), owners[" ".join(match[0].split()).lower()]


def named_side_by_side(name: str, matters: Sequence[Names]) -> list[int]:
    """The matters, by their numbers, whose names a name consists of ("custody and vetting"); none else."""
    found = list(names_at(name, matters))
    if len({number for _, _, number in found}) < 2 or found[0][0] > 0 or found[-1][1] < len(name):
        return []
    joins = (name[one[1] : other[0]] for one, other in pairwise(found))
    return [number for _, _, number in found] if all(JOINS.fullmatch(join) for join in joins) else []


@lru_cache(maxsize=256)
def pattern_of(names: Names) -> re.Pattern[str]:
    """Finds any of some names as whole words, whatever their capitals and spaces; of several the longest."""
    longest = sorted(names, key=len, reverse=True)
    ways = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest)
    return re.compile(rf"(?<!\w)(?:{ways})(?!\w)", re.IGNORECASE)


def _run_before(
    text: str, named: Sequence[tuple[int, int, int]], place: int
) -> Sequence[tuple[int, int, int]]:
    """The names that are joined to one, and it."""
    first = place
    while first and JOINS.fullmatch(text[named[first - 1][1] : named[first][0]]):
        first -= 1
    return named[first : place + 1]
