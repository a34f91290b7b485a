"""Who is who, worked out in plain Python from what was seen together.

Written from the rules of identity resolution, not from the SQL, so that the two can disagree.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

ALWAYS = datetime.min
"""The time of what was known since ever."""


class Identifier(NamedTuple):
    """A value that tells people apart."""

    type: str
    value: str

    @property
    def id(self) -> str:
        """Its hash, which is also the id of a person who is called by it."""
        return hashlib.md5(":".join(self).encode()).hexdigest()


@dataclass
class IdentifierType:
    """A type of identifiers, and how many of them one person can have."""

    name: str
    max_per_person: int
    traits: tuple[str, ...] = ()
    is_lowercase: bool = False


@dataclass
class Override:
    """What the plan says of a list of identifiers: that they are one person's, or not linked."""

    name: str
    is_include: bool
    identifiers: list[Identifier]


@dataclass
class IdentityPlan:
    """What stands in plan/identity.yml; the strongest type first."""

    types: list[IdentifierType]
    blocked_patterns: list[str] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)

    def identifier(self, type_: str, value: str | None) -> Identifier | None:
        """The identifier that a value is; none where it is blank or names nobody."""
        text = (value or "").strip()
        if next(it for it in self.types if it.name == type_).is_lowercase:
            text = text.lower()
        is_blocked = any(re.fullmatch(it, text.lower()) for it in self.blocked_patterns)
        return Identifier(type_, text) if text and not is_blocked else None

    def priority(self, identifier: Identifier) -> int:
        """How strong its type is; 0 is the strongest."""
        return [it.name for it in self.types].index(identifier.type)

    def unit(self, identifier: Identifier) -> str:
        """What it counts as towards a limit: what an override includes counts once."""
        including = (it for it in self.overrides if it.is_include and identifier in it.identifiers)
        found = next(including, None)
        return f"override {found.name}" if found else f"value {identifier.value}"

    def is_excluded(self, one: Identifier, other: Identifier) -> bool:
        """Whether the plan says that their being seen together says nothing."""
        return any(
            not it.is_include and one in it.identifiers and other in it.identifiers
            for it in self.overrides
        )


def read_identity(path: Path) -> IdentityPlan:
    """Read plan/identity.yml."""
    stanza = YAML(typ="safe").load(path)
    types = [
        IdentifierType(
            name,
            words["max_per_person"],
            tuple(words.get("traits", ())),
            words.get("normalizer") == "lowercase",
        )
        for name, words in stanza["identifiers"].items()
    ]
    plan = IdentityPlan(types, [str(it) for it in stanza["blocked_patterns"]])
    for name, words in stanza.get("overrides", {}).items():
        listed = (plan.identifier(*text.split(":", 1)) for text in words["identifiers"])
        plan.overrides.append(
            Override(name, words["action"] == "include", [it for it in listed if it])
        )
    return plan


@dataclass
class Record:
    """What was seen together: a value, or none, for each type."""

    evidence: str
    at: datetime | None
    values: Mapping[str, str | None]


@dataclass
class Alias:
    """A call that says whose an earlier id was."""

    at: datetime
    previous_id: str | None
    user_id: str | None = None
    anonymous_id: str | None = None


@dataclass
class Identity:
    """Whose an identifier is, since when, and whether that is still believed."""

    identifier: Identifier
    claimed_person_id: str
    claimed_at: datetime = ALWAYS
    contested_at: datetime | None = None
    rejection_reason: str | None = None

    @property
    def is_rejected(self) -> bool:
        """Whether it says nothing about who somebody is."""
        return self.rejection_reason is not None

    @property
    def person_id(self) -> str:
        """The person as known now; a rejected identifier is a person of its own."""
        return self.identifier.id if self.is_rejected else self.claimed_person_id

    def person_id_at(self, at: datetime) -> str:
        """The person as known at a moment."""
        is_claimed = self.claimed_at <= at and (self.contested_at is None or at < self.contested_at)
        return self.claimed_person_id if is_claimed else self.identifier.id


def resolve(
    plan: IdentityPlan, records: Iterable[Record], aliases: Iterable[Alias] = ()
) -> dict[Identifier, Identity]:
    """Whose each identifier is. One level for each type, the strongest first."""
    sightings = gather(plan, list(records), list(aliases))
    identities: dict[Identifier, Identity] = {}
    for type_ in plan.types:
        Level(plan, type_, sightings, identities).place()
    return identities


# -- what was seen -----------------------------------------------------------------------------


class Sightings:
    """The identifiers that were seen, and those seen together, each since when."""

    def __init__(self) -> None:
        self.first_seen: dict[Identifier, datetime | None] = {}
        self.linked: dict[Identifier, dict[Identifier, datetime]] = {}

    def see(self, identifier: Identifier, at: datetime | None) -> None:
        """Note that it was seen."""
        self.first_seen[identifier] = min(
            (it for it in (at, self.first_seen.get(identifier)) if it), default=None
        )

    def link(self, one: Identifier, other: Identifier, at: datetime) -> None:
        """Note that two were seen together."""
        if one != other:
            for here, there in ((one, other), (other, one)):
                links = self.linked.setdefault(here, {})
                links[there] = min(at, links.get(there, at))


def gather(plan: IdentityPlan, records: list[Record], aliases: list[Alias]) -> Sightings:
    """Put together what records, aliases and overrides say."""
    found = Sightings()
    pairs: list[tuple[Identifier, Identifier, datetime]] = []
    users = set()
    for record in records:
        said = [plan.identifier(type_, value) for type_, value in record.values.items()]
        identifiers = [it for it in said if it]
        for one in identifiers:
            found.see(one, record.at)
            pairs += [(one, other, record.at or ALWAYS) for other in identifiers]
        if record.evidence != "membership":
            users |= {it for it in identifiers if it.type == "user_id"}
    for alias in aliases:
        user = plan.identifier("user_id", alias.previous_id)
        previous = user if user in users else plan.identifier("anonymous_id", alias.previous_id)
        if previous:
            found.see(previous, alias.at)
            for type_, value in (("user_id", alias.user_id), ("anonymous_id", alias.anonymous_id)):
                if other := plan.identifier(type_, value):
                    pairs.append((previous, other, alias.at))
    for override in plan.overrides:
        if override.is_include:
            first, *others = override.identifiers
            pairs += [(first, other, ALWAYS) for other in others]
    for one, other, at in pairs:
        # an override may name what nobody ever saw
        if {one, other} <= found.first_seen.keys() and not plan.is_excluded(one, other):
            found.link(one, other, at)
    return found


# -- one level ---------------------------------------------------------------------------------


class Level:
    """Finds the places of the values of one type among the persons of the stronger types."""

    def __init__(
        self,
        plan: IdentityPlan,
        type_: IdentifierType,
        sightings: Sightings,
        identities: dict[Identifier, Identity],
    ) -> None:
        self.plan = plan
        self.type = type_
        self.sightings = sightings
        self.identities = identities
        self.persons: dict[str, list[Identifier]] = {}
        for identifier, identity in identities.items():
            if not identity.is_rejected:
                self.persons.setdefault(identity.claimed_person_id, []).append(identifier)
        self.touches: dict[Identifier, dict[str, datetime]] = {}
        self.links: dict[Identifier, dict[Identifier, datetime]] = {}
        for value in (it for it in sightings.first_seen if it.type == type_.name):
            self.touches[value], self.links[value] = self.neighbours(value)

    def neighbours(
        self, value: Identifier
    ) -> tuple[dict[str, datetime], dict[Identifier, datetime]]:
        """The persons that a value touches and the values it is linked to, each since when."""
        touches: dict[str, datetime] = {}
        links: dict[Identifier, datetime] = {}
        for other, at in self.sightings.linked.get(value, {}).items():
            identity = self.identities.get(other)
            if other.type == value.type:
                links[other] = at
            elif identity and not identity.is_rejected:
                person, since = identity.claimed_person_id, max(at, identity.claimed_at)
                touches[person] = min(since, touches.get(person, since))
        return touches, links

    def place(self) -> None:
        """Give every value its place."""
        for values in components(self.touches, self.links):
            persons = {person for value in values for person in self.touches[value]}
            if self.is_joined(values) and self.is_lawful(self.members(values, persons)):
                self.join(values, persons)
            else:
                self.place_each(values)

    def is_joined(self, values: list[Identifier]) -> bool:
        """Whether a value joins what would be apart without it."""
        return any(self.links[it] or len(self.touches[it]) > 1 for it in values)

    def members(self, values: list[Identifier], persons: set[str]) -> list[Identifier]:
        """All identifiers of a component, its first one first."""
        return sorted(
            [*values, *(it for person in persons for it in self.persons[person])],
            key=lambda it: (
                self.plan.priority(it),
                self.sightings.first_seen[it] or datetime.max,
                it.value,
            ),
        )

    def is_lawful(self, members: Iterable[Identifier]) -> bool:
        """Whether one person can have so many identifiers."""
        units = {(it.type, self.plan.unit(it)) for it in members}
        return all(
            sum(type_ == it.name for type_, _ in units) <= it.max_per_person
            for it in self.plan.types
        )

    def join(self, values: list[Identifier], persons: set[str]) -> None:
        """Make a component one person, called by its first identifier."""
        name = self.members(values, persons)[0]
        joined_at = max(
            at for it in values for at in [*self.touches[it].values(), *self.links[it].values()]
        )
        for value in values:
            since = ALWAYS if value == name else self.touches[value].get(name.id, joined_at)
            self.identities[value] = Identity(value, name.id, since)
        for identity in self.identities.values():
            if identity.claimed_person_id in persons - {name.id}:
                identity.claimed_person_id = name.id
                # what is rejected keeps the time in which it was believed
                if not identity.is_rejected:
                    identity.claimed_at = max(identity.claimed_at, joined_at)

    def place_each(self, values: list[Identifier]) -> None:
        """Place values that join nothing, or too much: each is its only person's or nobody's."""
        attached: dict[str, list[tuple[datetime, Identifier]]] = {}
        for value in values:
            touches = sorted((at, person) for person, at in self.touches[value].items())
            match touches:
                case []:
                    self.identities[value] = Identity(value, value.id)
                case [(at, person)]:
                    attached.setdefault(person, []).append((at, value))
                case [(at, person), (contested_at, _), *_]:
                    self.identities[value] = Identity(value, person, at, contested_at, "shared")
        for person, theirs in attached.items():
            theirs.sort()
            contested_at = reason = None
            if not self.is_lawful(value for _, value in theirs):
                contested_at, reason = theirs[self.type.max_per_person][0], "too_many"
            for at, value in theirs:
                self.identities[value] = Identity(value, person, at, contested_at, reason)


def components(
    touches: dict[Identifier, dict[str, datetime]], links: dict[Identifier, Any]
) -> Iterable[list[Identifier]]:
    """The values that hang together through persons they touch and values they are linked to."""
    touching: dict[str, list[Identifier]] = {}
    for value, persons in touches.items():
        for person in persons:
            touching.setdefault(person, []).append(value)
    left = dict.fromkeys(touches)
    while left:
        found, unread = [], [next(iter(left))]
        while unread:
            value = unread.pop()
            if value in left:
                del left[value]
                found.append(value)
                unread += links[value]
                unread += [it for person in touches[value] for it in touching[person]]
        yield found
