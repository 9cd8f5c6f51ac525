"""Fusion by hand, narrowing to the bodies named, and seeing what another process added."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from llama_index.core.schema import QueryBundle

from index.encode import FakeEncoder
from index.home import Home
from index.library import Library
from index.retrieve import PassageRetriever, reciprocal_rank_fusion

LETTER = (
    "---\ntitle: {0} letter\nbody: {0} Police\nkind: letter\n---\n\n# Status\n\n"
    "The cause of concern is {1}.\n"
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    place = tmp_path / "reports"
    place.mkdir()
    for name, status in (("Kent", "open"), ("Surrey", "closed"), ("Dorset", "open")):
        (place / f"{name}.md").write_text(LETTER.format(name, status))
    home = Home(tmp_path / "home", FakeEncoder())
    library = Library(home, sample=False)
    library.sync(place)
    yield library
    home.close()


def test_fusion_by_hand():
    fused = reciprocal_rank_fusion([["a", "b"], ["b", "c"]])
    assert [name for name, _ in fused] == ["b", "a", "c"]
    assert fused[0][1] == pytest.approx(1 / 62 + 1 / 61)
    assert fused[1][1] == pytest.approx(1 / 61)
    assert fused[2][1] == pytest.approx(1 / 62)


def test_a_body_that_is_named_narrows(library: Library):
    found = PassageRetriever(library.home).find("Is the cause of concern at Surrey open?")
    assert found.narrowed
    assert {library.catalogue.report(hit.passage.report_id).body for hit in found.hits} == {"Surrey Police"}


def test_without_a_name_all_are_searched(library: Library):
    found = PassageRetriever(library.home).find("Is the cause of concern open?")
    assert not found.narrowed
    assert len(found.hits) == 3


def test_a_body_nobody_names_finds_nothing(library: Library):
    found = PassageRetriever(library.home).find("Is the cause of concern at Essex Police open?")
    assert found.hits == ()
    assert found.mention.absent == ("Essex Police",)


def test_it_is_a_llama_index_retriever(library: Library):
    nodes = PassageRetriever(library.home, limit=2).retrieve(QueryBundle("Which cause of concern is open?"))
    assert len(nodes) == 2
    node = nodes[0].node
    report = library.catalogue.report(node.metadata["report_id"])
    assert report.text[node.start_char_idx : node.end_char_idx] == node.text
    assert nodes[0].score >= nodes[1].score


def test_what_another_process_adds_is_seen(library: Library, tmp_path: Path):
    retriever = PassageRetriever(library.home)
    assert len(retriever.find("cause of concern").hits) == 3
    extra = tmp_path / "Essex.md"
    extra.write_text(LETTER.format("Essex", "open"))
    subprocess.run(
        [sys.executable, "-m", "assistant", "--home", str(library.home.path), "add", str(extra)],
        env={**os.environ, "ASSISTANT_MODEL": "fake", "ASSISTANT_SAMPLE": "0"},
        check=True,
        capture_output=True,
    )
    assert len(retriever.find("cause of concern").hits) == 4
    assert [hit.passage.text for hit in retriever.find("Essex").hits] == ["The cause of concern is open."]
    said = "Essex letter. Essex Police. Status\nThe cause of concern is open."
    vector = library.home.encoder.encode([said])[0]
    best, _ = library.home.store.search(vector, 1)[0]
    assert library.catalogue.passages([best])[best].context.startswith("Essex")


def test_a_report_being_updated_always_answers(library: Library, tmp_path: Path):
    file = tmp_path / "reports" / "Kent.md"
    retriever = PassageRetriever(library.home)
    stop, wrong = threading.Event(), []

    def ask() -> None:
        while not stop.is_set():
            try:
                if not retriever.find("Is the cause of concern at Kent open?").hits:
                    wrong.append("nothing")
            except Exception as error:
                wrong.append(repr(error))

    asking = threading.Thread(target=ask)
    asking.start()
    for number in range(8):
        file.write_text(LETTER.format("Kent", f"open, reading {number}"))
        library.sync(tmp_path / "reports")
    stop.set()
    asking.join()
    assert wrong == []
