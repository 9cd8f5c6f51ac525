"""Whether a question asks how things stand, and of what: a level, a status, a matter, bodies, a time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant import status_question_words as words
from corpus.types import CONCERN, MONITORING, RECOMMENDATION
from index.ledger import CLOSED, IN_ENGAGE, IN_SCAN, OPEN
from index.mention import Mention
from index.when import DURING, FIRST, SINCE, When

MOST_OTHER_WORDS = 3
"""A question of the phase of monitoring has so few words at most that are none of status."""

LIST, COUNT, IS, OLDEST, NEWEST, WHEN = "list", "count", "is", "oldest", "newest", "when"
WHY, SUMMARY = "why", "summary"
"""What is wanted: the matters or bodies, their number, how one of them stands, the one open the longest, the
day since when they stand so; the reasons for which a body was moved into Engage; all that is told of one."""

EITHER = "open or closed"
"""For a standing: which of them are closed, and which are not."""

LASTED = "lasted"
"""For an event: from its beginning to its end."""


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    """A question of how things stand.

    `asks` is LIST, COUNT, IS, OLDEST, NEWEST, WHEN, WHY or SUMMARY; `level` that of `corpus.types`;
    `standing` OPEN, CLOSED, EITHER, IN_ENGAGE, IN_SCAN or "" for any; `event` "raised", "closed", "entered"
    or "left" where it asks what happened in a time, or when. `matter` are its words for one matter, "" where
    it asks of all. `bodies` are those it names; with none it asks of every body. `kind` is "police" or "fire"
    where it asks of one kind. `said_standing` is False where a number alone is asked for and `standing` is
    what goes without saying. `sure_of_matter` is False where its words may be no words for a matter at all:
    "which are open, all told?" With `is_name` they name a matter with all they say, or none: of "when was the
    custody suite closed?" custody is not what is asked about.
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
    sure_of_matter: bool = True
    is_name: bool = False

    @classmethod
    def of(cls, text: str, mention: Mention, when: When, body: str = "") -> StatusQuestion | None:
        """What a question asks of status; None where it asks something else."""
        start, end = when.span
        bare = text if start == end else f"{text[:start]} {' ' * (end - start - 2)} {text[end:]}"
        rest = " ".join(mention.without_names(bare).split())
        bodies = mention.bodies or ((body,) if body else ())
        whole = " ".join(mention.without_names(text).split()) if when.kind == FIRST else rest
        timed = _timed(whole)
        matter = _matter_words(rest) if timed and timed[1] == CONCERN else ""
        if timed and (bodies or (matter and not mention.absent)):
            event, level = timed
            named = not words.CONCERN.search(rest)
            return cls(WHEN, level, "", event, matter, bodies, _kind(rest), When(), is_name=named)
        if len(bodies) == 1 and words.WHY.search(text):
            return cls(WHY, MONITORING, "", "entered", "", bodies, _kind(rest), when)
        if again := words.WHEN_AGAIN.search(text):
            before = cls.of(text[: again.start()], mention, when, body)
            if before is None or before.level == RECOMMENDATION or before.asks in (OLDEST, NEWEST):
                # Which is the oldest is said with its day.
                return before
            return before if before.level == MONITORING and before.bodies else replace(before, asks=WHEN)
        whole, rest = rest, _asked_part(rest)
        if any(pattern.search(rest) for pattern in (words.OTHER, words.NEW, words.WHAT_IS)):
            return None
        if len(bodies) == 1 and _is_of_all_told(rest):
            return cls(SUMMARY, CONCERN, OPEN, "", "", bodies, _kind(rest), when)
        if words.OUTSTANDING_GRADE.search(text) and not _level(rest):
            return None
        if words.WHO.search(rest) and (mention.bodies or mention.absent or body):
            # "Who came out of Engage?" asks for bodies; of one that is named, "who" asks for a person.
            return None
        level = _level(rest)
        if when.kind == FIRST:
            return None
        asks = _asks(rest)
        if level == MONITORING and bodies and asks in ("", LIST):
            # "Scan or Engage?", "Which phase is it in?": of a body that is named only its own can be meant.
            asks = IS
        # A time in what is taken for granted is none that is asked about.
        event = _event(rest, level, when) if rest == whole else ""
        standing = _standing(rest, level)
        if asks == LIST and level == CONCERN and not (standing or event) and words.HAS.search(rest):
            standing = OPEN
        if asks == IS and not level and words.ANYTHING.search(rest) and standing:
            level, asks = CONCERN, LIST
        if asks == IS and level == CONCERN and event and words.ANY.match(rest):
            asks = LIST
        if (asks, level, standing) == (LIST, CONCERN, OPEN) and not when.kind and _is_past(rest):
            standing, event = "", "raised"
        if level in ("", CONCERN) and _is_of_each(rest):
            level, asks, standing = CONCERN, LIST, EITHER
        if asks == COUNT and not standing and not event and level == CONCERN:
            event = "raised"
        last = re.split(r"[.;!?]\s+", rest.strip(" .;!?"))[-1]
        if not asks and standing and (level or words.YES_NO.match(last)) and not words.LIST.match(rest):
            asks = IS
        if not asks and level and event:
            asks = LIST
        if not asks or not (standing or event or words.STANDS.search(rest) or asks in (OLDEST, NEWEST)):
            return None
        matter = _matter_words(rest)
        if standing == EITHER and matter:
            # What became of one is how it stands.
            asks, standing = IS, ""
        if not matter and level == CONCERN and whole != rest:
            # "It had one on X, so is that cause of concern closed?"
            matter = _matter_words(whole) if _POINTS_BACK.search(rest) else ""
        if not level:
            if not matter and not (event or asks in (LIST, COUNT, OLDEST, NEWEST)):
                return None
            if asks == COUNT and matter:
                # "Has anyone been sacked, and how many?": of something else.
                return None
            level = CONCERN
        if level == MONITORING and len(matter.split()) > MOST_OTHER_WORDS:
            # "Did X play a part in taking it out of Engage?" asks for more than the phase.
            return None
        if level == MONITORING:
            matter = ""
        said = bool(words.OPEN.search(rest) or words.CLOSED.search(rest))
        # "Open all told" names no matter; "a drone cause of concern", "one about drones" and two words do.
        last = matter.rpartition(" ")[2]
        found = matter and re.search(rf"\b{re.escape(last)}\W+(?:causes?|areas?) of concern\b", rest, _I)
        several = len(matter.split()) > 1
        sure = asks == IS or level == RECOMMENDATION or several or bool(words.ABOUT.search(rest) or found)
        return cls(asks, level, standing, event, matter, bodies, _kind(rest), when, said, sure)


def _timed(text: str) -> tuple[str, str] | None:
    """What a question asks the day of, and its level; None where it asks no day of what the ledger tells.

    "raised", "closed", "entered" or "left", LASTED where it asks how long, "" where it asks since when
    something stands as it does.
    """
    if (lasted := words.HOW_LONG.match(text)) and not words.RECOMMENDATION.search(text):
        return LASTED, MONITORING if lasted["phase"] else CONCERN
    moved = words.WHEN_MOVED.match(text.rpartition(": ")[2])
    if words.WHEN_OUT.match(text) or (moved and moved["out"]):
        return "left", MONITORING
    if words.WHEN_IN.match(text) or (moved and moved["into"]):
        return "entered", MONITORING
    if done := words.WHEN_DONE.match(text):
        if done["closed"] or done["close"] or done["lifted"]:
            return "closed", CONCERN
        return ("" if done["stands"] else "raised"), CONCERN
    return None


_I = re.IGNORECASE
_LISTED = re.compile(r"\W*(?:(?:and|but|so)\s)?(?:which|what|who|list|name|show)\b", _I)
_POINTS_BACK = re.compile(r"\b(?:that|this|the|it|it's)\b", _I)


def _asked_part(text: str) -> str:
    """What is asked, without what is only taken for granted: "With X closed, is it out of Engage?"."""
    premise = words.PREMISE.match(text)
    asked = text[premise.end() :] if premise else ""
    speaks = asked and (_level(asked) or words.OPEN.search(asked) or words.CLOSED.search(asked))
    return asked if speaks else text


def _matter_words(text: str) -> str:
    return " ".join(word for word in _words(text) if word not in words.STATUS_WORDS)


def _is_of_all_told(text: str) -> bool:
    """Whether a question asks of a body as a whole, and not of a matter or its phase."""
    summary = words.SUMMARY.match(text)
    return bool(summary) and not _level(text) and not (summary and _matter_words(summary["subject"] or ""))


def _is_past(text: str) -> bool:
    """Whether a question asks which had causes of concern at all, and not which have them open."""
    return bool(words.HAD.search(text)) and not words.OPEN.search(text)


def _is_of_each(text: str) -> bool:
    """Whether a question asks which of several are closed and which are not, or what became of them."""
    if words.HAPPENED_TO.search(text):
        return bool(words.CONCERN.search(text)) or bool(re.search(r"\bothers?\b", text, _I))
    return bool(_LISTED.match(text) and words.CLOSED.search(text) and words.AND_NOT.search(text))


def _level(text: str) -> str:
    """The level a question asks about: of several the last ("... is closed, so did it leave Engage")."""
    found = [
        (match.start(), level)
        for level, pattern in (
            (RECOMMENDATION, words.RECOMMENDATION),
            (CONCERN, words.CONCERN),
            (MONITORING, words.MONITORING),
        )
        for match in pattern.finditer(text)
    ]
    if not found:
        return ""
    counted = words.COUNT.search(text)
    if counted and (named := [one for one in found if counted.start() <= one[0] <= counted.end() + 40]):
        # "How many causes of concern did it have when it went into Engage?"
        return min(named)[1]
    levels = {level for _, level in found}
    if levels == {RECOMMENDATION, CONCERN} and not words.TWO_CLAUSES.search(text):
        return RECOMMENDATION
    return max(found)[1]


def _standing(text: str, level: str) -> str:
    if level == MONITORING:
        return IN_SCAN if words.IN_SCAN.search(text) else IN_ENGAGE
    if words.OPEN.search(text) and not re.search(
        r"\b(?:been|was|were|is|are|got|get|getting) (?:yet )?(?:closed|fixed|sorted|resolved|signed)",
        text,
        _I,
    ):
        return OPEN
    if words.CLOSED.search(text):
        return CLOSED
    if words.OPEN.search(text):
        return OPEN
    # "How many has it?" asks for those it has now, "how many was it given?" for all.
    return OPEN if words.COUNT.search(text) and not words.RAISED.search(text) else ""


def _event(text: str, level: str, when: When) -> str:
    """What is asked to have happened in a time; "" where a question asks how things stood."""
    if when.kind not in (DURING, SINCE):
        return "reissued" if words.REISSUED.search(text) else ""
    if level == MONITORING:
        if words.IN_SCAN.search(text):
            return "left"
        return "entered" if words.ENTERED.search(text) else ""
    if words.CLOSED.search(text):
        return "closed"
    return "raised" if words.RAISED.search(text) else ""


def _asks(text: str) -> str:
    if words.OLDEST.search(text):
        return OLDEST
    if words.NEWEST.search(text):
        return NEWEST
    if words.COUNT.search(text):
        return COUNT
    # A question that follows another stands under its topic: "cause of concern: which were closed?".
    listed = _LISTED.match(text) or _LISTED.match(text.partition(": ")[2])
    ended = words.YES_NO_END.search(text) and not listed
    claimed = words.CLAIMED.search(text) and not listed
    if (
        words.YES_NO.match(text)
        or words.YES_NO_WITHIN.search(text)
        or words.STANDS.search(text)
        or ended
        or claimed
    ):
        return (
            LIST
            if re.match(r"\W*(?:are|is|have|has|do|does) (?:there )?any", text, _I)
            and words.EVERYBODY.search(text)
            else IS
        )
    return LIST if words.LIST.search(text) else ""


def _kind(text: str) -> str:
    fire = re.search(r"\bfire\b|\bbrigades?\b|\bservices\b", text, _I)
    police = re.search(r"\bpolice\b|\bforces?\b|\bconstabular", text, _I)
    return "" if bool(fire) == bool(police) else "fire" if fire else "police"


def _words(text: str) -> list[str]:
    from assistant.cues import content_words

    return content_words(text)
