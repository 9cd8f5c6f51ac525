"""What a question is after, told from its words: a person, a date, a number, how things stand now."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WHO = re.compile(
    r"\b(who|whose|whom)\b|\bwhat(?:'s| is| was) the name\b|\bname of the\b|"
    r"\bwhich (?:inspector|person|chief)\b",
    re.I,
)
_WHEN = re.compile(
    r"\b(when|what (?:date|day|month|year)|which (?:date|day|month|year)|how long ago|by what date|since when)\b",
    re.I,
)
_COUNT = re.compile(
    r"\b(how (?:many|much|often|large|big|long|fast|quick(?:ly)?|old)|what (?:percentage|share|proportion|number"
    r"|rate|fraction|per ?cent)|percentage of)\b",
    re.I,
)
_COUNTED = re.compile(
    r"\b(?:how many|what (?:percentage|share|proportion|number|fraction|per ?cent) of)\s+"
    r"((?:[\w'-]+\s*){1,4})",
    re.I,
)
_NOW = re.compile(
    r"\b(still|remain(?:s|ing)?|now|nowadays|current(?:ly)?|latest|at the moment|so far|yet|today|these days|"
    r"newest|most recent(?:ly)?|fixed|resolved|sorted|left to do|outstanding|any ?more|any longer|open|closed|"
    r"over|ended|done with)\b",
    re.I,
)
_THEN = re.compile(
    r"\b(first|original(?:ly)?|at the time|back then|when it was raised|initially|used to)\b", re.I
)

_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|half|third|quarter|none|no|all|"
    "every|both|single|hundred|thousand|million|first|second|once|twice|never"
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
HAS_NUMBER = re.compile(rf"\d|\b(?:{_NUMBER_WORDS})\b", re.I)
HAS_DATE = re.compile(rf"\b(?:19|20)\d\d\b|\b(?:{_MONTHS})\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b", re.I)
# Two capitalised words running, the first not merely the start of a sentence, or a title with a name.
HAS_NAME = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sir|Dame|Lord|Baroness|Inspector|Commissioner|Constable|Officer|Mayor|HMI|HMCI|PCC|"
    r"PFCC|CFO|CC|From|To)[:.]?\s+)?\b[A-Z][\w'’-]+\s+(?:[A-Z][\w'’-]+\s+)?[A-Z][\w'’-]+\b"
)

STOPWORDS = frozenset(
    "a about after again all am an and any are as at be because been before being between but by can could "
    "did do does doing done down during each else ever few for from further get gets getting give given go goes "
    "got had has have having he her here hers him his how i if in into is it its itself just know let like "
    "made make many may me might more most much must my no nor not of off on once only or other our ours out "
    "over own per please put said same say says she should so some such tell than that the their theirs them then "
    "there these they thing things this those through to too under until up us very was we were what when where "
    "which while who whom whose why will with would you your yours happened happen anything something one ones "
    "according find found actually really also many much long".split()
)


@dataclass(frozen=True, slots=True)
class Cues:
    """What a question asks for; several may hold. `counted` are the words for what is counted."""

    person: bool
    date: bool
    number: bool
    counted: tuple[str, ...]
    now: bool

    @classmethod
    def of(cls, question: str) -> Cues:
        """The cues of a question."""
        counted = _COUNTED.search(question)
        words = tuple(content_words(counted.group(1))) if counted else ()
        return cls(
            person=bool(_WHO.search(question)),
            date=bool(_WHEN.search(question)),
            number=bool(_COUNT.search(question)),
            counted=words[:2],
            now=bool(_NOW.search(question)) and not _THEN.search(question),
        )

    def unmet(self, text: str) -> int:
        """How many of the kinds asked for do not occur in a text: 0 is best."""
        return (
            (self.person and not HAS_NAME.search(text))
            + (self.date and not HAS_DATE.search(text))
            + (self.number and not HAS_NUMBER.search(text))
        )


def content_words(text: str) -> list[str]:
    """The words of a text that carry meaning, lower-cased, in order."""
    words = re.findall(r"[^\W_][\w'’-]*", text.lower())
    return [word for word in words if word not in STOPWORDS and len(word) > 1]


def specifics(question: str) -> list[str]:
    """Numbers, years and capitalised words of a question after its first: what an answer must be about."""
    words = re.findall(r"[^\W_][\w'’-]*", question)
    found = [word for word in words if any(letter.isdigit() for letter in word)]
    found += [word for word in words[1:] if word[0].isupper() and word.lower() not in STOPWORDS]
    return list(dict.fromkeys(word.lower() for word in found))
