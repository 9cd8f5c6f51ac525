"""How long people wait is worked out right, and what is mixed up or goes wrong is found."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from html import escape
from math import inf
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from time import sleep
from typing import Any

import httpx
import pytest

from assistant.marks import Marks
from assistant.types import Answer, Citation, Question
from assistant.ui.server import serve
from corpus.types import Report
from evals import load
from evals.load import Load, distinct, main, measure, percentile, questions_of_gold, table
from evals.load_visit import Asking, Call, Person, Screen, Visit, held_to_answer, is_mixed
from index.ledger import Ledger

QUESTIONS = ("What of one?", "What of two & three?", "What of four?", "What of five?")


class Source:
    """A made-up assistant that says what was asked; `last` is what anybody asked last."""

    def __init__(self, leaking: bool = False) -> None:
        self.leaking = leaking
        self.last = ""

    library = None

    def chat(self) -> Talk:
        return Talk(self)

    def ask(self, question: str) -> Answer:
        raise NotImplementedError

    def today(self) -> date:
        return date(2024, 8, 1)

    def about(self) -> str:
        return "Answers from nothing."

    def examples(self) -> tuple[str, ...]:
        return ()

    def report(self, report_id: str) -> Report:
        raise KeyError(report_id)

    def status(self, body: str | None = None, as_of: str | date | None = None) -> Ledger:
        raise NotImplementedError

    def passage(self, report_id: str, start: int, end: int) -> Citation:
        raise NotImplementedError


class Talk:
    """Refuses each question in words of its own; in a leaking assistant, after a while, in the last one's."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def ask(self, question: str, *narrowed: Any) -> Answer:
        if "break" in question:
            raise RuntimeError("a fault of the server")
        self._source.last = question
        if self._source.leaking:
            sleep(0.5)
        told = self._source.last if self._source.leaking else question
        return Answer(Question(question), False, "", 0.0, (), f"Nothing is said of {told!r}.")


def run_apart(asked: Any) -> Any:
    """What comes of a coroutine, run in a thread of its own: a browser's tests leave a loop running."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, asked).result()


def serving(folder: Path, leaking: bool = False) -> str:
    """Where the real page over the made-up assistant is now served; it is, until the tests end."""
    ready: SimpleQueue[str] = SimpleQueue()
    given: dict[str, Any] = {"port": 0, "on_ready": ready.put}
    Thread(target=serve, args=(Source(leaking), Marks(folder)), kwargs=given, daemon=True).start()
    return ready.get(timeout=60)


def shown(*turns: tuple[str, str]) -> str:
    """The HTML of a conversation of questions with the HTML below each."""
    return "".join(
        f'<article><h2 class="asked"><span class="unseen">You asked: </span>{escape(asked)}</h2>'
        f"<div>{below}</div></article>"
        for asked, below in turns
    )


def visit(question: str, seconds: float = 1.0, below: str | None = None, error: str = "") -> Visit:
    """What came of a question; first words after a tenth of the time."""
    said = f"<p>Of {escape(question)}</p>" if below is None else below
    full = inf if error else seconds
    return Visit(question, seconds / 10, full, shown((question, said)), error)


def loaded(crowd: Sequence[Visit], alone: Sequence[Visit] = (), sessions: Any = ()) -> Load:
    return Load(
        len(crowd), 1, tuple(alone) or tuple(visit(one.question) for one in crowd), tuple(crowd), sessions
    )


@pytest.mark.parametrize(
    ("percent", "wanted"), [(50, 2.0), (51, 3.0), (75, 3.0), (76, inf), (95, inf), (100, inf), (1, 1.0)]
)
def test_percentiles_by_hand(percent: float, wanted: float):
    assert percentile([3.0, inf, 1.0, 2.0], percent) == wanted


def test_table_by_hand():
    alone = [visit(question, seconds) for question, seconds in zip(QUESTIONS, (0.5, 1, 2, 1), strict=True)]
    crowd = [visit(question, seconds) for question, seconds in zip(QUESTIONS, (2, 4, 5, 8), strict=True)]
    sessions = tuple((one, replace(one, transcript=one.transcript + shown(("", "")))) for one in alone)
    sessions = tuple((first, replace(later, question="")) for first, later in sessions)
    measured = loaded(crowd, alone, sessions)
    printed = table(measured)
    rows = [line for line in printed.splitlines() if len(line) == 64]
    assert {row[:36].strip(): row[36:].split() for row in rows} == {
        "": ["first", "words", "full", "answer"],
        "a lone person, median, s": ["0.100", "1.000"],
        "4 people at once, median, s": ["0.450", "4.500"],
        "4 people at once, 95th, s": ["0.800", "8.000"],
        "4 people at once, worst, s": ["0.800", "8.000"],
        "worst / lone": ["8.0", "8.0"],
        "wanted, at most": ["5.0", "5.0"],
    }
    assert "errors: 0 of 16\n" in printed
    assert "another answer than alone: 0 of 4\n" in printed
    assert "sessions kept apart: yes\n" in printed
    assert "4 sessions: each sees its own conversation and no other's\n" in printed
    assert measured.sound


def test_errors_are_counted_and_take_for_ever():
    full = "503 when asking: queue full"
    measured = loaded([visit("one", error=full), visit("two", error=full), visit("three")])
    printed = table(measured)
    assert not measured.sound
    assert "errors: 2 of 6\n  2 times: 503 when asking: queue full\n" in printed
    assert "3 people at once, median, s                  0.100           inf\n" in printed
    assert measured.mixed == 0


@pytest.mark.parametrize(
    ("seen", "mixed"),
    [
        (visit(QUESTIONS[0]), 0),
        (replace(visit(QUESTIONS[1]), question=QUESTIONS[0]), 1),
        (visit(QUESTIONS[0], below=f"<p>Of {escape(QUESTIONS[1])}</p>"), 1),
        (visit(QUESTIONS[0], below="<p>Of What&#32;of two <b>&#38;</b> thr&#101;e&#63;</p>"), 0),
        (visit(QUESTIONS[0], below="<p>Of What of two &#38; thr&#101;e&#63;</p>"), 1),
        (replace(visit(QUESTIONS[0]), transcript=shown((QUESTIONS[1], ""), (QUESTIONS[0], ""))), 1),
        (visit(QUESTIONS[0], below="<p>Another answer, that is nobody's.</p>"), 0),
    ],
    ids=["own", "another's", "in the answer", "cut by a tag", "encoded", "before its own", "only changed"],
)
def test_what_is_mixed_up_is_found(seen: Visit, mixed: int):
    measured = loaded([seen, visit(QUESTIONS[1])], [visit(QUESTIONS[0]), visit(QUESTIONS[1])])
    assert measured.mixed == mixed
    assert measured.sound is not bool(mixed)
    assert ("sessions kept apart: yes" in table(measured)) is not bool(mixed)


def test_an_answer_under_the_wrong_question_is_found():
    alone = [visit("one", below="<p>It is so.</p>"), visit("two", below="<p>It is not.</p>")]
    measured = loaded([visit("one", below="<p>It is not.</p>"), alone[1]], alone)
    assert (measured.mixed, measured.changed) == (1, 1)
    # Where two are refused in the same words, whose refusal it is cannot be said.
    alone.append(visit("three", below="<p>It is not.</p>"))
    measured = loaded([visit("one", below="<p>It is not.</p>"), *alone[1:]], alone)
    assert (measured.mixed, measured.changed) == (0, 1)


def test_a_session_that_lost_or_found_something_is_mixed():
    one, two = visit("one"), visit("two")
    kept = Visit("", transcript=shown(("one", ""), ("", "")))
    lost = Visit("", transcript=shown(("", "")))
    found = Visit("", transcript=shown(("one", ""), ("two", ""), ("", "")))
    assert loaded([one, two], sessions=((one, kept),)).sessions_mixed == 0
    assert loaded([one, two], sessions=((one, lost),)).sessions_mixed == 1
    assert loaded([one, two], sessions=((one, found), (two, kept))).sessions_mixed == 2
    assert "1 sessions: 1 saw another's" in table(loaded([one], sessions=((one, lost),)))
    failed = replace(kept, error="gone")
    printed = table(loaded([one], sessions=((one, failed),)))
    assert "not all could ask, see the errors" in printed


def test_a_question_that_is_part_of_ones_own_is_not_another_s():
    longer = "What of one? (2)"
    assert not is_mixed(visit(longer), [longer], ["What of one?"])
    assert is_mixed(visit("What of one?", below=longer), ["What of one?"], [longer])


def test_a_notice_is_no_answer():
    noticed = held_to_answer(visit("one", below='<p class="notice">Something went wrong&#46;</p>'))
    assert (noticed.error, noticed.full) == ("the page says: Something went wrong.", inf)
    refused = visit("one", below='<p class="refusal">The reports do not say.</p>')
    assert held_to_answer(refused) == refused


def test_questions_are_enough_and_not_to_judge_by():
    assert distinct(["a", "b"], 5) == ["a", "b", "a (2)", "b (2)", "a (3)"]
    assert distinct(["a", "b"], 1) == ["a"]
    judging = {row.question for row in load.load_gold(load.INSPECTION) if row.split != "tune"}
    questions = questions_of_gold()
    assert len(set(questions)) == len(questions) > 60
    assert not judging & set(questions)


def generating(value: object) -> dict[str, Any]:
    return {"msg": "process_generating", "success": True, "event_id": "e", "output": {"data": [None, value]}}


def test_a_screen_follows_what_changes():
    screen = Screen("e", 1)
    screen.take({"msg": "estimation", "event_id": "e"})
    assert (screen.transcript, screen.answered) == ("", False)
    screen.take(generating('<p class="waiting">'))
    assert (screen.transcript, screen.answered) == ('<p class="waiting">', False)
    screen.take(generating([["append", [], "more"]]))
    assert screen.transcript == '<p class="waiting">more'
    screen.take(generating([["replace", [], "done"]]))
    screen.take(generating([]))
    screen.take({"msg": "heartbeat", "event_id": None})
    screen.take({"msg": "close_stream", "event_id": None})
    assert (screen.transcript, screen.answered) == ("done", True)


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({**generating("x"), "event_id": "f"}, "of a question that this session did not ask"),
        ({**generating("x"), "success": False, "output": {"error": "why"}}, "failed: why"),
        (generating([["delete", [3], None]]), "not known"),
        (generating(None), "none: None"),
        ({"msg": "unexpected_error", "event_id": None, "message": "stopped"}, "the server says: stopped"),
    ],
)
def test_a_screen_refuses_what_it_cannot_show(message: dict[str, Any], said: str):
    with pytest.raises(ValueError, match=said):
        Screen("e", 1).take(message)


CONFIG = {
    "components": [
        {
            "id": number,
            "type": kind,
            "props": {"elem_id": name, "value": "first" if number in (4, 8) else None},
        }
        for number, kind, name in [
            (4, "state", None),
            (5, "textbox", "question"),
            (6, "textbox", "asof"),
            (7, "html", "transcript"),
            (8, "dropdown", "body"),
        ]
    ],
    "dependencies": [
        {"id": 0, "targets": [[5, "input"]], "inputs": [4, 5, 6], "outputs": [7]},
        {"id": 1, "targets": [[5, "submit"]], "inputs": [4, 5], "outputs": [7]},
        {"id": 2, "targets": [[5, "submit"], [9, "click"]], "inputs": [4, 5, 6, 8], "outputs": [4, 7]},
        {"id": 3, "targets": [[None, "then"]], "inputs": [4, 8], "outputs": [], "trigger_after": 2},
        {"id": 4, "targets": [[None, "then"]], "inputs": [], "outputs": [], "trigger_after": 3},
        {"id": 5, "targets": [[None, "then"]], "inputs": [], "outputs": [], "trigger_after": 1},
    ],
}


def test_the_function_is_found_by_what_it_is_for():
    after = Call(3, (None, "first")), Call(4, ())
    assert Asking.of(CONFIG) == Asking(Call(2, (None, "", "", "first")), 1, 5, 1, after)
    with pytest.raises(ValueError, match="no function"):
        Asking.of({**CONFIG, "dependencies": []})


ALONE = {**CONFIG, "dependencies": CONFIG["dependencies"][:3]}
"""Settings of a page on which nothing follows an answer."""


def asked(
    answer: Callable[[httpx.Request], httpx.Response],
    seconds: float = 0.0,
    config: dict[str, Any] = ALONE,
    further: bool = True,
) -> Visit:
    """What comes of a question to a server that answers joining and listening so, after so many seconds."""

    async def handle(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(seconds)
        if "/queue/" in request.url.path:
            return answer(request)
        return httpx.Response(200, json=config)

    async def ask() -> Visit:
        async with httpx.AsyncClient(transport=httpx.MockTransport(handle), base_url="http://page") as client:
            return await Person(client).ask("one", further)

    return run_apart(ask())


def streaming(*messages: dict[str, Any]) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/join"):
            return httpx.Response(200, json={"event_id": "e"})
        return httpx.Response(200, text="".join(f"data: {json.dumps(one)}\n\n" for one in messages))

    return answer


WAITING = generating(shown(("one", '<p class="waiting">Looking</p>')))
DONE = generating([["replace", [], shown(("one", "<p>Here.</p>"))]])
CLOSED = {"msg": "close_stream", "event_id": None}


def test_a_question_that_is_answered():
    came = asked(streaming(WAITING, DONE, CLOSED))
    assert 0 < came.first <= came.full < inf
    assert (came.error, came.asked, came.answer) == ("", ("one",), "<div><p>Here.</p></div></article>")
    assert "You asked:" in came.words


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (lambda request: httpx.Response(503, json={"detail": "Queue is full."}), "503 when asking"),
        (streaming(WAITING), "ended before the answer"),
        (streaming(), "ended before the answer"),
        (streaming(WAITING, {**DONE, "event_id": "another"}), "did not ask"),
        (streaming(WAITING, {"nonsense": 1}), "KeyError"),
    ],
    ids=["the queue is full", "cut off", "nothing", "another's message", "nonsense"],
)
def test_a_question_that_is_not(answer: Callable[[httpx.Request], httpx.Response], error: str):
    came = asked(answer)
    assert error in came.error
    assert came.full == inf


def test_what_a_browser_calls_after_an_answer_is_called():
    sent: list[dict[str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/join"):
            sent.append(json.loads(request.content))
        return streaming(WAITING, DONE, CLOSED)(request)

    assert asked(answer, config=CONFIG).error == ""
    called = [(one["fn_index"], one["trigger_id"], one["data"]) for one in sent]
    assert called == [(2, 5, [None, "one", "", "first"]), (3, 5, [None, "first"]), (4, 5, [])]
    assert len({one["session_hash"] for one in sent}) == 1
    sent.clear()
    assert asked(answer, config=CONFIG, further=False).error == ""
    assert len(sent) == 1


def test_what_fails_after_an_answer_is_an_error():
    failed = {"msg": "process_completed", "event_id": "e", "success": False, "output": {"error": "why"}}
    joined: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/join"):
            joined.append("once more")
        return streaming(*((WAITING, DONE, CLOSED) if len(joined) == 1 else (failed, CLOSED)))(request)

    came = asked(answer, config=CONFIG)
    assert came.error == "ValueError: the page's function failed: why"
    assert came.full == inf


def test_who_waits_too_long_goes_away(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("evals.load_visit.PATIENCE", 0.1)
    assert asked(streaming(WAITING, DONE, CLOSED), seconds=1.0).error.startswith("not answered within")


@pytest.mark.loopback
def test_the_real_page_keeps_sessions_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(load, "SESSIONS", 8)
    measured = run_apart(measure(serving(tmp_path), QUESTIONS, people=3, rounds=2))
    assert measured.errors == ()
    assert (measured.mixed, measured.changed, measured.sessions_mixed) == (0, 0, 0)
    assert [one.question for one in measured.crowd] == [*QUESTIONS, *(f"{one} (2)" for one in QUESTIONS[:2])]
    assert len(measured.sessions) == 8
    assert measured.sessions[1][1].asked == (QUESTIONS[1], "")
    assert all(0 < one.first <= one.full < inf for one in (*measured.alone, *measured.crowd))


@pytest.mark.loopback
def test_an_assistant_that_mixes_its_users_up_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(load, "SESSIONS", 1)
    measured = run_apart(measure(serving(tmp_path, leaking=True), QUESTIONS, people=3, rounds=1))
    assert measured.errors == ()
    # Whoever asks last sees nothing of the others.
    assert 1 <= measured.mixed <= 2
    assert not measured.sound


@pytest.mark.loopback
def test_what_goes_wrong_on_the_real_page_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(load, "SESSIONS", 1)
    measured = run_apart(measure(serving(tmp_path), ["one", "break two"], people=2, rounds=1))
    assert len(measured.errors) == 2
    assert all("Something went wrong" in error for error in measured.errors)
    assert measured.mixed == 0


@pytest.mark.parametrize(
    "arguments", [["--people", "0"], ["--people", "many"], ["--rounds", "-1"], ["--more"], ["one"]]
)
def test_arguments_that_are_none(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: python -m evals.load" in capsys.readouterr().err


def test_a_home_that_is_a_file(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit) as ended:
        main(["--home", str(tmp_path / "file")])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("crowd", "status"),
    [(visit("one", 100.0), 0), (visit("one", error="gone"), 1), (visit("two"), 1)],
    ids=["slow", "failed", "mixed"],
)
def test_exit_status(crowd: Visit, status: int, monkeypatch: pytest.MonkeyPatch):
    @contextmanager
    def nowhere(home: Path) -> Iterator[str]:
        yield "http://page/"

    async def measured(*given: Any) -> Load:
        return loaded([replace(crowd, question="one")], [visit("one")])

    monkeypatch.setattr(load, "serving", nowhere)
    monkeypatch.setattr(load, "measure", measured)
    assert main([]) == status


@pytest.mark.loopback
def test_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("ASSISTANT_MODEL", "fake")
    monkeypatch.setattr(load, "SESSIONS", 3)
    assert main(["--people", "2", "--rounds", "1", "--home", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "errors: 0 of 10\n" in printed
    assert "3 sessions: each sees its own conversation and no other's\n" in printed


@pytest.mark.loopback
def test_a_server_that_does_not_start_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ASSISTANT_THRESHOLD", "high")
    with pytest.raises(RuntimeError, match="did not start"):
        main(["--home", str(tmp_path)])
