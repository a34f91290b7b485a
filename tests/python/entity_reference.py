"""What is stated of users and organizations, and what they are and were by it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from event_reference import Event, Property, Row, moment, property_text, text_of, typed
from person_reference import Persons, stated


@dataclass
class Statement:
    """A row of an entity's table, or a call: the values that it states, nulls among them."""

    entity_type: str
    entity_id: str | None
    anonymous_id: str | None
    stated_at: datetime
    # left open: of a row and a call of one moment, the call counts
    order: tuple[Any, ...]
    is_table: bool
    is_deleted: bool
    is_tied: bool
    values: dict[str, Any]


def read_statements(
    entity: str, rows: list[Row], events: list[Event], attributes: list[Property]
) -> list[Statement]:
    """What is stated of users or of organizations, oldest first."""
    found = [*read_table(entity, rows, attributes), *read_calls(entity, events, attributes)]
    return sorted(found, key=lambda it: it.order)


def read_table(entity: str, rows: list[Row], attributes: list[Property]) -> Iterable[Statement]:
    """What the table of the users or of the organizations states: all of its columns."""
    for row in rows:
        if (entity_id := text_of(row[f"{entity}_id"])) and (at := stated(row)):
            is_deleted = text_of(row["deleted_at"]) is not None
            values = values_of(row, attributes)
            yield Statement(entity, entity_id, None, at, (at, 0), True, is_deleted, True, values)


def read_calls(entity: str, events: list[Event], attributes: list[Property]) -> Iterable[Statement]:
    """What identify or group calls state: what they say, and nothing of what they do not."""
    for event in events:
        if event.event_type == {"user": "identify", "organization": "group"}[entity]:
            is_user = entity == "user"
            entity_id = event.user_id if is_user else event.stated_organization_id
            device = event.anonymous_id if is_user else None
            at, is_tied = event.occurred_at, event.is_synthetic
            order = (at, 1, event.received_at, event.event_id)
            values = values_of(event.properties or {}, attributes)
            yield Statement(entity, entity_id, device, at, order, False, False, is_tied, values)


def values_of(said: Mapping[str, Any], attributes: list[Property]) -> dict[str, Any]:
    """The attributes of which something is said, under the first name of them that is there."""
    return {
        it.name: typed(property_text(said, [name]), it.type)
        for it in attributes
        if (name := next((name for name in it.names if name in said), None))
    }


@dataclass
class Entity:
    """A user, an anonymous person or an organization."""

    key: str
    label: str | None
    statements: list[Statement] = field(default_factory=list)
    seen: list[datetime] = field(default_factory=list)
    known: list[datetime] = field(default_factory=list)

    def exists(self, at: datetime) -> bool:
        """Whether it is known by then, and not deleted; only a table deletes, and takes it back."""
        rows = [it for it in self.statements if it.is_table and it.stated_at <= at]
        return min(self.known) <= at and not (rows and rows[-1].is_deleted)

    @property
    def is_deleted(self) -> bool:
        """Whether its table's latest row is its deletion."""
        return bool(self.known) and not self.exists(datetime.max)

    def is_tied(self) -> bool:
        """Whether it is said to be two things at one moment, between which a digest decides."""
        return any(
            one is not other
            and (one.is_tied or other.is_tied)
            and one.order[:3] == other.order[:3]
            and (one.is_deleted, one.values) != (other.is_deleted, other.values)
            for one in self.statements
            for other in self.statements
        )

    def value(self, name: str, at: datetime) -> Any:
        """What an attribute was last stated to be by then."""
        said = [
            it.values[name] for it in self.statements if name in it.values and it.stated_at <= at
        ]
        return said[-1] if said else None

    def values(self, attributes: list[Property]) -> dict[str, Any]:
        """The attributes as they were last stated."""
        return {it.name: self.value(it.name, datetime.max) for it in attributes}

    def history(self, names: list[str]) -> list[tuple[Any, ...]]:
        """Periods of unchanged values: values, whether a deletion ended it, from, to."""
        periods: list[list[Any]] = []
        is_open = False
        for at in sorted({it.stated_at for it in self.statements} | set(self.known)):
            values, exists = tuple(self.value(name, at) for name in names), self.exists(at)
            if is_open and (not exists or periods[-1][0] != values):
                periods[-1][1:] = [not exists, periods[-1][2], at]
                is_open = False
            if not is_open and exists:
                periods.append([values, False, at, None])
                is_open = True
        return [tuple(it) for it in periods]


def find_users(
    persons: Persons, statements: list[Statement], events: list[Event], rows: list[Row]
) -> dict[str, Entity]:
    """Every person, anonymous ones too, by the id of the person."""
    found = {key: Entity(key, persons.users.get(key)) for key in persons.found()}

    def person(key: str) -> Entity:
        # a rejected identifier is a person where events are left to it
        return found.setdefault(key, Entity(key, None))

    for event in events:
        if event.person:
            person(event.person).seen.append(event.occurred_at)
    for it in statements:
        if key := persons.person_id(it.entity_id, it.anonymous_id):
            person(key).statements.append(it)
    for row in rows:
        joined = moment(row["joined_at"])
        if joined and (key := persons.person_id(row["user_id"])):
            person(key).known.append(joined)
    return known(found)


def find_organizations(
    statements: list[Statement], events: list[Event], rows: list[Row]
) -> dict[str, Entity]:
    """Every organization that is stated, called or a member's, by its id."""
    found: dict[str, Entity] = {}

    def organization(key: str) -> Entity:
        return found.setdefault(key, Entity(key, key))

    for event in events:
        # left open: an organization is seen in the events that state it, not in those that are
        # only attributed to it
        if event.stated_organization_id:
            organization(event.stated_organization_id).seen.append(event.occurred_at)
    for it in statements:
        if it.entity_id:
            organization(it.entity_id).statements.append(it)
    for row in rows:
        if (key := text_of(row["organization_id"])) and (joined := moment(row["joined_at"])):
            organization(key).known.append(joined)
    for entity in found.values():
        let_table_win(entity)
    return known(found)


def known(entities: dict[str, Entity]) -> dict[str, Entity]:
    """The entities; each is known by what it was seen in and by what is stated of it."""
    for it in entities.values():
        it.known += [*it.seen, *(statement.stated_at for statement in it.statements)]
    return entities


def let_table_win(organization: Entity) -> None:
    """Leave out of calls what the table states of the same organization, property by property."""
    in_table = {name for it in organization.statements if it.is_table for name in it.values}
    for statement in organization.statements:
        if not statement.is_table:
            for name in in_table & statement.values.keys():
                del statement.values[name]
