"""Grading, with a system whose every reply is known."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pytest

from corpus.types import Report, Section
from evals.errors import GoldError
from evals.run import WARMING, run_gold
from evals.systems import Held
from evals.types import GoldRow, Reply, Span
from index.types import ReportEntry

TEXT = "One cause of concern is open. Three are closed. The chief constable is Craig Guildford."
OPEN, CLOSED, WHO = (TEXT.index(word) for word in ("One", "Three", "The chief"))
SPANS = ((OPEN, CLOSED - 1), (CLOSED, WHO - 1), (WHO, len(TEXT)))

Said = int | Exception | None


def held(name: str, body: str, text: str = TEXT) -> Held:
    entry = ReportEntry(name, name, name, "", "Letter", body, "", None, False, "", 0, 3)
    sections = (Section("", 0, 0, len(text)),)
    return Held(name, entry, Report(name, text, "Letter", body, "", None, False, "", sections))


HELD = {
    one.name: one
    for one in (
        held("letter.md", "Cleveland Police"),
        held("twin.md", "Kent Police"),
        held("guide.md", "HMICFRS"),
    )
}


class FakeSystem:
    """Quotes the sentence that `replies` names of a report (None: refuses; an error: raises it).

    Finds the three sentences of letter.md in the order in which they stand. `asked` records each
    question with its turns, when it is made ready and when it is asked.
    """

    name = "fake"

    def __init__(
        self, replies: Mapping[str, Said], report: str = "letter.md", confidence: float = 0.9
    ) -> None:
        self.replies = replies
        self.report = report
        self.confidence = confidence
        self.asked: list[tuple[str, ...]] = []
        self.slow_to_begin = 0.0
        self.days: list[date | None] = []

    def ask(self, turns: Sequence[str], question: str, as_of: date | None = None) -> Callable[[], Reply]:
        self.days.append(as_of)
        time.sleep(self.slow_to_begin)
        return lambda: self._reply((*turns, question))

    def found(self, reply: Reply) -> tuple[Span, ...]:
        return tuple(Span("letter.md", *span) for span in SPANS)

    def _reply(self, asked: tuple[str, ...]) -> Reply:
        self.asked.append(asked)
        said = self.replies[asked[-1]]
        if isinstance(said, Exception):
            raise said
        if said is None:
            return Reply(False, "The reports do not say.", 0.1)
        cited = HELD[self.report].cited(*SPANS[said])
        return Reply(True, f"{cited.quote} [1]", self.confidence, (cited,), cited)


def row(id_: str, type_: str, sentence: int, *expected: str, turns: tuple[str, ...] = ()) -> GoldRow:
    evidence = ((Span("letter.md", *SPANS[sentence]),),)
    return GoldRow(id_, f"{id_}?", type_, "", turns, (expected,), evidence, where=f"gold.jsonl:{id_}")


def test_answers_are_graded_against_the_evidence() -> None:
    rows = (
        row("right", "status", 0, "open"),
        row("elsewhere", "number", 1, "three"),
        row("refused", "who", 2, "Guildford"),
        GoldRow("unknown", "unknown?", "unanswerable"),
    )
    system = FakeSystem({"right?": 0, "elsewhere?": 0, "refused?": None, "unknown?": 1})
    right, elsewhere, refused, unknown = (one.scores for one in run_gold(system, rows, HELD))
    assert (right["right"], right["first_cited"], right["quote_recall"], right["mrr"]) == (1, 1, 1, 1)
    assert right["words"] == 7  # "One cause of concern is open. [1]"
    assert (elsewhere["right"], elsewhere["first_cited"], elsewhere["mrr"]) == (0, 0, 0.5)
    assert (refused["right"], refused["refused_wrongly"], refused["recall_1"]) == (0, 1, 0)
    assert refused["recall_5"] == 1
    assert (unknown["right"], unknown["refused_rightly"]) == (0, 0)
    assert "mrr" not in unknown


def test_earlier_turns_are_given_with_the_question() -> None:
    system = FakeSystem({"first?": 0, "last?": 1})
    rows = (row("first", "status", 0, "open"), row("last", "follow-up", 1, "three", turns=("one?", "two?")))
    _, last = run_gold(system, rows, HELD)
    assert system.asked[-1] == ("one?", "two?", "last?")
    assert last.scores["right"] == 1


def test_a_question_of_none_of_them_is_asked_first_and_not_graded() -> None:
    system = FakeSystem({"open?": 0})
    assert len(run_gold(system, (row("open", "status", 0, "open"),), HELD)) == 1
    assert system.asked == [(WARMING.question,), ("open?",)]
    assert run_gold(system, (), HELD) == ()


def test_only_the_last_question_is_timed() -> None:
    system = FakeSystem({"open?": 0})
    system.slow_to_begin = 0.2
    (graded,) = run_gold(system, (row("open", "status", 0, "open"),), HELD)
    assert 0 < graded.milliseconds < 200


def test_a_crash_is_kept_with_its_reason_and_counts_as_wrong() -> None:
    rows = (row("good", "status", 0, "open"), row("bad", "status", 0, "open"))
    _, bad = run_gold(FakeSystem({"good?": 0, "bad?": ValueError("a bad\nday")}), rows, HELD)
    assert bad.error == "ValueError: a bad day"
    assert bad.reply is None
    assert (bad.scores["right"], bad.scores["recall_20"], bad.scores["refused_wrongly"]) == (0, 0, 1)


@pytest.mark.parametrize(
    ("question", "turns", "quoted", "wrong"),
    [
        ("Is it open at Cleveland Police?", (), "letter.md", 0.0),
        ("Is it open at Cleveland Police?", (), "twin.md", 1.0),
        ("Is it open at Cleveland Police?", (), "guide.md", 0.0),
        ("Is it open at Essex Police?", (), "twin.md", 1.0),
        ("And is it open?", ("What of Kent?",), "twin.md", 0.0),
        ("Is it open?", (), "twin.md", None),
    ],
)
def test_a_quote_of_another_body_is_told(
    question: str, turns: tuple[str, ...], quoted: str, wrong: float | None
) -> None:
    asked = GoldRow("q", question, "unanswerable", turns=turns)
    (graded,) = run_gold(FakeSystem({question: 0}, report=quoted), (asked,), HELD)
    assert graded.scores.get("wrong_body") == wrong


def test_evidence_must_be_in_the_reports_at_hand() -> None:
    with pytest.raises(GoldError, match=r"gold\.jsonl:1: evidence in letter\.md, which is not among"):
        run_gold(FakeSystem({}), (row("1", "status", 0, "open"),), {"other": HELD["twin.md"]})
