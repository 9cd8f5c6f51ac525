"""Documents about invented bodies: how they are read, what is wrong with one, and those that come with it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import evals
from corpus.bodies import BODIES
from corpus.read import read_report
from corpus.sentences import sentence_spans
from corpus.types import CONCERN, GRADE, MONITORING, RECOMMENDATION
from evals.errors import GoldError
from evals.labels import load_labels
from evals.made import UNNAMED, Document, Mark, labelled, made_documents
from index.library import sample_folder

HEAD = "== letter | Wexmoor Police | 2024-02-14 | Letter to Wexmoor\n= custody: care in custody ; custody\n"
NOVEMBER = (date(2022, 11, 1), date(2022, 11, 30))
DAY = (date(2022, 11, 7), date(2022, 11, 7))


def written(folder: Path, text: str) -> Path:
    file = folder / "some.txt"
    file.write_text(text, encoding="utf-8")
    return file


def document(folder: Path, body: str, head: str = HEAD) -> Document:
    (only,) = made_documents(written(folder, head + body))
    return only


def said(one: Document) -> list[tuple[str, str, str]]:
    """Each mark's matter and status, and the words it stands at."""
    return [(mark.matter, mark.status, one.report.text[mark.start : mark.end]) for mark in one.marks]


def test_what_a_document_says_of_itself(tmp_path: Path):
    one = document(tmp_path, "It is open.\n")
    assert (one.report.kind, one.report.body, one.report.title, one.report.published) == (
        "letter", "Wexmoor Police", "Letter to Wexmoor", date(2024, 2, 14),
    )  # fmt: skip
    assert one.names == {"custody": ("care in custody", "custody")}
    assert one.name == "some.txt:1"


def test_lines_are_sentences_and_an_empty_line_ends_a_paragraph(tmp_path: Path):
    one = document(tmp_path, "Dear Chief,\nThank you.\n\n\nCustody is\nopen. %% c:custody open\n")
    assert one.report.text == "Dear Chief, Thank you.\n\nCustody is open."
    assert said(one) == [("custody", "open", "open.")]


def test_headings_stand_under_the_title(tmp_path: Path):
    one = document(tmp_path, "# Letter to Wexmoor\nDear Chief.\n# Custody\n## Cells\nIt is open.\n")
    assert [(section.heading, section.level) for section in one.report.sections] == [
        ("Letter to Wexmoor", 1),
        ("Custody", 2),
        ("Cells", 3),
    ]


def test_a_heading_and_the_items_of_a_list_have_marks_like_sentences(tmp_path: Path):
    one = document(
        tmp_path,
        "# Custody closed %% c:custody closed\nIt had to:\n- train staff %% r:custody closed 1/2\n"
        "- keep **all** records. And soon. %% r:custody open 1/2\nThat is all.\n",
    )
    assert one.report.text == (
        "Custody closed\n\nIt had to:\n\n- train staff\n- keep all records. And soon.\n\nThat is all."
    )
    assert said(one) == [
        ("custody", "closed", "Custody closed"),
        ("custody", "closed", "train staff"),
        ("custody", "open", "keep all records. And soon."),
    ]


def test_a_sentence_that_stands_twice_is_marked_where_it_was_labelled(tmp_path: Path):
    one = document(tmp_path, "It is open.\n\nIt is open. %% c:custody open\n")
    assert [(mark.start, mark.end) for mark in one.marks] == [(13, 24)]


MARKS = [
    ("c:custody raised", CONCERN, "custody", "raised", (), 0, 0),
    ("c:custody partly met 2022-11", CONCERN, "custody", "partly met", (NOVEMBER,), 0, 0),
    ("c:? open 2022-11-07", CONCERN, UNNAMED, "open", (DAY,), 0, 0),
    ("c:? closed 2", CONCERN, UNNAMED, "closed", (), 2, 0),
    ("r:custody closed 2/5", RECOMMENDATION, "custody", "closed", (), 2, 5),
    ("r:? raised 2022-11|2022-11-07 10", RECOMMENDATION, UNNAMED, "raised", (NOVEMBER, DAY), 10, 0),
    ("m:left 2022", MONITORING, "", "left", ((date(2022, 1, 1), date(2022, 12, 31)),), 0, 0),
    ("m: remains", MONITORING, "", "remains", (), 0, 0),
    ("g:use of force = requires improvement", GRADE, "use of force", "requires improvement", (), 0, 0),
]


@pytest.mark.parametrize(("text", "level", "matter", "status", "dates", "count", "of"), MARKS)
def test_marks(
    tmp_path: Path, text: str, level: str, matter: str, status: str, dates: tuple[tuple[date, date], ...],
    count: int, of: int,
):  # fmt: skip
    one = document(tmp_path, f"It says so. %% {text}\n")
    assert one.marks == (Mark(level, matter, status, dates, 0, 11, count, of),)


def test_a_sentence_may_have_several_marks(tmp_path: Path):
    one = document(tmp_path, "It says so. %% c:custody open ; r:custody closed 2 ; m:left\n")
    assert [mark.level for mark in one.marks] == [CONCERN, RECOMMENDATION, MONITORING]


def test_several_documents_of_a_file_keep_to_themselves(tmp_path: Path):
    second = "== digest | Harrow Fire | 2023-05-03 | Digest\nIt is closed. %% c:? closed\n"
    first, other = made_documents(written(tmp_path, f"\n{HEAD}It is open. %% c:custody open\n{second}"))
    assert (first.name, other.name) == ("some.txt:1", "some.txt:2")
    assert (said(first), said(other)) == (
        [("custody", "open", "It is open.")],
        [(UNNAMED, "closed", "It is closed.")],
    )
    assert other.names == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("It is open.\n", "some.txt:1: a document begins with ==", id="words before a document"),
        pytest.param("\n== letter | Wexmoor Police\n", "some.txt:2: a document begins with ==",
                     id="half a head"),
        pytest.param(HEAD + "It is shut. %% c:custody shut\n", "some.txt:3: not understood: c:custody shut",
                     id="a status that is none"),
        pytest.param(HEAD + "It is open. %% open\n", "some.txt:3: not understood: open", id="no level"),
        pytest.param(HEAD + "\nGood. %% g:leadership = fair\n", "some.txt:4: not understood", id="no grade"),
        pytest.param(HEAD + "Fine. %%c:custody open 2/\n", "some.txt:3: not understood", id="half a count"),
        pytest.param(HEAD + "Fine. %% c:custody open ; \n", "some.txt:3: not understood: ",
                     id="nothing after ;"),
        pytest.param(HEAD + "1) It is open. %% c:custody open\n",
                     "some.txt:3: this sentence is not in the text as it is read: 1) It is open.",
                     id="taken for a list"),
        pytest.param(HEAD + "It is open. %% c:cells open\n", "some.txt:1: no names are given for cells",
                     id="a matter without names"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, told: str):
    with pytest.raises(GoldError, match=f"^{re.escape(told)}"):
        made_documents(written(tmp_path, text))


def test_a_sentence_without_a_mark_need_not_be_found(tmp_path: Path):
    assert document(tmp_path, "1) It is open.\nIt waits. %% c:custody open\n").report.text == (
        "1. It is open. It waits."
    )


def test_labels_that_say_the_same_are_one(tmp_path: Path):
    one = document(
        tmp_path,
        "It is closed. %% c:custody closed\nIt was closed. %% c:custody closed 2022-11\n"
        "It closed on 7 November. %% c:custody closed 2022-11-07\nThey were made. %% r:custody raised\n"
        "Ten were made. %% r:custody raised 10\n",
    )
    closed, raised = one.labels("test")
    assert (closed.id, closed.report, closed.body, closed.split) == (
        "some.txt:1:0", "some.txt:1", "Wexmoor Police", "test",
    )  # fmt: skip
    assert (closed.level, closed.matter, closed.status) == (CONCERN, "custody", "closed")
    assert closed.dates == (NOVEMBER, DAY)
    assert closed.names == ("care in custody", "custody")
    # Those with a date come first.
    assert [one.report.text[slice(*span)] for span in closed.spans] == [
        "It was closed.",
        "It closed on 7 November.",
        "It is closed.",
    ]
    assert (raised.level, raised.count, len(raised.spans)) == (RECOMMENDATION, 10, 2)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("c:custody open", "c:custody closed", id="another status"),
        pytest.param("c:custody open", "r:custody open", id="another level"),
        pytest.param("c:custody open", "c:? open", id="another matter"),
        pytest.param("c:custody open 2022-11", "c:custody open 2022-12", id="another month"),
        pytest.param("r:custody open 2", "r:custody open 3", id="another count"),
    ],
)
def test_labels_that_say_something_else_are_two(tmp_path: Path, first: str, second: str):
    one = document(tmp_path, f"So it was. %% {first}\nSo it is. %% {second}\n")
    assert [len(label.spans) for label in one.labels("tune")] == [1, 1]


def test_what_is_open_without_a_day_is_so_on_the_documents_own(tmp_path: Path):
    """And not only on a day before, of which it was said, too."""
    one = document(
        tmp_path,
        "It was open in 2022. %% c:custody open 2022\nIt is open. %% c:custody open\n"
        "It was closed in May. %% c:custody closed 2023-05\nIt is closed. %% c:custody closed\n",
    )
    told = [(label.status, len(label.dates), len(label.spans)) for label in one.labels("test")]
    assert sorted(told) == [("closed", 1, 2), ("open", 0, 1), ("open", 1, 1)]


def test_labels_of_a_report_make_a_document_of_it(tmp_path: Path):
    one = document(
        tmp_path,
        "Custody is open. %% c:custody open\nIt left. %% m:left\nCustody is open. %% c:custody open\n",
    )
    again = labelled(one.labels("tune"), one.report, "some")
    assert (again.name, again.report, again.names) == ("some", one.report, one.names)
    assert again.marks == one.marks


TRAINING = sorted((Path(evals.__path__[0]) / "training" / "status" / "documents").glob("*.txt"))
GOLD = sorted((Path(evals.__path__[0]) / "gold" / "made").glob("*.txt"))


@pytest.fixture(scope="module")
def learnt() -> list[Document]:
    return [one for file in TRAINING for one in made_documents(file)]


@pytest.fixture(scope="module")
def judged() -> list[Document]:
    return [one for file in GOLD for one in made_documents(file)]


def sentences(file: Path) -> dict[str, int]:
    """The sentences of eight words or more, each on its line, without stops and capitals; and their lines."""
    lines = file.read_text(encoding="utf-8").splitlines()
    found = {
        words_of(line.partition(" %% ")[0]): number
        for number, line in enumerate(lines, start=1)
        if not line.startswith("=")
    }
    return {words: number for words, number in found.items() if is_long(words)}


def words_of(sentence: str) -> str:
    return " ".join(re.findall(r"\w+", sentence.lower()))


def is_long(words: str) -> bool:
    return words.count(" ") >= 7


def test_every_file_that_comes_with_it_is_read(learnt: list[Document], judged: list[Document]):
    for files, documents in ((TRAINING, learnt), (GOLD, judged)):
        assert {one.name.partition(":")[0] for one in documents} == {file.name for file in files} != set()
    # What says nothing of status is learnt from, too; it could judge nothing alone.
    assert [one.name for one in judged if not one.marks] == []


def test_no_body_is_a_real_one(learnt: list[Document], judged: list[Document]):
    real = {name.lower() for body in BODIES for name in (body.name, *body.aliases)}
    assert {one.name for one in (*learnt, *judged) if one.report.body.lower() in real} == set()


def test_no_other_sentence_of_the_test_half_is_learnt_from():
    judging = [read_report(path) for path in sorted(sample_folder().glob("*.md"))]
    bodies = {label.body for label in load_labels() if label.split == "test"}
    texts = [report.text for report in judging if report.body in bodies]
    said = {words_of(text[start:end]) for text in texts for start, end in sentence_spans(text)}
    assert len(said) > 500
    # The weights that ship have learnt from these two.
    said -= {
        "peel stands for police effectiveness efficiency and legitimacy",
        "three causes of concern came out of it",
    }
    assert [
        f"{file.name}:{number}"
        for file in TRAINING
        for words, number in sentences(file).items()
        if words in said
    ] == []


def test_no_sentence_that_judges_is_learnt_from():
    known = {words for file in TRAINING for words in sentences(file)}
    assert len(known) > 10_000
    # Where they stand, and not what they say: whoever mends the one is not to read the other.
    assert [
        f"{file.name}:{number}"
        for file in GOLD
        for words, number in sentences(file).items()
        if words in known
    ] == []
