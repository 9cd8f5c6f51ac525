"""Results as text: aligned tables, what has no value, differences, and the list of what went wrong."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from evals.compare import Comparison
from evals.figures import BY_NAME, MEASURES, results_of
from evals.report import BY_TYPE, by_type, cell, comparison, headline, markdown, wrong_ones
from evals.types import Cited, Figure, GoldRow, Graded, Reply, Results, Span

SHARE, COUNT, WORDS, MS = (BY_NAME[name] for name in ("right", "wrong_body", "words", "ms_95"))
WHO = GoldRow("q1", "Who signed?", "who", expected=(("Craig", "Guildford"), ("the chief",)))
CITED = Cited(Span("r.md", 0, 9), "Craig\n  Guildford", title="Letter", published=date(2024, 3, 1))


def graded(row: GoldRow, reply: Reply | None = None, error: str = "", **scores: float) -> Graded:
    measured = {"right": 0.0, "closest_right": 0.0, "refused_wrongly": 0.0, "said": 1.0} | scores
    return Graded(row, reply, measured, 12.0, error)


def rows_of(table: str) -> dict[str, str]:
    """Each line of a table by its label."""
    return {line.split("  ")[0]: line for line in table.splitlines()}


def results(system: str = "ours", count: int = 4, confidence: float = 0.5) -> Results:
    asked = [
        graded(
            replace(WHO, type=("who", "date")[number % 2]),
            Reply(True, "It is so.", confidence),
            right=float(number % 2),
            mrr=1.0,
        )
        for number in range(count)
    ]
    return results_of("mine", system, "", asked)


@pytest.mark.parametrize(
    ("figure", "options", "expected"),
    [
        pytest.param(Figure(0.874, 0.8249, 0.915, 9), {}, "0.87 [0.82-0.92]", id="share"),
        pytest.param(Figure(1.0, 1.0, 1.0, 9), {}, "1.00 [1.00-1.00]", id="all"),
        pytest.param(Figure(None, None, None, 9, "why"), {}, "-", id="no value"),
        pytest.param(Figure(0.5, None, None, 9), {}, "0.50", id="no interval"),
        pytest.param(Figure(0.5, 0.1, 0.9, 9), {"bare": True}, "0.50", id="bare"),
        pytest.param(
            Figure(0.125, -0.1, 0.3, 9), {"signed": True}, "+0.12 [-0.10 to +0.30]", id="difference"
        ),
        pytest.param(Figure(0.0, 0.0, 0.0, 9), {"signed": True}, "0.00 [0.00 to 0.00]", id="no difference"),
        pytest.param(
            Figure(0.001, -0.004, 0.2, 9), {"signed": True}, "0.00 [0.00 to +0.20]", id="0 has no sign"
        ),
    ],
)
def test_a_share_in_a_cell(figure: Figure, options: dict[str, bool], expected: str):
    assert cell(SHARE, figure, **options) == expected


def test_times_words_and_counts_are_whole_numbers():
    assert cell(MS, Figure(123.7, 99.2, 150.0, 9)) == "124 [99-150]"
    assert cell(WORDS, Figure(31.4, 30.0, 33.0, 9)) == "31 [30-33]"
    assert cell(COUNT, Figure(2.0, None, None, 9)) == "2"
    assert cell(COUNT, Figure(-2.0, -4.0, 0.3, 9), signed=True) == "-2 [-4 to 0]"


def test_the_headline_has_a_row_a_measure_and_a_column_a_system():
    lines = headline([results(), results("bm25")]).splitlines()
    assert lines[0].split() == ["ours", "bm25", "questions"]
    assert [line.split("  ")[0] for line in lines[1 : 1 + len(MEASURES)]] == [one.label for one in MEASURES]
    assert rows_of("\n".join(lines))["right as a whole"].split() == [
        *("right", "as", "a", "whole", "0.50", "[0.00-1.00]", "0.50", "[0.00-1.00]", "4")
    ]


def test_tables_are_aligned():
    table = headline([results(), results("a-very-long-name-of-a-system")]).splitlines()[: 1 + len(MEASURES)]
    assert len({len(line) for line in table}) == 1
    ends = {table[0].index(word) + len(word) for word in ("ours", "a-very-long-name-of-a-system")}
    for line in table[1:]:
        assert all(line[end - 1] != " " and line[end] == " " for end in ends)
    narrow = by_type(results()).splitlines()
    assert len({len(line) for line in narrow}) == 1


def test_what_cannot_be_measured_is_a_dash_with_its_reason_below():
    text = headline([results(confidence=14.0), results("bm25", confidence=0.5)])
    rows = rows_of(text)
    assert rows["AUROC"].split() == ["AUROC", "-", "-", "4"]
    assert rows["refused rightly"].split() == ["refused", "rightly", "-", "-", "0"]
    assert rows["ECE"].split()[:2] == ["ECE", "-"]
    assert rows["ECE"].split()[2] != "-"
    assert text.endswith("\n")
    reasons = [line for line in text.splitlines() if line.startswith("- ")]
    assert "- AUROC: needs answerable and unanswerable questions" in reasons
    assert "- ECE: its confidence is no probability" in reasons
    assert "- refused rightly: no question of this kind" in reasons
    assert reasons == sorted(set(reasons))


@pytest.mark.parametrize(
    "run",
    [
        pytest.param(results(), id="no unanswerable question"),
        pytest.param(results(count=1), id="one question"),
        pytest.param(results_of("mine", "ours", "", []), id="no question"),
        pytest.param(
            results_of("mine", "ours", "", [graded(WHO, error="KeyError")]), id="one, and it crashed"
        ),
        pytest.param(
            results_of("mine", "ours", "", [graded(replace(WHO, type="unanswerable"), refused_rightly=0)]),
            id="nothing answerable",
        ),
    ],
)
def test_no_table_has_a_nan(run: Results):
    text = headline([run, run]) + by_type(run)
    assert not re.search(r"\b(nan|inf|None)\b", text)


def test_types_have_a_row_each_with_their_number_and_without_leading_noughts():
    rows = rows_of(by_type(results()))
    assert list(rows) == ["", "date", "who", "total"]
    assert rows[""].split("  ")[-1].strip() == BY_TYPE["timed_right"]
    assert rows["date"].split()[:4] == ["date", "2", "1.00", "[1.00-1.00]"]
    assert rows["who"].split()[:4] == ["who", "2", ".00", "[.00-.00]"]
    assert rows["total"].split()[:4] == ["total", "4", ".50", "[.00-1.00]"]


def test_a_comparison_lists_differences_and_ids():
    compared = Comparison(
        {"right": Figure(0.1, -0.05, 0.25, 20), "words": Figure(-3.2, -5.0, 1.0, 12)},
        won=("a", "b"),
        lost=(),
        left_out=("c",),
    )
    assert comparison(compared) == (
        "later less earlier              difference  questions\n"
        "right as a whole    +0.10 [-0.05 to +0.25]         20\n"
        "words                        -3 [-5 to +1]         12\n"
        "\n"
        "won: 2: a, b\n"
        "lost: 0\n"
        "in one run only: 1: c\n"
    )


def test_what_was_answered_wrongly_is_told_with_what_was_expected():
    evidence = ((Span("b.md", 1, 2), Span("a.md", 1, 2)), (Span("b.md", 5, 6),))
    row = replace(WHO, turns=("Which force?",), evidence=evidence)
    reply = Reply(True, "It was\nsigned. [1]", 0.5, (CITED, CITED), CITED)
    right = graded(replace(WHO, id="q0"), reply, right=1.0)
    wrong = graded(row, reply, first_cited=0, said=0, mrr=1 / 3, wrong_body=1)
    assert wrong_ones([right, wrong]) == (
        "q1 (who): Which force? / Who signed?\n"
        "  the first citation is not the evidence; the expected words are not in the quotes; "
        "quotes a report about another body\n"
        "  answer: It was signed. [1]\n"
        "  from: Letter, 2024-03-01\n"
        "  expected: Craig & Guildford | the chief, in a.md, b.md; found first at rank 3\n"
    )


def test_what_was_refused_wrongly_is_told_with_what_was_nearest():
    row = replace(WHO, evidence=tuple((Span(f"{name}.md", 1, 2),) for name in "dcba"))
    reply = Reply(False, "The reports do not say.", 0.125, (), replace(CITED, published=None))
    assert wrong_ones([graded(row, reply, refused_wrongly=1, mrr=0)]) == (
        "q1 (who): Who signed?\n"
        "  refused, though the reports say\n"
        "  answer: The reports do not say.\n"
        "  nearest: Craig Guildford (0.12)\n"
        "  expected: Craig & Guildford | the chief, in a.md, b.md, c.md and 1 more; not found\n"
    )


def test_crashes_and_answers_to_what_no_report_answers_are_told():
    nowhere = GoldRow("u1", "How tall?", "unanswerable")
    answered = Reply(True, "Tall.", 0.5, (replace(CITED, published=None),), CITED)
    text = wrong_ones([graded(WHO, error="KeyError: x"), graded(nowhere, answered, refused_rightly=0)])
    assert text == (
        "q1 (who): Who signed?\n"
        "  crashed: KeyError: x\n"
        "  expected: Craig & Guildford | the chief, in any report\n"
        "\n"
        "u1 (unanswerable): How tall?\n"
        "  answered, though the reports do not say\n"
        "  answer: Tall.\n"
        "  from: Letter, no date\n"
    )


def test_when_nothing_went_wrong_that_is_said():
    assert wrong_ones([graded(WHO, Reply(True, "", 0.5), right=1.0)]) == "Nothing went wrong.\n"
    assert wrong_ones([]) == "Nothing went wrong.\n"


def test_a_table_in_markdown_keeps_bars_as_text():
    assert markdown([["", "a|b"], ["right", "0.5"]]) == "|  | a\\|b |\n| --- | ---: |\n| right | 0.5 |\n"
