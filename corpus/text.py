"""Plain text files: front matter if there is any, paragraphs, and headings where a line stands as one."""

import itertools
import re
from collections.abc import Sequence

from corpus.clean import clean
from corpus.encoding import decode
from corpus.frontmatter import split_front_matter
from corpus.layout import Block, Draft, assemble

_BULLET = re.compile(r"(?:[-*•·–o]|\(?[0-9]{1,3}[.)]|\(?[a-z][.)])[ ]")
_SENTENCE_END = (".", "!", "?", ":", ";", ",", "…", '"', "”", "’")
_MAX_HEADING = 100
_MAX_TITLE = 150
_WIDEST_WRAP = 100


def read_text(data: bytes) -> Draft:
    """The text of a .txt file.

    Lines that an editor broke at a fixed width are joined again. A short line that does not end a
    sentence is a heading if a paragraph follows it. Raises `BadFrontMatter`, or `BrokenFile` where
    the bytes are not text.
    """
    front, written = split_front_matter(clean(decode(data)))
    lines = [" ".join(line.split()) for line in written.split("\n")]
    if _is_wrapped(lines):
        lines = _joined(lines)
    blocks = _blocks(lines)
    text, sections, _ = assemble(blocks)
    first = blocks[0].text if blocks else ""
    return Draft(
        text,
        sections,
        title=front.title or (first if len(first) <= _MAX_TITLE else ""),
        body=front.body,
        kind=front.kind,
        published=front.published,
        source=front.source,
    )


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines were broken at a width: none is long, and many that run on are nearly full."""
    width = max(map(len, lines), default=0)
    running = [line for line, after in itertools.pairwise(lines) if line and after]
    full = sum(len(line) >= 0.8 * width for line in running)
    return 40 <= width <= _WIDEST_WRAP and full > len(running) / 2


def _joined(lines: Sequence[str]) -> list[str]:
    width = max(map(len, lines))
    joined: list[str] = []
    open_line = False
    for line in lines:
        if line and open_line and not _BULLET.match(line):
            joined[-1] += " " + line
        else:
            joined.append(line)
        open_line = len(line) >= 0.6 * width
    return joined


def _blocks(lines: Sequence[str]) -> list[Block]:
    blocks: list[Block] = []
    for number, line in enumerate(lines):
        if not line:
            continue
        after = next((later for later in lines[number + 1 :] if later), "")
        level = 2 if _is_heading(line, after) else 0
        tight = number > 0 and bool(lines[number - 1]) and bool(_BULLET.match(line))
        blocks.append(Block(line, 1 if level and not blocks else level, tight))
    return blocks


def _is_heading(line: str, after: str) -> bool:
    return (
        len(line) <= _MAX_HEADING
        and line[0].isupper()
        and not line.endswith(_SENTENCE_END)
        and after.endswith(_SENTENCE_END)
        and not _BULLET.match(line)
        and not _BULLET.match(after)
    )
