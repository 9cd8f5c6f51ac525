"""Vectors of length 1, without NaN, the same every time; models named, loaded late, told to be missing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.encode import FAKE, PACKAGED, Encoder, FakeEncoder, SentenceEncoder, make_encoder
from index.errors import EncoderError

ODD_TEXTS = ["", " ", "…!?", "the", "тест 試験", "word " * 3_000, "<script>", "🙂", "a\x00b"]


@pytest.fixture(scope="module")
def real() -> SentenceEncoder:
    return SentenceEncoder()


def check_vectors(encoder: Encoder, dimensions: int) -> None:
    vectors = encoder.encode(ODD_TEXTS)
    assert vectors.shape == (len(ODD_TEXTS), dimensions)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def folder_of(place: Path, weights: bytes = b"weights", window: int = 128) -> Path:
    place.mkdir()
    (place / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": window}))
    (place / "model.safetensors").write_bytes(weights)
    return place


def test_fake_vectors_have_length_one_and_no_nan():
    check_vectors(FakeEncoder(), 64)
    assert FakeEncoder().encode([]).shape == (0, 64)


def test_fake_vectors_are_the_same_in_every_process():
    code = "from index.encode import FakeEncoder; print(FakeEncoder(4).encode(['Kent Police']).tolist())"
    runs = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    assert runs == {f"{FakeEncoder(4).encode(['Kent Police']).tolist()}\n"}


def test_fake_texts_that_share_words_are_alike():
    asked, near, far = FakeEncoder().encode(["cause of concern", "The cause of Concern.", "fire engines"])
    assert asked @ near > 0.8 > 0.4 > asked @ far


def test_the_fake_counts_what_it_encodes():
    encoder = FakeEncoder()
    encoder.encode(["one", "two"])
    encoder.encode(["one"])
    assert encoder.encoded == 3
    assert encoder.count_tokens(["No. 3 is open", ""]) == [4, 0]


def test_names():
    assert make_encoder(FAKE).name == "fake-64"
    assert FakeEncoder(32).name == "fake-32"
    assert isinstance(make_encoder(PACKAGED), SentenceEncoder)


def test_a_models_name_and_window_come_from_its_files(tmp_path: Path):
    first = SentenceEncoder(str(folder_of(tmp_path / "model")))
    assert first.name.startswith("model@")
    assert first.window == 128
    cases = (("same", b"weights", 128), ("heavier", b"weights!", 128), ("shorter", b"weights", 64))
    for name, weights, window in cases:
        (tmp_path / name).mkdir()
        other = SentenceEncoder(str(folder_of(tmp_path / name / "model", weights, window)))
        assert (other.name == first.name) == (name == "same")


def test_the_packaged_model_is_named_without_loading_it():
    code = (
        "import sys; from index.encode import SentenceEncoder; e = SentenceEncoder();"
        "print(e.name.split('@')[0], e.window, 'torch' in sys.modules, len(e.encode([])))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == [PACKAGED, "256", "False", "0"]


@pytest.mark.model
def test_real_vectors_have_length_one_and_no_nan(real: SentenceEncoder):
    check_vectors(real, 384)


@pytest.mark.model
def test_a_real_vector_does_not_depend_on_its_batch(real: SentenceEncoder):
    texts = ["A cause of concern remains open.", "word " * 200, "Kent Police"]
    together = real.encode(texts)
    alone = np.stack([real.encode([text])[0] for text in texts])
    assert np.allclose(together, alone, atol=1e-5)


@pytest.mark.model
def test_real_tokens_are_counted_without_the_special_ones(real: SentenceEncoder):
    # "hmicfrs" is in nobody's vocabulary: it is cut into pieces.
    assert real.count_tokens(["hello world", "", "hello, world."]) == [2, 0, 4]
    assert real.count_tokens(["hmicfrs"])[0] > 1
    assert real.count_tokens([]) == []


@pytest.mark.model
@pytest.mark.parametrize("broken", [True, False])
def test_a_model_that_cannot_be_loaded_is_told_in_a_line(tmp_path: Path, broken: bool):
    model = str(folder_of(tmp_path / "model")) if broken else "nobody/has-this-model"
    with pytest.raises(EncoderError, match="ASSISTANT_MODEL") as told:
        SentenceEncoder(model).encode(["a"])
    assert "\n" not in str(told.value)
