"""One person at the page, as a browser plays them: the page, its settings, Gradio's queue and its stream.

What is heard is kept apart from how it is sent: `Screen` knows messages, `Person` the network.
"""

from __future__ import annotations

import json
import re
from asyncio import timeout
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from math import inf
from secrets import token_hex
from time import perf_counter
from typing import Any, Self

from httpx import AsyncClient, HTTPError, Limits

PATIENCE = 300.0
"""Seconds after which a person goes away without an answer."""

_ASKED = re.compile(r'<h2 class="asked">(?:<span class="unseen">[^<]*</span>)?([^<]*)</h2>')
_NOTICE = re.compile(r'<p class="notice">([^<]*)</p>')
_WAITING = 'class="waiting"'
_BRINGING = ("process_generating", "process_completed")


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of one question.

    `first` and `full` are the seconds from sending it until the question stood on the screen as being
    looked for, and until the answer did; infinite where that never happened. `transcript` is the HTML of
    the conversation then. `error` is one line, "" where all went well.
    """

    question: str
    first: float = inf
    full: float = inf
    transcript: str = ""
    error: str = ""

    @property
    def asked(self) -> tuple[str, ...]:
        """The questions above the answers, oldest first."""
        return tuple(unescape(question) for question in _ASKED.findall(self.transcript))

    @property
    def words(self) -> str:
        """All that the conversation says, without its tags: every sign in it that could be one is encoded."""
        return unescape(re.sub(r"<[^>]*>", " ", self.transcript))

    @property
    def answer(self) -> str:
        """What stands below the last question, with its tags."""
        return self.transcript.rpartition("</h2>")[2]


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the page by its number, and what its fields send as long as nobody fills them in."""

    function: int
    sends: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """How the page asks a question.

    `slot` is the place of the question among what `call` sends, `trigger` the number of its field, and
    `place` that of the transcript among what comes back; places count from 0. `after` is what the browser
    calls by itself when the answer is there.
    """

    call: Call
    slot: int
    trigger: int
    place: int
    after: tuple[Call, ...] = ()

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Self:
        """The function that takes conversation, question and as-of day when the question is submitted.

        Raises ValueError where the page has none: it asks in another way than is played here.
        """
        components = {one["id"]: one for one in config["components"]}
        named = {one["props"].get("elem_id"): number for number, one in components.items()}
        question, as_of, transcript = (named.get(name) for name in ("question", "asof", "transcript"))
        for one in config["dependencies"]:
            takes = one["inputs"]
            if (
                [question, "submit"] in [list(target) for target in one["targets"]]
                and {question, as_of} <= set(takes)
                and any(components[number]["type"] == "state" for number in takes)
                and transcript in one["outputs"]
            ):
                after = _after(one["id"], config["dependencies"], components)
                slot, place = takes.index(question), one["outputs"].index(transcript)
                return cls(_call(one, components), slot, int(named["question"]), place, tuple(after))
        raise ValueError("the page has no function for a question that is submitted")


def _after(
    function: int, dependencies: Sequence[Mapping[str, Any]], components: Mapping[int, Mapping[str, Any]]
) -> Iterator[Call]:
    """What is called by itself after a function, and after that."""
    for one in dependencies:
        if one.get("trigger_after") == function:
            yield _call(one, components)
            yield from _after(one["id"], dependencies, components)


def _call(dependency: Mapping[str, Any], components: Mapping[int, Mapping[str, Any]]) -> Call:
    fields = [components[number] for number in dependency["inputs"]]
    # A browser sends no null for a line of text that nobody wrote; what is kept on the server it cannot send.
    empty = {"textbox": ""}
    sends = (one["props"].get("value") or empty.get(one["type"]) for one in fields)
    return Call(
        int(dependency["id"]),
        tuple(
            None if field["type"] == "state" else value for field, value in zip(fields, sends, strict=True)
        ),
    )


class Screen:
    """What one person sees of one question, message after message."""

    def __init__(self, event: str, place: int) -> None:
        self.transcript = ""
        self.error = ""
        self._event = event
        self._place = place

    @property
    def answered(self) -> bool:
        """Whether the conversation is shown, and nothing in it is still being looked for."""
        return bool(self.transcript) and _WAITING not in self.transcript

    def take(self, message: Mapping[str, Any]) -> None:
        """Show what a message brings. Raises ValueError for one that a browser could not show either."""
        check(message, self._event)
        if message["msg"] in _BRINGING:
            self._show(message["output"]["data"][self._place])

    def _show(self, value: object) -> None:
        """A whole transcript, or how it differs from the one before: only the first is sent whole."""
        if isinstance(value, str):
            self.transcript = value
        elif isinstance(value, list):
            for action, path, words in value:
                if path or action not in ("replace", "append"):
                    raise ValueError(f"a change of the transcript that is not known: {action} at {path}")
                self.transcript = words if action == "replace" else self.transcript + words
        else:
            raise ValueError(f"a transcript that is none: {str(value)[:80]}")


def check(message: Mapping[str, Any], event: str) -> None:
    """Raises ValueError for a message of failure, or of another event than `event`."""
    kind = message["msg"]
    if message.get("event_id") not in (None, event):
        raise ValueError(f"{kind} of a question that this session did not ask")
    if kind == "unexpected_error":
        raise ValueError(f"the server says: {message['message']}")
    if kind in _BRINGING and not message["success"]:
        raise ValueError(f"the page's function failed: {message['output'].get('error')}")


class Person:
    """Somebody at the page in a browser of their own; `client` holds nothing of it but the connections.

    Nobody asks again when told that the queue is full: they saw an error, and it is counted as one.
    """

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
        self._session = token_hex(6)
        self._asking: Asking | None = None

    async def open(self) -> Asking:
        """Open the page and read from its settings how to ask. Raises HTTPError or ValueError."""
        for path in ("/", "/config"):
            answer = await self._client.get(path)
            answer.raise_for_status()
        self._asking = Asking.of(answer.json())
        return self._asking

    async def ask(self, question: str, further: bool = True) -> Visit:
        """Ask, and watch until the server ends the stream; opens the page first where it is not open.

        With `further` it then calls what a browser calls by itself after an answer. No figure holds how long
        that takes, but who waits meanwhile does. What goes wrong, even in opening the page, is in the visit.
        """
        seen: list[float] = []
        screen: Screen | None = None
        error = ""
        try:
            async with timeout(PATIENCE):
                asking = self._asking or await self.open()
                sends = list(asking.call.sends)
                sends[asking.slot] = question
                began = perf_counter()
                event = await self._join(asking.call.function, sends, asking.trigger)
                screen = Screen(event, asking.place)
                async for message in self._messages():
                    screen.take(message)
                    if screen.transcript and not seen:
                        seen.append(perf_counter() - began)
                    if screen.answered and len(seen) == 1:
                        seen.append(perf_counter() - began)
                for call in asking.after if further else ():
                    event = await self._join(call.function, call.sends, asking.trigger)
                    async for message in self._messages():
                        check(message, event)
        except TimeoutError:
            error = f"not answered within {PATIENCE:.0f} s"
        except (HTTPError, LookupError, TypeError, ValueError) as problem:
            error = f"{type(problem).__name__}: {problem}".replace("\n", " ")
        if not error and len(seen) < 2:
            error = "the stream ended before the answer"
        first, full = (*seen, inf, inf)[:2]
        return Visit(question, first, inf if error else full, screen.transcript if screen else "", error)

    async def _join(self, function: int, sends: Sequence[Any], trigger: int) -> str:
        """Get into the queue; gives the name of the event. Raises ValueError when it is full."""
        sent = {
            "data": list(sends),
            "event_data": None,
            "fn_index": function,
            "trigger_id": trigger,
            "session_hash": self._session,
        }
        answer = await self._client.post("/gradio_api/queue/join", json=sent)
        if answer.status_code != 200:
            raise ValueError(f"{answer.status_code} when asking: {answer.text[:200]}")
        return str(answer.json()["event_id"])

    async def _messages(self) -> AsyncIterator[dict[str, Any]]:
        told = {"session_hash": self._session}
        async with self._client.stream("GET", "/gradio_api/queue/data", params=told) as stream:
            stream.raise_for_status()
            async for line in stream.aiter_lines():
                if line.startswith("data:"):
                    yield json.loads(line.removeprefix("data:"))


def browsers(address: str) -> AsyncClient:
    """What people reach the page at `address` with: as many connections as are asked for, and no proxy."""
    # Well before the server hangs up (uvicorn: after 5 s): a question sent just then would count as an error.
    limits = Limits(keepalive_expiry=2.0)
    return AsyncClient(base_url=address, limits=limits, timeout=PATIENCE, trust_env=False)


def held_to_answer(visit: Visit) -> Visit:
    """The visit, with an error where the page gave a notice ("Something went wrong ...") for an answer.

    That the reports do not say is an answer.
    """
    notices = _NOTICE.findall(visit.answer)
    if visit.error or not notices:
        return visit
    return replace(visit, full=inf, error=f"the page says: {unescape(notices[0])}")


def is_mixed(visit: Visit, questions: Sequence[str], others: Iterable[str]) -> bool:
    """Whether a conversation holds anything but `questions`, which its session asked, in their order.

    `others` are what other sessions asked: none may be in it anywhere, be it in an answer. Where nothing was
    shown nothing is mixed: that is an error.
    """
    if not visit.transcript:
        return False
    words = visit.words
    own = [question for question in questions if question]
    # Another's question may be part of one's own: then it counts only beside that.
    rest = words
    for question in own:
        rest = rest.replace(question, "")
    strangers = (other in (words if any(question in other for question in own) else rest) for other in others)
    return visit.asked != tuple(questions) or any(strangers)
