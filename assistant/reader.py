"""The reader: a cross-encoder that reads a question together with a window of a report.

The packaged one is all-MiniLM-L6-v2 with its layers trained further (`evals.training`, and the card
beside the weights). What ships is the difference to the packaged model, in 8 bits a weight.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from assistant.errors import ReaderError
from assistant.settings import READER, UNREAD, whole_path
from corpus.dates import format_date
from index.deltas import checked_digest, merge_deltas
from index.encode import packaged_folder, quiet_hub
from index.errors import WeightsError

PACKAGED = READER
"""The reader that comes with the product."""

NONE = UNREAD
"""No reader: sentences are weighed by likeness and shared words alone."""

TOKENS = 224
"""The most tokens of a question and a window together."""

WEIGHTS = Path(__file__).parent / "weights" / "reader.safetensors"

Logits = npt.NDArray[np.float64]


def text_of(context: str, window: str, published: date | None = None) -> str:
    """What the reader is given of a window: its context (report, body, heading, date), then its words.

    The same in training as in use.
    """
    dated = f"{context} ({format_date(published)})" if published else context
    return f"{dated}\n{window}" if dated else window


class Reader(Protocol):
    """Says of windows how far they answer a question."""

    @property
    def name(self) -> str:
        """Which reader it is."""

    def read(self, question: str, windows: Sequence[str]) -> Logits:
        """A logit for each window (see `text_of`), shape (len(windows),): above 0 is more likely than not."""


class CrossReader:
    """A sentence-transformers `CrossEncoder` with one output, loaded when first used and then kept.

    Args:
        model: `PACKAGED`, a folder (of a `CrossEncoder`, or of what `evals.training` has written), or a
            model's name, which is fetched when it is not on the machine.
    """

    def __init__(self, model: str = PACKAGED, batch_size: int = 16) -> None:
        self.model = model
        self.batch_size = batch_size
        self._loaded: Any = None
        self._lock = Lock()

    @property
    def name(self) -> str:
        """See `Reader.name`."""
        return self.model

    def read(self, question: str, windows: Sequence[str]) -> Logits:
        """See `Reader.read`. Raises ReaderError where the model cannot be loaded."""
        if not windows:
            return np.zeros(0)
        from torch.nn import Identity

        model = self._model()
        logits = model.predict(
            [(question, window) for window in windows],
            batch_size=self.batch_size,
            activation_fn=Identity(),
            show_progress_bar=False,
        )
        return np.asarray(logits, dtype=np.float64)

    def _model(self) -> Any:
        with self._lock:
            if self._loaded is None:
                quiet_hub()
                self._loaded = load_packaged() if self.model == PACKAGED else _load(self.model)
            return self._loaded


class FakeReader:
    """A deterministic stand-in for tests: the more of a question's words a window holds, the likelier."""

    name = "fake"

    def read(self, question: str, windows: Sequence[str]) -> Logits:
        """See `Reader.read`: -3 for none of the words, 3 for all."""
        asked = set(_words(question))
        shares = [len(asked & set(_words(window))) / max(1, len(asked)) for window in windows]
        return 6.0 * np.array(shares, dtype=np.float64) - 3.0


def load_packaged(weights: Path = WEIGHTS) -> Any:
    """The packaged `CrossEncoder` with the trained weights merged in. Raises ReaderError."""
    model = untrained()
    try:
        checked_digest(weights)
        merge_deltas(weights, model.model)
    except WeightsError as error:
        raise ReaderError(f"{error}; {_remedy(weights)}") from error
    model.model.eval()
    return model


def untrained() -> Any:
    """The packaged embedding model as a `CrossEncoder` with a new head: what training begins from."""
    from sentence_transformers import CrossEncoder

    quiet_hub()
    return CrossEncoder(str(packaged_folder()), num_labels=1, max_length=TOKENS, local_files_only=True)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _remedy(weights: Path) -> str:
    if weights == WEIGHTS:
        return "install the product again"
    return "write it again with python -m evals.training"


def _load(model: str) -> Any:
    from sentence_transformers import CrossEncoder

    try:
        folder = whole_path(model)
        if (folder / WEIGHTS.name).is_file():
            return load_packaged(folder / WEIGHTS.name)
        here = folder.is_dir()
        loaded: Any = CrossEncoder(
            str(folder) if here else model, num_labels=1, max_length=TOKENS, local_files_only=here
        )
        # An embedding model loads as well, with a new output that says something else each time.
        if not any("SequenceClassification" in name for name in loaded.model.config.architectures or ()):
            raise ReaderError("it has no output of its own: an embedding model is no cross-encoder")
        return loaded
    except Exception as error:  # what the vendor raises here is of a dozen unrelated kinds
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ReaderError(
            f"the reader {model!r} cannot be loaded ({reason}); name a cross-encoder's folder or name in "
            "ASSISTANT_READER, or leave it unset"
        ) from error
