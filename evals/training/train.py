"""Trains the reader: resumable, and the same every time for the same seed on the same machine."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from tqdm import tqdm

from evals.abstention import auroc
from evals.training.groups import Group

TOKENS = 224
CHUNK = 48
"""Windows that go through the model at once, those of like length together."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast. Steps of `questions` groups; the rate rises, stays, and falls at the end."""

    steps: int
    questions: int = 16
    rate: float = 8e-5
    warm: int = 50
    falling: float = 0.3
    dropped: float = 0.15
    seed: int = 0

    def rate_at(self, step: int) -> float:
        """The learning rate of a step, from 0."""
        left = (self.steps - step) / max(1.0, self.falling * self.steps)
        return self.rate * min(1.0, (step + 1) / self.warm, left)


def train(
    model: Any,
    groups: Sequence[Group],
    dev: Sequence[Group],
    plan: Plan,
    out: Path,
    every: int = 100,
) -> None:
    """Train in place; `out` gets checkpoint.pt and log.jsonl after `every` so many steps.

    Begun anew, or gone on with where `out` has a checkpoint. `dev` is measured after five times `every`.
    """
    torch.manual_seed(plan.seed)
    network = model.model
    for name, value in network.named_parameters():
        value.requires_grad = ".embeddings." not in name
    trained = [value for value in network.parameters() if value.requires_grad]
    decayed = [value for value in trained if value.ndim > 1]
    others = [value for value in trained if value.ndim < 2]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}], lr=plan.rate
    )
    begun = _resume(out, network, optimizer)
    log = (out / "log.jsonl").open("a", encoding="utf-8")
    if not begun:
        log.write(json.dumps({"plan": asdict(plan), "groups": len(groups)}) + "\n")
    network.train()
    recent: list[float] = []
    bar = tqdm(range(begun, plan.steps), initial=begun, total=plan.steps, unit="step", mininterval=5)
    for step in bar:
        batch, random = _batch(groups, plan, step)
        torch.manual_seed(plan.seed * 1_000_003 + step)
        for some in optimizer.param_groups:
            some["lr"] = plan.rate_at(step)
        loss = _loss(model, [_dropped(one, random, plan.dropped) for one in batch])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        recent = [*recent[-49:], float(loss.detach())]
        bar.set_postfix(loss=f"{np.mean(recent):.3f}")
        if (step + 1) % every == 0 or step + 1 == plan.steps:
            figures = {"step": step + 1, "loss": round(float(np.mean(recent)), 4), "rate": plan.rate_at(step)}
            if (step + 1) % (5 * every) == 0 or step + 1 == plan.steps:
                figures |= measure(model, dev)
                network.train()
            log.write(json.dumps({**figures, "time": round(time.time())}) + "\n")
            log.flush()
            _save(out, network, optimizer, step + 1)
    log.close()


def _batch(groups: Sequence[Group], plan: Plan, step: int) -> tuple[list[Group], Random]:
    """The groups of a step: each epoch takes all once, in an order of its own."""
    per_epoch = len(groups) // plan.questions
    epoch, place = divmod(step, per_epoch)
    order = np.random.default_rng([plan.seed, epoch]).permutation(len(groups))
    rows = order[place * plan.questions : (place + 1) * plan.questions]
    return [groups[row] for row in rows], Random(plan.seed * 7919 + step)  # noqa: S311


def _dropped(group: Group, random: Random, share: float) -> Group:
    """The group, or in a share of cases without what answers: then nothing in it does."""
    wrong = [window for window, right in zip(group.windows, group.right, strict=True) if not right]
    if any(group.right) and len(wrong) > 1 and random.random() < share:
        return Group(group.question, tuple(wrong), (False,) * len(wrong))
    return group


def _loss(model: Any, groups: Sequence[Group]) -> torch.Tensor:
    """Listwise softmax over a question's windows and "none of them" at 0, and cross-entropy of each."""
    pairs = [(group.question, window) for group in groups for window in group.windows]
    logits = scores(model, pairs)
    right = torch.tensor([one for group in groups for one in group.right], dtype=torch.float32)
    sizes = [len(group.windows) for group in groups]
    total = torch.zeros(())
    for given, wanted in zip(torch.split(logits, sizes), torch.split(right, sizes), strict=True):
        listed = torch.cat([given, torch.zeros(1)])
        target = torch.cat([wanted, (~wanted.bool().any()).float().reshape(1)])
        kept = torch.where(target.bool(), listed, torch.tensor(-1e9))
        total = total + torch.logsumexp(listed, 0) - torch.logsumexp(kept, 0)
    each = torch.nn.functional.binary_cross_entropy_with_logits(logits, right)
    return total / len(groups) + each


def scores(model: Any, pairs: Sequence[tuple[str, str]]) -> torch.Tensor:
    """The logits of pairs, shape (len(pairs),), with gradients where they are wanted."""
    encoded: Any = model.tokenizer(
        [a for a, _ in pairs], [b for _, b in pairs], truncation="only_second", max_length=TOKENS
    )
    order = sorted(range(len(pairs)), key=lambda row: len(encoded["input_ids"][row]))
    found = []
    for start in range(0, len(order), CHUNK):
        rows = order[start : start + CHUNK]
        padded = model.tokenizer.pad(
            {name: [values[row] for row in rows] for name, values in encoded.items()}, return_tensors="pt"
        )
        found.append(model.model(**padded.to(model.model.device)).logits[:, 0].cpu())
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(found)[back]


@torch.no_grad()
def measure(model: Any, dev: Sequence[Group]) -> dict[str, float]:
    """Of held-out groups: how often the first is right, and AUROC of the best logit."""
    model.model.eval()
    first, best, answerable = [], [], []
    for start in range(0, len(dev), 16):
        some = dev[start : start + 16]
        logits = scores(model, [(one.question, window) for one in some for window in one.windows])
        for one, given in zip(some, torch.split(logits, [len(one.windows) for one in some]), strict=True):
            if any(one.right):
                first.append(one.right[int(given.argmax())])
            best.append(float(given.max()))
            answerable.append(any(one.right))
    return {
        "first": round(float(np.mean(first)), 4),
        "auroc": round(auroc(np.array(best), np.array(answerable)) or 0.0, 4),
    }


def _save(out: Path, network: torch.nn.Module, optimizer: torch.optim.Optimizer, step: int) -> None:
    draft = out / "checkpoint.new"
    torch.save({"step": step, "model": network.state_dict(), "optimizer": optimizer.state_dict()}, draft)
    draft.replace(out / "checkpoint.pt")


def _resume(out: Path, network: torch.nn.Module, optimizer: torch.optim.Optimizer) -> int:
    out.mkdir(parents=True, exist_ok=True)
    if not (out / "checkpoint.pt").exists():
        return 0
    held = torch.load(out / "checkpoint.pt", weights_only=True)
    network.load_state_dict(held["model"])
    optimizer.load_state_dict(held["optimizer"])
    return int(held["step"])
