"""Where memory, disk or the file itself run out, a build stops cleanly and a later one succeeds."""

import resource
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import Warehouse
from support import BIN, PROJECT, dbt, times

KIB = 1024


MODELS = ("build", "--resource-type", "seed", "--resource-type", "model")


def built(warehouse: Warehouse) -> dict[str, list[str]]:
    warehouse.build(*MODELS[1:])
    return warehouse.marts()


def no_leftovers(warehouse: Warehouse) -> bool:
    tables = warehouse.query("select table_name from information_schema.tables")
    is_clean = not any("__dbt_" in name for (name,) in tables)
    return is_clean and not list(warehouse.folder.glob("*.tmp/*"))


def test_what_a_killed_build_left_is_removed(warehouse: Warehouse) -> None:
    before = built(warehouse)
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute("create table marts.dim_users__dbt_backup as from marts.dim_users")
        connection.execute("create view marts.dim_users__dbt_tmp as from marts.dim_users")
    spilled = Path(f"{warehouse.path}.tmp") / "duckdb_temp_storage_DEFAULT-0.tmp"
    spilled.parent.mkdir()
    spilled.write_bytes(b"somebody@example.com")
    assert not no_leftovers(warehouse)
    assert built(warehouse) == before
    assert no_leftovers(warehouse)


def test_too_little_memory(warehouse: Warehouse) -> None:
    result = dbt(
        *MODELS,
        database=warehouse.path,
        target_path=warehouse.folder / "target",
        DUCKDB_MEMORY_LIMIT="9MB",
    )
    assert result.returncode != 0
    assert "Out of Memory" in result.stdout + result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    assert built(warehouse)
    assert no_leftovers(warehouse)


# what dbt writes of its own is smaller
@pytest.mark.parametrize("kib", times(push=[7_000], release=[*range(6_000, 16_000, 1_000)]))
def test_a_full_disk(kib: int, warehouse: Warehouse) -> None:
    """No file may grow beyond so many KiB, which is what a full disk is to a writer."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kib * KIB, kib * KIB))

    result = subprocess.run(
        [BIN / "dbt", *MODELS, "--no-write-json", "--target-path", warehouse.folder / "target"],
        cwd=PROJECT,
        env={"DUCKDB_PATH": str(warehouse.path), "DBT_LOG_PATH": str(warehouse.folder)},
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    printed = result.stdout + result.stderr
    assert result.returncode != 0, printed
    assert "File too large" in printed
    assert "Traceback" not in printed
    assert built(warehouse)
    assert no_leftovers(warehouse)


def test_a_second_writer_is_told_who_the_first_is(warehouse: Warehouse) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(warehouse.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert first.stdout and first.stdout.readline() == "held\n"
    result = dbt("build", database=warehouse.path, target_path=warehouse.folder / "target")
    first.communicate("\n")
    assert result.returncode != 0
    [line] = [line for line in result.stdout.splitlines() if "PID" in line]
    assert f"(PID {first.pid}); close that one, then run again" in line


HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"
