"""Publishing to a schema of Postgres: the same promises, by its transactions."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection
from publish_worlds import TABLES, make_project, world_contents
from support import PROJECT, run, succeeded

from customer_data.publish.errors import PublishError
from customer_data.publish.schema import check_schema, publish_schema, publishing_connection

MART_COLUMNS = (
    "select table_name || '.' || column_name from information_schema.columns "
    "where table_schema = 'published' and table_name not like 'publication%' "
    "order by table_name, ordinal_position"
)


@pytest.fixture
def server(postgres: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The server with an empty database of the test's own."""
    for name, value in postgres.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PGDATABASE", "publishing")
    with closing(connect("postgres")) as administrator, administrator.cursor() as cursor:
        cursor.execute("drop database if exists publishing with (force)")
        cursor.execute("create database publishing")
    yield {**postgres, "PGDATABASE": "publishing"}


def connect(database: str = "publishing") -> Connection:
    connection = psycopg2.connect(
        host=os.environ["PGHOST"],
        port=os.environ["PGPORT"],
        user=os.environ["PGUSER"],
        dbname=database,
    )
    connection.autocommit = True
    return connection


def execute(*statements: str) -> None:
    with closing(connect()) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def ask(connection: Connection, sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def make_marts(marker: int) -> None:
    """What dbt would build; every row of every mart carries the marker."""
    execute(
        "create schema if not exists marts",
        *(
            f"drop table if exists marts.{table}; create table marts.{table} as "
            f"select i as thing_id, {marker} as marker, 'sent' as properties "
            "from generate_series(1, 100) as numbers (i)"
            for table in TABLES
        ),
    )


def publish(schema: str = "published", **options: str) -> int:
    with publishing_connection(schema) as connection:
        check_schema(connection, schema, options.get("grant_to"))
        contents = world_contents(Path("publishing"))
        return publish_schema(connection, contents, schema, **options).generation_id


def markers(connection: Connection) -> set[tuple[int, int]]:
    """The generation and the marker of all rows, in one statement."""
    every = " union all ".join(f"select marker from published.{table}" for table in TABLES)
    return set(
        ask(connection, f"select generation_id, marker from published.publication, ({every}) as m")
    )


def test_the_command_publishes_what_dbt_built(server: dict[str, str], tmp_path: Path) -> None:
    make_project(tmp_path, PROJECT / "profiles.yml")
    execute("drop role if exists analysts", "create role analysts")
    command = ["customer-data", "publish", "--vars", "{marker: 7}", "--grant-to", "analysts"]
    printed = succeeded(run(command, cwd=tmp_path, **server)).stdout
    last = printed.splitlines()[-1]
    assert last.startswith("published generation 1 to schema published: 3 tables, 3 rows, ")
    assert last.endswith(", as of 2026-01-02T03:04:05Z")
    with closing(connect()) as reader:
        assert [name for (name,) in ask(reader, MART_COLUMNS)] == [
            *("dim_things.thing_id", "dim_things.marker"),
            *("fct_things.thing_id", "fct_things.marker"),
            *("rpt_things.thing_id", "rpt_things.marker"),
        ]
        ask(reader, "set role analysts; select 1")
        assert markers(reader) == {(1, 7)}
    failed = run([*command[:3], "{marker: 100}"], cwd=tmp_path, **server)
    assert failed.returncode == 1
    assert failed.stderr == "publish: dbt build failed, see above (exit 1)\n"
    with closing(connect()) as reader:
        assert markers(reader) == {(1, 7)}


def test_a_transaction_sees_one_generation_of_all_tables(server: dict[str, str]) -> None:
    make_marts(1)
    publish()
    with closing(connect()) as reader, closing(connect()) as other:
        reader.set_session(isolation_level="REPEATABLE READ", autocommit=False)
        assert ask(reader, f"select distinct marker from published.{TABLES[0]}") == [(1,)]
        make_marts(2)
        # the reader's transaction is open, and nobody waits for it
        publish()
        assert ask(reader, f"select distinct marker from published.{TABLES[1]}") == [(1,)]
        assert markers(reader) == {(1, 1)}
        assert markers(other) == {(2, 2)}
        reader.rollback()
        assert markers(reader) == {(2, 2)}


def test_readers_see_one_generation_and_no_error(server: dict[str, str]) -> None:
    make_marts(1)
    publish()
    ended = threading.Event()
    seen: list[set[tuple[int, int]]] = []

    def read() -> None:
        with closing(connect()) as reader:
            while not ended.is_set():
                seen.append(markers(reader))

    readers = [threading.Thread(target=read) for _ in range(5)]
    for reader in readers:
        reader.start()
    for generation in (2, 3, 4):
        make_marts(generation)
        publish()
    ended.set()
    for reader in readers:
        reader.join()
    assert {frozenset(pairs) for pairs in seen} <= {frozenset([(n, n)]) for n in (1, 2, 3, 4)}
    assert len(seen) > 5


def test_a_publish_killed_before_its_end(server: dict[str, str]) -> None:
    make_marts(1)
    publish()
    make_marts(2)
    child = textwrap.dedent(
        """
        import os, signal
        import test_publish_postgres as test
        test.publish(say=lambda line: os.kill(os.getpid(), signal.SIGKILL))
        """
    )
    killed = subprocess.run([sys.executable, "-c", child], cwd=Path(__file__).parent, check=False)
    assert killed.returncode == -signal.SIGKILL
    with closing(connect()) as reader:
        assert markers(reader) == {(1, 1)}
        assert publish() == 2
        assert markers(reader) == {(2, 2)}
        schemas = "select nspname from pg_namespace where nspname like 'published%'"
        assert ask(reader, schemas) == [("published",)]


def test_a_second_publish_names_the_first(server: dict[str, str]) -> None:
    first = rf"customer-data publish \(PID {os.getpid()}\), server process \d+; wait"
    with (
        publishing_connection("published"),
        pytest.raises(PublishError, match=f"another publish to it is at work, {first}"),
    ):
        publish()
    # another schema is another matter
    with publishing_connection("published"), publishing_connection("elsewhere"):
        pass


def test_nothing_is_copied_while_others_write(server: dict[str, str]) -> None:
    make_marts(1)
    publish()
    make_marts(2)
    with closing(connect()) as writer, closing(connect()) as reader:
        writer.autocommit = False
        with writer.cursor() as cursor:
            cursor.execute("insert into marts.dim_things values (101, 3, '')")
        with pytest.raises(PublishError, match=r"is as it was; .*; run again when no dbt"):
            publish()
        writer.rollback()
        assert markers(reader) == {(1, 1)}
        assert publish() == 2


def test_what_others_built_on_it_stays(server: dict[str, str]) -> None:
    make_marts(1)
    publish()
    execute("create view public.mine as select marker from published.dim_things")
    make_marts(2)
    publish()
    with closing(connect()) as reader:
        assert set(ask(reader, "select marker from public.mine")) == {(2,)}
        execute("alter table marts.dim_things add column color text")
        with pytest.raises(PublishError, match=r"is as it was; .*view mine depends.*drop that"):
            publish()
        assert markers(reader) == {(2, 2)}
        execute("drop view public.mine")
        assert publish() == 3
        assert ("dim_things.color",) in ask(reader, MART_COLUMNS)


def test_what_is_no_mart_any_more_goes(server: dict[str, str]) -> None:
    make_marts(1)
    publish()
    execute("create table published.rpt_former (like published.dim_things)")
    publish()
    with closing(connect()) as reader:
        assert not any("rpt_former" in name for (name,) in ask(reader, MART_COLUMNS))


def test_a_schema_of_somebody_else_is_not_overwritten(server: dict[str, str]) -> None:
    make_marts(1)
    with pytest.raises(PublishError, match="schema marts: has tables that publish did not write"):
        publish("marts")


def test_a_server_or_a_role_that_is_not_there(
    server: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PublishError, match="role nobody: the server has none"):
        publish(grant_to="nobody")
    monkeypatch.setenv("PGPORT", "1")
    with pytest.raises(PublishError, match=r"Postgres: .*refused.*; see PGHOST"):
        publish()
