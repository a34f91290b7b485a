"""What runs of dbt itself leave: partial, killed, failed, for another moment, with another plan."""

import random
from pathlib import Path

import duckdb
import pytest
from replay import Recording, SmallWarehouse
from served import MODELS, DbtServer, ServedWarehouse
from support import times
from test_increments import whole
from worlds import Dice, split


def assert_same(found: ServedWarehouse, expected: SmallWarehouse | ServedWarehouse) -> None:
    """Assert that every mart holds the same rows."""
    actual, wanted = found.marts(), expected.marts()
    assert actual.keys() == wanted.keys()
    for table, rows in wanted.items():
        missing, unexpected = set(rows) - set(actual[table]), set(actual[table]) - set(rows)
        assert actual[table] == rows, (table, sorted(missing)[:5], sorted(unexpected)[:5])


@pytest.mark.parametrize("world", range(times(push=20, release=50)))
def test_any_split_is_a_full_refresh(
    world: int, server: DbtServer, recording: Recording, tmp_path: Path
) -> None:
    batches = split(Dice(world).tables, 2, random.Random(world))
    warehouse = ServedWarehouse(server, tmp_path, batches[0])
    warehouse.build()
    warehouse.append(batches[1])
    warehouse.build()
    assert_same(warehouse, whole(recording, batches))


@pytest.mark.parametrize("kill", range(times(push=10, release=100)))
def test_a_killed_build_run_again(
    kill: int, server: DbtServer, recording: Recording, tmp_path: Path
) -> None:
    """The first kills hit the first build, the others a later one; each hits at another moment."""
    chance = random.Random(kill)
    batches = split(Dice(kill).tables, 2, chance)
    warehouse = ServedWarehouse(server, tmp_path, batches[0])
    if kill % 2:
        warehouse.build()
        warehouse.append(batches[1])
    else:
        batches = batches[:1]
    answer = server.run("build", *MODELS, path=warehouse.path, kill_after=chance.uniform(0.2, 3))
    assert answer.exit_code in (0, -9)
    warehouse.build()
    assert_same(warehouse, whole(recording, batches))
    tables = warehouse.query("select table_name from information_schema.tables")
    assert [name for (name,) in tables if "__dbt_" in name] == []
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


def test_what_is_built_in_parts_adds_up(
    server: DbtServer, recording: Recording, tmp_path: Path
) -> None:
    """A run that leaves models out hands on what it did not do."""
    batches = split(Dice(11).tables, 4, random.Random(11))
    warehouse = ServedWarehouse(server, tmp_path, batches[0])
    warehouse.build("--select", "+fct_events")
    warehouse.append(batches[1])
    warehouse.build("--select", "+fct_organization_properties_daily")
    warehouse.append(batches[2])
    # without the lists that say which rows are new
    warehouse.build("--select", "int_events__classified")
    warehouse.build("--select", "int_loads__counted", "int_events__classified")
    warehouse.build("--select", "+fct_user_properties_daily")
    warehouse.build("--select", "+int_events__classified")
    warehouse.append(batches[3])
    warehouse.build("--select", "+fct_events")
    warehouse.build("--full-refresh", "--select", "fct_events")
    warehouse.build()
    assert_same(warehouse, whole(recording, batches))


def test_a_model_that_failed_catches_up(
    server: DbtServer, recording: Recording, tmp_path: Path
) -> None:
    batches = split(Dice(12).tables, 3, random.Random(12))
    warehouse = ServedWarehouse(server, tmp_path, batches[0])
    warehouse.build()
    warehouse.append(batches[1])
    with duckdb.connect(str(warehouse.path)) as connection:
        # somebody's table stands where a work table must go
        connection.execute("alter table intermediate.int_properties__totals rename to moved")
        connection.execute("create view intermediate.int_properties__totals as select 1 as one")
        connection.execute("alter table intermediate.int_objects__lives add column surplus int")
    assert server.run("run", path=warehouse.path).exit_code == 1
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute("alter table intermediate.int_objects__lives drop column surplus")
    warehouse.append(batches[2])
    warehouse.build()
    assert_same(warehouse, whole(recording, batches))


def test_a_table_that_was_dropped_is_built_whole(
    server: DbtServer, recording: Recording, tmp_path: Path
) -> None:
    batches = split(Dice(13).tables, 2, random.Random(13))
    warehouse = ServedWarehouse(server, tmp_path, batches[0])
    warehouse.build()
    warehouse.append(batches[1])
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute("drop table intermediate.int_events__classified")
        connection.execute("drop table intermediate.int_identities__by_email")
        connection.execute("drop table marts.fct_user_properties_daily")
    warehouse.build()
    assert_same(warehouse, whole(recording, batches))


def test_a_build_for_an_earlier_moment_and_back(
    server: DbtServer, recording: Recording, tmp_path: Path
) -> None:
    tables, moment = Dice(14).tables, "2026-01-20T00:00:00Z"
    warehouse = ServedWarehouse(server, tmp_path, tables)
    warehouse.build()
    warehouse.build(as_of=moment)
    (tmp_path / "earlier").mkdir()
    earlier = ServedWarehouse(server, tmp_path / "earlier", tables)
    earlier.build(as_of=moment)
    assert_same(warehouse, earlier)
    warehouse.build()
    assert_same(warehouse, whole(recording, [tables]))


def test_a_build_for_an_earlier_moment_that_is_killed(
    server: DbtServer, recording: Recording, tmp_path: Path
) -> None:
    tables = Dice(16).tables
    warehouse = ServedWarehouse(server, tmp_path, tables)
    warehouse.build()
    for seconds in times(push=(1.5, 2, 2.5, 3), release=[it / 8 for it in range(4, 40)]):
        moment = "2026-01-12T00:00:00Z"
        server.run("build", *MODELS, path=warehouse.path, kill_after=seconds, as_of=moment)
        warehouse.build()
    assert_same(warehouse, whole(recording, [tables]))


def test_another_setting_is_another_build(server: DbtServer, tmp_path: Path) -> None:
    tables = Dice(15).tables
    warehouse = ServedWarehouse(server, tmp_path, tables)
    warehouse.build()
    warehouse.build(unplanned_events="quarantine", reporting_timezone="Asia/Tokyo")
    (tmp_path / "afresh").mkdir()
    afresh = ServedWarehouse(server, tmp_path / "afresh", tables)
    afresh.build(unplanned_events="quarantine", reporting_timezone="Asia/Tokyo")
    assert_same(warehouse, afresh)
