"""Gold sets are read to the letter, and what is wrong is named with its file and line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from evals.errors import GoldError
from evals.gold import check_evidence, chosen, load_gold
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
        evidence=((Span("letter.md", 3, 9),),),
        where=f"{path}:1",
    )
    assert second.turns == ("Which are closed?",)
    assert second.where == f"{path}:3"
    assert (third.answerable, third.expected, third.evidence) == (False, (), ())


def test_every_field_is_read(tmp_path: Path):
    place = {"report": "b.md", "start": 0, "end": 4}
    row = FACT | {"type": "as-of", "split": "test", "as_of": "2024-03-31"}
    row["evidence"] = [[FACT["evidence"][0], place], place]
    kind = {"id": "k", "question": "?", "type": "unanswerable", "kind": "false premise"}
    first, second = load_gold(gold_file(tmp_path, row, kind))
    assert (first.split, first.as_of) == ("test", date(2024, 3, 31))
    assert first.evidence == ((Span("letter.md", 3, 9), Span("b.md", 0, 4)), (Span("b.md", 0, 4),))
    assert second.kind == "false premise"


def test_a_persons_own_question_needs_no_evidence(tmp_path: Path):
    bare = {"id": "a", "question": "Who?", "type": "who", "expected": [["Lee Freeman"]]}
    assert load_gold(gold_file(tmp_path, bare))[0].evidence == ()


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(FACT).encode())
    assert load_gold(str(path))[0].id == "one"


def test_a_csv_is_read_by_its_suffix(tmp_path: Path):
    path = tmp_path / "mine.CSV"
    path.write_text("question,expected\nWho signed it?,Lee Freeman\nHow tall is he?,\n")
    who, tall = load_gold(str(path))
    assert (who.question, who.expected, who.evidence) == ("Who signed it?", (("Lee Freeman",),), ())
    assert tall.answerable is False


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ((), ["a", "b", "c"]),
        (("split=tune",), ["a", "c"]),
        (("type=date,who",), ["b", "c"]),
        (("split=tune", "type=who,date"), ["c"]),
    ],
)
def test_a_part_of_a_set_is_chosen(filters: tuple[str, ...], ids: list[str]):
    rows = (
        GoldRow("a", "?", "fact", "tune"),
        GoldRow("b", "?", "date", "test"),
        GoldRow("c", "?", "who", "tune"),
    )
    assert [row.id for row in chosen(rows, filters)] == ids


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("split", "write it as split=test"),
        ("split=", "write it as split=test"),
        ("size=3", "write it as split=test"),
        ("split=train", "train is none of tune, test"),
        ("type=who", "no question of the set is of that type"),
    ],
)
def test_a_part_that_cannot_be_chosen(given: str, problem: str):
    with pytest.raises(GoldError, match=problem):
        chosen((GoldRow("a", "?", "fact", "tune"),), (given,))


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
        pytest.param(FACT | {"evidence": [[]]}, "an empty piece of evidence", id="empty piece"),
        pytest.param(
            FACT | {"evidence": [{"report": "a.md", "quote": "x"}]}, "assistant gold FILE --spans", id="quote"
        ),
        pytest.param(FACT | {"split": "train"}, "split 'train' is none of tune, test", id="split"),
        pytest.param(FACT | {"type": ["fact"]}, "type ['fact'] is none of", id="type is a list"),
        pytest.param(FACT | {"type": "as-of"}, "needs as_of", id="no date"),
        pytest.param(FACT | {"as_of": "March 2024"}, "'March 2024' is no date", id="date in words"),
        pytest.param(FACT | {"as_of": 2024}, "as_of holds something", id="date is a number"),
        pytest.param(FACT | {"kind": "false premise"}, "this one is not", id="kind of an answerable one"),
        pytest.param(
            {"id": "a", "question": "?", "type": "unanswerable", "kind": "odd"}, "kind 'odd'", id="kind"
        ),
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
    latin.write_bytes(b'{"id": "cafe"}\n{"id": "caf\xe9"}')
    with pytest.raises(GoldError, match=r"latin\.jsonl:2: not UTF-8 at byte 26"):
        load_gold(str(latin))
    for missing in (tmp_path / "none.jsonl", tmp_path, "smaple", "a\0b"):
        with pytest.raises(GoldError, match="no gold set there; name inspection"):
            load_gold(str(missing))
    with pytest.raises(GoldError, match="no question in it"):
        load_gold(gold_file(tmp_path, ""))


def test_evidence_lies_inside_its_report():
    row = GoldRow("one", "?", "fact", evidence=((Span("letter.md", 3, 9),),), where="gold.jsonl:4")
    check_evidence((row,), {"letter.md": "123456789"})
    with pytest.raises(GoldError, match=r"evidence 3-9 of letter\.md holds no words"):
        check_evidence((row,), {"letter.md": "123      9"})
    with pytest.raises(GoldError, match=r"gold\.jsonl:4: evidence 3-9 is past the end of letter\.md \(8 "):
        check_evidence((row,), {"letter.md": "12345678"})
    with pytest.raises(GoldError, match=r"gold\.jsonl:4: evidence in letter\.md, which is not"):
        check_evidence((row,), {"other.md": "123456789"})
