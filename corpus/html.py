"""HTML files: what a reader of the page would see of the report itself, without the site around it."""

import re
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from corpus.clean import clean, one_line
from corpus.dates import parse_date
from corpus.encoding import decode
from corpus.errors import BrokenFile
from corpus.frontmatter import is_web_address
from corpus.layout import Block, Draft, assemble

_UNSEEN = frozenset(
    "script style template noscript noembed noframes iframe svg object embed audio video canvas head title "
    "button select textarea option datalist input progress meter rp".split()
)
_SITE = frozenset(("nav", "footer", "aside"))
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul".split()
)
_HEADING = re.compile(r"h[1-6]")
_HIDING = re.compile(r"display:none|visibility:(?:hidden|collapse)", re.IGNORECASE)
_NOT_STYLE = re.compile(r"/\*.*?\*/|\s", re.DOTALL)
_WHITE = re.compile(r"\s+")

_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_HEAD_BYTES = 4096
# Names of ways to write letters, and not of all the other things that Python can decode.
_KNOWN_CHARSET = re.compile(r"windows-|cp\d|iso-?8859-|koi8-|mac|gb|big5|euc-|shift|iso-2022-", re.IGNORECASE)
_WESTERN = ("iso-8859-1", "iso8859-1", "windows-1252")

_PUBLISHED = frozenset(
    (
        "article:published_time",
        "citation_publication_date",
        "date.issued",
        "datepublished",
        "dc.date",
        "dc.date.issued",
        "dcterms.date",
        "dcterms.issued",
        "dcterms.published",
    )
)
_NEAR_TOP = 1500


def read_html(data: bytes) -> Draft:
    """The visible text of an HTML page's main part, every heading a section.

    Hidden elements, scripts, navigation, page headers and footers, and forms are left out. Raises
    `BrokenFile` where the bytes are not text or not a page.
    """
    try:
        tree = LexborHTMLParser(decode(data, _declared(data)))
    except (SelectolaxError, ValueError) as error:
        raise BrokenFile("it cannot be read as HTML; save it again from a browser") from error
    page = _main_part(tree)
    text, sections, _ = assemble(page.blocks)
    heading = next((block.text for block in page.blocks if block.level == 1), "")
    title = tree.css_first("head > title")
    return Draft(
        text,
        sections,
        title=heading,
        title_guess=one_line(title.text()) if title else "",
        published=_stated_date(tree) or page.published,
        source=_source(tree),
    )


def _declared(data: bytes) -> str:
    """The way of writing that the page names, as browsers understand it, or ""."""
    match = _CHARSET.search(data[:_HEAD_BYTES])
    name = match[1].decode("ascii", errors="replace").lower() if match else ""
    if name in _WESTERN:
        return "cp1252"
    return name if _KNOWN_CHARSET.match(name) else ""


def _main_part(tree: LexborHTMLParser) -> "_Walk":
    """The walk of the first part that has any text: <main>, the only <article>, or the whole body."""
    articles = tree.css("article")
    parts = [*tree.css("main, [role=main]")[:1], *(articles if len(articles) == 1 else [])]
    for part in parts:
        walk = _Walk(part)
        if walk.blocks and not _is_inside_unseen(part):
            return walk
    return _Walk(tree.body)


def _is_inside_unseen(node: LexborNode) -> bool:
    above = node.parent
    while above is not None:
        if above.is_element_node and _is_unseen(above):
            return True
        above = above.parent
    return False


def _is_unseen(node: LexborNode) -> bool:
    if node.tag in _UNSEEN:
        return True
    if node.tag == "body":  # hidden by some pages until a script has run
        return False
    attributes = node.attributes
    return (
        "hidden" in attributes
        or (node.tag == "dialog" and "open" not in attributes)
        or (attributes.get("aria-hidden") or "").strip().lower() == "true"
        or bool(_HIDING.search(_NOT_STYLE.sub("", attributes.get("style") or "")))
    )


class _Walk:
    """Goes through a part of a page, without recursion, and gathers its blocks."""

    def __init__(self, root: LexborNode | None) -> None:
        self.blocks: list[Block] = []
        self.published: date | None = None
        self._is_whole = root is not None and root.tag == "body"
        self._parts: list[str] = []
        self._length = 0
        self._level = 0
        self._pre = 0
        self._marker = ""
        self._after_item = False
        self._counters: list[int | None] = []
        self._row: list[str] | None = None
        if root is not None:
            self._go(root)

    def _go(self, root: LexborNode) -> None:
        stack = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                self._leave(node.tag)
            elif node.is_text_node:
                text = node.text_content or ""
                self._parts.append(text if self._pre else _WHITE.sub(" ", text))
            elif node.is_element_node and not _is_unseen(node) and not self._is_site(node):
                self._enter(node)
                stack.append((node, True))
                child = node.last_child
                while child is not None:
                    stack.append((child, False))
                    child = child.prev
        self._flush()

    def _is_site(self, node: LexborNode) -> bool:
        above = node.parent.tag if node.parent is not None else ""
        if node.tag == "header":  # that of an article holds its title
            return self._is_whole and above not in ("article", "section", "main")
        if node.tag == "form":  # some sites put their whole page into one
            return above != "body"
        return node.tag in _SITE

    def _enter(self, node: LexborNode) -> None:
        tag = node.tag
        if tag == "br":
            self._parts.append("\n")
        elif tag == "time" and self.published is None and self._length < _NEAR_TOP:
            self.published = parse_date((node.attributes.get("datetime") or "")[:10])
        if tag not in _BLOCKS:
            return
        if self._row is not None and (tag == "table" or _HEADING.fullmatch(tag)):
            self._end_row()  # a table that lays out a page is not one of figures
        self._break()
        if _HEADING.fullmatch(tag):
            self._flush()
            self._level = int(tag[1])
        elif tag in ("ul", "ol", "menu"):
            self._counters.append(_start(node) if tag == "ol" else None)
        elif tag == "li":
            self._marker = self._next_marker()
        elif tag == "tr":
            self._row = []
        elif tag == "pre":
            self._pre += 1

    def _leave(self, tag: str | None) -> None:
        if tag not in _BLOCKS or tag is None:
            return
        if tag in ("td", "th") and self._row is not None:
            self._row.append(one_line("".join(self._parts)))
            self._parts.clear()
        self._break()
        if _HEADING.fullmatch(tag):
            self._flush()
            self._level = 0
        elif tag in ("ul", "ol", "menu"):
            self._counters.pop()
        elif tag == "li":
            self._marker = ""
        elif tag == "tr":
            self._end_row()
        elif tag == "pre":
            self._pre -= 1

    def _next_marker(self) -> str:
        number = self._counters[-1] if self._counters else None
        if number is None:
            return "- "
        self._counters[-1] = number + 1
        return f"{number}. "

    def _end_row(self) -> None:
        if self._row is not None:
            cells = [*self._row, one_line("".join(self._parts))]
            self._row = None
            self._parts = [" | ".join(cell for cell in cells if cell)]
            self._flush()

    def _break(self) -> None:
        """End a block, unless it stands in a heading or a table's cell and is a part of that."""
        if self._level or self._row is not None:
            self._parts.append(" ")
        else:
            self._flush()

    def _flush(self) -> None:
        lines = (" ".join(line.split()) for line in clean("".join(self._parts)).split("\n"))
        text = ("\n" if not self._level else " ").join(line for line in lines if line)
        self._parts.clear()
        if not text:
            return
        is_item = bool(self._marker) and not self._level
        self.blocks.append(
            Block(self._marker * is_item + text, self._level, tight=is_item and self._after_item)
        )
        self._length += len(text)
        self._after_item = is_item
        self._marker = ""


def _start(node: LexborNode) -> int:
    written = (node.attributes.get("start") or "").strip()
    return int(written) if re.fullmatch(r"[0-9]{1,6}", written) else 1


def _stated_date(tree: LexborHTMLParser) -> date | None:
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        names = {(attributes.get(name) or "").strip().lower() for name in ("property", "name", "itemprop")}
        if names & _PUBLISHED:
            content = (attributes.get("content") or "").strip()
            day = parse_date(content) or parse_date(content[:10])
            if day:
                return day
    return None


def _source(tree: LexborHTMLParser) -> str:
    """The address that the page gives as its own, or ""."""
    for selector, name in (
        ('link[rel~="canonical" i][href]', "href"),
        ('meta[property="og:url" i][content]', "content"),
    ):
        for node in tree.css(selector):
            address = (node.attributes.get(name) or "").strip()
            if is_web_address(address):
                return address
    return ""
