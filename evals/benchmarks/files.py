"""Where the shared benchmarks lie, and reading their files to the letter."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from evals.errors import GoldError


def benchmark_folder(name: str) -> Path:
    """The folder of a benchmark. Raises GoldError where there is none."""
    shared = Path(os.environ.get("INSPECTION_SHARED") or "../shared").absolute()
    folder = shared / "benchmarks" / name
    if not folder.is_dir():
        raise GoldError(
            f"{folder}: the benchmark is not there; set INSPECTION_SHARED to the folder "
            f"that holds benchmarks/{name}"
        )
    return folder


def read_text(path: Path) -> str:
    """The whole file, line ends as they are. Raises GoldError where it is missing or not UTF-8."""
    try:
        written = path.read_bytes()
    except OSError as error:
        raise GoldError(f"{path}: it cannot be read ({error.strerror}); the benchmark needs it") from error
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError as error:
        line = written.count(b"\n", 0, error.start) + 1
        raise GoldError(f"{path}:{line}: not UTF-8 at byte {error.start}; fetch the file again") from error


def read_json_lines(path: Path, kinds: Mapping[str, type]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each object of a JSON Lines file, with where it stands ("dev.jsonl:3").

    Raises:
        GoldError: see `read_text`; a line is not an object with the fields of `kinds`; or there is none.
    """
    count = 0
    # Not splitlines(): it also breaks at characters that JSON allows inside a string.
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path.name}:{number}"
        yield where, fields_of(json_of(line, where), kinds, where)
        count += 1
    if not count:
        raise GoldError(f"{path}: nothing in it; fetch the file again")


def json_of(text: str, where: str) -> object:
    """The value that a text of JSON stands for. Raises GoldError naming `where`."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise GoldError(f"{where}: not valid JSON ({error})") from error
    return value


def fields_of(value: object, kinds: Mapping[str, type], where: str) -> dict[str, Any]:
    """The value as an object that has at least the fields of `kinds`, each of its kind.

    Raises GoldError naming `where`.
    """
    if not isinstance(value, dict):
        raise GoldError(f"{where}: an object with {', '.join(kinds)} is wanted here")
    for name, kind in kinds.items():
        if name not in value:
            raise GoldError(f"{where}: missing field {name}")
        # type(), since bool is an int to Python and no position to us.
        if type(value[name]) is not kind:
            raise GoldError(f"{where}: {name} must be of type {kind.__name__}")
    return value


def span_of(start: int, end: int, text: str, words: str, where: str) -> tuple[int, int]:
    """The span, if those characters of `text` are `words`. Raises GoldError naming `where` if not."""
    if not 0 <= start < end <= len(text) or text[start:end] != words:
        raise GoldError(f"{where}: {words[:40]!r} is not what stands at {start}-{end} of its text")
    return start, end
