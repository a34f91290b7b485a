"""Fixtures that several test files share."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import psycopg2
import pytest
from replay import Recording
from served import DbtServer
from support import WITHOUT_UNIT_TESTS, Rows, dbt, mart_contents, succeeded

NO_SERVER = "no server here: "
# a long file that began last would leave the other processors idle
LONGEST_FIRST = (
    "test_dbt_runs test_increments test_mutants test_builds test_kubernetes test_github_archive "
    "test_drift test_conformance test_metrics test_stackalytics test_shop test_real_months "
    "test_publish test_limits test_replay_of_quarantine test_audiences test_postgres_increments"
).split()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest."""
    rank = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(rank)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """End with one line for each leg left out because its server is not on this machine."""
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if reason.startswith(NO_SERVER):
            terminalreporter.write_line(f"left out: {reason}")


def leave_out(line: str) -> None:
    """Skip a leg whose server is absent; fail where every leg must run."""
    if os.environ.get("REQUIRE_ALL_ENGINES") == "1":
        pytest.fail(line)
    pytest.skip(NO_SERVER + line)


class Warehouse:
    """A DuckDB file of a test's own, built by dbt."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "warehouse.duckdb"

    def build(self, *arguments: str, **environment: str) -> str:
        """Run `dbt build` on it and return what it printed."""
        result = dbt(
            "build",
            *arguments,
            database=self.path,
            target_path=self.folder / "target",
            **environment,
        )
        return succeeded(result).stdout

    def query(self, sql: str) -> Rows:
        """Answer SQL with rows."""
        with duckdb.connect(str(self.path), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            return connection.execute(sql).fetchall()

    def marts(self) -> dict[str, list[str]]:
        """Every mart as sorted lines of text."""
        return mart_contents(self.query)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The demo data, built once with every data test; unit tests read no data."""
    warehouse = Warehouse(tmp_path_factory.mktemp("demo"))
    warehouse.build(*WITHOUT_UNIT_TESTS)
    return warehouse


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """An empty warehouse."""
    return Warehouse(tmp_path)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DbtServer]:
    """A process that runs dbt on this project."""
    found = DbtServer(tmp_path_factory.mktemp("server"))
    yield found
    found.close()


@pytest.fixture(scope="session")
def recording(server: DbtServer, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """What dbt sends to the database, to be sent again on small worlds."""
    return Recording(server, tmp_path_factory.mktemp("recording"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[dict[str, str]]:
    """A Postgres server of the test run, as the environment that reaches it.

    It sorts text by the rules of a language and keeps the time of New York: neither may show.
    """
    binaries = postgres_binaries()
    if binaries is None:
        leave_out("Postgres: no initdb on this machine; install postgresql")
    # the server refuses root; its own user cannot reach the folders that pytest makes
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data, port = folder / "data", free_port()
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en"]
    as_user(user, binaries / "initdb", "-D", data, "-A", "trust", "-U", "postgres", *locale)
    as_user(
        user,
        *(binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "start"),
        *("-o", f"{settings} -c fsync=off -c timezone=America/New_York"),
    )
    try:
        connection = psycopg2.connect(host="127.0.0.1", port=port, user="postgres")
        connection.autocommit = True
        connection.cursor().execute("create database customer_data")
        connection.close()
        yield {
            "DBT_TARGET": "postgres",
            "PGHOST": "127.0.0.1",
            "PGPORT": port,
            "PGUSER": "postgres",
            "PGDATABASE": "customer_data",
        }
    finally:
        as_user(user, binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


def free_port() -> str:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def postgres_binaries() -> Path | None:
    """The folder of the newest Postgres server on this machine."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


def as_user(user: str | None, *command: str | Path) -> None:
    """Run a command of the server as the user it wants."""
    prefix = ["runuser", "-u", user, "--"] if user else []
    done = subprocess.run(
        [*prefix, *map(str, command)],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
