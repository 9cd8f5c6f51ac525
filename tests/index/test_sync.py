"""Syncing: what is done again, what is left, and what is there after it was cut off."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.encode import FakeEncoder, SentenceEncoder, Vectors
from index.errors import EncoderError, FingerprintError, HomeError, IndexRoomError
from index.home import Home
from index.library import Library
from index.lock import writer_lock
from index.retrieve import PassageRetriever
from index.sync import files_in, is_in_step

Command = Callable[..., "subprocess.Popen[bytes]"]
Contents = Callable[[Path], tuple[object, ...]]


def test_an_unchanged_folder_is_not_touched(library: Library, folder: Path, encoder: FakeEncoder):
    first = library.sync(folder)
    assert (first.added, first.unchanged, first.embedded) == (3, 0, 6)
    # The passages, and the name of the matter that all three reports are about.
    assert encoder.encoded == 6 + 1
    generation = library.catalogue.generation()
    derived = {file: file.stat().st_mtime_ns for file in (library.home.path / "vectors").rglob("*")}
    again = library.sync(folder)
    assert (again.added, again.updated, again.removed, again.unchanged) == (0, 0, 0, 3)
    assert encoder.encoded == 6 + 1
    assert library.catalogue.generation() == generation
    assert derived == {file: file.stat().st_mtime_ns for file in derived}


def test_an_unchanged_sync_needs_no_lock_and_no_model(library: Library, folder: Path):
    library.sync(folder)
    with writer_lock(library.home.path):
        assert library.sync(folder).unchanged == 3
    unloadable = Home(library.home.path, library.home.encoder)
    unloadable.encoder.encode = unloadable.encoder.count_tokens = None  # type: ignore[method-assign,assignment]
    assert Library(unloadable, sample=False).sync(folder).unchanged == 3
    unloadable.close()


def test_a_file_touched_is_looked_at_but_not_read(library: Library, folder: Path, encoder: FakeEncoder):
    library.sync(folder)
    ids = library.catalogue.passage_ids()
    os.utime(folder / "kent.md", ns=(1, 1))
    assert is_in_step(library.home, [library._listing(library.catalogue.sources()[0])]) is None
    stats = library.sync(folder)
    assert (stats.updated, stats.unchanged, encoder.encoded) == (0, 3, 6 + 1)
    assert library.catalogue.passage_ids() == ids
    assert is_in_step(library.home, [library._listing(library.catalogue.sources()[0])]) is not None


def test_only_what_changed_in_a_file_is_embedded(library: Library, folder: Path, encoder: FakeEncoder):
    library.sync(folder)
    file = folder / "kent.md"
    file.write_text(file.read_text().replace("remains open", "is closed"))
    stats = library.sync(folder)
    assert (stats.updated, stats.embedded, stats.reused) == (1, 1, 1)
    assert encoder.encoded == 7 + 1
    texts = [passage.text for passage in library.catalogue.all_passages()]
    assert sum("at Kent is closed" in text for text in texts) == 1
    assert not any("at Kent remains open" in text for text in texts)


def test_a_file_that_moved_keeps_its_vectors(library: Library, folder: Path, encoder: FakeEncoder):
    library.sync(folder)
    (folder / "kent.md").rename(folder / "elsewhere.md")
    stats = library.sync(folder)
    assert (stats.added, stats.removed, stats.embedded, stats.reused) == (1, 1, 0, 2)
    assert encoder.encoded == 6 + 1
    assert {entry.key for entry in library.entries()} == {"elsewhere.md", "surrey.md", "dorset.md"}


def test_a_file_that_is_gone_goes(library: Library, folder: Path):
    library.sync(folder)
    (folder / "kent.md").unlink()
    assert library.sync(folder).removed == 1
    library.home.refresh()
    assert library.home.by_words("Kent", 5) == []
    assert {entry.body for entry in library.entries()} == {"Surrey Police", "Dorset Police"}
    assert library.home.store.in_step(library.catalogue.generation())


def test_a_broken_file_keeps_what_was_read_and_stops_nobody(
    library: Library, folder: Path, letter: Callable[..., str]
):
    library.sync(folder)
    (folder / "kent.md").write_bytes(b"\x00\x01\x02" * 50)
    (folder / "empty.md").touch()
    (folder / "new.md").write_text(letter("Essex"))
    stats = library.sync(folder)
    assert stats.added == 1
    assert [Path(path).name for path, _ in stats.failed] == ["empty.md", "kent.md"]
    assert not any("\n" in reason for _, reason in stats.failed)
    assert {entry.body for entry in library.entries()} >= {"Kent Police", "Essex Police"}
    again = library.sync(folder)
    assert again.failed == stats.failed
    (folder / "kent.md").write_text(letter("Kent", "is closed"))
    (folder / "empty.md").unlink()
    mended = library.sync(folder)
    assert (mended.updated, mended.removed, mended.failed) == (1, 1, ())


def test_a_name_that_is_no_text_is_told(library: Library, folder: Path, letter: Callable[..., str]):
    place = folder / os.fsdecode(b"caf\xe9.md")
    place.write_text(letter("Essex"))
    stats = library.sync(folder)
    assert (stats.added, stats.failed) == (3, ((str(place), "its name is not valid text; rename it"),))
    other = folder / os.fsdecode(b"\xff")
    other.mkdir()
    with pytest.raises(IndexRoomError, match="not valid text; rename it"):
        library.sync(other)


def test_files_are_found_below_and_named_by_their_place(folder: Path):
    (folder / "2024").mkdir()
    (folder / "2024" / "a.PDF").touch()
    assert list(files_in(folder)) == ["2024/a.PDF", "dorset.md", "kent.md", "surrey.md"]


def test_progress_is_told_for_each_file(library: Library, folder: Path):
    told: list[tuple[int, int]] = []
    library.progress = lambda done, total, name: told.append((done, total))
    (folder / "empty.md").touch()
    library.sync(folder)
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_files_are_listed_when_it_is_the_turn(
    library: Library, folder: Path, letter: Callable[..., str], tmp_path: Path
):
    # Another process adds a file and syncs it while this sync waits: it must not be taken for gone.
    library.sync(folder)
    (folder / "kent.md").unlink()
    waits = threading.Event()
    other = Library(Home(tmp_path / "home", FakeEncoder()), sample=False, waiting=waits.set)
    with writer_lock(tmp_path / "home"):
        thread = threading.Thread(target=other.sync, args=(folder,))
        thread.start()
        assert waits.wait(10)
        (folder / "new.md").write_text(letter("Essex"))
    thread.join()
    assert {entry.body for entry in library.entries()} == {"Essex Police", "Surrey Police", "Dorset Police"}
    other.home.close()


def test_another_model_is_refused_and_rebuilds(library: Library, folder: Path, tmp_path: Path):
    library.sync(folder)
    other = FakeEncoder(dimensions=32)
    with pytest.raises(FingerprintError, match=r"was indexed with fake-64 .* now fake-32") as told:
        Home(tmp_path / "home", other)
    assert "`assistant sync --rebuild`" in str(told.value)
    assert "ASSISTANT_MODEL" in str(told.value)
    home = Home(tmp_path / "home", other, check_fingerprint=False)
    stats = Library(home, sample=False).sync(rebuild=True)
    assert (stats.updated, stats.embedded, other.encoded) == (3, 6, 6 + 1)
    assert home.catalogue.vectors(home.catalogue.passage_ids()).shape == (6, 32)
    assert all(check.sound for check in home.doctor())
    home.close()


class Mirrored(FakeEncoder):
    """Another model of as many dimensions, that is cut off after some texts."""

    def __init__(self, texts: int) -> None:
        super().__init__()
        self.left = texts

    @property
    def name(self) -> str:
        return "mirrored"

    def encode(self, texts: Sequence[str]) -> Vectors:
        if len(texts) > self.left:
            raise KeyboardInterrupt
        self.left -= len(texts)
        return -super().encode(texts)


@pytest.mark.parametrize("texts", [0, 2, 4])
def test_a_rebuild_cut_off_leaves_no_vector_of_the_old_model(
    library: Library, folder: Path, tmp_path: Path, texts: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("index.sync.FLUSH", 1)
    library.add([folder / "kent.md", folder / "surrey.md"])
    library.sync(folder)
    PassageRetriever(library.home).find("cause of concern")
    library.home.close()
    home = Home(tmp_path / "home", Mirrored(texts), check_fingerprint=False)
    with pytest.raises(KeyboardInterrupt):
        Library(home, sample=False).sync(rebuild=True)
    home.close()
    with pytest.raises(FingerprintError):
        Home(tmp_path / "home", FakeEncoder())
    home = Home(tmp_path / "home", Mirrored(1_000))
    assert len(check_vectors(home)) == texts
    # Searching brings Chroma in step with what is there: it may not keep the old vectors either.
    found = PassageRetriever(home).find("cause of concern")
    assert len(found.hits) == texts
    assert all(cosine > 0 for _, cosine in home.nearest(found.vector, 10))
    Library(home, sample=False).sync()
    assert home.catalogue.blank_reports() == []
    assert len(check_vectors(home)) == 10
    assert all(check.sound for check in home.doctor())
    home.close()


def check_vectors(home: Home) -> list[str]:
    """The ids of the passages, each with the vector that the mirrored model makes of its text."""
    passages = list(home.catalogue.all_passages())
    texts = [f"{passage.context}\n{passage.text}" for passage in passages]
    ids = [passage.id for passage in passages]
    if ids:
        assert np.allclose(home.catalogue.vectors(ids), Mirrored(1_000).encode(texts))
    return ids


def test_a_rebuild_reaches_files_that_are_gone(library: Library, folder: Path, tmp_path: Path):
    library.add([folder / "kent.md", folder / "surrey.md"])
    (folder / "kent.md").unlink()
    (folder / "surrey.md").write_bytes(b"\x00\x01\x02" * 50)
    home = Home(tmp_path / "home", FakeEncoder(dimensions=32), check_fingerprint=False)
    stats = Library(home, sample=False).sync(rebuild=True)
    assert (stats.updated, len(stats.failed)) == (2, 1)
    assert home.catalogue.vectors(home.catalogue.passage_ids()).shape == (4, 32)
    home.close()


def test_a_file_of_no_time_is_read_again_by_a_rebuild(library: Library, folder: Path):
    os.utime(folder / "kent.md", ns=(0, 0))
    library.sync(folder)
    assert library.sync(folder, rebuild=True).updated == 3
    assert library.sync(folder).unchanged == 3
    assert all(state.digest for state in library.catalogue.files(library.catalogue.sources()[0]).values())


@pytest.mark.model
def test_a_model_that_is_not_there_costs_nothing(library: Library, folder: Path, tmp_path: Path):
    missing = SentenceEncoder("nobody/has-this-model")
    home = Home(tmp_path / "new", missing)
    with pytest.raises(EncoderError):
        Library(home, sample=False).sync(folder)
    home.close()
    home = Home(tmp_path / "new", FakeEncoder())
    assert Library(home, sample=False).sync(folder).added == 3
    home.close()
    library.sync(folder)
    home = Home(tmp_path / "home", missing, check_fingerprint=False)
    with pytest.raises(EncoderError):
        Library(home, sample=False).sync(rebuild=True)
    home.close()
    assert len(PassageRetriever(library.home).find("cause of concern").hits) == 6


def test_a_home_indexed_by_another_while_waiting_is_not_mixed(library: Library, folder: Path, tmp_path: Path):
    empty = Home(tmp_path / "home", FakeEncoder(dimensions=32))
    library.sync(folder)
    (folder / "new.md").write_text("# New\n\nIt is new.\n")
    with pytest.raises(FingerprintError):
        Library(empty, sample=False).sync(folder)
    assert library.catalogue.vectors(library.catalogue.passage_ids()).shape == (6, 64)
    empty.close()


def test_a_full_disk_is_told_and_sync_goes_on_when_there_is_space(
    tmp_path: Path, letter: Callable[..., str], contents: Contents
):
    folder, place = tmp_path / "many", tmp_path / "small"
    folder.mkdir()
    place.mkdir()
    for number in range(60):
        (folder / f"{number:02}.md").write_text(letter(f"Place{number}") * 4)
    mount = ["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        home = Home(place / "home", FakeEncoder())
        library = Library(home, sample=False)
        told = []
        for size in ("900k", "1400k", "1900k", "2400k"):
            subprocess.run(["mount", "-o", f"remount,size={size}", str(place)], check=True)
            with pytest.raises(IndexRoomError, match="run `assistant sync` again") as raised:
                library.sync(folder)
            told.append(raised.type)
            assert "\n" not in str(raised.value)
            before = len(home.catalogue.entries())
            # What is there can be searched, though Chroma may be out of step.
            assert bool(PassageRetriever(home).find("cause of concern").hits) == bool(before)
        assert HomeError in told
        subprocess.run(["mount", "-o", "remount,size=60m", str(place)], check=True)
        assert library.sync(folder).failed == ()
        assert all(check.sound for check in home.doctor())
        home.close()
        whole = Home(tmp_path / "whole", FakeEncoder())
        Library(whole, sample=False).sync(folder)
        whole.close()
        assert contents(place / "home") == contents(tmp_path / "whole")
    finally:
        subprocess.run(["umount", str(place)], check=True)


# It takes minutes while other tests keep the processors busy.
@pytest.mark.timeout(600)
def test_a_sync_killed_at_twenty_moments_ends_at_the_same_catalogue(
    tmp_path: Path, letter: Callable[..., str], command: Command, contents: Contents
):
    folder = tmp_path / "many"
    folder.mkdir()

    def write(status: str) -> None:
        for number in range(34):
            more = "".join(f"\n## Part {part}\n\nPart {part} {status}.\n" for part in range(6))
            (folder / f"{number:02}.md").write_text(letter(f"Place{number}", status) + more)

    write("is open")
    began = time.monotonic()
    assert command(tmp_path / "cut", "sync", folder).wait() == 0
    whole = time.monotonic() - began
    moments = random.Random(20)
    killed = 0
    for turn in range(20):
        # Every text is another one each time, so that there is everything to do.
        write(f"was seen in turn {turn}" if turn < 19 else "is closed")
        process = command(tmp_path / "cut", "sync", folder)
        time.sleep(moments.uniform(0.2, 0.9) * whole)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        if turn % 4 == 0:
            home = Home(tmp_path / "cut", FakeEncoder())
            assert len(PassageRetriever(home).find("cause of concern at Place7", limit=50).hits) == 8
            home.close()
    assert killed >= 10
    assert command(tmp_path / "cut", "sync", folder).wait() == 0
    assert command(tmp_path / "whole", "sync", folder).wait() == 0
    assert contents(tmp_path / "cut") == contents(tmp_path / "whole")
    home = Home(tmp_path / "cut", FakeEncoder())
    assert [check for check in home.doctor() if not check.sound] == []
    home.close()


@pytest.mark.timeout(120)
def test_four_syncs_at_once_end_whole(tmp_path: Path, folder: Path, command: Command, contents: Contents):
    processes = [command(tmp_path / "home", "sync", folder) for _ in range(4)]
    told = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0], told
    alone = Home(tmp_path / "alone", FakeEncoder())
    Library(alone, sample=False).sync(folder)
    alone.close()
    assert contents(tmp_path / "home") == contents(tmp_path / "alone")
    home = Home(tmp_path / "home", FakeEncoder())
    assert [check for check in home.doctor() if not check.sound] == []
    home.close()
