"""How invented bodies stand by what is read of their documents, beside how they stand by their labels."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.matters import content, likeness
from corpus.types import CONCERN, MONITORING, RECOMMENDATION, Event, Report
from evals.benchmarks.outcome import Column, Row, Table
from evals.labels import links, match
from evals.made import UNNAMED, Document, Mark
from evals.status_events import Read, joined, share_of
from evals.types import Figure
from index.encode import Encoder
from index.ledger import IN_SCAN, OPEN, WORDS_BEFORE, BodyLedger, Ledger, Matter, Told, in_order
from index.link import link

FEWEST = 3
"""A body with so many documents is a series."""

Names = Mapping[str, frozenset[str]]
"""The names of the causes of concern of a body by the key that all its documents know them by."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How a body stands: the keys of what is open, one of each, and its phase."""

    open: tuple[str, ...]
    phase: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a body: its causes of concern with their keys, and its monitoring."""

    concerns: tuple[tuple[str, Matter], ...]
    monitoring: Matter

    def as_of(self, day: date) -> Stand:
        then = [(key, matter.as_of(day)) for key, matter in self.concerns]
        phase = self.monitoring.as_of(day)
        return Stand(
            tuple(sorted(key for key, matter in then if matter and matter.status == OPEN)),
            phase.status if phase else IN_SCAN,
        )


def series_table(title: str, documents: Sequence[Document], read: Read, encoder: Encoder) -> Table:
    """How often a body is seen to stand as its labels say, as of the day of each of its documents.

    Of bodies with `FEWEST` documents; intervals are over bodies. Beside it how often, were each document read
    as it is labelled, so that only what is linked could be wrong.
    """
    series = _series(documents)
    by_column = [
        [stands_of(some, one, encoder) for some in series] for one in (read, reads_as_labelled(documents))
    ]
    rows = (
        ("causes of concern open", lambda own, wanted: own.open == wanted.open),
        ("phase of monitoring", lambda own, wanted: own.phase == wanted.phase),
    )
    return Table(
        title,
        (Column("exactly right"), Column("if read as labelled")),
        tuple(Row(name, tuple(_right(stands, same) for stands in by_column)) for name, same in rows),
    )


def linked_table(title: str, documents: Sequence[Document], read: Read, encoder: Encoder) -> Table:
    """How well what is read rightly is put to one matter across the documents of a body.

    Pairwise F1 (see `evals.labels.links`), of bodies as in `series_table`; beside it the same, were each
    document read as it is labelled.
    """
    series = _series(documents)
    figures = tuple(_linked(series, one, encoder) for one in (read, reads_as_labelled(documents)))
    columns = (Column("pairwise F1"), Column("if read as labelled"))
    return Table(title, columns, (Row("across documents", figures),))


def _series(documents: Sequence[Document]) -> list[list[Document]]:
    """The documents of each body that has `FEWEST`, by its name."""
    bodies: dict[str, list[Document]] = defaultdict(list)
    for one in documents:
        bodies[one.report.body].append(one)
    return [some for _, some in sorted(bodies.items()) if len(some) >= FEWEST]


def _linked(series: Sequence[Sequence[Document]], read: Read, encoder: Encoder) -> Figure:
    counts: list[tuple[int, int]] = []
    for documents in series:
        told = {one.name: [told_of(one, event) for event in read(one.report)] for one in documents}
        matched = [match(one.labels("test"), {one.name: told[one.name]}) for one in documents]
        body = documents[0].report.body
        concerns = _linked_of(body, [one for some in told.values() for one in some], encoder)
        known = BodyLedger(body, tuple(concerns), (), None, (), len(documents), None)
        both, ours, labelled = links(joined(matched), Ledger((known,), None, len(documents), None, None))
        counts.append((2 * both, ours + labelled))
    return share_of(counts)


def _right(stands: Sequence[Sequence[tuple[Stand, Stand]]], same: Callable[[Stand, Stand], bool]) -> Figure:
    return share_of([(sum(same(*pair) for pair in some), len(some)) for some in stands])


def stands_of(documents: Sequence[Document], read: Read, encoder: Encoder) -> list[tuple[Stand, Stand]]:
    """How the body of some documents stands as of the day of each: as is read, and as is labelled."""
    events = [told_of(one, event) for one in documents for event in read(one.report)]
    own = _known_by_reading(documents, events, encoder)
    wanted = _known_by_labels(documents)
    days = sorted({day for one in documents if (day := one.report.published)})
    return [(own.as_of(day), wanted.as_of(day)) for day in days]


def reads_as_labelled(documents: Sequence[Document]) -> Read:
    """Reads of a document just what its labels say."""
    by_text = {one.report.text: one for one in documents}

    def read(report: Report) -> Sequence[Event]:
        document = by_text[report.text]
        return [event_of(document, mark) for mark in document.marks]

    return read


def event_of(document: Document, mark: Mark) -> Event:
    """What a mark says, as an event that knows its matter by the document's names for it."""
    first, last = mark.dates[0] if mark.dates else (document.report.published,) * 2
    names = document.names.get(mark.matter, ())
    return Event(
        *(mark.level, names[0] if names else "", mark.status, first, last, bool(mark.dates)),
        *(mark.start, mark.end, mark.count, mark.of, names),
    )


def told_of(document: Document, event: Event) -> Told:
    """An event as that document tells it."""
    report = document.report
    return Told(
        *(event, document.name, report.title, report.body, report.kind, report.published, False),
        *(report.text[event.start : event.end], None),
        before=report.text[max(0, event.start - WORDS_BEFORE) : event.start],
    )


def _known_by_labels(documents: Sequence[Document]) -> _Known:
    by_key: dict[str, list[Told]] = defaultdict(list)
    phases: list[Told] = []
    for one in documents:
        for mark in one.marks:
            event = event_of(one, mark)
            if mark.level == CONCERN and mark.matter != UNNAMED:
                by_key[mark.matter].append(told_of(one, event))
            elif mark.level == MONITORING:
                phases.append(told_of(one, event))
    body = documents[0].report.body
    concerns = tuple((key, Matter(body, CONCERN, key, in_order(told))) for key, told in by_key.items())
    return _Known(concerns, Matter(body, MONITORING, "", in_order(phases)))


def _known_by_reading(documents: Sequence[Document], events: Sequence[Told], encoder: Encoder) -> _Known:
    body = documents[0].report.body
    concerns = _linked_of(body, events, encoder)
    keys = names_of(documents)
    phases = in_order(one for one in events if one.event.level == MONITORING)
    return _Known(
        tuple((key_of(matter, keys), matter) for matter in concerns), Matter(body, MONITORING, "", phases)
    )


def _linked_of(body: str, events: Sequence[Told], encoder: Encoder) -> Sequence[Matter]:
    """The causes of concern that are told of, linked."""
    told = [one for one in events if one.event.level in (CONCERN, RECOMMENDATION)]
    names = sorted({name for one in told for name in one.event.names})
    vectors = dict(zip(names, encoder.encode(names), strict=True)) if names else {}
    return link(body, told, vectors)[0]


def names_of(documents: Sequence[Document]) -> Names:
    """All names that a body's documents have for its causes of concern, by key."""
    names: dict[str, set[str]] = defaultdict(set)
    for one in documents:
        for key, its in one.names.items():
            names[key].update(its)
    return {key: frozenset(its) for key, its in names.items()}


def key_of(matter: Matter, names: Names) -> str:
    """The key of what a matter is called most like, over all that is told of it; "" where it is like none."""
    votes: Counter[str] = Counter()
    for told in matter.told:
        likest, key = max(
            (
                (
                    max(_alike(one, other) for one in told.event.names for other in its),
                    key,
                )
                for key, its in names.items()
                if its and told.event.names
            ),
            default=(0.0, ""),
        )
        if likest > 0:
            votes[key] += 1
    return votes.most_common(1)[0][0] if votes else ""


def _alike(one: str, other: str) -> float:
    return 1.0 if one.casefold() == other.casefold() else likeness(content(one), content(other))
