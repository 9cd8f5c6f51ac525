"""The parts of a Word file: a ZIP archive of XML, opened with limits, nothing outside it ever looked at.

The parts are read here, with the standard library, and not by python-docx: that one unpacks every picture
before anything can be counted, fails over a relation to a part that is not there, and leaves out inserted
words and entities without a word. Here only the parts asked for are unpacked, piece by piece.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from posixpath import dirname, join, normpath, split
from typing import NoReturn
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from corpus.errors import BrokenFile, EncryptedFile, TooLarge

MAX_PARTS = 10_000
MAX_UNPACKED = 512 * 1024**2
"""Bytes of all parts together."""

Start = Callable[[str, Mapping[str, str]], None]

_DAMAGED = "it is damaged or not a Word document (.docx); open it in Word and save it again as .docx"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENTRY = b"PK\x01\x02"
_AT_ONCE = 1024**2
# Word writes the first name of each pair, or the second where it is told to keep strictly to the standard.
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_SHORT = {
    **dict.fromkeys(_WORD, "w"),
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
}
# What the ZIP and XML readers raise over damaged bytes.
_DAMAGE = (
    BadZipFile,
    ExpatError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
    EOFError,
    struct.error,
    zlib.error,
)


class Package:
    """An open archive: which parts it has, how they are related, and the XML in them."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._parts = {info.filename.lower(): info for info in archive.infolist()}
        self.main = self.related("", "officeDocument")
        """The name of the part that holds the body of the document, "" where there is none."""

    def related(self, part: str, kind: str) -> str:
        """The name of the part that `part`, or the whole file for "", names as its styles or the like; or "".

        A relation to what is outside the file, or to a part that it lacks, does not count.
        """
        folder, name = split(part)
        found: list[str] = []

        def start(element: str, attributes: Mapping[str, str]) -> None:
            if element != "rel:Relationship" or attributes.get("TargetMode") == "External":
                return
            target = normpath(join("/", dirname(part), attributes.get("Target", ""))).lstrip("/")
            if attributes.get("Type", "").rpartition("/")[2] == kind and target.lower() in self._parts:
                found.append(target)

        self.parse(join(folder, "_rels", f"{name}.rels"), start)
        return found[0] if found else ""

    def facts(self) -> dict[str, str]:
        """What the file says of itself, its title and times, by the name of the element that says it."""
        facts: dict[str, str] = {}
        inside: list[str] = []

        def start(element: str, _: Mapping[str, str]) -> None:
            inside.append(element)

        def end(_: str) -> None:
            inside.pop()

        def text(words: str) -> None:
            if inside[-1]:
                facts[inside[-1]] = facts.get(inside[-1], "") + words

        self.parse(self.related("", "core-properties"), start, end, text)
        return facts

    def parse(
        self,
        name: str,
        start: Start,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Tell of each element of a part as it begins and ends, and of the text; of nothing if it is missing.

        Elements are named as in the standard ("w:p"), "" where they are none that a report is made of.

        Raises:
            EncryptedFile: the part wants a password.
            BrokenFile: it is damaged, or declares what no Word file may declare.
        """
        info = self._parts.get(name.lower())
        if info is None:
            return
        _check(info)
        names: dict[str, str] = {}

        def short(full: str) -> str:
            if full not in names:
                space, _, local = full.rpartition(" ")
                names[full] = f"{_SHORT[space]}:{local}" if space in _SHORT else ""
            return names[full]

        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        # The standard forbids declarations; without them no entity can grow, or name another file.
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = lambda full, attributes: start(short(full), attributes)
        if end is not None:
            ended = end
            parser.EndElementHandler = lambda full: ended(short(full))
        if text is not None:
            parser.CharacterDataHandler = text
        try:
            with self._archive.open(info) as part:
                while piece := part.read(_AT_ONCE):
                    parser.Parse(piece, False)
            parser.Parse(b"", True)
        except _DAMAGE as error:
            raise BrokenFile(_DAMAGED) from error


@contextmanager
def open_package(data: bytes) -> Iterator[Package]:
    """The parts of a Word file, with its `main` part there.

    Raises:
        EncryptedFile: it wants a password.
        BrokenFile: it is damaged, or no Word document.
        TooLarge: it has too many parts, or they are too large when unpacked.
    """
    if data.startswith(_OLE):
        _refuse_old(data)
    # Counted in the bytes: the archive's own number may lie, and opening it lists them all.
    if (count := data.count(_ENTRY)) > MAX_PARTS:
        raise TooLarge(f"it has {count:,} parts and the limit is {MAX_PARTS:,}; save it in a simpler form")
    try:
        archive = ZipFile(BytesIO(data))
    except _DAMAGE as error:
        raise BrokenFile(_DAMAGED) from error
    with archive:
        # No part can be longer than it says here: what is beyond is not read.
        unpacked = sum(info.file_size for info in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise TooLarge(
                f"unpacked it is {unpacked / 1024**2:,.0f} MiB and the limit is "
                f"{MAX_UNPACKED // 1024**2} MiB; take out its pictures or split it into several files"
            )
        package = Package(archive)
        if not package.main:
            raise BrokenFile(_DAMAGED)
        yield package


def told(attributes: Mapping[str, str], name: str = "val") -> str:
    """An attribute of Word's own, or "" where the element has none of that name."""
    return attributes.get(f"{_WORD[0]} {name}") or attributes.get(f"{_WORD[1]} {name}") or ""


def is_on(attributes: Mapping[str, str]) -> bool:
    """Whether an element that switches something on does; it may also say that it does not."""
    return told(attributes) not in ("0", "false", "off")


def number(text: str) -> int | None:
    """A whole number of at most six digits, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def _check(info: ZipInfo) -> None:
    if info.flag_bits & 1:
        raise EncryptedFile("it is protected by a password; save a copy without one and add that")
    # The standard knows these two; others may ask for any amount of memory.
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BrokenFile(_DAMAGED)


def _refuse(*_: object) -> NoReturn:
    raise BrokenFile(
        "it declares entities, which no Word document may; open it in Word and save it again as .docx"
    )


def _refuse_old(data: bytes) -> NoReturn:
    """Both a document with a password and one of before 2007 lie in Microsoft's older container."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise EncryptedFile("it is protected by a password; save a copy without one and add that")
    raise BrokenFile("it is an old Word file (.doc) by another name; open it in Word and save it as .docx")
