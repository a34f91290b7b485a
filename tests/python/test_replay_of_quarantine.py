"""Events that the plan kept out come back by themselves when the plan lets them in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from event_reference import Row
from served import DbtServer, ServedWarehouse
from support import copy_project, run, succeeded
from worlds import Dice

PERIOD = ("2026-01-12T00:00:00Z", "2026-01-20T00:00:00Z")
EVENTS = "select * from marts.fct_events where {} order by all"
QUARANTINED = (
    "select * from intermediate.int_events__classified "
    "where row_class = 'quarantined' and {} order by all"
)
INSIDE = f"occurred_at >= timestamp '{PERIOD[0]}' and occurred_at < timestamp '{PERIOD[1]}'"


def world() -> dict[str, list[Row]]:
    """A world that many events of are kept out of."""
    tables = Dice(1).tables
    for number in range(2, 9):
        for name, rows in Dice(number).tables.items():
            tables[name] += rows
    return tables


@pytest.fixture(scope="module")
def new_plan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DbtServer]:
    """This project, with a plan that lets any quantity pass and knows a report's size."""
    project = copy_project(tmp_path_factory.mktemp("project") / "customer_data")
    change(project / "plan/events/shop.yml", "{is: 1, action: quarantine}", "1")
    change(
        project / "plan/events/reports.yml",
        "    layout:\n",
        "    size:\n      type: integer\n      description: How large it is.\n    layout:\n",
    )
    succeeded(run(["customer-data", "plan", "--project", project]))
    server = DbtServer(tmp_path_factory.mktemp("new"), project)
    yield server
    server.close()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.fixture(scope="module")
def afresh(new_plan: DbtServer, tmp_path_factory: pytest.TempPathFactory) -> ServedWarehouse:
    """Everything built with the new plan from the start."""
    warehouse = ServedWarehouse(new_plan, tmp_path_factory.mktemp("afresh"), world())
    warehouse.build()
    return warehouse


def test_one_build_brings_them_back(
    server: DbtServer, new_plan: DbtServer, afresh: ServedWarehouse, tmp_path: Path
) -> None:
    warehouse = ServedWarehouse(server, tmp_path, world())
    warehouse.build()
    [(kept_out,)] = warehouse.query(
        "select count(*) from marts.fct_events_quarantined "
        "where rejection_reason = 'minimum:quantity'"
    )
    [(before,)] = warehouse.query("select count(*) from marts.fct_events")
    warehouse.server = new_plan
    warehouse.build()
    [(after,)] = warehouse.query("select count(*) from marts.fct_events")
    assert kept_out > 5 and after == before + kept_out
    assert warehouse.marts() == afresh.marts()


def test_a_period_can_come_back_alone(
    server: DbtServer, new_plan: DbtServer, afresh: ServedWarehouse, tmp_path: Path
) -> None:
    warehouse = ServedWarehouse(server, tmp_path, world())
    warehouse.build()
    before = warehouse.query(EVENTS.format(f"not ({INSIDE})"))
    warehouse.server = new_plan
    warehouse.build(replay_start=PERIOD[0], replay_end=PERIOD[1])
    for sql in (EVENTS, QUARANTINED):
        found, expected = warehouse.query(sql.format(INSIDE)), afresh.query(sql.format(INSIDE))
        assert found == expected and found
    assert warehouse.query(EVENTS.format(f"not ({INSIDE})")) == before
    # the rest waits for a build without a period
    warehouse.build()
    assert warehouse.marts() == afresh.marts()
