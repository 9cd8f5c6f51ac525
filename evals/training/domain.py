"""Training questions about the sample corpus -> groups of windows as the assistant finds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.choose import CANDIDATE_HITS
from assistant.reader import Logits, text_of
from assistant.reading import ReadingChooser
from assistant.service import Assistant
from assistant.window import words_at
from corpus.read import read_report
from evals.benchmarks.files import fields_of, read_json_lines
from evals.errors import GoldError
from evals.gold import INSPECTION, load_gold
from evals.training.groups import WINDOWS, Group
from index.library import sample_folder
from index.mention import BodyFinder

GROUPS = 4
"""Of each question so many groups are made, from the windows that come nearest on."""

FIELDS = {"question": str, "turns": list, "answers": list}

Place = tuple[str, int, int]


def reports_to_learn_from() -> list[Path]:
    """The files of the sample corpus about no body that a question of the half that judges names."""
    reports = {path: read_report(path) for path in sorted(sample_folder().glob("*.md"))}
    finder = BodyFinder(report.body for report in reports.values())
    test = [" / ".join((*row.turns, row.question)) for row in load_gold(INSPECTION) if row.split == "test"]
    judged = {body for asked in test for body in finder.find(asked).bodies}
    return [path for path, report in reports.items() if report.body not in judged]


class _Unread:
    """Stands for the reader that is to be trained."""

    name = "unread"

    def read(self, question: str, windows: Sequence[str]) -> Logits:
        return np.zeros(len(windows))


def report_groups(path: Path, assistant: Assistant) -> Iterator[Group]:
    """Groups of the questions in a JSON Lines file: question, turns, answers as report, quote
    and, where the quote stands in it more than once, `after`: words before the one that is meant.

    Raises GoldError for a broken file, or a quote that is not in its report.
    """
    held = {Path(entry.key).name: entry.id for entry in assistant.reports()}
    texts = {name: assistant.report(report_id).text for name, report_id in held.items()}
    dates = {entry.id: entry.published for entry in assistant.reports()}
    chooser = ReadingChooser(_Unread(), assistant.library.home.rarity, windows=GROUPS * WINDOWS)
    for where, row in read_json_lines(path, FIELDS):
        answers: list[Place] = []
        for one in (fields_of(one, {"report": str, "quote": str}, where) for one in row["answers"]):
            text = texts.get(one["report"], "")
            # The same words may stand under several headings: `after` says from where on they are meant.
            start = text.find(one["quote"], max(0, text.find(one.get("after", ""))))
            if start < 0:
                raise GoldError(f"{where}: {one['quote'][:60]!r} is not in {one['report']}")
            answers.append((held[one["report"]], start, start + len(one["quote"])))
        chat = assistant.chat()
        for turn in row["turns"]:
            chat.ask(turn)
        question = assistant.understand(row["question"], chat.turns)
        found = assistant.retriever.find(question.text, CANDIDATE_HITS, question.body, question.report_id)
        read = chooser.read(question, found, dates)
        windows: dict[str, bool] = {}
        for candidate, (start, end) in zip(read.candidates, read.spans, strict=True):
            passage = candidate.passage
            words = words_at(passage, start, end)
            text = text_of(passage.context, words, dates[passage.report_id])
            good = any(passage.report_id == r and start < b and a < end for r, a, b in answers)
            windows[text] = windows.get(text, False) or good
        right = [text for text, one in windows.items() if one]
        wrong = [text for text, one in windows.items() if not one]
        if answers and not right:
            continue  # it was not found, so that nothing can be learnt of choosing
        for number in range(GROUPS):
            mine = right[number % len(right) :][:1] + right[: 1 if number else 0] if right else []
            mine = list(dict.fromkeys(mine))
            room = WINDOWS - len(mine)
            others = wrong[number * room : (number + 1) * room]
            if others:
                yield Group(
                    question.text, (*mine, *others), (*(True for _ in mine), *(False for _ in others))
                )
