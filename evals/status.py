"""`assistant eval status`: what is read of status from the reports, how it is linked, what is answered."""

from __future__ import annotations

import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from tempfile import TemporaryDirectory

from assistant.service import Assistant
from evals.benchmarks.outcome import Column, Outcome, Row, Table
from evals.errors import GoldError
from evals.gold import STATUS, chosen, load_gold
from evals.intervals import mean_of
from evals.labels import Label, load_labels, match, told_by_report
from evals.metrics import exactly_right
from evals.report import wrong_ones
from evals.run import run_gold
from evals.status_events import event_table, link_table, made_documents_that_judge, made_table, reports_of
from evals.status_series import linked_table, series_table
from evals.systems import held_by, make_system
from evals.types import SPLITS, TIMED, Figure, GoldRow, Graded
from index.ledger import Told
from index.types import ReportEntry

SYSTEMS = ("ours", "starter")

MADE = "Events read in made-up documents"
LINKED = "Matters linked in made-up documents"
SERIES = "How bodies of made-up documents stand"

NOTES = (
    "Events: what a report says of status, labelled by hand, each once a report; right if level, status, "
    "date (at the coarser of the two), matter and count agree and the sentences overlap. Intervals are over "
    "reports. Links: pairs of rightly read events of two reports of a body, F1 of being put to one matter. "
    "Questions of status: right as in `assistant eval`, and resting on no report published after the day "
    "asked about. Pairs: the same question of two days, with different answers: both right. Exactly: an "
    "accepted form, every item cited, nothing else cited. The starter is not told the day set beside a "
    "question. Made-up documents: of invented bodies, written and labelled apart from the program, and not "
    "looked at while it was made. How their bodies stand: as of the day of each document, exactly what is "
    "open by the labels, and in the same phase; intervals are over bodies. Brackets hold "
    "95% bootstrap intervals."
)


def run_status(
    assistant: Assistant,
    filters: Sequence[str] = (),
    *,
    as_json: bool = False,
    wrong: bool = False,
    gate: bool = False,
) -> int:
    """Print the tables of both halves, or of what `filters` ("split=test") choose; gives the exit status.

    With `gate` it is 1 where a figure has its whole interval below its threshold (evals/status.toml). What
    has none, the starter and the documents about invented bodies, is left out then.

    Raises:
        GoldError: the assistant does not hold the sample corpus, or a filter is none.
    """
    rows = chosen(load_gold(STATUS), filters)
    splits = [split for split in SPLITS if any(row.split == split for row in rows)]
    names = {entry.id: PurePosixPath(entry.key).name for entry in assistant.reports()}
    labels = load_labels()
    if missing := {label.report for label in labels} - set(names.values()):
        raise GoldError(
            f"the labels are of the sample corpus, and {sorted(missing)[0]} is not in; leave out --no-sample"
        )
    ledger = assistant.library.home.told
    told = told_by_report(ledger.told(), names)
    graded = _asked(assistant, rows, SYSTEMS[:1] if gate else SYSTEMS)
    tables: list[Table] = []
    short: list[str] = []
    for split in splits:
        own = [label for label in labels if label.split == split]
        reports = reports_of(own, assistant.reports())
        matched = {
            report: match([one for one in own if one.report == report], {report: told.get(report, [])})
            for report in reports
        }
        tables.append(event_table(f"Events read, split={split}", matched))
        tables.append(link_table(split, matched, assistant))
        asked = {name: [one for one in some if one.row.split == split] for name, some in graded.items()}
        tables.append(_question_table(split, asked))
        if gate:
            short += _shortfalls(split, tables[-3:])
        if split == "test" and not gate:
            made, read = made_documents_that_judge(), cache(ledger.read)
            tables.append(made_table(f"{MADE}, split={split}", made, read))
            encoder = assistant.library.home.encoder
            tables.append(linked_table(f"{LINKED}, split={split}", made, read, encoder))
            tables.append(series_table(f"{SERIES}, split={split}", made, read, encoder))
    outcome = Outcome(STATUS, tuple(tables), NOTES)
    sys.stdout.write(json.dumps(outcome.as_dict(), indent=1) + "\n" if as_json else outcome.as_text())
    if wrong and not as_json:
        sys.stdout.write(_wrong(splits, filters, labels, told, graded["ours"], assistant.reports()))
    for line in short:
        sys.stderr.write(f"{line}\n")
    return 1 if short or any(one.error for one in graded["ours"]) else 0


def _asked(
    assistant: Assistant, rows: Sequence[GoldRow], systems: Sequence[str]
) -> dict[str, tuple[Graded, ...]]:
    held = held_by(assistant)
    with TemporaryDirectory(prefix="eval-", ignore_cleanup_errors=True) as folder:
        return {name: run_gold(make_system(name, assistant, held, folder), rows, held) for name in systems}


def _question_table(split: str, graded: Mapping[str, Sequence[Graded]]) -> Table:
    names = list(graded)
    measures: tuple[tuple[str, Callable[[Sequence[Graded]], Figure]], ...] = (
        ("latest, status, as-of: right as of the date", _timed),
        ("  level traps among them", lambda some: _timed([one for one in some if one.row.trap])),
        ("as-of pairs, both right", _pairs),
        ("lists and counts exactly right", _exact),
        (
            "lists and counts right",
            lambda some: mean_of([one.scores["right"] for one in some if one.row.exact]),
        ),
    )
    rows = [Row(title, tuple(measure(graded[name]) for name in names)) for title, measure in measures]
    return Table(f"Questions, split={split}", tuple(Column(name) for name in names), tuple(rows))


def _timed(some: Sequence[Graded]) -> Figure:
    return mean_of([one.scores.get("timed_right", 0.0) for one in some if one.row.type in TIMED])


def _pairs(some: Sequence[Graded]) -> Figure:
    pairs: dict[str, list[float]] = defaultdict(list)
    for one in some:
        if one.row.pair:
            pairs[one.row.pair].append(one.scores.get("timed_right", 0.0))
    return mean_of([min(scores) for scores in pairs.values()])


def _exact(some: Sequence[Graded]) -> Figure:
    return mean_of([float(exactly_right(one.row, one.reply)) for one in some if one.row.exact])


def _shortfalls(split: str, tables: Sequence[Table]) -> list[str]:
    """What misses its threshold with its whole interval."""
    wanted = tomllib.loads((files("evals") / "status.toml").read_text(encoding="utf-8")).get(
        f"split={split}", {}
    )
    lines: list[str] = []
    for table in tables:
        for row in table.rows:
            for column, figure in zip(table.columns, row.figures, strict=True):
                least = wanted.get(f"{table.title.split(',')[0]}: {row.name.strip()}: {column.name}")
                if least is not None and figure and figure.high is not None and figure.high < least:
                    lines.append(
                        f"{table.title}, {row.name.strip()}, {column.name}: {figure.value:.2f}, "
                        f"less than {least:.2f}"
                    )
    return lines


def _wrong(
    splits: Sequence[str],
    filters: Sequence[str],
    labels: Sequence[Label],
    told: Mapping[str, Sequence[Told]],
    graded: Sequence[Graded],
    entries: Sequence[ReportEntry],
) -> str:
    """The events and questions that went wrong; those of `test` only where that was asked for."""
    lines: list[str] = []
    for split in splits:
        if split == "test" and "split=test" not in filters:
            lines.append("What went wrong on split=test is listed by --set split=test alone: it judges.")
            continue
        own = [label for label in labels if label.split == split]
        reports = reports_of(own, entries)
        matched = match(own, {report: told.get(report, ()) for report in reports})
        lines += [
            f"missed  {one.report}: {one.level} {one.status} {one.matter} "
            f"{one.dates[0][0] if one.dates else ''}"
            for one in matched.missed
        ]
        names = {one.report_id: report for report in reports for one in told.get(report, ())}
        lines += [
            f"false   {names[one.report_id]}: {one.event.level} {one.event.status} {one.event.matter} "
            f"{one.event.first}: {one.quote[:80]}"
            for one in matched.false
        ]
        bad = [
            one
            for one in graded
            if one.row.split == split
            and (
                one.scores.get("right", 0.0) < 1 or (one.row.exact and not exactly_right(one.row, one.reply))
            )
        ]
        lines.append(wrong_ones(bad))
    return "\n".join(lines) + "\n"
