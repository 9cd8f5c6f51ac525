"""What LlamaIndex's orders by date do to a search: `python -m evals.recency`.

Of the questions on the half that may be looked at whose answer depends on the date, how often the first
passage, and one of the first five, holds evidence: as fused by meaning and words, with our places in time,
and with `FixedRecencyPostprocessor` and `TimeWeightedPostprocessor` over the same twenty passages.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time

from llama_index.core.postprocessor import FixedRecencyPostprocessor, TimeWeightedPostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.service import Assistant
from evals.gold import NAMED, chosen, load_gold
from evals.report import aligned
from evals.systems import held_by
from evals.types import TIMED, GoldRow, Span
from index.arrange import TIME_CONSTANT, TIME_STEP
from index.when import When

DEPTH = 20

Ranked = Sequence[NodeWithScore]
Reorder = Callable[[Ranked, str], Ranked]


def main() -> int:
    """Measure and print; gives the exit status."""
    with Assistant.open() as assistant:
        rows = [row for name in NAMED for row in chosen(load_gold(name), ["split=tune"])]
        rows = [row for row in rows if row.type in TIMED and row.evidence and not row.given]
        names = {one_id: held.name for one_id, held in held_by(assistant).items()}
        found = {row.id: _found(assistant, row.question) for row in rows}
        plain = {row.id: _fused(assistant, row.question) for row in rows}
        lines = [["", "first", "of first five", "questions"]]
        for title, reorder in WAYS:
            start = found if title.startswith("ours") else plain
            ranked = {
                row.id: [_span(node, names) for node in reorder(start[row.id], row.question)] for row in rows
            }
            shares = [
                sum(_holds(row, ranked[row.id][:depth]) for row in rows) / len(rows) for depth in (1, 5)
            ]
            lines.append([title, *(f"{share:.2f}" for share in shares), str(len(rows))])
    sys.stdout.write(aligned(lines))
    return 0


def _found(assistant: Assistant, question: str) -> Ranked:
    return assistant.retriever.retrieve(question)[:DEPTH]


def _fused(assistant: Assistant, question: str) -> Ranked:
    """The same passages by fusion alone, without places in time."""
    ranked = _found(assistant, question)
    ids = [node.node.metadata["report_id"] for node in ranked]
    published = {node.node.metadata["report_id"]: _day(node) for node in ranked}
    places = When.asked(question).places(published, ids)

    def fused(node: NodeWithScore) -> float:
        place = places.get(node.node.metadata["report_id"])
        timed = 0.0 if place is None else 1 / (TIME_CONSTANT + TIME_STEP * place)
        return (node.score or 0.0) - timed

    return sorted(ranked, key=fused, reverse=True)


def _day(node: NodeWithScore) -> date | None:
    published = node.node.metadata["published"]
    return date.fromisoformat(published) if published else None


def _by_date(ranked: Ranked, question: str) -> Ranked:
    dated = [node for node in ranked if node.node.metadata["published"]]
    newest = FixedRecencyPostprocessor(top_k=len(dated), date_key="published")
    return newest.postprocess_nodes(list(dated), QueryBundle(question))


def _by_weight(ranked: Ranked, question: str) -> Ranked:
    """Last access is all that this one knows of time: it is given the day of publication for it."""
    for node in ranked:
        day = _day(node)
        node.node.metadata["__last_accessed__"] = (
            datetime.combine(day, time(), UTC).timestamp() if day else 0.0
        )
    weighed = TimeWeightedPostprocessor(
        time_decay=1 - 1e-4, top_k=len(ranked), time_access_refresh=False, now=datetime.now(UTC).timestamp()
    )
    return weighed.postprocess_nodes(list(ranked), QueryBundle(question))


WAYS: tuple[tuple[str, Reorder], ...] = (
    ("fused, without time", lambda ranked, question: ranked),
    ("ours: with places in time", lambda ranked, question: ranked),
    ("FixedRecencyPostprocessor", _by_date),
    ("TimeWeightedPostprocessor", _by_weight),
)


def _span(node: NodeWithScore, names: dict[str, str]) -> Span:
    told = node.node
    assert isinstance(told, TextNode)
    return Span(names[told.metadata["report_id"]], told.start_char_idx or 0, told.end_char_idx or 0)


def _holds(row: GoldRow, spans: Sequence[Span]) -> bool:
    return any(
        span.report == place.report and span.start < place.end and place.start < span.end
        for span in spans
        for piece in row.evidence
        for place in piece
    )


if __name__ == "__main__":
    sys.exit(main())
