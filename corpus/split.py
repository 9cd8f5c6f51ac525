"""Report -> Passages: whole sentences of one section, about as long as the embedding model likes.

A passage is embedded together with a line of context (its report's title, body and heading), because
a sentence about "this force" has lost whose force it is; what is shown and quoted is the passage alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate

from corpus.sentences import sentence_spans
from corpus.types import Passage, Report, Section

SPLITTER_VERSION = "1"
"""Part of every passage's id: raised whenever the same report would be split in another way."""

TARGET_TOKENS = 200
CONTEXT_TOKENS = 48
SPECIAL_TOKENS = 2

_SPACE = re.compile(r"\s+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Splitting:
    """How reports are split; another than the default is for measuring what the default is worth.

    `target_tokens` is how long a passage is to be; `header` whether a line of context is embedded before it.
    """

    target_tokens: int = TARGET_TOKENS
    header: bool = True

    @property
    def version(self) -> str:
        """Tells vectors of passages split in one way from those split in another."""
        if self == Splitting():
            return SPLITTER_VERSION
        return f"{SPLITTER_VERSION}/{self.target_tokens}/{'header' if self.header else 'bare'}"


DEFAULT = Splitting()

TokenCounter = Callable[[Sequence[str]], list[int]]
"""Takes texts, gives the number of the embedding model's tokens in each, without its special tokens."""


def context_of(title: str, body: str, heading: str) -> str:
    """The line of context embedded before a passage; a part said before is not said again."""
    parts: list[str] = []
    for part in (title, body, heading):
        if part and not any(part in said for said in parts):
            parts.append(part)
    return ". ".join(parts)


def embedded_text(passage: Passage) -> str:
    """What the embedding model reads of a passage."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def split_report(
    report: Report,
    report_id: str,
    count_tokens: TokenCounter,
    window: int = 256,
    splitting: Splitting = DEFAULT,
) -> tuple[Passage, ...]:
    """Split a report into passages, in order, none overlapping another.

    Args:
        report: what to split.
        report_id: the id under which the passages belong together.
        count_tokens: the embedding model's own count.
        window: the most tokens the model reads at once, special tokens included.
        splitting: how long passages are to be, and whether context goes before them.

    A sentence longer than the room left by the context is cut between words; every other passage
    is whole sentences. Sections are filled evenly: one of 240 tokens gives two passages of 120.
    """
    passages: list[Passage] = []
    for section in report.sections:
        said = context_of(report.title, report.body, section.heading) if splitting.header else ""
        context = _fit_context(said, count_tokens)
        room = window - SPECIAL_TOKENS - (count_tokens([context])[0] if context else 0)
        sentences = sentence_spans(report.text, _after_heading(report.text, section), section.end)
        sentences = _cut_long(report.text, sentences, room, count_tokens)
        counts = count_tokens([report.text[a:b] for a, b in sentences]) if sentences else []
        for run in _fill(sentences, counts, min(splitting.target_tokens, room), room):
            passages.append(_passage(report, report_id, len(passages), run, section, context, splitting))
    return tuple(passages)


def _passage(
    report: Report,
    report_id: str,
    position: int,
    run: list[Span],
    section: Section,
    context: str,
    splitting: Splitting,
) -> Passage:
    start, end = run[0][0], run[-1][1]
    text = report.text[start:end]
    identity = "\x00".join((report_id, str(start), str(end), text, context, splitting.version))
    return Passage(
        id=blake2b(identity.encode(), digest_size=12).hexdigest(),
        report_id=report_id,
        position=position,
        start=start,
        end=end,
        text=text,
        heading=section.heading,
        page=report.page_at(start),
        sentences=tuple(run),
        context=context,
    )


def _after_heading(text: str, section: Section) -> int:
    """Where the section's own text begins: its heading is context already."""
    if section.heading and text.startswith(section.heading, section.start):
        return section.start + len(section.heading)
    return section.start


def _fit_context(context: str, count_tokens: TokenCounter) -> str:
    """The context, cut after as many words as leave the passage most of the window."""
    words = context.split()
    while words and count_tokens([" ".join(words)])[0] > CONTEXT_TOKENS:
        words.pop()
    return " ".join(words)


def _cut_long(text: str, sentences: list[Span], room: int, count_tokens: TokenCounter) -> list[Span]:
    """Cut each sentence that does not fit `room` tokens between words into pieces that do."""
    if not sentences:
        return []
    counts = count_tokens([text[a:b] for a, b in sentences])
    pieces: list[Span] = []
    for (start, end), count in zip(sentences, counts, strict=True):
        if count <= room:
            pieces.append((start, end))
            continue
        pieces.extend(_cut(text, start, end, room, count_tokens))
    return pieces


def _cut(text: str, start: int, end: int, room: int, count_tokens: TokenCounter) -> list[Span]:
    """Halve a span at the space nearest its middle (or at the middle, without one) until all fits."""
    if count_tokens([text[start:end]])[0] <= room or end - start < 2:
        return [(start, end)]
    middle = (start + end) // 2
    spaces = (space.span() for space in _SPACE.finditer(text, start, end))
    cut, rest = min(spaces, key=lambda span: abs(span[0] - middle), default=(middle, middle))
    return _cut(text, start, cut, room, count_tokens) + _cut(text, rest, end, room, count_tokens)


def _fill(sentences: list[Span], counts: list[int], target: int, room: int) -> list[list[Span]]:
    """Group consecutive sentences into runs of near equal size, none over `room` tokens."""
    if not sentences:
        return []
    total = sum(counts)
    runs_wanted = max(1, -(-total // target))
    share = total / runs_wanted
    runs: list[list[Span]] = [[]]
    held = 0
    for sentence, count, reached in zip(sentences, counts, accumulate(counts), strict=True):
        # A run ends where going on would overshoot its share by more than stopping falls short.
        past_share = reached - count / 2 > share * len(runs)
        if runs[-1] and (held + count > room or past_share):
            runs.append([])
            held = 0
        runs[-1].append(sentence)
        held += count
    return runs
