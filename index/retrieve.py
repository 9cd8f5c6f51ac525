"""Question -> Hits: by meaning and by words, fused, narrowed to the bodies the question names."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle

from corpus.node_parser import node_of
from index.arrange import arrange, lower_stock
from index.encode import Vectors
from index.glossary import widened
from index.home import Home
from index.mention import BodyFinder, Mention
from index.types import EVERYTHING, Hit, ReportEntry, Searching
from index.when import When

DEPTH = 50
"""How many passages each of the two searches gives to the fusion."""

RANK_CONSTANT = 60
"""The constant of reciprocal rank fusion: Cormack, Clarke and Buettcher (SIGIR 2009) found 60 to do well."""


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first; what the question says of bodies; and its vector, for whoever ranks further.

    `narrowed` is True where only reports of the bodies named (or passages naming them) were searched.
    """

    hits: tuple[Hit, ...]
    mention: Mention
    narrowed: bool
    vector: Vectors


class PassageRetriever(BaseRetriever):
    """Finds passages in a home; also a llama-index retriever, for a pipeline of one's own.

    Args:
        home: where to search; what another process adds to it is seen at the next question.
        limit: how many passages `retrieve` gives.
        searching: what the search makes use of.
    """

    def __init__(self, home: Home, limit: int = 20, searching: Searching = EVERYTHING) -> None:
        super().__init__()
        self.home = home
        self.limit = limit
        self.searching = searching
        self._finder = lru_cache(maxsize=2)(self._make_finder)
        self._reports = lru_cache(maxsize=2)(self._read_reports)
        self._vector = lru_cache(maxsize=64)(self._encode)

    def find(
        self,
        question: str,
        limit: int = 20,
        body: str = "",
        report_id: str = "",
        as_of: date | None = None,
        reports: Collection[str] | None = None,
    ) -> Found:
        """The passages nearest to the question.

        Args:
            question: what is asked, standing by itself.
            limit: how many hits at most.
            body: narrow to this body's reports where the question names none that has any.
            report_id: narrow to this one report.
            as_of: leave out what was published later, and what has no date.
            reports: narrow to reports with these ids; None for all.

        Scores are sums of 1 / (60 + rank) over the two searches and, where a time is asked for, over the
        reports' places in time (`index.arrange`): 0.050 at most, higher is better.
        A question that names only bodies no report is about searches passages that name them. Raises
        FingerprintError when another process has indexed the home with another model.
        """
        asked = widened(question)
        vector = self._vector(asked)
        # In one snapshot, so that a report that is being replaced is found as it was or as it will be.
        with self.home.catalogue.snapshot():
            self.home.refresh()
            mention = self.finder().find(question)
            among = self._among(mention, body, report_id)
            if as_of is not None:
                known = self.home.catalogue.ids_until(as_of)
                among = known if among is None else sorted(set(known) & set(among))
            if reports is not None:
                chosen = self.home.catalogue.ids_of(reports=reports)
                among = chosen if among is None else sorted(set(chosen) & set(among))
            near = [passage for passage, _ in self.home.nearest(vector, DEPTH, among)]
            worded = self._worded(asked, among)
            fused = reciprocal_rank_fusion([near, worded])
            passages = self.home.catalogue.passages([passage for passage, _ in fused])
            entries = self._reports(self.home.catalogue.generation())
        # The words may for a moment be those of an earlier state.
        hits = [Hit(passages[passage], score) for passage, score in fused if passage in passages]
        of_bodies = bool(mention.bodies or body or report_id) and not mention.absent
        if self.searching.stock and of_bodies:
            hits = lower_stock([self._with_stock(hit, entries) for hit in hits])
        arranged = arrange(hits, entries, When.asked(question), mention.bodies)
        return Found(tuple(arranged[:limit]), mention, among is not None, vector)

    def finder(self) -> BodyFinder:
        """The names of bodies, as the home's reports have them now."""
        return self._finder(self.home.catalogue.generation())

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        with self.home.catalogue.snapshot():
            found = self.find(query_bundle.query_str, self.limit)
            reports = {hit.passage.report_id for hit in found.hits}
            read = {report_id: self.home.catalogue.report(report_id) for report_id in reports}
        return [
            NodeWithScore(node=node_of(hit.passage, read[hit.passage.report_id]), score=hit.score)
            for hit in found.hits
        ]

    def _with_stock(self, hit: Hit, reports: Mapping[str, ReportEntry]) -> Hit:
        entry = reports.get(hit.passage.report_id)
        return replace(hit, stock=self.home.stock_of(hit.passage, entry.body if entry else ""))

    def _worded(self, asked: str, among: list[str] | None) -> list[str]:
        if not self.searching.words:
            return []
        return [passage for passage, _ in self.home.by_words(asked, DEPTH, among)]

    def _among(self, mention: Mention, body: str, report_id: str) -> list[str] | None:
        catalogue = self.home.catalogue
        if report_id:
            return catalogue.ids_of(reports=(report_id,))
        if not self.searching.bodies:
            return None
        if mention.bodies or body:
            return catalogue.ids_of(bodies=mention.bodies or (body,))
        if mention.absent:
            return catalogue.ids_with(mention.names)
        return None

    def _read_reports(self, generation: int) -> dict[str, ReportEntry]:
        return {entry.id: entry for entry in self.home.catalogue.entries()}

    def _make_finder(self, generation: int) -> BodyFinder:
        return BodyFinder(entry.body for entry in self.home.catalogue.entries())

    def _encode(self, question: str) -> Vectors:
        vector: Vectors = self.home.encoder.encode([question])[0]
        return vector


def reciprocal_rank_fusion(rankings: Sequence[Sequence[str]]) -> list[tuple[str, float]]:
    """Fuse rankings of ids, each best first, into one of (id, score), best first.

    The score of an id is the sum over the rankings that hold it of 1 / (60 + its rank from 1).
    Ties keep the order in which ids were first seen. Source: see `RANK_CONSTANT`.
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, passage in enumerate(ranking, start=1):
            scores[passage] = scores.get(passage, 0.0) + 1.0 / (RANK_CONSTANT + rank)
    return sorted(scores.items(), key=lambda item: -item[1])
