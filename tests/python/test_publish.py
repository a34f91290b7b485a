"""Publishing: BI has one complete and tested generation, whatever becomes of a publish."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from conftest import Warehouse
from publish_worlds import TABLES, generation_and_marker, make_project, make_world, publish_world
from support import BIN, PROJECT, Rows, run, succeeded, times

from customer_data.publish.contents import contents_of
from customer_data.publish.errors import PublishError
from customer_data.publish.file import check_target, publish_file
from customer_data.publish.lock import publish_lock
from customer_data.publish.publication import Publication

HERE = Path(__file__).parent


def publish_built(warehouse: Warehouse, published: Path) -> Publication:
    """Publish what a test has built with dbt."""
    manifest = json.loads((warehouse.folder / "target" / "manifest.json").read_text())
    return publish_file(warehouse.path, published, contents_of(manifest, "1.0.0"))


def ask(path: Path, sql: str) -> Rows:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def files_beside(path: Path) -> list[str]:
    return sorted(found.name for found in path.parent.iterdir())


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A built file, whose marker is 1."""
    path = tmp_path / "world.duckdb"
    make_world(path, marker=1)
    return path


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Where a test publishes to, a folder of its own."""
    (tmp_path / "bi").mkdir()
    return tmp_path / "bi" / "published.duckdb"


class Publisher:
    """A small dbt project and the command that publishes it."""

    def __init__(self, folder: Path, published: Path, **environment: str) -> None:
        make_project(folder, PROJECT / "profiles.yml")
        self.command = ["customer-data", "publish", "--project", str(folder)]
        self.folder = folder
        self.published = published
        self.environment = {
            "DUCKDB_PATH": str(folder / "work.duckdb"),
            "PUBLISH_PATH": str(published),
            "DBT_LOG_PATH": str(folder / "logs"),
            **environment,
        }

    def publish(self, marker: int = 1, **variables: str) -> str:
        """Publish successfully and return what was printed."""
        return succeeded(self.run(*self.vars(marker, **variables))).stdout

    def complaint(self, *arguments: str) -> str:
        """Publish in vain and return the one line that says why."""
        result = self.run(*arguments)
        assert result.returncode == 1, result.stdout + result.stderr
        [line] = [line for line in result.stderr.splitlines() if line.startswith("publish: ")]
        assert "Traceback" not in result.stdout + result.stderr
        return line

    def vars(self, marker: int, **variables: str) -> tuple[str, str]:
        return "--vars", json.dumps({"marker": marker, **variables})

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run([*self.command, *arguments], cwd=self.folder, **self.environment)


@pytest.fixture
def publisher(tmp_path: Path, published: Path) -> Publisher:
    (tmp_path / "project").mkdir()
    return Publisher(tmp_path / "project", published)


# what is published


def test_every_mart_is_copied_but_for_what_was_sent(demo: Warehouse, published: Path) -> None:
    publication = publish_built(demo, published)
    columns = (
        "select table_name, column_name, data_type from information_schema.columns "
        "where table_schema = 'marts' and table_name not like 'publication%' "
        "order by table_name, ordinal_position"
    )
    expected = [row for row in demo.query(columns) if row[1] not in ("properties", "raw")]
    assert ask(published, columns) == expected
    for table in {table for table, *_ in expected}:
        names = ", ".join(name for of, name, _ in expected if of == table)
        rows = demo.query(f"select {names} from marts.{table} order by all")
        assert ask(published, f"select {names} from marts.{table} order by all") == rows
        assert publication.rows[table] == len(rows)
    assert ask(published, "select distinct schema_name from duckdb_tables()") == [("marts",)]


def test_a_publication_says_what_it_is(demo: Warehouse, published: Path) -> None:
    publish_built(demo, published)
    second = publish_built(demo, published)
    assert dict(ask(published, "from marts.publication_tables")) == second.rows
    [about] = ask(published, "from marts.publication")
    [(as_of,)] = demo.query("select as_of from intermediate.int_as_of")
    rows = sum(second.rows.values())
    expected = (2, "customer_data", "1.0.0", len(second.rows), rows, second.published_at, as_of)
    assert about == expected
    undescribed = (
        "select table_name from duckdb_tables() where comment is null union all "
        "select column_name from duckdb_columns() where not internal and comment is null"
    )
    assert ask(published, undescribed) == []


def test_the_file_is_an_ordinary_one(world: Path, published: Path) -> None:
    before = os.umask(0o022)
    try:
        publish_world(world, published)
    finally:
        os.umask(before)
    assert published.stat().st_mode & 0o777 == 0o644
    assert files_beside(published) == [published.name]
    # bytes 12 to 20 hold the version of the file format; 67 is the newest that 1.4 reads
    assert int.from_bytes(published.read_bytes()[12:20], "little") == 67


CANARIES = [f"{place}@canary.example" for place in "attribute planned unplanned raw cut".split()]


def test_no_personal_data_is_published(
    warehouse: Warehouse, published: Path, tmp_path: Path
) -> None:
    """Searched in copies that compress nothing; the built file shows that the search finds."""
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute(
            """
            create schema raw;
            create table raw.users as
            select 'u1' as user_id, 'attribute@canary.example' as email, 'Ann' as name,
                '2026-03-01T00:00:00Z' as updated_at;
            create table raw.events as
            select *, 'u1' as user_id, '2026-03-01T10:00:00Z' as received_at from (values
                ('e1', 'user_signed_up', '{"email": "planned@canary.example"}'),
                ('e2', 'page_viewed', '{"path": "/", "note": "unplanned@canary.example"}'),
                ('e3', null, '{"note": "raw@canary.example"}'),
                ('e4', 'page_viewed', '{"path": "cut@canary.example')
            ) as rows (event_id, event_name, properties)
            """
        )
    warehouse.build("--vars", "{demo: false}", "--exclude", "test_type:unit")
    publish_built(warehouse, published)
    built, handed_out = (
        uncompressed(path, tmp_path / f"{path.stem}.audit") for path in (warehouse.path, published)
    )
    for canary in CANARIES:
        assert canary.encode() in built, canary
    assert b"user_signed_up" in handed_out
    assert b"canary" not in handed_out


def uncompressed(path: Path, audit: Path) -> bytes:
    with duckdb.connect() as connection:
        connection.execute("set force_compression = 'uncompressed'")
        connection.execute(f"attach '{path}' as source (read_only)")
        connection.execute(f"attach '{audit}' as audit")
        connection.execute("copy from database source to audit")
    return audit.read_bytes()


# what dbt builds and what it must have tested


def test_what_a_model_keeps_to_itself_stays_inside(publisher: Publisher, tmp_path: Path) -> None:
    link = tmp_path / "link.duckdb"
    link.symlink_to(publisher.published)
    publisher.environment["PUBLISH_PATH"] = str(link)
    printed = publisher.publish(marker=7)
    assert link.is_symlink()
    assert printed.splitlines()[-1].startswith(
        f"published generation 1 to {publisher.published}: 3 tables, 3 rows, "
    )
    assert printed.endswith(", as of 2026-01-02T03:04:05Z\n")
    columns = "select table_name || '.' || column_name from information_schema.columns where "
    assert ask(publisher.published, f"{columns} table_name not like 'publication%'") == [
        ("dim_things.thing_id",),
        ("dim_things.marker",),
        ("fct_things.thing_id",),
        ("fct_things.marker",),
        ("rpt_things.thing_id",),
        ("rpt_things.marker",),
    ]
    version = ask(publisher.published, "select project_version from marts.publication")
    assert version == [("1.2.3",)]


def test_what_failed_is_never_served(publisher: Publisher) -> None:
    """A test, a model, a mart that nobody tested, a part of the rows: and then a good one."""
    publisher.publish(marker=1)
    before = publisher.published.read_bytes()
    failed = publisher.complaint(*publisher.vars(marker=100))
    assert failed == "publish: dbt build failed, see above (exit 1)"
    failed = publisher.complaint(*publisher.vars(marker=2, nonsense="nonsense("))
    assert failed == "publish: dbt build failed, see above (exit 1)"
    some = publisher.complaint(*publisher.vars(marker=2), "--select", "dim_things")
    assert "dbt left out 5 of 6 models, seeds and tests, such as model.world.dim_thieves" in some
    untested = publisher.complaint(*publisher.vars(marker=2), "--exclude", "resource_type:test")
    assert "such as test.world.assert_markers_are_small; leave away what selects" in untested
    assert "leave --empty" in publisher.complaint(*publisher.vars(marker=2), "--empty")
    assert publisher.published.read_bytes() == before
    assert files_beside(publisher.published) == ["published.duckdb"]
    publisher.publish(marker=3)
    assert generation_and_marker(publisher.published) == (2, 3)


def test_a_publish_killed_while_dbt_builds(publisher: Publisher) -> None:
    publisher.publish(marker=1)
    endless = "where (select sum(i) from range(1e11::bigint) as numbers (i)) > 0"
    slow = publisher.vars(marker=2, nonsense=endless)
    with subprocess.Popen(
        [str(BIN / publisher.command[0]), *publisher.command[1:], *slow],
        env={**os.environ, **publisher.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as killed:
        assert any("START sql table model marts.fct_things" in line for line in killed.stdout)
        killed.kill()
        # dbt ends with it, else it would keep the file from the next publish
        assert "fct_things" not in killed.stdout.read()
    assert generation_and_marker(publisher.published) == (1, 1)
    publisher.publish(marker=3)
    assert generation_and_marker(publisher.published) == (2, 3)
    assert files_beside(publisher.published) == ["published.duckdb"]


# where it may be published


def test_the_built_file_is_no_target(world: Path, tmp_path: Path, publisher: Publisher) -> None:
    (tmp_path / "link.duckdb").symlink_to(world)
    (tmp_path / "same.duckdb").hardlink_to(world)
    for name in ("world.duckdb", "bi/../world.duckdb", "link.duckdb", "same.duckdb"):
        complaint = publisher.complaint("--work", str(world), "--to", str(tmp_path / name))
        assert "is the file that dbt builds; name another file with --to" in complaint
    inside = publisher.complaint("--work", "work.duckdb", "--to", "./work.duckdb")
    assert "is the file that dbt builds" in inside


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("nowhere/published.duckdb", "the folder .*/nowhere does not exist; make it or name"),
        ("bi", "bi: is a folder; name another file with --to"),
        ("marts.duckdb", "named like the schema marts in it; name another file"),
    ],
)
def test_a_target_that_cannot_be(
    target: str, expected: str, world: Path, published: Path, tmp_path: Path
) -> None:
    with pytest.raises(PublishError, match=expected):
        check_target(world, tmp_path / target)


def test_a_database_of_somebody_else_is_not_overwritten(world: Path, published: Path) -> None:
    shutil.copy(world, published)
    before = published.read_bytes()
    with pytest.raises(PublishError, match="a database that publish did not write; name another"):
        publish_world(world, published)
    published.write_text("no database")
    with pytest.raises(PublishError, match="not a valid DuckDB database file"):
        publish_world(world, published)
    assert published.read_text() == "no database"
    assert len(before) > 1000


# several at a time


def test_a_second_publish_names_the_first(world: Path, publisher: Publisher) -> None:
    publisher.environment["DUCKDB_PATH"] = str(world)
    with publish_lock(publisher.published):
        complaint = publisher.complaint()
    assert complaint == (
        f"publish: {publisher.published}: another publish to it is at work (PID {os.getpid()}); "
        "wait until it ends, or end it"
    )
    assert files_beside(publisher.published) == []


def test_readers_see_one_generation_and_no_error(world: Path, published: Path) -> None:
    publish_world(world, published)
    readers = [
        subprocess.Popen(
            [sys.executable, str(HERE / "publish_reader.py"), str(published), how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for how in ["once", *["again"] * (times(5, 20) - 1)]
    ]
    seen = [[reader.stdout.readline()] for reader in readers]
    expected = ["1 1\n"]
    for generation in range(2, times(3, 10) + 2):
        make_world(world, marker=generation)
        publish_world(world, published)
        expected.append(f"{generation} {generation}\n")
    for reader, lines in zip(readers[1:], seen[1:], strict=True):
        while lines[-1] not in (expected[-1], ""):
            lines.append(reader.stdout.readline())
    for reader, lines in zip(readers, seen, strict=True):
        rest, errors = reader.communicate("\n")
        assert (reader.returncode, rest, errors) == (0, "", "")
        # a quick publish may be over between two readings
        assert lines == [line for line in expected if line in lines]
    assert seen[0] == expected[:1]


def test_a_file_that_is_open_stays_as_it_is(world: Path, published: Path) -> None:
    publish_world(world, published)
    before = published.read_bytes()
    with published.open("rb") as reader:
        publish_world(world, published)
        assert reader.read() == before
    assert published.read_bytes() != before


def test_a_client_that_writes_is_told_from_a_reader(world: Path, published: Path) -> None:
    """What it leaves to be written later would keep the next generation from being opened."""
    publish_world(world, published)
    write = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]); "
        "c.execute('create table mine as select 1'); print('wrote', flush=True); input(); "
        "os._exit(9)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", write, str(published)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as client:
        assert client.stdout.readline() == "wrote\n"
        with pytest.raises(PublishError, match=rf"\(PID {client.pid}\), has it open for writing"):
            publish_world(world, published)
        client.communicate("\n")
    assert files_beside(published) == ["published.duckdb", "published.duckdb.wal"]
    publish_world(world, published)
    assert files_beside(published) == ["published.duckdb"]
    assert generation_and_marker(published) == (2, 1)


# killed, or out of room


def test_a_publish_killed_at_any_call(tmp_path: Path) -> None:
    make_world(tmp_path / "old.duckdb", marker=1)
    make_world(tmp_path / "new.duckdb", marker=2)
    moments = ["c_call", "call"][: times(1, 2)]
    command = [sys.executable, str(HERE / "publish_kills.py"), str(tmp_path), *moments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    tries = json.loads(done.stdout)
    assert [attempt["killed"] for attempt in tries] == [-signal.SIGKILL] * (len(tries) - 1) + [0]
    assert len(tries) > 10
    found = [attempt["found"] for attempt in tries]
    assert found == sorted(found)
    assert found[0] == [1, 1]
    assert {tuple(pair) for pair in found} == {(1, 1), (2, 2)}
    assert {attempt["rerun"] for attempt in tries} == {0}
    assert {attempt["marker"] for attempt in tries} == {2}
    assert all(attempt["files"] == ["published.duckdb"] for attempt in tries)


def test_a_publish_killed_at_any_time(world: Path, published: Path, tmp_path: Path) -> None:
    """In the middle of a statement too, which takes long enough here."""
    publish_world(world, published)
    large = tmp_path / "large.duckdb"
    make_world(large, marker=2, rows=3_000_000)
    publish = (
        "import sys, pathlib; from publish_worlds import publish_world; "
        "print('started', flush=True); publish_world(*map(pathlib.Path, sys.argv[1:]))"
    )
    unfinished = 0
    for attempt in range(times(10, 100)):
        with subprocess.Popen(
            [sys.executable, "-c", publish, str(large), str(published)],
            cwd=HERE,
            stdout=subprocess.PIPE,
        ) as killed:
            killed.stdout.readline()
            time.sleep(0.02 * (attempt % 20))
            killed.kill()
        generation, marker = generation_and_marker(published)
        assert marker == (1 if generation == 1 else 2)
        unfinished += len(files_beside(published)) > 1
    assert unfinished > 0
    publish_world(world, published)
    assert generation_and_marker(published)[1] == 1
    assert files_beside(published) == ["published.duckdb"]


def test_a_copy_that_lacks_rows_is_not_served(world: Path, published: Path) -> None:
    """A view that never answers twice the same stands for it."""
    with duckdb.connect(str(world)) as connection:
        for table in TABLES:
            connection.execute(f"drop table marts.{table}")
            connection.execute(
                f"create view marts.{table} as select i as thing_id, 1 as marker "
                "from range(100_000) as numbers (i) where random() < 0.5"
            )
    with pytest.raises(PublishError, match=r"rows, but .* were copied; run again"):
        publish_world(world, published)
    assert files_beside(published) == []


@pytest.mark.parametrize("part", [0.0, 0.01, 0.5, 0.95])
def test_a_disk_that_is_full(part: float, world: Path, published: Path) -> None:
    """A limit on the size of files stands for the disk, at several moments of the copying."""
    make_world(world, marker=1, rows=200_000)
    publish_world(world, published)
    before = published.read_bytes()
    # the lock has its few bytes
    size = max(100, int(part * len(before)))
    result = in_child(
        world, published, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    )
    assert result.returncode == 1
    [line] = result.stderr.splitlines()
    assert line.startswith(f"{published}: is as it was; ")
    assert line.endswith("; make room there, then run again")
    assert published.read_bytes() == before
    assert files_beside(published) == ["published.duckdb"]
    assert publish_world(world, published) == 2


def test_too_little_memory(world: Path, published: Path) -> None:
    publish_world(world, published)
    before = published.read_bytes()
    with pytest.raises(PublishError, match=r"is as it was; .*allocate.*; raise --memory-limit"):
        publish_world(world, published, memory_limit="1MB")
    assert published.read_bytes() == before
    assert files_beside(published) == ["published.duckdb"]
    assert publish_world(world, published, memory_limit="1GB") == 2


def test_a_memory_limit_that_is_none(publisher: Publisher) -> None:
    complaint = publisher.complaint("--memory-limit", "much")
    assert complaint == "publish: --memory-limit: not an amount: much; write one such as 2GB"


def in_child(
    world: Path, published: Path, before: Callable[[], None]
) -> subprocess.CompletedProcess[str]:
    publish = textwrap.dedent(
        """
        import pathlib, sys
        from customer_data.publish.errors import PublishError
        from publish_worlds import publish_world
        try:
            publish_world(*map(pathlib.Path, sys.argv[1:]))
        except PublishError as error:
            sys.exit(str(error))
        """
    )
    return subprocess.run(
        [sys.executable, "-c", publish, str(world), str(published)],
        cwd=HERE,
        preexec_fn=before,
        capture_output=True,
        text=True,
        check=False,
    )
