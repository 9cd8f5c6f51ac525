"""Stamps: which state of the catalogue a derived index was made from, and whether its files are whole.

A derived index is trusted only if its stamp names the catalogue's generation and every stamped file
still has the size and checksum it had. The stamp is taken away before the files are changed and
written after, so that an index whose making was cut off is never trusted.
"""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path

STAMP = "stamp.json"


def write_stamp(folder: Path, generation: int, files: list[Path]) -> None:
    """Write the folder's stamp, in one step."""
    marks = {file.relative_to(folder).as_posix(): _mark(file) for file in files}
    content = json.dumps({"generation": generation, "files": marks})
    draft = folder / f"{STAMP}.{os.getpid()}"
    draft.write_text(content, encoding="utf-8")
    draft.replace(folder / STAMP)


def drop_stamp(folder: Path) -> None:
    """Take the stamp away: what is in the folder is not to be trusted until it is stamped again."""
    (folder / STAMP).unlink(missing_ok=True)


def stamped_generation(folder: Path) -> int | None:
    """The generation on the stamp; None without a stamp that can be read."""
    try:
        return int(json.loads((folder / STAMP).read_text(encoding="utf-8"))["generation"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_whole(folder: Path, generation: int) -> bool:
    """Whether the stamp names that generation and every stamped file is as it was."""
    if stamped_generation(folder) != generation:
        return False
    try:
        marks = json.loads((folder / STAMP).read_text(encoding="utf-8"))["files"]
        return all(_mark(folder / name) == list(mark) for name, mark in marks.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _mark(file: Path) -> list[int]:
    checksum = 0
    with file.open("rb") as opened:
        while block := opened.read(1 << 20):
            checksum = zlib.crc32(block, checksum)
    return [file.stat().st_size, checksum]
