"""Training data -> groups: a question, the windows of text it is read with, and which of them answer it.

A group is what the reader sees of one question when it is used: windows as `assistant.window` makes them,
each with its context before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from assistant.reader import text_of
from assistant.window import candidates_of, window_of
from corpus.sentences import sentence_spans
from corpus.types import Passage
from evals.benchmarks.files import read_json_lines, read_text
from evals.benchmarks.reader import Asked
from index.lexical import LexicalIndex
from index.types import Hit

WINDOWS = 6
"""The most windows of a group."""

FOREIGN = 2
"""How many of them come from other texts on the same matter, where there are such."""


@dataclass(frozen=True, slots=True)
class Group:
    """A question with the texts of windows, and for each whether it answers; none need do."""

    question: str
    windows: tuple[str, ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class _Window:
    text: str
    right: bool


def reader_groups(path: Path, seed: int) -> list[Group]:
    """Of questions with answer spans: the windows of their text, and alike ones of the same article.

    Raises GoldError for a broken file.
    """
    random = Random(seed)  # noqa: S311
    asked = _asked(path)
    articles: dict[str, dict[str, None]] = {}
    for one in asked:
        articles.setdefault(one.article, {})[one.text] = None
    near = {article: _Near(article, list(texts)) for article, texts in articles.items()}
    groups = []
    for one in asked:
        windows = _windows_of(one)
        foreign = near[one.article].others(one, FOREIGN)
        groups.append(_group(one.question, windows, foreign, random))
    return groups


def whole_groups(path: Path) -> list[Group]:
    """Of questions with answer spans: all the windows of their text, and nothing else."""
    groups = []
    for windows, one in ((_windows_of(one), one) for one in _asked(path)):
        right = tuple(window.right for window in windows)
        groups.append(Group(one.question, tuple(window.text for window in windows), right))
    return groups


def pair_groups(path: Path, seed: int) -> Iterator[Group]:
    """Of questions with the one sentence that answers each: it, and the sentences most like it in words."""
    random = Random(seed)  # noqa: S311
    lines = [line.split("\t") for line in read_text(path).splitlines() if line.count("\t") == 1]
    sentences = list(dict.fromkeys(sentence for _, sentence in lines))
    index = LexicalIndex.build((str(row), sentence) for row, sentence in enumerate(sentences))
    for question, answer in lines:
        found = [sentences[int(row)] for row, _ in index.search(question, WINDOWS + 2)]
        wrong = [_Window(text_of("", one), False) for one in found if one != answer]
        yield _group(question, [_Window(text_of("", answer), True)], wrong, random)


def _asked(path: Path) -> list[Asked]:
    """The questions of a file, without those whose answer is not the text's own words (they are few)."""
    asked = []
    fields = {"question": str, "group": str, "context": str, "answers": list}
    for _, row in read_json_lines(path, fields):
        text = row["context"]
        spans = [(one["start"], one["start"] + len(one["text"]), one["text"]) for one in row["answers"]]
        if row["question"].strip() and all(said and text[start:end] == said for start, end, said in spans):
            answers = tuple((start, end) for start, end, _ in spans)
            asked.append(Asked(row["question"], row["group"].replace("_", " "), text, answers))
    return asked


def _group(question: str, own: Sequence[_Window], foreign: Sequence[_Window], random: Random) -> Group:
    """At most `WINDOWS` of them: those that answer first, then others of the text, then foreign ones."""
    right = [window for window in own if window.right][:2]
    wrong = [window for window in own if not window.right]
    random.shuffle(wrong)
    room = WINDOWS - len(right)
    kept = [*wrong[: room - min(len(foreign), FOREIGN)], *foreign]
    chosen = [*right, *kept[:room]]
    return Group(question, tuple(one.text for one in chosen), tuple(one.right for one in chosen))


def _windows_of(one: Asked) -> list[_Window]:
    spans = tuple(sentence_spans(one.text))
    passage = Passage("", "", 0, 0, len(one.text), one.text, "", None, spans, one.article)
    windows = dict.fromkeys(window_of(candidate) for candidate in candidates_of([Hit(passage, 0.0)]))
    return [
        _Window(
            text_of(one.article, one.text[start:end]),
            any(start <= first and last <= end for first, last in one.answers),
        )
        for start, end in windows
    ]


class _Near:
    """The windows of an article's texts, to find those that share words with a question."""

    def __init__(self, article: str, texts: Sequence[str]) -> None:
        self.windows: list[tuple[str, str]] = []
        for text in texts:
            alone = Asked("", article, text, ())
            self.windows += [(text, window.text) for window in _windows_of(alone)]
        named = ((str(row), window) for row, (_, window) in enumerate(self.windows))
        self.index = LexicalIndex.build(named)

    def others(self, one: Asked, count: int) -> list[_Window]:
        """Windows of other texts than the question's, the most alike in words first."""
        answers = [one.text[start:end].casefold() for start, end in one.answers]
        found = []
        for row, _ in self.index.search(one.question, 4 * count + 8):
            text, window = self.windows[int(row)]
            # The same answer may well stand in another text.
            if text != one.text and not any(answer in window.casefold() for answer in answers):
                found.append(_Window(window, False))
        return found[:count]
