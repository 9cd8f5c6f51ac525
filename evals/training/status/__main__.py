"""`python -m evals.training.status`: trains a reader of status, which is to take the place of the rules.

It is not part of the product yet: docs/decisions/0007-reading-status-by-a-model.md says why. Begins from the
packaged reader of questions, which has learnt to read two texts together, and learns from the
documents about invented bodies beside this file and from the labelled reports of the sample corpus that may
be looked at (`tune`). Goes on from the last whole epoch, if it was stopped.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import torch

from assistant.errors import ReaderError
from assistant.reader import load_packaged
from corpus.events import events_of
from corpus.read import read_report
from evals.benchmarks.outcome import Outcome
from evals.errors import EvalsError
from evals.labels import load_labels
from evals.made import Document, labelled, made_documents
from evals.status_events import made_documents_that_judge, made_table
from evals.training.status.both import events_of as read_by_both
from evals.training.status.events import events_of as read_by
from evals.training.status.model import LIKELY, TrainedStatusReader, make_network
from evals.training.status.train import Plan, train
from index.deltas import write_deltas
from index.errors import IndexRoomError
from index.library import sample_folder

DOCUMENTS = Path(__file__).parent / "documents"
EPOCHS = 6
SAMPLE_SHOWN = 2
"""So often the reports of the sample corpus are shown an epoch: they are few, and nearest to what is read."""


def main(arguments: list[str] | None = None) -> int:
    """See the module. Exit status 2 for input that cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.status", description=__doc__)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--without", action="append", default=[], help="a file of documents to leave out, or `sample`"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("training/status"), help="where the checkpoint and the log go"
    )
    parser.add_argument("--measure", action="store_true", help="measure what was trained, and train nothing")
    given = parser.parse_args(arguments)
    weights = given.out / "status.safetensors"
    try:
        if given.measure:
            sys.stdout.write(measured(weights).as_text())
            return 0
        documents = learnt_from(given.without)
        network = beginning()
    except (EvalsError, IndexRoomError, ReaderError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    train(network, documents, Plan(given.epochs, seed=given.seed), given.out)
    size = export(network, weights)
    sys.stdout.write(f"{weights}: {size / 1e6:.1f} MB, from {len(documents)} documents\n")
    return 0


def measured(weights: Path) -> Outcome:
    """What the trained reader, and the rules, read of the documents that only judge. Raises WeightsError."""
    reader, likely = TrainedStatusReader(weights), TrainedStatusReader(weights, LIKELY)
    documents = made_documents_that_judge()
    tables = (
        made_table("Events read by both", documents, lambda report: read_by_both(report, reader, likely)),
        made_table("Events read by the model", documents, lambda report: read_by(report, reader)),
        made_table("Events read by rules", documents, events_of),
    )
    return Outcome("status-model", tables, "Made-up documents. Brackets hold 95% bootstrap intervals.")


def learnt_from(without: list[str]) -> list[Document]:
    """The documents to learn from: those about invented bodies, then `tune`. Raises GoldError."""
    files = [file for file in sorted(DOCUMENTS.glob("*.txt")) if file.stem not in without]
    documents = [document for file in files for document in made_documents(file)]
    if "sample" not in without:
        documents += SAMPLE_SHOWN * sample_documents("tune")
    return documents


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


def beginning() -> Any:
    """What training begins from: the packaged reader's layers, and outputs that say nothing yet."""
    torch.manual_seed(0)
    network = make_network()
    network["bert"].load_state_dict(load_packaged().model.bert.state_dict(), strict=False)
    return network


def export(network: Any, weights: Path) -> int:
    """Write what was trained, as differences to the packaged model; returns the bytes written."""
    base = {
        name: value for name, value in make_network().named_parameters() if name.startswith("bert.encoder.")
    }
    kept = {name: value for name, value in network.named_parameters() if value.requires_grad}
    return write_deltas(kept, base, weights)


if __name__ == "__main__":
    sys.exit(main())
