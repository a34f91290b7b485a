"""Runs dbt again and again without starting it again: each run is a fork that has parsed already.

Reads requests from standard input, one JSON object on a line: {"arguments": [...], "environment":
{...}, "kill_after": seconds or null}; answers each with {"exit_code": 0, "printed": "...",
"statements": [[node, sql], ...]}, the last being what was sent to the database. Its own arguments
are given to the `dbt parse` that it starts with.
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
from dbt_common.events.base_types import EventMsg


def run_in_fork(manifest: Manifest, request: dict, folder: Path) -> int:
    """Run dbt in a child process, what it prints and sends going to files; return its exit code."""
    child = os.fork()
    if child:
        killer = threading.Timer(request["kill_after"] or 3600, os.kill, (child, signal.SIGKILL))
        killer.start()
        exit_code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        killer.cancel()
        return exit_code
    os.environ.update(request["environment"])
    with (folder / "printed").open("w") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    statements: list[tuple[str, str]] = []

    def note(event: EventMsg) -> None:
        if event.info.name == "SQLQuery":
            statements.append((event.data.node_info.unique_id, event.data.sql))

    result = dbtRunner(manifest=manifest, callbacks=[note]).invoke(request["arguments"])
    (folder / "statements").write_text(json.dumps(statements))
    sys.stdout.flush()
    os._exit(0 if result.success else 1)


def main() -> None:
    """Serve until standard input ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    parsed = dbtRunner().invoke(["parse", "--quiet", *sys.argv[1:]])
    if not parsed.success:
        sys.exit(f"dbt parse failed: {parsed.exception}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for line in sys.stdin:
            (folder / "statements").write_text("[]")
            exit_code = run_in_fork(parsed.result, json.loads(line), folder)
            answer = {
                "exit_code": exit_code,
                "printed": (folder / "printed").read_text(),
                "statements": json.loads((folder / "statements").read_text()),
            }
            print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
