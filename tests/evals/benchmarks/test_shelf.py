"""Passages searched without a home as the assistant searches one, and texts embedded once."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant import Assistant
from corpus.split import split_report
from evals.benchmarks.chunks import whole_report
from evals.benchmarks.shelf import BATCH, RememberingEncoder, Shelf
from index.encode import FakeEncoder

TEXT = (
    "The brigade tests hydrants in spring. Its engines are new.\n"
    "Callers wait ten seconds at most. The control room is in Leeds.\n"
    "Drivers are trained on wet roads. Each has a licence for two years.\n"
) * 12


def shelf_of(encoder: FakeEncoder) -> Shelf:
    report = whole_report("report.md", "On fire", TEXT)
    return Shelf(split_report(report, "report", encoder.count_tokens), encoder)


def test_equal_texts_are_embedded_once():
    counting = FakeEncoder()
    encoder = RememberingEncoder(counting)
    encoder.encode(["a", "b", "a"])
    encoder.encode(["b", "c"])
    assert counting.encoded == 3


def test_vectors_are_those_of_the_encoder_in_the_order_asked_for():
    texts = [f"text {number}" for number in range(BATCH + 3)][::-1]
    encoder = RememberingEncoder(FakeEncoder())
    assert np.array_equal(encoder.encode(texts), FakeEncoder().encode(texts))
    assert np.array_equal(encoder.encode(texts[5:7]), FakeEncoder().encode(texts[5:7]))


def test_no_text_gives_no_vector():
    assert len(RememberingEncoder(FakeEncoder()).encode([])) == 0


def test_tokens_are_counted_by_the_encoder():
    encoder = RememberingEncoder(FakeEncoder(window=77))
    assert (encoder.count_tokens(["one two", "three"]), encoder.window) == ([2, 1], 77)
    assert encoder.name == FakeEncoder().name


def test_what_is_found_is_what_the_assistant_finds(tmp_path: Path):
    (tmp_path / "reports").mkdir()
    # No two passages are alike: which of two equals comes first is chance.
    stations = "Leeds York Hull Ripon Selby Thirsk Malton Whitby Filey Otley Ilkley Settle".split()
    text = "".join(
        f"{TEXT[: TEXT.index('Callers')]}{station} tests {'hydrants ' * number}too.\n"
        f"{TEXT[TEXT.index('Callers') : len(TEXT) // 12]}"
        for number, station in enumerate(stations, start=1)
    )
    (tmp_path / "reports" / "report.md").write_text(f"# On fire\n\n{text}".replace("\n", "\n\n"))
    encoder = FakeEncoder()
    with Assistant.open(reports=tmp_path / "reports", home=tmp_path / "home", encoder=encoder) as assistant:
        passages = [hit.passage for hit in assistant.find("When are hydrants tested?", 50)]
        shelf = Shelf(list(assistant.library.catalogue.all_passages()), encoder)
        found = [hit.passage for hit in shelf.find("When are hydrants tested?", 50)]
    assert len(found) > 1
    assert found == passages


def test_a_search_can_be_narrowed():
    shelf = shelf_of(FakeEncoder())
    every = [hit.passage.id for hit in shelf.find("hydrants", 50)]
    assert len(every) > 2
    kept = set(every[1:])
    assert {hit.passage.id for hit in shelf.find("hydrants", 50, kept)} == kept
    assert shelf.find("hydrants", 50, set()) == ()
    assert len(shelf.find("hydrants", 1)) == 1


def test_an_empty_shelf_finds_nothing():
    assert Shelf([], FakeEncoder()).find("hydrants", 5) == ()


def test_words_that_every_passage_has_are_not_rare():
    shelf = shelf_of(FakeEncoder())
    common, unknown = shelf.rarity(["hydrant", "zebra"])
    assert common < unknown == 1.0
