"""What the marts must hold, worked out from raw rows and the plan in plain Python.

Written from the description of the semantics, not from the SQL, so that the two can disagree.
Sets, sorts and loops over one small list at a time: slow, and plain to read.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from entity_reference import Entity, find_organizations, find_users, read_statements
from event_reference import Event, Plan, Row, classify, moment, read_event
from membership_reference import Membership, attribute_organizations, find_memberships
from person_reference import Persons
from property_reference import derive
from session_reference import find_sessions

TICK = timedelta(microseconds=1)


@dataclass
class World:
    """Everything the reference says about one set of raw tables."""

    plan: Plan
    as_of: datetime
    events: list[Event]
    memberships: list[Membership]
    persons: Persons
    users: dict[str, Entity]
    organizations: dict[str, Entity]
    derived: dict[str, dict[str, Callable[[str, datetime], Any]]]
    consents: list[Row]

    @property
    def accepted(self) -> list[Event]:
        """The events that became facts."""
        return [it for it in self.events if it.row_class == "accepted"]

    def accounting(self) -> dict[str, Counter[str]]:
        """Rows per load and class."""
        loads: dict[str, Counter[str]] = {}
        for event in self.events:
            loads.setdefault(event.load_id, Counter())[event.row_class] += 1
        return loads

    def tied(self) -> set[str | None]:
        """Users and organizations that say two things at one moment; a digest decides then."""
        return {
            name
            for it in [*self.users.values(), *self.organizations.values()]
            if it.is_tied()
            for name in (it.key, it.label)
        }

    def number_of_users(self, organization: str, at: datetime) -> int:
        """Members of an organization at a moment."""
        return sum(it.organization_id == organization and it.holds(at) for it in self.memberships)

    def days(self, start: datetime) -> Iterable[tuple[date, datetime]]:
        """Every day since a moment, with the moment that the day speaks for."""
        day = start.date()
        while day <= self.as_of.date():
            midnight = datetime.combine(day + timedelta(days=1), datetime.min.time())
            yield day, min(midnight - TICK, self.as_of)
            day += timedelta(days=1)


def build(tables: dict[str, list[Row]], plan: Plan) -> World:
    """Work out everything from raw tables: events, users, organizations, memberships."""
    loads = [moment(row["loaded_at"]) for rows in tables.values() for row in rows]
    events = [read_event(row, plan) for row in tables["events"]]
    classify(events)
    accepted = sorted((it for it in events if it.row_class == "accepted"), key=lambda it: it.order)
    persons = Persons(tables, accepted, plan)
    sessions = find_sessions(accepted, plan.identity)
    persons.attribute(accepted, sessions)
    of_users, of_organizations = (
        read_statements(entity, tables[f"{entity}s"], accepted, plan.attributes[entity])
        for entity in ("user", "organization")
    )
    statements = of_users + of_organizations
    memberships = find_memberships(tables["memberships"], accepted, statements, persons, plan)
    attribute_organizations(accepted, memberships)
    if plan.sessions.tells_organization:
        for session in sessions:
            session.tell_organization()
    owners: dict[str, Callable[[Event], str | None]] = {
        "user": lambda it: it.person,
        "organization": lambda it: it.organization_id,
    }
    return World(
        plan,
        max(load for load in loads if load),
        events,
        memberships,
        persons,
        find_users(persons, of_users, accepted, tables["memberships"]),
        find_organizations(of_organizations, accepted, tables["memberships"]),
        {
            entity: {
                name: derive(stanza, accepted, owners[entity]) for name, stanza in stanzas.items()
            }
            for entity, stanzas in plan.derived.items()
        },
        tables["consents"],
    )
