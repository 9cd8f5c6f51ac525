"""What a sentence says so plainly that it is told even where the reader does not read it.

A body back in Scan; a cause of concern that is one again; all closed but those that are named.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from corpus.readings.plain import says_all_save
from corpus.readings.referring import named_in
from corpus.readings.said import Look, Names, Said
from corpus.readings.views import View, days_told_in
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


def plainly_left(view: View, look: Look) -> Iterator[Said]:
    """That a body is back in Scan, where a sentence plainly says so and the reader does not."""
    if view.is_heading or any((one.level, one.status) == (MONITORING, "left") for one in look.said):
        return
    match = _RETURNED.search(view.text)
    if match and not _TO_COME.search(view.text):
        after = [one for one in days_told_in(view) if one[2] >= match.start()]
        yield Said(MONITORING, "left", None, after[0][:2] if after else None)


# "In this inspection we found the same. This is a cause of concern."
_AGAIN = re.compile(
    r"(?:this|that|it)\s(?:is|remains|has (?:again|once more) become)\s"
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
    if view.is_heading or not view.today or not _AGAIN.match(view.text):
        return tuple(said)
    today = (view.today, view.today)
    own = [one for one in said if one.level == CONCERN]
    if own:
        return tuple(
            replace(one, period=today)
            if (one.status, one.period) == ("raised", None) and one.matter in closed
            else one
            for one in said
        )
    near = (named_in(text, matters) for text in (view.text, *reversed(view.before)))
    named = next((some for some in near if some), [])
    if len(named) == 1 and named[0] in closed:
        return (*said, Said(CONCERN, "raised", named[0], today))
    return tuple(said)


def plainly_all_save(view: View, said: Sequence[Said]) -> Iterator[Said]:
    """That all are closed but those it names: which those are may be known from earlier reports alone."""
    if not view.is_heading and says_all_save(view.text) and not any(one.level == CONCERN for one in said):
        yield Said(CONCERN, "closed", None)
