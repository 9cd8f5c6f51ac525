"""What only looks as if a report told it: a question, what is denied, and what would have been."""

from __future__ import annotations

import re

from corpus.types import CONCERN, GRADE, MONITORING, Event, Report

_I = re.IGNORECASE
# "It raised no cause of concern about custody."
_NONE_RAISED = re.compile(
    r"\b(?:no|(?:not|n't|never)\s(?:\w+\s){0,2}(?:a|any))\s"
    r"(?:(?:new|further|other|single|such)\s)*causes? of concern\b"
    r"(?!\s(?:is|are|was|were|has|have)\s(?:been\s)?(?:closed|open|left))",
    _I,
)
# "One would have been raised", "we will raise one if": it was not.
_NOT_RAISED = re.compile(
    r"\b(?:would|will|may|might|could)\s(?:have\s)?(?:been\s|be\s)?(?:raise|raised|issue|issued)\b|"
    r"\bconsider(?:ed|ing)?\s(?:raising|issuing)\b|\bdecided\s(?:against|not to (?:raise|issue))\b",
    _I,
)
_NOT_IN_ENGAGE = re.compile(
    r"\b(?:not|never)\s(?:(?:yet|been|be|itself|now)\s)*(?:placed|put|moved|taken|in)?\s?"
    r"(?:in|into|in to)\s(?:the\s)?(?:Engage\b|special measures|enhanced)"
)


def is_told(event: Event, report: Report) -> bool:
    """Whether the sentence of an event says that it is so, as far as plain words can tell."""
    text = report.text[event.start : event.end]
    if event.level == GRADE:
        return True
    if text.rstrip("\"'\u201d\u2019) \n").endswith("?"):
        return False
    if (event.level, event.status) == (CONCERN, "raised"):
        return not (_NONE_RAISED.search(text) or _NOT_RAISED.search(text))
    if event.level == MONITORING and event.status in ("entered", "remains"):
        return not _NOT_IN_ENGAGE.search(text)
    return True
