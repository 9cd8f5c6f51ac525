"""Word files (.docx): the words of the body in their order, without what is hidden or was deleted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corpus.clean import clean, one_line
from corpus.dates import parse_date
from corpus.errors import BrokenFile
from corpus.layout import Block, Draft, assemble
from corpus.word_parts import Package, is_on, number, open_package, told
from corpus.word_styles import Numbering, Style, Styles, heading_level

# Deleted and moved away, pictures with their text boxes, what is shown instead of something newer, how
# something is read aloud, and where a paragraph's tab stops are: that is called a tab, too.
_LEFT_OUT = frozenset(
    "w:del w:moveFrom w:drawing w:pict w:object w:txbxContent mc:Fallback w:rt w:tabs".split()
)
_WRITTEN = {"w:br": "\n", "w:cr": "\n", "w:tab": " ", "w:ptab": " ", "w:noBreakHyphen": "-"}
_WHITE = re.compile(r"\s+")
_NOTES = (("footnotes", "w:footnote"), ("endnotes", "w:endnote"))

Notes = dict[tuple[str, str], list[Block]]
"""What the notes say, by the element that one stands in and its id."""


def read_word(data: bytes) -> Draft:
    """The text of a Word file, every heading a section; a note stands after the paragraph it belongs to.

    Headers, footers, comments, text boxes, tables of contents, hidden and deleted text are left out; what
    was inserted is kept. Macros and what the file refers to outside itself are never looked at.

    Raises:
        EncryptedFile: it wants a password.
        BrokenFile: it is damaged, or no Word document.
        TooLarge: it has too many parts, or they are too large when unpacked.
    """
    with open_package(data) as package:
        styles = Styles(package)
        numbering = Numbering(package)
        notes: Notes = {}
        for kind, _ in _NOTES:
            notes |= _Walk(package, package.related(package.main, kind), styles, numbering, {}).notes
        walk = _Walk(package, package.main, styles, numbering, notes)
        facts = package.facts()
    if not walk.has_body:
        raise BrokenFile("it is an Office file, but no Word document; save it as .docx, PDF or text")
    text, sections, _ = assemble(walk.blocks)
    saved = facts.get("dcterms:modified") or facts.get("dcterms:created") or ""
    return Draft(
        text,
        sections,
        title=walk.title,
        title_guess=one_line(facts.get("dc:title", "")),
        # As with the day a PDF was made: when it was last saved, since it may have begun as another report.
        file_date=parse_date(saved.strip()[:10]),
    )


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph as it is read: its text, level as a heading, marker as a list item, and notes to it."""

    text: str
    level: int
    marker: str
    notes: list[Block]


class _Walk:
    """Goes through a part as it is unpacked and gathers its blocks, or the notes that it consists of.

    `noted` is what the part refers to: a note is taken out of it where the text first does.
    """

    def __init__(
        self, package: Package, part: str, styles: Styles, numbering: Numbering, noted: Notes
    ) -> None:
        self.blocks: list[Block] = []
        self.notes: Notes = {}
        self.title = ""
        self.has_body = False
        self._styles = styles
        self._numbering = numbering
        self._noted = noted
        self._unseen = 0
        self._after_item = False
        self._properties = ""
        # Of the paragraph that is open.
        self._parts: list[str] = []
        self._notes_here: list[Block] = []
        self._style = Style()
        self._outline: int | None = None
        self._list: str | None = None
        self._depth: int | None = None
        self._goes_on = False
        # Of the run that is open.
        self._hidden = False
        self._in_text = False
        # Of each open field, whether its instruction has not ended yet.
        self._fields: list[bool] = []
        # Of the row that is open.
        self._cells: list[list[_Paragraph]] | None = None
        self._row_is_gone = False
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            "w:body": self._start_body,
            "w:p": self._start_paragraph,
            "w:pStyle": self._take_style,
            "w:outlineLvl": self._take_outline,
            "w:numId": self._take_list,
            "w:ilvl": self._take_depth,
            "w:r": self._start_run,
            "w:rStyle": self._take_run_style,
            "w:vanish": self._take_vanish,
            "w:fldChar": self._turn_field,
            "w:tbl": self._start_table,
            "w:tr": self._start_row,
            "w:tc": self._start_cell,
            "w:hidden": self._hide_row,
            **{name: self._start_note(name) for _, name in _NOTES},
            **{f"{name}Reference": self._refer(name) for _, name in _NOTES},
        }
        package.parse(part, self._start, self._end, self._text)

    def _start(self, element: str, attributes: Mapping[str, str]) -> None:
        if self._unseen:
            self._unseen += 1
        elif element in _LEFT_OUT or element.endswith("Change"):
            self._unseen = 1
            if element in ("w:del", "w:moveFrom"):  # in these, the mark at its end or the row is what went
                self._goes_on |= self._properties == "w:pPr"
                self._row_is_gone |= self._properties == "w:trPr"
        elif element in ("w:pPr", "w:trPr"):
            self._properties = element
        elif element == "w:t":
            self._in_text = True
        elif element in _WRITTEN:
            self._write(_WRITTEN[element])
        elif element in self._starts:
            self._starts[element](attributes)

    def _end(self, element: str) -> None:
        if self._unseen:
            self._unseen -= 1
        elif element == "w:t":
            self._in_text = False
        elif element == "w:p":
            self._end_paragraph()
        elif element in ("w:pPr", "w:trPr"):
            self._properties = ""
        elif element == "w:tc":
            self._end_open()
        elif element == "w:body":
            self._end_open()
            self.blocks += self._notes_here  # of a last paragraph without words
        elif element == "w:tr":
            self._end_row()

    def _text(self, words: str) -> None:
        if self._in_text and not self._unseen:
            self._write(_WHITE.sub(" ", words))

    def _write(self, words: str) -> None:
        if not self._hidden and not any(self._fields):
            self._parts.append(words)

    def _start_body(self, _: Mapping[str, str]) -> None:
        self.has_body = True

    def _start_paragraph(self, _: Mapping[str, str]) -> None:
        self._style = Style()
        self._outline = self._list = self._depth = None
        self._hidden = False

    def _take_style(self, attributes: Mapping[str, str]) -> None:
        self._style = self._styles.of(told(attributes))

    def _take_outline(self, attributes: Mapping[str, str]) -> None:
        self._outline = number(told(attributes))

    def _take_list(self, attributes: Mapping[str, str]) -> None:
        self._list = told(attributes)

    def _take_depth(self, attributes: Mapping[str, str]) -> None:
        self._depth = number(told(attributes))

    def _start_run(self, _: Mapping[str, str]) -> None:
        self._hidden = bool(self._style.hidden)

    def _take_run_style(self, attributes: Mapping[str, str]) -> None:
        hidden = self._styles.of(told(attributes)).hidden
        if hidden is not None and not self._properties:
            self._hidden = hidden

    def _take_vanish(self, attributes: Mapping[str, str]) -> None:
        if not self._properties:  # else it is of the mark at the end of the paragraph alone
            self._hidden = is_on(attributes)

    def _turn_field(self, attributes: Mapping[str, str]) -> None:
        turn = told(attributes, "fldCharType")
        if turn == "begin":
            self._fields.append(True)
        elif turn == "separate" and self._fields:
            self._fields[-1] = False
        elif turn == "end" and self._fields:
            self._fields.pop()

    def _start_note(self, name: str) -> Callable[[Mapping[str, str]], None]:
        def start(attributes: Mapping[str, str]) -> None:
            self.blocks = self.notes.setdefault((name, told(attributes, "id")), [])

        return start

    def _refer(self, name: str) -> Callable[[Mapping[str, str]], None]:
        def refer(attributes: Mapping[str, str]) -> None:
            # Once: a file could refer to one long note a million times.
            if not self._hidden:
                self._notes_here += self._noted.pop((name, told(attributes, "id")), [])

        return refer

    def _start_table(self, _: Mapping[str, str]) -> None:
        self._end_open()
        self._end_row()  # a table that another stands in lays out a page and is not one of figures

    def _start_cell(self, _: Mapping[str, str]) -> None:
        if self._cells is not None:
            self._cells.append([])

    def _start_row(self, _: Mapping[str, str]) -> None:
        self._cells, self._row_is_gone = [], False

    def _hide_row(self, _: Mapping[str, str]) -> None:
        self._row_is_gone |= self._properties == "w:trPr"

    def _end_open(self) -> None:
        """End a paragraph that was to go on, where none follows."""
        if self._parts:
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        # A field whose instruction has no end is damaged: it must not hide all that follows.
        self._fields = [False for in_instruction in self._fields if not in_instruction]
        if self._goes_on:
            self._goes_on = False
            return
        level = self._style.level if self._outline is None else heading_level(self._outline)
        # Headings and empty items are counted as well.
        list_id, depth = self._style.number
        if self._list is not None:
            list_id, depth = self._list, self._depth or 0
        marker = self._numbering.marker(list_id, depth) if list_id not in ("", "0") else ""
        lines = (" ".join(line.split()) for line in clean("".join(self._parts)).split("\n"))
        text = (" " if level else "\n").join(line for line in lines if line)
        self._parts.clear()
        if not text or self._style.is_contents:
            return
        if self._style.is_title and not self.title:
            self.title = text
        paragraph = _Paragraph(text, level, marker if not level else "", self._notes_here)
        self._notes_here = []
        if self._cells:
            self._cells[-1].append(paragraph)
        else:
            self._put(paragraph)

    def _put(self, paragraph: _Paragraph) -> None:
        is_item = bool(paragraph.marker)
        self.blocks.append(
            Block(paragraph.marker + paragraph.text, paragraph.level, tight=is_item and self._after_item)
        )
        self.blocks += paragraph.notes
        self._after_item = is_item and not paragraph.notes

    def _end_row(self) -> None:
        """Put the cells into a line, or as they are where they lay out a page and are no row of figures."""
        cells, self._cells = [cell for cell in self._cells or [] if cell], None
        if self._row_is_gone:
            cells, self._row_is_gone = [], False
        every = [paragraph for cell in cells for paragraph in cell]
        if len(cells) == 1 or any(paragraph.level for paragraph in every):
            for paragraph in every:
                self._put(paragraph)
        elif cells:
            words = (" ".join(one_line(paragraph.text) for paragraph in cell) for cell in cells)
            notes = [note for paragraph in every for note in paragraph.notes]
            self._put(_Paragraph(" | ".join(words), 0, "", notes))
