"""The clauses of a sentence and the status that each says, tense, negation and number seen to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus import status_words as words
from corpus.matters import COUNT, NUMBERS
from corpus.sayings import Saying
from corpus.types import CONCERN, RECOMMENDATION

_BREAK = re.compile(
    r"(?:,|;)?\s(?:and|but|although|though|while|whereas)\s(?!on\b|about\b)|;\s|,\swith\s(?=one|two|"
    r"three|\w+ of)",
    re.I,
)
_RELATIVE = re.compile(
    r"\b(?:that|which|whatever|what) (?:is|was|are|were|had been|has been)(?: still)?(?: left| open|"
    r" outstanding)\b(?: in \w+ \d{4})?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Clause:
    text: str
    saying: Saying
    offset: int


def before_of(clause: Clause) -> str:
    """The two sentences before a clause's own in its paragraph."""
    before = clause.saying.before
    earlier = before.before if before else None
    return " ".join(one.text for one in (earlier, before) if one)


def is_to_come(text: str) -> bool:
    """Whether what a clause says of status is wished for, may be or is to come."""
    if words.DECIDED.search(text):
        return False
    return bool(words.LATER.search(text[: verb_at(text)])) and not words.NONE_OPEN.search(text)


def verb_at(text: str) -> int:
    """Where the first status words of a text end; its length where it has none."""
    ends = [match.end() for pattern in _STATUS_WORDS if (match := pattern.search(text))]
    return min(ends, default=len(text))


def clauses_of(saying: Saying) -> Iterator[Clause]:
    """The clauses of a sentence, each with a status word; what has none stays with the one before."""
    bounds = [0, *(match.end() for match in _BREAK.finditer(saying.text)), len(saying.text)]
    pieces = [(first, last) for first, last in pairwise(bounds)]
    held: list[tuple[int, int]] = []
    for first, last in pieces:
        if held and not (has_status(saying.text[slice(*held[-1])]) and has_status(saying.text[first:last])):
            held[-1] = (held[-1][0], last)
        else:
            held.append((first, last))
    for first, last in held:
        yield Clause(saying.text[first:last], saying, first)


_STATUS_WORDS = (
    words.OPEN,
    words.CLOSED,
    words.NONE_OPEN,
    words.ENTERED,
    words.LEFT,
    words.REMAINS,
    words.IN_SCAN,
    words.PARTLY,
)


def has_status(text: str) -> bool:
    return any(pattern.search(text) for pattern in _STATUS_WORDS)


def status_of(text: str, level: str, *, named: bool = True) -> str:
    """The status that a clause says of a level; `named` whether it names a matter."""
    text = _RELATIVE.sub(" ", text)
    if words.REISSUED.search(text):
        return "reissued"
    if level == CONCERN and words.NONE_OPEN.search(text):
        return "closed"
    if words.PARTLY.search(text):
        return "partly met"
    if words.OPEN.search(text):
        return "open"
    if words.CLOSED.search(text):
        # "The force has addressed the demand" closes nothing: what is addressed has to be the concern.
        of_level = named or words.CONCERN.search(text) or words.RECOMMENDATION.search(text)
        sure = (
            words.SURELY_CLOSED.search(text)
            or words.DECIDED.search(text)
            or (of_level and words.IS_DONE.search(text))
        )
        return "closed" if sure else ""
    if level == RECOMMENDATION and re.search(
        r"\b(?:made|makes|given|issued|were|has|have|had|carries|came|come)\b", text
    ):
        return "raised"
    if level == RECOMMENDATION and words.PROGRESS.search(text):
        return "progress"
    return ""


def last_subject_is_concern(text: str) -> bool:
    spots = [match.start() for match in words.RECOMMENDATION.finditer(text)]
    concerns = [match.start() for match in words.CONCERN.finditer(text)]
    return (
        bool(concerns)
        and concerns[-1] > spots[-1]
        and not re.search(r"\bunder (?:it|the cause)\b|\bof the cause\b", text)
    )


def counted(text: str) -> tuple[int, int]:
    """How many a clause speaks of, and of how many: "three of the five" -> (3, 5)."""
    for match in words.COUNTED.finditer(text):
        count, of = number_of(match["count"]), number_of(match["of"]) if match["of"] else 0
        if match["count"].lower() == "all":
            following = re.match(rf"\s(?:of\s)?(?:the\s)?({COUNT})\b", text[match.end("count") :], re.I)
            count = number_of(following[1]) if following else 0
        if count:
            return count, of
    return 0, 0


def counted_concerns(text: str) -> int:
    """How many causes of concern a sentence counts, where it does not count them out of others."""
    match = re.search(rf"\b({COUNT})\s(?:\w+\s){{0,2}}?causes? of concern", text, re.I)
    if not match or re.search(
        r"\bof (?:the|its|their|these|those|his|her)\b[^.,]{0,20}$", text[: match.start()], re.I
    ):
        return 0
    return number_of(match[1])


def number_of(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS.get(word.lower(), 0)


def of_another_thing(text: str, start: int) -> bool:
    """Whether a date is that of something named beside it: "the six causes of concern of 2019"."""
    return bool(
        re.search(r"\bcauses? of concern (?:of|in|from)\s*$|\bPEEL\s*$|\bconcern in\s*$", text[:start], re.I)
    )
