"""Syncing: what is done again, what is left, and what is there after it was cut off."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.catalogue import Catalogue
from index.encode import FakeEncoder
from index.errors import FingerprintError, HomeError, SourceError
from index.home import Home
from index.library import Library

TEXT = """---
title: {name} letter
body: {name} Police
kind: letter
published: 2024-07-23
---

# {name} letter

## Background

Inspectors went to {name} in May. They raised a cause of concern about investigations.

## Status

The cause of concern at {name} remains open. It will be looked at again later in the year.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "reports"
    place.mkdir()
    for name in ("Kent", "Surrey", "Dorset"):
        (place / f"{name.lower()}.md").write_text(TEXT.format(name=name))
    return place


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def library(tmp_path: Path, encoder: FakeEncoder) -> Iterator[Library]:
    home = Home(tmp_path / "home", encoder)
    yield Library(home, sample=False)
    home.close()


def state(home: Path) -> tuple[object, ...]:
    """Everything that a sync is to arrive at; a modification time is not part of it."""
    catalogue = Catalogue(home / "catalogue.sqlite")
    try:
        ids = catalogue.passage_ids()
        passages = catalogue.passages(ids)
        files = {
            source.path: {key: (f.digest, f.report_id, f.error) for key, f in catalogue.files(source).items()}
            for source in catalogue.sources()
        }
        return (
            catalogue.entries(),
            tuple(catalogue.report(entry.id) for entry in catalogue.entries()),
            tuple(passages[one] for one in ids),
            catalogue.vectors(ids).tobytes(),
            files,
        )
    finally:
        catalogue.close()


def test_an_unchanged_folder_is_not_embedded_again(library: Library, folder: Path, encoder: FakeEncoder):
    first = library.sync(folder)
    assert (first.added, first.unchanged) == (3, 0)
    made = encoder.encoded
    assert made == first.embedded > 0
    generation = library.catalogue.generation()
    again = library.sync(folder)
    assert (again.added, again.updated, again.removed, again.unchanged) == (0, 0, 0, 3)
    assert encoder.encoded == made
    assert library.catalogue.generation() == generation


def test_only_what_changed_in_a_file_is_embedded(library: Library, folder: Path, encoder: FakeEncoder):
    library.sync(folder)
    made = encoder.encoded
    file = folder / "kent.md"
    file.write_text(file.read_text().replace("remains open", "is closed"))
    stats = library.sync(folder)
    assert (stats.updated, stats.embedded, stats.reused) == (1, 1, 1)
    assert encoder.encoded == made + 1
    texts = [passage.text for passage in library.catalogue.all_passages()]
    assert sum("at Kent is closed" in text for text in texts) == 1
    assert not any("at Kent remains open" in text for text in texts)


def test_a_file_that_moved_keeps_its_vectors(library: Library, folder: Path, encoder: FakeEncoder):
    library.sync(folder)
    made = encoder.encoded
    (folder / "kent.md").rename(folder / "elsewhere.md")
    stats = library.sync(folder)
    assert (stats.added, stats.removed, stats.embedded) == (1, 1, 0)
    assert encoder.encoded == made
    assert {entry.key for entry in library.entries()} == {"elsewhere.md", "surrey.md", "dorset.md"}


def test_a_file_that_is_gone_goes(library: Library, folder: Path):
    library.sync(folder)
    (folder / "kent.md").unlink()
    assert library.sync(folder).removed == 1
    library.home.refresh()
    assert library.home.by_words("Kent", 5) == []
    assert {entry.body for entry in library.entries()} == {"Surrey Police", "Dorset Police"}


def test_a_broken_file_keeps_what_was_read_and_stops_nobody(library: Library, folder: Path):
    library.sync(folder)
    (folder / "kent.md").write_bytes(b"\x00\x01\x02" * 50)
    (folder / "new.md").write_text(TEXT.format(name="Essex"))
    stats = library.sync(folder)
    assert (stats.added, len(stats.failed)) == (1, 1)
    path, reason = stats.failed[0]
    assert path.endswith("kent.md")
    assert "\n" not in reason
    assert {entry.body for entry in library.entries()} >= {"Kent Police", "Essex Police"}
    assert len(library.sync(folder).failed) == 1


def test_a_removed_report_stays_out_until_it_is_added(library: Library, folder: Path):
    library.sync(folder)
    assert library.remove("kent.md").body == "Kent Police"
    library.sync(folder)
    assert len(library.entries()) == 2
    assert library.add([folder / "kent.md"]).added == 1
    assert len(library.entries()) == 3


def test_added_files_stay_when_the_file_is_gone(library: Library, folder: Path):
    library.add([folder / "kent.md", folder / "missing.md"])
    (folder / "kent.md").unlink()
    library.sync()
    assert [entry.body for entry in library.entries()] == ["Kent Police"]


def test_a_missing_folder_is_told(library: Library, tmp_path: Path):
    with pytest.raises(SourceError, match="there is no folder"):
        library.sync(tmp_path / "nowhere")


def test_another_model_is_refused_and_rebuilds(library: Library, folder: Path, tmp_path: Path):
    library.sync(folder)
    other = FakeEncoder(dimensions=32)
    with pytest.raises(FingerprintError, match="sync --rebuild"):
        Home(tmp_path / "home", other)
    home = Home(tmp_path / "home", other, check_fingerprint=False)
    stats = Library(home, sample=False).sync(rebuild=True)
    assert stats.embedded == other.encoded == len(home.catalogue.passage_ids())
    assert home.catalogue.vectors(home.catalogue.passage_ids()).shape[1] == 32
    home.close()


def test_a_rebuild_cut_off_leaves_no_vector_of_the_old_model(library: Library, folder: Path, tmp_path: Path):
    library.add([folder / "kent.md", folder / "surrey.md"])
    (folder / "kent.md").unlink()

    class Failing(FakeEncoder):
        def encode(self, texts):
            raise KeyboardInterrupt

    home = Home(tmp_path / "home", Failing(dimensions=32), check_fingerprint=False)
    with pytest.raises(KeyboardInterrupt):
        Library(home, sample=False).sync(rebuild=True)
    home.close()
    home = Home(tmp_path / "home", FakeEncoder(dimensions=32))
    assert home.catalogue.passage_ids() == []
    Library(home, sample=False).sync()
    assert {entry.body for entry in home.catalogue.entries()} == {"Kent Police", "Surrey Police"}
    assert home.catalogue.vectors(home.catalogue.passage_ids()).shape[1] == 32
    assert home.catalogue.blank_reports() == []
    home.close()


@pytest.mark.parametrize("damage", ["cut", "flip", "remove", "stamp"])
def test_a_spoiled_index_is_made_again_without_embedding(
    library: Library, folder: Path, tmp_path: Path, damage: str
):
    library.sync(folder)
    library.home.refresh()
    vector = library.home.encoder.encode(["cause of concern at Surrey"])[0]
    expected = library.home.nearest(vector, 6)
    library.home.close()
    spoil(tmp_path / "home", damage)
    encoder = FakeEncoder()
    home = Home(tmp_path / "home", encoder)
    home.refresh()
    assert [one for one, _ in home.nearest(vector, 6)] == [one for one, _ in expected]
    scores = [score for _, score in home.nearest(vector, 6)]
    assert np.allclose(scores, [score for _, score in expected], atol=1e-5)
    assert home.by_words("Surrey", 3)
    assert encoder.encoded == 0
    assert [check for check in home.doctor() if not check.sound] == []
    home.close()


def spoil(home: Path, damage: str) -> None:
    """Damage the derived files, as a full disk or a careless hand does."""
    if damage == "remove":
        shutil.rmtree(home / "vectors")
        shutil.rmtree(home / "words")
        return
    files = [file for file in (home / "vectors").rglob("*") if file.is_file()]
    files += [file for file in (home / "words").rglob("*") if file.is_file()]
    for file in files:
        content = bytearray(file.read_bytes())
        if damage == "stamp":
            if file.name == "stamp.json":
                file.unlink()
        elif damage == "cut":
            file.write_bytes(content[: len(content) // 2])
        elif file.name != "chroma.sqlite3" and content:
            content[len(content) // 2] ^= 0xFF
            file.write_bytes(content)


def test_a_catalogue_that_is_no_database_is_told(tmp_path: Path):
    (tmp_path / "catalogue.sqlite").write_bytes(b"not a database" * 400)
    with pytest.raises(HomeError, match="damaged") as told:
        Home(tmp_path, FakeEncoder())
    assert "\n" not in str(told.value)


def test_a_home_that_cannot_be_made_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(HomeError, match="choose another"):
        Home(tmp_path / "file" / "home", FakeEncoder())


def run_sync(home: Path, folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "ASSISTANT_MODEL": "fake", "ASSISTANT_SAMPLE": "0"}
    return subprocess.Popen(
        [sys.executable, "-m", "assistant", "--home", str(home), "sync", str(folder)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.timeout(240)
def test_a_sync_killed_at_twenty_moments_ends_at_the_same_catalogue(tmp_path: Path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.md").write_text(TEXT.format(name=f"Place{number}") * 3)
    began = time.monotonic()
    assert run_sync(tmp_path / "whole", folder).wait() == 0
    whole = time.monotonic() - began
    moments = random.Random(20)
    killed = 0
    for _ in range(80):
        process = run_sync(tmp_path / "cut", folder)
        try:
            process.wait(moments.uniform(0.1, whole))
            # It got to its end: cut off the making of a new home instead.
            shutil.rmtree(tmp_path / "cut")
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
        if killed == 20:
            break
    assert killed == 20
    assert run_sync(tmp_path / "cut", folder).wait() == 0
    assert state(tmp_path / "cut") == state(tmp_path / "whole")
    home = Home(tmp_path / "cut", FakeEncoder())
    assert [check for check in home.doctor() if not check.sound] == []
    home.close()


@pytest.mark.timeout(120)
def test_four_syncs_at_once_end_whole(tmp_path: Path, folder: Path):
    processes = [run_sync(tmp_path / "home", folder) for _ in range(4)]
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    assert run_sync(tmp_path / "alone", folder).wait() == 0
    assert state(tmp_path / "home") == state(tmp_path / "alone")
