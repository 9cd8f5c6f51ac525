"""The last touch to a ranking: what is of the time asked for comes up, what is said again goes down.

Reports of an inspectorate repeat long passages word for word but for the body's name, so that a few
of them would fill every first page; and where two bodies are named, both are to be on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from index.stock import is_stock
from index.types import Hit, ReportEntry
from index.when import When

TIME_CONSTANT = 60
TIME_STEP = 8
"""A report's place in time counts as 1 / (60 + 8 x place): as a ranking does, but falling faster."""

STOCK_FACTOR = 0.75
"""The share of its score that a passage of stock sentences keeps, when it is searched for named bodies."""


def arrange(
    hits: Sequence[Hit], reports: Mapping[str, ReportEntry], when: When, bodies: Sequence[str] = ()
) -> list[Hit]:
    """The same hits, best first, scored anew by time; see the module.

    Args:
        hits: by reciprocal rank fusion.
        reports: what is known of each hit's report.
        when: the time that is asked for.
        bodies: those the question names; with several, their hits take turns.
    """
    places = when.places({name: entry.published for name, entry in reports.items()}, _reports_of(hits))
    timed = [_timed(hit, places.get(hit.passage.report_id)) for hit in hits]
    timed.sort(key=lambda hit: -hit.score)
    first, again = _once(timed, reports, apart=len(bodies) > 1)
    if len(bodies) > 1:
        first = _in_turn(first, reports, bodies)
    return [*first, *again]


def lower_stock(hits: Sequence[Hit]) -> list[Hit]:
    """The same hits in the same order, with a lower score for those that are mostly stock."""
    return [
        replace(hit, score=hit.score * STOCK_FACTOR)
        if hit.stock and is_stock(hit.passage, hit.stock)
        else hit
        for hit in hits
    ]


def _reports_of(hits: Sequence[Hit]) -> list[str]:
    return list(dict.fromkeys(hit.passage.report_id for hit in hits))


def _timed(hit: Hit, place: int | None) -> Hit:
    if place is None:
        return hit
    return replace(hit, score=hit.score + 1 / (TIME_CONSTANT + TIME_STEP * place))


def _once(
    hits: Sequence[Hit], reports: Mapping[str, ReportEntry], *, apart: bool
) -> tuple[list[Hit], list[Hit]]:
    """The hits that say something for the first time, and those that say it again.

    With `apart`, what is said of one body is not said of another: both are asked about.
    """
    seen: set[tuple[str, str]] = set()
    first: list[Hit] = []
    again: list[Hit] = []
    for hit in hits:
        entry = reports.get(hit.passage.report_id)
        said = hit.passage.text.replace(entry.body, "") if entry and entry.body else hit.passage.text
        words = _body_of(hit, reports) if apart else "", " ".join(said.casefold().split())
        (again if words in seen else first).append(hit)
        seen.add(words)
    return first, again


def _in_turn(hits: Sequence[Hit], reports: Mapping[str, ReportEntry], bodies: Sequence[str]) -> list[Hit]:
    rows = {body: [hit for hit in hits if _body_of(hit, reports) == body] for body in bodies}
    others = [hit for hit in hits if _body_of(hit, reports) not in rows]
    turns = [hit for turn in zip_longest(*rows.values()) for hit in turn if hit is not None]
    return [*turns, *others]


def _body_of(hit: Hit, reports: Mapping[str, ReportEntry]) -> str:
    entry = reports.get(hit.passage.report_id)
    return entry.body if entry else ""
