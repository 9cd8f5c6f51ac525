"""The lines of a PDF with their place and type, and its pages as they are printed, by PDFium's own calls.

The only module that imports pypdfium2.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2.raw as pdfium
from pypdfium2 import PdfBitmap, PdfDocument, PdfiumError, PdfPage

from corpus.clean import one_line
from corpus.errors import BrokenFile, EncryptedFile, TooLarge, UnreadableFile

MAX_PAGES = 5_000
MAX_GLYPHS = 50_000

MAX_POINTS = 14_400
"""The longest side of a page that is drawn: 200 inches, the most that PDF 1.7 allows."""

MAX_PIXELS = 2_000_000
MAX_HEIGHT = 4_000
MAX_ZOOM = 4.0
"""Of a page that is drawn: pixels in all and from top to bottom, and pixels a point (72 points an inch)."""

_FINE = 1_000_000  # PDFium gives places in whole pixels: those of a page this many pixels wide and high
_LINE_END = re.compile("[\x02\ufffe]")
_NOTE_MARK = re.compile(r"(?<=[^\W\d_]|[.,;:)’”\"'])\d{1,2}(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of type: `top`, `last_top` and `size` in points, both counted from the top of the page.

    PDFium makes one line of two where a hyphen ends the first: that hyphen is a soft one here, and
    `last_top` is the top of the second; of any other line it is `top`. `whole` is False where its end
    is in another type than its beginning: words made bold in a sentence.
    """

    text: str
    size: float
    bold: bool
    top: float
    last_top: float
    whole: bool


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character drawn on a page. `place` is its number among all the page's, `line` that of PDFium's line.

    `left`, `top`, `right` and `bottom` are shares of the page as it is shown, turned and cropped, from its
    left and top: under 0 or over 1 where it is cut off, all 0 where PDFium gives it no room. `size`,
    `along` and `baseline` are points: where it begins in the direction in which it is written, and how far
    its baseline lies to the left of that direction. `angle` is that direction, in radians anticlockwise.
    """

    text: str
    place: int
    line: int
    size: float
    left: float
    top: float
    right: float
    bottom: float
    along: float
    baseline: float
    angle: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page drawn on white: `rows` of `width` pixels from the top down, three bytes a pixel (RGB)."""

    rows: tuple[bytes, ...]
    width: int


def read_lines(data: bytes) -> tuple[list[list[Line]], dict[str, str]]:
    """The lines of each page of a PDF file, in the order PDFium reads them, and its metadata.

    A page that PDFium cannot load has no lines. Raises as `open_pdf` does.
    """
    with open_pdf(data) as document:
        pages = [_lines_of(document, number) for number in range(len(document))]
        return pages, {name: str(value) for name, value in document.get_metadata_dict().items()}


@contextmanager
def open_pdf(data: bytes) -> Iterator[PdfDocument]:
    """A PDF file, closed at the end; its length is the number of its pages.

    Raises:
        EncryptedFile: it wants a password.
        BrokenFile: PDFium cannot open it.
        TooLarge: it has more than 5,000 pages.
    """
    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        if "password" in str(error).lower():
            raise EncryptedFile("it wants a password; save a copy without one and add that") from error
        raise BrokenFile("it is damaged or not a PDF; save or download it again") from error
    with document:
        if len(document) > MAX_PAGES:
            raise TooLarge(f"it has {len(document):,} pages and the limit is {MAX_PAGES:,}; split it")
        yield document


def draw_page(document: PdfDocument, number: int, width: int) -> Drawing:
    """A page (1 for the first) drawn `width` pixels wide, or less where that would be past a limit above.

    Raises:
        UnreadableFile: there is no such page.
        BrokenFile: PDFium cannot load the page.
        TooLarge: a side of it is over 14,400 points.
    """
    with _page(document, number) as page:
        across, down = page.get_size()
        if not (0 < across <= MAX_POINTS and 0 < down <= MAX_POINTS):
            raise TooLarge(
                f"page {number} is {across:,.0f} by {down:,.0f} points and the limit is {MAX_POINTS:,}; "
                "save it again with pages that can be printed"
            )
        zoom = min(MAX_ZOOM, width / across, MAX_HEIGHT / down, math.sqrt(MAX_PIXELS / (across * down)))
        # A little is added since 842 * (1400 / 842) may come to less than 1,400.
        wide, high = (max(1, int(side * zoom + 1e-6)) for side in (across, down))
        bitmap = PdfBitmap.new_native(wide, high, pdfium.FPDFBitmap_BGR, rev_byteorder=True)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, high)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, high, 0, flags)
        pixels, stride = bytes(bitmap.buffer), bitmap.stride
        bitmap.close()
    return Drawing(tuple(pixels[row * stride : row * stride + 3 * wide] for row in range(high)), wide)


def read_glyphs(document: PdfDocument, number: int) -> list[Glyph]:
    """What is drawn on a page (1 for the first), in the order PDFium reads it.

    White space and raised numbers that point to footnotes are not among it: its letters and digits are those
    that `read_lines` gives. There are none of a page of over 50,000 characters, which would take too long.
    Raises as `draw_page` does, but for `TooLarge`.
    """
    with _page(document, number) as page:
        text_page = page.get_textpage()
        count = pdfium.FPDFText_CountChars(text_page)
        if count > MAX_GLYPHS:
            return []
        # Not the text as a whole: PDFium leaves characters out of it, and then counts differently.
        text = "".join(chr(pdfium.FPDFText_GetUnicode(text_page, place)) for place in range(count))
        glyphs: list[Glyph] = []
        position = 0
        for line, part in enumerate(re.split("(\r\n|\r|\n)", text)):
            marks = {place for span in _note_marks(text_page.raw, part, position) for place in range(*span)}
            # PDFium has marks of its own for hyphens that end lines.
            glyphs += [
                _glyph(page, text_page.raw, character, place, line)
                for place, character in enumerate(_LINE_END.sub("-", part), start=position)
                if place not in marks and character.isprintable() and not character.isspace()
            ]
            position += len(part)
        return glyphs


@contextmanager
def _page(document: PdfDocument, number: int) -> Iterator[PdfPage]:
    if not 1 <= number <= len(document):
        raise UnreadableFile(f"it has no page {number}, only {len(document):,}; add the report again")
    try:
        page = document[number - 1]
    except PdfiumError as error:
        raise BrokenFile(f"page {number} of it is damaged; save or download it again") from error
    try:
        yield page
    except PdfiumError as error:
        raise BrokenFile(f"page {number} of it cannot be drawn; save it again in another program") from error
    finally:
        page.close()


def _glyph(page: PdfPage, text_page: pdfium.FPDF_TEXTPAGE, text: str, place: int, line: int) -> Glyph:
    box = pdfium.FS_RECTF()
    xs, ys = [0.0], [0.0]
    if pdfium.FPDFText_GetLooseCharBox(text_page, place, ctypes.byref(box)):
        corners = [_shown(page, x, y) for x, y in ((box.left, box.top), (box.right, box.bottom))]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text_page, place, ctypes.byref(x), ctypes.byref(y))
    angle = -float(pdfium.FPDFText_GetCharAngle(text_page, place))  # PDFium counts clockwise
    along = x.value * math.cos(angle) + y.value * math.sin(angle)
    baseline = y.value * math.cos(angle) - x.value * math.sin(angle)
    size = _size_at(text_page, place)
    return Glyph(text, place, line, size, min(xs), min(ys), max(xs), max(ys), along, baseline, angle)


def _shown(page: PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point of a page's own grid, which begins at its foot, as shares of the page as it is shown."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, x, y, ctypes.byref(across), ctypes.byref(down))
    return across.value / _FINE, down.value / _FINE


def _lines_of(document: PdfDocument, number: int) -> list[Line]:
    try:
        page = document[number]
        text_page = page.get_textpage()
        raw = text_page.get_text_range()
        height = page.get_height()
    except PdfiumError:
        return []
    except MemoryError as error:
        raise BrokenFile("a page of it is too large to be read; save it again in a simpler form") from error
    found: list[Line] = []
    position = 0
    for part in re.split("(\r\n|\r|\n)", raw):
        text = _without_note_marks(text_page.raw, part, position)
        # Cleaning takes soft hyphens away, so the marks for hyphens at line ends are set between.
        text = "\u00ad".join(one_line(f"|{piece}|")[1:-1] for piece in _LINE_END.split(text)).strip()
        if text:
            found.append(_line(text_page.raw, part, position, text, height))
        position += len(part)
    text_page.close()
    page.close()
    return found


def _line(page: pdfium.FPDF_TEXTPAGE, part: str, position: int, text: str, height: float) -> Line:
    first = position + len(part) - len(part.lstrip())
    last = position + len(part.rstrip()) - 1
    # A later letter tells for a line that begins with a bullet of another font; a space has no type.
    later = next((place for place in range(first + 2, last) if not part[place - position].isspace()), first)
    size, bold = _type_at(page, later)
    top = height - _top(page, first)
    last_top = height - _top(page, last) if _LINE_END.search(part) else top
    return Line(text, size, bold, top, last_top, _type_at(page, last)[1] == bold)


def _type_at(page: pdfium.FPDF_TEXTPAGE, index: int) -> tuple[float, bool]:
    """Size in points and whether it is bold, of one character."""
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFText_GetFontInfo(page, index, name, len(name), ctypes.byref(flags))
    heavy = pdfium.FPDFText_GetFontWeight(page, index) >= 600 or b"bold" in name.value.lower()
    return _size_at(page, index), heavy


def _size_at(page: pdfium.FPDF_TEXTPAGE, index: int) -> float:
    """The size a character is drawn in: some files write type of one point and enlarge it."""
    size = float(pdfium.FPDFText_GetFontSize(page, index))
    matrix = pdfium.FS_MATRIX()
    if pdfium.FPDFText_GetMatrix(page, index, ctypes.byref(matrix)):
        size *= abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
    return round(size, 1)


def _top(page: pdfium.FPDF_TEXTPAGE, index: int) -> float:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(page, index, ctypes.byref(box)):
        return 0.0
    return float(max(box.top, box.bottom))


def _without_note_marks(page: pdfium.FPDF_TEXTPAGE, part: str, position: int) -> str:
    """A line without the small raised numbers that point to footnotes."""
    for start, end in reversed(list(_note_marks(page, part, position))):
        part = part[: start - position] + part[end - position :]
    return part


def _note_marks(page: pdfium.FPDF_TEXTPAGE, part: str, position: int) -> Iterator[tuple[int, int]]:
    """Where in the page the small raised numbers of a line stand, in order, as half-open spans."""
    for match in _NOTE_MARK.finditer(part):
        mark, before = position + match.start(), position + match.start() - 1
        if _size_at(page, mark) < 0.8 * _size_at(page, before):
            yield mark, position + match.end()
