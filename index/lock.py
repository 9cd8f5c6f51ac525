"""One writer at a time, by a lock that the system releases when its process dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import HomeError, Locked


@contextmanager
def writer_lock(home: Path, wait: float = 600, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the right to change the home.

    Args:
        home: the folder the catalogue lives in.
        wait: seconds to wait for another process that holds it; 0 not to wait at all.
        waiting: called once, before waiting begins.

    Raises:
        Locked: another process still holds it after `wait` seconds.
        HomeError: the home cannot be written.
    """
    lock = FileLock(home / "writer.lock", thread_local=False)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if wait <= 0:
                raise
            if waiting:
                waiting()
            lock.acquire(timeout=wait)
    except Timeout:
        raise Locked(
            f"another process is changing {home} and has not finished; try again when it has"
        ) from None
    except OSError as error:
        raise HomeError(
            f"{home} cannot be written ({error.strerror or error}); choose another folder with --home"
        ) from error
    try:
        yield
    finally:
        lock.release()
