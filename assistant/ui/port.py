"""The place to listen at. Nothing heavy is imported here, so that a taken port is told at once."""

import errno
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, gaierror, socket

from assistant.errors import PortInUse


def claim_port(host: str, port: int) -> socket:
    """A socket that is bound to `host` and `port` and listens; closing it gives the port back.

    `port` 0 takes any that is free: `address_of` says which.

    Raises:
        PortInUse: it is taken, may not be used by this user, or is not an address of this machine.
    """
    if not 0 <= port < 65536:  # the system would take what is left of it after division
        raise PortInUse(f"{port} is not a port: choose one from 1024 to 65535 with --port")
    family = AF_INET6 if ":" in host else AF_INET
    listener = socket(family, SOCK_STREAM)
    try:
        listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise PortInUse(_advice(host, port, error)) from error
    return listener


def address_of(host: str, listener: socket) -> str:
    """The address to open in a browser for a socket that `claim_port` gave: "http://127.0.0.1:7860/"."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{listener.getsockname()[1]}/"


def _advice(host: str, port: int, error: OSError) -> str:
    if isinstance(error, gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine: leave --host out, or give one that is"
    if isinstance(error, PermissionError):
        return f"port {port} may not be used without more rights: choose one above 1023 with --port"
    return f"port {port} is in use by another program: stop it, or choose another with --port"
