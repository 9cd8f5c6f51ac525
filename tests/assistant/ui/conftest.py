"""A page over a made-up assistant, and a browser that remembers what it asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Event as Signal
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.answer import citation_of
from assistant.errors import BadQuestion
from assistant.marks import Marks
from assistant.types import EVERYTHING, Answer, Chip, Citation, Narrowing, Question
from assistant.ui.server import serve
from assistant.understand import day_given
from corpus.types import CONCERN, Event, Report, Section
from corpus.types import Page as Sheet
from index.errors import AddressError, UnknownReport
from index.ledger import Ledger, Told
from index.ledger_of import make_ledger
from index.types import ReportEntry, SyncStats

# A busy machine may take longer than the five seconds that are usual: what never comes still fails.
expect.set_options(timeout=30_000)

BODY, PUBLISHED = "West Midlands Police", date(2024, 7, 23)

OPEN_TEXT = (
    "Progress\nWe visited.  There is one\ncause of concern remaining. It is old.\n" + "More words. " * 300
)
CLOSED_TEXT = "Background\nThree causes of concern were closed in May. We will return.\n"


def _report(key: str, text: str, title: str, source: str) -> Report:
    heading = text.partition("\n")[0]
    published = date(2024, 7, 23)
    sections = (Section(heading, 1, 0, len(text)),)
    sheets = (Sheet(1, 0, text.index("\n") + 1), Sheet(2, text.index("\n") + 1, len(text)))
    return Report(
        key, text, title, "West Midlands Police", "letter", published, False, source, sections, sheets
    )


REPORTS = {
    "open": _report("a/open.md", OPEN_TEXT, "Revisit letter", "https://example.org/letter"),
    "closed": _report("b/closed.pdf", CLOSED_TEXT, "Progress letter", ""),
}


def _echoed(words: str) -> Report:
    """A report that has `words` wherever a report can have words of its own."""
    text = f"Before it {words} after it."
    sections = (Section(words, 1, 0, len(text)),)
    return Report(words, text, words, words, words, date(2024, 1, 2), True, words, sections)


_GO_ON = Signal()


@pytest.fixture
def go_on() -> Iterator[Callable[[], None]]:
    """Called, it lets what waits for it go on: the question "wait for me", and a file that is "slow"."""
    _GO_ON.clear()
    yield _GO_ON.set
    _GO_ON.set()


class FakeLibrary:
    """Holds the two reports, and what is given to it by name alone; "broken" in a name cannot be read."""

    def __init__(self) -> None:
        self.held = [_entry(key, report) for key, report in REPORTS.items()]

    def entries(self) -> tuple[ReportEntry, ...]:
        return tuple(self.held)

    def receive(self, files: Sequence[tuple[str, bytes]], progress: Any = None) -> SyncStats:
        if any("slow" in name for name, _ in files):
            _GO_ON.wait(timeout=60)
        failed = tuple((name, "it is damaged; save it again") for name, _ in files if "broken" in name)
        new = [name for name, _ in files if "broken" not in name]
        for number, (name, _) in enumerate(files, start=1):
            progress(number, len(files), name)
        self.held += [_entry(name, _echoed(name)) for name in new]
        return SyncStats(added=len(new), failed=failed)

    def add_address(self, address: str, progress: Any = None) -> SyncStats:
        if "private" in address:
            raise AddressError("this address is not on the web; give one that is")
        return self.receive([(address, b"")], progress)

    def remove(self, name: str) -> ReportEntry:
        gone = [entry for entry in self.held if entry.id == name]
        if not gone:
            raise UnknownReport(f"no report goes by {name!r}")
        self.held.remove(gone[0])
        return gone[0]


def _entry(key: str, report: Report) -> ReportEntry:
    return ReportEntry(
        *(key, report.key, report.key, "files", report.title, report.body, report.kind, report.published),
        *(report.published_guessed, report.source, len(report.pages), 1),
    )


class FakeAssistant:
    """Knows two reports; shuts or changes one of them on request; repeats what it does not know."""

    def __init__(self) -> None:
        self.echoed: dict[str, Report] = {}
        self.library = FakeLibrary()

    def ask(self, question: str) -> Answer:
        """What may be asked next: it answers when a cause of concern was raised, and nothing else."""
        cited = _cite(("open", REPORTS["open"], "It is old.")) if "raised" in question else ()
        return Answer(Question(question), bool(cited), "", 0.9, cited, "" if cited else "Not said.")

    def today(self) -> date:
        return date(2024, 9, 30)

    def chat(self) -> FakeChat:
        return FakeChat(self)

    def report(self, report_id: str) -> Report:
        return REPORTS.get(report_id) or self.echoed[report_id]

    def about(self) -> str:
        return f"Answers from {len(self.library.entries())} reports <b>of ours</b>."

    def examples(self) -> tuple[str, ...]:
        return ("Which cause of concern remains open?", "How many officers are there?")

    def status(self, body: str | None = None, as_of: str | date | None = None) -> Ledger:
        day = day_given(as_of)
        if day and day < date(2024, 1, 1):
            raise BadQuestion("nothing is known as of then: the earliest report is of 11 March 2024")
        told = [_told("raised", date(2024, 3, 11)), _told("closed", date(2024, 7, 23))]
        entry = ReportEntry(
            "closed", "c", "c", "files", "Progress letter", BODY, "letter", PUBLISHED, False, "", 0, 1
        )
        return make_ledger([replace(entry, id="open", published=date(2024, 3, 11)), entry], told, {}, day)

    def file_of(self, report_id: str) -> Path:
        return Path(self.report(report_id).key)

    def passage(self, report_id: str, start: int, end: int) -> Citation:
        return citation_of(self.report(report_id), report_id, "", start, end)


def _told(status: str, day: date) -> Told:
    """An event of a made-up cause of concern, told in the first words of the report of that day."""
    report = "closed" if status == "closed" else "open"
    event = Event(CONCERN, "Custody <b>", status, day, day, True, 0, 8, names=("Custody <b>",))
    return Told(event, report, "Progress letter", BODY, "letter", day, False, "Progress", None)


class FakeChat:
    """Which were closed it can only say after it was asked which remains open."""

    def __init__(self, assistant: FakeAssistant) -> None:
        self._assistant = assistant
        self._earlier: list[str] = []

    def ask(
        self,
        question: str,
        as_of: date | str | None = None,
        without: Sequence[str] = (),
        only: Narrowing = EVERYTHING,
    ) -> Answer:
        day = day_given(as_of)
        if not question.strip():
            raise BadQuestion("the question is empty; ask something")
        if question == "wait for me":
            _GO_ON.wait(timeout=60)
        if question == "break":
            raise RuntimeError("a secret of the server")
        if question == "nearest":
            closest = _cite(("open", REPORTS["open"], "It is old."))
            return Answer(Question(question), False, "", 0.1, (), "The reports do not say.", closest)
        cited = self._cited(question)
        self._earlier.append(question)
        chips = [Chip("as of", f"as of {day}")] if day else []
        chips += [Chip("only", f"only {only.kind}")] if only.kind else []
        chips += [Chip("body", BODY)] if "West Midlands" in question and "body" not in without else []
        return Answer(
            Question(question),
            bool(cited),
            "",
            0.9,
            cited,
            "" if cited else "The reports do not say.",
            understood=tuple(chips),
        )

    def _cited(self, question: str) -> tuple[Citation, ...]:
        remaining = ("open", REPORTS["open"], "There is one\ncause of concern remaining.")
        closed = ("closed", REPORTS["closed"], "Three causes of concern were closed in May.")
        if "remains open" in question:
            return _cite(remaining, closed)
        if question == "And which were closed?":
            return _cite(closed) if any("remains open" in earlier for earlier in self._earlier) else ()
        if "officers" in question:
            return ()
        report = _echoed(question)
        self._assistant.echoed[question] = report
        return _cite((question, report, question))


def _cite(*found: tuple[str, Report, str]) -> tuple[Citation, ...]:
    citations = []
    for number, (report_id, report, quote) in enumerate(found, start=1):
        start = report.text.index(quote)
        citations.append(
            Citation(
                number=number,
                quote=quote,
                report=report_id,
                title=report.title,
                body=report.body,
                kind=report.kind,
                published=report.published,
                published_guessed=report.published_guessed,
                page=report.page_at(start),
                heading=report.section_at(start).heading,
                source=report.source,
                path=report.key,
                start=start,
                end=start + len(quote),
                text=report.text,
            )
        )
    return tuple(citations)


@pytest.fixture
def source() -> FakeAssistant:
    """A made-up assistant of the test's own."""
    return FakeAssistant()


def serving(marks: Marks, **options: Any) -> str:
    """Where the page over the made-up assistant is now served; it is, until the tests end.

    `options` are more of what `serve` takes.
    """
    ready: SimpleQueue[str] = SimpleQueue()
    kwargs = {"port": 0, "on_ready": ready.put, **options}
    Thread(target=serve, args=(FakeAssistant(), marks), kwargs=kwargs, daemon=True).start()
    return ready.get(timeout=60)


@pytest.fixture(scope="session")
def marks(tmp_path_factory: pytest.TempPathFactory) -> Marks:
    """Where the answers of the page at `address` are marked."""
    return Marks(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def address(marks: Marks) -> str:
    """The page over the made-up assistant."""
    return serving(marks)


@pytest.fixture(scope="session")
def serve_page(marks: Marks) -> Callable[..., str]:
    """Serves the page with more of what `serve` takes, until the tests end; gives its address."""
    return partial(serving, marks)


@pytest.fixture
def address_without_disk(tmp_path: Path) -> str:
    """The same, where no mark can be written down."""
    return serving(Marks(tmp_path / "no" / "such" / "folder"))


@dataclass
class Visitor:
    """Somebody at the page, in a browser profile of their own; `log` has every address asked for."""

    page: Page
    log: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        """Type a question, press Enter, and wait until it is answered."""
        turns = self.page.locator(".turn").count()
        field = self.page.get_by_label("Your question")
        field.fill(question)
        field.press("Enter")
        self.answered(turns + 1)

    def answered(self, turns: int) -> None:
        """Wait until so many questions were asked and none is waiting."""
        self.page.wait_for_function(
            """turns => document.querySelectorAll(".turn").length === turns
                && !document.querySelector(".waiting")""",
            arg=turns,
        )

    def hosts(self) -> set[str]:
        """The hosts, with ports, that the browser asked for anything; data: and blob: ask nobody."""
        return {urlsplit(url).netloc for url in self.log if not url.startswith(("data:", "blob:"))}


@contextmanager
def visiting(browser: Browser, address: str, width: int = 1280, height: int = 800) -> Iterator[Visitor]:
    """A fresh profile with the page open; what the page may not do, fails here."""
    context = browser.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(60_000)
    visitor = Visitor(context.new_page())
    faults: list[str] = []
    context.on("request", lambda request: visitor.log.append(request.url))
    visitor.page.on("pageerror", lambda error: faults.append(str(error)))
    visitor.page.on("dialog", lambda dialog: faults.append(dialog.message))
    context.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    visitor.page.goto(address)
    visitor.page.get_by_label("Your question").wait_for()
    # A busy machine draws the page some time before its scripts run.
    visitor.page.wait_for_function("() => document.getElementById('transcript').inTurn")
    yield visitor
    assert visitor.hosts() == {urlsplit(address).netloc}
    assert not faults
    context.close()


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Visitor]:
    """Somebody who has just opened the page at a desk."""
    with visiting(browser, address) as arrived:
        yield arrived


@pytest.fixture
def open_page(browser: Browser) -> Callable[[str], AbstractContextManager[Visitor]]:
    """Opens the page at any address for somebody at a desk."""
    return partial(visiting, browser)


@pytest.fixture
def second_visitor(browser: Browser, address: str) -> Iterator[Visitor]:
    """Somebody else, at the same time."""
    with visiting(browser, address) as arrived:
        yield arrived


@pytest.fixture
def caller(browser: Browser, address: str) -> Iterator[Visitor]:
    """Somebody who has just opened the page on a telephone."""
    with visiting(browser, address, 400, 800) as arrived:
        yield arrived
