"""What the reader of status learns from, and that a run of training goes on where it was stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from evals.labels import load_labels
from evals.training.status.__main__ import (
    DOCUMENTS,
    beginning,
    export,
    learnt_from,
    main,
    sample_documents,
)
from evals.training.status.train import only_learnt


def test_nothing_about_a_body_that_judges_is_learnt_from():
    judged = {label.body for label in load_labels() if label.split == "test"}
    learnt = {document.report.body for document in learnt_from([])}
    assert judged
    assert not learnt & judged
    assert {document.report.body for document in sample_documents("tune")} <= learnt


def test_what_is_left_out_is_left_out():
    others = [file.stem for file in DOCUMENTS.glob("*.txt") if file.stem not in ("a", "f")]
    documents = learnt_from(["sample", "f", *others])
    assert not [one.name for one in documents if one.name.startswith("f.txt") or one.name.endswith(".md")]
    assert [one.name for one in documents if one.name.startswith("a.txt")]


@pytest.mark.model
def test_the_mean_lies_between(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Of the packaged layers, and of the same with one weight set to 1 and to 3: it is 2."""
    for name, moved in (("one", 1.0), ("three", 3.0)):
        network = beginning()
        only_learnt(network)
        with torch.no_grad():
            network["named"].bias.fill_(moved)
        export(network, tmp_path / f"{name}.safetensors")
    parts = [str(tmp_path / f"{name}.safetensors") for name in ("one", "three")]
    assert main(["--mean", *parts, "--out", str(tmp_path / "mean")]) == 0
    mean = beginning(tmp_path / "mean" / "status.safetensors")
    assert mean["named"].bias.item() == pytest.approx(2, abs=0.02)
    same = beginning(Path(parts[0]))
    assert torch.allclose(mean["status"].weight, same["status"].weight, atol=1e-3)
    assert "the mean of 2" in capsys.readouterr().out


@pytest.mark.model
def test_a_mean_of_weights_that_are_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["--mean", str(tmp_path / "none.safetensors"), "--out", str(tmp_path / "mean")]) == 2
    assert "none.safetensors" in capsys.readouterr().err
