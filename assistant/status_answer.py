"""Answers from the ledger: how things stand as of a date, borne out by the reports' own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from assistant import status_question as asked
from assistant.answer import citation_of
from assistant.ledger_listing import told_when
from assistant.render import answer_markdown
from assistant.shown import day_words, period_words
from assistant.status_phrases import (
    MOST_ITEMS,
    bare,
    counted_of,
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
from assistant.types import Answer, Citation, Question
from assistant.window import spelled_out
from corpus.matters import content, likeness
from corpus.types import CONCERN, MONITORING, RECOMMENDATION, Report
from index.encode import Vectors
from index.glossary import synonyms
from index.ledger import CLOSED, DISPUTED, IN_ENGAGE, OPEN, UNKNOWN, BodyLedger, Ledger, Matter, Told
from index.when import When

CONFIDENCE = 0.8
"""How likely an answer from the ledger is right: measured, see docs/quality.md."""

MATTER_WORDS = 0.5
MATTER_MEANING = 0.5
"""The share of a matter's name, or the cosine with one, that makes a question's words a name for it."""

NEARLY, AHEAD = 0.36, 0.12
"""Of one body a smaller cosine is enough, where it is so far ahead of that of its other matters."""

ReadReport = Callable[[str], tuple[Report, str]]
Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class _Item:
    """A matter that belongs to an answer, and the words that say why: the newest, or of what happened."""

    matter: Matter
    told: Told


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
        self._read = read
        self._encode = encode
        self._names = names
        self._absent = tuple(absent)

    def answer(self, question: Question, status: StatusQuestion) -> Answer | None:
        """The answer, or None where the ledger has none and the reports are to be searched."""
        if self._absent and not status.bodies:
            return None
        bodies = [one for one in self._ledger.bodies if self._is_asked(one, status)]
        if not bodies:
            return None
        if status.level == MONITORING:
            return self._phase(question, status, bodies)
        matters = self._matters(bodies, status)
        if not matters:
            return None
        if status.level == RECOMMENDATION and status.asks in (asked.COUNT, asked.LIST):
            return self._recommended(question, status, bodies, matters)
        if status.asks == asked.WHEN:
            return self._when(question, status, bodies, matters)
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
        named = self._named(status.matter, found, near=len(bodies) == 1)
        if status.is_name:
            named = [one for one in named if content(status.matter) <= _stems_of(one, status.matter)]
        return named or ([] if status.sure_of_matter else found)

    def _named(self, words: str, matters: Sequence[Matter], *, near: bool) -> list[Matter]:
        """Those of some matters that words name, by stems or by meaning; of one body the likeliest.

        With `near`, of matters all of one body, also one that they name only nearly.
        """
        stems = content(" ".join([words, *(said for _, said in synonyms(words))]))
        if not stems:
            return []
        names = [
            tuple(dict.fromkeys(name for told in matter.told for name in told.event.names))
            for matter in matters
        ]
        vector = self._encode([words])[0]
        scored: list[tuple[float, Matter]] = []
        cosines: list[tuple[float, int]] = []
        for matter, own in zip(matters, names, strict=True):
            by_words = max((likeness(content(name), stems) for name in own), default=0.0)
            known = [self._names[name] for name in own if name in self._names]
            cosine = float(np.max(np.stack(known) @ vector)) if known else 0.0
            cosines.append((cosine, len(cosines)))
            score = max(by_words / MATTER_WORDS, cosine / MATTER_MEANING)
            if score >= 1.0:
                scored.append((score + cosine, matter))
        first, second = [*sorted(cosines, reverse=True), (0.0, -1), (0.0, -1)][:2]
        if near and not scored and len(matters) > 1 and first[0] >= NEARLY and first[0] - second[0] >= AHEAD:
            return [matters[first[1]]]
        best: dict[str, tuple[float, Matter]] = {}
        for score, matter in scored:
            if matter.body not in best or score > best[matter.body][0]:
                best[matter.body] = (score, matter)
        return [matter for _, matter in best.values()]

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
        items = [_Item(matter, best_told(matter)) for matter in matters]
        lead = " ".join(self._stands_words(matter) for matter in matters)
        return self._compose(question, status, items, lead, bodies, earlier=True)

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
        items: list[_Item] = []
        leads: list[str] = []
        happened: dict[str, list[Matter]] = {}
        for matter in matters:
            event = status.event or {CLOSED: "closed", OPEN: "raised"}.get(matter.status, "")
            turns = [one for one in turns_of(matter, event) if is_within(one, status.when)]
            reopened = event == "closed" and matter.status != CLOSED
            if matter.status == DISPUTED or (reopened and status.matter):
                items.append(_Item(matter, best_told(matter)))
                leads.append(self._stands_words(matter))
            elif turns and not reopened:
                items += [_Item(matter, one) for one in turns]
                happened.setdefault(turns_words(turns), []).append(matter)
        several = len(bodies) > 1
        leads += [happened_words(when, some, several=several) for when, some in happened.items()]
        if not items:
            return self._never(question, status, bodies, matters)
        return self._compose(question, status, items, " ".join(leads), bodies)

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
        return (
            f"This {what} {matter.status}{when} ({name})."
            if matter.level == CONCERN
            else f"The {what} {matter.status}{when} ({name})."
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
        wanted = status.standing or OPEN
        fitting = [
            one for one in matters if one.status == wanted or (wanted == OPEN and one.status == DISPUTED)
        ]
        shown = fitting or list(matters)
        shown.sort(key=lambda one: (one.body, one.raised or date.max))
        lead = self._count_words(fitting, len(matters), wanted, status, bodies)
        if not fitting:
            # That none is open is said by the words that closed them.
            shown = shown if status.bodies or len(bodies) == 1 else []
            if not shown:
                return None
        items = [_Item(matter, best_told(matter)) for matter in shown]
        return self._compose(question, status, items, lead, bodies, earlier=len(items) == 1)

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
        items: list[_Item] = []
        for matter in matters:
            counted = [one for one in matter.told if one.event.status == wanted and one.event.count]
            if counted:
                items.append(
                    _Item(
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
        return self._compose(question, status, items, " ".join(leads), bodies)

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
            _Item(matter, told)
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
        return self._compose(question, status, items, lead, bodies)

    def _never(
        self,
        question: Question,
        status: StatusQuestion,
        bodies: Sequence[BodyLedger],
        matters: Sequence[Matter],
    ) -> Answer | None:
        """That nothing of the kind happened to one body in a time, but when it did; None where never."""
        timed = time_words(status) and status.event in ("closed", "raised")
        if len(bodies) > 1 or status.level != CONCERN or not timed:
            return None
        at_all = self._when(question, replace(status, when=When()), bodies, matters)
        if at_all is None:
            return None
        happened = f"{status.event} {time_words(status)}"
        lead = f"No cause of concern of {bodies[0].body} is told to have been {happened}. {at_all.lead}"
        return replace(at_all, lead=lead, text=at_all.text.replace(at_all.lead, lead, 1))

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
        items = [_Item(one, best_told(one)) for one in chosen]
        items += [_Item(one, next(told for told in one.told if told.day == day)) for one in chosen]
        return self._compose(
            question, status, items, f"Of {len(dated)}, {word}: {names}, raised {when}.", bodies
        )

    def _phase(
        self, question: Question, status: StatusQuestion, bodies: Sequence[BodyLedger]
    ) -> Answer | None:
        """Which phase of monitoring bodies are in, or what moved in a time."""
        phases = [one.monitoring for one in bodies if one.monitoring and one.monitoring.status != UNKNOWN]
        if not phases:
            return None
        since = status.asks == asked.WHEN
        if since and status.event and len(phases) == 1 and not status.when.kind:
            turns = turns_of(phases[0], status.event)
            if not turns:
                return None
            lead = f"{phases[0].body} {turns_words(turns)}."
            if status.event == "left" and turns[-1].standing == phases[0].status:
                # The newest word for it comes first, as where it is asked how things stand.
                turns = (*turns[:-1], *phase_told(phases[0]))
            if status.event == "left" and phases[0].status == IN_ENGAGE:
                # It has been moved in again since.
                lead += f" {phase_words(phases[0], self._ledger.as_of)}"
                turns = (*turns, *phase_told(phases[0]))
            return self._compose(question, status, [_Item(phases[0], one) for one in turns], lead, bodies)
        if status.event:
            items = [
                _Item(one, told)
                for one in phases
                if (told := first_told(one, status.event, status)) is not None
            ]
            if not items and not status.bodies:
                return None
        else:
            items = []
        if items:
            word = "moved into Engage" if status.event == "entered" else "left Engage"
            who = f"{in_words(len(items)).capitalize()} {'body' if len(items) == 1 else 'bodies'}"
            named = list_of(
                f"{item.matter.body} ({bare(told_when(item.told))})" if since else item.matter.body
                for item in items
            )
            lead = f"{who} {word} {time_words(status)}{named}."
            return self._compose(question, status, items, lead, bodies)
        if status.bodies or len(phases) == 1:
            items = [_Item(one, told) for one in phases for told in phase_told(one)]
            lead = " ".join(phase_words(one, self._ledger.as_of) for one in phases)
            return self._compose(question, status, items, lead, bodies, earlier=True)
        fitting = [one for one in phases if one.status == status.standing]
        day = f" as of {day_words(self._ledger.as_of)}" if self._ledger.as_of else ""
        if not fitting:
            last = max(phases, key=lambda one: one.since or date.min)
            lead = f"None of the {len(phases)} bodies whose phase is told of is {status.standing}{day}."
            return self._compose(question, status, [_Item(last, best_told(last))], lead, bodies)
        who = f"{in_words(len(fitting)).capitalize()} of the {len(phases)} bodies whose phase is told of"
        named = list_of(
            f"{one.body} (since {bare(told_when(one.began))})" if since and one.began else one.body
            for one in fitting
        )
        lead = f"{who} {'is' if len(fitting) == 1 else 'are'} {status.standing}{day}{named}."
        return self._compose(question, status, [_Item(one, best_told(one)) for one in fitting], lead, bodies)

    # How it is put

    def _compose(
        self,
        question: Question,
        status: StatusQuestion,
        items: Sequence[_Item],
        lead: str,
        bodies: Sequence[BodyLedger],
        *,
        earlier: bool = False,
    ) -> Answer:
        several = len({item.matter.body for item in items}) > 1
        citations: list[Citation] = []
        taken: set[tuple[str, int]] = set()
        for item in items:
            rivals = item.matter.latest if item.matter.status == DISPUTED else (item.told,)
            for told in rivals:
                place = (told.report_id, told.event.start)
                if place not in taken and len(citations) < MOST_ITEMS:
                    taken.add(place)
                    group = item.matter.body if several else ""
                    citations.append(self._cite(len(citations) + 1, told, group))
        if len(items) > MOST_ITEMS:
            lead += f" The first {MOST_ITEMS} are shown."
        before: list[Citation] = []
        if earlier:
            olds = [
                old
                for matter in dict.fromkeys(item.matter for item in items)
                for old in matter.earlier[:1]
                if (old.report_id, old.event.start) not in taken
            ]
            before = [
                self._cite(len(citations) + number, old, "") for number, old in enumerate(olds, start=1)
            ]
        coverage = self._coverage(status, items, bodies)
        text = answer_markdown(citations, self._absent, lead=lead, earlier=before, coverage=coverage)
        return Answer(
            question,
            True,
            text,
            CONFIDENCE,
            tuple(citations),
            unsaid=self._absent,
            lead=lead,
            earlier=tuple(before),
            coverage=coverage,
        )

    def _cite(self, number: int, told: Told, group: str) -> Citation:
        report, path = self._read(told.report_id)
        event = told.event
        end = spelled_out(report, event.start, event.end)
        return citation_of(report, told.report_id, path, event.start, end, number=number, group=group)

    def _coverage(self, status: StatusQuestion, items: Sequence[_Item], bodies: Sequence[BodyLedger]) -> str:
        """What an answer rests on: reports, bodies, the newest of each body named; what has no date."""
        parts: list[str] = []
        undated = sorted({item.told.title for item in items if item.told.published is None})
        if undated:
            parts.append(
                f"No date is known of: {'; '.join(undated)}. "
                "Give it one (published: 2024-07-23) and ask again."
            )
        if not status.bodies:
            named = dict.fromkeys(item.matter.body for item in items)
            newest = "; ".join(
                f"{body.body}, {day_words(body.newest)}"
                for body in bodies
                if body.body in named and body.newest
            )
            parts.append(
                f"This rests on {counted_of(self._ledger.reports, 'report')} about "
                f"{counted_of(len(self._ledger.bodies), 'body', 'bodies')}."
                + (f" Newest of those named: {newest}." if newest else "")
            )
        if self._absent:
            parts.append(f"Not in the reports: {', '.join(self._absent)}.")
        if self._ledger.future:
            number = self._ledger.future
            parts.append(f"{number} {'report' if number == 1 else 'reports'} dated after today left out.")
        return " ".join(parts)


def _stems_of(matter: Matter, words: str) -> frozenset[str]:
    """The stems of all names of a matter, and those of some words that people say for one of them."""
    names = [name for told in matter.told for name in told.event.names]
    stems = frozenset(stem for name in names for stem in content(name))
    said = [plain for plain, formal in synonyms(words) if likeness(content(formal), stems) >= MATTER_WORDS]
    return stems.union(*(content(plain) for plain in said))
