"""The gold sets that come with the product, held against the reports that come with it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from corpus.read import read_report
from corpus.sentences import sentence_spans
from evals.gold import NAMED, check_evidence, load_gold
from evals.types import FOLLOW_UP, GoldRow

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {path.name: read_report(path).text for path in sorted((ROOT / "corpus" / "reports").glob("*.md"))}
ROWS = {name: load_gold(name) for name in NAMED}
FIELDS = ["id", "question", "turns", "type", "expected", "evidence"]
ANSWERABLE = [row for rows in ROWS.values() for row in rows if row.answerable]


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def runs_of(text: str, length: int) -> set[tuple[str, ...]]:
    """All runs of `length` words in a row; none where there are fewer."""
    words = words_of(text)
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def quotes_of(row: GoldRow) -> list[str]:
    return [TEXTS[span.report][span.start : span.end] for span in row.evidence]


@pytest.mark.parametrize(
    ("name", "prefix", "questions", "unanswerable"), [("sample", "s", 60, 15), ("tune", "t", 36, 10)]
)
def test_set_has_its_size_and_its_names(name: str, prefix: str, questions: int, unanswerable: int) -> None:
    rows = ROWS[name]
    assert [row.id for row in rows] == [f"{prefix}{number:03d}" for number in range(1, questions + 1)]
    assert sum(not row.answerable for row in rows) == unanswerable


@pytest.mark.parametrize("name", NAMED)
def test_every_line_has_exactly_the_fields(name: str) -> None:
    lines = (ROOT / "evals" / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    assert all(list(json.loads(line)) == FIELDS for line in lines)


@pytest.mark.parametrize("name", NAMED)
def test_every_kind_of_question_is_there(name: str) -> None:
    kinds = {row.type for row in ROWS[name]}
    wanted = {"fact", "number", "date", "who", "list", "status", "latest", "follow-up", "unanswerable"}
    assert kinds == wanted
    assert all((row.type == FOLLOW_UP) == bool(row.turns) for row in ROWS[name])


def test_sets_share_no_question() -> None:
    asked = [(*row.turns, row.question) for rows in ROWS.values() for row in rows]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("name", NAMED)
def test_evidence_lies_inside_the_reports(name: str) -> None:
    check_evidence(ROWS[name], TEXTS)


@pytest.mark.parametrize("row", ANSWERABLE, ids=lambda row: row.id)
class TestAnswerable:
    def test_evidence_is_whole_sentences(self, row: GoldRow) -> None:
        for span, quote in zip(row.evidence, quotes_of(row), strict=True):
            assert quote == quote.strip()
            assert (span.start, span.end) in sentence_spans(TEXTS[span.report])
        assert len(set(row.evidence)) == len(row.evidence)

    def test_evidence_says_every_alternative(self, row: GoldRow) -> None:
        said = "\n".join(quotes_of(row)).lower()
        for alternative in row.expected:
            assert all(words.lower() in said for words in alternative), alternative

    def test_question_is_not_in_the_words_of_the_evidence(self, row: GoldRow) -> None:
        for quote in quotes_of(row):
            assert not runs_of(row.question, 5) & runs_of(quote, 5)


def test_runs_of_words_skip_case_and_marks() -> None:
    assert runs_of("The Force's plan, again", 4) == {
        ("the", "force", "s", "plan"),
        ("force", "s", "plan", "again"),
    }
    assert runs_of("too short", 5) == set()
