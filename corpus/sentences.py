"""Where sentences begin and end.

syntok proposes the boundaries within a line; the rules here take back those it puts after a short
form ("No. 3", "para. 4", "Sgt. Pepper") and add those it misses ("at 2.30pm. At 5.02pm ...").
A line break always ends a sentence: in a report's text it stands only between paragraphs, list
items and headings.
"""

import itertools
import re
from collections.abc import Iterator

from syntok.segmenter import segment
from syntok.tokenizer import Tokenizer

_TOKENIZER = Tokenizer(emit_hyphen_or_underscore_sep=True, replace_not_contraction=False)
# What closes a sentence: a mark, then quotes and brackets that belong to it.
_CLOSED = re.compile(r"""[.!?…][.!?…'"’”)\]»]*\Z""")
# Short forms that stand before a name or a number and never end a sentence.
_TITLES = (
    "Mr|Mrs|Ms|Mx|Dr|Drs|Prof|Rev|Revd|Hon|Rt|Sir|St|Ste|Sgt|Sergt|Insp|Supt|Det|Con|Cllr|Cmdr|Col|Capt|Lt|Gen"
    "|Maj|Brig|Fr|Messrs|vs|viz|cf|eg|ie|e\\.g|i\\.e|approx|Approx|esp|incl|al|Jan|Feb|Sept|Oct|Nov|Dec"
)
_BEFORE_NUMBER = (
    "No|Nos|no|nos|para|paras|Para|Paras|p|pp|pg|sec|secs|Sec|s|ss|art|arts|Art|Arts|ch|Ch|chap|Chap"
)
_BEFORE_NUMBER += (
    "|fig|figs|Fig|Figs|vol|Vol|vols|Vols|cl|Cl|reg|regs|Reg|Regs|r|v|app|App|c|ca|ref|Ref|Tel|tel|Ext|ext"
)
_NEVER_AFTER = re.compile(rf"(?<![\w.])(?:{_TITLES})\.['\"’”)]*\Z", re.UNICODE)
_NOT_BEFORE_NUMBER = re.compile(rf"(?<![\w.])(?:{_BEFORE_NUMBER})\.\Z")
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.[ ]?)+\Z")
_POINTED = re.compile(r"(?<![\w.])(?:[A-Z]\.){2,}\Z")
# Where a list item or a numbered paragraph begins: "3." or "(a)" or "2.14." at the start of a line.
_ENUMERATOR = re.compile(
    r"\A[ ]*(?:[-•*–][ ]+)?(?:\(?[0-9]{1,3}(?:\.[0-9]{1,3})*[.)]|\(?[a-zA-Z][.)]|\(?[ivx]{1,5}[.)])\Z"
)
_MISSED = re.compile(
    r"""[\w%)\]][.!?]['"’”)\]]*(?P<note>(?<=[a-z)’”][.])[0-9]{1,2})?[ ]+(?=['"‘“(\[]?[A-Z0-9])"""
)
_STARTERS = frozenset(
    """
    The This That These Those It We They He She There In At On By For From Since During However Although
    When While If As But And Its Their Our Most Many Some All Both Inspectors Officers Staff Leaders
    Children
    """.split()
)
_WORD = re.compile(r"['\"‘“(\[]*(\w+)")
_MAX_LINE = 20_000
_NEAR = 200
_TEXT = re.compile(r"\S")


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]`, in order, as half-open spans of `text`.

    Every character that is not white space lies in exactly one span; no span begins or ends with
    white space.
    """
    stop = len(text) if end is None else min(end, len(text))
    spans: list[tuple[int, int]] = []
    while start < stop:
        line_end = text.find("\n", start, stop)
        line_end = stop if line_end < 0 else line_end
        # A line of a file without sentences could be megabytes long, and syntok looks back and ahead.
        while line_end - start > _MAX_LINE:
            cut = text.rfind(" ", start, start + _MAX_LINE)
            cut = cut if cut > start else start + _MAX_LINE
            spans.extend(_line_spans(text, start, cut))
            start = cut
        spans.extend(_line_spans(text, start, line_end))
        start = line_end + 1
    return spans


def _line_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    line = text[start:end]
    bounds = [0, *_boundaries(line), len(line)]
    for first, last in itertools.pairwise(bounds):
        piece = line[first:last]
        trimmed = piece.strip()
        if trimmed:
            begin = start + first + len(piece) - len(piece.lstrip())
            yield begin, begin + len(trimmed)


def _boundaries(line: str) -> list[int]:
    """Positions in `line`, in order, at which a new sentence begins."""
    if not re.search(r"[.!?…]", line):
        return []
    proposed = {match.end() for match in _MISSED.finditer(line)}
    proposed.update(tokens[0].offset for tokens in segment(_TOKENIZER.tokenize(line)) if tokens[0].offset)
    return [position for position in sorted(proposed) if _holds(line, position)]


def _holds(line: str, position: int) -> bool:
    # No more of the line is looked at than can matter, or a line of very short sentences took minutes.
    first = max(0, position - _NEAR)
    before = line[first:position].rstrip()
    begin = _TEXT.search(line, position)
    after = line[begin.start() : begin.start() + _NEAR] if begin else ""
    if len(before) == position - first or not after or (not first and _ENUMERATOR.match(before)):
        return False
    noted = re.search(r"[a-z)’”]\.[0-9]{1,2}\Z", before)
    if not noted and not _CLOSED.search(before):
        return False
    if after[0].islower() or _NEVER_AFTER.search(before):
        return False
    if _NOT_BEFORE_NUMBER.search(before) and after[0].isdigit():
        return False
    word = _WORD.match(after)
    if _POINTED.search(before) or _INITIALS.search(before):
        return word is not None and word[1] in _STARTERS
    return True
