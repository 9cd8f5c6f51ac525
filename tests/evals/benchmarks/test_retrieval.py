"""The retrieval benchmark: measures by hand, its files held to the letter, and a run over made-up texts."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from evals.benchmarks.retrieval import measure, read_questions, run
from evals.errors import GoldError
from index.encode import FakeEncoder

POLICE = (
    "The control room answers emergency calls within ten seconds. Callers are told what happens next.\n"
    "Detectives review each burglary within a day. Victims receive a letter from the officer in charge.\n"
) * 6
FIRE = "The brigade tests hydrants in spring. It trains drivers on wet roads. Its engines are new.\n" * 6
TEXTS = {"police": POLICE, "fire": FIRE}


def row(question: str, corpus: str, *words: str, **changed: Any) -> dict[str, str]:
    """A line of the file: each of `words` where it first stands in its text."""
    references = []
    for content in words:
        start = TEXTS[corpus].index(content)
        references.append(
            {"content": content, "start_index": start, "end_index": start + len(content)} | changed
        )
    return {"question": question, "references": json.dumps(references), "corpus_id": corpus}


ROWS = (
    row("How quickly are emergency calls answered?", "police", "answers emergency calls within ten seconds"),
    row("Who reviews burglary, and when?", "police", "Detectives review each burglary", "within a day"),
    row("When are hydrants tested?", "fire", "tests hydrants in spring"),
)


def written(folder: Path, rows: Sequence[Mapping[str, str]], texts: Mapping[str, str] = TEXTS) -> Path:
    (folder / "corpora").mkdir(parents=True)
    for name, text in texts.items():
        (folder / "corpora" / f"{name}.md").write_text(text, encoding="utf-8")
    with (folder / "questions_df.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["question", "references", "corpus_id"])
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.mark.parametrize(
    ("retrieved", "answering", "recall", "precision", "iou"),
    [
        # 10 of 20 found; 10 of 40 taken; 40 taken and 10 missed.
        ([(0, 40)], [(30, 50)], 10 / 20, 10 / 40, 10 / 50),
        ([(30, 50)], [(30, 50)], 1, 1, 1),
        ([(0, 10)], [(30, 50)], 0, 0, 0),
        ([(0, 30)], [(30, 50)], 0, 0, 0),
        ([], [(30, 50)], 0, 0, 0),
        # 5 of the one and 10 of the other, of 30; 15 of 25 taken; 15 missed.
        ([(5, 15), (20, 35)], [(10, 20), (25, 45)], 15 / 30, 15 / 25, 15 / 40),
        # Taken twice it is right once: 10 of 10; 10 of 30 taken.
        ([(0, 15), (5, 20)], [(5, 15)], 1, 10 / 30, 10 / 30),
    ],
    ids=[
        "part",
        "all and no more",
        "none",
        "side by side",
        "nothing retrieved",
        "two and two",
        "taken twice",
    ],
)
def test_measures_by_hand(
    retrieved: list[tuple[int, int]],
    answering: list[tuple[int, int]],
    recall: float,
    precision: float,
    iou: float,
):
    assert measure(retrieved, answering) == pytest.approx((recall, precision, iou))


def test_questions_are_read_with_their_spans(tmp_path: Path):
    asked = read_questions(written(tmp_path / "r", ROWS))
    assert [one.corpus for one in asked] == ["police", "police", "fire"]
    assert [[POLICE[a:b] for a, b in one.spans] for one in asked[:2]] == [
        ["answers emergency calls within ten seconds"],
        ["Detectives review each burglary", "within a day"],
    ]


def test_line_numbers_count_lines_of_the_file_not_rows(tmp_path: Path):
    # The first question takes up lines 2 and 3.
    broken = row("When?", "fire", "in spring") | {"references": "[{"}
    rows = [row("Over two\nlines?", "fire", "in spring"), broken]
    with pytest.raises(GoldError, match=r"questions_df\.csv:4: not valid JSON"):
        read_questions(written(tmp_path / "r", rows))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"references": "[]"}, "references must be a list of one or more"),
        ({"references": '{"content": "x"}'}, "references must be a list of one or more"),
        ({"references": '[{"content": "x"}]'}, "missing field start_index"),
        (row("?", "fire", "in spring", start_index=0), "'in spring' is not what stands at 0-"),
        (row("?", "fire", "in spring", end_index=10**6), "'in spring' is not what stands at"),
        (row("?", "fire", "in spring", start_index="1"), "start_index must be of type int"),
    ],
    ids=["none", "no list", "half a reference", "elsewhere", "past the end", "position as text"],
)
def test_broken_references_are_told_with_their_line(tmp_path: Path, changed: dict[str, str], said: str):
    with pytest.raises(GoldError, match=rf"questions_df\.csv:3: {said}"):
        read_questions(written(tmp_path / "r", [ROWS[2], ROWS[2] | changed]))


def test_a_text_that_is_missing_is_named(tmp_path: Path):
    with pytest.raises(GoldError, match=r"fire\.md: it cannot be read"):
        read_questions(written(tmp_path / "r", ROWS, {"police": POLICE}))


def test_a_file_without_the_columns_is_an_error(tmp_path: Path):
    folder = written(tmp_path / "r", ROWS)
    (folder / "questions_df.csv").write_text("question,corpus_id\nWhen?,fire\n")
    with pytest.raises(GoldError, match=r"questions_df\.csv:2: missing field references"):
        read_questions(folder)


def test_a_row_that_ends_early_is_an_error(tmp_path: Path):
    folder = written(tmp_path / "r", ROWS)
    (folder / "questions_df.csv").write_text("question,references,corpus_id\nWhen?\n")
    with pytest.raises(GoldError, match=r"questions_df\.csv:2: references must be of type str"):
        read_questions(folder)


def test_a_quote_that_is_never_closed_is_an_error(tmp_path: Path):
    folder = written(tmp_path / "r", ROWS)
    (folder / "questions_df.csv").write_text('question,references,corpus_id\n"When?\n')
    with pytest.raises(GoldError, match=r"questions_df\.csv:\d: not valid CSV"):
        read_questions(folder)


def test_a_file_without_questions_is_an_error(tmp_path: Path):
    with pytest.raises(GoldError, match="no question in it"):
        read_questions(written(tmp_path / "r", []))


def test_every_splitter_is_measured_on_every_question_by_every_search_at_every_budget(tmp_path: Path):
    outcome = run(written(tmp_path / "r", ROWS), FakeEncoder())
    assert [table.title for table in outcome.tables] == [
        f"{budget} tokens retrieved {search}"
        for budget in ("400", "800", "1,600")
        for search in ("by meaning", "by meaning and words")
    ]
    for table in outcome.tables:
        assert [line.name.split(" (")[0] for line in table.rows] == [
            "ours",
            "ours, without context",
            "LlamaIndex 256",
            "LlamaIndex 256, overlap 20",
            "LlamaIndex 512",
            "LlamaIndex 512, overlap 20",
            "LlamaIndex 1024",
            "LlamaIndex 1024, overlap 20",
        ]
        ours, *others = table.rows
        assert [figure.count for figure in ours.figures if figure] == [3, 3, 3]
        assert all([figure.count for figure in line.figures if figure] == [3] * 4 for line in others)


def test_what_is_large_enough_to_hold_the_whole_text_finds_all_of_it(tmp_path: Path):
    largest = run(written(tmp_path / "r", ROWS), FakeEncoder()).tables[-1]
    for line in largest.rows:
        recall = line.figures[0]
        assert recall is not None
        assert recall.value == 1.0, line.name


def test_differences_are_of_the_same_questions(tmp_path: Path):
    smallest = run(written(tmp_path / "r", ROWS), FakeEncoder()).tables[0]
    ours = smallest.rows[0].figures[0]
    assert ours is not None
    for line in smallest.rows[1:]:
        theirs, less = line.figures[0], line.figures[3]
        assert theirs is not None
        assert less is not None
        assert less.value == pytest.approx((ours.value or 0) - (theirs.value or 0))


def test_the_shared_benchmark_is_read_whole(shared: Path):
    folder = shared / "benchmarks" / "retrieval"
    if not folder.is_dir():
        pytest.skip("needs the shared benchmarks: a folder named by INSPECTION_SHARED, or ../shared")
    asked = read_questions(folder)
    assert (len(asked), sum(len(one.spans) for one in asked)) == (472, 790)
