"""Question + choices -> Answer: quotes with checked citations, or a plain "the reports do not say"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.choose import Choice
from assistant.render import answer_markdown, escape_markdown
from assistant.types import Answer, Citation, Question
from corpus.types import Report
from index.mention import Mention

REFUSAL = "The reports do not say."

MOST_QUOTES = 3

CLOSE = 0.85
"""A further quote is given if it is at least this share as likely to answer as the first."""

ReadReport = Callable[[str], tuple[Report, str]]
"""Takes a report's id, gives the report and the path of its file."""


def compose(
    question: Question, choices: Sequence[Choice], mention: Mention, read: ReadReport, threshold: float
) -> Answer:
    """The answer made of the likeliest choices, or a refusal where none reaches the threshold.

    The confidence of a refusal is that of the likeliest choice, too: below the threshold, or what it
    would have been.
    """
    confidence = choices[0].probability if choices else 0.0
    if not choices or confidence < threshold:
        nearest = _distinct(choices)[:MOST_QUOTES]
        closest = tuple(cite(number, choice, read) for number, choice in enumerate(nearest, start=1))
        return refuse(question, confidence, _why(mention, bool(choices)), closest)
    least = max(threshold, CLOSE * confidence)
    kept = _distinct([choice for choice in choices if choice.probability >= least])[:MOST_QUOTES]
    citations = tuple(cite(number, choice, read) for number, choice in enumerate(kept, start=1))
    return Answer(question, True, answer_markdown(citations), confidence, citations)


def refuse(question: Question, confidence: float, reason: str, closest: tuple[Citation, ...] = ()) -> Answer:
    """An answer that says nothing is said, why in one sentence, and what came nearest."""
    said = f"{REFUSAL} {reason}".strip()
    return Answer(question, False, escape_markdown(said), confidence, (), said, closest)


def cite(number: int, choice: Choice, read: ReadReport) -> Citation:
    """A citation of the chosen words. Raises CitationError if they are not the report's own."""
    passage = choice.passage
    report, path = read(passage.report_id)
    start, end = choice.start - passage.start, choice.end - passage.start
    return Citation(
        number=number,
        quote=passage.text[start:end],
        report=passage.report_id,
        title=report.title,
        body=report.body,
        kind=report.kind,
        published=report.published,
        published_guessed=report.published_guessed,
        page=report.page_at(choice.start),
        heading=passage.heading,
        source=report.source,
        path=path,
        start=choice.start,
        end=choice.end,
        text=report.text,
    )


def _distinct(choices: Sequence[Choice]) -> list[Choice]:
    """Of choices that say the same in the same words only the first."""
    kept: dict[str, Choice] = {}
    for choice in choices:
        words = choice.passage.text[choice.start - choice.passage.start : choice.end - choice.passage.start]
        kept.setdefault(" ".join(words.lower().split()), choice)
    return list(kept.values())


def _why(mention: Mention, anything_found: bool) -> str:
    if mention.absent and not mention.bodies:
        named = " or ".join(mention.absent)
        return f"There is no report about {named} among them."
    if not anything_found:
        return "There is nothing on this in them."
    return "Nothing found in them answers this."
