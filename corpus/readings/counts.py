"""How many a sentence says a status of, and of how many: "three of the five are closed" -> (3, 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_I = re.IGNORECASE
_UNITS = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
_SPELT = [*_UNITS, *_TEENS, *(f"twenty-{word}" for word in _UNITS)]
NUMBERS = {word: number for number, word in enumerate(_SPELT, start=1)} | {"single": 1}
"""Numbers by their words."""

_MONTHS = "(?-i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_LENGTHS = r"days?|weeks?|fortnights?|months?|quarters?|years?|hours?|minutes?|per\s?cent"
# No part of another word, of a sum or longer number, of a date, or of how long something takes.
_N = (
    r"(?<![\w./,£$\[\u2013-])(?<!\bno\s)(?<!\bnot\s)(?<!\bany\s)(?<!\bevery\s)"
    rf"(?:\d{{1,2}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
    r"(?![\w/%-]|[.,:\u2013]\d|"
    rf"(?:\s(?:and|or|to)\s\d{{1,2}})?\s{_MONTHS}\b|\s(?:{_LENGTHS}|another)\b)"
)
_THE = r"(?:(?:the|its|these|those|their|our|your|his|her)\s)?(?:(?:old|original|other|remaining)\s)?"
_OF = rf"(?:(?:\srecommendations?)?\s(?:out\s)?of|\srecommendations?\sin)\s{_THE}"
_PLACE = "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|other|only)"
_STANDS = r"(?=[,.;]|\s(?:is|are|was|were|has|have|had|remains?|stays?|stands?|can|will)\b|$)"
_COUNTED = re.compile(
    r"\b(?:(?:all|each|every\sone|any|none|neither|not\sone|both)(?:\sof)?"
    rf"|no\srecommendations?\sof)\s{_THE}(?P<all>{_N})"
    r"|\b(?P<both>both|neither)\b"
    rf"|\brecommendation(?P<called>\s{_N}|s\s{_N}(?:,\s{_N})*,?\sand\s{_N})"
    rf"|(?P<count>{_N})(?:{_OF}(?P<of>{_N}))?"
    rf"|\b(?:the|its|our|your|their|this|that)\s(?P<places>{_PLACE}(?:(?:,\s|,?\sand\s)(?:the\s)?{_PLACE})*)"
    rf"(?:{_OF}(?P<places_of>{_N})|\s(?:[a-z]+\s)?recommendation\b|(?<=d)\srecommendations\b|{_STANDS})"
    r"|\b(?:the|its|this|that)\s(?P<single>recommendation)\b",
    _I,
)
_RECOMMENDED = re.compile(r"(?:\s(?!of\b)[a-z-]+){0,2}\srecommendations?\b|\s(?:were\s)?made\b", _I)
# "Forty calls": a number of something else.
_ELSE = re.compile(
    r"\s(?!(?:recommendations|causes|areas|concerns|matters|issues|problems|failings|points|items|actions|things"
    r"|measures|requirements|others|demands|tasks|steps|changes"
    r"|is|was|has|remains|stays|stands|as|its|this|across|always|thus)\b)[a-z]+s\b"
)
_NAMED = re.compile(rf"\b(?:concern|CoC|nos?\.|numbers?|para\w*|part|page|section|phase|{_MONTHS})\s\Z", _I)
_OUT_OF = re.compile(rf"(?:\A|[,;:]\s|\bbut\s)(?:out\s)?of\s{_THE}\Z", _I)
_WHOLE = re.compile(rf"\bof\s{_THE}\Z", _I)
_SAYS = {
    "raised": re.compile(
        r"\brecommendations?\b|\b(?:ma[dk]e|gave|given|issued|raised|set|came|carr\w+)\b", _I
    ),
    "closed": re.compile(
        r"\b(?:closed?|met|discharged|complete\w*|fulfilled|implemented|satisfied|signed off|done|addressed|"
        r"carried out|dealt with|lifted|finished)\b",
        _I,
    ),
    "open": re.compile(r"\b(?:open|outstanding|remain\w*|not|left|still|yet|unmet|to go)\b", _I),
    "progress": re.compile(r"\bprogress\w*|\b(?:under way|advanc\w+)\b", _I),
    "partly met": re.compile(r"\bpart(?:ly|ially)?\b|\bhalf\b", _I),
}
_DIRECTLY = re.compile(r"\s(?:(?:only|just|the|its|our|your|all)\s)*", _I)
_BETWEEN = r"(?:(?!recommendations?\b|of\sconcern)[\w-]+\s){0,3}?"
_CONCERNS = re.compile(
    rf"\b(?P<both>both|neither)\s{_BETWEEN}(?:causes?|areas?)\sof\sconcern\b"
    rf"|\b(?P<one>one|single)\s{_BETWEEN}(?:cause|area)\sof\sconcern\b"
    rf"|(?P<count>{_N})\s{_BETWEEN}(?:causes|areas)\sof\sconcern\b",
    _I,
)


# "All four are open", "None of the three has been closed": said of all there are.
_STILL = r"(?:(?:all|both|still|now|therefore|thus|yet|so\sfar|today)\s)*"
_OF_THEM = r"(?:\s(?:of\s(?:them|these|those)|causes\sof\sconcern))?"
_ALL_STAND = re.compile(
    rf"\b(?:all(?:\s{_THE}(?P<all>{_N}))?|each\sof\s{_THE}(?P<each>{_N})|(?P<both>both)|{_THE}(?P<count>{_N})|the\scauses\sof\sconcern)"
    rf"{_OF_THEM}\s(?:are|remain|stay|stand|were|is|remains|stands)\s{_STILL}(?P<status>open|closed|outstanding|in\splace)\b",
    _I,
)
_NONE_CLOSED = re.compile(
    rf"\b(?:(?P<neither>neither)|none|not\sone)(?:\sof\s(?:them|these|{_THE}(?P<count>{_N})|the))?"
    rf"(?:\scauses\sof\sconcern)?\s(?:is|are|was|were|(?:has|have|had)\s(?:yet\s)?been)\s{_STILL}"
    r"(?:closed|discharged|resolved|lifted|signed\soff)\b",
    _I,
)

# "Two are closed", after "The force has three front counters": counted out of something else.
_ONLY_COUNTS = re.compile(
    r"^\W*(?:(?:and|but|of (?:these|them|those),?|now|today|so far),? )?"
    rf"(?:all|both|neither|none|{_N})(?: of (?:them|these|those|the {_N}))?(?: {_N})?"
    r"\s(?:is|are|was|were|has|have|had|remain|stay|stand)[^;:]{0,60}$",
    _I,
)
_OF_CONCERN = (
    r"(?:recommendations?|causes?|areas?|concerns?|matters?|issues?|problems?|failings?|points?|items?|things?|"
    r"subjects?|findings?|themes?|faults?|heads?|topics?|worries|weaknesses|deficiencies|shortcomings|reasons|"
    r"questions|them|these|those|charges|grounds|defects)"
)
_SOMETHING_ELSE = re.compile(
    rf"\b(?:{_N}|several|a dozen)\s(?:(?!{_OF_CONCERN}\b|(?:of|in|were|are|was|is|and)\b)[a-z-]+\s)"
    rf"{{0,2}}(?!(?:{_OF_CONCERN}|is|was|has|{_LENGTHS}|times|this|as|its|his|pounds|others|ones)\b)[a-z-]+s\b",
    _I,
)


@dataclass(frozen=True, slots=True)
class _Count:
    """`count` things out of `of`, 0 where the words do not say; a `whole` is what others are counted out of.

    `named` where it says which and not how many ("the third").
    """

    start: int
    end: int
    count: int
    of: int = 0
    whole: bool = False
    recommended: bool = False
    named: bool = False


def counted(text: str, status: str, before: Sequence[str] = ()) -> tuple[int, int]:
    """How many of them a sentence says a status of, and of how many; 0 where it does not count.

    Of several counts the one that stands last before the words of the status, or directly after them; the
    whole may have been told in the same sentence ("Of its five recommendations, three are met") or in one
    `before` it.
    """
    found = list(_counts(text))
    parts = _eligible(found, status)
    if not parts:
        return 0, 0
    gaps = [
        (max(0, verb.start() - one.end), number)
        for verb in _SAYS.get(status, _SAYS["open"]).finditer(text)
        for number, one in enumerate(parts)
        if one.end <= verb.start()
        or (verb.end() < one.start and _DIRECTLY.fullmatch(text, verb.end(), one.start))
    ]
    chosen = parts[min(gaps)[1] if gaps else 0]
    if status == "raised":
        return chosen.count, 0
    of = chosen.of if chosen.of >= chosen.count else 0
    of = of or _whole(found, chosen.count)
    for sentence in reversed(before):
        of = of or _whole(list(_counts(sentence)), chosen.count)
    return chosen.count, of


def counts_something_else(text: str, before: Sequence[str]) -> bool:
    """Whether a sentence only counts some of what the last of those before it counts, of no concern."""
    if not before or "concern" in text or not _ONLY_COUNTS.match(text):
        return False
    last = before[-1]
    if re.search(rf"\b{_OF_CONCERN}\b", last, _I):
        return False
    return bool(_SOMETHING_ELSE.search(last))


def counted_concerns(text: str) -> int:
    """How many causes of concern a sentence counts, 0 where it counts none, or others out of them."""
    numbers = (
        2 if match["both"] else _number(match["count"] or match["one"])
        for match in _CONCERNS.finditer(text)
        if not _stands_before(_OUT_OF, text, match.start())
    )
    return max(numbers, default=0)


def all_stand(text: str) -> tuple[str, int] | None:
    """What a sentence says of all causes of concern alike, "open" or "closed", and of how many.

    0 where it does not count them; None where it says nothing of all.
    """
    if "recommendation" in text.lower():
        return None
    if match := _NONE_CLOSED.search(text):
        return "open", 2 if match["neither"] else _number(match["count"])
    if match := _ALL_STAND.search(text):
        count = 2 if match["both"] else _number(match["all"] or match["each"] or match["count"])
        return ("closed" if match["status"].lower() == "closed" else "open"), count
    return None


def counted_for(text: str, names: Sequence[str]) -> tuple[int, int]:
    """How many recommendations a sentence says are on what bears those names, and of how many; 0 if not."""
    for name in names:
        of_it = (
            rf"(?:(?P<part>{_N}){_OF})?(?P<count>{_N})(?:\srecommendations?)?\s"
            r"(?:on|for|about|under|to|concerning)\s(?:the\s)?"
        )
        if match := re.search(rf"{of_it}{re.escape(name)}\b", text, _I):
            count = _number(match["count"])
            return (_number(match["part"]), count) if match["part"] else (count, 0)
    return 0, 0


def _counts(text: str) -> Iterator[_Count]:
    """The counts in a text, in order, without numbers of other things."""
    for match in _COUNTED.finditer(text):
        start, end = match.span()
        of = _number(match["of"] or match["places_of"])
        if match["both"]:
            yield _Count(start, end, 2, 2)
        elif match["single"]:
            yield _Count(start, end, 1, named=True)
        elif match["called"]:
            yield _Count(start, end, len(re.findall(_N, match["called"], _I)), named=True)
        elif match["places"]:
            count = len(re.findall(_PLACE, match["places"], _I))
            yield _Count(start, end, count, of, named=not of)
        elif _stands_before(_NAMED, text, start) or (
            _number(match["of"] or match["all"] or match["count"]) > 1 and _ELSE.match(text, end)
        ):
            continue
        elif match["all"]:
            count = _number(match["all"])
            yield _Count(start, end, count, count)
        else:
            whole = not of and _stands_before(_WHOLE, text, start)
            recommended = bool(_RECOMMENDED.match(text, end))
            yield _Count(start, end, _number(match["count"]), of, whole, recommended)


def _stands_before(pattern: re.Pattern[str], text: str, position: int) -> bool:
    """Whether a pattern, which ends with `\\Z`, stands just before a position."""
    return bool(pattern.search(text, max(0, position - 40), position))


def _eligible(found: Sequence[_Count], status: str) -> Sequence[_Count]:
    """Those that a status can be said of: how many comes before which, and that before a whole."""
    if status == "raised":
        return [one for one in found if one.recommended] or found
    parts = [one for one in found if not one.whole]
    return [one for one in parts if not one.named] or parts or found


def _whole(found: Sequence[_Count], count: int) -> int:
    """The number of all recommendations that some counts tell, more than `count`; 0 where they do not."""
    told = [one.of or one.count for one in found if one.of or one.whole or one.recommended]
    return max((number for number in told if number > count), default=0)


def _number(word: str | None) -> int:
    return int(word) if word and word.isdigit() else NUMBERS.get((word or "").lower(), 0)
