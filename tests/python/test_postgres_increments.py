"""Refreshes on Postgres, from raw tables, end where a whole build on DuckDB does."""

import random
from pathlib import Path

import psycopg2
from replay import Recording
from support import dbt, mart_contents, refresh, said, succeeded
from test_increments import whole
from worlds import COLUMNS, Dice, Tables, split

WORLDS = 4


def test_increments(recording: Recording, postgres: dict[str, str], tmp_path: Path) -> None:
    tables: Tables = {name: [] for name in COLUMNS}
    for number in range(WORLDS):
        for name, rows in Dice(number).tables.items():
            tables[name] += rows
    batches = split(tables, 3, random.Random(1))
    server = {"host": postgres["PGHOST"], "port": postgres["PGPORT"], "user": postgres["PGUSER"]}
    connection = psycopg2.connect(**server, dbname="postgres")
    connection.autocommit = True
    connection.cursor().execute("create database increments")
    connection.close()
    connection = psycopg2.connect(**server, dbname="increments")
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute("create schema raw")
    for name, columns in COLUMNS.items():
        cursor.execute(f"create table raw.{name} ({' text, '.join(columns)} text)")
    environment = {**postgres, "PGDATABASE": "increments"}
    for batch in batches:
        for name, rows in batch.items():
            marks = f"({', '.join(['%s'] * len(COLUMNS[name]))})"
            texts = [cursor.mogrify(marks, list(row.values())).decode() for row in rows]
            cursor.execute(f"insert into raw.{name} values {', '.join(texts)}")
        if batch is batches[0]:
            succeeded(
                dbt(
                    *("seed", "--vars", "{demo: false}"),
                    database=tmp_path / "none.duckdb",
                    target_path=tmp_path / "target",
                    **environment,
                )
            )
        assert said(refresh(target_path=tmp_path / "target", **environment)) != ["nothing new"]
    assert said(refresh(target_path=tmp_path / "target", **environment)) == ["nothing new"]

    def query(sql: str) -> list[tuple]:
        cursor.execute(sql)
        return cursor.fetchall()

    on_postgres, expected = mart_contents(query), whole(recording, batches).marts()
    connection.close()
    assert on_postgres.keys() == expected.keys()
    for mart, lines in expected.items():
        assert on_postgres[mart] == lines, mart
