"""Runs over the shared benchmarks: `assistant eval retrieval`, `reader` and `multiturn`.

They lie outside the project, in the folder `benchmarks` of the one that INSPECTION_SHARED names, or of
`../shared`. Nothing of them is copied into it.
"""

from __future__ import annotations

import json
import sys

NAMES: tuple[str, ...] = ("retrieval", "reader", "multiturn")


def run_benchmark(name: str, *, as_json: bool) -> int:
    """Run the benchmark of that name of `NAMES` and print its tables, or JSON; gives the exit status, 0.

    Raises:
        GoldError: the benchmark is not there, or its files are broken.
        EncoderError: the embedding model cannot be loaded.
    """
    from evals.benchmarks import multiturn, reader, retrieval
    from evals.benchmarks.files import benchmark_folder
    from index.encode import SentenceEncoder

    runs = {"retrieval": retrieval.run, "reader": reader.run, "multiturn": multiturn.run}
    outcome = runs[name](benchmark_folder(name), SentenceEncoder())
    if as_json:
        sys.stdout.write(json.dumps(outcome.as_dict(), indent=1) + "\n")
    else:
        sys.stdout.write(outcome.as_text())
    return 0
