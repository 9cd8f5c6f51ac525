"""What is read of status, put beside what was labelled: the tables of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from pathlib import PurePosixPath

from assistant.service import Assistant
from corpus.types import CONCERN, GRADE, MONITORING, RECOMMENDATION, Event, Report
from evals.benchmarks.outcome import Column, Row, Table
from evals.errors import GoldError
from evals.intervals import Rows, figure_of
from evals.labels import Label, Matched, links, match
from evals.made import Document, made_documents
from evals.types import Figure
from index.ledger import Told
from index.types import ReportEntry

Read = Callable[[Report], Sequence[Event]]


def reports_of(own: Sequence[Label], entries: Sequence[ReportEntry]) -> list[str]:
    """The reports of a half: those about its bodies, whether an event was labelled in them or not."""
    bodies = {label.body for label in own}
    return sorted(PurePosixPath(entry.key).name for entry in entries if entry.body in bodies)


def event_table(title: str, matched: Mapping[str, Matched]) -> Table:
    """Precision and recall of what was read, by level; intervals are over reports."""
    rows = [
        Row(title, (_precision(matched, levels), _recall(matched, levels)))
        for title, levels in (
            ("all", (CONCERN, RECOMMENDATION, MONITORING)),
            ("causes of concern", (CONCERN,)),
            ("recommendations", (RECOMMENDATION,)),
            ("monitoring", (MONITORING,)),
            ("grades", (GRADE,)),
        )
    ]
    return Table(title, (Column("precision"), Column("recall")), tuple(rows))


def _precision(matched: Mapping[str, Matched], levels: Sequence[str]) -> Figure:
    counts = [
        (
            sum(label.level in levels for label, _ in one.pairs),
            sum(label.level in levels for label, _ in one.pairs)
            + sum(told.event.level in levels for told in one.false),
        )
        for one in matched.values()
    ]
    return share_of(counts)


def _recall(matched: Mapping[str, Matched], levels: Sequence[str]) -> Figure:
    counts = [
        (
            sum(label.level in levels for label, _ in one.pairs),
            sum(label.level in levels for label, _ in one.pairs)
            + sum(label.level in levels for label in one.missed),
        )
        for one in matched.values()
    ]
    return share_of(counts)


def share_of(counts: Sequence[tuple[int, int]]) -> Figure:
    """The sum of the first over the sum of the second of some pairs, with its interval over the pairs."""

    def share(rows: Rows) -> float | None:
        whole = sum(counts[row][1] for row in rows)
        return sum(counts[row][0] for row in rows) / whole if whole else None

    figure = figure_of(len(counts), share, "nothing of this kind")
    return Figure(figure.value, figure.low, figure.high, sum(whole for _, whole in counts), figure.why)


def link_table(split: str, matched: Mapping[str, Matched], assistant: Assistant) -> Table:
    """How well what was read rightly is put to one matter across the reports of a body."""
    ledger = assistant.ledger()
    by_body: dict[str, list[Matched]] = defaultdict(list)
    for one in matched.values():
        for body in {label.body for label, _ in one.pairs}:
            by_body[body].append(one)
    counts = [links(joined(some), ledger) for some in by_body.values()]
    figure = share_of([(2 * both, ours + labelled) for both, ours, labelled in counts])
    pairs = sum(labelled for _, _, labelled in counts)
    shown = Figure(figure.value, figure.low, figure.high, pairs, figure.why)
    return Table(
        f"Matters linked, split={split}", (Column("pairwise F1"),), (Row("across reports", (shown,)),)
    )


def joined(some: Sequence[Matched]) -> Matched:
    """What was labelled and read of several reports, together."""
    return Matched(
        tuple(pair for one in some for pair in one.pairs),
        tuple(label for one in some for label in one.missed),
        tuple(told for one in some for told in one.false),
    )


def made_documents_that_judge(only: Sequence[str] = ()) -> list[Document]:
    """The documents about invented bodies that nobody looks at while what reads them is made.

    Those of all files, or of some, by name without ending. Raises GoldError where there is no such file.
    """
    folder = files("evals") / "gold" / "made"
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".txt"))
    if unknown := sorted({f"{one}.txt" for one in only} - set(names)):
        raise GoldError(f"there is no {unknown[0]}; there are {', '.join(names)}")
    chosen = [name for name in names if not only or name.removesuffix(".txt") in only]
    return [document for name in chosen for document in made_documents(folder / name)]


def made_table(title: str, documents: Sequence[Document], read: Read) -> Table:
    """What `read` reads of labelled documents."""
    return event_table(title, {one.name: _read_of(one, read) for one in documents})


def _read_of(document: Document, read: Read) -> Matched:
    """The labels of one document beside what is read of it."""
    report = document.report
    told = [
        Told(
            *(event, document.name, report.title, report.body, report.kind, report.published, False),
            *(report.text[event.start : event.end], None),
        )
        for event in read(report)
    ]
    return match(document.labels("test"), {document.name: told})
