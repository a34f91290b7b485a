"""The conformance cases beside the project, through the real `dbt build`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Warehouse
from support import shared_folder

# the cases' words for what our marts call otherwise
MAPPING = {
    "events": {
        "table": "marts.fct_events",
        "event_id": "event_id",
        "person_id": "person_id",
        "event_at": "occurred_at",
        "received_at": "received_at",
        "anonymous_id": "anonymous_id",
        "event_name": "event_name",
        "session_id": "session_id",
    },
    "sessions": {
        "table": "marts.fct_sessions",
        "session_id": "session_id",
        "started_at": "started_at",
        "ended_at": "ended_at",
        "events": "number_of_events",
        "person_id": "person_id",
        "session_number": "session_number",
    },
    "persons": {
        "table": "marts.dim_users",
        "person_id": "person_id",
        "user_id": "user_id",
        "first_seen_at": "first_seen_at",
        "last_seen_at": "last_seen_at",
    },
    "organizations": {
        "table": "marts.dim_organizations",
        "organization_id": "organization_id",
        "number_of_reports": "number_of_reports",
    },
}
REAL_ROWS = ("--vars", "{demo: false}", "--exclude", "test_type:unit")


def load(cases: Path, warehouse: Warehouse, *options: str) -> None:
    where = ["--db", warehouse.path, "--table", "raw.events", "--case", "all"]
    subprocess.run(
        [sys.executable, cases / "load_case.py", *where, *options],
        check=True,
        capture_output=True,
    )


def check(cases: Path, warehouse: Warehouse) -> dict[str, int]:
    """Compare with the expected files; returns how many checks passed, failed and were skipped."""
    mapping, report = warehouse.folder / "mapping.json", warehouse.folder / "report.json"
    mapping.write_text(json.dumps(MAPPING))
    where = ["--db", warehouse.path, "--mapping", mapping, "--case", "all", "--json", report]
    done = subprocess.run(
        [sys.executable, cases / "check.py", "-q", *where],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    results = [item["result"] for item in json.loads(report.read_text())]
    return {result: results.count(result) for result in set(results)}


@pytest.fixture(scope="module")
def cases() -> Path:
    return shared_folder("cases")


def test_cases_batch_by_batch_and_at_once(cases: Path, tmp_path: Path) -> None:
    batches = max(json.loads(path.read_text())["batches"] for path in cases.glob("c*_*/case.json"))
    by_batch = Warehouse(tmp_path / "by_batch")
    by_batch.folder.mkdir()
    for batch in range(1, batches + 1):
        load(cases, by_batch, "--batch", str(batch), "--ts", "varchar")
        by_batch.build(*REAL_ROWS)
    results = check(cases, by_batch)
    assert results["PASS"] > 50
    assert "FAIL" not in results

    at_once = Warehouse(tmp_path / "at_once")
    at_once.folder.mkdir()
    load(cases, at_once, "--shuffle", "7")
    at_once.build(*REAL_ROWS)
    assert check(cases, at_once) == results
    # the rows as they came differ in how their times are written, nothing else may
    del (marts := at_once.marts())["marts.fct_events_quarantined"]
    expected = by_batch.marts()
    for mart, lines in marts.items():
        assert lines == expected[mart], mart


ROWS = """
    (null, 'page_viewed', 'd1', null, '2026-03-01T10:00:00Z', '2026-03-01T10:00:01Z', '{"a":1}'),
    ('  ', 'page_viewed', 'd1', null, '2026-03-01T10:00:00Z', '2026-03-01T10:00:09Z', '{"a":1}'),
    (null, 'page_viewed', 'd1', null, '2026-03-01T10:00:00Z', '2026-03-01T10:00:01Z', '{"a":2}'),
    ('t1', 'page_viewed', 'd2', 'u1', '2026-03-01T10:00:00Z', '2026-03-01T10:00:00Z', '{"b":1}'),
    ('t1', 'page_viewed', 'd2', 'u1', '2026-03-01T10:00:00Z', '2026-03-01T10:00:00Z', '{"b":2}'),
    ('t2', 'report_created', 'd2', 'u1', '2026-03-01T10:00:00Z', '2026-03-01T10:00:00Z',
     '{"report_id":"r1"}'),
    ('t3', 'report_deleted', 'd2', 'u1', '2026-03-01T10:00:00Z', '2026-03-01T10:00:00Z',
     '{"report_id":"r1"}')
"""


def test_null_ids_and_equal_timestamps(tmp_path: Path) -> None:
    """Without an id the content is the id; where all times are equal the order still is total."""
    outcomes = []
    for order in ("asc", "desc"):
        warehouse = Warehouse(tmp_path / order)
        warehouse.folder.mkdir()
        create_events(warehouse, order)
        warehouse.build(*REAL_ROWS)
        outcomes.append(warehouse.marts())
        counts = warehouse.query(
            "select sum(rows_raw), sum(rows_accepted), sum(rows_duplicate), sum(rows_conflicting) "
            "from marts.rpt_row_accounting"
        )
        # two synthetic ids, t1 with a conflicting copy, t2, t3
        assert counts == [(7, 5, 1, 1)]
        # deleted beats created of the same instant
        live = warehouse.query(
            "select sum(number_of_reports) from marts.dim_users where user_id = 'u1'"
        )
        assert live == [(0,)]
    assert outcomes[0] == outcomes[1]


def create_events(warehouse: Warehouse, order: str) -> None:
    import duckdb

    with duckdb.connect(str(warehouse.path)) as connection:
        connection.execute("create schema raw")
        connection.execute(
            "create table raw.events as select * from (values "
            f"{ROWS}) as rows (event_id, event_name, anonymous_id, user_id, original_timestamp, "
            f"received_at, properties) order by properties {order}, received_at {order}"
        )
