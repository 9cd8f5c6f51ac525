"""The matters that a report's causes of concern are about, as it names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from corpus.clean import one_line
from corpus.dates import MONTH_NUMBERS

NUMBERS = {
    word: number
    for number, word in enumerate("no one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1, "both": 2, "neither": 2, "single": 1}
ORDINALS = {
    word: number for number, word in enumerate("first second third fourth fifth sixth seventh eighth".split())
}
COUNT = rf"(?:\d{{1,2}}|{'|'.join(word for word in NUMBERS if len(word) > 2)})"

# Words that many names have, and that tell none from another.
_COMMON = frozenset(
    """
    a about actual all an and are as at be been being better by can case cases cause causes concern
    concerned concerns did do does done effective effectively first for force forces fourth from had has
    have how in inspectors into is issue it its kind last manage managed management manages managing
    matter more new not of on one or other others over people police policing practice practices problem
    properly quality raised related relates risk risks second service services set so some subject team
    than that the their them these they third this those through to two was way ways well were what when
    where whether which who whole whose with within work working works
    """.split()
)
# The numbers that the police, and health care, are called by: 101 calls are other calls than 999 calls.
_CALLED = frozenset(("101", "111", "999"))
_ENDINGS = (
    "ations",
    "ation",
    "ating",
    "ated",
    "ates",
    "ate",
    "ings",
    "ing",
    "ions",
    "ion",
    "ive",
    "ers",
    "er",
    "ies",
    "ed",
    "es",
    "s",
    "y",
)
_MONTHS = "|".join(name.capitalize() for name in MONTH_NUMBERS)
_LEADING = re.compile(
    r"^(?:(?:and|also|the|its|on|about|that|in)\s+)*"
    r"(?:(?:first|second|third|fourth|fifth|sixth|last|other|one|another)\b(?: of (?:them|these|those))?\s*)?"
    r"(?:cause of concern\s*)?"
    r"(?:(?:is|was|are|were|relat(?:es|ed|ing)|concern(?:s|ed|ing)?|cover(?:s|ed)?)\s+)*"
    r"(?:(?:about|on|of|to|with|in|for)\s+)?(?:the\s+)?"
    r"(?:(?:ways?|manner) (?:in which\s+)?(?!it\b))?",
    re.IGNORECASE,
)
# What follows a name and is no part of it.
_ASIDE = re.compile(
    r":\s|,? (?:and|but) (?:because|the force|the service|it|this|that|he|she|they|was|is|has)\b|"
    r", (?:which|who|where|including|such as|because|"
    r"so|at which|often|raised|issued|found|published|came|from|has)\b|,? (?:raised|issued|"
    r"found) (?:before|in)\b|"
    r" (?:that (?:we|the inspect\w+)|(?:on \d{1,2} |in |since |last |this )(?:"
    + _MONTHS
    + r")|(?:in|since) \d{4})\b|"
    r" (?:will|would|has|have|had) (?:be|been|not)\b"
)
_HEADING_LEAD = re.compile(
    r"^(?:progress (?:on|against|with)\s+)?(?:the\s+)?(?:(?:first|second|third|fourth|accelerated|new|"
    r"remaining)\s+)?"
    r"(?:causes? of concern(?:\s*(?:\d+|[ivx]+))?|areas? of concern)\s*(?:[:\u2013\u2014-]|about|on)\s*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_SHORT = re.compile(r"\b((?:[A-Za-z][\w-]*[ -]){1,7}[A-Za-z][\w-]*)\s*\(([A-Z][A-Za-z]{1,8})\)")


@dataclass(frozen=True, slots=True)
class Matter:
    """What a cause of concern is about: its names in one report, the one to show first."""

    names: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.names[0]


def clean_name(words: str) -> str:
    """A name without what leads to it: "The first is about the way MARACs work." -> "MARACs work"."""
    name = _ASIDE.split(one_line(words), maxsplit=1)[0].strip(" .;:,\u201c\u201d\"'")
    return _LEADING.sub("", name).strip(" .;:,") or name


def name_of_heading(heading: str) -> str:
    """The matter a heading names: "Cause of concern: prevention" -> "prevention"."""
    return _HEADING_LEAD.sub("", one_line(heading)).strip(" .:")


def content(name: str, short_forms: dict[str, str] | None = None) -> frozenset[str]:
    """The stems that tell one matter from another; short forms are put in full where they are known."""
    return _content(name, tuple((short_forms or {}).items()))


@lru_cache(maxsize=4_096)
def _content(name: str, short_forms: tuple[tuple[str, str], ...]) -> frozenset[str]:
    text = _BRACKETS.sub(r" \1 ", one_line(name))
    for short, full in short_forms:
        text = re.sub(rf"\b{re.escape(short)}s?\b", full.replace("\\", r"\\"), text)
    # A letter and its accent are one letter, however they are written.
    text = normalize("NFC", text.lower())
    words = re.findall(r"[^\W_]+", text.replace("\u2019s", "").replace("'s", ""))
    kept = [word for word in words if word not in _COMMON and (not word.isdigit() or word in _CALLED)]
    return frozenset(stem(word) for word in kept)


def stem(word: str) -> str:
    """A word less its ending, so that "investigating" and "investigations" are one; four letters stay."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def short_forms_of(text: str) -> dict[str, str]:
    """The short forms that a text explains: "registered sex offenders (RSOs)" -> {"RSO": ...}."""
    found: dict[str, str] = {}
    for match in _SHORT.finditer(text):
        short = match[2].rstrip("s") if match[2].endswith("s") else match[2]
        letters = [letter for letter in short if letter.isupper()]
        words = re.split(r"[ -]", match[1])
        for first in range(len(words)):
            initials = "".join(
                word[:1].upper() for word in words[first:] if word.lower() not in {"and", "of", "for"}
            )
            if initials == "".join(letters).upper():
                found[short] = " ".join(words[first:])
                break
    return found


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the smaller set of stems is in the other: 0 to 1."""
    small = min(len(one), len(other))
    return len(one & other) / small if small else 0.0


def split_names(words: str, count: int = 0) -> list[str]:
    """The names in an enumeration: "A, B and C", "one about A, the other about B".

    `count` is how many there are to be, 0 where that is not known: of several ways to split it the one that
    gives so many is taken, since a name may have "and" in it.
    """
    words = one_line(words).strip(" .:;")
    ways = [
        re.split(
            r"\s*(?:,|;)?\s*\b(?:and|while)?\s*\b(?:one|another|(?:the )?(?:other|first|second|third|"
            r"fourth|last))"
            r"(?: (?:is|was|of them))?(?= (?:about|on|concern|relat|is|was|of))",
            words,
        ),
        re.split(r",? and (?=(?:on|about|in|with) )|, (?=(?:on|about) )", words),
        re.split(r", and |; and |; ", words),
        re.split(r", (?:and )?|; (?:and )?", words),
        _last_split(re.split(r", (?:and )?", words)),
        re.split(r" and ", words),
        [words],
    ]
    cleaned = [[clean_name(piece) for piece in way if piece.strip(" ,.;:")] for way in ways]
    if count:
        exact = [way for way in cleaned if len(way) == count]
        return exact[0] if exact else []
    for way in cleaned[:2]:
        if len(way) > 1:
            return way
    listed = cleaned[4] if "," in words else cleaned[6]
    return listed


def _last_split(pieces: list[str]) -> list[str]:
    """The last of several pieces divided once more at its last "and"."""
    head, _, tail = pieces[-1].rpartition(" and ")
    return [*pieces[:-1], head, tail] if head else pieces
