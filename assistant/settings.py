"""One settings object, read once: from arguments, else the environment, else the defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SettingsError
from corpus.split import DEFAULT, Splitting
from index.types import EVERYTHING, Searching

DEFAULT_THRESHOLD = 0.25
UNREAD_THRESHOLD = 0.35
"""Confidences from which on something is an answer: with a reader, and without one. See docs/quality.md."""

MODEL = "all-MiniLM-L6-v2"
READER = "packaged"
UNREAD = "none"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the assistant is set up.

    Attributes:
        home: the folder the index lives in (`ASSISTANT_HOME`; by default the per-user data folder).
        sample: whether the sample corpus is part of what is answered from (`ASSISTANT_SAMPLE`, 0 or 1).
        model: the embedding model (`ASSISTANT_MODEL`): a folder, or a name; the packaged one by default.
            A name that is not on this machine is fetched from its hub.
        threshold: the confidence, 0 to 1, from which on something counts as an answer
            (`ASSISTANT_THRESHOLD`); higher is stricter. None for the usual one: 0.25, or 0.35 without a
            reader, both chosen for how the packaged models weigh.
        reader: what reads windows of reports together with a question (`ASSISTANT_READER`): the packaged one,
            "none", or a cross-encoder's folder or name, which is fetched when it is not on this machine. The
            confidence of another one's answers is not calibrated: see `python -m evals.fit`.
        splitting, searching: how reports are split and searched; for measuring, not read from anywhere.
        ledger: whether questions of status are answered from the ledger; for measuring.
        meanings: whether a follow-up without an answer is asked in other meanings, too; for measuring.
    """

    home: Path
    sample: bool = True
    model: str = MODEL
    threshold: float | None = None
    reader: str = READER
    splitting: Splitting = DEFAULT
    searching: Searching = EVERYTHING
    meanings: bool = True
    ledger: bool = True

    @classmethod
    def read(
        cls,
        home: str | Path | None = None,
        sample: bool | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Settings:
        """The settings of this process. Raises SettingsError for a value that cannot be used."""
        found = os.environ if environment is None else environment
        named = home or found.get("ASSISTANT_HOME")
        return cls(
            home=whole_path(named) if named else _data_folder(),
            sample=_flag(found, "ASSISTANT_SAMPLE") if sample is None else sample,
            model=found.get("ASSISTANT_MODEL") or MODEL,
            threshold=_share(found, "ASSISTANT_THRESHOLD"),
            reader=_reader(found, "ASSISTANT_READER"),
        )

    @property
    def least_confidence(self) -> float:
        """The threshold, or the usual one for the reader."""
        if self.threshold is not None:
            return self.threshold
        return UNREAD_THRESHOLD if self.reader == UNREAD else DEFAULT_THRESHOLD


def whole_path(named: str | Path) -> Path:
    """The path from the root on, `~` put in full. Raises SettingsError where nobody is called so."""
    try:
        return Path(named).expanduser().absolute()
    except RuntimeError as error:
        raise SettingsError(
            f"{str(named)!r} cannot be found ({error}); write the path out in full"
        ) from error


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("inspection-assistant", appauthor=False)


def _flag(found: Mapping[str, str], name: str) -> bool:
    value = found.get(name, "1").strip().lower()
    if value in {"", "1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingsError(f"{name} is {value!r}; set it to 1 or 0")


def _reader(found: Mapping[str, str], name: str) -> str:
    value = found.get(name, "").strip()
    if value.casefold() in {"0", "1", "off", "on", "no", "yes", "false", "true"}:
        raise SettingsError(
            f"{name} is {value!r}; set it to {READER}, {UNREAD} or a cross-encoder's folder or name"
        )
    return value.casefold() if value.casefold() in {READER, UNREAD} else value or READER


def _share(found: Mapping[str, str], name: str) -> float | None:
    value = found.get(name, "").strip()
    if not value:
        return None
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0.0 <= share <= 1.0:
        raise SettingsError(f"{name} is {value!r}; set it to a number from 0 to 1")
    return share
