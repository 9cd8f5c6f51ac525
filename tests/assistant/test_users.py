"""The file that says who may ask: what is taken, what is refused, and the command that keeps it."""

from __future__ import annotations

import io
import os
import stat
import sys
import time
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.arguments import is_loopback, root_given
from assistant.errors import UsersError
from assistant.users import NOBODY, Users

PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def anna() -> Users:
    """One user; made once, as a hash takes its time."""
    return Users().adding("anna", PASSWORD)


@pytest.fixture
def file(tmp_path: Path, anna: Users) -> Path:
    path = tmp_path / "users"
    anna.write(path)
    return path


def typed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """Standard input that is no terminal and holds `content`."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), "utf-8"))


def test_a_user_is_known_by_name_and_password(file: Path):
    users = Users.read(file)
    assert users.check("anna", PASSWORD)
    assert not users.check("anna", "correct horse ")
    assert not users.check("Anna", PASSWORD)
    assert not users.check("nobody", PASSWORD)
    assert not users.check("anna", "")
    assert PASSWORD not in file.read_text()
    assert "$2b$" not in repr(users)


@pytest.mark.parametrize(
    ("chosen", "typed_later", "same"),
    [
        pytest.param("Füße sind groß", "Fu\u0308ße sind groß", True, id="an umlaut in one piece or two"),
        pytest.param("\uff21\uff22\uff23 12345", "ABC 12345", True, id="wide letters"),
        pytest.param("ABCDEFGH", "abcdefgh", False, id="case counts"),
    ],
)
def test_it_does_not_matter_how_a_keyboard_writes_a_letter(chosen: str, typed_later: str, same: bool):
    assert Users().adding("anna", chosen).check("anna", typed_later) is same


def test_an_unknown_name_takes_as_long(anna: Users):
    def seconds(name: str) -> float:
        start = time.thread_time()
        anna.check(name, "a wrong password")
        return time.thread_time() - start

    known, unknown = (min(seconds(name) for _ in range(3)) for name in ("anna", "nobody"))
    assert known / 2 < unknown < known * 2
    # The password of the hash that is checked instead lets nobody in, should it ever be found.
    assert not Users({"anna": NOBODY}).check("nobody", "x" * 10)


@pytest.mark.parametrize(
    ("password", "refused"),
    [
        ("1234567", "8 characters"),
        ("12345678", None),
        ("é" * 8, None),
        ("e\u0301" * 7, "8 characters"),
        ("x" * 72, None),
        ("x" * 73, "73 bytes"),
        ("é" * 37, "74 bytes"),
        ("", "8 characters"),
    ],
)
def test_a_password_has_a_length(password: str, refused: str | None):
    if refused is None:
        assert Users().adding("anna", password).check("anna", password)
    else:
        with pytest.raises(UsersError, match=refused):
            Users().adding("anna", password)


def test_what_is_beyond_72_bytes_is_not_ignored():
    users = Users().adding("anna", "x" * 72)
    assert not users.check("anna", "x" * 73)
    assert not users.check("anna", "x" * 100_000)


def test_half_a_surrogate_pair_is_a_wrong_password_and_no_fault(anna: Users):
    assert not anna.check("anna", "\ud83d" * 8)


@pytest.mark.parametrize("name", ["", "x" * 65, "an na", "anna:x", "änna", "anna\n", "../anna", "a/b"])
def test_a_name_has_few_signs(name: str):
    with pytest.raises(UsersError, match="cannot be a name"):
        Users().adding(name, PASSWORD)


@pytest.mark.parametrize("name", ["a", "x" * 64, "Anna.B-C_2"])
def test_names_that_can_be(name: str):
    assert Users().adding(name, PASSWORD).hashes.keys() == {name}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param("", "holds no user", id="empty"),
        pytest.param("\n\n", "holds no user", id="blank"),
        pytest.param("{anna}\nnonsense\n", "line 2", id="no hash"),
        pytest.param("{anna}\n\nben:hunter2hunter2\n", "line 3", id="a password instead of a hash"),
        pytest.param("{anna}:more\n", "line 1", id="more"),
        pytest.param("ben:$2b$04$" + "a" * 53, "line 1", id="a hash that is quickly guessed"),
        pytest.param("ben:$2b$12$" + "z" * 53, "line 1", id="a salt that is none"),
        pytest.param("{anna}\n{anna}\n", "line 2 has anna a second time", id="twice"),
        pytest.param("\xff\xfe\n", "line 1", id="no text"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(file: Path, content: str, told: str):
    file.write_bytes(content.replace("{anna}", file.read_text().strip()).encode("latin-1"))
    with pytest.raises(UsersError, match=told) as refused:
        Users.read(file)
    assert str(file) in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_lines_may_end_as_on_windows_and_some_may_be_blank(file: Path, anna: Users):
    file.write_text(f"\r\n{file.read_text().strip()}\r\n\r\n")
    assert Users.read(file) == anna


@pytest.mark.skipif(os.name != "posix", reason="other systems have other rights")
@pytest.mark.parametrize(
    ("mode", "taken"), [(0o600, True), (0o640, True), (0o660, True), (0o604, False), (0o602, False)]
)
def test_a_file_that_everybody_may_read_is_refused(file: Path, mode: int, taken: bool):
    file.chmod(mode)
    if taken:
        assert Users.read(file).hashes.keys() == {"anna"}
    else:
        with pytest.raises(UsersError, match=f"chmod 600 {file}"):
            Users.read(file)


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(UsersError, match=r"is not there.*assistant users"):
        Users.read(tmp_path / "users")
    with pytest.raises(UsersError, match="cannot be read"):
        Users.read(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="other systems have other rights")
def test_a_new_file_is_its_owners_alone_and_an_old_one_keeps_what_it_had(tmp_path: Path, anna: Users):
    path = tmp_path / "users"
    before = os.umask(0)
    try:
        anna.write(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    anna.write(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    path.chmod(0o666)
    anna.write(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o660


def test_a_file_is_written_whole_or_not_at_all(file: Path, anna: Users, monkeypatch: pytest.MonkeyPatch):
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    before = file.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsersError, match="No space left on device"):
        Users({**anna.hashes, "ben": NOBODY}).write(file)
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_link_stays_a_link(file: Path, anna: Users):
    link = file.with_name("link")
    link.symlink_to(file)
    Users({"ben": NOBODY}).write(link)
    assert link.is_symlink()
    assert Users.read(file).hashes.keys() == {"ben"}


def test_users_are_added_listed_and_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "users"
    for name in ("ben", "anna"):
        typed(monkeypatch, f"{PASSWORD}\nnot this line\n".encode())
        assert main(["users", str(file), "add", name]) == 0
    assert capsys.readouterr().out == "added ben\nadded anna\n"
    typed(monkeypatch, b"another horse\r\n")
    assert main(["users", str(file), "add", "anna"]) == 0
    assert capsys.readouterr().out == "anna has a new password\n"
    assert main(["users", str(file)]) == 0
    assert capsys.readouterr().out == "anna\nben\n"
    users = Users.read(file)
    assert users.check("ben", PASSWORD)
    assert users.check("anna", "another horse")
    assert not users.check("anna", PASSWORD)
    assert main(["users", str(file), "remove", "ben"]) == 0
    assert Users.read(file).hashes.keys() == {"anna"}


@pytest.mark.parametrize(
    ("arguments", "content", "told"),
    [
        pytest.param(["add", "ben"], b"", "8 characters", id="no password"),
        pytest.param(["add", "ben"], b"short\n", "8 characters", id="a short one"),
        pytest.param(["add", "ben"], b"\xff\xfe\xff\xfe\xff\xfe\xff\xfe\n", "UTF-8", id="no text"),
        pytest.param(["add", "b en"], b"correct horse\n", "cannot be a name", id="no name"),
        pytest.param(["remove", "ben"], b"", "no user 'ben'", id="nobody to remove"),
        pytest.param(["remove", "anna"], b"", "the only user", id="the last one"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(
    file: Path,
    arguments: list[str],
    content: bytes,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    before = file.read_bytes()
    typed(monkeypatch, content)
    assert main(["users", str(file), *arguments]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
    assert file.read_bytes() == before


def test_an_empty_file_can_be_added_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "users"
    file.touch(0o600)
    typed(monkeypatch, PASSWORD.encode())
    assert main(["users", str(file), "add", "anna"]) == 0
    assert Users.read(file).check("anna", PASSWORD)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("again", "status"), [(PASSWORD, 0), ("correct hose", 2), (None, 2)])
def test_at_a_terminal_the_password_is_asked_for_twice(
    file: Path,
    again: str | None,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    answers = [PASSWORD, again]

    def asked(prompt: str) -> str:
        answer = answers.pop(0)
        if answer is None:
            raise EOFError
        return answer

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("assistant.users_command.getpass", asked)
    assert main(["users", str(file), "add", "ben"]) == status
    assert ("ben" in Users.read(file).hashes) is (status == 0)
    assert PASSWORD not in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.0.2.1", "reports.example", "127.1", "::ffff:127.0.0.1"]
)
def test_a_page_for_other_machines_needs_users(host: str, own_home: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["chat", "--host", host]) == 2
    error = capsys.readouterr().err
    assert "--auth FILE" in error
    assert host in error
    assert error.count("\n") == 1
    assert not own_home.exists()


def test_a_file_of_users_that_cannot_be_used_is_told_before_anything_is_indexed(
    tmp_path: Path, own_home: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["chat", "--auth", str(tmp_path / "users")]) == 2
    assert "is not there" in capsys.readouterr().err
    assert not own_home.exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "LOCALHOST", "::1"])
def test_what_only_this_machine_reaches(host: str):
    assert is_loopback(host)


@pytest.mark.parametrize(
    ("given", "root"),
    [
        ("/reports", "/reports"),
        ("/reports/", "/reports"),
        ("/a/b.c-d_e~f", "/a/b.c-d_e~f"),
        ("https://example.org", "https://example.org"),
        ("https://Example.org:443/reports/", "https://Example.org/reports"),
        ("http://example.org:80", "http://example.org"),
        ("http://example.org:443/x", "http://example.org:443/x"),
        ("https://[2001:db8::1]:8443/reports", "https://[2001:db8::1]:8443/reports"),
        ("https://example.org/static", "https://example.org/static"),
        ("", None),
        ("/", None),
        ("reports", None),
        ("//example.org", None),
        ("/reports/../x", None),
        ("/static", None),
        ("/gradio_api/x", None),
        ("/rep orts", None),
        ("/reports?x=1", None),
        ("https://", None),
        ("https://anna@example.org/", None),
        ("https://example.org/#x", None),
        ("ftp://example.org/", None),
    ],
)
def test_where_a_proxy_may_serve_the_page(given: str, root: str | None, capsys: pytest.CaptureFixture[str]):
    if root is not None:
        assert root_given(given) == root
    else:
        with pytest.raises(SystemExit) as ended:
            main(["chat", "--root-path", given])
        assert ended.value.code == 2
        assert "https://example.org/reports" in capsys.readouterr().err
