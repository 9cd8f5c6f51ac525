"""Which matters a sentence means that it does not name: "both", "the first of these", "all four are open".

They are those that were named together before it, in their order, or all that the report has. What the
reader says of one of them is then said of the others, or of the right one; what it does not say at all is
read from plain words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from corpus.readings.counts import NUMBERS, all_stand, counted, counts_something_else
from corpus.readings.days import each_its_day
from corpus.readings.plain import (
    all_save,
    is_surely_counted,
    names_at,
    plain_status,
    plainly_counted,
    plainly_said,
)
from corpus.readings.said import Names, Period, Said
from corpus.readings.views import View, days_told_in
from corpus.types import CONCERN

_N = "|".join(word for word, number in NUMBERS.items() if 1 < number < 8)
_TOGETHER = re.compile(
    rf"\b(?P<both>both|the pair|neither)\b(?!\s(?:the|its|his|her|their|of the (?!two))\b)"
    rf"|\b(?:(?<!of )the|all|these|those|none of the|all of the)\s(?P<count>{_N})\b"
    r"(?!\s(?!are|were|is|was|have|had|has|remain|stay|stand|causes|concerns|of\sthem|matters)[a-z])"
    r"|\b(?P<all>all of (?:them|these)|them all|none of (?:them|these)|they are all|these are all)\b",
    re.IGNORECASE,
)
_RECOMMENDED_BEFORE = re.compile(r"\brecommendations?\W+(?:\w+\W+){0,2}$", re.IGNORECASE)
_RECOMMENDED_AFTER = re.compile(r"\W+(?:\w+\W+){0,2}recommendation", re.IGNORECASE)
_PLACES = {
    "first": 0,
    "former": 0,
    "second": 1,
    "latter": -1,
    "third": 2,
    "fourth": 3,
    "fifth": 4,
    "last": -1,
}
_PLACE = re.compile(
    rf"\b(?:the|that)\s(?P<place>{'|'.join(_PLACES)})\b(?=\s(?:of\s(?:these|them|the\s(?:{_N})|those)|cause|concern|"
    r"one|is|was|has|had|they|it|he|she|went|stays?|remains?|still|could|did|does|inspectors|the)\b|[,;:.])",
    re.IGNORECASE,
)
# It is said of others, too, or "the first" is the first visit.
_OF_OTHERS = re.compile(
    rf"\b(?:only|save|except|others?|rest|neither|nor|when|both|all|(?:{'|'.join(_PLACES)})\s(?:{_N}|of\s(?:those\s)?\w+s\b"
    r"(?<!these)(?<!those)|recommendations?|inspection|visits?|letters?|reports?|years?|round|time|half|quarter|"
    r"months?|weeks?|days?)|(?:and|nor) (?:the )?(?:first|second|third|fourth|fifth|last|latter))\b",
    re.IGNORECASE,
)

PAST = re.compile(r"\b(?:was|were|had|did)\b")
"""A word that tells of the past."""

_GOES_ON = re.compile(
    r"(?:this|it|that)\s(?:one\s)?(?:relate[sd]|is about|was about|concern(?:s|ed)|has to do with)\b",
    re.IGNORECASE,
)
_ONE_LEFT = re.compile(
    r"\b(?:one|single|only)\s(?:\w+\s){0,2}concern\b[^.;]*\b(?:remain\w*|left|outstanding|open)\b|"
    r"\b(?:one|only)\sremain(?:s|ing)\b[^.;]*\bconcern\b",
    re.IGNORECASE,
)
_THE_OTHER = re.compile(
    r"^(?:(?:but|and|only)\s)?the other(?:\sone|\scause of concern)?\s(?:is|stays|remains|stands|was|has)\b",
    re.IGNORECASE,
)

_NONE_IS = re.compile(
    r"\b(?:none|neither|not one)(?:\sof\s(?:them|these|those|the\s\w+))?\s(?:is|are|has|have|was|were)"
    r"(?:\sbeen)?(?:\sso)?(?:\syet)?\W*$",
    re.IGNORECASE,
)

REMEMBERED = 3
"""So many sentences at most lie between what is meant and where it was named."""

COUNTED = 0.5
"""The chance given to what is only known by counting: whatever a sentence says of it itself comes first."""


def as_meant(
    views: Sequence[View], stood: Mapping[View, Sequence[Said]], matters: Sequence[Names]
) -> dict[View, tuple[Said, ...]]:
    """What each sentence says, with what it says of matters that it means and does not name."""
    closed = {
        one.matter
        for some in stood.values()
        for one in some
        if (one.level, one.status) == (CONCERN, "closed")
    }
    standing = _standing(stood, matters)
    meant: dict[View, tuple[Said, ...]] = {}
    together: list[int] = []
    listed: list[int] = []
    place, last = 0, View("", 0, 0, "")
    for number, view in enumerate(views):
        named = named_in(view.text, matters)
        if view.is_heading or view.heading != last.heading or number - place > REMEMBERED:
            together = []
        said = tuple(stood.get(view, ()))
        of_else = not named and _is_of_else(view, matters)
        if of_else:
            said = tuple(one for one in said if one.level != CONCERN)
        elif view in stood and not named:
            said = _resolved(view, said, together, len(matters), closed)
            said = _of_the_other(view, said, standing)
        elif said:
            plain = all_save(view.text, matters) or plainly_said(view.text, matters)
            said = each_its_day(view, _corrected(said, plain), matters)
        if view in stood and not of_else:
            said = _by_count(view, said, matters, standing)
        status = _status_before(view, last) if len(named) == 1 else ""
        told = [one for one in said if _stands(one)] if status else []
        if told:
            # "One remains. This relates to custody": the sentence before says how it stands.
            likeliest = max(told, key=lambda one: one.chance)
            likeliest = replace(likeliest, matter=named[0], status=status, chance=1.0)
            meant[last] = (*(one for one in meant.get(last, ()) if not _stands(one)), likeliest)
            said = tuple(one for one in said if one not in told)
        meant[view] = said
        # What a list names, item by item, is named together.
        listed = [*listed, *named] if view.lead and view.lead == last.lead else named
        if len(set(listed)) > 1:
            together, place = list(dict.fromkeys(listed)), number
        last = view
    return meant


def _is_of_else(view: View, matters: Sequence[Names]) -> bool:
    """Whether a sentence only counts some of what the one before it counts, which is no concern."""
    return counts_something_else(view.text, view.before) and not named_in(view.before[-1], matters)


def _is_closed(said: Said) -> bool:
    return (said.level, said.status) == (CONCERN, "closed")


def _stands(said: Said) -> bool:
    return said.level == CONCERN and said.status in ("open", "closed")


def _status_before(view: View, last: View) -> str:
    """How the one stands that the sentence before tells of; "" where a sentence does not go on about it."""
    if last.is_heading or last.heading != view.heading or not _GOES_ON.match(view.text):
        return ""
    if "recommendation" in last.text or not is_surely_counted(last.text):
        return ""
    return "open" if _ONE_LEFT.search(last.text) else plain_status(last.text)


def _of_the_other(
    view: View, said: tuple[Said, ...], standing: Mapping[str, Collection[int]]
) -> tuple[Said, ...]:
    """What a sentence says, with what it says of "the other" of one that is told to stand otherwise.

    "One is closed. The other stays open": where the report does not name the other, it is not the one.
    """
    alone = [one for one in said if one.level == CONCERN and one.matter is not None]
    if len(alone) != 1 or not _THE_OTHER.search(view.text):
        return said
    contrary = {"open": standing["closed"], "closed": standing["open"]}
    return tuple(
        replace(one, matter=None) if one in alone and one.matter in contrary.get(one.status, ()) else one
        for one in said
    )


def _by_count(
    view: View,
    said: tuple[Said, ...],
    matters: Sequence[Names],
    standing: Mapping[str, Collection[int]],
) -> tuple[Said, ...]:
    """What a sentence says, with those that it counts and neither names nor was read to mean.

    "Three of the four are closed" is said of the three that the report says so of one by one, or of all but
    those that it says to be open.
    """
    if "recommendation" in view.text.lower() or not is_surely_counted(view.text):
        return said
    named = set(named_in(view.text, matters))
    plain = plainly_counted(view.text)
    for status, other in (("closed", "open"), ("open", "closed")):
        told = [one for one in said if (one.level, one.status) == (CONCERN, status)]
        own = {one.matter for one in told if one.matter is not None}
        if not own and status not in plain:
            continue
        count, of = counted(view.text, status, view.before)
        if not own and status in plain:
            count, of = NUMBERS[plain[status]], 0
            told = [Said(CONCERN, status, None, next((one[:2] for one in days_told_in(view)), None))]
        if own & named or not len(own) < count <= len(matters) or of not in (0, len(matters)):
            continue
        against = named | {one.matter for one in said if (one.level, one.status) == (CONCERN, other)}
        several = own.union(standing[status]) - against
        if (of or not own) and len(several) != count:
            several = set(range(len(matters))) - against - (set(standing[other]) - set(standing[status]))
        if len(several) == count and own <= several:
            likeliest = max(told, key=lambda one: one.chance)
            said = (
                *said,
                *(replace(likeliest, matter=number, chance=COUNTED) for number in sorted(several - own)),
            )
    return said


def _standing(stood: Mapping[View, Sequence[Said]], matters: Sequence[Names]) -> dict[str, Collection[int]]:
    """The matters of which a sentence says, of it alone or by its name, that it is closed, and open."""
    standing: dict[str, set[int]] = {"closed": set(), "open": set()}
    for view, some in stood.items():
        named = named_in(view.text, matters)
        for status, those in standing.items():
            told = [one.matter for one in some if one.level == CONCERN and one.status == status]
            those.update(one for one in told if one is not None and (len(told) == 1 or one in named))
    return dict(standing)


def _resolved(
    view: View, said: tuple[Said, ...], together: Sequence[int], matters: int, closed: Collection[int | None]
) -> tuple[Said, ...]:
    """What a sentence says, which names no matter: of those named together before, or of all there are."""
    if _NONE_IS.search(view.text):
        # "They are to be closed by the spring. For now none is."
        said = tuple(replace(one, status="open") if _is_closed(one) else one for one in said)
    concerns = [one for one in said if one.level == CONCERN and one.matter is not None]
    others = tuple(one for one in said if one not in concerns)
    likeliest = max(concerns, key=lambda one: one.chance, default=None)
    if len({one.status for one in concerns}) > 1:
        return said
    one = meant_by_place(view.text, together)
    several = [one] if one is not None else meant_together(view.text, together)
    if several and likeliest:
        return (*others, *(replace(likeliest, matter=number) for number in several))
    told = all_stand(view.text) if not concerns and is_surely_counted(view.text) else None
    status = told[0] if told else plain_status(view.text)
    if told and not several:
        count = told[1]
        several = list(range(matters))
        if count not in (0, matters):
            several = [number for number in several if (number in closed) == (status == "closed")]
        several = several if count in (0, len(several)) else []
    days = days_told_in(view)
    if not status or not several or (not days and PAST.search(view.text)):
        return said
    period: Period | None = days[0][:2] if days else None
    return (*others, *(Said(CONCERN, status, number, period) for number in several))


def _corrected(said: tuple[Said, ...], plain: Mapping[int, str]) -> tuple[Said, ...]:
    """What a sentence says, with what it says in plain words of matters it names put right."""
    concerns = [one for one in said if one.level == CONCERN and one.matter is not None]
    if not plain or not concerns:
        return said
    kept = [
        one
        for one in said
        if one.level != CONCERN or one.matter not in plain or one.status not in ("open", "closed")
    ]
    likeliest = max(concerns, key=lambda one: one.chance)
    for number, status in plain.items():
        own = [one for one in concerns if one.matter == number]
        same = [one for one in own if one.status == status]
        kept.append(same[0] if same else replace((own or [likeliest])[0], matter=number, status=status))
    return tuple(kept)


def named_in(text: str, matters: Sequence[Names]) -> list[int]:
    """The matters that a text names, by their numbers, in the order of their first names in it."""
    return list(dict.fromkeys(number for _, _, number in names_at(text, matters)))


def meant_together(text: str, earlier: Sequence[int]) -> list[int]:
    """All that were named together before, where a text speaks of so many at once; else none."""
    match = _TOGETHER.search(text)
    if not match or len(earlier) < 2:
        return []
    if _RECOMMENDED_BEFORE.search(text[: match.start()]) or _RECOMMENDED_AFTER.match(text, match.end()):
        return []
    count = 2 if match["both"] else len(earlier) if match["all"] else NUMBERS[match["count"].lower()]
    return list(earlier) if count == len(earlier) else []


def meant_by_place(text: str, earlier: Sequence[int]) -> int | None:
    """The one that "the first", "the latter" is of those named together before; None where none is meant."""
    places = [match["place"].lower() for match in _PLACE.finditer(text)]
    if len(places) != 1 or len(earlier) < 2 or _OF_OTHERS.search(text):
        return None
    if places[0] in ("former", "latter") and len(earlier) != 2:
        return None
    place = _PLACES[places[0]]
    return earlier[place] if place < len(earlier) else None
