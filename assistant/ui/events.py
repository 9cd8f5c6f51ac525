"""What happens on the page. Of one user nothing is kept here: it comes in, and goes out, with each call."""

from __future__ import annotations

from collections.abc import Iterator
from logging import getLogger
from typing import Any, NamedTuple

from gradio import Dropdown, EventData, skip

from assistant.errors import AssistantError, BadQuestion
from assistant.html import encode_html, evidence_html, missing_html
from assistant.marks import RIGHT, TAKEN_BACK, WRONG, Mark, Marks
from assistant.status_html import ledger_html
from assistant.types import Citation
from assistant.ui.conversation import Conversation, Source, Turn
from assistant.ui.fragments import (
    NOTHING_CHOSEN,
    heading_html,
    marked_html,
    passage_shown_html,
    shown_html,
    transcript_html,
    welcome_html,
)
from assistant.understand import day_given

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

EVERY_BODY = "All bodies"

AS_OF = "as of"
"""The kind of chip that a day set beside a question has, as one in its words does."""

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

    def ask(
        self,
        conversation: Conversation | None,
        question: str,
        as_of: str = "",
        without: tuple[str, ...] = (),
    ) -> Iterator[View]:
        """The question at once, then its answer with the evidence for its first citation.

        `as_of` is the day set beside it, as typed; `without` what is taken back of how it was understood.
        """
        earlier = conversation or Conversation(self._source.chat())
        if message := _no_day(as_of):
            # The question stays where it was typed: the day beside it is what is to be mended.
            later = earlier.adding(Turn(question, message=message))
            yield View(later, transcript_html(later), skip(), skip(), skip(), "")
            return
        yield from self._asked(earlier, question, as_of or "", without, "")

    def ask_example(self, conversation: Conversation | None, event: EventData) -> Iterator[View]:
        """As `ask`, for an example that was clicked; what was half typed stays."""
        earlier = conversation or Conversation(self._source.chat())
        yield from self._asked(earlier, str(event._data.get("question", "")), "", (), skip())

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

    def take_back(self, conversation: Conversation | None, event: EventData) -> Iterator[View]:
        """The same question again, without a part of how it was understood, if there is such a part."""
        turn, kind = event._data.get("turn"), event._data.get("kind")
        answer = conversation.answer(turn) if conversation else None
        if conversation is None or answer is None or kind not in {chip.kind for chip in answer.understood}:
            yield View(*(skip() for _ in View._fields))
            return
        before = conversation.turns[turn]
        without = (*before.without, kind)
        as_of = "" if kind == AS_OF else before.as_of
        yield from self._asked(conversation, before.asked, as_of, without, skip())

    def standing(self, body: str | None, as_of: str) -> str:
        """The status ledger of a body, or of all, as of a day as typed; a message where that is none."""
        try:
            return ledger_html(self._source.status(body or None, as_of or None))
        except AssistantError as error:
            return f'<p class="notice">{encode_html(str(error))}</p>'
        except Exception:
            _log.exception("the ledger could not be shown")
            return f'<p class="notice">{FAILED}</p>'

    def bodies(self) -> Any:
        """The bodies to choose from, all of them first."""
        try:
            names = [one.body for one in self._source.status().bodies if one.concerns or one.monitoring]
        except Exception:
            _log.exception("the bodies could not be listed")
            names = []
        return Dropdown(choices=[(EVERY_BODY, ""), *((name, name) for name in names)], value="")

    def open_passage(self, event: EventData) -> Any:
        """The passage behind a line or a point of the ledger; no change where there is no such passage.

        Report and span come from the browser and may be anything.
        """
        report, start, end = (event._data.get(name) for name in ("report", "start", "end"))
        if not isinstance(report, str) or type(start) is not int or type(end) is not int:
            return skip()
        try:
            citation = self._source.passage(report, start, end)
            return passage_shown_html(evidence_html(citation, self._source.report(report)))
        except Exception:
            _log.exception("the passage %s %s-%s could not be opened", report, start, end)
            return skip()

    def _asked(
        self,
        earlier: Conversation,
        question: str,
        as_of: str,
        without: tuple[str, ...],
        typed: Any,
    ) -> Iterator[View]:
        """A question put; `typed` is what the field for questions holds then, `skip()` for what it held."""
        waiting = earlier.adding(Turn(question))
        yield View(earlier, transcript_html(waiting), skip(), typed, skip(), "")
        turn = self._answer(earlier, question, as_of, without)
        first = turn.answer.citations[0] if turn.answer and turn.answer.citations else None
        later = earlier.adding(turn)
        transcript = transcript_html(later, first.number if first else 0)
        evidence = self._evidence(first) if first else NOTHING_CHOSEN
        yield View(later, transcript, evidence, skip(), heading_html(self._source.about()), skip())

    def _answer(
        self, conversation: Conversation, question: str, as_of: str, without: tuple[str, ...]
    ) -> Turn:
        try:
            answer = conversation.talk.ask(question, as_of or None, without)
            return Turn(question, answer, as_of=as_of, without=without)
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


def _no_day(typed: str) -> str:
    """What to say of a day as typed that is none; "" where it is one, or nothing was typed."""
    try:
        day_given(typed)
    except BadQuestion as error:
        return str(error)
    return ""
