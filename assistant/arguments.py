"""What may stand on the command line for a path, a host, a public address, a port and a day.

Each takes the words given and gives the value, or raises `argparse.ArgumentTypeError`, which is one line.
"""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from datetime import date
from ipaddress import ip_address
from pathlib import Path

from corpus.dates import parse_date

# A path alone must not be one of the page's own folders: what is asked for below it would be mistaken.
ROOT = re.compile(
    r"""(?!/(?:assets|static|gradio_api)(?:/|$))
        (?:(https?)://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?)?
        ((?:/(?!\.+(?:/|$))[a-z0-9._~-]+)*)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def path_given(text: str) -> Path:
    """A file or folder; it need not be there."""
    if not text.strip():
        # As a path it would be the current folder: seldom what an unset variable was to mean.
        raise ArgumentTypeError("the name given is empty; name a file or a folder")
    return Path(text)


def report_given(text: str) -> Path | str:
    """A file or folder, as a path, or an address on the web, as it is; neither need be there."""
    return text if text.lower().startswith(("http://", "https://")) else path_given(text)


def host_given(text: str) -> str:
    """A name or address of a machine; it need not be this one."""
    try:
        named = text.encode("idna")
    except UnicodeError:
        named = b""
    if not named:
        # The empty one would mean every network this machine is on.
        raise ArgumentTypeError(f"{text!r} is not the address of a machine; leave --host out")
    return text


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what is served there; False for a name that is not localhost."""
    try:
        return host.lower() == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def root_given(text: str) -> str:
    """Where a proxy serves the page: a path, or a whole address; no "/" at the end.

    A port that goes without saying is left out, as browsers do: "https://example.org:443/reports/" gives
    "https://example.org/reports".
    """
    root = text.rstrip("/")
    found = ROOT.fullmatch(root)
    if not root or found is None:
        raise ArgumentTypeError(
            f"{text!r} is not where a page can be; write it as /reports or as https://example.org/reports"
        )
    scheme, host, port, path = found.groups(default="")
    usual = {"": "", "http": ":80", "https": ":443"}[scheme.lower()]
    return f"{scheme}://{host}{port if port != usual else ''}{path}" if scheme else path


def passage_tokens_given(text: str) -> int:
    """A length of passages in tokens, 20 to 2,000."""
    if not text.isdecimal() or len(text) > 4 or not 20 <= int(text) <= 2_000:
        raise ArgumentTypeError(f"{text!r} is no length of passages; use a number from 20 to 2000")
    return int(text)


def day_given(text: str) -> date:
    """A day, in any form that reports' dates are read in."""
    day = parse_date(text)
    if day is None:
        raise ArgumentTypeError(f"{text!r} is no date; write it as 2024-08-01")
    return day


def port_given(text: str) -> int:
    """A port from 1 to 65535."""
    if not text.isdecimal() or len(text) > 5 or not 0 < int(text) < 65_536:
        raise ArgumentTypeError(f"{text!r} is not a port; use a number from 1 to 65535")
    return int(text)
