"""Fetching a report: what is refused, what is taken, and that only what was checked is connected to."""

from __future__ import annotations

import gzip
import inspect
import io
import re
import shutil
import socketserver
import ssl
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest

from index.errors import AddressError
from index.fetch import IP, MEDIA_TYPES, Fetched, Limits, _in_plain_words, _unzipped, fetch, is_public

Served = bytes | Callable[[Any], None]

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
HTML = b"\n<!DOCTYPE html><title>PEEL</title>"
PLAIN = {"Content-Type": "text/plain"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LOCAL = ip_address("127.0.0.1")


def zipped(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 40)
    return held.getvalue()


def answer(body: bytes = b"text", headers: dict[str, str] | None = None, status: int = 200) -> bytes:
    """A whole HTTP answer as it goes over the wire."""
    told = {"Content-Length": str(len(body)), **(headers or {})}
    lines = [f"HTTP/1.1 {status} Said", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def leads_to(address: str, status: int = 302) -> bytes:
    return answer(b"", {"Location": address, "Set-Cookie": "seen=yes"}, status)


class Site(socketserver.ThreadingTCPServer):
    """A server on 127.0.0.1 that sends what stands under a path, byte for byte."""

    daemon_threads = True

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.context = context
        self.paths: dict[str, Served] = {}
        self.asked: list[str] = []

    def get_request(self) -> Any:
        plain, address = super().get_request()
        if self.context is None:
            return plain, address
        return self.context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, *_: Any) -> None:
        """A client that goes away, or does not believe the certificate, is what is tested."""

    def at(self, path: str = "/", host: str = "reports.test", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.server_address[1]}{path}"

    def fetch(self, path: str = "/", **options: Any) -> Fetched:
        return fetch(self.at(path), **{"resolver": local, "allowed": is_local, **options})

    def refusal(self, path: str = "/", **options: Any) -> str:
        return refusal(self.at(path), **{"resolver": local, "allowed": is_local, **options})


class Visit(socketserver.StreamRequestHandler):
    server: Site

    def handle(self) -> None:
        lines = []
        while line := self.rfile.readline().strip():
            lines.append(line.decode("latin-1"))
        self.server.asked.append("\n".join(lines))
        served = self.server.paths[lines[0].split()[1]]
        if callable(served):
            served(self.wfile)
        else:
            self.wfile.write(served)


def is_local(ip: IP) -> bool:
    return ip == LOCAL


def local(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def never(host: str, port: int) -> list[str]:
    raise AssertionError(f"{host} was looked up")


def refusal(address: str, **options: Any) -> str:
    """Why an address is refused; one plain sentence that also says what to do."""
    with pytest.raises(AddressError) as caught:
        fetch(address, **options)
    told = str(caught.value)
    assert re.fullmatch(r"[^\r\n]{10,300}", told)
    assert re.search(r"[;,] (?:so |or )?(?:type|give|check|try|open|download|only)", told), told
    assert not re.search(r"Errno|Error|Exception|httpx|httpcore|_ssl|codec|\[", told), told
    return told


@contextmanager
def running(site: Site) -> Iterator[Site]:
    threading.Thread(target=site.serve_forever, args=(0.01,), daemon=True).start()
    with site:
        yield site
        site.shutdown()


@pytest.fixture
def site() -> Iterator[Site]:
    with running(Site()) as started:
        yield started


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for reports.test that nobody vouches for, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("needs the openssl command, to make a certificate")
    folder = tmp_path_factory.mktemp("certificate")
    made, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        "openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 2".split()
        + "-subj /CN=reports.test -addext subjectAltName=DNS:reports.test".split()
        + ["-keyout", str(key), "-out", str(made)],
        check=True,
        capture_output=True,
    )
    return made, key


@pytest.fixture
def safe_site(certificate: tuple[Path, Path]) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with running(Site(context)) as started:
        yield started


@pytest.fixture
def trust(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate[0]))


# What belongs to the public internet


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("64:ff9b::808:808", True),
        ("127.0.0.1", False),
        ("127.255.255.254", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("100.100.100.200", False),
        ("168.63.129.16", False),
        ("192.0.0.192", False),
        ("192.88.99.1", False),
        ("198.18.0.1", False),
        ("203.0.113.5", False),
        ("224.0.0.1", False),
        ("239.255.255.250", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::127.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b:1::808:808", False),
        ("2002:7f00:1::", False),
        ("2002:a00:1::1", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("2001:db8::1", False),
        ("3fff::1", False),
        ("fc00::1", False),
        ("fd12:3456::1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("2606:4700::1111%eth0", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("ff0e::1", False),
    ],
)
def test_what_is_public(address: str, public: bool):
    assert is_public(ip_address(address)) is public


# Addresses that are refused before anything is connected to

NOT_PUBLIC = {
    "http://127.0.0.1": "not on the public internet",
    "http://[::1]": "not on the public internet",
    "http://[::ffff:127.0.0.1]": "not on the public internet",
    "http://[::ffff:7f00:1]/": "not on the public internet",
    "http://[64:ff9b::7f00:1]": "not on the public internet",
    "http://[2002:7f00:1::]": "not on the public internet",
    "http://[fe80::1]": "not on the public internet",
    "http://[fe80::1%25eth0]": "not on the public internet",
    "http://169.254.169.254/": "not on the public internet",
    "https://0.0.0.0:8080/": "not on the public internet",
    "http://127。0。0。1/": "not on the public internet",
    "http://2130706433": "no proper host name",
    "http://0x7f.1": "no proper host name",
    "http://0x7f000001/": "no proper host name",
    "http://127.1/": "no proper host name",
    "http://127.0.0.1./": "no proper host name",
    "http://0177.0.0.1": "not written as one should be",
}
NOT_WEB = {
    "file:///etc/passwd": "only http and https",
    "ftp://example.org/report.pdf": "only http and https",
    "gopher://example.org/1": "only http and https",
    "data:text/html,<p>x</p>": "only http and https",
    "javascript:alert(1)": "only http and https",
    "example.org/report.pdf": "only http and https",
    "": "only http and https",
}
NOT_WELL_WRITTEN = {
    "http://user:pw@example.org/": "user name or password",
    "http://user@example.org/": "user name or password",
    "http://example.org\\@other.example/": "backslash",
    "http://exa\nmple.org/": "hidden character",
    "http://example.org/\r\nHost: other.example": "hidden character",
    "http://example.org/\u202efdp.exe": "hidden character",
    "http://example.org/\ud800": "hidden character",
    "http:///x": "names no host",
    "http://": "names no host",
    "https:report.pdf": "names no host",
    "http://exa mple.org/": "no proper host name",
    "http://127%2e0.0.1/": "no proper host name",
    "http://" + "a" * 64 + ".example/": "no proper host name",
    "http://" + "a." * 127 + "example/": "no proper host name",
    "http://example.org/" + "a" * 5000: "longer than 4096",
    "http://-\u00fc.example/": "not written as one should be",
    "http://\u2460.example/": "not written as one should be",
    "http://[::1": "not written as one should be",
    "http://[::1%\u2100]/": "not written as one should be",
    "http://[1.2.3.4]/": "not written as one should be",
    "http://example.org:port/": "not written as one should be",
    "http://example.org:99999/": "a port that cannot be",
    "http://example.org:0/": "a port that cannot be",
}
HOSTILE = NOT_PUBLIC | NOT_WEB | NOT_WELL_WRITTEN


def named(address: str) -> str:
    return ascii(address[:40]).strip("'") or "nothing"


@pytest.mark.parametrize("address", HOSTILE, ids=named)
def test_hostile_addresses_are_refused_without_being_looked_up(address: str):
    assert HOSTILE[address] in refusal(address, resolver=never)


def test_this_machine_by_name_is_refused():
    assert "not on the public internet" in refusal("http://localhost")


LEADS_AWAY = [*NOT_PUBLIC, "file:///etc/passwd", "gopher://example.org/1", "data:text/html,<p>x</p>"]
LEADS_AWAY += ["javascript:alert(1)", "http://user:pw@example.org/", "http://example.org\\@other.example/"]
LEADS_AWAY += ["http://example.org/" + "a" * 5000, "http://[::1", "http://example.org:99999/"]


@pytest.mark.loopback
@pytest.mark.parametrize("address", LEADS_AWAY, ids=named)
def test_a_redirect_to_a_hostile_address_is_refused(site: Site, address: str):
    site.paths = {"/": leads_to(address)}
    # This machine stands for a public one, until it has answered.
    assert HOSTILE[address] in site.refusal(allowed=lambda ip: is_public(ip) or not site.asked)
    assert len(site.asked) == 1


@pytest.mark.loopback
def test_a_redirect_to_a_name_of_a_private_address_is_refused(site: Site):
    site.paths = {"/": leads_to("//inside.test/")}
    addresses = {"reports.test": ["127.0.0.1"], "inside.test": ["192.168.1.1"]}
    told = site.refusal(resolver=lambda host, port: addresses[host])
    assert told.startswith("inside.test is not on the public internet")


@pytest.mark.parametrize(
    "found",
    [
        ["10.0.0.1"],
        ["::ffff:8.8.8.8"],
        ["8.8.8.8", "127.0.0.1"],
        ["2606:4700::1111", "8.8.8.8", "fd00::1"],
        ["fe80::1%eth0"],
    ],
    ids=" ".join,
)
def test_one_address_that_is_not_public_refuses_the_name(found: list[str]):
    told = refusal("https://reports.test/a.pdf", resolver=lambda host, port: found)
    assert told.startswith("reports.test is not on the public internet")


@pytest.mark.parametrize("failure", [OSError("-2"), UnicodeError("label too long"), [], ["no address"]])
def test_a_name_that_is_not_found(failure: Any):
    def resolver(host: str, port: int) -> list[str]:
        if isinstance(failure, Exception):
            raise failure
        return failure

    told = refusal("http://reports.test/", resolver=resolver)
    assert told.startswith("no address was found for reports.test; check the spelling")


# What is connected to


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch):
    asked, connected = [], []

    def resolver(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["2606:4700::1111", "8.8.8.8"] if len(asked) == 1 else ["127.0.0.1"]

    def connect(self: Any, host: str, port: int, **options: Any) -> Any:
        connected.append((host, port, options["timeout"]))
        raise httpcore.ConnectError("no")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    told = refusal("http://reports.test:8080/", resolver=resolver, limits=Limits(connecting=8))
    assert told.startswith("reports.test cannot be reached")
    assert asked == [("reports.test", 8080)]
    assert [(host, port) for host, port, _ in connected] == [("2606:4700::1111", 8080), ("8.8.8.8", 8080)]
    assert [round(timeout) for *_, timeout in connected] == [4, 8]


@pytest.mark.loopback
def test_a_name_is_looked_up_once_for_each_request(site: Site):
    site.paths = {"/": answer(headers=PLAIN), "/on": leads_to("/")}
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])
    rebound: Callable[..., list[str]] = lambda host, port: next(answers)  # noqa: E731
    assert site.fetch("/", resolver=rebound).data == b"text"
    assert "not on the public internet" in site.refusal("/on", resolver=rebound)


@pytest.mark.loopback
def test_another_address_of_the_name_is_tried(site: Site):
    site.paths = {"/": answer(headers=PLAIN)}
    two = lambda host, port: ["127.0.0.2", "127.0.0.1"]  # noqa: E731
    assert site.fetch(resolver=two, allowed=lambda ip: ip.is_loopback).data == b"text"


@pytest.mark.loopback
def test_nothing_listens(site: Site):
    site.server_close()
    assert "cannot be reached" in site.refusal()


@pytest.mark.loopback
def test_what_is_sent_and_that_the_environment_is_not_asked(site: Site, monkeypatch: pytest.MonkeyPatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    site.paths = {"/": leads_to("/a%20b?c=d#part"), "/a%20b?c=d": answer(headers=PLAIN)}
    assert site.fetch().address == site.at("/a%20b?c=d")
    first, second = site.asked
    assert first.startswith("GET / HTTP/1.1")
    for asked in (first, second):
        assert f"Host: reports.test:{site.server_address[1]}" in asked
        assert "User-Agent: inspection-report-assistant\n" in asked
        assert "Accept-Encoding: identity\n" in asked
        assert "cookie" not in asked.lower()


# Redirects


@pytest.mark.loopback
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: Site, status: int):
    site.paths = {"/": leads_to("reports/peel.txt", status), "/reports/peel.txt": answer(headers=PLAIN)}
    fetched = site.fetch()
    assert fetched == Fetched(site.at("/reports/peel.txt"), "peel.txt", b"text", "text/plain")


@pytest.mark.loopback
def test_at_most_five_redirects(site: Site):
    site.paths = {f"/{n}": leads_to(f"/{n + 1}") for n in range(6)} | {"/6": answer(headers=PLAIN)}
    assert site.fetch("/1").address == site.at("/6")
    site.asked.clear()
    assert "more than 5 times" in site.refusal("/0")
    assert len(site.asked) == 6


@pytest.mark.loopback
@pytest.mark.parametrize("back", ["/", "/b", "", "#again"])
def test_redirects_in_a_circle(site: Site, back: str):
    site.paths = {"/": leads_to(back), "/b": leads_to("/")}
    assert "more than 5 times" in site.refusal()


@pytest.mark.loopback
def test_https(safe_site: Site, site: Site, trust: ssl.SSLContext):
    safe_site.paths = {
        "/": answer(headers=PLAIN),
        "/down": leads_to(site.at("/")),
        "/down-at-home": leads_to(safe_site.at("/")),
    }
    site.paths = {"/": answer(headers=PLAIN), "/up": leads_to(safe_site.at("/", scheme="https"))}
    options: dict[str, Any] = {"resolver": local, "allowed": is_local}
    at = safe_site.at
    assert fetch(at("/", scheme="https"), trust=trust, **options).data == b"text"
    assert site.fetch("/up", trust=trust).address == at("/", scheme="https")
    for path in ("/down", "/down-at-home"):
        assert "from https to http" in refusal(at(path, scheme="https"), trust=trust, **options)
    assert len(site.asked) == 1
    nobody = "has no valid certificate"
    assert nobody in refusal(at("/", "other.test", "https"), trust=trust, **options)
    assert nobody in refusal(at("/", "127.0.0.1", "https"), trust=trust, **options)
    assert nobody in refusal(at("/", scheme="https"), **options)
    site.RequestHandlerClass = Hasty
    assert "could not be talked to safely" in refusal(site.at("/", scheme="https"), **options)


# Sizes and times


@pytest.mark.loopback
@pytest.mark.parametrize(("size", "taken"), [(1000, True), (1001, False)])
@pytest.mark.parametrize("coding", ["", "gzip", "X-GZIP"])
def test_the_limit_counts_what_is_decompressed(site: Site, size: int, taken: bool, coding: str):
    body = b"a" * size
    headers = PLAIN | ({"Content-Encoding": coding} if coding else {})
    site.paths = {"/": answer(gzip.compress(body) if coding else body, headers)}
    if taken:
        assert site.fetch(limits=Limits(size=1000)).data == body
    else:
        assert "larger than 0.001 MB" in site.refusal(limits=Limits(size=1000))


@pytest.mark.loopback
@pytest.mark.parametrize("zips", [True, False], ids=["gzip", "plain"])
def test_a_body_without_end_is_stopped(site: Site, zips: bool):
    sent = []

    def endless(out: Any) -> None:
        out.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n")
        out.write(b"Content-Encoding: gzip\r\n\r\n" if zips else b"\r\n")
        packer = zlib.compressobj(wbits=31)
        while True:
            piece = bytes(100_000)
            piece = packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH) if zips else piece
            out.write(piece)
            sent.append(len(piece))

    site.paths = {"/": endless}
    assert "larger than 2 MB" in site.refusal(limits=Limits(size=2_000_000))


def test_a_bomb_is_unpacked_in_small_pieces():
    bomb = gzip.compress(bytes(20_000_000))
    assert len(bomb) < 30_000
    pieces = [len(piece) for piece in _unzipped([bomb])]
    assert (max(pieces), sum(pieces)) == (2**18, 20_000_000)


@pytest.mark.parametrize("step", [1, 7, 1000])
def test_gzip_in_any_pieces_and_of_several_members(step: int):
    packed = gzip.compress(b"first ") + gzip.compress(b"") + gzip.compress(b"second")
    pieces = [packed[start : start + step] for start in range(0, len(packed), step)]
    assert b"".join(_unzipped(pieces)) == b"first second"


def drip(out: Any, start: bytes = b"") -> None:
    out.write(start)
    for _ in range(200):
        out.write(b"a")
        time.sleep(0.02)


@pytest.mark.loopback
@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"])
def test_the_time_is_for_all_not_for_each_read(site: Site, start: bytes):
    site.paths = {"/": lambda out: drip(out, start)}
    began = time.monotonic()
    assert "took too long" in site.refusal(limits=Limits(seconds=0.3))
    assert time.monotonic() - began < 2


@pytest.mark.loopback
def test_the_time_is_for_all_redirects_together(site: Site):
    def slowly(out: Any) -> None:
        time.sleep(0.15)
        out.write(leads_to("/"))

    site.paths = {"/": slowly}
    assert "took too long" in site.refusal(limits=Limits(seconds=0.4))


@pytest.mark.loopback
@pytest.mark.parametrize("limits", [Limits(connecting=0.2), Limits(seconds=0.2)])
def test_a_resolver_or_a_handshake_without_end(site: Site, limits: Limits):
    over = threading.Event()

    def resolver(host: str, port: int) -> list[str]:
        over.wait(10)
        return ["127.0.0.1"]

    began = time.monotonic()
    assert "took too long" in site.refusal(limits=limits, resolver=resolver)
    over.set()
    # The server waits for a line of text that the client does not send before the handshake.
    site.paths = {"/": answer(headers=PLAIN)}
    address = site.at(scheme="https")
    site.RequestHandlerClass = Silent
    assert "took too long" in refusal(address, limits=limits, resolver=local, allowed=is_local)
    assert time.monotonic() - began < 4


class Silent(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        time.sleep(1)


class Hasty(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.request.sendall(b"HTTP/1.1 400 No\r\n\r\n")


# What is taken


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("told", "body", "media_type", "extension"),
    [
        ("application/pdf", PDF, "application/pdf", ".pdf"),
        ("APPLICATION/PDF; x=y", PDF, "application/pdf", ".pdf"),
        ("text/html; charset=utf-8", b"<p>x", "text/html", ".html"),
        ("application/xhtml+xml", HTML, "application/xhtml+xml", ".html"),
        ("text/markdown", b"# x", "text/markdown", ".md"),
        ("text/plain", PDF, "text/plain", ".txt"),
        (WORD, zipped("word/document.xml"), WORD, ".docx"),
        ("", PDF, "application/pdf", ".pdf"),
        ("application/octet-stream", b"\n" + PDF, "application/pdf", ".pdf"),
        ("binary/octet-stream", HTML, "text/html", ".html"),
        ("", b"\xef\xbb\xbf<HTML lang='en'>", "text/html", ".html"),
        ("", b'<?xml version="1.0"?>\n<html xmlns="x">', "text/html", ".html"),
        ("application/zip", zipped("[Content_Types].xml", "word/document.xml"), WORD, ".docx"),
    ],
)
def test_kinds(site: Site, told: str, body: bytes, media_type: str, extension: str):
    site.paths = {"/peel": answer(body, {"Content-Type": told} if told else {})}
    fetched = site.fetch("/peel")
    assert (fetched.media_type, fetched.name, fetched.data) == (media_type, "peel" + extension, body)
    assert MEDIA_TYPES[fetched.media_type] == extension


@pytest.mark.loopback
@pytest.mark.parametrize(
    "told", ["image/png", "application/json", "application/msword", "text/css", "x\x1b[0m"]
)
def test_other_kinds_are_refused_by_what_they_are_said_to_be(site: Site, told: str):
    site.paths = {"/": answer(PDF, {"Content-Type": told})}
    refused = site.refusal()
    assert "something else than PDF" in refused or "answered oddly" in refused


@pytest.mark.loopback
@pytest.mark.parametrize(
    "body",
    [b"", b"plain", b"\x89PNG", b"see %PDF-1.7", b"<htmlx>", zipped("xl/book.xml"), zipped("keyword/a.xml")],
)
def test_other_kinds_are_refused_by_their_first_bytes(site: Site, body: bytes):
    site.paths = {"/": answer(body, {"Content-Type": "application/octet-stream"})}
    assert "does not look like PDF" in site.refusal()


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("status", "told"),
    [
        (201, "did not send the report (status 201)"),
        (206, "did not send the report (status 206)"),
        (304, "did not send the report (status 304)"),
        (302, "did not send the report (status 302)"),
        (401, "wants a login"),
        (403, "does not let it be seen"),
        (404, "has nothing there"),
        (500, "did not send the report (status 500)"),
    ],
)
def test_only_answers_with_status_200_are_taken(site: Site, status: int, told: str):
    site.paths = {"/": answer(b"" if status == 304 else PDF, {"Content-Type": "application/pdf"}, status)}
    assert told in site.refusal()


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "broke off or answered oddly"),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "broke off or answered oddly"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "broke off or answered oddly"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000 + b"\r\n\r\n", "broke off or answered oddly"),
        (answer(b"cut", PLAIN | {"Content-Length": "10"}), "broke off or answered oddly"),
        (answer(b"no zip", PLAIN | {"Content-Encoding": "gzip"}), "is damaged"),
        (answer(gzip.compress(b"cut" * 99)[:-9], PLAIN | {"Content-Encoding": "gzip"}), "is damaged"),
        (answer(b"", PLAIN | {"Content-Encoding": "gzip"}), "is damaged"),
        (answer(b"x", PLAIN | {"Content-Encoding": "br"}), "compressed in a way that was not asked for"),
        (answer(b"x", PLAIN | {"Content-Encoding": "gzip, gzip"}), "compressed in a way"),
    ],
)
def test_odd_answers(site: Site, raw: bytes, told: str):
    site.paths = {"/": raw}
    assert told in site.refusal()


@pytest.mark.parametrize(
    "error",
    [value for _, value in inspect.getmembers(httpcore, inspect.isclass) if issubclass(value, Exception)]
    + [OSError, ssl.SSLError, UnicodeError, ValueError, zlib.error, EOFError, TimeoutError],
    ids=lambda error: error.__name__,
)
def test_no_error_of_the_libraries_leaks(error: type[Exception]):
    with pytest.raises(AddressError, match=r"^reports\.test [a-z]|^what reports\.test"):  # noqa: SIM117
        with _in_plain_words(httpx.URL("http://reports.test/")):
            raise error("secret detail")


# Names


@pytest.mark.loopback
@pytest.mark.parametrize(
    ("path", "disposition", "name"),
    [
        ("/peel-2021.22", "", "peel-2021.22.txt"),
        ("/reports/PEEL%20report.PDF", "", "PEEL-report.txt"),
        ("/reports/letter/", "", "letter.txt"),
        ("/", "", "reports.test.txt"),
        ("/...", "", "reports.test.txt"),
        ("/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "", "passwd.txt"),
        ("/.hidden", "", "hidden.txt"),
        ("/README.md", "", "README.md"),
        ("/%00%0a%5c..%5c-x", "", "x.txt"),
        ("/%C3%89tat%20n%C2%BA%201", "", "Etat-no-1.txt"),
        ("/%E6%A4%9C%E6%9F%BB", "", "reports.test.txt"),
        ("/download?id=3", "", "download.txt"),
        ("/x", 'attachment; filename="letter of 2024.txt"', "letter-of-2024.txt"),
        ("/x", "attachment; filename=letter.pdf; size=3", "letter.txt"),
        ("/x", 'attachment; filename="../../etc/cron.d/evil"', "evil.txt"),
        ("/x", 'attachment; filename="C:\\\\reports\\\\a.md"', "a.md"),
        ("/x", "attachment; filename=plain.txt; filename*=UTF-8''caf%C3%A9%2F..%2Fn%C3%A9.txt", "ne.txt"),
        ("/x", "attachment; filename*=utf-7''+AC8-", "x.txt"),
        ("/x", 'attachment; filename=""', "x.txt"),
        ("/x", 'attachment; filename="...."', "reports.test.txt"),
        ("/x", "attachment; filename=" + "a" * 300 + ".txt", "a" * 116 + ".txt"),
        ("/x", "inline", "x.txt"),
    ],
)
def test_names(site: Site, path: str, disposition: str, name: str):
    site.paths = {path: answer(headers=PLAIN | ({"Content-Disposition": disposition} if disposition else {}))}
    fetched = site.fetch(path)
    assert fetched.name == name
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}", fetched.name)


def test_starting_up_imports_nothing_that_fetches():
    code = "import sys, index.fetch; print(*{'httpx', 'httpcore', 'ssl'} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
