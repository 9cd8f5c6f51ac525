"""What is on the page and where; what happens is in events.py, what it looks like in style.py."""

from functools import partial

from gradio import HTML, Blocks, Button, Column, Dropdown, Row, State, Textbox, on

from assistant.marks import Marks
from assistant.ui.conversation import Source
from assistant.ui.events import EVERY_BODY, Events
from assistant.ui.fragments import TITLE
from assistant.ui.style import (
    EVIDENCE_SCRIPT,
    LEDGER_SCRIPT,
    TRANSCRIPT_SCRIPT,
    VERDICT_SCRIPT,
    WELCOME_SCRIPT,
)

QUESTIONS_AT_ONCE = 8
"""How many questions are worked on at the same time; Gradio's own 1 makes everybody queue."""

AWAY = ["away"]
"""The class of what is on the page and not to be seen."""

WAITING_AT_MOST = 100
"""How many may wait in the queue before others are told to come back."""


def build_page(source: Source, marks: Marks) -> Blocks:
    """The page over `source`, not served yet; answers are marked in `marks`."""
    events = Events(source, marks)
    start = events.begin()
    title, greeting = events.arrive()
    with Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        conversation = State(None)
        with Row(elem_id="masthead"):
            heading = HTML(title, elem_id="heading", apply_default_css=False, js_on_load=None)
            with Row(elem_id="views"):
                to_chat = Button("Chat", size="sm", scale=0, variant="primary")
                to_status = Button("Status", size="sm", scale=0)
            fresh = Button("New conversation", elem_id="fresh", size="sm", scale=0)
        with Row(elem_id="workspace"):
            with Column(elem_id="chat") as chat:
                welcome = HTML(
                    greeting, elem_id="welcome", apply_default_css=False, js_on_load=WELCOME_SCRIPT
                )
                transcript = HTML(
                    start.transcript,
                    elem_id="transcript",
                    apply_default_css=False,
                    js_on_load=TRANSCRIPT_SCRIPT,
                )
                verdict = HTML(
                    start.verdict, elem_id="verdict", apply_default_css=False, js_on_load=VERDICT_SCRIPT
                )
                with Row(elem_id="composer"):
                    question = Textbox(
                        label="Your question",
                        show_label=False,
                        placeholder="Ask about the reports",
                        lines=1,
                        max_lines=6,
                        container=False,
                        autofocus=True,
                        elem_id="question",
                    )
                    as_of = _day("As of, for this question")
                    send = Button("Ask", variant="primary", elem_id="send", scale=0)
            with Column(elem_id="standing", elem_classes=AWAY) as standing:
                with Row(elem_id="choice"):
                    body = Dropdown(label="Body", choices=[(EVERY_BODY, "")], value="", filterable=True)
                    then = _day("As of", elem_id="then")
                ledger = HTML("", elem_id="ledger", apply_default_css=False, js_on_load=LEDGER_SCRIPT)
            evidence = HTML(
                start.evidence, elem_id="evidence", apply_default_css=False, js_on_load=EVIDENCE_SCRIPT
            )

        view = [conversation, transcript, evidence, question, heading, verdict]
        quietly = {"show_progress": "hidden", "api_visibility": "private"}
        inputs = [conversation, question, as_of]
        typed = on([question.submit, send.click], events.ask, inputs, view, **quietly)
        transcript.input(events.take_back, [conversation], view, **quietly)
        clicked = welcome.submit(events.ask_example, [conversation], view, **quietly)
        transcript.select(events.choose, [conversation], [evidence], trigger_mode="always_last", **quietly)
        transcript.like(events.mark, [conversation], [verdict], **quietly)
        shown = [chat, standing, to_chat, to_status]
        to_chat.click(partial(_showing, status=False), None, shown, **quietly)
        looked = to_status.click(partial(_showing, status=True), None, shown, **quietly)
        looked.then(events.bodies, None, [body], **quietly).then(
            events.standing, [body, then], [ledger], **quietly
        )
        on([body.input, then.submit, then.blur], events.standing, [body, then], [ledger], **quietly)
        ledger.select(events.open_passage, None, [evidence], trigger_mode="always_last", **quietly)
        fresh.click(events.begin, None, view, cancels=[typed, clicked], **quietly)
        on([page.load, fresh.click], events.arrive, None, [heading, welcome], **quietly)
    page.queue(max_size=WAITING_AT_MOST, api_open=False, default_concurrency_limit=QUESTIONS_AT_ONCE)
    return page


def _day(label: str, elem_id: str = "asof") -> Textbox:
    """A field for a day; empty for now."""
    return Textbox(
        label=label,
        show_label=elem_id != "asof",
        placeholder="as of: 2024-08-01",
        lines=1,
        max_lines=1,
        max_length=40,
        container=elem_id != "asof",
        elem_id=elem_id,
    )


def _showing(*, status: bool) -> tuple[Column, Column, Button, Button]:
    """The chat, or the status of causes of concern, in its place.

    What is not looked at stays on the page, unseen: taken off it, it would come back as it was first drawn.
    A column that Gradio itself hides is either taken off, or keeps its place.
    """
    return (
        Column(elem_classes=AWAY if status else []),
        Column(elem_classes=[] if status else AWAY),
        Button(variant="secondary" if status else "primary"),
        Button(variant="primary" if status else "secondary"),
    )
