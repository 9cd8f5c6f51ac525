"""The last touch to a ranking: time, passages said again, and bodies that take turns."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Passage
from index.arrange import arrange, lower_stock
from index.types import Hit, ReportEntry
from index.when import When

KENT, ESSEX, DORSET = "Kent Police", "Essex Police", "Dorset Police"
NEVER, NOW = When(), When(now=True)


def entry(name: str, body: str, published: date | None = None) -> ReportEntry:
    return ReportEntry(name, name, name, "", "Letter", body, "", published, False, "", 0, 3)


REPORTS = {
    "kent": entry("kent", KENT, date(2021, 1, 1)),
    "essex": entry("essex", ESSEX, date(2023, 1, 1)),
    "dorset": entry("dorset", DORSET, date(2024, 1, 1)),
    "kent again": entry("kent again", KENT, date(2024, 1, 1)),
    "undated": entry("undated", KENT),
    "nobody's": entry("nobody's", ""),
}


def hit(name: str, score: float, report: str = "kent", text: str = "") -> Hit:
    """A hit whose passage says its own name where it says nothing else."""
    said = text or f"{name} says so"
    return Hit(Passage(name, report, 0, 0, len(said), said, "", None, ()), score)


def arranged(hits: list[Hit], when: When = NEVER, bodies: tuple[str, ...] = ()) -> list[str]:
    return [hit.passage.id for hit in arrange(hits, REPORTS, when, bodies)]


def test_a_ranking_with_nothing_to_touch_is_kept_whole():
    hits = [hit("a", 0.03), hit("b", 0.02, "essex"), hit("c", 0.02, "nobody's"), hit("d", 0.01, "unknown")]
    assert arrange(hits, REPORTS, NEVER) == hits
    assert arrange(hits, REPORTS, NEVER, (KENT,)) == hits
    assert arrange([], REPORTS, NOW, (KENT, ESSEX)) == []


def test_the_newest_report_gains_most_where_today_is_asked_of():
    hits = [
        hit("old", 0.030),
        hit("undated", 0.029, "undated"),
        hit("new", 0.028, "dorset"),
        hit("middle", 0.027, "essex"),
    ]
    found = arrange(hits, REPORTS, NOW)
    # 1/60, 1/68 and 1/76 for the newest, the next and the oldest; nothing for what has no date.
    expected = {"new": 0.028 + 1 / 60, "old": 0.030 + 1 / 76, "middle": 0.027 + 1 / 68, "undated": 0.029}
    assert {one.passage.id: one.score for one in found} == pytest.approx(expected)
    assert [one.passage.id for one in found] == ["new", "old", "middle", "undated"]


def test_passages_of_one_report_gain_the_same_and_keep_their_order():
    hits = [hit("a", 0.02), hit("b", 0.02), hit("c", 0.02, "dorset"), hit("d", 0.01)]
    assert arranged(hits, NOW) == ["c", "a", "b", "d"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Kent Police must do better.", "Essex Police must do better.", id="the body's name"),
        pytest.param("kent must  DO better.", "Kent must do\nbetter.", id="case and white space"),
        pytest.param("It must do better.", "It must do better.", id="word for word"),
    ],
)
def test_what_is_said_again_goes_behind_all_that_is_not(one: str, other: str):
    hits = [
        hit("first", 0.05, "kent", one),
        hit("twin", 0.04, "essex", other),
        hit("own", 0.03, "essex"),
        hit("third", 0.02, "dorset", one.replace(KENT, DORSET)),
        hit("last", 0.01, "dorset"),
    ]
    assert arranged(hits) == ["first", "own", "last", "twin", "third"]


@pytest.mark.parametrize(
    ("text", "report"),
    [
        pytest.param("Essex Police must do better.", "kent", id="a name that is not its own body's"),
        pytest.param("Essex Police must do better.", "nobody's", id="a report without a body"),
        pytest.param("Essex Police must do worse.", "essex", id="other words"),
    ],
)
def test_what_differs_in_more_than_its_own_body_is_no_twin(text: str, report: str):
    hits = [hit("first", 0.03, "kent", "Kent Police must do better."), hit("other", 0.02, report, text)]
    assert arranged([*hits, hit("last", 0.01)]) == ["first", "other", "last"]


def test_of_twins_the_one_of_the_time_asked_for_stays():
    hits = [
        hit("old", 0.021, "kent", "Kent Police is in Engage."),
        hit("new", 0.020, "dorset", "Dorset Police is in Engage."),
        hit("other", 0.001, "essex"),
    ]
    assert arranged(hits, NOW) == ["new", "other", "old"]
    assert arranged(hits) == ["old", "other", "new"]


def test_two_bodies_that_are_named_take_turns():
    hits = [
        hit("kent 1", 0.09),
        hit("kent 2", 0.08),
        hit("dorset 1", 0.07, "dorset"),
        hit("kent 3", 0.06, "kent again"),
        hit("essex 1", 0.05, "essex"),
        hit("essex 2", 0.04, "essex"),
    ]
    assert arranged(hits, bodies=(KENT, ESSEX)) == [
        *("kent 1", "essex 1", "kent 2", "essex 2", "kent 3", "dorset 1")
    ]
    # The body that is named first begins, not the one that is found first.
    assert arranged(hits, bodies=(ESSEX, KENT))[:3] == ["essex 1", "kent 1", "essex 2"]
    assert arranged(hits, bodies=(KENT, ESSEX, DORSET))[:4] == ["kent 1", "essex 1", "dorset 1", "kent 2"]


def test_what_is_said_of_two_bodies_that_are_named_is_said_of_each():
    hits = [
        hit("kent 1", 0.09, "kent", "Kent Police must do better."),
        hit("kent 2", 0.08, "kent again", "Kent Police must do better."),
        hit("kent 3", 0.07),
        hit("essex 1", 0.06, "essex", "Essex Police must do better."),
    ]
    assert arranged(hits, bodies=(KENT, ESSEX)) == ["kent 1", "essex 1", "kent 3", "kent 2"]
    assert arranged(hits) == ["kent 1", "kent 3", "kent 2", "essex 1"]


def test_one_body_takes_no_turns_and_one_without_hits_misses_its_own():
    hits = [hit("dorset 1", 0.03, "dorset"), hit("kent 1", 0.02), hit("kent 2", 0.01)]
    assert arranged(hits, bodies=(KENT,)) == ["dorset 1", "kent 1", "kent 2"]
    assert arranged(hits, bodies=(ESSEX, KENT)) == ["kent 1", "kent 2", "dorset 1"]


def test_turns_come_before_what_is_said_again():
    hits = [
        hit("kent 1", 0.09, "kent", "Kent Police must do better."),
        hit("essex 1", 0.08, "essex"),
        hit("kent 2", 0.07, "kent again", "Kent Police must do better."),
        hit("dorset 1", 0.06, "dorset"),
    ]
    assert arranged(hits, bodies=(KENT, ESSEX)) == ["kent 1", "essex 1", "dorset 1", "kent 2"]


@given(
    st.lists(
        st.tuples(
            st.floats(0.001, 0.033),
            st.sampled_from([*REPORTS, "unknown"]),
            st.sampled_from(["", "It must do better.", "Kent Police must do better."]),
        ),
        max_size=20,
    ),
    st.sampled_from([NEVER, NOW, When.asked("in 2023"), When.asked("still in 2022")]),
    st.sampled_from([(), (KENT,), (KENT, ESSEX), (KENT, ESSEX, DORSET)]),
)
def test_no_hit_is_lost_or_doubled(found: list[tuple[float, str, str]], when: When, bodies: tuple[str, ...]):
    hits = [hit(str(number), score, report, text) for number, (score, report, text) in enumerate(found)]
    assert sorted(arranged(hits, when, bodies)) == sorted(one.passage.id for one in hits)


def test_what_is_said_of_everybody_counts_less():
    text = "It is among them all. "
    long = Passage("long", "kent", 0, 0, len(text), text, "", None, ((0, 21),))
    hits = [Hit(long, 0.04, (True,)), Hit(long, 0.03, (False,)), Hit(long, 0.02)]
    assert [one.score for one in lower_stock(hits)] == [pytest.approx(0.03), 0.03, 0.02]
