"""How well the passages found hold the evidence: known measures, worked out by ir-measures.

Relevance is not judged passage by passage: a passage is relevant by the pieces of evidence that it
overlaps, and a piece may be said in several places any one of which will do. So the judgements are
made for each ranking: a passage counts for the pieces that no passage before it has brought, and
every piece that none has brought stands as one more document, which was not found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evals.metrics import overlaps
from evals.types import Piece, Span

DEPTH = 20
"""How many passages are looked at."""

_ASIDE = "aside"

MEASURES = ("recall_1", "recall_5", "recall_20", "mrr", "ndcg_10")


def ranked(rankings: Sequence[tuple[Sequence[Span], Sequence[Piece]]]) -> list[dict[str, float]]:
    """For each (passages found, best first; pieces of evidence) the measures of `MEASURES`, 0 to 1.

    - `recall_1`, `recall_5`, `recall_20`: the share of pieces that the first k passages bring: subtopic
      recall (Zhai, Cohen and Lafferty, SIGIR 2003; `StRecall@k` of ir-measures, by pyndeval). With one
      piece it is success@k. It is not the share of relevant passages: a piece said in ten reports need
      be found once.
    - `mrr`: 1 / the rank of the first passage that brings a piece, 0 if none of the first 20 does
      (`RR@20`, by pytrec_eval; Kantor and Voorhees, Information Retrieval 2, 2000).
    - `ndcg_10`: discounted gain of the first 10 (`nDCG@10`, by pytrec_eval; Järvelin and Kekäläinen,
      TOIS 20(4), 2002). It differs from others of its name in that a passage's gain is the number of
      pieces that it is the first to bring, and that the best possible gain is that of all pieces:
      those not found, one passage each.

    Raises ValueError for a ranking without a piece: there is nothing to find.
    """
    import ir_measures
    from ir_measures import RR, StRecall, nDCG

    if not all(pieces for _, pieces in rankings):
        raise ValueError("a ranking is measured against one piece of evidence or more")
    names = {StRecall @ 1: "recall_1", StRecall @ 5: "recall_5", StRecall @ 20: "recall_20"}
    names |= {RR @ DEPTH: "mrr", nDCG @ 10: "ndcg_10"}
    # A query of two subtopics besides: ir-measures warns on the error output where no query has two.
    subtopics: list[Any] = [ir_measures.Qrel(_ASIDE, "none", 1, subtopic) for subtopic in "01"]
    gains: list[Any] = []
    run: list[Any] = []
    for number, (found, pieces) in enumerate(rankings):
        query = str(number)
        brought = _brought(found[:DEPTH], pieces)
        for rank, new in enumerate(brought):
            run.append(ir_measures.ScoredDoc(query, f"found-{rank}", float(DEPTH - rank)))
            gains.append(ir_measures.Qrel(query, f"found-{rank}", len(new)))
            subtopics += [ir_measures.Qrel(query, f"found-{rank}", 1, str(piece)) for piece in new]
        for piece in set(range(len(pieces))).difference(*brought):
            gains.append(ir_measures.Qrel(query, f"missed-{piece}", 1))
            subtopics.append(ir_measures.Qrel(query, f"missed-{piece}", 1, str(piece)))
    values = [dict.fromkeys(MEASURES, 0.0) for _ in rankings]
    # Two calls: the first reads a judgement's last field as its subtopic, the second reads grades.
    for measures, judged in (
        ([StRecall @ k for k in (1, 5, 20)], subtopics),
        ([RR @ DEPTH, nDCG @ 10], gains),
    ):
        for one in ir_measures.iter_calc(measures, judged, run):
            if one.query_id != _ASIDE:
                values[int(one.query_id)][names[one.measure]] = float(one.value)
    return values


def _brought(found: Sequence[Span], pieces: Sequence[Piece]) -> list[set[int]]:
    """For each passage the numbers of the pieces that it is the first to bring."""
    seen: set[int] = set()
    brought = []
    for passage in found:
        held = {number for number, piece in enumerate(pieces) if any(overlaps(passage, p) for p in piece)}
        brought.append(held - seen)
        seen |= held
    return brought
