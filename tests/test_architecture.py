"""The rules of the house: which way imports go, who may import what, what is imported when, error trees."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("corpus", "index", "assistant", "evals")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))

OWNERS = {
    "chromadb": "index/store.py",
    "bm25s": "index/lexical.py",
    "filelock": "index/lock.py",
    "gradio": "assistant/ui/",
    "pypdfium2": "corpus/pdf_lines.py",
    "sentence_transformers": ("index/encode.py", "assistant/reader.py"),
}
HEAVY = ("torch", "sentence_transformers", "transformers", "chromadb", "gradio", "llama_index")


def imported(path: Path) -> Iterator[str]:
    """The full names of all modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)}:{node.lineno}: write the whole name of the module"
            yield node.module or ""


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_rooms_are_there():
    assert {path.relative_to(ROOT).parts[0] for path in FILES} == set(ROOMS)


def test_imports_go_one_way():
    wrong = []
    for path in FILES:
        # The command line is where the parts are put together.
        if place(path) == "assistant/__main__.py":
            continue
        own = ROOMS.index(path.relative_to(ROOT).parts[0])
        for name in imported(path):
            room = name.split(".")[0]
            if room in ROOMS and ROOMS.index(room) > own:
                wrong.append(f"{place(path)} imports {name}")
    assert not wrong


@pytest.mark.parametrize("vendor", OWNERS)
def test_one_place_imports_each_vendor(vendor: str):
    users = {place(path) for path in FILES if vendor in {name.split(".")[0] for name in imported(path)}}
    assert users, f"nothing imports {vendor}: is its owner still {OWNERS[vendor]}?"
    assert all(user.startswith(OWNERS[vendor]) for user in users), users


def test_the_command_line_starts_without_the_heavy_libraries():
    code = f"import sys, assistant.__main__; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.split() == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_error_tree_drawn_is_the_one_that_is(room: str):
    module = importlib.import_module(f"{room}.errors")
    drawn: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for indent, name in re.findall(r"^( *)([A-Z]\w+) {2,}\S", module.__doc__ or "", re.MULTILINE):
        while above and above[-1][0] >= len(indent):
            above.pop()
        drawn[name] = above[-1][1] if above else "Exception"
        above.append((len(indent), name))
    real = {
        name: value.__bases__[0].__name__
        for name, value in inspect.getmembers(module, inspect.isclass)
        if issubclass(value, BaseException) and value.__module__ == module.__name__
    }
    assert drawn == real


def test_errors_of_a_room_stand_in_its_own_file():
    strays = [
        f"{place(path)}: {node.name}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and path.name != "errors.py"
        and any(ast.unparse(base).endswith(("Error", "Exception")) for base in node.bases)
    ]
    assert not strays
