"""Audiences hold whom the reference says, and each change is told once."""

import random
from collections import Counter

import pytest
from audience_reference import Audiences
from reference import build
from replay import Recording, SmallWarehouse
from support import times
from test_increments import assert_same, bit_by_bit, whole
from worlds import PLAN, Dice, split, together

MEMBERS = "select audience_name, entity_id, valid_from, valid_to from marts.fct_audience_members"
TURNS = """
select audience_name, entity_id, turn, changed_at
from intermediate.int_audiences__turned
"""
# what was told and not taken back
STANDING = """
select audience_name, entity_id, turn, changed_at
from marts.fct_audience_changes
group by all
having sum(case when change = 'corrected' then -1 else 1 end) = 1
"""
WORLDS = range(times(push=5, release=80))


@pytest.mark.parametrize("world", WORLDS)
def test_members_are_those_of_the_reference(world: int, recording: Recording) -> None:
    tables = Dice(world).tables
    warehouse = whole(recording, [tables])
    expected = build(tables, PLAN)
    tied = expected.tied()
    organizations = {it.organization_id for it in expected.memberships if it.user_id in tied}
    tied |= organizations
    found = Counter(row for row in warehouse.query(MEMBERS) if row[1] not in tied)
    wanted = Counter(row for row in Audiences(expected).members() if row[1] not in tied)
    missing, unexpected = wanted - found, found - wanted
    assert not missing and not unexpected, (sorted(missing, key=str), sorted(unexpected, key=str))


def test_every_audience_has_had_members(recording: Recording) -> None:
    warehouse = whole(recording, [Dice(number).tables for number in range(20)])
    found = {name for (name,) in warehouse.query("select audience_name from (" + MEMBERS + ")")}
    assert found == set(PLAN.audiences)


@pytest.mark.parametrize("world", WORLDS)
def test_each_change_is_told_once_however_often_it_is_built(
    world: int, recording: Recording
) -> None:
    """After each build what stands is what is so; nothing is told or taken back twice."""
    warehouse = SmallWarehouse(recording)
    told: list[tuple] = []
    for batch in split(Dice(world).tables, 4, random.Random(world)):
        warehouse.append(batch)
        warehouse.build()
        assert sorted(warehouse.query(STANDING)) == sorted(warehouse.query(TURNS))
        # what was told stays as it was
        now = warehouse.query("from marts.fct_audience_changes order by change_position")
        assert now[: len(told)] == told
        told = now
        warehouse.build()
        assert warehouse.query("from marts.fct_audience_changes order by all") == sorted(told)
    ids = warehouse.query("select distinct change_id from marts.fct_audience_changes")
    assert len(ids) == len(told)


@pytest.mark.parametrize("world", WORLDS)
def test_a_kill_neither_loses_nor_doubles_a_change(world: int, recording: Recording) -> None:
    chance = random.Random(world)
    batches = split(Dice(world).tables, 3, chance)
    warehouse = SmallWarehouse(recording)
    for batch in batches:
        warehouse.append(batch)
        if warehouse.is_built:
            warehouse.build(until=chance.randrange(len(recording.later)))
        else:
            warehouse.build()
    warehouse.build()
    assert_same(warehouse, whole(recording, batches))
    assert sorted(warehouse.query(STANDING)) == sorted(warehouse.query(TURNS))


def test_late_data_take_back_what_was_told(recording: Recording) -> None:
    """Some worlds tell a change that later rows deny."""
    tables = together(Dice(world).tables for world in WORLDS)
    warehouse = bit_by_bit(recording, split(tables, 4, random.Random(0)))
    [(corrected,)] = warehouse.query(
        "select count(*) from marts.fct_audience_changes where change = 'corrected'"
    )
    assert corrected > 0


def test_nobody_is_in_without_consent(recording: Recording) -> None:
    """In any order of what people say of a purpose, and for people who turn out to be one."""
    tables = together(Dice(world).tables for world in WORLDS)
    random.Random(0).shuffle(tables["consents"])
    warehouse = whole(recording, [tables])
    assert (
        warehouse.query(
            "select members.* from marts.fct_audience_members as members "
            "inner join plan.plan_audiences as audiences using (audience_name) "
            "where members.entity_type = 'user' and not exists (from "
            "intermediate.int_consents__granted as consents "
            "where consents.entity_id = members.entity_id and consents.purpose = audiences.purpose "
            "and consents.valid_from <= members.valid_from and (consents.valid_to is null "
            "or consents.valid_to >= coalesce(members.valid_to, consents.valid_to)))"
        )
        == []
    )


def test_an_outbox_row_tells_what_its_destination_may_know(recording: Recording) -> None:
    warehouse = whole(recording, [Dice(number).tables for number in range(8)])
    rows = warehouse.query(
        "select destination, count(*), count(user_id), count(email), count(organization_id) "
        "from restricted.fct_outbox group by all order by all"
    )
    found = {name: counts for name, *counts in rows}
    assert found["accounts"][1:3] == [0, 0] and found["accounts"][3] == found["accounts"][0]
    assert found["crm"][3] == 0 and found["crm"][1] > 0 and found["crm"][2] > 0
