"""What a question is after, told from its words: a person, a date, a number, a reason, how things stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.words import NAMES_NOBODY, STOPWORDS

_WHO = re.compile(r"\bwho(?:se|m)?\b|\bname of the\b|\bwhich (?:inspector|person|chief|commissioner)\b", re.I)
_AUTHOR = re.compile(r"\b(?:sign(?:ed|s)?|wrote|written|writes?|author(?:ed)?|sent)\b", re.I)
_ADDRESSEE = re.compile(r"\W*(?:To|Cc|Sent to):", re.I)
_WHEN = re.compile(r"\bwhen\b|\b(?:what|which) (?:date|day|month|year)\b|\bhow long ago\b", re.I)
_HOW_LONG = re.compile(
    r"\bhow (?:long(?! ago)|quick(?:ly)?|fast|soon)\b|\bhow many (?:weeks|months|years)\b", re.I
)
_COUNT = re.compile(
    r"\bhow (?:many|much|often|large|big|far)\b|\bpercentage\b|"
    r"\bwhat (?:share|proportion|number|rate|fraction|per ?cent)\b",
    re.I,
)
_COUNTED = re.compile(
    r"\b(?:how many(?: more| fewer| of)?|what (?:percentage|share|proportion|number|per ?cent) of)\s+"
    r"((?:[\w'’-]+\s*){1,3})",
    re.I,
)
_WHY = re.compile(r"\bwhy\b|\bwhat (?:caused|led|made)\b|\breasons?\b|\bhow come\b", re.I)
_STATUS = re.compile(
    r"\b(?:still|remain(?:s|ing|ed)?|open|closed?|shut|fixed|resolved|sorted|addressed|settled|outstanding|"
    r"over(?= yet|\?|$)|left to do|any ?more|any longer|been done|discharged|let go|out of)\b",
    re.I,
)
_OF_SEVERAL = re.compile(r"\W*(?:(?:and|so|but|then|ok|okay)\b\W*)?(?:which|what|how many|list|name)\b", re.I)
_OPEN = re.compile(
    r"\b(?:open|remain\w*|stays?|stands|still|outstanding|unresolved|left|not|cannot|yet to)\b|n['’]t\b", re.I
)
_CLOSED = re.compile(
    r"\b(?:clos(?:ed|es|ure)|shut|discharged|fixed|resolved|sorted|addressed|settled|finished|completed?|"
    r"signed off|put right|dealt with)\b",
    re.I,
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_HAS_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|half|third|quarter|none|"
    r"all|every|both|single|hundred|thousand|million|once|twice)\b",
    re.I,
)
_HAS_DATE = re.compile(rf"\b(?:19|20)\d\d\b|\b(?:{_MONTHS})\b")
_HAS_LENGTH = re.compile(r"\b(?:second|minute|hour|day|week|month|year|immediate|deadline)", re.I)
_HAS_REASON = re.compile(
    r"\b(?:because|since|reasons?|due to|owing|as a result|therefore|so that|after|over|following|means?|"
    r"concern(?:s|ed)?|fail\w*|argu\w+|say|says|said)\b",
    re.I,
)
_HAS_STATUS = re.compile(
    r"\b(?:clos(?:ed|ing|ure)|open|remain\w*|still|stays?|left|leaves?|removed|returned?|returns|"
    r"(?:is|are|was|were|back) in (?:Scan|Engage)|to Scan|addressed|complete\w*|discharged|outstanding|"
    r"progress|met)\b",
    re.I,
)
_SEVERAL = re.compile(
    r"^\W*(?:(?:please|can you|could you)\s+)?list\b|\b(?:what|which|who) (?:are|were)\b|"
    r"^(?!\W*(?:is|are|was|were|has|have|do|does|did|how)\b).*\ball (?:the|of the)\b|"
    r"\b(?:what|which) (?:(?:other|main|key|\d+|two|three|four|five|six) )?"
    r"(?!is\b|was\b|has\b|does\b|happens\b|makes\b|counts\b|means\b)\w+[^\Wsui]s\b",
    re.I,
)
_CAPITALISED = re.compile(r"\b[A-Z][\w'’-]*(?: (?:[A-Z][\w'’-]*))+")


@dataclass(frozen=True, slots=True)
class Cues:
    """What a question asks for; several may hold. `counted` are the words for what is counted."""

    person: bool
    author: bool
    date: bool
    number: bool
    length: bool
    reason: bool
    status: bool
    what_is_open: bool
    what_is_closed: bool
    counted: tuple[str, ...]

    @classmethod
    def of(cls, question: str) -> Cues:
        """The cues of a question."""
        counted = _COUNTED.search(question)
        of_several = bool(_OF_SEVERAL.match(question))
        is_open, is_closed = _says_open(question), _says_closed(question)
        return cls(
            person=bool(_WHO.search(question)),
            author=bool(_WHO.search(question) and _AUTHOR.search(question)),
            date=bool(_WHEN.search(question)),
            number=bool(_COUNT.search(question)),
            length=bool(_HOW_LONG.search(question)),
            reason=bool(_WHY.search(question)),
            status=bool(_STATUS.search(question)),
            what_is_open=of_several and is_open,
            what_is_closed=of_several and is_closed and not is_open,
            counted=tuple(content_words(counted.group(1)))[:2] if counted else (),
        )

    def unmet(self, text: str) -> int:
        """How many of the things asked for (person, date, number, length of time, what is open) a text lacks.

        A text that has no word of how things stand may still be about what is open; one that only says
        what is closed is not.
        """
        return (
            (self.person and not names_person(text))
            + bool(self.author and _ADDRESSEE.match(text))
            + (self.date and not _HAS_DATE.search(text))
            + (self.number and not _HAS_NUMBER.search(text))
            + (self.length and not _HAS_LENGTH.search(text))
            + (self.what_is_open and _says_closed(text) and not _says_open(text))
            + (self.what_is_closed and _says_open(text) and not _says_closed(text))
        )

    def unsaid(self, text: str) -> int:
        """How many of the matters asked for (a reason, how things stand) a text has no word of."""
        return (self.reason and not _HAS_REASON.search(text)) + (self.status and not _HAS_STATUS.search(text))


def _says_open(text: str) -> bool:
    return bool(_OPEN.search(text))


def _says_closed(text: str) -> bool:
    return bool(_CLOSED.search(text))


def asks_for_several(question: str) -> bool:
    """Whether a question asks for a list: "which causes of concern", "what were the reasons"."""
    return bool(_SEVERAL.search(question))


def names_person(text: str) -> bool:
    """Whether a text has two capitalised words running that are not an office, a body or a date."""
    for match in _CAPITALISED.finditer(text):
        words = match.group().lower().split()
        if sum(word not in NAMES_NOBODY for word in words) >= 2:
            return True
    return False


def content_words(text: str) -> list[str]:
    """The words of a text that carry meaning, lower-cased, in order."""
    words = re.findall(r"[^\W_][\w'’-]*", text.lower().replace("’s", "").replace("'s", ""))
    return [word for word in words if word not in STOPWORDS and len(word) > 1]


def specifics(question: str) -> list[str]:
    """Numbers, years and capitalised words of a question after its first: what an answer must be about."""
    words = re.findall(r"[^\W_][\w’'-]*", question.replace("’s", "").replace("'s", ""))
    found = [word for word in words if any(letter.isdigit() for letter in word)]
    found += [word for word in words[1:] if word[0].isupper() and word.lower() not in STOPWORDS]
    return list(dict.fromkeys(word.lower() for word in found))
