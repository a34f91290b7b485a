"""Warehouses that dbt itself builds, without starting anew each time."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
from event_reference import Row
from support import PROJECT, Rows, mart_contents
from worlds import append_raw, load_raw

VARS = {"demo": False}
MODELS = ("--resource-type", "seed", "--resource-type", "model")


@dataclass
class Answer:
    """What became of one dbt command: its exit code, what it printed, and the SQL of each node."""

    exit_code: int
    printed: str
    statements: list[tuple[str, str]]


class DbtServer:
    """A process that has parsed a project and runs dbt on it when asked."""

    def __init__(self, folder: Path, project: Path = PROJECT) -> None:
        self.folder = folder
        self.target = ("--target-path", str(folder / "target"))
        command = [sys.executable, str(Path(__file__).with_name("dbt_server.py"))]
        self.process = subprocess.Popen(
            [*command, "--vars", json.dumps(VARS), *self.target],
            cwd=project,
            # the name of the file is the name of the database, which parsing writes down
            env={**os.environ, "DUCKDB_PATH": str(folder / "warehouse.duckdb")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(folder / "server.log").open("w"),
            text=True,
        )

    def run(
        self, command: str, *options: str, path: Path, kill_after: float | None = None, **vars: str
    ) -> Answer:
        """Run one dbt command on a database."""
        assert self.process.stdin and self.process.stdout
        variables = json.dumps({**VARS, **vars})
        request = {
            "arguments": [command, "--vars", variables, *self.target, *options],
            "environment": {
                "DUCKDB_PATH": str(path),
                "DBT_LOG_PATH": str(self.folder / "logs"),
                "DBT_USE_COLORS": "false",
            },
            "kill_after": kill_after,
        }
        print(json.dumps(request), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        assert line, (self.folder / "server.log").read_text()
        return Answer(**json.loads(line))

    def close(self) -> None:
        """Stop the process."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


class ServedWarehouse:
    """A DuckDB file with raw tables, built through a server."""

    def __init__(self, server: DbtServer, folder: Path, tables: dict[str, list[Row]]) -> None:
        self.server = server
        self.path = folder / "warehouse.duckdb"
        load_raw(self.path, tables)

    def append(self, tables: dict[str, list[Row]]) -> None:
        """Let raw rows arrive."""
        with duckdb.connect(str(self.path)) as connection:
            for name, rows in tables.items():
                append_raw(connection, f"raw.{name}", rows)

    def build(self, *options: str, **vars: str) -> None:
        """Build seeds and models, or what the options select, and assert that it went well."""
        answer = self.server.run("build", *MODELS, *options, path=self.path, **vars)
        assert answer.exit_code == 0, answer.printed[-4000:]

    def query(self, sql: str) -> Rows:
        """Answer SQL with rows."""
        with duckdb.connect(str(self.path), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            return connection.execute(sql).fetchall()

    def marts(self) -> dict[str, list[str]]:
        """Every mart as sorted lines of text."""
        return mart_contents(self.query)
