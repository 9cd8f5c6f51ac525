"""The picture of a body's causes of concern, and the table beside it."""

from __future__ import annotations

import csv
import re
from datetime import date
from html import unescape as html_unescaped
from io import StringIO
from xml.etree import ElementTree

import pytest

from assistant.ledger_listing import ledger_csv, ledger_table
from assistant.status_html import ledger_html
from assistant.timeline import timeline_svg
from corpus.types import CONCERN, MONITORING, Event
from index.ledger import BodyLedger, Ledger, Matter, Told, in_order

MARCH, JULY = date(2024, 3, 11), date(2024, 7, 23)
HOSTILE = 'Custody <script>alert(1)</script> & "more"'


def told(status: str, first: date, last: date | None = None, level: str = CONCERN) -> Told:
    event = Event(level, HOSTILE, status, first, last or first, True, 5, 25, names=(HOSTILE,))
    return Told(event, "r1", HOSTILE, "Kent Police", "letter", last or first, False, HOSTILE, 3)


def body(*concerns: Matter, monitoring: Matter | None = None) -> BodyLedger:
    return BodyLedger("Kent Police", concerns, (), monitoring, (), 2, JULY)


def matter(*events: Told, level: str = CONCERN) -> Matter:
    return Matter("Kent Police", level, HOSTILE, in_order(events))


def points(svg: str) -> list[tuple[str, str]]:
    """The shape and the label of each point."""
    root = ElementTree.fromstring(svg)
    return [(group[1].tag, group.attrib["aria-label"]) for group in root.iter("g")]


def test_a_point_for_each_event_and_a_bar_while_it_was_open():
    svg = timeline_svg(body(matter(told("raised", MARCH), told("closed", JULY))))
    assert points(svg) == [
        ("circle", f"Raised on 11 March 2024: {HOSTILE}; show the passage"),
        ("rect", f"Closed on 23 July 2024: {HOSTILE}; show the passage"),
    ]
    assert svg.count('class="bar open"') == 1
    assert 'class="onward"' not in svg
    assert svg.count('data-report="r1" data-start="5" data-end="25"') == 2


def test_what_is_open_runs_on_and_a_month_is_hollow():
    month = told("raised", date(2024, 3, 1), date(2024, 3, 31))
    svg = timeline_svg(body(matter(month)), date(2024, 12, 1))
    assert 'class="onward"' in svg
    assert 'class="point hollow"' in svg
    assert "Raised in March 2024" in svg.replace("&#32;", " ")


def test_monitoring_has_a_row_of_its_own():
    phase = matter(
        told("entered", MARCH, level=MONITORING), told("left", JULY, level=MONITORING), level=MONITORING
    )
    assert points(timeline_svg(body(monitoring=phase))) == [
        ("circle", "Moved into Engage on 11 March 2024; show the passage"),
        ("rect", "Back in Scan on 23 July 2024; show the passage"),
    ]


def test_without_a_date_there_is_no_picture():
    event = Event(CONCERN, "custody", "open", None, None, False, 0, 5, names=("custody",))
    undated = Told(event, "r", "T", "Kent Police", "letter", None, False, "Open.", None)
    assert timeline_svg(body(matter(undated))) == ""


@pytest.mark.parametrize(("guessed", "dated"), [(True, False), (True, True), (False, False)])
def test_a_day_that_no_report_tells_is_said_to_be_guessed(guessed: bool, dated: bool):
    event = Event(CONCERN, "custody", "closed", JULY, JULY, dated, 5, 25, names=("custody",))
    one = Told(event, "r", "Custody", "Kent Police", "letter", JULY, guessed, "Closed.", None)
    ledger = Ledger((body(matter(one)),), None, 1, JULY, JULY)
    html = html_unescaped(ledger_html(ledger))
    # The day of the report is guessed, and so is that of an event which has none of its own.
    assert ("letter, 23 July 2024 (date guessed)" in html) == guessed
    of_event = guessed and not dated
    assert ("Closed on 23 July 2024 (date guessed)" in html) == of_event
    assert ("closed on 23 July 2024 (date guessed)" in ledger_table(ledger)) == of_event
    (row,) = csv.DictReader(StringIO(ledger_csv(ledger)))
    assert (row["published"], row["guessed"]) == ("2024-07-23", str(guessed))


def test_words_of_reports_are_shown_and_never_acted_upon():
    ledger = Ledger((body(matter(told("raised", MARCH))),), None, 2, MARCH, JULY)
    html = ledger_html(ledger)
    assert "<script" not in html
    assert not re.search(r"on\w+=", html)
    assert "Custody" in html
