"""A page for many: who is let in, what is closed to others, and the page behind a proxy."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPMessage
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.marks import Marks
from assistant.ui.guard import Guard
from assistant.ui.login import ADDRESSES, OPEN, OPEN_FOLDERS, TRIES, Door, Tries
from assistant.ui.server import make_app
from assistant.users import Users

PASSWORDS = {"anna": "correct horse", "ben": "battery staple"}
FIRST, FOLLOW_UP = "Which cause of concern remains open?", "And which were closed?"
REMAINS, CLOSED, UNKNOWN = (
    "There is one",
    "Three causes of concern were closed in May",
    "The reports do not say",
)
JOIN, DATA = "/gradio_api/queue/join", "/gradio_api/queue/data"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: HTTPMessage
    text: str


@dataclass
class Caller:
    """A browser without a screen: keeps cookies, and speaks with the server as Gradio's page does.

    `headers` go with every request.
    """

    address: str
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    session: str = field(default_factory=lambda: uuid4().hex)

    def request(self, method: str, path: str, body: str | None = None, **headers: str) -> Reply:
        """`path` is below the address; names of headers have _ in place of -."""
        parts = urlsplit(self.address)
        connection = HTTPConnection(parts.netloc, timeout=30)
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, parts.path.rstrip("/") + path, body, sent)
        response = connection.getresponse()
        for cookie in response.headers.get_all("set-cookie") or ():
            for name, morsel in SimpleCookie(cookie).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]
        reply = Reply(response.status, response.headers, response.read().decode())
        connection.close()
        return reply

    def sign_in(self, name: str, password: str | None = None, **headers: str) -> Reply:
        form = urlencode({"username": name, "password": password or PASSWORDS.get(name, "")})
        return self.request(
            "POST", "/login", form, content_type="application/x-www-form-urlencoded", **headers
        )

    def config(self) -> dict[str, Any]:
        """What the page is told at first, by the page itself."""
        found = re.search(r"window\.gradio_config = (.*?);</script>", self.request("GET", "/").text)
        assert found
        return json.loads(found[1])

    def ask(self, question: str) -> str:
        """The transcript, as the page shows it after the answer."""
        config = json.loads(self.request("GET", "/config").text)
        parts = {part["id"]: part["props"] for part in config["components"]}
        named = {props.get("elem_id"): key for key, props in parts.items()}
        asking = next(
            one for one in config["dependencies"] if [named["question"], "submit"] in one["targets"]
        )
        given = [
            question if key == named["question"] else parts[key].get("value") for key in asking["inputs"]
        ]
        job = {"data": given, "fn_index": asking["id"], "session_hash": self.session, "event_data": None}
        joined = self.request("POST", JOIN, json.dumps(job), content_type="application/json")
        assert joined.status == 200, joined
        told = self.request("GET", f"{DATA}?session_hash={self.session}")
        assert told.status == 200, told
        messages = [json.loads(line[5:]) for line in told.text.splitlines() if line.startswith("data:")]
        # The first answer is whole, what comes after it says what has changed.
        shown = [
            str(one["output"]["data"])
            for one in messages
            if one["msg"].startswith("process_") and "output" in one
        ]
        return "\n".join(shown)


@pytest.fixture(scope="module")
def known() -> Users:
    """The users of `PASSWORDS`; made once, as a hash takes its time."""
    users = Users()
    for name, password in PASSWORDS.items():
        users = users.adding(name, password)
    return users


@pytest.fixture(scope="module")
def users(known: Users, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the page at `closed`."""
    path = tmp_path_factory.mktemp("users") / "users"
    known.write(path)
    return path


@pytest.fixture(scope="module")
def closed(serve_page: Callable[..., str], users: Path) -> str:
    """The page that asks for name and password."""
    return serve_page(users=users)


@pytest.fixture
def own_users(known: Users, tmp_path: Path) -> Path:
    """A file of a test's own, to be changed."""
    path = tmp_path / "users"
    known.write(path)
    return path


@pytest.mark.loopback
def test_who_has_not_signed_in_sees_nothing_but_the_question_who_it_is(closed: str):
    page = Caller(closed).request("GET", "/")
    assert page.status == 200
    assert '"auth_required":true' in page.text
    assert "Sign in to ask the reports." in page.text
    for word in ("2 reports", "remains open", "transcript", "evidence"):
        assert word not in page.text


@pytest.mark.loopback
def test_signing_in_opens_the_page_and_signing_out_closes_it(closed: str):
    anna = Caller(closed)
    assert anna.request("GET", "/config").status == 401
    assert anna.sign_in("anna").status == 200
    assert anna.config()["username"] == "anna"
    assert REMAINS in anna.ask(FIRST)
    before = dict(anna.cookies)
    out = anna.request("GET", "/logout")
    assert (out.status, out.headers["location"]) == (302, closed.rstrip("/"))
    assert not anna.cookies
    assert anna.request("GET", "/logout").status == 302
    for cookies in ({}, before):
        anna.cookies = cookies
        assert anna.request("GET", "/config").status == 401
        assert anna.config()["auth_required"]


@pytest.mark.loopback
def test_signing_out_of_one_browser_alone_ends_what_its_cookies_were_good_for(closed: str):
    here, there = Caller(closed), Caller(closed)
    here.sign_in("ben")
    there.sign_in("ben")
    # Without https a browser has only this one of Gradio's two.
    here.cookies = {name: value for name, value in here.cookies.items() if "unsecure" in name}
    assert here.cookies
    before = dict(here.cookies)
    here.request("GET", "/logout?all_session=false")
    here.cookies = before
    assert here.request("GET", "/config").status == 401
    assert there.request("GET", "/config").status == 200


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("anna", "wrong password"),
        ("anna", PASSWORDS["ben"]),
        ("carol", PASSWORDS["anna"]),
        ("Anna", PASSWORDS["anna"]),
        ("anna", " "),
        ("anna", "x" * 10_000),
    ],
)
def test_a_wrong_name_or_password_is_not_let_in(closed: str, name: str, password: str):
    stranger = Caller(closed)
    # That it was wrong is all that is told.
    reply = stranger.sign_in(name, password)
    assert (reply.status, reply.text) == (400, '{"detail":"Incorrect credentials."}')
    assert not stranger.cookies
    assert stranger.request("GET", "/config").status == 401


@pytest.mark.loopback
@pytest.mark.parametrize("origin", ["http://elsewhere.test", "http://127.0.0.1:1", "null"])
def test_no_other_page_can_sign_anybody_in_or_out(closed: str, origin: str):
    anna = Caller(closed)
    assert anna.sign_in("anna", origin=origin).status == 403
    assert anna.sign_in("anna", origin=closed.rstrip("/")).status == 200
    assert anna.request("GET", "/logout", sec_fetch_site="cross-site").status == 403
    assert anna.request("GET", "/config").status == 200


@pytest.mark.loopback
def test_two_users_have_conversations_of_their_own(closed: str):
    anna, ben = Caller(closed), Caller(closed)
    anna.sign_in("anna")
    ben.sign_in("ben")
    assert REMAINS in anna.ask(FIRST)
    assert UNKNOWN in ben.ask(FOLLOW_UP)
    later = anna.ask(FOLLOW_UP)
    assert CLOSED in later
    assert UNKNOWN not in later
    assert (anna.config()["username"], ben.config()["username"]) == ("anna", "ben")
    assert anna.cookies.keys() == ben.cookies.keys()
    assert not set(anna.cookies.values()) & set(ben.cookies.values())


@pytest.mark.loopback
def test_a_cookie_is_for_this_page_alone(closed: str):
    cookies = Caller(closed).sign_in("anna").headers.get_all("set-cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert attributes >= {"httponly", "samesite=lax", "path=/"}
        assert not any(one.startswith(("domain", "samesite=none")) for one in attributes)


@pytest.mark.loopback
def test_who_is_removed_or_has_a_new_password_is_out_at_once(
    serve_page: Callable[..., str], own_users: Path, known: Users
):
    address = serve_page(users=own_users)
    anna, ben = Caller(address), Caller(address)
    anna.sign_in("anna")
    ben.sign_in("ben")
    known.removing("ben").write(own_users)
    assert ben.request("GET", "/config").status == 401
    assert ben.config()["auth_required"]
    assert ben.sign_in("ben").status == 400
    assert anna.request("GET", "/config").status == 200
    known.adding("anna", "another horse").write(own_users)
    assert anna.request("GET", "/config").status == 401
    assert anna.sign_in("anna").status == 400
    assert anna.sign_in("anna", "another horse").status == 200
    assert ben.sign_in("ben").status == 200


@pytest.mark.loopback
def test_while_the_file_cannot_be_used_nobody_is_let_in(
    serve_page: Callable[..., str], own_users: Path, known: Users, caplog: pytest.LogCaptureFixture
):
    address = serve_page(users=own_users)
    anna = Caller(address)
    anna.sign_in("anna")
    own_users.unlink()
    assert anna.request("GET", "/config").status == 401
    assert anna.sign_in("anna").status == 400
    assert "is not there" in caplog.text
    known.write(own_users)
    assert anna.sign_in("anna").status == 200


@pytest.mark.loopback
def test_a_guesser_is_slowed_down_whatever_address_is_claimed(serve_page: Callable[..., str], users: Path):
    address = serve_page(users=users)
    anna = Caller(address)
    for number in range(TRIES):
        # A try without a password counts, too, and takes no time.
        assert anna.request("POST", "/login", "", x_forwarded_for=f"192.0.2.{number}").status == 422
    refused = anna.sign_in("anna")
    assert (refused.status, refused.headers["retry-after"]) == (429, "60")
    assert anna.request("GET", "/").status == 200


def every_route(app: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The method and path of all that an application answers, with something in each gap."""
    for route in app.routes:
        inner = getattr(route, "original_router", None) or getattr(route, "app", None)
        if hasattr(inner, "routes"):
            yield from every_route(inner, prefix)
        elif getattr(route, "methods", None):
            for method in route.methods:
                yield method, re.sub(r"\{.*?\}", "x", route.path)


def test_every_route_of_gradio_is_closed_but_those_that_signing_in_needs(
    source: Any, users: Path, tmp_path: Path
):
    app = make_app(source, Marks(tmp_path), users=users)
    routes = set(every_route(app._app))
    assert {("POST", JOIN), ("GET", DATA), ("GET", "/config"), ("GET", "/gradio_api/heartbeat/x")} <= routes
    assert {path for _, path in routes} >= {"/gradio_api/upload", "/gradio_api/file=x", "/gradio_api/cancel"}
    client = TestClient(app, base_url="http://127.0.0.1:7860", follow_redirects=False)
    for method, path in sorted(routes):
        if path not in OPEN and not path.startswith(OPEN_FOLDERS):
            reply = client.request(method, path, content=b"{}" if method == "POST" else None)
            assert reply.status_code in (401, 404), (method, path)
    assert client.get("/gradio_api/token").status_code == 404
    assert client.post(JOIN, headers={"cookie": "access-token-x=x"}, content=b"{}").status_code == 401


def test_without_users_there_is_nothing_to_sign_in_to(source: Any, tmp_path: Path):
    client = TestClient(make_app(source, Marks(tmp_path)), base_url="http://127.0.0.1:7860")
    assert client.post("/login", data={"username": "anna", "password": "x"}).status_code == 404
    assert client.get("/logout").status_code == 404
    assert client.get("/config").status_code == 200


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_tries_are_counted_by_the_minute():
    clock = Clock()
    tries = Tries(clock)
    for _ in range(TRIES):
        assert tries.begin("a")
        clock.now += 1
    assert not tries.begin("a")
    assert tries.begin("b")
    clock.now = 1060.5  # the first one, of 1000, is over a minute old; that of 1001 is not
    assert tries.begin("a")
    assert not tries.begin("a")


def test_the_right_password_takes_back_its_own_try_alone():
    tries = Tries(Clock())
    for _ in range(TRIES - 1):
        tries.begin("a")
    for _ in range(5):
        assert tries.begin("a")
        tries.forgive("a")
    assert tries.begin("a")
    assert not tries.begin("a")
    tries.forgive("nobody")


def test_not_every_address_is_remembered_for_ever():
    tries = Tries(Clock())
    for number in range(ADDRESSES + 100):
        tries.begin(str(number))
    assert len(tries._of) == ADDRESSES


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("testclient", "testclient", True),
    ],
)
def test_who_counts_as_the_same_guesser(users: Path, first: str, second: str, same: bool):
    def wrong(request: Request) -> PlainTextResponse:
        return PlainTextResponse("wrong", 400)

    guard = Guard(Starlette(routes=[Route("/login", wrong, methods=["POST"])]), "127.0.0.1", door=Door(users))
    clients = [TestClient(guard, base_url="http://127.0.0.1", client=(one, 1)) for one in (first, second)]
    for _ in range(TRIES):
        assert clients[0].post("/login").status_code == 400
    assert clients[0].post("/login").status_code == 429
    assert clients[1].post("/login").status_code == (429 if same else 400)


class Proxy(BaseHTTPRequestHandler):
    """As in Gradio's guide for nginx: what is below /reports goes on without /reports, and whose it is."""

    upstream = ""
    name = ""
    scheme = "https"

    def do_GET(self) -> None:
        if not self.path.startswith("/reports/"):
            self.send_error(404)
            return
        host = self.name or self.headers["Host"]
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        headers |= {"Host": host, "X-Forwarded-Host": host, "X-Forwarded-Proto": self.scheme}
        headers |= {
            "X-Forwarded-For": f"{headers.get('X-Forwarded-For', '')}, {headers.pop('From', '192.0.2.9')}"
        }
        connection = HTTPConnection(urlsplit(self.upstream).netloc, timeout=30)
        connection.request(self.command, self.path.removeprefix("/reports"), body, headers)
        response = connection.getresponse()
        self.send_response_only(response.status)
        for name, value in response.getheaders():
            if name.lower() not in ("transfer-encoding", "connection"):
                self.send_header(name, value)
        self.end_headers()
        while part := response.read1(65536):
            self.wfile.write(part)
        connection.close()

    do_POST = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: this is a test."""


@pytest.fixture
def proxy(serve_page: Callable[..., str], users: Path) -> Iterator[Callable[..., str]]:
    """Puts a proxy before a page that is served with that root; gives the proxy's own address."""
    started: list[ThreadingHTTPServer] = []

    def start(root: str, **options: Any) -> str:
        upstream = serve_page(root=root, users=users)
        handler = type("Own", (Proxy,), {"upstream": upstream, **options})
        started.append(ThreadingHTTPServer(("127.0.0.1", 0), handler))
        Thread(target=started[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{started[-1].server_address[1]}/reports"

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


PUBLIC = "https://reports.example:8443/reports"


@pytest.mark.loopback
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("reports.example", id="the name without its port, as nginx has it in $host"),
        pytest.param("reports.example:8443", id="the name with its port"),
        pytest.param("127.0.0.1:7860", id="the server's own, as nginx sends it unless told otherwise"),
    ],
)
def test_a_page_behind_a_proxy_is_where_the_public_finds_it(proxy: Callable[..., str], name: str):
    anna = Caller(proxy(PUBLIC, name=name), {"Origin": "https://reports.example:8443"})
    assert anna.config()["root"] == PUBLIC
    signed = anna.sign_in("anna")
    assert signed.status == 200
    for cookie in signed.headers.get_all("set-cookie"):
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert attributes == {"httponly", "samesite=lax", "path=/reports", "secure"}
    assert anna.config()["root"] == json.loads(anna.request("GET", "/config").text)["root"] == PUBLIC
    assert REMAINS in anna.ask(FIRST)
    assert CLOSED in anna.ask(FOLLOW_UP)
    script = re.search(r'src="\./(assets/[^"]+)"', anna.request("GET", "/").text)
    assert script
    assert anna.request("GET", f"/{script[1]}").status == 200
    out = anna.request("GET", "/logout")
    assert (out.status, out.headers["location"]) == (302, PUBLIC)
    assert not anna.cookies
    assert anna.request("GET", "/config").status == 401


@pytest.mark.loopback
def test_behind_a_proxy_other_names_and_pages_are_still_refused(proxy: Callable[..., str]):
    address = proxy(PUBLIC, name="reports.example")
    for origin in ("https://elsewhere.test", "http://reports.example:8443", "https://reports.example:444"):
        assert Caller(address, {"Origin": origin}).sign_in("anna").status == 403
    other = Caller(proxy(PUBLIC, name="elsewhere.test"))
    assert other.request("GET", "/").status == 421


@pytest.mark.loopback
def test_behind_a_proxy_a_guesser_is_who_the_proxy_says(proxy: Callable[..., str]):
    address = proxy(PUBLIC, name="reports.example")
    guesser = Caller(address, {"From": "192.0.2.1"})
    for number in range(TRIES):
        # What the guesser claims stands before what the proxy adds.
        claimed = f"198.51.100.{number}"
        assert guesser.request("POST", "/login", "", x_forwarded_for=claimed).status == 422
    assert guesser.sign_in("anna").status == 429
    assert Caller(address, {"From": "192.0.2.2"}).sign_in("anna").status == 200


@pytest.mark.loopback
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_path_alone_goes_with_the_name_that_was_asked_for(proxy: Callable[..., str], scheme: str):
    address = proxy("/reports", scheme=scheme)
    public = address.replace("http", scheme)
    anna = Caller(address, {"Origin": public.removesuffix("/reports")})
    signed = anna.sign_in("anna")
    assert signed.status == 200
    assert all(
        ("secure" in cookie.lower().split("; ")) or scheme == "http"
        for cookie in signed.headers.get_all("set-cookie")
    )
    assert all(
        "path=/reports" in cookie.lower().split("; ") for cookie in signed.headers.get_all("set-cookie")
    )
    assert anna.config()["root"] == public
    assert REMAINS in anna.ask(FIRST)
    assert anna.request("GET", "/logout").headers["location"] == public
