"""Kills a publish before each of its system calls, or at its functions too; run by test_publish.py.

Every try is a fork: this process opens no database itself.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from publish_worlds import generation_and_marker, publish_world

from customer_data import file_lock
from customer_data.publish import copying, file, lock

MODULES = (copying.__file__, file.__file__, lock.__file__, file_lock.__file__)
SYSTEM = ("fcntl", "posix")


def publish_until(moment: int, events: tuple[str, ...], work: Path, published: Path) -> None:
    """Publish, but kill this process at so manieth of its calls."""
    calls = 0

    def count(frame: FrameType, event: str, called: Any) -> None:
        nonlocal calls
        calls += (
            event in events
            and frame.f_code.co_filename in MODULES
            and (event == "call" or called.__module__ in SYSTEM)
        )
        if calls == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    publish_world(work, published)


def in_a_fork(work: Callable[..., Any], *arguments: Any) -> tuple[int, Any]:
    """Call something in a process of its own and return how that ended and what it answered."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, json.dumps(work(*arguments)).encode())
            os._exit(0)
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        answer = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code, json.loads(answer) if answer else None


def killed_publishes(folder: Path, *events: str) -> list[dict[str, Any]]:
    """Of each moment, until one is after the end: what a reader finds, and what a rerun leaves.

    The events are those of sys.setprofile: `c_call` for system calls, `call` for functions.
    """
    old, new, first = (folder / f"{name}.duckdb" for name in ("old", "new", "first"))
    in_a_fork(publish_world, old, first)
    published = folder / "bi" / "published.duckdb"
    tries: list[dict[str, Any]] = []
    killed = -signal.SIGKILL
    while killed == -signal.SIGKILL:
        shutil.rmtree(published.parent, ignore_errors=True)
        published.parent.mkdir()
        shutil.copy(first, published)
        killed, _ = in_a_fork(publish_until, len(tries) + 1, events, new, published)
        _, found = in_a_fork(generation_and_marker, published)
        rerun, _ = in_a_fork(publish_world, new, published)
        tries.append(
            {
                "killed": killed,
                "found": found,
                "rerun": rerun,
                "files": [path.name for path in published.parent.iterdir()],
                "marker": in_a_fork(generation_and_marker, published)[1][1],
            }
        )
    return tries


if __name__ == "__main__":
    print(json.dumps(killed_publishes(Path(sys.argv[1]), *sys.argv[2:])))
