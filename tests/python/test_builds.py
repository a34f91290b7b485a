"""Whole builds: what a second one, a full one or another warehouse makes is the same."""

import psycopg2
from conftest import Warehouse
from support import WITHOUT_UNIT_TESTS, dbt, mart_contents, succeeded


def test_a_second_build_and_a_full_refresh_change_nothing(demo: Warehouse) -> None:
    first = demo.marts()
    assert len(first["marts.fct_events"]) > 3000
    demo.build(*WITHOUT_UNIT_TESTS)
    assert demo.marts() == first
    demo.build("--full-refresh", *WITHOUT_UNIT_TESTS)
    assert demo.marts() == first


def test_postgres_makes_the_same_marts(demo: Warehouse, postgres: dict[str, str]) -> None:
    folder = demo.folder / "postgres"
    succeeded(dbt("build", database=demo.path, target_path=folder, **postgres))
    connection = psycopg2.connect(
        host=postgres["PGHOST"],
        port=postgres["PGPORT"],
        user=postgres["PGUSER"],
        dbname=postgres["PGDATABASE"],
    )

    def query(sql: str) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    with connection:
        on_postgres = mart_contents(query)
    connection.close()
    on_duckdb = demo.marts()
    assert on_postgres.keys() == on_duckdb.keys()
    for mart, lines in on_duckdb.items():
        assert on_postgres[mart] == lines, mart


def test_the_file_opens_in_older_clients(demo: Warehouse) -> None:
    # bytes 12 to 20 hold the version of the file format; 67 is the newest that 1.4 reads
    header = demo.path.read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") == 67


def test_as_of_leaves_out_what_was_loaded_later(warehouse: Warehouse) -> None:
    warehouse.build("--vars", "{as_of: '2026-02-01T00:00:00Z'}", *WITHOUT_UNIT_TESTS)
    [(last_load, last_event, last_day)] = warehouse.query(
        "select max(e.loaded_at), max(e.occurred_at), max(d.snapshot_date) "
        "from marts.fct_events as e, marts.fct_organization_properties_daily as d"
    )
    assert str(last_load) <= "2026-02-01 00:00:00"
    assert str(last_event) <= "2026-02-01 00:00:00"
    assert str(last_day) == "2026-02-01"
