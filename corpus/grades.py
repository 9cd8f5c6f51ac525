"""Areas and their grades, where a text ties one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.graded_areas import Named, areas_named
from corpus.matters import clean_name, content
from corpus.sayings import Saying
from corpus.told_dates import Told

_I = re.IGNORECASE
_GRADE = r"(outstanding|good|adequate|requir(?:es?|ed|ing) improvement|(?:must|needs? to) improve|inadequate)"
# Words that make "good" a grade, and no praise.
_FORMAL = re.compile(
    rf"\b(?:grad(?:e|ed|es|ing)|judg(?:ed|ement)|rated|PEEL|round \d|pillars?)\b|"
    rf"\bfound (?:to be )?{_GRADE} (?:at|in|for)\b|"
    rf"\b{_GRADE} areas?\b|\bareas? that requir|^(?:On|In|For) [\w ]{{3,40}}, the (?:force|service|"
    rf"brigade)\b",
    _I,
)
_ITEM = re.compile(
    rf"^(?P<area>[A-Z][^:.;]{{2,90}}?)\s*[:\u2013\u2014]\s*(?:graded\s|judged\s|rated\s|as\s)*{_GRADE}\W*$",
    _I,
)
_LED = re.compile(
    rf"\b{_GRADE}\s(?:at|in|for|on)\s(?P<area>(?:(?!\b{_GRADE}\b)[^.;:]){{2,160}}?)"
    r"(?=[.;]|,? (?:and|but) (?:\w+ )?(?:was|is|the force|the service|it)\b|,? (?:and )?"
    rf"\b{_GRADE}\b|$)",
    _I,
)
_AREA_IS = re.compile(
    rf"\bthe\s(?:\w+\s)?{_GRADE}\s(?:area|grade|one)s?\s(?:is|are|was|"
    rf"were)\s(?:for\s)?(?P<area>[^.;]{{2,140}})",
    _I,
)
_OF_LIST = re.compile(rf"\b{_GRADE}:\s(?P<area>[^.;:]{{2,240}})", _I)
_LOWEST = re.compile(r"\bareas? with the (lowest) grades? (?:is|are|was|were)\s(?P<area>[^.;]{2,160})", _I)
_ON = re.compile(rf"^(?:On|In|For)\s(?P<area>[^.,;:]{{2,60}}),\s[^.;:]{{2,80}}?\b{_GRADE}\b", _I)
_SUBJECT = re.compile(
    r"^(?P<area>[A-Z][^.:;]{2,120}?)\s(?:all\s|both\s|each\s)?(?:(?:is|are|was|were)\s)?(?:graded\s|judged\s|"
    rf"rated\s|the (?:\w+ )?areas? that\s)*{_GRADE}(?=\s*(?:[.,;]|$|\bat\b|\bin\b|\bfor\b))",
    _I,
)
_NO_AREA = re.compile(
    r"^(?:there|this|that|none|no|it|which|one|two|three|four|five|six|seven|eight|nine|ten|\d+|each|"
    r"all|areas?|just|without|before|year|"
    rf"round|report|cycle|senior|(?:its|the|those|these) areas?)\b|\b{_GRADE}\b|\b(?:grade|entered|"
    rf"cycle|performance)\b|\bhave\b|\bidentify\b",
    _I,
)
_BODY = frozenset(content("force service police brigade constabulary fire rescue"))


# A grade, and no praise of something that follows: "good supervisors", "adequate resources".
_AFTER_GRADE = (
    "at in for on to of from by with when areas? grades? ratings? marks? judg\\w+ verdict and but as too "
    "again now while since this that is was are were overall both or against after before last save apart "
    "except though although because which so throughout then has had have once goes went rather than where "
    "stand sits? having two three a years? here there all namely what whereas even only"
).replace(" ", "|")
_GRADED = re.compile(
    rf"\b(?:to\s)?{_GRADE}(?=[^\w\s]|\s*$|\s\W|\s(?:{_AFTER_GRADE})\b)",
    _I,
)
_QUOTE = "[\"'\u2018\u201c]?"
# What is said not to be the grade, or to be one that somebody hopes for.
_NOT_IT = re.compile(
    r"\b(?:not|no|never|neither|nor|than|below|above|without|nothing|none|could|would|may|might|if|until|"
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
_BETWEEN = re.compile(r"[^.;!?]{0,75}")
_OTHERS = re.compile(r"\b(?:recommendations?|actions?|causes?|concerns?|cases|work|jobs)\b", _I)
# A grade that stands alone under the heading of its area.
_BARE = re.compile(
    rf"^\W*(?:(?:overall\s)?(?:grade|judge?ment|rating|mark|verdict)\W*)?{_GRADE}\W*$|"
    rf"^(?:here\s|overall\s)?(?:the (?:force|service|brigade|constabulary|grade(?: here)?)|it|this|\S+) "
    rf"(?:is |was )?(?:graded |judged |rated )?{_GRADE}(?: at (?:this|it)| here| in this(?: area)?)?\W*$",
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
    rf"(?:^|[:\u2013\u2014]\s*){_GRADE}\s*$|\b(?:rated|judged|marked)\s(?:as\s)?{_GRADE}\b|"
    rf"\b(?:effectiveness|efficiency|legitimacy) (?:is|was|were|as|requires?) (?:improvement|{_GRADE})|"
    rf"\b{_GRADE} (?:at|for|in) (?:effectiveness|efficiency|legitimacy)\b",
    _I | re.MULTILINE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NEAR = 14
"""So many characters at most lie between a grade and its own day: "good in 2019"."""


class Graded(NamedTuple):
    """That a sentence gives an area a grade.

    `[start, end)` is the sentence in the report, `place` where the grade's word stands in it, -1 where that
    is not known. `is_former`: that the grade is told as that of an earlier time.
    """

    area: str
    grade: str
    start: int
    end: int
    place: int = -1
    is_former: bool = False


def grades_in(sayings: Sequence[Saying], body: str, text: str) -> Iterator[Graded]:
    """The areas that a report on `body`, with that text, gives a grade; counts of grades are none."""
    of_body = content(body) | _BODY
    known = {saying.start: _of_known_areas(saying) for saying in sayings}
    given = {one.grade for some in known.values() for one in some or ()}
    speaks = len(given) > 1 or _GRADES_AT_ALL.search(text)
    for saying in sayings:
        found = known[saying.start]
        if found is None:
            yield from _of_patterns(saying, of_body)
        elif speaks:
            yield from found


def day_of(graded: Graded, text: str, told: Sequence[Told]) -> list[Told]:
    """The days a grade may be of, of those its sentence tells: its own, or those that no other grade has."""
    if graded.place < 0 or not told:
        return list(told)
    end = graded.place + len(graded.grade)
    for one in told:
        between = text[end : one[2]]
        near = one[2] >= end and len(between) <= _NEAR and not re.match(r":", text[one[3] :])
        after = near and not re.search(r"[;.)]|\bbut\b|\bnow\b", between)
        if after or re.fullmatch(r":\s*[\"']?", text[one[3] : graded.place]):
            return [one]
    grades = list(_GRADED.finditer(text))
    left = [one for one in told if not any(0 <= one[2] - match.end() <= _NEAR for match in grades)]
    # Where another grade has its own day, what opens the sentence is of all of them.
    return left if len(left) == len(told) else [one for one in left if one[2] < _NEAR]


def _of_known_areas(saying: Saying) -> list[Graded] | None:
    """The grades that a sentence gives areas that are known to be graded; None where it speaks of none."""
    text = saying.text
    grades = list(_GRADED.finditer(text))
    areas = [
        one
        for one in areas_named(text)
        if not any(match.start() < one.end and one.start < match.end() for match in grades)
    ]

    def graded(area: str, match: re.Match[str]) -> Graded:
        former = bool(_FROM.search(text[: match.start()]))
        return Graded(area, _plain(match[1]), saying.start, saying.end, match.start(1), former)

    if not areas:
        heading = saying.heading.rpartition(" > ")[2]
        bare = len(grades) == 1 and _BARE.match(text) and areas_named(heading)
        return [graded(clean_name(heading), grades[0])] if bare else None
    used: set[int] = set()
    run: list[int] = []
    found: list[Graded] = []
    denied = False
    for number, match in enumerate(grades):
        before = text[: match.start()]
        if _NOT_IT.search(before) or (match[1].lower() == "outstanding" and _OTHERS.search(before)):
            denied = True
            continue
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
        found += [graded(areas[place].name, match) for place in run]
    for place, one in enumerate(areas):
        given = [match for match in grades if match.end() <= one.start]
        if given and place not in used and _SO_IS.search(text[: one.start]):
            found.append(graded(one.name, given[-1]))
    return found if found or denied else None


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
        joined = _JOINS.fullmatch(between) if run else len(between) <= _NEAR
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


def _of_patterns(saying: Saying, of_body: frozenset[str]) -> Iterator[Graded]:
    """The grades of areas of any name, where the words around make it sure that they are grades."""
    text = saying.text.strip()
    introduced = saying.heading + (saying.before.text if saying.item and saying.before else "")
    if not _FORMAL.search(text) and not _FORMAL.search(introduced):
        return
    for pattern in (_ITEM, _ON, _LOWEST, _OF_LIST, _LED, _AREA_IS, _SUBJECT):
        found = False
        for match in pattern.finditer(text):
            grade = next(
                group for group in match.groups() if group and re.fullmatch(rf"{_GRADE}|lowest", group, _I)
            )
            for area in _areas(match["area"], of_body):
                found = True
                yield Graded(area, _plain(grade), saying.start, saying.end)
        if found:
            return


def _areas(words: str, of_body: frozenset[str]) -> list[str]:
    words = re.sub(r", the \w+ (?:pillars|areas|grades) that [^,]*,?", "", words)
    pieces = re.split(
        r",\s(?:and\s)?(?:(?:in|at|for|on)\s)?|\sand\s(?:in|at|for|on)\s|\sand\s(?=\w+ing\b|the\s|its\s)",
        words,
    )
    if "," in words and " and " in pieces[-1]:
        # "A, B and C": what comes after the last comma is two.
        pieces[-1:] = pieces[-1].rsplit(" and ", 1)
    names = [clean_name(piece) for piece in pieces]
    return [
        name
        for name in names
        if (content(name) - of_body or name.lower() == "people")
        and not _NO_AREA.search(name)
        and len(name) < 90
    ]


def _plain(grade: str) -> str:
    if grade.lower() == "lowest":
        return "inadequate"
    return re.sub(
        r"(?:to )?requir\w* improvement|\w+ (?:to )?improve$", "requires improvement", grade.lower()
    )
