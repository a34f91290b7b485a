"""The plan as data: what the stanzas say once they are read and checked."""

import re
from dataclasses import dataclass, field
from typing import Any

SQL_TYPES = {
    "string": "string",
    "integer": "bigint",
    "number": "numeric(38,9)",
    "money": "numeric(18,4)",
    "boolean": "boolean",
    "timestamp": "timestamp",
    "date": "date",
    "array": "string",
    "object": "string",
}
"""Logical types of the plan and the types contracts promise for them; an array or an object is
its JSON text."""


@dataclass(frozen=True)
class Rule:
    """One rule of the tracking plan about one property.

    `kind` is required, type, values, pattern, minimum or maximum; `action` is warn, null or
    quarantine; `since` (inclusive) and `until` (exclusive) are UTC dates or moments in ISO form.
    """

    kind: str
    property: str
    value: Any
    action: str
    since: str | None = None
    until: str | None = None

    @property
    def key(self) -> str:
        """The rule's name in `violations`, such as `values:layout`."""
        return f"{self.kind}:{self.property}"


@dataclass(frozen=True)
class Property:
    """A property of an event."""

    name: str
    type: str
    description: str
    aliases: tuple[str, ...]
    pii: str | None
    rules: tuple[Rule, ...]
    is_deprecated: bool = False

    @property
    def sql_type(self) -> str:
        """The type its column has in a contract."""
        return SQL_TYPES[self.type]

    def rule(self, kind: str) -> Rule | None:
        """The rule of this kind, if the property has one."""
        return next((rule for rule in self.rules if rule.kind == kind), None)


@dataclass(frozen=True)
class Event:
    """A planned event; `place` is where its stanza stands."""

    name: str
    place: str
    description: str
    owner: str
    aliases: tuple[str, ...]
    properties: tuple[Property, ...]
    examples: tuple[dict[str, Any], ...] = ()
    is_interactive: bool = True

    @property
    def columns(self) -> tuple[Property, ...]:
        """The properties its fact shows: all but the personal ones."""
        return tuple(item for item in self.properties if item.pii is None)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of all its properties."""
        return tuple(rule for item in self.properties for rule in item.rules)


@dataclass(frozen=True)
class Attribute:
    """A stated attribute of a user or an organization."""

    name: str
    type: str
    description: str
    aliases: tuple[str, ...]
    pii: str | None
    values: tuple[str, ...]

    @property
    def sql_type(self) -> str:
        """The type its column has in a contract."""
        return SQL_TYPES[self.type]


@dataclass(frozen=True)
class Entity:
    """What a plan says about users or organizations."""

    name: str
    place: str
    attributes: tuple[Attribute, ...]

    @property
    def public(self) -> tuple[Attribute, ...]:
        """The attributes that are not personal data."""
        return tuple(item for item in self.attributes if item.pii is None)

    @property
    def personal(self) -> tuple[Attribute, ...]:
        """The attributes that are personal data."""
        return tuple(item for item in self.attributes if item.pii is not None)


@dataclass(frozen=True)
class DerivedProperty:
    """A property of an entity that follows from events; `kind` names the word that derives it."""

    name: str
    place: str
    entity: str
    type: str
    description: str
    kind: str
    target: str | None
    actions: tuple[tuple[str, str], ...]
    event: str | None
    where: tuple[tuple[str, tuple[str, ...]], ...]
    window: tuple[int, str] | None
    opening: str
    empty: str

    @property
    def key(self) -> str:
        """Its name among the properties of all entities."""
        return f"{self.entity}.{self.name}"

    @property
    def model(self) -> str:
        """The model that holds its history."""
        return f"prop_{self.entity}__{self.name}"

    @property
    def sql_type(self) -> str:
        """The type its column has in a contract."""
        return SQL_TYPES[self.type]

    @property
    def is_number(self) -> bool:
        """Whether its history is a running total rather than a value."""
        return self.kind in NUMBER_KINDS


@dataclass(frozen=True)
class IdentifierType:
    """A kind of identifier that tells people apart; `traits` are where statements name it."""

    name: str
    max_per_person: int
    traits: tuple[str, ...] = ()
    is_lowercase: bool = False
    pii: str | None = None


@dataclass(frozen=True)
class IdentityOverride:
    """What a person decided about identifiers: they are one (include) or not linked (exclude)."""

    name: str
    action: str
    identifiers: tuple[tuple[str, str], ...]
    reason: str
    author: str
    date: str


@dataclass(frozen=True)
class Identity:
    """How people are told apart: types of identifiers, strongest first, and what names nobody."""

    types: tuple[IdentifierType, ...]
    blocked_pattern: str
    overrides: tuple[IdentityOverride, ...]

    @property
    def stated(self) -> tuple[IdentifierType, ...]:
        """The types that are read from traits."""
        return tuple(item for item in self.types if item.traits)

    @property
    def blocked_example(self) -> str | None:
        """A value that names nobody; none where nothing usual is blocked."""
        usual = ("0", "null", "none", "-1", "anonymous", "undefined")
        return next((it for it in usual if re.fullmatch(self.blocked_pattern, it)), None)

    def steps(self, item: IdentifierType) -> int:
        """The most values of a type that one lawful person can have, overrides counted singly."""
        named = {
            identifier
            for override in self.overrides
            if override.action == "include"
            for identifier in override.identifiers
            if identifier[0] == item.name
        }
        return item.max_per_person + len(named)


NUMBER_KINDS = ("count", "count_events", "count_distinct", "sum")
VALUE_KINDS = ("latest", "earliest", "most_frequent", "list_distinct")


@dataclass(frozen=True)
class Sessions:
    """When a visit ends, what no human would do in one, and what one tells of its events."""

    gap_seconds: int
    starting_events: tuple[str, ...]
    campaign_property: str | None
    most_hours: int
    most_events: int
    most_events_per_minute: int
    tells_user: bool
    tells_organization: bool


@dataclass(frozen=True)
class Step:
    """A step of a funnel: any one of its events, and what their properties must be."""

    events: tuple[str, ...]
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Funnel:
    """Events that should follow on each other; `within` and `lateness` are seconds.

    `repeat` says which first steps enter: each, first or restart.
    """

    name: str
    place: str
    entity: str
    description: str
    steps: tuple[Step, ...]
    same: str | None
    within: int
    lateness: int
    repeat: str


@dataclass(frozen=True)
class Retention:
    """Who comes back after they came; `period` is day, week or month."""

    name: str
    place: str
    entity: str
    description: str
    starts_with: str
    returns_with: str
    period: str
    periods: int


@dataclass(frozen=True)
class Condition:
    """What can be true of an entity for a time.

    `kind` is property, attribute, event, funnel, consent, existence or through; `name` is what it
    reads, and `test` what that must be, as SQL or as the status of a funnel. `at_least` is how many
    occurrences it takes at once, `seconds` how long each counts. `through` is how it is asked of
    others: members, failing_members or organization; `inner` is the key of what is asked of them.
    """

    key: str
    label: str
    entity: str
    kind: str
    name: str = ""
    test: str = ""
    at_least: int = 1
    seconds: int | None = None
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    through: str | None = None
    inner: str | None = None


@dataclass(frozen=True)
class Audience:
    """Whom to talk to: `groups` of (condition, is negated), any of which holds as a whole."""

    name: str
    place: str
    entity: str
    description: str
    purpose: str
    groups: tuple[tuple[tuple[Condition, bool], ...], ...]
    since: str | None
    at_most_once_in: int | None
    destinations: tuple[str, ...]


@dataclass(frozen=True)
class Destination:
    """Who is told of audiences, and which identifiers they may have."""

    name: str
    description: str
    owner: str
    identifiers: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A whole plan, read and checked."""

    events: tuple[Event, ...]
    every_event: tuple[Property, ...]
    users: Entity
    organizations: Entity
    membership_evidence: tuple[tuple[str, str, str], ...]
    identity: Identity
    sessions: Sessions
    funnels: tuple[Funnel, ...] = ()
    retention: tuple[Retention, ...] = ()
    properties: tuple[DerivedProperty, ...] = field(default=())
    conditions: tuple[Condition, ...] = ()
    audiences: tuple[Audience, ...] = ()
    destinations: tuple[Destination, ...] = ()

    def event(self, name: str) -> Event | None:
        """The planned event of this name."""
        return next((event for event in self.events if event.name == name), None)

    def properties_of(self, entity: str) -> tuple[DerivedProperty, ...]:
        """The derived properties of users (`user`) or organizations (`organization`)."""
        return tuple(item for item in self.properties if item.entity == entity)
