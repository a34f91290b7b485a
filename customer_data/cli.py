"""The command `customer-data`."""

import sys
from pathlib import Path

import click

from customer_data.planner.errors import PlanError
from customer_data.planner.write import differences, rendered_files, write_files


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


def _fail(*lines: str) -> None:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(1)
