"""Who is let in. Gradio asks for name and password and remembers who is signed in; the rest is here.

Gradio leaves some of its routes open to everybody, lets anyone guess at any speed, hands a cookie to
other sites' pages, and keeps a user signed in who is one no more.
"""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable
from http.cookies import SimpleCookie
from ipaddress import IPv6Address, ip_address, ip_network
from logging import getLogger
from pathlib import Path
from time import monotonic

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import Message, Scope, Send

from assistant.errors import UsersError
from assistant.users import Users

LOGIN, LOGOUT = "/login", "/logout"

OPEN = frozenset(
    {"/", LOGIN, LOGOUT, "/favicon.ico", "/manifest.json", "/theme.css", "/gradio_api/theme.css"}
)
"""What the page that asks for name and password needs; "/" is that page for who is not signed in."""
OPEN_FOLDERS = ("/assets/", "/static/")

TRIES, WITHIN = 10, 60.0
"""So many tries to sign in may fail from one address within so many seconds."""

ADDRESSES = 10_000
"""Of so many addresses the tries are remembered; of the one that was quiet longest they are forgotten."""

_log = getLogger(__name__)


class Tries:
    """The tries to sign in that have not come to anything, by address; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._of: dict[str, list[float]] = {}

    def begin(self, address: str) -> bool:
        """Count a try before it is known what comes of it; False where there were too many."""
        now = self._clock()
        recent = [at for at in self._of.pop(address, ()) if at > now - WITHIN]
        allowed = len(recent) < TRIES
        if allowed:
            recent.append(now)
        self._of[address] = recent
        if len(self._of) > ADDRESSES:
            del self._of[next(iter(self._of))]
        return allowed

    def forgive(self, address: str) -> None:
        """Take back the last try: it was the right password. Those that failed before it stand."""
        if recent := self._of.get(address):
            recent.pop()


class Door:
    """Lets in the users of a file, as it is at that moment: who is removed from it is out at once.

    `tokens` is Gradio's own record of who is signed in, cookie value -> name, once its app is made; `path`
    is the path of the public address that cookies are good for; `secure` says that it is https.

    Raises:
        UsersError: the file cannot be used. Where it cannot any more later on, nobody is let in.
    """

    def __init__(self, file: Path, path: str = "/", *, secure: bool = False) -> None:
        self.tokens: dict[str, str] = {}
        self._file = file
        self._state = _state(file)
        self._users = Users.read(file)
        self._path = path
        self._secure = secure
        self._tries = Tries()

    async def check(self, name: str, password: str) -> bool:
        """For Gradio: whether it is that user's password. In a thread, as that takes long on purpose."""
        users = self._current()
        return await to_thread(users.check, name, password) and users is self._current()

    def refusal(self, scope: Scope) -> PlainTextResponse | None:
        """What to answer instead; None for a request that may go on."""
        path = scope["path"]
        if path == LOGIN and scope["method"] == "POST" and not self._tries.begin(_address(scope)):
            return PlainTextResponse("Too many tries. Wait a minute.", 429, {"retry-after": str(int(WITHIN))})
        # For what is open, too: Gradio looks at its tokens next, and must not find those of the removed.
        if not self._is_signed_in(scope) and path not in OPEN and not path.startswith(OPEN_FOLDERS):
            return PlainTextResponse("Sign in first.", 401)
        return None

    def watching(self, scope: Scope, send: Send) -> Send:
        """`send`, with cookies that this page alone gets back, and with what sign-in and sign-out mean."""
        path = scope["path"]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                cookies = headers.getlist("set-cookie")
                del headers["set-cookie"]
                for cookie in cookies:
                    headers.append("set-cookie", self._narrowed(cookie, scope))
                if not path.startswith(OPEN_FOLDERS):
                    # What one user is shown is not for the next one at the same browser, or proxy.
                    headers["cache-control"] = "no-store"
                if path == LOGIN and message["status"] == 200:
                    self._tries.forgive(_address(scope))
                if path == LOGOUT:
                    # Gradio looks at the cookie for https alone when only this browser is to be signed out.
                    for value in HTTPConnection(scope).cookies.values():
                        self.tokens.pop(value, None)
            await send(message)

        return sending

    def _is_signed_in(self, scope: Scope) -> bool:
        self._current()
        return any(value in self.tokens for value in HTTPConnection(scope).cookies.values())

    def _current(self) -> Users:
        """The users as the file has them now; who is not what they were is signed out."""
        state = _state(self._file)
        if state != self._state:
            before, self._state = self._users, state
            try:
                self._users = Users.read(self._file)
            except UsersError as error:
                _log.error("nobody can sign in: %s", error)
                self._users = Users()
            for token, name in list(self.tokens.items()):
                if self._users.hashes.get(name) != before.hashes.get(name):
                    del self.tokens[token]
        return self._users

    def _narrowed(self, cookie: str, scope: Scope) -> str:
        """A cookie that no script can read, no other site's request brings, and no other path gets."""
        parsed = SimpleCookie(cookie)
        for morsel in parsed.values():
            morsel["httponly"], morsel["samesite"], morsel["path"] = True, "Lax", self._path
            if self._secure or scope["scheme"] == "https":
                morsel["secure"] = True
        return parsed.output(header="", sep="").strip()


def _state(file: Path) -> tuple[int, ...] | None:
    """What changes when a file, or who may read it, changes; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _address(scope: Scope) -> str:
    """Where a request comes from; of an IPv6 address the half that its owner cannot choose."""
    host = (scope.get("client") or ("",))[0]
    try:
        address = ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address.packed, 64), strict=False))
    return host
