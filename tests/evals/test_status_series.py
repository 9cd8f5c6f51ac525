"""How bodies of made-up documents are seen to stand, beside how they stand by their labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.types import CONCERN, MONITORING
from evals.made import Document, made_documents
from evals.status_events import Read
from evals.status_series import (
    Stand,
    key_of,
    linked_table,
    names_of,
    reads_as_labelled,
    series_table,
    stands_of,
)
from index.encode import FakeEncoder
from index.ledger import IN_ENGAGE, IN_SCAN, Matter

SERIES = """
== report | Wexmoor Police | 2023-03-01 | A report
= custody: care in custody
= calls: handling of calls
Care in custody and handling of calls are causes of concern. %% c:custody raised ; c:calls raised
The force is in Engage. %% m:entered

== letter | Wexmoor Police | 2023-09-01 | A letter
= custody: custody
Custody is no longer a cause of concern. %% c:custody closed
It remains in Engage. %% m:remains

== letter | Wexmoor Police | 2024-02-01 | Another letter
= calls: calls
The one on calls is closed, too. %% c:calls closed
The force has left Engage. %% m:left
"""


@pytest.fixture
def series(tmp_path: Path) -> tuple[Document, ...]:
    file = tmp_path / "some.txt"
    file.write_text(SERIES, encoding="utf-8")
    return made_documents(file)


def labelled(series: tuple[Document, ...], without: str = "") -> Read:
    """Reads of a document what its labels say, but for one status."""
    read = reads_as_labelled(series)
    return lambda report: [event for event in read(report) if event.status != without]


def test_who_reads_what_is_labelled_sees_how_a_body_stands(series: tuple[Document, ...]):
    pairs = stands_of(series, labelled(series), FakeEncoder())
    assert [own for own, _ in pairs] == [wanted for _, wanted in pairs]
    assert [wanted for _, wanted in pairs] == [
        Stand(("calls", "custody"), IN_ENGAGE),
        Stand(("calls",), IN_ENGAGE),
        Stand((), IN_SCAN),
    ]


def test_one_thing_not_read_is_told_by_the_table(series: tuple[Document, ...]):
    def right(without: str) -> list[float | None]:
        table = series_table("", series, labelled(series, without), FakeEncoder())
        return [row.figures[0].value for row in table.rows]

    assert right("") == [1.0, 1.0]
    assert right("closed") == [pytest.approx(1 / 3), 1.0]
    assert right("left") == [1.0, pytest.approx(2 / 3)]
    table = series_table("", series, labelled(series, "closed"), FakeEncoder())
    assert [row.figures[1].value for row in table.rows] == [1.0, 1.0]


def test_how_matters_are_linked_is_told_by_the_table(series: tuple[Document, ...], tmp_path: Path):
    def linked(documents: tuple[Document, ...]) -> list[float | None]:
        table = linked_table("", documents, labelled(documents), FakeEncoder())
        return [one.value for one in table.rows[0].figures]

    assert linked(series) == [1.0, 1.0]
    # By another name, and raised as if it were new: of five pairs one is linked.
    closed = "= custody: custody\nCustody is no longer a cause of concern. %% c:custody closed"
    raised = "= custody: hydrants\nHydrants are a cause of concern. %% c:custody raised"
    file = tmp_path / "other.txt"
    file.write_text(
        SERIES.replace(closed, f"{raised}\nHydrants stay open. %% c:custody open").replace(
            "The force is in Engage.", "Care in custody is open. %% c:custody open\nThe force is in Engage."
        )
    )
    assert linked(made_documents(file)) == [pytest.approx(1 / 3), pytest.approx(1 / 3)]


def test_a_body_with_few_documents_is_no_series(series: tuple[Document, ...]):
    table = series_table("", series[:2], labelled(series), FakeEncoder())
    assert [row.figures[0].value for row in table.rows] == [None, None]


def test_a_matter_that_is_called_like_none_has_no_key(series: tuple[Document, ...]):
    assert key_of(Matter("Wexmoor Police", CONCERN, "finances", ()), names_of(series)) == ""
    assert {mark.level for one in series for mark in one.marks} == {CONCERN, MONITORING}
