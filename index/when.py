"""Of which time a question asks: today, or a date it names; and how near to that a report is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from corpus.dates import find_periods

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


@dataclass(frozen=True, slots=True)
class When:
    """The time a question asks about.

    `now` says that it asks how things are; `period` is the first and last day of the time it names, None
    where it names none; `state` that it asks how things stood then, which a report of later cannot know.
    """

    now: bool = False
    period: tuple[date, date] | None = None
    state: bool = False

    @classmethod
    def asked(cls, question: str) -> When:
        """What the words of a question say. Of several times named the last counts."""
        periods = find_periods(question)
        if periods:
            return cls(period=periods[-1], state=bool(_STATE.search(question)))
        return cls(now=bool(_NOW.search(question)) and not _THEN.search(question))

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
