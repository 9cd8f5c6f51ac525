"""Grading, with an assistant whose every answer is known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.types import Answer, Citation, Question
from corpus.types import Passage, Report, Section
from evals.errors import GoldError
from evals.metrics import measure
from evals.run import evaluate, run_gold
from evals.thresholds import AT_LEAST, shortfalls
from evals.types import GoldRow, Span
from index.types import Hit, ReportEntry

TEXT = "One cause of concern is open. Three are closed. The chief constable is Craig Guildford."
OPEN, CLOSED, WHO = (TEXT.index(word) for word in ("One", "Three", "The chief"))
SPANS = ((OPEN, CLOSED - 1), (CLOSED, WHO - 1), (WHO, len(TEXT)))


class FakeAssistant:
    """Answers each question with the sentence that `answers` names (None: refuses; an error: raises it).

    Finds the three sentences in the order in which they stand. `asked` records the questions of
    each conversation.
    """

    def __init__(
        self, answers: dict[str, int | Exception | None], keys: Sequence[str] = ("letter.md",)
    ) -> None:
        self.answers = answers
        self.keys = keys
        self.asked: list[list[str]] = []

    def ask(self, text: str) -> Answer:
        self.asked.append([text])
        return self._answer(text)

    def chat(self) -> FakeChat:
        self.asked.append([])
        return FakeChat(self, self.asked[-1])

    def find(self, text: str, *, limit: int) -> tuple[Hit, ...]:
        passages = (Passage(str(s), "r0", s, s, e, TEXT[s:e], "", None, ((s, e),)) for s, e in SPANS)
        return tuple(Hit(passage, 1 / (1 + passage.start)) for passage in passages)[:limit]

    def reports(self) -> tuple[ReportEntry, ...]:
        return tuple(
            ReportEntry(f"r{n}", key, key, "", "Letter", "", "", None, False, "", 0, 3)
            for n, key in enumerate(self.keys)
        )

    def report(self, report_id: str) -> Report:
        sections = (Section("", 0, 0, len(TEXT)),)
        return Report("letter.md", TEXT, "Letter", "", "", None, False, "", sections)

    def _answer(self, text: str) -> Answer:
        chosen = self.answers[text]
        if isinstance(chosen, Exception):
            raise chosen
        if chosen is None:
            return Answer(Question(text), False, "", 0.1, reason="The reports do not say.")
        start, end = SPANS[chosen]
        cited = Citation(
            1, TEXT[start:end], "r0", "Letter", "", "", None, False, None, "", "", "", start, end, TEXT
        )
        return Answer(Question(text), True, f"{TEXT[start:end]} [1]", 0.9, (cited,))


class FakeChat:
    def __init__(self, assistant: FakeAssistant, asked: list[str]) -> None:
        self.assistant = assistant
        self.asked = asked

    def ask(self, text: str) -> Answer:
        self.asked.append(text)
        return self.assistant._answer(text)


def row(id_: str, type_: str, sentence: int, *expected: str, turns: tuple[str, ...] = ()) -> GoldRow:
    return GoldRow(
        id_, f"{id_}?", type_, turns, (expected,), (Span("letter.md", *SPANS[sentence]),), f"gold.jsonl:{id_}"
    )


def test_answers_are_graded_against_the_evidence():
    rows = (
        row("right", "status", 0, "open"),
        row("elsewhere", "number", 1, "three"),
        row("refused", "who", 2, "Guildford"),
        GoldRow("unknown", "unknown?", "unanswerable"),
    )
    assistant = FakeAssistant({"right?": 0, "elsewhere?": 0, "refused?": None, "unknown?": 1})
    right, elsewhere, refused, unknown = run_gold(assistant, rows)
    assert (right.rank, right.cited, right.said, right.answered) == (1, True, True, True)
    assert right.words == 7  # "One cause of concern is open. [1]"
    assert (elsewhere.rank, elsewhere.cited, elsewhere.said) == (2, False, False)
    assert (refused.rank, refused.answered, refused.answer) == (3, False, "The reports do not say.")
    assert (unknown.rank, unknown.answered) == (None, True)


def test_earlier_turns_are_asked_first_in_a_chat_of_their_own():
    assistant = FakeAssistant({"first?": 0, "second?": 1, "last?": 1})
    rows = (
        row("first", "status", 0, "open"),
        row("last", "follow-up", 1, "three", turns=("first?", "second?")),
    )
    _, last = run_gold(assistant, rows)
    assert assistant.asked[-1] == ["first?", "second?", "last?"]
    assert (last.cited, last.said) == (True, True)


def test_a_crash_is_shown_counts_as_wrong_and_fails_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = gold_file(tmp_path)
    assistant = FakeAssistant({"open?": 0, "who?": ValueError("a bad\nday")})
    assert evaluate(assistant, path, as_json=False, wrong=False, check=False) == 1
    printed = capsys.readouterr().out
    assert "crashed: ValueError: a bad day" in printed
    total = next(line for line in printed.splitlines() if line.startswith("total")).split()
    #                questions  @1       @5       @20     cited    said  rightly wrongly words
    assert total[1:10] == ["2", "50.0%", "50.0%", "50.0%", "50.0%", "50.0%", "-", "50.0%", "7"]
    assert total[-1] == "1"


def test_what_is_wrong_is_listed_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assistant = FakeAssistant({"open?": 0, "who?": 0})
    assert evaluate(assistant, gold_file(tmp_path), as_json=False, wrong=False, check=False) == 0
    assert "who?" not in capsys.readouterr().out
    assert evaluate(assistant, gold_file(tmp_path), as_json=False, wrong=True, check=False) == 0
    printed = capsys.readouterr().out
    assert "who (who): who?" in printed
    assert "evidence: at 3; expected: Guildford" in printed
    assert "open?" not in printed


def test_json_holds_the_same_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assistant = FakeAssistant({"open?": 0, "who?": None})
    assert evaluate(assistant, gold_file(tmp_path), as_json=True, wrong=False, check=False) == 0
    value = json.loads(capsys.readouterr().out)
    assert list(value["measures"]) == ["who", "status", "total"]
    assert value["measures"]["total"]["refused_wrongly"] == 0.5
    assert [one["id"] for one in value["wrong"]] == ["who"]


def test_evidence_must_be_in_the_reports_at_hand(tmp_path: Path):
    assistant = FakeAssistant({}, keys=("other.md",))
    with pytest.raises(GoldError, match=r"gold\.jsonl:1: the assistant has no report letter\.md"):
        run_gold(assistant, (row("1", "status", 0, "open"),))
    twice = FakeAssistant({}, keys=("letter.md", "more/letter.md"))
    with pytest.raises(GoldError, match=r"letter\.md is the name of 2 reports"):
        run_gold(twice, (row("1", "status", 0, "open"),))
    past_the_end = GoldRow("2", "2?", "fact", (), (("x",),), (Span("letter.md", 0, len(TEXT) + 1),), "g:2")
    with pytest.raises(GoldError, match="past the end"):
        run_gold(FakeAssistant({}), (past_the_end,))


def test_check_compares_with_the_least_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    graded = run_gold(FakeAssistant({"right?": 0}), (row("right", "status", 0, "open"),))
    # One right answer passes whatever bound there is, but says nothing about refusing.
    least = AT_LEAST["sample"]["refused_rightly"]
    assert shortfalls("sample", measure(graded)) == (
        f"sample: refused_rightly is not measured, but must be at least {least:.3f}",
    )
    assistant = FakeAssistant({"open?": 0, "who?": 0})
    assert evaluate(assistant, gold_file(tmp_path), as_json=False, wrong=False, check=True) == 1
    assert "there are no least figures for this set" in capsys.readouterr().err


def gold_file(folder: Path) -> str:
    path = folder / "gold.jsonl"
    lines = []
    for id_, type_, sentence, expected in (("open", "status", 0, "open"), ("who", "who", 2, "Guildford")):
        start, end = SPANS[sentence]
        evidence = [{"report": "letter.md", "start": start, "end": end}]
        value = {
            "id": id_,
            "question": f"{id_}?",
            "type": type_,
            "expected": [[expected]],
            "evidence": evidence,
        }
        lines.append(json.dumps(value))
    path.write_text("\n".join(lines) + "\n")
    return str(path)
