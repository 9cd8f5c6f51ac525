"""How matters stand as of a day, and which of several reports is believed: worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from corpus.types import CONCERN, MONITORING, RECOMMENDATION, Event
from index.ledger import CLOSED, DISPUTED, IN_ENGAGE, IN_SCAN, OPEN, UNKNOWN, Matter, Told, in_order
from index.ledger_of import make_ledger
from index.link import link
from index.types import ReportEntry

MARCH, JUNE, JULY, SEPTEMBER = (date(2024, month, 1) for month in (3, 6, 7, 9))


def told(
    status: str,
    day: date | None,
    published: date | None = None,
    *,
    report: str = "",
    names: tuple[str, ...] = ("custody",),
    level: str = CONCERN,
    dated: bool = True,
    count: int = 0,
    of: int = 0,
    start: int = 0,
    last: date | None = None,
) -> Told:
    """An event told by a report of the day itself, unless `published` says another."""
    published = published or day
    event = Event(
        *(level, names[0] if names else "", status, day, last or day, dated, start, start + 10, count, of),
        names=names,
    )
    return Told(
        event,
        report or f"r{published}",
        "A letter",
        "Kent Police",
        "letter",
        published,
        False,
        "Quote.",
        None,
    )


def matter(*events: Told, level: str = CONCERN) -> Matter:
    return Matter("Kent Police", level, "custody", in_order(events))


def entry(published: date | None, body: str = "Kent Police", report: str = "") -> ReportEntry:
    return ReportEntry(
        report or f"r{published}",
        "k.md",
        "k.md",
        "files",
        "A letter",
        body,
        "letter",
        published,
        False,
        "",
        0,
        1,
    )


@pytest.mark.parametrize(
    ("events", "status", "since"),
    [
        pytest.param([told("raised", MARCH)], OPEN, MARCH, id="raised"),
        pytest.param([told("raised", MARCH), told("closed", JULY)], CLOSED, JULY, id="closed"),
        pytest.param(
            [told("closed", JULY), told("raised", JULY, SEPTEMBER, dated=False)],
            CLOSED,
            JULY,
            id="raised as background",
        ),
        pytest.param(
            [told("raised", MARCH), told("closed", JUNE), told("reissued", JULY)],
            OPEN,
            JULY,
            id="closed and reopened",
        ),
        pytest.param(
            [told("closed", JULY, report="a"), told("open", JULY, report="b")],
            DISPUTED,
            JULY,
            id="a day's reports disagree",
        ),
        pytest.param(
            [told("open", JULY, report="a"), told("closed", JULY, SEPTEMBER, report="b")],
            CLOSED,
            JULY,
            id="the later report",
        ),
        pytest.param(
            [told("raised", MARCH), told("open", None, None, report="u")],
            OPEN,
            MARCH,
            id="no date is never newest",
        ),
    ],
)
def test_how_it_stands(events: list[Told], status: str, since: date):
    one = matter(*events)
    assert (one.status, one.since) == (status, since)


def test_without_any_date_the_last_word_of_the_one_report_counts():
    assert matter(told("open", None, start=0), told("closed", None, start=50)).status == CLOSED
    assert matter(told("open", None, report="a"), told("closed", None, report="b")).status == UNKNOWN


def test_monitoring_and_recommendations():
    phase = matter(told("entered", MARCH), told("remains", JUNE), told("left", JULY), level=MONITORING)
    assert (phase.status, phase.since) == (IN_SCAN, JULY)
    assert phase.as_of(JUNE).status == IN_ENGAGE  # type: ignore[union-attr]
    some = [told("closed", JULY, count=3, of=5), told("open", JULY, count=2, of=5)]
    assert matter(*some, level=RECOMMENDATION).status == OPEN


def test_nothing_published_later_exists_as_of_a_day():
    one = matter(
        told("raised", MARCH), told("open", JUNE), told("closed", JULY), told("closed", JUNE, SEPTEMBER)
    )
    assert one.as_of(date(2024, 2, 28)) is None
    assert one.as_of(JUNE).status == OPEN  # type: ignore[union-attr]
    assert one.as_of(JULY).status == CLOSED  # type: ignore[union-attr]


def test_what_was_overridden_is_the_last_word_to_the_contrary():
    one = matter(told("raised", MARCH), told("open", JUNE), told("closed", JULY))
    assert [(old.event.status, old.day) for old in one.earlier] == [("open", JUNE)]
    assert matter(told("raised", MARCH)).earlier == ()


def test_the_points_of_a_time_line_tell_each_thing_once():
    again = told("closed", JULY, SEPTEMBER, report="later")
    one = matter(told("raised", MARCH), told("open", JUNE), told("closed", JULY), again)
    assert [(point.event.status, point.day) for point in one.points] == [
        ("raised", MARCH),
        ("open", JUNE),
        ("closed", JULY),
    ]


@pytest.mark.parametrize(
    ("level", "began", "ended"), [(CONCERN, "raised", "closed"), (MONITORING, "entered", "left")]
)
def test_what_has_ended_ends_once_more_on_no_time_line(level: str, began: str, ended: str):
    page = replace(told(ended, JULY, last=date(2024, 7, 31), level=level, report="page"), kind="news article")
    letter = told(ended, SEPTEMBER, dated=False, level=level, report="letter")
    first = told(began, MARCH, level=level)
    one = matter(first, page, letter, level=level)
    assert one.since == one.points[1].day
    assert one.points == (first, page)
    # Of days that may be the same the inspectorate's own word is the point, where it gives the day.
    of_july = told(ended, date(2024, 7, 9), level=level, report="letter")
    assert matter(first, page, of_july, level=level).points == (first, of_july)


def test_more_recommendations_may_have_been_closed_since():
    some = replace(told("closed", JULY, count=2, of=5, level=RECOMMENDATION), kind="news article")
    every = told("closed", SEPTEMBER, level=RECOMMENDATION, report="letter")
    assert matter(some, every, level=RECOMMENDATION).points == (every,)


def test_a_year_gives_way_to_a_day():
    vague = told("raised", date(2024, 1, 1), SEPTEMBER, last=date(2024, 12, 31))
    assert matter(vague, told("raised", MARCH)).raised == MARCH


def test_a_beginning_is_of_the_day_that_most_reports_bear_out():
    notice = told("raised", MARCH, dated=False, report="notice")
    page = told("raised", MARCH, JUNE, report="page")
    misread = replace(told("raised", date(2024, 1, 1), JULY, report="letter"), kind="letter")
    one = matter(notice, page, misread, told("closed", SEPTEMBER))
    assert one.raised == MARCH
    assert one.points[0] == notice


@pytest.mark.parametrize(("level", "began"), [(CONCERN, "raised"), (MONITORING, "entered")])
def test_what_began_again_years_later_began_twice(level: str, began: str):
    first, again = told(began, date(2022, 1, 1), level=level), told(began, MARCH, level=level)
    assert matter(first, again, level=level).points == (first, again)
    assert (
        matter(first, told("open" if level == CONCERN else "remains", JUNE, level=level)).raised == first.day
    )


def test_what_was_raised_after_it_was_closed_is_no_telling_of_the_first_time():
    one = matter(
        told("raised", MARCH), told("closed", JUNE), told("raised", JULY), told("raised", JULY, SEPTEMBER)
    )
    assert [(point.event.status, point.day) for point in one.points] == [
        ("raised", MARCH),
        ("closed", JUNE),
        ("raised", JULY),
    ]
    assert one.status == OPEN


def test_what_was_closed_is_raised_anew_only_where_a_report_says_so():
    closed = (told("raised", MARCH), told("closed", JUNE))
    background = told("raised", JULY, dated=False)
    anew = replace(background, quote="We have issued a new cause of concern about custody.")
    assert matter(*closed, background).status == CLOSED
    assert matter(*closed, anew).status == OPEN
    assert [point.event.status for point in matter(*closed, anew).points] == ["raised", "closed", "raised"]


def linked(*events: Told, vectors: dict[str, np.ndarray] | None = None) -> list[tuple[str, list[str]]]:
    concerns, _ = link("Kent Police", events, vectors or {})
    return [(one.name, [two.event.status for two in one.told]) for one in concerns]


def test_matters_are_linked_by_the_words_of_their_names():
    assert linked(
        told("raised", MARCH, names=("registered sex offenders",)),
        told("closed", JULY, names=("the risk posed by registered sex offenders",)),
    ) == [("The risk posed by registered sex offenders", ["raised", "closed"])]


def test_two_matters_of_one_report_are_never_one():
    events = [told("raised", MARCH, names=(name,)) for name in ("crime recording", "crime")]
    assert len(linked(*events)) == 2


def test_matters_are_linked_by_meaning_where_words_differ():
    near = {"emergency calls": np.array([1.0, 0.0]), "999": np.array([0.9, 0.436])}
    once, again = (told("raised", MARCH, names=("emergency calls",), start=start) for start in (0, 20))
    events = [once, again, told("raised", JULY, names=("999",))]
    assert len(linked(*events, vectors=near)) == 1
    far = {**near, "999": np.array([0.1, 0.995])}
    assert len(linked(*events, vectors=far)) == 2


FAINTLY = {
    name: np.array([1.0, 0.1 * place, 0.0], dtype=np.float32) / 4
    for place, name in enumerate(("call handling", "slow telephones", "stalking", "detention"))
}


def test_what_is_told_again_is_linked_by_the_time_it_was_raised():
    events = [
        told("raised", MARCH, names=("call handling",)),
        told("raised", MARCH, JULY, names=("slow telephones",)),
        told("closed", JULY, names=("slow telephones",)),
    ]
    assert linked(*events, vectors=FAINTLY) == [("Slow telephones", ["raised", "raised", "closed"])]


def test_two_names_of_one_report_that_others_had_for_one_matter_are_of_it():
    known = [
        told("raised", MARCH, names=("responding to the public", "first contact"), start=start)
        for start in (0, 20)
    ]
    first = told("raised", MARCH, JULY, names=("first contact",))
    other = told("closed", JUNE, JULY, names=("how it responds to the public",), start=40)
    assert [events for _, events in linked(*known, first, other)] == [
        ["raised", "raised", "raised", "closed"]
    ]
    # What the report says was raised, each by its name, are two.
    both = replace(other, event=replace(other.event, status="raised"))
    assert len(linked(*known, first, both)) == 2


def test_what_one_sentence_tells_of_stays_though_later_reports_speak_of_others():
    raised = [
        told("raised", MARCH, names=(name,), start=place) for place, name in enumerate(("custody", "vetting"))
    ]
    closed = told("closed", JULY, names=("custody",))
    assert dict(linked(*raised, closed)) == {"Custody": ["raised", "closed"], "Vetting": ["raised"]}
    # A later report that names what none did before, as if it were known, may mean it.
    other = told("open", JULY, names=("the checking of staff",))
    assert "Vetting" not in dict(linked(*raised, closed, other))


@pytest.mark.parametrize(
    ("quote", "event"),
    [
        ("Two of the three causes of concern, custody and fraud, are now closed.", {"names": (), "count": 2}),
        ("We have closed two of the three: custody and fraud.", {"names": ("custody and fraud",)}),
        ("Of the three, custody and fraud have been closed but training has not.", {"names": (), "count": 2}),
    ],
)
def test_what_earlier_reports_named_is_known_in_a_letter_that_gives_it_no_name(
    quote: str, event: dict[str, object]
):
    counted = "We have three causes of concern."
    raised = [
        replace(told("raised", MARCH, names=(name,)), quote=counted)
        for name in ("custody", "fraud", "training")
    ]
    letter = told("closed", JULY)
    letter = replace(letter, event=replace(letter.event, **event), quote=quote)
    found = dict(linked(*raised, letter))
    assert (found["Custody"], found["Fraud"]) == (["raised", "closed"], ["raised", "closed"])
    assert "closed" not in found["Training"]


def test_all_save_one_are_closed_that_a_letter_does_not_name():
    raised = [told("raised", MARCH, names=(name,)) for name in ("custody", "fraud", "training")]
    letter = replace(told("open", JULY, names=("fraud",)), quote="All but fraud have been closed.")
    assert dict(linked(*raised, letter)) == {
        "Custody": ["raised", "closed"],
        "Fraud": ["raised", "open"],
        "Training": ["raised", "closed"],
    }


def test_all_save_one_are_closed_though_the_letter_gives_no_name_to_that_one():
    raised = [told("raised", MARCH, names=(name,)) for name in ("custody", "fraud", "training")]
    before = told("closed", JUNE, names=("custody",))
    letter = replace(
        told("closed", JULY, names=()), quote="All causes of concern but fraud have been closed."
    )
    assert dict(linked(*raised, before, letter)) == {
        # What was closed before is not closed again.
        "Custody": ["raised", "closed"],
        "Fraud": ["raised", "open"],
        "Training": ["raised", "closed"],
    }


def test_what_only_progress_is_told_of_once_is_no_matter():
    once = told("progress", MARCH, names=("public engagement",), report="a")
    counted = told("open", JULY, names=(), count=2, report="b")
    lately = told("raised", JULY, names=("stalking",), report="b")
    assert linked(once, lately, counted) == [("Stalking", ["raised"])]
    assert len(linked(replace(once, event=replace(once.event, status="open")), lately, counted)) == 2


def test_what_is_new_is_a_matter_of_its_own_and_so_is_what_was_raised_at_another_time():
    new = told("raised", JULY, names=("slow telephones",))
    older = told("raised", date(2021, 3, 1), JULY, names=("slow telephones",))
    known = [told("raised", MARCH, names=("call handling",), start=start) for start in (0, 20)]
    for other in (new, older):
        assert len(linked(*known, other, vectors=FAINTLY)) == 2


def test_what_one_sentence_tells_of_may_be_what_a_later_report_calls_otherwise():
    once = told("raised", MARCH, names=("detection",), report="a")
    new = told("raised", JULY, names=("stalking",), report="b")
    known = told("open", JULY, names=("stalking",), report="b")
    # What is new is something else; what is told of as if it were known may be it.
    assert [name for name, _ in linked(once, new)] == ["Detection", "Stalking"]
    assert linked(once, known) == [("Stalking", ["open"])]
    assert [name for name, _ in linked(once)] == ["Detection"]
    for more in (
        told("open", MARCH, names=("detection",), report="a", start=20),
        told("closed", JULY, names=("detection",), report="b", start=20),
        # It may be one of those that are counted.
        told("open", JULY, names=(), count=2, report="b"),
    ):
        assert [name for name, _ in linked(once, more, known)] == ["Detection", "Stalking"]


def test_what_is_open_is_rather_what_was_not_closed():
    events = [
        *(told("raised", MARCH, names=(name,)) for name in ("call handling", "stalking")),
        told("closed", JUNE, names=("call handling",)),
        told("open", JULY, names=("detention",)),
    ]
    assert linked(*events, vectors=FAINTLY) == [
        ("Call handling", ["raised", "closed"]),
        ("Stalking", ["raised", "open"]),
    ]


def test_the_others_are_closed_only_where_they_are_so_many():
    raised = [told("raised", MARCH, names=(name,)) for name in ("custody", "fraud", "training")]
    left = told("open", JULY, names=("custody",))
    two = told("closed", JULY, names=(), count=2)
    assert dict(linked(*raised, left, two)) == {
        "Custody": ["raised", "open"],
        "Fraud": ["raised", "closed"],
        "Training": ["raised", "closed"],
    }
    one = told("closed", JULY, names=(), count=1)
    assert dict(linked(*raised, left, one))["Fraud"] == ["raised"]


def test_a_ledger_says_what_it_rests_on():
    entries = [
        entry(MARCH),
        entry(JULY),
        entry(None, report="u"),
        entry(date(2030, 1, 1), report="f"),
        entry(MARCH, "HMICFRS", "g"),
    ]
    events = [told("raised", MARCH), told("closed", JULY)]
    ledger = make_ledger(entries, events, {}, today=date(2025, 1, 1))
    assert (ledger.reports, ledger.undated, ledger.future, ledger.earliest, ledger.newest) == (
        3,
        1,
        1,
        MARCH,
        JULY,
    )
    assert [body.body for body in ledger.bodies] == ["Kent Police"]
    assert [one.status for one in ledger.bodies[0].concerns] == [CLOSED]
    then = make_ledger(entries, events, {}, JUNE, date(2025, 1, 1))
    assert (then.reports, [one.status for one in then.bodies[0].open]) == (1, [OPEN])


def test_a_number_that_is_not_borne_out_makes_a_ledger_unsound():
    raised = [told("raised", MARCH, names=(name,), report="a") for name in ("custody", "fraud")]
    two, three = (told("open", JUNE, names=(), count=count, report="b") for count in (2, 3))

    def sound(*more: Told) -> bool:
        entries = [entry(MARCH, report="a"), entry(JUNE, report="b")]
        return make_ledger(entries, [*raised, *more], {}, today=date(2025, 1, 1)).bodies[0].is_sound

    assert sound()
    assert sound(two)
    assert not sound(three)
    assert not sound(told("raised", JUNE, names=(), count=4, report="b"))


def test_what_one_body_rests_on_is_counted_over_its_own_reports():
    entries = [
        entry(MARCH),
        entry(None, report="u"),
        entry(JULY, "Essex Police", "e"),
        entry(None, "Essex Police", "v"),
    ]
    entries.append(entry(date(2999, 1, 1), "Essex Police", "f"))
    ledger = make_ledger(entries, [], {}, today=SEPTEMBER)
    assert (ledger.reports, ledger.undated, ledger.future, ledger.newest) == (4, 2, 1, JULY)
    kent = ledger.only(["Kent Police"])
    assert (kent.reports, kent.undated, kent.future, kent.newest) == (2, 1, 0, MARCH)
    assert [one.body for one in kent.bodies] == ["Kent Police"]
    then = make_ledger(entries, [], {}, MARCH, SEPTEMBER).only(["Kent Police"])
    assert (then.reports, then.undated) == (1, 1)


def test_a_matter_has_no_name_before_a_report_gives_it():
    first = told("raised", MARCH, names=("demand",))
    later = [
        told("open", day, names=("strategic planning",), report=f"r{number}")
        for number, day in enumerate((JUNE, JULY))
    ]
    concern = Matter("Kent Police", CONCERN, "Strategic planning", in_order([first, *later]))
    then, now = concern.as_of(MARCH), concern.as_of(SEPTEMBER)
    assert then is not None
    assert now is not None
    assert (then.name, now.name) == ("Demand", "Strategic planning")
