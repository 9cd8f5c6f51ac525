"""Nothing in the project tells of the machine it was written on, or of where packages come from."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Written so that no pattern matches its own line here.
LEAKS = {
    "a path of one machine": re.compile(r"(?<![\w./:~-])/(?:work|opt|root|home|Users|tmp|mnt|srv)/\w"),
    "the address of a package index": re.compile(
        r"pypi\.(?:org|python)|python[h]osted|download\.pytorch|registry\.npm|conda\.anaconda"
    ),
    "an option that names a package index": re.compile(r"--(?:extra-)?index[-]url|--find[-]links"),
    "a secret": re.compile(r"-----BEGIN [A-Z ]*PRIVATE|\b(?:ghp|hf|sk)_[A-Za-z0-9]{20,}"),
}


def files_of_the_project() -> list[Path]:
    """What is tracked, and what would be if all were added now."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        )
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("needs a git checkout, to know which files are the project's")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("kind", LEAKS)
def test_no_file_holds(kind: str):
    found = []
    for path in files_of_the_project():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {match[0]!r}" for match in LEAKS[kind].finditer(text)]
    assert not found


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("a path of one machine", "open('/" + "work/main/x')"),
        ("a path of one machine", "cd /" + "home/someone"),
        ("the address of a package index", "https://pypi" + ".org/simple"),
        ("an option that names a package index", "pip install --index" + "-url x"),
        ("a secret", "hf" + "_" + "a" * 30),
    ],
)
def test_the_patterns_catch(kind: str, text: str):
    assert LEAKS[kind].search(text)


@pytest.mark.parametrize(
    "text",
    ["https://example.org/home/office", "~/work/x", "a folder of work/home life", "and/or", "docs/tmp/x"],
)
def test_the_patterns_let_through(text: str):
    assert not LEAKS["a path of one machine"].search(text)
