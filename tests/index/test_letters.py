"""What is open after letters as people write them: read by the packaged reader, linked, put into a ledger.

`letters.jsonl` has a line for each: its documents, a year apart, by words of their names what is then open of
a body, and the day of a closing that is told in words. All are invented.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.describe import complete
from corpus.markdown import read_markdown
from corpus.readings.both import events_of
from index.encode import Encoder, SentenceEncoder
from index.ledger import OPEN, WORDS_BEFORE, Matter, Told
from index.link import link
from index.status_model import TrainedStatusReader

pytestmark = pytest.mark.model

DAYS = (date(2022, 3, 10), date(2023, 4, 11), date(2024, 5, 12))
LETTERS = [
    json.loads(line)
    for line in (Path(__file__).parent / "letters.jsonl").read_text(encoding="utf-8").splitlines()
]
READER = TrainedStatusReader()


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return SentenceEncoder()


def told_by(text: str, body: str, day: date) -> list[Told]:
    """What a letter of that day tells."""
    written = f'---\ntitle: "{body}: letter"\nbody: {body}\npublished: {day}\nkind: letter\n---\n\n{text}\n'
    report = complete(read_markdown(written.encode()), f"{day}.md")
    return [
        Told(
            *(event, str(day), report.title, body, report.kind, day, False),
            *(report.text[event.start : event.end], None),
            before=report.text[max(0, event.start - WORDS_BEFORE) : event.start],
        )
        for event in events_of(report, READER)
    ]


def concerns(letter: dict[str, Any], encoder: Encoder) -> list[Matter]:
    """The causes of concern of a body after its letters."""
    body = letter.get("body", "Cawdale Police")
    told = [
        one
        for text, day in zip(letter["documents"], DAYS[: len(letter["documents"])], strict=True)
        for one in told_by(text, body, day)
        if one.event.level != "monitoring"
    ]
    names = sorted({name for one in told for name in one.event.names})
    vectors = dict(zip(names, encoder.encode(names), strict=True)) if names else {}
    return link(body, told, vectors)[0]


@pytest.mark.parametrize("letter", LETTERS, ids=[letter["documents"][-1][:60] for letter in LETTERS])
def test_what_is_open_after_letters_in_ordinary_words(letter: dict[str, Any], encoder: Encoder):
    matters = concerns(letter, encoder)
    names = [matter.name.lower() for matter in matters if matter.status == OPEN]
    assert len(names) == len(letter["open"])
    assert all(any(words in name for name in names) for words in letter["open"])
    if day := letter.get("closed"):
        assert day in {str(matter.since) for matter in matters}
