"""Says in one line why a DuckDB file cannot be opened for writing; used from profiles.yml."""

import os
import re
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.exceptions import DbtRuntimeError


class Plugin(BasePlugin):
    """Opens the database file once before dbt does, to tell a reader what to do about it."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Check the file; raises DbtRuntimeError with one line."""
        path = self.creds.path
        if path == ":memory:" or "://" in path or path.startswith("md:"):
            return
        problem = writing_problem(Path(path))
        if problem:
            raise DbtRuntimeError(problem)


def writing_problem(path: Path) -> str | None:
    """Why this file cannot be opened for writing, with the cure, or None where it can."""
    folder = path.absolute().parent
    cure = "set DUCKDB_PATH to a file you may write"
    if not folder.is_dir():
        return f"{path}: the folder {folder} does not exist; make it or {cure}"
    if path.is_dir():
        return f"{path}: is a folder; {cure}"
    if not os.access(path if path.exists() else folder, os.W_OK):
        return f"{path}: no permission to write; {cure}"
    if not path.exists():
        return None
    try:
        duckdb.connect(str(path)).close()
    except duckdb.Error as error:
        return f"{path}: {_in_one_line(str(error), cure)}"
    return None


def _in_one_line(message: str, cure: str) -> str:
    holder = re.search(r"held in (.+?) \(PID (\d+)\)", message)
    if holder:
        return (
            f"another process has it open, {holder[1]} (PID {holder[2]}); "
            "close that one, then run again"
        )
    first = message.splitlines()[0]
    return f"{first}; {cure}, or move the file away to start afresh"
