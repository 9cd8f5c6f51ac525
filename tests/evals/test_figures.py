"""From graded questions to figures: what is counted where, crashes, and sets that lack a kind of question."""

from __future__ import annotations

from math import isfinite

import pytest

from evals.figures import BY_NAME, MEASURES, MULTI_TURN, TOTAL, figures_of, results_of
from evals.types import UNANSWERABLE, Figure, GoldRow, Graded, Reply

Score = float | bool


def asked(
    type_: str,
    confidence: float | None,
    *,
    turns: tuple[str, ...] = (),
    milliseconds: float = 10.0,
    **scores: Score,
) -> Graded:
    """A graded question; `confidence` None is a crash, `right` is 0 unless told."""
    row = GoldRow("q", "Who?", type_, turns=turns)
    reply = None if confidence is None else Reply(True, "", confidence)
    measured = {"right": 0.0, "closest_right": 0.0} | {name: float(value) for name, value in scores.items()}
    return Graded(row, reply, measured, milliseconds, "" if reply else "KeyError: x")


RIGHT = asked("who", 0.9, right=1, closest_right=1, recall_5=1, refused_wrongly=0, wrong_body=0)
WRONG = asked("date", 0.7, recall_5=0.5, refused_wrongly=0, wrong_body=1)
LUCKY = asked("date", 0.5, closest_right=1, recall_5=0, refused_wrongly=1, wrong_body=0)
NOWHERE = asked(UNANSWERABLE, 0.1, right=1, refused_rightly=1)
CRASHED = asked("who", None, recall_5=0, refused_wrongly=1, wrong_body=0)
CRASHED_NOWHERE = asked(UNANSWERABLE, None, refused_rightly=0)


def value(*graded: Graded, of: str) -> float | None:
    return figures_of(graded)[of].value


def test_a_mean_is_of_the_questions_that_the_measure_applies_to():
    figures = figures_of([RIGHT, WRONG, LUCKY, NOWHERE])
    assert (figures["right"].value, figures["right"].count) == (2 / 4, 4)
    assert (figures["recall_5"].value, figures["recall_5"].count) == (1.5 / 3, 3)
    assert (figures["refused_wrongly"].value, figures["refused_wrongly"].count) == (pytest.approx(1 / 3), 3)
    assert (figures["refused_rightly"].value, figures["refused_rightly"].count) == (1, 1)


def test_counts_are_sums_and_have_no_interval():
    figures = figures_of([RIGHT, WRONG, WRONG, CRASHED])
    assert figures["wrong_body"] == Figure(2, None, None, 4)
    assert figures["crashed"] == Figure(1, None, None, 4)


def test_a_count_of_no_question_is_no_count():
    # "0 of 0 quote another body" would pass for a good figure.
    assert figures_of([NOWHERE])["wrong_body"] == Figure(None, None, None, 0, "no question of this kind")


def test_times_are_of_all_questions_and_percentiles_of_those_there_are():
    figures = figures_of([asked("who", 0.5, milliseconds=taken) for taken in range(1, 21)])
    assert (figures["ms_median"].value, figures["ms_95"].value) == (10, 19)
    assert value(RIGHT, asked("who", None, milliseconds=50.0), of="ms_95") == 50


def test_measures_of_confidence_by_hand():
    figures = figures_of([RIGHT, WRONG, LUCKY, NOWHERE])
    # All three answerable are surer than the unanswerable one.
    assert figures["auroc"].value == 1
    # Right, wrong, right, wrong: risks 0, 1/2, 1/3, 2/4.
    assert figures["aurc"].value == pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4)
    assert figures["coverage_5"].value == 1 / 4
    # Each in a range of its own: off by 0.1, 0.7, 0.5 and 0.1.
    assert figures["ece"].value == pytest.approx((0.1 + 0.7 + 0.5 + 0.1) / 4)
    assert {figures[name].count for name in ("auroc", "aurc", "coverage_5", "ece")} == {4}


@pytest.mark.parametrize(
    ("crashed", "name", "expected"),
    [
        # Beside an answerable question of 0.9 and an unanswerable one of 0.1: 0.9 beats 0.1 but no crash,
        # and a crash beats nothing.
        pytest.param(CRASHED, "auroc", 1 / 2, id="an answerable one is told from none"),
        pytest.param(CRASHED_NOWHERE, "auroc", 1 / 2, id="an unanswerable one passes for no refusal"),
        # It comes in first: risks 1, 1/2, 2/3.
        pytest.param(CRASHED, "aurc", (1 + 1 / 2 + 2 / 3) / 3, id="a wrong answer of the surest"),
        pytest.param(CRASHED_NOWHERE, "aurc", (1 + 1 / 2 + 2 / 3) / 3, id="whether or not it has an answer"),
        pytest.param(CRASHED, "coverage_5", 0, id="no threshold keeps it out"),
        # 0.9 right and the crash as 1.0 wrong in one range: 2 x (0.95 - 1/2); and 0.1 wrong.
        pytest.param(CRASHED, "ece", (2 * 0.45 + 0.1) / 3, id="as sure as can be"),
        pytest.param(CRASHED_NOWHERE, "ece", (2 * 0.45 + 0.1) / 3, id="as sure as can be, unanswerable"),
        pytest.param(CRASHED, "right", 2 / 3, id="not right"),
        pytest.param(CRASHED, "recall_5", 1 / 2, id="found nothing"),
        pytest.param(CRASHED, "refused_wrongly", 1 / 2, id="refused wrongly"),
        pytest.param(CRASHED_NOWHERE, "refused_rightly", 1 / 2, id="not refused rightly"),
    ],
)
def test_a_crash_counts_as_the_worst(crashed: Graded, name: str, expected: float):
    assert value(RIGHT, NOWHERE, crashed, of=name) == pytest.approx(expected)


def test_a_crash_is_the_worst_beside_cosines_below_0_too():
    figures = figures_of([asked("who", -0.4, closest_right=1), asked(UNANSWERABLE, -0.8), CRASHED])
    assert figures["auroc"].value == 1 / 2
    assert figures["coverage_5"].value == 0
    assert figures["ece"] == Figure(None, None, None, 3, "its confidence is no probability")


def test_when_all_crashed_every_figure_is_the_worst():
    figures = figures_of([CRASHED, CRASHED_NOWHERE])
    worst = {
        **{"right": 0, "recall_5": 0, "refused_rightly": 0, "refused_wrongly": 1, "crashed": 2},
        **{"auroc": 0, "aurc": 1, "coverage_5": 0, "ece": 1},
    }
    assert {name: figures[name].value for name in worst} == worst


@pytest.mark.parametrize(
    ("graded", "without"),
    [
        pytest.param((RIGHT, WRONG), {"auroc", "refused_rightly"}, id="no unanswerable question"),
        pytest.param((NOWHERE,), {"auroc", "refused_wrongly", "recall_5", "wrong_body"}, id="nothing else"),
        pytest.param((CRASHED_NOWHERE,), {"auroc", "recall_5", "words"}, id="one question, and it crashed"),
        pytest.param((), set(BY_NAME) - {"crashed"}, id="no question at all"),
    ],
)
def test_what_cannot_be_measured_has_no_value_and_says_why(graded: tuple[Graded, ...], without: set[str]):
    figures = figures_of(graded)
    assert without <= {name for name, figure in figures.items() if figure.value is None}
    for figure in figures.values():
        assert bool(figure.why) == (figure.value is None)
        assert all(isfinite(one) for one in (figure.value, figure.low, figure.high) if one is not None)
    if graded:
        assert figures["auroc"].why == "needs answerable and unanswerable questions"


def test_intervals_hold_their_values():
    figures = figures_of([RIGHT, WRONG, LUCKY, NOWHERE, CRASHED] * 6)
    held = {name: one for name, one in figures.items() if one.low is not None}
    assert set(held) == {
        *("right", "recall_5", "refused_rightly", "refused_wrongly", "ms_median", "ms_95"),
        *("auroc", "aurc", "coverage_5", "ece"),
    }
    assert all(one.low <= one.value <= one.high for one in held.values())


def test_a_group_for_each_type_there_is_for_later_turns_and_for_all():
    later = asked("follow-up", 0.5, turns=("Who left?",), right=1)
    results = results_of("mine", "ours", "without bm25", [NOWHERE, WRONG, later, RIGHT, LUCKY])
    assert list(results.figures) == ["date", "who", "follow-up", UNANSWERABLE, MULTI_TURN, TOTAL]
    counts = {group: figures["right"].count for group, figures in results.figures.items()}
    assert counts == {"date": 2, "who": 1, "follow-up": 1, UNANSWERABLE: 1, MULTI_TURN: 1, TOTAL: 5}
    assert results.figures["date"]["recall_5"].value == 0.25
    assert results.figures[MULTI_TURN]["right"].value == 1
    assert (results.gold, results.system, results.settings) == ("mine", "ours", "without bm25")
    assert [one.reply.confidence for one in results.graded if one.reply] == [0.1, 0.7, 0.5, 0.9, 0.5]


def test_figures_come_in_the_order_of_tables():
    assert list(figures_of([RIGHT])) == [measure.name for measure in MEASURES] == list(BY_NAME)
