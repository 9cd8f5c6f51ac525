"""How an answer from the ledger is put: its words, what bears them out, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer import citation_of
from assistant.render import answer_markdown
from assistant.shown import day_words
from assistant.status_phrases import MOST_ITEMS, counted_of
from assistant.status_question import StatusQuestion
from assistant.types import Answer, Citation, Question
from assistant.window import spelled_out
from corpus.types import Report
from index.ledger import DISPUTED, BodyLedger, Ledger, Matter, Told

CONFIDENCE = 0.8
"""How likely an answer from the ledger is right: measured, see docs/quality.md."""

ReadReport = Callable[[str], tuple[Report, str]]


@dataclass(frozen=True, slots=True)
class Item:
    """A matter that belongs to an answer, and the words that say why: the newest, or of what happened."""

    matter: Matter
    told: Told


class Composer:
    """Puts answers from one ledger.

    Args:
        ledger: as of the day that is asked about.
        read: gives a report by its id, and its path.
        absent: bodies asked about that no report is about.
    """

    def __init__(self, ledger: Ledger, read: ReadReport, absent: Sequence[str]) -> None:
        self._ledger = ledger
        self._read = read
        self._absent = tuple(absent)

    def report(self, report_id: str) -> Report:
        """A report that an answer may cite."""
        return self._read(report_id)[0]

    def compose(
        self,
        question: Question,
        status: StatusQuestion,
        items: Sequence[Item],
        lead: str,
        bodies: Sequence[BodyLedger],
        *,
        earlier: bool = False,
    ) -> Answer:
        """The answer that `items` bear out, of the `bodies` asked about; `lead` says it in a sentence.

        With `earlier`, what the newest word of each matter overrides is cited after it.
        """
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

    def _coverage(self, status: StatusQuestion, items: Sequence[Item], bodies: Sequence[BodyLedger]) -> str:
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
