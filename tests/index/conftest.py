"""A folder of three letters, a home made from it, and syncs in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.catalogue import Catalogue
from index.encode import FakeEncoder
from index.home import Home
from index.library import Library

LETTER = """---
title: {name} letter
body: {name} Police
kind: letter
published: 2024-07-23
---

# {name} letter

## Background

Inspectors went to {name} in May. They raised a cause of concern about investigations.

## Status

The cause of concern at {name} {status}. It will be looked at again later in the year.
"""


def letter(name: str, status: str = "remains open") -> str:
    """The text of a letter that gives two passages, one for each section."""
    return LETTER.format(name=name, status=status)


def contents(home: Path) -> tuple[object, ...]:
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
            catalogue.blank_reports(),
            files,
        )
    finally:
        catalogue.close()


def command(home: Path, *arguments: str | Path) -> subprocess.Popen[bytes]:
    """The command line in a process of its own, with the fake model and without the sample."""
    return subprocess.Popen(
        [sys.executable, "-m", "assistant", "--home", str(home), *map(str, arguments)],
        env={**os.environ, "ASSISTANT_MODEL": "fake", "ASSISTANT_SAMPLE": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.fixture(name="letter")
def _letter() -> Callable[..., str]:
    return letter


@pytest.fixture(name="contents")
def _contents() -> Callable[[Path], tuple[object, ...]]:
    return contents


@pytest.fixture(name="command")
def _command() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def start(home: Path, *arguments: str | Path) -> subprocess.Popen[bytes]:
        started.append(command(home, *arguments))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three letters: Kent, Surrey and Dorset."""
    place = tmp_path / "reports"
    place.mkdir()
    for name in ("Kent", "Surrey", "Dorset"):
        (place / f"{name.lower()}.md").write_text(letter(name))
    return place


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def library(tmp_path: Path, encoder: FakeEncoder) -> Iterator[Library]:
    """A home at `tmp_path / "home"` with nothing in it, without the sample."""
    home = Home(tmp_path / "home", encoder)
    yield Library(home, sample=False)
    home.close()
