"""Markdown files: front matter, then text that is taken down without its markup."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.clean import clean
from corpus.encoding import decode
from corpus.frontmatter import split_front_matter
from corpus.layout import Block, Draft, assemble

# Raw HTML is left switched off: markup that somebody put in a report is then text like any other.
_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def read_markdown(data: bytes) -> Draft:
    """The plain text of a Markdown file, every heading a section.

    Raises `BadFrontMatter`, or `BrokenFile` where the bytes are not text.
    """
    front, written = split_front_matter(clean(decode(data)))
    blocks = _Blocks().collect(_PARSER.parse(written))
    text, sections, _ = assemble(blocks)
    first = next((block.text for block in blocks if block.level == 1), "")
    return Draft(
        text,
        sections,
        title=front.title or " ".join(first.split()),
        body=front.body,
        kind=front.kind,
        published=front.published,
        source=front.source,
    )


class _Blocks:
    """Walks the parser's flat list of tokens and gathers blocks from it."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._marker = ""
        self._after_item = False
        self._counters: list[int | None] = []
        self._level = 0
        self._cells: list[str] = []
        self._in_row = False

    def collect(self, tokens: Sequence[Token]) -> list[Block]:
        for token in tokens:
            if token.type in ("bullet_list_open", "ordered_list_open"):
                ordered = token.type.startswith("ordered")
                self._counters.append(int(token.attrGet("start") or 1) if ordered else None)
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                self._counters.pop()
            elif token.type == "list_item_open":
                self._marker = self._next_marker()
            elif token.type == "list_item_close":
                self._marker = ""
            elif token.type == "heading_open":
                self._level = int(token.tag[1:])
            elif token.type == "heading_close":
                self._level = 0
            elif token.type in ("tr_open", "tr_close"):
                self._row(token.type == "tr_open")
            elif token.type == "inline":
                self._text(_plain(token.children or []))
            elif token.type in ("fence", "code_block"):
                self._text(token.content)
        return self._blocks

    def _next_marker(self) -> str:
        number = self._counters[-1]
        if number is None:
            return "- "
        self._counters[-1] = number + 1
        return f"{number}. "

    def _row(self, opens: bool) -> None:
        self._in_row = opens
        if not opens:
            row, self._cells = " | ".join(self._cells), []
            self._text(row)

    def _text(self, text: str) -> None:
        lines = "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)
        if self._in_row:
            self._cells.append(lines)
        elif lines:
            is_item = bool(self._marker)
            self._blocks.append(Block(self._marker + lines, self._level, is_item and self._after_item))
            self._marker, self._after_item = "", is_item


def _plain(children: Sequence[Token]) -> str:
    parts = []
    for token in children:
        if token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak":
            parts.append("\n")
        elif token.type == "image":
            parts.append(_plain(token.children or []))
        else:
            parts.append(token.content)
    return "".join(parts)
