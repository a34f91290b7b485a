"""The steps of `customer-data bench run`."""

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from customer_data.bench.dbt import Project
from customer_data.bench.errors import BenchError
from customer_data.bench.floor import TABLES
from customer_data.bench.generating import Scale, append, generate
from customer_data.bench.measuring import Cost, measure
from customer_data.sql import literal, quoted

LATE_DAYS = 30
"""How late, at most, the events of the late batch are."""

ABSOLUTE_ROWS = 100_000
"""Rows of the step that shows what a longer history adds."""

REFRESH = "nothing new, refresh"
"""The step with nothing new since a refresh has built everything."""

Say = Callable[[str], None]

Result = dict[str, Any]
"""What one size took, as it is kept in JSON: see `run_size`."""


def machine() -> dict[str, Any]:
    """What the figures hold for."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "dbt": version("dbt-core"),
        "duckdb": version("duckdb"),
        "measured_on": datetime.now(UTC).date().isoformat(),
    }


def run_size(folder: Path, scratch: Path, scale: Scale, memory_limit: str, say: Say) -> Result:
    """Measure the floor and the models at one size; `scratch` is an empty folder for gigabytes.

    The result has `rows`, `memory_limit`, `load_average` before the first step, `steps` (each a
    Cost by its name), `models` (seconds on the clock of each in the full build and with the new
    rows), `main_tables_share` (the part of the full build that the floor makes, too), `megabytes`
    of the files and `equal`: marts found the same as those of a full build in the end.

    Raises BenchError where a step fails, or the models end elsewhere than a full build does.
    """
    load_average = os.getloadavg()[0]
    raw, file = scratch / "history.duckdb", scratch / "built.duckdb"
    steps: dict[str, Cost] = {}

    def note(step: str, cost: Cost) -> None:
        steps[step] = cost
        say(
            f"{scale.rows:>11,} rows  {step:<18}{cost.cpu_seconds:8.1f} CPU s"
            f"{cost.wall_seconds:8.1f} s{cost.peak_megabytes:8,.0f} MB"
        )

    generate(raw, scale)
    megabytes = {"raw": _megabytes(raw)}
    floor = [sys.executable, "-m", "customer_data.bench.floor"]
    note(
        "floor",
        measure(
            [*floor, str(raw), str(scratch / "floor.duckdb")], {}, scratch / "floor.txt", folder
        ),
    )
    (scratch / "floor.duckdb").unlink()

    shutil.copy(raw, file)
    project = Project(folder, file, scratch / "built", memory_limit)
    project.run("seed")
    note("dbt ls", project.run("ls"))
    note("full", project.run("run"))
    megabytes["built"] = _megabytes(file)
    seconds = {"full": project.seconds_by_model()}
    shared = project.ancestors(project.typed_facts() | set(TABLES))
    note("data tests", project.run("test", "--select", "test_type:data"))

    rows = scale.rows
    for step, new_rows, late_days in _batches(scale):
        for path in (raw, file):
            append(path, scale, rows, new_rows, late_days)
        rows += new_rows
        note(step, project.run("run"))
        seconds[step] = project.seconds_by_model()
    note("nothing new", project.refresh())
    note(REFRESH, project.refresh())
    if "nothing new" not in project.said():
        raise BenchError(f"a refresh built again:\n{project.said()}")

    again = Project(folder, raw, scratch / "again", memory_limit)
    again.run("seed")
    note("full, all rows", again.run("run"))
    return {
        "rows": scale.rows,
        "memory_limit": memory_limit,
        "load_average": round(load_average, 1),
        "steps": {step: asdict(cost) for step, cost in steps.items()},
        "models": seconds,
        "main_tables_share": sum(taken for name, taken in seconds["full"].items() if name in shared)
        / sum(seconds["full"].values()),
        "megabytes": megabytes,
        "equal": compare(project, again),
    }


def _batches(scale: Scale) -> list[tuple[str, int, int]]:
    """What comes after the history: step, rows, days late."""
    hundredth = scale.rows // 100
    batches = [("+1 %", hundredth, 0), ("+1 %, late", hundredth, LATE_DAYS)]
    if hundredth != ABSOLUTE_ROWS:
        batches.insert(1, ("+100,000", ABSOLUTE_ROWS, 0))
    return batches


def compare(built: Project, again: Project) -> int:
    """How many marts two builds have the same; raises BenchError that names those that differ."""
    marts = built.marts()
    with duckdb.connect() as connection:
        for name, project in (("built", built), ("again", again)):
            connection.execute(f"attach {literal(str(project.file))} as {name} (read_only)")
        different = [
            mart
            for mart in marts
            if _content(connection, "built", mart) != _content(connection, "again", mart)
        ]
    if different:
        raise BenchError(f"other than a full build: {', '.join(different)}")
    return len(marts)


def _content(connection: duckdb.DuckDBPyConnection, database: str, mart: str) -> tuple:
    (schema,) = connection.execute(
        "select table_schema from information_schema.tables "
        "where table_catalog = $1 and table_name = $2",
        [database, mart],
    ).fetchone()
    table = quoted(database, schema, mart)
    return connection.execute(f"select count(*), sum(hash(t)) from {table} as t").fetchone()


def _megabytes(file: Path) -> int:
    return round(file.stat().st_size / 1e6)
