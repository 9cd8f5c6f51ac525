"""Memory is counted for whoever holds it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from evals.memory import ChildrenPeak, own_peak

MB = 10**6


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_a_child_is_counted_by_what_it_holds_itself():
    ballast = bytearray(300 * MB)
    with ChildrenPeak() as children:
        code = "import time; held = bytearray(120_000_000); time.sleep(0.5)"
        subprocess.run([sys.executable, "-c", code], check=True)
    assert own_peak() > len(ballast)
    # Between its own and that of the process that started it.
    assert 120 * MB < children.bytes < len(ballast)


def test_without_children_there_is_nothing():
    with ChildrenPeak() as children:
        pass
    assert children.bytes == 0
