"""Lets one publish at a time write to a target file."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from customer_data.publish.errors import PublishError


@contextmanager
def publish_lock(published: Path) -> Iterator[None]:
    """Hold the right to publish to this file; raises PublishError where another process has it.

    The kernel gives it back when the process ends, however it ends.
    """
    path = lock_path(published)
    descriptor = _locked(path, published)
    try:
        _sign(descriptor, path)
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def lock_path(published: Path) -> Path:
    """The file that stands for the right to publish."""
    return published.with_name(f"{published.name}.publish-lock")


def _locked(path: Path, published: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode() or "unknown"
            os.close(descriptor)
            raise PublishError(
                f"{published}: another publish to it is at work (PID {holder}); "
                "wait until it ends, or end it"
            ) from None
        if _is_still_there(path, descriptor):
            return descriptor
        os.close(descriptor)


def _sign(descriptor: int, path: Path) -> None:
    try:
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
    except OSError as error:
        raise PublishError(f"{path}: {error.strerror}; make room there, then run again") from error


def _is_still_there(path: Path, descriptor: int) -> bool:
    """The one before us may have removed the file between our opening and our locking it."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
