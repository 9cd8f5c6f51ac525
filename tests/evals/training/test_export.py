"""What is exported is what is loaded, to within half a step; and damage is seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.errors import ReaderError
from assistant.reader import CrossReader, load_packaged, untrained
from evals.training.export import export
from index.deltas import STEPS

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def trained() -> dict[str, torch.Tensor]:
    """As if trained: each weight moved a little."""
    torch.manual_seed(0)
    held = untrained().model.state_dict()
    return {name: value + 0.01 * torch.randn_like(value) if value.is_floating_point() else value
            for name, value in held.items()}  # fmt: skip


def test_what_is_exported_is_loaded(trained: dict[str, torch.Tensor], tmp_path: Path):
    weights = tmp_path / "reader.safetensors"
    size = export(trained, weights)
    assert size == weights.stat().st_size < 12_000_000
    plain = dict(untrained().model.named_parameters())
    loaded = dict(load_packaged(weights).model.named_parameters())
    for name, value in loaded.items():
        if ".embeddings." in name:
            assert torch.equal(value, plain[name]), name
        elif value.ndim == 2 and name.startswith("bert.encoder."):
            step = (trained[name] - plain[name]).abs().amax(dim=1, keepdim=True) / STEPS
            assert bool(((value - trained[name]).abs() <= 0.51 * step + 1e-7).all()), name
        else:
            assert torch.allclose(value, trained[name], atol=2e-3), name


def test_damaged_or_missing_weights_are_told(trained: dict[str, torch.Tensor], tmp_path: Path):
    weights = tmp_path / "reader.safetensors"
    with pytest.raises(ReaderError, match="not there or not whole; write it again"):
        load_packaged(weights)
    export(trained, weights)
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 1
    weights.write_bytes(content)
    with pytest.raises(ReaderError, match="not as it was made; write it again"):
        load_packaged(weights)


def test_a_folder_of_ones_own_weights_is_a_reader(trained: dict[str, torch.Tensor], tmp_path: Path):
    export(trained, tmp_path / "reader.safetensors")
    asked = ("Is it closed?", ["It is closed.", "A letter was sent."])
    logits = CrossReader(str(tmp_path)).read(*asked)
    with torch.no_grad():
        expected = load_packaged(tmp_path / "reader.safetensors").predict(
            [("Is it closed?", one) for one in asked[1]]
        )
    assert 1 / (1 + np.exp(-logits)) == pytest.approx(expected, abs=1e-5)


def test_another_reader_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(ReaderError, match="ASSISTANT_READER"):
        CrossReader(str(tmp_path / "nothing")).read("Is it closed?", ["It is closed."])


def test_no_windows_need_no_model(tmp_path: Path):
    assert len(CrossReader(str(tmp_path / "nothing")).read("Is it closed?", [])) == 0
