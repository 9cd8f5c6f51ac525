"""The larger corpus of the benchmark has other words, the wanted size, and is the same every time."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import yaml

from corpus.types import Report, Section
from evals.enlarge import changed, enlarge

TEXT = "Avon Police closed 12 concerns. " + "Officers recorded serious crimes promptly. " * 200


def report(text: str = TEXT) -> Report:
    return Report("a.md", text, "Letter", "Avon Police", "", None, False, "", (Section("", 0, 0, len(text)),))


def test_numbers_body_and_a_fifth_of_the_longer_words_change():
    text = changed(report(), ["zzzzz"], "Ashmere 1 Police", Random(1))
    assert re.match(r"Ashmere 1 Police (closed|zzzzz) [1-9]{2} (concerns|zzzzz)\. Officers", text)
    assert "Avon" not in text
    assert text.count("Officers") == 200
    # Of "closed", "concerns" and 200 times "recorded serious crimes promptly".
    assert 0.15 < text.count("zzzzz") / 802 < 0.25


def test_files_are_written_until_the_passages_are_enough(tmp_path: Path):
    known = [(report(), 5), (report("Short words of Avon Police."), 1)]
    assert enlarge(known, tmp_path / "made", passages=12) == 4  # 5 + 1 + 5 + 1
    assert enlarge(known, tmp_path / "again", passages=13) == 5  # and 5 more
    made = sorted(path for path in (tmp_path / "made").iterdir())
    again = sorted(path for path in (tmp_path / "again").iterdir())
    assert len(made) == 4
    assert [path.read_text() for path in made] == [path.read_text() for path in again[:4]]
    assert len({path.read_text() for path in again}) == 5


def test_what_is_written_has_front_matter(tmp_path: Path):
    enlarge([(report(), 1)], tmp_path, passages=1)
    _, front, text = next(tmp_path.iterdir()).read_text().split("---\n", 2)
    assert yaml.safe_load(front) == {"title": "Letter, Ashmere 1 Police", "body": "Ashmere 1 Police"}
    assert text.startswith("\nAshmere 1 Police ")
