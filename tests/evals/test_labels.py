"""Labels of events and what was read, put side by side: worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.types import CONCERN, Event
from evals.gold import load_gold
from evals.labels import Label, Matched, links, load_labels, match
from evals.metrics import exactly_right
from evals.types import Cited, GoldRow, Reply, Span
from index.ledger import BodyLedger, Ledger, Matter, Told

MAY = (date(2024, 5, 1), date(2024, 5, 31))
DAY = (date(2024, 5, 7), date(2024, 5, 7))


def label(**changed: object) -> Label:
    plain = {
        **{"id": "1", "report": "a.md", "body": "Kent Police", "level": CONCERN, "matter": "custody"},
        **{"status": "closed", "dates": (MAY,), "spans": ((10, 40),), "names": ("custody",), "split": "tune"},
    }
    return Label(**{**plain, **changed})  # type: ignore[arg-type]


def told(
    status: str = "closed",
    when: tuple[date, date] = DAY,
    start: int = 12,
    names: tuple[str, ...] = ("custody",),
    report: str = "a.md",
) -> Told:
    event = Event(CONCERN, names[0], status, *when, True, start, start + 10, names=names)
    return Told(event, report, "T", "Kent Police", "letter", DAY[0], False, "Q", None)


@pytest.mark.parametrize(
    ("read", "agrees"),
    [
        pytest.param(told(), True, id="the same, closer in time"),
        pytest.param(told("open"), False, id="another status"),
        pytest.param(told(when=(date(2024, 6, 1), date(2024, 6, 1))), False, id="another month"),
        pytest.param(told(start=40), False, id="another sentence"),
        pytest.param(told(names=("fraud",)), False, id="another matter"),
    ],
)
def test_what_agrees(read: Told, agrees: bool):
    matched = match([label()], {"a.md": [read]})
    assert (len(matched.pairs), len(matched.missed), len(matched.false)) == (
        (1, 0, 0) if agrees else (0, 1, 1)
    )


def test_each_is_matched_once():
    matched = match([label()], {"a.md": [told(), told(start=15)]})
    assert (len(matched.pairs), len(matched.false)) == (1, 1)


def test_links_count_pairs_across_reports():
    a, b, c = (told(report=name) for name in "abc")
    thread = Matter("Kent Police", CONCERN, "custody", (a, b))
    other = Matter("Kent Police", CONCERN, "cells", (c,))
    ledger = Ledger((BodyLedger("Kent Police", (thread, other), (), None, (), 3, None),), None, 3, None, None)
    pairs = tuple((label(report=one.report_id), one) for one in (a, b, c))
    # a-b is linked by both; a-c and b-c by the labels alone.
    assert links(Matched(pairs, (), ()), ledger) == (1, 1, 3)


def test_the_set_that_comes_with_the_product_is_whole():
    labels, questions = load_labels(), load_gold("status")
    assert len(questions) == 60
    assert {one.split for one in labels} == {"tune", "test"}
    assert not {one.body for one in labels if one.split == "tune"} & {
        one.body for one in labels if one.split == "test"
    }
    pairs = [row.pair for row in questions if row.pair]
    assert all(pairs.count(pair) == 2 for pair in pairs)
    assert len({(row.pair, row.split) for row in questions if row.pair}) == 12


def reply(*places: tuple[int, int], lead: str = "Two are open.") -> Reply:
    return Reply(True, "", 0.8, tuple(Cited(Span("a.md", *place), "words") for place in places), lead=lead)


@pytest.mark.parametrize(
    ("given", "right"),
    [
        pytest.param(reply((0, 5), (10, 15)), True, id="all and nothing else"),
        pytest.param(reply((0, 5)), False, id="one is missing"),
        pytest.param(reply((0, 5), (10, 15), (50, 55)), False, id="one too many"),
        pytest.param(reply((0, 5), (10, 15), lead="Three are open."), False, id="another number"),
        pytest.param(None, False, id="crashed"),
    ],
)
def test_lists_are_right_to_the_last_item(given: Reply | None, right: bool):
    evidence = ((Span("a.md", 0, 8),), (Span("a.md", 10, 18),))
    row = GoldRow("1", "How many?", "number", expected=(("two",),), evidence=evidence, exact=True)
    assert exactly_right(row, given) is right
