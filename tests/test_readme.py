"""The Python examples of the README run as they stand there, one after the other."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "folder/of/reports"
"""The folder that the examples name."""


@pytest.mark.model
def test_the_examples_of_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    blocks = re.findall(
        r"^```python\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S
    )
    assert blocks, "the README has no Python example"
    (tmp_path / FOLDER).mkdir(parents=True)
    for report in (ROOT / "corpus" / "reports").glob("west-midlands-police-*.md"):
        shutil.copy(report, tmp_path / FOLDER)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for number, block in enumerate(blocks, start=1):
        exec(compile(block, f"README.md, example {number}", "exec"), names)
