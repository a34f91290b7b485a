"""Parquet: one row per row; DuckDB spells the values, nested ones become JSON."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
from duckdb.sqltypes import VARCHAR, DuckDBPyType

from customer_data.land.batches import Batch, Reject
from customer_data.land.errors import LandError, RejectedError
from customer_data.land.json_text import read_json, spelled_number
from customer_data.land.tables import Layout
from customer_data.sql import quoted

ROWS = 2000
"""Rows of a batch."""

NUMBERS = {
    *("tinyint", "smallint", "integer", "bigint", "hugeint", "float", "double", "decimal"),
    *("utinyint", "usmallint", "uinteger", "ubigint", "uhugeint"),
}

Reader = Callable[[Any], Any]


def read_parquet(
    path: Path, layout: Layout, advance: Callable[[int], object] = lambda size: None
) -> Iterator[Batch]:
    """Batches of rows; raises LandError. `advance` is told of bytes as in `Contents`."""
    try:
        with duckdb.connect() as connection:
            yield from _batches(connection, path, layout, advance)
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise LandError(f"cannot be read as parquet ({reason}); write or fetch it again") from error


def _batches(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    layout: Layout,
    advance: Callable[[int], object],
) -> Iterator[Batch]:
    connection.execute("set TimeZone = 'UTC'")
    # a folder called day=2026-01-01 is no column of the file
    source = "read_parquet(?, hive_partitioning = false)"
    rows = connection.sql(f"from {source}", params=[str(path)])
    names, types = rows.columns, rows.types
    keys = layout.keys_of(names)
    readers = [_reader(kind) for kind in types]
    count = connection.execute(f"select count(*) from {source}", [str(path)])
    size, number_of_rows = path.stat().st_size, max(1, count.fetchone()[0])
    texts = ", ".join(
        f"cast({quoted(name)} as {_as_text(kind)})" for name, kind in zip(names, types, strict=True)
    )
    connection.execute(f"select {texts} from {source}", [str(path)])
    done = 0
    while found := connection.fetchmany(ROWS):
        batch = Batch()
        for number, values in enumerate(found, done + 1):
            try:
                fields = {
                    key: read(value) for key, read, value in zip(keys, readers, values, strict=True)
                }
                batch.rows.append(layout.row(fields))
            except RejectedError as error:
                line = json.dumps(dict(zip(names, values, strict=True)))
                batch.rejects.append(Reject(number, error.reason, line.encode()))
        advance(size * len(found) // number_of_rows)
        done += len(found)
        yield batch


def _as_text(kind: DuckDBPyType) -> DuckDBPyType:
    """The type with text in the place of every value: no number goes through a float."""
    children = dict(kind.children) if kind.id in ("struct", "list", "array", "map") else {}
    match kind.id:
        case "struct":
            return duckdb.struct_type({name: _as_text(child) for name, child in children.items()})
        case "list" | "array":
            return duckdb.list_type(_as_text(children["child"]))
        case "map":
            return duckdb.map_type(VARCHAR, _as_text(children["value"]))
    return VARCHAR


def _reader(kind: DuckDBPyType) -> Reader:
    """What makes a value for `canonical` of a value of type `_as_text(kind)`."""
    read = _reader_of_values(kind)
    return lambda value: None if value is None else read(value)


def _reader_of_values(kind: DuckDBPyType) -> Reader:
    match kind.id:
        case "struct":
            fields = {name: _reader(child) for name, child in kind.children}
            return lambda value: {name: read(value[name]) for name, read in fields.items()}
        case "list" | "array":
            item = _reader(dict(kind.children)["child"])
            return lambda value: [item(one) for one in value]
        case "map":
            item = _reader(dict(kind.children)["value"])
            return lambda value: {_text(key): item(one) for key, one in value.items()}
        case "boolean":
            return "true".__eq__
    if kind.id in NUMBERS:
        return spelled_number
    return read_json if str(kind) == "JSON" else _text


def _text(text: str) -> str:
    if "\0" in text:
        raise RejectedError("nul_character")
    return text
