"""Marks are written down whole, whoever writes at the same time, and read back as they hold now."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from assistant.marks import Mark, Marks, Quoted
from assistant.types import Answer, Citation, Question
from index.errors import HomeError

TEXT = "We visited. One cause remains open. It is old."
QUOTE = "One cause remains open."
MARK = Mark(
    question="What remains?",
    turns=("Which are closed?",),
    answered=True,
    text="“One cause remains open.” [1]",
    confidence=0.5,
    citations=(Quoted("letter.md", 12, 35, QUOTE),),
    mark="right",
    time="2026-01-02T03:04:05+00:00",
)


def citation(path: str) -> Citation:
    return Citation(
        number=1,
        quote=QUOTE,
        report="r1",
        title="Letter",
        body="Kent Police",
        kind="letter",
        published=None,
        published_guessed=False,
        page=None,
        heading="",
        source="",
        path=path,
        start=12,
        end=35,
        text=TEXT,
    )


def test_a_mark_holds_what_was_asked_answered_and_quoted():
    answer = Answer(Question("What remains?"), True, "text", 0.25, (citation("some/where/letter.md"),))
    mark = Mark.of(answer, " What \n remains? ", ["Which  are closed?"], "wrong")
    assert (mark.question, mark.turns) == ("What remains?", ("Which are closed?",))
    assert (mark.answered, mark.text, mark.confidence, mark.mark) == (True, "text", 0.25, "wrong")
    assert mark.citations == (("letter.md", 12, 35, QUOTE),)
    made = datetime.fromisoformat(mark.time)
    assert made.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - made) < timedelta(minutes=1)


def test_what_is_written_down_is_read_back(tmp_path: Path):
    marks = Marks(tmp_path)
    marks.add(MARK)
    marks.add(replace(MARK, question="Naïve “question”\u2028with a line separator?", citations=()))
    first, second = marks.read().marks
    assert first == MARK
    assert second.question == "Naïve “question”\u2028with a line separator?"
    lines = (tmp_path / "marks.jsonl").read_bytes().split(b"\n")
    assert len(lines) == 3
    assert lines[2] == b""
    assert json.loads(lines[0]) == {
        "question": "What remains?",
        "turns": ["Which are closed?"],
        "answered": True,
        "text": "“One cause remains open.” [1]",
        "confidence": 0.5,
        "citations": [{"report": "letter.md", "start": 12, "end": 35, "quote": QUOTE}],
        "mark": "right",
        "time": "2026-01-02T03:04:05+00:00",
        "why": "",
    }


def test_a_reason_is_kept_on_one_line_and_marks_without_one_are_read(tmp_path: Path):
    marks = Marks(tmp_path)
    marks.add(replace(MARK, why="an old letter"))
    assert [mark.why for mark in marks.read().marks] == ["an old letter"]
    plain = json.loads((tmp_path / "marks.jsonl").read_bytes())
    del plain["why"]
    (tmp_path / "marks.jsonl").write_text(json.dumps(plain))
    assert [mark.why for mark in marks.read().marks] == [""]
    answer = Answer(Question("x"), False, "", 0.1)
    assert (
        Mark.of(answer, "x", (), "wrong", " it\nis  " + "long " * 100).why == ("it is " + "long " * 100)[:300]
    )


def test_before_anything_is_marked_there_is_nothing(tmp_path: Path):
    assert Marks(tmp_path).read() == ((), 0)
    assert not (tmp_path / "marks.jsonl").exists()


def test_the_last_mark_of_a_question_after_the_same_turns_holds(tmp_path: Path):
    marks = Marks(tmp_path)
    other = replace(MARK, turns=())
    for mark in (MARK, other, replace(MARK, mark="wrong")):
        marks.add(mark)
    assert marks.read().marks == (other, replace(MARK, mark="wrong"))
    marks.add(replace(other, mark=""))
    assert marks.read().marks == (replace(MARK, mark="wrong"),)
    marks.add(other)
    assert marks.read().marks == (replace(MARK, mark="wrong"), other)


def broken(**changed: object) -> bytes:
    plain = {
        **{name: getattr(MARK, name) for name in MARK.__dataclass_fields__},
        "citations": [one._asdict() for one in MARK.citations],
        **changed,
    }
    return json.dumps({name: value for name, value in plain.items() if value is not ...}).encode()


BROKEN = {
    "no JSON": b'{"question": "What',
    "no object": b"[1, 2]",
    "no UTF-8": b'{"question": "\xff"}',
    "nested too deep": b"[" * 100_000,
    "unknown field": broken(more=1),
    "field missing": broken(confidence=...),
    "turns is a text": broken(turns="before"),
    "turns of numbers": broken(turns=[1]),
    "unknown verdict": broken(mark="superb"),
    "question is no text": broken(question=3),
    "question is empty": broken(question=" "),
    "answered is a number": broken(answered=1),
    "confidence is a text": broken(confidence="high"),
    "citation without its place": broken(citations=[{"report": "a.md", "quote": "b"}]),
    "citation is a list": broken(citations=[["a.md", 0, 1, "b"]]),
    "citation is turned round": broken(citations=[{"report": "a", "start": 5, "end": 2, "quote": "b"}]),
    "citation before the text": broken(citations=[{"report": "a", "start": -5, "end": 2, "quote": "b"}]),
}


def test_the_lines_that_these_are_broken_from_are_sound(tmp_path: Path):
    (tmp_path / "marks.jsonl").write_bytes(broken() + b"\n")
    assert Marks(tmp_path).read() == ((MARK,), 0)


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_passed_over_and_counted(tmp_path: Path, line: bytes):
    marks = Marks(tmp_path)
    marks.add(MARK)
    with marks.path.open("ab") as file:
        file.write(line + b"\n\n")
    marks.add(replace(MARK, question="And then?"))
    kept = marks.read()
    assert [mark.question for mark in kept.marks] == ["What remains?", "And then?"]
    assert kept.broken == 1


def test_a_line_that_was_cut_off_does_not_spoil_the_next(tmp_path: Path):
    marks = Marks(tmp_path)
    marks.add(MARK)
    whole = marks.path.read_bytes()
    marks.path.write_bytes(whole + whole[:40])
    marks.add(replace(MARK, question="And then?"))
    kept = marks.read()
    assert [mark.question for mark in kept.marks] == ["What remains?", "And then?"]
    assert kept.broken == 1


def test_half_a_letter_is_no_reason_to_lose_a_mark(tmp_path: Path):
    marks = Marks(tmp_path)
    marks.add(replace(MARK, question="What \ud83d?"))
    assert [mark.question for mark in marks.read().marks] == ["What ??"]


def test_threads_do_not_mix_their_lines(tmp_path: Path):
    long = "x" * 20_000

    def write(writer: int) -> None:
        marks = Marks(tmp_path)
        for number in range(25):
            marks.add(replace(MARK, question=f"{writer}-{number}", text=long))

    writers = [Thread(target=write, args=(writer,)) for writer in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    kept = Marks(tmp_path).read()
    assert (len(kept.marks), kept.broken) == (200, 0)


WRITING = """
import sys
from dataclasses import replace
from pathlib import Path
from assistant.marks import Mark, Marks
marks = Marks(Path(sys.argv[1]))
mark = Mark("", (), True, "x" * 20_000, 0.5, (), "right", "")
for number in range(100):
    marks.add(replace(mark, question=f"{sys.argv[2]}-{number}"))
"""


def test_processes_do_not_mix_their_lines(tmp_path: Path):
    running = [
        subprocess.Popen([sys.executable, "-c", WRITING, str(tmp_path), str(writer)]) for writer in range(3)
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    kept = Marks(tmp_path).read()
    assert (len(kept.marks), kept.broken) == (300, 0)


def test_only_the_owner_may_read_them(tmp_path: Path):
    if os.name == "nt":
        pytest.skip("needs permissions as POSIX has them")
    Marks(tmp_path).add(MARK)
    assert (tmp_path / "marks.jsonl").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("what", ["no folder", "a folder in its place"])
def test_what_cannot_be_written_is_told_in_one_line(tmp_path: Path, what: str):
    home = tmp_path / "home"
    if what == "a folder in its place":
        (home / "marks.jsonl").mkdir(parents=True)
    with pytest.raises(HomeError, match=r"marks\.jsonl cannot be written \(.+\); check the disk") as told:
        Marks(home).add(MARK)
    assert "\n" not in str(told.value)


def test_a_write_that_is_cut_short_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda opened, line: real(opened, line[:10]))
    with pytest.raises(HomeError, match="cut off"):
        Marks(tmp_path).add(MARK)


def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path):
    (tmp_path / "marks.jsonl").mkdir()
    with pytest.raises(HomeError, match=r"marks\.jsonl cannot be read \(.+\); check its permissions"):
        Marks(tmp_path).read()
