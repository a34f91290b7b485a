"""The steps of `customer-data publish`."""

from collections.abc import Callable, Sequence
from pathlib import Path

from customer_data.publish.build import build
from customer_data.publish.contents import contents_of
from customer_data.publish.copying import check_memory_limit
from customer_data.publish.errors import PublishError
from customer_data.publish.file import check_target, generation_of, publish_file, remove_leftovers
from customer_data.publish.lock import publish_lock
from customer_data.publish.project import Project
from customer_data.publish.publication import summary
from customer_data.publish.schema import (
    check_schema,
    publish_schema,
    publishing_connection,
    size_of,
)

Say = Callable[[str], None]


def build_and_publish_file(
    project: Project,
    work: Path,
    published: Path,
    target_path: Path,
    dbt_arguments: Sequence[str],
    memory_limit: str | None,
    say: Say,
) -> None:
    """Build the DuckDB file `work` and publish it; raises PublishError."""
    work, published = work.resolve(), published.resolve()
    check_target(work, published)
    if memory_limit:
        check_memory_limit(memory_limit)
    with publish_lock(published):
        for path in remove_leftovers(published):
            say(f"removed {path}, left by a publish that was killed")
        generation_of(published)
        say(f"building {work} with dbt")
        manifest = build(project, "duckdb", target_path, dbt_arguments, DUCKDB_PATH=str(work))
        contents = contents_of(manifest, project.version)
        if not work.exists():
            raise PublishError(f"{work}: dbt built another file; let the profile read DUCKDB_PATH")
        say(f"copying {len(contents.marts)} marts to {published.name}")
        publication = publish_file(work, published, contents, memory_limit, say)
        say(summary(publication, str(published), published.stat().st_size))


def build_and_publish_schema(
    project: Project,
    schema: str,
    target_path: Path,
    dbt_arguments: Sequence[str],
    grant_to: str | None,
    say: Say,
) -> None:
    """Build the schemas of Postgres and publish them to one more; raises PublishError."""
    with publishing_connection(schema) as connection:
        check_schema(connection, schema, grant_to)
        say("building on Postgres with dbt")
        manifest = build(project, "postgres", target_path, dbt_arguments)
        contents = contents_of(manifest, project.version)
        say(f"copying {len(contents.marts)} marts to schema {schema}")
        publication = publish_schema(connection, contents, schema, grant_to, say)
        say(summary(publication, f"schema {schema}", size_of(connection, schema)))
