"""A person's own questions in CSV: what is taken, and what is refused with file and line."""

from __future__ import annotations

import pytest

from evals.errors import GoldError
from evals.gold_csv import id_of, read_csv
from evals.types import GoldRow


def only(text: str) -> GoldRow:
    (row,) = read_csv(text, "own.csv")
    return row


def test_question_and_expected_are_enough():
    row = only("question,expected\nWho signed it?,Lee Freeman\n")
    assert row == GoldRow(
        id=id_of("Who signed it?"),
        question="Who signed it?",
        type="fact",
        expected=(("Lee Freeman",),),
        where="own.csv:2",
    )


def test_every_column_is_read_whatever_the_order_and_case():
    row = only('Expected,TYPE,Turns,id,"Question"\n40,Number,"Which force? | And when?",n1,How many?\n')
    assert (row.id, row.type, row.expected) == ("n1", "number", (("40",),))
    assert row.turns == ("Which force?", "And when?")
    assert (row.evidence, row.split, row.as_of) == ((), "", None)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_header_says_what_separates_cells(mark: str):
    others = "".join(sorted({",", ";"} - {mark}))
    row = only(
        f"id{mark}question{mark}expected\nx{mark}When{others} and where?{mark}in May{others} in Kent\n"
    )
    assert (row.question, row.expected) == (f"When{others} and where?", ((f"in May{others} in Kent",),))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("five", (("five",),)),
        ("five | 5", (("five",), ("5",))),
        ("May & 2024 | spring & 2024", (("May", "2024"), ("spring", "2024"))),
        ("R&D | a|b", (("R&D",), ("a|b",))),
        ("A &B | c |d", (("A &B",), ("c |d",))),
        ("  a   wide    gap ", (("a wide gap",),)),
    ],
)
def test_the_forms_of_an_answer(cell: str, expected: tuple[tuple[str, ...], ...]):
    assert only(f"question,expected\nWhat?,{cell}\n").expected == expected


def test_without_expected_it_is_unanswerable():
    implied, said = read_csv("question,expected,type\nWhat?,,\nWhy?, ,unanswerable\n", "own.csv")
    assert (implied.type, implied.expected) == ("unanswerable", ())
    assert (said.type, said.expected) == ("unanswerable", ())


def test_a_byte_order_mark_and_any_line_ends_do_no_harm():
    for end in ("\n", "\r\n", "\r"):
        rows = read_csv(f"\ufeffquestion,expected{end}What?,this{end}Why?,that", "own.csv")
        assert [(row.question, row.where) for row in rows] == [("What?", "own.csv:2"), ("Why?", "own.csv:3")]


def test_lines_are_those_of_the_file_where_a_cell_has_several_or_rows_are_empty():
    text = '\nquestion,expected\n"What\nis\nthis?",a\n\n,\nWhy?,"b\r\nc"\nWhen?,d\n'
    rows = read_csv(text, "own.csv")
    assert [row.where for row in rows] == ["own.csv:3", "own.csv:8", "own.csv:10"]
    assert rows[0].question == "What is this?"
    assert rows[1].expected == (("b c",),)


def test_an_id_made_of_the_question_stays_when_rows_move():
    one, two = read_csv("question,expected\nWhat?,a\nWhy?,b\n", "own.csv")
    moved = read_csv("question,expected\nWhy?,b\nNew?,c\nWhat?,other words\n", "own.csv")
    assert [row.id for row in moved if row.question != "New?"] == [two.id, one.id]
    assert id_of("What?", ["Who?"]) != id_of("What?")
    assert id_of("What  is\tit?") == id_of("What is it?")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "no column question"),
        ("question,expected\n", 1, "no question below the header"),
        ("question,expected\n,\n \n", 1, "no question below the header"),
        ("question\nWhat?\n", 1, "no column expected"),
        ("expected,id\na,b\n", 1, "no column question"),
        ("question|expected\nWhat?|a\n", 1, "unknown column 'question|expected'"),
        ("question,expected,evidence\nWhat?,a,b\n", 1, "unknown column 'evidence'"),
        ("question,expected,\nWhat?,a,\n", 1, "unknown column ''"),
        ("question,expected,Question\nWhat?,a,b\n", 1, "two columns are called question"),
        ("question,expected\nWhat?,a\nWhy?\n", 3, "1 cells where the header has 2"),
        ("question,expected\nWhat?,one, two\n", 2, "3 cells where the header has 2"),
        ("question,expected\n,a\n", 2, "question is empty"),
        ("question,expected,type\nWhat?,a,riddle\n", 2, "type 'riddle' is none of fact,"),
        ("question,expected,type\nWhat?,a,unanswerable\n", 2, "yet the question is unanswerable"),
        ("question,expected,type\nWhat?,,fact\n", 2, "expected is empty"),
        ("question,expected,type\nWhat?,a,follow-up\n", 2, "in turns"),
        ("question,expected,type\nWhat?,a,as-of\n", 2, "as_of"),
        ("question,expected\nWhat?,a | \n", 2, "nothing before or after a | in expected"),
        ("question,expected\nWhat?,a | | b\n", 2, "nothing before or after a | in expected"),
        ("question,expected\nWhat?,& a\n", 2, "nothing before or after a & in expected"),
        ("question,expected,turns\nWhat?,a,| b\n", 2, "nothing before or after a | in turns"),
        ("question,expected,id\nWhat?,a,x\nWhy?,b,x\n", 3, "id 'x' was given before, at own.csv:2"),
        ("question,expected\nWhat?,a\nWhy?,c\nWhat? ,b\n", 4, "was given before, at own.csv:2"),
        ('question,expected\nWhat?,a\n"Why?,b\n', 3, "not valid CSV"),
        ('question,expected\n"Why" not?,b\n', 2, "not valid CSV"),
        ("question,expected\nWhat?,a\nW\0hy?,b\n", 3, "NUL"),
        ("question,expected\nWhat?,a\nWhy?," + "b" * 200_000 + "\n", 3, "not valid CSV"),
    ],
)
def test_what_is_refused(text: str, line: int, words: str):
    with pytest.raises(GoldError) as told:
        read_csv(text, "own.csv")
    message = str(told.value)
    assert message.startswith(f"own.csv:{line}: ")
    assert words in message
    assert "\n" not in message
