"""Publishes to a schema of Postgres: the rows of its tables are replaced in one transaction.

Readers do not wait, and see one generation per statement, or per transaction where that is
`repeatable read`; views and grants that others put on the tables stay. Renaming a new schema over
the old one would be quicker and is not sound: a statement can find one table before the renaming
and the next after it, and a `repeatable read` transaction finds a table made since it began empty.
That holds for the one kind of table made anew here, whose columns have changed.
"""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

import psycopg2
from psycopg2 import errors
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from customer_data.messages import first_line
from customer_data.postgres import UNREACHABLE, connection_settings
from customer_data.publish.contents import Contents, Mart, Relation
from customer_data.publish.errors import PublishError
from customer_data.publish.publication import (
    PUBLICATION,
    PUBLICATION_TABLES,
    Publication,
    Table,
    tables_about,
    utc_now,
)
from customer_data.sql import comments, listed, quoted

OTHER = "name another schema with --schema"

ABOUT = {PUBLICATION, PUBLICATION_TABLES}

# two numbers that stand for publishing to a schema of this database
LOCK = "hashtext('customer-data publish'), hashtext(%s)"

# long enough for a statement that is about to end, short enough for a person who waits
SETTINGS = "-c lock_timeout=5s -c TimeZone=UTC -c client_connection_check_interval=2s"


@contextmanager
def publishing_connection(schema: str) -> Iterator[Connection]:
    """A connection that alone may publish to this schema; settings are those of profiles.yml.

    Raises PublishError where the server cannot be reached or another publish is at work.
    """
    name = f"customer-data publish (PID {os.getpid()})"
    try:
        connection = psycopg2.connect(
            **connection_settings(), application_name=name, keepalives_idle=30, options=SETTINGS
        )
    except psycopg2.Error as error:
        raise PublishError(f"Postgres: {first_line(error)}; {UNREACHABLE}") from error
    try:
        with closing(connection):
            connection.autocommit = True
            with connection.cursor() as cursor:
                _lock(cursor, schema)
            try:
                yield connection
            finally:
                _unlock(connection, schema)
    except psycopg2.Error as error:
        raise PublishError(f"Postgres: {_why(error)}") from error


def _lock(cursor: Cursor, schema: str) -> None:
    """Take the lock of a session, which a killed one loses when the server notices."""
    cursor.execute(f"select pg_try_advisory_lock({LOCK})", [schema])
    if cursor.fetchone() == (True,):
        return
    cursor.execute(
        f"""
        select a.pid, a.application_name
        from pg_locks as l
        inner join pg_stat_activity as a on l.pid = a.pid
        where l.locktype = 'advisory' and l.granted
            and (l.classid::bigint, l.objid::bigint) = (
                select k.one::bigint & 4294967295, k.two::bigint & 4294967295
                from (select {LOCK}) as k (one, two)
            )
        """,
        [schema],
    )
    found = cursor.fetchone()
    who = f"{found[1]}, server process {found[0]}" if found else "just ended"
    raise PublishError(
        f"schema {schema}: another publish to it is at work, {who}; wait until it ends, or end it"
    )


def _unlock(connection: Connection, schema: str) -> None:
    """Give the lock back at once: the server ends a closed connection when it gets to it."""
    with suppress(psycopg2.Error):
        connection.rollback()
        with connection.cursor() as cursor:
            cursor.execute(f"select pg_advisory_unlock({LOCK})", [schema])


def check_schema(connection: Connection, schema: str, grant_to: str | None) -> None:
    """Raise PublishError where nothing can be published to this schema for this role."""
    with connection.cursor() as cursor:
        generation_of(cursor, schema)
        cursor.execute("select count(*) from pg_roles where rolname = %s", [grant_to])
        if grant_to and cursor.fetchone() == (0,):
            raise PublishError(f"role {grant_to}: the server has none; create it, or name another")


def generation_of(cursor: Cursor, schema: str) -> int:
    """The generation that a schema holds, 0 where it is absent or empty.

    Raises PublishError where publish did not write it.
    """
    tables = _tables(cursor, schema)
    if not tables:
        return 0
    if PUBLICATION not in tables:
        raise PublishError(f"schema {schema}: has tables that publish did not write; {OTHER}")
    cursor.execute(f"select max(generation_id) from {quoted(schema, PUBLICATION)}")
    [(generation_id,)] = cursor.fetchall()
    return generation_id


def publish_schema(
    connection: Connection,
    contents: Contents,
    schema: str,
    grant_to: str | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Publication:
    """Replace what a schema holds by the marts, in one transaction.

    A table is made anew only where its columns changed; who reads it is then waited for. `grant_to`
    is a role that may read them all.

    Raises PublishError, with the schema as it was.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("begin isolation level repeatable read")
            _keep_others_from_writing(cursor, contents)
            publication = _replace_all(cursor, contents, schema)
            if grant_to:
                _grant(cursor, schema, grant_to)
            say(f"copied {len(publication.rows)} tables and counted their rows")
            cursor.execute("commit")
    except psycopg2.Error as error:
        raise PublishError(f"schema {schema}: is as it was; {_why(error)}") from error
    _clean_up(connection, schema, publication)
    return publication


def _why(error: psycopg2.Error) -> str:
    line = error.diag.message_primary or first_line(error)
    match error:
        case errors.LockNotAvailable():
            return f"{line}; run again when no dbt and no long query uses its tables"
        case errors.DependentObjectsStillExist():
            return f"{line} ({error.diag.message_detail}); drop that, then run again"
        case errors.DiskFull():
            return f"{line}; make room there, then run again"
        case _:
            return line


def _keep_others_from_writing(cursor: Cursor, contents: Contents) -> None:
    """Lock what is copied, before the first query takes the snapshot: it then holds all of it."""
    relations = [mart.relation for mart in contents.marts]
    if contents.as_of:
        relations.append(contents.as_of)
    cursor.execute(f"lock table {', '.join(map(_path, relations))} in share mode")


def _path(relation: Relation) -> str:
    return quoted(relation.schema, relation.name)


def _replace_all(cursor: Cursor, contents: Contents, schema: str) -> Publication:
    generation_id = generation_of(cursor, schema) + 1
    cursor.execute(f"create schema if not exists {quoted(schema)}")
    publication = Publication(
        generation_id,
        published_at=utc_now(),
        as_of=_as_of(cursor, contents.as_of),
        rows={mart.name: _replace(cursor, schema, mart) for mart in contents.marts},
    )
    for name in _tables(cursor, schema) - publication.rows.keys() - ABOUT:
        cursor.execute(f"drop table {quoted(schema, name)}")
    for table in tables_about(publication, contents):
        _write_table(cursor, schema, table)
    return publication


def _replace(cursor: Cursor, schema: str, mart: Mart) -> int:
    """Make a table hold the rows that its mart has, and return how many; raises PublishError."""
    source, table = _path(mart.relation), quoted(schema, mart.name)
    structure = _structure(cursor, source)
    columns = mart.published_columns([name for name, *_ in structure])
    select = f"select {listed(columns)} from {source}"
    if _structure(cursor, table) == [column for column in structure if column[0] in columns]:
        cursor.execute(f"delete from {table}")
    else:
        cursor.execute(f"drop table if exists {table}")
        cursor.execute(f"create table {table} as {select} with no data")
    cursor.execute(f"insert into {table} {select}")
    rows, copied = _rows(cursor, source), _rows(cursor, table)
    if copied != rows:
        raise PublishError(f"{table}: {copied:,} of {rows:,} rows were copied; run again")
    described = {name: mart.column_descriptions.get(name, "") for name in columns}
    cursor.execute("; ".join(comments(table, mart.description, described)))
    return rows


def _structure(cursor: Cursor, path: str) -> list[tuple[str, str, int]]:
    """Name, type and collation of each column of a relation, none where it is absent."""
    cursor.execute(
        "select attname, format_type(atttypid, atttypmod), attcollation from pg_attribute "
        "where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped order by attnum",
        [path],
    )
    return cursor.fetchall()


def _rows(cursor: Cursor, path: str) -> int:
    cursor.execute(f"select count(*) from {path}")
    [(rows,)] = cursor.fetchall()
    return rows


def _as_of(cursor: Cursor, relation: Relation | None) -> dt.datetime | None:
    if relation is None:
        return None
    cursor.execute(f"select max(as_of) from {_path(relation)}")
    [(as_of,)] = cursor.fetchall()
    return as_of


def _tables(cursor: Cursor, schema: str) -> set[str]:
    cursor.execute("select tablename from pg_tables where schemaname = %s", [schema])
    return {name for (name,) in cursor.fetchall()}


def _write_table(cursor: Cursor, schema: str, table: Table) -> None:
    path = quoted(schema, table.name)
    definition = ", ".join(f"{quoted(column.name)} {column.type}" for column in table.columns)
    cursor.execute(f"create table if not exists {path} ({definition})")
    cursor.execute(f"delete from {path}")
    values = ", ".join("%s" for _ in table.columns)
    cursor.executemany(f"insert into {path} values ({values})", table.rows)
    described = {column.name: column.description for column in table.columns}
    cursor.execute("; ".join(comments(path, table.description, described)))


def _grant(cursor: Cursor, schema: str, role: str) -> None:
    cursor.execute(f"grant usage on schema {quoted(schema)} to {quoted(role)}")
    cursor.execute(f"grant select on all tables in schema {quoted(schema)} to {quoted(role)}")


def _clean_up(connection: Connection, schema: str, publication: Publication) -> None:
    """Let the room of the replaced rows be used again, at the latest by the next publication."""
    tables = ", ".join(quoted(schema, name) for name in [*publication.rows, *sorted(ABOUT)])
    try:
        with connection.cursor() as cursor:
            # giving room back to the disk would have readers wait
            cursor.execute(f"vacuum (analyze, truncate false) {tables}")
    except psycopg2.Error as error:
        raise PublishError(
            f"schema {schema}: holds generation {publication.generation_id}, but its old rows were "
            f"not cleaned up: {_why(error)}; autovacuum will"
        ) from error


def size_of(connection: Connection, schema: str) -> int:
    """The bytes of a schema's tables, with rows that were replaced and not yet overwritten."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select sum(pg_total_relation_size(c.oid))::bigint from pg_class as c "
            "inner join pg_namespace as n on c.relnamespace = n.oid "
            "where c.relkind = 'r' and n.nspname = %s",
            [schema],
        )
        [(size,)] = cursor.fetchall()
        return size
