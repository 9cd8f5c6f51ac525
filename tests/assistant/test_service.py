"""The contract with scripts, word for word, over the real model."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from index.errors import SourceError

pytestmark = pytest.mark.model

KENT = """---
title: Kent Police letter
body: Kent Police
published: 2024-07-23
source: https://example.org/kent
---

# Kent Police letter

There were four causes of concern. Three causes of concern are now closed. There is one cause of concern
remaining. This relates to how the force investigates crime.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("reports")
    (place / "kent.md").write_text(KENT)
    return place


def test_the_contract(folder: Path, tmp_path: Path):
    with Assistant.open(reports=folder, home=tmp_path / "home") as assistant:
        answer = assistant.ask("Which cause of concern remains open?")
        assert answer.answered is True
        assert "[1]" in answer.text
        assert "<" not in answer.text
        assert 0 <= answer.confidence <= 1
        citation = answer.citations[0]
        assert citation.number == 1
        assert citation.quote.startswith("There is one cause of concern remaining. This relates to")
        assert citation.title == "Kent Police letter"
        assert citation.body == "Kent Police"
        assert citation.published.isoformat() == "2024-07-23"
        assert citation.page is None
        assert citation.source == "https://example.org/kent"
        assert citation.path.endswith("kent.md")
        text = assistant.report(citation.report).text
        assert text[citation.start : citation.end] == citation.quote
        chat = assistant.chat()
        chat.ask("Which cause of concern remains open?")
        closed = chat.ask("And which were closed?")
        assert closed.answered
        assert not chat.ask("What is the capital of France?").answered


def test_a_file_that_cannot_be_read_is_named_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "kent.md").write_text(KENT)
    (reports / "broken.md").write_text(
        "---\ntitle: Kent Police: letter\n---\n\nThe cause of concern is open.\n"
    )
    with Assistant.open(reports=reports, home=tmp_path / "home") as assistant:
        assert [entry.body for entry in assistant.reports()] == ["Kent Police"]
        assert assistant.synced is not None
        (failed,) = assistant.synced.failed
    assert [record.getMessage() for record in caplog.records if "left out" in record.getMessage()] == [
        f"{failed[0]} is left out: {failed[1]}"
    ]
    assert failed[0].endswith("broken.md")


def test_a_refusal_says_why(folder: Path, tmp_path: Path):
    with Assistant.open(reports=folder, home=tmp_path / "home") as assistant:
        answer = assistant.ask("Is Surrey Police in Engage?")
    assert not answer.answered
    assert answer.citations == ()
    assert "Surrey Police" in answer.reason


def test_a_home_with_other_reports_is_left_alone(folder: Path, tmp_path: Path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.md").write_text(KENT)
    with Assistant.open(reports=folder, home=tmp_path / "home"):
        pass
    with pytest.raises(SourceError, match="already holds other reports"):
        Assistant.open(reports=other, home=tmp_path / "home")


def test_the_folder_is_followed(tmp_path: Path):
    place = tmp_path / "reports"
    place.mkdir()
    (place / "kent.md").write_text(KENT)
    with Assistant.open(reports=place, home=tmp_path / "home") as assistant:
        assert len(assistant.reports()) == 1
    (place / "kent.md").unlink()
    with Assistant.open(reports=place, home=tmp_path / "home") as assistant:
        assert assistant.reports() == ()
        assert not assistant.ask("Which cause of concern remains open?").answered
