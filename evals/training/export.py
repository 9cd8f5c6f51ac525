"""Trained network -> the file that ships: differences to the packaged model in 8 bits, by rows."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import torch
from safetensors.torch import save_file

from assistant.reader import untrained

STEPS = 127
"""A difference is a whole number of steps, -127 to 127; a step is the row's largest over 127."""


def export(trained: dict[str, torch.Tensor], weights: Path) -> int:
    """Write `weights` and its hash beside it; returns the bytes written.

    Matrices of the layers are kept as int8 differences with a scale a row, all else that was trained in
    16 bits. The embeddings are the packaged model's own and not in the file.
    """
    base = dict(untrained().model.named_parameters())
    held: dict[str, torch.Tensor] = {}
    for name, value in trained.items():
        if name not in base or ".embeddings." in name:
            continue
        if value.ndim == 2 and name.startswith("bert.encoder."):
            difference = value.float().cpu() - base[name].detach().cpu()
            scale = difference.abs().amax(dim=1).clamp(min=1e-12) / STEPS
            held[f"{name}:steps"] = (difference / scale[:, None]).round().to(torch.int8)
            held[f"{name}:scale"] = scale
        else:
            held[name] = value.half()
    weights.parent.mkdir(parents=True, exist_ok=True)
    save_file(held, weights)
    digest = sha256(weights.read_bytes()).hexdigest()
    weights.with_suffix(".json").write_text(json.dumps({"sha256": digest}, indent=2) + "\n", encoding="utf-8")
    return weights.stat().st_size
