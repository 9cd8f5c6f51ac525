"""The most memory that this process and its children held."""

from __future__ import annotations

import os
import re
import resource
import sys
from pathlib import Path
from threading import Event, Thread
from typing import Self

EVERY = 0.05
"""Seconds between two looks at the children."""


def own_peak() -> int:
    """The most memory this process has held so far, in bytes."""
    counted = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return counted if sys.platform == "darwin" else counted * 1024


class ChildrenPeak:
    """While open, watches the children of this process, and theirs: `bytes` is the most that one held.

    `getrusage(RUSAGE_CHILDREN)` does not serve on Linux: a child begins there with the peak of the
    process that forked it, even once it runs another program. Where there is no /proc, its figure is taken.
    """

    def __init__(self) -> None:
        self.bytes = 0
        self._done = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._done.set()
        self._thread.join()
        if not Path("/proc/self/status").exists():
            self.bytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

    def _watch(self) -> None:
        while not self._done.wait(EVERY):
            for child in _below(os.getpid()):
                self.bytes = max(self.bytes, _peak_of(child))


def _below(process: int) -> list[int]:
    """The children of a process, and theirs."""
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, _read(task).split()):
            found += [child, *_below(child)]
    return found


def _peak_of(process: int) -> int:
    """The most memory a process has held since it began to run its program, in bytes; 0 if it is gone."""
    mark = re.search(r"^VmHWM:\s+(\d+) kB", _read(Path(f"/proc/{process}/status")), re.MULTILINE)
    return int(mark[1]) * 1024 if mark else 0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process has ended since it was listed
        return ""
