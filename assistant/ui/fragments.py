"""The parts of the page that are HTML, but for answers and evidence (assistant/html.py, report_html.py)."""

from collections.abc import Sequence
from json import dumps

from assistant.cite import as_markdown, as_text, deep_link, footnote
from assistant.html import answer_html, chips_html, copy_html, encode_html, uses_html
from assistant.marks import LONGEST_WHY, RIGHT, WRONG
from assistant.types import Citation
from assistant.ui.conversation import Conversation, Turn

TITLE = "Inspection report assistant"

LONGEST_SHOWN = 600
"""How many characters of a question are shown back; a question may be pages long."""

FAILED = (
    "Something went wrong while answering this. The server's log says why; other questions may still work."
)

NOTHING_CHOSEN = (
    '<div class="placeholder"><h2>Evidence</h2><p>The passage behind an answer opens here, with the quoted '
    "words marked and the report they come from.</p></div>"
)


def heading_html(about: str) -> str:
    """The name of the page, and the line that says which reports it answers from."""
    # What a button that was pressed says is told here to those who do not see it.
    heard = '<span id="heard" role="status" class="unseen"></span>'
    return f"<h1>{TITLE}</h1><p>{encode_html(about)}</p>{heard}"


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
        _turn_html(
            turn,
            place,
            chosen if place == last else 0,
            marked.get(place, ""),
            conversation.suggested.get(place, ()) if conversation else (),
        )
        for place, turn in enumerate(turns)
    ]
    saved = _SAVING if any(turn.answer for turn in turns) else ""
    return f'<div class="turns" role="log" aria-label="Conversation">{"".join(told)}</div>{saved}'


_SAVING = (
    '<p class="saving">Save this conversation: <button type="button" class="save" data-form="markdown">'
    'Markdown</button> <button type="button" class="save" data-form="csv">Spreadsheet (CSV)</button></p>'
)


def _turn_html(turn: Turn, place: int, chosen: int, verdict: str, suggested: Sequence[str]) -> str:
    asked = turn.asked if len(turn.asked) <= LONGEST_SHOWN else turn.asked[:LONGEST_SHOWN] + "…"
    if turn.answer is not None:
        outcome = answer_html(turn.answer, place, chosen) + _foot_html(turn, place, verdict)
    elif turn.message:
        outcome = f'<p class="notice">{encode_html(turn.message)}</p>'
    else:
        outcome = '<p class="waiting">Looking in the reports…</p>'
    chips = chips_html(turn.answer, place) if turn.answer else ""
    question = f'<h2 class="asked"><span class="unseen">You asked: </span>{encode_html(asked)}</h2>'
    return (
        f'<article class="turn" data-turn="{place}" data-asked="{encode_html(asked)}">{question}{chips}'
        f'<div class="outcome">{outcome}</div><div class="suggested" data-turn="{place}">'
        f"{_asks_html(suggested)}</div></article>"
    )


def _foot_html(turn: Turn, place: int, verdict: str) -> str:
    """What can be done with an answer: copy it, link to its question, say whether it is right."""
    link = {"q": turn.asked, **({"as_of": turn.as_of} if turn.as_of else {})}
    linked = (
        '<button type="button" class="copy" aria-label="Copy a link to this question" '
        f'data-link="{encode_html(dumps(link))}">Link</button>'
    )
    uses = uses_html(turn.answer) if turn.answer else ""
    return f'<div class="foot"><div class="uses">{uses}{linked}</div>{_judging_html(place, verdict)}</div>'


def _asks_html(questions: Sequence[str]) -> str:
    """Questions to go on with, as buttons; "" for none."""
    items = "".join(
        f'<li><button type="button" class="next">{encode_html(question)}</button></li>'
        for question in questions
    )
    return f"<p>The reports also answer:</p><ul>{items}</ul>" if items else ""


def suggested_html(place: int, questions: Sequence[str]) -> str:
    """What is put under the answer in that place once it is known what else the reports answer."""
    return f'<div class="suggested" data-turn="{place}">{_asks_html(questions)}</div>' if questions else ""


def saved_html(name: str, media_type: str, text: str) -> str:
    """A file for the browser to save."""
    return (
        f'<span data-file="{encode_html(name)}" data-type="{media_type}" data-text="{encode_html(text)}">'
        "</span>"
    )


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


def marked_html(place: int, verdict: str, message: str, *, failed: bool = False, why: bool = False) -> str:
    """What came of marking the answer in that place; its buttons on the page are set to `verdict`.

    With `why` a field asks for the reason in a word.
    """
    look = ' class="notice"' if failed else ""
    asked = _WHY.format(place=place) if why else ""
    return f'<p{look} data-turn="{place}" data-mark="{verdict}">{encode_html(message)}</p>{asked}'


_WHY = (
    '<form class="why" data-turn="{place}"><label>In a word, why? <input type="text" name="why" '
    f'maxlength="{LONGEST_WHY}" autocomplete="off"></label> <button type="submit">Keep</button></form>'
)


def shown_html(evidence: str, citation: Citation, *, numbered: bool = True) -> str:
    """The evidence panel with `evidence` for a citation: of an answer, or (not `numbered`) of the ledger."""
    which = f"Evidence for citation [{citation.number}]" if numbered else "The passage behind this"
    steps = _STEPS if numbered else ""
    copies = (
        ("Quote", "Copy the quote with its source as text", as_text(citation)),
        ("Markdown", "Copy the quote with its source as Markdown", as_markdown(citation)),
        ("Footnote", "Copy the source as a footnote", footnote(citation)),
    )
    uses = "".join(copy_html(*one) for one in copies)
    if address := deep_link(citation):
        uses += (
            f'<a class="there" href="{encode_html(address)}" target="_blank" rel="noopener noreferrer">'
            "Open at the source</a>"
        )
    if citation.page is not None and citation.path.lower().endswith(".pdf"):
        uses += (
            f'<button type="button" class="printed" data-report="{encode_html(citation.report)}" '
            f'data-start="{citation.start}" data-end="{citation.end}" '
            f'data-number="{citation.number if numbered else 0}">Page as printed</button>'
        )
    return (
        f'<div class="tools"><div class="over"><p class="which" role="status">{which}</p>{steps}{_BACK}</div>'
        f'<div class="uses">{uses}</div></div>{evidence}'
    )


def read_html(report: str) -> str:
    """The evidence panel holding a whole report that was opened to be read."""
    return (
        f'<div class="tools"><div class="over"><p class="which" role="status">The whole report</p>{_BACK}'
        f"</div></div>{report}"
    )


_BACK = '<button type="button" class="back">Close</button>'
_STEPS = (
    '<span class="steps"><button type="button" class="step" data-step="-1" '
    'aria-label="Previous citation">\u2039</button><button type="button" class="step" data-step="1" '
    'aria-label="Next citation">\u203a</button></span>'
)
