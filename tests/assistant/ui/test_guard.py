"""Which requests are answered: the guard alone, and the served page behind it."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.ui.guard import LARGEST_REQUEST, LARGEST_UPLOAD, POLICY, Guard, _reached

JOIN = "/gradio_api/queue/join"


@pytest.fixture
def anything() -> Starlette:
    """An application that answers anything."""
    answer = Route("/{path:path}", lambda request: PlainTextResponse("answered"), methods=["GET", "POST"])
    return Starlette(routes=[answer])


@pytest.fixture
def client(anything: Starlette) -> TestClient:
    """Talks, in this process, to that application behind the guard."""
    return TestClient(Guard(anything, "reports.test"), base_url="http://127.0.0.1:7860")


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
    ("host", "status"),
    [
        pytest.param("192.0.2.7:7860", 200, id="the address that the connection came to"),
        pytest.param("192.0.2.8:7860", 421, id="another address"),
        pytest.param("reports.test", 421, id="a name that only others say is this machine's"),
    ],
)
def test_the_address_that_was_connected_to_is_answered(anything: Starlette, host: str, status: int):
    client = TestClient(Guard(anything, "0.0.0.0"), base_url="http://192.0.2.7:7860")
    assert client.get("/", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    ("server", "host"),
    [
        (("192.0.2.7", 7860), "192.0.2.7"),
        (("::ffff:192.0.2.7", 7860), "192.0.2.7"),
        (("2001:DB8::7", 7860), "2001:db8::7"),
        (None, "127.0.0.1"),
    ],
)
def test_which_address_was_connected_to(server: tuple[str, int] | None, host: str):
    assert _reached({"type": "http", "server": server}) == host


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        pytest.param("reports.example", "https://reports.example:8443", 200, id="no port in the host"),
        pytest.param("reports.example:8443", "https://reports.example:8443", 200, id="both in full"),
        pytest.param("REPORTS.example", "HTTPS://Reports.example:8443", 200, id="case"),
        pytest.param("127.0.0.1:7860", "https://reports.example:8443", 200, id="the host of the server"),
        pytest.param("127.0.0.1:7860", "http://127.0.0.1:7860", 200, id="past the proxy"),
        pytest.param("reports.example", "http://reports.example:8443", 403, id="without https"),
        pytest.param("reports.example", "https://reports.example:444", 403, id="another port"),
        pytest.param("reports.example", "https://reports.example:8443.elsewhere.test", 403, id="more"),
        pytest.param("elsewhere.test", "https://reports.example:8443", 421, id="another host"),
    ],
)
def test_the_public_address_is_answered_too(anything: Starlette, host: str, origin: str, status: int):
    guard = Guard(anything, "127.0.0.1", "https://Reports.example:8443/reports")
    client = TestClient(guard, base_url="http://127.0.0.1:7860")
    assert client.post(JOIN, headers={"host": host, "origin": origin}, content="{}").status_code == status


def test_a_path_alone_is_no_name(anything: Starlette):
    guarded = TestClient(Guard(anything, "127.0.0.1", "/reports"), base_url="http://127.0.0.1:7860")
    for headers in ({"host": ""}, {"host": "reports"}, {"host": "/reports"}):
        assert guarded.get("/", headers=headers).status_code == 421
    assert guarded.post(JOIN, headers={"origin": ""}, content="{}").status_code == 403
    assert guarded.post(JOIN, headers={"origin": "/reports"}, content="{}").status_code == 403


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
    assert client.post(JOIN, content=b'"' + b"x" * (size - 2) + b'"').status_code == status


def test_a_request_that_does_not_say_its_size_is_refused(client: TestClient):
    assert client.post(JOIN, content=iter([b"x", b"y"])).status_code == 413


def test_every_answer_has_the_policy(client: TestClient):
    for path in ("/", "/nothing"):
        assert client.get(path).headers["content-security-policy"] == POLICY
    assert "http" not in POLICY
    assert "*" not in POLICY


def ask_served(
    address: str, method: str, path: str, headers: dict[str, str], body: bytes = b"{}"
) -> tuple[int, bytes]:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.request(method, path, body=body if method == "POST" else None, headers=headers)
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


def multipart(name: str) -> tuple[bytes, dict[str, str]]:
    """An upload of a file with that name, as a browser sends it, and its headers."""
    head = f'--b\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    body = head.encode("utf-8", "surrogatepass") + b"# A report\r\n--b--\r\n"
    return body, {"Content-Type": "multipart/form-data; boundary=b", "Content-Length": str(len(body))}


@pytest.mark.loopback
@pytest.mark.parametrize(
    "name",
    [
        "../../../../../../home/climbed-here.md",
        "..\\\\..\\\\climbed-here.md",
        "/climbed-here.md",
        "....//climbed-here.md",
        "climbed-here.md%00.pdf",
        "~/climbed-here.md",
    ],
)
def test_the_name_of_an_upload_is_no_path(address: str, name: str):
    body, headers = multipart(name)
    status, answer = ask_served(address, "POST", "/gradio_api/upload", headers, body)
    if status == 200:
        (path,) = map(Path, json.loads(answer))
        kept = path.resolve()
        assert kept.parent.parent.name.startswith("inspection-uploads-")
        assert kept.parent.parent.stat().st_mode & 0o077 == 0
        assert kept.read_bytes() == b"# A report"
        kept.unlink()
        # It cannot be had back by its path either.
        assert ask_served(address, "GET", f"/gradio_api/file={path}", {})[0] == 404
    above = Path(tempfile.gettempdir())
    places = (above, above.parent, Path("/"), Path("/home"), Path.home(), Path.cwd())
    assert not any((place / "climbed-here.md").exists() for place in places)


@pytest.mark.loopback
def test_nobody_else_uploads(address: str, serve_page: Callable[..., str]):
    body, headers = multipart("a.md")
    upload = "/gradio_api/upload"
    foreign = {**headers, "Origin": "http://elsewhere.test"}
    assert ask_served(address, "POST", upload, foreign, body)[0] == 403
    assert ask_served(serve_page(editable=False), "POST", upload, headers, body)[0] == 404
    large = {**headers, "Content-Length": str(LARGEST_UPLOAD + 1)}
    assert ask_served(address, "POST", upload, large, b"")[0] == 413


@pytest.mark.loopback
@pytest.mark.parametrize(
    "route",
    [
        "/gradio_api/file=",
        "/file=",
        "/gradio_api/file/",
        "/file/",
        "/gradio_api/stream/",
        "/gradio_api/proxy=",
    ],
)
@pytest.mark.parametrize("path", ["/etc/passwd", "../../etc/passwd", "%2fetc%2fpasswd", "pyproject.toml"])
def test_no_file_is_handed_out(address: str, route: str, path: str):
    status, body = ask_served(address, "GET", route + path, {})
    assert status == 404
    assert b"root:" not in body


def file_data(path: str, **more: object) -> dict[str, object]:
    return {"path": path, "meta": {"_type": "gradio.FileData"}, **more}


@pytest.mark.loopback
@pytest.mark.parametrize("editable", [True, False])
def test_an_event_names_no_file_but_an_upload(serve_page: Callable[..., str], tmp_path: Path, editable: bool):
    page = serve_page(editable=editable)
    own = tmp_path / "own.md"
    own.write_text("# Mine")
    fifo = tmp_path / "pipe.md"
    os.mkfifo(fifo)
    for named in (
        file_data(str(own)),
        file_data(str(own), is_stream=True),
        file_data(str(fifo)),
        file_data("http://127.0.0.1:1/x.md"),
        file_data("http://elsewhere.test/x.md"),
        {"path": str(own)},
        {"url": f"file://{own}", "meta": {"_type": "gradio.FileData"}},
    ):
        for index, data in enumerate(([named], [[named]], ["", named], [{"deep": [named]}]), start=6):
            body = json.dumps({"fn_index": index, "data": data, "session_hash": "x"}).encode()
            headers = {"Content-Type": "application/json"}
            assert ask_served(page, "POST", JOIN, headers, body)[0] == 403
    assert own.read_text() == "# Mine"


@pytest.mark.loopback
@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\xff"])
def test_what_is_no_event_is_refused(address: str, body: bytes):
    assert ask_served(address, "POST", JOIN, {"Content-Type": "application/json"}, body)[0] == 400
