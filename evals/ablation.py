"""What each part of the assistant is worth: `python -m evals.ablation [RESULT.json]` (`make ablation`).

Asks the half of the gold set that may be looked at (`split=tune`) of the assistant and of variants of it
with a part left out or other passages, in one process, and prints a table. With RESULT.json the runs are
written there, too, for `evals.publish`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.service import Assistant
from assistant.settings import Settings
from evals.command import Evaluation, run_parts
from evals.compare import compare
from evals.figures import BY_NAME, TOTAL
from evals.gold import INSPECTION, chosen, load_gold
from evals.report import cell, markdown
from evals.result import Record, record_of, written
from evals.variant import SWITCHES, Variant
from index.encode import make_encoder

PART = "split=tune"
PASSAGES = (60, 120, 250)
VARIANTS = (
    Variant(),
    *(Variant(frozenset({switch})) for switch in SWITCHES),
    *(Variant(passage_tokens=tokens) for tokens in PASSAGES),
)
SHOWN = ("recall_1", "recall_5", "mrr", "first_cited", "right", "wrong_body")
PAIRED = ("recall_5", "first_cited", "right")


def measure() -> list[Record]:
    """A run of each of `VARIANTS`, the whole assistant first; the same model serves all."""
    rows = chosen(load_gold(INSPECTION), [PART])
    usual = Settings.read()
    encoder = make_encoder(usual.model)
    records = []
    for variant in VARIANTS:
        sys.stderr.write(f"{variant.label or 'the whole assistant'}\n")
        settings = variant.settings(usual)
        with Assistant.open(settings=settings, encoder=encoder, choosing=variant.choosing) as assistant:
            wanted = Evaluation(INSPECTION, (PART,), ("ours",), variant.label)
            (part,) = run_parts(assistant, wanted, rows)
        records.append(record_of(part.results, part.chosen))
    return records


def table(records: Sequence[Record]) -> str:
    """The figures of each variant, and how far it is from the whole assistant, question by question."""
    whole = records[0]
    heading = ["", *(BY_NAME[name].label for name in SHOWN)]
    heading += [f"{BY_NAME[name].label}, difference" for name in PAIRED]
    lines = [heading]
    for record in records:
        figures = record.figures[record.system][TOTAL]
        line = [record.settings or "the whole assistant"]
        line += [cell(BY_NAME[name], figures[name], bare=True) for name in SHOWN]
        differences = compare(whole, record).differences if record is not whole else {}
        line += [
            cell(BY_NAME[name], differences[name], signed=True) if name in differences else ""
            for name in PAIRED
        ]
        lines.append(line)
    return markdown(lines)


def main(arguments: Sequence[str]) -> int:
    """Measure, print and perhaps write; gives the exit status."""
    if len(arguments) > 1:
        sys.stderr.write("usage: python -m evals.ablation [RESULT.json]\n")
        return 2
    records = measure()
    for name in arguments:
        Path(name).write_text(written(records), encoding="utf-8")
    sys.stdout.write(table(records))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
