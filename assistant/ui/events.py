"""What happens on the page. Of one user nothing is kept here: it comes in, and goes out, with each call."""

from __future__ import annotations

from collections.abc import Iterator
from logging import getLogger
from typing import Any, NamedTuple

from gradio import EventData, skip

from assistant.errors import BadQuestion
from assistant.html import evidence_html, missing_html
from assistant.marks import RIGHT, TAKEN_BACK, WRONG, Mark, Marks
from assistant.types import Citation
from assistant.ui.conversation import Conversation, Source, Turn
from assistant.ui.fragments import (
    NOTHING_CHOSEN,
    heading_html,
    marked_html,
    shown_html,
    transcript_html,
    welcome_html,
)

FAILED = (
    "Something went wrong while answering this. The server's log says what; other questions may still work."
)
NOT_KEPT = (
    "Your mark could not be written down and is not kept. The answer stands; the server's log says why."
)
KEPT = {
    RIGHT: "Marked as right. Marks stay with the index; nothing is sent.",
    WRONG: "Marked as wrong. Marks stay with the index; nothing is sent.",
    TAKEN_BACK: "The mark is taken back.",
}

_log = getLogger(__name__)


class View(NamedTuple):
    """What a turn changes on the page, in the order in which page.py lists the parts."""

    conversation: Conversation | None
    transcript: Any
    evidence: Any
    question: Any
    heading: Any
    verdict: Any


class Events:
    """The answers to what a user does, over one assistant, and one file of marks, that all users share."""

    def __init__(self, source: Source, marks: Marks) -> None:
        self._source = source
        self._marks = marks

    def ask(self, conversation: Conversation | None, question: str) -> Iterator[View]:
        """The question at once, then its answer with the evidence for its first citation."""
        earlier = conversation or Conversation(self._source.chat())
        waiting = earlier.adding(Turn(question))
        yield View(earlier, transcript_html(waiting), skip(), "", skip(), "")
        turn = self._answer(earlier, question)
        first = turn.answer.citations[0] if turn.answer and turn.answer.citations else None
        later = earlier.adding(turn)
        transcript = transcript_html(later, first.number if first else 0)
        evidence = self._evidence(first) if first else NOTHING_CHOSEN
        yield View(later, transcript, evidence, skip(), heading_html(self._source.about()), skip())

    def ask_example(self, conversation: Conversation | None, event: EventData) -> Iterator[View]:
        """As `ask`, for an example that was clicked."""
        yield from self.ask(conversation, str(event._data.get("question", "")))

    def choose(self, conversation: Conversation | None, event: EventData) -> Any:
        """The evidence for a mark that was chosen; no change where there is no such citation."""
        chosen = event._data
        citation = conversation.citation(chosen.get("turn"), chosen.get("number")) if conversation else None
        return self._evidence(citation) if citation else skip()

    def mark(self, conversation: Conversation | None, event: EventData) -> Any:
        """What came of marking an answer right or wrong; to mark it the same again takes that back.

        The conversation is no output of this: were it one, an answer that comes meanwhile could be lost.
        """
        turn, verdict = event._data.get("turn"), event._data.get("mark")
        answer = conversation.answer(turn) if conversation else None
        if conversation is None or answer is None or verdict not in (RIGHT, WRONG):
            return skip()
        before = conversation.marked.get(turn, TAKEN_BACK)
        after = TAKEN_BACK if verdict == before else verdict
        asked = conversation.turns[turn].asked
        try:
            self._marks.add(Mark.of(answer, asked, conversation.asked_before(turn), after))
        except Exception:
            _log.exception("a mark could not be kept")
            return marked_html(turn, before, NOT_KEPT, failed=True)
        conversation.marked[turn] = after
        return marked_html(turn, after, KEPT[after])

    def begin(self) -> View:
        """A new conversation, with nothing asked."""
        return View(None, transcript_html(None), NOTHING_CHOSEN, "", skip(), "")

    def arrive(self) -> tuple[str, str]:
        """What depends on the reports that are in: the heading and the welcome.

        Nothing else, as the page may be in use by the time this gets there.
        """
        return heading_html(self._source.about()), welcome_html(self._source.examples())

    def _answer(self, conversation: Conversation, question: str) -> Turn:
        try:
            return Turn(question, conversation.talk.ask(question))
        except BadQuestion as error:
            return Turn(question, message=str(error))
        except Exception:
            _log.exception("a question could not be answered")
            return Turn(question, message=FAILED)

    def _evidence(self, citation: Citation) -> str:
        try:
            opened = evidence_html(citation, self._source.report(citation.report))
        except Exception:
            _log.exception("the report %s could not be opened", citation.report)
            opened = missing_html(citation)
        return shown_html(opened, citation.number)
