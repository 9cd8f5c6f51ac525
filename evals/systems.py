"""What is asked: the assistant itself, and what a person would otherwise have written.

All answer from the same reports, read by the same readers, with the same embedding model, in the same
process. The baselines never refuse, and take each question as it was typed: they have no chat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Protocol

import numpy as np

from assistant.service import Assistant
from assistant.types import Answer, Citation
from corpus.sentences import sentence_spans
from corpus.types import Report
from evals.ranking import DEPTH
from evals.types import Cited, Reply, Span
from index.lexical import LexicalIndex
from index.types import ReportEntry

AROUND = 300
"""Characters of the report shown before and after a quote."""


@dataclass(frozen=True, slots=True)
class Held:
    """A report that is answered from: `name` is its file's, by which gold sets know it."""

    name: str
    entry: ReportEntry
    report: Report

    def cited(self, start: int, end: int) -> Cited:
        """The words there as a quote, with what stands around them."""
        text = self.report.text
        return Cited(
            Span(self.name, start, end),
            text[start:end],
            self.report.title,
            self.report.body,
            self.report.published,
            self.report.page_at(start),
            text[max(0, start - AROUND) : start],
            text[end : end + AROUND],
        )


def held_by(assistant: Assistant) -> dict[str, Held]:
    """The reports of an assistant by id."""
    return {
        entry.id: Held(PurePosixPath(entry.key).name, entry, assistant.report(entry.id))
        for entry in assistant.reports()
    }


def texts_by_name(held: Iterable[Held]) -> dict[str, str | None]:
    """See `evals.gold.Texts`: gold sets know reports by the names of their files."""
    texts: dict[str, str | None] = {}
    for one in held:
        texts[one.name] = None if one.name in texts else one.report.text
    return texts


class System(Protocol):
    """What questions are put to."""

    name: str

    def ask(self, turns: Sequence[str], question: str, as_of: date | None = None) -> Callable[[], Reply]:
        """Make ready to be asked `question` after the earlier `turns`; calling the result asks it.

        `as_of` is set beside the question; what knows of no such thing leaves it unused. Only the call is
        timed.
        """

    def found(self, reply: Reply) -> tuple[Span, ...]:
        """The passages that the system looked at for a reply, best first, 20 at most."""


class Ours:
    """The assistant, as its users meet it."""

    name = "ours"

    def __init__(self, assistant: Assistant, held: Mapping[str, Held]) -> None:
        self.assistant = assistant
        self.held = held
        self._asked: dict[int, Answer] = {}

    def ask(self, turns: Sequence[str], question: str, as_of: date | None = None) -> Callable[[], Reply]:
        """See `System.ask`."""
        if not turns:
            return lambda: self._reply(self.assistant.ask(question, as_of))
        chat = self.assistant.chat()
        for turn in turns:
            chat.ask(turn)
        return lambda: self._reply(chat.ask(question, as_of))

    def found(self, reply: Reply) -> tuple[Span, ...]:
        """See `System.found`: of a follow-up, for what the chat made of it."""
        question = self._asked.pop(id(reply)).question
        hits = self.assistant.retriever.find(question.text, DEPTH, question.body, question.report_id).hits
        return tuple(
            Span(self.held[hit.passage.report_id].name, hit.passage.start, hit.passage.end) for hit in hits
        )

    def _reply(self, answer: Answer) -> Reply:
        cited = tuple(self._cited(citation) for citation in answer.citations)
        nearest = cited[:1] or tuple(self._cited(citation) for citation in answer.closest[:1])
        text = answer.text if answer.answered else answer.reason
        closest = next(iter(nearest), None)
        reply = Reply(answer.answered, text, answer.confidence, cited, closest, lead=answer.lead)
        self._asked[id(reply)] = answer
        return reply

    def _cited(self, citation: Citation) -> Cited:
        return self.held[citation.report].cited(citation.start, citation.end)


class Ranking(Protocol):
    """A search: the spans of reports that fit a question best, with scores, best first."""

    def __call__(self, question: str, limit: int) -> list[tuple[Cited, float]]:
        """At most `limit` of them; higher scores are better."""


class Baseline:
    """A search whose first results are given as the answer, whatever their score.

    Args:
        name: what tables call it.
        search: the search.
        quoted: how many results are given.
    """

    def __init__(self, name: str, search: Ranking, quoted: int = 1) -> None:
        self.name = name
        self.search = search
        self.quoted = quoted
        self._asked: dict[int, str] = {}

    def ask(self, turns: Sequence[str], question: str, as_of: date | None = None) -> Callable[[], Reply]:
        """See `System.ask`; the earlier turns are not known to it."""
        return lambda: self._reply(question)

    def found(self, reply: Reply) -> tuple[Span, ...]:
        """See `System.found`."""
        return tuple(cited.span for cited, _ in self.search(self._asked.pop(id(reply)), DEPTH))

    def _reply(self, question: str) -> Reply:
        best = self.search(question, self.quoted)
        cited = tuple(one for one, _ in best)
        text = "\n\n".join(one.quote for one in cited)
        reply = Reply(bool(best), text, best[0][1] if best else 0.0, cited, next(iter(cited), None))
        self._asked[id(reply)] = question
        return reply


def nearest_sentence(assistant: Assistant, held: Mapping[str, Held]) -> Baseline:
    """The sentence whose embedding is nearest to the question's, by cosine."""
    encoder = assistant.library.home.encoder
    places = [(one, span) for one in held.values() for span in sentence_spans(one.report.text)]
    vectors = encoder.encode([one.report.text[start:end] for one, (start, end) in places])

    def search(question: str, limit: int) -> list[tuple[Cited, float]]:
        if not places:
            return []
        cosines = vectors @ encoder.encode([question])[0]
        best = np.argsort(-cosines, kind="stable")[:limit]
        return [(places[row][0].cited(*places[row][1]), float(cosines[row])) for row in best]

    return Baseline("sentence", search)


def first_by_words(assistant: Assistant, held: Mapping[str, Held]) -> Baseline:
    """The first passage by BM25, over the assistant's own passages without their line of context."""
    passages = {passage.id: passage for passage in assistant.library.catalogue.all_passages()}
    lexical = LexicalIndex.build((passage.id, passage.text) for passage in passages.values())

    def search(question: str, limit: int) -> list[tuple[Cited, float]]:
        best = [(passages[name], value) for name, value in lexical.search(question, limit)]
        return [(held[one.report_id].cited(one.start, one.end), value) for one, value in best]

    return Baseline("bm25", search)


def starter(assistant: Assistant, held: Mapping[str, Held], folder: str) -> Baseline:
    """LlamaIndex as its starter example builds it, on Chroma in `folder`, with the assistant's model.

    `VectorStoreIndex.from_documents`, and the two nearest chunks: what `as_query_engine` would hand to a
    language model, and without one all there is to show. Chunks of 1,024 tokens, of which the embedding
    model reads the first 256.
    """
    from llama_index.core import Document, MockEmbedding, StorageContext, VectorStoreIndex
    from llama_index.core.schema import TextNode
    from llama_index.vector_stores.chroma import ChromaVectorStore

    encoder = assistant.library.home.encoder

    class SameModel(MockEmbedding):
        """The assistant's own embedding model, as LlamaIndex wants it."""

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embeddings([query])[0]

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = encoder.encode(texts).tolist()
            return vectors

    model = SameModel(embed_dim=len(encoder.encode(["."])[0]), embed_batch_size=64)
    store = ChromaVectorStore.from_params("starter", persist_dir=folder)
    position = VectorStoreIndex.from_documents(
        [
            Document(text=one.report.text, metadata={"file_name": one.name}, id_=name)
            for name, one in held.items()
        ],
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=model,
    )

    def search(question: str, limit: int) -> list[tuple[Cited, float]]:
        cited = []
        for found in position.as_retriever(similarity_top_k=limit).retrieve(question):
            node = found.node
            assert isinstance(node, TextNode)
            start, end = node.start_char_idx or 0, node.end_char_idx or 0
            cited.append((held[node.ref_doc_id or ""].cited(start, end), found.score or 0.0))
        return cited

    return Baseline("starter", search, quoted=STARTER_NODES)


STARTER_NODES = 2
"""What `as_query_engine` retrieves unless told otherwise."""

BASELINES = ("starter", "sentence", "bm25")
NAMES = (Ours.name, *BASELINES)


def make_system(name: str, assistant: Assistant, held: Mapping[str, Held], folder: str) -> System:
    """The system of that name of `NAMES`; what has to be indexed is, in `folder`."""
    if name == "starter":
        return starter(assistant, held, folder)
    if name == "sentence":
        return nearest_sentence(assistant, held)
    if name == "bm25":
        return first_by_words(assistant, held)
    return Ours(assistant, held)
