"""A home: damage is mended without encoding, others' changes are seen, what goes wrong is told in a line."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import pytest

from index.encode import FakeEncoder
from index.errors import FingerprintError, HomeError, Locked
from index.home import Home
from index.library import Library
from index.lock import writer_lock
from index.retrieve import PassageRetriever
from index.types import Check


def searched(home: Home) -> tuple[list[str], list[float], list[tuple[str, float]]]:
    """What three searches give: the nearest, how near, and by words."""
    vector = FakeEncoder().encode(["cause of concern at Surrey"])[0]
    with home.catalogue.snapshot():
        home.refresh()
        near = home.nearest(vector, 6)
        return [one for one, _ in near], [cosine for _, cosine in near], home.by_words("Surrey open", 3)


def spoil(home: Path, damage: str) -> None:
    """Damage everything that is derived, as a full disk or a careless hand does."""
    if damage == "removed":
        shutil.rmtree(home / "vectors")
        shutil.rmtree(home / "words")
        return
    for file in [*(home / "vectors").rglob("*"), *(home / "words").rglob("*")]:
        if damage == "unstamped" and file.name == "stamp.json":
            file.unlink()
        elif file.is_file() and damage in {"cut", "flipped"}:
            content = bytearray(file.read_bytes())
            if damage == "cut":
                del content[len(content) // 2 :]
            for place in range(7, len(content), 1_000) if damage == "flipped" else ():
                content[place] ^= 0x11
            file.write_bytes(content)


DAMAGES = ["removed", "cut", "flipped", "unstamped"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_derived_is_made_again_without_encoding(
    library: Library, folder: Path, tmp_path: Path, damage: str
):
    library.sync(folder)
    ids, cosines, words = searched(library.home)
    library.home.close()
    spoil(tmp_path / "home", damage)
    encoder = FakeEncoder()
    home = Home(tmp_path / "home", encoder)
    assert searched(home)[0] == ids
    assert np.allclose(searched(home)[1], cosines, atol=1e-5)
    assert searched(home)[2] == words
    assert home.store.in_step(home.catalogue.generation())
    assert encoder.encoded == 0
    assert [check for check in home.doctor() if not check.sound] == []
    home.close()


@pytest.mark.parametrize("damage", DAMAGES)
def test_doctor_says_what_it_found_and_mends_it(library: Library, folder: Path, tmp_path: Path, damage: str):
    library.sync(folder)
    before = searched(library.home)
    assert [check.name for check in library.home.doctor()] == [
        "catalogue",
        "vectors (Chroma)",
        "words (BM25)",
        "every passage finds itself",
    ]
    assert all(check.sound for check in library.home.doctor())
    spoil(tmp_path / "home", damage)
    catalogue, vectors, words, found = library.home.doctor()
    assert catalogue == Check("catalogue", True, "ok")
    assert (vectors.sound, vectors.mended) == (words.sound, words.mended) == (False, True)
    assert found == Check("every passage finds itself", True, "6 of 6")
    assert all(check.sound for check in library.home.doctor())
    after = searched(library.home)
    assert (after[0], after[2]) == (before[0], before[2])


def test_doctor_brings_back_a_passage_out_of_reach(library: Library, folder: Path):
    library.sync(folder)
    home = library.home
    generation, ids = home.catalogue.generation(), home.catalogue.passage_ids()
    home.store.forget()
    home.store.bring_in_step(generation, ids[:-1], home.catalogue.vectors)
    *_, found = home.doctor()
    assert found == Check("every passage finds itself", False, "5 of 6; made anew, 6 of 6", mended=True)
    assert all(check.sound for check in home.doctor())


def test_doctor_tells_of_a_damaged_catalogue(library: Library, folder: Path, tmp_path: Path):
    for number in range(9):
        (folder / f"{number}.txt").write_text(f"The force has {number} officers. " * 200)
    library.sync(folder)
    library.home.close()
    place = tmp_path / "home" / "catalogue.sqlite"
    content = place.read_bytes()
    middle = len(content) // 2
    place.write_bytes(content[:middle] + bytes(8_192) + content[middle + 8_192 :])
    home = Home(tmp_path / "home", FakeEncoder())
    (check,) = home.doctor()
    assert not check.sound
    assert not check.mended
    assert "move" in check.detail
    assert "assistant sync" in check.detail
    home.close()


def test_a_home_in_the_way_of_a_file_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    for place in (tmp_path / "file", tmp_path / "file" / "home"):
        with pytest.raises(HomeError, match="choose another with --home") as told:
            Home(place, FakeEncoder())
        assert "\n" not in str(told.value)


def test_a_damaged_home_is_told_by_the_command(
    tmp_path: Path, command: Callable[..., subprocess.Popen[bytes]]
):
    (tmp_path / "catalogue.sqlite").write_bytes(b"not a database" * 400)
    process = command(tmp_path, "reports")
    said, told = process.communicate()
    assert (process.returncode, said) == (2, b"")
    assert told.count(b"\n") == 1
    assert b"it is damaged; move it away and run `assistant sync`" in told


def test_a_home_that_cannot_be_written_is_told(library: Library, folder: Path, tmp_path: Path):
    library.sync(folder)
    library.home.close()
    place = tmp_path / "home"
    mounted = subprocess.run(
        ["mount", "--bind", "-o", "ro", place, place], capture_output=True, check=False
    ).returncode
    if mounted:
        pytest.skip("needs the right to mount a folder read-only")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", place], check=True)
        (folder / "new.md").write_text("# Essex\n\nIt is closed.\n")
        with pytest.raises(HomeError, match="choose another folder with --home") as told:
            Library(Home(place, FakeEncoder()), sample=False).sync(folder)
        assert "\n" not in str(told.value)
    finally:
        subprocess.run(["umount", place], check=True)


def test_the_lock_is_released_when_its_holder_is_killed(tmp_path: Path):
    code = (
        "import sys, time; from pathlib import Path; from index.lock import writer_lock\n"
        "with writer_lock(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    with holder.stdout as said:
        assert said.readline() == b"held\n"
    told = threading.Event()
    with pytest.raises(Locked, match="another process is changing"), writer_lock(tmp_path, wait=0):
        pass
    with pytest.raises(Locked), writer_lock(tmp_path, wait=0.2, waiting=told.set):
        pass
    assert told.is_set()
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with writer_lock(tmp_path, wait=0):
        pass


def test_a_lock_that_cannot_be_written_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(HomeError, match="choose another folder"), writer_lock(tmp_path / "file"):
        pass


def test_while_a_sync_goes_on_answers_come_from_the_catalogue_and_then_from_chroma(
    library: Library, folder: Path, letter: Callable[..., str], monkeypatch: pytest.MonkeyPatch
):
    library.sync(folder)
    reading = Home(library.home.path, FakeEncoder())
    retriever = PassageRetriever(reading)
    from_chroma = count_searches(reading, monkeypatch)
    assert len(retriever.find("cause of concern").hits) == 6
    assert from_chroma == [6]
    (folder / "kent.md").write_text(letter("Kent", "has been closed"))
    bring_in_step = library.home.bring_in_step

    def ask_first(generation: int) -> str:
        # The catalogue has changed, what is derived from it has not, and the lock is held.
        for _ in range(2):
            texts = [hit.passage.text for hit in retriever.find("cause of concern").hits]
            assert any("at Kent has been closed" in text for text in texts)
            assert len(texts) == 6
        return bring_in_step(generation)

    monkeypatch.setattr(library.home, "bring_in_step", ask_first)
    library.sync(folder)
    assert from_chroma == [6]
    retriever.find("cause of concern")
    assert from_chroma == [6, 6]
    assert reading.by_words("closed", 5)
    reading.close()


def count_searches(home: Home, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many passages each search through Chroma gave, as they are made."""
    counts: list[int] = []
    search = home.store.search

    def counted(vector: object, limit: int) -> object:
        found = search(vector, limit)
        counts.append(len(found))
        return found

    monkeypatch.setattr(home.store, "search", counted)
    return counts


def test_a_home_indexed_again_with_another_model_is_not_searched(
    library: Library, folder: Path, tmp_path: Path
):
    library.sync(folder)
    retriever = PassageRetriever(library.home)
    assert retriever.find("cause of concern").hits
    other = Home(tmp_path / "home", FakeEncoder(dimensions=32), check_fingerprint=False)
    Library(other, sample=False).sync(rebuild=True)
    with pytest.raises(FingerprintError, match=r"fake-32 .* fake-64 .* sync --rebuild"):
        retriever.find("cause of concern")
    (folder / "kent.md").write_text("# Kent\n\nIt is new.\n")
    with pytest.raises(FingerprintError):
        library.sync(folder)
    assert len(PassageRetriever(other).find("cause of concern").hits) == 6
    other.close()


def test_two_in_one_process_go_on_beside_each_other(
    library: Library, folder: Path, letter: Callable[..., str]
):
    other = Library(Home(library.home.path, FakeEncoder()), sample=False)
    library.sync(folder)
    retrievers = [PassageRetriever(one.home) for one in (library, other)]
    for number, writer in enumerate((library, other, library)):
        (folder / "kent.md").write_text(letter("Kent", f"was read {number} times"))
        writer.sync(folder)
        for retriever in retrievers:
            texts = [hit.passage.text for hit in retriever.find("cause of concern").hits]
            assert sum(f"was read {number} times" in text for text in texts) == 1
            assert len(texts) == 6
    other.home.close()
    assert len(retrievers[0].find("cause of concern").hits) == 6


def test_opening_and_closing_leaves_no_file_open(library: Library, folder: Path):
    library.sync(folder)
    process = psutil.Process()
    counts = []
    for _ in range(8):
        home = Home(library.home.path, FakeEncoder())
        PassageRetriever(home).find("cause of concern")
        home.close()
        for wrong in (FakeEncoder(dimensions=8), FakeEncoder(dimensions=16)):
            with pytest.raises(FingerprintError):
                Home(library.home.path, wrong)
        counts.append(process.num_fds())
    # Chroma closes some a moment later: one more or less is no leak, one more each time is.
    assert min(counts[4:]) <= min(counts[:4]), counts
