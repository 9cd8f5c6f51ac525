"""Plain words for the inspectorate's own, found as whole words and said once."""

from __future__ import annotations

import pytest

from index.glossary import synonyms, widened


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is it in special measures?", "Is it in special measures? (Engage enhanced monitoring)"),
        ("What does the PCC say?", "What does the PCC say? (police and crime commissioner)"),
        ("Was it sorted out?", "Was it sorted out? (closed)"),
        ("What is outstanding, what is live?", "What is outstanding, what is live? (remains open)"),
        ("Any worries about 999?", "Any worries about 999? (cause of concern; emergency calls)"),
    ],
)
def test_the_reports_own_words_are_added(question: str, expected: str):
    assert widened(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "",
        "How many officers are there?",
        # Words within words: live, shut, fixed, scan, head, rated, ring.
        "Were calls delivered by the shuttle, affixed to the scandal, ahead of the integrated spring?",
        # What the reports call it needs no other word.
        "Which cause of concern is there?",
    ],
)
def test_nothing_is_added_without_need(question: str):
    assert widened(question) == question


def test_what_is_said_already_is_not_added():
    assert widened("Is it fixed and closed?") == "Is it fixed and closed?"


def test_each_plain_wording_is_told_with_its_meaning():
    assert synonyms("Was the Scan phase fixed?") == (
        ("Scan", "default phase of monitoring"),
        ("fixed", "closed"),
    )
