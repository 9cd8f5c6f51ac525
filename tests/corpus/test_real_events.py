"""Real joint inspection reports raise no cause of concern in this sense: an event read is a fault."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from corpus.readings.both import events_of
from corpus.types import Report
from corpus.worker import ReaderProcess
from index.status_model import TrainedStatusReader


@pytest.mark.model
@pytest.mark.timeout(300)
def test_no_event_is_read_from_reports_that_have_none(shared: Path):
    paths = sorted((shared / "reports").glob("*.pdf"))
    assert len(paths) == 41
    with closing(ReaderProcess()) as reader:
        read = [report for _, report in reader.read_many([(path, path.name) for path in paths])]
    reports = [report for report in read if isinstance(report, Report)]
    assert len(reports) == 41
    status_reader = TrainedStatusReader()
    assert [
        (report.key, event.level, event.status)
        for report in reports
        for one in (None, status_reader)
        for event in events_of(report, one)
    ] == []
