"""Real events in two parts, the later part first, end where all of them at once do."""

from pathlib import Path

import duckdb
from served import DbtServer, ServedWarehouse
from support import shared_folder
from test_dbt_runs import assert_same
from worlds import COLUMNS

EVENTS = """
    insert into raw.events by name
    select
        events.id::text as event_id,
        events.type as event_name,
        actors.login as user_id,
        repos.name as organization_id,
        strftime(events.created_at, '%Y-%m-%dT%H:%M:%SZ') as original_timestamp,
        strftime(events.created_at, '%Y-%m-%dT%H:%M:%SZ') as received_at,
        strftime(events.created_at, '%Y-%m-%dT23:59:59Z') as loaded_at,
        json_object('payload_id', events.payload_id)::text as properties
    from '{0}/events.parquet' as events
    left join '{0}/actors.parquet' as actors on events.actor_id = actors.id
    left join '{0}/repos.parquet' as repos on events.repo_id = repos.id
    where {1}
"""


def load(warehouse: ServedWarehouse, where: str) -> None:
    folder = shared_folder("data/k8s_events_2017_06_01_20")
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute(EVENTS.format(folder, where))


def test_the_kubernetes_month(server: DbtServer, tmp_path: Path) -> None:
    nothing = {name: [] for name in COLUMNS}
    (tmp_path / "once").mkdir()
    warehouse = ServedWarehouse(server, tmp_path, nothing)
    once = ServedWarehouse(server, tmp_path / "once", nothing)
    load(warehouse, "events.created_at >= timestamp '2017-06-11 12:00'")
    warehouse.build()
    load(warehouse, "events.created_at < timestamp '2017-06-11 12:00'")
    warehouse.build()
    load(once, "true")
    once.build()
    assert once.query("select count(*) from marts.fct_events") == [(40_062,)]
    assert_same(warehouse, once)
