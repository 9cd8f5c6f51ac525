"""Which requests are answered: the guard alone, and the served page behind it."""

from __future__ import annotations

from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.ui.guard import LARGEST_REQUEST, POLICY, Guard

JOIN = "/gradio_api/queue/join"


@pytest.fixture
def client() -> TestClient:
    """Talks, in this process, to an application that answers anything, behind the guard."""
    anything = Route("/{path:path}", lambda request: PlainTextResponse("answered"), methods=["GET", "POST"])
    return TestClient(Guard(Starlette(routes=[anything]), "reports.test"), base_url="http://127.0.0.1:7860")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:7860", 200),
        ("localhost:7860", 200),
        ("LOCALHOST", 200),
        ("[::1]:7860", 200),
        ("reports.test", 200),
        ("elsewhere.test", 421),
        ("127.0.0.1.elsewhere.test", 421),
        ("elsewhere.test@127.0.0.1", 200),
        ("[half", 421),
        ("", 421),
    ],
)
def test_only_its_own_names_are_answered(client: TestClient, host: str, status: int):
    assert client.get("/", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://127.0.0.1:7860"}, 200),
        ({"origin": "https://127.0.0.1:7860"}, 200),
        ({"origin": "http://127.0.0.1:7861"}, 403),
        ({"origin": "http://localhost:7860"}, 403),
        ({"origin": "http://elsewhere.test"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_other_pages_are_not_answered(client: TestClient, headers: dict[str, str], status: int):
    assert client.post(JOIN, headers=headers, content="{}").status_code == status


def test_a_link_from_another_page_may_lead_here(client: TestClient):
    assert client.get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/assets/index.js", 200),
        ("/gradio_api/heartbeat/abc", 200),
        ("/gradio_api/upload", 404),
        ("/gradio_api/file=/etc/passwd", 404),
        ("/gradio_api/proxy=http://elsewhere.test", 404),
        ("/gradio_api/info", 404),
        ("/gradio_api/call/ask", 404),
        ("/monitoring", 404),
        ("/docs", 404),
    ],
)
def test_only_what_the_page_needs_is_there(client: TestClient, path: str, status: int):
    assert client.get(path).status_code == status


@pytest.mark.parametrize(("size", "status"), [(LARGEST_REQUEST, 200), (LARGEST_REQUEST + 1, 413)])
def test_a_request_has_a_size(client: TestClient, size: int, status: int):
    assert client.post(JOIN, content=b"x" * size).status_code == status


def test_a_request_that_does_not_say_its_size_is_refused(client: TestClient):
    assert client.post(JOIN, content=iter([b"x", b"y"])).status_code == 413


def test_every_answer_has_the_policy(client: TestClient):
    for path in ("/", "/nothing"):
        assert client.get(path).headers["content-security-policy"] == POLICY
    assert "http" not in POLICY
    assert "*" not in POLICY


def ask_served(address: str, method: str, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.request(method, path, body=b"{}" if method == "POST" else None, headers=headers)
    response = connection.getresponse()
    return response.status, response.read()


def test_what_fails_is_logged(caplog: pytest.LogCaptureFixture):
    broken = Guard(Starlette(routes=[Route("/", lambda request: 1 / 0)]), "127.0.0.1")  # type: ignore[arg-type]
    with pytest.raises(ZeroDivisionError):
        TestClient(broken, base_url="http://127.0.0.1").get("/")
    assert "a request for / failed" in caplog.text


@pytest.mark.loopback
def test_the_served_page_is_guarded(address: str):
    assert ask_served(address, "GET", "/", {})[0] == 200
    assert ask_served(address, "GET", "/", {"Host": "elsewhere.test"})[0] == 421
    assert ask_served(address, "POST", JOIN, {"Origin": "http://elsewhere.test"})[0] == 403


@pytest.mark.loopback
@pytest.mark.parametrize("folder", ["assets", "static"])
@pytest.mark.parametrize("climb", ["../", "..%2f", "%2e%2e/", "..%5c", "..;/", "....//"])
def test_no_other_file_can_be_read(address: str, folder: str, climb: str):
    here = Path(__file__).resolve()
    path = f"/{folder}/{climb * 12}{str(here).lstrip('/')}"
    status, body = ask_served(address, "GET", path, {})
    assert status >= 400
    assert here.read_bytes() not in body
