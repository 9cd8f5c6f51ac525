"""The process that reads files: its limits, its deaths, and what is left when it is gone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import psutil
import pytest

from corpus.errors import BrokenFile, CorpusError, EmptyFile, OutOfMemory, TooSlow, UnsupportedFormat
from corpus.read import read_report
from corpus.types import Page, Report, Section
from corpus.worker import ReaderProcess, decode_report, encode_report

ROOT = Path(__file__).resolve().parents[2]
REPORTS = sorted((ROOT / "corpus" / "reports").glob("*.md"))


@pytest.fixture
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as process:
        yield process
    assert children() == []


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text("A good file.\n\nIt has two paragraphs.")
    return path


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A file that takes far longer to read than any test waits."""
    path = tmp_path / "slow.txt"
    path.write_bytes(b"A\n" * 20_000_000)
    return path


def children() -> list[int]:
    """The processes that read files for this one; one that has ended does not count, even as a zombie."""
    found = []
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "corpus.worker" in child.cmdline():
                found.append(child.pid)
    return found


def wait_until(holds: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def test_a_report_is_the_one_read_without_a_process(reader: ReaderProcess):
    for path in REPORTS[:3]:
        assert reader.read(path, "a/key.md") == read_report(path, key="a/key.md")
    assert len(children()) == 1


def test_a_report_survives_being_written_down():
    report = Report(
        "k.pdf", "Tïtle\n\nbody \u2028", "Tïtle", "Kent Police", "", date(2024, 7, 3), True, "",
        (Section("Tïtle", 1, 0, 5), Section("", 0, 5, 9)), (Page(1, 0, 5), Page(2, 5, 9)),
    )  # fmt: skip
    for one in (report, read_report(REPORTS[0])):
        assert decode_report(json.loads(json.dumps(encode_report(one)))) == one


def test_errors_come_back_as_they_were(reader: ReaderProcess, tmp_path: Path, good: Path):
    (tmp_path / "empty.md").touch()
    with pytest.raises(EmptyFile, match="nothing in it"):
        reader.read(tmp_path / "empty.md", "empty.md")
    with pytest.raises(UnsupportedFormat, match=r"\.pdf"):
        reader.read(tmp_path / "sheet.xls", "sheet.xls")
    assert reader.read(good, "good.txt").text.startswith("A good file.")
    assert len(children()) == 1


def test_names_that_are_not_letters_are_read(reader: ReaderProcess, tmp_path: Path, good: Path):
    path = tmp_path / os.fsdecode(b"line\nbreak \xff\xe9.txt")
    path.write_bytes(good.read_bytes())
    assert reader.read(path, "key\n\udcff").key == "key\n\udcff"


def test_a_process_that_hangs_is_killed(reader: ReaderProcess, good: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("corpus.worker.MAX_SECONDS", 1)
    reader.read(good, "good.txt")
    (first,) = children()
    os.kill(first, signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(TooSlow, match="over 1 seconds"):
        reader.read(good, "good.txt")
    assert 0.9 < time.monotonic() - began < 5
    assert reader.read(good, "good.txt").key == "good.txt"
    assert children() != [first]


def test_a_file_that_takes_too_long_is_given_up(
    reader: ReaderProcess, good: Path, slow: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("corpus.worker.MAX_SECONDS", 1)
    with pytest.raises(TooSlow):
        reader.read(slow, "slow.txt")
    assert reader.read(good, "good.txt").key == "good.txt"


@pytest.mark.skipif(sys.platform != "linux", reason="the system has no limit on a process's memory")
def test_a_file_that_takes_too_much_memory_is_given_up(
    reader: ReaderProcess, good: Path, slow: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("corpus.worker.MAX_BYTES", 300_000_000)
    with pytest.raises(OutOfMemory, match="split it"):
        reader.read(slow, "slow.txt")
    assert reader.read(good, "good.txt").key == "good.txt"


@pytest.mark.parametrize(("number", "kind"), [(signal.SIGKILL, OutOfMemory), (signal.SIGSEGV, BrokenFile)])
def test_a_process_that_dies_over_a_file_is_replaced(
    reader: ReaderProcess, good: Path, slow: Path, number: signal.Signals, kind: type[CorpusError]
):
    reader.read(good, "good.txt")
    (first,) = children()
    threading.Timer(0.3, os.kill, (first, number)).start()
    with pytest.raises(kind):
        reader.read(slow, "slow.txt")
    assert reader.read(good, "good.txt").key == "good.txt"
    assert children() != [first]


def test_a_process_that_died_between_two_files_is_replaced(reader: ReaderProcess, good: Path):
    reader.read(good, "good.txt")
    (first,) = children()
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: psutil.Process(first).status() == psutil.STATUS_ZOMBIE)
    assert reader.read(good, "good.txt").key == "good.txt"


def test_what_a_library_prints_does_not_get_between(
    reader: ReaderProcess, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\n"
        "def noise(event, arguments):\n"
        "    if event == 'open' and str(arguments[0]).endswith('.txt'):\n"
        f"        os.write(1, b'{{}}\\n'); open({str(tmp_path / 'heard')!r}, 'w').close()\n"
        "sys.addaudithook(noise)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert reader.read(good, "good.txt").title == "A good file."
    assert (tmp_path / "heard").exists()


def test_a_folder_called_corpus_does_not_get_in_the_way(
    reader: ReaderProcess, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "__init__.py").write_text("raise SystemExit('the wrong corpus')")
    monkeypatch.chdir(tmp_path)
    assert reader.read(Path("good.txt"), "good.txt").title == "A good file."


def test_a_process_that_cannot_start_is_not_the_files_fault(
    reader: ReaderProcess, good: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(OSError, match="did not start"):
        reader.read(good, "good.txt")


def test_nothing_is_read_after_closing(good: Path):
    reader = ReaderProcess()
    reader.read(good, "good.txt")
    reader.close()
    assert children() == []
    with pytest.raises(ValueError, match="closed"):
        reader.read(good, "good.txt")


def test_many_files_come_in_order_with_what_went_wrong(reader: ReaderProcess, good: Path, tmp_path: Path):
    paths = [*REPORTS[:6], tmp_path / "gone.md", good, tmp_path / "a.xls", *REPORTS[6:9]]
    results = list(reader.read_many((path, path.name) for path in paths))
    assert [key for key, _ in results] == [path.name for path in paths]
    failed = {key for key, result in results if isinstance(result, CorpusError)}
    assert failed == {"gone.md", "a.xls"}
    assert all(result.key == key for key, result in results if isinstance(result, Report))
    assert list(reader.read_many([])) == []
    assert reader.read(good, "good.txt").key == "good.txt"


def test_only_a_few_files_are_read_ahead(reader: ReaderProcess, good: Path):
    asked: list[int] = []

    def items() -> Iterator[tuple[Path, str]]:
        for number in range(50):
            asked.append(number)
            yield good, str(number)

    results = reader.read_many(items())
    assert next(results)[0] == "0"
    time.sleep(0.3)
    assert asked == [0, 1, 2, 3, 4]
    assert next(results)[0] == "1"
    assert asked == [0, 1, 2, 3, 4, 5]


def test_stopping_early_ends_the_thread_and_the_process(reader: ReaderProcess, good: Path, slow: Path):
    results = reader.read_many([(good, "0"), *[(slow, str(number)) for number in range(1, 8)]])
    assert next(results)[0] == "0"
    began = time.monotonic()
    results.close()
    assert time.monotonic() - began < 2
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("reader")]
    assert children() == []


def test_closing_while_files_are_read_ends_them(good: Path, slow: Path):
    reader = ReaderProcess()
    results = reader.read_many([(slow, str(number)) for number in range(8)])
    threading.Timer(0.5, reader.close).start()
    began = time.monotonic()
    with pytest.raises(ValueError, match="closed"):
        list(results)
    assert time.monotonic() - began < 5
    assert children() == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux kills a process with its parent")
@pytest.mark.parametrize("busy", [False, True])
def test_it_dies_with_its_parent(good: Path, slow: Path, tmp_path: Path, busy: bool):
    # Without a main guard, as a user would write it.
    script = tmp_path / "script.py"
    script.write_text(
        "import time\n"
        "from pathlib import Path\n"
        "from corpus.worker import ReaderProcess\n"
        "reader = ReaderProcess()\n"
        f"reader.read(Path({str(good)!r}), 'good.txt')\n"
        "print('read', flush=True)\n"
        f"{f'reader.read(Path({str(slow)!r}), str())' if busy else 'time.sleep(60)'}\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, env=environment)
    assert parent.stdout is not None
    with parent.stdout as said:
        assert said.readline() == b"read\n"
    (child,) = psutil.Process(parent.pid).children()
    time.sleep(0.3 if busy else 0)
    parent.kill()
    parent.wait()
    assert wait_until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def test_the_parent_loads_no_readers():
    code = (
        "import sys, corpus.worker\n"
        "print(*[name for name in ('selectolax', 'markdown_it', 'yaml', 'pypdfium2') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.split() == []
