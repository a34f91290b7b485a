"""Kills a publish at its functions and system calls, one try each; run by test_publish.py.

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

from customer_data.publish import copying, file, lock

MODULES = (copying.__file__, file.__file__, lock.__file__)
SYSTEM = ("fcntl", "posix")


def publish_until(moment: int, work: Path, published: Path) -> None:
    """Publish, but kill this process at so manieth of its calls."""
    calls = 0

    def count(frame: FrameType, event: str, called: Any) -> None:
        nonlocal calls
        if frame.f_code.co_filename in MODULES:
            calls += event == "call" or (event == "c_call" and called.__module__ in SYSTEM)
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


def killed_publishes(folder: Path, step: int) -> list[dict[str, Any]]:
    """Of each moment, until one is after the end: what a reader finds, and what a rerun leaves.

    A step of 1 takes every moment, one of 4 each fourth.
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
        killed, _ = in_a_fork(publish_until, 1 + step * len(tries), new, published)
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
    print(json.dumps(killed_publishes(Path(sys.argv[1]), int(sys.argv[2]))))
