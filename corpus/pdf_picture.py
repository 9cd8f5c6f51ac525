"""A page of a PDF as it was printed, with the places where a quote stands on it.

The marks are not drawn into the picture: whoever shows it lays them over it. So they can be told apart
from what the report's makers marked, take their colour and outline from the page around them (dark mode,
a theme of high contrast), stay sharp when enlarged, and one picture does for every quote of a page.

A quote is placed exactly or not at all: by its letters and digits, which cleaning leaves as they are.
"""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import groupby
from math import pi
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError
from corpus.worker import ReaderProcess

if TYPE_CHECKING:
    from corpus.pdf_lines import Drawing, Glyph

MAX_WIDTH = 1_400
"""The most pixels from left to right; a page has at most 2 million in all, so A4 is 1,188 wide."""

LEAST_BEFORE_BREAK = 20
"""The fewest letters and digits of a quote that are marked where the rest of it stands overleaf."""

_NEIGHBOURS = (-2, -1, 1, 2)  # two each way: left and right pages often have feet of their own
_FOLIO = re.compile(r"(?:page)?#{1,4}(?:of#{1,4})?")
_SMALL = 0.85  # of the body's size: the type of footnotes and often of heads and feet, as in corpus/pdf.py


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle over one line of a page, in shares (0 to 1) of the picture's width and height."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a PNG of `width` by `height` pixels, and where the quote asked for stands on it.

    `boxes` go line by line in reading order; there are none where the quote's place is not certain.
    `goes_on` is True where they hold the quote only as far as the end of the page.
    """

    png: bytes
    width: int
    height: int
    boxes: tuple[Box, ...] = ()
    goes_on: bool = False

    @property
    def marked(self) -> bool:
        """Whether it is known where the quote stands."""
        return bool(self.boxes)


def page_picture(path: Path, page: int, quote: str, *, width: int = MAX_WIDTH) -> Picture:
    """A page (1 for the first) of the PDF at `path`, at most `width` pixels wide, with a quote's place.

    It is drawn in a process of its own, under the limits of `ReaderProcess`.

    Raises a `CorpusError` whose message is one line that says what to do, without the path:
        UnreadableFile: the file cannot be opened, or has no such page.
        EncryptedFile, BrokenFile, EmptyFile: as for reading a report.
        TooLarge: the file is over 64 MiB, or a side of the page over 14,400 points (200 inches).
        TooSlow, OutOfMemory: drawing it went past the limits.
    Raises `OSError` where the process cannot start, `ValueError` where `width` is not 1 to 1,400.
    """
    if not 1 <= width <= MAX_WIDTH:
        raise ValueError(f"a picture of a page is 1 to {MAX_WIDTH:,} pixels wide, not {width:,}")
    with ReaderProcess() as reader:
        request = {"path": str(path.absolute()), "page": page, "quote": quote, "width": width}
        return decode_picture(reader.ask(request)["picture"])


def encode_picture(picture: Picture) -> dict[str, Any]:
    """A picture as values that JSON knows; the PNG in base 64."""
    return {**asdict(picture), "png": base64.b64encode(picture.png).decode()}


def decode_picture(values: dict[str, Any]) -> Picture:
    """The picture that `encode_picture` wrote."""
    boxes = tuple(Box(**box) for box in values["boxes"])
    return Picture(**{**values, "png": base64.b64decode(values["png"]), "boxes": boxes})


def draw_picture(path: Path, page: int, quote: str, width: int) -> Picture:
    """What `page_picture` gives, made in this process without limits on time or memory."""
    # Only the process that reads files needs PDFium, and the readers.
    from corpus.pdf_lines import draw_page, open_pdf, read_glyphs
    from corpus.read import read_bytes

    with open_pdf(read_bytes(path)) as document:
        drawing = draw_page(document, page, width)
        drawn = read_glyphs(document, page)

        def nearby(step: int) -> list[Glyph]:
            with suppress(CorpusError):  # there is no such page, or it is damaged: this one is not
                return read_glyphs(document, page + step)
            return []

        found, goes_on = _place(quote, drawn, nearby)
    boxes = _boxes(found, drawn)
    return Picture(_png(drawing), drawing.width, len(drawing.rows), boxes, goes_on and bool(boxes))


def _place(
    quote: str, drawn: Sequence[Glyph], nearby: Callable[[int], Sequence[Glyph]]
) -> tuple[Sequence[Glyph], bool]:
    """The glyphs of a page that are the quote, and whether it goes on overleaf; none where that is in doubt.

    `nearby` gives the glyphs of the page so many pages on, none where there is no such page.
    """
    wanted = "".join(filter(str.isalnum, quote))
    text = _letters(drawn)
    if not wanted or not text:
        return (), False
    if wanted in text:
        once = text.find(wanted) == text.rfind(wanted)
        return (_span(drawn, text.find(wanted), len(wanted), quote) if once else ()), False
    others = {step: nearby(step) for step in _NEIGHBOURS}
    here = _body(drawn, list(others.values()))
    overleaf = _body(others[1], [drawn, *(others[step] for step in _NEIGHBOURS if step != 1)])
    ends, begins = _letters(here), _letters(overleaf)
    fewest = max(LEAST_BEFORE_BREAK, len(wanted) - len(begins))
    counts = [
        count
        for count in range(fewest, min(len(wanted), len(ends) + 1))
        if ends.endswith(wanted[:count]) and begins.startswith(wanted[count:])
    ]
    if len(counts) != 1 or text.find(wanted[: counts[0]]) != text.rfind(wanted[: counts[0]]):
        return (), False
    letters = [position for position, letter in enumerate(quote) if letter.isalnum()]
    return _span(here, len(ends) - counts[0], counts[0], quote[: letters[counts[0]]]), True


def _letters(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs if glyph.text.isalnum())


def _body(page: Sequence[Glyph], others: Sequence[Sequence[Glyph]]) -> list[Glyph]:
    """A page without page numbers, small type, and lines that stand on a page nearby as well."""
    sizes = Counter(round(glyph.size, 1) for glyph in page)
    least = _SMALL * sizes.most_common(1)[0][0] if sizes else 0.0
    repeated = {_shape(line) for other in others for line in _lines(other)}
    return [
        glyph
        for line in _lines(page)
        if (shape := _shape(line)) not in repeated
        and not _FOLIO.fullmatch(shape)
        and max(glyph.size for glyph in line) >= least
        for glyph in line
    ]


def _lines(page: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    for _, line in groupby(page, key=lambda glyph: glyph.line):
        yield list(line)


def _shape(line: Sequence[Glyph]) -> str:
    return "".join("#" if letter.isdigit() else letter for letter in _letters(line).lower())


def _span(glyphs: Sequence[Glyph], first: int, count: int, quote: str) -> Sequence[Glyph]:
    """The glyphs from the letter numbered `first` on, with the quote's own marks around them.

    None where that letter or the last is in the middle of a word: then it is not the quote.
    """
    places = [place for place, glyph in enumerate(glyphs) if glyph.text.isalnum()]
    start, end = places[first], places[first + count - 1]
    if (first and _one_word(glyphs[places[first - 1]], glyphs[start])) or (
        first + count < len(places) and _one_word(glyphs[end], glyphs[places[first + count]])
    ):
        return ()
    before = re.match(r"[\W_]*", quote)
    after = re.search(r"[\W_]*\Z", quote)
    for mark in reversed("".join(before[0].split()) if before else ""):
        start -= start > 0 and glyphs[start - 1].text == mark
    for mark in "".join(after[0].split()) if after else "":
        end += end + 1 < len(glyphs) and glyphs[end + 1].text == mark
    return glyphs[start : end + 1]


def _one_word(a: Glyph, b: Glyph) -> bool:
    return b.place == a.place + 1


def _boxes(glyphs: Sequence[Glyph], page: Sequence[Glyph]) -> tuple[Box, ...]:
    """A box for each line of some glyphs of a page.

    None at all where a letter of theirs is not to be seen, or one of another word would be in a box.
    """
    if not all(_is_seen(glyph) for glyph in glyphs if glyph.text.isalnum()):
        return ()
    runs: list[list[Glyph]] = []
    for glyph in filter(_is_seen, glyphs):
        if not (runs and _on_one_line(runs[-1][-1], glyph)):
            runs.append([])
        runs[-1].append(glyph)
    boxes = tuple(_around(run) for run in runs)
    own = {glyph.place for glyph in glyphs}
    others = [glyph for glyph in page if glyph.place not in own and glyph.text.isalnum()]
    return () if any(_holds(box, glyph) for box in boxes for glyph in others) else boxes


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2


def _holds(box: Box, glyph: Glyph) -> bool:
    across, down = _middle(glyph)
    return 0 < across - box.left < box.width and 0 < down - box.top < box.height


def _is_seen(glyph: Glyph) -> bool:
    """Whether it has room, most of it on the page, and stands upright or on its side: no box fits a slant."""
    across, down = _middle(glyph)
    turns = glyph.angle / (pi / 2)
    room = glyph.left < glyph.right and glyph.top < glyph.bottom
    return room and 0 <= across <= 1 and 0 <= down <= 1 and abs(turns - round(turns)) < 0.02


def _on_one_line(a: Glyph, b: Glyph) -> bool:
    """Whether a glyph comes after another on its line, within the four sizes that a tab may take."""
    if abs(a.angle - b.angle) > 0.02 or abs(a.baseline - b.baseline) > 0.5 * max(a.size, b.size):
        return False
    return -0.5 * b.size < b.along - a.along < 4 * max(a.size, b.size)


def _around(run: Sequence[Glyph]) -> Box:
    left, right = max(0.0, min(g.left for g in run)), min(1.0, max(g.right for g in run))
    top, bottom = max(0.0, min(g.top for g in run)), min(1.0, max(g.bottom for g in run))
    return Box(left, top, right - left, bottom - top)


def _png(drawing: Drawing) -> bytes:
    """A drawing as a PNG of eight bits a colour (ISO/IEC 15948)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", drawing.width, len(drawing.rows), 8, 2, 0, 0, 0)
    # Each row begins with the number of its filter: 0, for rows as they are.
    pixels = zlib.compress(b"".join(b"\0" + row for row in drawing.rows), 6)
    written = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + written
