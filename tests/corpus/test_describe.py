"""What a report is called, whose it is, of what kind and from when."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from corpus.describe import complete
from corpus.layout import Block, Draft, assemble
from corpus.read import read_report
from corpus.types import Report

DAY = date(2024, 7, 23)
OTHER = date(2020, 1, 2)


def described(text: str, key: str = "file.txt", **stated: object) -> Report:
    return complete(Draft(text, (), **stated), key)  # type: ignore[arg-type]


def with_headings(*blocks: Block, key: str = "file.html", **stated: object) -> Report:
    text, sections, _ = assemble(blocks)
    return complete(Draft(text, sections, **stated), key)  # type: ignore[arg-type]


def test_what_the_file_states_is_kept():
    draft = Draft(
        "1 May 2019\n\nJoint targeted area inspection of Leeds\n\nKent Police.",
        (),
        title="A title",
        title_guess="Another",
        body="A body",
        kind="a kind",
        published=DAY,
        file_date=OTHER,
        source="https://example.org/",
    )
    report = complete(draft, "folder/norfolk-police-2020-01-02.pdf")
    assert (report.title, report.body, report.kind) == ("A title", "A body", "a kind")
    assert (report.published, report.published_guessed) == (DAY, False)
    assert (report.key, report.source) == ("folder/norfolk-police-2020-01-02.pdf", "https://example.org/")


LETTER = """18 July 2022

Anna Nobody, Director of Children’s Services, Exeham Council
Bert Noone, Chief Constable, Kent Police

Dear Exeham Safeguarding Partnership

{title}

{sentence} 3 to 7 June 2022."""


@pytest.mark.parametrize(
    ("lines", "title", "body"),
    [
        ("inspection of Exeham", "inspection of Exeham", "Exeham"),
        ("inspection of London Borough of Exeham", "inspection of London Borough of Exeham", "Exeham"),
        (
            "inspection of Royal Borough of Exeham and\nWyeford",
            "inspection of Royal Borough of Exeham and Wyeford",
            "Exeham and Wyeford",
        ),
        (
            "inspection of the multi-agency response to abuse and \nneglect in Exeham City Council",
            "inspection of the multi-agency response to abuse and neglect in Exeham City Council",
            "Exeham",
        ),
        (
            "inspection of the multi-agency response to children’s\n\nhealth in Exeham.",
            "inspection of the multi-agency response to children’s health in Exeham",
            "Exeham",
        ),
        (
            "inspection of the response to abuse in Exeham Metropolitan\nBorough",
            "inspection of the response to abuse in Exeham Metropolitan Borough",
            "Exeham",
        ),
        (
            "inspection of the response to abuse in the family in Exe-on-Sea",
            "inspection of the response to abuse in the family in Exe-on-Sea",
            "Exe-on-Sea",
        ),
    ],
)
@pytest.mark.parametrize("sentence", ["This inspection took place from", "Between these days we came:"])
def test_a_letter_about_a_joint_inspection(lines: str, title: str, body: str, sentence: str):
    text = LETTER.format(title=f"Joint targeted area {lines}", sentence=sentence)
    report = described(text, title_guess="Report - LA NAME JTAI", file_date=OTHER)
    assert report.title == f"Joint targeted area {title}"
    assert (report.body, report.kind) == (body, "joint inspection")
    assert (report.published, report.published_guessed) == (date(2022, 7, 18), False)


@pytest.mark.parametrize(
    ("text", "file_date", "key", "published", "guessed"),
    [
        pytest.param(
            "About.\n\nPublished on 23 July 2024.", OTHER, "a", DAY, False, id="said to be published"
        ),
        pytest.param("Publication date: 23 July 2024", OTHER, "a", DAY, False, id="publication date"),
        pytest.param(
            "Seen 2 May 2024. Published 2024-07-23.", None, "a", DAY, False, id="said after another"
        ),
        pytest.param(
            "A letter\n\n 23 July 2024 \n\nDear all", OTHER, "a", DAY, False, id="alone on its line"
        ),
        pytest.param("We came on 23 July 2024.", OTHER, "a", DAY, True, id="first in the text"),
        pytest.param(
            "2 May 2019, 23 July 2024.", OTHER, "a-2024.md", DAY, True, id="first of the year named"
        ),
        pytest.param("2 May 2019, 23 July 2024.", OTHER, "a-2024-07.md", DAY, True, id="of the month named"),
        pytest.param("2 May 2019.", OTHER, "a-2024-07.md", date(2024, 7, 1), True, id="month named alone"),
        pytest.param("2 May 2019.", None, "a-2024.md", None, False, id="year named alone"),
        pytest.param("2 May 2019.", None, "PEEL-2024-25.md", date(2019, 5, 2), True, id="a cycle named"),
        pytest.param("We came on 2 May 2024.", OTHER, "leeds-2024-07-23.pdf", DAY, True, id="in the name"),
        pytest.param(
            "1 May 2024", OTHER, "a-2024-07-23.pdf", date(2024, 5, 1), False, id="stated, and named"
        ),
        pytest.param("x" * 1600 + " 1 May 2021", DAY, "a-2019-13-04", DAY, True, id="the file's own"),
        pytest.param("No date in April 2023.", None, "leeds-2024-13-45.pdf", None, False, id="none"),
        pytest.param("Published on request in 2021.", None, "a", None, False, id="published, no date"),
        pytest.param("line.\n" * 30 + "23 July 2024", None, "a", DAY, True, id="alone, but far down"),
    ],
)
def test_dates(text: str, file_date: date | None, key: str, published: date | None, guessed: bool):
    report = described(text, key, file_date=file_date)
    assert (report.published, report.published_guessed) == (published, guessed)


@pytest.mark.parametrize(
    ("stated", "key", "title"),
    [
        pytest.param({"title": "The title", "title_guess": "x"}, "a.pdf", "The title", id="stated"),
        pytest.param({"title": "18 July 2022", "title_guess": "A title"}, "a.txt", "A title", id="a date"),
        pytest.param({"title": "1", "title_guess": "A title"}, "a.txt", "A title", id="a number"),
        pytest.param({"title_guess": " A\n title "}, "a.pdf", "A title", id="the file's own"),
        pytest.param({"title_guess": "JTAI report template"}, "my_file.pdf", "My file", id="a template's"),
        pytest.param({"title_guess": "Microsoft Word - x"}, "my file.pdf", "My file", id="a program's"),
        pytest.param({"title_guess": "letter-v2.docx"}, "my file.pdf", "My file", id="another file's"),
        pytest.param({}, "x/kent-revisit-2024-07-23.pdf", "Kent revisit", id="the name without its date"),
        pytest.param({"title": "long " * 100}, "a.md", ("long " * 60)[:299] + "…", id="cut"),
    ],
)
def test_titles(stated: dict[str, str], key: str, title: str):
    assert described("Some words.", key, **stated).title == title


def test_a_heading_is_a_title_before_the_file_name():
    words = Block("Some words.")
    assert with_headings(Block("Contents", 1), Block("The title", 1), words).title == "The title"
    assert with_headings(Block("The title", 2), words).title == "The title"
    assert with_headings(Block("A part", 2), words, title_guess="The page").title == "The page"
    assert with_headings(Block("x " * 2000), Block("Far down", 1), words, key="name.md").title == "Name"


@pytest.mark.parametrize(
    ("text", "stated", "body"),
    [
        pytest.param("", {"title": "PEEL 2023–25: West Midlands Police"}, "West Midlands Police", id="title"),
        pytest.param("", {"title": "Letter to the Met Police"}, "Metropolitan Police Service", id="alias"),
        pytest.param(
            "",
            {"title": "Avon Fire & Rescue Service: letter"},
            "Avon Fire and Rescue Service",
            id="ampersand",
        ),
        pytest.param(
            "West Midlands Fire Service wrote. West Midlands Fire Service said. Kent Police heard.",
            {"title": "Fire"},
            "West Midlands Fire Service",
            id="most often in the text",
        ),
        pytest.param("Kent Police. Essex Police. Surrey Police.", {"title": "All"}, "", id="about many"),
        pytest.param("The Kent Police and Crime Commissioner.", {"title": "All"}, "", id="commissioner"),
        pytest.param("We met them. They met us.", {"title": "All"}, "", id="met is a word"),
        pytest.param(
            "Greater Manchester Police.", {"title": "GM"}, "Greater Manchester Police", id="longest"
        ),
        pytest.param("x" * 3000 + " Kent Police.", {"title": "All"}, "", id="far down"),
    ],
)
def test_bodies(text: str, stated: dict[str, str], body: str):
    assert described(text, **stated).body == body


@pytest.mark.parametrize(
    ("key", "body", "kind"),
    [
        (
            "windsor-and-maidenhead-joint-inspection-2022-07-04.pdf",
            "Windsor and Maidenhead",
            "joint inspection",
        ),
        ("in/kent-police-revisit-letter.pdf", "Kent Police", "revisit letter"),
        ("notes.pdf", "", ""),
    ],
)
def test_the_name_tells_where_nothing_else_does(key: str, body: str, kind: str):
    report = described("Some words.", key, title_guess="Untitled")
    assert (report.body, report.kind) == (body, kind)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Joint targeted area inspection of Leeds", "joint inspection"),
        ("PEEL 2023–25: An inspection of Kent Police", "PEEL report"),
        ("Kent Police: PEEL cause of concern revisit letter", "revisit letter"),
        ("Kent Police: return to default phase of monitoring", "return to Scan letter"),
        ("Kent Police: cause of concern closed letter", "closure letter"),
        ("Kent Police has made improvements", ""),
    ],
)
def test_kinds(title: str, kind: str):
    assert described("Some words.", title=title).kind == kind


def test_a_news_article(tmp_path: Path):
    path = tmp_path / "000_17e1bb.txt"
    path.write_text(
        "Kent Police praised after inspectors found progress in three of its four areas\n"
        "Inspectors came last autumn, in October 2023, and spoke to officers, to people who had called the "
        "police, and to those who work beside them.\n"
        "Kent Police said it was pleased. Essex Police was not asked.\n"
    )
    report = read_report(path)
    assert report.title == "Kent Police praised after inspectors found progress in three of its four areas"
    assert (report.body, report.kind) == ("Kent Police", "")
    assert (report.published, report.published_guessed) == (None, False)


def test_the_real_article(shared: Path):
    path = shared / "seeds" / "000_17e1bb9001c02102.txt"
    report = read_report(path)
    assert report.title == path.read_text(encoding="utf-8").split("\n")[0].strip()
    assert (report.body, report.kind, report.published) == ("West Midlands Police", "", None)


def test_the_real_letters_say_whose_they_are(shared: Path):
    """The names of the files were given by hand; the bodies are read from the letters."""
    wrong = []
    for path in sorted((shared / "reports").glob("*.pdf"))[::8]:
        report = read_report(path)
        words = re.findall(r"[a-z]+", report.body.lower())
        expected = [word for word in path.name.split("-joint-")[0].split("-") if word != "and"]
        if [word for word in words if word != "and"] != expected or report.kind != "joint inspection":
            wrong.append((path.name, report.title, report.body))
    assert not wrong


def test_two_dates_that_disagree_are_told():
    text = "A letter\n\nPublished on 3 May 2024.\n\nMore."
    assert described(text, published=DAY).doubt == "its text says 3 May 2024"
    assert described(text).doubt == ""
    assert described("A letter\n\nPublished on 23 July 2024.", published=DAY).doubt == ""


@pytest.mark.parametrize(
    ("text", "sent", "inspected"),
    [
        ("Sent on: 18 July 2024", date(2024, 7, 18), None),
        ("Inspectors revisited the force in May and June 2024.", None, (date(2024, 5, 1), date(2024, 6, 30))),
        (
            "We inspected the service between 27 January and 7 February 2024.",
            None,
            (date(2024, 1, 27), date(2024, 2, 7)),
        ),
        (
            "The inspection ran from November 2023 to January 2024.",
            None,
            (date(2023, 11, 1), date(2024, 1, 31)),
        ),
        ("Inspectors will visit in May 2025.", None, None),
        ("The report was published in May 2024.", None, None),
    ],
)
def test_sent_and_inspected_are_other_days_than_published(
    text: str, sent: date | None, inspected: tuple[date, date] | None
):
    report = described(f"A letter\n\n{text}", published=DAY)
    assert (report.sent, report.inspected, report.published) == (sent, inspected, DAY)
