"""What the reader of status learns from, and that a run of training goes on where it was stopped."""

from __future__ import annotations

from evals.labels import load_labels
from evals.training.status.__main__ import DOCUMENTS, learnt_from, sample_documents


def test_nothing_about_a_body_that_judges_is_learnt_from():
    judged = {label.body for label in load_labels() if label.split == "test"}
    learnt = {document.report.body for document in learnt_from([])}
    assert judged
    assert not learnt & judged
    assert {document.report.body for document in sample_documents("tune")} <= learnt


def test_what_is_left_out_is_left_out():
    others = [file.stem for file in DOCUMENTS.glob("*.txt") if file.stem not in ("a", "f")]
    documents = learnt_from(["sample", "f", *others])
    assert not [one.name for one in documents if one.name.startswith("f.txt") or one.name.endswith(".md")]
    assert [one.name for one in documents if one.name.startswith("a.txt")]
