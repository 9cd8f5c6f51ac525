"""A larger corpus for the benchmark: texts repeated with changed words, the same at every run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from corpus.types import Report

HOW = """\
each copy of a text has every number replaced by one of as many digits,
the body inspected by a made-up name, and every fifth longer word, at random, by a word of the same texts"""
PLACES = (
    "Ashmere", "Birchford", "Coldwater", "Dunhaven", "Elmsworth", "Fernleigh", "Greyminster", "Hartwell",
    "Inverbrook", "Kingsmoor", "Larkfield", "Marlstead", "Norwick", "Oakhampton", "Penvale", "Redcliff",
)  # fmt: skip
WORD = re.compile(r"\b[a-z]{5,}\b")
TOKEN = re.compile(rf"\d+|{WORD.pattern}")


def changed(report: Report, vocabulary: Sequence[str], place: str, random: Random) -> str:
    """The report's text with other words, as `HOW` says; `place` stands for the body inspected."""

    def other(found: re.Match[str]) -> str:
        word = found[0]
        if word.isdigit():
            return "".join(str(random.randint(1, 9)) for _ in word)
        return random.choice(vocabulary) if random.random() < 0.2 else word

    text = TOKEN.sub(other, report.text)
    return text.replace(report.body, place) if report.body else text


def enlarge(reports: Iterable[tuple[Report, int]], folder: Path, passages: int, seed: int = 7) -> int:
    """Write text files into `folder` until they should give so many passages.

    Args:
        reports: each with the number of passages it is known to give; at least one gives some.
        folder: made if it is not there.
        passages: how many are wanted; reached by at most one report more.
        seed: other seeds give other words.

    Returns:
        The number of files.
    """
    known = list(reports)
    random = Random(seed)  # noqa: S311
    vocabulary = sorted({word for report, _ in known for word in WORD.findall(report.text)})
    folder.mkdir(parents=True, exist_ok=True)
    copy = files = given = 0
    while given < passages:
        place = f"{PLACES[copy % len(PLACES)]} {copy // len(PLACES) + 1} Police"
        for report, count in known:
            if given >= passages:
                break
            # JSON strings are YAML strings too.
            front = (
                f"---\ntitle: {json.dumps(f'{report.title}, {place}')}\nbody: {json.dumps(place)}\n---\n\n"
            )
            text = changed(report, vocabulary, place, random)
            (folder / f"{copy:03}-{files:05}.txt").write_text(front + text, encoding="utf-8")
            files += 1
            given += count
        copy += 1
    return files
