"""What the report page says in words, of runs made up by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from evals.figures import MEASURES
from evals.page_words import headline, large, lead, shown
from evals.types import Figure, GoldRow, Graded, Results

RIGHT, WRONG = {"right": 1.0}, {"right": 0.0}


def results(*graded: Graded, system: str = "ours", figures: Mapping[str, Figure] | None = None) -> Results:
    """A run whose figures are only those given, and `right` worked out without an interval."""
    right = [one.scores["right"] for one in graded]
    total = Figure(sum(right) / len(right) if right else None, None, None, len(right), "")
    return Results("gold", system, "", graded, {"total": {"right": total, **(figures or {})}})


def asked(marks: str, system: str = "ours") -> Results:
    """A run of one question a letter: r for right, w for wrong."""
    return results(
        *(
            Graded(GoldRow(str(n), "Who?", "who"), None, RIGHT if mark == "r" else WRONG)
            for n, mark in enumerate(marks)
        ),
        system=system,
    )


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ([asked("rrw")], "The assistant gets 2 of 3 questions right."),
        ([asked("rrw", "bm25")], "bm25 gets 2 of 3 questions right."),
        ([results()], "The assistant was asked nothing."),
        (
            [asked("r" * 20), asked("w" * 20, "starter"), asked("r" * 9 + "w" * 11, "bm25")],
            "The assistant gets 20 of 20 questions right, 11 more than “bm25”, the best of the baselines.",
        ),
        (
            [asked("w" * 20), asked("r" * 10 + "w" * 10, "bm25")],
            "The assistant gets 0 of 20 questions right, 10 fewer than “bm25”, the best of the baselines.",
        ),
        (
            [asked("rrwwwwww"), asked("rwwwwwww", "bm25")],
            "The assistant gets 2 of 8 questions right, 1 more than “bm25”, the best of the baselines: "
            "too close to call.",
        ),
        (
            [asked("rw"), asked("wr", "bm25")],
            "The assistant gets 1 of 2 questions right, as many as “bm25”, the best of the baselines.",
        ),
    ],
)
def test_the_headline_says_how_many_are_right_and_whether_a_baseline_comes_near(
    runs: list[Results], said: str
):
    assert headline(runs) == said


def test_the_lead_tells_of_refusals_other_bodies_and_crashes():
    figures = {
        "refused_rightly": Figure(0.75, 0.6, 0.9, 8),
        "refused_wrongly": Figure(0.5, 0.4, 0.6, 12),
        "wrong_body": Figure(0.0, None, None, 20),
        "crashed": Figure(1.0, None, None, 20),
    }
    (told,) = lead([results(figures=figures)])
    assert told == (
        "Asked what no report says, it refuses 6 of 8 times. Asked what one does say, it still refuses "
        "6 of 12 times. It never quotes a report about another body than the question’s. Questions that "
        "ended in an error, and count as wrong: 1."
    )
    figures["wrong_body"] = Figure(2.0, None, None, 20)
    assert "another body than the question’s: 2." in lead([results(figures=figures)])[0]
    assert lead([results()]) == []


def test_both_halves_of_a_set_are_told_apart():
    halves = [
        Graded(GoldRow(f"{split}{n}", "Who?", "who", split), None, scores)
        for split, scores in (("tune", RIGHT), ("test", WRONG))
        for n in range(3)
    ]
    assert lead([results(*halves)]) == [
        "Of the 3 questions that only judge (split “test”) 0% (0% to 0%) end right; of the 3 that may be "
        "looked at (split “tune”), 100% (100% to 100%)."
    ]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("right", 0.626, "63%"),
        ("ms_median", 4.26, "4.3 ms"),
        ("ms_median", 84.4, "84 ms"),
        ("ms_median", 1234.0, "1.2 s"),
        ("wrong_body", 3.0, "3"),
        ("words", 31.4, "31"),
    ],
)
def test_values_are_said_as_a_reader_says_them(name: str, value: float, said: str):
    assert shown(next(one for one in MEASURES if one.name == name), value) == said


def test_a_large_figure_says_its_interval_its_count_and_those_of_the_baselines():
    ours = {"right": Figure(0.63, 0.57, 0.694, 240), "wrong_body": Figure(0.0, None, None, 1)}
    theirs = {"right": Figure(0.4, 0.3, 0.5, 240)}
    told = large([results(figures=ours), results(system="bm25", figures=theirs)])
    right, body = told[0], told[4]
    assert (right.value, right.interval, right.of) == ("63%", "57% to 69%", "240 questions")
    assert [(one.name, one.hue, one.value) for one in right.beside] == [("bm25", "s1", "40%")]
    assert (body.value, body.interval, body.of) == ("0", "", "1 question")
    assert body.beside[0].value == "–"


def test_a_large_figure_that_is_not_there_says_why():
    figures = {"refused_rightly": Figure(None, None, None, 0, "no question of this kind")}
    told = large([results(figures=figures)])
    assert (told[2].value, told[2].why) == ("–", "no question of this kind")
    assert (told[5].value, told[5].why) == ("–", "not measured")
