"""Bad input: one clear message with what, where and the cure, and the data as it was."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pytest
from conftest import Warehouse
from support import dbt

REAL = ("--vars", "{demo: false}")


def message_of(warehouse: Warehouse, *arguments: str, **environment: str) -> str:
    """Run a build that must fail and return what it says, without line breaks."""
    result = dbt(
        "build",
        *arguments,
        database=warehouse.path,
        target_path=warehouse.folder / "target",
        **environment,
    )
    assert result.returncode != 0
    assert "Traceback" not in result.stdout + result.stderr
    return " ".join((result.stdout + result.stderr).split())


def execute(warehouse: Warehouse, *statements: str) -> None:
    with duckdb.connect(str(warehouse.path)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_no_raw_events(warehouse: Warehouse) -> None:
    execute(warehouse, "create schema raw", "create table raw.users (user_id text)")
    before = warehouse.query("from information_schema.tables")
    message = message_of(warehouse, *REAL)
    assert 'no relation "events" in schema "raw" of database "warehouse"' in message
    assert "load it there, name its schema in var raw_schema" in message
    assert warehouse.query("from information_schema.tables") == before


def test_events_without_a_required_column(warehouse: Warehouse) -> None:
    execute(warehouse, "create schema raw", "create table raw.events (event_id text)")
    message = message_of(warehouse, *REAL)
    assert 'relation "events" in schema "raw"' in message
    assert 'has no column "event_name"; add it, or put a view' in message


def test_a_setting_that_is_none(warehouse: Warehouse) -> None:
    message = message_of(warehouse, "--vars", "{unplanned_events: drop}")
    assert 'var unplanned_events is "drop"; set it to one of: accept, quarantine' in message


def test_a_database_that_another_process_holds(warehouse: Warehouse) -> None:
    execute(warehouse, "create table kept as select 1 as one")
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(warehouse.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        message = message_of(warehouse)
        holder.communicate("\n")
    assert f"{warehouse.path}: another process has it open" in message
    assert f"(PID {holder.pid}); close that one, then run again" in message
    assert warehouse.query("from kept") == [(1,)]


@pytest.mark.parametrize("kind", ["no_folder", "folder", "other_file", "no_permission"])
def test_a_path_that_cannot_be_written(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    warehouse = Warehouse(tmp_path)
    if kind == "no_folder":
        warehouse.path = tmp_path / "nowhere" / "warehouse.duckdb"
        expected = f"the folder {tmp_path / 'nowhere'} does not exist; make it or set DUCKDB_PATH"
    elif kind == "folder":
        path.mkdir()
        expected = "is a folder; set DUCKDB_PATH"
    elif kind == "other_file":
        path.write_text("not a database")
        expected = "not a valid DuckDB database file"
    else:
        if os.geteuid() == 0:
            pytest.skip("root may write everywhere")
        path.touch(mode=0o400)
        expected = "no permission to write; set DUCKDB_PATH"
    assert expected in message_of(warehouse)
    if kind == "other_file":
        assert path.read_text() == "not a database"


def test_rows_that_cannot_be_read_are_kept_with_their_reason(warehouse: Warehouse) -> None:
    """Only the columns that must exist, and every one of them broken in some row."""
    rows = textwrap.dedent(
        """
        create table raw.events as select * from (values
            ('good', 'page_viewed', '2026-03-01T10:00:00Z', '{"path": "/"}'),
            ('unnamed', null, '2026-03-01T10:00:00Z', '{}'),
            ('untimed', 'page_viewed', 'tomorrow', '{}'),
            ('cut', 'page_viewed', '2026-03-01T10:00:00Z', '{"path": "/'),
            ('list', 'page_viewed', '2026-03-01T10:00:00Z', '[1]')
        ) as rows (event_id, event_name, received_at, properties)
        """
    )
    execute(warehouse, "create schema raw", rows)
    printed = warehouse.build(*REAL)
    assert 'no relation "users"' in printed
    assert "counted as empty" in printed
    assert warehouse.query("select event_id from marts.fct_events") == [("good",)]
    assert warehouse.query(
        "select event_id, rejection_reason, raw::json ->> 'event_id' "
        "from marts.fct_events_quarantined order by event_id"
    ) == [
        ("cut", "properties_unreadable", "cut"),
        ("list", "properties_unreadable", "list"),
        ("unnamed", "event_name_missing", "unnamed"),
        ("untimed", "received_at_missing", "untimed"),
    ]
    assert warehouse.query(
        "select property, value_sample from marts.fct_findings where rule = 'unreadable_value'"
    ) == [("received_at", "tomorrow")]
