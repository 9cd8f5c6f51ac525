"""What a home holds: the sample, folders, files; taken out, let in again, found by name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from index.encode import FakeEncoder
from index.errors import SourceError, UnknownReport
from index.home import Home
from index.library import Library, describe_corpus, sample_folder
from index.types import ReportEntry


def bodies(library: Library) -> list[str]:
    return [entry.body for entry in library.entries()]


def test_a_removed_report_stays_out_until_it_is_added(library: Library, folder: Path):
    library.sync(folder)
    assert library.remove("kent.md").body == "Kent Police"
    assert library.sync(folder).added == 0
    assert library.sync(folder, rebuild=True).updated == 2
    assert bodies(library) == ["Dorset Police", "Surrey Police"]
    assert library.home.store.in_step(library.catalogue.generation())
    assert library.add([folder / "kent.md"]).added == 1
    assert bodies(library) == ["Dorset Police", "Kent Police", "Surrey Police"]
    assert library.sync(folder).unchanged == 3


def test_a_file_of_a_folder_that_is_held_is_not_there_twice(library: Library, folder: Path):
    library.sync(folder)
    stats = library.add([folder / "kent.md", folder])
    assert (stats.added, stats.unchanged) == (0, 3)
    assert len(library.entries()) == 3
    (folder / "kent.md").unlink()
    assert library.sync().removed == 1


def test_added_files_stay_when_the_file_is_gone(library: Library, folder: Path):
    stats = library.add([folder / "kent.md", folder / "missing.md", folder / "kent.md"])
    assert stats.added == 1
    assert stats.failed == ((str(folder / "missing.md"), "there is no such file or folder; check the path"),)
    (folder / "kent.md").unlink()
    assert library.sync().failed == ()
    assert bodies(library) == ["Kent Police"]
    library.remove("kent.md")
    assert library.catalogue.entries() == library.sync().failed == ()


def test_a_folder_may_be_added_once(library: Library, folder: Path, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    stats = library.add([folder, tmp_path / "empty"])
    assert stats.added == 3
    assert stats.failed == ((str(tmp_path / "empty"), "there is no file in it that can be read"),)
    (folder / "new.md").write_text("# New\n\nIt is new.\n")
    assert library.sync().added == 0


@pytest.mark.parametrize("name", ["x" * 300 + ".md", "~nobody-of-this-name/kent.md", "a\x00b.md", ""])
def test_impossible_paths_are_told(library: Library, folder: Path, name: str):
    stats = library.add([folder / "surrey.md", Path(name or "nowhere")])
    assert (stats.added, len(stats.failed)) == (1, 1)
    with pytest.raises(UnknownReport):
        library.find(name)
    with pytest.raises(SourceError, match="there is no folder"):
        library.sync(Path(name or "nowhere"))


def test_a_report_goes_by_many_names(library: Library, folder: Path):
    library.sync(folder)
    (kent,) = [entry for entry in library.entries() if entry.body == "Kent Police"]
    for name in (kent.id, str(folder / "kent.md"), "kent.md", "KENT.MD", "kent letter", " Kent letter "):
        assert library.find(name) == kent, name


def test_names_that_fit_none_or_several_are_told(library: Library, folder: Path, letter: Callable[..., str]):
    library.sync(folder)
    for name in ("", "kent", "essex.md"):
        with pytest.raises(UnknownReport, match="`assistant reports` lists their ids"):
            library.remove(name)
    (folder / "older").mkdir()
    (folder / "older" / "kent.md").write_text(letter("Kent", "was open"))
    library.sync(folder)
    with pytest.raises(UnknownReport, match=r"2 reports go by 'kent\.md'"):
        library.remove("kent.md")
    assert library.remove("older/kent.md").key == "older/kent.md"


def test_a_missing_folder_is_told_and_a_lost_one_keeps_its_reports(
    library: Library, folder: Path, tmp_path: Path
):
    with pytest.raises(SourceError, match="there is no folder"):
        library.sync(tmp_path / "nowhere")
    library.sync(folder)
    shutil.move(folder, tmp_path / "unplugged")
    stats = library.sync()
    assert stats.removed == 0
    assert stats.failed == ((str(folder), "the folder is not there; its reports are kept"),)
    assert len(library.entries()) == 3


def test_hidden_files_and_other_kinds_are_left_alone(library: Library, folder: Path):
    (folder / ".hidden.md").write_text("# Hidden\n\nText.\n")
    (folder / ".git").mkdir()
    (folder / ".git" / "notes.md").write_text("# Hidden\n\nText.\n")
    (folder / "sheet.xlsx").write_bytes(b"PK")
    (folder / "folder.md").mkdir()
    (folder / "link.md").symlink_to(folder / "nowhere")
    assert library.sync(folder).added == 3


def test_a_link_is_read_only_where_it_stays_in_the_folder(library: Library, folder: Path, tmp_path: Path):
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret\n\nNobody else's business.\n")
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "also.md").write_text("# Also\n\nNobody else's business.\n")
    (folder / "out.md").symlink_to(secret)
    (folder / "up").symlink_to(tmp_path / "beside", target_is_directory=True)
    (folder / "circle.md").symlink_to(folder / "circle.md")
    (folder / "again.md").symlink_to(folder / "kent.md")
    assert library.sync(folder).added == 4
    assert library.add([folder]).added == 0
    assert not any("business" in library.catalogue.report(one.id).text for one in library.entries())


def test_two_folders_are_both_kept_in_step(library: Library, folder: Path, tmp_path: Path):
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    library.sync(folder)
    stats = library.sync(other)
    # The same words are embedded once, wherever they stand.
    assert (stats.added, stats.embedded) == (3, 0)
    (folder / "kent.md").unlink()
    (other / "surrey.md").unlink()
    assert library.sync(other).removed == 1
    assert library.sync().removed == 1
    assert len(library.entries()) == 4


def test_one_folder_and_nothing_else(library: Library, folder: Path, tmp_path: Path):
    assert library.only_folder(folder).added == 3
    assert library.only_folder(folder).unchanged == 3
    (tmp_path / "other").mkdir()
    with pytest.raises(SourceError, match="choose another --home"):
        library.only_folder(tmp_path / "other")


def test_the_sample_comes_and_goes(tmp_path: Path, folder: Path):
    home = Home(tmp_path / "home", FakeEncoder())
    with_sample, without = Library(home), Library(home, sample=False)
    digests = with_sample.sync_sample().added
    assert digests == len(list(sample_folder().glob("*.md"))) >= 14
    with_sample.add([folder / "kent.md"])
    removed = next(entry for entry in with_sample.entries() if entry.origin == "sample")
    with_sample.remove(removed.id)
    assert without.sync_sample().failed == ()
    assert bodies(without) == ["Kent Police"]
    assert home.store.in_step(home.catalogue.generation())
    without.sync()
    assert bodies(without) == ["Kent Police"]
    # What was removed from the sample stays out when the sample comes back.
    assert with_sample.sync_sample().added == digests - 1
    assert with_sample.sync_sample().unchanged == digests - 1
    assert with_sample.add([Path(removed.path)]).added == 1
    home.close()


def entry(body: str, origin: str, published: date | None) -> ReportEntry:
    return ReportEntry("i", "k", "p", origin, "t", body, "letter", published, False, "", 0, 1)


@pytest.mark.parametrize(
    ("entries", "line"),
    [
        ([], "There are no reports yet: add some with `assistant add FILE...`."),
        (
            [entry("Kent Police", "folder", date(2024, 7, 3))],
            "Answering from 1 report of yours, about 1 body, 2024.",
        ),
        (
            [
                entry("Kent Police", "files", date(2024, 7, 3)),
                entry("Kent Police", "folder", None),
                entry("Essex Police", "sample", date(2021, 1, 31)),
            ],
            "Answering from 1 sample digest (ours, not the inspectorate's text)"
            " and 2 reports of yours, about 2 bodies, 2021 to 2024.",
        ),
        ([entry("", "files", None)], "Answering from 1 report of yours, of unknown dates."),
    ],
)
def test_the_line_that_says_what_is_answered_from(entries: list[ReportEntry], line: str):
    assert describe_corpus(entries) == line
