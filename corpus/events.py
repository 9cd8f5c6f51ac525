"""What a report says of status, and when: a pure function from a report to events with their spans.

By rules over sentences, whose words are in `corpus.status_words`. First the report's matters are gathered
(what its causes of concern are about), then each clause is read for a status of a level, and given the
matters that it names, or that its heading or its list does. See docs/decisions/0006-time-and-status.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from corpus import status_words as words
from corpus.clauses import (
    Clause,
    before_of,
    clauses_of,
    counted,
    counted_concerns,
    has_status,
    is_to_come,
    last_subject_is_concern,
    number_of,
    of_another_thing,
    status_of,
    verb_at,
)
from corpus.grades import day_of, grades_in
from corpus.matters import COUNT, NUMBERS, ORDINALS
from corpus.merge import merged
from corpus.naming import Matters
from corpus.sayings import Saying, sayings_of
from corpus.told_dates import ToldSpan, told_spans
from corpus.types import CONCERN, GRADE, MONITORING, RECOMMENDATION, Event, Report

VERSION = "8"
"""Raised whenever the same report would give other events: what was read before is then read again."""

_ALL = re.compile(r"\b(?:all|both|each|every|neither|none)\b", re.I)
_OTHERS = re.compile(r"\bthe (?:\w+ )?others?\b|\bthe rest\b|\bthe remaining\b|\bthe remainder\b", re.I)
_POINTS = re.compile(
    r"\b(?:this|that|the) (?:\w+ )?(?:cause of )?concern\b(?! (?:on|about|that)\b)|^\W*(?:it|this|"
    r"that)\b|\band it\b|\bso it\b",
    re.I,
)
_ONE_OF_THEM = re.compile(
    r"^\W*(?:only |just )?one\b|\b(?:is|was|only|just) (?:only |just |"
    r"still )?one (?:\w+ )?cause of concern\b",
    re.I,
)
_THAT_DAY = re.compile(
    r"\b(?:on|in|at) (?:that|the same|the very) (?:day|date|month|year|time|point|moment|stage)\b", re.I
)
_PRESENT = re.compile(
    r"\b(?:stays?|remains?|is (?:still |not )?(?:open|left)|are (?:still |not )?(?:open|left)|still)\b", re.I
)
_WAS_LEFT = re.compile(r"(?<!that )(?<!which )\b(?:was|were) (?:then )?left\b", re.I)


def events_of(report: Report) -> tuple[Event, ...]:
    """The events that a report tells of, in the order of their sentences; each once, at its best place.

    What it tells of another body than its own is left out.
    """
    return _Reader(report).read()


class _Reader:
    """One report being read."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.sayings = [saying for saying in sayings_of(report) if not words.RULE.search(saying.text)]
        self.matters = Matters(report, self.sayings)
        self.told_before = self._last_told()
        self.events: list[Event] = []
        self.counted: list[tuple[int, str, Clause]] = []
        self.last: tuple[str, int] | None = None

    def read(self) -> tuple[Event, ...]:
        for saying in self.sayings:
            self._read(saying)
        self._settle_counts()
        self._raise_titles()
        self._read_grades()
        self._drop_scan()
        return tuple(merged(self.events))

    def _read(self, saying: Saying) -> None:
        level = ""
        stated = False
        for clause in clauses_of(saying):
            if words.UNSAID.search(clause.text):
                stated = True
                continue
            if is_to_come(clause.text):
                continue
            if self._monitoring(clause):
                level, stated = MONITORING, True
                continue
            level = self._level(clause, level)
            if not level or level == MONITORING:
                continue
            status = status_of(clause.text, level, named=bool(self.matters.named_in(clause.text)))
            if status:
                stated = True
                self._stand(clause, level, status)
            if status == "partly met" and words.STILL_OPEN.search(clause.text):
                self._stand(clause, level, "open")
        if not stated or (level == MONITORING and self.matters.raised_in(saying)):
            self._raise(saying)

    def _level(self, clause: Clause, before: str) -> str:
        """Of what level a clause speaks: as it says, as the clause before it, as its paragraph."""
        if words.RECOMMENDATION.search(clause.text) and not re.search(
            r"\bon the recommendation of\b", clause.text
        ):
            concern = words.CONCERN.search(clause.text)
            # "Because two recommendations are open, the cause of concern stays open" is said of the latter.
            return CONCERN if concern and last_subject_is_concern(clause.text) else RECOMMENDATION
        if words.CONCERN.search(clause.text) or self.matters.told_in(clause.saying):
            return CONCERN
        if before:
            return before
        previous = clause.saying.before
        counted = re.search(rf"\b(?:{COUNT}|all|both)\b(?! cause)", clause.text, re.I)
        if previous and words.RECOMMENDATION.search(previous.text) and counted:
            return RECOMMENDATION
        if previous and words.CONCERN.search(previous.text):
            return CONCERN
        if self.matters.under(clause.saying.heading) is not None or self.matters.named_in(clause.text):
            return CONCERN
        return ""

    def _monitoring(self, clause: Clause) -> bool:
        text = clause.text
        if not words.MONITORING.search(text) and not (
            re.search(r"\bhad gone in\b|^\W*left it (?:in|on)\b", text)
            and (
                words.MONITORING.search(clause.saying.text + before_of(clause))
                or any(
                    event.level == MONITORING and event.end > clause.saying.start - 600
                    for event in self.events
                )
            )
        ):
            return False
        found = False
        if (which := words.WHICH_IT_ENTERED.search(text)) and (period := self._date_at(clause, which.end())):
            self._add(MONITORING, "", "entered", clause, period)
        until = words.WAS_UNTIL.search(text)
        periods = self._dates(clause)
        if until and re.search(r"\b(?:from|until|to)\b", text[until.end() :]) and periods:
            if len(periods) > 1:
                self._add(MONITORING, "", "entered", clause, periods[0])
            self._add(MONITORING, "", "left", clause, periods[-1])
            return True
        if left := words.LEFT.search(text):
            self._add(MONITORING, "", "left", clause, self._date_at(clause, left.end()))
            found = True
        if entered := words.ENTERED.search(text):
            self._add(MONITORING, "", "entered", clause, self._date_at(clause, entered.end()))
            found = True
        if not found and words.IN_SCAN.search(text):
            self._add(MONITORING, "", "left", clause, self._date_at(clause, 0))
            found = True
        remains = words.REMAINS.search(text)
        if not found and remains:
            told = text[max(0, remains.start() - 12) : remains.end()]
            past = re.search(r"\b(?:was|were|had|stayed|remained)\b", told)
            since = re.search(r"\b(?:since|from)\b", text[remains.end() :])
            published = self.report.published
            if since and periods:
                self._add(MONITORING, "", "entered", clause, periods[-1])
            today = since and since[0] == "from" and periods and published and periods[-1][0] >= published
            if not past and not today:
                self._add(MONITORING, "", "remains", clause, None)
            elif not since and (then := self._date_at(clause, remains.end())):
                # "It stayed in Engage at that time": of that time, and not of the report's.
                self._add(MONITORING, "", "remains", clause, then)
            found = True
        return found

    def _stand(self, clause: Clause, level: str, status: str) -> None:
        """Note how what a clause speaks of stands."""
        text, count, of = clause.text, 0, 0
        if level == RECOMMENDATION:
            count, of = self._counts(clause)
            matters = self.matters.named_in(text) or self._around(clause)
            if status == "raised" and not re.search(
                rf"\b{COUNT} (?:\w+ ){{0,2}}recommendations?\b", text, re.I
            ):
                return
            if not count:
                # "All recommendations have been met" may be said of anybody's: what is not counted is left.
                return
            if len(matters) != 1:
                matters = ()
            period = self._date_at(clause, 0)
            if status == "raised" and period is None and re.search(r"\bwere\b", text):
                period = self._date_of_raising(clause.saying)
            self._add(level, matters, status, clause, period, count, of)
            return
        named = self.matters.named_in(text)
        if words.NONE_OPEN.search(text):
            for one in self.matters.all():
                self._add(level, (one,), "closed", clause, self._date_at(clause, 0))
            return
        if not named:
            named = self._meant(clause)
        if not named:
            count, of = self._counts(clause)
            if count and status in ("open", "closed"):
                self.counted.append((count, status, clause))
            return
        count, of = self._counts(clause)
        if not (status == "open" and count == len(named) and of > count):
            count = of = 0
        for one in named:
            self._add(level, (one,), status, clause, self._date_at(clause, 0), count, of)
        if len(named) == 1:
            self.last = (clause.saying.heading, named[0])

    def _meant(self, clause: Clause) -> tuple[int, ...]:
        """The matters that a clause means without naming them."""
        text = clause.text
        every = self.matters.all()
        if _OTHERS.search(text):
            spoken = self.matters.named_in(clause.saying.before.text) if clause.saying.before else ()
            following = self._following(clause)
            if following:
                return following
            return tuple(one for one in every if one not in spoken) if spoken else ()
        if _ALL.search(text) and re.search(r"\bcauses?\b|\bconcerns?\b|\bboth\b|\ball\b", text, re.I):
            count = next(
                (
                    number
                    for word, number in NUMBERS.items()
                    if number > 1 and re.search(rf"\b{word}\b", text, re.I)
                ),
                0,
            )
            return every if not count or count == len(every) else ()
        ordinal = re.search(
            rf"\bthe ({'|'.join(ORDINALS)})(?: cause of concern| of them| one)?\b", text, re.I
        )
        if ordinal:
            listed, place = self.matters.listed(), ORDINALS[ordinal[1].lower()]
            return self._following(clause) or ((listed[place],) if place < len(listed) else ())
        number, of = self._counts(clause)
        if number > 1 or _ONE_OF_THEM.search(text):
            following = self._following(clause)
            if following and len(following) == number:
                return following
            # "Two causes of concern are open", where there are two.
            if number > len(every) and number == len(self.matters.known()):
                return self.matters.known()
            return every if number == len(every) and number > 1 and of in (0, number) else ()
        if _POINTS.search(text):
            return self._around(clause)
        under = self.matters.under(clause.saying.heading)
        if under is not None:
            return (under,)
        return self._around(clause)

    def _counts(self, clause: Clause) -> tuple[int, int]:
        """How many a clause speaks of, and of how many: the count nearest before its verb."""
        verb = verb_at(clause.text)
        counts = [
            (number_of(match["count"]), number_of(match["of"]) if match["of"] else 0)
            for match in words.COUNTED.finditer(clause.text[:verb])
            if number_of(match["count"])
        ]
        if not counts:
            return counted(clause.text)
        count, of = counts[-1]
        if not of:
            # "Of its four causes of concern, three are closed": the whole was told before.
            earlier = [one[0] for one in counts[:-1]]
            before = clause.saying.before
            for _ in range(3):
                if before is None:
                    break
                if not has_status(before.text):
                    earlier.append(max(counted(before.text)))
                before = before.before
            of = next((number for number in earlier if number >= count), 0)
        return count, of

    def _settle_counts(self) -> None:
        """ "Three of the four are closed" is said of those that the report does not say the contrary of."""
        every = self.matters.all()
        for count, status, clause in self.counted:
            contrary = "open" if status == "closed" else "closed"
            said = {
                event.names
                for event in self.events
                if event.level == CONCERN and event.status == contrary and event.names
            }
            left = [one for one in every if self.matters.names(one) not in said]
            known = any(event.level == CONCERN and event.status == status for event in self.events)
            if len(left) == count:
                for one in left:
                    self._add(CONCERN, (one,), status, clause, self._date_at(clause, 0))
            elif not known:
                self._add(CONCERN, (), status, clause, self._date_at(clause, 0), count)

    def _following(self, clause: Clause) -> tuple[int, ...]:
        """The matters that the next sentence, or the list after this one, says these are."""
        return self.matters.told_after(clause.saying)

    def _around(self, clause: Clause) -> tuple[int, ...]:
        """The one matter of the heading, or of the sentences before in the paragraph."""
        under = self.matters.under(clause.saying.heading)
        if self.last and self.last[0] == clause.saying.heading and self.last[1] != under:
            # The section has gone on to another matter than its heading names.
            return (self.last[1],)
        if under is not None:
            return (under,)
        before = clause.saying.before
        while before is not None:
            named = self.matters.named_in(before.text)
            if named:
                return named if len(named) == 1 else ()
            before = before.before
        every = self.matters.all()
        return every if len(every) == 1 else ()

    def _raise(self, saying: Saying) -> None:
        """Note what a sentence says was found, where it says so."""
        told = self.matters.raised_in(saying)
        clause = Clause(saying.text, saying, 0)
        if told:
            period = self._date_of_raising(saying)
            status = "reissued" if words.REISSUED.search(saying.text) else "raised"
            for one in told:
                self._add(CONCERN, (one,), status, clause, period)
            return
        since = re.search(
            r"\bbeen (?:a|the subject of a|one) cause of concern since\b|\bwas added\b", saying.text, re.I
        )
        if since:
            for one in self.matters.named_in(saying.text) or self._around(clause):
                self._add(CONCERN, (one,), "raised", clause, self._date_of_raising(saying))
            return
        if not words.CONCERN.search(saying.text) or saying.item:
            if words.PROGRESS.search(saying.text):
                self._progress(clause)
            return
        number = counted_concerns(saying.text)
        if words.RAISED.search(saying.text) and number:
            every = self.matters.told_after(saying) or self.matters.told_before(saying)
            if not every and number == len(self.matters.all()):
                every = self.matters.all()
            period = self._date_of_raising(saying)
            for one in every:
                self._add(CONCERN, (one,), "raised", clause, period)
            if not every and number:
                self._add(CONCERN, (), "raised", clause, period, number)
        elif words.PROGRESS.search(saying.text):
            self._progress(clause)

    def _raise_titles(self) -> None:
        """A heading such as "Cause of concern: culture" says of itself that there is one."""
        for section in self.report.sections:
            matter = self.matters.titled().get(section.heading)
            names = self.matters.names(matter) if matter is not None else ()
            known = any(
                event.level == CONCERN and event.names == names
                for event in self.events
                if event.status == "raised"
            )
            if names and not known:
                start = section.start + len(section.heading)
                told = re.search(r"\S[^\n]*", self.report.text[start : section.end])
                first, last = told.span() if told else (-len(section.heading), 0)
                day = self.report.published
                self.events.append(
                    Event(
                        *(CONCERN, names[0], "raised", day, day, False, start + first, start + last),
                        names=names,
                    )
                )

    def _progress(self, clause: Clause) -> None:
        if words.LATER.search(clause.text):
            return
        under = self.matters.under(clause.saying.heading)
        named = self.matters.named_in(clause.text)
        for one in named or (() if under is None else (under,)):
            self._add(CONCERN, (one,), "progress", clause, self._date_at(clause, 0))

    def _read_grades(self) -> None:
        for one in grades_in(self.sayings, self.report.body, self.report.text):
            heading = self.report.section_at(one.start).heading
            text = self.report.text[one.start : one.end]
            found = day_of(one, text, self._told(text)) or self._told(heading)
            if not found and heading.lower() == "background":
                found = self._spans_before(one.start)[-1:]
            if one.is_former and not found:
                continue
            first, last = found[0][:2] if found else (self.report.published, self.report.published)
            span = one.start, one.end
            self.events.append(
                Event(GRADE, one.area, one.grade, first, last, bool(found), *span, names=(one.area,))
            )

    def _spans_before(self, start: int) -> list[ToldSpan]:
        """The dates of the sentence before the one at a place."""
        saying = next((one for one in self.sayings if one.start == start), None)
        return self._told_in(saying.before) if saying and saying.before else []

    # When

    def _told(self, text: str, last: tuple[date, date] | None = None) -> list[ToldSpan]:
        return told_spans(text, self.report.published, last)

    def _told_in(self, saying: Saying) -> list[ToldSpan]:
        """The dates a sentence tells, counted from those told before it where it says so."""
        return self._told(saying.text, self.told_before.get(saying.start))

    def _told_by(self, clause: Clause) -> list[ToldSpan]:
        """The dates a clause tells, with their places in it."""
        end = clause.offset + len(clause.text)
        return [
            (first, last, start - clause.offset, stop - clause.offset)
            for first, last, start, stop in self._told_in(clause.saying)
            if clause.offset <= start and stop <= end
        ]

    def _last_told(self) -> dict[int, tuple[date, date]]:
        """For each sentence, by where it begins, the date told last before it."""
        before: dict[int, tuple[date, date]] = {}
        last: tuple[date, date] | None = None
        for saying in self.sayings:
            if last:
                before[saying.start] = last
            if told := self._told(saying.text, last):
                last = told[-1][:2]
        return before

    def _dates(self, clause: Clause) -> list[tuple[date, date]]:
        return [(first, last) for first, last, _, _ in self._told_by(clause)]

    def _date_at(self, clause: Clause, position: int) -> tuple[date, date] | None:
        """The time a clause gives: the first after a position, or the last before it, or what it means."""
        found = [one for one in self._told_by(clause) if not of_another_thing(clause.text, one[2])]
        if _PRESENT.search(clause.text):
            # "It stays open, and will be looked at in 2025": the day is the report's, unless said before.
            verb = verb_at(clause.text)
            found = [one for one in found if one[2] < verb]
        after = [one for one in found if one[2] >= position]
        if after:
            return after[0][0], after[0][1]
        if found:
            return found[-1][0], found[-1][1]
        if _THAT_DAY.search(clause.text) or _WAS_LEFT.search(clause.text):
            return self._dates_before(clause.saying)
        if clause.offset and not re.search(r"\bnow\b|\bstill\b", clause.text):
            head = [one for one in self._told_in(clause.saying) if one[3] <= clause.offset]
            lead = [one for one in head if one[2] < 30]
            if lead and not words.REMAINS.search(clause.text):
                return lead[0][0], lead[0][1]
        return None

    def _date_of_raising(self, saying: Saying) -> tuple[date, date] | None:
        """When what a sentence says was found was: as it says, or as the sentences before it do."""
        if _THAT_DAY.search(saying.text):
            return self._dates_before(saying)
        one: Saying | None = saying
        fallback: tuple[date, date] | None = None
        for _ in range(4):
            if one is None:
                break
            found = self._told_in(one)
            of_monitoring = words.MONITORING.search(one.text)
            if of_monitoring and one is saying:
                # "Two were raised, and it was in Engage from 2022": the date is that of Engage.
                found = [
                    span
                    for span in found
                    if span[2] < of_monitoring.start() and ", and" not in one.text[: span[2]]
                ]
            elif of_monitoring and not words.CONCERN.search(one.text):
                # Engage is entered after a concern was raised: its date is better than a later report's.
                fallback = found[0][:2] if found else None
                break
            if found:
                return found[0][0], found[0][1]
            one = one.before
        if headed := self._told(saying.heading):
            return headed[0][:2]
        fallback = fallback or self._entered_before(saying)
        published = self.report.published
        return fallback if fallback and published and (published - fallback[1]).days > 180 else None

    def _entered_before(self, saying: Saying) -> tuple[date, date] | None:
        """When the section has told that Engage was entered, before a sentence."""
        for event in self.events:
            section = self.report.section_at(event.start)
            here = section == self.report.section_at(saying.start) and event.start < saying.start
            if here and event.status == "entered" and event.dated and event.first and event.last:
                return event.first, event.last
        return None

    def _dates_before(self, saying: Saying) -> tuple[date, date] | None:
        before = saying.before
        own = self._told_in(saying)
        if own:
            return own[0][0], own[0][1]
        while before is not None:
            found = self._told_in(before)
            if found:
                return found[-1][0], found[-1][1]
            before = before.before
        return None

    def _add(
        self,
        level: str,
        matters: Sequence[int] | str,
        status: str,
        clause: Clause,
        period: tuple[date, date] | None,
        count: int = 0,
        of: int = 0,
    ) -> None:
        published = self.report.published
        first, last = period or (published, published)
        names = self.matters.names(matters[0]) if matters and not isinstance(matters, str) else ()
        if first and published and first > published and not self.report.published_guessed:
            return  # what is still to come is no event
        saying = clause.saying
        self.events.append(
            Event(
                level,
                names[0] if names else "",
                status,
                first,
                last,
                period is not None,
                saying.start,
                saying.end,
                count,
                of,
                names,
            )
        )

    def _drop_scan(self) -> None:
        """To be in Scan is to have left Engage only where a report knows of a time in Engage."""
        been = any(
            event.level == MONITORING and (event.status != "left" or not _is_bare_scan(self._text(event)))
            for event in self.events
        )
        if not been:
            self.events = [event for event in self.events if event.level != MONITORING]

    def _text(self, event: Event) -> str:
        return self.report.text[event.start : event.end]


def _is_bare_scan(text: str) -> bool:
    return (
        bool(words.IN_SCAN.search(text))
        and not re.search(words.ENGAGE, text)
        and "back" not in text
        and "since" not in text
    )
