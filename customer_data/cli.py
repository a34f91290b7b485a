"""The command `customer-data`."""

import sys
from pathlib import Path

import click

from customer_data.planner.errors import PlanError
from customer_data.planner.write import differences, rendered_files, write_files
from customer_data.publish.command import build_and_publish_file, build_and_publish_schema
from customer_data.publish.errors import PublishError
from customer_data.publish.project import read_project


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """What the customer data platform needs beside dbt."""


@main.command()
@click.option("--check", is_flag=True, help="Write nothing; fail where files and plan differ.")
@click.option(
    "--project",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Folder of the dbt project; the current one by default.",
)
def plan(check: bool, project: Path) -> None:
    """Write the models, tests and seeds that the stanzas under plan/ ask for.

    \b
    Examples:
      customer-data plan              write what changed
      customer-data plan --check      what CI runs
    """
    try:
        files = rendered_files(project)
    except PlanError as error:
        _fail(*error.problems)
    if check:
        different = differences(project, files)
        if different:
            _fail(*different, "run `customer-data plan` and commit what it writes")
        click.echo(f"plan: {len(files)} generated files are as the plan says")
        return
    written, removed = write_files(project, files)
    for path in written:
        click.echo(f"wrote {path}")
    for path in removed:
        click.echo(f"removed {path}")
    click.echo(f"plan: {len(files)} files, {len(written)} written, {len(removed)} removed")


@main.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--to",
    "published",
    envvar="PUBLISH_PATH",
    type=click.Path(path_type=Path),
    help="File for BI; PUBLISH_PATH, else published.duckdb beside the built file.",
)
@click.option(
    "--work",
    envvar="DUCKDB_PATH",
    type=click.Path(path_type=Path),
    help="File that dbt builds; DUCKDB_PATH, else the project's name in its folder.",
)
@click.option("--memory-limit", help="For copying, such as 2GB; else what DuckDB takes.")
@click.option(
    "--target",
    envvar="DBT_TARGET",
    type=click.Choice(["duckdb", "postgres"]),
    default="duckdb",
    help="Where to build and publish; DBT_TARGET, else duckdb.",
)
@click.option(
    "--schema", default="published", show_default=True, help="Schema for BI, on Postgres."
)
@click.option("--grant-to", metavar="ROLE", help="Role that may read it, on Postgres.")
@click.option(
    "--project",
    envvar="DBT_PROJECT_DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Folder of the dbt project; DBT_PROJECT_DIR, else the current one.",
)
@click.option(
    "--target-path",
    envvar="DBT_TARGET_PATH",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("target"),
    help="Folder for what dbt writes beside the data, in that of the project; else target.",
)
@click.argument("dbt_arguments", nargs=-1, type=click.UNPROCESSED)
def publish(
    published: Path | None,
    work: Path | None,
    memory_limit: str | None,
    target: str,
    schema: str,
    grant_to: str | None,
    project: Path,
    target_path: Path,
    dbt_arguments: tuple[str, ...],
) -> None:
    """Build and test everything, then hand the marts to BI in one step.

    Readers see the generation before or the new one, never a part, and nothing that failed a test.
    Arguments that are not listed below go on to `dbt build`.

    \b
    Examples:
      customer-data publish                               to published.duckdb
      customer-data publish --to /srv/bi/company.duckdb   readable and writable folder
      customer-data publish --vars '{demo: false}'        from your raw tables
      customer-data publish --target postgres --grant-to analysts
    """
    try:
        source = read_project(project)
        # dbt takes it from there, too
        artifacts = source.folder / target_path
        if target == "postgres":
            build_and_publish_schema(
                source, schema, artifacts, dbt_arguments, grant_to, say=click.echo
            )
            return
        work = work or source.folder / f"{source.name}.duckdb"
        published = published or work.with_name("published.duckdb")
        build_and_publish_file(
            source, work, published, artifacts, dbt_arguments, memory_limit, say=click.echo
        )
    except (PublishError, OSError) as error:
        _fail(f"publish: {error}")


def _fail(*lines: str) -> None:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(1)
