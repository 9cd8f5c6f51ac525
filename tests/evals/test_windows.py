"""Quality against the number of windows read, by hand; and the reader that notes how long it reads."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.reader import FakeReader
from evals.fit import choices_of_threshold
from evals.timed import TimedReader
from evals.types import GoldRow, Graded, Span
from evals.windows import Read, table


def graded(right: float, milliseconds: float, answerable: bool = True) -> Graded:
    evidence = ((Span("a.md", 0, 5),),) if answerable else ()
    row = GoldRow("a", "Who?", "who" if answerable else "unanswerable", evidence=evidence)
    return Graded(row, None, {"closest_right": right, "right": right}, milliseconds)


def test_a_line_a_number_of_windows():
    few = Read(4, (graded(0, 10), graded(1, 30), graded(1, 20, answerable=False)), (0.004, 0.006, 0.020))
    many = Read(8, (graded(1, 50), graded(1, 60), graded(0, 70, answerable=False)), (0.040, 0.050, 0.060))
    lines = [line.split() for line in table([few, many]).splitlines()]
    # Likeliest right is of the answerable, right as a whole of all three.
    assert lines[1] == ["4", "0.50", "0.67", "6", "20"]
    assert lines[2] == ["8", "1.00", "0.67", "50", "60"]


def test_what_is_timed_is_what_is_read():
    timed = TimedReader(FakeReader())
    assert timed.read("who left", ["They left.", "It rained."]).tolist() == pytest.approx([0.0, -3.0])
    assert timed.read("who left", []).size == 0
    assert timed.name == "fake"
    assert len(timed.seconds) == 2
    assert all(0 <= seconds < 1 for seconds in timed.seconds)


def test_what_a_threshold_comes_to():
    sure = np.array([0.9, 0.7, 0.5, 0.3])
    right = np.array([True, False, True, False])
    answerable = np.array([True, False, True, True])
    lines = [line.split() for line in choices_of_threshold(sure, right, answerable).splitlines()]
    told = {line[0]: line[1:] for line in lines[1:]}
    # At 0.6 two are answered, one of them what no report answers; two of three answerable are refused.
    assert told["0.60"] == ["0.50", "0.50", "0.00", "0.67"]
    assert told["0.80"] == ["0.25", "0.00", "1.00", "0.67"]
    assert told["0.20"] == ["1.00", "0.50", "0.00", "0.00"]
