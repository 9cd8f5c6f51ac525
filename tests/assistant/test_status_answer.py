"""What is answered from the ledger: to which questions, in which words, with which citations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.errors import BadQuestion, UnknownBody
from assistant.settings import Settings
from assistant.status_answer import StatusAnswerer
from assistant.status_question import COUNT, EITHER, IS, LIST, OLDEST, SUMMARY, WHY, StatusQuestion
from assistant.status_reasons import reasons_told
from assistant.status_told import best_told, kind_of
from assistant.types import Question
from assistant.understand import compares_grades
from corpus.describe import complete
from corpus.markdown import read_markdown
from corpus.types import CONCERN, MONITORING, RECOMMENDATION, Event, Report
from index.encode import FakeEncoder
from index.ledger import CLOSED, IN_ENGAGE, IN_SCAN, OPEN, Matter, Told, in_order
from index.ledger_of import make_ledger
from index.mention import BodyFinder
from index.types import ReportEntry
from index.when import When

TODAY = date(2025, 10, 1)
BODIES = ("Kent Police", "Surrey Police", "Dorset and Wiltshire Fire and Rescue Service")

REPORTS = {
    "kent-report": (
        "Kent Police",
        "2023-05-10",
        "PEEL report",
        "Three causes of concern were raised: custody, fraud and training. "
        "All three causes of concern are open.\n\n## Monitoring\n\n"
        "Kent Police was moved into Engage on 12 May 2022.",
    ),
    "kent-letter": (
        "Kent Police",
        "2024-03-01",
        "revisit letter",
        "## Custody\n\nThe concern in 2023 was custody.\n\nThis cause of concern is closed.\n\n## Fraud\n\n"
        "The concern in 2023 was fraud.\n\nFive recommendations were made. Three of the recommendations are "
        "closed and two are outstanding. This cause of concern remains open.\n\n## Status\n\n"
        "Kent Police remains in Engage.",
    ),
    "kent-exit": (
        "Kent Police",
        "2024-09-01",
        "return to Scan letter",
        "Kent Police leaves Engage and goes back to Scan. The cause of concern on fraud stays open.",
    ),
    "surrey-letter": (
        "Surrey Police",
        "2024-06-01",
        "revisit letter",
        "A cause of concern about call handling was raised in March 2024. It remains open. "
        "Surrey Police was placed in Engage on 5 April 2024.",
    ),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("reports")
    for name, (body, published, kind, text) in REPORTS.items():
        front = f"---\ntitle: {body} {kind}\nbody: {body}\nkind: {kind}\npublished: {published}\n---\n\n"
        (folder / f"{name}.md").write_text(f"{front}# {body} {kind}\n\n## Background\n\n{text}\n")
    home = tmp_path_factory.mktemp("home")
    settings = Settings(Path(home), sample=False, reader="none")
    with Assistant.open(folder, home, settings=settings, encoder=FakeEncoder()) as opened:
        opened.today = lambda: TODAY
        yield opened


@pytest.mark.parametrize(
    ("question", "asks", "level", "standing"),
    [
        ("Which cause of concern remains open at Kent Police?", LIST, CONCERN, OPEN),
        ("How many causes of concern has Kent Police open?", COUNT, CONCERN, OPEN),
        ("Is Kent Police's custody concern closed?", IS, CONCERN, CLOSED),
        ("Is Kent Police still in special measures?", IS, MONITORING, IN_ENGAGE),
        ("Which forces are out of Engage?", LIST, MONITORING, IN_SCAN),
        ("fraud at kent police, fixed?", IS, CONCERN, CLOSED),
        ("Which is the oldest cause of concern still open?", OLDEST, CONCERN, OPEN),
        ("How many recommendations does Kent Police have outstanding?", COUNT, RECOMMENDATION, OPEN),
    ],
)
def test_questions_of_status(question: str, asks: str, level: str, standing: str):
    status = StatusQuestion.of(question, BodyFinder(BODIES).find(question), When.asked(question, TODAY))
    assert status is not None
    assert (status.asks, status.level, status.standing) == (asks, level, standing)


@pytest.mark.parametrize(
    "question",
    [
        "Who signed the letter that closed the concern?",
        "What is a cause of concern?",
        "What did inspectors say about custody at Kent Police?",
        "How does Engage work?",
        "When did Kent Police hear that it was going into Engage?",
        "When was the letter that closed custody at Kent Police published?",
        "When were the recommendations on fraud at Kent Police closed?",
        "When was custody last inspected at Kent Police?",
        "When was the fraud strategy issued by Kent Police?",
        "When did Kent Police's response times improve in Engage?",
        "When was Kent Police not in Engage?",
        "Kent Police, Engage: how long did inspectors stay?",
        "How long was the letter about custody at Kent Police?",
        "When was Kent Police first inspected in Engage?",
        "How many officers has Kent Police?",
        "What does closed mean?",
        "What still needs to be done about fraud at Kent Police?",
        "Is there anything left to do on fraud at Kent Police?",
        "What still needs doing on fraud at Kent Police?",
        "What was Kent Police outstanding at?",
        "Which area was outstanding at Kent Police?",
        "Did Kent Police get an outstanding for custody?",
        "What is Engage?",
        "What's special measures?",
        "What does Scan mean?",
        "Why did Kent Police leave Engage?",
        "Why was Kent Police put back into Engage?",
        "Was everything closed at Kent Police when it left Engage?",
        "Did the commissioner complain about Kent Police being moved into Engage?",
        "Did Kent Police close fraud before leaving Engage?",
        "Was the fraud concern at Kent Police new in 2023?",
    ],
)
def test_questions_of_other_kinds_are_left_to_the_reports(question: str):
    assert StatusQuestion.of(question, BodyFinder(BODIES).find(question), When.asked(question, TODAY)) is None


@pytest.mark.parametrize(
    ("question", "as_of", "lead", "quotes", "earlier"),
    [
        pytest.param(
            "Which cause of concern remains open at Kent Police?",
            None,
            "Two of the three causes of concern of Kent Police are open: fraud; training.",
            ["The cause of concern on fraud stays open.", "All three causes of concern are open."],
            [],
            id="a list",
        ),
        pytest.param(
            "Is the custody concern at Kent Police still open?",
            None,
            "This cause of concern is closed, on 1 March 2024 (Kent Police, custody).",
            ["This cause of concern is closed."],
            ["All three causes of concern are open."],
            id="the newest word, the older beside it",
        ),
        pytest.param(
            "Is the custody concern at Kent Police still open?",
            "2023-12-31",
            "This cause of concern is open as of 10 May 2023 (Kent Police, custody).",
            ["All three causes of concern are open."],
            [],
            id="as of a day before",
        ),
        pytest.param(
            "Was Kent Police in Engage at the end of July 2024?",
            None,
            "Kent Police as of 31 July 2024: in Engage since 12 May 2022.",
            ["Kent Police remains in Engage.", "Kent Police was moved into Engage on 12 May 2022."],
            [],
            id="a day in the words",
        ),
        pytest.param(
            "Kent Police left Engage, so is its fraud concern closed?",
            None,
            "This cause of concern is open as of 1 September 2024 (Kent Police, fraud).",
            ["The cause of concern on fraud stays open."],
            [],
            id="to leave Engage closes nothing",
        ),
        pytest.param(
            "Which forces are in Engage now?",
            None,
            "One of the 2 bodies whose phase is told of is in Engage: Surrey Police.",
            ["Surrey Police was placed in Engage on 5 April 2024."],
            [],
            id="over all bodies",
        ),
        pytest.param(
            "What was closed in 2024?",
            None,
            "One cause of concern was closed in 2024: custody (Kent Police).",
            ["This cause of concern is closed."],
            [],
            id="what happened in a time",
        ),
        pytest.param(
            "How many of Kent Police's recommendations on fraud are closed?",
            None,
            "Three of five recommendations were closed (Kent Police, fraud).",
            ["Three of the recommendations are closed and two are outstanding."],
            [],
            id="recommendations are counted by themselves",
        ),
    ],
)
def test_what_is_answered(
    assistant: Assistant, question: str, as_of: str | None, lead: str, quotes: list[str], earlier: list[str]
):
    answer = assistant.ask(question, as_of)
    assert answer.lead == lead
    assert [citation.quote for citation in answer.citations] == quotes
    assert [citation.quote for citation in answer.earlier] == earlier
    for citation in (*answer.citations, *answer.earlier):
        assert assistant.report(citation.report).text[citation.start : citation.end] == citation.quote
        assert as_of is None or str(citation.published) <= as_of


def test_an_answer_over_all_bodies_says_what_it_rests_on(assistant: Assistant):
    answer = assistant.ask("Which forces are in Engage now?")
    assert answer.coverage == (
        "This rests on 4 reports about 2 bodies. Newest of those named: Surrey Police, 1 June 2024."
    )


def test_before_every_report_nothing_is_known(assistant: Assistant):
    answer = assistant.ask("Is Kent Police in Engage?", "2020-01-01")
    assert not answer.answered
    assert "The earliest report about Kent Police is of 10 May 2023." in answer.reason
    with pytest.raises(BadQuestion, match="the earliest report about Kent Police is of 10 May 2023"):
        assistant.status("Kent", "2020-01-01")


def test_status_by_any_name_of_a_body(assistant: Assistant):
    ledger = assistant.status("Kent", "2024-05-01")
    assert [body.body for body in ledger.bodies] == ["Kent Police"]
    assert [(one.name, one.status) for one in ledger.bodies[0].concerns] == [
        ("Custody", CLOSED),
        ("Fraud", OPEN),
        ("Training", OPEN),
    ]
    with pytest.raises(UnknownBody, match="no report is about 'Essex'"):
        assistant.status("Essex")
    with pytest.raises(BadQuestion, match="'soon' is no date"):
        assistant.status("Kent", "soon")


def test_how_it_was_understood_can_be_taken_back(assistant: Assistant):
    question = "Was Kent Police in Engage at the end of July 2024?"
    answer = assistant.ask(question)
    assert [(chip.kind, chip.label) for chip in answer.understood] == [
        ("body", "Kent Police"),
        ("as of", "as of 31 July 2024"),
    ]
    assert assistant.ask(question, without=["as of"]).lead.startswith("Kent Police is in Scan")
    assert [chip.kind for chip in assistant.ask(question, without=["as of", "body"]).understood] == []


def test_a_report_dated_in_the_future_is_left_out_of_the_ledger(assistant: Assistant):
    assistant.today = lambda: date(2024, 8, 1)
    try:
        answer = assistant.ask("Is Kent Police in Engage?")
        assert answer.lead == "Kent Police is in Engage since 12 May 2022."
        assert assistant.status().future == 1
    finally:
        assistant.today = lambda: TODAY


def test_who_compares_grades_is_warned(assistant: Assistant):
    answer = assistant.ask("Is Kent Police graded better on custody than before?")
    assert not answer.answered or "should not be set directly beside each other" in answer.coverage
    assert compares_grades("Has Kent's grade improved since the last inspection?")
    assert not compares_grades("What grade did Kent get for custody?")


@pytest.mark.parametrize(
    ("question", "asks", "level", "standing", "matter"),
    [
        ("kent police, scan or engage?", IS, MONITORING, IN_SCAN, ""),
        ("What monitoring is Kent Police under?", IS, MONITORING, IN_ENGAGE, ""),
        ("With custody closed, is Kent Police back in Scan?", IS, MONITORING, IN_SCAN, ""),
        ("Custody closed at Kent Police so they're out of Engage now, yes?", IS, MONITORING, IN_SCAN, ""),
        ("Kent Police is out of Engage, so presumably fraud is closed?", IS, CONCERN, CLOSED, "fraud"),
        (
            "It had one on fraud at Kent Police. So that cause of concern is closed, right?",
            IS,
            CONCERN,
            CLOSED,
            "fraud",
        ),
        ("How does Kent Police stand on training?", IS, CONCERN, "", "training"),
        ("Kent Police's training: where's that got to?", IS, CONCERN, "", "training"),
        ("Has Kent Police sorted children who go missing?", IS, CONCERN, CLOSED, "children missing"),
        ("When Kent Police had custody closed, did it come out of Engage?", IS, MONITORING, IN_SCAN, ""),
        ("For the panel: what's outstanding at Kent Police?", LIST, CONCERN, OPEN, ""),
        ("How many causes of concern has Kent Police been given?", COUNT, CONCERN, "", ""),
        ("which is the oldest one still open anywhere", OLDEST, CONCERN, OPEN, ""),
        ("Is any recommendation outstanding at Kent Police?", IS, RECOMMENDATION, OPEN, ""),
        ("how many recs are closed at Kent Police", COUNT, RECOMMENDATION, CLOSED, ""),
        ("Which causes of concern at Kent Police are closed and which aren't?", LIST, CONCERN, EITHER, ""),
        ("What happened to the three causes of concern at Kent Police?", LIST, CONCERN, EITHER, ""),
        ("Did Kent Police sort out custody?", IS, CONCERN, CLOSED, "custody"),
        ("who was in engage the longest", OLDEST, MONITORING, IN_ENGAGE, ""),
        ("Which services had causes of concern?", LIST, CONCERN, "", ""),
        ("What happened to the fraud concern at Kent Police?", IS, CONCERN, "", "fraud"),
        ("How's the fraud thing going at Kent Police?", IS, CONCERN, "", "fraud"),
        ("how is kent police doing", SUMMARY, CONCERN, OPEN, ""),
        ("what's going on with kent police?", SUMMARY, CONCERN, OPEN, ""),
        ("Any news on Kent Police?", SUMMARY, CONCERN, OPEN, ""),
        ("Which forces are no longer in Engage?", LIST, MONITORING, IN_SCAN, ""),
        ("Is Kent Police no longer in Engage?", IS, MONITORING, IN_SCAN, ""),
        ("What are the outstanding issues at Kent Police?", LIST, CONCERN, OPEN, ""),
        (
            "Is the cause of concern about complaints at Kent Police still open?",
            IS,
            CONCERN,
            OPEN,
            "complaints",
        ),
        ("Why was Kent Police put into Engage?", WHY, MONITORING, "", ""),
        ("What were the reasons for Kent Police going into special measures?", WHY, MONITORING, "", ""),
        ("what put kent police in engage", WHY, MONITORING, "", ""),
    ],
)
def test_questions_of_status_as_people_put_them(
    question: str, asks: str, level: str, standing: str, matter: str
):
    status = StatusQuestion.of(question, BodyFinder(BODIES).find(question), When.asked(question, TODAY))
    assert status is not None
    assert (status.asks, status.level, status.standing, status.matter) == (asks, level, standing, matter)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Kent Police", "police"),
        ("Carrow Fire and Rescue Service", "fire"),
        ("Eastvale Constabulary", "police"),
    ],
)
def test_the_kind_of_a_body(body: str, kind: str):
    assert kind_of(body) == kind


def test_a_word_in_a_list_is_quoted_only_where_nothing_says_more():
    def told(quote: str) -> Told:
        day = date(2024, 7, 23)
        event = Event(CONCERN, "custody", "closed", day, day, True, 0, len(quote), names=("custody",))
        return Told(event, "r", "Letter", "Kent Police", "letter", day, False, quote, None)

    item, sentence = told("Custody."), told("The cause of concern about custody is closed.")
    for events in ((item, sentence), (sentence, item)):
        assert best_told(Matter("Kent Police", CONCERN, "custody", in_order(events))) is sentence
    assert best_told(Matter("Kent Police", CONCERN, "custody", (item,))) is item


@pytest.mark.parametrize(
    "question",
    [
        "When did Kent Police leave Engage?",
        "Since when has Kent Police been out of special measures?",
        "And when did Kent Police return to Scan?",
    ],
)
def test_when_a_body_left_engage(assistant: Assistant, question: str):
    answer = assistant.ask(question)
    assert answer.lead == "Kent Police left Engage on 1 September 2024."
    assert [one.quote for one in answer.citations] == ["Kent Police leaves Engage and goes back to Scan."]


@pytest.mark.parametrize(
    ("question", "lead", "quotes"),
    [
        pytest.param(
            "When was Kent Police's custody concern closed?",
            "The cause of concern on custody was closed on 1 March 2024.",
            ["This cause of concern is closed."],
            id="closed",
        ),
        pytest.param(
            "When did inspectors close custody at Kent Police?",
            "The cause of concern on custody was closed on 1 March 2024.",
            ["This cause of concern is closed."],
            id="closed by whom",
        ),
        pytest.param(
            "When was the cause of concern about fraud at Kent Police closed?",
            "This cause of concern is open as of 1 September 2024 (Kent Police, fraud).",
            ["The cause of concern on fraud stays open."],
            id="not closed",
        ),
        pytest.param(
            "Since when has call handling been open at Surrey Police?",
            "The cause of concern on call handling was raised in March 2024.",
            ["A cause of concern about call handling was raised in March 2024."],
            id="raised",
        ),
        pytest.param(
            "When was Kent Police moved into Engage?",
            "Kent Police was moved into Engage on 12 May 2022.",
            ["Kent Police was moved into Engage on 12 May 2022."],
            id="entered",
        ),
    ],
)
def test_when_something_happened(assistant: Assistant, question: str, lead: str, quotes: list[str]):
    answer = assistant.ask(question)
    assert answer.lead == lead
    assert [citation.quote for citation in answer.citations] == quotes


@pytest.mark.parametrize(
    ("asked", "since"),
    [
        ("Is Kent Police in Engage?", "Scan since 1 September 2024"),
        ("Is Kent Police's custody concern closed?", "closed on 1 March 2024"),
        ("Which causes of concern of Kent Police are closed?", "custody was closed on 1 March 2024"),
        ("Which causes of concern of Surrey Police are open?", "call handling was raised in March 2024"),
        ("Which forces are in Engage?", "Surrey Police (since 5 April 2024)"),
    ],
)
@pytest.mark.parametrize("then", ["Since when?", "And when was that?"])
def test_since_when_is_asked_of_what_was_answered(assistant: Assistant, asked: str, since: str, then: str):
    chat = assistant.chat()
    chat.ask(asked)
    assert since in chat.ask(then).lead
    assert since in assistant.ask(f"{asked} {then}").lead


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        (
            "Which causes of concern of Kent Police were closed in 2024, and when?",
            "custody was closed on 1 March 2024.",
        ),
        (
            "What was closed at Kent Police in 2022? I mean causes of concern.",
            "told to have been closed in 2022. The cause of concern on custody was closed on 1 March 2024.",
        ),
        (
            "Which causes of concern of Kent Police were closed in 2022, and when?",
            "No cause of concern of Kent Police is told to have been closed in 2022.",
        ),
        (
            "How long was Kent Police in Engage?",
            "on 12 May 2022 and left Engage on 1 September 2024, after 843 days.",
        ),
        (
            "How long was custody a cause of concern at Kent Police?",
            "raised on 10 May 2023 and closed on 1 March 2024, after 296 days.",
        ),
        (
            "Which forces left Engage in 2024, and when?",
            "One body left Engage in 2024: Kent Police (1 September 2024).",
        ),
        ("Which is the oldest cause of concern still open? Since when?", "Of 3, open the longest:"),
        ("When was the custody suite at Kent Police closed?", ""),
        ("When did inspectors raise pay at Kent Police?", ""),
        ("What causes of concern does Surrey Police have?", "The only cause of concern of Surrey Police"),
        ("Was anything open at Kent Police in June 2024?", "are open as of 30 June 2024: fraud; training."),
    ],
)
def test_what_is_asked_of_time_is_answered(assistant: Assistant, question: str, lead: str):
    answer = assistant.ask(question)
    assert lead in answer.lead if lead else not answer.lead


LASTED_IN_ENGAGE = (
    "Kent Police was moved into Engage on 12 May 2022 and left Engage on 1 September 2024, after 843 days."
)


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        (
            "Which causes of concern at Kent Police are closed and which arent?",
            "Two of the three causes of concern of Kent Police are open: fraud; training. "
            "One of the three causes of concern of Kent Police is closed: custody.",
        ),
        # With no body named, where few can be meant.
        (
            "When was custody closed?",
            "The cause of concern on custody (Kent Police) was closed on 1 March 2024.",
        ),
        (
            "Was any cause of concern raised in 2025?",
            "No cause of concern is told to have been raised in 2025. The last before was call handling "
            "(Surrey Police), in March 2024.",
        ),
        (
            "How is Kent Police doing?",
            "Kent Police is in Scan since 1 September 2024. Two of the three causes of concern of Kent "
            "Police are open: fraud; training.",
        ),
        (
            "What is open at Kent Police?",
            "Two of the three causes of concern of Kent Police are open: fraud; training.",
        ),
        ("How many months was Kent Police in Engage?", LASTED_IN_ENGAGE),
        (
            "How long has the fraud concern at Kent Police been open?",
            "The cause of concern on fraud was raised on 10 May 2023. This cause of concern is open as of "
            "1 September 2024 (Kent Police, fraud).",
        ),
        # The one it asks about, and not "the only one".
        (
            "Which custody concern is open at Kent Police?",
            "This cause of concern is closed, on 1 March 2024 (Kent Police, custody).",
        ),
    ],
)
def test_which_of_several_and_none_in_a_time(assistant: Assistant, question: str, lead: str):
    assert assistant.ask(question).lead == lead


def test_recommendations_that_were_open_before_their_cause_of_concern_was_closed():
    def told(level: str, status: str, day: date, **more: int) -> Told:
        event = Event(level, "fraud", status, day, day, True, 0, 5, names=("fraud",), **more)
        return Told(event, f"r{day}", "Letter", "Kent Police", "letter", day, False, "Fraud.", None)

    march, may = date(2024, 3, 1), date(2024, 5, 1)
    entry = ReportEntry("r", "k", "k", "files", "Letter", "Kent Police", "letter", may, False, "", 0, 1)
    entries = [replace(entry, id=f"r{day}", published=day) for day in (march, may)]
    ledger = make_ledger(
        entries,
        [
            told(CONCERN, "raised", march),
            told(RECOMMENDATION, "raised", march, count=8),
            told(CONCERN, "closed", may),
        ],
        {},
        None,
    )
    text = "Fraud."
    report = Report("r", text, "Letter", "Kent Police", "letter", may, False, "", ())
    answerer = StatusAnswerer(ledger, lambda _: (report, "r.md"), FakeEncoder().encode, {})
    question = "Are the recommendations on fraud at Kent Police still open?"
    status = StatusQuestion.of(question, BodyFinder(BODIES).find(question), When())
    assert status is not None
    answer = answerer.answer(Question(question), status)
    assert answer is not None
    assert answer.lead == (
        "The recommendations on this were open as of 1 March 2024; the cause of concern itself has been "
        "closed since, on 1 May 2024 (Kent Police, fraud)."
    )


def test_in_a_conversation_other_forces_may_be_asked_about(assistant: Assistant):
    chat = assistant.chat()
    chat.ask("Which cause of concern remains open at Kent Police?")
    assert "Surrey Police" in chat.ask("Which forces are in Engage?").lead


def test_what_is_open_is_shown_by_what_was_said_of_the_newest_day():
    def told(status: str, day: date, published: date, quote: str) -> Told:
        event = Event(CONCERN, "custody", status, day, day, True, 0, len(quote), names=("custody",))
        return Told(event, f"r{published}", "Letter", "Kent Police", "letter", published, False, quote, None)

    first, later = date(2022, 1, 1), date(2024, 1, 1)
    stands = told("open", date(2023, 1, 1), date(2023, 1, 1), "The cause of concern on custody is open.")
    again = told("raised", first, later, "In 2022 a cause of concern on custody was raised.")
    assert best_told(Matter("Kent Police", CONCERN, "custody", in_order((stands, again)))) is stands


def test_when_a_body_will_leave_engage_is_not_told_by_when_it_left(assistant: Assistant):
    assert "left Engage on" not in assistant.ask("When will Kent Police leave Engage again?").text


@pytest.mark.parametrize(
    "question",
    [
        "When Kent Police left Engage, which causes of concern were still open?",
        "When is Kent Police due to leave Engage?",
        "When did officers at Kent Police leave to engage with the public?",
    ],
)
def test_a_question_that_only_begins_with_when_asks_something_else(question: str):
    status = StatusQuestion.of(question, BodyFinder(BODIES).find(question), When.asked(question, TODAY))
    assert status is None or status.level != MONITORING


def test_a_follow_up_asks_for_those_that_were_closed(assistant: Assistant):
    chat = assistant.chat()
    assert "open" in chat.ask("Which cause of concern remains open at Kent Police?").lead
    assert "closed: custody" in chat.ask("And which were closed?").lead


@pytest.mark.parametrize(
    ("text", "given", "quote"),
    [
        (
            "It was moved into Engage because of its culture. It has a plan.",
            True,
            "It was moved into Engage because of its culture.",
        ),
        (
            "It was moved into Engage on 4 May; four reasons were given. They are about custody. More.",
            True,
            "It was moved into Engage on 4 May; four reasons were given. They are about custody.",
        ),
        (
            "It was moved into Engage. Two concerns stood behind it.\n\n- custody\n- fraud\n\nMore is told.",
            True,
            "It was moved into Engage. Two concerns stood behind it.\n\n- custody\n- fraud",
        ),
        (
            "It was moved into Engage. Two causes of concern were published that day. More is told.",
            False,
            "It was moved into Engage. Two causes of concern were published that day.",
        ),
        ("It was moved into Engage. Four reasons were published.", False, ""),
        ("It was moved into Engage. Custody was not the reason.", False, ""),
        ("It was moved into Engage.\n\n## Later\n\nThis was because of custody.", False, ""),
    ],
)
def test_reasons_are_those_that_are_told_with_the_move(text: str, given: bool, quote: str):
    report = complete(read_markdown(f"# Letter\n\n## Move\n\n{text}".encode()), "kent.md")
    start = report.text.index("It was moved")
    day = date(2024, 5, 4)
    event = Event(MONITORING, "", "entered", day, day, True, start, report.text.index("Engage", start) + 6)
    told = Told(event, "r", "Letter", "Kent Police", "letter", day, False, "It was moved into Engage.", None)
    reasons = reasons_told(Matter("Kent Police", MONITORING, "", (told,)), lambda _: report)
    assert reasons.given is given
    quotes = [report.text[one.event.start : one.event.end] for one in reasons.told]
    assert quotes == ([quote] if quote else [])


def test_why_a_body_was_moved_is_asked_only_of_moves_that_are_told(assistant: Assistant):
    assert not assistant.ask("Why was Kent Police put into Engage in 2025?").lead


def test_what_is_open_says_when_it_was_last_told_if_later_reports_are_silent():
    def told(name: str, day: date) -> Told:
        event = Event(CONCERN, name, "raised", day, day, True, 0, 6, names=(name,))
        return Told(event, f"r{day}", "Letter", "Kent Police", "letter", day, False, "Fraud.", None)

    days = (date(2022, 3, 1), date(2023, 5, 1), date(2024, 5, 1))
    entry = ReportEntry("r", "k", "k", "files", "Letter", "Kent Police", "letter", days[0], False, "", 0, 1)
    report = Report("r", "Fraud.", "Letter", "Kent Police", "letter", days[0], False, "", ())
    question = "What is open at Kent Police?"
    status = StatusQuestion.of(question, BodyFinder(BODIES).find(question), When())
    assert status is not None

    def lead(*published: date) -> str:
        entries = [replace(entry, id=f"r{day}", published=day) for day in published]
        ledger = make_ledger(entries, [told("fraud", days[0]), told("custody", days[1])], {}, None)
        answer = StatusAnswerer(ledger, lambda _: (report, "r.md"), FakeEncoder().encode, {}).answer(
            Question(question), status
        )
        assert answer is not None
        return answer.lead

    assert "last told" not in lead(*days[:2])
    assert lead(*days).endswith(
        " This was last told between 1 March 2022 and 1 May 2023; no later report says otherwise."
    )
