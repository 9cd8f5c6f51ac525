"""Trains the reader of status: resumable by the epoch, and the same for the same seed on the same machine."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from torch.nn import functional
from tqdm import tqdm

from evals.made import Document
from evals.training.status.examples import Example, Examples
from index.status_input import Preparer
from index.status_model import day_logits, hidden_states, make_tokenizer, pooled

NEW_FASTER = 4.0
"""What is new, the outputs and the marks, learns so many times faster than the packaged layers."""

NAMED_WEIGHT = 0.5
"""How much names count, of what is said: both which words are one, and which matter a sentence names."""

NAMING_WEIGHTS = (1.0, 1.5, 1.5)
"""How much a word outside a name, one that begins it and one inside it count."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast: the rate rises over `warm` steps and falls to a fiftieth until the end.

    `shown` is how likely each document is to be shown, an epoch.
    """

    epochs: int
    size: int = 24
    rate: float = 3e-4
    warm: int = 60
    seed: int = 0
    shown: float = 1.0

    def rate_at(self, step: int, steps: int) -> float:
        """The learning rate of a step, from 0, of so many."""
        return self.rate * min(1.0, (step + 1) / self.warm) * max(0.02, 1 - step / steps)


def train(network: Any, documents: Sequence[Document], plan: Plan, out: Path) -> None:
    """Train in place; `out` gets checkpoint.pt and a line of log.jsonl after every epoch.

    Begun anew, or gone on with where `out` has a checkpoint of the same plan, documents and beginning.
    """
    torch.manual_seed(plan.seed)
    for name, value in network.named_parameters():
        value.requires_grad = ".embeddings." not in name and ".pooler." not in name
    parameters = [value for value in network.parameters() if value.requires_grad]
    layers = {id(value) for value in network["bert"].parameters()}
    optimizer = torch.optim.AdamW(
        [
            {"params": [value for value in parameters if id(value) in layers], "faster": 1.0},
            {"params": [value for value in parameters if id(value) not in layers], "faster": NEW_FASTER},
        ],
        lr=plan.rate,
        weight_decay=0.01,
    )
    examples = Examples(documents, Preparer(make_tokenizer()), plan.seed, plan.shown)
    out.mkdir(parents=True, exist_ok=True)
    made_of = _made_of(plan, documents, network)
    begun = _resume(out, made_of, network, optimizer)
    steps = plan.epochs * (len(examples.of_epoch(0)) // plan.size + 1)
    network.train()
    for epoch in range(begun, plan.epochs):
        since = time.monotonic()
        torch.manual_seed(plan.seed * 1_000_003 + epoch)
        batches = _batches(examples.of_epoch(epoch), plan, epoch)
        losses: list[float] = []
        bar = tqdm(batches, desc=f"epoch {epoch + 1} of {plan.epochs}", unit="step", mininterval=10)
        for number, batch in enumerate(bar):
            step = min(steps - 1, epoch * steps // plan.epochs + number)
            for group in optimizer.param_groups:
                group["lr"] = plan.rate_at(step, steps) * group["faster"]
            loss = loss_of(network, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            losses.append(float(loss.detach()))
            bar.set_postfix(loss=f"{np.mean(losses[-50:]):.3f}")
        _save(out, made_of, network, optimizer, epoch + 1)
        figures = {
            "epoch": epoch + 1,
            "loss": round(float(np.mean(losses)), 4),
            "seconds": round(time.monotonic() - since),
        }
        with (out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(figures) + "\n")


def loss_of(network: Any, batch: Sequence[Example]) -> torch.Tensor:
    """Cross-entropy of every output at every mark and of dates, half that of what is named, per example."""
    # bfloat16 took half the time where the processor has it.
    with torch.autocast("cpu", torch.bfloat16):
        hidden = hidden_states(network, [one.prepared for one in batch])
    hidden = hidden.float()
    total = torch.zeros(())
    marks = [(row, target) for row, one in enumerate(batch) for target in one.targets]
    if marks:
        meant = torch.stack([pooled(hidden[row], target.span) for row, target in marks])
        logits = network["status"](meant)
        wanted = torch.tensor([target.wanted for _, target in marks])
        counts = torch.tensor([target.counts for _, target in marks])
        each = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        total = total + (each * counts).sum()
        asked = [place for place, (_, target) in enumerate(marks) if target.named is not None]
        if asked:
            are_named = torch.tensor([float(marks[place][1].named is True) for place in asked])
            found = network["named"](meant[asked])[:, 0]
            each = functional.binary_cross_entropy_with_logits(found, are_named, reduction="sum")
            total = total + NAMED_WEIGHT * each
    named = [(row, one) for row, one in enumerate(batch) if one.kinds]
    if named:
        words = torch.cat([hidden[row, slice(*one.prepared.own)] for row, one in named])
        kinds = torch.tensor([kind for _, one in named for kind in one.kinds])
        kinds_count = torch.tensor([counts for _, one in named for counts in one.kinds_count])
        weight = torch.tensor(NAMING_WEIGHTS)
        each = functional.cross_entropy(network["naming"](words), kinds, weight=weight, reduction="none")
        total = total + NAMED_WEIGHT * (each * kinds_count).sum()
    for number, (row, target) in enumerate(marks):
        if target.days:
            days = torch.stack([pooled(hidden[row], span) for span, _ in batch[row].prepared.days])
            logits = day_logits(network, meant[number][None], days)[0]
            for output, fits in target.days:
                each = functional.binary_cross_entropy_with_logits(
                    logits[:, output], torch.tensor(fits), reduction="sum"
                )
                total = total + each
    return total / len(batch)


def _batches(examples: Sequence[Example], plan: Plan, epoch: int) -> list[list[Example]]:
    """Batches of examples of like length, in an order of chance."""
    random = Random(plan.seed * 7919 + epoch)  # noqa: S311
    order = sorted(examples, key=lambda one: len(one.prepared.ids) + 12 * random.random())
    batches = [order[first : first + plan.size] for first in range(0, len(order), plan.size)]
    random.shuffle(batches)
    return batches


def _made_of(plan: Plan, documents: Sequence[Document], network: Any) -> str:
    """A hash of what a training run is made of: another's checkpoint is no beginning of it."""
    learnt = [(one.report.text, one.names, one.marks) for one in documents]
    seen = sha256(repr((asdict(plan), learnt)).encode())
    for name, value in network.state_dict().items():
        seen.update(name.encode() + value.float().numpy().tobytes())
    return seen.hexdigest()


def _save(out: Path, made_of: str, network: Any, optimizer: Any, epoch: int) -> None:
    draft = out / "checkpoint.new"
    held = {
        "epoch": epoch,
        "made_of": made_of,
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
    }
    torch.save(held, draft)
    draft.replace(out / "checkpoint.pt")


def _resume(out: Path, made_of: str, network: Any, optimizer: Any) -> int:
    if not (out / "checkpoint.pt").exists():
        return 0
    held = torch.load(out / "checkpoint.pt", weights_only=True)
    if held["made_of"] != made_of:
        return 0
    network.load_state_dict(held["network"])
    optimizer.load_state_dict(held["optimizer"])
    return int(held["epoch"])
