"""Sentences of hits, and how much around one has to be shown with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.sentences import sentence_spans
from corpus.types import Passage, Report
from index.types import Hit

MOST_SENTENCES = 3
LONGEST_SPELLED = 600
"""Characters after a sentence in which the one that spells it out must end."""

LONGEST_LIST = 1_500

MOST_ITEMS = 8
"""A list is shown with what introduces it, up to so many items."""

# A sentence that begins so leans on the one before it.
_LEANS_BACK = re.compile(
    r"(?:this|these|those|it|they|he|she|its|their|his|her|such|both|one (?:was|is)|"
    r"the (?:other|second|third))\b|(?:but|and|however|so)\b",
    re.I,
)
# A sentence that begins so says what the one before it speaks of.
_SPELLS_OUT = re.compile(
    r"(?:this|it|these|they|those) (?:is|was|are|were|relates?|related|concerns?|covers?)\b|"
    r"(?:one|the first)(?: of them)? (?:is|was|relates?|related|concerns?)\b",
    re.I,
)
_BULLET = re.compile(r"[-•*–◼▪‣◦]\s+(?=\S)")
# A sentence that counts what the list after it names.
_COUNTS = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|these|following)\b[^.]{0,60}\b(?:concern|remain\w*|left)\b",
    re.I,
)
_ITEM = re.compile(r"[-•*–◼▪‣◦]\s|\(?[a-z0-9]{1,2}[.)]\s")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence of a hit: `sentence` is its place among `passage.sentences`; for `stock` see `Hit`."""

    passage: Passage
    sentence: int
    hit_rank: int
    stock: bool = False

    @property
    def text(self) -> str:
        """The sentence."""
        return self.around(0, 0)

    def around(self, before: int, after: int) -> str:
        """The sentence with so many of those before and after it, as far as its passage goes."""
        spans = self.passage.sentences
        first, last = max(0, self.sentence - before), min(len(spans) - 1, self.sentence + after)
        offset = self.passage.start
        return self.passage.text[spans[first][0] - offset : spans[last][1] - offset]


def candidates_of(hits: Sequence[Hit]) -> list[Candidate]:
    """Every sentence of every hit."""
    return [
        Candidate(hit.passage, sentence, rank, bool(hit.stock) and hit.stock[sentence])
        for rank, hit in enumerate(hits)
        for sentence in range(len(hit.passage.sentences))
    ]


def words_at(passage: Passage, start: int, end: int) -> str:
    """The words of a passage at a span of its report's text."""
    return passage.text[start - passage.start : end - passage.start]


def window_of(candidate: Candidate) -> tuple[int, int]:
    """The span of a sentence with the one before it if it leans on that, and those that spell it out.

    "There is one cause of concern remaining. This relates to ..." belongs together, whichever of the
    two was found, and so do "There are two:" and its list. All of one passage.
    """
    spans, offset, text = candidate.passage.sentences, candidate.passage.start, candidate.passage.text
    first = last = candidate.sentence

    def sentence(number: int) -> str:
        return text[spans[number][0] - offset : spans[number][1] - offset]

    while first > 0 and last - first + 1 < MOST_SENTENCES and _LEANS_BACK.match(sentence(first)):
        first -= 1
    if sentence(last).endswith(":"):
        stop = min(len(spans), last + 1 + MOST_ITEMS)
        last = next((n - 1 for n in range(last + 1, stop) if not _ITEM.match(sentence(n))), stop - 1)
    while (
        last + 1 < len(spans) and last - first + 1 < MOST_SENTENCES and _SPELLS_OUT.match(sentence(last + 1))
    ):
        last += 1
    # An item quoted alone is no list any more: its mark is left out.
    mark = _BULLET.match(sentence(first)) if first == last else None
    return spans[first][0] + (mark.end() if mark else 0), spans[last][1]


def spelled_out(report: Report, start: int, end: int) -> int:
    """Where a sentence of a report ends with what says what it speaks of, if that follows it.

    "There is one cause of concern remaining. This relates to ..." is quoted as a whole, and so is what
    introduces a list together with the list, up to eight items of it.
    """
    line = report.text.find("\n", end)
    line = len(report.text) if line < 0 else line
    following = sentence_spans(report.text, end, min(line, end + LONGEST_SPELLED))
    if following:
        return following[0][1] if _SPELLS_OUT.match(report.text[slice(*following[0])]) else end
    if not _COUNTS.search(report.text[start:end]) and not report.text[start:end].endswith(":"):
        return end
    last = end
    for item in list(re.finditer(r"\S[^\n]*", report.text[end : end + LONGEST_LIST]))[:MOST_ITEMS]:
        if not _BULLET.match(item[0]):
            break
        last = end + item.start() + len(item[0].rstrip())
    return last
