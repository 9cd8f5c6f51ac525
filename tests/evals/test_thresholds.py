"""What every change must reach: bounds as they are written, and the lines of what falls short."""

from __future__ import annotations

import pytest

from evals.errors import ResultError
from evals.figures import BY_NAME
from evals.gold import NAMED
from evals.result import Record
from evals.thresholds import Bounds, load_thresholds, shortfalls
from evals.types import Figure

PART = "split=test"


def record(chosen: str = PART, gold: str = "inspection", **figures: Figure) -> Record:
    others = {"total": {"right": Figure(0.0, 0.0, 0.0, 9)}}
    # Of another group and another system: of neither is a bound.
    return Record(
        gold, chosen, "", "ours", {"bm25": others, "ours": {"who": others["total"], "total": figures}}, {}, {}
    )


def short(bounds: Bounds, **figures: Figure) -> tuple[str, ...]:
    return shortfalls(record(**figures), {"inspection": {PART: bounds}})


def between(low: float, high: float) -> Figure:
    return Figure((low + high) / 2, low, high, 90)


@pytest.mark.parametrize(
    ("figure", "bound", "falls"),
    [
        pytest.param(between(0.85, 0.95), {"least": 0.8}, False, id="above"),
        pytest.param(between(0.60, 0.70), {"least": 0.8}, True, id="below"),
        pytest.param(between(0.70, 0.84), {"least": 0.8}, False, id="straddling, the value below"),
        pytest.param(between(0.70, 0.80), {"least": 0.8}, False, id="reaching it"),
        pytest.param(between(0.02, 0.08), {"most": 0.1}, False, id="under the most"),
        pytest.param(between(0.12, 0.20), {"most": 0.1}, True, id="over the most"),
        pytest.param(between(0.08, 0.20), {"most": 0.1}, False, id="straddling the most"),
        pytest.param(Figure(0, None, None, 90), {"most": 0}, False, id="a count"),
        pytest.param(Figure(1, None, None, 90), {"most": 0}, True, id="a count too high"),
        pytest.param(Figure(8, None, None, 90), {"least": 9}, True, id="a count too low"),
    ],
)
def test_only_an_interval_wholly_on_the_wrong_side_falls_short(
    figure: Figure, bound: dict[str, float], falls: bool
):
    assert bool(short({"right": bound}, right=figure)) is falls


def test_each_shortfall_has_a_line_with_the_figure_and_the_bound():
    lines = short(
        {"right": {"least": 0.9, "most": 0.3}, "wrong_body": {"most": 0}, "mrr": {"least": 0.1}},
        right=between(0.4, 0.5),
        wrong_body=Figure(3.0, None, None, 90),
        mrr=between(0.4, 0.5),
    )
    assert lines == (
        "inspection (split=test): right is 0.450 (95% interval 0.400 to 0.500), but must be at least 0.9",
        "inspection (split=test): right is 0.450 (95% interval 0.400 to 0.500), but must be at most 0.3",
        "inspection (split=test): wrong_body is 3, but must be at most 0",
    )


def test_what_could_not_be_measured_falls_short():
    nothing = Figure(None, None, None, 90, "needs answerable and unanswerable questions")
    assert short({"auroc": {"least": 0.5}, "mrr": {"most": 1}}, auroc=nothing) == (
        "inspection (split=test): auroc could not be measured (needs answerable and unanswerable questions)",
        "inspection (split=test): mrr could not be measured (it is not in the result)",
    )


@pytest.mark.parametrize(
    ("gold", "chosen", "line"),
    [
        (
            "inspection",
            "",
            "inspection: there are no thresholds for it; there are for mine, inspection --set split=test",
        ),
        ("theirs", PART, "theirs (split=test): there are no thresholds for it"),
        ("mine", PART, "mine (split=test): there are no thresholds for it"),
    ],
)
def test_a_run_without_thresholds_falls_short(gold: str, chosen: str, line: str):
    known = {"mine": {"": {"right": {"least": 0.0}}}, "inspection": {PART: {"right": {"least": 0.0}}}}
    [told] = shortfalls(record(chosen, gold, right=between(0.8, 0.9)), known)
    assert told.startswith(line)


def test_without_any_threshold_there_are_for_nothing():
    [told] = shortfalls(record(right=between(0.8, 0.9)), {"inspection": {PART: {}}, "mine": {}})
    assert told.startswith("inspection (split=test): there are no thresholds for it")
    assert shortfalls(record(), {})[0].endswith("there are for nothing")


def test_thresholds_are_read_as_they_are_written():
    text = """
    [inspection."split=test"]
    recall_5 = { least = 0.9 }
    wrong_body = { most = 0 }
    ms_95 = { least = 1, most = 900.5 }
    """
    assert load_thresholds(text) == {
        "inspection": {
            PART: {
                "recall_5": {"least": 0.9},
                "wrong_body": {"most": 0},
                "ms_95": {"least": 1, "most": 900.5},
            }
        }
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("[inspection", "thresholds.toml: not valid TOML", id="no TOML"),
        pytest.param(
            "inspection = 1", "thresholds.toml: inspection must be a table", id="a set that is a number"
        ),
        pytest.param(
            "[inspection]\nright = 0.8",
            "thresholds.toml: inspection.right must be a table",
            id="no part of a set",
        ),
        pytest.param(
            '[inspection."split=test"]\nrecal_5 = { least = 1 }',
            "thresholds.toml: inspection, split=test: there is no measure 'recal_5'; there are right, ",
            id="unknown measure",
        ),
        pytest.param(
            "[inspection.all]\nclosest_right = { least = 1 }",
            "there is no measure 'closest_right'",
            id="a measure that is not shown",
        ),
    ],
)
def test_thresholds_that_cannot_be_used(text: str, told: str):
    with pytest.raises(ResultError) as raised:
        load_thresholds(text)
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "bound",
    [
        *("0.8", '"0.8"', "[0.8]", "{}", "{ least = 'much' }", "{ least = [1] }", "{ least = true }"),
        *("{ at_least = 0.8 }", "{ least = 0.8, highest = 1 }", "{ least = nan }", "{ most = inf }"),
    ],
)
def test_a_bound_of_another_shape(bound: str):
    with pytest.raises(ResultError, match=r"inspection, all: mrr must be a table such as \{ least = 0\.8 \}"):
        load_thresholds(f"[inspection.all]\nmrr = {bound}")


def test_the_thresholds_of_the_product_are_for_its_own_sets_and_ask_something():
    thresholds = load_thresholds()
    assert set(thresholds) <= set(NAMED)
    bounds = thresholds["inspection"][PART]
    assert bounds
    assert set(bounds) <= set(BY_NAME)
