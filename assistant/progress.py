"""Progress on the terminal: bars where somebody watches, nothing where nobody does."""

from __future__ import annotations

import sys
from typing import Any


class FileProgress:
    """A progress bar over the files of a sync, on standard error, if that is a terminal."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __call__(self, done: int, total: int, name: str) -> None:
        """Told after each file: files done, files in all, the file's name."""
        from tqdm import tqdm

        if self._bar is None or self._bar.total != total:
            self._close()
            self._bar = tqdm(
                total=total, desc="Reading reports", unit="file", leave=False, disable=not sys.stderr.isatty()
            )
        self._bar.update(done - self._bar.n)
        if done >= total:
            self._close()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def say_waiting() -> None:
    """Say that another process has to finish first."""
    print("assistant: another process is changing the index; waiting for it to finish", file=sys.stderr)
