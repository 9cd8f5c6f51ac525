"""Finding the shared benchmarks, and what is said of files that are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.benchmarks.files import benchmark_folder, fields_of, json_of, read_json_lines, read_text, span_of
from evals.errors import GoldError

KINDS = {"id": str, "place": int}


def test_the_folder_named_by_the_variable_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "benchmarks" / "reader").mkdir(parents=True)
    monkeypatch.setenv("INSPECTION_SHARED", str(tmp_path))
    assert benchmark_folder("reader") == tmp_path / "benchmarks" / "reader"


def test_without_the_variable_it_is_looked_for_beside_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "shared" / "benchmarks" / "reader").mkdir(parents=True)
    (tmp_path / "project").mkdir()
    monkeypatch.delenv("INSPECTION_SHARED", raising=False)
    monkeypatch.chdir(tmp_path / "project")
    assert benchmark_folder("reader").samefile(tmp_path / "shared" / "benchmarks" / "reader")


def test_a_benchmark_that_is_not_there_is_told_with_what_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("INSPECTION_SHARED", str(tmp_path))
    with pytest.raises(GoldError) as caught:
        benchmark_folder("reader")
    assert str(caught.value) == (
        f"{tmp_path}/benchmarks/reader: the benchmark is not there; "
        "set INSPECTION_SHARED to the folder that holds benchmarks/reader"
    )


def test_line_ends_are_left_as_they_are(tmp_path: Path):
    (tmp_path / "a.md").write_bytes("é\r\nb\n".encode())
    assert read_text(tmp_path / "a.md") == "é\r\nb\n"


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(GoldError, match=r"a\.md: it cannot be read \(No such file or directory\)"):
        read_text(tmp_path / "a.md")


def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path: Path):
    (tmp_path / "a.md").write_bytes(b"one\ntwo\nth\xffree")
    with pytest.raises(GoldError, match=r"a\.md:3: not UTF-8 at byte 10"):
        read_text(tmp_path / "a.md")


def test_lines_are_numbered_as_an_editor_does(tmp_path: Path):
    # The second line holds a line separator, which JSON allows inside a string; the third is blank.
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "a", "place": 1}\n{"id": "b\u2028c", "place": 2}\n\n{"id": "d", "place": 3}\n')
    found = list(read_json_lines(path, KINDS))
    assert found == [
        ("a.jsonl:1", {"id": "a", "place": 1}),
        ("a.jsonl:2", {"id": "b\u2028c", "place": 2}),
        ("a.jsonl:4", {"id": "d", "place": 3}),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "b", "place": 2', r"a\.jsonl:2: not valid JSON \(Expecting"),
        ("[1]", r"a\.jsonl:2: an object with id, place is wanted here"),
        ('{"id": "b"}', r"a\.jsonl:2: missing field place"),
        ('{"id": 5, "place": 2}', r"a\.jsonl:2: id must be of type str"),
        ('{"id": "b", "place": true}', r"a\.jsonl:2: place must be of type int"),
        ("[" * 100_000, r"a\.jsonl:2: not valid JSON"),
    ],
    ids=["cut off", "a list", "field missing", "number for text", "true for a number", "nested too deep"],
)
def test_a_broken_line_is_told_with_its_number(tmp_path: Path, line: str, said: str):
    (tmp_path / "a.jsonl").write_text(f'{{"id": "a", "place": 1}}\n{line}\n')
    with pytest.raises(GoldError, match=said):
        list(read_json_lines(tmp_path / "a.jsonl", KINDS))


def test_an_empty_file_is_an_error(tmp_path: Path):
    (tmp_path / "a.jsonl").write_text("\n \n")
    with pytest.raises(GoldError, match="nothing in it"):
        list(read_json_lines(tmp_path / "a.jsonl", KINDS))


def test_further_fields_are_let_be():
    assert fields_of({"id": "a", "place": 1, "more": None}, KINDS, "x:1")["more"] is None


def test_json_that_is_none_names_its_place():
    with pytest.raises(GoldError, match=r"x:7: not valid JSON"):
        json_of("{", "x:7")


def test_a_span_is_given_where_the_words_stand():
    assert span_of(4, 9, "The force has", "force", "x:1") == (4, 9)


@pytest.mark.parametrize(
    ("start", "end"), [(3, 8), (-9, 9), (4, 4), (9, 14)], ids=["shifted", "negative", "empty", "past the end"]
)
def test_a_span_elsewhere_is_an_error(start: int, end: int):
    with pytest.raises(GoldError, match=r"x:1: 'force' is not what stands at"):
        span_of(start, end, "The force has", "force", "x:1")
