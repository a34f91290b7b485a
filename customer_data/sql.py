"""Names and text as SQL, the same on DuckDB and Postgres."""

from collections.abc import Iterable, Mapping


def quoted(*path: str) -> str:
    """A name, or a path of names, as SQL."""
    return ".".join('"' + name.replace('"', '""') + '"' for name in path)


def listed(names: Iterable[str]) -> str:
    """Names of columns as SQL."""
    return ", ".join(quoted(name) for name in names)


def literal(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def comments(table: str, description: str, columns: Mapping[str, str]) -> list[str]:
    """The statements that describe a table, given as SQL, and its columns, given by name."""
    return [
        f"comment on table {table} is {literal(description)}",
        *(
            f"comment on column {table}.{quoted(column)} is {literal(text)}"
            for column, text in columns.items()
        ),
    ]
