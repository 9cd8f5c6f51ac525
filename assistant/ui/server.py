"""The page behind its guard, served by uvicorn."""

import atexit
from collections.abc import Callable
from contextlib import suppress
from os import environ
from pathlib import Path
from shutil import rmtree
from socket import socket
from tempfile import mkdtemp
from urllib.parse import urlsplit

from fastapi import FastAPI
from gradio import mount_gradio_app
from starlette.types import ASGIApp
from uvicorn import Config, Server

from assistant.marks import Marks
from assistant.ui.conversation import Source
from assistant.ui.guard import Guard
from assistant.ui.login import TRIES, Door
from assistant.ui.page import build_page
from assistant.ui.port import address_of, claim_port
from assistant.ui.style import STYLE, theme
from index.fetch import LIMITS

ASKING = (
    "Sign in to ask the reports. Whoever runs this page gives out names and passwords. "
    f"After {TRIES} failed tries in a minute, the page takes no more until the first is a minute old."
)


def make_app(
    assistant: Source,
    marks: Marks,
    host: str = "127.0.0.1",
    root: str = "",
    users: Path | None = None,
    *,
    editable: bool = True,
) -> ASGIApp:
    """The whole application.

    It answers under `host`, 127.0.0.1, localhost, the address that was connected to and no other name but
    that in `root`: where a proxy serves it, a path or a whole address. With `users`, a file that
    `assistant.users` reads, it asks for name and password. `editable` says whether who uses it may add
    reports, have them fetched and take them out.

    Raises:
        UsersError: that file cannot be used.
    """
    uploads = _upload_folder() if editable else None
    public = urlsplit(root)
    door = Door(users, public.path or "/", secure=public.scheme == "https") if users else None
    inner = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    mount_gradio_app(
        inner,
        build_page(assistant, marks, uploads, leaves=users is not None),
        path="/",
        theme=theme(),
        css=STYLE,
        footer_links=[],
        run_history=False,
        show_error=False,
        allowed_paths=[],
        blocked_paths=["/"],
        max_file_size=LIMITS.size,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
        root_path=root or None,
        auth=door.check if door else None,
        auth_message=ASKING,
    )
    if door:
        # Mounted last; the record is Gradio's own, as its one route that tells of it gives the cookie away.
        door.tokens = inner.routes[-1].app.tokens  # type: ignore[attr-defined]
    return Guard(inner, host, root, door, uploads=uploads)


def _upload_folder() -> Path:
    """A folder of this server's own for what is uploaded, and for nobody else's eyes; gone when it ends."""
    folder = Path(mkdtemp(prefix="inspection-uploads-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    # Gradio reads it when the page is built.
    environ["GRADIO_TEMP_DIR"] = str(folder)
    return folder


def serve(
    assistant: Source,
    marks: Marks,
    host: str = "127.0.0.1",
    port: int = 7860,
    root: str = "",
    users: Path | None = None,
    *,
    editable: bool = True,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serves the page until the process is interrupted; answers are marked in `marks`.

    `on_ready` is called once with the address to open, when the page can be opened. `port` 0 takes
    any that is free. The others are as for `make_app`.

    Raises:
        UsersError: the file of users cannot be used.
        PortInUse: nothing can listen there; found out before the page is built.
    """
    with claim_port(host, port) as listener:
        address = address_of(host, listener)
        # The guard logs what fails. The server's own log has a stack trace for every browser that is
        # still open when it stops, which is no failure.
        config = Config(
            make_app(assistant, marks, host, root, users, editable=editable),
            log_level="critical",
            timeout_graceful_shutdown=1,
            # Only a proxy is believed when it says for whom it asks.
            proxy_headers=bool(root),
        )
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
