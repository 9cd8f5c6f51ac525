"""How a question is understood: whose reports, of which time; and what of that a person may take back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.errors import BadQuestion
from assistant.shown import day_words, period_words
from assistant.types import Chip, Narrowing, Question
from corpus.dates import parse_date
from index.mention import BodyFinder, Mention
from index.types import ReportEntry
from index.when import AS_OF, BEFORE, DURING, FIRST, LAST_INSPECTION, NOW, SINCE, When

BODY, ONLY, MATTER = "body", "only", "matter"
"""Kinds of chip, beside those of time (`index.when`): the body, what a question was narrowed to, and what was
carried over from earlier ones."""

DATE_FORMS = 'write it as 2024-08-01 or "1 August 2024"'


@dataclass(frozen=True, slots=True)
class Understood:
    """A question less what was taken back: the bodies it names, its time, and the day its answer is as of.

    `said` tells whether that day is in the question's own words, `as_of` None where there is none.
    """

    question: Question
    mention: Mention
    when: When
    as_of: date | None
    said: bool
    chips: tuple[Chip, ...]


def understand(
    question: Question, finder: BodyFinder, entries: Iterable[ReportEntry], today: date
) -> Understood:
    """What a question means, without what its asker took back (`Question.without`)."""
    text = question.text
    mention = finder.find(text)
    if BODY in question.without and mention.spans:
        text = " ".join(mention.without_names(text).split())
        mention = finder.find(text)
    letters = [
        entry.published
        for entry in entries
        if entry.published and (not mention.bodies or entry.body in mention.bodies)
    ]
    when = When.asked(text, today, letters)
    if when.kind and when.kind in question.without:
        start, end = when.span
        text = " ".join(f"{text[:start]} {text[end:]}".split()) or text
        when = When()
    given = question.as_of if AS_OF not in question.without else None
    days = [day for day in (given, when.as_of) if day]
    as_of = min(days, default=None)
    said = given is None and as_of is not None
    body = "" if BODY in question.without else question.body
    return Understood(
        replace(question, text=text, body=body),
        mention,
        when,
        as_of,
        said,
        (*_chips(mention, when, given, body), *_carried(question), *_narrowed(question.only)),
    )


def day_given(day: str | date | None) -> date | None:
    """A day as it is given beside a question. Raises BadQuestion for a text that is no date."""
    if day is None or isinstance(day, date):
        return day
    if not day.strip():
        return None
    read = parse_date(day)
    if read is None:
        raise BadQuestion(f"{day[:40]!r} is no date; {DATE_FORMS}")
    return read


def _chips(mention: Mention, when: When, given: date | None, body: str) -> tuple[Chip, ...]:
    chips: list[Chip] = []
    bodies = (*mention.bodies, *mention.absent) or ((body,) if body else ())
    if bodies:
        chips.append(Chip(BODY, " and ".join(bodies)))
    if given:
        chips.append(Chip(AS_OF, f"as of {day_words(given)}"))
    if (label := _label(when)) and not (given and when.kind in (AS_OF, NOW)):
        chips.append(Chip(when.kind, label))
    return tuple(chips)


def _carried(question: Question) -> list[Chip]:
    """What a question was given by those before it."""
    if question.report_id:
        return [Chip(MATTER, "in the report cited last")]
    said = " ".join(question.asked.split())
    return [Chip(MATTER, f"read as: {question.text}")] if said and question.text != said else []


def _narrowed(only: Narrowing) -> list[Chip]:
    said = [part for part in (only.body, only.kind) if part]
    said += [f"from {day_words(only.since)}"] if only.since else []
    return [Chip(ONLY, f"only {', '.join(said)}")] if said else []


def _label(when: When) -> str:
    if when.kind in (AS_OF, BEFORE):
        return f"as of {day_words(when.last)}"
    if when.kind == SINCE:
        return f"since {day_words(when.first)}"
    if when.kind == DURING:
        return period_words(when.first, when.last).removeprefix("in ").removeprefix("on ")
    return _PLAIN.get(when.kind, "")


_PLAIN: Mapping[str, str] = {
    NOW: "as things are now",
    FIRST: "when first reported",
    LAST_INSPECTION: "at the last inspection",
}


def compares_grades(question: str) -> bool:
    """Whether a question sets grades of one inspection beside those of another."""
    return bool(_GRADED.search(question) and _COMPARED.search(question))


_GRADED = re.compile(r"\bgrad(?:e|ed|es|ing)\b|\binadequate\b|\brequires improvement\b|\boutstanding\b", re.I)
_COMPARED = re.compile(
    r"\b(?:better|worse|improved|improvement on|compared?|comparison|than (?:before|last|in)|"
    r"since (?:the )?last|"
    r"previous|earlier|gone (?:up|down)|change[sd]?)\b",
    re.I,
)


def earliest_of(entries: Sequence[ReportEntry], bodies: Sequence[str]) -> date | None:
    """The date of the earliest report about some bodies, or about any."""
    days = [entry.published for entry in entries if entry.published and (not bodies or entry.body in bodies)]
    return min(days, default=None)
