"""What a child process takes."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from customer_data.bench.errors import BenchError


@dataclass(frozen=True)
class Cost:
    """What a process took.

    cpu_seconds: user and system time; wall_seconds: on the clock; peak_megabytes: most memory that
    was resident at once, in 10^6 bytes.
    """

    cpu_seconds: float
    wall_seconds: float
    peak_megabytes: float


def measure(command: Sequence[str], environment: Mapping[str, str], log: Path, cwd: Path) -> Cost:
    """Run a command to its end, its output into `log`; raises BenchError where it fails."""
    with log.open("wb") as output:
        started_at = time.monotonic()
        child = subprocess.Popen(
            command,
            cwd=cwd,
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall_seconds = time.monotonic() - started_at
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        last = log.read_text(errors="replace").strip().splitlines()[-15:]
        raise BenchError("\n".join([f"{' '.join(command)} failed:", *last]))
    return Cost(
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        wall_seconds=wall_seconds,
        # Linux counts in KiB
        peak_megabytes=usage.ru_maxrss * 1024 / 1e6,
    )
