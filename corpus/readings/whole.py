"""Names made whole: "vulnerability" and "first contact" of "vulnerability at first contact" are one name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.matters import clean_name, content

# What leads on from a name, where what it leads to was not taken for part of it: "misconduct of a".
LED_ON = re.compile(
    r"(?:[\s,;:]+(?:a|an|and|at|by|for|from|in|of|on|or|the|that|to|with|without|which|who|is|are|was|were))+$",
    re.IGNORECASE,
)
# What is said of causes of concern, and is none.
NO_MATTER = re.compile(
    r"(?:the\s|its\s)?(?:Engage|Scan|special measures|(?:enhanced|routine) monitoring|causes? of concern|"
    r"recommendations?|force|service|brigade|inspectorate|inspectors?|letter|report|notice)(?:['\u2019]s)?",
    re.IGNORECASE,
)
# What lies between two parts of one name.
_LINKED = re.compile(
    r"\s(?:at|of|in|for|to|with|by|from|on)\s"
    r"(?:(?!(?:and|or|one|another|those|that|is|are|was|were)\b)\w+\s){0,4}",
    re.IGNORECASE,
)
_ANDED = re.compile(
    r",?\s(?:and|or)\s(?:(?!(?:another|one|those|that|is|are|was|were|has|have|about|on|\w+ed|found|said)\b)\w+\s){0,4}",
    re.IGNORECASE,
)
_THEN = re.compile(r",\s(?:(?:the|its|how)\s)*", re.IGNORECASE)
_THEN_AND = re.compile(r",\s(?:and|or)\s(?:(?:the|its|how)\s)*", re.IGNORECASE)
# "A second cause of concern about", "the fourth concerns", "the concern in 2024 was".
_NTH = r"(?:first|second|third|fourth|fifth|sixth|other|last|latest|new|further|single|only|former|latter)"
_THE_WAY = r"(?:(?:the|its)\s(?:ways?\s)?(?:in which\s)?|how\s)*"
_OF_ONE = re.compile(
    r"\b(?:(?:(?:a|an|another|this|that|(?:a|the)\s(?:first|second|third|fourth|fifth|other|last|latest|new|"
    r"further|single|only))\s(?:(?:new|further|second|third|fourth|serious|single)\s)*"
    r"(?:cause of concern|concern|one)|the (?:cause of concern|concern|one)|one(?:\scause of concern)?)\b"
    r"(?:(?!\bconcerns?\b|\bone\b)[^.;:]){0,60}?\b(?:about|on|over|regarding|concerning)"
    rf"|the\s{_NTH}(?:\sone)?(?:,[^.;:,]{{0,40}},)?\s(?:(?:is|was)\s)?"
    r"(?:about|on|over|regarding|concern(?:s|ed|ing)|cover(?:s|ed))"
    r"|the (?:cause of )?concern(?:\s(?:in|of)\s(?:19|20)\d\d)?,?\s(?:is|was))"
    rf"\s{_THE_WAY}$",
    re.IGNORECASE,
)
# What follows tells more of the name before it: "training, including refresher training for drivers".
_MORE_OF_IT = re.compile(
    r",?\s(?:including|such as|among them|in particular)\s"
    r"(?:(?![;:]|,\s(?:and|or)\s|\b(?:and|or|but)\s(?:one|another|the other|on|about)\b).)*",
    re.IGNORECASE,
)

# "One was about prevention: visits were late", "the concern was that visits were late": all of one matter.
_EXPLAINED = re.compile(r":\s(?!(?:and|one|the (?:first|second|other))\b)", re.IGNORECASE)
_ANOTHER = re.compile(
    r";|\b(?:and|but|while)\s(?:(?:a|an|the)\s(?:second|third|fourth|fifth|other|last|new|further)|another|one)\b",
    re.IGNORECASE,
)
_WAS_THAT = re.compile(
    r"\b(?:the|one|another|this)\s(?:(?:first|second|third|fourth|other|last)\s)?(?:cause of )?concern"
    r"(?:\s(?:in|of)\s(?:19|20)\d\d)?,?\s(?:is|was)\sthat\s(?:the\s|its\s)?$",
    re.IGNORECASE,
)


def whole_names(text: str, names: Sequence[str], known: Sequence[frozenset[str]] = ()) -> list[str]:
    """The names found in a text, those that are parts of one name made whole.

    "Vulnerability" and "contact" of "vulnerability at the first point of contact" are one; so are two that
    are joined with "and" where the text speaks of one cause of concern, where they are the last of an
    enumeration ("A, B, and C and D"), or where a name of their stems together is `known`.
    """
    spans = _spans(text, names)
    whole: list[tuple[int, int]] = []
    for place, (start, end) in enumerate(spans):
        if whole and _is_one(text, whole, start, end, last=place == len(spans) - 1, known=known):
            whole[-1] = (whole[-1][0], end)
        elif not (whole and _tells_more(text, whole, start)):
            whole.append((start, end))
    return [text[start:end] for start, end in whole]


def _tells_more(text: str, whole: Sequence[tuple[int, int]], start: int) -> bool:
    """Whether what stands from `start` on only tells more of the last of the names made whole."""
    begin, finish = whole[-1]
    if text[finish:start] == " (" or _ANOTHER.search(text, finish, start):
        return False
    if _MORE_OF_IT.fullmatch(text, finish, start):
        return True
    if _EXPLAINED.match(text, finish, start):
        return bool(_OF_ONE.search(text[:begin]))
    return bool(_WAS_THAT.search(text[: whole[0][0]]))


def _spans(text: str, names: Sequence[str]) -> list[tuple[int, int]]:
    """Where the names stand, without those that are but a part of what leads to one: "the"."""
    spans: list[tuple[int, int]] = []
    end = 0
    for name in names:
        start = text.find(name, end)
        if start < 0:
            continue
        end = start + len(name)
        bare = LED_ON.sub("", name)
        if (content(bare) or re.search(r"\d", bare)) and not NO_MATTER.fullmatch(clean_name(bare)):
            spans.append((start, start + len(bare)))
    return spans


def _is_one(
    text: str,
    whole: Sequence[tuple[int, int]],
    start: int,
    end: int,
    *,
    last: bool,
    known: Sequence[frozenset[str]],
) -> bool:
    """Whether the last of the names made whole goes on with what stands from `start` to `end`."""
    begin, finish = whole[-1]
    between = text[finish:start]
    if _LINKED.fullmatch(between):
        return True
    if not _ANDED.fullmatch(between):
        return False
    if _OF_ONE.search(text[:begin]) or content(text[begin:end]) in known:
        return True
    # "A, B, and C and D": the comma tells where the last begins.
    if not last or len(whole) < 3:
        return False
    return bool(
        _THEN_AND.fullmatch(text[whole[-2][1] : begin]) and _THEN.fullmatch(text[whole[-3][1] : whole[-2][0]])
    )
