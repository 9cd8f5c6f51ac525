"""Of which time a question asks: today, or a date it names; and how near to that a report is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.dates import find_periods
from index.time_words import Stretch, stretches

NOW, AS_OF, DURING, SINCE, BEFORE, FIRST, LAST_INSPECTION = (
    "now",
    "as of",
    "during",
    "since",
    "before",
    "first",
    "last inspection",
)
"""The ways in which a question puts time."""

_NOW = re.compile(
    r"\b(?:still|now|nowadays|current(?:ly)?|latest|newest|(?:most )?recent(?:ly)?|these days|at the moment|"
    r"so far|yet|today|to date|any more|anymore|remain(?:s|ing)?|outstanding)\b"
    # Not of having gone: "left Engage".
    r"|\b(?:is|are|['’]s|still|what|anything|nothing|many) left\b"
    r"|\bleft (?:to|over|open|undone|unresolved)\b"
    r"|^\W*(?:is|are|has|have|does|do)\b",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*"
_THEN = re.compile(r"\b(?:was|were|did|had|used to|back (?:in|on|then)|originally|at first)\b", re.IGNORECASE)
_STATE = re.compile(
    # "By" a time, not by whom.
    r"\bby (?:the )?(?:(?:end|start|beginning|middle|close|spring|summer|autumn|winter) (?:of )?)?"
    rf"(?:\d|{_MONTH})"
    r"|\b(?:still|yet|already|as (?:of|at)|at the time|at that (?:time|point)|back (?:in|on)|open|closed|"
    r"in force)\b",
    re.IGNORECASE,
)


_FIRST_WORDS = re.compile(
    r"\b(?:first (?:raised|found|reported|flagged|identified|issued|published|inspected|put|placed|"
    r"moved|said|came up)|originally|"
    r"at first|to begin with|initially|in the first place|to start with|at the outset|"
    r"the first (?:report|letter|time))\b",
    re.IGNORECASE,
)
_LAST_INSPECTION = re.compile(
    r"\b(?:last|latest|most recent|newest|previous) (?:full |peel |main |police |fire )*(?:inspection|"
    r"visit|revisit|round)\b|"
    r"\blast (?:time|occasion)\b|\blast (?:inspected|visited|looked at|revisited|went (?:in|back))\b",
    re.IGNORECASE,
)
_BEFORE_IT = re.compile(
    r"\b(?P<word>before|pre-|prior to|until|till|up until|ahead of|"
    r"earlier than)(?:(?<=-)|\s)(?:the\s)?(?:(?:publication|release|date) of\s(?:the\s)?)?"
    r"(?:(?:letter|report) (?:of|from|dated)\s)?$",
    re.IGNORECASE,
)
_SINCE_IT = re.compile(
    r"\b(?P<word>since|after|post-|from|following|later than)(?:(?<=-)|\s)(?:the\s)?(?:(?:letter|"
    r"report) (?:of|from|"
    r"dated)\s)?$",
    re.IGNORECASE,
)
_AS_OF_IT = re.compile(
    r"\b(?:as (?:of|at|on)|by|up to|as things stood (?:on|in|at)|on|at|back on|come|position (?:at|on|"
    r"in))\s(?:the\s)?$",
    re.IGNORECASE,
)
_AT_THE_TIME = re.compile(
    r"\b(?:at the time of|when|once|as of|as at)\s(?:the\s)?(?:letter (?:of|from|dated)\s)?$", re.IGNORECASE
)
_IN_IT = re.compile(
    r"\b(?:in|during|over|throughout|within|for|back in|through|across|of|"
    r"all)\s(?:the\s)?(?:month of\s|year\s)?$",
    re.IGNORECASE,
)
_LETTER_AFTER = re.compile(
    r"^(?:['\u2019]s)?\s(?:\w+\s){0,2}?(?:letter|report|notice|release|publication|inspection|visit|"
    r"revisit)\b",
    re.IGNORECASE,
)
_ONWARDS = re.compile(
    r"^\s(?:onwards?|on\b|and after|to (?:now|date|today|the present)|until (?:now|today))", re.IGNORECASE
)
_RANGE = re.compile(r"^\s*(?:and|to|until|till|through|-|\u2013)\s*(?:the\s)?$", re.IGNORECASE)
_RANGE_OPENS = re.compile(r"\b(?:between|from)\s(?:the\s)?$", re.IGNORECASE)
_HOW_IT_STOOD = re.compile(
    r"\b(?:still|yet|already|at the time|at that (?:time|point)|open|outstanding|left over|remain(?:ed|"
    r"ing)|in (?:engage|scan|"
    r"special measures|force)|"
    r"under (?:engage|special measures|enhanced|monitoring|scrutiny)|enhanced monitoring|status|stand|"
    r"stood|unresolved|active|phase|live|how many)\b",
    re.IGNORECASE,
)
_HAPPENED = re.compile(
    r"\b(?:closed|raised|issued|published|moved|entered|left|reopened|discharged|signed off|lifted|"
    r"placed|happened|changed|removed|"
    r"(?:put|go|gone|went) (?:in|into|under)|(?:came|come|got|let|taken) out)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class When:
    """The time a question asks about.

    `now` says that it asks how things are; `period` is the first and last day of the time it names, None
    where it names none; `state` that it asks how things stood then, which a report of later cannot know.

    `kind` is one of NOW, AS_OF, DURING, SINCE, BEFORE, FIRST and LAST_INSPECTION, "" where no time is meant.
    `first` and `last` are the days it is bounded by: AS_OF and BEFORE have a last one, SINCE has a first,
    DURING has both. `span` is where in the question the words stand.
    """

    now: bool = False
    period: tuple[date, date] | None = None
    state: bool = False
    kind: str = ""
    first: date | None = None
    last: date | None = None
    span: tuple[int, int] = (0, 0)

    @property
    def as_of(self) -> date | None:
        """The last day that counts, where the question asks how things stood on it."""
        return self.last if self.kind in (AS_OF, BEFORE) else None

    @classmethod
    def asked(cls, question: str, today: date | None = None, letters: Sequence[date] = ()) -> When:
        """What the words of a question say. Of several times named the last counts.

        Args:
            question: the question.
            today: what "last year" counts from; by default the machine's date.
            letters: the dates of the reports that may be meant: "before the September 2024 letter".
        """
        periods = find_periods(question)
        now = not periods and bool(_NOW.search(question)) and not _THEN.search(question)
        state = bool(periods) and bool(_STATE.search(question))
        kind, first, last, span = _kind(question, today or date.today(), letters)  # noqa: DTZ011
        if not kind and (now or _NOW_ALONE.search(question)):
            kind = NOW
        period = periods[-1] if periods else None
        if period is None and kind in (AS_OF, DURING, BEFORE, SINCE):
            period = (first or last or date.min, last or first or date.max)
        return cls(now, period, state or kind in (AS_OF, BEFORE), kind, first, last, span)

    def places(self, published: Mapping[str, date | None], reports: Iterable[str]) -> dict[str, int]:
        """The place of each report in time, from 0: the nearest to what is asked; empty where nothing is.

        Today: the newest first. A time: reports of that time, then by distance from it; where the state of
        things then is asked for, those of before it, the last first, and only then those of after it.
        Reports equally near share a place, and those without a date have none.
        """
        dates = {report: day for report in reports if (day := published.get(report))}
        if self.period is None and not self.now:
            return {}
        distances = {report: self._distance(day) for report, day in dates.items()}
        # By distance, not by day: days equally near have no order of their own, and would get one by chance.
        place = {distance: number for number, distance in enumerate(sorted(set(distances.values())))}
        return {report: place[distance] for report, distance in distances.items()}

    def _distance(self, day: date) -> tuple[int, int]:
        if self.period is None:
            return 0, -day.toordinal()
        first, last = self.period
        if day > last:
            return int(self.state), (day - last).days
        return 0, max(0, (first - day).days)


_NOW_ALONE = re.compile(
    r"\bas (?:things|matters|it|they) stands?\b|\b(?:right now|now|at the moment|currently|current|"
    r"latest|these days|nowadays|at present|"
    r"presently|to date|so far|still|yet|today|any longer|anymore|"
    r"any more|up to date|newest|most recent)\b",
    re.IGNORECASE,
)


_Found = tuple[str, date | None, date | None, tuple[int, int]]


def _kind(question: str, today: date, letters: Sequence[date]) -> _Found:
    """The way a question puts time, its bounds and where it says so."""
    found = stretches(question, today)
    if not found:
        for pattern, kind in ((_LAST_INSPECTION, LAST_INSPECTION), (_FIRST_WORDS, FIRST)):
            if match := pattern.search(question):
                return kind, None, None, match.span()
        return "", None, None, (0, 0)
    one = found[-1]
    if len(found) > 1 and _RANGE.match(question[found[-2].end : one.start]):
        return DURING, found[-2].first, one.last, (found[-2].start, one.end)
    first = _opened_range(question, one)
    if first is not None:
        return DURING, first, one.last, (one.start, one.end)
    return _of_stretch(question, one, letters)


def _of_stretch(question: str, one: Stretch, letters: Sequence[date]) -> _Found:
    head, tail, span = question[: one.start], question[one.end :], (one.start, one.end)
    letter = bool(_LETTER_AFTER.match(tail)) or bool(
        re.search(r"\b(?:letter|report|notice) (?:of|from|dated) (?:the )?$", head, re.I)
    )
    if match := _BEFORE_IT.search(head):
        day = _letter_day(one, letters) if letter else one.first
        return BEFORE, None, day - timedelta(days=1), (match.start(), one.end)
    if match := _SINCE_IT.search(head):
        word = match["word"].lower()
        if word != "from" or _ONWARDS.match(tail):
            after = word in ("after", "post-", "following", "later than")
            day = _letter_day(one, letters) if letter else one.last
            return SINCE, day + timedelta(days=1) if after else one.first, None, (match.start(), one.end)
    if letter and _AT_THE_TIME.search(head):
        return AS_OF, None, _letter_day(one, letters), span
    if letter:
        return "", None, None, (0, 0)
    if one.part in ("end", "start", "middle", "day"):
        then = {"end": one.last, "start": one.first, "middle": _middle(one), "day": one.last}[one.part]
        return AS_OF, None, then, span
    if match := _AS_OF_IT.search(head):
        return AS_OF, None, one.last, (match.start(), one.end)
    match = _IN_IT.search(head)
    begin = match.start() if match else one.start
    stood = _HOW_IT_STOOD.search(question) and not _happened(question)
    if stood:
        return AS_OF, None, one.last, (begin, one.end)
    return DURING, one.first, one.last, (begin, one.end)


def _happened(question: str) -> bool:
    """Whether a question asks what happened in a time, and not how things stood."""
    if re.search(r"\b(?:still|yet|already|at the time|at that (?:time|point))\b", question, re.I):
        return False
    return bool(_HAPPENED.search(question)) and not re.match(
        r"\W*(?:(?:back )?in [\w ]+,? )?(?:was|were|is|are)\b[^?]*\b(?:open|in (?:engage|scan|special))",
        question,
        re.I,
    )


def _letter_day(one: Stretch, letters: Sequence[date]) -> date:
    """The day of the letter that a month names, where there is one; else the first of the time named."""
    return max((day for day in letters if one.first <= day <= one.last), default=one.first)


def _middle(one: Stretch) -> date:
    if (one.last - one.first).days < 32:
        return one.first + timedelta(days=14)
    return date(one.first.year, 6, 30)


def _opened_range(question: str, one: Stretch) -> date | None:
    """The first day of "between March and June 2024", whose first month has no year."""
    match = re.search(
        r"\b(?:between|from)\s(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s)?(?P<month>january|february|march|"
        r"april|may|june|july|august|september|october|"
        r"november|december)\s(?:and|to|until|till|-|\u2013)\s$",
        question[: one.start],
        re.IGNORECASE,
    )
    if not match:
        return None
    months = "january february march april may june july august september october november december".split()
    month = months.index(match["month"].lower()) + 1
    year = one.first.year - (month > one.first.month)
    return date(year, month, int(match["day"] or 1))
