"""A port that cannot be had is told in one line that says what to do."""

from __future__ import annotations

import sys
from pathlib import Path
from subprocess import run

import pytest

from assistant.errors import PortInUse
from assistant.marks import Marks
from assistant.ui.port import address_of, claim_port
from assistant.ui.server import serve


def test_a_free_port_is_claimed_and_named():
    with claim_port("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        assert port > 0
        assert address_of("127.0.0.1", listener) == f"http://127.0.0.1:{port}/"
        assert address_of("0.0.0.0", listener) == f"http://127.0.0.1:{port}/"
    claim_port("127.0.0.1", port).close()


@pytest.mark.parametrize(
    ("host", "port", "words"),
    [
        ("127.0.0.1", None, "is in use by another program: stop it, or choose another with --port"),
        ("192.0.2.1", 0, "192.0.2.1 is not an address of this machine"),
        ("127.0.0.1", 70_000, "70000 is not a port"),
        ("127.0.0.1", -1, "-1 is not a port"),
    ],
)
def test_a_port_that_cannot_be_had(host: str, port: int | None, words: str):
    with claim_port("127.0.0.1", 0) as taken, pytest.raises(PortInUse) as told:
        claim_port(host, taken.getsockname()[1] if port is None else port)
    assert words in str(told.value)
    assert "\n" not in str(told.value)


def test_a_taken_port_is_told_before_the_page_is_built(tmp_path: Path):
    with claim_port("127.0.0.1", 0) as taken, pytest.raises(PortInUse):
        serve(None, Marks(tmp_path), port=taken.getsockname()[1])  # type: ignore[arg-type]


STOPPED = """
import os, signal, urllib.request
from pathlib import Path
from threading import Thread
from assistant.marks import Marks
from assistant.ui.server import serve

class Nothing:
    def about(self): return "Nothing."
    def examples(self): return ()

def visit_and_interrupt(address):
    stream = urllib.request.urlopen(address + "gradio_api/heartbeat/somebody")
    assert stream.readline() == b"data: ALIVE\\n"
    os.kill(os.getpid(), signal.SIGINT)

visit = lambda address: Thread(target=visit_and_interrupt, args=(address,)).start()
serve(Nothing(), Marks(Path("nowhere")), port=0, on_ready=visit)
print("stopped")
"""


@pytest.mark.loopback
def test_an_interruption_stops_it_quietly_while_a_browser_is_open():
    ran = run([sys.executable, "-c", STOPPED], capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "stopped\n", "")


def test_the_port_can_be_tried_without_the_page():
    code = "import sys, assistant.ui.port; print('gradio' in sys.modules)"
    assert run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
