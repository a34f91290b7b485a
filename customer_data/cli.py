"""The command `customer-data`."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from customer_data.activate.command import activate as send_outbox
from customer_data.activate.command import summary as sent_summary
from customer_data.activate.duckdb_warehouse import DuckDBWarehouse as OutboxFile
from customer_data.activate.endpoint import Endpoint
from customer_data.activate.errors import ActivateError
from customer_data.activate.postgres_warehouse import postgres_warehouse
from customer_data.activate.sending import Policy
from customer_data.bench.command import bench as run_bench
from customer_data.bench.errors import BenchError
from customer_data.bench.generating import Scale, generate
from customer_data.land.duckdb_warehouse import DuckDBWarehouse
from customer_data.land.errors import LandError
from customer_data.land.files import FORMATS, find_files, left_out
from customer_data.land.landing import Advance, land_files
from customer_data.land.moments import moment_of
from customer_data.land.summary import summary, totals
from customer_data.land.tables import CONTRACT
from customer_data.planner.errors import PlanError
from customer_data.planner.write import differences, rendered_files, write_files
from customer_data.publish.command import build_and_publish_file, build_and_publish_schema
from customer_data.publish.errors import PublishError
from customer_data.publish.project import read_project
from customer_data.refresh.errors import RefreshError

project_option = click.option(
    "--project",
    envvar="DBT_PROJECT_DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Folder of the dbt project; DBT_PROJECT_DIR, else the current one.",
)


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
@project_option
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
      customer-data publish --to /srv/bi/company.duckdb   in a folder that you may write to
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


@main.command(context_settings={"ignore_unknown_options": True})
@click.option("--models-only", is_flag=True, help="`dbt run` in place of `dbt build`.")
@project_option
@click.option("--vars", "variables", help="As dbt takes them, such as '{demo: false}'.")
@click.option("--target", help="Of the profile; DBT_TARGET, else duckdb.")
@click.option("--target-path", help="Folder for what dbt writes beside the data; else target.")
@click.option("--log-path", help="Folder for dbt's log; else logs.")
@click.argument("dbt_arguments", nargs=-1, type=click.UNPROCESSED)
def refresh(
    models_only: bool,
    project: Path,
    variables: str | None,
    target: str | None,
    target_path: str | None,
    log_path: str | None,
    dbt_arguments: tuple[str, ...],
) -> None:
    """Build everything if anything is new since the last refresh, else nothing.

    New is a raw relation with other rows (of events, other loads or loads with more or fewer rows),
    a changed project or setting, a table that is gone, or a run of dbt in between. With nothing new
    it takes little more than dbt's own start. Other arguments than those below go on to the build.

    \b
    Examples:
      customer-data refresh                              every few minutes, from a scheduler
      customer-data refresh --models-only --vars '{demo: false}'
    """
    from customer_data.refresh.command import refresh as build_if_new

    try:
        source = read_project(project)
        build_if_new(
            source.folder,
            "run" if models_only else "build",
            _given({"--vars": variables, "--target": target}),
            _given({"--target-path": target_path, "--log-path": log_path}),
            dbt_arguments,
            lambda line: click.echo(f"refresh: {line}"),
        )
    except (RefreshError, PublishError, OSError) as error:
        _fail(f"refresh: {error}")


@main.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--table", default="events", show_default=True, help=f"One of: {', '.join(CONTRACT)}."
)
@click.option(
    "--database",
    envvar="DUCKDB_PATH",
    default="customer_data.duckdb",
    show_default="DUCKDB_PATH, else customer_data.duckdb",
    help="DuckDB file, made when absent.",
)
@click.option("--schema", default="raw", show_default=True, help="Schema of the raw tables.")
@click.option("--format", "file_format", help="What the files are, whatever their ending.")
@click.option("--loaded-at", help="UTC moment of the load of the first file; now by default.")
def land(
    paths: tuple[str, ...],
    table: str,
    database: str,
    schema: str,
    file_format: str | None,
    loaded_at: str | None,
) -> None:
    """Put files into the raw tables of the in-house source, each content once.

    JSON lines (.jsonl, .ndjson, .json), CSV (.csv) and parquet (.parquet), those of text also
    with .gz; of a folder, every such file in it. Each file lands whole or not at all, in a load
    of its own. A line that makes no row is kept in the table landed_rejects with its reason.

    \b
    Examples:
      customer-data land events_01.jsonl.gz events_02.jsonl.gz
      customer-data land --table users users.csv
      customer-data land --database warehouse.duckdb exports/
    """
    try:
        _check_word("--table", table, list(CONTRACT))
        _check_word("--format", file_format, [*dict.fromkeys(FORMATS.values())])
        _check_database(database)
        moment = moment_of(loaded_at) if loaded_at else None
        files = find_files([Path(path) for path in paths], file_format)
        for line in left_out([Path(path) for path in paths]):
            click.echo(line, err=True)
        if all(file.problem for file in files):
            # a misspelt name makes no database
            _fail(*(f"{file.path}: {file.problem}" for file in files))
        outcomes = []
        with DuckDBWarehouse(Path(database), schema, table) as warehouse:
            for outcome in land_files(warehouse, files, moment, _progress):
                outcomes.append(outcome)
                for line in summary(outcome, schema):
                    click.echo(line, err=bool(outcome.problem))
    except LandError as error:
        _fail(str(error))
    if len(outcomes) > 1:
        click.echo(totals(outcomes))
    if any(outcome.problem for outcome in outcomes):
        sys.exit(1)


@main.command()
@click.argument("destination")
@click.option(
    "--url",
    envvar="ACTIVATE_URL",
    help="Where to post to; ACTIVATE_URL, which no process list shows.",
)
@click.option(
    "--work",
    envvar="DUCKDB_PATH",
    type=click.Path(path_type=Path),
    help="File that dbt builds; DUCKDB_PATH, else the project's name in its folder.",
)
@click.option(
    "--target",
    envvar="DBT_TARGET",
    type=click.Choice(["duckdb", "postgres"]),
    default="duckdb",
    help="Where the outbox is; DBT_TARGET, else duckdb.",
)
@project_option
@click.option(
    "--attempts",
    type=click.IntRange(min=1),
    default=8,
    show_default=True,
    help="Posts of a row before the run stops.",
)
@click.option(
    "--first-wait",
    type=click.FloatRange(min=0, max=30),
    default=0.5,
    show_default=True,
    help="Seconds before the second post of a row; they double from one to the next, up to 30.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True, max=600),
    default=10,
    show_default=True,
    help="Seconds of silence after which a post has failed.",
)
@click.option(
    "--batch",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Rows recorded as delivered at once; a kill has at most so many sent again.",
)
def activate(
    destination: str,
    url: str | None,
    work: Path | None,
    target: str,
    project: Path,
    attempts: int,
    first_wait: float,
    timeout: float,
    batch: int,
) -> None:
    """Post the rows of the outbox for DESTINATION that were not delivered yet, in their order.

    Each is a JSON object with the header Idempotency-Key. A row may come twice, after a lost
    answer or a kill, always under its key; the endpoint applies a key once. What passes (no
    answer, HTTP 408, 409, 429, 5xx) is tried again. What speaks of the endpoint (a redirect, 401,
    403, 404, 405, 407, 410) stops the run. Any other 4xx refuses the row, which is passed over.
    Delivered and refused rows are kept in activation.deliveries.

    ACTIVATE_TOKEN, in the environment alone, is sent as a bearer token.

    \b
    Examples:
      customer-data activate crm --url https://crm.example.com/hook
      customer-data activate crm --url http://127.0.0.1:9000/hook --attempts 3
      customer-data activate crm --target postgres     to the URL in ACTIVATE_URL
    """
    policy = Policy(attempts, first_wait)
    token = os.environ.get("ACTIVATE_TOKEN") or None
    try:
        with ExitStack() as stack:
            if not url:
                raise ActivateError("no URL; give it with --url or ACTIVATE_URL")
            endpoint = stack.enter_context(Endpoint(url, token, timeout))
            if target == "postgres":
                warehouse = stack.enter_context(postgres_warehouse())
            else:
                warehouse = OutboxFile(work or _built_file(project), _say_aside)
            totals = send_outbox(
                warehouse, destination, endpoint, policy, batch, _rows_progress, _say_aside
            )
    except (ActivateError, PublishError, OSError) as error:
        _fail(f"activate: {error}")
    click.echo(f"activate: {sent_summary(destination, totals)}")


@main.group()
def bench() -> None:
    """Measure what the models take on raw data of any size."""


@bench.command("run")
@click.option(
    "--rows",
    type=int,
    multiple=True,
    default=[1_000_000, 10_000_000],
    show_default="1000000 and 10000000",
    help="Raw events of a history; give it again for another size.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another one, other data.")
@click.option("--memory-limit", default="", help="For DuckDB, such as 4GB; else the profile's.")
@click.option("--keep", is_flag=True, help="Write the results to benchmarks/.")
@project_option
def bench_run(
    rows: tuple[int, ...], seed: int, memory_limit: str, keep: bool, project: Path
) -> None:
    """Build everything, then with new rows, nothing new and late rows, beside a plain script.

    Makes its own raw data in the temporary folder (TMPDIR), about 1.5 GB for a million events, and
    removes them. Fails where the marts are not those of a full build in the end.

    \b
    Examples:
      customer-data bench run                     1 and 10 million events
      customer-data bench run --rows 100000       a first look
      customer-data bench run --rows 30000000 --memory-limit 4GB --keep
    """
    try:
        scales = [Scale(count, seed) for count in rows]
        text = run_bench(project, scales, memory_limit, project / "benchmarks", keep, click.echo)
    except (BenchError, OSError) as error:
        _fail(f"bench: {error}")
    click.echo(f"\n{text}")


@bench.command("generate")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--rows", type=int, default=1_000_000, show_default=True, help="Raw events.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another one, other data.")
def bench_generate(file: Path, rows: int, seed: int) -> None:
    """Make a DuckDB FILE with raw tables for the demo plan: duplicates, late and broken rows, too.

    \b
    Examples:
      customer-data bench generate company.duckdb --rows 10000000
      DUCKDB_PATH=company.duckdb dbt build --vars '{demo: false}'
    """
    try:
        scale = Scale(rows, seed)
        with _rows_progress(rows) as advance:
            generate(file, scale, advance)
    except BenchError as error:
        _fail(f"bench: {error}")
    click.echo(f"{file}: {rows} raw events")


def _built_file(project: Path) -> Path:
    source = read_project(project)
    return source.folder / f"{source.name}.duckdb"


def _say_aside(line: str) -> None:
    # in the place of the bar, which is drawn anew below
    start = "\r\x1b[K" if sys.stderr.isatty() else ""
    click.echo(f"{start}activate: {line}", err=True)


@contextmanager
def _rows_progress(rows: int) -> Iterator[Callable[[int], object]]:
    """A bar of the rows to send, on a terminal only."""
    with click.progressbar(
        length=rows, label="rows", file=sys.stderr, show_pos=True, hidden=not sys.stderr.isatty()
    ) as bar:
        yield bar.update


def _given(options: dict[str, str | None]) -> list[str]:
    """The options that were given, as a command line has them."""
    return [part for name, value in options.items() if value for part in (name, value)]


def _check_word(option: str, word: str | None, words: list[str]) -> None:
    if word is not None and word not in words:
        raise LandError(f'{option}: unknown word "{word}"; use {", ".join(words)}')


def _check_database(database: str) -> None:
    if database == ":memory:" or "://" in database or database.startswith("md:"):
        raise LandError(f"{database}: is no file; name a DuckDB file in --database or DUCKDB_PATH")


@contextmanager
def _progress(path: Path) -> Iterator[Advance]:
    """A bar of the bytes of a file, on a terminal only."""
    with click.progressbar(
        length=path.stat().st_size,
        label=path.name,
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:
        yield bar.update


def _fail(*lines: str) -> None:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(1)
