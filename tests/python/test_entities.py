"""What calls and tables together say of users and organizations, from raw rows to the marts."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from event_reference import Row
from replay import Recording, SmallWarehouse
from support import Rows
from test_increments import whole
from worlds import COLUMNS, RELATIONS, Tables, iso

LOADED = datetime(2026, 2, 1)
OPEN = None

Build = Callable[..., SmallWarehouse]


def at(day: int) -> datetime:
    return datetime(2026, 1, day)


def call(day: int, name: str, said: dict[str, Any] | None = None, **values: str | None) -> Tables:
    """An event of a day, a user's unless somebody else is named."""
    row: Row = {
        **dict.fromkeys(COLUMNS["events"]),
        "event_id": f"{name}-{day}-{json.dumps(said)}",
        "event_name": name,
        "user_id": "u",
        "original_timestamp": iso(at(day)),
        "received_at": iso(at(day)),
        "loaded_at": iso(LOADED),
        "properties": json.dumps(said or {}),
        **values,
    }
    return together("events", row)


def identify(day: int, said: dict[str, Any], **values: str | None) -> Tables:
    return call(day, "identify", said, **values)


def group(day: int, said: dict[str, Any], **values: str | None) -> Tables:
    return call(day, "group", said, **{"organization_id": "o", **values})


def row_of(table: str, day: int, **values: str | None) -> Tables:
    """A row of an entity's table, about user u or organization o."""
    row: Row = {**dict.fromkeys(COLUMNS[table]), "updated_at": iso(at(day))}
    ids = {"users": {"user_id": "u"}, "organizations": {"organization_id": "o"}}
    return together(table, {**row, "loaded_at": iso(LOADED), **ids.get(table, {}), **values})


def together(table: str, *rows: Row) -> Tables:
    return {**{name: [] for name in RELATIONS}, table: list(rows)}


@pytest.fixture
def built(recording: Recording) -> Build:
    """Builds from raw rows, at once: other tests tell that their order changes nothing."""

    def build(*arrivals: Tables) -> SmallWarehouse:
        return whole(recording, arrivals)

    return build


def user(warehouse: SmallWarehouse, *columns: str) -> Rows:
    return warehouse.query(
        f"select {', '.join(columns)} from marts.dim_users "
        "left join restricted.dim_users_pii using (person_id) order by all"
    )


def user_history(warehouse: SmallWarehouse) -> Rows:
    return warehouse.query(
        "select country, is_deleted, valid_from, valid_to from marts.dim_users_history "
        "order by valid_from"
    )


def organization(warehouse: SmallWarehouse, *columns: str) -> Rows:
    return warehouse.query(
        f"select {', '.join(columns)} from marts.dim_organizations order by organization_id"
    )


def memberships(warehouse: SmallWarehouse) -> Rows:
    return warehouse.query(
        "select user_id, organization_id, role, valid_from, valid_to "
        "from marts.dim_memberships_history order by all"
    )


# -- users -------------------------------------------------------------------------------------


def test_the_latest_statement_counts_whether_a_call_or_a_row_makes_it(built: Build) -> None:
    """A row states all of its columns, a call only what it says."""
    warehouse = built(
        identify(1, {"country": "DE", "job_title": "clerk", "name": "Ann"}),
        row_of("users", 2, country="FR"),
        identify(3, {"job_title": "chief"}),
    )
    assert user(warehouse, "country", "job_title", "name") == [("FR", "chief", None)]
    assert user_history(warehouse) == [
        ("DE", False, at(1), at(2)),
        ("FR", False, at(2), at(3)),
        ("FR", False, at(3), OPEN),
    ]


def test_null_clears_and_silence_does_not(built: Build) -> None:
    warehouse = built(
        identify(1, {"country": "DE", "name": "Ann"}),
        identify(2, {"country": None}),
        identify(3, {}),
    )
    assert user(warehouse, "country", "name") == [(None, "Ann")]
    assert user_history(warehouse) == [("DE", False, at(1), at(2)), (None, False, at(2), OPEN)]


def test_the_email_changes_and_the_person_stays(built: Build) -> None:
    warehouse = built(
        identify(1, {"email": "old@example.com"}, user_id=None, anonymous_id="a"),
        identify(2, {"email": "old@example.com"}),
        row_of("users", 3, email="new@example.com"),
        call(4, "page_viewed", user_id=None, anonymous_id="a"),
    )
    [(person_id, user_id, email)] = user(warehouse, "person_id", "user_id", "email")
    assert (user_id, email) == ("u", "new@example.com")
    persons = "select distinct person_id from marts.fct_events"
    assert warehouse.query(persons) == [(person_id,)]
    identifiers = "select distinct person_id from intermediate.int_identifiers__resolved"
    assert warehouse.query(identifiers) == [(person_id,)]


def test_what_is_stated_of_nobody_known_is_an_anonymous_persons(built: Build) -> None:
    warehouse = built(
        identify(1, {"country": "DE"}, user_id=None, anonymous_id="a"),
        call(2, "page_viewed", user_id=None, anonymous_id="b"),
    )
    assert user(warehouse, "country", "is_anonymous", "is_deleted") == [
        ("DE", True, False),
        (None, True, False),
    ]
    # of b nothing is stated
    assert user_history(warehouse) == [("DE", False, at(1), OPEN)]


def test_statements_of_a_device_become_its_users(built: Build) -> None:
    warehouse = built(
        identify(1, {"country": "DE"}, user_id=None, anonymous_id="a"),
        call(3, "page_viewed", anonymous_id="a"),
    )
    assert user(warehouse, "user_id", "country") == [("u", "DE")]


def test_a_deletion_ends_the_history_and_only_a_row_opens_it_again(built: Build) -> None:
    warehouse = built(
        row_of("users", 1, country="DE"),
        row_of("users", 1, country="DE", deleted_at=iso(at(3))),
        identify(4, {"country": "FR"}),
    )
    assert user(warehouse, "is_deleted") == [(True,)]
    assert user_history(warehouse) == [("DE", True, at(1), at(3))]
    again = built(
        row_of("users", 1, country="DE"),
        row_of("users", 1, country="DE", deleted_at=iso(at(3))),
        identify(4, {"country": "FR"}),
        row_of("users", 6, country="IT"),
    )
    assert user(again, "is_deleted", "country") == [(False, "IT")]
    assert user_history(again) == [("DE", True, at(1), at(3)), ("IT", False, at(6), OPEN)]


def test_what_is_of_no_known_time_is_not_deleted(built: Build) -> None:
    """A membership that says not when makes its user and organization known, and ends nothing."""
    warehouse = built(row_of("memberships", 1, user_id="u", organization_id="o"))
    assert user(warehouse, "user_id", "is_deleted") == [("u", False)]
    assert organization(warehouse, "organization_id", "is_deleted") == [("o", False)]


def test_of_calls_of_one_moment_the_one_received_last_counts_then_the_greater_id(
    built: Build,
) -> None:
    at_noon = {"original_timestamp": iso(at(1)), "sent_at": iso(at(1) - timedelta(1))}
    ids = ("a", "b", "c", "d", "e")
    calls = [identify(1, {"country": it}, event_id=it, **at_noon) for it in ids]
    assert user(built(*calls), "country") == [("e",)]
    late = {**at_noon, "received_at": iso(at(2))}
    calls[1] = identify(1, {"country": "b"}, event_id="b", **late)
    assert user(built(*calls), "country") == [("b",)]


# -- organizations and memberships -------------------------------------------------------------


def test_a_group_call_makes_an_organization_and_a_member(built: Build) -> None:
    warehouse = built(
        group(1, {"name": "Acme", "role": "owner"}),
        group(2, {"industry": "trade", "role": "owner"}),
        group(3, {"name": None}, user_id=None, anonymous_id="a"),
    )
    assert organization(warehouse, "organization_id", "name", "industry", "is_deleted") == [
        ("o", None, "trade", False)
    ]
    assert memberships(warehouse) == [("u", "o", "owner", at(1), OPEN)]


def test_a_group_call_says_less_of_a_member_than_events_and_they_less_than_the_table(
    built: Build,
) -> None:
    joined = call(4, "organization_joined", {"role": "admin"}, organization_id="o")
    left = call(6, "organization_left", organization_id="o")
    called = group(2, {"role": "owner"})
    assert memberships(built(called, left)) == [("u", "o", "owner", at(2), at(6))]
    assert memberships(built(called, joined, left)) == [("u", "o", "admin", at(4), at(6))]
    spell = {"user_id": "u", "organization_id": "o", "joined_at": iso(at(1))}
    stated = row_of("memberships", 5, **spell)
    assert memberships(built(called, joined, left, stated)) == [("u", "o", None, at(1), OPEN)]


def test_the_table_of_organizations_wins_property_by_property(recording: Recording) -> None:
    """What the table has no column for, calls state; what it has one for, they never do."""
    warehouse = SmallWarehouse(recording)
    for column in ("industry", "plan_tier"):
        warehouse.query(f"alter table raw.organizations drop column {column}")
    rows = row_of("organizations", 2, name="Table")["organizations"]
    kept = [
        {key: value for key, value in row.items() if key not in ("industry", "plan_tier")}
        for row in rows
    ]
    said = {"name": "Call", "industry": "trade", "number_of_employees": 7}
    warehouse.append({**group(3, said), "organizations": kept})
    warehouse.build()
    columns = ("name", "industry", "number_of_employees")
    assert organization(warehouse, *columns) == [("Table", "trade", None)]
    history = warehouse.query(
        "select name, industry, valid_from from marts.dim_organizations_history order by valid_from"
    )
    assert history == [("Table", None, at(2)), ("Table", "trade", at(3))]


def test_a_deleted_organization_loses_its_members_and_no_call_brings_it_back(built: Build) -> None:
    warehouse = built(
        group(1, {"name": "Acme"}),
        row_of("organizations", 1, deleted_at=iso(at(3))),
        group(5, {"name": "Again"}),
    )
    assert organization(warehouse, "is_deleted") == [(True,)]
    # who is called a member of what is gone has joined it again
    assert memberships(warehouse) == [("u", "o", None, at(1), at(3)), ("u", "o", None, at(5), OPEN)]


def test_parents_and_ancestors_come_from_rows_and_calls(built: Build) -> None:
    warehouse = built(
        row_of("organizations", 1, organization_id="team", parent_organization_id="unit"),
        group(1, {"parent_organization_id": "firm"}, organization_id="unit"),
        group(2, {"parent_organization_id": "nowhere"}, organization_id="firm"),
    )
    assert organization(warehouse, "organization_id", "parent_organization_id") == [
        ("firm", "nowhere"),
        ("team", "unit"),
        ("unit", "firm"),
    ]
    ancestors = (
        "select organization_id, ancestor_organization_id, depth "
        "from marts.dim_organization_ancestors where depth > 0 order by all"
    )
    assert warehouse.query(ancestors) == [
        ("team", "firm", 2),
        ("team", "unit", 1),
        ("unit", "firm", 1),
    ]
