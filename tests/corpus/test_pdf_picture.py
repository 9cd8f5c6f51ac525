"""Pages as pictures: what is drawn where against where the quote is said to stand; files made to do harm."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy
import psutil
import pytest
from numpy.typing import NDArray
from PIL import Image
from pypdfium2 import PdfDocument

from corpus.errors import BrokenFile, EmptyFile, EncryptedFile, OutOfMemory, TooLarge, TooSlow, UnreadableFile
from corpus.pdf_picture import Picture, decode_picture, draw_picture, encode_picture, page_picture
from corpus.read import read_report
from corpus.sentences import sentence_spans
from corpus.worker import ReaderProcess

ROOT = Path(__file__).resolve().parents[2]
RED = "1 0 0 rg"
A4 = "/MediaBox [0 0 595 842]"
LONG = "Officers were seen to write down what the victims of crime had told them and to"


def pdf(*pages: tuple[str, str], trailer: str = "", more: Sequence[str] = ()) -> bytes:
    """A PDF of pages (what draws them, their attributes); `more` are objects numbered from 4 + 2 * pages."""
    first = 4
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, (drawn, attributes) in enumerate(pages):
        content = first + 2 * number + 1
        forms = f"/XObject << /X {first + 2 * len(pages)} 0 R >>" if more else ""
        resources = f"/Resources << /Font << /F 3 0 R >> {forms} >>"
        objects += [
            f"<< /Type /Page /Parent 2 0 R {resources} /Contents {content} 0 R {attributes} >>",
            stream(drawn),
        ]
    objects += more
    written = "%PDF-1.4\n"
    places = []
    for number, value in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{value}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    written += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n"
    return (written + f"{written.index('xref')}\n%%EOF\n").encode("latin-1")


def stream(drawn: str, attributes: str = "") -> str:
    return f"<< /Length {len(drawn)} {attributes} >>\nstream\n{drawn}\nendstream"


def line(x: float, y: float, text: str, size: float = 12, turned: str = "1 0 0 1") -> str:
    """Draws a line of type at a point counted from the foot; what stands between asterisks is red."""
    shown = "".join(
        f"{RED if number % 2 else '0 g'} ({part}) Tj " for number, part in enumerate(text.split("*")) if part
    )
    return f"BT /F {size} Tf {turned} {x} {y} Tm {shown}ET\n"


def lines(*texts: str, top: float = 700) -> str:
    return "".join(line(72, top - 14 * number, text) for number, text in enumerate(texts))


@pytest.fixture
def drawn(tmp_path: Path):
    """Draws the first page of a PDF of some pages, in this process."""

    def draw(quote: str, *contents: str, attributes: str = A4, page: int = 1, width: int = 1400) -> Picture:
        path = tmp_path / "report.pdf"
        path.write_bytes(pdf(*((content, attributes) for content in contents)))
        return draw_picture(path, page, quote, width)

    return draw


def pixels(picture: Picture) -> NDArray[numpy.int16]:
    image = Image.open(io.BytesIO(picture.png))
    image.load()
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (picture.width, picture.height))
    return numpy.asarray(image).astype(numpy.int16)


def assert_marks_what_is_red(picture: Picture) -> None:
    """All that is red lies in a box, nothing black does, and each box holds something."""
    seen = pixels(picture)
    red = (seen[:, :, 0] - seen[:, :, 1] > 60) & (seen[:, :, 1] < 190)
    black = seen.max(axis=2) < 100
    assert red.any()
    assert black.any()
    inside = numpy.zeros(red.shape, dtype=bool)
    for box in picture.boxes:
        left, right = box.left * picture.width, (box.left + box.width) * picture.width
        top, bottom = box.top * picture.height, (box.top + box.height) * picture.height
        part = numpy.zeros(red.shape, dtype=bool)
        part[max(0, int(top) - 1) : int(bottom) + 2, max(0, int(left) - 1) : int(right) + 2] = True
        assert (red & part).any()
        inside |= part
    assert not (red & ~inside).any()
    assert not (black & inside).any()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", ["", "/CropBox [50 400 400 760]", "/CropBox [-20 -30 900 800]"])
def test_the_quote_is_marked_on_turned_and_cropped_pages(drawn, turn: int, crop: str):
    content = lines("It answers calls.", "*It listens well.*", "It acts.")
    picture = drawn("It listens well.", content, attributes=f"{A4} {crop} /Rotate {turn}")
    assert len(picture.boxes) == 1
    assert not picture.goes_on
    # What is seen of the paper is upright: 595 by 842, 350 by 360, or 595 by 800 points.
    assert (picture.width > picture.height) == (turn in (90, 270))
    assert_marks_what_is_red(picture)


@pytest.mark.parametrize(
    ("turn", "turned", "places"),
    [
        (90, "0 1 -1 0", [(100, 72), (114, 72), (128, 72)]),
        (180, "-1 0 0 -1", [(500, 100), (500, 114), (500, 128)]),
        (270, "0 -1 1 0", [(400, 700), (386, 700), (372, 700)]),
    ],
)
def test_type_that_a_turned_page_shows_upright(drawn, turn: int, turned: str, places: list[tuple[int, int]]):
    texts = ("It answers calls.", "*It listens well*", "*to its own staff.*")
    content = "".join(line(*place, text, 12, turned) for place, text in zip(places, texts, strict=True))
    picture = drawn("It listens well to its own staff.", content, attributes=f"{A4} /Rotate {turn}")
    assert len(picture.boxes) == 2
    assert all(box.width > box.height for box in picture.boxes)
    assert_marks_what_is_red(picture)


def test_a_media_box_that_does_not_begin_at_nought(drawn):
    content = lines("Before. *Here it is.* After.")
    assert_marks_what_is_red(drawn("Here it is.", content, attributes="/MediaBox [40 300 500 800]"))


def test_boxes_are_shares_of_the_picture_counted_from_its_top_left_corner(drawn):
    (box,) = drawn("Here", line(59.5, 842 - 84.2, "Here"), attributes=A4).boxes
    assert box.left == pytest.approx(0.1, abs=0.002)
    assert box.top < 0.1 < box.top + box.height
    assert box.height == pytest.approx(12 / 842, rel=0.4)
    assert 0.03 < box.width < 0.06


@pytest.mark.parametrize(
    ("content", "quote", "boxes"),
    [
        (lines("The *inspec-*", "*tion went on.* It ended."), "inspection went on.", 2),
        (lines("The *multi-*", "*agency team met.* It ended."), "multi-agency team met.", 2),
        (lines("It said: *\\223We will act.\\224* It did."), "“We will act.”", 1),
        (lines("They should: *\\225  listen, and* act."), "- listen, and", 1),
        (lines("It ended. *It   went  on.* So."), "It went\n on.", 1),
        (
            line(72, 700, "Held by *the force*") + line(190, 705, "1", 7) + lines("It is.", top=650),
            "the force",
            1,
        ),
        (line(72, 700, "*Turned.* It is.", turned="0 1 -1 0"), "Turned.", 1),
        (line(72, 700, "*On its head.* It is.", turned="-1 0 0 -1") + lines("It is."), "On its head.", 1),
        (
            line(72, 700, "*Left end*") + line(300, 700, "Right. ") + line(72, 686, "*goes on.*"),
            "Left end",
            1,
        ),
    ],
)
def test_what_cleaning_changes_does_not_matter(drawn, content: str, quote: str, boxes: int):
    picture = drawn(quote, content)
    assert len(picture.boxes) == boxes
    if "Left" not in quote and "listen" not in quote:
        assert_marks_what_is_red(picture)


def test_a_number_that_points_to_a_footnote_is_passed_over(drawn):
    raised = (
        "BT /F 12 Tf 72 700 Td (It cares for children.) Tj 7 Tf 5 Ts (1) Tj 12 Tf 0 Ts ( It acts.) Tj ET\n"
    )
    picture = drawn("It cares for children. It acts.", raised)
    assert len(picture.boxes) == 1


@pytest.mark.parametrize(
    ("content", "quote"),
    [
        (lines("It acts. It plans. It acts."), "It acts."),
        (lines("It acts.", "It plans."), "It waits."),
        (lines("It acts."), "it acts."),
        (lines("Part is good."), "art is good."),
        (lines("It is overlong."), "It is over"),
        (lines("It acts."), ""),
        (lines("It acts."), " – ."),
        ("", "It acts."),
        (line(72, 700, "Aslant it is.", turned="0.9 0.3 -0.3 0.9"), "Aslant it is."),
        (line(900, 700, "Not on the page."), "Not on the page."),
        (line(560, 700, "Half on the page."), "Half on the page."),
        (lines("Written here.") + line(80, 701, "Over it."), "Written here."),
        ("3 Tr\n" + lines("x" * 80) * 700, "It acts."),
    ],
)
def test_nothing_is_marked_where_the_place_is_not_certain(drawn, content: str, quote: str):
    picture = drawn(quote, content)
    assert picture.boxes == ()
    assert not picture.marked
    assert not picture.goes_on


def test_what_was_read_past_the_limit_on_characters_is_drawn_without_marks(drawn):
    content = lines("It acts.") + "".join(line(72, 600 - number, "word " * 20, 1) for number in range(501))
    assert not drawn("It acts.", content).marked
    assert (pixels(drawn("It acts.", content)) < 100).any()


NOTE = line(72, 60, "1 In the year to March, the last year with figures.", 8)
FOOTS = [line(72, 30, f"Report on the service, page {number}", 12) for number in range(1, 4)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (lines(f"*{LONG}*"), lines("act on it. They did so well.")),
        (lines(f"*{LONG}*") + NOTE, lines("act on it. They did so well.")),
        (lines(f"*{LONG}*") + line(300, 30, "1"), lines("act on it.") + line(300, 30, "2")),
        (lines(f"*{LONG}*") + line(300, 30, "Page 1 of 3"), line(300, 800, "2") + lines("act on it.")),
        (lines(f"*{LONG}*") + NOTE + FOOTS[0], lines("act on it. They did so well.") + FOOTS[1]),
        (FOOTS[0] + lines(f"*{LONG}*"), FOOTS[1] + lines("act on it.")),
        (lines(f"*{LONG} act*"), lines("on it.")),
        (lines(f"*{LONG} act on*"), lines("it. So it was.")),
    ],
)
def test_a_quote_that_goes_on_overleaf_is_marked_to_the_end_of_the_page(drawn, first: str, second: str):
    picture = drawn(f"{LONG} act on it.", lines("It is. It went.", top=800) + first, second, FOOTS[2])
    assert len(picture.boxes) == 1
    assert picture.goes_on
    assert_marks_what_is_red(picture)


@pytest.mark.parametrize(
    ("quote", "first", "second"),
    [
        (f"{LONG} act on it.", lines(LONG), lines("do no more.")),
        (f"{LONG} act on it.", lines(LONG), lines("Something else.", "act on it.")),
        (f"{LONG} act on it.", lines(LONG, "Something else."), lines("act on it.")),
        (f"{LONG} act on it.", lines(LONG, f"{LONG}"), lines("act on it.")),
        (f"{LONG} act on it.", lines(LONG), ""),
        ("The force is to act on it.", lines("The force is to"), lines("act on it.")),
        (f"{LONG} act on it.", lines(f"X{LONG}"), lines("act on it.")),
        # Whole on the page it is said to be on, but twice, the second time at its end and overleaf.
        (f"{LONG} act on it.", lines(f"{LONG} act on it. {LONG} act on it.", LONG), lines("act on it.")),
        # After 20 words and after 21 it may go on overleaf.
        ("so " * 40, lines("so " * 21), lines("so " * 20)),
    ],
)
def test_nothing_is_marked_where_it_may_not_go_on_overleaf(drawn, quote: str, first: str, second: str):
    assert not drawn(quote, first, second).marked


def test_a_word_that_is_parted_by_the_end_of_the_page(drawn):
    assert drawn(f"{LONG} act on it.", lines(f"{LONG} ac-"), lines("t on it.")).goes_on


def test_the_last_page_has_nothing_overleaf(drawn):
    assert not drawn(f"{LONG} act on it.", "", lines(LONG), page=2).marked
    assert drawn(f"{LONG}", "", lines(LONG), page=2).marked


@pytest.mark.parametrize(
    ("box", "width", "size"),
    [
        ("0 0 595 842", 1400, (1188, 1682)),
        ("0 0 595 842", 700, (700, 990)),
        ("0 0 842 595", 1400, (1400, 989)),
        ("0 0 10 20", 1400, (40, 80)),
        ("0 0 100 14400", 1400, (27, 4000)),
        ("0 0 14400 10", 1400, (1400, 1)),
        ("0 0 14400 14400", 1400, (1400, 1400)),
        ("0 0 595 842", 1, (1, 1)),
    ],
)
def test_no_picture_is_larger_than_the_limits(drawn, box: str, width: int, size: tuple[int, int]):
    picture = drawn("", "0 0 20000 20000 re f", attributes=f"/MediaBox [{box}]", width=width)
    assert (picture.width, picture.height) == size
    assert pixels(picture).max() < 100


def test_it_is_made_in_a_process_that_is_gone_afterwards(tmp_path: Path):
    path = tmp_path / "report\n\udcff.pdf"
    path.write_bytes(pdf((lines("It is. *It acts \\204\\223.* It was."), A4)))
    picture = page_picture(path, 1, "It acts „“.")
    assert_marks_what_is_red(picture)
    assert picture == draw_picture(path, 1, "It acts „“.", 1400)
    assert page_picture(path, 1, "", width=300).width == 300
    assert not [one for one in psutil.Process().children() if "corpus.worker" in one.cmdline()]


def test_a_picture_survives_being_written_down(drawn):
    picture = drawn("It acts.", lines("It acts."))
    assert picture.marked
    assert decode_picture(json.loads(json.dumps(encode_picture(picture)))) == picture


def test_files_and_pages_that_cannot_be_drawn(tmp_path: Path):
    keys = f"/O <{'00' * 32}> /U <{'11' * 32}>"
    lock = f"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 {keys} >>"
    page = (lines("It acts."), A4)
    for data, number, error, words in (
        (pdf(page, page, page), 4, UnreadableFile, "no page 4, only 3"),
        (pdf(page), 0, UnreadableFile, "no page 0"),
        (pdf(page), -1, UnreadableFile, "no page -1"),
        (pdf(page, trailer=lock), 1, EncryptedFile, "password"),
        (pdf(page)[:300], 1, BrokenFile, "damaged"),
        (b"words, not a PDF", 1, BrokenFile, "not a PDF"),
        (b"", 1, EmptyFile, "nothing in it"),
        (pdf((lines("It acts."), "/MediaBox [0 0 100000 100000]")), 1, TooLarge, "100,000 by 100,000 points"),
    ):
        path = tmp_path / "report.pdf"
        path.write_bytes(data)
        with pytest.raises(error, match=words) as raised:
            page_picture(path, number, "It acts.")
        assert "\n" not in str(raised.value)
        assert str(tmp_path) not in str(raised.value)
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        page_picture(tmp_path / "gone.pdf", 1, "It acts.")
    for width in (0, 1401):
        with pytest.raises(ValueError, match="pixels wide"):
            page_picture(path, 1, "It acts.", width=width)


def test_a_damaged_page_does_not_spoil_the_one_before_it(tmp_path: Path):
    path = tmp_path / "report.pdf"
    page = (lines("It acts."), A4)
    path.write_bytes(pdf(page, page).replace(b"[4 0 R 6 0 R]", b"[4 0 R 9 0 R]"))
    assert not draw_picture(path, 1, f"{LONG} It acts.", 1400).marked
    with pytest.raises(BrokenFile, match="page 2"):
        draw_picture(path, 2, "It acts.", 1400)


def test_a_page_that_takes_too_much_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    # Forms within forms: each draws the next forty times.
    def form(number: int) -> str:
        inner = f"/Resources << /XObject << /X {number + 1} 0 R >> >>" if number < 12 else ""
        drawn = "/X Do " * 40 if number < 12 else "0 0 500 500 re f"
        return stream(drawn, f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] {inner}")

    path = tmp_path / "slow.pdf"
    path.write_bytes(pdf(("/X Do", A4), more=[form(number) for number in range(6, 13)]))
    monkeypatch.setattr("corpus.worker.MAX_SECONDS", 2)
    began = time.monotonic()
    # Whether time or memory runs out first depends on the machine: out of memory, PDFium ends the process.
    with pytest.raises((TooSlow, OutOfMemory, BrokenFile)):
        page_picture(path, 1, "It acts.")
    assert time.monotonic() - began < 20


def test_the_parent_does_not_load_pdfium():
    code = "import sys, corpus.pdf_picture; print(*[name for name in sys.modules if 'pdfium' in name])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.split() == []


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def test_sentences_of_real_reports_are_marked_where_they_are_printed(shared: Path):
    """What PDFium finds printed in the boxes is the sentence; how many are marked."""
    marked = asked = 0
    for path in sorted((shared / "reports").glob("*.pdf"))[::5]:
        report = read_report(path)
        document = PdfDocument(path)
        for start, end in sentence_spans(report.text)[10::25]:
            number, quote = report.page_at(start), report.text[start:end]
            assert number is not None
            picture = draw_picture(path, number, quote, 50)
            asked += 1
            marked += picture.marked
            across, down = document[number - 1].get_size()
            page = document[number - 1].get_textpage()
            printed = "".join(
                page.get_text_bounded(
                    box.left * across,
                    (1 - box.top - box.height) * down,
                    (box.left + box.width) * across,
                    (1 - box.top) * down,
                )
                for box in picture.boxes
            )
            if not picture.goes_on and picture.marked:
                assert letters(printed) == letters(quote), (path.name, quote)
            else:
                assert letters(quote).startswith(letters(printed))
        document.close()
    assert asked > 50
    assert marked / asked > 0.95


def test_hostile_files(shared: Path):
    drawn = 0
    with ReaderProcess() as reader:
        for path in sorted((shared / "hostile" / "pdf").glob("*.pdf")):
            request = {"path": str(path), "page": 1, "quote": "the", "width": 1400}
            try:
                picture = decode_picture(reader.ask(request)["picture"])
            except (BrokenFile, EncryptedFile):
                continue
            drawn += 1
            assert picture.width * picture.height <= 2_000_000
            assert picture.width <= 1400
        assert len([one for one in psutil.Process().children() if "corpus.worker" in one.cmdline()]) == 1
    assert drawn > 50
