"""The reports that come with the product: what each file must say of itself, and which must be there."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.read import read_report

REPORTS = Path(__file__).resolve().parents[2] / "corpus" / "reports"
FILES = sorted(REPORTS.glob("*.md"))
FIELDS = {"title", "body", "kind", "published", "source"}
DIGEST = "This is our own digest of public facts, not the inspectorate's text."
FIRE = "Fire and Rescue Service"
BODIES = {
    "Avon Fire and Rescue Service",
    "Cleveland Police",
    "Devon and Cornwall Police",
    "Gloucestershire Constabulary",
    "Gloucestershire Fire and Rescue Service",
    "Greater Manchester Police",
    "London Fire Brigade",
    "Metropolitan Police Service",
    "Northamptonshire Fire and Rescue Service",
    "Nottinghamshire Police",
    "Staffordshire Police",
    "West Midlands Police",
    "Wiltshire Police",
}
INSPECTORATE = "HMICFRS"
KINDS = {
    "PEEL report",
    "cause of concern notice",
    "closure letter",
    "crime data integrity report",
    "enhanced monitoring decision",
    "fire and rescue service report",
    "guidance",
    "inspection report",
    "letter",
    "news article",
    "press release",
    "progress letter",
    "return to Scan letter",
    "revisit letter",
}


def parts_of(path: Path) -> tuple[dict[str, Any], str]:
    """The front matter of a file, and what follows it."""
    opening, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == ""
    return yaml.safe_load(front), body


def slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def published_of(body: str) -> list[date]:
    fronts = [parts_of(path)[0] for path in FILES]
    return sorted(front["published"] for front in fronts if front["body"] == body and "published" in front)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
class TestEveryDigest:
    def test_front_matter_is_complete(self, path: Path) -> None:
        front, _ = parts_of(path)
        assert set(front) | {"published"} == FIELDS
        assert all(isinstance(front[name], str) and front[name].strip() for name in FIELDS - {"published"})
        assert re.fullmatch(r"https://[a-z0-9.-]+\.[a-z]+/\S+", front["source"])
        if "published" in front:
            assert type(front["published"]) is date
            assert date(2019, 1, 1) < front["published"] < date(2026, 1, 1)
        assert front["kind"] in KINDS

    def test_name_says_body_kind_and_date(self, path: Path) -> None:
        front, _ = parts_of(path)
        written = front["published"].isoformat() if "published" in front else r"20\d\d(-(0[1-9]|1[0-2]))?"
        if front["kind"] == "guidance":
            written = "[a-z-]+"
        assert re.fullmatch(f"{slug(front['body'])}-{slug(front['kind'])}-{written}", path.stem)

    def test_title_stands_first_and_then_that_it_is_a_digest(self, path: Path) -> None:
        front, body = parts_of(path)
        heading, digest, *rest = [block for block in body.split("\n\n") if block.strip()]
        assert heading.strip() == f"# {front['title']}"
        assert digest == DIGEST
        assert rest

    def test_date_in_the_text_is_the_date_above_it(self, path: Path) -> None:
        front, body = parts_of(path)
        stated = re.findall(r"^Published on (.+)\.$", body, re.MULTILINE)
        day = front.get("published")
        expected = [f"{day.day} {day:%B %Y}"] if day else []
        assert stated == expected

    def test_ends_with_where_things_stand(self, path: Path) -> None:
        _, body = parts_of(path)
        assert re.findall(r"^## (.+)$", body, re.MULTILINE)[-1] == "Status"

    def test_long_enough_to_ask_and_short_enough_to_read(self, path: Path) -> None:
        _, body = parts_of(path)
        assert 200 <= len(body.split()) <= 700

    def test_markup_is_headings_paragraphs_and_bullets(self, path: Path) -> None:
        _, body = parts_of(path)
        assert not re.search(r"[*_`|<>\[\]]|^[ \t]+- |^\d+\. |^#{4}", body, re.MULTILINE)

    def test_reader_says_what_the_front_matter_says(self, path: Path) -> None:
        front, _ = parts_of(path)
        report = read_report(path)
        assert (report.title, report.body) == (front["title"], front["body"])
        assert (report.kind, report.source) == (front["kind"], front["source"])
        if "published" in front:
            assert (report.published, report.published_guessed) == (front["published"], False)


def test_there_are_enough_reports() -> None:
    assert len(FILES) >= 40
    assert not [path.name for path in REPORTS.iterdir() if path.suffix != ".md"]


def test_no_two_reports_are_the_same_publication() -> None:
    fronts = [parts_of(path)[0] for path in FILES]
    assert len({front["source"] for front in fronts}) == len(FILES)
    assert len({front["title"] for front in fronts}) == len(FILES)


def test_west_midlands_police_is_complete_for_its_time_in_engage() -> None:
    dates = published_of("West Midlands Police")
    assert [day for day in dates if date(2023, 11, 1) <= day <= date(2024, 9, 30)] == [
        date(2023, 11, 24),
        date(2023, 11, 28),
        date(2023, 11, 29),
        date(2023, 12, 22),
        date(2023, 12, 22),
        date(2024, 7, 23),
        date(2024, 9, 18),
    ]


def test_every_body_is_told_of_over_time() -> None:
    bodies = {parts_of(path)[0]["body"] for path in FILES}
    assert bodies == BODIES | {INSPECTORATE}
    for body in BODIES:
        dates = published_of(body)
        assert len(dates) >= 2
        assert (dates[-1] - dates[0]).days > 180


def test_introductions_are_alike_but_for_the_name() -> None:
    shapes: dict[str, set[str]] = {}
    for path in FILES:
        front, text = parts_of(path)
        for paragraph in text.split("\n\n"):
            if front["body"] in paragraph and len(paragraph.split()) > 25:
                shapes.setdefault(paragraph.replace(front["body"], "{name}"), set()).add(front["body"])
    shared = [bodies for bodies in shapes.values() if len(bodies) >= 4]
    assert len(shared) >= 4


MONTHS = {
    name[:3]: name
    for name in "January February March April May June July August September October "
    "November December".split()
}


def dated_facts(sheet: str, heading: str) -> list[tuple[str, str]]:
    """The (month and year, or day, in full; line) of each fact of a section of the fact sheet."""
    match = re.search(
        rf"^#{{2,3}} (?:\(b\) )?{re.escape(heading)}.*?$(.*?)(?=^#{{2,3}} )", sheet, re.M | re.S
    )
    assert match, heading
    found = []
    for line in match[1].splitlines():
        written = re.sub(rf"\b({'|'.join(MONTHS)})\b", lambda short: MONTHS[short[1]], line)
        dates = re.findall(rf"\b(?:\d{{1,2}} )?(?:{'|'.join(MONTHS.values())}) \d{{4}}\b", written)
        found += [(day, line) for day in dates]
    return found


@pytest.mark.parametrize("body", sorted(BODIES))
def test_every_dated_fact_of_the_sheet_is_told(body: str, shared: Path) -> None:
    told = " ".join(read_report(path).text for path in FILES if parts_of(path)[0]["body"] == body)
    facts = dated_facts((shared / "facts.md").read_text(encoding="utf-8"), body.replace(FIRE, "FRS"))
    assert len(facts) >= 5
    assert [(day, line) for day, line in facts if day not in told] == []
