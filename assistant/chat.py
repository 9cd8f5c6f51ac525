"""A conversation -> a question that stands by itself, without a language model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.asked_again import asked_again, asked_of_it, is_of_all, of_others
from assistant.cues import content_words
from assistant.shown import day_words
from assistant.types import Answer, Question
from index.mention import BodyFinder

_CARRIES_ON = re.compile(r"\s*(?:and|but|so|or|also|then|what about|how about|same for)\b", re.I)
_JOINED = re.compile(r"\s*(?:and|but|so|then)\b[,\s]*", re.I)
_ABOUT = re.compile(r"\s*(?:and|but|so)?\s*(?:what|how) about\s+|\s*(?:and|same) for\s+", re.I)
_POINTS = re.compile(
    r"\b(it|its|that|this|they|them|their|those|these|he|she|him|his|her|there|then|same|ones?|others?|"
    r"the (?:force|service|brigade|constabulary|body|letter|report|inspectors?|rest|other|matter|issue))\b",
    re.I,
)
_THE_REPORT = re.compile(
    r"\b(?:sign(?:ed|s)|wrote|written|author(?:ed)?|sent|addressed|published|dated|came out|say(?:s)? so)\b",
    re.I,
)
_POINTS_AT_REPORT = re.compile(r"\b(?:that|this|it|the (?:letter|report|document|notice))\b", re.I)
_SIGNED_OFF = re.compile(r"\bsigned (?:it|that|this|them|those) off\b", re.I)
_BY_WHOM = re.compile(
    r"\W*(?:and\s)?(?:(?:by|from|according to)\swhom?|who(?:'s|\u2019s|\sis)?\s(?:says?|said|told)\s"
    r"(?:so|that|this|it|you that))\W*$",
    re.I,
)
_STATUS = re.compile(
    r"\b(?:open|closed?|remain(?:s|ing)?|still|outstanding|resolved|addressed|fixed|progress\w*)\b", re.I
)
_ASKING = frozenset(
    [
        "which",
        "who",
        "whom",
        "whose",
        "when",
        "where",
        "what",
        "why",
        "how",
        "much",
        "many",
        "count",
        "tell",
        "show",
        "list",
        "name",
    ]
)

FEW_WORDS = 2
"""A question with at most so many words of meaning leans on the one before it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question, standing by itself, and its answer."""

    question: Question
    answer: Answer


def stand_alone(asked: str, earlier: Sequence[Turn], finder: BodyFinder) -> Question:
    """The question with what it leaves unsaid put in from the turns before it.

    - "What about Cleveland?" asks the last question again, of another body.
    - "Who signed that?" is about the report cited last.
    - "And which were closed?" keeps the body and the matter of the last question, less its status.
    - "Since when?" asks when that came to be which the last question was about.
    - "Which forces are in Engage?" is about all bodies, whichever was spoken of.

    A question that names its own body and matter is left as it is, whatever came before.
    """
    if not earlier:
        return Question(asked, asked)
    last = earlier[-1]
    mention = finder.find(asked)
    names_body = bool(mention.bodies or mention.absent)
    if names_body and _ABOUT.match(asked) and len(_own_words(asked, finder)) <= 1:
        return Question(_of_another(last.question.text, asked, finder), asked)
    body = "" if names_body else _body_of(last, finder)
    if not names_body and (others := of_others(asked, last.question.text, finder)):
        return Question(others, asked)
    if not names_body and is_of_all(asked):
        return Question(asked, asked)
    if again := _put_otherwise(asked, earlier, finder):
        return again
    if _BY_WHOM.match(asked) and last.answer.citations and _tells_itself(last.answer):
        return Question("Who signed this?", asked, body, last.answer.citations[0].report)
    leaning = bool(_CARRIES_ON.match(asked) or _POINTS.search(asked))
    if _THE_REPORT.search(asked) and _POINTS_AT_REPORT.search(asked) and last.answer.citations:
        # What began and what ended something may both be cited, in this order.
        place = -1 if _SIGNED_OFF.search(asked) else 0
        return Question(asked, asked, body, last.answer.citations[place].report)
    if names_body and not _CARRIES_ON.match(asked):
        return Question(asked, asked)
    few = len(_own_words(asked, finder)) <= FEW_WORDS
    if not leaning and not few:
        return Question(asked, asked, body)
    topic = _topic_of(last.question.text, asked, finder)
    return Question(_about(topic, asked), asked, body)


def meanings(asked: str, earlier: Sequence[Turn], finder: BodyFinder) -> tuple[Question, ...]:
    """What a question may mean after the turns before it, the likeliest first; each once.

    First as `stand_alone` has it; then about the last body and matter, and about the last body alone. One
    meaning has a first question, one that is about the report cited last, one that names its own body and
    matter, and one after a turn about several bodies: what leans on earlier turns is not asked of all.
    """
    first = stand_alone(asked, earlier, finder)
    if not earlier or first.report_id:
        return (first,)
    last = earlier[-1]
    mention = finder.find(asked)
    if (
        _put_otherwise(asked, earlier, finder)
        or is_of_all(asked)
        or of_others(asked, last.question.text, finder)
    ):
        return (first,)
    names_body = bool(mention.bodies or mention.absent)
    if names_body and (_ABOUT.match(asked) or not _CARRIES_ON.match(asked)):
        return (first,)
    body = "" if names_body else _body_of(last, finder)
    of_bodies = finder.find(last.question.text).bodies or any(one.body for one in last.answer.citations)
    if of_bodies and not body and not names_body:
        return (first,)
    topic = _topic_of(last.question.text, asked, finder)
    others = (
        Question(_about(topic, asked), asked, body),
        *([Question(asked, asked, body)] if _own_words(asked, finder) else []),
    )
    return tuple(dict.fromkeys((first, *others)))


def _tells_itself(answer: Answer) -> bool:
    """Whether what happened did so with the report that is cited for it, and not long before."""
    published = answer.citations[0].published
    return not answer.lead or (published is not None and day_words(published) in answer.lead)


def _put_otherwise(asked: str, earlier: Sequence[Turn], finder: BodyFinder) -> Question | None:
    """A question that puts an earlier one otherwise, of those answered from the ledger; else None."""
    # "Who signed that?" is asked of a report that was cited, and leaves the subject as it was.
    led = next((turn for turn in reversed(earlier) if not turn.question.report_id), None)
    if led is None or not led.answer.lead:
        return None
    put = asked_again if led is earlier[-1] else asked_of_it
    again = put(asked, led.question.text, finder)
    if not again:
        return None
    # Put otherwise, it is of the bodies that it was of; a question of its own is of the one spoken of.
    return Question(again, asked, _body_of(led, finder) if again == asked else led.question.body)


def best_supported(meant: Iterable[Question], answer: Callable[[Question], Answer]) -> Answer:
    """The answer to the first of a question's meanings or, where it has none, the surest one to another."""
    answers: list[Answer] = []
    for question in meant:
        answers.append(answer(question))
        if answers[0].answered:
            break
    # Of refusals the first is kept: it is of what the question most likely means.
    return max(answers, key=lambda one: (one.answered, one.confidence if one.answered else 0.0))


def _own_words(text: str, finder: BodyFinder) -> list[str]:
    """The words of meaning in a text, without names of bodies."""
    matter = finder.find(text).without_names(text)
    return [word for word in content_words(matter) if word not in _ASKING]


def _of_another(question: str, asked: str, finder: BodyFinder) -> str:
    """The last question, with the body it names (or none) given way to the one now asked about."""
    mention = finder.find(asked)
    named = " and ".join(asked[start:end] for start, end in mention.spans)
    if len(mention.bodies) == 1:
        # "Cleveland" may be of two kinds: it is the one that there are reports about.
        named = mention.bodies[0]
    spans = finder.find(question).spans
    if not spans:
        return f"{question.rstrip(' ?')} ({named})?"
    start, end = spans[0]
    return f"{question[:start]}{named}{question[end:]}"


def _body_of(turn: Turn, finder: BodyFinder) -> str:
    """The one body the last turn was about: named, carried over, or cited."""
    named = finder.find(turn.question.text).bodies
    if len(named) == 1:
        return named[0]
    if named:
        return ""
    cited = {citation.body for citation in turn.answer.citations}
    return turn.question.body or (cited.pop() if len(cited) == 1 else "")


def _topic_of(question: str, asked: str, finder: BodyFinder) -> str:
    """The words of the last question that say its matter; its status gives way to one asked for now."""
    words = _own_words(question, finder)
    if _STATUS.search(asked):
        words = [word for word in words if not _STATUS.fullmatch(word)]
    here = set(content_words(asked))
    kept = [word for word in dict.fromkeys(words) if word not in here]
    # "cause of concern" is one thing, and read as one.
    joined = (f"{a} of" if f"{a} of {b}" in question.lower() else a for a, b in pairwise(kept))
    return " ".join((*joined, *kept[-1:]))


def _about(topic: str, asked: str) -> str:
    """The question under its topic, as under a heading."""
    joined = _JOINED.match(asked)
    rest = asked[joined.end() :] if joined else asked
    return f"{topic}: {rest or asked}" if topic else asked
