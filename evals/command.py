"""`assistant eval`: put a gold set to the assistant and to the baselines, and say how each did."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.service import Assistant
from evals.compare import compare, matching
from evals.errors import GoldError, ResultError
from evals.figures import results_of
from evals.gold import chosen, load_gold
from evals.metrics import faults
from evals.report import by_type, comparison, headline, wrong_ones
from evals.result import Record, digest_of, read_records, record_of, written
from evals.run import run_gold
from evals.systems import NAMES, held_by, make_system
from evals.thresholds import held_to, load_thresholds, shortfalls, worsened
from evals.types import SPLITS, GoldRow, Graded, Results

TEST = "split=test"
HTML = b"<!doctype html"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is asked for: see `assistant eval --help`.

    `settings` says what was changed about the assistant ("" for nothing).
    """

    gold: str
    filters: tuple[str, ...] = ()
    systems: tuple[str, ...] = NAMES
    settings: str = ""
    as_json: bool = False
    wrong: bool = False
    gate: bool = False
    compare: Path | None = None
    page: Path | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a gold set ("split=test"; "" for the whole) and how each system did on it."""

    chosen: str
    results: tuple[Results, ...]


def evaluate(assistant: Assistant, wanted: Evaluation) -> int:
    """Run, print and write what was asked for; gives the exit status.

    Returns:
        0; or 1 when the first system crashed on a question or, with `gate`, a figure falls short or, by the
        comparison asked for with it, got worse.

    Raises:
        GoldError: the set cannot be read or does not fit the assistant's reports, or there is none of these.
        ResultError: the earlier result cannot be read or compared, or the page cannot be written.
    """
    # What is wrong with the files named is told before minutes of asking, not after.
    rows = chosen(load_gold(wanted.gold), wanted.filters)
    earlier = read_records(wanted.compare) if wanted.compare else ()
    if wanted.compare:
        _check_shared(earlier, rows, wanted.compare)
    if wanted.page:
        _check_page(wanted.page)
    if not assistant.reports():
        raise GoldError("there is no report to ask about; add some, or name their folder with --reports")
    parts = run_parts(assistant, wanted, rows)
    records = [record_of(part.results, part.chosen) for part in parts]
    if wanted.as_json:
        sys.stdout.write(written(records))
    else:
        for part in parts:
            sys.stdout.write(_tables(wanted.gold, part))
        sys.stdout.write(_wrong(parts, wanted))
    compared = [(record, compare(matching(earlier, record), record)) for record in records if wanted.compare]
    for _, one in compared:
        # What is read by a program is JSON and nothing else.
        told = sys.stderr if wanted.as_json else sys.stdout
        told.write(f"Compared with {wanted.compare}\n\n{comparison(one)}\n")
    if wanted.page:
        _write(wanted.page, _page(parts, wanted))
    short: list[str] = []
    if wanted.gate:
        thresholds = load_thresholds()
        short += [line for record in held_to(records, thresholds) for line in shortfalls(record, thresholds)]
        short += [line for record, one in compared for line in worsened(record, one, thresholds)]
    for line in short:
        sys.stderr.write(f"{line}\n")
    crashed = any(one.error for part in parts for one in part.results[0].graded)
    return 1 if crashed or short else 0


def run_parts(assistant: Assistant, wanted: Evaluation, rows: Sequence[GoldRow]) -> tuple[Part, ...]:
    """Ask every system every question; a set with splits is told of split by split, unless one is chosen."""
    held = held_by(assistant)
    graded: dict[str, tuple[Graded, ...]] = {}
    with TemporaryDirectory(prefix="eval-", ignore_cleanup_errors=True) as folder:
        for name in wanted.systems:
            graded[name] = run_gold(make_system(name, assistant, held, folder), rows, held)
    splits = [split for split in SPLITS if any(row.split == split for row in rows)]
    by_split = len(splits) > 1 and not any(one.startswith("split=") for one in wanted.filters)
    names: dict[str, str | None] = {" ".join(wanted.filters): None}
    if by_split:
        names = {" ".join((f"split={split}", *wanted.filters)): split for split in splits}
        if any(not row.split for row in rows):
            names[" ".join(("split=", *wanted.filters))] = ""
    return tuple(
        Part(label, tuple(_results(name, wanted, graded[name], split) for name in wanted.systems))
        for label, split in names.items()
    )


def _results(name: str, wanted: Evaluation, graded: Sequence[Graded], split: str | None) -> Results:
    kept = [one for one in graded if split is None or one.row.split == split]
    return results_of(wanted.gold, name, wanted.settings, kept)


def _tables(gold: str, part: Part) -> str:
    first = part.results[0]
    changed = f", {first.settings}" if first.settings else ""
    title = f"Gold set: {gold}{f', {part.chosen}' if part.chosen else ''}{changed}\n\n"
    return f"{title}{headline(part.results)}\nBy type, {first.system}:\n\n{by_type(first)}\n"


def _wrong(parts: Sequence[Part], wanted: Evaluation) -> str:
    """What went wrong, where it was asked for; crashes in any case; never unasked that of test questions."""
    text = ""
    for part in parts:
        graded = part.results[0].graded
        bad = [one for one in graded if faults(one.row, one.scores, one.error)]
        hidden = [one for one in bad if one.row.split == "test" and TEST not in wanted.filters]
        shown = [one for one in bad if one.error or (wanted.wrong and one not in hidden)]
        if wanted.wrong and hidden:
            text += f"{len(hidden)} test questions went wrong. They judge: `--set {TEST}` lists them.\n"
        if shown or (wanted.wrong and not bad):
            text += wrong_ones(shown) + "\n"
    return text


def _page(parts: Sequence[Part], wanted: Evaluation) -> str:
    from evals.page import page

    names = [result.system for result in parts[0].results]
    whole = [
        results_of(
            wanted.gold,
            name,
            parts[0].results[number].settings,
            [one for part in parts for one in part.results[number].graded],
        )
        for number, name in enumerate(names)
    ]
    chosen_part = f" ({parts[0].chosen})" if len(parts) == 1 and parts[0].chosen else ""
    return page(whole, title=f"{wanted.gold}{chosen_part}")


def _check_shared(earlier: Sequence[Record], rows: Sequence[GoldRow], path: Path) -> None:
    asked = {row.id: digest_of(row) for row in rows}
    if not any(asked.get(question) == one.digests[question] for one in earlier for question in one.scores):
        raise ResultError(f"{path}: it shares no question with what is asked; compare with a run of this set")


def _check_page(path: Path) -> None:
    """That the page can be written, and writes over nothing but a page."""
    new = not path.exists()
    _write(path, "", "a")
    if new:
        path.unlink()
    elif path.is_file() and (held := path.read_bytes()[:64].lstrip().lower()) and not held.startswith(HTML):
        raise ResultError(f"{path}: it is there, and is no page of a report; choose another name")


def _write(path: Path, text: str, mode: str = "w") -> None:
    try:
        with path.open(mode, encoding="utf-8") as page:
            page.write(text)
    except OSError as error:
        raise ResultError(
            f"{path}: the report cannot be written ({error.strerror}); choose another"
        ) from error
