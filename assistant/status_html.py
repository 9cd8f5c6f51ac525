"""The status ledger as HTML: by body a table and a time line. Pure functions of values."""

from __future__ import annotations

from assistant.html import encode_html
from assistant.ledger_listing import ledger_coverage, standing_words
from assistant.shown import CAUTION, date_words, day_words, one_line
from assistant.status_told import best_told
from assistant.timeline import event_words, passage_attributes, timeline_svg
from index.ledger import DISPUTED, IN_ENGAGE, BodyLedger, Ledger, Matter, Told

LONGEST_QUOTE = 150
"""Characters of the newest word that a table shows; its button opens the whole of it."""


def ledger_html(ledger: Ledger, body: str = "") -> str:
    """The ledger of one body, or of all: first those with something open or in Engage, then by name."""
    bodies = [one for one in ledger.bodies if not body or one.body == body]
    bodies = [one for one in bodies if one.concerns or one.monitoring]
    bodies.sort(key=lambda one: (not (one.open or _in_engage(one)), one.body))
    shown = "".join(_body_html(one, ledger) for one in bodies)
    if not shown:
        shown = "<p>The reports tell of no cause of concern and no monitoring.</p>"
    return f'{shown}<p class="coverage">{encode_html(ledger_coverage(ledger))}</p>'


def _in_engage(body: BodyLedger) -> bool:
    return body.monitoring is not None and body.monitoring.status == IN_ENGAGE


def _body_html(body: BodyLedger, ledger: Ledger) -> str:
    phase = f'<p class="phase">{encode_html(_sentence(body.monitoring))}</p>' if body.monitoring else ""
    rows = "".join(_row_html(matter, body) for matter in body.concerns)
    table = (
        '<table><thead><tr><th scope="col">Cause of concern</th><th scope="col">Status</th>'
        f'<th scope="col">Newest word</th></tr></thead><tbody>{rows}</tbody></table>'
        if rows
        else "<p>Its reports tell of no cause of concern.</p>"
    )
    timeline = timeline_svg(body, ledger.as_of)
    key = _KEY if timeline else ""
    return (
        f'<section class="body"><h2>{encode_html(body.body)}</h2>{phase}{table}'
        f'<div class="scroll" tabindex="0" role="group" aria-label="Time line">{timeline}</div>{key}'
        f"{_grades_html(body)}</section>"
    )


_KEY = (
    '<p class="key">Bar: open, or in Engage. Round: raised, still open, moved into Engage. Square: closed, '
    "back in Scan. Hollow: the report tells the month or year alone. Choose a point for its passage.</p>"
)


def _sentence(phase: Matter) -> str:
    return f"{standing_words(phase)[:1].upper()}{standing_words(phase)[1:]}."


def _row_html(matter: Matter, body: BodyLedger) -> str:
    about = [one for one in body.recommendations if one.name == matter.name]
    below = "".join(f"<p class='below'>{encode_html(_recommended(one))}</p>" for one in about)
    said = "".join(_said_html(told) for told in _newest(matter))
    name = encode_html(matter.name)
    status = encode_html(standing_words(matter))
    return f'<tr><th scope="row">{name}</th><td>{status}{below}</td><td>{said}</td></tr>'


def _newest(matter: Matter) -> tuple[Told, ...]:
    """The newest word; where reports of one day disagree, each of them."""
    return matter.latest if matter.status == DISPUTED else (best_told(matter),)


def _recommended(matter: Matter) -> str:
    told = matter.latest[0].event
    of = f" of {told.of}" if told.of else ""
    return (
        f"Recommendations: {told.count}{of} {told.status}."
        if told.count
        else f"Recommendations: {matter.status}."
    )


def _said_html(told: Told) -> str:
    quote = one_line(told.quote)
    quote = quote if len(quote) <= LONGEST_QUOTE else f"{quote[: LONGEST_QUOTE - 1].rstrip()}…"
    label = encode_html(f"{event_words(told)}; show the passage")
    return (
        f'<button type="button" class="said" {passage_attributes(told)} aria-label="{label}">'
        f"“{encode_html(quote)}”</button>"
        f'<span class="who">{encode_html(f"{told.kind or told.title}, {date_words(told)}")}</span>'
    )


def _grades_html(body: BodyLedger) -> str:
    if not body.grades:
        return ""
    items = "".join(
        f"<li>{encode_html(f'{matter.name}: {matter.status}')} {_grade_button(matter)}</li>"
        for matter in body.grades
    )
    return (
        f"<details><summary>Grades ({len(body.grades)})</summary><p>{CAUTION}</p><ul>{items}</ul></details>"
    )


def _grade_button(matter: Matter) -> str:
    told = matter.latest[0]
    day = encode_html(day_words(told.event.last))
    label = encode_html(f"{matter.name}: show the passage")
    return (
        f'<button type="button" class="said" {passage_attributes(told)} aria-label="{label}">{day}</button>'
    )
