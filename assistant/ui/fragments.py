"""The parts of the page that are HTML, but for answers and evidence (assistant/html.py)."""

from collections.abc import Sequence

from assistant.html import answer_html, chips_html, encode_html
from assistant.marks import RIGHT, WRONG
from assistant.ui.conversation import Conversation, Turn

TITLE = "Inspection report assistant"

LONGEST_SHOWN = 600
"""How many characters of a question are shown back; a question may be pages long."""

NOTHING_CHOSEN = (
    '<div class="placeholder"><h2>Evidence</h2><p>The passage behind an answer opens here, with the quoted '
    "words marked and the report they come from.</p></div>"
)


def heading_html(about: str) -> str:
    """The name of the page, and the line that says which reports it answers from."""
    return f"<h1>{TITLE}</h1><p>{encode_html(about)}</p>"


def welcome_html(examples: Sequence[str]) -> str:
    """What stands in place of a conversation until there is one, with questions to click."""
    items = "".join(
        f'<li><button type="button" class="example">{encode_html(question)}</button></li>'
        for question in examples
    )
    tried = f'<h3>Questions to try</h3><ul class="examples">{items}</ul>' if items else ""
    return (
        '<section class="welcome"><h2>Ask what the inspectors said</h2><p>Answers are quotes from the '
        "reports, word for word, each with its report, date and page. Where the reports do not say, you "
        f"are told so.</p>{tried}</section>"
    )


def transcript_html(conversation: Conversation | None, chosen: int = 0) -> str:
    """The conversation, oldest turn first; None is one in which nothing was asked.

    `chosen` is the number of the citation of the last turn whose evidence is open, 0 for none.
    """
    turns = conversation.turns if conversation else ()
    marked = conversation.marked if conversation else {}
    last = len(turns) - 1
    told = [
        _turn_html(turn, place, chosen if place == last else 0, marked.get(place, ""))
        for place, turn in enumerate(turns)
    ]
    return f'<div class="turns" role="log" aria-label="Conversation">{"".join(told)}</div>'


def _turn_html(turn: Turn, place: int, chosen: int, verdict: str) -> str:
    asked = turn.asked if len(turn.asked) <= LONGEST_SHOWN else turn.asked[:LONGEST_SHOWN] + "…"
    if turn.answer is not None:
        outcome = answer_html(turn.answer, place, chosen) + _judging_html(place, verdict)
    elif turn.message:
        outcome = f'<p class="notice">{encode_html(turn.message)}</p>'
    else:
        outcome = '<p class="waiting">Looking in the reports…</p>'
    chips = chips_html(turn.answer, place) if turn.answer else ""
    question = f'<h2 class="asked"><span class="unseen">You asked: </span>{encode_html(asked)}</h2>'
    return f'<article class="turn">{question}{chips}<div class="outcome">{outcome}</div></article>'


def _judging_html(place: int, verdict: str) -> str:
    """The two buttons to mark an answer with; the one with its `verdict` ("" for none) is pressed."""
    buttons = "".join(
        f'<button type="button" class="judge" data-turn="{place}" data-mark="{mark}"'
        f' aria-pressed="{"true" if mark == verdict else "false"}">{mark.capitalize()}</button>'
        for mark in (RIGHT, WRONG)
    )
    return (
        f'<div class="judging" role="group" aria-label="Is this answer right?">'
        f'<span aria-hidden="true">Is this right?</span>{buttons}</div>'
    )


def marked_html(place: int, verdict: str, message: str, *, failed: bool = False) -> str:
    """What came of marking the answer in that place; its buttons on the page are set to `verdict`."""
    look = ' class="notice"' if failed else ""
    return f'<p{look} data-turn="{place}" data-mark="{verdict}">{encode_html(message)}</p>'


def shown_html(evidence: str, number: int) -> str:
    """The evidence panel holding `evidence`, for the citation with that number."""
    return (
        f'<button type="button" class="back">Back to the answer</button><p class="which" role="status">'
        f"Evidence for citation [{number}]</p>{evidence}"
    )


def passage_shown_html(evidence: str) -> str:
    """The evidence panel holding the passage behind a line or a point of the status ledger."""
    return f'<p class="which" role="status">The passage behind this</p>{evidence}'
