"""A reader that notes how long it reads: the share of a question's time that is spent in it."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from assistant.reader import Logits, Reader


class TimedReader:
    """`reader`, with the seconds of each reading in `seconds`, in order."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.seconds: list[float] = []

    @property
    def name(self) -> str:
        """See `Reader.name`."""
        return self.reader.name

    def read(self, question: str, windows: Sequence[str]) -> Logits:
        """See `Reader.read`."""
        began = perf_counter()
        logits = self.reader.read(question, windows)
        self.seconds.append(perf_counter() - began)
        return logits
