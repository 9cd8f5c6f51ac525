"""What `assistant users` does: list, add and remove users; where a password comes from."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path

from assistant.errors import UsersError
from assistant.users import Users


def list_users(path: Path) -> str:
    """The names, a line each. Raises UsersError where the file cannot be used."""
    return "\n".join(sorted(Users.read(path).hashes))


def add_user(path: Path, name: str) -> str:
    """What was done: a user added, or given a new password. Raises UsersError where that cannot be."""
    # A file that cannot be used is told before a password is typed for it.
    known = name in Users.begun(path).hashes
    password = _password()
    # Read again: somebody else may have added a user meanwhile.
    Users.begun(path).adding(name, password).write(path)
    return f"{name} has a new password" if known else f"added {name}"


def remove_user(path: Path, name: str) -> str:
    """What was done. Raises UsersError where that cannot be."""
    Users.read(path).removing(name).write(path)
    return f"removed {name}"


def _password() -> str:
    """As typed twice, or the first line of standard input where that is no terminal."""
    try:
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\r\n")
        password = getpass("Password: ")
        again = getpass("The same again: ")
    except EOFError as error:
        raise UsersError("no password was given; nothing is changed") from error
    except UnicodeDecodeError as error:
        raise UsersError("the password is not UTF-8 text; nothing is changed") from error
    if password != again:
        raise UsersError("the two passwords differ; nothing is changed")
    return password
