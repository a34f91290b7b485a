"""Who is who on random graphs: as the reference says, and in whatever order the rows come."""

import random
from collections import Counter
from typing import Any

import pytest
from event_reference import classify, read_event
from graphs import GraphWorld, overridden
from identity_reference import Identifier, Identity
from person_reference import Persons
from reference import build
from replay import Recording, SmallWarehouse
from support import times
from test_reference import CHECKS, compare
from worlds import Dice, Tables, split

# fifty graphs each
WORLDS = range(times(push=10, release=100))
RESOLVED = (
    "select identifier_type, identifier_value, person_id, claimed_person_id, claimed_at, "
    "contested_at, is_rejected, rejection_reason from intermediate.int_identifiers__resolved"
)

Resolved = dict[tuple[str, str], tuple[Any, ...]]


@pytest.fixture(scope="module")
def identity_recording(recording: Recording) -> Recording:
    """What builds persons, and nothing that is made of them."""
    return recording.only("int_identifiers__resolved")


def resolved(recording: Recording, world: GraphWorld, batches: list[Tables]) -> Resolved:
    """Who is who after a build for each batch."""
    warehouse = SmallWarehouse(recording)
    warehouse.follow(world.plan)
    for batch in batches:
        warehouse.append(batch)
        warehouse.build()
    rows = warehouse.query(RESOLVED)
    found = {(row[0], row[1]): row[2:] for row in rows}
    # one row for each identifier
    assert len(found) == len(rows)
    return found


def persons_of(world: GraphWorld) -> Persons:
    """Who is who by the reference."""
    events = [read_event(row, world.plan) for row in world.tables["events"]]
    classify(events)
    accepted = [it for it in events if it.row_class == "accepted"]
    return Persons(world.tables, accepted, world.plan)


def as_row(it: Identity) -> tuple[Any, ...]:
    times_of_claim = (it.claimed_at, it.contested_at)
    reason = it.rejection_reason
    return (it.person_id, it.claimed_person_id, *times_of_claim, it.is_rejected, reason)


def assert_equal(found: Resolved, expected: Resolved) -> None:
    wrong = [
        f"{key}: {found.get(key)} instead of {expected.get(key)}"
        for key in sorted(found.keys() | expected.keys())
        if found.get(key) != expected.get(key)
    ]
    assert not wrong, "\n".join([f"{len(wrong)} of {len(expected)}", *wrong[:10]])


@pytest.mark.parametrize("number", WORLDS)
def test_random_graphs(number: int, identity_recording: Recording) -> None:
    """Whole, from shuffled rows, and in two to five parts: always what the reference says."""
    world, chance = GraphWorld(number), random.Random(number)
    persons = persons_of(world)
    expected = {tuple(key): as_row(it) for key, it in persons.identities.items()}
    shuffled = split(world.tables, 1, chance)
    batches = split(world.tables, chance.randint(2, 5), chance)
    for parts in ([world.tables], shuffled, batches):
        found = resolved(identity_recording, world, parts)
        assert_equal(found, expected)
    assert_lawful(found, world)
    assert_kiosks_merge_nobody(found, world)


def assert_lawful(found: Resolved, world: GraphWorld) -> None:
    """What holds of every map of persons, whatever it was made from."""
    by_id = {identifier_id(key): row for key, row in found.items()}
    units: dict[str, set[tuple[str, str]]] = {}
    for key, (person_id, claimed_id, _, contested_at, is_rejected, reason) in found.items():
        # mapped twice is mapped once: who a person is called by is that person
        assert by_id[person_id][0] == person_id
        assert is_rejected == (reason is not None) == (contested_at is not None)
        assert not is_rejected or person_id == identifier_id(key) != claimed_id
        unit = world.plan.identity.unit(Identifier(*key))
        units.setdefault(person_id, set()).add((key[0], unit))
    for person_id, theirs in units.items():
        numbers = Counter(type_ for type_, _ in theirs)
        for type_ in world.plan.identity.types:
            assert numbers[type_.name] <= type_.max_per_person, (person_id, theirs)


def assert_kiosks_merge_nobody(found: Resolved, world: GraphWorld) -> None:
    """However many use one device, each stays a person, and the device is nobody's."""
    kiosks = [it for it in world.graphs if it.shape == "kiosk" and not it.overrides]
    assert kiosks
    for graph in kiosks:
        users = [key for key in found if key[0] == "user_id" and key[1] in graph.visitors]
        assert {found[key][0] for key in users} == {identifier_id(key) for key in users}
        *_, reason = found["anonymous_id", f"{graph.prefix}-kiosk"]
        assert reason == "shared"


def identifier_id(key: tuple[str, str]) -> str:
    return Identifier(*key).id


@pytest.mark.parametrize("number", range(times(push=10, release=100)))
def test_what_the_plan_joins_and_parts_shows_in_every_mart(
    number: int, recording: Recording
) -> None:
    world = Dice(number)
    plan = overridden(world)
    warehouse = SmallWarehouse(recording)
    warehouse.follow(plan)
    for batch in split(world.tables, 2, random.Random(number)):
        warehouse.append(batch)
        warehouse.build()
    for name in CHECKS:
        compare(name, build(world.tables, plan), warehouse.query)
