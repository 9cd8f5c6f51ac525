"""What holds for every test: no network, no telemetry, a home of its own; and what some share.

A test marked `loopback` or `browser` may connect to this machine; no test may connect further, and
one that tried fails even where the library under test swallowed the error.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

# Before any library reads them.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["ANONYMIZED_TELEMETRY"] = "False"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

ROOT = Path(__file__).resolve().parent.parent

BROWSER_OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class NetworkBlocked(OSError):
    """A test tried to leave the machine; an OSError, so that libraries treat it as a missing network."""


class Gate:
    """Decides which connections the test that runs now may make, and remembers those it refused."""

    def __init__(self) -> None:
        self.loopback = False
        self.refused: list[str] = []

    def check(self, family: int, address: Any) -> None:
        """Raise NetworkBlocked unless this address may be reached."""
        if family == socket.AF_UNIX or (self.loopback and self.is_loopback(address)):
            return
        self.refused.append(str(address))
        raise NetworkBlocked(f"a test may not connect to {address}")

    @staticmethod
    def is_loopback(address: Any) -> bool:
        """Whether a socket address, or a host alone, is on this machine."""
        host = address[0] if isinstance(address, tuple) else address
        if host == "localhost":
            return True
        try:
            return ipaddress.ip_address(str(host)).is_loopback
        except ValueError:
            return False


GATE = Gate()


def pytest_configure() -> None:
    """Put the gate into every socket that Python code opens from here on."""
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    socket.socket.sendto = _guarded_sendto(socket.socket.sendto)  # type: ignore[method-assign]
    real_getaddrinfo = socket.getaddrinfo

    def getaddrinfo(host: Any, *rest: Any, **options: Any) -> Any:
        # A name that is looked up has left the machine already; a number has not.
        plain = host.decode() if isinstance(host, bytes) else host
        if plain not in (None, "", "localhost", "0.0.0.0", "::") and not GATE.is_loopback(plain):
            GATE.check(socket.AF_INET, plain)
        return real_getaddrinfo(host, *rest, **options)

    socket.getaddrinfo = getaddrinfo


def _guarded(real: Callable[..., Any]) -> Callable[..., Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        GATE.check(self.family, address)
        return real(self, address)

    return connect


def _guarded_sendto(real: Callable[..., Any]) -> Callable[..., Any]:
    def sendto(self: socket.socket, data: Any, *rest: Any) -> Any:
        GATE.check(self.family, rest[-1])
        return real(self, data, *rest)

    return sendto


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """Before any fixture of the test: what this test may reach."""
    GATE.loopback = any(item.get_closest_marker(name) for name in ("loopback", "browser"))
    GATE.refused.clear()
    return (yield)


@pytest.fixture(autouse=True)
def nothing_left_the_machine() -> Iterator[None]:
    """Fails a test that tried to connect where it may not."""
    yield
    refused = list(GATE.refused)
    GATE.refused.clear()
    assert not refused, f"tried to connect to {', '.join(refused)}"


@pytest.fixture
def gate() -> Gate:
    """The gate itself, for the tests of it."""
    return GATE


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """The home of this test alone, as `ASSISTANT_HOME`; not made yet.

    A test that is not marked `model` answers without the reader, too: loading it takes longer than the test.
    """
    if not request.node.get_closest_marker("model"):
        monkeypatch.setenv("ASSISTANT_READER", "none")
    home = tmp_path / "assistant-home"
    monkeypatch.setenv("ASSISTANT_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material that is not part of the project: real reports, hostile files, seeds."""
    folder = Path(os.environ.get("INSPECTION_SHARED") or ROOT.parent / "shared")
    if not (folder / "reports").is_dir():
        pytest.skip("needs the shared material: a folder named by INSPECTION_SHARED, or ../shared")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium that starts."""
    looked = subprocess.run(
        ["sh", str(ROOT / "tests" / "find_chromium.sh"), "look"], capture_output=True, text=True, check=True
    )
    if not looked.stdout.strip():
        pytest.skip("needs Chromium: install it, or name it in CHROMIUM")
    return looked.stdout.strip()


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A Chromium with no window; one for all, since Playwright starts but one driver in a thread."""
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=BROWSER_OPTIONS)
        yield started
        started.close()


@pytest.fixture
def printed_by_each() -> Callable[[str], set[str]]:
    """Runs a program in three processes, each with another order of sets: what they print."""

    def run(program: str) -> set[str]:
        environments = [{**os.environ, "PYTHONHASHSEED": str(seed)} for seed in range(3)]
        runs = [
            subprocess.run(
                [sys.executable, "-c", program], env=one, capture_output=True, text=True, check=True
            )
            for one in environments
        ]
        return {run.stdout for run in runs}

    return run
