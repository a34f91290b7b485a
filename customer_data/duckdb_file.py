"""Opening a DuckDB file for writing, and saying in one line why that cannot be."""

import os
import re
from contextlib import suppress
from pathlib import Path

import duckdb

FILE_FORMAT = {"storage_compatibility_version": "v1.4.0"}
"""As in profiles.yml, for a file that this package is the first to open."""

CURE = "set DUCKDB_PATH to a file you may write"

SCHEMAS = "activation demo increments intermediate marts plan raw restricted staging".split()
"""Names that DuckDB, in the SQL of dbt, would take for a schema and a database at once."""


def writing_problem(path: Path, cure: str = CURE) -> str | None:
    """Why this file cannot be opened for writing, with the cure, or None where it can.

    Where it can, what a killed process left beside it is removed.
    """
    problem = _problem_of_path(path, cure)
    if problem is None and path.stem in SCHEMAS:
        problem = f"{path}: {path.stem} is the name of a schema; call the file something else"
    if problem or not path.exists():
        return problem
    try:
        with duckdb.connect(str(path)):
            _remove_leftovers(path)
    except duckdb.Error as error:
        return f"{path}: {_in_one_line(str(error), cure)}"
    return None


def open_for_writing(path: Path, cure: str = CURE) -> duckdb.DuckDBPyConnection:
    """Connect to the file, made when absent; raises OSError with one line."""
    problem = _problem_of_path(path, cure)
    if problem:
        raise OSError(problem)
    try:
        connection = duckdb.connect(str(path), config=FILE_FORMAT)
    except duckdb.Error as error:
        raise OSError(f"{path}: {_in_one_line(str(error), cure)}") from error
    _remove_leftovers(path)
    return connection


def _remove_leftovers(path: Path) -> None:
    """What a killed process wrote beside a file that nobody else has open now."""
    folder = Path(f"{path}.tmp")
    for leftover in folder.glob("duckdb_temp_*"):
        leftover.unlink(missing_ok=True)
    with suppress(OSError):
        folder.rmdir()


def _problem_of_path(path: Path, cure: str) -> str | None:
    folder = path.absolute().parent
    if not folder.is_dir():
        return f"{path}: the folder {folder} does not exist; make it or {cure}"
    if path.is_dir():
        return f"{path}: is a folder; {cure}"
    if not os.access(path if path.exists() else folder, os.W_OK):
        return f"{path}: no permission to write; {cure}"
    return None


def _in_one_line(message: str, cure: str) -> str:
    holder = re.search(r"held in (.+?) \(PID (\d+)\)", message)
    if holder:
        return (
            f"another process has it open, {holder[1]} (PID {holder[2]}); "
            "close that one, then run again"
        )
    return f"{message.splitlines()[0]}; {cure}, or move the file away to start afresh"
