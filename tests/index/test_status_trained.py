"""The packaged reader of status on plain sentences: what any weights that ship must be able to read."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.describe import complete
from corpus.markdown import read_markdown
from corpus.readings.events import events_of
from corpus.types import Event
from index.errors import WeightsError
from index.status_model import WEIGHTS, TrainedStatusReader

pytestmark = pytest.mark.model

LETTER = """---
body: Kent Police
published: 2024-07-23
---

# Kent Police: causes of concern revisit letter

## Background

In September 2023 inspectors found two causes of concern, one about custody and one about
vetting. The force was moved into Engage on 4 March 2024.

## Custody

The concern in 2023 was custody. This cause of concern is closed.

## Vetting

The concern in 2023 was vetting. This cause of concern stays open.

## Status

Kent Police remains in Engage. A cause of concern is a serious shortcoming. The force hopes to
leave Engage in 2025.
"""


READER = TrainedStatusReader()


def read(text: str) -> list[tuple[str, str, date | None]]:
    report = complete(read_markdown(text.encode()), "kent.md")
    events: tuple[Event, ...] = events_of(report, READER)
    return [(event.matter.lower(), event.status, event.first) for event in events]


def test_a_letter_as_they_are_written():
    july, march, september = date(2024, 7, 23), date(2024, 3, 4), date(2023, 9, 1)
    assert sorted(read(LETTER)) == sorted(
        [
            *(("custody", "raised", september), ("vetting", "raised", september)),
            *(("", "entered", march), ("custody", "closed", july), ("vetting", "open", july)),
            ("", "remains", july),
        ]
    )


def test_the_same_text_is_read_the_same():
    assert read(LETTER) == read(LETTER)


def test_weights_that_are_not_there_are_told_with_what_to_do(tmp_path):
    reader = TrainedStatusReader(tmp_path / "status.safetensors")
    with pytest.raises(WeightsError, match=r"write them again with python -m evals\.training\.status"):
        _ = reader.name
    assert len(TrainedStatusReader(WEIGHTS).name) == 12
