"""`python -m evals.training.status`: trains the reader of status that stands beside the rules.

Why there is one: docs/decisions/0007-reading-status-by-a-model.md. Begins from the packaged reader of
questions, which has learnt to read two texts together, or goes on from earlier weights, and learns from the
documents about invented bodies beside this file and from the labelled reports of the sample corpus that may
be looked at (`tune`). Goes on from the last whole epoch, if it was stopped.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import torch

from assistant.errors import ReaderError
from assistant.reader import load_packaged
from corpus.events import events_of
from corpus.read import read_report
from corpus.readings.both import events_of as read_by_both
from corpus.readings.events import events_of as read_by
from evals.benchmarks.outcome import Outcome
from evals.errors import EvalsError
from evals.labels import load_labels
from evals.made import Document, labelled, made_documents
from evals.status_events import Read, made_documents_that_judge, made_table
from evals.status_series import series_table
from evals.training.status.train import Plan, only_learnt, train
from index.deltas import merge_deltas, write_deltas
from index.encode import PACKAGED, SentenceEncoder
from index.errors import IndexRoomError
from index.library import sample_folder
from index.status_model import WEIGHTS, TrainedStatusReader, make_network

DOCUMENTS = Path(__file__).parent / "documents"
PLAN = Plan(6)
"""How it is trained, where nothing else is said."""
SAMPLE_SHOWN = 2
"""So often the reports of the sample corpus are shown an epoch: they are few, and nearest to what is read."""
SERIES_SHOWN = 2
"""So often the series of digests are: they are what the sample corpus and the documents that judge are."""


def main(arguments: list[str] | None = None) -> int:
    """See the module. Exit status 2 for input that cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.status", description=__doc__)
    parser.add_argument("--epochs", type=int, default=PLAN.epochs)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--without", action="append", default=[], help="a file of documents to leave out, or `sample`"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("training/status"), help="where the checkpoint and the log go"
    )
    parser.add_argument("--begin", type=Path, help="weights of an earlier training to go on from")
    parser.add_argument("--rate", type=float, default=PLAN.rate, help="the highest rate of learning")
    parser.add_argument("--shown", type=float, default=PLAN.shown, help="the share of documents, an epoch")
    parser.add_argument(
        "--hidden", type=float, default=PLAN.hidden, help="the share of the pieces of words that are hidden"
    )
    parser.add_argument("--size", type=int, default=PLAN.size, help="so many examples make a batch")
    parser.add_argument("--workers", type=int, default=0, help="so many processes make the examples")
    parser.add_argument(
        "--measure",
        action="store_true",
        help="measure what was trained, or what is packaged, and train nothing",
    )
    parser.add_argument(
        "--on", action="append", default=[], help="a file of documents that judge, to measure on it alone"
    )
    parser.add_argument(
        "--mean", type=Path, nargs="+", metavar="WEIGHTS", help="write the mean of these, and train nothing"
    )
    given = parser.parse_args(arguments)
    weights = given.out / "status.safetensors"
    try:
        if given.measure:
            sys.stdout.write(measured(weights if weights.exists() else WEIGHTS, given.on).as_text())
            return 0
        if given.mean:
            given.out.mkdir(parents=True, exist_ok=True)
            size = export(mean_of(given.mean), weights)
            sys.stdout.write(f"{weights}: {size / 1e6:.1f} MB, the mean of {len(given.mean)}\n")
            return 0
        documents = learnt_from(given.without)
        left_out = [one for file in _files() if file.stem in given.without for one in made_documents(file)]
        network = beginning(given.begin)
    except (EvalsError, IndexRoomError, ReaderError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    plan = Plan(
        *(given.epochs, given.size, given.rate), seed=given.seed, shown=given.shown, hidden=given.hidden
    )
    train(network, documents, plan, given.out, left_out, given.workers)
    size = export(network, weights)
    sys.stdout.write(f"{weights}: {size / 1e6:.1f} MB, from {len(documents)} documents\n")
    return 0


def measured(weights: Path, files: Sequence[str] = ()) -> Outcome:
    """What the trained reader, and the rules, read of the documents that only judge, or some files of them.

    Raises WeightsError, and GoldError where there is no such file.
    """
    reader, encoder = TrainedStatusReader(weights), SentenceEncoder(PACKAGED)
    documents = made_documents_that_judge(files)
    ways: dict[str, Read] = {
        "rules": events_of,
        "the reader": cache(lambda report: read_by(report, reader)),
        "both": cache(lambda report: read_by_both(report, reader)),
    }
    tables = [made_table(f"Events read by {name}", documents, read) for name, read in ways.items()]
    tables += [
        series_table(f"How bodies stand, read by {name}", documents, read, encoder)
        for name, read in ways.items()
    ]
    return Outcome("status-model", tuple(tables), "Made-up documents. Brackets hold 95% bootstrap intervals.")


def learnt_from(without: list[str]) -> list[Document]:
    """The documents to learn from: those about invented bodies, then `tune`. Raises GoldError."""
    files = [file for file in _files() if file.stem not in without]
    documents = [
        document
        for file in files
        for document in made_documents(file) * (SERIES_SHOWN if file.stem.startswith("series") else 1)
    ]
    if "sample" not in without:
        documents += SAMPLE_SHOWN * sample_documents("tune")
    return documents


def _files() -> list[Path]:
    return sorted(DOCUMENTS.glob("*.txt"))


def sample_documents(split: str) -> list[Document]:
    """The reports of the sample corpus about the bodies of a half, with their labels, as documents."""
    labels = [label for label in load_labels() if label.split == split]
    bodies = {label.body for label in labels}
    reports = {path.name: read_report(path) for path in sorted(sample_folder().glob("*.md"))}
    return [
        labelled([label for label in labels if label.report == name], report, name)
        for name, report in reports.items()
        if report.body in bodies
    ]


def beginning(weights: Path | None = None) -> Any:
    """What training begins from: what `weights` hold, or the packaged reader's layers and new outputs.

    Raises WeightsError where `weights` cannot be read.
    """
    torch.manual_seed(0)
    network = make_network()
    if weights is not None:
        merge_deltas(weights, network)
    else:
        network["bert"].load_state_dict(load_packaged().model.bert.state_dict(), strict=False)
    return network


def mean_of(weights: Sequence[Path]) -> Any:
    """A network whose every weight is the mean of several trainings' from one beginning.

    After Wortsman and others, "Model soups" (ICML 2022). Raises WeightsError where one cannot be read.
    """
    networks = [beginning(one) for one in weights]
    mean = networks[0]
    with torch.no_grad():
        for parts in zip(*(network.parameters() for network in networks), strict=True):
            parts[0].copy_(torch.stack(parts).mean(0))
    only_learnt(mean)
    return mean


def export(network: Any, weights: Path) -> int:
    """Write what was trained, as differences to the packaged model; returns the bytes written."""
    base = {
        name: value for name, value in make_network().named_parameters() if name.startswith("bert.encoder.")
    }
    kept = {name: value for name, value in network.named_parameters() if value.requires_grad}
    return write_deltas(kept, base, weights)


if __name__ == "__main__":
    sys.exit(main())
