"""What the tests share: running dbt, reading marts, finding the data beside the project."""

import datetime as dt
import decimal
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SHARED = PROJECT.parent / "shared"
BIN = Path(sys.executable).parent
MART_SCHEMAS = ("marts", "restricted")
# what they say of the SQL depends on no data, and `make test` has them in its own build
WITHOUT_UNIT_TESTS = ("--exclude", "resource_type:unit_test")
# what was told to others, which depends on when it was built
TOLD = ("marts.fct_audience_changes", "restricted.fct_outbox")
# what a copy of the project does without: what builds leave (a link of `dbt deps` back to the
# project among it), and other projects
NOT_COPIED = ".venv .git target logs dbt_packages *.duckdb* __pycache__ examples golden".split()

Rows = list[tuple[Any, ...]]


def times(push: Any, release: Any) -> Any:
    """How often a test tries its luck: before each push, or before a release (RELEASE=1)."""
    return release if os.environ.get("RELEASE") == "1" else push


def shared_folder(name: str) -> Path:
    """A folder of the data beside the project; skips where a clone has none, fails in CI."""
    folder = SHARED / name
    if not folder.is_dir():
        message = f"{name} is not beside this clone: it needs the folder ../shared"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder


def copy_project(to: Path) -> Path:
    """Copy the project, for a test that changes its files; returns the copy."""
    shutil.copytree(PROJECT, to, ignore=shutil.ignore_patterns(*NOT_COPIED))
    return to


def run(
    command: Sequence[str | Path], cwd: Path = PROJECT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command of the virtual environment and return what it printed, whatever its end."""
    program = BIN / str(command[0])
    return subprocess.run(
        [str(program), *map(str, command[1:])],
        cwd=cwd,
        env={**os.environ, "DBT_USE_COLORS": "false", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def dbt(
    *arguments: str, database: Path, target_path: Path, cwd: Path = PROJECT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run dbt on a database of the test's own."""
    return run(
        ["dbt", *arguments, "--target-path", target_path],
        cwd=cwd,
        DUCKDB_PATH=str(database),
        DBT_LOG_PATH=str(target_path),
        **environment,
    )


def refresh(
    *arguments: str, target_path: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `customer-data refresh` for the models over raw tables."""
    paths = ("--target-path", target_path, "--log-path", target_path)
    command = ("customer-data", "refresh", "--models-only", "--vars", "{demo: false}")
    return run([*command, *paths, *arguments], **environment)


def said(result: subprocess.CompletedProcess[str]) -> list[str]:
    """The lines of a refresh that succeeded, without those of dbt."""
    lines = succeeded(result).stdout.splitlines()
    return [line.removeprefix("refresh: ") for line in lines if line.startswith("refresh: ")]


def succeeded(result: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    """Assert that a command ended well, showing the end of what it printed if not."""
    assert result.returncode == 0, (result.stdout + result.stderr)[-6000:]
    return result


def mart_contents(query: Callable[[str], Rows]) -> dict[str, list[str]]:
    """Every mart as sorted lines of text, on any engine whose `query` answers SQL with rows.

    Left out is what was told to others.
    """
    schemas = ", ".join(f"'{schema}'" for schema in MART_SCHEMAS)
    columns = query(
        "select table_schema, table_name, column_name from information_schema.columns "
        f"where table_schema in ({schemas}) order by table_schema, table_name, ordinal_position"
    )
    tables: dict[str, list[str]] = {}
    for schema, table, column in columns:
        tables.setdefault(f"{schema}.{table}", []).append(column)
    return {
        table: sorted(
            "\x1f".join(_as_text(value) for value in row)
            for row in query(f"select {', '.join(names)} from {table}")
        )
        for table, names in tables.items()
        if table not in TOLD
    }


def _as_text(value: object) -> str:
    match value:
        case None:
            return "\\N"
        case decimal.Decimal():
            return str(value.normalize() + 0)
        case dt.datetime() | dt.date():
            return value.isoformat()
        case _:
            return str(value)
