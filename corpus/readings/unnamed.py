"""What a sentence says of causes of concern that it does not name: of the one there is, of all, of so many.

Which those are, earlier reports may tell: "The cause of concern has been closed", "all four are closed".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.readings.counts import NUMBERS
from corpus.readings.plain import is_surely_counted, says_all_save

ALL = -1
"""For a number of causes of concern: all there are."""

_I = re.IGNORECASE
_N = "|".join(NUMBERS)
_ITS = r"(?:the|its|your|our|their|these|those|this|that|his|her)"
_KIND = r"(?:\s(?:accelerated|remaining|outstanding|original|old|existing|open|current|force's|service's))?"
_ADVERB = (
    r"(?:(?:now|all|both|therefore|formally|since|also|already|today|each|thus|fully|finally|then|still|as a "
    r"result|accordingly)\s)*"
)
_DONE = (
    r"(?:closed|discharged|signed off|lifted|removed|withdrawn|no longer (?:a )?causes? of concern|"
    r"resolved to our satisfaction|addressed to our satisfaction|at an end|come to an end|ended|stood down|"
    r"brought to (?:a close|an end))"
)
_BE = rf"(?:is|are|was|were|has|have|had)\s{_ADVERB}(?:been\s)?{_ADVERB}"
_ONE = rf"{_ITS}{_KIND}(?:\s(?:only|single|sole|last|one))?{_KIND}\scause\sof\sconcern"
_MANY = (
    rf"(?:both|all(?:\sof)?(?:\s{_ITS})?(?:\s(?:{_N}))?|{_ITS}(?:\s(?:{_N})))(?:\sof)?(?:\s{_ITS})?{_KIND}"
    r"\scauses\sof\sconcern"
)
# What a cause of concern is about would follow: then it is named.
_NOT_NAMED = r"(?!\s(?:about|on|over|for|relating|related|regarding|concerning|around|with|in|of|to|that)\b)"


def _part(name: str) -> str:
    """So many of so many: the first under that name, the others under `name` + "of"."""
    return rf"(?<!\bin )(?P<{name}>{_N})\sof\s(?:{_ITS}\s)?(?:(?P<{name}of>{_N})\s)?causes\sof\sconcern"


_ABOUT_THIS = (
    r"(?:\s(?:about|on|in|for|with)\s(?:this|that|it|these|those)(?:\s(?:area|matter|subject|issue))?)?"
)
_WE = r"(?:I|we|inspectorate|HMICFRS|inspectors?|and)"
_CLOSING = (
    rf"\b{_WE}\s(?:(?:(?:have|has|had|did|am|are)\s)?{_ADVERB}"
    r"(?:closed|discharged|signed off|lifted|removed|withdrawn|withdrew)|"
    rf"(?:am|are|is|was|were)\s{_ADVERB}(?:content|happy|able|pleased|glad)\sto\s(?:close|discharge|lift|"
    rf"sign off))\s"
)
_THE_ONE = re.compile(
    rf"\b{_ONE}\s{_BE}{_DONE}\b|{_CLOSING}{_ONE}\b{_ABOUT_THIS}{_NOT_NAMED}|"
    rf"\b(?:this|that|it)\s(?:(?:is|was)\s{_ADVERB}no longer|no longer (?:meets|met) the threshold (?:for|"
    rf"of)) "
    r"(?:a )?cause of concern\b|"
    rf"\b{_WE}\sno longer ha(?:s|ve) (?:a|any) causes? of concern\b{_ABOUT_THIS}{_NOT_NAMED}",
    _I,
)
_ALL_OF_THEM = re.compile(rf"\b{_MANY}\s{_BE}{_DONE}\b|{_CLOSING}{_MANY}\b{_NOT_NAMED}", _I)
_SO_MANY = re.compile(rf"\b{_part('first')}\s{_BE}{_DONE}\b|{_CLOSING}{_part('second')}\b{_NOT_NAMED}", _I)
# "Neither is now a cause of concern."
_NONE_IS = re.compile(
    rf"^\W*(?:(?P<neither>neither)|none)(?: of (?:them|these|{_ITS}(?: (?P<count>{_N}))?))? (?:is|are)"
    r"(?: (?:now|any longer|still|any more))* (?:a )?causes? of concern\b(?: (?:now|any longer|"
    r"any more))?\W*$",
    _I,
)
# "The second of these is now closed", "the first cause of concern has been discharged".
_PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_BY_PLACE = re.compile(
    rf"\bthe (?P<place>{'|'.join(_PLACES)})(?: of (?:these|them|those|"
    rf"the (?:{_N})))?(?: causes? of concern)? {_BE}{_DONE}\b",
    _I,
)
_NUMBERED = re.compile(rf"\b(?P<count>both|{_N})\b", _I)
_NOT_ALL = re.compile(
    r"\b(?:not|none|neither|never|nor|only|unless|except|apart from|in part|part(?:ly|ially)|re-?opened)\b|"
    r"\b(?:union|panel|board|force|service|brigade|federation|commissioner|authority|councils?|councillors?|MPs?|"
    r"residents?|campaigners?)\b[^.;]{0,40}\b(?:says?|said|(?:was|were) told|tells?|claims?|claimed|"
    r"reports?|reported)\b",
    _I,
)
# "Causes of concern 1 and 3".
_BY_NUMBER = re.compile(
    r"\bcauses? of concern (?:nos?\.? |numbers? )?"
    r"(?P<numbers>\d{1,2}(?:(?:, (?:and )?| and | & | to |-|\u2013)\d{1,2})*)"
    rf"(?=\s(?:(?:{_BE}|remains?|stays?|will|,)|and\b)|[,;.:]\s|\s*$)",
    _I,
)
_RANGE = re.compile(r"(\d{1,2})(?: to |-|\u2013)(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Unnamed:
    """So many causes of concern that are closed; ALL for all, out of `of` where that is said."""

    count: int
    of: int = 0


def closed_unnamed(text: str) -> Unnamed | None:
    """How many causes of concern a text plainly says to be closed without saying which; else None."""
    if not is_surely_counted(text) or "recommendation" in text.lower():
        return None
    if match := _NONE_IS.match(text):
        return Unnamed(ALL, 2 if match["neither"] else NUMBERS.get((match["count"] or "").lower(), 0))
    if says_all_save(text) or _NOT_ALL.search(text):
        return None
    if _BY_PLACE.search(text):
        return Unnamed(1)
    if "of concern" not in text:
        return None
    if match := _SO_MANY.search(text):
        count, of = match["first"] or match["second"], match["firstof"] or match["secondof"] or ""
        return Unnamed(NUMBERS[count.lower()], NUMBERS.get(of.lower(), 0))
    if match := _ALL_OF_THEM.search(text):
        number = _NUMBERED.search(match[0])
        count = number["count"].lower() if number else ""
        return Unnamed(ALL, 2 if count == "both" else NUMBERS.get(count, 0))
    return Unnamed(1) if _THE_ONE.search(text) else None


def numbers_of(text: str) -> list[int]:
    """The numbers by which a text calls causes of concern: "1 and 3", "the second"; else none."""
    if match := _BY_PLACE.search(text):
        return [_PLACES[match["place"].lower()]]
    numbers: set[int] = set()
    for match in _BY_NUMBER.finditer(text):
        numbers.update(map(int, re.findall(r"\d+", match["numbers"])))
        for first, last in _RANGE.findall(match["numbers"]):
            numbers.update(range(int(first), int(last) + 1))
    return sorted(numbers)
