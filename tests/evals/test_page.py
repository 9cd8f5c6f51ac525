"""The report page: what it says, that nothing is missing from it, and that data in it stays data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from evals.figures import MEASURES
from evals.page import page
from evals.page_failures import failures_of
from evals.types import Cited, Figure, GoldRow, Graded, Reply, Results, Span

VOID = {"meta", "input", "line", "rect", "circle", "polyline", "br"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
HOSTILE = """</script><script>alert("1")</script>' " onload=alert(2) <!-- </style> {{ 7 * 7 }} &lt;"""

CITED = Cited(
    Span("kent.md", 10, 20),
    "It is closed.",
    title="Letter to Kent",
    body="Kent Police",
    published=date(2024, 3, 1),
    page=3,
    before="The force was told. ",
    after=" The end.",
)
ROW = GoldRow(
    "q1",
    "Is it closed?",
    "status",
    split="tune",
    expected=(("shut", "sealed"), ("done",)),
    evidence=((Span("avon.md", 1, 2), Span("devon.md", 1, 2)), (Span("wilts.md", 1, 2),)),
)
NOWHERE = GoldRow("u1", "How tall is it?", "unanswerable", split="tune", kind="off the subject")
WRONG = {"right": 0.0, "refused_wrongly": 0.0, "said": 0.0, "first_cited": 0.0, "closest_right": 0.0}
RIGHT = {"right": 1.0, "refused_wrongly": 0.0, "said": 1.0, "first_cited": 1.0, "closest_right": 1.0}
ANSWER = Reply(True, "It is closed.", 0.625, cited=(CITED,), closest=CITED)
REFUSAL = Reply(False, "The reports do not say.", 0.125, closest=CITED)


def results(*graded: Graded, system: str = "ours", figures: Mapping[str, Figure] | None = None) -> Results:
    """A run whose figures are only those given, and `right` worked out without an interval."""
    right = [one.scores["right"] for one in graded]
    total = Figure(
        sum(right) / len(right) if right else None, None, None, len(right), "" if right else "none"
    )
    return Results("gold", system, "", graded, {"total": {"right": total, **(figures or {})}})


def asked(marks: str, system: str = "ours") -> Results:
    """A run of one question a letter: r for right, w for wrong."""
    return results(
        *(
            Graded(replace(ROW, id=str(n)), ANSWER, RIGHT if mark == "r" else WRONG, 10.0)
            for n, mark in enumerate(marks)
        ),
        system=system,
    )


class Reader(HTMLParser):
    """Reads a page as a browser would, and fails at tags that do not close each other."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.folded = ""
        self.bold: list[str] = []
        self.judging = 0
        self.feed(document)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        assert len(attributes) == len(attrs), f"an attribute of <{tag}> stands there twice"
        self.tags.append((tag, attributes))
        if attributes.get("class") == "judging":
            self.judging = len(self.open) + 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.judging == len(self.open):
            self.judging = 0
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("script", "style"):
            return
        if self.open and self.open[-1] == "b":
            self.bold.append(data)
        if self.judging:
            self.folded += data
        else:
            self.text += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        """The attributes of all such tags."""
        return [
            have
            for name, have in self.tags
            if name == tag and all(have.get(key) == value for key, value in wanted.items())
        ]


RUNS = {
    "beside baselines": [asked("rww"), asked("wrw", "starter"), asked("www", "bm25")],
    "alone": [asked("rw")],
    "nothing wrong": [asked("rr"), asked("rw", "bm25")],
    "nothing asked": [results()],
    "crashed": [results(Graded(ROW, None, WRONG, 1.0, "ValueError: broke"))],
    "no figure": [Results("gold", "ours", "", asked("rw").graded, {})],
    "more systems than colours": [asked("rw", f"system {n}") for n in range(8)],
}


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_a_page_is_well_formed_and_asks_nothing_of_any_other_place(run: list[Results]):
    document = page(run, title="gold")
    read = Reader(document)
    assert document.startswith("<!DOCTYPE html>")
    assert read.all("meta", **{"http-equiv": "Content-Security-Policy"})[0]["content"] == POLICY
    assert not {"link", "img", "iframe", "object", "base", "form"} & {tag for tag, _ in read.tags}
    assert all(have["href"].startswith("#") for _, have in read.tags if "href" in have)
    assert not [have for _, have in read.tags if "src" in have]
    assert "url(" not in document
    assert "@import" not in document
    assert "http://" not in document
    assert "https://" not in document


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_headings_go_down_one_level_at_a_time_and_links_lead_somewhere(run: list[Results]):
    read = Reader(page(run, title="gold"))
    levels = [int(tag[1]) for tag, _ in read.tags if tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    ids = [have["id"] for _, have in read.tags if "id" in have]
    assert len(set(ids)) == len(ids)
    assert {have["href"][1:] for have in read.all("a")} <= set(ids)
    assert {have["aria-labelledby"] for _, have in read.tags if "aria-labelledby" in have} <= set(ids)


def test_what_data_says_is_shown_and_never_acted_upon():
    cited = replace(
        CITED,
        span=Span(HOSTILE, 0, 1),
        quote=HOSTILE,
        title=HOSTILE,
        body=HOSTILE,
        before=HOSTILE,
        after=HOSTILE,
    )
    row = GoldRow(
        HOSTILE,
        HOSTILE,
        HOSTILE,
        split=HOSTILE,
        turns=(HOSTILE,),
        expected=((HOSTILE,),),
        evidence=((Span(HOSTILE, 0, 1),),),
        kind=HOSTILE,
    )
    replies = (
        Reply(True, HOSTILE, 0.5, cited=(cited,), closest=cited),
        Reply(False, HOSTILE, 0.5, closest=cited),
        Reply(True, HOSTILE, 0.5),
    )
    graded = [Graded(replace(row, id=f"{HOSTILE}{n}"), one, WRONG, 1.0) for n, one in enumerate(replies)]
    graded.append(Graded(replace(row, id="crashed"), None, WRONG, 1.0, HOSTILE))
    figures = {"recall_1": Figure(None, None, None, 0, HOSTILE)}
    run = replace(results(*graded, system=HOSTILE, figures=figures), settings=HOSTILE)
    read = Reader(page([run, replace(run, system=HOSTILE + "2")], title=HOSTILE))
    harmless = Reader(page([asked("w")], title="gold"))
    assert len(read.all("script")) == len(harmless.all("script")) == 1
    assert len(read.all("style")) == 1
    assert not [name for _, have in read.tags for name in have if name.startswith("on")]
    # Title, settings, the card's tags, question, turns, expected, evidence, quote with its surroundings.
    assert read.text.count(HOSTILE) > 40
    assert {have["data-type"] for have in read.all("article")} == {HOSTILE}


def test_characters_that_no_page_should_hold_are_replaced():
    row = replace(ROW, question="half \ud800 turned \u202e rung \x07")
    document = page([results(Graded(row, ANSWER, WRONG))], title="gold")
    document.encode("utf-8")
    assert "half \ufffd turned \ufffd rung \ufffd" in Reader(document).text


def test_every_failure_is_there_and_nothing_else():
    run = asked("rwwrw")
    names = [have["data-split"] for have in Reader(page([run], title="gold")).all("article")]
    assert [one.graded.row.id for one in failures_of([run])] == ["1", "2", "4"]
    assert len(names) == 3


def test_a_right_answer_that_quotes_another_body_as_well_is_a_failure():
    run = results(Graded(ROW, ANSWER, {**RIGHT, "wrong_body": 1.0}))
    assert [one.faults for one in failures_of([run])] == [("quotes a report about another body",)]


def test_a_wrong_answer_is_shown_with_what_was_expected_and_where():
    read = Reader(
        page([results(Graded(ROW, ANSWER, {**WRONG, "mrr": 0.25})), asked("r", "bm25")], title="gold")
    )
    for words in (
        "Is it closed?",
        "the first citation is not the evidence; the expected words are not in the quotes",
        "“shut” and “sealed”, or “done”",
        "in avon.md or devon.md",
        "in wilts.md",
        "The evidence was found first at rank 4.",
        "An answer, with confidence 0.62",
        "The force was told. It is closed. The end.",
        "Letter to Kent",
        "Kent Police · 1 March 2024 · page 3 · kent.md",
    ):
        assert words in read.text
    assert len(read.all("mark")) == 1


def test_a_refusal_is_shown_with_its_reason_and_the_nearest_quote():
    scores = {**WRONG, "refused_wrongly": 1.0, "mrr": 0.0}
    row = replace(ROW, turns=("Which letter?",), as_of=date(2024, 7, 1))
    read = Reader(page([results(Graded(row, REFUSAL, scores))], title="gold"))
    for words in (
        "Which letter?",
        "as of 1 July 2024",
        "refused, though the reports say",
        "The reports do not say.",
        "A refusal, with confidence 0.12; the nearest it had was this",
        "It is closed.",
        "The evidence was not among the passages found.",
    ):
        assert words in read.text


def test_an_answer_to_what_no_report_says_is_a_failure_that_expects_a_refusal():
    run = results(Graded(NOWHERE, ANSWER, {"right": 0.0, "refused_rightly": 0.0, "closest_right": 0.0}))
    read = Reader(page([run], title="gold"))
    assert "answered, though the reports do not say" in read.text
    assert "A refusal: the reports do not say." in read.text
    assert "off the subject" in read.text


def test_each_baseline_is_said_to_be_right_or_wrong_about_a_failure():
    ours, right, wrong = asked("w"), asked("r", "starter"), asked("w", "bm25")
    asked_nothing = results(system="sentence")
    (failure,) = failures_of([ours, right, wrong, asked_nothing])
    assert failure.beside == (("starter", True), ("bm25", False))


def test_failures_of_questions_that_judge_are_folded_and_counted():
    judging = replace(ROW, id="t1", question="Who judges?", split="test")
    run = results(Graded(ROW, ANSWER, WRONG), Graded(judging, ANSWER, WRONG))
    read = Reader(page([run], title="gold"))
    (folded,) = read.all("details", **{"class": "judging"})
    assert "open" not in folded
    assert "Who judges?" in read.folded
    assert "Who judges?" not in read.text
    assert "1 more, of questions that judge (split “test”)." in read.folded
    assert "Whoever improves the assistant should not read them" in read.folded
    assert not Reader(page([asked("w")], title="gold")).all("details", **{"class": "judging"})


def test_far_words_around_a_quote_are_cut_between_words():
    cited = replace(CITED, before="one " * 75, after=" two" * 75)
    (failure,) = failures_of([results(Graded(ROW, replace(ANSWER, cited=(cited,)), WRONG))])
    assert failure.cited[0].before == "… " + "one " * 59
    assert failure.cited[0].after == " two" * 59 + " …"


def test_all_measures_stand_in_the_table_with_their_meaning():
    read = Reader(page([asked("rw")], title="gold"))
    for measure in MEASURES:
        assert read.text.count(measure.label) >= 2, measure.name
        assert measure.said in read.text


def test_the_best_of_a_line_is_bold_where_less_is_better_too_and_equals_are_not():
    def run(system: str, mrr: float, words: float, f1: float) -> Results:
        figures = {"mrr": mrr, "words": words, "f1": f1}
        return results(system=system, figures={k: Figure(v, None, None, 9) for k, v in figures.items()})

    read = Reader(page([run("ours", 0.514, 31, 0.7), run("bm25", 0.511, 12, 0.7)], title="gold"))
    # MRR reads 0.51 in both.
    assert [text for text in read.bold if text.strip()] == ["12"]


def test_a_figure_that_is_not_there_says_why():
    figures = {"auroc": Figure(None, None, None, 3, "needs both kinds"), "ece": Figure(0.2, 0.1, 0.3, 3)}
    other = {"auroc": Figure(0.5, 0.4, 0.6, 3), "ece": Figure(None, None, None, 3, "no probability")}
    read = Reader(page([results(figures=figures), results(system="bm25", figures=other)], title="gold"))
    assert "(ours: needs both kinds)" in read.text
    assert "(bm25: no probability)" in read.text
    assert "0.10–0.30" in read.text
    assert "not measured" in read.text
    assert "None" not in read.text
    assert "nan" not in read.text.lower().split()


def test_a_page_needs_a_system():
    with pytest.raises(ValueError, match="one system or more"):
        page([], title="gold")


@pytest.mark.browser
def test_failures_are_found_by_type_by_split_and_by_words(browser: Browser, tmp_path: Path):
    rows = (
        ROW,
        replace(ROW, id="q2", type="who", question="Who SIGNED the letter?"),
        replace(ROW, id="q3", type="who", split="test", question="Who else signed?"),
    )
    path = tmp_path / "page.html"
    path.write_text(page([results(*(Graded(row, ANSWER, WRONG) for row in rows))], title="gold"))
    tab = browser.new_page(viewport={"width": 400, "height": 800})
    faults: list[str] = []
    requests: list[str] = []
    tab.on("console", lambda message: faults.append(message.text))
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("request", lambda request: requests.append(request.url))
    tab.goto(path.as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") == 400
    assert tab.inner_text("#count") == "2 shown, 1 folded below"
    tab.get_by_role("combobox", name="Type").select_option("who")
    assert tab.inner_text("#count") == "1 shown, 1 folded below"
    tab.get_by_role("combobox", name="Split").select_option("tune")
    assert tab.inner_text("#count") == "1 shown, 0 folded below"
    assert tab.locator(".failure:visible h3").all_inner_texts() == ["Who SIGNED the letter?"]
    tab.get_by_role("combobox", name="Type").select_option("")
    tab.get_by_role("combobox", name="Split").select_option("")
    tab.get_by_role("searchbox").fill("letter  signed")
    assert tab.locator(".failure:visible h3").all_inner_texts() == ["Who SIGNED the letter?"]
    assert tab.locator(".by-type:visible").count() == 1
    tab.get_by_role("radio", name="Right as a whole").focus()
    tab.keyboard.press("ArrowRight")
    assert tab.locator(".by-type:visible").get_attribute("data-measure") == "first_cited"
    assert requests == [path.as_uri()]
    assert faults == []
    tab.close()
