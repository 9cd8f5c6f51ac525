"""Measures of confidence, against figures worked out by hand and those of scikit-learn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from evals.abstention import aurc, auroc, calibration, coverage_at, ece, risk_coverage

# Few values, so that there are ties; below 0 and above 1, as cosines and scores of BM25 are.
ASKED = st.lists(st.tuples(st.integers(-3, 12).map(lambda tenths: tenths / 10), st.booleans()), max_size=30)
INFINITE = float("inf")


def flags(word: str) -> list[bool]:
    """ "RWR" -> right, wrong, right."""
    return [letter == "R" for letter in word]


@pytest.mark.parametrize(
    ("confidence", "answerable", "expected"),
    [
        pytest.param([0.9, 0.8, 0.1], [True, True, False], 1, id="told apart"),
        pytest.param([0.1, 0.2, 0.9], [True, True, False], 0, id="the wrong way round"),
        pytest.param([0.5, 0.5, 0.5], [True, False, False], 0.5, id="always the same"),
        # Of the two pairs one is told apart, one is a tie.
        pytest.param([0.9, 0.4, 0.4], [True, True, False], 0.75, id="a tie counts half"),
        # 0.9 beats both, 0.3 beats 0.1 and not 0.6.
        pytest.param([0.9, 0.3, 0.6, 0.1], [True, True, False, False], 0.75, id="three pairs of four"),
        pytest.param([-0.2, -0.4], [True, False], 1, id="cosines below 0"),
        pytest.param([14.0, 3.0], [True, False], 1, id="scores above 1"),
        pytest.param([-INFINITE, 0.1, INFINITE], [True, True, False], 0, id="without end"),
        pytest.param([0.9, 0.1], [True, True], None, id="none unanswerable"),
        pytest.param([0.9, 0.1], [False, False], None, id="none answerable"),
        pytest.param([0.9], [True], None, id="one question"),
        pytest.param([], [], None, id="no question"),
    ],
)
def test_auroc(confidence: list[float], answerable: list[bool], expected: float | None):
    assert auroc(confidence, answerable) == expected


@given(ASKED)
def test_auroc_is_that_of_scikit_learn(asked: list[tuple[float, bool]]):
    confidence, answerable = [sure for sure, _ in asked], [given for _, given in asked]
    measured = auroc(confidence, answerable)
    if len(set(answerable)) < 2:
        assert measured is None
    else:
        assert measured == pytest.approx(roc_auc_score(answerable, confidence))


@pytest.mark.parametrize(
    ("confidence", "right", "expected"),
    [
        pytest.param([0.7, 0.9, 0.8], "RRW", [(1 / 3, 0), (2 / 3, 1 / 2), (1, 1 / 3)], id="surest first"),
        pytest.param([0.5, 0.9, 0.5], "RWW", [(1 / 3, 1), (1, 2 / 3)], id="a tie comes in together"),
        pytest.param([0.5, 0.5], "RW", [(1, 1 / 2)], id="all tied"),
        pytest.param([-0.5, 1.5], "RR", [(1 / 2, 0), (1, 0)], id="not within 0 to 1"),
        pytest.param([0.9], "W", [(1, 1)], id="one question"),
        pytest.param([], "", [], id="no question"),
    ],
)
def test_the_risk_coverage_curve(confidence: list[float], right: str, expected: list[tuple[float, float]]):
    assert risk_coverage(confidence, flags(right)) == [pytest.approx(point) for point in expected]


@pytest.mark.parametrize(
    ("confidence", "right", "expected"),
    [
        # Risks 0, 1/2 and 1/3 at the three coverages.
        pytest.param([0.9, 0.8, 0.7], "RWR", (0 + 1 / 2 + 1 / 3) / 3, id="one wrong between"),
        pytest.param([0.9, 0.8, 0.7], "RRW", (0 + 0 + 1 / 3) / 3, id="the wrong one last"),
        pytest.param([0.9, 0.8, 0.7], "WRR", (1 + 1 / 2 + 1 / 3) / 3, id="the wrong one first"),
        pytest.param([0.9, 0.5, 0.5], "RRW", (0 + 1 / 3 + 1 / 3) / 3, id="a tie bears its risk together"),
        pytest.param([0.5] * 4, "RWRW", 1 / 2, id="confidence without meaning"),
        pytest.param([0.9, 0.8], "RR", 0, id="all right"),
        pytest.param([0.9, 0.8], "WW", 1, id="all wrong"),
        pytest.param([], "", None, id="no question"),
    ],
)
def test_the_area_under_the_risk_coverage_curve(confidence: list[float], right: str, expected: float | None):
    assert aurc(confidence, flags(right)) == (None if expected is None else pytest.approx(expected))


FALLING = [1 - place / 100 for place in range(40)]


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        pytest.param("R" * 19 + "W", 1, id="1 of 20 wrong is 5%"),
        pytest.param("R" * 18 + "W", 18 / 19, id="1 of 19 is more"),
        pytest.param("R" * 10 + "W" * 10, 10 / 20, id="up to the first wrong one"),
        pytest.param("W" + "R" * 19, 1, id="a bad start made good"),
        pytest.param("W" + "R" * 18, 0, id="a bad start not made good"),
        pytest.param("W", 0, id="one wrong"),
        pytest.param("R", 1, id="one right"),
        pytest.param("", None, id="no question"),
    ],
)
def test_coverage_at_5_percent_risk(right: str, expected: float | None):
    assert coverage_at(FALLING[: len(right)], flags(right)) == expected


def test_coverage_at_another_risk_and_that_a_tie_cannot_be_parted():
    assert coverage_at([0.9, 0.8], flags("RW"), risk=0.5) == 1
    assert coverage_at([0.8, 0.8], flags("RW"), risk=0.4) == 0


@pytest.mark.parametrize(
    ("confidence", "right", "expected"),
    [
        pytest.param([1.0, 1.0], "RR", 0, id="sure and right"),
        pytest.param([1.0, 1.0], "WW", 1, id="sure and wrong"),
        pytest.param([0.0, 0.0], "WW", 0, id="not sure and wrong"),
        # Ranges 0.9 to 1 and 0.8 to 0.9: 0.05 and 0.85, a question each.
        pytest.param([0.95, 0.85], "RW", 0.45, id="two ranges"),
        # One range: mean 0.15, half right.
        pytest.param([0.12, 0.18], "RW", 0.35, id="one range"),
        # Mean 0.975, half right: 1.0 has no range of its own.
        pytest.param([0.95, 1.0], "RW", 0.475, id="1 is of the last range"),
        # 0.05 wrong and 0.1 right: 0.05 and 0.9; in one range it would be 0.425.
        pytest.param([0.05, 0.1], "WR", 0.475, id="a range holds its lower end"),
        # Three questions 0.1 off, one 0.5 off.
        pytest.param([0.9, 0.9, 0.9, 0.5], "RRRR", (3 * 0.1 + 0.5) / 4, id="ranges weigh what they hold"),
        pytest.param([0.3], "W", 0.3, id="one question"),
        pytest.param([0.5, 1.01], "RR", None, id="above 1"),
        pytest.param([0.5, -0.01], "RR", None, id="below 0"),
        pytest.param([0.5, INFINITE], "RR", None, id="without end"),
        pytest.param([], "", None, id="no question"),
    ],
)
def test_expected_calibration_error(confidence: list[float], right: str, expected: float | None):
    assert ece(confidence, flags(right)) == (None if expected is None else pytest.approx(expected))


def test_calibration_by_ranges():
    measured = calibration([0.12, 1.0, 0.18, 0.94], flags("RRWW"))
    assert measured == [pytest.approx((0.15, 0.5, 2)), pytest.approx((0.97, 0.5, 2))]


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_no_question_is_lost_between_the_ranges(asked: list[tuple[float, bool]]):
    confidence, right = [sure for sure, _ in asked], [given for _, given in asked]
    assert sum(count for _, _, count in calibration(confidence, right)) == len(asked)
    measured = ece(confidence, right)
    assert measured is not None
    assert -1e-9 <= measured <= 1 + 1e-9


@given(ASKED.filter(bool), st.randoms())
def test_the_order_of_questions_does_not_matter(asked: list[tuple[float, bool]], random):
    def measured() -> list[float | None]:
        confidence, right = [sure for sure, _ in asked], [given for _, given in asked]
        return [aurc(confidence, right), coverage_at(confidence, right), auroc(confidence, right)]

    before = measured()
    random.shuffle(asked)
    assert measured() == pytest.approx(before)
