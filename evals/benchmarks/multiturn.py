"""Questions that lean on earlier turns, some of which nothing answers: MTRAG-UN.

Source: Rosenthal and others, "MTRAG-UN: A Benchmark for Open Challenges in Multi-Turn RAG Conversations",
2026, arXiv:2602.23184. Theirs has language models judge written answers; what is measured here needs none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from assistant.answer import compose
from assistant.chat import Turn, best_supported, meanings, stand_alone
from assistant.choose import CANDIDATE_HITS
from assistant.reader import CrossReader, Reader
from assistant.reading import ReadingChooser
from assistant.service import checked
from assistant.settings import DEFAULT_THRESHOLD
from assistant.types import Answer, Question
from corpus.split import split_report
from corpus.types import Passage, Report
from evals.abstention import auroc
from evals.benchmarks.chunks import whole_report
from evals.benchmarks.files import fields_of, read_json_lines
from evals.benchmarks.outcome import Column, Outcome, Row, Table
from evals.benchmarks.shelf import RememberingEncoder, Shelf
from evals.errors import GoldError
from evals.intervals import Rows, figure_of, mean_of
from evals.text import words_of
from evals.types import Figure
from index.encode import Encoder
from index.mention import BodyFinder
from index.retrieve import Found

ANSWERABLE, UNANSWERABLE = "ANSWERABLE", "UNANSWERABLE"
KINDS = (ANSWERABLE, "PARTIAL", "UNDERSPECIFIED", UNANSWERABLE)
FIELDS = {"task_id": str, "contexts": list, "input": list, "targets": list, "answerability": list}
AUROC = Column("AUROC")
COLUMNS = (
    Column("own context found"),
    Column("refused, answerable"),
    Column("refused, partly"),
    Column("refused, underspecified"),
    Column("refused, unanswerable"),
    AUROC,
    Column("target's words quoted"),
    Column("words in quotes", digits=1),
)
WITH, FIRST, ALONE = "with the turns before", "in its first meaning alone", "last question alone"

NOTES = (
    "Own contexts: each question is asked of the contexts given with it; with none, there is nothing to "
    "quote. All the unanswerable come without one, so that refusing them is no feat, and there is no "
    "AUROC. All contexts: it is asked of the contexts of all tasks together, found by the assistant's own "
    "search. The unanswerable are those that nothing in the benchmark's corpora answers, of which these "
    "contexts are a small part, chosen for other questions: refusing is easier than over the whole. Own "
    "context found: the first 10 passages hold one of its own, of the answerable. AUROC: whether "
    "confidence tells answerable from unanswerable; 0.5 is chance. Target's words quoted: the share of "
    "the words of the reference answer that the quotes hold, of the answerable; 0 where refused. Words in "
    "quotes: of the answerable, 0 where refused. In its first meaning alone: a follow-up that is refused "
    "is not asked in the other meanings that the turns before leave open. Brackets "
    "hold 95% bootstrap intervals over questions; difference rows are paired."
)


@dataclass(frozen=True, slots=True)
class Task:
    """A conversation's last question, the user's turns before it, and what is known of its answer.

    `contexts` are ids of the texts it is asked of; `kind` is one of `KINDS`; `target` the reference answer.
    """

    earlier: tuple[str, ...]
    question: str
    contexts: tuple[str, ...]
    target: str
    kind: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A task's answer, whether anything was found to quote, and whether that held one of its own contexts."""

    task: Task
    answer: Answer
    offered: bool
    found: bool


def run(folder: Path, encoder: Encoder, reader: Reader | None = None) -> Outcome:
    """Ask every question both ways of both sets of contexts. Raises GoldError where the file is broken."""
    tasks, reports = read_tasks(folder / "mtrag_un_reference.jsonl")
    asking = Asking(reports, RememberingEncoder(encoder), reader)
    tables = []
    for title, narrowed in (("Own contexts", True), ("All contexts", False)):
        asked = {
            name: [asking.ask(task, name, narrowed=narrowed) for task in tqdm(tasks, f"{title}, {name}")]
            for name in (WITH, FIRST, ALONE)
        }
        tables.append(_table(title, asked))
    return Outcome("multiturn", tuple(tables), NOTES)


class Asking:
    """The assistant's path from a conversation to an answer, over contexts instead of a home.

    Args:
        reports: the contexts by id.
        encoder: embeds passages and questions.
        reader: reads windows; the packaged one by default.
    """

    def __init__(self, reports: dict[str, Report], encoder: Encoder, reader: Reader | None = None) -> None:
        self._reports = reports
        passages = [
            passage
            for name, report in reports.items()
            for passage in split_report(report, name, encoder.count_tokens, encoder.window)
        ]
        self._passages: dict[str, list[Passage]] = {name: [] for name in reports}
        for passage in passages:
            self._passages[passage.report_id].append(passage)
        self._shelf = Shelf(passages, encoder)
        self._chooser = ReadingChooser(reader or CrossReader(), self._shelf.rarity)
        self._finder = BodyFinder(())
        self._kept: dict[tuple[Task, Question, bool], Asked] = {}

    def ask(self, task: Task, way: str, *, narrowed: bool) -> Asked:
        """The answer to a task's question, asked in a way: `WITH`, `FIRST` or `ALONE`.

        `narrowed` to its own contexts.
        """
        asked: dict[Question, Asked] = {}

        def answer(question: Question) -> Answer:
            asked[question] = self._asked_of(task, question, narrowed)
            return asked[question].answer

        return asked[best_supported(self._meant(task, way), answer).question]

    def _asked_of(self, task: Task, question: Question, narrowed: bool) -> Asked:
        key = (task, question, narrowed)
        if key not in self._kept:
            self._kept[key] = self._ask(task, question, narrowed)
        return self._kept[key]

    def _ask(self, task: Task, question: Question, narrowed: bool) -> Asked:
        among = None
        if narrowed:
            among = {passage.id for name in task.contexts for passage in self._passages[name]}
        hits = self._shelf.find(question.text, CANDIDATE_HITS, among)
        found = Found(hits, self._finder.find(question.text), narrowed, self._shelf.vector_of(question.text))
        published = {hit.passage.report_id: None for hit in hits}
        choices = self._chooser.choose(question, found, published) if hits else ()
        answer = compose(question, choices, found.mention, self._read, DEFAULT_THRESHOLD)
        return Asked(task, answer, bool(hits), any(hit.passage.report_id in task.contexts for hit in hits))

    def _meant(self, task: Task, way: str) -> tuple[Question, ...]:
        """The question as a chat takes it; what was answered to earlier turns is not known to it."""
        if way == ALONE:
            return (Question(task.question, task.question),)
        turns: list[Turn] = []
        for text in task.earlier:
            question = stand_alone(checked(text), turns, self._finder)
            turns.append(Turn(question, Answer(question, False, "", 0.0)))
        meant = meanings(checked(task.question), turns, self._finder)
        return meant if way == WITH else meant[:1]

    def _read(self, name: str) -> tuple[Report, str]:
        return self._reports[name], name


def read_tasks(path: Path) -> tuple[tuple[Task, ...], dict[str, Report]]:
    """The tasks of a JSON Lines file, and every context as a report of one section, by id.

    Raises GoldError naming the line.
    """
    tasks: list[Task] = []
    reports: dict[str, Report] = {}
    for where, row in read_json_lines(path, FIELDS):
        names = []
        for context in row["contexts"]:
            given = fields_of(context, {"document_id": str, "text": str}, where)
            name, title = given["document_id"], given.get("title") or ""
            if name in reports and reports[name].text != given["text"]:
                raise GoldError(f"{where}: context {name} has another text than on an earlier line")
            reports[name] = whole_report(name, title if isinstance(title, str) else "", given["text"])
            names.append(name)
        turns = [fields_of(turn, {"speaker": str, "text": str}, where) for turn in row["input"]]
        said = tuple(turn["text"] for turn in turns if turn["speaker"] == "user")
        if (
            not said
            or turns[-1]["speaker"] != "user"
            or not all(any(map(str.isalnum, text)) for text in said)
        ):
            raise GoldError(f"{where}: input must end with a question of the user, and hold words in each")
        tasks.append(Task(said[:-1], said[-1], tuple(names), _target(row, where), _kind(row, where)))
    return tuple(tasks), reports


def target_recall(said: str, target: str) -> float:
    """The share of the target's words that are said, 0 to 1, each as often as it stands there.

    Words are lower-cased, without punctuation and articles, as SQuAD's F1 takes them (Rajpurkar and others
    2016, arXiv:1606.05250), of which this is the recall.
    """
    wanted, held = Counter(words_of(target)), Counter(words_of(said))
    return (wanted & held).total() / wanted.total() if wanted else 0.0


def _target(row: dict[str, Any], where: str) -> str:
    targets = [fields_of(target, {"text": str}, where)["text"] for target in row["targets"]]
    if not targets:
        raise GoldError(f"{where}: targets must hold the reference answer")
    return str(targets[0])


def _kind(row: dict[str, Any], where: str) -> str:
    kinds = row["answerability"]
    if len(kinds) != 1 or kinds[0] not in KINDS:
        raise GoldError(f"{where}: answerability must be one of {', '.join(KINDS)}, in a list")
    return str(kinds[0])


def _table(title: str, asked: dict[str, list[Asked]]) -> Table:
    rows = [Row(name, _figures(given)) for name, given in asked.items()]
    rows.append(Row("  the turns' worth", _differences(asked[WITH], asked[ALONE]), difference=True))
    rows.append(Row("  the other meanings' worth", _differences(asked[WITH], asked[FIRST]), difference=True))
    count = len(asked[WITH])
    leaning = sum(bool(one.task.earlier) for one in asked[WITH])
    return Table(f"{title}: {count} questions, {leaning} of them after earlier turns", COLUMNS, tuple(rows))


def _figures(asked: Sequence[Asked]) -> tuple[Figure, ...]:
    return _with_auroc([mean_of(values) for values in _values(asked)], (asked,))


def _differences(one: Sequence[Asked], other: Sequence[Asked]) -> tuple[Figure, ...]:
    means = [
        mean_of([a - b for a, b in zip(mine, theirs, strict=True)])
        for mine, theirs in zip(_values(one), _values(other), strict=True)
    ]
    return _with_auroc(means, (one, other))


def _with_auroc(means: Sequence[Figure], runs: Sequence[Sequence[Asked]]) -> tuple[Figure, ...]:
    """The other figures with AUROC put in: of one run, or the first's less the second's.

    It is of questions for which something was found: what has nothing to quote takes no judgement.
    """
    kept = [
        [one for one in run if one.offered and one.task.kind in (ANSWERABLE, UNANSWERABLE)] for run in runs
    ]
    sure = [np.array([one.answer.confidence for one in run]) for run in kept]
    answerable = np.array([one.task.kind == ANSWERABLE for one in kept[0]], dtype=bool)

    def measured(rows: Rows) -> float | None:
        values = [auroc(given[rows], answerable[rows]) for given in sure]
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return None
        return known[0] - sum(known[1:])

    place = COLUMNS.index(AUROC)
    figure = figure_of(len(kept[0]), measured, "nothing to part")
    return (*means[:place], figure, *means[place:])


def _values(asked: Sequence[Asked]) -> list[list[float]]:
    """One value a question for each of `COLUMNS` but AUROC, of the questions that it is about."""
    refused = [_of(asked, (kind,), lambda one: not one.answer.answered) for kind in KINDS]
    return [
        _of(asked, (ANSWERABLE,), lambda one: one.found),
        *refused,
        _of(asked, (ANSWERABLE,), lambda one: target_recall(_quoted(one), one.task.target)),
        _of(asked, (ANSWERABLE,), lambda one: len(_quoted(one).split())),
    ]


def _of(asked: Sequence[Asked], kinds: Collection[str], value: Callable[[Asked], float]) -> list[float]:
    return [float(value(one)) for one in asked if one.task.kind in kinds]


def _quoted(one: Asked) -> str:
    return " ".join(citation.quote for citation in one.answer.citations)
