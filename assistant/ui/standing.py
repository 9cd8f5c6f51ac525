"""What happens on the status page. Of one user nothing is kept here."""

from __future__ import annotations

from logging import getLogger
from typing import Any

from gradio import Dropdown, EventData, skip

from assistant.errors import AssistantError
from assistant.html import encode_html
from assistant.report_html import evidence_html
from assistant.status_html import ledger_html
from assistant.ui.conversation import Source
from assistant.ui.fragments import shown_html

EVERY_BODY = "All bodies"

_log = getLogger(__name__)


class StatusEvents:
    """The answers to what a user does with the ledger, over one assistant that all users share."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def standing(self, body: str | None, as_of: str) -> str:
        """The status ledger of a body, or of all, as of a day as typed; a message where that is none."""
        try:
            return ledger_html(self._source.status(body or None, as_of or None))
        except AssistantError as error:
            return f'<p class="notice">{encode_html(str(error))}</p>'
        except Exception:
            _log.exception("the ledger could not be shown")
            return '<p class="notice">The ledger cannot be shown; the server\'s log says why.</p>'

    def bodies(self) -> Any:
        """The bodies to choose from, all of them first."""
        try:
            names = [one.body for one in self._source.status().bodies if one.concerns or one.monitoring]
        except Exception:
            _log.exception("the bodies could not be listed")
            names = []
        return Dropdown(choices=[(EVERY_BODY, ""), *((name, name) for name in names)], value="")

    def open_passage(self, event: EventData) -> Any:
        """The passage behind a line or a point of the ledger; no change where there is no such passage.

        Report and span come from the browser and may be anything.
        """
        report, start, end = (event._data.get(name) for name in ("report", "start", "end"))
        if not isinstance(report, str) or type(start) is not int or type(end) is not int:
            return skip()
        try:
            citation = self._source.passage(report, start, end)
            opened = evidence_html(citation, self._source.report(report))
            return shown_html(opened, citation, numbered=False)
        except Exception:
            _log.exception("the passage %s %s-%s could not be opened", report, start, end)
            return skip()
