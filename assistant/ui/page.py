"""What is on the page and where; what happens is in the modules of events, what it looks like in style.py."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from gradio import (
    HTML,
    Accordion,
    Blocks,
    Button,
    Column,
    Component,
    Dropdown,
    File,
    Row,
    State,
    Textbox,
    UploadButton,
    on,
)

from assistant.marks import Marks
from assistant.ui.conversation import Source
from assistant.ui.events import Events
from assistant.ui.fragments import NOTHING_CHOSEN, TITLE, transcript_html
from assistant.ui.scripts import (
    EVIDENCE_SCRIPT,
    LEDGER_SCRIPT,
    LIBRARY_SCRIPT,
    NEXT_SCRIPT,
    SAVED_SCRIPT,
    TRANSCRIPT_SCRIPT,
    VERDICT_SCRIPT,
    WELCOME_SCRIPT,
)
from assistant.ui.shelf import LibraryEvents
from assistant.ui.standing import EVERY_BODY, StatusEvents
from corpus.read import SUFFIXES

CALLS_AT_ONCE = 40
"""How many calls of one kind are taken at the same time: as many as Gradio has threads, so that everybody
sees at once that their question is being looked into. How many are answered at once `Events` says."""

AWAY = ["away"]
"""The class of what is on the page and not to be seen."""

WAITING_AT_MOST = 100
"""How many may wait in the queue before others are told to come back."""

QUIETLY: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

VIEWS = ("Chat", "Library", "Status")


class _Chat(NamedTuple):
    column: Column
    welcome: HTML
    transcript: HTML
    suggested: HTML
    verdict: HTML
    saved: HTML
    question: Textbox
    send: Button
    day: Textbox
    body: Dropdown
    kind: Dropdown
    since: Textbox


class _Status(NamedTuple):
    column: Column
    body: Dropdown
    then: Textbox
    ledger: HTML


class _Adding(NamedTuple):
    files: File
    folder: UploadButton
    address: Textbox
    fetch: Button


class _Library(NamedTuple):
    column: Column
    said: HTML
    table: HTML
    adding: _Adding | None


def build_page(source: Source, marks: Marks, uploads: Path | None = None, *, leaves: bool = False) -> Blocks:
    """The page over `source`, not served yet; answers are marked in `marks`.

    Reports may be added, fetched and taken out where there is a folder for `uploads`. `leaves` says whether
    who uses it has signed in, and may sign out.
    """
    events = Events(source, marks)
    title, greeting = events.arrive()
    # What was uploaded and never added is deleted after an hour.
    with Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)) as page:
        conversation = State(None)
        with Row(elem_id="masthead"):
            heading = _html(title, "heading")
            with Row(elem_id="views"):
                buttons = [
                    Button(name, size="sm", scale=0, variant="primary" if name == "Chat" else "secondary")
                    for name in VIEWS
                ]
            fresh = Button("New conversation", elem_id="fresh", size="sm", scale=0)
            if leaves:
                # Relative, so that it holds below a path.
                _html('<a href="./logout?all_session=false">Sign out</a>', "leave")
        with Row(elem_id="workspace"):
            chat = _chat(greeting)
            library = _library(editable=uploads is not None)
            status = _status()
            evidence = _html(NOTHING_CHOSEN, "evidence", EVIDENCE_SCRIPT)
        view = [conversation, chat.transcript, evidence, chat.question, heading, chat.verdict]
        _wire_chat(events, chat, conversation, view, evidence)
        shelf = LibraryEvents(source, uploads)
        _wire_library(shelf, library, evidence, heading)
        standing = StatusEvents(source)
        _wire_status(standing, status, evidence)
        asked = _wire_asking(events, chat, conversation, view)
        fresh.click(events.begin, None, view, cancels=asked, **QUIETLY)
        fields = [chat.day, chat.body, chat.kind, chat.since]
        fresh.click(lambda: ("",) * len(fields), None, fields, **QUIETLY)
        on([page.load, fresh.click], events.arrive, None, [heading, chat.welcome], **QUIETLY)
        on([page.load, fresh.click], shelf.choices, None, [chat.body, chat.kind], **QUIETLY)
        page.load(events.ask_linked, [conversation], view, **QUIETLY).then(
            events.suggest, [conversation], [chat.suggested], **QUIETLY
        )
        shown = [chat.column, library.column, status.column, *buttons]
        for name, button in zip(VIEWS, buttons, strict=True):
            looked = button.click(partial(_showing, name), None, shown, **QUIETLY)
            if name == "Library":
                looked.then(shelf.table, None, [library.table], **QUIETLY)
            if name == "Status":
                looked.then(standing.bodies, None, [status.body], **QUIETLY).then(
                    standing.standing, [status.body, status.then], [status.ledger], **QUIETLY
                )
    page.queue(max_size=WAITING_AT_MOST, api_open=False, default_concurrency_limit=CALLS_AT_ONCE)
    return page


def _chat(greeting: str) -> _Chat:
    with Column(elem_id="chat") as column:
        welcome = _html(greeting, "welcome", WELCOME_SCRIPT)
        transcript = _html(transcript_html(None), "transcript", TRANSCRIPT_SCRIPT)
        suggested = _html("", "next", NEXT_SCRIPT)
        verdict = _html("", "verdict", VERDICT_SCRIPT)
        saved = _html("", "saved", SAVED_SCRIPT)
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
            day = _day("As of, for this question")
            send = Button("Ask", variant="primary", elem_id="send", scale=0)
        with Accordion("Ask only some of the reports", open=False, elem_id="narrow"), Row(elem_id="filters"):
            body = Dropdown(label="Body", choices=[("Any body", "")], value="", filterable=True)
            kind = Dropdown(label="Kind", choices=[("Any kind", "")], value="", filterable=True)
            since = _day("Published from", "since", "a date")
    return _Chat(
        column, welcome, transcript, suggested, verdict, saved, question, send, day, body, kind, since
    )


def _status() -> _Status:
    with Column(elem_id="standing", elem_classes=AWAY) as column:
        with Row(elem_id="choice"):
            body = Dropdown(label="Body", choices=[(EVERY_BODY, "")], value="", filterable=True)
            then = _day("As of", "then")
        ledger = _html("", "ledger", LEDGER_SCRIPT)
    return _Status(column, body, then, ledger)


def _library(*, editable: bool) -> _Library:
    with Column(elem_id="library", elem_classes=AWAY) as column:
        adding = _adding() if editable else None
        said = _html("", "said")
        Textbox(label="Search the list", placeholder="Search the list", max_lines=1, elem_id="seek")
        table = _html("", "table", LIBRARY_SCRIPT)
    return _Library(column, said, table, adding)


def _adding() -> _Adding:
    with Row(elem_id="adding"):
        files = File(
            label="Add reports: drop files or folders here (PDF, Word, HTML, Markdown, text)",
            file_count="multiple",
            file_types=sorted(SUFFIXES),
            height=104,
            elem_id="files",
        )
        folder = UploadButton("Add a folder", file_count="directory", size="sm", scale=0, elem_id="folder")
    with Row(elem_id="byaddress"):
        address = Textbox(
            label="Or by its address",
            placeholder="https://",
            max_lines=1,
            max_length=2_000,
            elem_id="address",
        )
        fetch = Button("Fetch", size="sm", scale=0, elem_id="fetch")
    return _Adding(files, folder, address, fetch)


def _wire_asking(events: Events, chat: _Chat, conversation: State, view: list[Component]) -> list[Any]:
    """What asks a question; each can be called off by a new conversation."""
    own, inputs = [conversation], [conversation, chat.question, chat.day, chat.body, chat.kind, chat.since]
    # An answer is on the page a moment before Gradio calls its event done, and drops what comes within that
    # moment unless told otherwise. That one is asked after the other the transcript's script sees to.
    always: dict[str, Any] = {"trigger_mode": "multiple", **QUIETLY}
    asked = [
        on([chat.question.submit, chat.send.click], events.ask, inputs, view, **always),
        chat.transcript.input(events.take_back, own, view, **always),
        on([chat.welcome.submit, chat.transcript.submit], events.ask_example, own, view, **always),
    ]
    for one in asked:
        one.then(events.suggest, [conversation], [chat.suggested], **QUIETLY)
    return asked


def _wire_chat(
    events: Events, chat: _Chat, conversation: State, view: list[Component], evidence: HTML
) -> None:
    own = [conversation]
    chat.transcript.select(events.choose, own, [evidence], trigger_mode="always_last", **QUIETLY)
    chat.transcript.like(events.mark, own, [chat.verdict], **QUIETLY)
    chat.verdict.submit(events.explain, own, [chat.verdict], **QUIETLY)
    chat.transcript.download(events.save, own, [chat.saved], **QUIETLY)
    evidence.expand(events.picture, None, [evidence], trigger_mode="always_last", **QUIETLY)


def _wire_library(shelf: LibraryEvents, library: _Library, evidence: HTML, heading: HTML) -> None:
    table, said = library.table, library.said
    table.select(shelf.read, None, [evidence], trigger_mode="always_last", **QUIETLY)
    adding = library.adding
    if adding is None:
        return
    changes = (
        table.delete(shelf.remove, None, [table, said, evidence], **QUIETLY),
        adding.files.upload(shelf.add_files, [adding.files], [table, said, adding.files], **QUIETLY),
        adding.folder.upload(shelf.add_files, [adding.folder], [table, said, adding.folder], **QUIETLY),
        on(
            [adding.address.submit, adding.fetch.click],
            shelf.add_address,
            [adding.address],
            [table, said, adding.address],
            # As with questions: what comes in the moment in which the last is done is not to be dropped.
            trigger_mode="multiple",
            **QUIETLY,
        ),
    )
    for change in changes:
        change.then(shelf.heading, None, [heading], **QUIETLY)


def _wire_status(standing: StatusEvents, status: _Status, evidence: HTML) -> None:
    inputs = [status.body, status.then]
    on(
        [status.body.input, status.then.submit, status.then.blur],
        standing.standing,
        inputs,
        [status.ledger],
        **QUIETLY,
    )
    status.ledger.select(standing.open_passage, None, [evidence], trigger_mode="always_last", **QUIETLY)


def _html(value: str, elem_id: str, script: str | None = None) -> HTML:
    """A part of the page that is HTML of our own."""
    return HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=script)


def _day(label: str, elem_id: str = "asof", example: str = "as of (a date)") -> Textbox:
    """A field for a day; empty for now."""
    return Textbox(
        label=label,
        show_label=elem_id != "asof",
        placeholder=example,
        lines=1,
        max_lines=1,
        max_length=40,
        container=elem_id != "asof",
        elem_id=elem_id,
    )


def _showing(view: str) -> tuple[Any, ...]:
    """One of the views, in the place of the others.

    What is not looked at stays on the page, unseen: taken off it, it would come back as it was first drawn.
    A column that Gradio itself hides is either taken off, or keeps its place.
    """
    return (
        *(Column(elem_classes=[] if name == view else AWAY) for name in VIEWS),
        *(Button(variant="primary" if name == view else "secondary") for name in VIEWS),
    )
