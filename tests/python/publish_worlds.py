"""What the tests of `publish` build and publish, and what a reader sees of it."""

import textwrap
from pathlib import Path

import duckdb

from customer_data.publish.contents import Contents, Mart, Relation
from customer_data.publish.file import publish_file, remove_leftovers
from customer_data.publish.lock import publish_lock

TABLES = ("dim_things", "fct_things", "rpt_things")


def make_world(path: Path, marker: int, rows: int = 1000) -> None:
    """A file as dbt would build it; every row of every mart carries the marker."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        for table in TABLES:
            connection.execute(
                f"create table marts.{table} as "
                f"select i as thing_id, {marker} as marker, md5(i::text) as properties "
                f"from range({rows}) as numbers (i)"
            )


def world_contents(path: Path) -> Contents:
    """What publish would take from it."""
    marts = tuple(
        Mart(
            Relation(path.stem, "marts", table),
            description=f"One row per thing in {table}.",
            column_descriptions={"thing_id": "The thing's key."},
            left_out=frozenset({"properties"}),
        )
        for table in TABLES
    )
    return Contents("world", "1.0.0", None, marts)


def publish_world(work: Path, published: Path, memory_limit: str | None = None) -> int:
    """What `customer-data publish` does but for dbt; returns the generation."""
    with publish_lock(published):
        remove_leftovers(published)
        publication = publish_file(work, published, world_contents(work), memory_limit)
    return publication.generation_id


def generation_and_marker(published: Path) -> tuple[int, int]:
    """The generation a file says it is and the marker of all its rows, which must be one."""
    with duckdb.connect(str(published), read_only=True) as connection:
        return read_generation_and_marker(connection)


def read_generation_and_marker(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    [(generation,)] = connection.execute("select generation_id from marts.publication").fetchall()
    markers = {
        marker
        for table in TABLES
        for (marker,) in connection.execute(f"select distinct marker from marts.{table}").fetchall()
    }
    counts = connection.execute("select table_name, number_of_rows from marts.publication_tables")
    for table, rows in counts.fetchall():
        assert connection.execute(f"select count(*) from marts.{table}").fetchall() == [(rows,)]
    [marker] = markers
    return generation, marker


PROJECT_FILES = {
    "dbt_project.yml": """
        name: world
        version: 1.2.3
        config-version: 2
        profile: customer_data
        flags: {send_anonymous_usage_stats: false}
        models: {world: {+schema: marts, +materialized: table}}
        """,
    "macros/generate_schema_name.sql": """
        {% macro generate_schema_name(name, node) -%} {{ name | trim }} {%- endmacro %}
        """,
    "models/int_as_of.sql": """
        {{ config(schema='intermediate') }}
        select cast('2026-01-02 03:04:05' as timestamp) as as_of
        """,
    "models/dim_things.sql": """
        select
            1 as thing_id, cast({{ var('marker') }} as integer) as marker, '{}' as properties
        """,
    "models/fct_things.sql": """
        select thing_id, marker from {{ ref('dim_things') }} {{ var('nonsense', '') }}
        """,
    "models/rpt_things.sql": """
        {{ config(materialized='view') }}
        select thing_id, 'secret' as salary, marker from {{ ref('fct_things') }}
        """,
    "models/dim_thieves.sql": "select 'secret' as name, thing_id from {{ ref('dim_things') }}",
    "models/models.yml": """
        models:
          - name: dim_things
            description: One row per thing; it's the key's home.
            columns: [{name: thing_id, description: The thing's key.}]
          - name: rpt_things
            columns: [{name: salary, config: {meta: {publish: false}}}]
          - name: dim_thieves
            config: {meta: {publish: false}}
        """,
    "tests/assert_markers_are_small.sql": "select * from {{ ref('fct_things') }} where marker > 99",
}
"""A dbt project of the same marts, quick to build, with the marker in a var."""


def make_project(folder: Path, profiles: Path) -> None:
    """Write that project, with the profiles of the real one."""
    for name, text in {**PROJECT_FILES, "profiles.yml": profiles.read_text()}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
