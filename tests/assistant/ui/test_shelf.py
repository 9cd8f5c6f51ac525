"""What the library does with what a browser sends, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from gradio import EventData, skip

from assistant.ui.shelf import MOST_FILES, NOT_HERE, LibraryEvents


def uploaded(folder: Path, *names: str) -> list[str]:
    paths = [folder / name for name in names]
    for path in paths:
        path.write_bytes(b"# A")
    return [str(path) for path in paths]


def test_an_upload_is_added_file_by_file_and_its_copy_is_deleted(source: Any, tmp_path: Path):
    paths = uploaded(tmp_path, "a.md", "broken.md")
    told = list(LibraryEvents(source, tmp_path).add_files(paths))
    assert "0 of 2" in told[0][1]
    assert "1 of 2: a&#46;md" in told[1][1]
    assert "1 report added&#44; 1 not added" in told[-1][1]
    assert "a&#46;md" in told[-1][0]
    assert told[-1][2] is None
    assert list(tmp_path.iterdir()) == []


def test_too_many_files_are_not_taken(source: Any, tmp_path: Path):
    paths = uploaded(tmp_path, *(f"{number}.md" for number in range(MOST_FILES + 1)))
    ((_, said, _),) = LibraryEvents(source, tmp_path).add_files(paths)
    assert f"at most {MOST_FILES}" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given", [None, []])
def test_nothing_uploaded_changes_nothing(source: Any, given: Any, tmp_path: Path):
    assert list(LibraryEvents(source, tmp_path).add_files(given)) == [(skip(), skip(), skip())]


def test_a_fault_is_told_and_kept_to_the_log(source: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr(source.library, "receive", fail)
    *_, (_, said, _) = LibraryEvents(source, tmp_path).add_files(uploaded(tmp_path, "a.md"))
    assert "Something went wrong" in said
    assert "secret" not in said


def test_where_it_is_only_to_be_read_no_event_changes_anything(source: Any, tmp_path: Path):
    events = LibraryEvents(source)
    before = source.library.entries()
    ((_, said, _),) = events.add_files(uploaded(tmp_path, "a.md"))
    assert NOT_HERE.split(";")[0] in said
    # What is not to be read is not to be deleted either.
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
    ((_, said, _),) = events.add_address("https://example.org/a")
    assert NOT_HERE.split(";")[0] in said
    assert events.remove(EventData(None, {"report": "open"})) == (skip(), skip(), skip())
    assert source.library.entries() == before


@pytest.mark.parametrize("sent", [{"report": 1}, {"report": ["open"]}, {"report": None}, {}])
def test_what_is_no_report_is_neither_read_nor_taken_out(
    source: Any, sent: dict[str, object], tmp_path: Path
):
    events = LibraryEvents(source, tmp_path)
    assert events.read(EventData(None, sent)) == skip()
    assert events.remove(EventData(None, sent)) == (skip(), skip(), skip())
    assert len(source.library.entries()) == 2


def test_a_report_that_is_gone_is_told(source: Any, tmp_path: Path):
    events = LibraryEvents(source, tmp_path)
    table, said, evidence = events.remove(EventData(None, {"report": "nobody"}))
    assert evidence == skip()
    assert "no report goes by" in said
    assert "Revisit letter" in table
    assert events.read(EventData(None, {"report": "nobody"})) == skip()


def test_the_bodies_and_kinds_to_choose_from_are_those_there_are(source: Any):
    bodies, kinds = LibraryEvents(source).choices()
    assert bodies.choices == [("Any body", ""), ("West Midlands Police", "West Midlands Police")]
    assert kinds.choices == [("Any kind", ""), ("letter", "letter")]


@pytest.mark.parametrize("address", ["", "  "])
def test_an_address_is_asked_for(source: Any, address: str, tmp_path: Path):
    ((_, said, _),) = LibraryEvents(source, tmp_path).add_address(address)
    assert "Type the address" in said


def test_a_file_that_was_not_uploaded_is_neither_read_nor_deleted(source: Any, tmp_path: Path):
    folder = tmp_path / "uploads"
    folder.mkdir()
    (own,) = uploaded(tmp_path, "own.md")
    link = folder / "link.md"
    link.symlink_to(own)
    given = [own, str(link), str(folder / ".." / "own.md"), str(folder), str(folder / "none.md")]
    assert list(LibraryEvents(source, folder).add_files(given)) == [(skip(), skip(), skip())]
    assert Path(own).read_bytes() == b"# A"
    assert len(source.library.entries()) == 2
