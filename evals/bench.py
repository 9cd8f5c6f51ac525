"""How fast and how large: `python -m evals.bench [FOLDER]` prints a table.

Without a folder: the 41 PDF reports if they are at hand (`reports` in the folder that INSPECTION_SHARED
names, or in `../shared`), else the sample corpus. Everything is measured in one run on one machine,
what is compared side by side, and nothing is kept.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import fmean, median
from tempfile import TemporaryDirectory
from time import perf_counter

from assistant import Assistant
from assistant.reader import CrossReader
from assistant.reading import ReadingChooser
from corpus.split import embedded_text
from corpus.types import Report
from evals.enlarge import HOW, enlarge
from evals.gold import INSPECTION, load_gold
from evals.intervals import percentile_of
from evals.memory import ChildrenPeak, own_peak
from evals.timed import TimedReader
from index.catalogue import Catalogue
from index.encode import Encoder, SentenceEncoder
from index.home import Home
from index.library import sample_folder

LARGE = 10_000
SAMPLE = 1_000
"""Texts that stand for all of the large corpus when the bare model's speed is measured."""

SYNCS = 5


@dataclass(frozen=True, slots=True)
class Indexed:
    """Indexing and the bare model's `encode` of the same texts, in passages a second.

    `children` is the most memory that one reader of files held, in bytes.
    """

    rate: float
    bare_rate: float
    children: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one folder; times in seconds. `read` is the part of `asked` spent in the reader.

    `memory` is the most that this process had held by then, in bytes.
    """

    reports: int
    passages: int
    indexed: Indexed
    unchanged: float
    asked: tuple[float, ...]
    read: tuple[float, ...]
    embedded: tuple[float, ...]
    memory: int


def main(arguments: Sequence[str]) -> int:
    """Measure and print; gives the exit status."""
    if len(arguments) > 1 or not all(Path(argument).is_dir() for argument in arguments):
        sys.stderr.write("usage: python -m evals.bench [FOLDER]   (a folder of reports)\n")
        return 2
    folder = Path(arguments[0]) if arguments else default_folder()
    questions = [row.question for row in load_gold(INSPECTION) if not row.turns]
    encoder = SentenceEncoder()
    with TemporaryDirectory(prefix="bench-") as kept:
        work = Path(kept)
        _warm_up(work / "warm", encoder)
        small, texts = _of_folder(folder, work, encoder, questions)
        with Assistant.open(reports=folder, home=work / "small-0", encoder=encoder) as assistant:
            reports = [(assistant.report(entry.id), entry.passages) for entry in assistant.reports()]
        large = _of_large(reports, work, encoder, questions, texts)
    sys.stdout.write(table(folder, small, large))
    return 0


def default_folder() -> Path:
    """The 41 reports if they are at hand, else the sample corpus."""
    shared = Path(os.environ.get("INSPECTION_SHARED") or "../shared") / "reports"
    return shared.absolute() if shared.is_dir() else sample_folder()


def table(folder: Path, small: Figures, large: Figures) -> str:
    """The figures as text, one column a corpus, with what each of them means."""
    rows: list[tuple[str, Callable[[Figures], str]]] = [
        ("reports", lambda of: f"{of.reports:,}"),
        ("passages", lambda of: f"{of.passages:,}"),
        ("indexing, passages/s", lambda of: f"{of.indexed.rate:.1f}"),
        ("bare encode, passages/s", lambda of: f"{of.indexed.bare_rate:.1f}"),
        ("indexing as a share of bare encode", lambda of: f"{of.indexed.rate / of.indexed.bare_rate:.2f}"),
        ("unchanged sync, fresh process, s", lambda of: f"{of.unchanged:.2f}"),
        ("question end to end, median, ms", lambda of: f"{1000 * median(of.asked):.1f}"),
        (
            "question end to end, 95th, ms",
            lambda of: f"{1000 * (percentile_of(of.asked, 95).value or 0):.1f}",
        ),
        ("of it reading windows, median, ms", lambda of: f"{1000 * median(of.read):.1f}"),
        ("of it reading windows, share", lambda of: f"{sum(of.read) / sum(of.asked):.2f}"),
        ("embedding it alone, median, ms", lambda of: f"{1000 * median(of.embedded):.1f}"),
        (
            "embedding it alone, 95th, ms",
            lambda of: f"{1000 * (percentile_of(of.embedded, 95).value or 0):.1f}",
        ),
        ("question / embedding, medians", lambda of: f"{median(of.asked) / median(of.embedded):.2f}"),
        ("peak memory, this process, MB", lambda of: f"{of.memory / 1e6:,.0f}"),
        ("peak memory, reader of files, MB", lambda of: f"{of.indexed.children / 1e6:,.0f}"),
    ]
    text = (
        f"{folder}\n{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}\n\n"
    )
    text += f"{'':36}{'folder':>10}{'larger':>10}\n"
    text += "".join(f"{label:36}{of(small):>10}{of(large):>10}\n" for label, of in rows)
    text += (
        "\nIndexing holds everything: reading, splitting, embedding, catalogue, derived indexes.\n"
        "Folder: indexed twice, bare encode of the same texts twice between.\n"
        f"Larger: bare encode of {SAMPLE:,} texts before and after.\n"
        f"Larger is the folder's texts repeated: {HOW}.\n"
        f"Questions: {len(small.asked)}, each asked once. Unchanged sync: median of {SYNCS}.\n"
    )
    return text


def _warm_up(work: Path, encoder: Encoder) -> None:
    """Load the model and import what is imported late, so that no figure holds it."""
    work.mkdir()
    (work / "one.txt").write_text("There is one cause of concern. It remains open.\n" * 20)
    with Assistant.open(reports=work, home=work / ".home", encoder=encoder) as assistant:
        assistant.ask("Which cause of concern remains open?")


def _of_folder(
    folder: Path, work: Path, encoder: Encoder, questions: Sequence[str]
) -> tuple[Figures, list[str]]:
    homes = work / "small-0", work / "small-1"
    _say(f"indexing {folder}, first of two")
    runs = [_index(folder, homes[0], encoder)]
    texts = _texts(homes[0])
    _say(f"bare encode of {len(texts):,} passages, twice")
    bare = fmean(_rate(encoder, texts) for _ in range(2))
    _say("indexing again")
    runs.append(_index(folder, homes[1], encoder))
    indexed = Indexed(
        rate=fmean(len(texts) / seconds for seconds, _ in runs),
        bare_rate=bare,
        children=max(children for _, children in runs),
    )
    return _figures(folder, homes[0], encoder, questions, indexed), texts


def _of_large(
    reports: Sequence[tuple[Report, int]],
    work: Path,
    encoder: Encoder,
    questions: Sequence[str],
    smaller: Sequence[str],
) -> Figures:
    folder, home = work / "larger", work / "large"
    enlarge(reports, folder, LARGE)
    bare = [_rate(encoder, _some(smaller))]
    _say(f"indexing about {LARGE:,} passages")
    seconds, children = _index(folder, home, encoder)
    texts = _texts(home)
    bare.append(_rate(encoder, _some(texts)))
    indexed = Indexed(len(texts) / seconds, fmean(bare), children)
    return _figures(folder, home, encoder, questions, indexed)


def _figures(
    folder: Path, home: Path, encoder: Encoder, questions: Sequence[str], indexed: Indexed
) -> Figures:
    _say("unchanged sync, and questions")
    unchanged = median(_seconds_of_unchanged_sync(folder, home) for _ in range(SYNCS))
    reader = TimedReader(CrossReader())

    def reading(opened: Home) -> ReadingChooser:
        return ReadingChooser(reader, opened.rarity)

    with Assistant.open(reports=folder, home=home, encoder=encoder, choosing=reading) as assistant:
        asked, embedded = _seconds_of_questions(assistant, encoder, questions)
        entries = assistant.reports()
    return Figures(
        reports=len(entries),
        passages=sum(entry.passages for entry in entries),
        indexed=indexed,
        unchanged=unchanged,
        asked=tuple(asked),
        # The first was read to warm up.
        read=tuple(reader.seconds[1:]),
        embedded=tuple(embedded),
        memory=own_peak(),
    )


def _index(folder: Path, home: Path, encoder: Encoder) -> tuple[float, int]:
    """The seconds it took, and the most memory a child held (the readers of files), in bytes."""
    with ChildrenPeak() as children:
        began = perf_counter()
        Assistant.open(reports=folder, home=home, encoder=encoder).close()
        seconds = perf_counter() - began
    return seconds, children.bytes


def _seconds_of_unchanged_sync(folder: Path, home: Path) -> float:
    """From the start of a process of its own to its end."""
    environment = os.environ | {"ASSISTANT_HOME": str(home), "ASSISTANT_SAMPLE": "0"}
    command = [sys.executable, "-m", "assistant", "sync", str(folder.absolute())]
    began = perf_counter()
    ran = subprocess.run(command, env=environment, capture_output=True, text=True)
    seconds = perf_counter() - began
    # It ends with 2 where some file of the folder cannot be read, which is no fault of the sync.
    if ran.returncode not in (0, 2) or " 0 added, 0 updated, 0 removed," not in f" {ran.stdout}":
        raise RuntimeError(f"sync changed something or failed: {ran.stdout}{ran.stderr}")
    return seconds


def _seconds_of_questions(
    assistant: Assistant, encoder: Encoder, questions: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Of asking, and of embedding alone: each question once, now the one first and now the other."""
    asked: list[float] = []
    embedded: list[float] = []

    def ask(question: str) -> None:
        began = perf_counter()
        assistant.ask(question)
        asked.append(perf_counter() - began)

    def embed(question: str) -> None:
        began = perf_counter()
        encoder.encode([question])
        embedded.append(perf_counter() - began)

    assistant.ask("What is a cause of concern?")
    for number, question in enumerate(questions):
        for measured in (ask, embed) if number % 2 else (embed, ask):
            measured(question)
    return asked, embedded


def _texts(home: Path) -> list[str]:
    """What the model was given for this home; a text that came twice was embedded once."""
    catalogue = Catalogue(home / "catalogue.sqlite")
    try:
        return list(dict.fromkeys(embedded_text(passage) for passage in catalogue.all_passages()))
    finally:
        catalogue.close()


def _some(texts: Sequence[str]) -> list[str]:
    return Random(7).sample(texts, min(SAMPLE, len(texts)))  # noqa: S311


def _rate(encoder: Encoder, texts: Sequence[str]) -> float:
    began = perf_counter()
    encoder.encode(texts)
    return len(texts) / (perf_counter() - began)


def _say(what: str) -> None:
    sys.stderr.write(f"{what} ...\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
