"""Puts files of GH Archive into the raw tables of the example: load.py FILE..."""

import csv
import gzip
import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import duckdb

from customer_data.duckdb_file import writing_problem

HERE = Path(__file__).resolve().parent
LINES_AT_ONCE = 10_000

RAW_EVENTS = """
    create or replace table raw.events as
    select * exclude (user_login, organization_login, is_object)
    from delivered
"""
# one row per login an entity went by, from the moment it first did
RAW_ENTITIES = """
    create or replace table raw.{entity}s as
    with

    logins as (

        select
            {entity}_id,
            {entity}_login as login,
            received_at as updated_at,
            lag({entity}_login) over (
                partition by {entity}_id order by received_at, {entity}_login
            ) as previous_login
        from delivered
        where
            event_name is not null
            and received_at is not null
            and {entity}_id is not null
            and {entity}_login is not null

    )

    select
        {entity}_id,
        login,
        updated_at
    from logins
    where login is distinct from previous_login
"""


class LoadError(Exception):
    """What stands in the way of a load, in one line with the cure."""


@dataclass(frozen=True)
class Loaded:
    """How many lines came in, and how many of them are odd."""

    lines: int
    no_objects: int
    without_type: int
    without_id: int

    def __str__(self) -> str:
        text = f"loaded {self.lines:,} lines into raw.events"
        for number, what in (
            (self.no_objects, "no JSON object, so they go to the quarantine"),
            (self.without_type, "no event type, so they go to the quarantine"),
            (self.without_id, "no id, so their content stands in for it"),
        ):
            if number:
                text += f"\n  with {what}: {number:,}"
        return text


def load(files: Sequence[Path], database: Path) -> Loaded:
    """Make the raw tables of a database hold these files and nothing else.

    Every line of every file becomes one row of raw.events, copies and broken lines too; what to
    make of them is the engine's business. raw.users and raw.organizations say who goes by which
    login. All or nothing: where a file cannot be read, LoadError says which and why in one line,
    and the tables stay as they were.
    """
    problem = writing_problem(database)
    if problem:
        raise LoadError(problem)
    mapping = (HERE / "raw_events.sql").read_text("utf-8")
    # the file format of profiles.yml, for whoever comes first makes the file
    config = {"storage_compatibility_version": "v1.4.0"}
    with duckdb.connect(str(database), config=config) as connection:
        _create_event_names(connection)
        connection.execute("create temp table lines (line varchar)")
        connection.execute(f"create temp table delivered as {mapping}")
        for file in files:
            lines = _lines(file)
            while batch := list(islice(lines, LINES_AT_ONCE)):
                connection.execute("delete from lines")
                connection.execute("insert into lines select unnest(?)", [batch])
                connection.execute(f"insert into delivered {mapping}")
        counts = connection.execute(
            "select count(*), count(*) filter (not is_object), "
            "count(*) filter (is_object and event_name is null), "
            "count(*) filter (event_name is not null and event_id is null) "
            "from delivered"
        ).fetchone()
        if counts == (0, 0, 0, 0):
            raise LoadError("no file has a line; name files of GH Archive")
        connection.begin()
        connection.execute("create schema if not exists raw")
        connection.execute(RAW_EVENTS)
        for entity in ("user", "organization"):
            connection.execute(RAW_ENTITIES.format(entity=entity))
        connection.commit()
    return Loaded(*counts)


def _create_event_names(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "create temp table event_names (type varchar, action varchar, event_name varchar)"
    )
    with (HERE / "event_names.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["type"], row["action"], row["event_name"]) for row in csv.DictReader(file)]
    connection.executemany("insert into event_names values (?, ?, ?)", rows)


def _lines(file: Path) -> Iterator[str]:
    """The lines of a gzip file that hold anything; raises LoadError where it cannot be read."""
    try:
        with gzip.open(file) as content:
            is_empty = True
            for line in content:
                is_empty = False
                if line.strip():
                    yield line.decode("utf-8", errors="replace").strip()
    except EOFError:
        raise LoadError(f"{file}: ends in the middle; fetch it again") from None
    except (gzip.BadGzipFile, zlib.error):
        raise LoadError(f"{file}: not a gzip file, or a damaged one; fetch it again") from None
    except OSError as error:
        raise LoadError(f"{file}: {error.strerror}; name files of GH Archive") from None
    if is_empty and file.stat().st_size == 0:
        raise LoadError(f"{file}: is empty; fetch it again")


def main(arguments: Sequence[str]) -> None:
    """Load the files named; the database is DUCKDB_PATH or github_archive.duckdb."""
    if not arguments:
        sys.exit("usage: load.py FILE... (files of GH Archive, such as 2015-01-01-1.json.gz)")
    try:
        print(load([Path(name) for name in arguments], _database()), flush=True)
    except LoadError as error:
        sys.exit(str(error))


def _database() -> Path:
    return Path(os.environ.get("DUCKDB_PATH", "github_archive.duckdb"))


if __name__ == "__main__":
    main(sys.argv[1:])
