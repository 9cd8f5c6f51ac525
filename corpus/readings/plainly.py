"""What a report says so plainly that it is told even where the reader does not read it.

A body back in Scan; a cause of concern that is one again; some closed that are not named; what is raised in a
sentence of its own; the rows of a table.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.matters import clean_name, name_of_heading
from corpus.readings.plain import says_all_save
from corpus.readings.referring import named_in
from corpus.readings.said import Look, Names, Period, Said
from corpus.readings.unnamed import ALL, closed_unnamed
from corpus.readings.views import View, days_told_in
from corpus.respective import AGAIN
from corpus.told_dates import told_spans
from corpus.types import CONCERN, MONITORING

# "The force has returned to Scan", whatever else the sentence tells.
_RETURNED = re.compile(
    r"\b(?:has|have|had|is|was|were|been|it|force|service|police|constabulary|brigade)\s"
    r"(?:(?:now|since|been|then)\s)*(?:returned|gone back|moved back|come back|back)\s(?:in\s?)?to\s"
    r"(?:the\s)?(?:Scan\b|(?:routine|default|normal)\s(?:phase|monitoring|level))",
    re.I,
)
_TO_COME = re.compile(
    r"\b(?:will|would|(?-i:may)|might|could|should|if|when|until|once|hop\w+|expect\w*|not|never|want\w*)\b",
    re.I,
)
# "It is back in Engage", whenever it left.
BACK_IN_ENGAGE = re.compile(
    r"\bback (?:in|into|to|in to) (?:the )?(?:Engage\b|special measures\b|enhanced\b)"
)


def plainly_left(view: View, look: Look) -> Iterator[Said]:
    """That a body is back in Scan, where a sentence plainly says so and the reader does not."""
    if view.is_heading or any((one.level, one.status) == (MONITORING, "left") for one in look.said):
        return
    match = _RETURNED.search(view.text)
    if match and not _TO_COME.search(view.text):
        after = [one for one in days_told_in(view) if one[2] >= match.start()]
        yield Said(MONITORING, "left", None, after[0][:2] if after else None)


# "In this inspection we found the same. This is a cause of concern."
_IS_AGAIN = re.compile(
    r"^(?:this|that|it)\s(?:is|remains|has (?:again|once more) become)\s"
    r"(?:(?:now|therefore|again|once|more|still|thus|so)\s)*a\s(?:new\s|further\s|fresh\s)?"
    r"cause of concern\b(?!\s(?:that|to|no longer))",
    re.I,
)


def plainly_again(
    view: View, said: Sequence[Said], matters: Sequence[Names], closed: Collection[int]
) -> tuple[Said, ...]:
    """What a sentence says; that what the report says was closed is a cause of concern again, with its day.

    It is said of what the sentence itself names, or the last before it that names anything.
    """
    if view.is_heading or not view.today or not (_IS_AGAIN.search(view.text) or AGAIN.search(view.text)):
        return tuple(said)
    told = [one[:2] for one in days_told_in(view)]
    today = (view.today, view.today)
    own = [one for one in said if one.level == CONCERN]
    if own:
        return tuple(
            replace(one, period=today)
            if one.status == "raised" and one.period not in told and one.matter in closed
            else one
            for one in said
        )
    near = (named_in(text, matters) for text in (view.text, *reversed(view.before)))
    named = next((some for some in near if some), [])
    if len(named) == 1 and named[0] in closed and not told:
        return (*said, Said(CONCERN, "raised", named[0], today))
    return tuple(said)


# "We have issued a cause of concern about this.", "This is a cause of concern."
_THIS_RAISED = re.compile(
    r"\b(?:I|we|inspectorate|HMICFRS|inspectors)\s(?:(?:have|has)\s)?(?:(?:now|also|therefore|again)\s)*"
    r"(?:issued|raised|identified|made)\s(?:this\sas\s)?an?\s(?:(?:new|further|accelerated|second|third)\s)*"
    r"cause\sof\sconcern(?:\s(?:about|in|on|over|for|because of)\s(?:this|that|it|these)"
    r"(?:\s(?:area|matter|issue|subject|failing|failure))?)?\W*$|"
    r"^(?:this|that|it)\sis\s(?:(?:now|therefore|thus|also)\s)*an?\s(?:new\s|accelerated\s)?cause\sof\sconcern\W*$",
    re.I,
)
_THIS_IS_ONE = re.compile(r"^(?:this|that) is (?:(?:now|therefore|thus) )?a cause of concern\W*$", re.I)
_THE_HEADING = re.compile(r"^\W*(?:new\s|accelerated\s)?cause\sof\sconcern(?:\s(?:\d{1,2}|[a-d]))?\W*$", re.I)
_FAILING = re.compile(
    r"\b(?:not|never|fails?|failed|needs?|cannot|lacks?|lacking|inadequate|poor(?:ly)?|ineffective\w*|slow|weak|"
    r"insufficient\w*|unacceptabl\w+|too (?:few|slow|many|often|long|little|much)|without|backlogs?)\b|"
    r"n['\u2019]t\b",
    re.I,
)
_NO_FAILING = re.compile(r"\bnot at risk\b|^(?:I|we|last year|in (?:19|20)\d\d)\b", re.I)
_LED_TO = re.compile(
    r"^(?:(?:however|but|in addition|also|overall|and|moreover|further),?\s)*(?:(?:(?:I|we|inspectors)\s"
    r"(?:(?:have|are|am|were|also|again)\s)*(?:found|concerned|worried|saw|established)\sthat)\s)?",
    re.I,
)
_MOST_STATED, _NEXT = 24, 20


def stated(views: Sequence[View]) -> Iterator[tuple[View, View, str]]:
    """What is raised as a cause of concern in a sentence of its own, beside one that says what is wrong.

    The first and the last of the two, and what is wrong, which is all the name it has: "The force does not
    vet its officers. This is a cause of concern." So inspectorates set it out, too, under the heading "Cause
    of concern".
    """
    for before, after in pairwise(views):
        if after.start - before.end > _NEXT:
            continue
        if _THE_HEADING.match(before.text):
            wrong = after
        elif _THIS_RAISED.search(after.text) and before.heading == after.heading and not before.is_heading:
            wrong = before
        else:
            continue
        name = _LED_TO.sub("", wrong.text).strip(" .:;*")
        is_stated = _THIS_IS_ONE.match(after.text) or _FAILING.search(name)
        if is_stated and not _NO_FAILING.search(name) and _is_a_name(name):
            name = name[:1].lower() + name[1:] if name.startswith(("The ", "There ", "Its ", "It ")) else name
            yield wrong, after, name


def _is_a_name(text: str) -> bool:
    """Whether a sentence is no longer than a name may be, and speaks of no cause of concern."""
    return "of concern" not in text and len(text.split()) <= _MOST_STATED


_SAYS_CLOSED = r"closed|discharged|signed off|lifted|no longer a (?:cause of )?concern"
_SAYS_OPEN = r"(?:(?:still|remains|stays|left) )?open|not (?:yet )?(?:closed|discharged)"
# "Closed" below a heading, "Cause of concern remains open" in a cell.
_BARE = re.compile(
    rf"^\W*(?:status\W+)?(?:(?P<closed>{_SAYS_CLOSED})|(?P<open>{_SAYS_OPEN}))(?P<day>)\W*$", re.I
)
_A_STATUS = re.compile(
    r"^\W*(?:(?:current )?(?:status|position)\W+)?(?:(?:the )?cause of concern )?(?:(?:is|now|has been) )*"
    rf"(?:(?P<closed>{_SAYS_CLOSED})|(?P<open>{_SAYS_OPEN}))(?: (?:on|in) (?P<day>[^|]{{4,30}}))?\W*$",
    re.I,
)
_NO_SUBJECT = re.compile(
    r"^\W*(?:\d|(?:(?:current )?(?:status|position)|causes? of concern|recommendations?(?: \d+)?|total|all|"
    r"areas? for improvement\b.*|AFI\b.*)\W*$)",
    re.I,
)
# What heads a table of what is no cause of concern.
_OF_ELSE = re.compile(
    r"^\W*(?:recommendations?|actions?|areas? for improvement|AFIs?|milestones?|tasks?)\b", re.I
)


def tabled(views: Sequence[View]) -> Iterator[tuple[View, View, str, str, Period | None]]:
    """What a row of a table, or a line below a heading, says alone: "Custody | 4 of 4 | Closed".

    The first and the last of what says it, the name, "open" or "closed", and the days of a closing.
    """
    for before, after in pairwise(views):
        alone = None if " | " in after.text or after.is_heading else _BARE.match(after.text)
        if alone and before.is_heading and not _NO_SUBJECT.match(before.text):
            yield before, after, *_stands_so(name_of_heading(before.text), alone, after)
    of_else = rows_of_else(views)
    for view in views:
        name, *cells = (cell.strip() for cell in view.text.split(" | "))
        found = [match for cell in cells if (match := _A_STATUS.match(cell))]
        is_row = len(found) == 1 and view not in of_else
        if is_row and not _NO_SUBJECT.match(name) and not _A_STATUS.match(name):
            yield view, view, *_stands_so(clean_name(name), found[0], view)


def rows_of_else(views: Sequence[View]) -> frozenset[View]:
    """The rows of tables of recommendations or actions: what they say to be closed is no cause of concern."""
    rows: list[View] = []
    within = False
    for view in views:
        within = " | " in view.text and (within or bool(_OF_ELSE.match(view.text)))
        if within:
            rows.append(view)
    return frozenset(rows)


def _stands_so(name: str, match: re.Match[str], view: View) -> tuple[str, str, Period | None]:
    days = told_spans(match["day"], view.today) if match["day"] else []
    return name, "closed" if match["closed"] else "open", days[0][:2] if days else None


def plainly_unnamed(
    view: View, said: Sequence[Said], matters: Sequence[Names], opened: Collection[int]
) -> tuple[Said, ...]:
    """What a sentence says, with that some are closed which it does not name: all, three of four, the one.

    Which those are may be known from earlier reports alone. They are not those that the report names and says
    to be open (`opened`), nor one, where it is said of three and none is named.
    """
    if view.is_heading:
        return tuple(said)
    unnamed = closed_unnamed(view.text)
    concerns = [one for one in said if one.level == CONCERN]
    if not concerns:
        plain = bool(unnamed) or says_all_save(view.text)
        return (*said, Said(CONCERN, "closed", None)) if plain else tuple(said)
    closed = [one for one in concerns if one.status == "closed"]
    if not unnamed or not closed or named_in(view.text, matters):
        return tuple(said)
    count = unnamed.of if unnamed.count == ALL else unnamed.count
    if len(closed) < count or {one.matter for one in closed} <= set(opened):
        kept = [one for one in said if one not in closed]
        return (*kept, replace(max(closed, key=lambda one: one.chance), matter=None))
    return tuple(said)
