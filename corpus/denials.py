"""What only looks as if a report told it: a question, what is denied, and what would have been."""

from __future__ import annotations

import re

from corpus.types import CONCERN, GRADE, MONITORING, Event, Report

_I = re.IGNORECASE
_NOT = r"(?:\b(?:not|never)|n['\u2019]t)\s"
# "It raised no new cause of concern about custody."
_NONE_RAISED = re.compile(
    rf"(?:\b(?:no|not one)\s(?:[a-z]+\s){{0,2}}|{_NOT}(?:\w+\s){{0,2}}(?:a|any)\s(?:[a-z]+\s)?)"
    r"causes? of concern\b"
    r"(?!\s(?:is|are|was|were|has|have)\s(?:been\s)?(?:closed|open|left))",
    _I,
)
# "One would have been raised", "we will raise one if": it was not. May is a month.
_NOT_RAISED = re.compile(
    r"\b(?:would|will|(?-i:may)|might|could)\s(?:have\s)?(?:been\s|be\s)?(?:raise|raised|issue|issued)\b|"
    r"\bconsider(?:ed|ing)?\s(?:raising|issuing)\b|\bdecided\s(?:against|not to (?:raise|issue))\b",
    _I,
)
_CLOSED = r"(?:closed|discharged|lifted|signed off)"
# "Is to be closed only when", "we recommend that it be closed", "its action plan has been closed".
_NOT_CLOSED = re.compile(
    rf"\b(?:is|are|be)\s{_CLOSED}\b[^.;]{{0,10}}\bonly\s(?:when|once|if|after)\b|"
    r"\b(?:(?:should|must|ought to)|(?:recommend|ask|propos|suggest)\w*\sthat\s[^.;]{0,80})\s"
    rf"be\s(?:formally\s)?{_CLOSED}\b|"
    rf"\bplans?\s(?:for|on|about|under)\s(?:the\s)?[^.;]{{0,60}}\b{_CLOSED}\b|"
    rf"\b{_CLOSED}\s(?:the|its|their|our|an?|this|that)\s(?:[\w-]+\s){{0,6}}(?:action|improvement) plans?\b|"
    rf"\b(?:elements?|parts?|strands?|aspects?|portions?)\sof\s(?:the|its|that|this)\b[^.;]{{0,60}}\b{_CLOSED}\b",
    _I,
)
# What somebody other than the inspectorate holds, or asks for.
_PARTY = (
    r"(?:force|service|brigade|constabulary|authority|commissioner|union|federation|association|council|"
    r"panel|board|mayor|charity|chief (?:constable|fire officer|officers?))"
)
_HELD = re.compile(
    rf"\b{_PARTY}(?:,[^,;.]{{3,40}},)?\s(?:(?:now|also|itself|firmly|still)\s)*"
    r"(?:believes?|considers?|thinks?|feels?|argues?|hopes?|is (?:confident|of the view|of the opinion))\b"
    rf"[^.;]{{0,90}}\b(?:{_CLOSED}|resolved|met|addressed|dealt with|fixed|put right)\b",
    _I,
)
_ASKED = re.compile(
    r"\b(?:asks?|asked|request(?:s|ed)?|urge[sd]?)\b[^.;]{0,60}\b"
    rf"(?:to be {_CLOSED}|to (?:close|discharge|lift|sign off)|"
    rf"(?:that|whether)\b[^.;]{{0,60}}\sbe {_CLOSED})\b",
    _I,
)
# "As far as I am concerned", "in your view", "should no longer be one"; and what never closes any.
_IN_VIEW = re.compile(
    r"\bas far as (?:I am|we are|he is|she is|they are) concerned\b|\bin (?:my|your|his|her|their) (?:view|"
    r"opinion)\b|"
    r"\b(?:should|ought to|must|could|can) no longer be\b|\byet to decide\b|\bhas not (?:yet )?decided\b|"
    r"\b(?:own|internal) (?:tracker|log|list|records?|register)\b|"
    r"\b(?:MPs?|councillors?|residents?|campaigners?)\b[^.;:]{0,40}\b(?:said|says|told|wrote|claim\w*|insist\w*)\b|"
    rf"\b{_PARTY}\b[^.;:]{{0,40}}\b(?:said|says|told|"
    rf"wrote)\b[^.;]{{0,40}}[\"\u201c\u2018:]\s?I (?:consider|believe|think)\b",
    _I,
)
# "This is where each cause of concern now stands."
_INTRODUCES = re.compile(
    r"\b(?:where|how) (?:each|the|all|every|our|your|its|both)\b[^.;:]{0,60}\bstands?\W*$", _I
)
# "The force asked us to close it, and we have now closed it."
_OWN_CLOSING = re.compile(
    rf"\b(?:we|I|inspectorate|HMICFRS|inspectors)\s(?:(?:have|has|had)\s)?(?:(?:now|therefore|since|also|formally)\s)*"
    rf"{_CLOSED}\b",
    _I,
)
_RAISING = re.compile(r"\b(?:rais|issu|identif|publish|found|gave|given)\w*", _I)
# What the next sentence takes back.
_TAKEN_BACK = re.compile(
    r"[\s\"'\u201d\u2019)]*(?:That|This|It)\s(?:is|was)\s"
    r"(?:not\s(?:the case|so|true|correct|right)|incorrect|wrong|untrue|mistaken|a mistake|false)\b"
)
_CLAUSE = re.compile(r"[;:]|,?\s(?:but|while|though|although|yet)\b|,\s(?:and|which)\b", _I)
NOT_IN_ENGAGE = re.compile(
    rf"{_NOT}(?:(?:yet|been|be|itself|now|currently)\s)*(?:placed|put|moved|taken|in)?\s?"
    r"(?:in|into|in to)\s(?:the\s)?(?:Engage\b|special measures|enhanced)"
)
"""That a body is not in Engage, or was not put there."""

ENGAGE = re.compile(r"\bEngage\b|(?i:\bspecial measures\b|\benhanced\b)")
"""The enhanced phase of monitoring, by its name or as the press says."""


def is_asserted(event: Event, report: Report) -> bool:
    """Whether the sentence of an event says that it is so, as far as plain words can tell.

    Only what is plainly asked, denied or put off is not: what is denied in another clause than the one that
    names the matter, or of something else, may be so.
    """
    text = report.text[event.start : event.end]
    if event.level == GRADE:
        return True
    if text.rstrip("\"'\u201d\u2019) \n").endswith("?"):
        return False
    if (event.level, event.status) == (CONCERN, "raised"):
        if _ASKED.search(text) and not _RAISING.search(text):
            # To ask for it to be closed raises nothing.
            return False
        clause = _clause_of(event, text)
        return not (_NONE_RAISED.search(clause) or _NOT_RAISED.search(clause))
    if event.status == "closed" and _is_not_closed(text):
        return False
    if event.status == "open" and _INTRODUCES.search(text):
        return False
    if event.status in ("closed", "left") and _TAKEN_BACK.match(report.text, event.end):
        return False
    if event.level == MONITORING and event.status in ("entered", "remains"):
        rest = NOT_IN_ENGAGE.sub(" ", text)
        return rest == text or bool(ENGAGE.search(rest))
    return True


def _is_not_closed(text: str) -> bool:
    """Whether a sentence that speaks of a closing only wishes, asks, holds or plans it."""
    if _NOT_CLOSED.search(text):
        return True
    return not _OWN_CLOSING.search(text) and any(one.search(text) for one in (_HELD, _ASKED, _IN_VIEW))


def _clause_of(event: Event, text: str) -> str:
    """The part of a sentence that names an event's matter; "" where none does."""
    named = (name.lower() for name in event.names)
    return next((part for name in named for part in _CLAUSE.split(text) if name in part.lower()), "")
