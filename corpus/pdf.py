"""PDF: text by page, without running heads and feet, in whole paragraphs, with headings by their type.

PDFium gives lines; what is a heading, where a paragraph ends and which lines stand on every page is told
here from their size, weight and place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from statistics import median

from corpus.clean import one_line
from corpus.errors import NoText
from corpus.layout import Block, Draft, assemble
from corpus.pdf_lines import Line, read_lines
from corpus.types import Page

_BULLET = re.compile(r"^(?:[•●▪■◼◾▶►‣⁃∙·◦○–—]|[\ue000-\uf8ff]|o(?= [A-Z])|-(?= ))\s*")
_FOLIO = re.compile(r"^(?:page\s+)?\d{1,4}(?:\s+(?:of|/)\s+\d{1,4})?$", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:-\w+)*")
_PARTED = re.compile(r"(\w+)\u00ad(\w+)")
_NUMBERED = re.compile(r"^\d{1,2}(?: |$)")
_SENTENCE_END = re.compile(r"[.!?:;][\"'’”)\]]*$")
_HEADING_LENGTH = 160


@dataclass(slots=True)
class _Paragraph:
    """A paragraph being put together; `breaks` are (position in its text, page that begins there)."""

    text: str
    page: int
    level: int
    is_item: bool
    breaks: list[tuple[int, int]]


def read_pdf(data: bytes) -> Draft:
    """The report in a PDF file.

    Raises:
        EncryptedFile: it wants a password.
        BrokenFile: PDFium cannot open it.
        NoText: no page has letters on it; it is probably scanned.
        TooLarge: it has more than 5,000 pages.
    """
    pages, facts = read_lines(data)
    pages = _mended(pages)
    if not any(any(letter.isalnum() for letter in line.text) for page in pages for line in page):
        raise NoText("there are no letters in it, only pictures; make it searchable (OCR) and add it again")
    paragraphs = list(_paragraphs(_without_running(pages)))
    blocks = [_block(paragraph) for paragraph in paragraphs]
    text, sections, starts = assemble(blocks)
    return Draft(
        text=text,
        sections=sections,
        pages=_spans(paragraphs, starts, len(pages), len(text)),
        title_guess=one_line(facts.get("Title", "")),
        file_date=_made_on(facts.get("CreationDate", "")),
    )


def _mended(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines with every hyphen that ended one either kept or, where it only parted a word, taken out.

    It is taken out where the report writes the word without it elsewhere, and never with it.
    """
    words = {word.lower() for page in pages for line in page for word in _WORD.findall(line.text)}

    def whole(match: re.Match[str]) -> str:
        plain, hyphenated = f"{match[1]}{match[2]}", f"{match[1]}-{match[2]}"
        return plain if plain.lower() in words and hyphenated.lower() not in words else hyphenated

    return [
        [replace(line, text=_PARTED.sub(whole, line.text).replace("\u00ad", "-")) for line in page]
        for page in pages
    ]


def _without_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each page without page numbers and what stands at the edge of many pages."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(page[place]) for place in _edges(page)})
    often = max(3, len(pages) // 3)
    kept = []
    for page in pages:
        running = {
            place
            for place in _edges(page)
            if _FOLIO.match(page[place].text) or seen[_shape(page[place])] >= often
        }
        kept.append([line for place, line in enumerate(page) if place not in running])
    return kept


def _edges(page: Sequence[Line]) -> set[int]:
    """The places of the three highest and three lowest lines of a page."""
    order = sorted(range(len(page)), key=lambda place: page[place].top)
    return set(order[:3] + order[-3:])


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.lower())


def _paragraphs(pages: Sequence[Sequence[Line]]) -> Iterator[_Paragraph]:
    """Lines -> paragraphs, joined over page breaks where a sentence goes on."""
    weights: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    for line in (line for page in pages for line in page):
        weights[round(line.size, 1)] += len(line.text)
        bold[line.bold] += len(line.text)
    body = weights.most_common(1)[0][0] if weights else 0.0
    levels = _levels(pages, body, bold[True] < bold[False])
    open_one: _Paragraph | None = None
    for number, page in enumerate(pages, start=1):
        pitch = _pitch(page)
        lines, small = _parted(page, body, levels)
        before: Line | None = None
        for line in lines:
            level = _level(line, levels)
            if open_one and before and _ends_in_bold(before, line, level, pitch):
                open_one.level = 0
            if open_one and _goes_on(open_one, before, line, level, pitch):
                _join(open_one, line, number)
            else:
                if open_one:
                    yield open_one
                open_one = _paragraph(line, number, level)
            before = line
        # Notes stand before a paragraph that goes on overleaf, so that this stays whole.
        if small and open_one and (_SENTENCE_END.search(open_one.text) or number == len(pages)):
            yield open_one
            open_one = None
        yield from _notes(small, number)
    if open_one:
        yield open_one


def _parted(
    page: Sequence[Line], body: float, levels: dict[tuple[float, bool], int]
) -> tuple[list[Line], list[Line]]:
    """The lines of a page that are its text, and those of its footnotes."""
    # Small type is a footnote only below the body; above it, it is a letterhead or a date.
    first = min((line.top for line in page if line.size >= 0.85 * body), default=0.0)
    lines: list[Line] = []
    small: list[Line] = []
    for line in page:
        is_note = line.size < 0.85 * body and line.top > first and not _level(line, levels)
        (small if is_note else lines).append(line)
    return lines, small


def _notes(small: Sequence[Line], page: int) -> Iterator[_Paragraph]:
    pitch = _pitch(small)
    note: _Paragraph | None = None
    before: Line | None = None
    for line in small:
        if note and before and not _NUMBERED.match(line.text) and _goes_on(note, before, line, 0, pitch):
            _join(note, line, page)
        else:
            if note:
                yield note
            note = _paragraph(line, page, 0)
        before = line
    if note:
        yield note


def _paragraph(line: Line, page: int, level: int) -> _Paragraph:
    item = not level and bool(_BULLET.match(line.text))
    text = f"- {_BULLET.sub('', line.text)}" if item else line.text
    return _Paragraph(text, page, level, item, [])


def _goes_on(paragraph: _Paragraph, before: Line | None, line: Line, level: int, pitch: float) -> bool:
    """Whether a line belongs to the paragraph before it."""
    if level != paragraph.level or (not level and _BULLET.match(line.text)):
        return False
    if before is None:
        # Over a page break only an unfinished sentence goes on; a heading never does.
        return not level and not _SENTENCE_END.search(paragraph.text)
    gap = line.top - before.last_top
    return -0.5 * pitch < gap <= 1.35 * pitch if not level else 0 < gap <= 1.8 * max(pitch, line.size)


def _ends_in_bold(before: Line, line: Line, level: int, pitch: float) -> bool:
    """Whether a line ends a sentence in the type of headings, so that what is before it was none."""
    is_same = (round(before.size, 1), before.bold) == (round(line.size, 1), line.bold)
    return not level and is_same and line.text[0].islower() and line.top - before.last_top <= 1.35 * pitch


def _join(paragraph: _Paragraph, line: Line, page: int) -> None:
    last = paragraph.breaks[-1][1] if paragraph.breaks else paragraph.page
    glue = "" if re.search(r"\w[-–/]$", paragraph.text) else " "
    if page != last:
        paragraph.breaks.append((len(paragraph.text) + len(glue), page))
    paragraph.text += glue + line.text


def _levels(pages: Sequence[Sequence[Line]], body: float, bold_tells: bool) -> dict[tuple[float, bool], int]:
    """Heading levels by type: larger than the body first, then bold in the body's size."""
    kinds: Counter[tuple[float, bool]] = Counter()
    for line in (line for page in pages for line in page):
        kind = (round(line.size, 1), line.bold)
        larger = line.size > 1.08 * body
        if larger or (bold_tells and line.bold and line.size > 0.95 * body):
            kinds[kind] += 1
    ordered = sorted(kinds, key=lambda kind: (-kind[0], not kind[1]))
    return {kind: min(6, level) for level, kind in enumerate(ordered, start=1)}


def _level(line: Line, levels: dict[tuple[float, bool], int]) -> int:
    """The level of a line as a heading; 0 where it is text."""
    is_text = (
        len(line.text) > _HEADING_LENGTH
        or _BULLET.match(line.text)
        or line.text.endswith((".", ",", ";"))
        or not any(letter.isalpha() for letter in line.text)
        or not line.whole
    )
    return 0 if is_text else levels.get((round(line.size, 1), line.bold), 0)


def _pitch(page: Sequence[Line]) -> float:
    """The usual distance between lines of one paragraph."""
    gaps = [b.top - a.last_top for a, b in pairwise(page) if 0 < b.top - a.last_top < 4 * a.size]
    return median(gaps) if gaps else 15.0


def _block(paragraph: _Paragraph) -> Block:
    return Block(paragraph.text, paragraph.level, tight=paragraph.is_item)


def _spans(
    paragraphs: Sequence[_Paragraph], starts: Sequence[int], count: int, length: int
) -> tuple[Page, ...]:
    """Where each page begins and ends in the text; a page without text has an empty span."""
    begins: dict[int, int] = {}
    for paragraph, start in zip(paragraphs, starts, strict=True):
        for position, page in [(0, paragraph.page), *paragraph.breaks]:
            begins.setdefault(page, start + position)
    spans: list[Page] = []
    end = length
    for number in range(count, 0, -1):
        start = min(begins.get(number, end), end)
        spans.append(Page(number, start if number > 1 else 0, end))
        end = start
    return tuple(reversed(spans))


def _made_on(stamp: str) -> date | None:
    """The day in a PDF's own form of a time, such as D:20220715094217+01'00'."""
    match = re.match(r"D:(\d{4})(\d\d)(\d\d)", stamp)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
