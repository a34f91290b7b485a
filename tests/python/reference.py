"""What the marts must hold, worked out from raw rows and the plan in plain Python.

Written from the description of the semantics, not from the SQL, so that the two can disagree.
Sets, sorts and loops over one small list at a time: slow, and plain to read.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

Row = dict[str, str | None]
Interval = tuple[datetime, datetime | None]

FIVE_MINUTES = timedelta(minutes=5)
MIN_VALID_DATE = datetime(2000, 1, 1)
TICK = timedelta(microseconds=1)
TIMESTAMP = re.compile(
    r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.]\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?", re.ASCII
)
NUMBERS = {
    "integer": re.compile(r"[+-]?\d{1,18}", re.ASCII),
    "number": re.compile(r"[+-]?\d{1,27}([.]\d{1,9})?", re.ASCII),
    "money": re.compile(r"[+-]?\d{1,14}([.]\d{1,4})?", re.ASCII),
}
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


# -- the plan ----------------------------------------------------------------------------------


@dataclass
class Rule:
    """One rule of a property, such as values:layout, and what breaking it does."""

    word: str
    argument: Any
    action: str
    since: datetime | None
    until: datetime | None


@dataclass
class Property:
    """A property of an event or an attribute of an entity."""

    name: str
    type: str
    names: list[str]
    rules: list[Rule]
    is_personal: bool


@dataclass
class Plan:
    """What stands under plan/."""

    canonical_names: dict[str, str]
    events: dict[str, list[Property]]
    attributes: dict[str, list[Property]]
    membership: dict[str, set[str]]
    derived: dict[str, dict[str, dict[str, Any]]]


def read_plan(folder: Path) -> Plan:
    """Read the stanzas of a plan."""
    events, entities = read_stanzas(folder / "events"), read_stanzas(folder / "entities")
    derived: dict[str, dict[str, Any]] = {"user": {}, "organization": {}}
    for path in sorted((folder / "properties").glob("*.yml")):
        for name, stanza in YAML(typ="safe").load(path).items():
            derived[stanza["entity"]][name] = stanza
    return Plan(
        {alias: name for name, event in events.items() for alias in [name, *of(event, "aliases")]},
        {name: properties_of(event.get("properties")) for name, event in events.items()},
        {entity: properties_of(entities[entity]["attributes"]) for entity in derived},
        {
            kind: set(of(entities["membership"], word))
            for kind, word in (
                ("join", "joined_by"),
                ("leave", "left_by"),
                ("role", "role_changed_by"),
            )
        },
        derived,
    )


def read_stanzas(folder: Path) -> dict[str, Any]:
    """All stanzas of the files of a folder."""
    return {
        name: stanza
        for path in sorted(folder.glob("*.yml"))
        for name, stanza in YAML(typ="safe").load(path).items()
    }


def of(stanza: dict[str, Any], word: str) -> list[str]:
    """What a word of a stanza lists; one name alone counts as a list."""
    value = stanza.get(word, [])
    return [value] if isinstance(value, str) else list(value)


def properties_of(stanzas: dict[str, Any] | None) -> list[Property]:
    """The properties of an event or the attributes of an entity."""
    return [
        Property(
            name,
            stanza["type"],
            [name, *of(stanza, "aliases")],
            [
                rule_of(stanza, word)
                for word in ("type", "required", "values", "pattern", "minimum", "maximum")
                if word in stanza
            ],
            "pii" in stanza,
        )
        for name, stanza in (stanzas or {}).items()
    ]


def rule_of(stanza: dict[str, Any], word: str) -> Rule:
    """A rule, with the action and dates of its own or of its property."""
    own = stanza[word] if isinstance(stanza[word], dict) else {"is": stanza[word]}
    words = {**stanza, **own}
    # `action: null` is YAML for the action that is called null
    action = words.get("action", "warn") or "null"
    return Rule(word, own["is"], action, moment(words.get("since")), moment(words.get("until")))


# -- reading values ----------------------------------------------------------------------------


class Number(str):
    """The text of a JSON number, exactly as it came."""


def text_of(value: str | None) -> str | None:
    """Text without surrounding spaces; blank is nothing."""
    return (value or "").strip() or None


def moment(value: str | None) -> datetime | None:
    """A moment in UTC; None where it is none."""
    text = text_of(value)
    if text is None or not TIMESTAMP.fullmatch(text):
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read.astimezone(UTC).replace(tzinfo=None) if read.tzinfo else read


def typed(text: str | None, type_: str) -> Any:
    """The value of a text in a type of the plan; None where it cannot be read."""
    if text is None:
        return None
    if type_ in NUMBERS:
        number = text.strip()
        if not NUMBERS[type_].fullmatch(number):
            return None
        return int(number) if type_ == "integer" else Decimal(number)
    if type_ == "boolean":
        return BOOLEANS.get(text.strip().lower())
    if type_ == "timestamp":
        return moment(text)
    if type_ == "date":
        return read.date() if (read := moment(text)) else None
    return text


def read_properties(text: str | None) -> dict[str, Any] | None:
    """Properties as a dictionary of texts; None where they are no JSON object."""
    if text_of(text) is None:
        return {}
    try:
        read = json.loads(str(text), parse_int=Number, parse_float=Number)
    except ValueError:
        return None
    return read if isinstance(read, dict) else None


def property_text(properties: dict[str, Any], names: Iterable[str]) -> Any:
    """The first of the names that has a value."""
    for name in names:
        value = properties.get(name)
        if value is not None:
            return json.dumps(value) if isinstance(value, bool | list | dict) else value
    return None


# -- events ------------------------------------------------------------------------------------


@dataclass
class Event:
    """One raw row of the events."""

    event_id: str | None
    event_name: str | None
    user_id: str | None
    anonymous_id: str | None
    stated_organization_id: str | None
    original_at: datetime | None
    sent_at: datetime | None
    received_at: datetime | None
    loaded_at: datetime | None
    properties: dict[str, Any] | None
    content: tuple[Any, ...]
    load_id: str
    is_synthetic: bool
    occurred_at: datetime = datetime.max
    occurred_at_basis: str = ""
    unreadable: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    violations: set[str] = field(default_factory=set)
    rejections: set[str] = field(default_factory=set)
    row_class: str = ""
    person: str | None = None
    person_at_event: str | None = None
    person_user: str | None = None
    organization_id: str | None = None
    organization_basis: str = "none"

    @property
    def order(self) -> tuple[Any, ...]:
        """Its place in time."""
        return (self.occurred_at, self.received_at, self.event_id)


def read_event(row: Row, plan: Plan) -> Event:
    """Read a row, say when it happened and hold it against the plan."""
    name = text_of(row["event_name"])
    ids = [text_of(row[key]) for key in ("user_id", "anonymous_id", "organization_id")]
    original, sent = moment(row["original_timestamp"]), moment(row["sent_at"])
    received, loaded = moment(row["received_at"]), moment(row["loaded_at"])
    # content takes no part in what is compared but equality, and the id where there is none
    content = (name, *ids, original, text_of(row["properties"]), text_of(row["context"]))
    event_id = text_of(row["event_id"])
    event = Event(
        event_id or f"synthetic {content}",
        plan.canonical_names.get(name or "", name),
        *ids,
        original,
        sent,
        received or loaded,
        loaded,
        read_properties(row["properties"]),
        content,
        load_of(loaded, received),
        event_id is None,
    )
    if event.event_name is None:
        event.unreadable = "event_name_missing"
    elif event.received_at is None:
        event.unreadable = "received_at_missing"
    elif event.properties is None:
        event.unreadable = "properties_unreadable"
    if event.received_at:
        event.occurred_at, event.occurred_at_basis = when(original, sent, event.received_at)
    if event.unreadable is None:
        check(event, plan)
    return event


def load_of(loaded: datetime | None, received: datetime | None) -> str:
    """The load a row came with."""
    if loaded:
        return loaded.isoformat(timespec="microseconds") + "Z"
    return received.date().isoformat() if received else "unknown"


def when(
    original: datetime | None, sent: datetime | None, received: datetime
) -> tuple[datetime, str]:
    """When an event happened, and how that is known."""
    if original is None:
        return received, "received"
    if sent and sent >= original:
        occurred, basis = received - (sent - original), "corrected"
    else:
        occurred, basis = min((original, "original"), (received, "capped"))
        if original == received:
            basis = "original"
    if occurred > received + FIVE_MINUTES or occurred < MIN_VALID_DATE:
        return received, "guarded"
    return occurred, basis


def check(event: Event, plan: Plan) -> None:
    """Fill the typed values, and the rules that are broken."""
    for stated in plan.events.get(event.event_name or "", []):
        text = property_text(event.properties or {}, stated.names)
        value = kept = typed(text, stated.type)
        for rule in stated.rules:
            if rule.since and event.occurred_at < rule.since:
                continue
            if rule.until and event.occurred_at >= rule.until:
                continue
            if breaks(rule, text, value):
                event.violations.add(f"{rule.word}:{stated.name}")
                if rule.action == "quarantine":
                    event.rejections.add(f"{rule.word}:{stated.name}")
                if rule.action == "null":
                    kept = None
        event.values[stated.name] = kept


def breaks(rule: Rule, text: Any, value: Any) -> bool:
    """Whether a value breaks a rule; what is absent breaks only `required`."""
    if rule.word == "required":
        return bool(rule.argument) and text is None
    if rule.word == "type":
        return text is not None and value is None
    if value is None:
        return False
    if rule.word == "values":
        return value not in rule.argument
    if rule.word == "pattern":
        return re.search(rule.argument, value) is None
    if rule.word == "minimum":
        return value < Decimal(str(rule.argument))
    return value > Decimal(str(rule.argument))


def classify(events: list[Event]) -> None:
    """Give each row its one class; of all readable copies of an id the first received wins."""
    copies: dict[str | None, list[Event]] = {}
    for event in events:
        if event.unreadable:
            event.row_class = "quarantined"
        else:
            copies.setdefault(event.event_id, []).append(event)
    for rivals in copies.values():
        winner = min(
            rivals,
            key=lambda it: (
                it.received_at,
                it.sent_at or datetime.max,
                it.original_at or datetime.max,
            ),
        )
        for event in rivals:
            if event is winner:
                event.row_class = "quarantined" if event.rejections else "accepted"
            else:
                equal = event.content == winner.content
                event.row_class = "duplicate" if equal else "conflict"


# -- persons -----------------------------------------------------------------------------------


def person_of(user_id: str | None, anonymous_id: str | None) -> str | None:
    """The id of a person by the strongest identifier."""
    identifier = f"user_id:{user_id}" if user_id else f"anonymous_id:{anonymous_id}"
    return hashlib.md5(identifier.encode()).hexdigest() if user_id or anonymous_id else None


def resolve(events: list[Event]) -> None:
    """An event with a user is that user's; a device is its only user's, or nobody's known."""
    seen: dict[str, list[tuple[datetime, str]]] = {}
    for event in events:
        if event.user_id and event.anonymous_id:
            seen.setdefault(event.anonymous_id, []).append((event.occurred_at, event.user_id))
    for event in events:
        device = seen.get(event.anonymous_id or "", [])
        event.person_user = event.user_id or only(user for _, user in device)
        event.person = person_of(event.person_user, event.anonymous_id)
        known = only(user for at, user in device if at <= event.occurred_at)
        event.person_at_event = person_of(event.user_id or known, event.anonymous_id)


def only(values: Iterable[str]) -> str | None:
    """The value, where all are one."""
    different = set(values)
    return different.pop() if len(different) == 1 else None


# -- users and organizations as their tables state them ----------------------------------------


@dataclass
class Version:
    """One row of an entity table."""

    entity_id: str
    stated_at: datetime
    is_deleted: bool
    values: dict[str, Any]


def read_versions(rows: list[Row], key: str, attributes: list[Property]) -> list[Version]:
    """Read an entity table, oldest statement first."""
    versions = [
        Version(
            entity_id,
            stated_at,
            text_of(row["deleted_at"]) is not None,
            {it.name: typed(row.get(it.name), it.type) for it in attributes},
        )
        for row in rows
        if (entity_id := text_of(row[key])) and (stated_at := stated(row, row["deleted_at"]))
    ]
    return sorted(versions, key=lambda it: (it.entity_id, it.stated_at))


def stated(row: Row, deleted_at: str | None = None) -> datetime | None:
    """When a row of an entity says what it says; never much later than it was loaded."""
    at, loaded = moment(deleted_at) or moment(row["updated_at"]), moment(row["loaded_at"])
    return loaded if at and loaded and at > loaded + FIVE_MINUTES else at


# -- memberships -------------------------------------------------------------------------------


@dataclass
class Membership:
    """A period of one role of a user in an organization."""

    user_id: str
    organization_id: str
    role: str | None
    valid_from: datetime
    valid_to: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether it holds at a moment."""
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


Change = tuple[datetime, int, Any, str, str | None]
"""When, its rank among equal moments, what orders equals then, what happened, the role."""


def find_memberships(
    rows: list[Row], events: list[Event], versions: list[Version], plan: Plan
) -> list[Membership]:
    """Who belonged where, when, and as what."""
    deletions: dict[str, list[datetime]] = {}
    for version in versions:
        if version.is_deleted:
            deletions.setdefault(version.entity_id, []).append(version.stated_at)
    stated_spells = read_spells(rows)
    found = []
    for pair, spells in stated_spells.items():
        closed = [at for name in pair for at in deletions.get(name, [])]
        found += union(*pair, spells, closed)
    for pair, changes in evented_changes(events, plan).items():
        if pair not in stated_spells:
            ends: list[Change] = [
                (at, 3, (), "close", None) for name in pair for at in deletions.get(name, [])
            ]
            found += intervals(*pair, sorted([*changes, *ends], key=itemgetter(0, 1, 2)))
    return found


Spell = tuple[datetime, datetime | None, str | None]
"""When somebody joined, when they left, as what."""


def read_spells(rows: list[Row]) -> dict[tuple[str, str], list[Spell]]:
    """What the table states: a spell is a user, an organization and a start."""
    latest: dict[tuple[str, str, datetime], Row] = {}
    for row in sorted(rows, key=lambda it: stated(it) or datetime.min):
        user, organization = text_of(row["user_id"]), text_of(row["organization_id"])
        if user and organization and (joined := moment(row["joined_at"])):
            latest[user, organization, joined] = row
    spells: dict[tuple[str, str], list[Spell]] = {}
    for (user, organization, joined), row in latest.items():
        left = moment(row["left_at"])
        # left open: a spell that ends before it starts is no evidence at all
        if left is None or joined < left:
            spell = (joined, left, text_of(row["role"]))
            spells.setdefault((user, organization), []).append(spell)
    return spells


def union(
    user: str, organization: str, spells: list[Spell], closed: list[datetime]
) -> list[Membership]:
    """A member while any spell holds, in the role of the spell that began last."""
    cut = [
        (joined, min((at for at in (left, *closed) if at and at >= joined), default=None), role)
        for joined, left, role in spells
    ]
    moments = sorted({at for joined, left, _ in cut for at in (joined, left) if at})
    found: list[Membership] = []
    for at, until in pairwise([*moments, None]):
        holding = [it for it in cut if at and it[0] <= at and (it[1] is None or at < it[1])]
        if at and holding:
            role = max(holding, key=itemgetter(0))[2]
            if found and found[-1].valid_to == at and found[-1].role == role:
                found[-1].valid_to = until
            else:
                found.append(Membership(user, organization, role, at, until))
    return found


def evented_changes(events: list[Event], plan: Plan) -> dict[tuple[str, str], list[Change]]:
    """What events say: joined, given a role, left; at one instant in this order."""
    changes: dict[tuple[str, str], list[Change]] = {}
    for event in events:
        for rank, kind in enumerate(("join", "role", "leave")):
            if event.event_name in plan.membership[kind]:
                user, organization = event.person_user, event.stated_organization_id
                if user and organization:
                    change = (event.occurred_at, rank, event.order, kind, event.values.get("role"))
                    changes.setdefault((user, organization), []).append(change)
    return changes


def intervals(user: str, organization: str, changes: list[Change]) -> list[Membership]:
    """Periods from changes in their order: repeated joins collapse, a stray leave is nothing."""
    found: list[Membership] = []
    current: Membership | None = None
    for at, _, _, kind, role in changes:
        if kind in ("leave", "close"):
            if current:
                current.valid_to, current = at, None
        elif current is None:
            if kind == "join":
                current = Membership(user, organization, role, at, None)
                found.append(current)
        elif role and role != current.role:
            current.valid_to = at
            current = Membership(user, organization, role, at, None)
            found.append(current)
    return [it for it in found if it.valid_to is None or it.valid_from < it.valid_to]


def attribute_organizations(events: list[Event], memberships: list[Membership]) -> None:
    """An event's own organization; else the only one its person belonged to at that moment."""
    by_user: dict[str, list[Membership]] = {}
    for membership in memberships:
        by_user.setdefault(membership.user_id, []).append(membership)
    for event in events:
        candidates = {
            it.organization_id
            for it in by_user.get(event.person_user or "", [])
            if it.holds(event.occurred_at)
        }
        if event.stated_organization_id:
            event.organization_id = event.stated_organization_id
            event.organization_basis = "explicit"
        elif len(candidates) == 1:
            event.organization_id = candidates.pop()
            event.organization_basis = "sole_membership"
        elif candidates:
            event.organization_basis = "ambiguous"


# -- derived properties ------------------------------------------------------------------------


def derive(
    stanza: dict[str, Any], events: list[Event], owner: Callable[[Event], str | None]
) -> Callable[[str, datetime], Any]:
    """A property as a function of the entity and the moment."""
    if "count" in stanza:
        return live_count(stanza, events, owner)
    names = {*of(stanza, "from"), *of(stanza, "count_events")}
    where = stanza.get("where", {})
    by_owner: dict[str | None, list[Event]] = {}
    for event in events:
        if ("any_event" in names or event.event_name in names) and all(
            event.values.get(key) in of(where, key) for key in where
        ):
            by_owner.setdefault(owner(event), []).append(event)
    for owned in by_owner.values():
        owned.sort(key=lambda it: it.order)
    window = window_of(stanza)

    def value_at(entity: str, at: datetime) -> Any:
        chosen = [it for it in by_owner.get(entity, []) if it.occurred_at <= at]
        if window:
            chosen = [it for it in chosen if at < it.occurred_at + window]
        return aggregate(stanza, chosen)

    return value_at


def window_of(stanza: dict[str, Any]) -> timedelta | None:
    """The window of a property, such as 30 days."""
    if "window" not in stanza:
        return None
    number, unit = stanza["window"].split()
    return timedelta(**{unit.rstrip("s") + "s": int(number)})


def aggregate(stanza: dict[str, Any], events: list[Event]) -> Any:
    """The value of a property over its events, which are in order of time."""
    if "count_events" in stanza:
        return len(events)
    words = ("count_distinct", "sum", "latest", "earliest", "most_frequent", "list_distinct")
    word = next(it for it in words if it in stanza)
    values = [it for event in events if (it := read_value(event, stanza[word])) is not None]
    match word:
        case "count_distinct":
            return len(set(values))
        case "sum":
            return sum(values)
        case "latest":
            return values[-1] if values else None
        case "earliest":
            return values[0] if values else None
        case "most_frequent":
            counted = sorted(Counter(values).items(), key=lambda it: (-it[1], it[0]))
            return counted[0][0] if counted and counted[0][1] > 1 else None
    return (
        json.dumps(sorted(set(values)), separators=(",", ":"), ensure_ascii=False)
        if values
        else None
    )


def read_value(event: Event, name: str) -> Any:
    """A property of an event, or a column that every event has."""
    columns = {
        "occurred_at": event.occurred_at,
        "person_id": event.person,
        "organization_id": event.organization_id,
    }
    return columns[name] if name in columns else event.values.get(name)


def live_count(
    stanza: dict[str, Any], events: list[Event], owner: Callable[[Event], str | None]
) -> Callable[[str, datetime], int]:
    """How many objects of an owner are alive at a moment."""
    ranks = {
        name: rank
        for rank, word in enumerate(("moved_by", "added_by", "restored_by", "removed_by"))
        for name in of(stanza, word)
    }
    objects: dict[str, list[Event]] = {}
    for event in events:
        key = event.values.get(stanza["count"])
        if event.event_name in ranks and key is not None:
            objects.setdefault(key, []).append(event)
    alive: dict[str, list[Interval]] = {}
    for life in objects.values():
        life.sort(key=lambda it: (it.occurred_at, ranks[str(it.event_name)], it.order))
        for who, interval in lives(life, ranks, owner, stanza["entity"]):
            alive.setdefault(who, []).append(interval)

    def value_at(entity: str, at: datetime) -> int:
        return sum(
            start <= at and (end is None or at < end) for start, end in alive.get(entity, [])
        )

    return value_at


def lives(
    life: list[Event],
    ranks: dict[str, int],
    owner: Callable[[Event], str | None],
    entity: str,
) -> Iterable[tuple[str, Interval]]:
    """Whose an object was while it lived: its creator's, until an event says otherwise."""
    created = next((it for it in life if ranks[str(it.event_name)] == 1), None)
    is_organization = entity == "organization"
    stating = (it for it in life if is_organization and it.stated_organization_id)
    # left open: without a creating event, an organization that is only attributed comes last
    first = created or next(stating, None) or next(filter(owner, life), None)
    whose = owner(first) if first else None
    is_alive = False
    states: list[tuple[datetime, str | None]] = []
    for event in life:
        # left open: what an event states before the creating event counts until that
        if is_organization and event.stated_organization_id:
            whose = event.stated_organization_id
        elif event is created:
            whose = owner(event) or whose
        rank = ranks[str(event.event_name)]
        is_alive = is_alive if rank == 0 else rank < 3
        states.append((event.occurred_at, whose if is_alive else None))
    ends: list[datetime | None] = [at for at, _ in states[1:]]
    for (start, who), end in zip(states, [*ends, None], strict=True):
        if who and start != end:
            yield who, (start, end)


# -- users and organizations -------------------------------------------------------------------


@dataclass
class Entity:
    """A user, an anonymous person or an organization."""

    key: str
    label: str | None
    versions: list[Version]
    seen: list[datetime]
    exists_from: datetime

    @property
    def is_deleted(self) -> bool:
        """Whether its latest statement is its deletion."""
        return bool(self.versions) and self.versions[-1].is_deleted

    def values(self, attributes: list[Property]) -> dict[str, Any]:
        """The attributes it was last stated to have."""
        latest = self.versions[-1].values if self.versions else {}
        return {it.name: latest.get(it.name) for it in attributes}

    def history(self, names: list[str]) -> list[tuple[Any, ...]]:
        """Periods of unchanged values: values, whether a deletion ended it, from, to."""
        periods: list[list[Any]] = []
        is_open = False
        steps = [(self.exists_from, False, (None,) * len(names))] + [
            (it.stated_at, it.is_deleted, tuple(it.values[name] for name in names))
            for it in self.versions
        ]
        for at, is_deleted, values in steps:
            if is_open and (is_deleted or periods[-1][0] != values):
                periods[-1][1:] = [is_deleted, periods[-1][2], at]
                is_open = False
            if not is_open and not is_deleted:
                periods.append([values, False, at, None])
                is_open = True
        return [tuple(it) for it in periods if it[3] is None or it[2] < it[3]]


@dataclass
class World:
    """Everything the reference says about one set of raw tables."""

    as_of: datetime
    events: list[Event]
    memberships: list[Membership]
    users: dict[str, Entity]
    organizations: dict[str, Entity]
    derived: dict[str, dict[str, Callable[[str, datetime], Any]]]

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
            if any(
                one.stated_at == other.stated_at and one != other
                for one, other in pairwise(it.versions)
            )
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
    resolve(accepted)
    users = read_versions(tables["users"], "user_id", plan.attributes["user"])
    organizations = read_versions(
        tables["organizations"], "organization_id", plan.attributes["organization"]
    )
    memberships = find_memberships(tables["memberships"], accepted, users + organizations, plan)
    attribute_organizations(accepted, memberships)
    owners: dict[str, Callable[[Event], str | None]] = {
        "user": lambda it: it.person,
        "organization": lambda it: it.organization_id,
    }
    return World(
        max(load for load in loads if load),
        events,
        memberships,
        entities(
            users,
            [(it.person, it.person_user, it.occurred_at) for it in accepted],
            joins(tables["memberships"], "user_id"),
            lambda user: str(person_of(user, None)),
        ),
        entities(
            organizations,
            # left open: an organization is seen in the events that state it, not in those that
            # are only attributed to it
            [
                (it.stated_organization_id, it.stated_organization_id, it.occurred_at)
                for it in accepted
            ],
            joins(tables["memberships"], "organization_id"),
            str,
        ),
        {
            entity: {
                name: derive(stanza, accepted, owners[entity]) for name, stanza in stanzas.items()
            }
            for entity, stanzas in plan.derived.items()
        },
    )


def joins(rows: list[Row], key: str) -> list[tuple[str, datetime]]:
    """Who the table of memberships names, and since when, whatever became of the spell."""
    return [
        (name, joined)
        for row in rows
        if (name := text_of(row[key])) and (joined := moment(row["joined_at"]))
    ]


def entities(
    versions: list[Version],
    seen: list[tuple[str | None, str | None, datetime]],
    members: list[tuple[str, datetime]],
    key_of: Callable[[str], str],
) -> dict[str, Entity]:
    """Everybody there is evidence of, by key."""
    found: dict[str, Entity] = {}

    def note(key: str, label: str | None, at: datetime) -> Entity:
        entity = found.setdefault(key, Entity(key, label, [], [], at))
        entity.exists_from = min(entity.exists_from, at)
        return entity

    for version in versions:
        entity = note(key_of(version.entity_id), version.entity_id, version.stated_at)
        entity.versions.append(version)
    for key, label, at in seen:
        if key:
            note(key, label, at).seen.append(at)
    for label, at in members:
        note(key_of(label), label, at)
    return found
