"""Why a body was moved into Engage: the words in which reports give the reasons with the move."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from corpus.sentences import sentence_spans
from corpus.types import Report
from index.ledger import Matter, Told

FOLLOWING, MOST = 3, 2
"""So many sentences after the one that tells of the move may give its reasons; so many reports are quoted."""

_GIVEN = re.compile(
    r"\bbecause\b|\breasons? (?:was|were|is|are)\b(?! (?:given|published|made|set out|told|known))|"
    r"\b(?:owing to|due to|on account of|stood behind|led to)\b",
    re.I,
)
_REASONS = re.compile(r"\breasons\b", re.I)
# "... gave four reasons. They are about ...".
_SAYS_WHICH = re.compile(r"(?:they|these|those|one|the first)\b", re.I)
# What stands beside a move and is likely its reason, where no report gives one in so many words.
_BESIDE = re.compile(r"\bcauses? of concern\b", re.I)
_NO_REASON = re.compile(r"\bnot (?:because|the reasons?|a reason)\b|\bno reasons?\b", re.I)
_ITEM = re.compile(r"(?:[-\u2022*]|\(?\w{1,2}[.)])\s")
_LEANS = re.compile(r"(?:they|these|those|it|this|the other)\b", re.I)


@dataclass(frozen=True, slots=True)
class Reasons:
    """What tells of reasons, the newest report first; `given` where they are given in so many words."""

    told: tuple[Told, ...]
    given: bool


def reasons_told(phase: Matter, read: Callable[[str], Report]) -> Reasons:
    """What tells why a body is or was in Engage, each as long as its reasons are.

    Those that give a reason in so many words; else the one that tells of causes of concern beside the move.
    """
    found: list[tuple[tuple[bool, bool, bool, int], Told]] = []
    for told in phase.told:
        if told.event.status in ("entered", "remains"):
            given, end = _end_of_reasons(read(told.report_id), told.event.start)
            rank = (given, not _LEANS.match(told.quote), told.official, told.event.start - end)
            if end:
                found.append((rank, replace(told, event=replace(told.event, end=end))))
    found.sort(key=lambda one: one[0], reverse=True)
    given = bool(found) and found[0][0][0]
    kept: dict[str, Told] = {}
    for rank, told in found:
        if rank[0] == given:
            kept.setdefault(told.report_id, told)
    several = list(kept.values())[: MOST if given else 1]
    return Reasons(tuple(sorted(several, key=lambda one: one.published or date.min, reverse=True)), given)


def _end_of_reasons(report: Report, start: int) -> tuple[bool, int]:
    """Whether a sentence, or one right after it, gives reasons, and where they end; 0 where none does.

    As far as its section goes.
    """
    spans = sentence_spans(report.text, start, report.section_at(start).end)
    beside = 0
    for number, (begin, end) in enumerate(spans[: FOLLOWING + 1]):
        sentence = report.text[begin:end]
        follows = report.text[slice(*spans[number + 1])] if number + 1 < len(spans) else ""
        if _NO_REASON.search(sentence):
            break
        if _GIVEN.search(sentence):
            last = number + 1
            while last < len(spans) and _is_item(report, spans[last][0]):
                last += 1
            return True, spans[last - 1][1]
        if _REASONS.search(sentence) and _SAYS_WHICH.match(follows):
            return True, spans[number + 1][1]
        if _BESIDE.search(sentence) and not beside:
            beside = end
    return False, beside


def _is_item(report: Report, start: int) -> bool:
    """Whether an item of a list begins at a place, or just before it."""
    line = report.text.rfind("\n", 0, start) + 1
    return bool(_ITEM.match(report.text, line))
