"""A question that puts the one before it otherwise: of its time, another time, another matter, all bodies.

After an answer from the status ledger; of other follow-ups see `assistant.chat`.
"""

from __future__ import annotations

import re
from datetime import date

from assistant.cues import content_words
from assistant.status_question import WHY, StatusQuestion
from assistant.status_question_words import SINCE_WHEN, STATUS_WORDS
from corpus.types import MONITORING
from index.mention import BodyFinder
from index.when import When

_LED = r"\W*(?:(?:and|but|so|ok|okay)\b\W*)?(?:(?:what|how) about\s)?"
_SINCE_WHEN = re.compile(rf"{_LED}{SINCE_WHEN}", re.I)
_HOW_LONG = re.compile(
    rf"{_LED}(?:for\s)?how long\s(?:was|were|did|had|has|have|is)\s"
    r"(?:that|this|it|they|the (?:force|service|brigade))"
    r"(?:\s(?:take|last|be|been|open|for|in|there|under|it|engage|special|measures|that|phase))*\W*$",
    re.I,
)
_WHY = re.compile(rf"{_LED}why(?:\s(?:was|is|did)\s(?:that|this|it)(?:\s(?:so|happen))?)?\W*$", re.I)
_THE_REST = re.compile(
    r"\W*(?:(?:and|but|so)\s)?what (?:has |have )?(?:happened (?:to|with)|became of|about)\s"
    r"(?:all\s)?the\s(?:other(?:s|\sones?)?|rest)"
    r"(?:\s(?:two|three|four|five|six|causes of concern|concerns))*\W*$",
    re.I,
)
_OF_ALL = re.compile(
    r"\b(?:which|what|how many|any|other|all|all the|list)\s(?:other\s)?"
    r"(?:police\s|fire\s(?:and\srescue\s)?)?"
    r"(?:forces|brigades|constabularies|inspected bodies|"
    r"services\s(?:are|were|have|had|still|left|went)\b(?=.*\b(?:engage|scan|special measures|monitor\w*|"
    r"concern|open|closed)\b))"
    r"|\bnationally\b|\bacross (?:all|the country|england|every)\b|\banywhere else\b"
    r"|\b(?:any|no) other (?:police )?force\b|\bevery (?:police )?force\b",
    re.I,
)
_THE_OTHERS = re.compile(rf"{_LED}(?:the\s)?other(?:s|\s(?:forces|services|bodies|brigades))\W*$", re.I)
# What stands around a time in "and in 2023?"; the words that lead to one.
_ONLY_THEN = re.compile(rf"{_LED}(?:(?:in|on|at|by|as of|during|since|before|after)\b)?\W*$", re.I)
_LEADS = re.compile(_LED, re.I)
_ONE = re.compile(
    rf"{_LED}(?:the\s)?(?:(?:one|concern|cause of concern)\s(?:on|about)\s)?(?:the\s)?"
    r"(?P<words>[\w' -]{3,60}?)(?:\s(?:one|concern|cause of concern))?\W*$",
    re.I,
)
_A_QUESTION = re.compile(
    r"\b(?:how|what|which|who|when|why|where|is|are|was|were|has|have|had|did|do|does|can|will|open|closed)\b",
    re.I,
)
_POINTS = re.compile(r"\b(?:it|that|this|same|they|those|these|them|ones?)\b", re.I)
_PLURAL = re.compile(r"\b(?:those|these|them|they)\b", re.I)
_ANY_DAY = date(2000, 1, 1)
"""Where a time stands in a question does not depend on the day on which it is asked."""

_SOME_BODY = "the body"


def is_of_all(asked: str) -> bool:
    """Whether a question is about all bodies: "which forces are in Engage?", "any other force?"."""
    return bool(_OF_ALL.search(asked))


def of_others(asked: str, before: str, finder: BodyFinder) -> str:
    """The question before less its body, where "and the others?" asks it of all; "" where it does not."""
    return finder.find(before).without_names(before) if _THE_OTHERS.match(asked) else ""


def asked_again(asked: str, before: str, finder: BodyFinder) -> str:
    """A question of how things stand, after another, as one that stands by itself; "" where it is none.

    "Since when?" asks the one before of its day, "and in 2023?" of another time, "and the one on custody?"
    of another matter; "is the force in Engage?" and "when did protection close?" have but its body.
    """
    text = before.rstrip(" ?.!")
    if _SINCE_WHEN.match(asked):
        return f"{text}? Since when?"
    mention = finder.find(asked)
    if mention.bodies or mention.absent:
        return ""
    return (
        asked_of_it(asked, before, finder)
        or _at_another_time(asked, before)
        or _by_itself(asked, before, finder)
        or _of_another_matter(asked, before, finder)
    )


def asked_of_it(asked: str, before: str, finder: BodyFinder) -> str:
    """As `asked_again`, of what may be asked after other questions, too: how long it lasted, what became of
    the others."""
    return _how_long(asked, before, finder) or _the_rest(asked, before, finder) or _why(asked, before, finder)


def _why(asked: str, before: str, finder: BodyFinder) -> str:
    """Why a body was moved into Engage, after a question of when it was."""
    then = StatusQuestion.of(before, finder.find(before), When(), _SOME_BODY)
    if then is None or (then.level, then.event) != (MONITORING, "entered") or not _WHY.match(asked):
        return ""
    return f"Why was {_body_in(before, finder) or 'it'} moved into Engage?"


def _how_long(asked: str, before: str, finder: BodyFinder) -> str:
    """How long the phase, or the cause of concern, lasted that the question before is about."""
    then = StatusQuestion.of(before, finder.find(before), When(), _SOME_BODY)
    if then is None or not _HOW_LONG.match(asked):
        return ""
    whose = _body_in(before, finder)
    if then.level == MONITORING:
        return f"How long was {whose or 'it'} in Engage?"
    run = _matter_in(before, finder)
    at = f" at {whose}" if whose else ""
    return f"How long was the {before[slice(*run)]} cause of concern{at} open?" if run else ""


def _the_rest(asked: str, before: str, finder: BodyFinder) -> str:
    """What became of all causes of concern, after a question about one of them."""
    then = StatusQuestion.of(before, finder.find(before), When(), _SOME_BODY)
    if then is None or then.level == MONITORING or not _THE_REST.match(asked):
        return ""
    whose = _body_in(before, finder)
    return f"What happened to the causes of concern{f' at {whose}' if whose else ''}?"


def _body_in(text: str, finder: BodyFinder) -> str:
    """The name of a body that a text names; "" where it names none."""
    mention = finder.find(text)
    return " and ".join(mention.bodies) or " and ".join(text[start:end] for start, end in mention.spans)


def _at_another_time(asked: str, before: str) -> str:
    start, end = When.asked(asked, _ANY_DAY).span
    if start == end or not _ONLY_THEN.match(f"{asked[:start]}{asked[end:]}"):
        return ""
    when = _LEADS.sub("", asked, count=1).strip(" ?.!")
    first, last = When.asked(before, _ANY_DAY).span
    # The words that lead to the old time go with it: "on 1 June", "in 2024".
    kept = re.sub(r"\b(?:in|on|at|by|as of|during|since|before|after)\s*$", "", before[:first])
    return f"{kept}{when}{before[last:]}" if first < last else f"{before.rstrip(' ?.!')} {when}?"


def _by_itself(asked: str, before: str, finder: BodyFinder) -> str:
    alone = StatusQuestion.of(asked, finder.find(asked), When(), _SOME_BODY)
    if alone is None:
        return ""
    if alone.level == MONITORING:
        return asked
    then = StatusQuestion.of(before, finder.find(before), When(), _SOME_BODY)
    if then and then.asks == WHY and _PLURAL.search(asked):
        # The reasons were causes of concern.
        return asked
    if _POINTS.search(asked):
        return ""
    return asked if alone.matter or (then and then.level == MONITORING) else ""


def _of_another_matter(asked: str, before: str, finder: BodyFinder) -> str:
    one = _ONE.match(asked)
    if not one or not _matter_words(asked, finder) or _A_QUESTION.search(one["words"]):
        return ""
    run = _matter_in(before, finder)
    return f"{before[: run[0]]}{one['words']}{before[run[1] :]}" if run else ""


def _matter_in(text: str, finder: BodyFinder) -> tuple[int, int] | None:
    """Where a question of status names its matter; None where it does not."""
    words = _matter_words(text, finder)
    if not words:
        return None
    run = re.search(rf"\b{re.escape(words[0])}\b(?:.{{0,60}}\b{re.escape(words[-1])}\b)?", text, re.I)
    return run.span() if run else None


def _matter_words(text: str, finder: BodyFinder) -> list[str]:
    """The words of a question of status that say its matter."""
    rest = finder.find(text).without_names(text)
    return [word for word in content_words(rest) if word not in STATUS_WORDS]
