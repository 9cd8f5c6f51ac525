"""Files are read in a process of their own, which is killed when one of them goes past the limits.

The process speaks lines of JSON over its standard input and output. It is not a `multiprocessing`
one: scripts that use it need no main guard, and nothing of the parent is copied into it.
"""

from __future__ import annotations

import ctypes
import faulthandler
import json
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from threading import Event, Lock, Timer
from time import sleep
from types import TracebackType
from typing import IO, Any, Self

from corpus import errors
from corpus.errors import BrokenFile, CorpusError, OutOfMemory, TooSlow
from corpus.types import Page, Report, Section

MAX_SECONDS = 20
"""Wall-clock time for one file."""

MAX_BYTES = 1_400_000_000
"""Address space of the process, so that less than 1.5 GB of it can be resident."""

READ_AHEAD = 4
"""How many reports are read before they are asked for."""

_START_SECONDS = 120
_TOO_MUCH_MEMORY = "reading it took more than 1.4 GB of memory; split it into several files"
_PR_SET_PDEATHSIG = 1


_Waiting = deque[tuple[str, Future[Report | CorpusError]]]


class ReaderProcess:
    """Reads files, one at a time, in one process that is started when first needed.

    One thread may use it; `close` may be called from any. After `close` nothing can be read.
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._in_use = Lock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, path: Path, key: str) -> Report:
        """The report in the file at `path`, known by `key`.

        Raises a `CorpusError` whose message is one line that says what to do, without the path:
        `TooSlow` or `OutOfMemory` past the limits. Raises `OSError` where the process cannot start.
        """
        return decode_report(self.ask({"path": str(path.absolute()), "key": key})["report"])

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """What the process makes of a request of values that JSON knows. Raises as `read` does."""
        with self._in_use:
            child = self._running()
            answer = self._exchange(child, json.dumps(request).encode() + b"\n", MAX_SECONDS)
        reply: dict[str, Any] = json.loads(answer)
        if "error" in reply:
            raise _error_of(*reply["error"])
        return reply

    def read_many(self, items: Iterable[tuple[Path, str]]) -> Iterator[tuple[str, Report | CorpusError]]:
        """Read files (path, key) in order; give each key with its report, or with what went wrong.

        Up to `READ_AHEAD` files are read in a thread before they are asked for. The thread and its
        process end with the iteration, however it ends. Raises `OSError` where the process cannot start.
        """
        waiting: _Waiting = deque()
        pool = ThreadPoolExecutor(1, thread_name_prefix="reader")
        try:
            for path, key in items:
                waiting.append((key, pool.submit(self._outcome, path, key)))
                if len(waiting) > READ_AHEAD:
                    yield _first(waiting)
            while waiting:
                yield _first(waiting)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            self._stop()
            # The thread may have been about to start a process when its old one was stopped.
            while not all(future.done() for _, future in waiting):
                self._stop()
                sleep(0.02)
            pool.shutdown()
            # On Linux the process dies with the thread that started it.
            self._stop()

    def close(self) -> None:
        """End the process, in the middle of a file if need be."""
        self._closed = True
        self._stop()

    def _outcome(self, path: Path, key: str) -> Report | CorpusError:
        try:
            return self.read(path, key)
        except CorpusError as error:
            return error

    def _check_open(self) -> None:
        if self._closed:
            raise ValueError("this reader of files is closed")

    def _running(self) -> subprocess.Popen[bytes]:
        self._check_open()
        if self._child is None or self._child.poll() is not None:
            self._stop()
            self._child = _start()
            try:
                self._exchange(self._child, b"", _START_SECONDS)
            except CorpusError as error:
                raise OSError("the process that reads files did not start; install it anew") from error
        return self._child

    def _exchange(self, child: subprocess.Popen[bytes], request: bytes, seconds: float) -> bytes:
        """Send a line and wait for one; a process that does not answer in time is killed."""
        assert child.stdin is not None
        assert child.stdout is not None
        expired = Event()

        def expire() -> None:
            expired.set()
            child.kill()

        timer = Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        answer = b""
        try:
            with suppress(BrokenPipeError):
                child.stdin.write(request)
                child.stdin.flush()
                answer = child.stdout.readline()
        except BaseException:
            self._stop()  # an answer still on its way would be taken for the next file's
            raise
        finally:
            timer.cancel()
        if expired.is_set():
            self._stop()
            raise TooSlow(f"reading it took over {seconds} seconds; split it or save it in a simpler form")
        if not answer.endswith(b"\n"):
            self._stop()
            self._check_open()
            raise _death(child.wait())
        return answer

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()


def _first(waiting: _Waiting) -> tuple[str, Report | CorpusError]:
    result = waiting[0][1].result()
    return waiting.popleft()[0], result


def _start() -> subprocess.Popen[bytes]:
    # The module is found by the path put here; -P keeps a folder called corpus in the current one out.
    paths = [str(Path(__file__).resolve().parent.parent), os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "corpus.worker", str(MAX_BYTES), str(MAX_SECONDS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
    )


def _death(status: int) -> CorpusError:
    # Only the system kills it otherwise: that is how it ends the lack of memory.
    if status == -getattr(signal, "SIGKILL", 9):
        return OutOfMemory("there was not enough memory to read it; close other programs or split it")
    return BrokenFile("it is damaged so that reading it fails; save it again in another program")


def _error_of(name: str, message: str) -> CorpusError:
    kind = getattr(errors, name, BrokenFile)
    return kind(message) if issubclass(kind, CorpusError) else BrokenFile(message)


def encode_report(report: Report) -> dict[str, Any]:
    """A report as values that JSON knows; the date as "2024-07-23" or None."""
    values = asdict(report)
    for name in ("published", "sent"):
        values[name] = values[name].isoformat() if values[name] else None
    if report.inspected:
        values["inspected"] = [day.isoformat() for day in report.inspected]
    return values


def decode_report(values: dict[str, Any]) -> Report:
    """The report that `encode_report` wrote."""
    return Report(
        **{
            **values,
            "published": date.fromisoformat(values["published"]) if values["published"] else None,
            "sent": date.fromisoformat(values["sent"]) if values["sent"] else None,
            "inspected": tuple(map(date.fromisoformat, values["inspected"])) if values["inspected"] else None,
            "sections": tuple(Section(**section) for section in values["sections"]),
            "pages": tuple(Page(**page) for page in values["pages"]),
        }
    )


def main() -> None:
    """The process's own side: a line in with the file to read, a line out with what came of it."""
    max_bytes, max_seconds = map(int, sys.argv[1:])
    _die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent's to answer
    # What libraries print must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    import corpus.read  # noqa: F401  # every format's library, which the parent never needs

    _limit_memory(max_bytes)
    _send(answers, {})
    for line in sys.stdin.buffer:
        request = json.loads(line)
        # Where the parent died unseen, nobody else would stop it.
        faulthandler.dump_traceback_later(2 * max_seconds, exit=True)
        try:
            _send(answers, _answer(**request))
        except MemoryError:
            _send(answers, {"error": ["OutOfMemory", _TOO_MUCH_MEMORY]})
        except CorpusError as error:
            _send(answers, {"error": [type(error).__name__, " ".join(str(error).split())]})
        except Exception as error:
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            message = f"it cannot be read ({reason}); save it again in another program"
            _send(answers, {"error": ["BrokenFile", message]})
        faulthandler.cancel_dump_traceback_later()


def _answer(path: str, **asked: Any) -> dict[str, Any]:
    """A report for a `key`; for a `page`, a `quote` and a `width`, the picture of a page."""
    from corpus.pdf_picture import draw_picture, encode_picture
    from corpus.read import read_report

    if "page" in asked:
        return {"picture": encode_picture(draw_picture(Path(path), **asked))}
    return {"report": encode_report(read_report(Path(path), **asked))}


def _send(answers: IO[bytes], reply: dict[str, Any]) -> None:
    answers.write(json.dumps(reply).encode() + b"\n")
    answers.flush()


def _die_with_parent() -> None:
    """Ask Linux to kill this process with its parent; elsewhere it ends when its input does."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _limit_memory(max_bytes: int) -> None:
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (max_bytes, max_bytes))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
