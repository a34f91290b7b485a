"""How the marts must change when the raw rows change in a known way, whatever the rows are."""

import json
import re
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from event_reference import Row
from replay import Recording
from support import Rows, times
from test_increments import whole
from worlds import LAST_LOAD, Dice, Tables, iso

WORLDS = [*range(times(push=10, release=200))]
USERS = "select * exclude (stated_source_name) from marts.dim_users where {} order by all"
ORGANIZATIONS = "select * from marts.dim_organizations where {} order by all"
WHOLE = [
    "select count(*), event_name, organization_basis from marts.fct_events group by all",
    "select sum(rows_raw), sum(rows_accepted), sum(rows_duplicate), sum(rows_conflicting), "
    "sum(rows_quarantined) from marts.rpt_row_accounting",
    "select count(*), role, is_current from marts.dim_memberships_history group by all",
    "select count(*), number_of_reports, total_spent, preferred_genre from marts.dim_users "
    "group by all",
    "select count(*), number_of_users, number_of_reports from marts.dim_organizations group by all",
    "select count(*), sum(number_of_reports) from marts.fct_organization_properties_daily",
]


def mapped(tables: Tables, change: Any) -> Tables:
    """The tables with each text changed."""
    return {
        name: [
            {key: change(value) if isinstance(value, str) else value for key, value in row.items()}
            for row in rows
        ]
        for name, rows in tables.items()
    }


def extra_event(name: str, user: str, number: int, **values: Any) -> Row:
    at = datetime(2026, 2, 20) + timedelta(minutes=number)
    return {
        **dict.fromkeys(Dice(0).tables["events"][0]),
        "event_id": f"extra-{number}",
        "event_name": name,
        "user_id": user,
        "received_at": iso(at),
        "original_timestamp": iso(at),
        "loaded_at": iso(LAST_LOAD),
        "properties": json.dumps({"report_id": "extra"}),
        **values,
    }


@pytest.mark.parametrize("world", WORLDS)
def test_events_of_one_user_change_that_user_and_their_organizations(
    world: int, recording: Recording
) -> None:
    tables, user = Dice(world).tables, f"w{world:02}-u1"
    before = whole(recording, [tables])
    after = whole(recording, [tables])
    after.append({"events": [extra_event("report_created", user, it) for it in range(3)]})
    after.build()
    others = USERS.format(f"user_id is distinct from '{user}'")
    assert after.query(others) == before.query(others)
    theirs = (
        "organization_id not in (select organization_id from marts.fct_events "
        "where event_id like 'extra-%' and organization_id is not null)"
    )
    untouched = after.query(ORGANIZATIONS.format(theirs))
    assert set(untouched) <= set(before.query(ORGANIZATIONS.format("true")))
    assert after.query(USERS.format("true")) != before.query(USERS.format("true"))


@pytest.mark.parametrize("world", WORLDS)
def test_a_report_made_and_deleted_is_two_events_and_no_report(
    world: int, recording: Recording
) -> None:
    tables, user = Dice(world).tables, f"w{world:02}-u1"
    warehouse = whole(recording, [tables])
    counts = (
        "select count(*) from marts.fct_events",
        ("select person_id, number_of_reports from marts.dim_users order by all"),
    )
    [(events,)], reports = (warehouse.query(sql) for sql in counts)
    warehouse.append({"events": [extra_event("report_created", user, 1)]})
    warehouse.build()
    assert warehouse.query(counts[1]) != reports
    warehouse.append({"events": [extra_event("report_deleted", user, 2)]})
    warehouse.build()
    assert warehouse.query(counts[0]) == [(events + 2,)]
    known = {person for person, _ in reports}
    assert [row for row in warehouse.query(counts[1]) if row[0] in known] == reports


@pytest.mark.parametrize("world", WORLDS)
def test_other_names_give_the_same_numbers(world: int, recording: Recording) -> None:
    tables = Dice(world).tables
    renamed = mapped(tables, lambda text: text.replace(f"w{world:02}-", "other-"))
    first, second = whole(recording, [tables]), whole(recording, [renamed])
    for sql in WHOLE:
        assert Counter(second.query(sql)) == Counter(first.query(sql)), sql


@pytest.mark.parametrize("world", WORLDS)
def test_a_world_and_its_double_give_twice_the_numbers(world: int, recording: Recording) -> None:
    tables = Dice(world).tables
    twin = mapped(tables, lambda text: text.replace(f"w{world:02}-", "twin-"))
    # what has no id of its own is told apart by what it says
    for row in twin["events"]:
        row["context"] = '{"twin":true}'
    once, both = whole(recording, [tables]), whole(recording, [tables, twin])
    for sql in WHOLE:
        assert summed(both.query(sql)) == summed(once.query(sql), 2), sql


def summed(rows: Rows, factor: int = 1) -> dict[Any, Any]:
    """The first column by the others, where these are labels; sums are all multiplied."""
    if len(rows) == 1:
        return {0: [(value or 0) * factor for value in rows[0]]}
    return {row[1:]: row[0] * factor for row in rows}


@pytest.mark.parametrize("world", WORLDS)
def test_another_time_of_the_year_gives_the_same_at_that_time(
    world: int, recording: Recording
) -> None:
    weeks = timedelta(weeks=20)
    moment = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
    tables = Dice(world).tables

    def later(text: str) -> str:
        return moment.sub(lambda found: iso(datetime.fromisoformat(found[0][:-1]) + weeks), text)

    # attributes are texts like others: only the clocks move
    shifted = {
        name: [
            {
                key: later(value) if isinstance(value, str) and key in CLOCKS else value
                for key, value in row.items()
            }
            for row in rows
        ]
        for name, rows in tables.items()
    }
    first, second = whole(recording, [tables]), whole(recording, [shifted])
    for sql in (
        "select user_id, role, valid_from, valid_to from marts.dim_memberships_history",
        "select organization_id, snapshot_date, number_of_users, number_of_reports "
        "from marts.fct_organization_properties_daily",
        "select person_id, snapshot_date, number_of_reports, total_spent, preferred_genre "
        "from marts.fct_user_properties_daily",
        "select user_id, valid_from, valid_to, is_deleted from marts.dim_users_history",
    ):
        assert Counter(second.query(sql)) == Counter(moved(first.query(sql), weeks)), sql


CLOCKS = (
    "original_timestamp sent_at received_at loaded_at updated_at deleted_at joined_at left_at"
).split()


def moved(rows: Rows, by: timedelta) -> Rows:
    """The rows with every moment and day later by so much."""
    return [
        tuple(value + by if isinstance(value, date) else value for value in row) for row in rows
    ]
