"""Training goes on from where it was stopped, and arrives where it would have without a stop."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch

from assistant.reader import untrained
from evals.training import train as training
from evals.training.groups import Group
from evals.training.train import Plan, scores, train

GROUPS = [
    Group(f"When did number {number} leave?", (f"Number {number} left in May.", "It rained."), (True, False))
    for number in range(8)
]
PAIRS = [("When did number 3 leave?", "Number 3 left in May."), ("When did number 3 leave?", "It rained.")]
PLAN = Plan(4, questions=2, warm=1, rate=3e-4)


def run(out: Path) -> torch.Tensor:
    torch.manual_seed(0)
    model = untrained()
    train(model, GROUPS, GROUPS, PLAN, out, every=1)
    model.model.eval()
    with torch.no_grad():
        return scores(model, PAIRS)


@pytest.mark.model
def test_it_learns_and_goes_on_from_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    whole = run(tmp_path / "whole")
    save = training._save

    def save_and_stop(*given: Any) -> None:
        save(*given)
        if given[-1] == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(training, "_save", save_and_stop)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "halves")
    monkeypatch.undo()
    halves = run(tmp_path / "halves")
    assert torch.allclose(whole, halves, atol=1e-5)
    assert whole[0] > whole[1]
    log = [json.loads(line) for line in (tmp_path / "halves" / "log.jsonl").read_text().splitlines()]
    assert [line["step"] for line in log[1:]] == [1, 2, 3, 4]
    assert log[0]["groups"] == 8
    assert set(log[-1]) >= {"loss", "rate", "first", "auroc"}
