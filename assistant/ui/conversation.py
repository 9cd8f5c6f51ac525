"""What the page asks of an assistant, and what it remembers of one browser's conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from assistant.types import EVERYTHING, Answer, Citation, Narrowing
from corpus.types import Report
from index.ledger import Ledger
from index.types import ReportEntry, SyncStats


class Talk(Protocol):
    """A conversation: a question may lean on those before it."""

    def ask(
        self,
        question: str,
        as_of: date | str | None = None,
        without: Sequence[str] = (),
        only: Narrowing = EVERYTHING,
    ) -> Answer:
        """Raises `BadQuestion` for one that is empty or too long, or whose date is none."""


class Shelf(Protocol):
    """As much of a library as the page needs: see `index.library.Library`."""

    def entries(self) -> tuple[ReportEntry, ...]: ...

    def receive(
        self, files: Sequence[tuple[str, bytes]], progress: Callable[[int, int, str], None] | None = None
    ) -> SyncStats: ...

    def add_address(
        self, address: str, progress: Callable[[int, int, str], None] | None = None
    ) -> SyncStats: ...

    def remove(self, name: str) -> ReportEntry: ...


class Source(Protocol):
    """As much of an assistant as the page needs."""

    @property
    def library(self) -> Shelf: ...

    def chat(self) -> Talk: ...

    def ask(self, question: str) -> Answer: ...

    def report(self, report_id: str) -> Report: ...

    def about(self) -> str: ...

    def today(self) -> date: ...

    def examples(self) -> tuple[str, ...]: ...

    def status(self, body: str | None = None, as_of: str | date | None = None) -> Ledger: ...

    def file_of(self, report_id: str) -> Path: ...

    def passage(self, report_id: str, start: int, end: int) -> Citation: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as typed, and what came of it: an answer, or a message, or nothing yet.

    `as_of` is the day set beside it, as typed; `without` what was taken back of how it was understood, `only`
    what it was narrowed to.
    """

    asked: str
    answer: Answer | None = None
    message: str = ""
    as_of: str = ""
    without: tuple[str, ...] = ()
    only: Narrowing = EVERYTHING


# Gradio hashes what it keeps for a session: by identity, since a Talk need not be hashable.
@dataclass(frozen=True, slots=True, eq=False)
class Conversation:
    """The turns of one browser's conversation, oldest first, and the talk that they belong to.

    `marked` says which turns were marked, and how: place (from 0) -> a verdict of `assistant.marks`;
    `suggested` what may be asked after each. They are shared by the conversation as it was and as it grows,
    like the talk: a mark made while a question is being answered is not lost when the answer comes.
    """

    talk: Talk
    turns: tuple[Turn, ...] = ()
    marked: dict[int, str] = field(default_factory=dict)
    suggested: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def adding(self, turn: Turn) -> Conversation:
        """This conversation with one more turn."""
        return replace(self, turns=(*self.turns, turn))

    def citation(self, turn: object, number: object) -> Citation | None:
        """The citation with that number in that turn (from 0); None where there is none.

        Both come from the browser and may be anything.
        """
        answer = self.answer(turn)
        cited = ((*answer.citations, *answer.earlier) or answer.closest) if answer else ()
        return next((citation for citation in cited if citation.number == number), None)

    def answer(self, turn: object) -> Answer | None:
        """What was answered in that turn (from 0); None where nothing was. It may be anything, as above."""
        if not isinstance(turn, int) or not 0 <= turn < len(self.turns):
            return None
        return self.turns[turn].answer

    def asked_before(self, turn: int) -> tuple[str, ...]:
        """The questions that were answered before that turn, in order: what it may lean on."""
        return tuple(earlier.asked for earlier in self.turns[:turn] if earlier.answer)
