"""The raw tables and the ledger in a DuckDB file; nothing else of `land` knows the database."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple
from pathlib import Path
from typing import Self

import duckdb

from customer_data.duckdb_file import open_for_writing
from customer_data.land.batches import Reject
from customer_data.land.errors import LandError
from customer_data.land.ledger import LandedFile, LandedReject
from customer_data.land.tables import CONTRACT, Layout, Row
from customer_data.messages import first_line
from customer_data.sql import quoted

CURE = "set --database or DUCKDB_PATH to a file you may write"

MEMORY = "1GB"
"""For the database; it would take most of the machine's memory to keep what it has written."""

SQL_TYPES = {str: "varchar", int: "bigint", bool: "boolean", bytes: "blob"}
TEXT = ("varchar", "json")
MOMENT = ("timestamp", "timestamp with time zone")


class DuckDBWarehouse:
    """An open DuckDB file, and in it the schema and the table that files land in."""

    def __init__(self, database: Path, schema: str, table: str) -> None:
        """Open the file and make what is missing; raises LandError."""
        try:
            self._connection = open_for_writing(database, CURE)
        except OSError as error:
            raise LandError(str(error)) from error
        self._schema, self._table = schema, table
        # a file called raw.duckdb is a database called raw, which would be taken for the schema
        [(self._database,)] = self._connection.execute("select current_database()").fetchall()
        try:
            with self.transaction():
                self._prepare()
        except LandError as error:
            self.close()
            raise LandError(f"{database}: {error}") from error
        writable = [name for name, kind in self._types.items() if kind in TEXT]
        self.layout = Layout(table, writable)

    def close(self) -> None:
        """Let others have the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; raises LandError for what the database says."""
        try:
            self._connection.begin()
            yield
            self._connection.commit()
        except BaseException as error:
            # the database may have ended it already
            with suppress(duckdb.Error):
                self._connection.rollback()
            if isinstance(error, duckdb.Error):
                raise LandError(f"the database says: {first_line(error)}") from error
            raise

    def landed(self, digest: str, file_format: str) -> tuple[str, str] | None:
        """Name and load_id of the file with this content, where it has landed in this table."""
        return self._connection.execute(
            f"select file_name, load_id from {self._in_schema('landed_files')} "
            "where file_digest = ? and table_name = ? and file_format = ?",
            [digest, self._table, file_format],
        ).fetchone()

    def last_load(self) -> str | None:
        """The latest moment at which a file has landed, in whatever table."""
        sql = f"select max(load_id) from {self._in_schema('landed_files')}"
        return self._connection.execute(sql).fetchone()[0]

    def has_load(self, load_id: str) -> bool:
        """Whether a load of this table has this moment."""
        sql = f"from {self._in_schema('landed_files')} where load_id = ? and table_name = ?"
        return self._connection.execute(sql, [load_id, self._table]).fetchone() is not None

    def add_rows(self, rows: list[Row], loaded_at: str) -> None:
        """Add rows of `self.layout`."""
        columns = [*self.layout.columns, self._spelled("extra"), self._spelled("loaded_at")]
        values = [*zip(*rows, strict=True), [loaded_at] * len(rows)]
        self._insert(self._table, {name: self._types[name] for name in columns}, values)

    def add_rejects(self, rejects: list[Reject], file: LandedFile) -> None:
        """Keep lines that made no row."""
        origin = (file.file_digest, file.table_name, file.file_name, file.load_id)
        rows = [
            LandedReject(*origin, one.line_number, one.reason, one.line, one.line_bytes)
            for one in rejects
        ]
        self._insert("landed_rejects", _sql_types(LandedReject), zip(*rows, strict=True))

    def add_file(self, file: LandedFile) -> None:
        """Write a file into the ledger."""
        self._insert("landed_files", _sql_types(LandedFile), zip(astuple(file), strict=True))

    def _insert(
        self, table: str, types: dict[str, str], columns: Iterable[Iterable[object]]
    ) -> None:
        """Insert columns of values; text that is no JSON gets into a JSON column as a string."""
        places = [f"value_{place}" for place in range(len(types))]
        lists = ", ".join(
            f"unnest(cast(? as {kind.replace('json', 'varchar')}[])) as {place}"
            for place, kind in zip(places, types.values(), strict=True)
        )
        values = ", ".join(
            f"if(json_valid({place}), {place}, to_json({place}))" if kind == "json" else place
            for place, kind in zip(places, types.values(), strict=True)
        )
        names = ", ".join(map(quoted, types))
        self._connection.execute(
            f"insert into {self._in_schema(table)} ({names}) select {values} from (select {lists})",
            [list(column) for column in columns],
        )

    def _prepare(self) -> None:
        self._connection.execute(f"set memory_limit = '{MEMORY}'")
        self._connection.execute(
            f"create schema if not exists {quoted(self._database, self._schema)}"
        )
        self._create("landed_files", _sql_types(LandedFile))
        self._create("landed_rejects", _sql_types(LandedReject))
        contract = dict.fromkeys(CONTRACT[self._table], "varchar")
        self._create(self._table, contract)
        there = {name.lower() for name in self._columns()}
        for name in contract:
            if name not in there:
                self._connection.execute(
                    f"alter table {self._in_schema(self._table)} add column {name} varchar"
                )
        self._types = self._columns()
        for name, kind in self._types.items():
            allowed = TEXT + MOMENT if name.lower() == "loaded_at" else TEXT
            if name.lower() in contract and kind not in allowed:
                raise LandError(
                    f"{self._schema}.{self._table}.{name} is of type {kind}, and rows land as "
                    "text; make the column varchar, or name another --schema"
                )

    def _create(self, table: str, types: dict[str, str]) -> None:
        columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
        self._connection.execute(f"create table if not exists {self._in_schema(table)} ({columns})")
        # a view of that name counts as existing
        is_view = self._connection.execute(
            "from duckdb_views() where database_name = current_database() "
            "and lower(schema_name) = lower(?) and lower(view_name) = ?",
            [self._schema, table],
        ).fetchone()
        if is_view:
            raise LandError(
                f"{self._schema}.{table} is a view, and rows land in tables; "
                "move the view, or name another --schema"
            )

    def _columns(self) -> dict[str, str]:
        """Name and type of the table's columns, in their order."""
        rows = self._connection.execute(
            "select column_name, lower(data_type) from duckdb_columns() "
            "where database_name = current_database() and lower(schema_name) = lower(?) "
            "and lower(table_name) = ? order by column_index",
            [self._schema, self._table],
        ).fetchall()
        return dict(rows)

    def _spelled(self, column: str) -> str:
        return next(name for name in self._types if name.lower() == column)

    def _in_schema(self, table: str) -> str:
        return quoted(self._database, self._schema, table)


def _sql_types(record: type) -> dict[str, str]:
    return {name: SQL_TYPES[kind] for name, kind in record.__annotations__.items()}
