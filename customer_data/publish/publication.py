"""One publication: what it says of itself, in the published tables and to the person."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from customer_data.publish.contents import Contents

PUBLICATION = "publication"
PUBLICATION_TABLES = "publication_tables"


@dataclass(frozen=True)
class Publication:
    """A complete generation.

    `generation_id` counts up by one with each publication to the same target. Moments are UTC,
    without a zone. `rows` has the number of rows of every mart.
    """

    generation_id: int
    published_at: dt.datetime
    as_of: dt.datetime | None
    rows: Mapping[str, int]


@dataclass(frozen=True)
class Column:
    """A column of a table that publish writes itself; the type is known to every warehouse."""

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Table:
    """A table that publish writes itself."""

    name: str
    description: str
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]


def tables_about(publication: Publication, contents: Contents) -> list[Table]:
    """The tables that tell a reader of the published data what it is."""
    return [
        Table(
            PUBLICATION,
            "One row, the publication that this is.",
            (
                Column("generation_id", "bigint", "Counts up by one with each publication."),
                Column("project_name", "text", "The dbt project that was built."),
                Column("project_version", "text", "Version of the project."),
                Column("number_of_tables", "bigint", "Published marts."),
                Column("number_of_rows", "bigint", "Rows of all of them."),
                Column("published_at", "timestamp", "When they were copied, UTC."),
                Column("as_of", "timestamp", "The moment they speak for, UTC; null for none."),
            ),
            [
                (
                    publication.generation_id,
                    contents.project_name,
                    contents.project_version,
                    len(publication.rows),
                    sum(publication.rows.values()),
                    publication.published_at,
                    publication.as_of,
                )
            ],
        ),
        Table(
            PUBLICATION_TABLES,
            "One row per published mart.",
            (
                Column("table_name", "text", "Name of the mart."),
                Column("number_of_rows", "bigint", "Its rows."),
            ),
            sorted(publication.rows.items()),
        ),
    ]


def utc_now() -> dt.datetime:
    """The clock, UTC without a zone."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def summary(publication: Publication, place: str, size: int) -> str:
    """What was published where, in one line; `size` in bytes."""
    parts = [
        f"{len(publication.rows):,} tables",
        f"{sum(publication.rows.values()):,} rows",
        readable_size(size),
    ]
    if publication.as_of:
        parts.append(f"as of {publication.as_of.isoformat(timespec='seconds')}Z")
    return f"published generation {publication.generation_id} to {place}: {', '.join(parts)}"


def readable_size(size: float) -> str:
    """A number of bytes for people."""
    for unit in ("kB", "MB"):
        size /= 1000
        if size < 999.95:
            return f"{size:.1f} {unit}"
    return f"{size / 1000:,.1f} GB"
