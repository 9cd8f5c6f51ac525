"""What is trained on: windows that answer, windows of the same text, and alike ones from others."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from evals.training.groups import WINDOWS, Group, pair_groups, reader_groups, whole_groups
from evals.training.train import Plan, _batch, _dropped

ONE = "The force left Engage in May. It had been there for two years. Nobody was surprised."
OTHER = "The force bought cars in May. It left the old ones in the yard."


def row(question: str, text: str, *answers: str) -> str:
    spans = [{"text": one, "start": text.find(one)} for one in answers]
    return json.dumps({"group": "Kent_Police", "question": question, "context": text, "answers": spans})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "train.jsonl"
    rows = [
        row("When did the force leave?", ONE, "in May"),
        row("Where are the cars the force left?", OTHER, "in the yard"),
        row("Who was asked?", ONE),
        row("Which words are not there?", ONE, "elsewhere"),
        row("Which are empty?", ONE, ""),
    ]
    path.write_text("\n".join(rows))
    return path


def test_windows_are_as_shown_with_the_article_before_them(file: Path):
    whole = whole_groups(file)
    assert [one.question for one in whole] == [
        "When did the force leave?",
        "Where are the cars the force left?",
        "Who was asked?",
    ]
    assert whole[0] == Group(
        "When did the force leave?",
        (
            "Kent Police\nThe force left Engage in May.",
            "Kent Police\nThe force left Engage in May. It had been there for two years.",
            "Kent Police\nNobody was surprised.",
        ),
        (True, True, False),
    )
    assert whole[2].right == (False, False, False)


def test_windows_of_other_texts_are_wrong_unless_they_hold_the_answer_too(file: Path):
    first, second, nothing = reader_groups(file, seed=0)
    # "in May" stands in the other text, too: that window may be right, and is left out.
    assert not any("bought cars" in window for window in first.windows)
    assert sum("left Engage" in window for window in second.windows) >= 1
    for group in (first, second, nothing):
        for window, right in zip(group.windows, group.right, strict=True):
            assert right == (
                (group is first and "left Engage in May" in window) or (group is second and "yard" in window)
            )


def test_a_pair_comes_with_the_sentences_most_like_it(tmp_path: Path):
    path = tmp_path / "pairs.tsv"
    path.write_text(
        "who left ?\tkent left .\nwho came ?\tdorset came .\nwho left first ?\tessex left first .\n"
    )
    first, *_ = pair_groups(path, seed=0)
    assert first.windows[0] == "kent left ."
    assert first.right == (True,) + (False,) * (len(first.windows) - 1)
    assert "essex left first ." in first.windows
    assert "dorset came ." not in first.windows


def test_no_group_is_larger_than_it_may_be(tmp_path: Path):
    text = " ".join(f"Sentence {number} is about cars." for number in range(30))
    path = tmp_path / "long.jsonl"
    path.write_text(row("Which is it?", text, "Sentence 7"))
    (group,) = reader_groups(path, seed=0)
    assert len(group.windows) == WINDOWS
    assert any(group.right)


def test_what_answers_is_left_out_now_and_then():
    group = Group("Who?", ("a", "b", "c"), (True, False, False))
    assert _dropped(group, Random(0), 1.0) == Group("Who?", ("b", "c"), (False, False))
    assert _dropped(group, Random(0), 0.0) is group
    alone = Group("Who?", ("a", "b"), (True, False))
    assert _dropped(alone, Random(0), 1.0) is alone


def test_an_epoch_takes_every_group_once_in_an_order_of_its_own():
    groups = [Group(str(number), ("a",), (False,)) for number in range(12)]
    plan = Plan(6, questions=4)
    taken = [[one.question for one in _batch(groups, plan, step)[0]] for step in range(6)]
    first, second = ([one for some in half for one in some] for half in (taken[:3], taken[3:]))
    assert sorted(first) == sorted(second) == sorted(one.question for one in groups)
    assert first != second


def test_the_rate_rises_stays_and_falls():
    plan = Plan(100, rate=1.0, warm=10, falling=0.3)
    rates = [plan.rate_at(step) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert rates[9:71] == [1.0] * 62
    assert rates[85] == pytest.approx(0.5)
    assert 0 < rates[99] < 0.05
