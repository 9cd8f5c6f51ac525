"""Trains the reader of status: resumable by the epoch, and, on a processor, the same for the same seed."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional
from tqdm import tqdm

from evals.made import Document
from evals.training.status.batches import Batch, batches, sorted_batches
from evals.training.status.examples import Examples
from index.status_input import Preparer
from index.status_model import day_fits, encoded, make_tokenizer

NEW_FASTER = 4.0
"""What is new, the outputs and the marks, learns so many times faster than the packaged layers."""

NAMED_WEIGHT = 0.5
"""How much names count, of what is said: both which words are one, and which matter a sentence names."""

HIDDEN, FIRST_WORD = 103, 999
"""The vocabulary's token for what is hidden, and the first of its tokens that stands for text."""

NAMING_WEIGHTS = (1.0, 1.5, 1.5)
"""How much a word outside a name, one that begins it and one inside it count."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast: the rate rises over `warm` steps and falls to a fiftieth until the end.

    `size` examples make a batch. `shown` is how likely each document is to be shown, an epoch, and `hidden`
    how likely each piece of a word, or a stop, is to be hidden, so that less is learnt by heart.
    """

    epochs: int
    size: int = 24
    rate: float = 3e-4
    warm: int = 60
    seed: int = 0
    shown: float = 1.0
    hidden: float = 0.0

    def rate_at(self, step: int, passed: float) -> float:
        """The learning rate of a step, from 0, when so many epochs have passed."""
        return self.rate * min(1.0, (step + 1) / self.warm) * max(0.02, 1 - passed / self.epochs)


def train(
    network: Any,
    documents: Sequence[Document],
    plan: Plan,
    out: Path,
    left_out: Sequence[Document] = (),
    workers: int = 0,
) -> None:
    """Train in place, on a graphics card where there is one; `workers` processes make the examples.

    `out` gets checkpoint.pt and a line of log.jsonl after every epoch, with the loss on documents that are
    not learnt from, where some are `left_out`. Begun anew, or gone on with where `out` has a checkpoint of
    the same plan, documents and beginning.
    """
    torch.manual_seed(plan.seed)
    made_of = _made_of(plan, documents, network)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network.to(device)
    only_learnt(network)
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
    preparer = Preparer(make_tokenizer())
    examples = Examples(documents, preparer, plan.seed, plan.shown)
    others = sorted_batches(Examples(left_out, preparer, 0).of_epoch(0), plan.size)
    out.mkdir(parents=True, exist_ok=True)
    begun, step = _resume(out, made_of, network, optimizer)
    for epoch, made in enumerate(
        batches(examples, range(begun, plan.epochs), plan.size, plan.seed, workers), start=begun
    ):
        since = time.monotonic()
        torch.manual_seed(plan.seed * 1_000_003 + epoch)
        network.train()
        losses: list[torch.Tensor] = []
        for share, batch in tqdm(
            made, desc=f"epoch {epoch + 1} of {plan.epochs}", unit="step", mininterval=10
        ):
            for group in optimizer.param_groups:
                group["lr"] = plan.rate_at(step, epoch + share) * group["faster"]
            loss = loss_of(network, with_hidden(batch.to(device), plan.hidden))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            losses.append(loss.detach())
            step += 1
        _save(out, made_of, network, optimizer, (epoch + 1, step))
        figures: dict[str, float] = {
            "epoch": epoch + 1,
            "loss": round(float(torch.stack(losses).mean()), 4),
            "seconds": round(time.monotonic() - since),
        }
        if others:
            figures["loss on those left out"] = round(_mean_loss(network, others, device), 4)
        with (out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(figures) + "\n")
    network.to("cpu")


def _mean_loss(network: Any, made: Sequence[Batch], device: str) -> float:
    """The loss an example, nothing learnt from it."""
    network.eval()
    with torch.inference_mode():
        total = sum(float(loss_of(network, batch.to(device))) * len(batch) for batch in made)
    return total / sum(map(len, made))


def only_learnt(network: Any) -> None:
    """Ask gradients of what is learnt alone: not of the vectors of words, which are the packaged model's."""
    for name, value in network.named_parameters():
        value.requires_grad = ".embeddings." not in name and ".pooler." not in name


def with_hidden(batch: Batch, share: float) -> Batch:
    """A batch with so much, 0 to 1, of its text hidden, by chance, piece by piece; special tokens stay."""
    if not share:
        return batch
    hidden = (torch.rand(batch.ids.shape, device=batch.ids.device) < share) & (batch.ids >= FIRST_WORD)
    return replace(batch, ids=torch.where(hidden, HIDDEN, batch.ids))


def loss_of(network: Any, batch: Batch) -> torch.Tensor:
    """Cross-entropy of every output at every mark and of dates, half that of what is named, per example.

    `batch` holds tensors on the network's device.
    """
    # bfloat16 took half the time where the processor has it.
    with torch.autocast(batch.ids.device.type, torch.bfloat16):
        hidden = encoded(network, batch.ids, batch.mask, batch.segments)
    hidden = hidden.float()
    # A span's mean is a difference of sums: one step for all spans.
    sums = functional.pad(hidden.cumsum(1), (0, 0, 1, 0))
    meant = _means(sums, batch.marks)
    each = functional.binary_cross_entropy_with_logits(
        network["status"](meant), batch.wanted, reduction="none"
    )
    total = (each * batch.counts).sum()
    target, is_named = batch.named.unbind(1)
    each = functional.binary_cross_entropy_with_logits(
        network["named"](meant[target])[:, 0], is_named.float(), reduction="sum"
    )
    total = total + NAMED_WEIGHT * each
    row, place = batch.words.unbind(1)
    weight = torch.tensor(NAMING_WEIGHTS, device=hidden.device)
    each = functional.cross_entropy(
        network["naming"](hidden[row, place]), batch.kinds, weight=weight, reduction="none"
    )
    total = total + NAMED_WEIGHT * (each * batch.kinds_count).sum()
    target, day, output, fits = batch.fits.unbind(1)
    logits = day_fits(network, meant[target], _means(sums, batch.days)[day], output)
    total = total + functional.binary_cross_entropy_with_logits(logits, fits.float(), reduction="sum")
    loss: torch.Tensor = total / len(batch)
    return loss


def _means(sums: torch.Tensor, spans: torch.Tensor) -> torch.Tensor:
    """The mean hidden state of each span, (spans, width), from sums that begin with 0."""
    row, start, end = spans.unbind(1)
    means: torch.Tensor = (sums[row, end] - sums[row, start]) / (end - start)[:, None]
    return means


def _made_of(plan: Plan, documents: Sequence[Document], network: Any) -> str:
    """A hash of what a training run is made of: another's checkpoint is no beginning of it."""
    learnt = [(one.report.text, one.names, one.marks) for one in documents]
    seen = sha256(repr((asdict(plan), learnt)).encode())
    for name, value in network.state_dict().items():
        seen.update(name.encode() + value.float().numpy().tobytes())
    return seen.hexdigest()


def _save(out: Path, made_of: str, network: Any, optimizer: Any, passed: tuple[int, int]) -> None:
    """Keep what was learnt when so many epochs and steps have `passed`."""
    draft = out / "checkpoint.new"
    held = {
        "passed": passed,
        "made_of": made_of,
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
    }
    torch.save(held, draft)
    draft.replace(out / "checkpoint.pt")


def _resume(out: Path, made_of: str, network: Any, optimizer: Any) -> tuple[int, int]:
    """The epochs and steps that have passed."""
    if not (out / "checkpoint.pt").exists():
        return 0, 0
    held = torch.load(out / "checkpoint.pt", weights_only=True, map_location="cpu")
    if held["made_of"] != made_of:
        return 0, 0
    network.load_state_dict(held["network"])
    optimizer.load_state_dict(held["optimizer"])
    epochs, steps = held["passed"]
    return int(epochs), int(steps)
