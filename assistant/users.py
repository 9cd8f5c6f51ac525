"""Who may ask: a file with a line a user, `name:hash`, that `assistant users` writes and the server reads."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkstemp
from types import MappingProxyType
from typing import Self
from unicodedata import normalize

from bcrypt import checkpw, gensalt, hashpw

from assistant.errors import UsersError

SHORTEST = 8
"""Characters that a password has at least."""

LONGEST = 72
"""Bytes that a password has at most: bcrypt reads no more, and what it does not read protects nothing."""

ROUNDS = 12
"""Of bcrypt, as a power of two: a check takes about a fifth of a second."""

NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
# A salt of 22 signs, of which the last has two bits to give; then what bcrypt made of it.
HASH = rf"\$2b\${ROUNDS}\$[./A-Za-z0-9]{{21}}[.Oeu][./A-Za-z0-9]{{31}}"
LINE = re.compile(rf"({NAME.pattern}):({HASH})")

# Checked where nobody has the name, so that the time an answer takes does not tell which names there are.
NOBODY = "$2b$12$awDKPXYGAWhtpAQeuuzVIOpIYKuJfSIxMzGeSCfgnDvTxiLI8T3cm"


@dataclass(frozen=True, slots=True)
class Users:
    """The users of a file; `hashes` is name -> bcrypt hash, never a password."""

    hashes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The users in a file.

        Raises:
            UsersError: it cannot be read, holds nobody, has a line that is none of ours (the message
                says which), or may be read or written by others than its owner and group.
        """
        try:
            with path.open("rb") as file:
                rights = os.fstat(file.fileno()).st_mode
                text = file.read().decode("utf-8", "replace")
        except FileNotFoundError as error:
            raise UsersError(f"{path} is not there; make it with: assistant users {path} add NAME") from error
        except OSError as error:
            raise UsersError(
                f"{path} cannot be read ({error.strerror or error}); check its permissions"
            ) from error
        # Where there are no such rights, as on Windows, the system makes them up.
        if os.name == "posix" and rights & (stat.S_IROTH | stat.S_IWOTH):
            raise UsersError(f"{path} may be read or written by every user of this machine; chmod 600 {path}")
        hashes = _parsed(text, path)
        if not hashes:
            raise UsersError(f"{path} holds no user; add one with: assistant users {path} add NAME")
        return cls(MappingProxyType(hashes))

    @classmethod
    def begun(cls, path: Path) -> Self:
        """As `read`, but nobody where the file is empty or not there yet."""
        return cls.read(path) if path.exists() and path.stat().st_size else cls()

    def check(self, name: str, password: str) -> bool:
        """Whether it is that user's password; takes as long where there is no such user."""
        word = _bytes(password)
        right = checkpw(word[:LONGEST], self.hashes.get(name, NOBODY).encode())
        return right and name in self.hashes and len(word) <= LONGEST

    def adding(self, name: str, password: str) -> Users:
        """These and one more; a user who is there has the new password from then on.

        Raises:
            UsersError: the name has other signs than are allowed, or the password is too short or long.
        """
        if not NAME.fullmatch(name):
            raise UsersError(
                f"{name!r} cannot be a name; use 1 to 64 letters a to z, digits, dots, hyphens or underscores"
            )
        word = _bytes(password)
        if len(normalize("NFKC", password)) < SHORTEST:
            raise UsersError(f"the password is too short; it needs {SHORTEST} characters at least")
        if len(word) > LONGEST:
            raise UsersError(
                f"the password is too long: it takes {len(word)} bytes, and bcrypt reads only the first "
                f"{LONGEST}; choose a shorter one (a letter with an accent takes 2 bytes, some signs 3 or 4)"
            )
        hashed = hashpw(word, gensalt(ROUNDS)).decode("ascii")
        return Users(MappingProxyType({**self.hashes, name: hashed}))

    def removing(self, name: str) -> Users:
        """These without one of them. Raises UsersError where there is none of that name, or no other."""
        if name not in self.hashes:
            raise UsersError(f"there is no user {name!r}; `assistant users FILE` lists them")
        if len(self.hashes) == 1:
            raise UsersError(f"{name} is the only user; add another first, or stop the server")
        return Users(MappingProxyType({key: value for key, value in self.hashes.items() if key != name}))

    def write(self, path: Path) -> None:
        """Put them in the place of what the file holds, all at once; a new file is its owner's alone.

        Raises:
            UsersError: that cannot be done; the file is as it was.
        """
        lines = "".join(f"{name}:{hashed}\n" for name, hashed in sorted(self.hashes.items()))
        try:
            _replace(path.resolve(), lines.encode("ascii"))
        except OSError as error:
            raise UsersError(
                f"{path} cannot be written ({error.strerror or error}); check the folder and its permissions"
            ) from error


def _parsed(text: str, path: Path) -> dict[str, str]:
    hashes: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        found = LINE.fullmatch(line.strip())
        # What the line says is not repeated: it may be a password that somebody put there.
        if found is None:
            raise UsersError(f"{path}, line {number} is not name:hash as `assistant users` writes it")
        name, hashed = found.groups()
        if name in hashes:
            raise UsersError(f"{path}, line {number} has {name} a second time; take one of the lines out")
        hashes[name] = hashed
    return hashes


def _bytes(password: str) -> bytes:
    """The same bytes however a keyboard puts a letter together; half a surrogate pair passes, too."""
    return normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _replace(path: Path, content: bytes) -> None:
    """Write a draft beside the file, readable by its owner alone, and put it in the file's place."""
    descriptor, draft = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
            if os.name == "posix":
                # A server that runs as another user, or in the file's group, must not lose sight of it.
                with suppress(FileNotFoundError):
                    was = path.stat()
                    os.fchown(descriptor, was.st_uid, was.st_gid)
                    os.fchmod(descriptor, was.st_mode & 0o660)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
