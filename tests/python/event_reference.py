"""The plan, and what raw rows of events mean by it: when, what, and which copy counts."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from identity_reference import IdentityPlan, read_identity
from ruamel.yaml import YAML

Row = dict[str, str | None]

FIVE_MINUTES = timedelta(minutes=5)
MIN_VALID_DATE = datetime(2000, 1, 1)
TIMESTAMP = re.compile(
    r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.]\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?)?", re.ASCII
)
NUMBERS = {
    "integer": re.compile(r"[+-]?\d{1,18}", re.ASCII),
    "number": re.compile(r"[+-]?\d{1,27}([.]\d{1,9})?", re.ASCII),
    "money": re.compile(r"[+-]?\d{1,14}([.]\d{1,4})?", re.ASCII),
}
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
CALLS = {"page", "screen", "identify", "group", "alias"}


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
class SessionPlan:
    """What a session tells of its events, as plan/sessions.yml says."""

    tells_user: bool
    tells_organization: bool


@dataclass
class Plan:
    """What stands under plan/."""

    canonical_names: dict[str, str]
    events: dict[str, list[Property]]
    attributes: dict[str, list[Property]]
    membership: dict[str, set[str]]
    joins_by_group_call: bool
    derived: dict[str, dict[str, dict[str, Any]]]
    identity: IdentityPlan
    sessions: SessionPlan
    funnels: dict[str, dict[str, Any]]
    retention: dict[str, dict[str, Any]]
    audiences: dict[str, dict[str, Any]]


def read_plan(folder: Path) -> Plan:
    """Read the stanzas of a plan."""
    events, entities = read_stanzas(folder / "events"), read_stanzas(folder / "entities")
    sessions = YAML(typ="safe").load(folder / "sessions.yml")
    audiences = read_stanzas(folder / "audiences")
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
        entities["membership"].get("group_calls", True),
        derived,
        read_identity(folder / "identity.yml"),
        SessionPlan(sessions["tells_user"], sessions["tells_organization"]),
        {**read_stanzas(folder / "funnels"), **funnels_of(audiences)},
        read_stanzas(folder / "retention"),
        audiences,
    )


def funnels_of(audiences: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What `when` and `without` of an audience stand for: a funnel of its name."""
    words = ("entity", "within", "same", "lateness")
    return {
        name: {
            "steps": [stanza["when"], stanza["without"]],
            **{word: stanza[word] for word in words if word in stanza},
        }
        for name, stanza in audiences.items()
        if "when" in stanza
    }


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
    event_type: str
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
        name if name in CALLS else "track",
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
