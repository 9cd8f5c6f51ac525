"""What the reader of status is shown in training, and what it is to say: worked out by hand."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any

import pytest

from corpus.readings.said import OUTPUTS, Names
from corpus.readings.views import View, views_of
from corpus.types import CONCERN, MONITORING, RECOMMENDATION
from evals.made import Document, Mark, made_documents
from evals.training.status import examples as module
from evals.training.status.examples import Example, Examples, Renaming, Target, keys_named, spans_of
from index.status_input import (
    ANY,
    BEGINS,
    ENGAGE,
    INSIDE,
    MATTER,
    OUTSIDE,
    RECOMMENDED,
    UNNAMED,
    Preparer,
)

CUSTODY, FRAUD = ("care in custody", "custody"), ("fraud",)
NAMES: dict[str, Names] = {"custody": CUSTODY, "fraud": FRAUD}


class WordTokenizer:
    """A token a word: for tests that count places, and need no vocabulary."""

    cls_token_id, sep_token_id = 0, 1

    def __init__(self) -> None:
        self.words = ["[CLS]", "[SEP]"]

    def convert_tokens_to_ids(self, word: str) -> int:
        if word not in self.words:
            self.words.append(word)
        return self.words.index(word)

    def __call__(self, text: str, **_: object) -> dict[str, list[Any]]:
        found = list(re.finditer(r"\w+|[^\w\s]", text))
        return {
            "input_ids": [self.convert_tokens_to_ids(match[0].lower()) for match in found],
            "offset_mapping": [match.span() for match in found],
        }


@pytest.fixture
def preparer() -> Preparer:
    return Preparer(WordTokenizer())


def document(folder: Path, lines: str, names: str = "", file: str = "some.txt") -> Document:
    names = names or "= custody: care in custody ; custody\n= fraud: fraud\n"
    (folder / file).write_text(f"== letter | Wexmoor Police | 2024-07-23 | Letter\n{names}{lines}\n")
    (only,) = made_documents(folder / file)
    return only


def first(folder: Path, preparer: Preparer, line: str) -> Example:
    """The first look at a sentence that stands alone in its document."""
    one = document(folder, line)
    (view,) = views_of(one.report)
    return Examples([one], preparer, 0)._first(view, one.marks, one.names)


def second(
    folder: Path, preparer: Preparer, line: str, monkeypatch: pytest.MonkeyPatch, **rates: float
) -> Example:
    """The second look at such a sentence; what is left to chance is left out but for `rates`."""
    for name in ("LEFT_OUT", "STRANGER", "TWICE"):
        monkeypatch.setattr(module, name, rates.get(name, 0.0))
    one = document(folder, line)
    (view,) = views_of(one.report)
    return Examples([one], preparer, 0)._second(view, one.marks, one.names, Random(0))


def words(preparer: Preparer, example: Example) -> list[str]:
    return [preparer.tokenizer.words[number] for number in example.prepared.ids]


def wanted(target: Target) -> set[tuple[str, str]]:
    return {output for output, want in zip(OUTPUTS, target.wanted, strict=True) if want}


def levels(target: Target) -> set[str]:
    """The levels that count at a mark: of each all outputs do, or none."""
    counting = {level for (level, _), counts in zip(OUTPUTS, target.counts, strict=True) if counts}
    assert sum(target.counts) == sum(level in counting for level, _ in OUTPUTS)
    return counting


def at(example: Example) -> dict[str, Target]:
    """The targets of an example by their marks."""
    marks = {span: mark for mark, span in example.prepared.marks.items()}
    return {marks[target.span]: target for target in example.targets}


def test_what_is_said_is_wanted_at_the_mark_of_its_level(tmp_path: Path, preparer: Preparer):
    targets = at(
        first(
            tmp_path, preparer, "It is closed. %% c:custody closed ; r:custody open 2 ; m:left ; c:? raised"
        )
    )
    assert {mark: (wanted(target), levels(target)) for mark, target in targets.items()} == {
        ENGAGE: ({(MONITORING, "left")}, {MONITORING}),
        RECOMMENDED: ({(RECOMMENDATION, "open")}, {RECOMMENDATION}),
        UNNAMED: ({(CONCERN, "raised")}, {CONCERN}),
        ANY: (
            {(CONCERN, "closed"), (CONCERN, "raised"), (RECOMMENDATION, "open")},
            {CONCERN, RECOMMENDATION},
        ),
    }


def test_a_sentence_without_a_label_says_nothing_and_that_counts(tmp_path: Path, preparer: Preparer):
    targets = at(first(tmp_path, preparer, "It rained. %% g:leadership = good"))
    assert [wanted(target) for target in targets.values()] == [set()] * 4
    assert levels(targets[ANY]) == {CONCERN, RECOMMENDATION}


@pytest.mark.parametrize(
    ("line", "kinds", "counts"),
    [
        pytest.param(
            "Good care in custody is closed. %% c:custody closed",
            [OUTSIDE, BEGINS, INSIDE, INSIDE, OUTSIDE, OUTSIDE, OUTSIDE],
            [1] * 7,
            id="the longest name",
        ),
        pytest.param(
            "Custody and fraud closed. %% c:custody closed ; c:fraud closed",
            [BEGINS, OUTSIDE, BEGINS, OUTSIDE, OUTSIDE],
            [1] * 5,
            id="two",
        ),
        pytest.param(
            "Custody closed, fraud helped. %% c:custody closed",
            [BEGINS, OUTSIDE, OUTSIDE, OUTSIDE, OUTSIDE, OUTSIDE],
            [1, 1, 1, 0, 1, 1],
            id="one of which nothing is said does not count",
        ),
        pytest.param("# Fraud", [BEGINS], [1], id="a heading names its matter"),
        pytest.param("Frauds rose. %% c:? open", [OUTSIDE] * 3, [1] * 3, id="part of a word"),
    ],
)
def test_words_of_names(tmp_path: Path, preparer: Preparer, line: str, kinds: list[int], counts: list[int]):
    example = first(tmp_path, preparer, line)
    assert (list(example.kinds), list(example.kinds_count)) == (kinds, counts)


def test_of_a_heading_only_names_are_learnt(tmp_path: Path, preparer: Preparer):
    assert first(tmp_path, preparer, "# Custody is closed %% c:custody closed").targets == ()


DATED = "In May 2024, after 2023, it closed. %% "


@pytest.mark.parametrize(
    ("dates", "fits"),
    [
        pytest.param(" 2024-05", (1, 0), id="the month"),
        pytest.param(" 2024-05-07", (1, 0), id="a day of the month"),
        pytest.param(" 2023-11", (0, 1), id="a month of the year"),
        pytest.param(" 2023|2024", (1, 1), id="either"),
        pytest.param(" 2022", (0, 0), id="another year"),
        pytest.param("", (0, 0), id="no date"),
    ],
)
def test_dates_that_fit(tmp_path: Path, preparer: Preparer, dates: str, fits: tuple[float, ...]):
    targets = at(first(tmp_path, preparer, f"{DATED}c:? closed{dates}"))
    assert targets[UNNAMED].days == ((OUTPUTS.index((CONCERN, "closed")), fits),)
    # Nothing is said at the one, and the other says whether anything is, and not when.
    assert targets[RECOMMENDED].days == targets[ANY].days == ()


def test_each_status_has_dates_of_its_own(tmp_path: Path, preparer: Preparer):
    example = first(tmp_path, preparer, f"{DATED}c:? closed 2024-05 ; c:? raised 2023")
    assert dict(at(example)[UNNAMED].days) == {
        OUTPUTS.index((CONCERN, "closed")): (1, 0),
        OUTPUTS.index((CONCERN, "raised")): (0, 1),
    }


def test_without_dates_none_fits(tmp_path: Path, preparer: Preparer):
    assert at(first(tmp_path, preparer, "It closed. %% c:? closed 2024-05"))[UNNAMED].days == ()


SAID = "It closed. %% c:custody closed ; r:fraud open 2 ; c:? raised"


def by_names(preparer: Preparer, example: Example) -> list[tuple[str, Target]]:
    """The targets at matters, each with its names as they are shown."""
    said = words(preparer, example)
    found = []
    for target in example.targets[:-1]:
        mark, *shown = said[slice(*target.span)]
        assert mark == MATTER
        found.append((" ".join(shown), target))
    return found


def test_what_is_said_of_a_matter_is_wanted_at_its_names(
    tmp_path: Path, preparer: Preparer, monkeypatch: pytest.MonkeyPatch
):
    example = second(tmp_path, preparer, SAID, monkeypatch)
    shown = by_names(preparer, example)
    assert {"fraud" in names: wanted(target) for names, target in shown} == {
        False: {(CONCERN, "closed")},
        True: {(RECOMMENDATION, "open")},
    }
    assert all(levels(target) == {CONCERN, RECOMMENDATION} for _, target in shown)
    unnamed = example.targets[-1]
    assert unnamed.span == example.prepared.marks[UNNAMED]
    assert (wanted(unnamed), levels(unnamed)) == ({(CONCERN, "raised")}, {CONCERN})


def test_a_matter_may_be_left_out(tmp_path: Path, preparer: Preparer, monkeypatch: pytest.MonkeyPatch):
    example = second(tmp_path, preparer, SAID, monkeypatch, LEFT_OUT=1.0)
    assert len(example.prepared.matters) == 1
    assert len(example.targets) == 2


def test_nothing_is_said_of_a_stranger(tmp_path: Path, preparer: Preparer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Examples, "_stranger", lambda *_: ("horses",))
    example = second(tmp_path, preparer, SAID, monkeypatch, STRANGER=1.0)
    shown = dict(by_names(preparer, example))
    assert len(shown) == 3
    assert wanted(shown["horses"]) == set()
    assert levels(shown["horses"]) == {CONCERN, RECOMMENDATION}
    assert {frozenset(wanted(target)) for names, target in shown.items() if names != "horses"} == {
        frozenset({(CONCERN, "closed")}),
        frozenset({(RECOMMENDATION, "open")}),
    }


def test_a_matter_put_in_twice_is_said_the_same_of(
    tmp_path: Path, preparer: Preparer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "_some", lambda names, _: names)
    shown = by_names(preparer, second(tmp_path, preparer, SAID, monkeypatch, TWICE=1.0))
    assert sorted((names, sorted(wanted(target))) for names, target in shown) == [
        ("care in custody", [(CONCERN, "closed")]),
        ("custody", [(CONCERN, "closed")]),
        ("fraud", [(RECOMMENDATION, "open")]),
    ]


def test_words_put_in_as_a_stranger_are_of_no_name(tmp_path: Path, preparer: Preparer):
    other = document(tmp_path, "It is open.", "= horses: police horses ; horses ; stables\n", "other.txt")
    examples = Examples([other], preparer, 0)
    view = View("Custody closed, as ever.", 0, 24, "", ("Good care helped.",), ("Fraud rose.",))
    drawn = {examples._stranger(view, NAMES, Random(seed)) for seed in range(200)}
    assert ("police horses", "horses") in drawn
    bare = {one[0].lower() for one in drawn if len(one) == 1}
    assert "closed" in bare
    assert not any(word in one or one in word for one in bare for word in (*CUSTODY, *FRAUD))


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("Care in custody, and custody.", CUSTODY, ["Care in custody", "custody"]),
        ("Care  in\ncustody.", CUSTODY, ["Care  in\ncustody"]),
        ("Defraud and frauds.", FRAUD, []),
        ("It is open.", (), []),
        ("Calls (999).", ("calls (999)",), ["Calls (999)"]),
    ],
)
def test_where_names_stand(text: str, names: Names, found: list[str]):
    assert [text[slice(*span)] for span in spans_of(text, names)] == found


def test_names_are_changed_with_their_capitals_wherever_they_stand():
    renaming = Renaming({"care in custody": "horses", "custody": "police horses"})
    view = View("Custody, or care  in custody.", 3, 32, "Custody", ("No custodyx.",), ("In custody.",))
    assert renaming.of(view) == View(
        "Police horses, or horses.", 3, 32, "Police horses", ("No custodyx.",), ("In police horses.",)
    )
    assert Renaming({}).of(view) is view


def test_matters_get_the_names_of_others_the_longest_for_the_longest(
    tmp_path: Path, preparer: Preparer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "RENAMED", 1.0)
    own = document(tmp_path, "It is open.", "= custody: custody ; care in custody ; cells\n")
    other = document(tmp_path, "It is open.", "= horses: horses ; police horses\n", "other.txt")
    examples = Examples([other], preparer, 0)
    names, renaming = examples._renamed(own, Random(0))
    assert names == {"custody": ("police horses", "horses")}
    view = View("Care in custody: custody, cells.", 0, 32, "")
    assert renaming.of(view).text == "Police horses: horses, horses."


def test_what_is_renamed_is_learnt_by_its_new_names(
    tmp_path: Path, preparer: Preparer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "RENAMED", 1.0)
    own = document(tmp_path, "Custody is closed. %% c:custody closed", "= custody: custody\n")
    examples = Examples([own], preparer, 0)
    examples._names = [("police horses",)]
    example = next(one for one in examples.of_epoch(0) if one.kinds)
    assert words(preparer, example)[slice(*example.prepared.own)] == "police horses is closed .".split()
    assert example.kinds == (BEGINS, INSIDE, OUTSIDE, OUTSIDE, OUTSIDE)


def test_whether_a_sentence_names_a_matter_is_learnt_by_names_that_are_not_shown(
    tmp_path: Path, preparer: Preparer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "_some", lambda names, _: names[:1])
    monkeypatch.setattr(Examples, "_stranger", lambda *_: ("horses",))
    example = second(tmp_path, preparer, "Custody has no horses.", monkeypatch, STRANGER=1.0)
    named = {names: target.named for names, target in by_names(preparer, example)}
    # What is no matter may stand there as well as not.
    assert named == {"care in custody": True, "fraud": False, "horses": None}
    assert example.targets[-1].named is None


def test_a_name_within_another_matters_name_names_nothing() -> None:
    names = {"care": ("care in custody",), "custody": ("custody", "the cells")}
    assert keys_named("Care in  custody is poor.", names) == {"care"}
    assert keys_named("Care in custody, and The Cells, are poor.", names) == {"care", "custody"}
    assert keys_named("It rained.", names) == keys_named("It rained.", {}) == set()


def test_of_a_heading_only_what_it_names_is_learnt_the_second_time(
    tmp_path: Path, preparer: Preparer, monkeypatch: pytest.MonkeyPatch
):
    for name in ("LEFT_OUT", "STRANGER", "TWICE"):
        monkeypatch.setattr(module, name, 0.0)
    one = document(tmp_path, "# Custody\nIt rained.")
    heading = next(view for view in views_of(one.report) if view.is_heading)
    example = Examples([one], preparer, 0)._second(heading, (), one.names, Random(0))
    assert {target.named for target in example.targets} == {True, False}
    assert all(levels(target) == set() for target in example.targets)


LINES = """# Custody
It rained. Nobody came.
Custody is closed. %% c:custody closed
It left. %% m:left

We read mail, and closed the door."""


def test_labels_and_headings_are_in_every_epoch(
    tmp_path: Path, preparer: Preparer, monkeypatch: pytest.MonkeyPatch
):
    for name in ("SHOWN_TEMPTING", "SHOWN_PLAIN", "AGAIN_TEMPTING", "AGAIN_PLAIN", "AGAIN_NAMED"):
        monkeypatch.setattr(module, name, 0.0)
    examples = Examples([document(tmp_path, LINES)], preparer, 0)
    # A heading, two labelled sentences, and one of them again with the matters: no matter's is "It left."
    assert [len(examples.of_epoch(epoch)) for epoch in range(4)] == [4] * 4
    for name in ("SHOWN_TEMPTING", "AGAIN_TEMPTING"):
        monkeypatch.setattr(module, name, 1.0)
    # And the one that might be taken for a label, twice.
    assert [len(examples.of_epoch(epoch)) for epoch in range(4)] == [6] * 4
    for name in ("SHOWN_PLAIN", "AGAIN_PLAIN"):
        monkeypatch.setattr(module, name, 1.0)
    # And the two others, and what left, twice.
    assert [len(examples.of_epoch(epoch)) for epoch in range(4)] == [11] * 4
    monkeypatch.setattr(module, "AGAIN_NAMED", 1.0)
    # And the heading, which names a matter, twice.
    assert [len(examples.of_epoch(epoch)) for epoch in range(4)] == [12] * 4


def test_an_epoch_is_the_same_for_the_same_seed_and_another_for_another(tmp_path: Path, preparer: Preparer):
    documents = [document(tmp_path, LINES * 4)]
    once, again, other = (Examples(documents, preparer, seed) for seed in (3, 3, 4))
    assert once.of_epoch(1) == again.of_epoch(1) == once.of_epoch(1)
    assert once.of_epoch(1) != once.of_epoch(2)
    assert once.of_epoch(1) != other.of_epoch(1)


def test_a_mark_is_of_the_sentence_it_stands_in(tmp_path: Path, preparer: Preparer):
    examples = Examples([document(tmp_path, "It is open. %% c:custody open\nIt rained.")], preparer, 0)
    ((one, marks), (other, none)) = examples._views[0]
    assert (one.text, other.text) == ("It is open.", "It rained.")
    assert (marks, none) == ((Mark(CONCERN, "custody", "open", (), 0, 11),), ())
