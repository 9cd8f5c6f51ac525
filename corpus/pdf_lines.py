"""The lines of a PDF with their place and type, by PDFium's own calls.

The only module that imports pypdfium2.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from corpus.clean import one_line
from corpus.errors import BrokenFile, EncryptedFile, TooLarge

MAX_PAGES = 5_000

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


def read_lines(data: bytes) -> tuple[list[list[Line]], dict[str, str]]:
    """The lines of each page of a PDF file, in the order PDFium reads them, and its metadata.

    A page that PDFium cannot load has no lines.

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
        pages = [_lines_of(document, number) for number in range(len(document))]
        return pages, {name: str(value) for name, value in document.get_metadata_dict().items()}


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

    def kept(match: re.Match[str]) -> str:
        mark, before = position + match.start(), position + match.start() - 1
        small = _size_at(page, mark) < 0.8 * _size_at(page, before)
        return "" if small else match.group()

    return _NOTE_MARK.sub(kept, part)
