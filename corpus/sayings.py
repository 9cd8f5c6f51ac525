"""The sentences of a report with status words, each with its heading, its list and the one before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from corpus.sentences import sentence_spans
from corpus.status_words import TRIGGER
from corpus.types import Report

_BULLET = re.compile(r"[-•*–◼▪‣◦]\s+|\(?[a-z0-9]{1,2}[.)]\s+")


LONGEST = 1_200
"""Characters of a sentence that is read for status: a longer one is none, and takes long to take apart."""

MOST = 1_000
"""So many sentences with status words, or beside them, are read of a report."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence or list item, its span without a bullet, and what it stands under and after.

    `before` is the sentence before it in the same paragraph, or what introduces its list; `opens` whether
    it introduces a list.
    """

    text: str
    start: int
    end: int
    heading: str
    item: bool
    opens: bool
    before: Saying | None


def sayings_of(report: Report) -> list[Saying]:
    """The sentences of the paragraphs and lists that have a word of status in them, in order."""
    return list(islice((one for one in _sayings(report) if len(one.text) <= LONGEST), MOST))


def _sayings(report: Report) -> Iterator[Saying]:
    intro: Saying | None = None
    lines = list(_lines(report))
    for place, (start, end) in enumerate(lines):
        line = report.text[start:end]
        section = report.section_at(start)
        if section.heading and start == section.start:
            intro = None
            continue
        bullet = _BULLET.match(line)
        if bullet and intro is not None:
            begin = start + bullet.end()
            yield Saying(report.text[begin:end], begin, end, section.heading, True, False, intro)
            continue
        following = lines[place + 1] if place + 1 < len(lines) else None
        has_list = following is not None and bool(_BULLET.match(report.text[slice(*following)]))
        intro = None
        if not TRIGGER.search(line):
            continue
        before: Saying | None = None
        spans = sentence_spans(report.text, start + (bullet.end() if bullet else 0), end)
        for number, (first, last) in enumerate(spans, start=1):
            opens = has_list and number == len(spans) and not bullet
            before = Saying(
                report.text[first:last], first, last, section.heading, bool(bullet), opens, before
            )
            yield before
        if has_list and not bullet:
            intro = before


def _lines(report: Report) -> Iterator[tuple[int, int]]:
    """The lines that are not blank, without the space around them."""
    for match in re.finditer(r"[^\n]*\S[^\n]*", report.text):
        text = match[0]
        yield match.start() + len(text) - len(text.lstrip()), match.start() + len(text.rstrip())
