"""A question about several bodies is asked of each: none leaves the others without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.reader import FakeReader
from assistant.reading import ReadingChooser
from index.encode import FakeEncoder

LETTER = """---
title: Letter {number} to {name} Police
body: {name} Police
published: 2024-03-{number:02}
---
# Letter

## Custody

The custody suite of {name} Police was rebuilt in {year}.
"""
OTHERS = ("Essex", "Surrey")


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    """Twelve letters to Kent Police, and one to each of some others."""
    reports = tmp_path / "reports"
    reports.mkdir()
    for number in range(1, 13):
        said = LETTER.format(number=number, name="Kent", year=2000 + number)
        (reports / f"kent{number}.md").write_text(said)
    for number, name in enumerate(OTHERS, start=1):
        (reports / f"{name}.md").write_text(LETTER.format(number=number, name=name, year=1990 + number))
    return Assistant.open(
        reports,
        tmp_path / "home",
        encoder=FakeEncoder(),
        choosing=lambda home: ReadingChooser(FakeReader(), home.rarity),
    )


def test_the_body_with_one_report_is_heard_beside_the_body_with_many(assistant: Assistant):
    with assistant:
        answer = assistant.ask("When was the custody suite rebuilt, Kent Police or Essex Police?")
    assert {citation.group for citation in answer.citations} == {"Kent Police", "Essex Police"}
    assert all(citation.body == citation.group for citation in answer.citations)
    assert answer.unsaid == ()
