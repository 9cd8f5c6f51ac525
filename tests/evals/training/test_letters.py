"""Made-up letters: the same every time, about nobody, and each window known by what it tells."""

from __future__ import annotations

import re
from itertools import islice
from random import Random

import pytest

from corpus.bodies import BODIES
from evals.training import asked, phrases
from evals.training.groups import WINDOWS
from evals.training.letters import Tag, letter_groups, windows_of, written

LETTERS = [written(Random(seed)) for seed in range(60)]
TOLD = [(text, tags) for letter in LETTERS for text, tags in windows_of(letter)]


def told(kind: str) -> list[str]:
    return [text for text, tags in TOLD if any(one == kind for one, _ in tags)]


def test_they_are_the_same_for_the_same_seed():
    first, again, other = (list(islice(letter_groups(seed), 20)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_the_bodies_are_invented():
    real = {body.name for body in BODIES}
    assert not real & {name for name, _, _ in phrases.BODIES}


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("closed", r"clos|signed off|signed it off|dealt with|discharged|addressed|falls away"),
        (
            "open",
            r"open|not yet able|More has to be|should not be|stands|outstanding|too little|not closed|[oO]ne",
        ),
        ("visited", r"went back|returned|revisit|again"),
        ("entered", r"Engage|enhanced|Special measures"),
        ("signed", r"From|Signed|sincerely|signed"),
    ],
)
def test_a_window_tells_what_it_is_known_by(kind: str, pattern: str):
    assert len(told(kind)) > 10
    assert [text for text in told(kind) if not re.search(pattern, text.split("\n")[-1])] == []


def test_every_kind_of_sentence_can_be_asked_for_or_is_there_to_mislead():
    wanted = {kind for one in asked.ASKED.values() for kind, _ in one.told}
    tagged = {kind for _, tags in TOLD for kind, _ in tags}
    assert wanted <= tagged


def test_groups_hold_what_answers_where_something_does():
    groups = list(islice(letter_groups(0), 400))
    assert all(1 < len(group.windows) <= WINDOWS for group in groups)
    assert all(len(group.windows) == len(set(group.windows)) for group in groups)
    # What the letter never gives is asked as well.
    assert 0.6 < sum(any(group.right) for group in groups) / len(groups) < 0.8
    cost = [group for group in groups if "cost" in group.question or "2011" in group.question]
    assert cost
    assert not any(any(group.right) for group in cost)


def test_what_is_closed_is_no_answer_to_what_is_open():
    wrong = [
        window
        for group in letter_groups(0, letters=200)
        if group.question.startswith(("Which cause of concern remains", "What is still open"))
        for window, right in zip(group.windows, group.right, strict=True)
        if right and re.search(r"(?:now been|is|been) closed\.$", window)
    ]
    assert wrong == []


def test_sentences_begin_with_a_capital():
    sentences = [sentence for letter in LETTERS for _, some in letter.sections for sentence, _ in some]
    assert not [sentence for sentence in sentences if sentence[0].islower()]


def test_tags_are_of_matters_that_are_told():
    tags: set[Tag] = {tag for _, some in TOLD for tag in some}
    assert {matter for _, matter in tags} <= {"", *phrases.MATTERS}
