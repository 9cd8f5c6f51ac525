"""The question that the project began with: of the article it began with, of the sample corpus, of both."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.settings import Settings
from index.ledger import CLOSED, OPEN

pytestmark = pytest.mark.model

ASKED = "Which cause of concern remains open at West Midlands Police?"
DATED = "---\npublished: 2024-07-23\n---\n\n"


@pytest.fixture(scope="module", params=["without a date", "dated"])
def article(request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("article")
    text = (shared / "seeds" / "000_17e1bb9001c02102.txt").read_text(encoding="utf-8")
    (folder / "article.txt").write_text(text if request.param == "without a date" else DATED + text, "utf-8")
    return folder


def test_the_article_alone_tells_which_one_remains_open(article: Path, tmp_path: Path):
    with Assistant.open(article, tmp_path, settings=Settings(tmp_path, sample=False)) as assistant:
        answer = assistant.ask(ASKED.removesuffix(" at West Midlands Police?") + "?")
        ledger = assistant.status("West Midlands Police").bodies[0]
    assert answer.lead.startswith("One of the four causes of concern of West Midlands Police is open")
    assert "effective investigations leading to satisfactory results for victims" in answer.lead
    assert "There is one cause of concern remaining." in answer.citations[0].quote
    assert ("No date is known" in answer.coverage) is (answer.citations[0].published is None)
    assert sorted(matter.status for matter in ledger.concerns) == [CLOSED, CLOSED, CLOSED, OPEN]


def test_with_the_sample_corpus_the_newest_letter_tells(article: Path, tmp_path: Path):
    with Assistant.open(home=tmp_path, settings=Settings(tmp_path, sample=True)) as assistant:
        before = assistant.ask(ASKED)
        assistant.library.add([article])
        answer = assistant.ask(ASKED)
        ledger = assistant.status("West Midlands Police").bodies[0]
    for one in (before, answer):
        assert one.lead.startswith("One of the four causes of concern of West Midlands Police is open: ")
        assert str(one.citations[0].published) == "2024-09-18"
    assert len(ledger.open) == 1
