"""`python -m evals.training`: trains the reader from the packaged model and writes its weights.

First on questions about anything, at a rate that stays; then, at one that falls, on those about inspection
reports, about made-up letters (`evals.training.letters`) and, that nothing is unlearnt, some of the first.
Goes on from where it was stopped, if it was. With the shared benchmarks at hand (see `evals.benchmarks`).
"""

from __future__ import annotations

import argparse
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import torch

from assistant.errors import AssistantError
from assistant.reader import NONE, WEIGHTS, untrained
from assistant.service import Assistant
from assistant.settings import Settings
from corpus.errors import CorpusError
from evals.benchmarks.files import benchmark_folder
from evals.errors import EvalsError
from evals.training.domain import report_groups, reports_to_learn_from
from evals.training.export import export
from evals.training.groups import Group, pair_groups, reader_groups, whole_groups
from evals.training.letters import letter_groups
from evals.training.train import Plan, train
from index.errors import IndexRoomError

QUESTIONS = Path(__file__).parent / "questions"
DEV = 200
GENERAL = 725
DOMAIN = 500

PARTS = ("reports", "letters", "anything")
"""What the second stage learns from: questions on the sample corpus, made-up letters, some of the first's."""


def main(arguments: list[str] | None = None) -> int:
    """See the module. Exit status 2 for input that cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m evals.training", description=__doc__)
    parser.add_argument("--general", type=int, default=GENERAL, help="steps of 16 questions about anything")
    parser.add_argument("--domain", type=int, default=DOMAIN, help="steps, most of them about reports")
    parser.add_argument(
        "--without", choices=PARTS, action="append", default=[], help="what the second stage leaves out"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("training"), help="where checkpoints and the log go")
    parser.add_argument(
        "--weights",
        type=Path,
        default=WEIGHTS.parent,
        help="their folder; ASSISTANT_READER takes it",
    )
    given = parser.parse_args(arguments)
    try:
        general, domain, dev = prepared(given.seed, given.out / "home")
    except (AssistantError, CorpusError, EvalsError, IndexRoomError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    torch.manual_seed(given.seed)
    model = untrained()
    train(model, general, dev, Plan(given.general, falling=0.0, seed=given.seed), given.out / "general")
    parts = {
        "reports": [*domain, *domain],
        "letters": list(letter_groups(given.seed)),
        "anything": Random(given.seed).sample(general, min(len(domain), len(general))),  # noqa: S311
    }
    mixed = [group for name, groups in parts.items() if name not in given.without for group in groups]
    if mixed and given.domain:
        plan = Plan(given.domain, rate=5e-5, warm=30, falling=1.0, seed=given.seed)
        # A folder of its own for each plan: a checkpoint of another is no beginning of this one.
        named = "-".join(
            ["domain", str(given.domain), *(f"without-{name}" for name in sorted(given.without))]
        )
        train(model, mixed, dev, plan, given.out / named)
    weights = given.weights / WEIGHTS.name
    size = export(model.model.state_dict(), weights)
    sys.stdout.write(f"{weights}: {size / 1e6:.1f} MB\n")
    return 0


def prepared(seed: int, home: Path) -> tuple[list[Group], list[Group], list[Group]]:
    """Questions about anything, those about reports, and held-out ones of the first kind to watch it by."""
    folder = benchmark_folder("reader")
    general = reader_groups(folder / "train.jsonl", seed)
    general += pair_groups(folder / "question_sentence_pairs.tsv", seed)
    domain: list[Group] = []
    # Not a word about a body that judges is learnt from.
    (home / "reports").mkdir(parents=True, exist_ok=True)
    for path in reports_to_learn_from():
        shutil.copy(path, home / "reports")
    # Windows are gathered, and earlier turns answered, without the reader that is to be trained.
    settings = replace(Settings.read(home / "index"), reader=NONE)
    with Assistant.open(home / "reports", settings=settings) as assistant:
        for file in sorted(QUESTIONS.glob("*.jsonl")):
            domain += report_groups(file, assistant)
    dev = whole_groups(folder / "dev.jsonl")
    return general, domain, Random(seed).sample(dev, DEV)  # noqa: S311


if __name__ == "__main__":
    sys.exit(main())
