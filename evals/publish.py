"""Recorded results -> the tables of the README and of docs/: `python -m evals.publish [--check]`.

The tables stand between two marks, `<!-- table NAME -->` and `<!-- end -->`. With `--check` nothing is
written, and the exit status is 1 when a page does not show what the recorded results say.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals import ablation
from evals.errors import ResultError
from evals.figures import BY_NAME, MEASURES, TOTAL
from evals.report import cell, markdown
from evals.result import Record, read_records

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "docs/quality.md")
HEADLINE = (
    "right",
    "first_cited",
    "quote_precision",
    "recall_5",
    "refused_rightly",
    "refused_wrongly",
    "wrong_body",
    "ms_median",
)
SHOWN_BY_TYPE = (
    "right",
    "recall_5",
    "first_cited",
    "quote_precision",
    "said",
    "refused_rightly",
    "refused_wrongly",
)

BEGIN = "<!-- table "
_PLACE = re.compile(r"(<!-- table (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def headline(record: Record) -> str:
    """The measures that a reader of the README wants, ours beside the baselines, with intervals."""
    return _systems(record, HEADLINE)


def everything(record: Record) -> str:
    """All measures, ours beside the baselines, with intervals."""
    return _systems(record, [measure.name for measure in MEASURES])


def by_type(record: Record) -> str:
    """The main measures of the assistant for each type of question."""
    lines = [["", "questions", *(BY_NAME[name].label for name in SHOWN_BY_TYPE)]]
    for group, figures in record.figures[record.system].items():
        cells = [cell(BY_NAME[name], figures[name]) for name in SHOWN_BY_TYPE]
        lines.append([group, str(figures["crashed"].count), *cells])
    return markdown(lines)


def status_tables(outcome: Mapping[str, Any]) -> dict[str, str]:
    """The figures of `assistant eval status --json`, a table a half: what is measured, ours, the baseline."""
    made: dict[str, list[list[str]]] = {}
    for table in outcome["tables"]:
        title, _, split = table["title"].partition(", split=")
        lines = made.setdefault(f"status-{split}", [["", "ours", "starter", "of"]])
        for name, figures in table["rows"].items():
            if "ours" in figures:
                ours, starter = figures["ours"], figures["starter"]
                lines.append([name.strip(), _said(ours), _said(starter), str(ours["count"])])
                continue
            for column, figure in figures.items():
                lines.append([f"{title.lower()}: {name}, {column}", _said(figure), "-", str(figure["count"])])
    return {name: markdown(lines) for name, lines in made.items()}


def _said(figure: Mapping[str, Any]) -> str:
    if figure["value"] is None:
        return "-"
    return f"{figure['value']:.2f} [{figure['low']:.2f}-{figure['high']:.2f}]"


def filled(page: str, tables: dict[str, str]) -> str:
    """The page with each table put between its marks.

    Raises ResultError for a mark without such a table, or one that is not closed before the next.
    """

    def put(match: re.Match[str]) -> str:
        if match["name"] not in tables:
            raise ResultError(f"there is no table {match['name']}; there are {', '.join(tables)}")
        if BEGIN in match[0].removeprefix(BEGIN):
            raise ResultError(f"table {match['name']} is not closed; write <!-- end --> behind it")
        return f"{match[1]}\n{tables[match['name']]}\n{match[3]}"

    done, count = _PLACE.subn(put, page)
    if count != page.count(BEGIN):
        raise ResultError(
            f"{page.count(BEGIN) - count} of the tables' marks are not whole; see `evals.publish`"
        )
    return done


def tables_of(folder: Path) -> dict[str, str]:
    """Every table by name, from the results recorded in a folder.

    Raises ResultError when there is not just one result of the gold set, of status and of the ablation.
    """
    runs = {record.chosen: record for record in read_records(_only(folder, "inspection@*.json"))}
    made: dict[str, str] = {}
    makers: tuple[tuple[str, Callable[[Record], str]], ...] = (
        ("headline", headline),
        ("everything", everything),
        ("by-type", by_type),
    )
    for chosen, record in runs.items():
        split = chosen.removeprefix("split=")
        made |= {f"{name}-{split}": make(record) for name, make in makers}
    made |= status_tables(json.loads(_only(folder, "status@*.json").read_text(encoding="utf-8")))
    made["ablation"] = ablation.table(read_records(_only(folder, "ablation@*.json")))
    return made


def main(arguments: Sequence[str]) -> int:
    """Write the tables into the pages, or check them; gives the exit status."""
    if list(arguments) not in ([], ["--check"]):
        sys.stderr.write("usage: python -m evals.publish [--check]\n")
        return 2
    try:
        stale = _publish(write=not arguments)
    except ResultError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for name in stale:
        done = "does not show the recorded results; run `python -m evals.publish`" if arguments else "written"
        sys.stdout.write(f"{name}: {done}\n")
    return 1 if arguments and stale else 0


def _publish(*, write: bool) -> list[str]:
    """The names of the pages that did not show what the results say; they do now, with `write`."""
    tables = tables_of(ROOT / "evals" / "results")
    stale = {}
    for name in PAGES:
        before = (ROOT / name).read_text(encoding="utf-8")
        after = filled(before, tables)
        if before != after:
            stale[name] = after
    # None is written unless all can be.
    for name, after in stale.items() if write else ():
        (ROOT / name).write_text(after, encoding="utf-8")
    return list(stale)


def _systems(record: Record, names: Sequence[str]) -> str:
    lines = [["", *record.figures, "questions"]]
    for name in names:
        measure = BY_NAME[name]
        figures = [groups[TOTAL][name] for groups in record.figures.values()]
        lines.append([measure.label, *(cell(measure, figure) for figure in figures), str(figures[0].count)])
    return markdown(lines)


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise ResultError(
            f"{folder}: {len(found)} files {pattern}, and just one is wanted; run `make record`"
        )
    return found[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
