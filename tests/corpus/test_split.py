"""Passages: whole sentences of one section, never past the window, together the whole text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.read import read_report
from corpus.sentences import sentence_spans
from corpus.split import (
    CONTEXT_TOKENS,
    SPECIAL_TOKENS,
    TARGET_TOKENS,
    context_of,
    embedded_text,
    split_report,
)
from corpus.types import Page, Passage, Report, Section

REPORTS = sorted((Path(__file__).resolve().parents[2] / "corpus" / "reports").glob("*.md"))
WINDOW = 256


def words(texts: Sequence[str]) -> list[int]:
    """A token a word: figures can be worked out by counting."""
    return [len(text.split()) for text in texts]


def report_of(*parts: tuple[str, str], title: str = "Letter", body: str = "Kent Police") -> Report:
    """A report of (heading, text) sections."""
    text, sections = "", []
    for heading, content in parts:
        start = len(text)
        text += f"{heading}\n{content}\n\n" if heading else f"{content}\n\n"
        sections.append(Section(heading, 1 if heading else 0, start, len(text)))
    return Report("k.md", text, title, body, "letter", None, False, "", tuple(sections))


def sentence(length: int, name: str = "word") -> str:
    """A sentence of so many words."""
    return " ".join(["The", *[name] * (length - 2), "ends."])


def split(report: Report, window: int = WINDOW) -> tuple[Passage, ...]:
    return split_report(report, "r1", words, window)


def lengths(passages: Sequence[Passage]) -> list[int]:
    return words([passage.text for passage in passages])


def test_a_short_section_is_one_passage():
    report = report_of(("Status", "One is open. Two are closed."))
    (passage,) = split(report)
    assert passage.text == "One is open. Two are closed."
    assert report.text[passage.start : passage.end] == passage.text
    assert [report.text[a:b] for a, b in passage.sentences] == ["One is open.", "Two are closed."]
    assert (passage.heading, passage.context) == ("Status", "Letter. Kent Police. Status")
    assert (passage.report_id, passage.position, passage.page) == ("r1", 0, None)
    assert embedded_text(passage) == "Letter. Kent Police. Status\nOne is open. Two are closed."


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        # 200 tokens are aimed at, and a section is filled evenly.
        ([100, 100], [200]),
        ([40] * 6, [120, 120]),
        ([50] * 9, [150, 150, 150]),
        ([190, 190], [190, 190]),
        ([10, 200, 10], [210, 10]),
        ([5], [5]),
    ],
)
def test_sections_are_filled_evenly(sentences: list[int], expected: list[int]):
    report = report_of(("Status", " ".join(sentence(length) for length in sentences)))
    assert lengths(split(report)) == expected


def test_a_passage_stays_within_its_section():
    report = report_of(
        ("", "Before. "), ("Status", "One is open."), ("Empty", ""), ("Next", "Two are closed.")
    )
    assert [(p.heading, p.text) for p in split(report)] == [
        ("", "Before."),
        ("Status", "One is open."),
        ("Next", "Two are closed."),
    ]


def test_a_sentence_past_the_window_is_cut_between_words():
    report = report_of(("", sentence(500)), title="", body="")
    passages = split(report)
    assert lengths(passages) == [250, 250]
    assert " ".join(passage.text for passage in passages) == report.text.strip()
    # Of the window, the context takes its part.
    narrow = split(replace(report, title=sentence(40)), window=150)
    assert all(count <= 150 - SPECIAL_TOKENS - 40 for count in lengths(narrow))


def test_a_word_past_the_window_is_cut_in_two():
    report = report_of(("", "x" * 1_000), title="", body="")
    passages = split_report(report, "r1", lambda texts: [len(text) for text in texts], WINDOW)
    assert [len(passage.text) for passage in passages] == [250, 250, 250, 250]


def test_a_long_context_is_cut_and_leaves_room():
    report = report_of(("Status", sentence(300)), title=sentence(90))
    passages = split(report)
    assert words([passages[0].context]) == [CONTEXT_TOKENS]
    assert max(lengths(passages)) <= WINDOW - SPECIAL_TOKENS - CONTEXT_TOKENS


@pytest.mark.parametrize(
    ("parts", "context"),
    [
        (("Letter", "Kent Police", "Status"), "Letter. Kent Police. Status"),
        (("Letter to Kent Police", "Kent Police", "Status"), "Letter to Kent Police. Status"),
        (("Letter", "Kent Police", "Letter"), "Letter. Kent Police"),
        (("", "", ""), ""),
    ],
)
def test_the_context_says_nothing_twice(parts: tuple[str, str, str], context: str):
    assert context_of(*parts) == context


def test_a_passage_without_context_is_embedded_as_it_is():
    (passage,) = split(report_of(("", "It is open."), title="", body=""))
    assert embedded_text(passage) == "It is open."


def test_pages_are_those_the_passages_begin_on():
    text = f"{sentence(150)}\n\f{sentence(150)} It is on page two.\n"
    cut = text.index("\f")
    report = Report(
        *("k.pdf", text, "", "", "", None, False, ""),
        sections=(Section("", 0, 0, len(text)),),
        pages=(Page(1, 0, cut), Page(2, cut, len(text))),
    )
    assert [(p.page, p.text.endswith("page two.")) for p in split(report)] == [(1, False), (2, True)]


def test_the_same_report_gives_the_same_ids():
    report = report_of(("Status", "One is open."), ("Next", "Two are closed."))
    assert split(report) == split(report)
    first, second = split(report)
    assert len(first.id) == 24
    assert first.id != second.id


@pytest.mark.parametrize(
    "change",
    ["report_id", "text", "span", "context", "version"],
)
def test_what_a_passage_is_makes_its_id(change: str, monkeypatch: pytest.MonkeyPatch):
    report = report_of(("Status", "One is open."))
    (before,) = split(report)
    other = {
        "text": report_of(("Status", "One is shut.")),
        "span": report_of(("Status", "\nOne is open.")),
        "context": report_of(("Status", "One is open."), title="Another"),
    }.get(change, report)
    if change == "version":
        monkeypatch.setattr("corpus.split.SPLITTER_VERSION", "other")
    (after,) = split_report(other, "r2" if change == "report_id" else "r1", words)
    assert after.id != before.id


PIECES = [*"abcAB 012.,;:!?()'-•\n\té試\u2028\xa0", " ", " ", ". ", "No. 3", "e.g. ", "word ", "x" * 90]
SOME_TEXT = st.lists(st.sampled_from(PIECES), max_size=300).map("".join)
PARTS = st.lists(st.tuples(st.sampled_from(["", "Status", "A. b"]), SOME_TEXT), max_size=4)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=PARTS, window=st.integers(8, 60))
def test_whatever_the_text_passages_keep_the_rules(parts: list[tuple[str, str]], window: int):
    report = report_of(*parts)
    passages = split(report, window)
    check_rules(report, passages)
    for passage in passages:
        assert words([embedded_text(passage)])[0] + SPECIAL_TOKENS <= window


def check_rules(report: Report, passages: Sequence[Passage]) -> None:
    """Whole sentences within one section, in order, that together are the text."""
    covered = [False] * len(report.text)
    last = 0
    for position, passage in enumerate(passages):
        assert passage.position == position
        assert passage.text == report.text[passage.start : passage.end] == passage.text.strip() != ""
        assert last <= passage.start
        last = passage.end
        section = report.section_at(passage.start)
        assert passage.end <= section.end
        assert passage.heading == section.heading
        assert passage.page == report.page_at(passage.start)
        assert (passage.sentences[0][0], passage.sentences[-1][1]) == (passage.start, passage.end)
        for start, end in passage.sentences:
            assert passage.start <= start < end <= passage.end
        covered[passage.start : passage.end] = [True] * (passage.end - passage.start)
    for section in report.sections:
        headed = section.heading and report.text.startswith(section.heading, section.start)
        begin = section.start + len(section.heading) * bool(headed)
        left = [place for place in range(begin, section.end) if not covered[place]]
        assert "".join(report.text[place] for place in left).strip() == ""
    assert len({passage.id for passage in passages}) == len(passages)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_sample_corpus_is_split_by_the_rules(path: Path):
    report = read_report(path)
    passages = split(report)
    check_rules(report, passages)
    for passage in passages:
        sentences = sentence_spans(report.text, passage.start, passage.end)
        assert list(passage.sentences) == sentences
    assert len(passages) >= 3


@pytest.mark.model
def test_with_the_real_tokens_nothing_is_cut_off_by_the_model(shared: Path):
    from index.encode import SentenceEncoder

    encoder = SentenceEncoder()
    checked = 0
    for path in [*REPORTS, *sorted((shared / "reports").glob("*.pdf"))[:2]]:
        report = read_report(path)
        passages = split_report(report, "r1", encoder.count_tokens, encoder.window)
        check_rules(report, passages)
        counts = encoder.count_tokens([embedded_text(passage) for passage in passages])
        assert max(counts) + SPECIAL_TOKENS <= encoder.window
        checked += len(passages)
        if len(passages) > 20:
            alone = encoder.count_tokens([passage.text for passage in passages])
            assert sum(alone) / len(alone) <= TARGET_TOKENS
    assert checked > 100
