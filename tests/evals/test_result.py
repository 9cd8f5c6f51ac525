"""Runs as files: what is written comes back, and what is no such file is told in one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evals.errors import ResultError
from evals.figures import results_of
from evals.result import Record, digest_of, read_records, record_of, written
from evals.types import Figure, GoldRow, Graded, Reply, Results, Span

ROW = GoldRow(
    "q1",
    "Who’s there?",
    "who",
    "tune",
    ("Before?",),
    (("a", "b"), ("c",)),
    ((Span("r.md", 1, 2), Span("s.md", 3, 4)),),
    date(2024, 1, 1),
    "",
    "gold.jsonl:1",
)
OTHER = GoldRow("q2", "How tall?", "unanswerable", kind="off the subject")
FIGURES = {
    "who": {"right": Figure(0.1234567, 0.0, 1.0, 9), "auroc": Figure(None, None, None, 9, "needs “both”")},
    "total": {"wrong_body": Figure(3, None, None, 9)},
}
RECORD = Record(
    "mine.jsonl",
    "split=test",
    "without bm25",
    "ours",
    {"ours": FIGURES},
    {"q1": {"right": 1 / 3}},
    {"q1": "abc"},
)


def put(folder: Path, text: str | bytes) -> Path:
    path = folder / "result.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_what_is_written_comes_back_to_six_places(tmp_path: Path):
    rounded = {"who": {**FIGURES["who"], "right": Figure(0.123457, 0.0, 1.0, 9)}, "total": FIGURES["total"]}
    expected = replace(RECORD, figures={"ours": rounded}, scores={"q1": {"right": 0.333333}})
    text = written([RECORD, replace(RECORD, chosen="")])
    assert read_records(put(tmp_path, text)) == (expected, replace(expected, chosen=""))
    assert written(read_records(tmp_path / "result.json")) == text


def graded(row: GoldRow, right: float, confidence: float | None = 0.5) -> Graded:
    reply = None if confidence is None else Reply(True, "", confidence)
    return Graded(row, reply, {"right": right, "closest_right": right}, 1.0, "" if reply else "KeyError")


def test_a_run_is_kept_with_the_figures_of_all_systems_and_the_scores_of_the_first(tmp_path: Path):
    ours = results_of("mine", "ours", "without bm25", [graded(ROW, 1), graded(OTHER, 0, None)])
    bm25 = results_of("mine", "bm25", "", [graded(ROW, 0), graded(OTHER, 0)])
    record = record_of([ours, bm25], "split=tune")
    assert (record.gold, record.chosen, record.settings, record.system) == (
        "mine",
        "split=tune",
        "without bm25",
        "ours",
    )
    assert record.digests == {"q1": digest_of(ROW), "q2": digest_of(OTHER)}
    assert record.scores == {"q1": {"right": 1, "closest_right": 1}, "q2": {"right": 0, "closest_right": 0}}
    assert list(record.figures) == ["ours", "bm25"]
    assert record.figures["bm25"]["total"]["right"].value == 0
    text = written([record])
    [read] = read_records(put(tmp_path, text))
    assert read.scores == record.scores
    assert read.figures["ours"]["total"]["crashed"] == Figure(1, None, None, 2)
    assert read.figures["ours"]["who"]["refused_rightly"].why == "no question of this kind"
    assert "NaN" not in text


def test_a_run_without_questions_can_be_kept(tmp_path: Path):
    record = record_of([Results("mine", "ours", "", (), {})], "")
    assert read_records(put(tmp_path, written([record]))) == (record,)


@pytest.mark.parametrize(
    ("change", "same"),
    [
        pytest.param({"where": "elsewhere.jsonl:7"}, True, id="where it was read"),
        pytest.param({"split": "test"}, True, id="split"),
        pytest.param({"id": "q9"}, False, id="id"),
        pytest.param({"question": "Who is there?"}, False, id="question"),
        pytest.param({"turns": ()}, False, id="turns"),
        pytest.param({"type": "fact"}, False, id="type"),
        pytest.param({"expected": (("a",), ("b",), ("c",))}, False, id="the same words, otherwise grouped"),
        pytest.param(
            {"evidence": ((Span("r.md", 1, 2),), (Span("s.md", 3, 4),))},
            False,
            id="two pieces for two places",
        ),
        pytest.param({"as_of": None}, False, id="date"),
    ],
)
def test_a_digest_is_of_what_is_asked_and_accepted(change: dict[str, Any], same: bool):
    assert (digest_of(replace(ROW, **change)) == digest_of(ROW)) is same


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("", "not the JSON of a result", id="empty"),
        pytest.param("{ the table", "not the JSON of a result", id="no JSON"),
        pytest.param(written([RECORD])[:-20], "not the JSON of a result", id="cut off"),
        pytest.param(b"\xff\xfe{}", "not the JSON of a result", id="not UTF-8"),
        pytest.param("[" * 100_000, "not the JSON of a result", id="too deep"),
        pytest.param("[1]", "a result of version None", id="no object"),
        pytest.param("{}", "a result of version None", id="no version"),
        pytest.param('{"version": 0, "runs": []}', "version 0, and this is version 2", id="older"),
        pytest.param('{"version": 3, "runs": []}', "version 3, and this is version 2", id="newer"),
        pytest.param('{"version": 2}', "not whole", id="no runs"),
        pytest.param('{"version": 2, "runs": null}', "not whole", id="runs that are none"),
        pytest.param('{"version": 2, "runs": "abc"}', "not whole", id="runs that are text"),
        pytest.param('{"version": 2, "runs": [[]]}', "not whole", id="a run that is a list"),
    ],
)
def test_a_file_that_is_no_result_is_told_in_one_line(tmp_path: Path, text: str | bytes, told: str):
    path = put(tmp_path, text)
    with pytest.raises(ResultError) as raised:
        read_records(path)
    message = str(raised.value)
    assert message.startswith(f"{path}: ")
    assert told in message
    assert message.endswith("make it anew with `assistant eval --json > RESULT.json`")
    assert "\n" not in message


def drop(*names: str) -> Callable[[dict[str, Any]], None]:
    def change(run: dict[str, Any]) -> None:
        for name in names[:-1]:
            run = run[name]
        del run[names[-1]]

    return change


def give(value: Any, *names: str) -> Callable[[dict[str, Any]], None]:
    def change(run: dict[str, Any]) -> None:
        for name in names[:-1]:
            run = run[name]
        run[names[-1]] = value

    return change


FIGURE = ("figures", "ours", "who", "right")


@pytest.mark.parametrize(
    "change",
    [
        *(
            pytest.param(drop(name), id=f"without {name}")
            for name in ("gold", "chosen", "settings", "system", "figures", "scores", "digests")
        ),
        pytest.param(drop("scores", "q1", "right"), id="a question without right"),
        pytest.param(give("high", "scores", "q1", "right"), id="a score that is text"),
        pytest.param(give(None, "scores", "q1", "right"), id="a score that is none"),
        pytest.param(give(True, "scores", "q1", "right"), id="a score that is true"),
        pytest.param(give(float("nan"), "scores", "q1", "right"), id="a score that is NaN"),
        pytest.param(give(10**400, "scores", "q1", "right"), id="a score beyond all numbers"),
        pytest.param(give([1], "scores", "q1"), id="scores that are a list"),
        pytest.param(give([0.5, 0.1, 0.9, 3], *FIGURE), id="a figure too short"),
        pytest.param(give([0.5, 0.1, 0.9, 3, "", ""], *FIGURE), id="a figure too long"),
        pytest.param(give("abcde", *FIGURE), id="a figure that is text"),
        pytest.param(give(["x", None, None, 3, ""], *FIGURE), id="a value that is text"),
        pytest.param(give([0.5, float("-inf"), 1, 3, ""], *FIGURE), id="an interval without end"),
        pytest.param(give([0.5, 0.1, 0.9, None, ""], *FIGURE), id="a count that is none"),
        pytest.param(give([], "figures", "ours"), id="figures that are a list"),
    ],
)
def test_a_result_that_is_not_whole_is_told_of(tmp_path: Path, change: Callable[[dict[str, Any]], None]):
    value = json.loads(written([RECORD]))
    change(value["runs"][0])
    with pytest.raises(ResultError, match="the result is not whole") as raised:
        read_records(put(tmp_path, json.dumps(value)))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "told"), [("none.json", "No such file or directory"), ("", "Is a directory")]
)
def test_a_file_that_cannot_be_opened(tmp_path: Path, name: str, told: str):
    with pytest.raises(ResultError, match=rf"cannot be opened \({told}\); make it anew"):
        read_records(tmp_path / name)
