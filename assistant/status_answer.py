"""Answers from the ledger: how things stand as of a date, borne out by the reports' own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant import status_question as asked
from assistant.ledger_listing import told_when
from assistant.shown import day_words, period_words
from assistant.status_compose import Composer, Item, ReadReport
from assistant.status_naming import Encode, Naming, stems_of
from assistant.status_phase import PhaseAnswerer
from assistant.status_phrases import (
    day_of,
    full_name,
    happened_words,
    in_words,
    list_of,
    lowered,
    phase_words,
    time_words,
    turns_words,
)
from assistant.status_question import StatusQuestion
from assistant.status_told import best_told, first_told, is_within, kind_of, phase_told, turns_of
from assistant.types import Answer, Question
from corpus.matters import content
from corpus.types import CONCERN, MONITORING, RECOMMENDATION
from index.encode import Vectors
from index.ledger import CLOSED, DISPUTED, OPEN, UNKNOWN, BodyLedger, Ledger, Matter
from index.when import When

MOST_BODIES = 3
"""When something was closed is told of so many bodies at most, where none is named."""


class StatusAnswerer:
    """Answers questions of status from one ledger.

    Args:
        ledger: as of the day that is asked about.
        read: gives a report by its id.
        encode: embeds texts, to know a matter by other words than its reports'.
        names: the vectors of the names of matters.
        absent: bodies asked about that no report is about.
    """

    def __init__(
        self,
        ledger: Ledger,
        read: ReadReport,
        encode: Encode,
        names: Mapping[str, Vectors],
        absent: Sequence[str] = (),
    ) -> None:
        self._ledger = ledger
        self._absent = tuple(absent)
        self._naming = Naming(encode, names)
        self._put = Composer(ledger, read, absent)
        self._phases = PhaseAnswerer(ledger, self._put)

    def answer(self, question: Question, status: StatusQuestion) -> Answer | None:
        """The answer, or None where the ledger has none and the reports are to be searched."""
        if self._absent and not status.bodies:
            return None
        bodies = [one for one in self._ledger.bodies if self._is_asked(one, status)]
        if not bodies:
            return None
        if status.level == MONITORING:
            return self._phases.answer(question, status, bodies)
        matters = self._matters(bodies, status)
        if not matters:
            return None
        if status.level == RECOMMENDATION and status.asks in (asked.COUNT, asked.LIST):
            return self._recommended(question, status, bodies, matters)
        if status.asks == asked.WHEN and len({matter.body for matter in matters}) > MOST_BODIES:
            return None
        if status.asks == asked.WHEN:
            return self._when(question, status, bodies, matters)
        if status.asks == asked.SUMMARY:
            return self._summary(question, status, bodies, matters)
        if status.event:
            return self._happened(question, status, bodies, matters)
        if status.asks in (asked.OLDEST, asked.NEWEST):
            return self._extreme(question, status, bodies, matters)
        if status.asks == asked.IS:
            return self._stands(question, status, bodies, matters)
        return self._listed(question, status, bodies, matters)

    def _is_asked(self, body: BodyLedger, status: StatusQuestion) -> bool:
        if status.bodies:
            return body.body in status.bodies
        return not status.kind or kind_of(body.body) in ("", status.kind)

    def _matters(self, bodies: Sequence[BodyLedger], status: StatusQuestion) -> list[Matter]:
        """The matters a question is about: the one its words name, else all of its level."""
        found = [
            matter
            for body in bodies
            for matter in (body.recommendations if status.level == RECOMMENDATION else body.concerns)
            if matter.status != UNKNOWN
        ]
        if not status.matter:
            return found
        named = self._naming.named(status.matter, found, near=len(bodies) == 1)
        if status.is_name:
            named = [one for one in named if content(status.matter) <= stems_of(one, status.matter)]
        return named or ([] if status.sure_of_matter else found)

    # What is answered

    def _stands(
        self,
        question: Question,
        status: StatusQuestion,
        bodies: Sequence[BodyLedger],
        matters: Sequence[Matter],
    ) -> Answer | None:
        """How one matter stands, or all of a body."""
        if len(bodies) > 1 and not status.bodies:
            return self._listed(question, status, bodies, matters) if not status.matter else None
        if not status.matter and len(matters) > 1:
            return self._listed(question, replace(status, standing=OPEN), bodies, matters)
        items = [Item(matter, best_told(matter)) for matter in matters]
        lead = " ".join(self._stands_words(matter) for matter in matters)
        return self._put.compose(question, status, items, lead, bodies, earlier=True)

    def _when(
        self,
        question: Question,
        status: StatusQuestion,
        bodies: Sequence[BodyLedger],
        matters: Sequence[Matter],
    ) -> Answer | None:
        """When what is asked about was closed or raised; None where no report tells it."""
        if not status.matter and status.standing:
            matters = [one for one in matters if one.status == status.standing]
        items: list[Item] = []
        leads: list[str] = []
        happened: dict[str, list[Matter]] = {}
        for matter in matters:
            event = status.event or {CLOSED: "closed", OPEN: "raised"}.get(matter.status, "")
            turns = [one for one in turns_of(matter, event) if is_within(one, status.when)]
            reopened = event == "closed" and matter.status != CLOSED
            if matter.status == DISPUTED or (reopened and status.matter):
                items.append(Item(matter, best_told(matter)))
                leads.append(self._stands_words(matter))
            elif turns and not reopened:
                items += [Item(matter, one) for one in turns]
                happened.setdefault(turns_words(turns), []).append(matter)
        several = len(bodies) > 1
        leads += [happened_words(when, some, several=several) for when, some in happened.items()]
        if not items:
            return self._never(question, status, bodies, matters)
        if status.event == asked.LASTED:
            leads += [
                self._stands_words(one)
                for one in dict.fromkeys(item.matter for item in items)
                if one.status == OPEN
            ]
        return self._put.compose(question, status, items, " ".join(leads), bodies)

    def _stands_words(self, matter: Matter) -> str:
        name = f"{matter.body}, {lowered(matter.name)}"
        what = "recommendations on this are" if matter.level == RECOMMENDATION else "cause of concern is"
        if matter.status == DISPUTED:
            return f"Reports of the same day disagree ({name}): both are shown."
        newest, said = matter.latest[0], best_told(matter)
        began = matter.began
        since = period_words(began.event.first, began.event.last) if began else ""
        when = f", {since}" if since else ""
        if matter.status == OPEN:
            later = said.published and newest.published and said.published < newest.published
            when = f" as of {day_of(said)}{', and no later report says otherwise' if later else ''}"
        if matter.level == CONCERN:
            return f"This {what} {matter.status}{when} ({name})."
        concern = self._concern_of(matter)
        if matter.status == OPEN and concern and concern.status == CLOSED and concern.began:
            # Whatever was left of them then, nothing says it stayed.
            closed = period_words(concern.began.event.first, concern.began.event.last)
            return (
                f"The recommendations on this were open as of {day_of(said)}; the cause of concern itself "
                f"has been closed since, {closed} ({name})."
            )
        return f"The {what} {matter.status}{when} ({name})."

    def _concern_of(self, recommendations: Matter) -> Matter | None:
        """The cause of concern that recommendations were made on."""
        return next(
            (
                concern
                for body in self._ledger.bodies
                for concern in body.concerns
                if (concern.body, concern.name) == (recommendations.body, recommendations.name)
            ),
            None,
        )

    def _listed(
        self,
        question: Question,
        status: StatusQuestion,
        bodies: Sequence[BodyLedger],
        matters: Sequence[Matter],
    ) -> Answer | None:
        """The matters that stand as is asked, and how many they are."""
        if status.bodies and not status.matter and not all(one.is_sound for one in bodies):
            return None
        if status.standing == asked.EITHER:
            return self._each(question, status, bodies, matters)
        wanted = status.standing or OPEN
        fitting = [
            one for one in matters if one.status == wanted or (wanted == OPEN and one.status == DISPUTED)
        ]
        shown = fitting or list(matters)
        shown.sort(key=lambda one: (one.body, one.raised or date.max))
        lead = self._count_words(fitting, len(matters), wanted, status, bodies)
        if status.matter and len(matters) == 1 and status.asks != asked.COUNT:
            lead = self._stands_words(matters[0])
        else:
            lead += _last_told(fitting if wanted == OPEN else (), bodies)
        if not fitting:
            # That none is open is said by the words that closed them.
            shown = shown if status.bodies or len(bodies) == 1 else []
            if not shown:
                return None
        items = [Item(matter, best_told(matter)) for matter in shown]
        return self._put.compose(question, status, items, lead, bodies, earlier=len(items) == 1)

    def _summary(
        self,
        question: Question,
        status: StatusQuestion,
        bodies: Sequence[BodyLedger],
        matters: Sequence[Matter],
    ) -> Answer | None:
        """Which phase a body is in, and which of its causes of concern are open, or that none is."""
        (body,) = bodies
        if not body.is_sound:
            return None
        told = [one for one in matters if one.status in (OPEN, DISPUTED)]
        lead = self._count_words(told, len(matters), OPEN, status, bodies)
        items = [Item(one, best_told(one)) for one in told or matters]
        if body.monitoring and body.monitoring.status != UNKNOWN:
            lead = f"{phase_words(body.monitoring, self._ledger.as_of)} {lead}"
            items = [*(Item(body.monitoring, one) for one in phase_told(body.monitoring)[:1]), *items]
        return self._put.compose(question, status, items, f"{lead}{_last_told(told, bodies)}", bodies)

    def _each(
        self,
        question: Question,
        status: StatusQuestion,
        bodies: Sequence[BodyLedger],
        matters: Sequence[Matter],
    ) -> Answer | None:
        """How each of several matters stands: those that are open, and those that are closed."""
        by_standing = {wanted: [one for one in matters if one.status == wanted] for wanted in (OPEN, CLOSED)}
        told = {wanted: some for wanted, some in by_standing.items() if some}
        if not told:
            return None
        lead = " ".join(
            self._count_words(some, len(matters), wanted, status, bodies) for wanted, some in told.items()
        )
        items = [Item(one, best_told(one)) for some in told.values() for one in some]
        return self._put.compose(question, status, items, lead, bodies)

    def _recommended(
        self,
        question: Question,
        status: StatusQuestion,
        bodies: Sequence[BodyLedger],
        matters: Sequence[Matter],
    ) -> Answer | None:
        """How many recommendations were made, or stand as is asked: the newest report's own count."""
        wanted = status.event or {OPEN: "open", CLOSED: "closed"}.get(status.standing, "raised")
        if wanted == "open" and not status.said_standing:
            wanted = "raised"
        items: list[Item] = []
        for matter in matters:
            counted = [one for one in matter.told if one.event.status == wanted and one.event.count]
            if counted:
                items.append(
                    Item(
                        matter, max(counted, key=lambda one: (one.published or date.min, one.day or date.min))
                    )
                )
        if not items:
            return None
        word = {"raised": "made", "closed": "closed", "open": "open"}.get(wanted, wanted)
        leads = []
        for item in items:
            count, of = item.told.event.count, item.told.event.of
            out_of = f" of {in_words(of)}" if of > count else ""
            leads.append(
                f"{in_words(count).capitalize()}{out_of} "
                f"{'recommendation' if count == 1 and not of else 'recommendations'} "
                f"{'was' if count == 1 else 'were'} {word} ({item.matter.body}, {lowered(item.matter.name)})."
            )
        return self._put.compose(question, status, items, " ".join(leads), bodies)

    def _count_words(
        self,
        fitting: Sequence[Matter],
        of: int,
        wanted: str,
        status: StatusQuestion,
        bodies: Sequence[BodyLedger],
    ) -> str:
        number = len(fitting)
        what = "set of recommendations" if status.level == RECOMMENDATION else "cause of concern"
        whose = f" of {bodies[0].body}" if len(bodies) == 1 else ""
        day = f" as of {day_words(self._ledger.as_of)}" if self._ledger.as_of else ""
        if of == 1:
            return f"The only {what}{whose} that reports tell of is {'' if number else 'not '}{wanted}{day}."
        several = f"{what.replace('set', 'sets').replace('cause', 'causes')}{whose}"
        if not number:
            return f"None of the {in_words(of)} {several} is {wanted}{day}."
        named = list_of(full_name(one, several=len(bodies) > 1) for one in fitting)
        part = (
            f"{in_words(number).capitalize()} of the {in_words(of)}" if number < of else f"All {in_words(of)}"
        )
        part = "Both" if number == of == 2 else part
        return f"{part} {several} {'is' if number == 1 else 'are'} {wanted}{day}{named}."

    def _happened(
        self,
        question: Question,
        status: StatusQuestion,
        bodies: Sequence[BodyLedger],
        matters: Sequence[Matter],
    ) -> Answer | None:
        """What was closed, or raised, in a time."""
        items = [
            Item(matter, told)
            for matter in matters
            if (told := first_told(matter, status.event, status)) is not None
        ]
        items.sort(key=lambda one: (one.matter.body, one.told.day or date.max))
        if not items:
            return self._never(question, status, bodies, matters)
        several = len(items) > 1
        what = "causes of concern" if several else "cause of concern"
        if status.level == RECOMMENDATION:
            what = f"set{'s' if several else ''} of recommendations"
        whose = f" of {bodies[0].body}" if len(bodies) == 1 else ""
        was = "were" if several else "was"
        number = in_words(len(items)).capitalize()
        named = list_of(full_name(one.matter, several=len(bodies) > 1) for one in items)
        lead = f"{number} {what}{whose} {was} {status.event} {time_words(status)}".rstrip() + f"{named}."
        return self._put.compose(question, status, items, lead, bodies)

    def _never(
        self,
        question: Question,
        status: StatusQuestion,
        bodies: Sequence[BodyLedger],
        matters: Sequence[Matter],
    ) -> Answer | None:
        """That nothing of the kind happened to one body in a time, but when it did; None where never."""
        timed = time_words(status) and status.event in ("closed", "raised")
        if status.level != CONCERN or not timed:
            return None
        if len(bodies) > 1:
            return None if status.matter else self._last_before(question, status, bodies, matters)
        at_all = self._when(question, replace(status, when=When()), bodies, matters)
        if at_all is None:
            return None
        happened = f"{status.event} {time_words(status)}"
        lead = f"No cause of concern of {bodies[0].body} is told to have been {happened}. {at_all.lead}"
        return replace(at_all, lead=lead, text=at_all.text.replace(at_all.lead, lead, 1))

    def _last_before(
        self,
        question: Question,
        status: StatusQuestion,
        bodies: Sequence[BodyLedger],
        matters: Sequence[Matter],
    ) -> Answer | None:
        """That nothing of the kind happened to any body in a time, and what happened last before it."""
        first = status.when.first or date.min
        before = [
            Item(matter, told)
            for matter in matters
            for told in turns_of(matter, status.event)
            if told.day and told.day < first
        ]
        if not before:
            return None
        last = max(before, key=lambda one: one.told.day or date.min)
        lead = (
            f"No cause of concern is told to have been {status.event} {time_words(status)}. The last before "
            f"was {full_name(last.matter, several=True)}, {told_when(last.told)}."
        )
        return self._put.compose(question, status, [last], lead, bodies)

    def _extreme(
        self,
        question: Question,
        status: StatusQuestion,
        bodies: Sequence[BodyLedger],
        matters: Sequence[Matter],
    ) -> Answer | None:
        """The matter that has been open for the longest, or was raised last."""
        standing = status.standing or OPEN
        dated = [
            one for one in matters if one.raised and (one.status == standing or status.asks == asked.NEWEST)
        ]
        if not dated:
            return None
        pick = min if status.asks == asked.OLDEST else max
        day = pick(one.raised for one in dated if one.raised)
        chosen = [one for one in dated if one.raised == day]
        word = "open the longest" if status.asks == asked.OLDEST else "the latest to be raised"
        names = "; ".join(f"{lowered(one.name)} ({one.body})" for one in chosen)
        raised = next(told for told in chosen[0].told if told.day == day)
        when = period_words(raised.event.first, raised.event.last)
        items = [Item(one, best_told(one)) for one in chosen]
        items += [Item(one, next(told for told in one.told if told.day == day)) for one in chosen]
        return self._put.compose(
            question, status, items, f"Of {len(dated)}, {word}: {names}, raised {when}.", bodies
        )


def _last_told(opened: Sequence[Matter], bodies: Sequence[BodyLedger]) -> str:
    """That what is open was last told some time ago, and later reports of the one body say nothing of it."""
    days = [told.published for told in (best_told(one) for one in opened) if told.published]
    if len(bodies) > 1 or not days or len(days) < len(opened) or not bodies[0].newest:
        return ""
    if max(days) >= bodies[0].newest:
        return ""
    first, last = day_words(min(days)), day_words(max(days))
    when = f"on {last}" if first == last else f"between {first} and {last}"
    return f" This was last told {when}; no later report says otherwise."
