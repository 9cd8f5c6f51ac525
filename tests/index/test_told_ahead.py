"""What the sample corpus tells of status, read ahead: that it is what reading it gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.read import read_report
from corpus.readings.both import VERSION, events_of
from corpus.types import CONCERN, Event, Report
from index import told_ahead
from index.library import sample_folder
from index.status_model import TrainedStatusReader
from index.told_ahead import events_ahead, write_ahead

JULY = date(2024, 7, 23)
EVENTS = (
    Event(CONCERN, "cells", "closed", JULY, JULY, True, 3, 9, 1, 2, ("cells", "custody")),
    Event(CONCERN, "", "open", None, None, False, 10, 20),
)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "ahead.json"
    monkeypatch.setattr(told_ahead, "KEPT", path)
    told_ahead._kept.cache_clear()
    yield path
    told_ahead._kept.cache_clear()


def a_report() -> Report:
    return read_report(min(sample_folder().glob("*.md")))


def test_what_is_kept_comes_back_for_the_report_it_is_of_and_for_no_other(kept: Path):
    report = a_report()
    write_ahead([(report, EVENTS), (replace(report, text="Other."), ())], "2", kept)
    assert events_ahead(report, "2") == EVENTS
    assert events_ahead(replace(report, text="Other."), "2") == ()
    assert events_ahead(replace(report, published=date(2020, 1, 1)), "2") is None
    assert events_ahead(report, "3") is None


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"version": "2"}'])
def test_what_cannot_be_read_is_as_if_it_were_not_there(kept: Path, text: str | None):
    if text is not None:
        kept.write_text(text)
    assert events_ahead(a_report(), "1") is None


@pytest.mark.model
def test_the_packaged_file_is_of_the_sample_as_it_is_and_by_the_reader_as_it_is():
    """If this fails: python -m index.told_ahead."""
    reader = TrainedStatusReader()
    version = f"{VERSION}, {reader.name}"
    paths = sorted(sample_folder().glob("*.md"))
    reports = [read_report(path) for path in paths]
    assert [
        path.name for path, one in zip(paths, reports, strict=True) if events_ahead(one, version) is None
    ] == []
    assert len(json.loads(told_ahead.KEPT.read_text(encoding="utf-8"))["reports"]) == len(reports)
    for report in reports[::30]:
        assert events_ahead(report, version) == events_of(report, reader)
