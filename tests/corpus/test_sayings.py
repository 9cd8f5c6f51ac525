"""Which sentences are read for status: not those that would only take long."""

from __future__ import annotations

from corpus.describe import complete
from corpus.markdown import read_markdown
from corpus.sayings import LONGEST, MOST, sayings_of
from corpus.types import Report


def report_of(text: str) -> Report:
    return complete(read_markdown(text.encode()), "a.md")


def test_a_sentence_that_is_none_is_left_out():
    long = "The cause of concern about " + "culture and " * LONGEST + "custody is closed."
    found = sayings_of(report_of(f"# Letter\n\n{long} The cause of concern about custody is closed.\n"))
    assert [one.text for one in found] == ["The cause of concern about custody is closed."]


def test_so_many_are_read_and_no_more():
    text = "# Letter\n\n" + "One cause of concern is closed.\n\n" * (MOST + 50)
    assert len(sayings_of(report_of(text))) == MOST
