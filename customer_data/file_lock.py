"""A file that stands for a right which one process at a time may have."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class HeldError(Exception):
    """Another process has the right; `holder` is its PID, or "unknown"."""

    def __init__(self, holder: str) -> None:
        self.holder = holder
        super().__init__(f"held by PID {holder}")


class UnsignedError(Exception):
    """The file has no room for the PID of who has the right."""


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Hold the right that this file stands for; the kernel takes it back from a killed process.

    Raises HeldError, UnsignedError, and OSError where the file cannot be opened.

    """
    descriptor = _locked(path)
    try:
        _sign(descriptor)
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _locked(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode() or "unknown"
            os.close(descriptor)
            raise HeldError(holder) from None
        if _is_still_there(path, descriptor):
            return descriptor
        os.close(descriptor)


def _sign(descriptor: int) -> None:
    try:
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
    except OSError as error:
        raise UnsignedError(error.strerror) from error


def _is_still_there(path: Path, descriptor: int) -> bool:
    """The one before us may have removed the file between our opening and our locking it."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
