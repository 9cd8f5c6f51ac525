"""Blocks of text, as a reader of files finds them, put together into one text with its sections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.types import Page, Section


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` 1 or more), or a paragraph, list item or line (`level` 0), without markup.

    A `tight` block follows the one before it on the next line, without a blank line between them.
    """

    text: str
    level: int = 0
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader got from a file: its text, and what the file says about itself.

    What it does not say is "" or None.

    `published` is a date of publication that the file states; `file_date` one from which it can only
    be guessed, such as the day a PDF was made. `title_guess` is a title that may be a template's or
    a tool's, and is believed only where nothing better is found.
    """

    text: str
    sections: tuple[Section, ...]
    pages: tuple[Page, ...] = ()
    title: str = ""
    title_guess: str = ""
    body: str = ""
    kind: str = ""
    published: date | None = None
    file_date: date | None = None
    source: str = ""


def assemble(blocks: Sequence[Block]) -> tuple[str, tuple[Section, ...], tuple[int, ...]]:
    """The one text of `blocks`, its sections, and the position at which each block starts in it.

    Blocks stand apart by a blank line, tight ones by a line break; empty blocks are an error.
    """
    parts: list[str] = []
    starts: list[int] = []
    position = 0
    for number, block in enumerate(blocks):
        gap = "" if number == 0 else "\n" if block.tight else "\n\n"
        position += len(gap)
        starts.append(position)
        parts.append(gap + block.text)
        position += len(block.text)
    text = "".join(parts)
    return text, _sections(blocks, starts, len(text)), tuple(starts)


def _sections(blocks: Sequence[Block], starts: Sequence[int], end: int) -> tuple[Section, ...]:
    opened = [
        (block.text, block.level, start) for block, start in zip(blocks, starts, strict=True) if block.level
    ]
    if not opened or opened[0][2] > 0:
        opened.insert(0, ("", 0, 0))
    ends = [start for _, _, start in opened[1:]] + [end]
    return tuple(
        Section(" ".join(heading.split()), level, start, until)
        for (heading, level, start), until in zip(opened, ends, strict=True)
    )
