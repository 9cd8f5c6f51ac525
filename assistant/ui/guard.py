"""What stands between the network and the page: which requests are answered, and what a browser may load.

Gradio answers any Host and any Origin, takes uploads from anybody, and hands out files; none of that is
wanted here, so only what the page itself asks for goes through.
"""

import json
from collections.abc import Iterator
from logging import getLogger
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.ui.login import LOGIN, LOGOUT, Door

LARGEST_REQUEST = 200_000
"""In bytes. A question of 10,000 characters with all that Gradio sends around it is under 70,000."""

PATHS = frozenset(
    {
        "/",
        "/config",
        "/favicon.ico",
        "/manifest.json",
        "/theme.css",
        "/gradio_api/app_id",
        "/gradio_api/cancel",
        "/gradio_api/queue/data",
        "/gradio_api/queue/join",
        "/gradio_api/reset",
        "/gradio_api/startup-events",
        "/gradio_api/theme.css",
    }
)
JOIN = "/gradio_api/queue/join"
"""Where events come in."""

UPLOADS = frozenset({"/gradio_api/upload", "/gradio_api/upload_progress"})

LARGEST_UPLOAD = 400_000_000
"""In bytes: all the files that are dropped at once."""

FOLDERS = ("/assets/", "/static/", "/gradio_api/heartbeat/")

# Gradio's page has its settings in a script and its templates compiled in the browser: hence the
# three words about scripts. Nothing can be fetched from, or sent to, any host but this one.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
}

_log = getLogger(__name__)


class Guard:
    """Puts itself before an application; `host` is the name or address that it is served at.

    `root` is where a proxy serves it, as `assistant.arguments.root_given` gives it; with a `door`, only who
    is signed in gets further than to the page that asks for name and password. `uploads` is the folder
    that files are taken into, None where none are.
    """

    def __init__(
        self,
        app: ASGIApp,
        host: str,
        root: str = "",
        door: Door | None = None,
        *,
        uploads: Path | None = None,
    ) -> None:
        self._app = app
        self._door = door
        # None for a root that is a path alone: the address is then the one that was asked for.
        public, netloc = _split(root)
        self._origin = f"{urlsplit(root).scheme}://{netloc}" if netloc else None
        self._hosts = frozenset({"127.0.0.1", "localhost", "::1", host.lower(), public}) - {""}
        self._paths = PATHS | ({LOGIN, LOGOUT} if door else set()) | (UPLOADS if uploads else set())
        self._uploads = uploads.resolve() if uploads else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            refusal = self._refusal(scope, Headers(scope=scope))
            send = _with_headers(send)
            if self._door and not refusal:
                refusal, send = self._door.refusal(scope), self._door.watching(scope, send)
            if not refusal and scope["path"] == JOIN:
                receive, refusal = await self._looked_into(receive)
            try:
                await (refusal or self._app)(scope, receive, send)
            except Exception:
                _log.exception("a request for %s failed", scope["path"])
                raise

    async def _looked_into(self, receive: Receive) -> tuple[Receive, PlainTextResponse | None]:
        """The body of an event, to be read again, and a refusal where it names a file that is no upload.

        Gradio itself takes any path, and any address, for a file that was given to it: it opens it, copies it
        or fetches it before the page is asked.
        """
        body = await _whole(receive)
        try:
            named = list(_files_in(json.loads(body)))
        except (ValueError, RecursionError):
            return receive, PlainTextResponse("This is no event.", 400)
        if any(not self._is_upload(one) for one in named):
            return receive, PlainTextResponse("There is no such upload.", 403)
        return _again(body, receive), None

    def _is_upload(self, named: dict[str, object]) -> bool:
        path = named.get("path")
        if self._uploads is None or not isinstance(path, str) or named.get("is_stream"):
            return False
        try:
            resolved = Path(path).resolve()
            return resolved.is_relative_to(self._uploads) and resolved.is_file()
        except (OSError, RuntimeError, ValueError):
            return False

    def _refusal(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        path, host = scope["path"], headers.get("host", "")
        # The address that the connection itself came to is no name that somebody else could point here.
        if _split(f"//{host}")[0] not in self._hosts | {_reached(scope)}:
            return PlainTextResponse("This page is not served under that name.", 421)
        origin = headers.get("origin")
        if origin is not None and _split(origin)[1] != host.lower() and origin.lower() != self._origin:
            return PlainTextResponse("Requests from other pages are not answered.", 403)
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and path != "/":
            return PlainTextResponse("Requests from other pages are not answered.", 403)
        if path not in self._paths and not path.startswith(FOLDERS):
            return PlainTextResponse("There is nothing here.", 404)
        if scope["method"] not in ("GET", "HEAD") and not _is_small(headers, path):
            return PlainTextResponse("The request is too large.", 413)
        return None


async def _whole(receive: Receive) -> bytes:
    """The body of a request, of which the size is known to be small."""
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return body


def _again(body: bytes, receive: Receive) -> Receive:
    """What gives a body that was read once more, and then what comes after it."""
    waiting = [body]

    async def receiving() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return receiving


def _files_in(value: object) -> Iterator[dict[str, object]]:
    """Whatever in the data of an event Gradio may take for a file: all that has a path or says it is one."""
    if isinstance(value, dict):
        if "path" in value or "meta" in value or "url" in value:
            yield value
        for inside in value.values():
            yield from _files_in(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _files_in(inside)


def _split(address: str) -> tuple[str, str]:
    """The host of an address without and with its port, in small letters; empty where it has none."""
    try:
        parts = urlsplit(address)
        return parts.hostname or "", parts.netloc.lower()
    except ValueError:
        return "", ""


def _reached(scope: Scope) -> str:
    """The address of this machine that a connection came to."""
    server = scope.get("server")
    # An IPv4 address, where one socket listens for both kinds, is written as the end of an IPv6 one.
    return str(server[0]).lower().removeprefix("::ffff:") if server else "127.0.0.1"


def _is_small(headers: Headers, path: str) -> bool:
    """Whether a body says that it is small; the server holds it to what it says."""
    length = headers.get("content-length", "")
    most = LARGEST_UPLOAD if path in UPLOADS else LARGEST_REQUEST
    return length.isascii() and length.isdigit() and int(length) <= most


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return sending
