"""What a session tells of its events, where the plan lets it."""

import random
from dataclasses import replace

import pytest
from event_reference import SessionPlan
from reference import build
from replay import Recording, SmallWarehouse
from support import times
from test_increments import TOGETHER, assert_same
from test_reference import CHECKS, compare
from worlds import PLAN, Dice, split, together

TELLING = replace(PLAN, sessions=SessionPlan(tells_user=True, tells_organization=True))


@pytest.mark.parametrize("first", range(0, times(push=10, release=100), TOGETHER))
def test_sessions_tell_users_and_organizations_in_every_mart(
    first: int, recording: Recording
) -> None:
    tables = together(Dice(first + number).tables for number in range(TOGETHER))
    warehouse, at_once = SmallWarehouse(recording), SmallWarehouse(recording)
    for batch in split(tables, 3, random.Random(first)):
        for it in (warehouse, at_once):
            it.follow(TELLING)
            it.append(batch)
        warehouse.build()
    at_once.build()
    assert_same(warehouse, at_once)
    expected = build(tables, TELLING)
    for name in CHECKS:
        compare(name, expected, warehouse.query)


def test_they_tell_something(recording: Recording) -> None:
    warehouse = SmallWarehouse(recording)
    warehouse.follow(TELLING)
    warehouse.append(together(Dice(number).tables for number in range(10)))
    warehouse.build()
    (told,) = warehouse.query(
        "select count(*) filter (organization_basis = 'session'), "
        "count(*) filter (user_id is null and exists (from marts.dim_identifiers it where "
        "it.identifier_value = anonymous_id and it.is_rejected and "
        "it.person_id <> facts.person_id)) from marts.fct_events as facts"
    )
    assert all(told), told
