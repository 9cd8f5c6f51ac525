"""Which day each of several matters has, where a sentence names them and days in turn."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.readings.days import each_its_day
from corpus.readings.said import Names, Period, Said
from corpus.readings.views import View
from corpus.types import CONCERN, MONITORING

CUSTODY, FRAUD, VETTING = 0, 1, 2
MATTERS: list[Names] = [("custody", "the cells"), ("fraud",), ("vetting",)]
YEARS = {year: (date(year, 1, 1), date(year, 12, 31)) for year in range(2019, 2026)}
GIVEN = YEARS[2021]


def days(text: str, *said: Said) -> list[Period | None]:
    view = View(text, 0, len(text), "", today=date(2025, 6, 1))
    return [one.period for one in each_its_day(view, said, MATTERS)]


def closed(*matters: int | None) -> list[Said]:
    return [Said(CONCERN, "closed", matter, GIVEN) for matter in matters]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        pytest.param("Custody was closed in 2021 and fraud in 2022.", (2021, 2022), id="names first"),
        pytest.param("In 2021 they closed fraud, in 2022 custody.", (2022, 2021), id="days first"),
        pytest.param(
            "Fraud went in 2021, and 2022 closed the cells.", (2022, 2021), id="the day in its middle"
        ),
    ],
)
def test_each_has_the_day_it_stands_with(text: str, years: tuple[int, int]):
    assert days(text, *closed(CUSTODY, FRAUD)) == [YEARS[year] for year in years]


def test_a_run_of_names_has_one_day():
    found = days("Custody was closed in 2021, fraud and vetting in 2022.", *closed(CUSTODY, FRAUD, VETTING))
    assert found == [YEARS[2021], YEARS[2022], YEARS[2022]]


def test_a_day_is_counted_from_the_one_told_before():
    view = View(
        *("Custody closed that June, fraud in 2022.", 0, 40, ""),
        before=("In May 2021 we came.",),
        today=date(2025, 6, 1),
        earlier=(("in 2020", YEARS[2020]),),
    )
    june = (date(2021, 6, 1), date(2021, 6, 30))
    said = [Said(CONCERN, "closed", matter, june) for matter in (CUSTODY, FRAUD)]
    assert [one.period for one in each_its_day(view, said, MATTERS)] == [june, YEARS[2022]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("Custody and fraud were closed in 2021.", closed(CUSTODY, FRAUD), id="one day"),
        pytest.param(
            "In 2020, 2021 and 2022 custody closed, and fraud.", closed(CUSTODY, FRAUD), id="more days"
        ),
        pytest.param(
            "Custody closed in 2021, fraud in 2022, vetting too.",
            closed(CUSTODY, FRAUD, VETTING),
            id="more names",
        ),
        pytest.param("Custody closed in 2021, fraud in 2021.", closed(CUSTODY, FRAUD), id="one day twice"),
        pytest.param(
            "Custody closed in 2021, the cells in 2022.", closed(CUSTODY, FRAUD), id="one matter, named twice"
        ),
        pytest.param("Custody closed in 2021, fraud in 2022.", closed(CUSTODY), id="one matter is told of"),
        pytest.param("It closed in 2021, and it in 2022.", closed(CUSTODY, FRAUD), id="none is named"),
        pytest.param("Custody closed in 2022, fraud in 2023.", closed(CUSTODY, FRAUD), id="other days"),
        pytest.param(
            "Custody, a cause of concern since 2021, and fraud, since 2022, closed.",
            closed(CUSTODY, FRAUD),
            id="days of something else",
        ),
        pytest.param(
            "Raised in 2020, custody was closed in 2021, and so was fraud.",
            closed(CUSTODY, FRAUD),
            id="a day of something else",
        ),
        pytest.param(
            "Custody was raised in 2021, fraud closed in 2022.",
            [Said(CONCERN, "raised", CUSTODY, GIVEN), *closed(FRAUD)],
            id="different statuses",
        ),
    ],
)
def test_else_they_stay_as_they_were_read(text: str, said: list[Said]):
    assert days(text, *said) == [GIVEN] * len(said)


def test_what_is_said_of_other_levels_stays():
    text = "It left Engage when custody was closed in 2021 and fraud in 2022."
    found = days(text, Said(MONITORING, "left", None, GIVEN), *closed(None, CUSTODY, FRAUD))
    assert found == [GIVEN, GIVEN, YEARS[2021], YEARS[2022]]


def test_days_of_a_summary_before_a_colon_are_of_none():
    text = "Two were closed in 2021 and 2022: custody in 2021, fraud in 2022."
    assert days(text, *closed(CUSTODY, FRAUD)) == [YEARS[2021], YEARS[2022]]
    one = "In 2021: custody was closed; in 2022: fraud was closed."
    assert days(one, *closed(CUSTODY, FRAUD)) == [YEARS[2021], YEARS[2022]]
