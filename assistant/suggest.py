"""Questions to go on with: made from what a report says, and kept only if it answers them."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, zip_longest
from typing import Protocol

from assistant.errors import AssistantError, Busy
from assistant.types import Answer
from corpus.types import Report
from index.ledger import OPEN, BodyLedger, Ledger

MOST, TRIES = 3, 9
"""So many questions are suggested, and so many are tried at most to find them: each costs an answer."""

REMEMBERED = 512
"""Of so many reports it is remembered what they answer."""

LONGEST_HEADING = 60
"""Characters of a heading that a question is made of."""

_SIGNED = re.compile(r"^\W*(?:From|Signed by|Signed)\b|\bHM Inspector\b|\bYours sincerely\b", re.M)
# A heading that begins so makes no sense after "about".
_LEADS = re.compile(
    r"(?:about|how|what|why|when|where|who|whether|words|is|are|the decision|"
    r"(?:also )?(?:reported|said|told|noted|published|written))\b",
    re.I,
)
_EMPTY = frozenset(
    "background summary introduction conclusion contents status foreword annex appendix about us letter "
    "information overview context notes".split()
)


def candidates(report: Report, standing: BodyLedger | None) -> Iterator[str]:
    """Questions that a report may answer, the likeliest to be wanted first.

    `standing` is what the ledger knows of its body, None where that is nothing.
    """
    told, known = list(_of_report(report)), list(_of_ledger(report.body, standing) if standing else ())
    for pair in zip_longest(told, known):
        yield from filter(None, pair)


def _of_report(report: Report) -> Iterator[str]:
    at = f" at {report.body}" if report.body else ""
    if report.body and report.kind and report.published and _SIGNED.search(report.text):
        yield f"Who signed the {report.kind} of {report.published:%B %Y} to {report.body}?"
    for section in report.sections:
        heading = " ".join(section.heading.split()).strip(" .:")
        words = re.findall(r"[A-Za-z]+", heading)
        plain = 1 <= len(words) <= 8 and len(heading) <= LONGEST_HEADING and not _LEADS.match(heading)
        if plain and section.level > 1 and not {word.lower() for word in words} <= _EMPTY:
            yield f"What did inspectors say about {_inside(heading)}{at}?"


def _of_ledger(body: str, standing: BodyLedger) -> Iterator[str]:
    for matter in sorted(standing.concerns, key=lambda one: one.status != OPEN):
        if _LEADS.match(matter.name):
            continue
        yield f"When was the cause of concern about {_inside(matter.name)} raised at {body}?"
    if standing.monitoring:
        yield f"Is {body} in Engage?"


class Asks(Protocol):
    """As much of an assistant as is needed to find out what its reports answer."""

    def ask(self, question: str) -> Answer: ...

    def report(self, report_id: str) -> Report: ...

    def status(self, body: str | None = None) -> Ledger: ...


class Suggester:
    """Finds out what may be asked next, and remembers it; `busy` says that there is something better to do.

    Safe for several threads.
    """

    def __init__(self, assistant: Asks, busy: Callable[[], bool] = lambda: False) -> None:
        self._assistant = assistant
        self._busy = busy
        self._known = lru_cache(maxsize=REMEMBERED)(self._find)

    def after(self, answer: Answer, asked: Sequence[str], state: Hashable) -> tuple[str, ...]:
        """At most MOST questions made from the first report cited and answered from reports about its body.

        None of those that were `asked` before; an empty tuple while others wait for answers. `state` is
        another when the reports are others.
        """
        cited = answer.citations or answer.closest
        try:
            found = self._known(cited[0].report, state) if cited else ()
        except Busy:
            return ()
        known = {_plain(one) for one in asked}
        return tuple(one for one in found if _plain(one) not in known)[:MOST]

    def _find(self, report_id: str, state: Hashable) -> tuple[str, ...]:
        return questions_of(self._assistant, report_id, self._ask, MOST + 1)

    def _ask(self, question: str) -> Answer:
        if self._busy():
            raise Busy("others wait for answers; ask again later")
        return self._assistant.ask(question)


def questions_of(
    assistant: Asks, report_id: str, ask: Callable[[str], Answer] | None = None, most: int = MOST
) -> tuple[str, ...]:
    """At most `most` questions made from a report, which are answered from reports about its body, by `ask`.

    Raises UnknownReport.
    """
    report = assistant.report(report_id)
    found = candidates(report, _standing(assistant, report.body))
    return answerable(found, ask or assistant.ask, report.body, most)


def _standing(assistant: Asks, body: str) -> BodyLedger | None:
    try:
        return next((one for one in assistant.status(body).bodies), None) if body else None
    except AssistantError:
        return None


def answerable(
    questions: Iterable[str], ask: Callable[[str], Answer], body: str = "", most: int = MOST
) -> tuple[str, ...]:
    """The first `most` of some questions that are answered, from a report about that body where one is named.

    At most TRIES are tried.
    """
    kept: list[str] = []
    for question in islice(dict.fromkeys(questions), TRIES):
        if len(kept) >= most:
            break
        answer = ask(question)
        if answer.answered and any(body in ("", one.body) for one in answer.citations):
            kept.append(question)
    return tuple(kept)


def _inside(heading: str) -> str:
    """A heading within a sentence: its first letter small, unless the word is a name or an abbreviation."""
    first, *others = heading.split(" ")
    named = any(letter.isupper() for letter in first[1:]) or any(word[:1].isupper() for word in others)
    return heading if named else heading[:1].lower() + heading[1:]


def _plain(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.casefold()))
