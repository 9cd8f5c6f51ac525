"""Gold sets are read to the letter, and what is wrong is named with its file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.errors import GoldError
from evals.gold import check_evidence, load_gold
from evals.types import GoldRow, Span

FACT = {
    "id": "one",
    "question": "Which cause of concern is open?",
    "type": "status",
    "expected": [["investigations"], ["investigating", "crime"]],
    "evidence": [{"report": "letter.md", "start": 3, "end": 9}],
}


def gold_file(folder: Path, *lines: object) -> str:
    path = folder / "gold.jsonl"
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
    return str(path)


def test_a_set_is_read(tmp_path: Path):
    follow_up = FACT | {"id": "two", "type": "follow-up", "turns": ["Which are closed?"]}
    path = gold_file(tmp_path, FACT, "", follow_up, {"id": "three", "question": "?", "type": "unanswerable"})
    first, second, third = load_gold(path)
    assert first == GoldRow(
        id="one",
        question="Which cause of concern is open?",
        type="status",
        expected=(("investigations",), ("investigating", "crime")),
        evidence=(Span("letter.md", 3, 9),),
        where=f"{path}:1",
    )
    assert second.turns == ("Which are closed?",)
    assert second.where == f"{path}:3"
    assert (third.answerable, third.expected, third.evidence) == (False, (), ())


def test_a_line_break_of_unicode_inside_a_string_ends_no_line(tmp_path: Path):
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(FACT | {"question": "Which\u2028one?"}, ensure_ascii=False), encoding="utf-8")
    assert load_gold(str(path))[0].question == "Which\u2028one?"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        pytest.param("{", "not valid JSON", id="cut short"),
        pytest.param("[" * 100_000, "not valid JSON", id="too deep"),
        pytest.param('{"id": "a", "id": "b"}', "id is given twice", id="a field twice"),
        pytest.param([1], "an object", id="a list"),
        pytest.param(FACT | {"answer": "x"}, "unknown field answer", id="unknown field"),
        pytest.param({"id": "a", "question": "?"}, "missing field type", id="no type"),
        pytest.param(FACT | {"type": "guess"}, "'guess' is none of fact", id="unknown type"),
        pytest.param(FACT | {"question": " "}, "question holds", id="blank question"),
        pytest.param(FACT | {"id": 7}, "id holds", id="id is a number"),
        pytest.param(FACT | {"turns": "Which?"}, "turns must be a list", id="turns is a string"),
        pytest.param(FACT | {"type": "follow-up"}, "needs the questions before it", id="no turns"),
        pytest.param(FACT | {"expected": ["open"]}, "expected must be a list", id="alternatives not lists"),
        pytest.param(FACT | {"expected": [[]]}, "empty list in expected", id="empty alternative"),
        pytest.param(FACT | {"expected": []}, "expected is missing", id="nothing expected"),
        pytest.param(FACT | {"evidence": []}, "evidence is missing", id="no evidence"),
        pytest.param(FACT | {"type": "unanswerable"}, "expected is given", id="answer to the unanswerable"),
        pytest.param(
            FACT | {"evidence": [{"report": "a.md", "start": 5, "end": 5}]}, "5-5 is no span", id="empty span"
        ),
        pytest.param(
            FACT | {"evidence": [{"report": "a.md", "start": -1, "end": 5}]}, "-1-5", id="before the start"
        ),
        pytest.param(
            FACT | {"evidence": [{"report": "a.md", "start": True, "end": 5}]}, "True-5", id="a truth value"
        ),
        pytest.param(
            FACT | {"evidence": [{"report": "a.md", "start": 1}]}, "missing field end", id="no end of span"
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, line: object, problem: str):
    path = gold_file(tmp_path, FACT | {"id": "zero"}, line)
    with pytest.raises(GoldError) as caught:
        load_gold(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:2: ")
    assert problem in message
    assert "\n" not in message


def test_an_id_twice_names_both_lines(tmp_path: Path):
    path = gold_file(tmp_path, FACT, FACT)
    with pytest.raises(GoldError, match=r"gold\.jsonl:2: id 'one' was given before, at .*gold\.jsonl:1"):
        load_gold(path)


def test_files_that_are_no_set(tmp_path: Path):
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(b'{"id": "caf\xe9"}')
    with pytest.raises(GoldError, match="not UTF-8 at byte 11"):
        load_gold(str(latin))
    for missing in (tmp_path / "none.jsonl", tmp_path, "smaple", "a\0b"):
        with pytest.raises(GoldError, match="no gold set there; name sample or tune"):
            load_gold(str(missing))
    with pytest.raises(GoldError, match="no question in it"):
        load_gold(gold_file(tmp_path, ""))


def test_evidence_lies_inside_its_report():
    row = GoldRow("one", "?", "fact", evidence=(Span("letter.md", 3, 9),), where="gold.jsonl:4")
    check_evidence((row,), {"letter.md": "123456789"})
    with pytest.raises(GoldError, match=r"gold\.jsonl:4: evidence 3-9 is past the end of letter\.md \(8 "):
        check_evidence((row,), {"letter.md": "12345678"})
    with pytest.raises(GoldError, match=r"gold\.jsonl:4: evidence in letter\.md, which is not"):
        check_evidence((row,), {"other.md": "123456789"})
