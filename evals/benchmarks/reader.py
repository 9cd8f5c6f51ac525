"""Which sentence of a text answers, and does any? Questions of SQuAD 2.0 with their spans.

Source: Rajpurkar, Jia and Liang, "Know What You Don't Know", ACL 2018, arXiv:1806.03822. What is measured
is the choice of a sentence, as this product makes it, not of the few words inside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from tqdm import tqdm

from assistant.choose import NearestSentence
from assistant.features import Rarity
from assistant.reader import CrossReader
from assistant.reader import Reader as TrainedReader
from assistant.reading import ReadingChooser
from assistant.types import Question
from assistant.window import Candidate, window_of
from corpus.sentences import sentence_spans
from corpus.types import Passage
from evals.abstention import auroc
from evals.benchmarks.files import fields_of, read_json_lines, span_of
from evals.benchmarks.outcome import Column, Outcome, Row, Table
from evals.benchmarks.shelf import RememberingEncoder
from evals.errors import GoldError
from evals.intervals import Rows, figure_of, mean_of
from evals.types import Figure
from index.encode import Encoder, Vectors
from index.glossary import widened
from index.lexical import LexicalIndex
from index.mention import Mention
from index.retrieve import Found
from index.types import Hit

Span = tuple[int, int]

LIMIT = 1_200
FIELDS = {
    "id": str,
    "group": str,
    "question": str,
    "context": str,
    "answers": list,
    "answerable": bool,
}
COLUMNS = (
    Column("sentence holds answer"),
    Column("quote holds answer"),
    Column("words in quote", digits=1),
    Column("AUROC"),
)
NEAREST = "nearest sentence by cosine"
UNREAD = "without the reader, knowing the article"

NOTES = (
    "Sentence holds answer: the sentence chosen overlaps an answer, of the questions that have one. "
    "Quote: the same of the words a user is shown, which may take in a neighbour. AUROC: whether "
    "confidence tells questions that have an answer from those that have none; 0.5 is chance. Brackets "
    "hold 95% bootstrap intervals over questions. Minus rows are ours less the nearest sentence, question "
    "by question. Both choose among the same sentences. Knowing the article: its name is the passage's "
    "line of context, as a report's title would be."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the text it is asked of; `answers` are spans of the text, empty where it has none."""

    question: str
    article: str
    text: str
    answers: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sentence chosen, the words shown around it, and how sure the choice is; higher is surer."""

    sentence: Span
    quote: Span
    confidence: float


NOTHING = Chosen((0, 0), (0, 0), 0.0)

Reader = Callable[[Asked], Chosen]


def run(folder: Path, encoder: Encoder, limit: int = LIMIT, trained: TrainedReader | None = None) -> Outcome:
    """Put `limit` questions, drawn with a fixed seed, to each reader.

    `trained` is the packaged reader where it is left out. Raises GoldError for a broken file.
    """
    asked = read_questions(folder / "dev.jsonl")
    if limit < len(asked):
        asked = tuple(Random(0).sample(asked, limit))  # noqa: S311
    remembering = RememberingEncoder(encoder)
    remembering.encode([text for one in asked for text in (one.question, *_sentences(one.text))])
    readers = {
        NEAREST: nearest(remembering),
        UNREAD: by_likeness(asked, remembering, knowing=True),
        "ours": ours(asked, trained or CrossReader(), knowing=False),
        "ours, knowing the article": ours(asked, trained or CrossReader(), knowing=True),
    }
    chosen = {
        name: [reader(one) for one in tqdm(asked, desc=name, unit="question", disable=None, leave=False)]
        for name, reader in readers.items()
    }
    return Outcome("reader", (_table(asked, chosen),), NOTES)


def nearest(encoder: Encoder) -> Reader:
    """The sentence whose embedding is nearest to the question's; the cosine is how sure it is."""

    def choose(one: Asked) -> Chosen:
        spans = sentence_spans(one.text)
        if not spans:
            return NOTHING
        cosines = encoder.encode(_sentences(one.text)) @ encoder.encode([one.question])[0]
        best = int(np.argmax(cosines))
        return Chosen(spans[best], spans[best], float(cosines[best]))

    return choose


def by_likeness(asked: Sequence[Asked], encoder: Encoder, *, knowing: bool) -> Reader:
    """The assistant's chooser without a trained reader, over the text as the one passage found."""
    chooser = NearestSentence(encoder, _rarity(asked))

    def choose(one: Asked) -> Chosen:
        question, found = _found(one, knowing, encoder.encode([widened(one.question)])[0])
        choices = chooser.choose(question, found, {"": None})
        if not choices:
            return NOTHING
        quote = (choices[0].start, choices[0].end)
        # Of the sentences that would be shown so, the likeliest is the one that was chosen.
        candidates, features = chooser.measure(question, found, {"": None})
        likely = chooser.weights.probabilities(features)
        shown_so = [row for row, candidate in enumerate(candidates) if window_of(candidate) == quote]
        best = max(shown_so, key=lambda row: likely[row])
        return Chosen(_sentence_of(candidates[best]), quote, choices[0].probability)

    return choose


def ours(asked: Sequence[Asked], trained: TrainedReader, *, knowing: bool) -> Reader:
    """The assistant's chooser, over the text as the one passage found."""
    chooser = ReadingChooser(trained, _rarity(asked))

    def choose(one: Asked) -> Chosen:
        question, found = _found(one, knowing, np.zeros(1, dtype=np.float32))
        read = chooser.read(question, found, {"": None})
        if not read.spans:
            return NOTHING
        likely = chooser.weights.probabilities(read.features)
        best = int(np.argmax(likely))
        return Chosen(_sentence_of(read.candidates[best]), read.spans[best], float(likely[best]))

    return choose


def _rarity(asked: Sequence[Asked]) -> Rarity:
    """How rare words are is told by all texts, as it is by all passages of a home."""
    texts = list(dict.fromkeys(one.text for one in asked))
    return LexicalIndex.build((str(number), text) for number, text in enumerate(texts)).rarity


def _found(one: Asked, knowing: bool, vector: Vectors) -> tuple[Question, Found]:
    context = one.article if knowing else ""
    spans = tuple(sentence_spans(one.text))
    passage = Passage("", "", 0, 0, len(one.text), one.text, "", None, spans, context)
    return Question(one.question, one.question), Found((Hit(passage, 1.0),), Mention(), False, vector)


def _sentence_of(candidate: Candidate) -> Span:
    return candidate.passage.sentences[candidate.sentence]


def read_questions(path: Path) -> tuple[Asked, ...]:
    """The questions of a JSON Lines file, each answer checked against its text.

    Raises GoldError naming the line.
    """
    asked = []
    for where, row in read_json_lines(path, FIELDS):
        if not row["question"].strip():
            raise GoldError(f"{where}: the question is empty")
        if row["answerable"] != bool(row["answers"]):
            raise GoldError(f"{where}: answerable says {row['answerable']}, and answers otherwise")
        spans = []
        for one in (fields_of(answer, {"text": str, "start": int}, where) for answer in row["answers"]):
            start, words = one["start"], one["text"]
            spans.append(span_of(start, start + len(words), row["context"], words, where))
        article = row["group"].replace("_", " ")
        asked.append(Asked(row["question"], article, row["context"], tuple(spans)))
    return tuple(asked)


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def _table(asked: Sequence[Asked], chosen: dict[str, list[Chosen]]) -> Table:
    rows = [Row(name, _figures(asked, given)) for name, given in chosen.items()]
    for name, given in chosen.items():
        if name != NEAREST:
            rows.append(Row(f"  {name}, minus nearest", _differences(asked, given, chosen[NEAREST]), True))
    answerable = sum(bool(one.answers) for one in asked)
    title = f"{len(asked):,} questions, {answerable:,} of them with an answer in their text"
    return Table(title, COLUMNS, tuple(rows))


def _figures(asked: Sequence[Asked], chosen: Sequence[Chosen]) -> tuple[Figure, ...]:
    sure = np.array([one.confidence for one in chosen])
    answerable = np.array([bool(one.answers) for one in asked], dtype=bool)

    def measured(rows: Rows) -> float | None:
        return auroc(sure[rows], answerable[rows])

    values = [mean_of(values) for values in _values(asked, chosen)]
    return (*values, figure_of(len(asked), measured, "needs questions with and without an answer"))


def _differences(
    asked: Sequence[Asked], ours_chosen: Sequence[Chosen], others: Sequence[Chosen]
) -> tuple[Figure, ...]:
    answerable = np.array([bool(one.answers) for one in asked], dtype=bool)
    sure, other = (np.array([one.confidence for one in given]) for given in (ours_chosen, others))

    def measured(rows: Rows) -> float | None:
        mine, theirs = auroc(sure[rows], answerable[rows]), auroc(other[rows], answerable[rows])
        return None if mine is None or theirs is None else mine - theirs

    means = [
        mean_of([a - b for a, b in zip(one, two, strict=True)])
        for one, two in zip(_values(asked, ours_chosen), _values(asked, others), strict=True)
    ]
    return (*means, figure_of(len(asked), measured, "needs questions with and without an answer"))


def _values(asked: Sequence[Asked], chosen: Sequence[Chosen]) -> tuple[list[float], list[float], list[float]]:
    """Whether sentence and quote hold an answer, of questions that have one; how long each quote is."""
    pairs = list(zip(asked, chosen, strict=True))
    sentence = [float(_holds(given.sentence, one.answers)) for one, given in pairs if one.answers]
    quote = [float(_holds(given.quote, one.answers)) for one, given in pairs if one.answers]
    words = [float(len(one.text[slice(*given.quote)].split())) for one, given in pairs]
    return sentence, quote, words


def _holds(span: Span, answers: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in answers)
