"""The marts hold what an independent reference in plain Python works out from the raw rows."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import behavior_reference
import pytest
from conftest import Warehouse
from entity_reference import Entity
from event_reference import Plan, Row
from reference import (
    World,
    build,
)
from session_reference import find_sessions, session_numbers
from support import PROJECT, Rows, times
from worlds import PLAN, RELATIONS, Dice, load_raw

PERSONAL = [it for it in PLAN.attributes["user"] if it.is_personal]
USER = [it for it in PLAN.attributes["user"] if not it.is_personal]
ORGANIZATION = PLAN.attributes["organization"]


def names(plan: Plan, entity: str) -> list[str]:
    """The derived properties of an entity, members of an organization first."""
    return [*(["number_of_users"] if entity == "organization" else []), *plan.derived[entity]]


def derived(world: World, entity: str, key: str, at: Any) -> tuple[Any, ...]:
    members = (world.number_of_users(key, at),) if entity == "organization" else ()
    return (*members, *(value_at(key, at) for value_at in world.derived[entity].values()))


def events(world: World) -> Iterable[tuple[Any, ...]]:
    for it in world.accepted:
        yield (
            *(None if it.is_synthetic else it.event_id, it.event_name, it.load_id),
            *(it.occurred_at, it.occurred_at_basis, it.received_at, it.loaded_at),
            *(it.event_type, it.user_id, it.anonymous_id, it.person, it.person_at_event),
            *(it.organization_id, it.organization_basis),
            ",".join(sorted(it.violations)),
        )


def accounting(world: World) -> Iterable[tuple[Any, ...]]:
    for load_id, rows in world.accounting().items():
        classes = ("accepted", "duplicate", "conflict", "quarantined", "suppressed")
        yield (load_id, rows.total(), *(rows[it] for it in classes))


def quarantined(world: World) -> Iterable[tuple[Any, ...]]:
    for it in world.events:
        if it.row_class == "quarantined":
            reasons = [it.unreadable] if it.unreadable else sorted(it.rejections)
            yield (None if it.is_synthetic else it.event_id, ",".join(reasons), it.load_id)


def copies(world: World) -> Iterable[tuple[Any, ...]]:
    found: dict[tuple[str, bool], Counter[str]] = {}
    for it in world.events:
        if not it.unreadable:
            found.setdefault((str(it.event_id), it.is_synthetic), Counter())[it.row_class] += 1
    for (event_id, is_synthetic), rows in found.items():
        if rows.total() > 1:
            yield (None if is_synthetic else event_id, rows["duplicate"], rows["conflict"])


def identifiers(world: World) -> Iterable[tuple[Any, ...]]:
    for (type_, value), it in world.persons.identities.items():
        times = (it.claimed_at, it.contested_at, it.rejection_reason)
        user = world.persons.users.get(it.person_id)
        yield (type_, value, it.person_id, user, it.claimed_person_id, *times)


def sessions(world: World) -> Iterable[tuple[Any, ...]]:
    found = find_sessions(world.accepted, world.persons.plan)
    numbers = session_numbers(found)
    for place, it in enumerate(found):
        person = next(iter(it.persons)) if len(it.persons) == 1 else None
        number = numbers[place, person] if person else None
        span = (it.started_at, it.ended_at, len(it.events))
        yield (":".join(it.device), person, len(it.persons), number, *span)


def funnel_entries(world: World) -> Iterable[tuple[Any, ...]]:
    return (it.row(world.as_of) for it in behavior_reference.funnel_entries(world))


def funnel_steps(world: World) -> Iterable[tuple[Any, ...]]:
    for it in behavior_reference.funnel_entries(world):
        is_censored = it.status(world.as_of) == "censored"
        for number, event in enumerate(it.reached, start=1):
            if not is_censored or event.occurred_at <= it.censored_at:
                yield (it.entity, it.funnel, number, event.event_name, event.occurred_at)


def memberships_history(world: World) -> Iterable[tuple[Any, ...]]:
    for it in world.memberships:
        span = (it.valid_from, it.valid_to, it.holds(world.as_of))
        yield (it.user_id, world.persons.person_id(it.user_id), it.organization_id, it.role, *span)


def memberships(world: World) -> Iterable[tuple[Any, ...]]:
    for it in world.memberships:
        if it.holds(world.as_of):
            yield (it.user_id, it.organization_id, it.role, it.valid_from, it.valid_to)


def seen(entity: Entity) -> tuple[Any, ...]:
    span = (min(entity.seen), max(entity.seen)) if entity.seen else (None, None)
    return (entity.is_deleted, *span)


def users(world: World) -> Iterable[tuple[Any, ...]]:
    for it in world.users.values():
        values = (*it.values(USER).values(), *derived(world, "user", it.key, world.as_of))
        yield (it.key, it.label, it.label is None, *values, *seen(it))


def users_pii(world: World) -> Iterable[tuple[Any, ...]]:
    for it in world.users.values():
        # left open: whoever something personal is stated of has a row, even where all is null
        if any(attribute.name in said.values for said in it.statements for attribute in PERSONAL):
            yield (it.key, *it.values(PERSONAL).values())


def organizations(world: World) -> Iterable[tuple[Any, ...]]:
    for it in world.organizations.values():
        values = it.values(ORGANIZATION).values()
        yield (it.key, *values, *derived(world, "organization", it.key, world.as_of), *seen(it))


def history(found: dict[str, Entity], attributes: list[str]) -> Iterable[tuple[Any, ...]]:
    for it in found.values():
        # of anonymous persons only those that something is stated of
        if it.known and (it.label is not None or it.statements):
            for values, is_deleted, start, end in it.history(attributes):
                yield (it.key, it.label, *values, is_deleted, start, end, end is None)


def daily(world: World, entity: str, found: dict[str, Entity]) -> Iterable[tuple[Any, ...]]:
    """Days since an organization is known; a user's since the first value, all others left out."""
    first = min(it.occurred_at for it in world.accepted)
    for it in found.values():
        for day, at in world.days(first if entity == "user" else min(it.known)):
            values = derived(world, entity, it.key, at)
            if entity == "organization" or any(values):
                yield (it.key, day, *values)


def listed(*columns: str) -> str:
    return ", ".join(columns)


USER_NAMES, ORGANIZATION_NAMES = [it.name for it in USER], [it.name for it in ORGANIZATION]
GIVEN_ID = "case when event_id_basis = 'given' then event_id end"
SYNTHETIC = "case when length(event_id) < 32 then event_id end"
SEEN = "is_deleted, first_seen_at, last_seen_at"
SPAN = "is_deleted, valid_from, valid_to, is_current"
CHECKS: dict[str, tuple[str, Callable[[World], Iterable[tuple[Any, ...]]]]] = {
    "rpt_row_accounting": (
        "select load_id, rows_raw, rows_accepted, rows_duplicate, rows_conflicting, "
        "rows_quarantined, rows_suppressed from marts.rpt_row_accounting",
        accounting,
    ),
    "fct_events_quarantined": (
        f"select {SYNTHETIC}, rejection_reason, load_id from marts.fct_events_quarantined",
        quarantined,
    ),
    "int_events__superseded": (
        f"select {SYNTHETIC}, count(*) filter (superseded_as = 'duplicate'), "
        "count(*) filter (superseded_as = 'conflict') from intermediate.int_events__superseded "
        "group by source_name, event_id",
        copies,
    ),
    "fct_events": (
        f"select {GIVEN_ID}, event_name, load_id, occurred_at, occurred_at_basis, received_at, "
        "loaded_at, event_type, user_id, anonymous_id, person_id, person_id_at_event, "
        "organization_id, organization_basis, coalesce(array_to_string(list_sort(string_split("
        "violations, ',')), ','), '') from marts.fct_events",
        events,
    ),
    "int_identifiers__resolved": (
        "select identifier_type, identifier_value, person_id, user_id, claimed_person_id, "
        "claimed_at, contested_at, rejection_reason from intermediate.int_identifiers__resolved",
        identifiers,
    ),
    "fct_sessions": (
        "select any_value(device_key), any_value(person_id), any_value(number_of_persons), "
        "any_value(case when twins = 1 then session_number end), any_value(started_at), "
        "any_value(ended_at), any_value(number_of_events) "
        "from marts.fct_sessions "
        "left join (select session_id, person_id, count(*) over (partition by person_id, "
        "started_at) as twins from marts.fct_person_sessions) using (session_id, person_id) "
        "inner join intermediate.int_events__sessionized using (session_id) group by session_id",
        sessions,
    ),
    "fct_funnel_entries": (
        "select entity_id, funnel_name, match_value, entered_at, window_ends_at, status, "
        "is_decided, steps_reached, happened_at, censored_at from marts.fct_funnel_entries",
        funnel_entries,
    ),
    "fct_funnel_steps": (
        "select entity_id, funnel_name, step_number, event_name, reached_at "
        "from marts.fct_funnel_steps",
        funnel_steps,
    ),
    "fct_retention": (
        "select retention_name, cohort_starts_on, period_number, period_starts_on, is_over, "
        "number_in_cohort, number_returned from marts.fct_retention",
        behavior_reference.retention,
    ),
    "dim_memberships_history": (
        "select user_id, person_id, organization_id, role, valid_from, valid_to, is_current "
        "from marts.dim_memberships_history",
        memberships_history,
    ),
    "dim_memberships": (
        "select user_id, organization_id, role, valid_from, valid_to from marts.dim_memberships",
        memberships,
    ),
    "dim_users": (
        f"select person_id, user_id, is_anonymous, "
        f"{listed(*USER_NAMES, *names(PLAN, 'user'), SEEN)} from marts.dim_users",
        users,
    ),
    "dim_users_pii": (
        f"select person_id, {', '.join(it.name for it in PERSONAL)} from restricted.dim_users_pii",
        users_pii,
    ),
    "dim_organizations": (
        f"select organization_id, "
        f"{listed(*ORGANIZATION_NAMES, *names(PLAN, 'organization'), SEEN)} "
        "from marts.dim_organizations",
        organizations,
    ),
    "dim_users_history": (
        f"select person_id, user_id, {listed(*USER_NAMES, SPAN)} from marts.dim_users_history",
        lambda world: history(world.users, USER_NAMES),
    ),
    "dim_organizations_history": (
        f"select organization_id, organization_id, {listed(*ORGANIZATION_NAMES, SPAN)} "
        "from marts.dim_organizations_history",
        lambda world: history(world.organizations, ORGANIZATION_NAMES),
    ),
    "fct_organization_properties_daily": (
        f"select organization_id, snapshot_date, {listed(*names(PLAN, 'organization'))} "
        "from marts.fct_organization_properties_daily",
        lambda world: daily(world, "organization", world.organizations),
    ),
    "fct_user_properties_daily": (
        f"select person_id, snapshot_date, {listed(*names(PLAN, 'user'))} "
        "from marts.fct_user_properties_daily",
        lambda world: daily(world, "user", world.users),
    ),
}


def compare(name: str, world: World, query: Callable[[str], Rows]) -> None:
    """Assert that a mart holds the rows of the reference, each as often."""
    sql, rows_of = CHECKS[name]
    tied = world.tied()
    actual = Counter(row for row in query(sql) if row[0] not in tied)
    expected = Counter(row for row in rows_of(world) if row[0] not in tied)
    if name == "fct_user_properties_daily":
        actual = Counter(row for row in actual.elements() if any(row[2:]))
    missing, unexpected = expected - actual, actual - expected
    assert not missing and not unexpected, "\n".join(
        [f"{name}: {missing.total()} of {expected.total()} rows are missing"]
        + [f"expected {row}" for row in sorted(missing, key=str)[:10]]
        + [f"found    {row}" for row in sorted(unexpected, key=str)[:10]]
    )


def read_csv(path: Path) -> list[Row]:
    """A seed as dbt loads it: an empty text is null."""
    with path.open(newline="") as lines:
        return [{key: value or None for key, value in row.items()} for row in csv.DictReader(lines)]


@pytest.fixture(scope="module")
def demo_world() -> World:
    seeds = PROJECT / "seeds" / "demo"
    return build({name: read_csv(seeds / f"demo_{name}.csv") for name in RELATIONS}, PLAN)


@pytest.mark.parametrize("name", CHECKS)
def test_demo(name: str, demo: Warehouse, demo_world: World) -> None:
    compare(name, demo_world, demo.query)
    assert demo.query(CHECKS[name][0])


# -- random worlds -----------------------------------------------------------------------------

WORLDS = times(push=50, release=500)


def random_tables() -> dict[str, list[Row]]:
    """Many worlds in one set of tables: their ids keep them apart."""
    worlds = [Dice(number).tables for number in range(WORLDS)]
    return {name: [row for world in worlds for row in world[name]] for name in RELATIONS}


@pytest.fixture(scope="module")
def random_worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Warehouse, World]:
    """Many worlds, built by dbt and by the reference."""
    warehouse, tables = Warehouse(tmp_path_factory.mktemp("worlds")), random_tables()
    load_raw(warehouse.path, tables)
    without_tests = ("--exclude", "resource_type:test", "resource_type:unit_test")
    warehouse.build("--vars", "{demo: false}", *without_tests)
    return warehouse, build(tables, PLAN)


@pytest.mark.parametrize("name", CHECKS)
def test_random_worlds(name: str, random_worlds: tuple[Warehouse, World]) -> None:
    warehouse, world = random_worlds
    compare(name, world, warehouse.query)
    assert warehouse.query(CHECKS[name][0])
