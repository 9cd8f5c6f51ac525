"""PDFs: what a person sees on which page, against what is read; and files made to do harm."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from corpus.errors import BrokenFile, CorpusError, EncryptedFile, NoText
from corpus.pdf import read_pdf
from corpus.read import read_report
from corpus.types import Report
from corpus.worker import MAX_SECONDS, ReaderProcess
from evals.memory import EVERY, ChildrenPeak

Lines = Sequence[tuple[float, float, str]]
"""Lines of a page: the points from its foot, the size of the type, the text; bold where it begins with *."""


def pdf(*pages: Lines, trailer: str = "") -> bytes:
    """A PDF of the lines of its pages, at the left edge."""
    first = 5  # of the pages' own objects
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    fonts = "/Font << /F 3 0 R /B 4 0 R >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} /MediaBox [0 0 595 842] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        drawn = "".join(
            f"BT /{'B' if text[0] == '*' else 'F'} {size} Tf 72 {foot} Td ({text.lstrip('*')}) Tj ET\n"
            for foot, size, text in page
        )
        content = first + 2 * number + 1
        objects += [
            f"<< /Type /Page /Parent 2 0 R /Resources << {fonts} >> /Contents {content} 0 R >>",
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        ]
    written = "%PDF-1.4\n"
    places = []
    for number, value in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{value}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    written += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n"
    return (written + f"{written.index('xref')}\n%%EOF\n").encode("latin-1")


def paragraph(*texts: str, top: float = 700, size: float = 12) -> Lines:
    """Lines of one paragraph, from `top` down."""
    return [(top - 14 * number, size, text) for number, text in enumerate(texts)]


def test_pages_paragraphs_and_headings():
    draft = read_pdf(
        pdf(
            [(700, 18, "What we found"), *paragraph("The force answers calls", "in good time.", top=660)],
            [(700, 12, "*Leadership"), *paragraph("Leaders listen to staff.", top=670)],
        )
    )
    assert draft.text == (
        "What we found\n\nThe force answers calls in good time.\n\nLeadership\n\nLeaders listen to staff."
    )
    assert [(section.heading, section.level) for section in draft.sections] == [
        ("What we found", 1),
        ("Leadership", 2),
    ]
    assert [draft.text[page.start : page.end].strip() for page in draft.pages] == [
        "What we found\n\nThe force answers calls in good time.",
        "Leadership\n\nLeaders listen to staff.",
    ]


def test_a_sentence_over_a_page_break_stays_whole_beside_a_footnote():
    page = paragraph("Officers were seen to write down what", "the victims of crime had told them and to")
    note = [(60.0, 8.0, "1 In the year to March, the last"), (50.0, 8.0, "for which there are figures.")]
    draft = read_pdf(pdf([*page, *note], paragraph("act on it.", "They did so well.")))
    assert draft.text == (
        "1 In the year to March, the last for which there are figures.\n\n"
        "Officers were seen to write down what the victims of crime had told them and to "
        "act on it. They did so well."
    )
    assert [draft.text[page.start :][:9] for page in draft.pages] == ["1 In the ", "act on it"]


def test_a_sentence_in_bold_is_no_heading():
    bold = paragraph("*Within a year, the force should", "*train its staff.", top=650)
    draft = read_pdf(
        pdf([(700, 12, "*What to do"), *bold, *paragraph("It has begun to do so. " * 3, top=600)])
    )
    assert draft.text.split("\n\n")[:2] == ["What to do", "Within a year, the force should train its staff."]
    assert [section.heading for section in draft.sections] == ["What to do"]


@pytest.mark.parametrize(
    ("elsewhere", "read"),
    [
        ("An inspection came.", "The inspection went on."),
        ("A word.", "The inspec-tion went on."),
        ("An inspec-tion and an inspection.", "The inspec-tion went on."),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_goes_where_it_only_parts_a_word(elsewhere: str, read: str):
    lines = paragraph("The inspec-", "tion went on.", top=600)
    draft = read_pdf(pdf([(700, 12, elsewhere), *lines]))
    assert draft.text == f"{elsewhere}\n\n{read}"


def test_page_numbers_and_running_heads_are_left_out():
    pages = [
        [(800.0, 10.0, "Report on the service"), *paragraph(f"Page text {word}."), (30.0, 10.0, foot)]
        for word, foot in (("one", "1"), ("two", "Page 2 of 4"), ("three", "3"), ("four", "4"))
    ]
    draft = read_pdf(pdf(*pages))
    assert draft.text.split("\n\n") == [f"Page text {word}." for word in ("one", "two", "three", "four")]


def test_bullets_are_list_items_on_lines_of_their_own():
    draft = read_pdf(pdf([(700, 12, "They should:"), (680, 12, "\x95 listen, and"), (666, 12, "\x95 act.")]))
    assert draft.text == "They should:\n- listen, and\n- act."


def test_a_page_without_text_has_an_empty_span():
    draft = read_pdf(pdf(paragraph("First."), [], paragraph("Third.")))
    assert [page.number for page in draft.pages] == [1, 2, 3]
    assert [draft.text[page.start : page.end].strip() for page in draft.pages] == ["First.", "", "Third."]


def test_files_without_a_report():
    with pytest.raises(NoText, match="OCR"):
        read_pdf(pdf([], []))
    for data in (b"%PDF-1.4\nnothing follows", b"words, not a PDF", pdf(paragraph("Cut."))[:300]):
        with pytest.raises(BrokenFile):
            read_pdf(data)


def test_a_file_with_a_password():
    keys = f"/O <{'00' * 32}> /U <{'11' * 32}>"
    lock = f"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 {keys} >>"
    with pytest.raises(EncryptedFile, match="password"):
        read_pdf(pdf(paragraph("Locked."), trailer=lock))


@pytest.fixture(scope="module")
def letters(shared: Path) -> dict[str, Report]:
    """Three of the real reports; what is asserted of them was seen on their pages."""
    found = {}
    for name in ("barnsley", "oxfordshire", "hertfordshire"):
        (path,) = (shared / "reports").glob(f"{name}-*.pdf")
        found[name] = read_report(path)
    return found


@pytest.mark.parametrize(
    ("name", "page", "printed"),
    [
        ("barnsley", 1, "recently formed Barnsley Safeguarding Children Partnership"),
        ("barnsley", 1, "when children are arrested by the police."),
        ("barnsley", 2, "- The timeliness of the police response"),
        ("barnsley", 2, "School leaders reported an increased confidence"),
        ("barnsley", 3, "assessed in a timely way."),
        ("barnsley", 3, "Although there is an education representative in the MASH, the effectiveness of"),
        ("barnsley", 3, "this role is restricted because it provides limited information."),
        ("oxfordshire", 1, "Ms Maggie Blyth"),
        ("oxfordshire", 2, "This investigation commenced in 2011."),
        ("oxfordshire", 3, "The team’s multi-agency information-sharing meetings"),
        ("oxfordshire", 3, "a comprehensive set of information about the risk"),
        ("oxfordshire", 4, "The Multi-agency Safeguarding Hub (MASH) forms"),
        ("oxfordshire", 9, "on 6 January 2016 following concerns"),
        ("oxfordshire", 10, "NHS Oxford CCG, Oxford Health NHS Foundation Trust"),
        ("hertfordshire", 1, "risk assessment and decision-making have several challenges"),
        ("hertfordshire", 1, "the impact on the child is sometimes not immediately apparent."),
        ("hertfordshire", 2, "In 2023, an independent review"),
        ("hertfordshire", 3, "- The expansion of Operation Encompass"),
        ("hertfordshire", 12, "Police issued a DVPN"),
        ("hertfordshire", 13, "by 11 April 2025."),
        ("hertfordshire", 14, "Yours sincerely"),
    ],
)
def test_words_lie_on_the_page_they_are_printed_on(
    letters: dict[str, Report], name: str, page: int, printed: str
):
    report = letters[name]
    assert report.text.count(printed) == 1
    start = report.text.index(printed)
    assert report.page_at(start) == report.page_at(start + len(printed) - 1) == page


@pytest.mark.parametrize(
    ("name", "page", "before", "after"),
    [
        ("barnsley", 2, "conversations outside the agreed", "policy. This means"),
        ("barnsley", 3, "overly optimistic regarding the", "sustainability of parental change"),
        ("oxfordshire", 1, "and to help them keep", "safe. However,"),
        ("oxfordshire", 4, "suitable investigative responses and", "strategies to disrupt"),
        ("hertfordshire", 9, "Leaders across the", "partnership will be taking action"),
    ],
)
def test_a_sentence_goes_on_overleaf(
    letters: dict[str, Report], name: str, page: int, before: str, after: str
):
    report = letters[name]
    start = report.text.index(f"{before} {after}")
    assert report.page_at(start) == page
    assert report.page_at(start + len(before) + 1) == page + 1


def test_headings_are_sections(letters: dict[str, Report]):
    headings = {name: [section.heading for section in report.sections] for name, report in letters.items()}
    assert headings["barnsley"][1:6] == [
        "Joint targeted area inspection of Barnsley",
        "Headline findings",
        "What needs to improve?",
        "Main findings",
        "Next steps",
    ]
    assert headings["oxfordshire"][2:8] == [
        "Key Strengths",
        "Case study: highly effective practice",
        "Areas for improvement",
        "Leadership and management",
        "The Local Safeguarding Children Board",
        "Identifying and managing risk of harm at the ‘front door’",
    ]
    assert headings["hertfordshire"][5:10] == [
        "Strengths",
        "Main findings",
        "Practice study: areas of highly effective practice",
        "Practice study: areas for improvement",
        "Next steps",
    ]


def test_footnotes_stand_apart(letters: dict[str, Report]):
    paragraphs = letters["oxfordshire"].text.split("\n\n")
    assert "1 This joint inspection was conducted under section 20 of the Children Act 2004." in paragraphs
    assert [text[:30] for text in paragraphs if "agencies should cooperate in its writing." in text] == [
        "2 The Children Act 2004 (Joint"
    ]
    # The numbers that point to them are gone from the sentences.
    assert "abuse and neglect in Oxfordshire. This" in letters["oxfordshire"].text


def test_pages_cover_the_text_in_order(letters: dict[str, Report]):
    for name, sheets in (("barnsley", 6), ("oxfordshire", 10), ("hertfordshire", 14)):
        report = letters[name]
        assert [page.number for page in report.pages] == list(range(1, sheets + 1))
        assert (report.pages[0].start, report.pages[-1].end) == (0, len(report.text))
        assert all(a.end == b.start for a, b in pairwise(report.pages))
        # The printed number at the foot of each page is not read.
        assert not any(line.strip().isdigit() for line in report.text.split("\n"))


def test_hostile_files(shared: Path, tmp_path: Path):
    paths = sorted((shared / "hostile" / "pdf").glob("*.pdf"))
    assert len(paths) > 50
    outcomes: dict[str, str] = {}
    pids = set()
    with ChildrenPeak() as peak, ReaderProcess() as reader:
        for path in paths:
            began = time.monotonic()
            try:
                reader.read(path, path.name)
                outcomes[path.name] = "read"
            except CorpusError as error:
                outcomes[path.name] = type(error).__name__
            assert time.monotonic() - began < MAX_SECONDS, path.name
            children = psutil.Process().children()
            pids.update(child.pid for child in children if "corpus.worker" in child.cmdline())
        assert len(pids) == 1, "a file killed the process"
        good = tmp_path / "good.pdf"
        good.write_bytes(pdf(paragraph("Still working.")))
        assert reader.read(good, "good.pdf").text == "Still working."
        time.sleep(3 * EVERY)
    assert 0 < peak.bytes < 1.5e9
    assert outcomes["issue19484_1.pdf"] == outcomes["pr6531_2.pdf"] == "EncryptedFile"
    assert outcomes["bug1020226.pdf"] == "BrokenFile"
    assert outcomes["bug1675139.pdf"] == "NoText"
    assert outcomes["issue7544.pdf"] == "read"
