"""Fusion by hand, narrowing to the bodies named, and what is found while others change the home."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.schema import QueryBundle

from index.arrange import STOCK_FACTOR
from index.encode import FakeEncoder
from index.home import Home
from index.library import Library
from index.retrieve import Found, PassageRetriever, reciprocal_rank_fusion
from index.types import Searching

QUESTIONS = ("Is the cause of concern at Kent open?", "Where does a cause of concern remain open?")
"""One that is narrowed to a body, and one that goes to Chroma."""


@pytest.fixture
def retriever(library: Library, folder: Path) -> PassageRetriever:
    library.sync(folder)
    return PassageRetriever(library.home)


def bodies(library: Library, found: Found) -> set[str]:
    return {library.catalogue.report(hit.passage.report_id).body for hit in found.hits}


@pytest.mark.parametrize(
    ("rankings", "fused"),
    [
        ([["a", "b"], ["b", "c"]], [("b", 1 / 62 + 1 / 61), ("a", 1 / 61), ("c", 1 / 62)]),
        # Ties stay in the order in which they were first seen.
        ([["a"], ["b"]], [("a", 1 / 61), ("b", 1 / 61)]),
        # Two middling places are better than a best one alone.
        ([["a", "b"], ["c", "b"]], [("b", 2 / 62), ("a", 1 / 61), ("c", 1 / 61)]),
        ([["a"], []], [("a", 1 / 61)]),
        ([], []),
    ],
)
def test_fusion_by_hand(rankings: list[list[str]], fused: list[tuple[str, float]]):
    found = reciprocal_rank_fusion(rankings)
    assert [one for one, _ in found] == [one for one, _ in fused]
    assert [score for _, score in found] == pytest.approx([score for _, score in fused])


def test_hits_are_best_first_and_no_more_than_asked_for(retriever: PassageRetriever):
    found = retriever.find("Is the cause of concern open?", limit=4)
    scores = [hit.score for hit in found.hits]
    assert len(scores) == 4
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 2 / 61 + 1 / 60 for score in scores)
    assert not found.narrowed
    assert np.linalg.norm(found.vector) == pytest.approx(1)


def test_a_body_that_is_named_narrows(library: Library, retriever: PassageRetriever):
    found = retriever.find("Is the cause of concern at Surrey open?")
    assert found.narrowed
    assert bodies(library, found) == {"Surrey Police"}
    both = retriever.find("Is the cause of concern at Surrey or in Dorset open?")
    assert bodies(library, both) == {"Surrey Police", "Dorset Police"}


def test_the_body_of_the_conversation_narrows_until_another_is_named(
    library: Library, retriever: PassageRetriever
):
    assert bodies(library, retriever.find("Is it open?", body="Kent Police")) == {"Kent Police"}
    assert bodies(library, retriever.find("Is it open in Surrey?", body="Kent Police")) == {"Surrey Police"}


def test_one_report_narrows(library: Library, retriever: PassageRetriever):
    kent = library.find("kent.md").id
    found = retriever.find("Is it open in Surrey?", report_id=kent)
    assert {hit.passage.report_id for hit in found.hits} == {kent}
    assert retriever.find("Is it open?", report_id="nobody").hits == ()


def test_a_body_without_reports_is_looked_for_by_name(
    library: Library, folder: Path, retriever: PassageRetriever
):
    question = "Is the cause of concern at Essex Police open?"
    found = retriever.find(question)
    assert (found.hits, found.narrowed, found.mention.absent) == ((), True, ("Essex Police",))
    (folder / "other.md").write_text(
        "# Press release\n\nEssex Police and Kent Police were named. Others not.\n"
    )
    library.sync(folder)
    assert [hit.passage.text for hit in retriever.find(question).hits] == [
        "Essex Police and Kent Police were named. Others not."
    ]


def test_odd_questions_are_no_trouble(retriever: PassageRetriever):
    for question in ("?", "試験はどうでしたか", "x" * 10_000, "<b>the</b>", "a\x00b", "'; DROP TABLE"):
        found = retriever.find(question)
        assert len(found.hits) == 6, question
        assert all(np.isfinite(hit.score) for hit in found.hits)


def test_an_empty_home_finds_nothing(library: Library):
    found = PassageRetriever(library.home).find("Which cause of concern is open?")
    assert found.hits == ()


def test_it_is_a_llama_index_retriever(library: Library, folder: Path):
    library.sync(folder)
    nodes = PassageRetriever(library.home, limit=2).retrieve(QueryBundle("Which cause of concern is open?"))
    assert len(nodes) == 2
    node = nodes[0].node
    report = library.catalogue.report(node.metadata["report_id"])
    assert report.text[node.start_char_idx : node.end_char_idx] == node.text
    assert nodes[0].score >= nodes[1].score


def test_what_another_process_adds_is_seen(
    library: Library,
    retriever: PassageRetriever,
    letter: Callable[..., str],
    command: Callable[..., subprocess.Popen[bytes]],
    tmp_path: Path,
):
    assert len(retriever.find("cause of concern").hits) == 6
    (tmp_path / "essex.md").write_text(letter("Essex"))
    assert command(library.home.path, "add", tmp_path / "essex.md").wait() == 0
    assert len(retriever.find("cause of concern").hits) == 8
    essex = [hit.passage for hit in retriever.find("Essex").hits]
    assert len(essex) == 2
    # Chroma's own answer, not only that of the catalogue's vectors.
    for passage in essex:
        vector = library.catalogue.vectors([passage.id])[0]
        assert library.home.store.search(vector, 1)[0][0] == passage.id


def test_a_report_being_updated_always_answers(
    library: Library, folder: Path, retriever: PassageRetriever, letter: Callable[..., str]
):
    # One thread asks through the home that is being changed, one through another of the same place.
    other = Home(library.home.path, FakeEncoder())
    stop, wrong, asked = threading.Event(), [], []

    def ask(through: PassageRetriever, question: str) -> None:
        while not stop.is_set():
            try:
                texts = [hit.passage.text for hit in through.find(question).hits]
                answers = sum("cause of concern at Kent" in text for text in texts)
                if answers != 1:
                    wrong.append(f"{answers} answers among {len(texts)}")
            except Exception as error:
                wrong.append(repr(error))
            asked.append(question)

    threads = [
        threading.Thread(target=ask, args=(through, question))
        for through in (retriever, PassageRetriever(other))
        for question in (
            "Is the cause of concern at Kent open?",
            "Where does a cause of concern remain open?",
        )
    ]
    for thread in threads:
        thread.start()
    for number in range(8):
        (folder / "kent.md").write_text(letter("Kent", f"remains open in reading {number}"))
        library.sync(folder)
    stop.set()
    for thread in threads:
        thread.join()
    other.close()
    assert wrong == []
    assert len(asked) > 20


def test_it_answers_while_another_process_updates(
    library: Library,
    folder: Path,
    retriever: PassageRetriever,
    letter: Callable[..., str],
    command: Callable[..., subprocess.Popen[bytes]],
):
    for file in folder.iterdir():
        file.write_text(file.read_text().replace("remains open", "remains open for now"))
    process = command(library.home.path, "sync", folder)
    asked = 0
    while process.poll() is None:
        for question in (
            "Is the cause of concern at Kent open?",
            "Where does a cause of concern remain open?",
        ):
            assert len(retriever.find(question).hits) >= 2
            asked += 1
    assert process.returncode == 0
    assert asked > 10
    texts = [hit.passage.text for hit in retriever.find("cause of concern").hits]
    assert sum("for now" in text for text in texts) == 3


def test_what_reports_on_others_say_too_counts_less_where_one_is_asked_about(retriever: PassageRetriever):
    question = "What did inspectors raise at Kent?"
    hits = {hit.passage.heading: hit for hit in retriever.find(question).hits}
    # Only the sentence without the town's name, which is no body's, is the same in all three letters.
    assert hits["Background"].stock == (False, True)
    plain = PassageRetriever(retriever.home, searching=Searching(stock=False)).find(question).hits
    before = {hit.passage.heading: hit for hit in plain}
    assert before["Background"].stock == ()
    assert hits["Background"].score == pytest.approx(STOCK_FACTOR * before["Background"].score)
    assert hits["Status"].stock == (False, True)
    assert all(hit.stock == () for hit in retriever.find("What did inspectors raise?").hits)
