"""The reader benchmark: its file held to the letter, and a run over made-up questions worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.reader import FakeReader
from evals.benchmarks.reader import NEAREST, UNREAD, Asked, by_likeness, nearest, ours, read_questions, run
from evals.errors import GoldError
from evals.types import Figure
from index.encode import FakeEncoder

HYDRANTS = "The brigade trains drivers on wet roads. It tests hydrants in spring. Its engines are new."
CALLS = "Callers wait ten seconds at most. The control room is in Leeds."


def question(asked: str, context: str, *answers: str, **changed: Any) -> dict[str, Any]:
    """A line of the file: each answer where it first stands in the context."""
    return {
        "id": asked,
        "group": "Fire_and_rescue",
        "question": asked,
        "context": context,
        "answers": [{"text": words, "start": context.index(words)} for words in answers],
        "answerable": bool(answers),
    } | changed


ROWS = (
    question("tests hydrants spring", HYDRANTS, "in spring"),
    # Shares its words with the sentence that does not answer.
    question("the control room callers", CALLS, "ten seconds"),
    question("zebras quagga okapi", HYDRANTS),
)


def written(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_questions_are_read_with_their_answers(tmp_path: Path):
    first, _, last = read_questions(written(tmp_path / "dev.jsonl", ROWS))
    assert (first.question, first.article) == ("tests hydrants spring", "Fire and rescue")
    assert [first.text[start:end] for start, end in first.answers] == ["in spring"]
    assert last.answers == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"answers": [{"text": "in spring", "start": 0}]}, "'in spring' is not what stands at 0-9"),
        ({"answers": [{"text": "in spring"}]}, "missing field start"),
        ({"answers": [{"text": "", "start": 3}]}, "'' is not what stands at 3-3"),
        ({"answerable": False}, "answerable says False, and answers otherwise"),
        ({"answers": []}, "answerable says True, and answers otherwise"),
        ({"question": " "}, "the question is empty"),
        ({"context": None}, "context must be of type str"),
    ],
    ids=["elsewhere", "no start", "empty answer", "said not to be", "none", "no question", "no text"],
)
def test_a_broken_line_is_told_with_its_number(tmp_path: Path, changed: dict[str, Any], said: str):
    path = written(tmp_path / "dev.jsonl", [ROWS[2], ROWS[0] | changed])
    with pytest.raises(GoldError, match=rf"dev\.jsonl:2: {said}"):
        read_questions(path)


def test_the_nearest_sentence_is_the_one_that_shares_most_words():
    chosen = nearest(FakeEncoder())(Asked("tests hydrants spring", "", HYDRANTS, ()))
    assert HYDRANTS[slice(*chosen.sentence)] == "It tests hydrants in spring."
    assert chosen.quote == chosen.sentence
    # Three words of five, of the question's three: 3 / sqrt(3 * 5), but for the noise of random directions.
    assert chosen.confidence == pytest.approx(0.77, abs=0.25)


@pytest.mark.parametrize("knowing", [True, False])
@pytest.mark.parametrize("by_reading", [True, False])
def test_ours_shows_the_sentence_that_its_choice_leans_on(knowing: bool, by_reading: bool):
    asked = Asked("tests hydrants spring", "", HYDRANTS, ())
    if by_reading:
        chosen = ours([asked], FakeReader(), knowing=knowing)(asked)
    else:
        chosen = by_likeness([asked], FakeEncoder(), knowing=knowing)(asked)
    assert HYDRANTS[slice(*chosen.sentence)] == "It tests hydrants in spring."
    # "It" leans back, so the sentence before is shown with it.
    assert HYDRANTS[slice(*chosen.quote)] == (
        "The brigade trains drivers on wet roads. It tests hydrants in spring."
    )
    assert 0 < chosen.confidence < 1


def test_a_text_without_a_sentence_counts_and_does_not_stop_the_run(tmp_path: Path):
    rows = [*ROWS, question("Who?", " \n")]
    table = run(_folder(tmp_path, rows), FakeEncoder(), trained=FakeReader()).tables[0]
    assert table.title == "4 questions, 2 of them with an answer in their text"
    assert [_of(table.rows[0].figures, 2).count] == [4]


def test_figures_by_hand(tmp_path: Path):
    table = run(_folder(tmp_path, ROWS), FakeEncoder(), trained=FakeReader()).tables[0]
    by_name = {row.name: row.figures for row in table.rows}
    sentence, quote, words, _ = by_name[NEAREST]
    # The first question's sentence holds its answer, the second's does not; the third has none.
    assert sentence == quote
    assert (_of((sentence,), 0).value, _of((sentence,), 0).count) == (0.5, 2)
    assert _of((words,), 0).count == 3
    # What shares no word with its text is given less confidence than both that do: all pairs are in order.
    assert (_of(by_name[NEAREST], 3).value, _of(by_name[NEAREST], 3).count) == (1.0, 3)
    assert list(by_name) == [
        NEAREST,
        UNREAD,
        "ours",
        "ours, knowing the article",
        f"  {UNREAD}, minus nearest",
        "  ours, minus nearest",
        "  ours, knowing the article, minus nearest",
    ]
    for column in range(4):
        less = _of(by_name["  ours, minus nearest"], column).value
        mine, theirs = (_of(by_name[name], column).value for name in ("ours", NEAREST))
        assert less == pytest.approx((mine or 0) - (theirs or 0))


def test_a_limit_draws_the_same_questions_every_time(tmp_path: Path):
    folder = _folder(tmp_path, [question(f"question {n}", CALLS) for n in range(30)])
    tables = [run(folder, FakeEncoder(), limit=5, trained=FakeReader()).tables[0] for _ in range(2)]
    assert tables[0] == tables[1]
    assert tables[0].title == "5 questions, 0 of them with an answer in their text"


def test_without_both_kinds_of_question_auroc_says_what_is_missing(tmp_path: Path):
    table = run(_folder(tmp_path, ROWS[:2]), FakeEncoder(), trained=FakeReader()).tables[0]
    for row in table.rows:
        assert _of(row.figures, 3).value is None
        assert _of(row.figures, 3).why == "needs questions with and without an answer"


def test_the_shared_benchmark_is_read_whole(shared: Path):
    path = shared / "benchmarks" / "reader" / "dev.jsonl"
    if not path.is_file():
        pytest.skip("needs the shared benchmarks: a folder named by INSPECTION_SHARED, or ../shared")
    asked = read_questions(path)
    assert (len(asked), sum(not one.answers for one in asked)) == (2740, 1323)


def _folder(folder: Path, rows: Sequence[dict[str, Any]]) -> Path:
    written(folder / "dev.jsonl", rows)
    return folder


def _of(figures: Sequence[Figure | None], column: int) -> Figure:
    figure = figures[column]
    assert figure is not None
    return figure
