"""What people thought of answers: marks, right or wrong, kept in the home and nowhere else."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePath
from threading import Lock
from typing import Any, NamedTuple, Self

from assistant.types import Answer
from index.errors import HomeError

RIGHT, WRONG, TAKEN_BACK = "right", "wrong", ""
VERDICTS = (RIGHT, WRONG, TAKEN_BACK)
FILE = "marks.jsonl"

LONGEST_WHY = 300
"""Characters of a reason that are kept."""


class Quoted(NamedTuple):
    """What an answer quoted: the file name of the report, and characters `[start, end)` of its text."""

    report: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Mark:
    """An answer and what was thought of it.

    `turns` are the questions asked before it in the same chat, `text` is the answer as Markdown,
    `confidence` runs from 0 to 1, `mark` is one of `VERDICTS`, `time` is ISO 8601 in UTC, `why` what was said
    of the reason, "" for nothing.
    """

    question: str
    turns: tuple[str, ...]
    answered: bool
    text: str
    confidence: float
    citations: tuple[Quoted, ...]
    mark: str
    time: str
    why: str = ""

    @classmethod
    def of(cls, answer: Answer, asked: str, turns: Sequence[str], mark: str, why: str = "") -> Self:
        """The mark of an answer to `asked`, made now."""
        cited = tuple(
            Quoted(PurePath(one.path).name, one.start, one.end, one.quote) for one in answer.citations
        )
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return cls(
            " ".join(asked.split()),
            tuple(" ".join(turn.split()) for turn in turns),
            answer.answered,
            answer.text,
            answer.confidence,
            cited,
            mark,
            now,
            " ".join(why.split())[:LONGEST_WHY],
        )


class Kept(NamedTuple):
    """The marks that hold, oldest first, and how many lines of the file could not be read."""

    marks: tuple[Mark, ...]
    broken: int


class Marks:
    """The marks of one home: a line of JSON each, the later ones lower down.

    Safe for several threads and processes: a line is appended by one write, which the system does not
    mix with another's.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / FILE
        self._one_at_a_time = Lock()

    def add(self, mark: Mark) -> None:
        """Write a mark down. Raises HomeError when that cannot be done."""
        plain = asdict(mark) | {"citations": [one._asdict() for one in mark.citations]}
        # Half a surrogate pair, which a browser may send, has no bytes: a question mark then.
        line = json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        try:
            with self._one_at_a_time:
                self._append(line)
        except OSError as error:
            raise HomeError(
                f"{self.path} cannot be written ({error.strerror or error}); check the disk and permissions"
            ) from error

    def read(self) -> Kept:
        """The last mark of each question, after the same turns, less those taken back.

        Raises HomeError when the file is there but cannot be read.
        """
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            lines = []
        except OSError as error:
            raise HomeError(
                f"{self.path} cannot be read ({error.strerror or error}); check its permissions"
            ) from error
        last: dict[tuple[str, tuple[str, ...]], Mark] = {}
        broken = 0
        for line in filter(bytes.strip, lines):
            try:
                mark = _parsed(line)
            except (ValueError, TypeError, KeyError, RecursionError):
                broken += 1
                continue
            last.pop((mark.question, mark.turns), None)
            last[mark.question, mark.turns] = mark
        return Kept(tuple(mark for mark in last.values() if mark.mark != TAKEN_BACK), broken)

    def _append(self, line: bytes) -> None:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        # Nobody else's business: what was asked, and what was thought of the answer.
        opened = os.open(self.path, flags, 0o600)
        try:
            size = os.lseek(opened, 0, os.SEEK_END)
            if size:
                # A line that was cut off, by a full disk say, must not spoil the next.
                os.lseek(opened, size - 1, os.SEEK_SET)
                if os.read(opened, 1) != b"\n":
                    line = b"\n" + line
            if os.write(opened, line) < len(line):
                raise OSError("it was cut off: the disk may be full")
        finally:
            os.close(opened)


def _parsed(line: bytes) -> Mark:
    """A mark from its line. Raises one of several errors where it is none."""
    value: Any = json.loads(line.decode("utf-8"))
    if not isinstance(value, dict) or not isinstance(value.get("turns"), list):
        raise ValueError("not a mark")
    cited = tuple(Quoted(**one) for one in value.pop("citations"))
    mark = Mark(**{**value, "turns": tuple(value["turns"]), "citations": cited})
    texts = [mark.question, *mark.turns, mark.text, mark.time, mark.why]
    texts += [text for one in cited for text in (one.report, one.quote)]
    places = [place for one in cited for place in (one.start, one.end)]
    sound = (
        all(isinstance(text, str) for text in texts)
        and all(type(place) is int and place >= 0 for place in places)
        and all(one.start < one.end for one in cited)
        and type(mark.answered) is bool
        and type(mark.confidence) in (int, float)
        and mark.mark in VERDICTS
        and mark.question.strip() != ""
    )
    if not sound:
        raise ValueError("not a mark")
    return mark
