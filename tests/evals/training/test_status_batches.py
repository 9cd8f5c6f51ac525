"""Batches to learn status from: what they hold, and that a batch is worth what its examples are."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from corpus.readings.said import OUTPUTS
from evals.made import Document, made_documents
from evals.training.status import train as module
from evals.training.status.batches import Batch, batches, collated, sorted_batches
from evals.training.status.examples import Example, Examples
from evals.training.status.train import Plan, loss_of, train
from index.status_input import Preparer
from index.status_model import DAY_DIMENSIONS, day_fits, day_logits, make_tokenizer, pooled
from tests.evals.training.test_status_examples import WordTokenizer

LINES = """
== letter | Wexmoor Police | 2024-07-23 | Letter
= custody: care in custody ; custody
= fraud: fraud
# Custody
In May 2024 we closed custody, and fraud stays open. %% c:custody closed 2024-05 ; c:fraud open
It has been in Engage since March 2023. %% m:entered 2023-03
We called.

== letter | Tarnside Police | 2023-02-01 | Letter
= fraud: fraud
In 2022 we raised one, about fraud. %% c:fraud raised 2022
"""
WIDTH = 8


@pytest.fixture
def documents(tmp_path: Path) -> list[Document]:
    (tmp_path / "some.txt").write_text(LINES.lstrip())
    return made_documents(tmp_path / "some.txt")


@pytest.fixture
def made(documents: list[Document]) -> list[Example]:
    return Examples(documents, Preparer(WordTokenizer()), 0).of_epoch(0)


def small_network() -> Any:
    """What `index.status_model.make_network` makes, but small."""
    torch.manual_seed(0)
    shape = BertConfig(
        vocab_size=200,
        hidden_size=WIDTH,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return torch.nn.ModuleDict(
        {
            "bert": BertModel(shape),
            "marks": torch.nn.Embedding(11, WIDTH),
            "status": torch.nn.Linear(WIDTH, len(OUTPUTS)),
            "naming": torch.nn.Linear(WIDTH, 3),
            "named": torch.nn.Linear(WIDTH, 1),
            "asks": torch.nn.Linear(WIDTH, len(OUTPUTS) * DAY_DIMENSIONS),
            "day": torch.nn.Linear(WIDTH, DAY_DIMENSIONS),
        }
    ).eval()


def test_a_batch_holds_what_its_examples_are_to_say(made: list[Example]):
    batch = collated(made)
    targets = [(row, target) for row, one in enumerate(made) for target in one.targets]
    assert [tuple(place) for place in batch.marks] == [(row, *target.span) for row, target in targets]
    assert [tuple(row) for row in batch.wanted] == [target.wanted for _, target in targets]
    assert [
        (number, is_named) for number, (_, one) in enumerate(targets) if (is_named := one.named) is not None
    ] == [(number, bool(is_named)) for number, is_named in batch.named]
    days = [(row, *span) for row, one in enumerate(made) for span, _ in one.prepared.days]
    assert [tuple(place) for place in batch.days] == days
    fits = {
        (number, (row, *span), output, fit)
        for number, (row, target) in enumerate(targets)
        for output, fitting in target.days
        for (span, _), fit in zip(made[row].prepared.days, fitting, strict=True)
    }
    assert {(number, days[day], output, fit) for number, day, output, fit in batch.fits} == fits
    assert any(fit for *_, fit in fits)
    words = [row for row, _ in batch.words]
    assert [words.count(row) for row in range(len(made))] == [len(one.kinds) for one in made]


def test_a_batch_is_worth_what_its_examples_are(made: list[Example], monkeypatch: pytest.MonkeyPatch):
    """Longer neighbours, and what they are to say, change nothing of what an example counts."""
    network = small_network()
    with torch.no_grad():
        for value in network.parameters():
            value *= 4
    # In halves of numbers sums of other lengths are rounded otherwise.
    monkeypatch.setattr(torch, "autocast", lambda *_: nullcontext())
    with torch.inference_mode():
        alone = [float(loss_of(network, collated([one]).to("cpu"))) for one in made]
        together = float(loss_of(network, collated(made).to("cpu")))
    assert len(made) > 5
    assert together == pytest.approx(np.mean(alone), rel=1e-4)


def test_a_date_fits_as_it_does_where_all_are_asked():
    network = small_network().requires_grad_(False)
    marks, days = torch.randn(2, WIDTH), torch.randn(3, WIDTH)
    every = day_logits(network, marks, days)
    pairs = [(1, 2, 0), (0, 1, 5)]
    mark, day, output = (torch.tensor(part) for part in zip(*pairs, strict=True))
    found = day_fits(network, marks[mark], days[day], output)
    assert found.tolist() == pytest.approx([float(every[pair]) for pair in pairs])


def test_a_mean_of_a_span_is_what_the_reader_takes():
    hidden = torch.randn(2, 5, WIDTH)
    sums = torch.nn.functional.pad(hidden.cumsum(1), (0, 0, 1, 0))
    found = module._means(sums, torch.tensor([(1, 2, 5), (0, 0, 1)]))
    assert torch.allclose(found, torch.stack([pooled(hidden[1], (2, 5)), pooled(hidden[0], (0, 1))]))


def held(batch: Batch) -> bytes:
    return bytes(batch.ids.tobytes() + batch.wanted.tobytes())


def test_batches_are_the_same_for_the_same_seed_whoever_makes_them(
    documents: list[Document], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("evals.training.status.batches.TOGETHER", 1)
    monkeypatch.setattr("evals.training.status.batches.MIXED", 2)
    examples = Examples(documents * 3, Preparer(WordTokenizer()), 0)

    def read(epochs: range, seed: int, workers: int = 0) -> list[list[tuple[float, bytes]]]:
        return [
            [(share, held(batch)) for share, batch in made]
            for made in batches(examples, epochs, 4, seed, workers)
        ]

    here = read(range(2), 1)
    assert here == read(range(2), 1, workers=2)
    assert here[1:] == read(range(1, 2), 1)
    assert here != read(range(2), 2)


def test_an_epoch_has_every_document(documents: list[Document], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("evals.training.status.batches.TOGETHER", 1)
    monkeypatch.setattr("evals.training.status.batches.MIXED", 2)
    examples = Examples(documents * 3, Preparer(WordTokenizer()), 0)
    for epoch, made in enumerate(batches(examples, range(2), 4, 0)):
        shares, some = zip(*made, strict=True)
        assert sum(map(len, some)) == len(examples.of_epoch(epoch))
        assert list(shares) == sorted(shares)
        assert shares[-1] == 1
        assert max(np.diff((0.0, *shares))) < 0.5


def test_like_lengths_go_together(made: list[Example]):
    lengths = [batch.ids.shape for batch in sorted_batches(made, 3)]
    assert [length for _, length in lengths] == sorted(length for _, length in lengths)
    assert sum(rows for rows, _ in lengths) == len(made)


def test_training_learns_and_goes_on_where_it_was_stopped(
    documents: list[Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    # Its numbers for words are those in which it meets them.
    tokenizer = WordTokenizer()
    monkeypatch.setattr(module, "make_tokenizer", lambda: tokenizer)
    plan = Plan(6, size=4, rate=1e-2, warm=5)

    def log(out: Path) -> list[dict[str, float]]:
        return [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()]

    whole = small_network()
    train(whole, documents, plan, tmp_path / "whole", left_out=documents[1:])
    lines = log(tmp_path / "whole")
    assert [line["epoch"] for line in lines] == [1, 2, 3, 4, 5, 6]
    assert lines[-1]["loss"] < 0.9 * lines[0]["loss"]
    assert lines[-1]["loss on those left out"] < 0.9 * lines[0]["loss on those left out"]

    class Stopped(Exception):
        pass

    real, saved = module._save, []

    def save_and_stop(*given: Any) -> None:
        real(*given)
        saved.append(given[-1])
        if len(saved) == 2:
            raise Stopped

    monkeypatch.setattr(module, "_save", save_and_stop)
    with pytest.raises(Stopped):
        train(small_network(), documents, plan, tmp_path / "cut")
    train(small_network(), documents, plan, tmp_path / "cut")
    assert [epoch for epoch, _ in saved] == [1, 2, 3, 4, 5, 6]
    # Stopped and gone on with, it learns what it learns undisturbed.
    undisturbed = {line["epoch"]: line["loss"] for line in lines}
    assert {line["epoch"]: undisturbed[line["epoch"]] for line in log(tmp_path / "cut")} == {
        line["epoch"]: line["loss"] for line in log(tmp_path / "cut")
    }
    assert "loss on those left out" not in log(tmp_path / "cut")[-1]


def test_words_are_hidden_and_marks_stay(made: list[Example]):
    batch = next(iter(sorted_batches(made, len(made)))).to("cpu")
    words = batch.ids + module.FIRST_WORD * (batch.ids > 10)
    shown = module.with_hidden(replace(batch, ids=words), 0.0)
    hidden = module.with_hidden(replace(batch, ids=words), 1.0)
    some = module.with_hidden(replace(batch, ids=words.repeat(50, 1)), 0.3).ids == module.HIDDEN
    assert torch.equal(shown.ids, words)
    assert torch.equal(hidden.ids == module.HIDDEN, words >= module.FIRST_WORD)
    assert torch.equal(hidden.ids[words < module.FIRST_WORD], words[words < module.FIRST_WORD])
    assert 0.2 < float(some.sum() / (words.repeat(50, 1) >= module.FIRST_WORD).sum()) < 0.4


def test_the_vocabulary_hides_words_with_that_token():
    tokenizer = make_tokenizer()
    assert tokenizer.mask_token_id == module.HIDDEN
    assert min(tokenizer("custody was closed, 2024.", add_special_tokens=False)["input_ids"]) >= (
        module.FIRST_WORD
    )
