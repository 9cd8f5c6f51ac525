"""Which areas a sentence gives which grades, and which day is theirs."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.describe import complete
from corpus.events import events_of
from corpus.graded_areas import areas_named
from corpus.markdown import read_markdown
from corpus.types import GRADE

PUBLISHED = date(2024, 7, 23)


def grades_of(text: str, title: str = "Grades") -> set[tuple[str, str]]:
    return {(area, grade) for area, grade, _ in dated_grades_of(text, title)}


def dated_grades_of(text: str, title: str = "Grades") -> set[tuple[str, str, int]]:
    """(area, grade, year) of each grade read from a report of 2024."""
    front = f"---\nbody: Kent Police\npublished: {PUBLISHED}\n---\n\n# {title}\n\n"
    report = complete(read_markdown((front + text).encode()), "kent.md")
    return {
        (event.matter.lower(), event.status, event.first.year)
        for event in events_of(report)
        if event.level == GRADE and event.first
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Effectiveness is inadequate, efficiency requires improvement and people is good.",
            {("effectiveness", "inadequate"), ("efficiency", "requires improvement"), ("people", "good")},
        ),
        (
            "Preventing crime, recording crime and the treatment of the public were good.",
            {
                ("preventing crime", "good"),
                ("recording crime", "good"),
                ("the treatment of the public", "good"),
            },
        ),
        (
            "The force was graded good at preventing crime and inadequate for managing offenders.",
            {("preventing crime", "good"), ("managing offenders", "inadequate")},
        ),
        (
            "Requires improvement: investigating crime; leadership.",
            {("investigating crime", "requires improvement"), ("leadership", "requires improvement")},
        ),
        (
            "The outstanding area is how the brigade responds to major and multi-agency incidents.",
            {("how the brigade responds to major and multi-agency incidents", "outstanding")},
        ),
        (
            "It is inadequate at strategic planning, organisational management and value for money.",
            {("strategic planning, organisational management and value for money", "inadequate")},
        ),
        (
            "Protection was good, as was preparing for major incidents.",
            {("protection", "good"), ("preparing for major incidents", "good")},
        ),
        (
            "The three that must improve are how it supports victims and how it manages offenders.",
            {
                ("how it supports victims", "requires improvement"),
                ("how it manages offenders", "requires improvement"),
            },
        ),
        (
            "For effectiveness it got requires improvement; for legitimacy, good again.",
            {("effectiveness", "requires improvement"), ("legitimacy", "good")},
        ),
        (
            "Building, supporting and protecting the workforce: adequate",
            {("building, supporting and protecting the workforce", "adequate")},
        ),
        ("The force was graded good overall at preventing crime.", {("preventing crime", "good")}),
        ("The causes of concern are closed; leadership is outstanding.", {("leadership", "outstanding")}),
        (
            "Good in two areas:\n\n- preventing fires\n- custody\n\nInadequate:\n\n- leadership.",
            {("preventing fires", "good"), ("custody", "good"), ("leadership", "inadequate")},
        ),
        ("Within effectiveness, preventing fires was judged good.", {("preventing fires", "good")}),
        (
            "Efficiency has slipped from good to requires improvement.",
            {("efficiency", "requires improvement")},
        ),
    ],
)
def test_areas_get_the_grades_that_are_said_of_them(text: str, expected: set[tuple[str, str]]) -> None:
    assert grades_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The graded work of preventing crime has good supervisors.",
        "The force was not graded good at preventing crime.",
        "It hopes to be good at managing offenders by the next grading.",
        "Two recommendations on custody are outstanding.",
        "Seven areas were graded good.",
        "A grade of inadequate means that responding to the public failed.",
        "The force has put vetting right for good.",
        "Not graded good:\n\n- preventing crime",
        "What good work there is:\n\n- preventing crime was looked into by three officers of the force",
        "## Preventing crime\n\nNot good.",
        "## Preventing crime\n\nNothing outstanding.",
    ],
)
def test_what_gives_no_area_a_grade_is_none(text: str) -> None:
    assert grades_of(text) == set()


def test_praise_in_a_report_that_grades_nothing_is_no_grade() -> None:
    text = "The force is good at responding to calls of domestic abuse."
    assert grades_of(text, "Report") == set()
    assert grades_of(f"{text} It was graded inadequate for managing offenders.", "Report") == {
        ("responding to calls of domestic abuse", "good"),
        ("managing offenders", "inadequate"),
    }


@pytest.mark.parametrize(
    ("line", "grade"),
    [
        ("Inadequate", "inadequate"),
        ("The force requires improvement here.", "requires improvement"),
        ("Good.", "good"),
        ("Grade: outstanding", "outstanding"),
    ],
)
def test_a_grade_alone_is_of_the_area_it_stands_under(line: str, grade: str) -> None:
    text = f"## Preventing crime\n\n{line}\n\n## Custody\n\nCells are clean."
    assert grades_of(text) == {("preventing crime", grade)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Responding to the public: good in 2019, inadequate in 2022 and adequate now.",
            {("good", 2019), ("inadequate", 2022), ("adequate", 2024)},
        ),
        ("Leadership: adequate (2022: inadequate)", {("adequate", 2024), ("inadequate", 2022)}),
        ("In 2021, leadership was graded adequate.", {("adequate", 2021)}),
        ("Leadership in May 2023 was good.", {("good", 2023)}),
        (
            "Leadership must improve in 2022, but was good in 2019.",
            {("requires improvement", 2022), ("good", 2019)},
        ),
        ("Leadership rose to good, from inadequate in 2022.", {("good", 2024), ("inadequate", 2022)}),
    ],
)
def test_each_grade_has_its_own_day(text: str, expected: set[tuple[str, int]]) -> None:
    assert {(grade, year) for _, grade, year in dated_grades_of(text)} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how it responds to the public is", ["how it responds to the public"]),
        ("preventing crime and responding to the public", ["preventing crime", "responding to the public"]),
        ("ensuring fairness and promoting diversity", ["ensuring fairness and promoting diversity"]),
        ("Young people were asked about efficiency.", ["efficiency"]),
        ("People, in contrast, is inadequate.", ["People"]),
        ("For people it is inadequate.", ["people"]),
        ("", []),
    ],
)
def test_areas_are_found_with_all_their_words(text: str, expected: list[str]) -> None:
    found = areas_named(text)
    assert [one.name for one in found] == expected
    assert [text[one.start : one.end] for one in found] == expected
