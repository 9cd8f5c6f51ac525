"""The words in which reports say how a cause of concern, a recommendation or the monitoring phase stands."""

from __future__ import annotations

import re

from corpus.grade_words import AFTER_GRADE
from corpus.matters import COUNT

_I = re.IGNORECASE

ENGAGE = r"(?:Engage\b|special measures|enhanced (?:(?:phase|level) of )?monitoring|the enhanced phase)"
SCAN = r"(?:Scan\b|(?:the )?(?:default|routine|normal) (?:phase|monitoring|level)(?: of monitoring)?)"

MONITORING = re.compile(rf"\b(?:{ENGAGE}|Scan\b|default phase|enhanced phase)")
CONCERN = re.compile(r"\b(?:causes?|areas?) of concern\b|\bCoCs?\b|\b(?:the|this) concern\b", _I)
RECOMMENDATION = re.compile(r"\brecommendations?\b", _I)
TRIGGER = re.compile(
    r"concern|recommendation|\bEngage\b|\bScan\b|special measures|enhanced|default phase|discharged|"
    r"\bclosed\b|"
    r"\bopen\b|\bmoved on\b|\blowest grade|\b(?:brings|adds|added|raises) a |progress|addressed|"
    r"inadequate|requir\w+ improvement|(?:must|needs? to) improve|"
    rf"outstanding|\b(?:good|adequate)\b{AFTER_GRADE}",
    _I,
)

# A phase entered or left.
_MOVED = r"(?:moved|placed|put|taken|brought|escalated|returned|sent)"
ENTERED = re.compile(
    rf"\b{_MOVED}\b(?! out)(?:\s[\w'\u2019-]+){{0,4}}?\s(?:back\s)?(?:in|into|in to|to|"
    rf"under)\s(?:the\s)?{ENGAGE}|"
    rf"\b(?:entered|entering|entry (?:in)?to|went (?:in)?to|gone (?:in)?to|came into)\s(?:the\s)?{ENGAGE}|"
    rf"\b(?:moves|goes|enters)\s(?:in)?to\s(?:the\s)?{ENGAGE}|\bhad gone in\b",
)
LEFT = re.compile(
    rf"\b(?:left|leaves|exited|exits)\s(?:the\s)?{ENGAGE}|^\W*left it (?:in|on)\b|"
    rf"\b(?:removed|released|removal|come|came|comes|taken|moved|brought|"
    rf"lifted)\b(?:\s[\w'\u2019-]+){{0,3}}?\s(?:out of|from)\s"
    rf"(?:the\s)?(?:{ENGAGE})|"
    rf"\b(?:is|was|are)\s(?:now\s)?out of\s(?:the\s)?{ENGAGE}|\bno longer\s(?:in|under)\s(?:the\s)?{ENGAGE}|"
    rf"\b(?:goes|went|gone|is|was|moves?|moved|returns?|returned|placed|put|comes?|"
    rf"came)\s(?:back\s)?(?:in|into|to)\s(?:the\s)?{SCAN}|"
    rf"\b(?:back|return(?:ed|s)?)\s(?:in|into|to)\s(?:the\s)?{SCAN}",
)
IN_SCAN = re.compile(rf"\b(?:is|are|was|been)\s(?:now\s|back\s)*in\s(?:the\s)?{SCAN}")
REMAINS = re.compile(
    rf"\b(?:is|are|was|were|be|been|remain(?:s|ed)?|stay(?:s|ed)?|kept|"
    rf"still)\b(?:\s[\w'\u2019-]+){{0,3}}?\s(?:in|under)\s(?:the\s)?{ENGAGE}"
)
WHICH_IT_ENTERED = re.compile(r"\bwhich (?:it|the \w+) (?:entered|went into|was moved into)\b", _I)
WAS_UNTIL = re.compile(rf"\bwas\b(?:\s\w+){{0,2}}?\s(?:in|under)\s{ENGAGE}")

# How a cause of concern or a recommendation stands; a negation turns what follows it round.
_NOT = r"(?:not|never|n['\u2019]t|neither|nor)\b"
_DONE = (
    r"(?:closed|closing|discharged|addressed|resolved|complete(?:d)?|fulfilled|met|implemented|"
    r"signed off|lifted|dealt with|"
    r"put right|satisfied)"
)
_NO_CONCERN = (
    r"\bno\s(?:\w+\s){0,2}?causes?\sof\sconcern\b(?:\s(?:is|are|was|were|that is))?\s(?:still\s)?"
    r"(?:open|left|remain\w*|outstanding)"
)
NONE_OPEN = re.compile(rf"{_NO_CONCERN}|\bno (?:open|outstanding|remaining) causes? of concern\b", _I)
PARTLY = re.compile(
    r"\bpart(?:ly|ially)\s(?:met|addressed|complete\w*|closed)|\b(?:not|n['\u2019]t)\b(?:\s\w+){0,3}\sfully\s"
    rf"(?:been\s)?{_DONE}|\b(?:not|n['\u2019]t)\b(?:\s\w+){{0,4}}\s{_DONE}(?:\s\w+){{0,4}}\sin full\b",
    _I,
)
OPEN = re.compile(
    rf"\b(?:{_NOT})(?:\s[\w'\u2019-]+){{0,4}}?\s{_DONE}\b|\bcannot\s(?:yet\s)?(?:be\s)?close|"
    rf"\bneither\b(?:\s\w+){{0,12}}?\s{_DONE}\b|"
    r"\b(?:remain|stay)(?:s|ed|ing)?\s(?:open|outstanding|unresolved|in place|in force|live)\b|"
    r"\b(?:is|are|was|were|still|left|kept|will remain|will stay|to remain|as)\s(?:still\s|both\s|"
    r"all\s)*(?:open|outstanding|unresolved)\b|"
    r"\bopen causes? of concern\b|\boutstanding cause of concern\b|\bone is left\b|"
    r"\b(?:recommendations?|concerns?) left\b|\bstill (?:stands?|"
    r"in force|to be (?:closed|completed|met))\b|"
    r"\bremain(?:s|ed|ing)?\b(?!\s(?:in (?:Engage|Scan|the|place|special|enhanced)|under|a|an|the|"
    r"concerned|committed)\b)|\bonly\s[\w ]{2,30}\swas left\b|\b(?:is|are|was|were) left\b",
    _I,
)
CLOSED = re.compile(
    r"\b(?:closed|closes|discharged|discharges|signed off|lifted|withdrawn)\b|\bclosing\sof\b|"
    r"\bno longer (?:has |have |had )?(?:a|an|any)?\s?(?:\w+ )?causes? of concern\b|\b(?:has|have|had|"
    r"is|are|was|were|"
    r"been)\b(?:\s(?!to\b)\w+){0,3}?\s"
    r"(?:addressed|resolved|complete|completed|fulfilled|implemented|met|put right|satisfied)\b|"
    r"\bclosed and addressed\b|"
    r"\b(?:decided|agreed|content|able|pleased|happy|satisfied)\s(?:that\s(?:we|it|"
    r"this)\s)?(?:can\s)?(?:now\s)?"
    r"(?:to\s)?(?:be\s)?(?:close|discharge)d?\b|\bcan\snow\s(?:be\s)?(?:close|discharge)d?\b",
    _I,
)
STILL_OPEN = re.compile(
    r"\b(?:is|are|was|were|remains?|stays?) (?:still )?(?:not (?:yet )?closed|open)\b|\bnot closed\b", _I
)
DECIDED = re.compile(
    r"\b(?:decided|agreed|content|able|pleased|happy|satisfied|chosen)\s(?:that\s(?:we|it|this|"
    r"the \w+)\s)?(?:can\s|may\s)?(?:now\s)?"
    r"(?:to\s)?(?:be\s)?(?:close|closed|discharge|discharged|lift|withdraw)\b|"
    r"\bcan\snow\s(?:be\s)?(?:close[d]?|discharged?)\b",
    _I,
)
SURELY_CLOSED = re.compile(
    r"\b(?:closed|closes|discharged|discharges|signed off|lifted|withdrawn)\b|\bclosing\sof\b|"
    r"\bno longer (?:has |have |had )?(?:a|an|any)?\s?(?:\w+ )?causes? of concern\b",
    _I,
)
IS_DONE = re.compile(
    rf"\b(?:been|is|are|was|were|now)\s(?:\w+\s){{0,2}}?{_DONE}\b|"
    rf"\b{_DONE}\s(?:this|the|its|that|both|all|each|every)\s(?:\w+\s){{0,2}}?(?:causes? of concern|"
    rf"recommendations?)\b",
    _I,
)
REISSUED = re.compile(
    r"\b(?:reissued?s?|re-issued|raised again|issued again|replaced (?:by|with)|superseded)\b", _I
)
_MAKE = (
    r"(?:found|raise[sd]?|issue[sd]?|publish(?:ed|es)|identif(?:ied|ies)|made|makes|given|gave|gives|"
    r"set|recorded|brings|brought|led|"
    r"came|come|comes|followed|produced|had|has|have|added|recorded|announced|appeared|were|named|listed)"
)
RAISED = re.compile(rf"\b{_MAKE}\b", _I)
NEW = re.compile(r"\b(?:is|was) (?:a )?new(?: one)?\b|\bthis one is new\b", _I)
ABOUT = re.compile(
    r"\b(?:causes? of concern|concern(?:s|ed)?|one|other|first|second|third|fourth|fifth|sixth|they|"
    r"these)\b(?:\sof them)?"
    r"(?:\s(?:in|of|from)\s\d{4})?,?\s(?:is|was|are|were|relate[sd]?|concern(?:s|ed)?)\s(?:about|on|to|"
    r"with|the|that|how)?",
    _I,
)
PROGRESS = re.compile(
    r"\b(?:good|some|significant|further|clear|steady|more|limited|strong|encouraging|much|"
    r"considerable|made|making|makes|is|gives|of)\s"
    r"(?:\w+\s)?progress\b(?!\s(?:letter|report))|\bmoved on well\b|\bprogressing\b",
    _I,
)

GRADES = (
    "outstanding",
    "requires improvement",
    "require improvement",
    "required improvement",
    "inadequate",
    "adequate",
    "good",
)

# What is no statement of how things stand: rules, wishes, what may come, what is not said.
RULE = re.compile(
    r"^\W*(?:(?:A|An|Any|Every|Each)\s(?:\w+\s)?(?:force|service|body|closed|"
    r"cause of concern(?=\s(?:is|may|can|has|never|always|comes|does)\b)|"
    r"recommendation|decision|grade)\b|"
    r"(?:To leave|Leaving|Closing|Entering|Coming out|In Engage|Scan is|Engage is|Monitoring has|"
    r"HMICFRS watches|"
    r"HM Chief Inspector|It is the chief inspector|The chief inspector (?:decides|takes)|The (?:Engage|"
    r"Scan)\b|Forces? in Engage|Services? in Engage|"
    r"Most causes of concern|(?:Causes|Areas) of concern are|An? \w+ cause of concern is|Discharged is)\b)|"
    r"\bis less (?:grave|serious)\b|\b(?:is|are) (?:called|meant for|given (?:only )?when|"
    r"published before)\b|^\W*the press (?:often )?calls\b|\bdecides? (?:who|when|whether|on)\b|"
    r"\bare (?:two|three) (?:separate )?(?:things|phases)\b|\bis one thing\b|\bnot the same as\b|"
    r"\bshort(?:coming| for)\b|\bmay (?:still )?(?:leave|have)\b",
)
UNSAID = re.compile(
    r"\b(?:inquiry|coroner|commission|ombudsman)\b[^.]{0,40}\brecommend|\b(?:nothing|"
    r"none)\b[^.]{0,60}\b(?:says?|said|shows?|places|settles)\b|\b(?:does|do|did)\s(?:not|"
    r"n['\u2019]t)\s(?:say|mean|show|speak|give|close|end|place|tell|set)|"
    r"\bsays? nothing\b|\bnot spoken of\b|\bnot in our (?:record|source)\b|"
    r"\bno part of\b|\bnot part of\b|\bnot among\b|"
    r"\bnothing of the kind\b|\bdoes not follow\b|\bwas not the reason\b|\bmisread|"
    r"\bit would be wrong\b|\bleaves? out\b",
    _I,
)
LATER = re.compile(
    r"\b(?:would|could|may|might|should|must|shall|if|unless|whether|hopes?|hoping|expects?|wants?|"
    r"intends?|claims?|argues?|believes?|asks?)\b|"
    r"\bwill\b(?!\s(?:remain|stay|continue to be)\s(?:open|in)\b)|(?<!\d{4}, )\b(?:when|once|until|before|"
    r"after) (?:a|the|each|every|all|its|an|both|their|it|this|that)\b(?!\s(?:end|letter|inspection|"
    r"report|visit)\b)|"
    r"\bin order to\b|\bto (?:be )?(?:close|closed|leave|complete|address)\b|\bis to\b|\bare to\b|\bcan\b",
    _I,
)
COUNTED = re.compile(
    rf"\b(?P<count>{COUNT}|all|both|neither|none)\b(?![,.]?\d|%|\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|"
    rf"Sep|Oct|Nov|Dec|days?|weeks?|months?|years?)\w*)(?:\s(?:of|out of)\s(?:the|its|these|those|"
    rf"their)?\s?(?P<of>{COUNT})?)?",
    _I,
)
