"""Files of every kind, and what is no report: read, or refused with one line that says what to do."""

from __future__ import annotations

import codecs
import json
import os
import time
from contextlib import suppress
from pathlib import Path

import pytest

from corpus.errors import (
    BrokenFile,
    CorpusError,
    EmptyFile,
    NoText,
    TooLarge,
    UnreadableFile,
    UnsupportedFormat,
)
from corpus.read import MAX_FILE_BYTES, SUFFIXES, read_report

WORDS = "Café – “well” said. It cost £5."


def written(folder: Path, data: bytes | str, name: str = "report.txt") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "cp1252"),
    ],
)
def test_every_way_of_writing_letters(tmp_path: Path, suffix: str, mark: bytes, encoding: str):
    path = written(tmp_path, mark + WORDS.encode(encoding), f"report{suffix}")
    assert read_report(path).text == WORDS


def test_latin_1_is_text(tmp_path: Path):
    assert read_report(written(tmp_path, "Où est l'école?".encode("latin-1"))).text == "Où est l'école?"


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@pytest.mark.parametrize("data", [b"", b" \n\t\r\n "])
def test_an_empty_file(tmp_path: Path, suffix: str, data: bytes):
    with pytest.raises(EmptyFile, match="nothing in it"):
        read_report(written(tmp_path, data, f"report{suffix}"))


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 50, bytes(range(256)) * 20, b"PK\x03\x04\x14\x00" * 100],
    ids=["picture", "every byte", "archive"],
)
def test_a_binary_file_by_another_name(tmp_path: Path, suffix: str, data: bytes):
    with pytest.raises(BrokenFile):
        read_report(written(tmp_path, data, f"report{suffix}"))


def test_a_file_too_large_is_not_read(tmp_path: Path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024**2)
    began = time.monotonic()
    with pytest.raises(TooLarge, match="it is 200 MiB and the limit is 64 MiB"):
        read_report(path)
    assert time.monotonic() - began < 0.5
    assert MAX_FILE_BYTES == 64 * 1024**2


def test_text_too_long(tmp_path: Path):
    with pytest.raises(TooLarge, match="10,000,000"):
        read_report(written(tmp_path, "<pre>" + "word " * 2_100_000, "report.html"))


def test_no_file(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="No such file"):
        read_report(tmp_path / "absent.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(UnreadableFile, match="not a file"):
        read_report(tmp_path / "folder.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableFile, match="not a file"):
        read_report(tmp_path / "pipe.txt")


@pytest.mark.parametrize("name", ["report.doc", "report", "report.txt.gz", ".txt"])
def test_other_kinds_of_file(tmp_path: Path, name: str):
    known = r"give one of \.docm, \.docx, \.htm, \.html, \.markdown, \.md, \.pdf, \.txt"
    with pytest.raises(UnsupportedFormat, match=known):
        read_report(written(tmp_path, WORDS, name))


def test_the_key_and_the_suffix(tmp_path: Path):
    path = written(tmp_path, WORDS, "REPORT.TXT")
    assert read_report(path).key == "REPORT.TXT"
    assert read_report(path, key="a/b.txt").key == "a/b.txt"


def test_no_words(tmp_path: Path):
    with pytest.raises(NoText):
        read_report(written(tmp_path, "-- ... --\n\n!!!"))


MARKUP = "Staff <script>alert(1)</script> and <b onclick='x()'>bold</b> & <img src=x onerror=y>."


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_markup_in_text_is_text(tmp_path: Path, suffix: str):
    """What is shown later is escaped there; a report that writes about a script keeps its words."""
    assert read_report(written(tmp_path, MARKUP, f"report{suffix}")).text == MARKUP


def test_markup_in_html_is_not(tmp_path: Path):
    assert read_report(written(tmp_path, MARKUP, "report.html")).text == "Staff and bold & ."


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_nothing_unseen_is_left(tmp_path: Path, suffix: str):
    unseen = "ab\u200bc \u202edef\u202c g\u00adh \x07i\u2028j \ufeffk\U000e0041"
    text = read_report(written(tmp_path, f"{unseen} {WORDS}", f"report{suffix}")).text
    assert " ".join(text.split()) == f"abc def gh i j k {WORDS}"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("report.md", "> " * 20_000 + "word"),
        ("report.md", "[" * 20_000 + "word"),
        ("report.md", "- " * 5_000 + "word"),
        ("report.html", "<div>" * 10_000 + "word"),
    ],
)
def test_deep_nesting_is_refused_or_read(tmp_path: Path, name: str, text: str):
    with suppress(CorpusError):
        assert read_report(written(tmp_path, text, name)).text.endswith("word")


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_naughty_strings(shared: Path, tmp_path: Path, suffix: str):
    strings = json.loads((shared / "hostile" / "naughty_strings.json").read_text(encoding="utf-8"))
    assert len(strings) > 400
    read = 0
    told: list[str] = []
    for string in [*strings, "\n\n".join(strings)]:
        path = written(tmp_path, string.encode("utf-8", "surrogatepass"), f"report{suffix}")
        try:
            report = read_report(path)
        except CorpusError as error:
            told.append(str(error))
        else:
            read += 1
            assert any(map(str.isalnum, report.text))
            report.text.encode("utf-8")
            assert report.sections[-1].end == len(report.text)
    assert read > 200
    assert not any("\n" in message for message in told)
