"""Question + choices -> Answer: quotes with checked citations, or a plain "the reports do not say"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.choose import Choice
from assistant.form import quotes_of, words_of
from assistant.render import answer_markdown, refusal_markdown
from assistant.types import Answer, Citation, Question
from corpus.types import Report
from index.mention import Mention

REFUSAL = "The reports do not say."

MOST_CLOSEST = 2
"""How many of the nearest passages a refusal names."""

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
    asked = question.asked or question.text
    several = () if question.report_id else mention.several
    quoted = quotes_of(asked, choices, several, lambda one: _body_of(one, read), threshold)
    if not quoted:
        nearest = _distinct(choices)[:MOST_CLOSEST]
        closest = tuple(cite(number, choice, read) for number, choice in enumerate(nearest, start=1))
        return refuse(question, confidence, _why(question, mention, bool(choices)), closest)
    citations: list[Citation] = []
    for one in quoted:
        shown = cite(len(citations) + 1, one.choice, read, group=one.body)
        citations.append(shown)
        for choice in one.again:
            citations.append(cite(len(citations) + 1, choice, read, same_as=shown.number, group=one.body))
    told = {one.body for one in quoted} if several else set(mention.bodies)
    unsaid = tuple(body for body in (*mention.bodies, *mention.absent) if body not in told) if told else ()
    text = answer_markdown(citations, unsaid)
    return Answer(question, True, text, confidence, tuple(citations), unsaid=unsaid)


def refuse(question: Question, confidence: float, reason: str, closest: tuple[Citation, ...] = ()) -> Answer:
    """An answer that says nothing is said, why in one sentence, and what came nearest."""
    said = f"{REFUSAL} {reason}".strip()
    return Answer(question, False, refusal_markdown(said, closest), confidence, (), said, closest)


def cite(number: int, choice: Choice, read: ReadReport, *, same_as: int = 0, group: str = "") -> Citation:
    """A citation of the chosen words. Raises CitationError if they are not the report's own."""
    passage = choice.passage
    report, path = read(passage.report_id)
    cited = citation_of(report, passage.report_id, path, choice.start, choice.end, number=number, group=group)
    return replace(cited, heading=passage.heading, same_as=same_as, text=report.text)


def citation_of(
    report: Report, report_id: str, path: str, start: int, end: int, *, number: int = 1, group: str = ""
) -> Citation:
    """A citation of the words of a report at a span. Raises CitationError where there are none."""
    return Citation(
        number=number,
        quote=report.text[max(start, 0) : end],
        report=report_id,
        title=report.title,
        body=report.body,
        kind=report.kind,
        published=report.published,
        published_guessed=report.published_guessed,
        page=report.page_at(start),
        heading=report.section_at(start).heading,
        source=report.source,
        path=path,
        start=start,
        end=end,
        text=report.text,
        group=group,
    )


def _distinct(choices: Sequence[Choice]) -> list[Choice]:
    """Of choices that say the same in the same words only the first."""
    kept: dict[str, Choice] = {}
    for choice in choices:
        kept.setdefault(" ".join(words_of(choice).casefold().split()), choice)
    return list(kept.values())


def _body_of(choice: Choice, read: ReadReport) -> str:
    return read(choice.passage.report_id)[0].body


def _why(question: Question, mention: Mention, anything_found: bool) -> str:
    missing = f"There is no report about {' or '.join(mention.absent)} among them." if mention.absent else ""
    if missing and not mention.bodies:
        return missing
    if not anything_found:
        return f"{missing} There is nothing on this in them.".strip()
    # A follow-up may be about a body that it does not name.
    about = mention.bodies or ((question.body,) if question.body else ())
    if not about:
        return "Nothing found in them answers this."
    known = f"There are reports about {' and '.join(about)}, but nothing found in them answers this."
    return f"{missing} {known}".strip()
