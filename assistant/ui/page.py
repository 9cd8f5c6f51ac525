"""What is on the page and where; what happens is in events.py, what it looks like in style.py."""

from gradio import HTML, Blocks, Button, Column, Row, State, Textbox, on

from assistant.marks import Marks
from assistant.ui.conversation import Source
from assistant.ui.events import Events
from assistant.ui.fragments import TITLE
from assistant.ui.style import EVIDENCE_SCRIPT, TRANSCRIPT_SCRIPT, VERDICT_SCRIPT, WELCOME_SCRIPT

QUESTIONS_AT_ONCE = 8
"""How many questions are worked on at the same time; Gradio's own 1 makes everybody queue."""

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
            fresh = Button("New conversation", elem_id="fresh", size="sm", scale=0)
        with Row(elem_id="workspace"):
            with Column(elem_id="chat"):
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
                    send = Button("Ask", variant="primary", elem_id="send", scale=0)
            evidence = HTML(
                start.evidence, elem_id="evidence", apply_default_css=False, js_on_load=EVIDENCE_SCRIPT
            )

        view = [conversation, transcript, evidence, question, heading, verdict]
        quietly = {"show_progress": "hidden", "api_visibility": "private"}
        typed = on([question.submit, send.click], events.ask, [conversation, question], view, **quietly)
        clicked = welcome.submit(events.ask_example, [conversation], view, **quietly)
        transcript.select(events.choose, [conversation], [evidence], trigger_mode="always_last", **quietly)
        transcript.like(events.mark, [conversation], [verdict], **quietly)
        fresh.click(events.begin, None, view, cancels=[typed, clicked], **quietly)
        on([page.load, fresh.click], events.arrive, None, [heading, welcome], **quietly)
    page.queue(max_size=WAITING_AT_MOST, api_open=False, default_concurrency_limit=QUESTIONS_AT_ONCE)
    return page
