"""Runs dbt again and again without starting it again: each run is a fork that has parsed already.

Reads requests from standard input, one JSON object on a line: {"arguments": [...], "environment":
{...}, "kill_after": seconds or null}; answers each with {"exit_code": 0, "printed": "..."}. Its own
arguments are given to the `dbt parse` that it starts with.
"""

import json
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest


def run_in_fork(manifest: Manifest, request: dict, printed: Path) -> int:
    """Run dbt in a child process, what it prints going to a file; return its exit code."""
    child = os.fork()
    if child:
        killer = threading.Timer(request["kill_after"] or 3600, os.kill, (child, signal.SIGKILL))
        killer.start()
        exit_code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        killer.cancel()
        return exit_code
    os.environ.update(request["environment"])
    with printed.open("w") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    result = dbtRunner(manifest=manifest).invoke(request["arguments"])
    sys.stdout.flush()
    os._exit(0 if result.success else 1)


def main() -> None:
    """Serve until standard input ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    parsed = dbtRunner().invoke(["parse", "--quiet", *sys.argv[1:]])
    if not parsed.success:
        sys.exit(f"dbt parse failed: {parsed.exception}")
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "printed"
        for line in sys.stdin:
            exit_code = run_in_fork(parsed.result, json.loads(line), printed)
            answer = {"exit_code": exit_code, "printed": printed.read_text()}
            print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
