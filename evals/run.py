"""Putting the questions of a gold set to a system, and grading what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from time import perf_counter

from tqdm import tqdm

from corpus.bodies import BODIES
from evals.gold import check_evidence
from evals.metrics import score
from evals.ranking import ranked
from evals.systems import Held, System, texts_by_name
from evals.types import UNANSWERABLE, GoldRow, Graded, Reply
from index.mention import BodyFinder

WARMING = GoldRow("", "Is there anything to be read here?", UNANSWERABLE)
"""Asked before all others, and not graded."""

_INSPECTED = frozenset(body.name for body in BODIES)


def run_gold(system: System, rows: Sequence[GoldRow], held: Mapping[str, Held]) -> tuple[Graded, ...]:
    """Ask every question, in a chat of its own where others come before it, and grade the replies.

    Shows progress when the error output is a terminal. A question of none of them is asked first, so that
    no time holds the loading of a model; what a system remembers of earlier questions it keeps.

    Raises:
        GoldError: evidence that is not in the reports, or in one that is not told from another by its name.
    """
    reports = {one.name: one for one in held.values()}
    check_evidence(rows, texts_by_name(held.values()))
    bodies = _quotable(rows, reports)
    _ask(system, WARMING)
    graded = []
    for row in tqdm(rows, unit="question", desc=f"Asking {system.name}", disable=None, leave=False):
        reply, milliseconds, error = _ask(system, row)
        evidence = [
            [reports[place.report].report.text[place.start : place.end] for place in p] for p in row.evidence
        ]
        scores = score(row, reply, evidence, bodies(row))
        graded.append(Graded(row, reply, scores, milliseconds, error))
    return tuple(_with_ranking(graded))


def _ask(system: System, row: GoldRow) -> tuple[Reply | None, float, str]:
    """The reply with the passages found, the time of the last question alone, and why it crashed."""
    began = perf_counter()
    try:
        ask = system.ask(row.turns, row.question, row.as_of if row.given else None)
        began = perf_counter()
        reply = ask()
        milliseconds = 1000 * (perf_counter() - began)
        return replace(reply, found=system.found(reply)), milliseconds, ""
    except Exception as error:  # whatever it is, it is shown as a failure of this question
        reason = " ".join(str(error).split())
        name = type(error).__name__
        return None, 1000 * (perf_counter() - began), f"{name}: {reason}" if reason else name


def _with_ranking(graded: Sequence[Graded]) -> Iterable[Graded]:
    judged = [one for one in graded if one.row.evidence]
    measured = ranked([(one.reply.found if one.reply else (), one.row.evidence) for one in judged])
    by_id = {one.row.id: values for one, values in zip(judged, measured, strict=True)}
    for one in graded:
        yield replace(one, scores={**one.scores, **by_id.get(one.row.id, {})})


def _quotable(rows: Sequence[GoldRow], reports: Mapping[str, Held]) -> Callable[[GoldRow], frozenset[str]]:
    """Which bodies' reports may be quoted in answer to a question: those it names, and its evidence's.

    What is about no force or service (the inspectorate's guidance) may be quoted to any question. A
    question that names none, and does not follow others, may be answered from any report: no body then.
    """
    finder = BodyFinder(one.entry.body for one in reports.values())
    general = {one.entry.body for one in reports.values()} - _INSPECTED

    def bodies(row: GoldRow) -> frozenset[str]:
        mention = finder.find(" / ".join((*row.turns, row.question)))
        if not (mention.bodies or mention.absent):
            return frozenset()
        own = {reports[place.report].entry.body for piece in row.evidence for place in piece}
        return frozenset({*mention.bodies, *mention.absent, *own, *general})

    return bodies
