"""The ledger of a catalogue: what its reports tell, linked, as of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from corpus.matters import content
from corpus.types import CONCERN, GRADE, MONITORING, RECOMMENDATION
from index.encode import Vectors
from index.ledger import BodyLedger, Ledger, Matter, Told, in_order
from index.link import link
from index.mention import INSPECTORATES
from index.types import ReportEntry


def make_ledger(
    entries: Sequence[ReportEntry],
    told: Sequence[Told],
    vectors: Mapping[str, Vectors],
    as_of: date | None = None,
    today: date | None = None,
) -> Ledger:
    """The ledger of some reports.

    Args:
        entries: the reports.
        told: what they tell of status.
        vectors: of the names of matters.
        as_of: nothing published later exists for it.
        today: reports dated later are left out, as no date in the future can be right.

    Reports that name no body, and the inspectorate's own guidance, are in no body's ledger.
    """
    held = [entry for entry in entries if entry.body and entry.body not in INSPECTORATES]
    future = [entry for entry in held if today and entry.published and entry.published > today]
    until = min((day for day in (as_of, today) if day), default=None)
    known = [entry for entry in held if entry not in future and _is_known(entry, as_of)]
    by_body: dict[str, list[ReportEntry]] = {}
    for entry in known:
        by_body.setdefault(entry.body, []).append(entry)
    said: dict[str, list[Told]] = {}
    for one in told:
        said.setdefault(one.body, []).append(one)
    undated = Counter(entry.body for entry in held if entry.published is None)
    ahead = Counter(entry.body for entry in future)
    bodies = tuple(
        replace(
            _body_ledger(body, its, said.get(body, []), vectors, until if as_of else None),
            undated=undated[body],
            future=ahead[body],
        )
        for body, its in sorted(by_body.items())
    )
    days = [entry.published for entry in known if entry.published]
    return Ledger(
        bodies,
        as_of,
        len(known),
        min((entry.published for entry in held if entry.published), default=None),
        max(days, default=None),
        undated.total(),
        len(future),
    )


def _is_known(entry: ReportEntry, as_of: date | None) -> bool:
    return as_of is None or (entry.published is not None and entry.published <= as_of)


def _body_ledger(
    body: str,
    entries: Sequence[ReportEntry],
    told: Sequence[Told],
    vectors: Mapping[str, Vectors],
    as_of: date | None,
) -> BodyLedger:
    ids = {entry.id for entry in entries}
    # Linked by all that is known today, so that a matter is the same whatever the day asked for.
    concerns, recommendations = link(
        body, [one for one in told if one.event.level in (CONCERN, RECOMMENDATION)], vectors
    )
    days = [entry.published for entry in entries if entry.published]

    def then(matters: Sequence[Matter]) -> tuple[Matter, ...]:
        known = (_only(matter, ids, as_of) for matter in matters)
        return tuple(matter for matter in known if matter is not None)

    monitoring = then([_one_matter(body, MONITORING, "Monitoring", told)])
    return BodyLedger(
        body,
        then(concerns),
        then(recommendations),
        monitoring[0] if monitoring else None,
        then(_graded(body, told)),
        len(entries),
        max(days, default=None),
        counted=in_order(one for one in told if _counts(one) and one.report_id in ids),
    )


def _counts(one: Told) -> bool:
    event = one.event
    return event.level == CONCERN and not event.names and event.count > 1


def _only(matter: Matter, ids: set[str], as_of: date | None) -> Matter | None:
    kept = tuple(one for one in matter.told if one.report_id in ids)
    return Matter(matter.body, matter.level, matter.name, kept).as_of(as_of) if kept else None


def _one_matter(body: str, level: str, name: str, told: Sequence[Told]) -> Matter:
    return Matter(body, level, name, in_order(one for one in told if one.event.level == level))


def _graded(body: str, told: Sequence[Told]) -> list[Matter]:
    areas: dict[frozenset[str], list[Told]] = {}
    for one in told:
        if one.event.level == GRADE:
            areas.setdefault(content(one.event.matter), []).append(one)
    return [Matter(body, GRADE, some[0].event.matter, in_order(some)) for some in areas.values()]
