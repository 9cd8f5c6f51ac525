"""One citation as words to use elsewhere: a footnote, plain text, Markdown, an address that opens at them.

Pure functions of values. The words come from reports and are other people's: white space is folded, and what
a terminal would obey is replaced, as in `assistant.shown`.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from assistant.render import escape_markdown
from assistant.shown import is_web_address, one_line
from assistant.types import Citation
from corpus.dates import format_date
from index.library import SAMPLE, sample_folder
from index.sync import report_id_of
from index.types import Source

INSPECTORATE = "HMICFRS"

FRAGMENT_WORDS = 5
"""How many words at each end of a quote are looked for; one of up to twice as many is looked for entire."""

LONGEST_DIRECTIVE = 2000
"""In characters: some programs cut an address that is much longer."""

NEWS, JOINT = "news article", "joint inspection"

# Nobody else publishes these under these names. "press release", "letter" or "guidance" can be anyone's.
_OWN_KINDS = frozenset(
    {
        "PEEL report",
        "cause of concern notice",
        "closure letter",
        "crime data integrity report",
        "enhanced monitoring decision",
        "fire and rescue service report",
        "return to Scan letter",
        "revisit letter",
    }
)

# A kind is often read from the title, and such a title is about a report of the inspectorate.
_ABOUT_ONE = re.compile(r"\b(?:news|press|response|reply|statement|comments?)\b", re.IGNORECASE)

_OWN_HOSTS = frozenset(
    {"hmicfrs.justiceinspectorates.gov.uk", "assets-hmicfrs.justiceinspectorates.gov.uk"},
)
# Other inspectorates (prisons, probation) are on this host, too; the first part of the path tells.
_SHARED_HOST, _OWN_FOLDERS = "justiceinspectorates.gov.uk", frozenset({"hmicfrs", "hmic"})

# Where a page has another block: a match of one piece may not reach over it.
_BLOCKS = re.compile(r"[\r\n]+| \| ")
# The mark of a list item is no text of the page that shows it.
_MARKER = re.compile(r"\A(?:[-•*–]|[0-9]{1,3}\.)\s+")

# What would end the address in Markdown, or be taken for something else in it.
_NOT_IN_LINKS = re.compile(r"[\\()<>\"`^{|}]")


def footnote(citation: Citation, inspectorate: str = INSPECTORATE) -> str:
    """Who published it, what it is, its date and page, on one line.

    "HMICFRS, West Midlands Police: PEEL causes of concern revisit letter, 23 July 2024, p. 2".

    `inspectorate` is the name to give the inspectorate. It stands only where the address of the report is one
    of the inspectorate's own, or the report has no address and is of a kind that is the inspectorate's alone.
    A report from elsewhere has the host of its address instead, and one of which neither is known nobody.
    A digest of the sample corpus is our own words and says "Digest of" what it is a digest of.

    The title stands as it is, less a date at its end that is said anyway, and the body inspected before it
    unless the title names it. Without a date it says "no date"; a guessed one is "(date not certain)".
    """
    author, title, body = _author(citation, inspectorate), _title(citation), one_line(citation.body)
    if not body or body == author or _names(title, body):
        what = title
    else:
        # With nobody before it, a body with a colon would read as the one who wrote it.
        what = f"{body}: {title}" if author else f"{title} (on {body})"
    if author and re.match(rf"{re.escape(author)}(?!\w)", what):
        author = ""
    page = f"p. {citation.page}" if citation.page is not None else ""
    told = ", ".join(part for part in (author, what, _date(citation), page) if part)
    return f"Digest of {told}" if is_digest(citation) else told


def as_text(citation: Citation) -> str:
    """The quote in quotation marks, and the footnote after a dash on a second line."""
    return f"“{one_line(citation.quote)}”\n— {footnote(citation)}"


def as_markdown(citation: Citation, *others: Citation) -> str:
    """The quote as a block quotation, its footnote under it, then those of `others` that say the same.

    A footnote is a link to the words (see `deep_link`) where the report is on the web. Nothing else in it is
    acted upon by a reader of Markdown.
    """
    lines = [f"“{escape_markdown(citation.quote)}”"]
    lines += [f"— {_linked_footnote(one)}" for one in (citation, *others)]
    return "  \n".join(f"> {line}" for line in lines)


def deep_link(citation: Citation) -> str:
    """The address of the report, opened where the quote stands; "" where it has no address on the web.

    A PDF opens at its page (RFC 8118, section 3), where that is known. Any other page opens at the words: the
    text directive of https://wicg.github.io/scroll-to-text-fragment/ after the fragment that is there. The
    words are those of the quote if it is short and of one block, else the first few and the last few.

    Of a digest of the sample corpus, whose words do not stand at its address, it is the address alone. So it
    is where a word is so long that the address would be.
    """
    source = citation.source
    if not is_web_address(source):
        return ""
    if is_digest(citation):
        return source
    address, _, fragment = source.partition("#")
    if urlsplit(address).path.lower().endswith(".pdf"):
        return source if citation.page is None else f"{address}#page={citation.page}"
    directive = _directive(citation.quote)
    if not directive or len(directive) > LONGEST_DIRECTIVE:
        return source
    return f"{address}#{fragment.partition(':~:')[0]}:~:text={directive}"


def is_digest(citation: Citation) -> bool:
    """Whether the report is a digest of the sample corpus: our own words, not those of its source."""
    path = PurePath(citation.path)
    if path.parent == sample_folder():
        return True
    # A home that was made by a copy of the product elsewhere still has that copy's paths; ids are the same
    # everywhere. The sample's names are ASCII, and no id can be made of a name that is no valid text.
    return path.name.isascii() and citation.report == report_id_of(Source(0, SAMPLE, ""), path.name)


def _author(citation: Citation, inspectorate: str) -> str:
    """Who published the report, "" where that is not known."""
    if not citation.source:
        own = citation.kind in _OWN_KINDS and not _ABOUT_ONE.search(citation.title)
        return one_line(inspectorate) if own else ""
    if not is_web_address(citation.source):
        return ""
    parts = urlsplit(citation.source)
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    folder = parts.path.lower().split("/")[1:2]
    if host not in _OWN_HOSTS and not (host == _SHARED_HOST and _OWN_FOLDERS.intersection(folder)):
        return one_line(host)
    if citation.kind == NEWS:
        # The address may be that of the report which the news is about.
        return ""
    return one_line(inspectorate) + (" and other inspectorates" if citation.kind == JOINT else "")


def _title(citation: Citation) -> str:
    title = one_line(citation.title)
    if citation.published and not citation.published_guessed:
        day = format_date(citation.published)
        title = title.removesuffix(f", {day}").removesuffix(f", {day.partition(' ')[2]}")
    return title or one_line(citation.kind) or one_line(PurePath(citation.path).name) or "untitled report"


def _names(title: str, body: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(body)}(?!\w)", title, re.IGNORECASE) is not None


def _date(citation: Citation) -> str:
    if citation.published is None:
        return "no date"
    return format_date(citation.published) + (" (date not certain)" if citation.published_guessed else "")


def _linked_footnote(citation: Citation) -> str:
    words, address = escape_markdown(footnote(citation)), deep_link(citation)
    if not address:
        return words
    # "&" would begin an entity (&copy=1 is no copyright sign).
    safe = _NOT_IN_LINKS.sub(lambda found: f"%{ord(found[0]):02X}", address).replace("&", "&amp;")
    return f"[{words}]({safe})"


def _directive(quote: str) -> str:
    """The value of a text directive that finds `quote`: whole words, at most two pieces; "" for no words."""
    blocks = [words for block in _BLOCKS.split(quote) if (words := _MARKER.sub("", one_line(block)).split())]
    if not blocks:
        return ""
    first, last = blocks[0], blocks[-1]
    if len(blocks) == 1 and len(first) <= 2 * FRAGMENT_WORDS:
        return _piece(first)
    return f"{_piece(first[:FRAGMENT_WORDS])},{_piece(last[-FRAGMENT_WORDS:])}"


def _piece(words: list[str]) -> str:
    # "-", "," and "&" part the pieces of a directive; the library encodes all but the first of them.
    return percent_encoded(" ".join(words), safe="").replace("-", "%2D")
