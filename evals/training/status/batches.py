"""Examples -> batches of arrays, which processes beside the training can make, and any device can take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from random import Random
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import DataLoader, Dataset

from corpus.readings.said import OUTPUTS
from evals.training.status.examples import Example, Examples
from index.status_model import padded

Place = tuple[int, int, int]
"""A row, and the span of some of its tokens."""

TOGETHER = 64
"""The examples of so many documents are put into batches together, those of like length into one."""

MIXED = 8
"""Batches are drawn by chance from those of so many such groups."""

AHEAD = 4
"""So many groups a process makes ahead."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some examples as arrays; R examples of at most L tokens, T targets, N of them named or
    not, K tokens of sentences, D dates, F pairs of a target and a date.

    `ids`, `mask`, `segments`: (R, L), as `index.status_model.padded` gives them. `marks`: (T, 3), of each
    target its row and the span of its tokens. `wanted`, `counts`: (T, outputs). `named`: (N, 2), a target and
    whether the sentence names its matter. `words`: (K, 2), a row and a token; `kinds`, `kinds_count`: (K,).
    `days`: (D, 3) as `marks`; `fits`: (F, 4), a target, a date, an output, and whether they fit.
    """

    ids: Any
    mask: Any
    segments: Any
    marks: Any
    wanted: Any
    counts: Any
    named: Any
    words: Any
    kinds: Any
    kinds_count: Any
    days: Any
    fits: Any

    def __len__(self) -> int:
        """The number of examples."""
        return len(self.ids)

    def to(self, device: str) -> Batch:
        """The same as tensors on a device."""
        return Batch(
            *(torch.from_numpy(getattr(self, one.name)).to(device, non_blocking=True) for one in fields(self))
        )


def collated(examples: Sequence[Example]) -> Batch:
    """A batch of some examples."""
    targets = [(row, target) for row, one in enumerate(examples) for target in one.targets]
    first_day: list[int] = []
    days: list[Place] = []
    for row, one in enumerate(examples):
        first_day.append(len(days))
        days += [(row, *span) for span, _ in one.prepared.days]
    fits = [
        (number, first_day[row] + day, output, fit)
        for number, (row, target) in enumerate(targets)
        for output, fitting in target.days
        for day, fit in enumerate(fitting)
    ]
    words = [
        (row, one.prepared.own[0] + place)
        for row, one in enumerate(examples)
        for place in range(len(one.kinds))
    ]
    named = [(number, target.named) for number, (_, target) in enumerate(targets) if target.named is not None]
    return Batch(
        *padded([one.prepared for one in examples]),
        marks=_numbers([(row, *target.span) for row, target in targets], 3),
        wanted=_of_outputs([target.wanted for _, target in targets]),
        counts=_of_outputs([target.counts for _, target in targets]),
        named=_numbers(named, 2),
        words=_numbers(words, 2),
        kinds=np.array([kind for one in examples for kind in one.kinds], dtype=np.int64),
        kinds_count=np.array([count for one in examples for count in one.kinds_count], dtype=np.float32),
        days=_numbers(days, 3),
        fits=_numbers(fits, 4),
    )


def batches(
    examples: Examples, epochs: Sequence[int], size: int, seed: int, workers: int = 0
) -> Iterator[Iterator[tuple[float, Batch]]]:
    """For each epoch its batches, in an order of chance, each with the share of the epoch that has
    passed with it, above 0, to 1.

    The same for the same seed, whatever the `workers`: so many processes make them beside the caller, the
    next epoch's, too, so that each epoch must be read to its end. With 0 the caller makes them.
    """
    order: list[tuple[int, list[int]]] = []
    for epoch in epochs:
        numbers = list(range(len(examples)))
        Random(f"{seed} {epoch} groups").shuffle(numbers)  # noqa: S311
        order += [(epoch, numbers[first : first + TOGETHER]) for first in range(0, len(numbers), TOGETHER)]
    loader: Any = DataLoader(
        _Groups(examples, order, size),
        batch_size=None,
        num_workers=workers,
        prefetch_factor=AHEAD if workers else None,
    )
    made = iter(loader)
    for epoch in epochs:
        groups = sum(other == epoch for other, _ in order)
        yield _mixed(islice(made, groups), groups, Random(f"{seed} {epoch} batches"))  # noqa: S311


def _mixed(made: Iterator[list[Batch]], groups: int, random: Random) -> Iterator[tuple[float, Batch]]:
    held: list[Batch] = []
    come = gone = 0
    for number, some in enumerate(made, start=1):
        held += some
        come += len(some)
        random.shuffle(held)
        keep = len(held) * (MIXED - 1) // MIXED if number < groups else 0
        for batch in held[keep:]:
            gone += 1
            # How many there will be is reckoned from the groups that have come.
            yield min(1.0, gone * number / (come * groups)), batch
        del held[keep:]


def sorted_batches(examples: Sequence[Example], size: int) -> list[Batch]:
    """Batches of some examples, those of like length in one."""
    ordered = sorted(examples, key=lambda one: len(one.prepared.ids))
    return [collated(ordered[first : first + size]) for first in range(0, len(ordered), size)]


class _Groups(Dataset[list[Batch]]):
    """For each of several: an epoch, and the numbers of documents whose batches in it are made together."""

    def __init__(self, examples: Examples, order: Sequence[tuple[int, Sequence[int]]], size: int) -> None:
        self._examples, self._order, self._size = examples, order, size

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, place: int) -> list[Batch]:
        epoch, numbers = self._order[place]
        made = [one for number in numbers for one in self._examples.of_document(number, epoch)]
        return sorted_batches(made, self._size)


def _numbers(rows: Sequence[Sequence[float]], width: int) -> NDArray[np.int64]:
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)


def _of_outputs(rows: Sequence[Sequence[float]]) -> NDArray[np.float32]:
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(OUTPUTS))
