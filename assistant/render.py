"""Answers as Markdown and as plain text: pure functions of values.

Words that come from a report (quotes, titles, headings, addresses, file names) are other people's:
here they are turned into text that no reader of Markdown, and no terminal, acts upon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.shown import (
    CLOSEST,
    EARLIER,
    attribution,
    date_words,
    one_line,
    subject_of,
    unsaid_words,
    with_others,
)
from assistant.types import Answer, Citation

_MARKDOWN = re.compile(
    r"""
    (?P<special>[\\`*_\[\]~|$])   # emphasis, code, links, tables, mathematics
  | (?P<html>[<&])
  | (?P<opening>\A(?:[\#>+=-]|[0-9]+[.)](?=\s|\Z)))  # headings, quotations, lists, rules
  | (?P<link>:(?=//)|@|(?<=\w)\.(?=[^\W\d_]))        # addresses that readers turn into links by themselves
    """,
    re.VERBOSE,
)


def escape_markdown(text: str) -> str:
    """`text` so that any reader of Markdown shows it as it is, on one line, and finds no HTML in it.

    White space is folded to single spaces. Only what would be acted upon is escaped, so that the
    result can still be read as it stands.
    """
    return _MARKDOWN.sub(_escape, one_line(text))


def _escape(match: re.Match[str]) -> str:
    found = match.group()
    if match.lastgroup == "html":
        return {"<": "&lt;", "&": "&amp;"}[found]
    return f"{found[:-1]}\\{found[-1]}"


def answer_markdown(
    citations: Sequence[Citation],
    unsaid: Sequence[str] = (),
    *,
    lead: str = "",
    earlier: Sequence[Citation] = (),
    coverage: str = "",
) -> str:
    """The text of an answer: every quote with its marks, and under it who said so and when.

    A mark is the number of the citation in square brackets, `[1]`, and the only thing in them. Reports that
    say the same follow the quote; `unsaid` are bodies of which nothing was found. Over the quotes about each
    of several bodies stands its name, over one that does not name its subject its heading. `lead` stands
    above all, what `earlier` words said and what it all rests on below.
    """
    blocks, group = [escape_markdown(lead)] if lead else [], ""
    for shown, others in with_others(citations):
        if shown.group != group:
            group = shown.group
            blocks.append(f"**{escape_markdown(group)}**")
        blocks.append(_quote_markdown(shown, others))
    if unsaid:
        blocks.append(escape_markdown(unsaid_words(unsaid)))
    if earlier:
        blocks += [EARLIER, *(_quote_markdown(one, ()) for one in earlier)]
    if coverage:
        blocks.append(escape_markdown(coverage))
    return "\n\n".join(blocks)


def refusal_markdown(reason: str, closest: Sequence[Citation]) -> str:
    """The text of a refusal: why, and the nearest passages, which do not answer and so have no marks."""
    nearest = [f"“{escape_markdown(one.quote)}”  \n— {escape_markdown(attribution(one))}" for one in closest]
    return "\n\n".join([escape_markdown(reason), *([CLOSEST, *nearest] if nearest else [])])


def _quote_markdown(shown: Citation, others: Sequence[Citation]) -> str:
    subject = subject_of(shown)
    marks = " ".join(f"[{one.number}]" for one in (shown, *others))
    quoted = f"“{escape_markdown(shown.quote)}” {marks}"
    lines = [f"{escape_markdown(f'{subject}:')} {quoted}" if subject else quoted]
    lines += [f"— {escape_markdown(attribution(one))}" for one in (shown, *others)]
    return "  \n".join(lines)


def answer_plain(answer: Answer) -> str:
    """An answer for a terminal: the quotes with their marks, then the numbered sources.

    Of an answer that was refused, the reason and the nearest passages. No line feed stands at its end.
    """
    if not answer.answered:
        nearest = [f"“{one_line(one.quote)}”\n    {_source_line(one)}" for one in answer.closest]
        return "\n\n".join([one_line(answer.reason), *([CLOSEST, *nearest] if nearest else [])])
    blocks, group = [one_line(answer.lead)] if answer.lead else [], ""
    for shown, others in with_others(answer.citations):
        if shown.group != group:
            group = shown.group
            blocks.append(one_line(group))
        marks = " ".join(f"[{one.number}]" for one in (shown, *others))
        subject = subject_of(shown)
        blocks.append(f"{f'{subject}: ' if subject else ''}“{one_line(shown.quote)}” {marks}")
    if answer.unsaid:
        blocks.append(one_line(unsaid_words(answer.unsaid)))
    for old in answer.earlier:
        blocks.append(f"{EARLIER} {date_words(old)}: “{one_line(old.quote)}” [{old.number}]")
    if answer.coverage:
        blocks.append(one_line(answer.coverage))
    sources = [
        f"[{one.number}] {_source_line(one)}\n    {one_line(one.source or one.path)}"
        for one in (*answer.citations, *answer.earlier)
    ]
    return "\n\n".join([*blocks, "\n".join(["Sources", *sources])])


def _source_line(citation: Citation) -> str:
    place = f"page {citation.page}" if citation.page is not None else ""
    heading = f"under “{citation.heading}”" if citation.heading else ""
    parts = (citation.title, citation.body, date_words(citation), place, heading)
    return ", ".join(one_line(part) for part in parts if part)
