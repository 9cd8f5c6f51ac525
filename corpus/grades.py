"""Areas and their grades, where a text ties one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.grade_patterns import graded_by_wording
from corpus.grade_words import GRADE, GRADED, Graded, plain_grade
from corpus.graded_areas import Named, areas_named
from corpus.matters import clean_name, content
from corpus.sayings import Saying
from corpus.told_dates import ToldSpan

_I = re.IGNORECASE
_BODY = frozenset(content("force service police brigade constabulary fire rescue"))
_QUOTE = "[\"'\u2018\u201c]?"
# What is said not to be the grade, or to be one that somebody hopes for.
_NOT_IT = re.compile(
    r"\b(?:not|no|never|neither|nor|than|below|above|without|nothing|none|could|would|(?-i:may)|might|if|until|"
    r"become|hop\w+|aim\w*|reach\w*|towards?|called|scale|short of|either|or|almost|n['\u2019]t|wants?|"
    rf"means?|definition of|as good as|far from|next)\s(?:[\w-]+\s){{0,2}}?{_QUOTE}$",
    _I,
)
_FORMER = r"from|against|instead of|formerly|previously|(?<!at )once"
_BRACKETED = r"\((?:\w+\s)?\d{4}:\s$"
# A grade that is told as that of an earlier time: "from good in 2022", "(2022: good)".
_FROM = re.compile(rf"\b(?:{_FORMER})\s(?:an?\s|the\s)?{_QUOTE}$|{_BRACKETED}", _I)
_OLD = re.compile(
    rf"\b(?:{_FORMER}|rather than|after|was|were|had been|having been)\s(?:an?\s|the\s|its\s)?(?:\w+\s)?"
    rf"{_QUOTE}$|{_BRACKETED}",
    _I,
)
# What leads from a grade to the areas it is said of: "good at", "inadequate: ".
_FORWARD = re.compile(
    r"[\"'\u2019\u201d]?,?\s*(?:(?:in|at|for)\s\w+\s(?:\w+\s)?areas?,?\s)?"
    r"(?:(?:grade|rating|mark|judg\w+|area|one)s?\s)?"
    r"(?::|namely\b|(?:which|these|they|that)\s(?:are|is|were|was|being)\b|"
    r"(?:is|are|was|were)(?=\s(?:how|the way)\b)|"
    r"(?:both\s|overall\s|alike\s)?\b(?:at|for|in|on|to|is for|goes to)\b)"
    r"\s*(?:(?:both|the(?!\sway)|its|only|again)\s)*",
    _I,
)
# What stands between areas that are given one grade.
_JOINS = re.compile(
    r"\s*(?:[,;]|\band\b|\bas well as\b|,\s*and\b|\bor\b|\bplus\b|;\s*and\b)?\s*"
    rf"(?:(?:and|in|at|for|on|to|its|the(?!\sway)|also|both|with|of|overall)\s+)*{_QUOTE}",
    _I,
)
_VERB = re.compile(
    r"\s(?:is|are|was|were|remains?|came|comes|got|gets|has|had|fell|stays?|stayed|requires?|rose)\b", _I
)
# What may stand between an area and the grade that follows it: a predicate, and no other sentence.
_BETWEEN = re.compile(r"[^.;!?]{0,75}")
_OTHERS = re.compile(r"\b(?:recommendations?|actions?|causes?|concerns?|cases|work|jobs)\b", _I)
# A grade that stands alone under the heading of its area.
_BARE = re.compile(
    rf"^\W*(?:(?:overall\s)?(?:grade|judge?ment|rating|mark|verdict)\W*)?{GRADE}\W*$|"
    rf"^(?:here\s|overall\s)?(?:the (?:force|service|brigade|constabulary|grade(?: here)?)|it|this|[A-Z]\w+) "
    rf"(?:is |was )?(?:graded |judged |rated )?{GRADE}(?: at (?:this|it)| here| in this(?: area)?)?\W*$",
    _I,
)
# "Protection was good, as was preparing for major incidents."
_SO_IS = re.compile(
    r"(?:\b(?:as|so)\s(?:too\s)?(?:is|was|are|were|does|did|has)|\bas well as|\bsave for|\bapart from)\s"
    r"(?:the\s|its\s)?$",
    _I,
)
# A report without any of these, and with one grade only, may praise and blame, but gives no grades.
_GRADES_AT_ALL = re.compile(
    r"\b(?:PEEL|grad(?:es|ed|ing|ings)|graded judge?ments?|(?:overall|effectiveness|efficiency|people|"
    r"legitimacy) pillar|three pillars|inadequate (?:at|in|for)|requires improvement (?:at|in|for))\b|"
    rf"(?:^|[:\u2013\u2014]\s*){GRADE}\s*$|\b(?:rated|judged|marked)\s(?:as\s)?{GRADE}\b|"
    rf"\b(?:effectiveness|efficiency|legitimacy) (?:is|was|were|as|requires?) (?:improvement|{GRADE})|"
    rf"\b{GRADE} (?:at|for|in) (?:effectiveness|efficiency|legitimacy)\b",
    _I | re.MULTILINE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TO_DAY = 14
"""So many characters at most lie between a grade and its own day: "good in 2019"."""

_ALL_OF_IT = 0.7
"""An area that is so much of an item of a list is all that the item names."""

_OPENS = 14
"""A day that is told before so many characters opens its sentence."""

_LED_BY = 14
"""So many characters at most lie between what leads from a grade to areas and the first of them."""


def grades_in(sayings: Sequence[Saying], body: str, text: str) -> Iterator[Graded]:
    """The areas that a report on `body`, with that text, gives a grade; counts of grades are none."""
    of_body = content(body) | _BODY
    known = [_of_known_areas(saying) for saying in sayings]
    given = {one.grade for some in known for one in some or ()}
    speaks = len(given) > 1 or _GRADES_AT_ALL.search(text)
    for saying, found in zip(sayings, known, strict=True):
        if found is None:
            yield from graded_by_wording(saying, of_body)
        elif speaks:
            yield from found


def day_of(graded: Graded, text: str, told: Sequence[ToldSpan]) -> list[ToldSpan]:
    """The days a grade may be of, of those its sentence, `text`, tells: its own, or those no other grade has.

    The places of what is told are counted from the beginning of the sentence.
    """
    if graded.words is None or not told:
        return list(told)
    start, end = graded.words
    for one in told:
        between = text[end : one[2]]
        near = one[2] >= end and len(between) <= _TO_DAY and not text.startswith(":", one[3])
        after = near and not re.search(r"[;.)]|\bbut\b|\bnow\b", between)
        if after or re.fullmatch(r":\s*[\"']?", text[one[3] : start]):
            return [one]
    grades = list(GRADED.finditer(text))
    left = [one for one in told if not any(0 <= one[2] - match.end() <= _TO_DAY for match in grades)]
    # Where another grade has its own day, what opens the sentence is of all of them.
    return left if len(left) == len(told) else [one for one in left if one[2] < _OPENS]


def _of_known_areas(saying: Saying) -> list[Graded] | None:
    """The grades that a sentence gives areas that are known to be graded.

    None where it ties none to one, so that its wording may; empty where it says that a grade is not given.
    """
    grades = list(GRADED.finditer(saying.text))
    areas = [
        one
        for one in areas_named(saying.text)
        if not any(match.start() < one.end and one.start < match.end() for match in grades)
    ]
    denied = [match for match in grades if _is_denied(saying.text, match)]
    if areas and not grades:
        found = _in_list(saying, areas)
    else:
        found = _in_order(saying, areas, grades) if areas else _under_heading(saying, grades)
    return found if found or denied else None


def _is_denied(text: str, match: re.Match[str]) -> bool:
    """Whether a grade is said not to be given, or is none: "outstanding" of what is undone, "for good"."""
    before = text[: match.start()]
    clause = re.split(r"[,;:]", before)[-1]
    undone = match[1].lower() == "outstanding" and _OTHERS.search(clause)
    for_good = match[1] == "good" and re.search(r"\bfor $", before)
    return bool(_NOT_IT.search(before) or undone or for_good)


def _in_list(saying: Saying, areas: Sequence[Named]) -> list[Graded]:
    """An area that stands in a list below a grade: "Good in two areas:"."""
    introduced = saying.before.text if saying.item and saying.before else ""
    grades = list(GRADED.finditer(introduced))
    own = saying.text.strip(" .;,")
    if len(grades) != 1 or len(areas) != 1 or len(areas[0].name) < _ALL_OF_IT * len(own):
        return []
    if _is_denied(introduced, grades[0]) or areas_named(introduced):
        return []
    return [Graded(clean_name(own), plain_grade(grades[0][1]), saying.start, saying.end)]


def _under_heading(saying: Saying, grades: Sequence[re.Match[str]]) -> list[Graded]:
    """A grade that stands alone, of the area that its heading names."""
    heading = saying.heading.rpartition(" > ")[2]
    if len(grades) != 1 or not _BARE.match(saying.text) or not areas_named(heading):
        return []
    return [] if _is_denied(saying.text, grades[0]) else [_graded(saying, clean_name(heading), grades[0])]


def _in_order(saying: Saying, areas: Sequence[Named], grades: Sequence[re.Match[str]]) -> list[Graded]:
    """The grades of a sentence with the areas they are said of: those that follow one, or stand before it."""
    text = saying.text
    used: set[int] = set()
    run: list[int] = []
    found: list[Graded] = []
    for number, match in enumerate(grades):
        if _is_denied(text, match):
            continue
        before = text[: match.start()]
        until = grades[number + 1].start() if number + 1 < len(grades) else len(text)
        since = grades[number - 1].end() if run else 0
        free = [
            place
            for place, one in enumerate(areas)
            if since <= one.start and one.end <= match.start() and place not in used
        ]
        own = _run_after(text, areas, match.end(), until) or _run_before(text, areas, free, match)
        # "Good in 2019, inadequate now" goes on with the same areas.
        if not own and not _OLD.search(before) and not _YEAR.search(text[since : match.start()]):
            continue
        run = own or run
        if not _FROM.search(before):
            used.update(own)
        found += [_graded(saying, areas[place].name, match) for place in run]
    for place, one in enumerate(areas):
        given = [match for match in grades if match.end() <= one.start]
        if given and place not in used and _SO_IS.search(text[: one.start]):
            found.append(_graded(saying, one.name, given[-1]))
    return found


def _graded(saying: Saying, area: str, match: re.Match[str]) -> Graded:
    former = bool(_FROM.search(saying.text[: match.start()]))
    return Graded(area, plain_grade(match[1]), saying.start, saying.end, match.span(1), former)


def _run_after(text: str, areas: Sequence[Named], start: int, until: int) -> list[int]:
    """The places of the areas that a grade before `start` is said of: "good at A, B and C"."""
    led = _FORWARD.match(text, start)
    if not led:
        return []
    run: list[int] = []
    end = led.end()
    for place, one in enumerate(areas):
        if one.start < led.end() or one.end > until:
            continue
        between = text[end : one.start]
        joined = _JOINS.fullmatch(between) if run else len(between) <= _LED_BY
        if not joined or _VERB.match(text, one.end):
            break
        run.append(place)
        end = one.end
    return run


def _run_before(text: str, areas: Sequence[Named], free: Sequence[int], match: re.Match[str]) -> list[int]:
    """The places of the areas before a grade that it is said of: "A and B are good"."""
    if not free:
        return []
    between = text[areas[free[-1]].end : match.start()]
    if not _BETWEEN.fullmatch(between) or _OTHERS.search(between):
        return []
    run = [free[-1]]
    for place in reversed(free[:-1]):
        if not _JOINS.fullmatch(text[areas[place].end : areas[run[0]].start]):
            break
        run.insert(0, place)
    return run
