"""Two runs side by side: differences of the same questions, won and lost, and what cannot be compared."""

from __future__ import annotations

import pytest

from evals.compare import compare, matching
from evals.errors import ResultError
from evals.result import Record
from evals.types import Figure

Scores = dict[str, dict[str, float]]


def run(
    scores: Scores, gold: str = "mine", chosen: str = "split=test", digests: dict[str, str] | None = None
) -> Record:
    return Record(gold, chosen, "", "ours", {}, scores, dict.fromkeys(scores, "same") | (digests or {}))


def right(**values: float) -> Scores:
    return {question: {"right": value} for question, value in values.items()}


def test_differences_are_paired_by_question_and_won_and_lost_are_listed():
    compared = compare(run(right(a=0, b=1, c=1, d=0)), run(right(d=1, c=0, b=1, a=1)))
    assert compared.differences["right"].value == (1 + 0 - 1 + 1) / 4
    assert compared.differences["right"].count == 4
    # In the order of the later run.
    assert (compared.won, compared.lost, compared.left_out) == (("d", "a"), ("c",), ())


def test_the_interval_is_of_the_differences_and_not_of_two_runs():
    # Each run is right on half of 20 questions, but always on the same: there is no doubt.
    halves = right(**{f"q{number}": number % 2 for number in range(20)})
    assert compare(run(halves), run(halves)).differences == {"right": Figure(0, 0, 0, 20)}


def test_a_measure_is_compared_on_questions_that_both_have_it_of():
    earlier = run({"a": {"right": 0, "words": 10}, "b": {"right": 0, "words": 4}, "c": {"right": 0, "f1": 1}})
    later = run({"a": {"right": 0, "words": 16}, "b": {"right": 0}, "c": {"right": 0, "words": 99}})
    differences = compare(earlier, later).differences
    assert differences["words"] == Figure(6, 6, 6, 1)
    assert set(differences) == {"right", "words"}


def test_the_difference_of_a_count_is_a_sum():
    bad, good = {"right": 0.0, "wrong_body": 1.0}, {"right": 0.0, "wrong_body": 0.0}
    earlier = run({str(number): bad if number < 3 else good for number in range(100)})
    later = run({str(number): bad if number == 50 else good for number in range(100)})
    difference = compare(earlier, later).differences["wrong_body"]
    assert (difference.value, difference.count) == (pytest.approx(-2), 100)
    # Three times -1 and once 1 of a hundred: a variance of 0.04 - 0.02 x 0.02 each, so about 2 x 1.96 in all.
    assert difference.low == pytest.approx(-6, abs=0.6)
    assert difference.high == pytest.approx(2, abs=0.6)


def test_differences_come_in_the_order_of_tables_and_hold_measures_that_are_shown():
    one = {"closest_right": 1.0, "f1": 1.0, "mrr": 1.0, "right": 1.0}
    assert list(compare(run({"a": one}), run({"a": one})).differences) == ["right", "mrr", "f1"]


def test_one_question():
    compared = compare(run(right(a=0)), run(right(a=1)))
    assert compared.differences == {"right": Figure(1, 1, 1, 1)}
    assert compared.won == ("a",)


def test_questions_of_one_run_only_are_left_out_and_named():
    compared = compare(run(right(b=0, a=0)), run(right(d=1, a=1, c=0)))
    assert compared.differences["right"].count == 1
    assert (compared.won, compared.left_out) == (("a",), ("b", "c", "d"))


def test_runs_without_a_common_question_cannot_be_compared():
    earlier = run(right(a=0), gold="theirs.jsonl", chosen="")
    with pytest.raises(
        ResultError, match=r"share no question: one is of theirs\.jsonl \(all of it\)"
    ) as raised:
        compare(earlier, run(right(b=0)))
    assert "the other of mine (split=test)" in str(raised.value)


def test_questions_that_were_changed_under_their_ids_are_not_compared():
    compared = compare(run(right(a=0, b=0, c=1)), run(right(b=1, a=1, c=1), digests={"b": "other"}))
    assert (compared.won, compared.lost, compared.changed, compared.left_out) == (("a",), (), ("b",), ())
    assert compared.differences["right"].count == 2


def test_runs_of_which_each_question_was_changed_cannot_be_compared():
    with pytest.raises(ResultError, match="each question was changed"):
        compare(run(right(a=0)), run(right(a=0), digests={"a": "other"}))


TUNE, TEST = run(right(a=0), chosen="split=tune"), run(right(b=1), digests={"b": "y"})


def test_the_run_on_the_same_part_of_the_same_set_is_the_one_to_compare_with():
    assert matching([TUNE, TEST], run(right(b=0))) is TEST
    assert matching([TUNE, TEST], run({}, chosen="split=tune")) is TUNE


def test_several_runs_on_other_parts_are_put_together():
    together = matching([TUNE, TEST], run(right(a=1, b=1), chosen=""))
    assert together.scores == {"a": {"right": 0}, "b": {"right": 1}}
    assert (together.chosen, together.digests) == ("", {"a": "same", "b": "y"})
    assert matching([TUNE, TEST], run({}, gold="theirs")).scores == together.scores


def test_a_file_without_a_run_has_nothing_to_compare():
    with pytest.raises(ResultError, match="holds no run; make it anew"):
        matching([], TEST)
