"""The gate of conftest.py really closes."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()


@pytest.fixture
def forgiven(gate, nothing_left_the_machine):
    """For a test that tries on purpose: what was refused is not held against it."""
    yield
    gate.refused.clear()


def test_nothing_is_reached_without_the_mark(gate, listener, forgiven):
    with pytest.raises(OSError, match="a test may not connect"):
        socket.create_connection(listener, timeout=1)
    assert gate.refused == [str(listener)]


@pytest.mark.loopback
def test_this_machine_is_reached_with_the_mark(gate, listener):
    socket.create_connection(listener, timeout=1).close()
    assert gate.refused == []


@pytest.mark.loopback
@pytest.mark.parametrize(
    "reach",
    [
        pytest.param(lambda: socket.create_connection(("192.0.2.1", 80), timeout=1), id="connect"),
        pytest.param(lambda: socket.socket().connect_ex(("192.0.2.1", 80)), id="connect_ex"),
        pytest.param(lambda: socket.getaddrinfo("reports.invalid", 443), id="name"),
        pytest.param(
            lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"?", ("192.0.2.1", 53)), id="udp"
        ),
    ],
)
def test_no_mark_opens_the_way_out(reach, forgiven):
    with pytest.raises(OSError, match="a test may not connect"):
        reach()


def test_sockets_of_the_file_system_are_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)  # a path of this kind may hold about a hundred characters
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind("here")
        server.listen()
        client.connect("here")


@pytest.mark.parametrize(
    ("address", "here"),
    [
        (("127.0.0.1", 80), True),
        (("::1", 80, 0, 0), True),
        ("localhost", True),
        (("10.0.0.1", 80), False),
        (("127.0.0.1.example.org", 80), False),
        (("0.0.0.0", 80), False),
    ],
)
def test_what_counts_as_this_machine(gate, address: object, here: bool):
    assert gate.is_loopback(address) is here


def test_every_test_has_a_home_of_its_own(own_home: Path, tmp_path: Path):
    assert os.environ["ASSISTANT_HOME"] == str(own_home)
    assert own_home.parent == tmp_path


def test_libraries_are_told_to_stay_offline():
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert os.environ["ANONYMIZED_TELEMETRY"] == "False"
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
