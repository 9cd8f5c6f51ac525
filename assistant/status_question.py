"""Whether a question asks how things stand, and of what: a level, a status, a matter, bodies, a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.types import CONCERN, MONITORING, RECOMMENDATION
from index.ledger import CLOSED, IN_ENGAGE, IN_SCAN, OPEN
from index.mention import Mention
from index.when import DURING, FIRST, SINCE, When

LIST, COUNT, IS, OLDEST, NEWEST = "list", "count", "is", "oldest", "newest"
"""What is wanted: the matters or bodies, their number, how one of them stands, the one open the longest."""

_I = re.IGNORECASE
_OTHER = re.compile(
    r"\bwhy\b|\bwho(?:se|m)?\b(?!\s(?:came|come|comes|went|left|leaves|entered|has|have|got|still|"
    r"is (?:in|still|currently|now|"
    r"under|out)|are (?:in|still|under)|(?:was|were) (?:in|put|placed|moved|taken|under)))|"
    r"\bwhere (?:did|was|is|were)\b|"
    r"^(?![^,]*,\s*(?:is|are|was|were|has|have|had|did|does|do)\b).*\bwhen\b|"
    r"(?<!about )(?<!of )(?<!on )(?<!over )\bhow (?!many\b|do things|does it stand|do they stand)\w+|"
    r"\bwhat (?:did|does|do|made|kind|sort|led|reasons?|happens|would|should|must|caused|proportion|"
    r"percentage|share|"
    r"was wrong|went wrong|grade|is a\b|is an\b|is meant|are the (?:reasons|grades|deadlines)|needs?|"
    r"the difference|else)\b|"
    r"\bmeans?\b|\bmeaning\b|\bdeadlines?\b|\bgrad(?:e|ed|es|ing)\b|"
    r"\b(?:signed|wrote|written|said|says|say|according|reason|because|compare|difference|differ)\b(?! off)|"
    r"\bto be done\b|\bstill (?:has|have|had) to\b|"
    r"\bwhich (?:inspector|person|area|grade|report|letter|phase comes)\b|"
    r"\b(?:what|which|the) (?:date|day|month|year)\b|"
    r"\bareas? for improvement\b|"
    r"\bhow many (?!causes?|concerns?|cocs?|recommendations?|are|were|is|"
    r"of (?:the |its |their |these |those |['\u2019]s |\w+ )*"
    r"(?:causes?|concerns?|recommendations?|them|\w+'s)|"
    r"(?:police |fire |open |outstanding |closed |new |more |other )*"
    r"(?:causes?|concerns?|recommendations?|forces?|services?|bod(?:y|ies)|brigades?|constabular))",
    _I,
)
_WHO = re.compile(r"\bwho\b", _I)
_MONITORING = re.compile(
    r"\bengage\b|\bspecial measures\b|\benhanced\b|\bscan\b|\b(?:phase|level) of monitoring\b|"
    r"\bmonitoring phase\b|\bmonitored\b|\b(?:under|routine|normal|extra|default) monitoring\b|"
    r"\b(?:extra|closer) (?:scrutiny|watch|eye|monitoring)\b|\bmore closely\b|\bintensive monitoring\b",
    _I,
)
_RECOMMENDATION = re.compile(r"\brecommendations?\b", _I)
_CONCERN = re.compile(r"\bcauses? of concern\b|\bconcerns?\b|\bcocs?\b", _I)
_IN_SCAN = re.compile(
    r"\bscan\b|\bout of\b|\b(?:left|leave|leaves|exit(?:ed)?|removed|released|freed|let (?:out|go)|"
    r"come off|came off)\b|\bno longer\b|\broutine\b|\bdefault\b|\bnormal\b",
    _I,
)
_OPEN = re.compile(
    r"\b(?:open|outstanding|unresolved|remain(?:s|ed|ing)?|left|live|active|unfixed|pending|current|"
    r"still)\b|\bnot (?:yet )?(?:been )?(?:closed|fixed|sorted|resolved)\b|"
    r"\byet to be\b|\bhanging over\b",
    _I,
)
_CLOSED = re.compile(
    r"\b(?:clos(?:ed|e|ure|es)|fixed|sorted|resolved|sign(?:ed)? off|discharged|addressed|put right|"
    r"dealt with|lifted|shut|finish(?:ed)?|ticked off|cleared|completed?|"
    r"put .{3,40} behind|in the clear|rid of|shaken off|wrapped up|done)\b",
    _I,
)
_RAISED = re.compile(
    r"\b(?:raised|issued|flagged|identified|new|given|handed|found|published|opened|reissued)\b", _I
)
_ENTERED = re.compile(r"\b(?:moved|placed|put|went|gone|go|entered|enter|goes|escalated|sent)\b", _I)
_STANDS = re.compile(
    r"\b(?:status|situation|state of play|where (?:do|does|are|is) .{2,60} stand|how (?:do|"
    r"does) .{2,60} stand|position on|stand(?:s|ing)? (?:now|at)|latest on|where things stand)\b",
    _I,
)
_YES_NO = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|well|as (?:of|at)[^,]{3,40},|(?:back )?(?:in|on|at|by)[^,]{3,40},)\s*)*"
    r"(?:is|are|was|were|has|have|had|did|does|do|isn|aren|hasn|haven|didn|any)\b",
    _I,
)
_YES_NO_END = re.compile(
    r"\b(?:or not|whether|fixed|closed|sorted|open|done|signed off|resolved|yet|discharged|over)\W*$|"
    r"\bwhether\b|\bif\b",
    _I,
)
_YES_NO_WITHIN = re.compile(
    r"(?:[:,;\u2013\u2014-]|\band\b)\s*(?:is|are|was|were|has|have|had|did|does)\b", _I
)
_LIST = re.compile(r"\b(?:which|what|who|list|name|show)\b|\b(?:anything|any)\b", _I)
_COUNT = re.compile(r"\bhow many\b|\bnumber of\b|\bcount\b|\bhow many of\b", _I)
_OLDEST = re.compile(
    r"\b(?:oldest|longest(?:[- ](?:running|standing|open|lived))?|earliest|been (?:open|going|"
    r"in .{3,20}) (?:for )?(?:the )?longest|most long)\b",
    _I,
)
_NEWEST = re.compile(r"\b(?:newest|latest|most recent(?:ly)?) (?:cause|concern|raised)", _I)
_EVERYBODY = re.compile(
    r"\b(?:forces|services|bodies|brigades|constabularies|(?:which|what|any) (?:\w+ ){0,2}?(?:force|"
    r"service|body|brigade|constabulary)|anyone|anybody|everyone|everybody|across|nationally|overall|"
    r"anywhere|all over)\b",
    _I,
)
_STATUS_WORDS = frozenset(
    """
    about active actually addressed after against ahead all already altogether any anymore anything are
    area around back been before being between bodies body both brigade came cause causes cleared close
    closed closely closer closes closure coc cocs come complete completed completely concern concerns
    constabulary corpus could count course current currently date days deal dealt default did discharged
    does during earliest eight end engage enhanced enter entered escalated ever every everything exactly
    exit exited extra eye far finally finish finished fire first five fixed flagged force force's forces
    formally found four fully get gets given go gone got had has have hmicfrs hold holds how identified
    inspected inspection inspectorate inspectors into issue issued issues keeping kept last latest leave
    leaves left letter lifted list live longer longest many matter matters measures moment monitored
    monitoring month more moved name new newest nine normal nothing now nowadays number off officers
    official officially ok okay oldest one ones open opened out outstanding over period phase placed
    play please point police present problem problems properly published put raised really recent
    recently reckon recommendation recommendations records released remain remained remaining remains
    removed report rescue resolved rid right routine running say scan scrutiny sent service services
    seven show shut signed signing since single situation six something sort sorted special stand
    standing stands start state status stay stayed stays still subject tell ten than that there these
    thing things think this those three throughout time today total two under unresolved was watch
    watchdog way went were what whether which whole work year yet
    """.split()
)


_TWO_CLAUSES = re.compile(r",\s|\bso\b|\bdoes (?:that|this)\b|\bdid (?:that|this)\b", _I)


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    """A question of how things stand.

    `asks` is LIST, COUNT, IS, OLDEST or NEWEST; `level` that of `corpus.types`; `standing` OPEN, CLOSED,
    IN_ENGAGE, IN_SCAN or "" for any; `event` "raised", "closed", "entered" or "left" where it asks what
    happened in a time. `matter` are its words for one matter, "" where it asks of all. `bodies` are those it
    names; with none it asks of every body. `kind` is "police" or "fire" where it asks of one kind.
    `said_standing` is False where a number alone is asked for and `standing` is what goes without saying.
    """

    asks: str
    level: str
    standing: str
    event: str
    matter: str
    bodies: tuple[str, ...]
    kind: str
    when: When
    said_standing: bool = True

    @classmethod
    def of(cls, text: str, mention: Mention, when: When, body: str = "") -> StatusQuestion | None:
        """What a question asks of status; None where it asks something else."""
        start, end = when.span
        bare = text if start == end else f"{text[:start]} {' ' * (end - start - 2)} {text[end:]}"
        rest = " ".join(mention.without_names(bare).split())
        if _OTHER.search(rest):
            return None
        if _WHO.search(rest) and (mention.bodies or mention.absent or body):
            # "Who came out of Engage?" asks for bodies; of one that is named, "who" asks for a person.
            return None
        level = _level(rest)
        if when.kind == FIRST:
            return None
        event = _event(rest, level, when)
        standing = _standing(rest, level)
        asks = _asks(rest)
        if not asks or not (standing or event or _STANDS.search(rest) or asks in (OLDEST, NEWEST)):
            return None
        matter = " ".join(word for word in _words(rest) if word not in _STATUS_WORDS)
        if not level:
            if not matter and not (event or asks in (LIST, COUNT)):
                return None
            level = CONCERN
        bodies = mention.bodies or ((body,) if body else ())
        if level == MONITORING and len(matter.split()) > 3:
            return None
        said = bool(_OPEN.search(rest) or _CLOSED.search(rest))
        return cls(asks, level, standing, event, matter, bodies, _kind(rest), when, said)


def _level(text: str) -> str:
    """The level a question asks about: of several the last ("... is closed, so did it leave Engage")."""
    found = [
        (match.start(), level)
        for level, pattern in (
            (RECOMMENDATION, _RECOMMENDATION),
            (CONCERN, _CONCERN),
            (MONITORING, _MONITORING),
        )
        for match in pattern.finditer(text)
    ]
    if not found:
        return ""
    levels = {level for _, level in found}
    if levels == {RECOMMENDATION, CONCERN} and not _TWO_CLAUSES.search(text):
        return RECOMMENDATION
    return max(found)[1]


def _standing(text: str, level: str) -> str:
    if level == MONITORING:
        return IN_SCAN if _IN_SCAN.search(text) else IN_ENGAGE
    if _OPEN.search(text) and not re.search(
        r"\b(?:been|was|were|is|are|got|get|getting) (?:yet )?(?:closed|fixed|sorted|resolved|signed)",
        text,
        _I,
    ):
        return OPEN
    if _CLOSED.search(text):
        return CLOSED
    return OPEN if _OPEN.search(text) or _COUNT.search(text) else ""


def _event(text: str, level: str, when: When) -> str:
    """What is asked to have happened in a time; "" where a question asks how things stood."""
    if when.kind not in (DURING, SINCE):
        return ""
    if level == MONITORING:
        if _IN_SCAN.search(text):
            return "left"
        return "entered" if _ENTERED.search(text) else ""
    if _CLOSED.search(text):
        return "closed"
    return "raised" if _RAISED.search(text) else ""


def _asks(text: str) -> str:
    if _OLDEST.search(text):
        return OLDEST
    if _NEWEST.search(text):
        return NEWEST
    if _COUNT.search(text):
        return COUNT
    listed = re.match(r"\W*(?:which|what|who|list|name|show)\b", text, _I)
    ended = _YES_NO_END.search(text) and not listed
    if _YES_NO.match(text) or _YES_NO_WITHIN.search(text) or _STANDS.search(text) or ended:
        return (
            LIST
            if re.match(r"\W*(?:are|is|have|has|do|does) (?:there )?any", text, _I)
            and _EVERYBODY.search(text)
            else IS
        )
    return LIST if _LIST.search(text) else ""


def _kind(text: str) -> str:
    fire = re.search(r"\bfire\b|\bbrigades?\b|\bservices\b", text, _I)
    police = re.search(r"\bpolice\b|\bforces?\b|\bconstabular", text, _I)
    return "" if bool(fire) == bool(police) else "fire" if fire else "police"


def _words(text: str) -> list[str]:
    from assistant.cues import content_words

    return content_words(text)
