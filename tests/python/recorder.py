"""Runs dbt in a process of its own and prints, as JSON, every statement it sent to the database.

python recorder.py ARGUMENT... > statements.json
"""

import contextlib
import io
import json
import sys

from dbt.cli.main import dbtRunner
from dbt_common.events.base_types import EventMsg


def main(arguments: list[str]) -> int:
    """Record one run of dbt; the exit code is 1 where the run failed."""
    statements: list[tuple[str, str]] = []

    def note(event: EventMsg) -> None:
        if event.info.name == "SQLQuery":
            statements.append((event.data.node_info.unique_id, event.data.sql))

    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        result = dbtRunner(callbacks=[note]).invoke(arguments)
    print(json.dumps(statements))
    print(printed.getvalue()[-4000:], file=sys.stderr)
    return 0 if result.success else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
