"""From files to marts: every line is accounted for, and only what was sent is stated."""

import json
from pathlib import Path

from conftest import Warehouse
from support import run, succeeded

EVENTS = "2026-02-{:02}T10:00:00Z"
DAYS = range(1, 6)


def land(warehouse: Warehouse, *arguments: str | Path) -> str:
    command = ["customer-data", "land", "--database", warehouse.path, *arguments]
    return succeeded(run(command)).stdout


def event(number: int, **values: object) -> str:
    row = {
        "event_id": f"e{number}",
        "event_name": "report_created",
        "user_id": "u1",
        "received_at": EVENTS.format(1 + number % 5),
        "properties": {"report_id": f"r{number}"},
    }
    return json.dumps({**row, **values})


def test_every_line_is_accounted_for(warehouse: Warehouse, tmp_path: Path) -> None:
    good = [event(number) for number in range(20)]
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    first.write_text("\n".join([*good, "", '{"event_id":', "[]", event(50, event_name=None)]))
    conflict = event(1, properties={"report_id": "other"}, received_at=EVENTS.format(9))
    second.write_text("\n".join([*good[:3], conflict, event(60, badge="new"), "\v", "nonsense"]))
    users = tmp_path / "users.jsonl"
    users.write_text(
        '{"user_id":"u1","country":"DE","job_title":"Baker","updated_at":"2026-01-01T00:00:00Z"}\n'
        '{"user_id":"u1","job_title":null,"updated_at":"2026-01-02T00:00:00Z"}\n'
    )
    land(warehouse, first, second)
    land(warehouse, "--table", "users", users)
    # a second time, under another name: nothing happens
    again = first.rename(tmp_path / "again.jsonl")
    land(warehouse, again)
    warehouse.build("--vars", "{demo: false}", "--exclude-resource-type", "unit_test")
    accounts = warehouse.query(
        "select file_name, number_of_lines, rows_accepted, rows_duplicate, rows_conflicting, "
        "rows_quarantined, rows_suppressed, lines_rejected, lines_blank "
        "from marts.rpt_file_accounting order by load_id"
    )
    assert accounts == [
        ("first.jsonl", 24, 20, 0, 0, 1, 0, 2, 1),
        ("second.jsonl", 7, 1, 3, 1, 0, 0, 1, 1),
    ]
    # the title was sent as null, the country was not sent
    stated = "select country, job_title from marts.dim_users where user_id = 'u1'"
    assert warehouse.query(stated) == [("DE", None)]
