"""Answers from the ledger about monitoring: which phase a body is in, when it moved, for how long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from assistant import status_question as asked
from assistant.ledger_listing import told_when
from assistant.shown import day_words
from assistant.status_compose import Composer, Item
from assistant.status_phrases import bare, in_words, list_of, phase_words, time_words, turns_words
from assistant.status_question import StatusQuestion
from assistant.status_reasons import reasons_told
from assistant.status_told import best_told, first_told, is_within, phase_told, turns_of
from assistant.types import Answer, Question
from index.ledger import IN_ENGAGE, UNKNOWN, BodyLedger, Ledger, Matter, Told


class PhaseAnswerer:
    """Answers questions about the phase of monitoring from one ledger, put by `put`."""

    def __init__(self, ledger: Ledger, put: Composer) -> None:
        self._ledger = ledger
        self._put = put

    def answer(
        self, question: Question, status: StatusQuestion, bodies: Sequence[BodyLedger]
    ) -> Answer | None:
        """Which phase of monitoring bodies are in, or what moved in a time."""
        phases = [one.monitoring for one in bodies if one.monitoring and one.monitoring.status != UNKNOWN]
        if not phases:
            return None
        if status.asks == asked.WHY:
            return self._why(question, status, bodies, phases[0])
        if status.asks == asked.OLDEST:
            return self._longest(question, status, bodies, phases)
        since = status.asks == asked.WHEN
        if since and status.event and len(phases) == 1 and not status.when.kind:
            turns = turns_of(phases[0], status.event)
            if not turns:
                return None
            lead = f"{phases[0].body} {turns_words(turns)}."
            if status.event == "left" and turns[-1].standing == phases[0].status:
                # The newest word for it comes first, as where it is asked how things stand, if it says when.
                newest = phase_told(phases[0])
                turns = (*turns[:-1], *(newest if newest[0].event.dated else reversed(newest)))
            if status.event == "left" and phases[0].status == IN_ENGAGE:
                # It has been moved in again since.
                lead += f" {phase_words(phases[0], self._ledger.as_of)}"
                turns = (*turns, *phase_told(phases[0]))
            return self._put.compose(question, status, [Item(phases[0], one) for one in turns], lead, bodies)
        if status.event:
            items = [
                Item(one, told)
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
            return self._put.compose(question, status, items, lead, bodies)
        if status.bodies or len(phases) == 1:
            items = [Item(one, told) for one in phases for told in phase_told(one)]
            lead = " ".join(phase_words(one, self._ledger.as_of) for one in phases)
            return self._put.compose(question, status, items, lead, bodies, earlier=True)
        fitting = [one for one in phases if one.status == status.standing]
        day = f" as of {day_words(self._ledger.as_of)}" if self._ledger.as_of else ""
        if not fitting:
            last = max(phases, key=lambda one: one.since or date.min)
            lead = f"None of the {len(phases)} bodies whose phase is told of is {status.standing}{day}."
            return self._put.compose(question, status, [Item(last, best_told(last))], lead, bodies)
        who = f"{in_words(len(fitting)).capitalize()} of the {len(phases)} bodies whose phase is told of"
        named = list_of(
            f"{one.body} (since {bare(told_when(one.began))})" if since and one.began else one.body
            for one in fitting
        )
        lead = f"{who} {'is' if len(fitting) == 1 else 'are'} {status.standing}{day}{named}."
        return self._put.compose(
            question, status, [Item(one, best_told(one)) for one in fitting], lead, bodies
        )

    def _longest(
        self,
        question: Question,
        status: StatusQuestion,
        bodies: Sequence[BodyLedger],
        phases: Sequence[Matter],
    ) -> Answer | None:
        """Which body was in Engage the longest, of those whose entry and exit are both told."""
        spells: list[tuple[int, Matter, tuple[Told, Told]]] = []
        for phase in phases:
            for began, ended in pairwise(turns_of(phase, asked.LASTED)):
                if (
                    (began.event.status, ended.event.status) == ("entered", "left")
                    and began.day
                    and ended.day
                ):
                    spells.append(((ended.day - began.day).days, phase, (began, ended)))
        if len({phase.body for _, phase, _ in spells}) < 2:
            return None
        spells.sort(key=lambda one: -one[0])
        shown = spells if status.bodies else spells[:1]
        _, longest, turns = spells[0]
        number = len({phase.body for _, phase, _ in spells})
        lead = (
            f"Of the {in_words(number)} bodies whose entry and exit are told, {longest.body} was in Engage "
            f"the longest: it {turns_words(turns)}."
        )
        lead += "".join(f" {phase.body} {turns_words(told)}." for _, phase, told in shown[1:])
        items = [Item(phase, one) for _, phase, told in shown for one in told]
        return self._put.compose(question, status, items, lead, bodies)

    def _why(
        self, question: Question, status: StatusQuestion, bodies: Sequence[BodyLedger], phase: Matter
    ) -> Answer | None:
        """Why a body was moved into Engage, in the words of reports; None where none gives a reason."""
        turns = [one for one in turns_of(phase, "entered") if is_within(one, status.when)]
        reasons = reasons_told(phase, self._put.report)
        if not reasons.told or (status.when.kind and not turns):
            # Of a move that no report tells of there are no reasons.
            return None
        moved = f"{phase.body} {turns_words(turns)}" if turns else f"{phase.body} was moved into Engage"
        said = (
            "This is what the reports say of the reasons."
            if reasons.given
            else "No report gives a reason in so many words; this is told beside it."
        )
        items = [Item(phase, one) for one in reasons.told]
        return self._put.compose(question, status, items, f"{moved}. {said}", bodies)
