"""The page behind its guard, served by uvicorn."""

from collections.abc import Callable
from contextlib import suppress
from socket import socket

from fastapi import FastAPI
from gradio import mount_gradio_app
from starlette.types import ASGIApp
from uvicorn import Config, Server

from assistant.marks import Marks
from assistant.ui.conversation import Source
from assistant.ui.guard import Guard
from assistant.ui.page import build_page
from assistant.ui.port import address_of, claim_port
from assistant.ui.style import STYLE, theme


def make_app(assistant: Source, marks: Marks, host: str = "127.0.0.1") -> ASGIApp:
    """The whole application; it answers under `host`, 127.0.0.1 and localhost and no other name."""
    inner = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    mount_gradio_app(
        inner,
        build_page(assistant, marks),
        path="/",
        theme=theme(),
        css=STYLE,
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size="1kb",
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
    )
    return Guard(inner, host)


def serve(
    assistant: Source,
    marks: Marks,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serves the page until the process is interrupted; answers are marked in `marks`.

    `on_ready` is called once with the address to open, when the page can be opened. `port` 0 takes
    any that is free.

    Raises:
        PortInUse: nothing can listen there; found out before the page is built.
    """
    with claim_port(host, port) as listener:
        address = address_of(host, listener)
        # The guard logs what fails. The server's own log has a stack trace for every browser that is
        # still open when it stops, which is no failure.
        config = Config(make_app(assistant, marks, host), log_level="critical", timeout_graceful_shutdown=1)
        # The server stops in good order first, and then passes the interruption on.
        with suppress(KeyboardInterrupt):
            _AnnouncingServer(config, address, on_ready).run(sockets=[listener])


class _AnnouncingServer(Server):
    """A server that says when it can be reached."""

    def __init__(self, config: Config, address: str, on_ready: Callable[[str], None] | None) -> None:
        super().__init__(config)
        self._address = address
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        if self._on_ready is not None:
            self._on_ready(self._address)
