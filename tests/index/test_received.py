"""Files that were handed over: what they are called, where they lie, and how they go."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import AddressError, HomeError
from index.fetch import Fetched
from index.library import Library
from index.received import LONGEST_NAME, RECEIVED, address_of, discard, keep, plain_name

LETTER = b"""---
title: Essex letter
body: Essex Police
published: 2024-07-23
---

# Essex letter

The cause of concern on custody is closed.
"""


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("letter.pdf", "letter.pdf"),
        ("Brief für Kent (2).md", "Brief für Kent (2).md"),
        ("../../etc/passwd", "passwd"),
        ("C:\\reports\\letter.pdf", "letter.pdf"),
        ("/abs/olute.txt", "olute.txt"),
        ("..", "report"),
        ("", "report"),
        (".hidden.md", "hidden.md"),
        ("a<b>&\"c'.md", "a_b_&_c'.md"),
        ("line\nfeed\x00.md", "line_feed_.md"),
        ("\u202eexe.md", "_exe.md"),
        ("x" * 300 + ".html", "x" * 115 + ".html"),
        (".md", "md"),
        ("address.txt", "report-address.txt"),
    ],
)
def test_a_name_is_a_name_and_no_path(given: str, name: str):
    assert plain_name(given) == name


@given(st.text())
def test_whatever_it_was_called_it_stays_in_its_folder(name: str):
    plain = plain_name(name)
    assert Path(plain).name == plain
    assert 0 < len(plain) <= LONGEST_NAME + len("report-")
    assert not plain.startswith(".")


def test_the_same_content_is_the_same_file(tmp_path: Path):
    first, again = keep(tmp_path, "a.md", b"one"), keep(tmp_path, "b.md", b"one")
    other = keep(tmp_path, "a.md", b"two", "https://example.org/a")
    assert first == again
    assert other != first
    assert other.read_bytes() == b"two"
    assert (address_of(tmp_path, other), address_of(tmp_path, first)) == ("https://example.org/a", "")
    assert first.is_relative_to(tmp_path / RECEIVED)


def test_only_what_was_received_is_deleted(tmp_path: Path):
    own = tmp_path / "own" / "folder" / "a.md"
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    discard(tmp_path, own)
    assert own.exists()
    kept = keep(tmp_path, "a.md", b"one")
    discard(tmp_path, kept)
    assert not kept.parent.exists()
    discard(tmp_path, kept)


@pytest.mark.parametrize("beside", ["../../own.md", "0123456789abcdef/../../../own.md", "notahash/own.md"])
def test_no_way_up_leads_out_of_the_folder(tmp_path: Path, beside: str):
    home = tmp_path / "home"
    keep(home, "a.md", b"one")
    (home / RECEIVED / "notahash").mkdir()
    path = home / RECEIVED / beside
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine")
    discard(home, path)
    assert path.read_text() == "mine"
    assert len(list((home / RECEIVED).iterdir())) >= 2


def test_an_address_is_read_only_where_it_was_written_for_it(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text("https://example.org/secret")
    home, folder = tmp_path / "home", tmp_path / "synced" / RECEIVED / "0123456789abcdef"
    folder.mkdir(parents=True)
    (folder / "address.txt").write_text("https://example.org/a")
    assert address_of(home, folder / "r.md") == ""
    kept = keep(home, "a.md", b"one", "https://example.org/a")
    (kept.parent / "address.txt").unlink()
    (kept.parent / "address.txt").symlink_to(secret)
    assert address_of(home, kept) == ""
    (kept.parent / "address.txt").unlink()
    (kept.parent / "address.txt").write_text("javascript:alert(1)")
    assert address_of(home, kept) == ""


def test_half_a_file_never_takes_the_place_of_a_whole_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    kept = keep(tmp_path, "a.md", b"one")

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert keep(tmp_path, "a.md", b"one") == kept
    with pytest.raises(HomeError, match="No space left"):
        keep(tmp_path, "a.md", b"another")
    assert kept.read_bytes() == b"one"


def test_what_cannot_be_written_is_told(tmp_path: Path):
    (tmp_path / RECEIVED).write_text("in the way")
    with pytest.raises(HomeError, match="cannot be kept"):
        keep(tmp_path, "a.md", b"one")


def test_files_are_taken_in_and_those_that_cannot_be_read_leave_nothing(library: Library):
    seen: list[tuple[int, int, str]] = []
    stats = library.receive(
        [("../essex.md", LETTER), ("broken.pdf", b"%PDF-1.4 nothing"), ("run.exe", b"MZ")],
        lambda *told: seen.append(told),
    )
    assert stats.added == 1
    assert [name for name, _ in stats.failed] == ["broken.pdf", "run.exe"]
    (entry,) = library.entries()
    assert (entry.body, Path(entry.path).name) == ("Essex Police", "essex.md")
    assert len(seen) == 2
    assert len(list((library.home.path / RECEIVED).iterdir())) == 1
    # Nothing is left that a sync would complain of.
    assert library.sync().failed == ()
    assert library.receive([("again.md", LETTER)]).unchanged == 1


def test_what_is_taken_out_is_deleted(library: Library):
    library.receive([("essex.md", LETTER)])
    (entry,) = library.entries()
    library.remove(entry.id)
    assert library.entries() == ()
    assert list((library.home.path / RECEIVED).iterdir()) == []


def test_what_was_fetched_has_its_address(library: Library, monkeypatch: pytest.MonkeyPatch):
    fetched = Fetched("https://example.org/final", "letter.md", LETTER, "text/markdown")
    monkeypatch.setattr("index.library.fetch", lambda address: fetched)
    assert library.add_address("https://example.org/start").added == 1
    assert [entry.source for entry in library.entries()] == ["https://example.org/final"]
    assert library.sync(rebuild=True).updated == 1
    assert [entry.source for entry in library.entries()] == ["https://example.org/final"]


def test_what_was_fetched_and_cannot_be_read_is_told_by_its_address(
    library: Library, monkeypatch: pytest.MonkeyPatch
):
    fetched = Fetched("https://example.org/x", "x.pdf", b"%PDF-", "application/pdf")
    monkeypatch.setattr("index.library.fetch", lambda address: fetched)
    ((name, _),) = library.add_address("https://example.org/start").failed
    assert name == "https://example.org/start"
    assert library.entries() == ()


def test_a_private_address_is_refused(library: Library):
    with pytest.raises(AddressError):
        library.add_address("http://127.0.0.1:1/letter.md")
