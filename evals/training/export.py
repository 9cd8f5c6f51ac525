"""Trained network -> the file that ships: differences to the packaged model in 8 bits, by rows."""

from __future__ import annotations

from pathlib import Path

import torch

from assistant.reader import untrained
from index.deltas import write_deltas


def export(trained: dict[str, torch.Tensor], weights: Path) -> int:
    """Write `weights` and its hash beside it; returns the bytes written.

    The embeddings are the packaged model's own and not in the file.
    """
    parameters = dict(untrained().model.named_parameters())
    kept = {
        name: value for name, value in trained.items() if name in parameters and ".embeddings." not in name
    }
    layers = {name: value for name, value in parameters.items() if name.startswith("bert.encoder.")}
    return write_deltas(kept, layers, weights)
