"""Files that were handed over, and lie in no folder of the user's: uploads, and what was fetched.

Each is kept in a folder of its own inside the home, named by a hash of its content. What it was called is
only ever a name there, never a path.
"""

from __future__ import annotations

import re
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from unicodedata import category, normalize

from index.errors import HomeError

RECEIVED = "received"
"""The folder in a home."""

LONGEST_NAME = 120
"""Characters of a name that are kept, its suffix among them."""

_ADDRESS = "address.txt"
_PLAIN = frozenset(" .-_()&,'+")


def keep(home: Path, name: str, data: bytes, address: str = "") -> Path:
    """Write a file that was received into a home; returns where it lies now.

    The same content again is the same file, under its first name. `address` is where it was fetched from.
    Raises HomeError where it cannot be written.
    """
    folder = home / RECEIVED / blake2b(data, digest_size=8).hexdigest()
    path = folder / plain_name(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = [one for one in folder.iterdir() if one.name not in (_ADDRESS, ".draft")]
        path = held[0] if held else path
        if address:
            (folder / _ADDRESS).write_text(address, encoding="utf-8")
        if not path.is_file() or path.read_bytes() != data:
            # A disk that is full must not leave half a file in the place of a whole one.
            draft = folder / ".draft"
            draft.write_bytes(data)
            draft.replace(path)
    except OSError as error:
        raise HomeError(f"{name!r} cannot be kept in {home} ({error.strerror}); make room there") from error
    return path


def plain_name(name: str) -> str:
    """A name for a file that is no path, is not hidden and holds no controls: "report" where nothing is left.

    The last part of what is given, be it written with / or \\, at most LONGEST_NAME characters of it.
    """
    last = PurePosixPath(normalize("NFC", name).replace("\\", "/")).name
    kept = "".join(
        letter if letter in _PLAIN or category(letter)[0] in "LN" else "_" for letter in last
    ).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    if not dot:
        stem, suffix = kept, ""
    suffix = f".{suffix}"[:12] if suffix else ""
    named = f"{stem[: LONGEST_NAME - len(suffix)].strip(' .') or 'report'}{suffix}"
    # The one other name in the folder.
    return f"report-{named}" if named == _ADDRESS else named


def address_of(home: Path, path: Path) -> str:
    """Where a file that was received into a home was fetched from; "" for any other."""
    beside = path.parent / _ADDRESS
    if not _is_received(home, path) or beside.is_symlink() or not beside.is_file():
        return ""
    try:
        address = beside.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return address if address.startswith(("http://", "https://")) and address.isprintable() else ""


def discard(home: Path, path: Path) -> None:
    """Delete a file that was received into a home, and its folder; nothing that lies anywhere else."""
    if not _is_received(home, path):
        return
    with suppress(OSError):
        path.unlink(missing_ok=True)
        (path.parent / _ADDRESS).unlink(missing_ok=True)
        path.parent.rmdir()


def _is_received(home: Path, path: Path) -> bool:
    """Whether a path is one that `keep` gives: a file in a folder named by a hash, with no way up in it."""
    folder = path.parent
    return (
        ".." not in path.parts
        and bool(re.fullmatch(r"[0-9a-f]{16}", folder.name))
        and folder.parent.absolute() == (home / RECEIVED).absolute()
        and not folder.is_symlink()
    )
