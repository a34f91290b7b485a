"""Increments end where a full refresh does, in whatever order and portions the rows arrive.

The statements are those that dbt sends, on small random worlds in memory.
"""

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

import pytest
from event_reference import Row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference import build
from replay import Recording, SmallWarehouse
from support import times
from test_reference import CHECKS, compare
from worlds import COLUMNS, PLAN, RELATIONS, Dice, Tables, iso, split, together

LISTS = (
    "events__touched events__restated subjects__touched objects__touched sightings__touched "
    "identifiers__touched devices__touched sessions__touched sessions__renumbered "
    "funnels__touched"
).split()
# what counts raw rows, copies too
ACCOUNTS = ("rpt_row_accounting", "rpt_event_coverage", "rpt_schema_drift", "fct_findings")

# a build of five worlds, whose ids differ, costs hardly more than one of one
TOGETHER = 5

tries = settings(
    max_examples=times(push=100, release=500) // TOGETHER,
    deadline=None,
    derandomize=times(push=1, release=0) == 1,
    suppress_health_check=list(HealthCheck),
)


def whole(recording: Recording, batches: Iterable[Tables], **options: str) -> SmallWarehouse:
    """Everything at once: what a full refresh makes of it."""
    warehouse = SmallWarehouse(recording, **options)
    for batch in batches:
        warehouse.append(batch)
    warehouse.build()
    return warehouse


def bit_by_bit(recording: Recording, batches: Iterable[Tables], **options: str) -> SmallWarehouse:
    """A build after each batch."""
    warehouse = SmallWarehouse(recording, **options)
    for batch in batches:
        warehouse.append(batch)
        warehouse.build()
    return warehouse


def assert_same(found: SmallWarehouse, expected: SmallWarehouse) -> None:
    """Assert that every mart of two warehouses holds the same rows."""
    actual, wanted = found.marts(), expected.marts()
    assert actual.keys() == wanted.keys()
    for table, rows in wanted.items():
        missing, unexpected = set(rows) - set(actual[table]), set(actual[table]) - set(rows)
        assert actual[table] == rows, (table, sorted(missing)[:5], sorted(unexpected)[:5])


@st.composite
def arrivals(draw: st.DrawFn, world: int) -> list[Tables]:
    """The rows of a world in any parts and order, some of them again."""
    parts = draw(st.integers(2, 5))
    batches = split(Dice(world).tables, parts, random.Random(draw(st.integers(0, 10**6))))
    # a batch that comes again, among them one with nothing in it
    repeats = draw(st.lists(st.integers(0, 4), max_size=2))
    return batches + [batches[number] if number < parts else EMPTY for number in repeats]


@tries
@given(data=st.data())
def test_any_split_order_and_repetition_is_a_full_refresh(
    recording: Recording, data: st.DataObject
) -> None:
    numbers = st.lists(st.integers(0, 10**6), min_size=TOGETHER, max_size=TOGETHER, unique=True)
    worlds = [data.draw(arrivals(number)) for number in data.draw(numbers)]
    batches = [together(parts) for parts in zip_longest(*worlds, fillvalue=EMPTY)]
    found = bit_by_bit(recording, batches)
    assert_same(found, whole(recording, batches))
    expected = build(together(batches), PLAN)
    for name in CHECKS:
        compare(name, expected, found.query)


EMPTY: Tables = {name: [] for name in RELATIONS}


def test_a_batch_delivered_twice_adds_nothing_but_duplicates(recording: Recording) -> None:
    tables = Dice(7).tables
    once, twice = whole(recording, [tables]), bit_by_bit(recording, [tables, tables])
    marts, again = once.marts(), twice.marts()
    for name in (table for table in marts if table.split(".")[1] not in ACCOUNTS):
        # what cannot be read has no copies: each of its rows is kept
        if name != "marts.fct_events_quarantined":
            assert again[name] == marts[name], name


def test_a_run_with_nothing_new_changes_nothing(recording: Recording) -> None:
    warehouse = whole(recording, [Dice(3).tables])
    before = warehouse.marts()
    for _ in range(times(push=1, release=20)):
        warehouse.build()
        assert warehouse.marts() == before
        for name in LISTS:
            assert warehouse.query(f"select count(*) from intermediate.int_{name}") == [(0,)]


def event(event_id: str | None, received: datetime, **values: Any) -> Row:
    """A raw event that was loaded the next night, all else being null."""
    row: Row = dict.fromkeys(COLUMNS["events"])
    return {
        **row,
        "event_id": event_id,
        "event_name": "report_created",
        "user_id": "w00-u1",
        "received_at": iso(received),
        "original_timestamp": iso(received),
        "loaded_at": iso(received + timedelta(hours=9)),
        "properties": '{"report_id":"w00-r1"}',
        **values,
    }


def events(*rows: Row) -> Tables:
    return {**EMPTY, "events": list(rows)}


def entity(table: str, **values: Any) -> Tables:
    row: Row = {**dict.fromkeys(COLUMNS[table]), **values}
    return {**EMPTY, table: [row]}


NOON = datetime(2026, 2, 1, 12)
LATER = NOON + timedelta(days=400)
ARRIVALS: dict[str, list[Tables]] = {
    "a duplicate 400 days later": [
        events(event("x", NOON)),
        events(event("x", LATER)),
    ],
    "an earlier copy that comes 400 days later wins": [
        events(event("x", NOON)),
        events(event("x", NOON - timedelta(seconds=1), loaded_at=iso(LATER), user_id="w00-u2")),
    ],
    "a conflicting copy": [
        events(event("x", NOON)),
        events(event("x", LATER, properties='{"report_id":"w00-r9"}')),
    ],
    "a conflicting copy that turns the winner into the loser, and its report into another": [
        events(event("x", LATER, properties='{"report_id":"w00-r8"}', organization_id="w00-o1")),
        events(event("x", NOON, properties='{"report_id":"w00-r9"}', organization_id="w00-o2")),
    ],
    "an event 400 days late": [
        events(event("x", LATER)),
        events(event("y", LATER, original_timestamp=iso(NOON), event_name="report_deleted")),
    ],
    "an event dated 2033": [
        events(event("x", NOON, original_timestamp="2033-01-01T00:00:00Z")),
        events(event("y", NOON + timedelta(days=1))),
    ],
    "a load from the future first": [
        events(event("x", LATER, loaded_at="2033-01-01T00:00:00Z")),
        events(event("y", NOON)),
    ],
    "an empty batch": [events(event("x", NOON)), EMPTY, events(event("y", LATER))],
    "a batch of one row": [events(event("x", NOON))],
    "events without an id": [
        events(event(None, NOON), event("", NOON, user_id="w00-u2")),
        events(event(None, LATER, original_timestamp=iso(NOON)), event(None, NOON)),
    ],
    "events without any clock or name": [
        events(event("x", NOON, received_at=None, loaded_at=None)),
        events(event("x", NOON, received_at=None, loaded_at=None), event("y", NOON, event_name="")),
        events(event("x", NOON)),
    ],
    "nobody's event": [
        events(event("x", NOON, user_id=None)),
        events(event("x", NOON, user_id=None), event("y", NOON, user_id=None)),
    ],
    "a device that turns out to be a user's": [
        events(event("x", NOON, user_id=None, anonymous_id="w00-a1")),
        events(event("y", LATER, anonymous_id="w00-a1")),
    ],
    "a device that turns out to be shared": [
        events(
            event("x", NOON, user_id=None, anonymous_id="w00-a1"),
            event("y", NOON, anonymous_id="w00-a1"),
        ),
        events(event("z", LATER, anonymous_id="w00-a1", user_id="w00-u2")),
    ],
    "a membership that gives an old event its organization": [
        events(event("x", NOON)),
        entity(
            "memberships",
            user_id="w00-u1",
            organization_id="w00-o1",
            joined_at="2026-01-01T00:00:00Z",
            updated_at="2026-01-01T00:00:00Z",
        ),
    ],
    "a corrected membership": [
        events(event("x", NOON)),
        entity(
            "memberships",
            user_id="w00-u1",
            organization_id="w00-o1",
            joined_at="2026-01-01T00:00:00Z",
            updated_at="2026-01-01T00:00:00Z",
        ),
        entity(
            "memberships",
            user_id="w00-u1",
            organization_id="w00-o1",
            joined_at="2026-01-01T00:00:00Z",
            left_at="2026-01-20T00:00:00Z",
            updated_at="2026-02-20T00:00:00Z",
        ),
    ],
    "a corrected organization": [
        entity("organizations", organization_id="w00-o1", updated_at=iso(NOON)),
        entity("organizations", organization_id="w00-o1", updated_at=iso(NOON - timedelta(9))),
        entity("organizations", organization_id="w00-o1", deleted_at=iso(LATER)),
    ],
    "a window that closes while nothing happens": [
        events(event("x", NOON, event_name="order_completed", properties='{"order_id":"1"}')),
        events(event("y", LATER, user_id="w00-u2")),
    ],
}


@pytest.mark.parametrize("name", ARRIVALS)
@pytest.mark.parametrize("is_reversed", [False, True])
def test_arrivals(name: str, is_reversed: bool, recording: Recording) -> None:
    """The dirt that breaks other projects, on top of a built world or, backwards, alone."""
    batches = ARRIVALS[name][::-1] if is_reversed else [Dice(0).tables, *ARRIVALS[name]]
    assert_same(bit_by_bit(recording, batches), whole(recording, batches))


def test_an_earlier_copy_wins_however_late_it_comes(recording: Recording) -> None:
    name = "an earlier copy that comes 400 days later wins"
    warehouse = bit_by_bit(recording, ARRIVALS[name])
    assert warehouse.query("select event_id, user_id from marts.fct_events") == [("x", "w00-u2")]
    superseded = "select event_id, superseded_as from intermediate.int_events__superseded"
    assert warehouse.query(superseded) == [("x", "conflict")]


@pytest.mark.parametrize("world", range(times(push=20, release=200)))
def test_rows_that_go_are_gone(world: int, recording: Recording) -> None:
    """A load that shrinks, or goes altogether, takes what it said with it."""
    chance, tables = random.Random(world), Dice(world).tables
    warehouse = bit_by_bit(recording, [tables])
    loads = sorted({row["loaded_at"] or "" for row in tables["events"]})
    gone = chance.sample(loads, 3)
    kept = [row for row in tables["events"] if (row["loaded_at"] or "") not in gone[:2]]
    half = [row for row in kept if (row["loaded_at"] or "") == gone[2]]
    for row in half[: len(half) // 2 + 1]:
        kept.remove(row)
    warehouse.query("delete from raw.events")
    warehouse.append(events(*kept))
    warehouse.build()
    assert_same(warehouse, whole(recording, [{**tables, "events": kept}]))


@pytest.mark.parametrize("world", range(times(push=20, release=200)))
def test_a_build_cut_off_anywhere_and_run_again(world: int, recording: Recording) -> None:
    """What a kill leaves: statements up to some point, and no transaction that had not ended."""
    chance = random.Random(world)
    batches = split(Dice(world).tables, 3, chance)
    warehouse = bit_by_bit(recording, batches[:1])
    for batch in batches[1:]:
        warehouse.append(batch)
        warehouse.build(until=chance.randrange(len(recording.later)))
    warehouse.build()
    assert_same(warehouse, whole(recording, batches))


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"])
def test_the_session_time_zone_changes_nothing(zone: str, recording: Recording) -> None:
    batches = split(Dice(5).tables, 3, random.Random(5))
    assert_same(bit_by_bit(recording, batches, TimeZone=zone), whole(recording, batches))


@pytest.mark.parametrize("threads", ["1", "2", "7"])
def test_the_number_of_threads_changes_nothing(threads: str, recording: Recording) -> None:
    batches = split(Dice(6).tables, 3, random.Random(6))
    assert_same(bit_by_bit(recording, batches, threads=threads), whole(recording, batches))
