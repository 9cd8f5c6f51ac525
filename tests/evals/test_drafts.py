"""Marks become rows to be finished by hand, quotes become spans, and `assistant gold` prints both."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.marks import Mark, Marks, Quoted
from corpus.read import read_report
from evals.drafts import drafts, with_spans
from evals.errors import GoldError
from evals.gold import load_gold
from evals.gold_csv import id_of, read_csv
from evals.types import KINDS, TYPES, Span

ROOT = Path(__file__).resolve().parents[2]

TEXT = """One cause remains open.
It is about the force’s
response – “too slow”. In May one cause was closed. In June
one cause was closed. That is all."""
TEXTS = {"letter.md": TEXT, "other.md": "Nothing here."}

RIGHT = Mark(
    question="What is left?",
    turns=(),
    answered=True,
    text="“One cause remains open.” [1]",
    confidence=0.5,
    citations=(
        Quoted("letter.md", 0, 23, "One cause remains open."),
        Quoted("other.md", 0, 13, "Nothing here."),
    ),
    mark="right",
    time="2026-01-02T03:04:05+00:00",
)
REFUSED = replace(RIGHT, question="How many dogs?", answered=False, text="", citations=())


def row_with(*evidence: object, **other: object) -> str:
    return json.dumps({"id": "a", "question": "?", "type": "fact", "evidence": list(evidence), **other})


def spanned(*evidence: object) -> str:
    """The words of the first place of the only piece."""
    (row,) = with_spans([row_with(*evidence)], TEXTS)
    place = row["evidence"][0]
    assert place.keys() == {"report", "start", "end"}
    return TEXTS[place["report"]][place["start"] : place["end"]]


def test_an_answer_marked_right_gives_a_row_with_its_quotes():
    assert drafts([RIGHT]) == [
        {
            "id": id_of("What is left?"),
            "question": "What is left?",
            "turns": [],
            "type": "fact",
            "expected": [["One cause remains open."]],
            "evidence": [
                [
                    {"report": "letter.md", "start": 0, "end": 23},
                    {"report": "other.md", "start": 0, "end": 13},
                ]
            ],
        }
    ]


def test_an_answer_marked_wrong_gives_a_row_that_is_not_finished():
    (row,) = drafts([replace(RIGHT, mark="wrong", turns=("What is closed?",))])
    assert (row["type"], row["expected"], row["evidence"]) == ("fact", [], [])
    assert row["turns"] == ["What is closed?"]
    assert "note" not in row
    (row,) = drafts([replace(RIGHT, mark="wrong", why="an old letter")])
    assert row["note"] == "an old letter"
    (row,) = drafts([replace(REFUSED, mark="wrong")])
    assert (row["type"], row["expected"], row["evidence"]) == ("fact", [], [])


def test_a_refusal_marked_right_gives_a_question_that_nothing_answers():
    (row,) = drafts([REFUSED])
    assert (row["type"], row["expected"], row["evidence"]) == ("unanswerable", [], [])


def test_a_quote_that_has_moved_is_found_anew_and_one_that_is_gone_is_left_out():
    texts = {"letter.md": "A new beginning. One cause\nremains open.", "other.md": "All is changed."}
    (row,) = drafts([RIGHT], texts)
    assert row["evidence"] == [[{"report": "letter.md", "start": 17, "end": 40}]]
    assert drafts([RIGHT], TEXTS) == drafts([RIGHT])
    assert drafts([RIGHT], {})[0]["evidence"] == []
    twice = {"letter.md": "Now: One cause remains open. One cause remains open."}
    assert drafts([RIGHT], twice)[0]["evidence"] == []


def test_rows_of_marks_are_a_gold_set_once_the_unfinished_are_finished(tmp_path: Path):
    path = tmp_path / "own.jsonl"
    rows = drafts([RIGHT, REFUSED, replace(RIGHT, question="Why?", mark="wrong", why="x")])
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    with pytest.raises(GoldError, match=r'own\.jsonl:3: expected is missing: .+ "unanswerable"'):
        load_gold(str(path))
    rows[2]["expected"] = [["too slow"]]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    right, refused, wrong = load_gold(str(path))
    assert right.evidence == ((Span("letter.md", 0, 23), Span("other.md", 0, 13)),)
    assert not refused.answerable
    assert wrong.expected == (("too slow",),)


def test_a_quote_becomes_its_span_and_the_rest_of_the_row_stays():
    place = {"report": "letter.md", "quote": "One cause remains open."}
    given = {"report": "other.md", "start": 3, "end": 9}
    line = row_with(place, [given, place], expected=[["open"]], split="tune")
    rows = with_spans(["", line, " "], TEXTS)
    found = {"report": "letter.md", "start": 0, "end": 23}
    assert rows == [json.loads(line) | {"evidence": [found, [given, found]]}]
    bare = {"id": "b", "question": "?", "type": "unanswerable"}
    assert with_spans([json.dumps(bare)], TEXTS) == [bare]


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("That is all.", "That is all."),
        ('the force\'s response - "too  slow".', "the force’s\nresponse – “too slow”."),
        ("force’s response", "force’s\nresponse"),
        ("In June one cause was closed", "In June\none cause was closed"),
    ],
)
def test_white_space_and_the_look_of_marks_do_not_count(quote: str, words: str):
    assert spanned({"report": "letter.md", "quote": quote}) == words


def test_after_says_which_of_several_is_meant():
    quote = {"report": "letter.md", "quote": "one cause was closed"}
    for after, start in (("too slow", TEXT.index("one cause")), ("In June", TEXT.rindex("one cause"))):
        (row,) = with_spans([row_with(quote | {"after": after})], TEXTS)
        assert row["evidence"] == [{"report": "letter.md", "start": start, "end": start + 20}]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"report": "letter.md", "quote": "Two causes"}, "the quote “Two causes” is not in letter.md; copy"),
        ({"report": "letter.md", "quote": "one cause was closed"}, "is 2 times in letter.md; give more"),
        (
            {"report": "letter.md", "quote": "One cause", "after": "May"},
            "“One cause” does not come after “May”",
        ),
        (
            {"report": "letter.md", "quote": "That", "after": "one cause was"},
            "after “one cause was” is 2 times",
        ),
        ({"report": "letter.md", "quote": "That", "after": "July"}, "after “July” is not in letter.md"),
        (
            {"report": "leter.md", "quote": "a"},
            "leter.md, which is not among the reports; did you mean letter",
        ),
        ({"report": "zzz", "quote": "a"}, "evidence in zzz, which is not among the reports"),
        ({"report": "letter.md", "quote": " "}, "quote of the evidence"),
        ({"report": "letter.md", "quote": 5}, "quote of the evidence"),
        ({"report": "letter.md"}, "evidence has report and quote"),
        ({"quote": "One"}, "evidence has report and quote"),
        ({"report": "letter.md", "quote": "One", "before": "x"}, "evidence has report and quote"),
        ({"report": "letter.md", "quote": "One", "start": 0, "end": 3}, "evidence has report and quote"),
        ("One", "evidence has report and quote"),
        (None, "evidence has report and quote"),
    ],
)
def test_a_quote_that_is_not_there_once_is_refused_with_its_line(place: object, words: str):
    with pytest.raises(GoldError) as told:
        with_spans(["", row_with(place)], TEXTS, "own.jsonl")
    message = str(told.value)
    assert message.startswith("own.jsonl:2: ")
    assert words in message
    assert "\n" not in message


def test_a_quote_that_overlaps_itself_is_there_twice():
    place = {"report": "a.md", "quote": "no no"}
    with pytest.raises(GoldError, match=r"is 2 times in a\.md"):
        with_spans([row_with(place)], {"a.md": "no no no"})


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": ', "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ('{"id": "a", "id": "b"}', "id is given twice"),
        ("[]", "an object is wanted"),
        ('{"evidence": {"report": "letter.md", "quote": "One"}}', "evidence (if there is any) as a list"),
    ],
)
def test_what_is_no_row_is_refused_with_its_line(line: str, words: str):
    with pytest.raises(GoldError) as told:
        with_spans([row_with(), line], TEXTS, "own.jsonl")
    assert str(told.value).startswith("own.jsonl:2: ")
    assert words in str(told.value)


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one report, read with a made-up model."""
    monkeypatch.setenv("ASSISTANT_MODEL", "fake")
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "letter.txt").write_text(TEXT, encoding="utf-8")
    return folder


def test_the_command_prints_marks_and_says_what_is_left_to_do(
    reports: Path, own_home: Path, capsys: pytest.CaptureFixture[str]
):
    options = ["--home", str(own_home), "gold", "--reports", str(reports)]
    assert main(options) == 0
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "no answer has been marked yet" in told.err
    marks = Marks(own_home)
    cited = Quoted("letter.txt", 900, 923, "One cause remains open.")
    marks.add(replace(RIGHT, citations=(cited,)))
    marks.add(REFUSED)
    marks.add(replace(RIGHT, question="Why?", mark="wrong"))
    with marks.path.open("a") as file:
        file.write("{}\n")
    assert main([*options, "--marks"]) == 0
    told = capsys.readouterr()
    first, second, third = map(json.loads, told.out.splitlines())
    assert first["evidence"] == [[{"report": "letter.txt", "start": 0, "end": 23}]]
    assert (second["type"], third["expected"]) == ("unanswerable", [])
    for words in ("1 marked right", "1 rightly refused", "1 unfinished", "1 broken in marks.jsonl"):
        assert words in told.err
    assert told.err.count("\n") == 4


def test_the_command_prints_a_set_with_spans(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    own = tmp_path / "own.jsonl"
    own.write_text("\ufeff" + row_with({"report": "letter.txt", "quote": "That is all."}), encoding="utf-8")
    options = ["gold", "--reports", str(reports), str(own)]
    assert main([*options, "--spans"]) == 0
    told = capsys.readouterr()
    # The reader sets paragraphs apart: places are those of the text as read, not as in the file.
    (place,) = json.loads(told.out)["evidence"]
    text = read_report(reports / "letter.txt").text
    assert text[place["start"] : place["end"]] == "That is all."
    assert place["start"] != TEXT.index("That is all.")
    assert told.err == ""
    assert main(options) == 0
    assert capsys.readouterr().out == told.out


def test_a_set_is_printed_as_utf_8_wherever_it_goes(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    own = tmp_path / "own.jsonl"
    own.write_text(json.dumps({"id": "a", "question": "“Why” – €?"}), encoding="utf-8")
    written = BytesIO()
    monkeypatch.setattr("sys.stdout", TextIOWrapper(written, encoding="latin-1"))
    assert main(["gold", "--reports", str(reports), str(own)]) == 0
    assert json.loads(written.getvalue().decode("utf-8"))["question"] == "“Why” – €?"


def test_half_a_letter_does_not_end_the_printing(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    own = tmp_path / "own.jsonl"
    own.write_text('{"id": "a", "question": "Why \\ud83d?"}\n{"id": "b"}\n', encoding="utf-8")
    written = BytesIO()
    monkeypatch.setattr("sys.stdout", TextIOWrapper(written, encoding="utf-8"))
    assert main(["gold", "--reports", str(reports), str(own)]) == 0
    lines = written.getvalue().decode("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a", "b"]
    assert json.loads(lines[0])["question"] == "Why ??"


@pytest.mark.parametrize(
    ("written", "options", "words"),
    [
        (b'{"id": "a"}', ["--marks", "FILE"], "--marks takes no file"),
        (None, ["--spans"], "--spans needs a file"),
        (None, ["FILE"], "no gold set there"),
        (b'{"id": "a"}\n{"id": "\xff"}\n', ["FILE"], "own.jsonl:2: not UTF-8"),
        (b'{"id": "a"}\n{"id": \n', ["FILE"], "own.jsonl:2: not valid JSON"),
    ],
)
def test_the_command_refuses_in_one_line(
    reports: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    written: bytes | None,
    options: list[str],
    words: str,
):
    own = tmp_path / "own.jsonl"
    if written is not None:
        own.write_bytes(written)
    named = [str(own) if option == "FILE" else option for option in options]
    assert main(["gold", "--reports", str(reports), *named]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert words in told.err


def test_the_sets_that_the_documentation_shows_are_sets(tmp_path: Path):
    shown = (ROOT / "docs" / "gold-sets.md").read_text(encoding="utf-8")
    blocks = dict(re.findall(r"^```(csv|json)\n(.*?)^```", shown, re.MULTILINE | re.DOTALL))
    by_type = {row.type: row for row in read_csv(blocks["csv"], "shown.csv")}
    assert by_type.keys() == {"who", "status", "number", "date", "follow-up", "unanswerable"}
    reports = [read_report(path) for path in (ROOT / "corpus" / "reports").glob("west-midlands-police-*.md")]
    rows = with_spans(blocks["json"].splitlines(), {report.key: report.text for report in reports})
    path = tmp_path / "own.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    assert [row.type for row in load_gold(str(path))] == ["who", "status", "unanswerable"]
    assert all(f"| `{name}` |" in shown for name in TYPES)
    assert all(f"`{kind}`" in shown for kind in KINDS)
