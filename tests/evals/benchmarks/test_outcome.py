"""Tables of figures, as text and as plain values."""

from __future__ import annotations

import json

from evals.benchmarks.outcome import Column, Outcome, Row, Table
from evals.types import Figure

HALF = Figure(0.5, 0.25, 0.75, 4)
LESS = Figure(-0.125, -0.25, 0.0, 4)
NOTHING = Figure(None, None, None, 3, "no question of this kind")
ROWS = (
    Row("ours", (HALF, None)),
    Row("theirs", (NOTHING, LESS)),
    Row("between", (LESS, None), difference=True),
)
COLUMNS = (Column("recall"), Column("minus it", digits=2, difference=True))
OUTCOME = Outcome("made up", (Table("Of four", COLUMNS, ROWS),), "How it was measured.")


def test_every_figure_is_shown_with_interval_and_count():
    lines = OUTCOME.as_text().split("\n")
    assert [" ".join(line.split()) for line in lines] == [
        "Of four",
        "",
        "recall minus it",
        "n=3 or 4 n=4",
        "ours 0.500 [0.250-0.750]",
        "theirs - (no question of this kind) -0.12 [-0.25 to +0.00]",
        "between -0.125 [-0.250 to +0.000]",
        "",
        "How it was measured.",
        "",
    ]


def test_columns_stand_below_their_names():
    head, counts, ours, theirs, _ = OUTCOME.as_text().split("\n")[2:7]
    end = head.index("recall") + len("recall")
    assert [line[:end].split()[-1] for line in (counts, ours, theirs)] == ["4", "[0.250-0.750]", "kind)"]


def test_notes_are_wrapped():
    long = Outcome("made up", (), "word " * 100)
    assert max(map(len, long.as_text().split("\n"))) <= 110


def test_as_plain_values_by_hand():
    assert json.loads(json.dumps(OUTCOME.as_dict())) == {
        "benchmark": "made up",
        "notes": "How it was measured.",
        "tables": [
            {
                "title": "Of four",
                "rows": {
                    "ours": {"recall": {"value": 0.5, "low": 0.25, "high": 0.75, "count": 4, "why": ""}},
                    "theirs": {
                        "recall": {
                            "value": None,
                            "low": None,
                            "high": None,
                            "count": 3,
                            "why": "no question of this kind",
                        },
                        "minus it": {"value": -0.125, "low": -0.25, "high": 0.0, "count": 4, "why": ""},
                    },
                    "between": {
                        "recall": {"value": -0.125, "low": -0.25, "high": 0.0, "count": 4, "why": ""}
                    },
                },
            }
        ],
    }
