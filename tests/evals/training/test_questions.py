"""The training questions: exact, about bodies that do not judge, and none of them of the gold set."""

from __future__ import annotations

import json
import re

import pytest

from assistant.cues import content_words
from corpus.read import read_report
from evals.gold import INSPECTION, load_gold
from evals.training.__main__ import QUESTIONS
from evals.training.domain import reports_to_learn_from
from index.lexical import stems
from index.library import sample_folder
from index.mention import BodyFinder

FILES = sorted(QUESTIONS.glob("*.jsonl"))
ROWS = [
    (f"{file.name}:{n}", json.loads(line))
    for file in FILES
    for n, line in enumerate(file.read_text("utf-8").splitlines(), 1)
]
REPORTS = {path.name: read_report(path) for path in reports_to_learn_from()}
ALL = [read_report(path) for path in sorted(sample_folder().glob("*.md"))]
GOLD = load_gold(INSPECTION)
FINDER = BodyFinder(report.body for report in ALL)
LEARNT = {report.body for report in REPORTS.values()}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def matter(question: str) -> frozenset[str]:
    return frozenset(stems(content_words(question)))


def test_there_are_as_many_as_the_recipe_says():
    assert len(ROWS) >= 300
    unanswerable = sum(not row["answers"] for _, row in ROWS)
    assert 0.25 * len(ROWS) <= unanswerable <= 0.45 * len(ROWS)


def test_what_is_learnt_from_is_about_no_body_that_judges():
    evidence = {
        place.report
        for row in GOLD
        if row.split == "test" and row.type != "definition"
        for piece in row.evidence
        for place in piece
    }
    assert len(LEARNT) >= 6
    assert not evidence & set(REPORTS)
    assert len(REPORTS) < len(ALL)


def test_none_is_about_a_body_that_judges():
    wrong = []
    for where, row in ROWS:
        named = set(FINDER.find(" / ".join((*row["turns"], row["question"]))).bodies)
        # The name of a county may stand for several.
        if named and not named & LEARNT:
            wrong.append(where)
    assert not wrong


def test_none_is_asked_in_the_gold_set_in_nearly_the_same_words():
    asked = [matter(row.question) for row in GOLD if not row.turns]
    near = []
    for where, row in ROWS:
        mine = matter(row["question"])
        if not row["turns"] and any(len(mine & other) >= 0.8 * len(mine | other) for other in asked):
            near.append(where)
    assert not near


def test_none_is_there_twice():
    asked = [(" / ".join(row["turns"]).casefold(), " ".join(words(row["question"]))) for _, row in ROWS]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize(("where", "row"), ROWS, ids=[where for where, _ in ROWS])
def test_each_answer_stands_in_its_report(where: str, row: dict[str, object]):
    assert set(row) == {"question", "turns", "answers"}
    for one in row["answers"]:  # type: ignore[attr-defined]
        assert set(one) <= {"report", "quote", "after"}
        text = REPORTS[one["report"]].text
        start = text.find(one["quote"], max(0, text.find(one.get("after", ""))))
        assert start >= 0, f"{where}: {one['quote']}"
