"""How many windows are worth reading: `python -m evals.windows` prints quality against time.

Asks the half of the gold set that may be looked at (`split=tune`), of each number of windows in turn, all in
one run on one machine.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from statistics import median

from assistant.reader import CrossReader
from assistant.reading import FITTED, ReadingChooser
from assistant.service import Assistant
from evals.gold import INSPECTION, chosen, load_gold
from evals.report import aligned
from evals.run import run_gold
from evals.systems import Ours, held_by
from evals.timed import TimedReader
from evals.types import Graded
from index.home import Home

NUMBERS = (2, 4, 6, 8, 12, 16, 24)


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading at most `windows` of each question, and the seconds of each reading."""

    windows: int
    graded: tuple[Graded, ...]
    seconds: tuple[float, ...]


def measure(numbers: tuple[int, ...] = NUMBERS) -> list[Read]:
    """The gold set's `tune` half asked with each number of windows."""
    rows = chosen(load_gold(INSPECTION), ["split=tune"])
    reader = TimedReader(CrossReader())
    runs = []
    for windows in numbers:
        sys.stderr.write(f"{windows} windows ...\n")

        def reading(home: Home, windows: int = windows) -> ReadingChooser:
            return ReadingChooser(reader, home.rarity, FITTED, windows)

        with Assistant.open(choosing=reading) as assistant:
            reader.seconds.clear()
            held = held_by(assistant)
            graded = run_gold(Ours(assistant, held), rows, held)
        runs.append(Read(windows, graded, tuple(reader.seconds)))
    return runs


def table(runs: list[Read]) -> str:
    """A line a number of windows: how often the likeliest is evidence, and what it takes."""
    lines = [["windows", "likeliest right", "right as a whole", "reading, median ms", "question, median ms"]]
    for run in runs:
        answerable = [one for one in run.graded if one.row.evidence]
        lines.append(
            [
                str(run.windows),
                f"{sum(one.scores['closest_right'] for one in answerable) / len(answerable):.2f}",
                f"{sum(one.scores['right'] for one in run.graded) / len(run.graded):.2f}",
                f"{1000 * median(run.seconds):.0f}",
                f"{median(one.milliseconds for one in run.graded):.0f}",
            ]
        )
    return aligned(lines)


def main() -> int:
    """Measure and print; gives the exit status."""
    sys.stdout.write(table(measure()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
