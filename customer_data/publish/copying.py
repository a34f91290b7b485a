"""Copies the marts of one DuckDB file into a new one, with an account of what it holds."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from customer_data.publish.contents import MARTS_SCHEMA, Contents, Mart, Relation
from customer_data.publish.errors import PublishError
from customer_data.publish.publication import Publication, Table, tables_about, utc_now
from customer_data.sql import comments, listed, literal, quoted

# as in profiles.yml: the newest file format that every 1.x client opens
STORAGE_VERSION = "v1.4.0"

# the new file as a database; a space, since the built file goes by its own name
COPY = "next generation"


def check_memory_limit(limit: str) -> None:
    """Raise PublishError for a limit that DuckDB does not understand."""
    try:
        duckdb.connect(":memory:", config={"memory_limit": limit}).close()
    except duckdb.Error as error:
        raise PublishError(
            f"--memory-limit: not an amount: {limit}; write one such as 2GB"
        ) from error


def write_copy(
    work: Path, copy: Path, contents: Contents, generation_id: int, memory_limit: str | None
) -> Publication:
    """Write the marts of `work` into the new file `copy`, close it, open it and count again.

    Raises PublishError where a table has not as many rows as its mart, and duckdb.Error.
    """
    settings = {"temp_directory": f"{copy}.tmp"}
    if memory_limit:
        settings["memory_limit"] = memory_limit
    with duckdb.connect(":memory:", config=settings) as connection:
        connection.execute("set TimeZone = 'UTC'")
        # views know the database they were built in by its name
        database = quoted(contents.marts[0].relation.database)
        connection.execute(f"attach {literal(str(work))} as {database} (read_only)")
        with _new_file(connection, copy):
            for mart in contents.marts:
                _copy_mart(connection, mart)
            publication = Publication(
                generation_id,
                published_at=utc_now(),
                as_of=_as_of(connection, contents.as_of),
                rows={mart.name: _rows(connection, _path(mart)) for mart in contents.marts},
            )
            for table in tables_about(publication, contents):
                _write_table(connection, table)
        _verify(connection, copy, publication.rows)
    return publication


@contextmanager
def _new_file(connection: duckdb.DuckDBPyConnection, copy: Path) -> Iterator[None]:
    connection.execute(
        f"attach {literal(str(copy))} as {quoted(COPY)} "
        f"(storage_version {literal(STORAGE_VERSION)})"
    )
    connection.execute(f"create schema {_copied()}")
    yield
    connection.execute(f"checkpoint {quoted(COPY)}")
    connection.execute(f"detach {quoted(COPY)}")


def _copied(*name: str) -> str:
    return quoted(COPY, MARTS_SCHEMA, *name)


def _path(mart: Mart) -> str:
    return _relation_path(mart.relation)


def _relation_path(relation: Relation) -> str:
    return quoted(relation.database, relation.schema, relation.name)


def _copy_mart(connection: duckdb.DuckDBPyConnection, mart: Mart) -> None:
    columns = mart.published_columns(_columns(connection, mart))
    connection.execute(
        f"create table {_copied(mart.name)} as select {listed(columns)} from {_path(mart)}"
    )
    described = {name: mart.column_descriptions.get(name, "") for name in columns}
    _describe(connection, mart.name, mart.description, described)


def _columns(connection: duckdb.DuckDBPyConnection, mart: Mart) -> list[str]:
    described = connection.execute(f"describe {_path(mart)}").fetchall()
    return [name for name, *_ in described]


def _write_table(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    columns = ", ".join(f"{quoted(column.name)} {column.type}" for column in table.columns)
    connection.execute(f"create table {_copied(table.name)} ({columns})")
    values = ", ".join("?" for _ in table.columns)
    connection.executemany(f"insert into {_copied(table.name)} values ({values})", table.rows)
    described = {column.name: column.description for column in table.columns}
    _describe(connection, table.name, table.description, described)


def _describe(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    description: str,
    columns: Mapping[str, str],
) -> None:
    # one transaction, since each is a wait for the disk
    for statement in ["begin", *comments(_copied(table), description, columns), "commit"]:
        connection.execute(statement)


def _rows(connection: duckdb.DuckDBPyConnection, path: str) -> int:
    [(rows,)] = connection.execute(f"select count(*) from {path}").fetchall()
    return rows


def _as_of(connection: duckdb.DuckDBPyConnection, relation: Relation | None) -> dt.datetime | None:
    if relation is None:
        return None
    [(as_of,)] = connection.execute(f"select max(as_of) from {_relation_path(relation)}").fetchall()
    return as_of


def _verify(connection: duckdb.DuckDBPyConnection, copy: Path, rows: Mapping[str, int]) -> None:
    connection.execute(f"attach {literal(str(copy))} as {quoted(COPY)} (read_only)")
    for name, expected in rows.items():
        copied = _rows(connection, _copied(name))
        if copied != expected:
            raise PublishError(
                f"{name}: {expected:,} rows, but {copied:,} were copied; run again, "
                "and let nothing else write meanwhile"
            )
    connection.execute(f"detach {quoted(COPY)}")
