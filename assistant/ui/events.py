"""What happens on the page. Of one user nothing is kept here: it comes in, and goes out, with each call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from logging import getLogger
from threading import BoundedSemaphore, Lock
from typing import Any, NamedTuple

from gradio import EventData, Request, skip

from assistant.errors import BadQuestion
from assistant.export import conversation_csv, conversation_markdown
from assistant.html import encode_html
from assistant.marks import RIGHT, TAKEN_BACK, WRONG, Mark, Marks
from assistant.report_html import evidence_html, missing_html, printed_html
from assistant.suggest import Suggester
from assistant.types import EVERYTHING, Citation, Narrowing
from assistant.ui.conversation import Conversation, Source, Turn
from assistant.ui.fragments import (
    FAILED,
    NOTHING_CHOSEN,
    heading_html,
    marked_html,
    saved_html,
    shown_html,
    suggested_html,
    transcript_html,
    welcome_html,
)
from assistant.understand import ONLY, day_given
from corpus.errors import CorpusError
from corpus.pdf_picture import page_picture
from index.errors import IndexRoomError

NOT_KEPT = (
    "Your mark could not be written down and is not kept. The answer stands; the server's log says why."
)
KEPT = {
    RIGHT: "Marked as right. Marks stay with the index; nothing is sent.",
    WRONG: "Marked as wrong. Marks stay with the index; nothing is sent.",
    TAKEN_BACK: "The mark is taken back.",
}

KEPT_WHY = "Your reason is kept with the mark."

AS_OF = "as of"
"""The kind of chip that a day set beside a question has, as one in its words does."""

AT_ONCE = 2
"""So many questions are answered at the same time: more take one another's processor and are all slower."""

PICTURES_AT_ONCE = 2
"""So many pages are drawn at the same time: each in a process that may take a gigabyte."""

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
        self._answering = BoundedSemaphore(AT_ONCE)
        self._drawing = BoundedSemaphore(PICTURES_AT_ONCE)
        self._counting, self._asking = Lock(), 0
        self._suggester = Suggester(source, busy=lambda: self._asking > 0)

    def ask(
        self,
        conversation: Conversation | None,
        question: str,
        as_of: str = "",
        body: str = "",
        kind: str = "",
        since: str = "",
    ) -> Iterator[View]:
        """The question at once, then its answer with the evidence for its first citation.

        `as_of` is the day set beside it and `since` the day from which reports are wanted, as typed; `body`
        and `kind` narrow the reports, "" does not.
        """
        earlier = conversation or Conversation(self._source.chat())
        if message := _no_day(as_of) or _no_day(since):
            # The question stays where it was typed: the day beside it is what is to be mended.
            later = earlier.adding(Turn(question, message=message))
            yield View(later, transcript_html(later), skip(), skip(), skip(), "")
            return
        only = Narrowing(body or "", kind or "", day_given(since))
        yield from self._asked(earlier, Turn(question, as_of=as_of or "", only=only), "")

    def ask_example(self, conversation: Conversation | None, event: EventData) -> Iterator[View]:
        """As `ask`, for an example that was clicked; what was half typed stays."""
        earlier = conversation or Conversation(self._source.chat())
        yield from self._asked(earlier, Turn(str(event._data.get("question", ""))), skip())

    def ask_linked(self, conversation: Conversation | None, request: Request) -> Iterator[View]:
        """As `ask`, for the question in the page's address, if there is one and nothing was asked yet."""
        question = request.query_params.get("q", "")
        if conversation or not question.strip():
            yield View(*(skip() for _ in View._fields))
            return
        as_of = request.query_params.get("as_of", "")
        as_of = "" if _no_day(as_of) else as_of
        yield from self._asked(Conversation(self._source.chat()), Turn(question, as_of=as_of), skip())

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
        return self._mark(conversation, turn, TAKEN_BACK if verdict == before else verdict)

    def _mark(self, conversation: Conversation, turn: int, verdict: str, why: str = "") -> str:
        before = conversation.marked.get(turn, TAKEN_BACK)
        answer = conversation.answer(turn)
        asked = conversation.turns[turn].asked
        try:
            if answer is not None:
                self._marks.add(Mark.of(answer, asked, conversation.asked_before(turn), verdict, why))
        except Exception:
            _log.exception("a mark could not be kept")
            return marked_html(turn, before, NOT_KEPT, failed=True)
        conversation.marked[turn] = verdict
        message = KEPT_WHY if why else KEPT[verdict]
        return marked_html(turn, verdict, message, why=verdict == WRONG and not why)

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
        again = replace(
            before,
            answer=None,
            message="",
            without=(*before.without, kind),
            as_of="" if kind == AS_OF else before.as_of,
            only=EVERYTHING if kind == ONLY else before.only,
        )
        yield from self._asked(conversation, again, skip())

    def suggest(self, conversation: Conversation | None) -> Any:
        """What else the reports just cited answer, for under the answer; "" where that is nothing."""
        if conversation is None or not conversation.turns:
            return ""
        place = len(conversation.turns) - 1
        answer = conversation.answer(place)
        if answer is None or place in conversation.suggested:
            return skip()
        try:
            asked = [turn.asked for turn in conversation.turns]
            state = self._source.library.entries()
            conversation.suggested[place] = self._suggester.after(answer, asked, state)
        except Exception:
            _log.exception("nothing could be suggested")
            return ""
        return suggested_html(place, conversation.suggested[place])

    def explain(self, conversation: Conversation | None, event: EventData) -> Any:
        """What came of saying in a word why an answer is wrong."""
        turn, why = event._data.get("turn"), event._data.get("why")
        answer = conversation.answer(turn) if conversation else None
        if conversation is None or answer is None or not isinstance(why, str) or not why.strip():
            return skip()
        return self._mark(conversation, turn, conversation.marked.get(turn, WRONG), why)

    def save(self, conversation: Conversation | None, event: EventData) -> Any:
        """The conversation as a file for the browser to keep; no change where there is nothing to keep."""
        if conversation is None or not conversation.turns:
            return skip()
        today = self._source.today()
        if event._data.get("form") == "csv":
            text = "\ufeff" + conversation_csv(conversation.turns)
            return saved_html(f"conversation-{today}.csv", "text/csv;charset=utf-8", text)
        text = conversation_markdown(conversation.turns, self._source.about(), today)
        return saved_html(f"conversation-{today}.md", "text/markdown;charset=utf-8", text)

    def picture(self, event: EventData) -> Any:
        """The evidence with the page as it was printed; no change where there is no such passage."""
        report, start, end, number = (event._data.get(name) for name in ("report", "start", "end", "number"))
        if not isinstance(report, str) or any(type(one) is not int for one in (start, end, number)):
            return skip()
        try:
            citation = self._source.passage(report, start, end)
            whole = self._source.report(report)
            citation = replace(citation, number=max(number, 1), text=whole.text)
            shown = evidence_html(citation, whole)
        except Exception:
            _log.exception("the passage %s %s-%s could not be opened", report, start, end)
            return skip()
        return shown_html(self._printed(citation) + shown, citation, numbered=bool(number))

    def _printed(self, citation: Citation) -> str:
        """The page a citation stands on as it was printed, or why it cannot be shown."""
        try:
            path = self._source.file_of(citation.report)
            with self._drawing:
                picture = page_picture(path, citation.page or 1, citation.quote)
            return printed_html(citation, picture)
        except (CorpusError, IndexRoomError) as error:
            return f'<p class="notice">{encode_html(f"The page cannot be shown: {error}")}</p>'
        except Exception:
            _log.exception("page %s of %s could not be drawn", citation.page, citation.report)
            return '<p class="notice">The page cannot be shown; the server\'s log says why.</p>'

    def _asked(self, earlier: Conversation, turn: Turn, typed: Any) -> Iterator[View]:
        """A question put; `typed` is what the field for questions holds then, `skip()` for what it held."""
        yield View(earlier, transcript_html(earlier.adding(turn)), skip(), typed, skip(), "")
        turn = self._answer(earlier, turn)
        first = turn.answer.citations[0] if turn.answer and turn.answer.citations else None
        later = earlier.adding(turn)
        transcript = transcript_html(later, first.number if first else 0)
        evidence = self._evidence(first) if first else NOTHING_CHOSEN
        yield View(later, transcript, evidence, skip(), heading_html(self._source.about()), skip())

    def _answer(self, conversation: Conversation, turn: Turn) -> Turn:
        with self._counting:
            self._asking += 1
        try:
            with self._answering:
                answer = conversation.talk.ask(turn.asked, turn.as_of or None, turn.without, turn.only)
            return replace(turn, answer=answer)
        except BadQuestion as error:
            return replace(turn, message=str(error))
        except Exception:
            _log.exception("a question could not be answered")
            return replace(turn, message=FAILED)
        finally:
            with self._counting:
                self._asking -= 1

    def _evidence(self, citation: Citation) -> str:
        try:
            opened = evidence_html(citation, self._source.report(citation.report))
        except Exception:
            _log.exception("the report %s could not be opened", citation.report)
            opened = missing_html(citation)
        return shown_html(opened, citation)


def _no_day(typed: str) -> str:
    """What to say of a day as typed that is none; "" where it is one, or nothing was typed."""
    try:
        day_given(typed)
    except BadQuestion as error:
        return str(error)
    return ""
