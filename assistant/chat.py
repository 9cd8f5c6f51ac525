"""A conversation -> a question that stands by itself, without a language model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.cues import content_words
from assistant.types import Answer, Question
from index.mention import BodyFinder

_CARRIES_ON = re.compile(r"\s*(?:and|but|so|or|also|then|what about|how about|same for)\b", re.I)
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
    leaning = bool(_CARRIES_ON.match(asked) or _POINTS.search(asked))
    if _THE_REPORT.search(asked) and _POINTS_AT_REPORT.search(asked) and last.answer.citations:
        return Question(asked, asked, body, last.answer.citations[0].report)
    if names_body and not _CARRIES_ON.match(asked):
        return Question(asked, asked)
    few = len(_own_words(asked, finder)) <= FEW_WORDS
    if not leaning and not few:
        return Question(asked, asked, body)
    topic = _topic_of(last.question.text, asked, finder)
    return Question(f"{asked} ({topic})" if topic else asked, asked, body)


def _own_words(text: str, finder: BodyFinder) -> list[str]:
    """The words of meaning in a text, without names of bodies."""
    matter = finder.find(text).without_names(text)
    return [word for word in content_words(matter) if word not in _ASKING]


def _of_another(question: str, asked: str, finder: BodyFinder) -> str:
    """The last question, with the body it names (or none) given way to the one now asked about."""
    named = " and ".join(asked[start:end] for start, end in finder.find(asked).spans)
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
    return " ".join(word for word in dict.fromkeys(words) if word not in here)
