"""What is made of what a reader says of sentences: matters, dates, counts, each told once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.describe import complete
from corpus.markdown import read_markdown
from corpus.readings.bearing import SURELY
from corpus.readings.events import MOST_MATTERS, SHORT, events_of
from corpus.readings.said import FakeStatusReader, Look, Names, Said
from corpus.readings.views import View
from corpus.types import CONCERN, MONITORING, RECOMMENDATION, Event, Report

PUBLISHED = date(2024, 7, 23)
MARCH = (date(2024, 3, 1), date(2024, 3, 31))


def report_of(text: str, published: date | None = PUBLISHED) -> Report:
    front = f"---\nbody: Kent Police\n{f'published: {published}' if published else ''}\n---\n\n"
    return complete(read_markdown((front + text).encode()), "kent.md")


class Scripted:
    """Says of sentences what a test says: names, and statuses of matters by a word of their names."""

    name = "scripted"

    def __init__(
        self,
        names: Mapping[str, Names],
        said: Mapping[str, Sequence[tuple[object, ...]]],
        chances: Mapping[str, float] | None = None,
    ) -> None:
        self._names, self._said, self._chances = names, said, chances or {}
        self.matters: list[tuple[Names, ...]] = []

    def look(self, views: Sequence[View]) -> tuple[Look, ...]:
        return tuple(
            Look(self._names.get(view.text, ()), view.text in self._said, self._own(view)) for view in views
        )

    def stand(self, views: Sequence[View], matters: Sequence[Names]) -> tuple[tuple[Said, ...], ...]:
        self.matters.append(tuple(matters))
        return tuple(tuple(self._told(view, matters)) for view in views)

    def named(self, views: Sequence[View], matters: Sequence[Names]) -> tuple[tuple[float, ...], ...]:
        return tuple(tuple(0.0 for _ in matters) for _ in views)

    def _own(self, view: View) -> tuple[Said, ...]:
        told = self._said.get(view.text, ())
        return tuple(Said(MONITORING, str(one[1]), None, one[2]) for one in told if one[0] == MONITORING)  # type: ignore[arg-type]

    def _told(self, view: View, matters: Sequence[Names]) -> list[Said]:
        found = []
        for level, status, *rest in self._said.get(view.text, ()):
            word, period = rest[0], rest[1] if len(rest) > 1 else None
            if level == MONITORING:
                continue
            places = [place for place, names in enumerate(matters) if word and str(word) in " ".join(names)]
            if places or not word:
                one = Said(str(level), str(status), places[0] if places else None, period)  # type: ignore[arg-type]
                found.append(replace(one, chance=self._chances.get(view.text, 1.0)))
        return found


class Noting(FakeStatusReader):
    """Notes what it is shown."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def look(self, views: Sequence[View]) -> tuple[Look, ...]:
        self.seen.extend(view.text for view in views)
        return super().look(views)


def told(events: Sequence[Event]) -> list[tuple[str, str, str]]:
    return [(event.level, event.matter, event.status) for event in events]


def test_names_of_one_matter_are_put_together_and_the_first_is_shown():
    text = "A cause of concern about vetting of staff was raised.\n\nVetting is closed."
    reader = Scripted(
        {
            "A cause of concern about vetting of staff was raised.": ("vetting of staff",),
            "Vetting is closed.": ("Vetting",),
        },
        {
            "A cause of concern about vetting of staff was raised.": [(CONCERN, "raised", "etting")],
            "Vetting is closed.": [(CONCERN, "closed", "etting")],
        },
    )
    events = events_of(report_of(text), reader)
    assert told(events) == [(CONCERN, "vetting of staff", "raised"), (CONCERN, "vetting of staff", "closed")]
    assert {event.names for event in events} == {("vetting of staff", "Vetting")}
    assert reader.matters == [(("vetting of staff", "Vetting"),)]


def test_two_names_of_one_sentence_are_two_matters_but_not_a_name_and_its_short_form():
    text = "Causes of concern on equality, diversity and inclusion (EDI) and on custody were raised."
    names = ("equality, diversity and inclusion", "EDI", "custody")
    reader = Scripted({text: names}, {text: [(CONCERN, "raised", "EDI"), (CONCERN, "raised", "custody")]})
    assert told(events_of(report_of(text), reader)) == [
        (CONCERN, "equality, diversity and inclusion", "raised"),
        (CONCERN, "custody", "raised"),
    ]


def test_a_heading_names_what_its_section_calls_by_another_name():
    text = (
        "# Letter\n\n## Cells\n\nThe concern was the care of detained people.\n\n"
        "### Progress\n\nThis cause of concern is closed."
    )
    reader = Scripted(
        {"Cells": ("Cells",), "The concern was the care of detained people.": ("care of detained people",)},
        {
            "The concern was the care of detained people.": [(CONCERN, "raised", "Cells")],
            "This cause of concern is closed.": [(CONCERN, "closed", "Cells")],
        },
    )
    events = events_of(report_of(text), reader)
    assert told(events) == [(CONCERN, "Cells", "raised"), (CONCERN, "Cells", "closed")]


def test_what_no_sentence_that_names_it_says_anything_of_is_no_matter():
    text = "Trains were found to be late.\n\nA cause of concern about custody is open."
    reader = Scripted(
        {
            "Trains were found to be late.": ("Trains",),
            "A cause of concern about custody is open.": ("custody",),
        },
        {
            "Trains were found to be late.": [(CONCERN, "open", "custody")],
            "A cause of concern about custody is open.": [
                (CONCERN, "open", "Trains"),
                (CONCERN, "open", "custody"),
            ],
        },
    )
    events = events_of(report_of(text), reader)
    assert {event.matter for event in events} == {"custody"}
    assert reader.matters == [(("Trains",), ("custody",)), (("custody",),)]


def test_how_many_there_are_is_an_event_only_where_none_is_named():
    several = "Three causes of concern were raised."
    reader = Scripted({}, {several: [(CONCERN, "raised", "")]})
    (event,) = events_of(report_of(several), reader)
    assert (event.matter, event.names, event.count) == ("", (), 3)
    named = "One is about custody."
    reader = Scripted(
        {named: ("custody",)},
        {several: [(CONCERN, "raised", "")], named: [(CONCERN, "raised", "custody")]},
    )
    assert told(events_of(report_of(f"{several} {named}"), reader)) == [(CONCERN, "custody", "raised")]


def test_two_of_six_that_remain_say_of_how_many():
    text = "Of the six causes of concern, two remain: custody and fraud."
    reader = Scripted(
        {text: ("custody", "fraud")}, {text: [(CONCERN, "open", "custody"), (CONCERN, "open", "fraud")]}
    )
    assert [(event.count, event.of) for event in events_of(report_of(text), reader)] == [(2, 6), (2, 6)]


def test_recommendations_that_are_not_counted_are_no_event():
    counted = "Three of the five recommendations on the cause of concern are closed."
    vague = "All recommendations were dealt with."
    reader = Scripted(
        {}, {counted: [(RECOMMENDATION, "closed", "")], vague: [(RECOMMENDATION, "closed", "")]}
    )
    (event,) = events_of(report_of(f"{counted}\n\n{vague}"), reader)
    assert (event.level, event.status, event.count, event.of) == (RECOMMENDATION, "closed", 3, 5)


@pytest.mark.parametrize(
    ("period", "published", "expected"),
    [
        pytest.param(MARCH, PUBLISHED, (*MARCH, True), id="the text's"),
        pytest.param(None, PUBLISHED, (PUBLISHED, PUBLISHED, False), id="else the report's own"),
        pytest.param(None, None, (None, None, False), id="a report without a date dates nothing"),
    ],
)
def test_when(
    period: tuple[date, date] | None,
    published: date | None,
    expected: tuple[date | None, date | None, bool],
):
    text = "The force left Engage in March 2024."
    reader = Scripted({}, {text: [(MONITORING, "left", period)]})
    (event,) = events_of(report_of(f"# Letter\n\n{text}", published), reader)
    assert (event.first, event.last, event.dated) == expected


def test_what_is_still_to_come_is_no_event():
    text = "The force leaves Engage in March 2025."
    reader = Scripted({}, {text: [(MONITORING, "left", (date(2025, 3, 1), date(2025, 3, 31)))]})
    assert events_of(report_of(text), reader) == ()


def test_to_be_in_scan_is_to_have_left_engage_only_where_that_is_known_of():
    scan, entered = "Kent Police is in Scan.", "The force was moved into Engage on 3 May 2023."
    may = (date(2023, 5, 3), date(2023, 5, 3))
    reader = Scripted({}, {scan: [(MONITORING, "left", None)], entered: [(MONITORING, "entered", may)]})
    assert events_of(report_of(f"Engage is a phase.\n\n{scan}"), reader) == ()
    assert [event.status for event in events_of(report_of(f"{entered}\n\n{scan}"), reader)] == [
        "entered",
        "left",
    ]


@pytest.mark.parametrize(
    ("sentence", "read", "told"),
    [
        ("The force has not been placed in Engage.", "remains", []),
        ("The force has not left Engage.", "left", ["remains"]),
        ("The force left Engage.", "left", ["left"]),
        ("The force, once in Engage, is in Scan since May.", "left", ["left"]),
        ("It has been in Scan since May, not before.", "entered", ["left"]),
        ("The force is in Engage.", "remains", ["remains"]),
    ],
)
def test_a_phase_that_is_denied_is_none(sentence: str, read: str, told: list[str]):
    before = "It was moved into Engage in 2023."
    entered = (date(2023, 1, 1), date(2023, 12, 31))
    reader = Scripted({}, {before: [(MONITORING, "entered", entered)], sentence: [(MONITORING, read, None)]})
    events = events_of(report_of(f"{before}\n\n{sentence}"), reader)
    assert [event.status for event in events][1:] == told


def test_the_phase_is_no_matter():
    text = "A cause of concern about custody is open and the force is in Engage."
    reader = Scripted(
        {text: ("custody", "Engage", "the force")},
        {text: [(CONCERN, "open", "custody"), (CONCERN, "open", "Engage")]},
    )
    assert told(events_of(report_of(text), reader)) == [(CONCERN, "custody", "open")]
    assert reader.matters == [(("custody",),)]


def test_recommendations_are_counted_for_each_matter():
    text = "In all seven recommendations were made: four on custody and three on fraud."
    said = [(RECOMMENDATION, "raised", "custody"), (RECOMMENDATION, "raised", "fraud")]
    both = "Causes of concern on custody and on fraud were raised."
    reader = Scripted(
        {both: ("custody", "fraud")},
        {both: [(CONCERN, "raised", "custody"), (CONCERN, "raised", "fraud")], text: said},
    )
    events = events_of(report_of(f"{both} {text}"), reader)
    assert {event.names: event.count for event in events if event.level == RECOMMENDATION} == {
        ("custody",): 4,
        ("fraud",): 3,
    }


def test_of_very_many_matters_the_first_are_read_of():
    names = [f"matter{number}" for number in range(MOST_MATTERS + 5)]
    lines = [f"A cause of concern about {name} is open." for name in names]
    reader = Scripted(
        {line: (name,) for line, name in zip(lines, names, strict=True)},
        {line: [(CONCERN, "open", f"{name} ")] for line, name in zip(lines, names, strict=True)},
    )
    events_of(report_of("\n\n".join(lines)), reader)
    assert reader.matters[0] == tuple((name,) for name in names[:MOST_MATTERS])


def test_a_report_that_speaks_of_no_cause_of_concern_and_no_phase_is_not_read():
    class Unread(FakeStatusReader):
        def look(self, views: Sequence[View]) -> tuple[Look, ...]:
            raise AssertionError

    assert events_of(report_of("Inspectors made five recommendations. Three are closed."), Unread()) == ()


@pytest.mark.parametrize(
    ("more", "read"),
    [
        pytest.param(0, True, id="a short one is read whole"),
        pytest.param(SHORT, False, id="of a long one sentences that speak of status"),
    ],
)
def test_what_is_read_of_a_report(more: int, read: bool):
    tail = "".join(f"\n\nWe went to place {number}. It rained there. So we ran." for number in range(more))
    line = "The slate is clean."
    reader = Noting()
    events_of(report_of(f"A cause of concern about fraud is known.{tail}\n\n{line}"), reader)
    assert "A cause of concern about fraud is known." in reader.seen
    assert (line in reader.seen) is read


FRAUD, LIST = "Fraud is a cause of concern.", "The list has one entry."


@pytest.mark.parametrize("status", ["raised", "open", "progress"])
@pytest.mark.parametrize(
    ("text", "quoted"), [(f"{LIST} {FRAUD}", FRAUD), (f"{FRAUD} {LIST}", FRAUD), (LIST, LIST)]
)
def test_of_sentences_that_say_the_same_one_that_names_the_matter_is_quoted(
    text: str, quoted: str, status: str
):
    heading = "Of fraud"
    reader = Scripted(
        {FRAUD: ("fraud",), heading: ("fraud",)},
        {line: [(CONCERN, status, "fraud")] for line in (FRAUD, LIST)},
        {LIST: 0.999, FRAUD: 0.985},
    )
    report = report_of(f"# Title\n\n## {heading}\n\nIt has a cause of concern.\n\n{text}")
    (event,) = events_of(report, reader)
    assert report.text[event.start : event.end] == quoted


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("It is in Engage.", True),
        ("Phase of monitoring: Engage.", True),
        ("- Left Engage in May", True),
        ("The force is monitored (Engage).", True),
        ("It went into 'Engage' in May.", True),
        ("It is in special measures.", True),
        ("It is subject to enhanced monitoring.", True),
        ("It has three CoCs.", True),
        ("The Engage team helps children.", False),
        ("We saw the work of Engage staff.", False),
        ("Officers want to Engage with people.", False),
        ("Engage people early.", False),
        ("Concerns were raised about care.", False),
    ],
)
def test_reports_that_speak_of_status_are_read(text: str, read: bool):
    reader = Noting()
    events_of(report_of(text), reader)
    assert bool(reader.seen) is read


@pytest.mark.parametrize(("chance", "count"), [(SURELY, 0), (SURELY + 0.01, 1)])
def test_what_is_named_is_a_matter_where_something_is_surely_said_of_it(chance: float, count: int):
    reader = Scripted({FRAUD: ("Fraud",)}, {FRAUD: [(CONCERN, "raised", "Fraud")]}, {FRAUD: chance})
    assert len(events_of(report_of(FRAUD), reader)) == count


def test_each_matter_has_the_day_it_stands_with():
    text = "Fraud was closed in 2021 and custody in 2022, the causes of concern."
    year = (date(2021, 1, 1), date(2021, 12, 31))
    told_of = [(CONCERN, "closed", "Fraud", year), (CONCERN, "closed", "custody", year)]
    events = events_of(report_of(text), Scripted({text: ("Fraud", "custody")}, {text: told_of}))
    assert {event.matter: event.first and event.first.year for event in events} == {
        "Fraud": 2021,
        "custody": 2022,
    }


def test_every_span_is_the_reports_own_sentence():
    text = "A cause of concern about custody was raised. It is open."
    report = report_of(text)
    events = events_of(report, FakeStatusReader())
    assert [report.text[event.start : event.end] for event in events] == [
        "A cause of concern about custody was raised.",
        "It is open.",
    ]


WORDS = st.lists(
    st.sampled_from(
        [
            *"cause of concern causes is are closed open not remains Engage Scan two five about".split(),
            *"recommendations ## - one other both all 2024 July custody fraud and raised".split(),
            *"the force was moved into left . , :".split(),
            "\n\n",
        ]
    ),
    max_size=60,
).map(" ".join)


@settings(deadline=None)
@given(WORDS)
def test_any_text_is_read_and_spans_lie_in_it(text: str):
    report = report_of(f"# Title\n\n{text}\n\nEnd.")
    events: tuple[Event, ...] = events_of(report, FakeStatusReader())
    assert all(0 <= event.start < event.end <= len(report.text) for event in events)
    assert all(event.first is None or event.last is None or event.first <= event.last for event in events)
    assert events == events_of(report, FakeStatusReader())


def test_of_more_than_a_sentence_counts_what_is_said_otherwise_elsewhere_is_left_out():
    three = ("Custody", "vetting", "fraud")
    meant, closing, staying = (
        "Custody, vetting and fraud are meant.",
        "Two of the three causes of concern are closed.",
        "Fraud is not closed.",
    )
    told_of = {
        meant: [(CONCERN, "raised", name) for name in three],
        closing: [(CONCERN, "closed", name) for name in three],
        staying: [(CONCERN, "open", "Fraud"), (CONCERN, "open", "fraud")],
    }
    events = events_of(
        report_of(f"{meant} {closing} {staying}"), Scripted({meant: three, staying: ("Fraud",)}, told_of)
    )
    standing = {(event.matter.lower(), event.status) for event in events if event.status != "raised"}
    assert standing == {("custody", "closed"), ("vetting", "closed"), ("fraud", "open")}


def test_a_name_with_its_short_form_is_one_name_under_a_heading():
    heading, sentence = "Prevention", "The concern in 2022 was that home visits (HVs) were late."
    text = f"# Letter\n\nA cause of concern.\n\n## {heading}\n\n{sentence}"
    reader = Scripted(
        {heading: (heading,), sentence: ("home visits", "HVs")},
        {sentence: [(CONCERN, "raised", heading)]},
    )
    events_of(report_of(text), reader)
    assert reader.matters[0] == (("Prevention", "home visits", "HVs"),)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("The force has returned to Scan.", (PUBLISHED, PUBLISHED)),
        (
            "What led us to move it into Engage on 1 March 2024 is dealt with and it is back in to Scan.",
            (PUBLISHED, PUBLISHED),
        ),
        ("Kent Police returned to Scan.", (PUBLISHED, PUBLISHED)),
        ("The police were returned to routine monitoring in March 2024.", MARCH),
        ("The force will be told when it has returned to Scan.", None),
        ("The force has not returned to Scan.", None),
    ],
)
def test_what_plainly_is_back_in_scan_is(text: str, period: tuple[date, date] | None):
    events = events_of(report_of(f"It was in Engage.\n\n{text}"), Scripted({}, {}))
    expected = [] if period is None else [("left", *period)]
    assert [(event.status, event.first, event.last) for event in events] == expected


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        (
            "We inspected it in March 2024. We have issued two causes of concern. One is about custody.",
            PUBLISHED,
        ),
        ("In March 2024 we raised two causes of concern. One is about custody.", MARCH[0]),
        ("We issued two causes of concern in March 2024. One is about custody.", MARCH[0]),
    ],
)
def test_what_a_report_says_it_has_raised_is_of_its_own_day(text: str, raised: date):
    last = "One is about custody."
    reader = Scripted({last: ("custody",)}, {last: [(CONCERN, "raised", "custody", MARCH)]})
    assert [event.first for event in events_of(report_of(text), reader)] == [raised]


@pytest.mark.parametrize(
    ("last", "raised"),
    [
        ("This is a cause of concern.", True),
        ("It is now a cause of concern once more.", True),
        ("It has again become a cause of concern.", True),
        ("This is not a cause of concern.", False),
        ("It is a cause of concern to the public that it was closed so early.", False),
    ],
)
@pytest.mark.parametrize("read", [True, False])
def test_what_was_closed_and_is_a_cause_of_concern_again_is_raised_again(last: str, raised: bool, read: bool):
    before = "In May 2018 we raised a cause of concern about custody, which we closed in May 2020."
    names = {before: ("custody",)}
    then, later = ((date(year, 5, 1), date(year, 5, 31)) for year in (2018, 2020))
    said: dict[str, Sequence[tuple[object, ...]]] = {
        before: [(CONCERN, "raised", "custody", then), (CONCERN, "closed", "custody", later)]
    }
    if read and raised:
        said[last] = [(CONCERN, "raised", "custody")]
    events = events_of(report_of(f"{before} Cells were dirty. {last}"), Scripted(names, said))
    days = [event.first for event in events if event.status == "raised"]
    assert days == ([then[0], PUBLISHED] if raised else [then[0]])


def test_that_all_save_one_are_closed_is_told_though_none_is_known():
    text = "All causes of concern except vetting have been closed."
    (event,) = events_of(report_of(text), Scripted({}, {}))
    assert (event.status, event.names, event.count) == ("closed", (), 0)
    assert not events_of(report_of("All causes of concern except vetting will be closed."), Scripted({}, {}))


@pytest.mark.parametrize(
    ("back", "last"),
    [
        ("A report of earlier that month had still left it there.", date(2024, 2, 29)),
        ("The force had been in Engage until then.", date(2024, 2, 29)),
        # It was moved in again, or the one sentence is mistaken: both are told.
        ("The force remains in Engage.", PUBLISHED),
    ],
)
def test_what_looks_back_on_engage_from_the_day_of_leaving_it_is_of_before(back: str, last: date):
    leaving = "It left Engage in March 2024."
    said = {leaving: [(MONITORING, "left", MARCH)], back: [(MONITORING, "remains", MARCH)]}
    events = events_of(report_of(f"{leaving} {back}"), Scripted({}, said))
    assert [(event.status, event.last) for event in events] == [("left", MARCH[1]), ("remains", last)]
