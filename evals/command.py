"""`assistant eval`: put a gold set to the assistant and to the baselines, and say how each did."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.service import Assistant
from evals.compare import compare, matching
from evals.errors import ResultError
from evals.figures import results_of
from evals.gold import chosen, load_gold
from evals.metrics import faults
from evals.report import by_type, comparison, headline, wrong_ones
from evals.result import read_records, record_of, written
from evals.run import run_gold
from evals.systems import NAMES, held_by, make_system
from evals.thresholds import load_thresholds, shortfalls
from evals.types import SPLITS, GoldRow, Graded, Results

TEST = "split=test"


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
        0; or 1 when the first system crashed on a question or, with `gate`, a figure falls short.

    Raises:
        GoldError: the set cannot be read or does not fit the assistant's reports.
        ResultError: the earlier result cannot be read, or the page cannot be written.
    """
    rows = chosen(load_gold(wanted.gold), wanted.filters)
    # What is wrong with the files named is told before minutes of asking, not after.
    earlier = read_records(wanted.compare) if wanted.compare else ()
    if wanted.page:
        _write(wanted.page, "", "a")
    parts = run_parts(assistant, wanted, rows)
    records = [record_of(part.results, part.chosen) for part in parts]
    if wanted.as_json:
        sys.stdout.write(written(records))
    else:
        for part in parts:
            sys.stdout.write(_tables(wanted.gold, part))
        sys.stdout.write(_wrong(parts, wanted))
    if wanted.compare:
        for record in records:
            earlier_one = matching(earlier, record)
            # What is read by a program is JSON and nothing else.
            (sys.stderr if wanted.as_json else sys.stdout).write(
                f"Compared with {wanted.compare}\n\n{comparison(compare(earlier_one, record))}\n"
            )
    if wanted.page:
        _write(wanted.page, _page(parts, wanted))
    short = (
        [line for record in records for line in shortfalls(record, load_thresholds())] if wanted.gate else []
    )
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
    return results_of(wanted.gold, name, wanted.settings if name == "ours" else "", kept)


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
        shown = bad if wanted.wrong else [one for one in bad if one.error]
        if wanted.wrong and part.chosen.startswith(TEST) and TEST not in wanted.filters:
            text += f"{len(bad)} test questions went wrong. They judge: `--set {TEST}` lists them.\n"
            shown = [one for one in bad if one.error]
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


def _write(path: Path, text: str, mode: str = "w") -> None:
    try:
        with path.open(mode, encoding="utf-8") as page:
            page.write(text)
    except OSError as error:
        raise ResultError(
            f"{path}: the report cannot be written ({error.strerror}); choose another"
        ) from error
