"""Lets one publish at a time write to a target file."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from customer_data.file_lock import HeldError, UnsignedError, file_lock
from customer_data.publish.errors import PublishError


@contextmanager
def publish_lock(published: Path) -> Iterator[None]:
    """Hold the right to publish to this file; raises PublishError where another process has it."""
    path = lock_path(published)
    with ExitStack() as stack:
        try:
            stack.enter_context(file_lock(path))
        except HeldError as error:
            raise PublishError(
                f"{published}: another publish to it is at work (PID {error.holder}); "
                "wait until it ends, or end it"
            ) from None
        except UnsignedError as error:
            raise PublishError(f"{path}: {error}; make room there, then run again") from error
        yield


def lock_path(published: Path) -> Path:
    """The file that stands for the right to publish."""
    return published.with_name(f"{published.name}.publish-lock")
