"""Many people at once: `python -m evals.load [--people 20] [--rounds 3] [--home FOLDER]` prints a table.

The real server runs in a process of its own over the sample corpus, and people ask it questions of the gold
set's half that may be looked at, as browsers would. They run on the machine that serves them, so that what
they cost is in the figures. Ends with 1 when anything failed or sessions were mixed, however fast.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from httpx import AsyncClient

from assistant.ui.port import address_of, claim_port
from evals.gold import INSPECTION, load_gold
from evals.load_visit import Person, Visit, browsers, held_to_answer, is_mixed

WANTED = 5.0
"""How many times as long as a lone person the last of many may wait, at most."""

SESSIONS = 200
AT_ONCE = 25
"""How many of those ask at the same time: the page's queue turns away the 101st."""

HERE = "127.0.0.1"

_ADDRESS = re.compile(r"http://\S+")


@dataclass(frozen=True, slots=True)
class Load:
    """What was measured: the questions that were asked in crowds, each by a person alone as well.

    `alone` and `crowd` are of the same questions in the same order, no two of them the same. `sessions` has
    for each of the many sessions what it asked, and what it was shown when all had asked.
    """

    people: int
    rounds: int
    alone: tuple[Visit, ...]
    crowd: tuple[Visit, ...]
    sessions: tuple[tuple[Visit, Visit], ...]

    @property
    def errors(self) -> tuple[str, ...]:
        """One line for each question that was not answered."""
        of_sessions = (visit for both in self.sessions for visit in both)
        return tuple(visit.error for visit in (*self.alone, *self.crowd, *of_sessions) if visit.error)

    @property
    def mixed(self) -> int:
        """How many, in a crowd or alone, saw another's question, or got the answer to it."""
        questions = [visit.question for visit in self.alone]
        own = {visit.question: visit.answer for visit in self.alone}
        # Several questions may have one refusal: whose it is cannot be said.
        given = Counter(own.values())
        count = 0
        for visit in (*self.alone, *self.crowd):
            others = (question for question in questions if question != visit.question)
            swapped = visit.answer != own[visit.question] and given[visit.answer] == 1
            count += is_mixed(visit, [visit.question], others) or (not visit.error and swapped)
        return count

    @property
    def changed(self) -> int:
        """How many got another answer in the crowd than alone."""
        pairs = zip(self.crowd, self.alone, strict=True)
        return sum(not (one.error or two.error) and one.answer != two.answer for one, two in pairs)

    @property
    def sessions_mixed(self) -> int:
        """How many sessions saw anything of another, or not all of their own conversation."""
        questions = [first.question for first, _ in self.sessions]
        count = 0
        for first, later in self.sessions:
            others = [question for question in questions if question != first.question]
            asked = [first.question]
            count += is_mixed(first, asked, others) or is_mixed(later, [*asked, later.question], others)
        return count

    @property
    def sound(self) -> bool:
        """Whether every question was answered, to whom it was asked by."""
        return not self.errors and not self.mixed and not self.sessions_mixed


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; gives the exit status."""
    parser = ArgumentParser(prog="python -m evals.load", description="How long people wait, many at once.")
    parser.add_argument("--people", type=_at_least_one, default=20, help="how many ask at once (20)")
    parser.add_argument("--rounds", type=_at_least_one, default=3, help="how often they do (3)")
    parser.add_argument("--home", type=Path, help="index the sample corpus there and keep it (else nowhere)")
    given = parser.parse_args(arguments)
    if given.home is not None and given.home.exists() and not given.home.is_dir():
        parser.error(f"--home {given.home} is no folder")
    # In a thread of its own: whoever calls this may have a loop that runs.
    with (
        TemporaryDirectory(prefix="load-") as kept,
        serving(given.home or Path(kept)) as address,
        ThreadPoolExecutor(1) as apart,
    ):
        asked = measure(address, questions_of_gold(), given.people, given.rounds)
        load = apart.submit(asyncio.run, asked).result()
    sys.stdout.write(table(load))
    return 0 if load.sound else 1


def questions_of_gold() -> list[str]:
    """Questions that stand by themselves, of the half of the gold set that may be looked at."""
    rows = [row for row in load_gold(INSPECTION) if row.split == "tune" and not row.turns and not row.given]
    return list(dict.fromkeys(row.question for row in rows))


def distinct(questions: Sequence[str], count: int) -> list[str]:
    """So many questions, no two the same: from the second time on a number tells them apart."""
    times = range(ceil(count / len(questions)))
    made = [f"{question} ({time + 1})" if time else question for time in times for question in questions]
    return made[:count]


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """The address of `assistant chat` over the sample corpus, indexed first where need be; stopped at last.

    Raises RuntimeError where it does not start; it has then said why.
    """
    with claim_port(HERE, 0) as listener:
        port = address_of(HERE, listener).rpartition(":")[2].strip("/")
    environment = os.environ | {"ASSISTANT_HOME": str(home.absolute()), "ASSISTANT_SAMPLE": "1"}
    command = [sys.executable, "-m", "assistant", "chat", "--host", HERE, "--port", port]
    _say("starting the server, over the sample corpus")
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            said = server.stdout.readline() if server.stdout else ""
            found = _ADDRESS.search(said)
            if found is None:
                raise RuntimeError("the server did not start")
            yield found[0]
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()


async def measure(address: str, questions: Sequence[str], people: int, rounds: int) -> Load:
    """Ask the page at `address`: crowd and lone person take turns, then come the many sessions.

    A question is asked alone after the crowd has asked it: what is remembered of it by then makes the lone
    person's time shorter, and the crowd's ratio to it larger, never smaller.
    """
    alone: list[Visit] = []
    crowd: list[Visit] = []
    wanted = distinct(questions, people * rounds)
    async with browsers(address) as client:
        # What is loaded with the first question is in no figure.
        await Person(client).ask("What is a cause of concern?")
        for number in range(rounds):
            some = wanted[number * people : (number + 1) * people]
            _say(f"round {number + 1} of {rounds}: {people} at once, then each of their questions alone")
            crowd += await _together(client, some)
            for question in some:
                alone.append(held_to_answer(await Person(client).ask(question)))
        _say(f"{SESSIONS} sessions, {AT_ONCE} at a time")
        sessions = await _sessions(client, distinct(questions, SESSIONS))
    return Load(people, rounds, tuple(alone), tuple(crowd), tuple(sessions))


async def _together(client: AsyncClient, questions: Sequence[str]) -> list[Visit]:
    """All at the same moment, each by somebody who had the page open before."""
    persons = [Person(client) for _ in questions]
    # What keeps a page from being opened is told when a question is then asked of it.
    await asyncio.gather(*(person.open() for person in persons), return_exceptions=True)
    asked = zip(persons, questions, strict=True)
    visits = await asyncio.gather(*(person.ask(question) for person, question in asked))
    return [held_to_answer(visit) for visit in visits]


async def _sessions(client: AsyncClient, questions: Sequence[str]) -> list[tuple[Visit, Visit]]:
    """One session a question, all kept open; when all were answered each sends an empty question.

    It is about who sees what, not about time: what follows an answer by itself is left out. The empty
    question costs nothing, and the page shows above what it says to it the whole conversation: the one that
    it has kept for this session.
    """
    gate = asyncio.Semaphore(AT_ONCE)

    async def ask(person: Person, question: str) -> Visit:
        async with gate:
            return await person.ask(question, further=False)

    persons = [Person(client) for _ in questions]
    asked = zip(persons, questions, strict=True)
    first = await asyncio.gather(*(ask(person, question) for person, question in asked))
    later = await asyncio.gather(*(ask(person, "") for person in persons))
    return list(zip(map(held_to_answer, first), later, strict=True))


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest of the values that at least `percent` (above 0, at most 100) of them do not exceed.

    The nearest-rank method, as `evals.intervals.percentile_of`; values may be infinite.
    """
    return sorted(values)[ceil(len(values) * percent / 100) - 1]


def table(load: Load) -> str:
    """The figures as text; a question that was not answered took infinitely long."""
    columns = [
        ([visit.first for visit in load.alone], [visit.first for visit in load.crowd]),
        ([visit.full for visit in load.alone], [visit.full for visit in load.crowd]),
    ]
    people = f"{load.people} people at once"
    rows = [
        ("a lone person, median, s", [f"{median(alone):.3f}" for alone, _ in columns]),
        (f"{people}, median, s", [f"{median(crowd):.3f}" for _, crowd in columns]),
        (f"{people}, 95th, s", [f"{percentile(crowd, 95):.3f}" for _, crowd in columns]),
        (f"{people}, worst, s", [f"{max(crowd):.3f}" for _, crowd in columns]),
        ("worst / lone", [f"{max(crowd) / median(alone):.1f}" for alone, crowd in columns]),
        ("wanted, at most", [f"{WANTED:.1f}" for _ in columns]),
    ]
    text = f"{os.cpu_count()} processors; {load.rounds} rounds, {len(load.crowd)} different questions\n\n"
    text += f"{'':36}{'first words':>14}{'full answer':>14}\n"
    text += "".join(f"{label:36}{cells[0]:>14}{cells[1]:>14}\n" for label, cells in rows)
    asked = len(load.alone) + len(load.crowd) + 2 * len(load.sessions)
    text += f"\nerrors: {len(load.errors)} of {asked}\n"
    for error in dict.fromkeys(load.errors):
        text += f"  {load.errors.count(error)} times: {error}\n"
    text += f"another answer than alone: {load.changed} of {len(load.crowd)}\n"
    apart = f"no, {load.mixed} saw what is another's" if load.mixed else "yes"
    text += f"sessions kept apart: {apart}\n"
    text += f"{len(load.sessions)} sessions: {_told(load)}\n"
    return text


def _told(load: Load) -> str:
    if load.sessions_mixed:
        return f"{load.sessions_mixed} saw another's conversation, or not all of their own"
    if any(visit.error for both in load.sessions for visit in both):
        return "not all could ask, see the errors; of the others none saw another's conversation"
    return "each sees its own conversation and no other's"


def _at_least_one(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is no number of 1 or more")


def _say(what: str) -> None:
    sys.stderr.write(f"{what} ...\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
