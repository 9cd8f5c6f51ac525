"""The multi-turn benchmark: its file held to the letter, and a run over made-up conversations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.reader import FakeReader
from evals.benchmarks.multiturn import (
    ALONE,
    COLUMNS,
    FIRST,
    WITH,
    Asking,
    Task,
    read_tasks,
    run,
    target_recall,
)
from evals.errors import GoldError
from evals.types import Figure
from index.encode import FakeEncoder

NAMED = [column.name for column in COLUMNS]
HYDRANTS = {"document_id": "hydrants", "text": "The brigade tests hydrants in spring. Its engines are new."}
CALLS = {
    "document_id": "calls",
    "text": "Callers wait ten seconds. The control room is in Leeds.",
    "title": "C",
}


def task(*said: str, contexts: Sequence[dict[str, Any]] = (), kind: str = "ANSWERABLE", **changed: Any):
    """A line of the file: what the user said, with an answer between any two."""
    turns = [{"speaker": "user", "text": said[0]}]
    for text in said[1:]:
        turns += [{"speaker": "agent", "text": "I see."}, {"speaker": "user", "text": text}]
    return {
        "task_id": said[-1],
        "contexts": list(contexts),
        "input": turns,
        "targets": [{"speaker": "agent", "text": "The brigade tests hydrants in spring."}],
        "answerability": [kind],
    } | changed


ROWS = (
    task("When are hydrants tested in spring?", contexts=[HYDRANTS]),
    task("Does the brigade test hydrants?", "And when?", contexts=[HYDRANTS]),
    task("How long do callers wait?", "What about zebras?", kind="UNANSWERABLE"),
    task("Which one?", contexts=[CALLS], kind="UNDERSPECIFIED"),
    task("How long do callers wait, and why?", contexts=[CALLS], kind="PARTIAL"),
)


def written(folder: Path, rows: Sequence[dict[str, Any]]) -> Path:
    path = folder / "mtrag_un_reference.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_tasks_are_read_with_the_users_turns_alone(tmp_path: Path):
    tasks, reports = read_tasks(written(tmp_path, ROWS))
    assert tasks[1] == Task(
        earlier=("Does the brigade test hydrants?",),
        question="And when?",
        contexts=("hydrants",),
        target="The brigade tests hydrants in spring.",
        kind="ANSWERABLE",
    )
    assert {name: (report.title, report.text) for name, report in reports.items()} == {
        "hydrants": ("", HYDRANTS["text"]),
        "calls": ("C", CALLS["text"]),
    }


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"answerability": []},
            "answerability must be one of ANSWERABLE, PARTIAL, UNDERSPECIFIED, UNANSWERABLE",
        ),
        ({"answerability": ["MAYBE"]}, "answerability must be one of"),
        ({"targets": []}, "targets must hold the reference answer"),
        ({"targets": ["x"]}, "an object with text is wanted here"),
        ({"input": []}, "input must end with a question of the user"),
        ({"input": [{"speaker": "agent", "text": "Hello"}]}, "input must end with a question of the user"),
        ({"input": [{"speaker": "user", "text": "?!"}]}, "input must end with a question of the user"),
        ({"contexts": [{"text": "x"}]}, "missing field document_id"),
        (
            {"contexts": [HYDRANTS | {"text": "Another."}]},
            "context hydrants has another text than on an earlier",
        ),
    ],
    ids=[
        "no kind",
        "unknown kind",
        "no target",
        "target of text",
        "no turn",
        "the agent last",
        "no words",
        "no id",
        "two texts of one id",
    ],
)
def test_a_broken_line_is_told_with_its_number(tmp_path: Path, changed: dict[str, Any], said: str):
    with pytest.raises(GoldError, match=rf"mtrag_un_reference\.jsonl:2: {said}"):
        read_tasks(written(tmp_path, [ROWS[0], ROWS[1] | changed]))


@pytest.mark.parametrize(
    ("said", "target", "share"),
    [
        ("The hydrants, in spring", "Hydrants are tested in spring.", 3 / 5),
        ("in in in", "in and in", 2 / 3),
        ("", "in spring", 0),
        ("in spring", "The", 0),
        ("a b", "b", 1),
    ],
    ids=["some", "each as often as it stands", "refused", "articles do not count", "all"],
)
def test_target_recall_by_hand(said: str, target: str, share: float):
    assert target_recall(said, target) == pytest.approx(share)


def test_earlier_turns_say_what_a_follow_up_is_about(tmp_path: Path):
    tasks, reports = read_tasks(written(tmp_path, ROWS))
    asking = Asking(reports, FakeEncoder(), FakeReader())
    asked = {way: asking.ask(tasks[1], way, narrowed=True).answer.question.text for way in (FIRST, ALONE)}
    assert asked == {FIRST: "brigade test hydrants: when?", ALONE: "And when?"}


def test_a_follow_up_that_is_refused_is_asked_in_another_meaning(tmp_path: Path):
    earlier = "Do zebras, quaggas, okapis, tapirs and wombats sleep badly on frosty nights?"
    rows = [task(earlier, "Is it in Leeds?", contexts=[CALLS])]
    tasks, reports = read_tasks(written(tmp_path, rows))
    asking = Asking(reports, FakeEncoder(), FakeReader())
    by_way = {way: asking.ask(tasks[0], way, narrowed=True).answer for way in (WITH, FIRST)}
    assert not by_way[FIRST].answered
    assert by_way[WITH].answered


def test_without_contexts_there_is_nothing_to_quote(tmp_path: Path):
    tasks, reports = read_tasks(written(tmp_path, ROWS))
    asked = Asking(reports, FakeEncoder(), FakeReader()).ask(tasks[2], WITH, narrowed=True)
    assert (asked.answer.answered, asked.answer.confidence) == (False, 0.0)
    assert not asked.offered
    assert not asked.found


def test_what_is_quoted_is_a_contexts_own_words(tmp_path: Path):
    tasks, reports = read_tasks(written(tmp_path, ROWS))
    asked = Asking(reports, FakeEncoder(), FakeReader()).ask(tasks[0], WITH, narrowed=False)
    assert asked.found
    quoted = (*asked.answer.citations, *asked.answer.closest)[0]
    assert quoted.quote.startswith("The brigade tests hydrants in spring.")


def test_figures_by_hand(tmp_path: Path):
    written(tmp_path, ROWS)
    own, every = run(tmp_path, FakeEncoder(), FakeReader()).tables
    assert own.title == "Own contexts: 5 questions, 2 of them after earlier turns"
    assert every.title == "All contexts: 5 questions, 2 of them after earlier turns"
    for table, judged in ((own, 2), (every, 3)):
        counts = [[_of(row.figures, column).count for column in range(len(COLUMNS))] for row in table.rows]
        # Two answerable, one of each other kind; AUROC is of those with something to quote.
        assert counts == [[2, 2, 1, 1, 1, judged, 2, 2]] * 5
        names = [WITH, FIRST, ALONE, "  the turns' worth", "  the other meanings' worth"]
        assert [row.name for row in table.rows] == names
        for column in range(len(COLUMNS)):
            whole, first, alone, *less = (_of(row.figures, column).value for row in table.rows)
            for value, other in zip(less, (alone, first), strict=True):
                assert value == (None if whole is None else pytest.approx(whole - (other or 0)))
    # Of its own contexts all that is found is one's own; the unanswerable has none, and is refused for that.
    figures = {name: _of(own.rows[0].figures, NAMED.index(name)).value for name in NAMED}
    assert figures["own context found"] == 1.0
    assert figures["refused, unanswerable"] == 1.0
    assert figures["AUROC"] is None


def test_what_shares_no_word_with_any_context_is_less_sure(tmp_path: Path):
    written(tmp_path, [ROWS[0], task("Zebras, quaggas, okapis?", kind="UNANSWERABLE")])
    every = run(tmp_path, FakeEncoder(), FakeReader()).tables[1]
    assert [_of(row.figures, NAMED.index("AUROC")).value for row in every.rows] == [1.0, 1.0, 1.0, 0.0, 0.0]


def test_the_shared_benchmark_is_read_whole(shared: Path):
    folder = shared / "benchmarks" / "multiturn"
    if not folder.is_dir():
        pytest.skip("needs the shared benchmarks: a folder named by INSPECTION_SHARED, or ../shared")
    tasks, reports = read_tasks(folder / "mtrag_un_reference.jsonl")
    kinds = [one.kind for one in tasks]
    assert (len(tasks), len(reports)) == (507, 1152)
    assert (kinds.count("ANSWERABLE"), kinds.count("UNANSWERABLE")) == (285, 97)
    # What the notes say of them.
    assert not any(one.contexts for one in tasks if one.kind == "UNANSWERABLE")


def _of(figures: Sequence[Figure | None], column: int) -> Figure:
    figure = figures[column]
    assert figure is not None
    return figure
