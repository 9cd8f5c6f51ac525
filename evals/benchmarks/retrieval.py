"""Which splitter's chunks bring more of the answer for the same number of tokens?

Chroma's chunking evaluation: five texts, and questions with the characters that answer them. Source of
the data and the measures: Smith and Troynikov, "Evaluating Chunking Strategies for Retrieval", Chroma,
2024, https://research.trychroma.com/evaluating-chunking. Theirs retrieves a number of chunks; here every
ranking is cut at the same number of tokens, so that large chunks are not rewarded for being large.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.split import Splitting, embedded_text
from corpus.types import Passage
from evals.benchmarks.chunks import Ruler, Span, llama_passages, our_passages, within
from evals.benchmarks.files import fields_of, json_of, read_text, span_of
from evals.benchmarks.outcome import Column, Outcome, Row, Table
from evals.benchmarks.shelf import RememberingEncoder, Shelf
from evals.errors import GoldError
from evals.intervals import mean_of
from index.encode import Encoder

BUDGETS = (400, 800, 1600)
"""Tokens of the embedding model handed over for a question."""

SIZES = (256, 512, 1024)
SMALL_OVERLAP = 20

OURS = "ours"
BY_MEANING, BY_BOTH = "by meaning", "by meaning and words"
SEARCHES = (BY_MEANING, BY_BOTH)
MEASURES = (Column("recall"), Column("precision"), Column("IoU"))
LESS = Column("ours minus it", difference=True)

NOTES = (
    "Recall, precision and IoU over characters, as Chroma's evaluation defines them: characters that "
    "answer and were retrieved, by those that answer; by all retrieved; by all retrieved and those that "
    "answer but were not. What two chunks have in common counts twice in the last two and in the budget. "
    "Brackets hold 95% bootstrap intervals over questions. 'Ours minus it' is the difference in recall, "
    "question by question. Each text is asked its own questions. Chunks are taken best first until the "
    "budget is spent, the last cut to what is left. By meaning: exact cosine of the packaged "
    "all-MiniLM-L6-v2. By meaning and words: the assistant's whole search, cosine and BM25 fused, over "
    "each splitter's chunks. LlamaIndex: its SentenceSplitter at that size in its own tokens, with its own "
    "overlap of 200, and with 20. The model reads 256 tokens: a chunk of 512 or 1,024 is embedded by its "
    "beginning, as it is with this model in LlamaIndex. Ours is embedded with a line of context before it, "
    "here the name of the text."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the benchmark and the characters of its text that answer it."""

    question: str
    corpus: str
    spans: tuple[Span, ...]


Scores = tuple[float, float, float]

Ranking = Callable[[str], list[Passage]]
"""Takes a question, gives passages of one text, best first."""


def run(folder: Path, encoder: Encoder) -> Outcome:
    """Measure every splitter on every question. Raises GoldError where the files are broken."""
    asked = read_questions(folder)
    remembering = RememberingEncoder(encoder)
    scores: dict[tuple[int, str], dict[str, list[Scores]]] = {
        (budget, search): {} for budget in BUDGETS for search in SEARCHES
    }
    sizes: dict[str, list[int]] = {}
    for corpus in dict.fromkeys(one.corpus for one in asked):
        text = read_text(folder / "corpora" / f"{corpus}.md")
        ruler = Ruler(text, encoder.count_tokens)
        here = [one for one in asked if one.corpus == corpus]
        remembering.encode([one.question for one in here])
        for name, passages in splits(text, corpus, remembering).items():
            sizes.setdefault(name, []).extend(ruler.tokens(one.start, one.end) for one in passages)
            for search, ranking in rankings(passages, remembering).items():
                for one in here:
                    best = ranking(one.question)
                    for budget in BUDGETS:
                        measured = measure(within(best, ruler, budget), one.spans)
                        scores[budget, search].setdefault(name, []).append(measured)
    tables = tuple(
        _table(f"{budget:,} tokens retrieved {search}", given, sizes)
        for (budget, search), given in scores.items()
    )
    return Outcome("retrieval", tables, NOTES)


def splits(text: str, corpus: str, encoder: Encoder) -> dict[str, Sequence[Passage]]:
    """What each splitter makes of a text, by the splitter's name."""
    title = corpus.replace("_", " ")
    given: dict[str, Sequence[Passage]] = {
        OURS: our_passages(text, title, encoder.count_tokens, encoder.window),
        "ours, without context": our_passages(
            text, title, encoder.count_tokens, encoder.window, Splitting(header=False)
        ),
    }
    for size in SIZES:
        given[f"LlamaIndex {size}"] = llama_passages(text, size)
        given[f"LlamaIndex {size}, overlap {SMALL_OVERLAP}"] = llama_passages(text, size, SMALL_OVERLAP)
    return given


def rankings(passages: Sequence[Passage], encoder: Encoder) -> dict[str, Ranking]:
    """The searches of `SEARCHES` over the passages of one text."""
    vectors = encoder.encode([embedded_text(passage) for passage in passages])
    shelf = Shelf(passages, encoder)

    def by_meaning(question: str) -> list[Passage]:
        cosines = vectors @ encoder.encode([question])[0]
        return [passages[row] for row in np.argsort(-cosines, kind="stable")]

    def by_both(question: str) -> list[Passage]:
        return [hit.passage for hit in shelf.find(question, len(passages))]

    return {BY_MEANING: by_meaning, BY_BOTH: by_both}


def measure(retrieved: Sequence[Span], answering: Sequence[Span]) -> Scores:
    """Recall, precision and IoU over characters, 0 to 1; see `NOTES`. All 0 where nothing is retrieved.

    As in Chroma's code a character retrieved twice is right once, but counts twice among the retrieved.
    """
    marked = _characters(answering)
    right = len(_characters(retrieved) & marked)
    taken = sum(end - start for start, end in retrieved)
    if not taken:
        return 0.0, 0.0, 0.0
    return right / len(marked), right / taken, right / (taken + len(marked) - right)


def read_questions(folder: Path) -> tuple[Asked, ...]:
    """The questions of `questions_df.csv`, each checked against its text.

    Raises:
        GoldError: a file is missing or broken, or a reference is not what stands at its place.
    """
    path = folder / "questions_df.csv"
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""), strict=True)
    texts: dict[str, str] = {}
    asked = []
    try:
        for row in reader:
            asked.append(_asked(row, folder, texts, f"{path.name}:{reader.line_num}"))
    except csv.Error as error:
        raise GoldError(f"{path.name}:{reader.line_num}: not valid CSV ({error})") from error
    if not asked:
        raise GoldError(f"{path}: no question in it; fetch the file again")
    return tuple(asked)


def _asked(row: Mapping[str, str | None], folder: Path, texts: dict[str, str], where: str) -> Asked:
    fields = fields_of(dict(row), {"question": str, "references": str, "corpus_id": str}, where)
    corpus = fields["corpus_id"]
    if corpus not in texts:
        texts[corpus] = read_text(folder / "corpora" / f"{corpus}.md")
    references = json_of(fields["references"], where)
    if not isinstance(references, list) or not references:
        raise GoldError(f"{where}: references must be a list of one or more")
    kinds = {"content": str, "start_index": int, "end_index": int}
    spans = []
    for one in (fields_of(reference, kinds, where) for reference in references):
        spans.append(span_of(one["start_index"], one["end_index"], texts[corpus], one["content"], where))
    return Asked(fields["question"], corpus, tuple(spans))


def _characters(spans: Sequence[Span]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def _table(title: str, scores: Mapping[str, Sequence[Scores]], sizes: Mapping[str, Sequence[int]]) -> Table:
    ours = [recall for recall, _, _ in scores[OURS]]
    rows = []
    for name, measured in scores.items():
        figures = [mean_of([one[number] for one in measured]) for number in range(len(MEASURES))]
        less = [own - other for own, (other, _, _) in zip(ours, measured, strict=True)]
        label = f"{name} ({len(sizes[name])} of {np.mean(sizes[name]):.0f} tokens)"
        rows.append(Row(label, (*figures, None if name == OURS else mean_of(less))))
    return Table(title, (*MEASURES, LESS), tuple(rows))
