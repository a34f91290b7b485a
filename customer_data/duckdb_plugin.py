"""Says in one line why a DuckDB file cannot be opened for writing; used from profiles.yml."""

from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin
from dbt_common.exceptions import DbtRuntimeError

from customer_data.duckdb_file import writing_problem


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
