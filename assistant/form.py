"""The form of an answer: which of the likely choices are quoted, which go along, in what order."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.choose import Choice
from assistant.cues import asks_for_several
from assistant.window import words_at
from index.lexical import stems

MOST_QUOTES = 3
MOST_LISTED = 6
"""How many quotes an answer has at most, and how many where a list is asked for."""

MOST_AGAIN = 2
"""How many further citations a quote has at most: other reports that say the same."""

CLOSE = 0.93
CLOSE_LISTED = 0.75
"""A further quote is given if it is at least this share as likely to answer as the first; less for a list."""

_ANY_BODY = frozenset(stems(["force", "service", "brigade", "police", "constabulary"]))

_FILLING = frozenset(
    stems(
        "a an the of and that which who in on at by to for as it its is are was were be been has have".split()
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """A quote of an answer: `again` are choices of other reports that say the same, `body` whom it is under.

    `body` is "" where the answer has no headings.
    """

    choice: Choice
    again: tuple[Choice, ...] = ()
    body: str = ""


def quotes_of(
    asked: str,
    choices: Sequence[Choice],
    bodies: Sequence[str],
    body_of: Callable[[Choice], str],
    threshold: float,
) -> tuple[Said, ...]:
    """What is quoted of the choices that reach the threshold; empty where none does.

    Args:
        asked: the question.
        choices: the likeliest first.
        bodies: several that the question names: of each something is quoted, under its name, and of all
            together no more than of a list; with fewer than two there are no headings.
        body_of: the body a choice's report is about.
        threshold: the least probability of what is quoted.
    """
    likely = [choice for choice in choices if choice.probability >= threshold]
    listed = asks_for_several(asked)
    if len(bodies) > 1:
        return tuple(
            Said(one.choice, one.again, body)
            for body in bodies
            for one in _best([choice for choice in likely if body_of(choice) == body], listed, body_of)[
                : max(1, MOST_LISTED // len(bodies))
            ]
        )
    return tuple(_best(likely, listed, body_of))


def alike(one: str, other: str, names: str = "") -> bool:
    """Whether two quotes say the same: in the same words, whatever their order, but for articles and such.

    A single word ("one" or "two", "all" or "most", "over" or "under") may turn what is said round.
    `names` are the names of the bodies they are about, which one may give where the other has "the force".
    """
    left_out = frozenset(_words_in(names)) | _ANY_BODY | _FILLING
    words = [_words_in(text) - left_out for text in (one, other)]
    if not words[0]:
        return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
    return words[0] == words[1]


def _words_in(text: str) -> set[str]:
    return set(stems(re.findall(r"[\w'’]+", text.casefold())))


def _best(likely: Sequence[Choice], listed: bool, body_of: Callable[[Choice], str]) -> list[Said]:
    """The likeliest, each with what says the same in other reports; a list as it stands in its report."""
    if not likely:
        return []
    least = (CLOSE_LISTED if listed else CLOSE) * likely[0].probability
    kept: list[list[Choice]] = []
    for choice in (choice for choice in likely if choice.probability >= least):
        same = next((group for group in kept if _same(group[0], choice, body_of)), None)
        if same is None:
            kept.append([choice])
        elif choice.passage.report_id not in {one.passage.report_id for one in same}:
            same.append(choice)
    groups = kept[: MOST_LISTED if listed else MOST_QUOTES]
    if listed:
        reports = list(dict.fromkeys(group[0].passage.report_id for group in groups))
        groups.sort(key=lambda group: (reports.index(group[0].passage.report_id), group[0].start))
    return [Said(group[0], tuple(group[1 : 1 + MOST_AGAIN])) for group in groups]


def _same(one: Choice, other: Choice, body_of: Callable[[Choice], str]) -> bool:
    names = body_of(one)
    # "The force is in Scan" is not the same of two forces, nor of two that are not known.
    return bool(names) and names == body_of(other) and alike(words_of(one), words_of(other), names)


def words_of(choice: Choice) -> str:
    """The chosen words."""
    return words_at(choice.passage, choice.start, choice.end)
