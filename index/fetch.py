"""One report from an address that a user typed, fetched so that nothing but the public internet is reached.

The danger is an address that makes this machine ask its own network on a stranger's behalf (OWASP's
"server-side request forgery"), directly, by way of a redirect, or by a name that means another machine
when it is looked up the second time.

Why not safehttpx, which is installed beside the user interface (0.1.7 was read): it takes a name of which
any one address is public instead of all, lets carrier-grade NAT and 6to4 pass, asks a third party's
resolver when the machine's own finds nothing, follows no redirects, and bounds neither size nor time.
So httpcore, the part of httpx that speaks HTTP, is given a backend that looks a name up once, checks every
address found and connects to those it checked. httpcore alone reads no environment, keeps no cookies,
follows nothing and decompresses nothing, so none of that has to be switched off; httpx reads addresses.
"""

from __future__ import annotations

import re
import socket
import time
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from index.errors import AddressError
from index.received import LONGEST_NAME

if TYPE_CHECKING:  # at run time they are imported when something is fetched: most starts fetch nothing
    import ssl

    import httpcore
    import httpx

IP = IPv4Address | IPv6Address
Resolver = Callable[[str, int], Iterable[str]]

MEDIA_TYPES = {
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "text/plain": ".txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
# What servers say of a file that they know nothing of, or only that it is to be saved; "" is no word at all.
_UNTOLD = {"", *(f"application/{kind}" for kind in "octet-stream x-download force-download zip".split())}
_UNTOLD |= {"binary/octet-stream", "application/download", "application/x-zip-compressed"}
_FIRST_BYTES = (
    ("application/pdf", re.compile(rb"\s*%PDF-")),
    ("text/html", re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.I)),
)
# A zip names each of its files 30 bytes after the mark; only a Word file has a folder "word" at its top.
_WORD_ENTRY = re.compile(rb"PK\x03\x04.{26}word/", re.DOTALL)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# Beside what `ipaddress` calls not global, whose list depends on the version of Python.
_NEVER_PUBLIC = (
    IPv4Network("192.0.0.0/24"),  # protocol assignments
    IPv4Network("192.88.99.0/24"),  # 6to4 relays
    IPv4Network("168.63.129.16/32"),  # a public number that a cloud uses for a service inside its machines
    IPv6Network("2001::/23"),  # protocol assignments, Teredo among them: what it holds may be private
    IPv6Network("2002::/16"),  # 6to4, withdrawn by RFC 7526: what it holds may be private
    IPv6Network("3fff::/20"),  # documentation
)
_UNICAST = IPv6Network("2000::/3")  # all that has been given out; IPv4-mapped addresses are outside
_NAT64 = IPv6Network("64:ff9b::/96")

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
# A resolver takes 2130706433, 0x7f.1 and 0177.0.0.1 for 127.0.0.1; a name's last part is never a number.
_NUMBER_AT_END = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)\.?")
_LONGEST_ADDRESS = 4096
_REDIRECTS = {301, 302, 303, 307, 308}
_STEP = 2**18

_OFFERED = re.compile(r"""filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))""", re.IGNORECASE)
_OFFERED_ENCODED = re.compile(r"filename\*\s*=\s*(utf-8|iso-8859-1)'[^']*'([^\s;]+)", re.IGNORECASE)
_REPORT_EXTENSION = re.compile(r"\.(?:pdf|x?html?|md|markdown|txt|docx)$", re.IGNORECASE)

_WANTED = "PDF, HTML, plain text, Markdown or Word; give the address of the report itself"
_BY_HAND = "or download the report yourself and add the file"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A report as it came.

    `address` is where it was in the end, after redirects. `name` is safe as the name of a file: 1 to 120
    ASCII letters, digits, dots, hyphens and underscores, a letter or digit first, and an extension that
    tells the kind. `data` is not compressed. `media_type` is one of MEDIA_TYPES, without parameters.
    """

    address: str
    name: str
    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one fetch may take: bytes after decompression, seconds in all and to connect, redirects.

    Connecting is looking up the name, TCP and TLS; each redirect may take that long again, but `seconds`
    counts for all together.
    """

    size: int = 50_000_000
    seconds: float = 30
    connecting: float = 10
    redirects: int = 5


LIMITS = Limits()


def is_public(ip: IP) -> bool:
    """Whether an address belongs to the public internet; one that holds another is judged by that one.

    False for loopback, private, link-local, shared (carrier-grade NAT), multicast, reserved and unspecified
    addresses, and for IPv4-mapped, 6to4 and Teredo ones whatever they hold. A network without IPv4 reaches
    the public IPv4 internet through NAT64 (RFC 6052), so that is public where what it holds is.
    """
    if isinstance(ip, IPv6Address):
        if ip in _NAT64:
            return is_public(IPv4Address(int(ip) & 0xFFFF_FFFF))
        if ip not in _UNICAST or ip.scope_id:
            return False
    odd = ip.is_multicast or ip.is_reserved or any(ip in network for network in _NEVER_PUBLIC)
    return ip.is_global and not odd


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a host, as this machine's own resolver tells them. Raises OSError, UnicodeError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(
    address: str,
    *,
    limits: Limits = LIMITS,
    allowed: Callable[[IP], bool] = is_public,
    resolver: Resolver = look_up,
    trust: ssl.SSLContext | None = None,
) -> Fetched:
    """The report at an http or https address: PDF, HTML, plain text, Markdown or Word.

    `allowed` says which addresses may be connected to; `resolver` is asked once for each host; `trust` is
    whose certificates are believed, by default those of the authorities that come with the libraries.
    Raises AddressError, whose message is one sentence that says what is wrong and what to do.
    """
    import httpx

    done_by = time.monotonic() + limits.seconds
    url = _read(address.strip())
    trust = trust or httpx.create_ssl_context(trust_env=False)
    for _ in range(limits.redirects + 1):
        backend = _CheckedBackend(allowed, resolver, limits.connecting, done_by)
        with _in_plain_words(url), _asked(url, backend, trust) as (status, headers, body):
            if status not in _REDIRECTS or "location" not in headers:
                return _taken(url, status, headers, body, limits.size)
            onward = headers["location"]
        url = _led_on(url, onward)
    raise AddressError(
        f"the address leads on to another more than {limits.redirects} times; "
        f"open it in a browser and give the address it ends at, {_BY_HAND}"
    )


def _read(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """An address that may be asked; what it names is checked when it is connected to."""
    import httpx

    if len(text) > _LONGEST_ADDRESS:
        raise AddressError(f"the address is longer than {_LONGEST_ADDRESS} characters; give a shorter one")
    # Programs disagree on what these mean, so that one may check a host and another be asked.
    if not text.isprintable() or "\\" in text:
        raise AddressError("the address has a backslash or a hidden character in it; type it again without")
    try:
        url = (base.join(text) if base else httpx.URL(text)).copy_with(fragment=None)
        host = _host(url)
    except (httpx.InvalidURL, ValueError) as error:  # UnicodeError, which idna's errors are, is a ValueError
        raise AddressError(
            "the address is not written as one should be; check it and type it again"
        ) from error
    if url.scheme not in {"http", "https"}:
        raise AddressError("only http and https addresses can be fetched; give one that starts with https://")
    if url.userinfo:
        raise AddressError("the address has a user name or password in it; give it without them")
    if not host:
        raise AddressError("the address names no host; give it whole, as in https://example.org/report.pdf")
    if _literal(host) is None and (not _HOST.fullmatch(host) or _NUMBER_AT_END.fullmatch(host)):
        raise AddressError("the address has no proper host name; check it and type it again")
    if url.port is not None and not 0 < url.port < 2**16:
        raise AddressError("the address has a port that cannot be; check it and type it again")
    return url


def _led_on(url: httpx.URL, location: str) -> httpx.URL:
    """Where a redirect leads."""
    try:
        onward = _read(location, base=url)
    except AddressError as error:
        raise AddressError(f"the address leads on to one that is refused: {error}") from error
    if url.scheme == "https" and onward.scheme == "http":
        raise AddressError(
            "the address leads on from https to http, where anyone between could change the report; "
            f"give the address of the report itself, {_BY_HAND}"
        )
    return onward


@contextmanager
def _asked(
    url: httpx.URL, backend: _CheckedBackend, trust: ssl.SSLContext
) -> Iterator[tuple[int, dict[str, str], Iterable[bytes]]]:
    """The status, headers (names in small letters) and undecoded body of the answer."""
    import httpcore

    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    ask: dict[bytes | str, bytes | str] = {
        "Host": url.netloc,
        "User-Agent": "inspection-report-assistant",
        "Accept": ", ".join(MEDIA_TYPES) + ", */*;q=0.1",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    # httpcore asks no more of a backend than its methods; a subclass would need it imported at the start.
    shaped: Any = backend
    with (
        httpcore.ConnectionPool(ssl_context=trust, network_backend=shaped) as pool,
        pool.stream("GET", target, headers=ask) as response,
    ):
        headers = {name.decode("latin-1").lower(): _text(value) for name, value in response.headers}
        yield response.status, headers, response.iter_stream()


def _taken(url: httpx.URL, status: int, headers: dict[str, str], body: Iterable[bytes], most: int) -> Fetched:
    """The report that an answer holds."""
    host = _host(url)
    if status != 200:
        why = {401: "wants a login", 403: "does not let it be seen", 404: "has nothing there"}
        told = f"{host} {why.get(status, 'did not send the report')} (status {status})"
        raise AddressError(f"{told}; check the address, {_BY_HAND}")
    told = headers.get("content-type", "").partition(";")[0].strip().lower()
    if told not in MEDIA_TYPES and told not in _UNTOLD:
        raise AddressError(f"{host} sent something else than {_WANTED}")
    coding = headers.get("content-encoding", "").strip().lower()
    if coding not in {"", "identity", "gzip", "x-gzip"}:
        raise AddressError(
            f"{host} sent it compressed in a way that was not asked for; try later, {_BY_HAND}"
        )
    data = _whole(_unzipped(body) if coding.endswith("gzip") else body, most)
    media_type = told if told in MEDIA_TYPES else _kind(data)
    if not media_type:
        raise AddressError(f"{host} does not say what it sent, and it does not look like {_WANTED}")
    offered = _offered(headers.get("content-disposition", "")) or url.path
    return Fetched(str(url), _name(offered, host, MEDIA_TYPES[media_type]), data, media_type)


def _whole(chunks: Iterable[bytes], most: int) -> bytes:
    kept = bytearray()
    for chunk in chunks:
        kept += chunk
        if len(kept) > most:
            raise AddressError(
                f"the report is larger than {most / 1_000_000:g} MB; "
                "download it yourself, save a smaller copy and add that"
            )
    return bytes(kept)


def _unzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What gzip holds, in small pieces: a few bytes may hold gigabytes. Raises zlib.error, EOFError."""
    member = zlib.decompressobj(wbits=31)
    for chunk in chunks:
        left = chunk
        while left:
            if member.eof:
                member = zlib.decompressobj(wbits=31)
            yield member.decompress(left, _STEP)
            left = member.unused_data if member.eof else member.unconsumed_tail
    while piece := member.decompress(member.unconsumed_tail, _STEP):
        yield piece
    if not member.eof:
        raise EOFError


def _kind(data: bytes) -> str:
    """The media type that the first bytes tell, or nothing."""
    for media_type, mark in _FIRST_BYTES:
        if mark.match(data[:1024]):
            return media_type
    return _DOCX if data.startswith(b"PK\x03\x04") and _WORD_ENTRY.search(data) else ""


def _offered(disposition: str) -> str:
    """The file name in a Content-Disposition header (RFC 6266), or nothing; as the server wrote it."""
    if match := _OFFERED_ENCODED.search(disposition):
        return unquote(match[2], encoding=match[1], errors="replace")
    match = _OFFERED.search(disposition)
    return (match[1] or match[2] or "") if match else ""


def _name(offered: str, host: str, extension: str) -> str:
    """A safe file name from the last part of what was offered, else from the host."""
    # Markdown often comes as plain text; only its name tells.
    if extension == ".txt" and offered.lower().endswith((".md", ".markdown")):
        extension = ".md"
    for text in (offered, host):
        last = re.split(r"[/\\]", text.rstrip("/\\"))[-1]
        plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode("ascii")
        plain = re.sub(r"[^A-Za-z0-9._-]+", "-", plain.strip())
        stem = _REPORT_EXTENSION.sub("", plain)[: LONGEST_NAME - len(extension)].strip("._-")
        if stem:
            return stem + extension
    return "report" + extension


def _text(value: bytes) -> str:
    """A header's value: many servers write UTF-8 where the standard has Latin-1."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _host(url: httpx.URL) -> str:
    """The host as it is looked up; `url.host` would decode IDNA, which may fail."""
    return url.raw_host.decode("ascii")


def _literal(host: str) -> IP | None:
    """The address that a host is when it is written in the usual way, or None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


@contextmanager
def _in_plain_words(url: httpx.URL) -> Iterator[None]:
    """Tells what goes wrong in the libraries, and below them, as an AddressError."""
    import httpcore

    host = _host(url)
    try:
        yield
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise AddressError(f"{host} took too long to answer; try again later, {_BY_HAND}") from error
    except httpcore.ConnectError as error:
        what = f"{host} cannot be reached; check the address and the network connection"
        raise AddressError(f"{what}, {_BY_HAND}") from error
    except (zlib.error, EOFError) as error:
        raise AddressError(f"what {host} sent is damaged; try again later, {_BY_HAND}") from error
    except (
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.ProxyError,
        httpcore.UnsupportedProtocol,
        httpcore.ConnectionNotAvailable,
        OSError,
        ValueError,
    ) as error:
        raise AddressError(f"{host} broke off or answered oddly; try again later, {_BY_HAND}") from error


class _CheckedBackend:
    """A `httpcore.NetworkBackend` that connects to nothing but the addresses it has checked."""

    def __init__(
        self, allowed: Callable[[IP], bool], resolver: Resolver, connecting: float, done_by: float
    ) -> None:
        self._allowed = allowed
        self._resolver = resolver
        self._connect_by = min(time.monotonic() + connecting, done_by)
        self._done_by = done_by

    def connect_tcp(self, host: str, port: int, **options: Any) -> _TimedStream:
        """A connection to the first address of the host that takes one.

        Raises AddressError, and OSError or what httpcore raises.
        """
        import httpcore

        # Each may have its share of the time, so that one that is silent does not keep the next from a try.
        addresses = self._checked(host, port)
        failed: Exception = OSError("no address took the connection")
        for number, ip in enumerate(addresses):
            options["timeout"] = _left(self._connect_by) / (len(addresses) - number)
            try:
                stream = httpcore.SyncBackend().connect_tcp(str(ip), port, **options)
                return _TimedStream(stream, self._connect_by, self._done_by)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed

    def _checked(self, host: str, port: int) -> list[IP]:
        """The addresses of a host. Raises AddressError unless there is one and all are allowed."""
        literal = _literal(host)
        try:
            found = [literal] if literal else [ip_address(text) for text in self._looked_up(host, port)]
            if not found:
                raise OSError("the resolver gave no address")
        except TimeoutError:
            raise
        except (OSError, ValueError) as error:
            raise AddressError(
                f"no address was found for {host}; check the spelling and the network connection"
            ) from error
        # Every one: a name with a public address beside a private one is how the private one is reached.
        if not all(self._allowed(ip) for ip in found):
            raise AddressError(
                f"{host} is not on the public internet; only public addresses are fetched, "
                "so download the report yourself and add the file"
            )
        return list(dict.fromkeys(found))

    def _looked_up(self, host: str, port: int) -> Iterable[str]:
        """What the resolver says in time; it cannot be stopped, so it is left behind when it does not."""
        said: Queue[Iterable[str] | Exception] = Queue(1)

        def ask() -> None:
            try:
                said.put(list(self._resolver(host, port)))
            except Exception as error:
                said.put(error)

        Thread(target=ask, name="look up a host", daemon=True).start()
        try:
            answer = said.get(timeout=_left(self._connect_by))
        except Empty:
            raise TimeoutError from None
        if isinstance(answer, Exception):
            raise answer
        return answer


class _TimedStream:
    """A `httpcore.NetworkStream` that ends at a moment: timeouts alone count from each read anew."""

    def __init__(self, stream: httpcore.NetworkStream, connect_by: float, done_by: float) -> None:
        self._stream = stream
        self._connect_by = connect_by
        self._done_by = done_by
        self.close = stream.close
        self.get_extra_info = stream.get_extra_info

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some of what came. Raises TimeoutError when the time is up."""
        return self._stream.read(max_bytes, _left(self._done_by))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of it. Raises TimeoutError when the time is up."""
        self._stream.write(buffer, _left(self._done_by))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> _TimedStream:
        """The same connection, encrypted. Raises AddressError when the host cannot prove that it is itself.

        The certificate is checked against the host that was typed, not the address connected to.
        """
        import ssl

        import httpcore

        try:
            secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._connect_by))
        except httpcore.ConnectError as error:
            # Told here, because httpcore drops the cause further up.
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                what = "has no valid certificate to prove that it is itself; check the address"
            elif isinstance(error.__cause__, ssl.SSLError):
                what = "could not be talked to safely; check whether its address starts with https"
            else:
                raise
            raise AddressError(f"{server_hostname} {what}, {_BY_HAND}") from error
        return _TimedStream(secured, self._connect_by, self._done_by)


def _left(moment: float) -> float:
    """Seconds until a moment, above 0. Raises TimeoutError when it has passed."""
    left = moment - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
