"""Answers as HTML: pure functions of values.

Words that come from a report are other people's: here they are turned into HTML that no browser acts upon.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.cite import as_markdown, as_text, footnote, is_digest
from assistant.render import escape_markdown
from assistant.shown import (
    CLOSEST,
    EARLIER,
    UNSHOWABLE,
    attribution,
    subject_of,
    unsaid_words,
    with_others,
)
from assistant.types import Answer, Citation

OURS = " (our digest, not the inspectorate's words)"
"""What is said of a quote from the sample corpus."""

LONGEST_WORD = 24
"""In characters: a longer one may be broken over lines."""


def encode_html(text: str) -> str:
    """`text` for the inside of an HTML element or a quoted attribute, shown character by character.

    Everything but letters, digits and spaces is written as a numeric entity, so that no reader of
    HTML or of Markdown finds anything to act upon.
    """
    shown = UNSHOWABLE.sub("\ufffd", text)
    return "".join(letter if letter.isalnum() or letter == " " else f"&#{ord(letter)};" for letter in shown)


def answer_html(answer: Answer, turn: int, chosen: int = 0) -> str:
    """An answer for the page: quotes whose marks are buttons that open the evidence.

    `turn` counts the turns of the conversation from 0; `chosen` is the number of the citation whose
    evidence is open, 0 for none.
    """
    if not answer.answered:
        refused = f'<p class="refusal">{encode_html(answer.reason)}</p>'
        if not answer.closest:
            return refused
        nearest = "".join(_quote_html(one, (), turn, chosen) for one in answer.closest)
        return (
            f'{refused}<details class="closest"><summary>{encode_html(CLOSEST)}</summary>{nearest}</details>'
        )
    blocks, group = [f'<p class="lead">{encode_html(answer.lead)}</p>'] if answer.lead else [], ""
    for shown, others in with_others(answer.citations):
        if shown.group != group:
            group = shown.group
            blocks.append(f'<h3 class="group">{encode_html(group)}</h3>')
        blocks.append(_quote_html(shown, others, turn, chosen))
    if answer.earlier:
        olds = "".join(_quote_html(one, (), turn, chosen) for one in answer.earlier)
        blocks.append(f'<div class="earlier"><p>{EARLIER}</p>{olds}</div>')
    if answer.coverage:
        blocks.append(f'<p class="rests">{encode_html(answer.coverage)}</p>')
    if answer.unsaid:
        blocks.append(f'<p class="unsaid">{encode_html(unsaid_words(answer.unsaid))}</p>')
    return "".join(blocks)


def chips_html(answer: Answer, turn: int) -> str:
    """How the question was understood: each part a button to change it and one to take it back; "" for
    nothing.
    """
    chips = "".join(
        f'<span class="chip"><button type="button" class="change" data-kind="{encode_html(chip.kind)}" '
        f'aria-label="{encode_html(f"Change: {chip.label}")}">{encode_html(chip.label)}</button>'
        f'<button type="button" class="drop" data-turn="{turn}" data-kind="{encode_html(chip.kind)}" '
        f'aria-label="{encode_html(f"Remove: {chip.label}")}">×</button></span>'
        for chip in answer.understood
    )
    return f'<div class="chips" role="group" aria-label="Understood as">{chips}</div>' if chips else ""


def uses_html(answer: Answer) -> str:
    """Buttons that copy an answer, as text, as Markdown and its footnotes; "" where nothing is quoted.

    What each copies stands in its `data-copy`; who presses it sees to that.
    """
    cited = (*answer.citations, *answer.earlier)
    if not answer.answered or not cited:
        return ""
    quoted = with_others(cited)
    plain = [answer.lead] if answer.lead else []
    marked = [escape_markdown(answer.lead)] if answer.lead else []
    ways = (
        ("Copy", "Copy the answer as text", "\n\n".join((*plain, *(as_text(one) for one, _ in quoted)))),
        (
            "Markdown",
            "Copy the answer as Markdown",
            "\n\n".join((*marked, *(as_markdown(one, *others) for one, others in quoted))),
        ),
        ("Footnotes", "Copy the footnotes", "\n".join(dict.fromkeys(map(footnote, cited)))),
    )
    return "".join(map(copy_html, *zip(*ways, strict=True)))


def copy_html(label: str, what: str, text: str) -> str:
    """A button that copies a text; `what` says so to those who do not see the others beside it."""
    return (
        f'<button type="button" class="copy" aria-label="{encode_html(what)}" '
        f'data-copy="{encode_html(text)}">{encode_html(label)}</button>'
    )


def _quote_html(shown: Citation, others: Sequence[Citation], turn: int, chosen: int) -> str:
    quote, _, last = f"“{' '.join(shown.quote.split())}”".rpartition(" ")
    # The mark stays on the line of the last word, unless that word would need a line of its own.
    last_class = "last" if len(last) <= LONGEST_WORD else ""
    subject = subject_of(shown)
    under = f'<p class="under">{encode_html(subject)}</p>' if subject else ""
    marks = " ".join(_mark_html(one, turn, one.number == chosen) for one in (shown, *others))
    captions = "<br>".join(
        encode_html(attribution(one) + _page_words(one) + (OURS if is_digest(one) else ""))
        for one in (shown, *others)
    )
    return (
        f'<figure class="quote">{under}<blockquote>{encode_html(quote)} '
        f'<span class="{last_class}">{encode_html(last)}&nbsp;{marks}</span></blockquote>'
        f"<figcaption>{captions}</figcaption></figure>"
    )


def _mark_html(citation: Citation, turn: int, pressed: bool) -> str:
    number, page = citation.number, _page_words(citation)
    label = encode_html(f"Citation {number}: show where {citation.body or citation.title} says this{page}")
    return (
        f'<button type="button" class="mark" data-turn="{turn}" data-number="{number}"'
        f' aria-label="{label}" aria-pressed="{"true" if pressed else "false"}" aria-controls="evidence">'
        f"[{number}]</button>"
    )


def _page_words(citation: Citation) -> str:
    return f", page {citation.page}" if citation.page is not None else ""
