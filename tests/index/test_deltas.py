"""Weights kept as differences: what is written is merged to within half a step, and damage is seen."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from index.deltas import STEPS, checked_digest, merge_deltas, write_deltas
from index.errors import WeightsError


def network(width: int = 4, seed: int = 0) -> Any:
    """A matrix and a bias that the packaged model has, and an output that it has not."""
    import torch

    torch.manual_seed(seed)
    return torch.nn.ModuleDict(
        {"layer": torch.nn.Linear(width, 3), "output": torch.nn.Linear(3, 2, bias=False)}
    )


def parameters(module: Any) -> dict[str, Any]:
    return {name: value.detach().clone() for name, value in module.named_parameters()}


def layers(module: Any) -> dict[str, Any]:
    return {name: value for name, value in parameters(module).items() if name.startswith("layer.")}


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """Those of network 1 as differences to network 0."""
    file = tmp_path / "made" / "some.safetensors"
    write_deltas(parameters(network(seed=1)), layers(network()), file)
    return file


def test_what_is_written_is_merged_to_within_half_a_step(weights: Path):
    base, trained, merged = parameters(network()), parameters(network(seed=1)), network()
    merge_deltas(weights, merged)
    got = parameters(merged)
    moved = trained["layer.weight"] - base["layer.weight"]
    step = moved.abs().amax(dim=1, keepdim=True) / STEPS
    assert bool(((got["layer.weight"] - trained["layer.weight"]).abs() <= 0.501 * step).all())
    # A bias, and what the packaged model has not, are kept whole, in 16 bits.
    for name in ("layer.bias", "output.weight"):
        assert got[name].tolist() == trained[name].half().float().tolist()


def test_steps_and_scale_of_a_row(tmp_path: Path):
    import torch
    from safetensors.torch import load_file

    base, trained = torch.tensor([[1.0, 1.0, 1.0]]), torch.tensor([[1.0, 2.27, -0.27]])
    write_deltas({"a": trained, "b": trained}, {"a": base}, tmp_path / "a.safetensors")
    held = load_file(tmp_path / "a.safetensors")
    assert set(held) == {"a:steps", "a:scale", "b"}
    assert (held["a:steps"].dtype, held["b"].dtype) == (torch.int8, torch.float16)
    assert held["a:steps"].tolist() == [[0, 127, -127]]
    assert held["a:scale"].tolist() == pytest.approx([0.01])


def test_what_did_not_move_stays_as_it_was(tmp_path: Path):
    plain = network()
    write_deltas(layers(plain), layers(plain), tmp_path / "a.safetensors")
    merge_deltas(tmp_path / "a.safetensors", plain)
    assert parameters(plain)["layer.weight"].equal(layers(network())["layer.weight"])


def test_what_has_to_be_there_and_is_not_is_another_networks(tmp_path: Path):
    write_deltas(layers(network()), layers(network()), tmp_path / "a.safetensors")
    merge_deltas(tmp_path / "a.safetensors", network(), ["layer.bias"])
    with pytest.raises(WeightsError, match="another kind of network"):
        merge_deltas(tmp_path / "a.safetensors", network(), ["layer.bias", "output.weight"])


def test_size_and_hash(tmp_path: Path):
    file = tmp_path / "a.safetensors"
    size = write_deltas(parameters(network(seed=1)), layers(network()), file)
    digest = sha256(file.read_bytes()).hexdigest()
    assert size == file.stat().st_size
    assert json.loads((tmp_path / "a.json").read_text()) == {"sha256": digest}
    assert checked_digest(file) == digest


def test_a_byte_that_is_changed_is_seen(weights: Path):
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    with pytest.raises(WeightsError, match=r"some\.safetensors is not as it was made$"):
        checked_digest(weights)


@pytest.mark.parametrize("said", [None, "", "{", "{}", "[]", '"sha256"'])
def test_a_hash_that_is_not_there_or_none_is_told(weights: Path, said: str | None):
    place = weights.with_suffix(".json")
    if said is None:
        place.unlink()
    else:
        place.write_text(said)
    with pytest.raises(WeightsError, match="is not there or not whole"):
        checked_digest(weights)


def test_weights_that_are_not_there_are_told(weights: Path):
    weights.unlink()
    with pytest.raises(WeightsError, match="is not there or not whole"):
        checked_digest(weights)


@pytest.mark.parametrize(
    "other", [pytest.param("wider", id="of another width"), pytest.param("fewer", id="without that output")]
)
def test_another_networks_file_is_told(weights: Path, other: str):
    merged = network(width=5 if other == "wider" else 4)
    if other == "fewer":
        del merged["output"]
    with pytest.raises(WeightsError, match="is of another kind of network"):
        merge_deltas(weights, merged)


@pytest.mark.parametrize("content", [b"", b"\xff" * 40])
def test_a_file_that_is_none_of_weights_is_told(weights: Path, content: bytes):
    weights.write_bytes(content)
    with pytest.raises(WeightsError, match="is of another kind of network"):
        merge_deltas(weights, network())
