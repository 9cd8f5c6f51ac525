"""What happens in the library: reading, adding and taking out reports, while others ask.

Of one user nothing is kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from logging import getLogger
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

from gradio import Dropdown, EventData, skip

from assistant.errors import AssistantError
from assistant.library_html import added_html, adding_html, library_html, told_html
from assistant.report_html import opened_html
from assistant.ui.conversation import Source
from assistant.ui.fragments import NOTHING_CHOSEN, heading_html, read_html
from index.errors import IndexRoomError
from index.types import SyncStats

MOST_FILES = 500
"""So many files are taken at once."""

NOT_HERE = "Reports can only be read here; whoever runs this page adds them."
NOT_DONE = "Something went wrong. What was there is kept; the server's log says why."

Advance = Callable[[int, int, str], None]
Work = Callable[[Advance], SyncStats]

_log = getLogger(__name__)


class LibraryEvents:
    """The answers to what a user does with the library, over one assistant that all users share.

    Reports may be added, fetched from the web and taken out where there is a folder for `uploads`; a file
    that does not lie in it is neither read nor deleted.
    """

    def __init__(self, source: Source, uploads: Path | None = None) -> None:
        self._source = source
        self._uploads = uploads.resolve() if uploads else None

    @property
    def _editable(self) -> bool:
        return self._uploads is not None

    def table(self) -> str:
        """What is in."""
        return library_html(self._source.library.entries(), editable=self._editable)

    def choices(self) -> tuple[Any, Any]:
        """The bodies and kinds to narrow a question to: those there are reports of."""
        entries = self._source.library.entries()
        bodies = sorted({entry.body for entry in entries if entry.body})
        kinds = sorted({entry.kind for entry in entries if entry.kind})
        return (
            Dropdown(choices=[("Any body", ""), *((one, one) for one in bodies)]),
            Dropdown(choices=[("Any kind", ""), *((one, one) for one in kinds)]),
        )

    def read(self, event: EventData) -> Any:
        """A whole report, to be read; no change where there is no such report."""
        report_id = event._data.get("report")
        if not isinstance(report_id, str):
            return skip()
        try:
            entry = next((one for one in self._source.library.entries() if one.id == report_id), None)
            return skip() if entry is None else read_html(opened_html(self._source.report(report_id), entry))
        except Exception:
            _log.exception("the report %s could not be opened", report_id)
            return skip()

    def heading(self) -> str:
        """What the page answers from now."""
        return heading_html(self._source.about())

    def remove(self, event: EventData) -> tuple[Any, Any, Any]:
        """The table, what came of taking a report out, and the evidence, which may have been that report."""
        report_id = event._data.get("report")
        if not isinstance(report_id, str) or not self._editable:
            return skip(), skip(), skip()
        try:
            entry = self._source.library.remove(report_id)
        except (AssistantError, IndexRoomError) as error:
            return self.table(), told_html(str(error), failed=True), skip()
        except Exception:
            _log.exception("the report %s could not be taken out", report_id)
            return self.table(), told_html(NOT_DONE, failed=True), skip()
        return self.table(), told_html(f"{entry.title}: taken out."), NOTHING_CHOSEN

    def add_files(self, paths: Sequence[str] | str | None) -> Iterator[tuple[Any, Any, Any]]:
        """How far adding uploaded files has got, then what came of it; the upload field is emptied.

        What was uploaded is a copy of Gradio's, which is deleted here.
        """
        given = [path for path in ([paths] if isinstance(paths, str) else paths or ()) if self._has(path)]
        if not self._editable:
            # There is no field for it; the event may be sent all the same.
            yield skip(), told_html(NOT_HERE, failed=True), None
            return
        if len(given) > MOST_FILES:
            _lose(given)
            yield skip(), told_html(f"Give at most {MOST_FILES} files at once.", failed=True), None
            return
        try:
            files = [(Path(path).name, Path(path).read_bytes()) for path in given]
        except OSError:
            _log.exception("an upload could not be read")
            yield skip(), told_html(NOT_DONE, failed=True), None
            return
        finally:
            _lose(given)
        if not files:
            yield skip(), skip(), skip()
            return
        for shown in self._adding(lambda advance: self._source.library.receive(files, advance), len(files)):
            yield *shown, None

    def add_address(self, address: str) -> Iterator[tuple[Any, Any, Any]]:
        """How fetching a report has got on, then what came of it; a field that did its work is emptied."""
        typed = (address or "").strip()
        if not typed:
            yield skip(), told_html("Type the address of a report, as https://...", failed=True), skip()
            return
        if not self._editable:
            yield skip(), told_html(NOT_HERE, failed=True), skip()
            return
        last: tuple[Any, Any] = skip(), skip()
        for last in self._adding(lambda advance: self._source.library.add_address(typed, advance), 1, typed):
            yield *last, skip()
        yield *last, skip() if "notice" in str(last[1]) else ""

    def _has(self, path: str) -> bool:
        """Whether a file was uploaded: it is a plain one, in the folder for that."""
        try:
            whole = Path(path).resolve()
            return self._uploads is not None and whole.is_relative_to(self._uploads) and whole.is_file()
        except (OSError, RuntimeError, ValueError):
            return False

    def _adding(self, work: Work, count: int, name: str = "") -> Iterator[tuple[Any, Any]]:
        """The table and the message, again and again until the work is done, in a thread of its own."""
        told: SimpleQueue[tuple[int, int, str] | SyncStats | Exception] = SimpleQueue()

        def advance(done: int, of: int, file: str) -> None:
            told.put((done, of, Path(file).name))

        def run() -> None:
            try:
                told.put(work(advance))
            except Exception as error:
                told.put(error)

        Thread(target=run, daemon=True).start()
        yield skip(), adding_html(0, count, name or "reading")
        while isinstance(came := told.get(), tuple):
            yield skip(), adding_html(*came)
        if isinstance(came, SyncStats):
            yield self.table(), added_html(came)
        elif isinstance(came, (AssistantError, IndexRoomError)):
            yield self.table(), told_html(str(came), failed=True)
        else:
            _log.error("reports could not be added", exc_info=came)
            yield self.table(), told_html(NOT_DONE, failed=True)


def _lose(paths: Sequence[str]) -> None:
    for path in paths:
        Path(path).unlink(missing_ok=True)
