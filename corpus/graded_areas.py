"""Where a text names an area that inspections of police forces and fire and rescue services grade.

The areas are those of the PEEL assessments of police forces since 2014 and of the inspections of fire and
rescue services since 2018, in the words of the published frameworks and in those that people use for them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# The verbs whose form in -ing, with what it is done to, names an area: "responding to the public".
_VERBS = (
    "prevent|deter|respond|investigat|protect|manag|support|record|treat|promot|ensur|build|develop|disrupt|"
    "tackl|engag|understand|reduc|handl|plan|regulat|answer|prepar|provid|fight|identif|detect|"
    "listen|lead|keep|learn|work|us|mak|gett|look|deal|run"
)
# Words that no area's name goes on with: they say what its grade is, or is of another time.
_STOPS = (
    "is|are|was|were|be|been|being|has|have|had|at|came|come|comes|got|gets|went|goes|gone|rose|fell|fallen|"
    "stays?|stayed|remains?|remained|requires?|required|requiring|outstanding|good|adequate|inadequate|"
    "graded|rated|judged|marked|found|also|too|likewise|again|now|but|while|which|where|whose|who|than|"
    "climbed|moved|moves|dropped|drops|slipped|improved|improves|received|receives|earned|earns|scored|did|"
    "does|becomes?|became|stands?|stood|as|from|since|until|despite|though|although|because|both|all|only|"
    "still|twice|once|then|when|if|so|it|this|that|these|those|held|scores|accordingly|would|will|can|"
    "could|may|and|or|rises|falls|passed|passes|just|even|not|no|never|gave|gives|given|grade|grades|"
    "mark|marks|rating|ratings|judg\\w+|in\\s(?:\\d|January|February|March|April|May|June|July|August|"
    "September|October|November|December)\\S*"
)
_WORD = rf"(?!(?:{_STOPS})\b)[\w'\u2019-]+"
_DONE_TO = rf"(?:\s{_WORD}){{1,7}}"
_GERUND = rf"(?:{_VERBS})(?:n?ing|ying)"
_NAMED = (
    # The longer first. These hold an "and", or more than the words that alone would name an area.
    r"(?:responding|how (?:well )?(?:it|the \w+) responds|(?:its |the )?response) to "
    r"major and multi-agency incidents",
    r"strategic planning, organisational management and value for money",
    r"preventing and deterring crime and anti-?social behaviour(?:,? and reducing vulnerability)?",
    r"(?:police powers and )?treating (?:the public|people) (?:fairly and (?:with respect|respectfully)|"
    r"with fairness and respect)",
    r"building, supporting and protecting (?:the|its) workforce",
    r"(?:ensuring|promoting) fairness and (?:promoting )?(?:diversity|respect)",
    r"managing performance and developing leaders",
    r"investigating crime and reducing re-?offending",
    r"preventing crime and (?:tackling )?anti-?social behaviour",
    r"preventing and deterring crime",
    r"police powers and (?:(?:treating|treatment of) )?(?:the )?(?:public|people|fair treatment)"
    r"(?: treatment| fairly| with fairness and respect)?",
    r"(?:preventing|understanding|responding to) (?:the risk of )?fires? and (?:other )?"
    r"(?:risks?|emergencies)",
    r"preventing fires",
    r"(?:promoting )?(?:the )?(?:right )?values and culture",
    r"(?:getting )?(?:the )?right people(?:,| with the| and the) right skills",
    r"(?:making )?(?:the )?best use of (?:its )?(?:resources|money)",
    r"making the (?:fire and rescue )?service affordable(?: now and in the future)?",
    r"(?:future )?affordability(?: of the service)?",
    r"managing offenders and suspects",
    r"(?:tackling |disrupting |fighting )?serious (?:and )?organi[sz]ed crime",
    r"leadership(?: and (?:force management|culture|management|governance))?",
    r"fairness and diversity",
    # Verbs in -ing, and what else says what is done, or how.
    rf"(?:{_GERUND}(?:,\s|\sand\s))*{_GERUND}\sand\s{_GERUND}{_DONE_TO}",
    r"the (?:treatment|engagement|protection|management|support|investigation|recording|prevention|handling|"
    rf"development|disruption|use|planning|promotion|understanding|answering) of{_DONE_TO}",
    r"(?:treatment|engagement|protection|management|investigation|recording|prevention|handling|development|"
    rf"disruption|use|promotion|understanding) of{_DONE_TO}",
    rf"(?:how|the way)(?: in which)?(?: well)?(?: it| the \w+)(?: is)?{_DONE_TO}",
    r"(?:its |the )?(?:response|responses) to (?:the public|fires|emergencies|calls|incidents)"
    r"(?: and (?:other )?emergencies)?",
    rf"{_GERUND}{_DONE_TO}",
    # Areas that are nouns, of several words and of one.
    r"crime data(?: integrity| recording)?|crime[- ]recording|crime prevention|"
    r"victim (?:care|service|support)|neighbourhood policing|strategic planning|"
    r"financial planning|offender management|community engagement|"
    r"public (?:trust|engagement|treatment)|counter-corruption|value for money|major incidents|"
    r"national risks|organi[sz]ed crime|police powers|values|workforce(?: development)?|"
    r"vulnerable people|fire regulation|"
    r"fire safety enforcement|stop and search|call handling",
    r"effectiveness|efficiency|legitimacy|custody|vetting|vulnerability|wellbeing|detention|"
    r"prevention|protection|response|neighbourhoods|investigations?|investigating|responding|fairness|culture|"
    r"finances?|planning|governance|resources|victims|diversity|regulation|engagement",
)
_AREA = re.compile(rf"(?<![\w-])(?:{'|'.join(_NAMED)})(?![\w-])", re.I)
# "People" is an area of fire and rescue services where nothing says whose.
_PEOPLE = re.compile(
    r"(?:^|(?<=[.;:,]\s)|(?<=\band\s)|(?<=\bfor\s)|(?<=\bbut\s)|(?<=\bon\s)|(?<=\"))people"
    r"(?=\s*(?:[,;:.)\u2013\u2014\"]|$|(?:pillar|is|was|in contrast|requir|remains|stays|has|all|both|good|"
    r"adequate|inadequate|outstanding|graded|rated|judged|too|and (?:effectiveness|efficiency))\b))|"
    r"\bpeople(?=\s(?:pillar|strand|area)\b)|"
    r"(?:^|(?<=[,;]\s))(?:for|on)\s(?:its\s)?people(?=,?\s(?:the|it|its|this)\b)",
    re.I,
)
# "Within effectiveness, investigating was good" grades a part of it.
_WITHIN = re.compile(r"\b(?:within|under|underneath|inside|part of)\s(?:the\s)?$", re.I)
_BEGINS = re.compile(r"(?:for|on)\s(?:its\s)?(?=people\b)", re.I)
_ENDS = re.compile(r"(?:\s(?:for|in|to|on|of|with|by|the|its|a|an|at|under|within|, ?))+$", re.I)


class Named(NamedTuple):
    """An area that is named, and the place of its words in the text."""

    name: str
    start: int
    end: int


def areas_named(text: str) -> list[Named]:
    """The areas that a text names, in their order; none overlaps another."""
    found = [match.span() for match in _AREA.finditer(text)]
    found += [
        match.span()
        for match in _PEOPLE.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in found)
    ]
    named = []
    for start, end in sorted(found):
        led = _BEGINS.match(text, start)
        first, words = (led.end() if led else start), _ENDS.sub("", text[start:end])
        if not _WITHIN.search(text[:first]):
            named.append(Named(text[first : start + len(words)], first, start + len(words)))
    return named
