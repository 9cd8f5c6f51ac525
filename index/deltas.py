"""Weights that ship as differences to the packaged model, in 8 bits a weight: written, checked, merged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from index.errors import WeightsError

STEPS = 127
"""A difference is a whole number of steps, -127 to 127; a step is the row's largest over 127."""

_STEPS, _SCALE = ":steps", ":scale"


def write_deltas(trained: Mapping[str, Any], base: Mapping[str, Any], weights: Path) -> int:
    """Write `weights` and its hash beside it; returns the bytes written.

    Args:
        trained: the parameters to keep, by name.
        base: those of the packaged model, by the same names: a matrix that is in both is kept as int8
            differences with a scale a row, all else in 16 bits.
        weights: the file; `.json` beside it gets its SHA-256.
    """
    import torch
    from safetensors.torch import save_file

    held: dict[str, torch.Tensor] = {}
    for name, value in trained.items():
        if value.ndim == 2 and name in base:
            difference = value.detach().float().cpu() - base[name].detach().float().cpu()
            scale = difference.abs().amax(dim=1).clamp(min=1e-12) / STEPS
            held[name + _STEPS] = (difference / scale[:, None]).round().to(torch.int8)
            held[name + _SCALE] = scale
        else:
            held[name] = value.detach().half().contiguous()
    weights.parent.mkdir(parents=True, exist_ok=True)
    save_file(held, weights)
    digest = sha256(weights.read_bytes()).hexdigest()
    weights.with_suffix(".json").write_text(json.dumps({"sha256": digest}, indent=2) + "\n", encoding="utf-8")
    return weights.stat().st_size


def checked_digest(weights: Path) -> str:
    """The SHA-256 of a file of weights. Raises WeightsError where it is not the one that stands beside it."""
    try:
        said = json.loads(weights.with_suffix(".json").read_text(encoding="utf-8"))["sha256"]
        found = sha256(weights.read_bytes()).hexdigest()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WeightsError(f"{weights} is not there or not whole") from error
    if found != said:
        raise WeightsError(f"{weights} is not as it was made")
    return found


def merge_deltas(weights: Path, network: Any, needed: Iterable[str] = ()) -> None:
    """Add differences to a network's parameters, in place, and take over what is kept whole.

    Raises WeightsError where the file is not there, is another network's, or lacks one of those `needed`.
    """
    from safetensors import SafetensorError, safe_open
    from torch import no_grad

    parameters = dict(network.named_parameters())
    try:
        with safe_open(weights, "pt") as held, no_grad():
            names = set(held.keys())
            for name in set(needed) - names:
                raise KeyError(name)
            for name in names:
                if name.endswith(_SCALE):
                    continue
                value = held.get_tensor(name).float()
                if name.endswith(_STEPS):
                    plain = name.removesuffix(_STEPS)
                    value = value * held.get_tensor(plain + _SCALE).float()[:, None]
                    parameters[plain] += _fitting(value, parameters[plain])
                else:
                    parameters[name].copy_(_fitting(value, parameters[name]))
    except OSError as error:
        raise WeightsError(f"{weights} is not there or cannot be read") from error
    except (KeyError, RuntimeError, SafetensorError) as error:
        raise WeightsError(f"{weights} is of another kind of network") from error


def _fitting(value: Any, parameter: Any) -> Any:
    """A value where its parameter is. Raises RuntimeError where it is of another shape."""
    if value.shape != parameter.shape:
        raise RuntimeError(f"{tuple(value.shape)} is not {tuple(parameter.shape)}")
    return value.to(parameter.device)
