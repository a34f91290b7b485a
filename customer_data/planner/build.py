"""Builds the plan from its stanzas: fills in defaults and checks what spans several stanzas."""

import re
from dataclasses import replace
from typing import Any

from customer_data.planner.audiences import build_audiences, build_destinations, funnels_of
from customer_data.planner.behavior import build_funnels, build_retention
from customer_data.planner.errors import PlanError
from customer_data.planner.identity import build_identity
from customer_data.planner.known import known_event, known_property
from customer_data.planner.read import Stanzas
from customer_data.planner.sessions import build_sessions
from customer_data.planner.stanzas import (
    NUMBER_KINDS,
    VALUE_KINDS,
    Attribute,
    DerivedProperty,
    Entity,
    Event,
    Plan,
    Property,
    Rule,
)

EVENT_COLUMNS = (
    "event_id source_name event_name person_id person_id_at_event user_id anonymous_id "
    "organization_id organization_basis session_id occurred_at received_at loaded_at properties "
    "violations"
).split()
ENTITY_COLUMNS = (
    "person_id user_id organization_id is_anonymous is_deleted is_current number_of_users "
    "first_seen_at last_seen_at stated_at stated_source_name valid_from valid_to snapshot_date"
).split()
# words that no warehouse we build on takes as a bare column name
SQL_WORDS = (
    "all and any array as asc between both by case cast check collate column constraint create "
    "cross current_date current_timestamp default delete desc distinct do drop else end except "
    "exists false fetch for foreign from full grant group having if in inner insert intersect "
    "into is join lateral leading left like limit natural not null offset on only or order "
    "outer primary qualify references returning right select set some symmetric table then to "
    "trailing true union unique update user using values when where window with"
).split()
ACTION_OF_FIELD = {
    "added_by": "created",
    "removed_by": "deleted",
    "restored_by": "restored",
    "moved_by": "moved",
}
EFFECT_OF_FIELD = {
    "joined_by": "joined",
    "left_by": "left",
    "role_changed_by": "role_changed",
}
NUMERIC_TYPES = ("integer", "number", "money")
EVERY_EVENT = "every_event"
# what a derived property can read from any event, whatever its properties are
ENVELOPE_TARGETS = ("occurred_at", "person_id", "organization_id")


def build_plan(stanzas: Stanzas) -> Plan:
    """Build the plan; raises PlanError with every problem that spans several stanzas."""
    problems: list[str] = []
    every_event = _properties(stanzas["events"], EVERY_EVENT, problems)
    events = tuple(
        _event(name, place, stanza, every_event, problems)
        for name, (place, stanza) in sorted(stanzas["events"].items())
        if name != EVERY_EVENT
    )
    _check_event_names(events, problems)
    plan = Plan(
        events=events,
        every_event=every_event,
        users=_entity("user", stanzas["entities"], problems),
        organizations=_entity("organization", stanzas["entities"], problems),
        membership_evidence=_membership_evidence(stanzas["entities"], events, problems),
        identity=build_identity(stanzas["identity"], problems),
        sessions=build_sessions(stanzas["sessions"], events, problems),
        funnels=build_funnels(
            {**funnels_of(stanzas["audiences"]), **stanzas["funnels"]}, events, problems
        ),
        retention=build_retention(stanzas["retention"], events, problems),
    )
    derived = tuple(
        _derived(key.split(".")[1], place, stanza, plan, problems)
        for key, (place, stanza) in stanzas["properties"].items()
    )
    plan = replace(plan, properties=derived)
    plan = replace(plan, destinations=build_destinations(stanzas["destinations"], plan, problems))
    conditions, audiences = build_audiences(stanzas["audiences"], plan, problems)
    if problems:
        raise PlanError(problems)
    return replace(plan, conditions=conditions, audiences=audiences)


def _check_column_name(name: str, taken: list[str], where: str, problems: list[str]) -> None:
    if name in taken:
        problems.append(
            f"{where}: every such table has a column of that name; "
            "rename the property and put the old name in its aliases"
        )
    elif name in SQL_WORDS:
        problems.append(
            f"{where}: a word of SQL; rename the property and put the old name in its aliases"
        )


def _property(name: str, stanza: dict[str, Any], where: str, problems: list[str]) -> Property:
    _check_column_name(name, EVENT_COLUMNS, where, problems)
    limits = {"since": stanza.get("since"), "until": stanza.get("until")}
    action = _action(stanza, "warn")
    # what cannot be read becomes null at any time, and that is never left unsaid
    rules = [] if stanza["type"] == "string" else [Rule("type", name, None, action)]
    for kind in ("required", "values", "pattern", "minimum", "maximum"):
        said = stanza.get(kind)
        if said is None or said is False:
            continue
        details = said if isinstance(said, dict) else {"is": said}
        if details["is"] is False:
            continue
        if kind in ("minimum", "maximum") and stanza["type"] not in NUMERIC_TYPES:
            problems.append(
                f"{where}.{kind}: a {stanza['type']} has no {kind}; "
                f"use type {', '.join(NUMERIC_TYPES)}, or drop the rule"
            )
            continue
        rules.append(
            Rule(
                kind,
                name,
                details["is"],
                _action(details, action),
                details.get("since", limits["since"]),
                details.get("until", limits["until"]),
            )
        )
    return Property(
        name=name,
        type=stanza["type"],
        description=_sentence(stanza["description"]),
        aliases=tuple(stanza.get("aliases", ())),
        pii=stanza.get("pii"),
        rules=tuple(rules),
        is_deprecated=stanza.get("deprecated", False),
    )


def _action(said: dict[str, Any], default: str) -> str:
    """The action of a rule; YAML reads the bare word null as nothing."""
    return (said["action"] or "null") if "action" in said else default


def _sentence(text: str) -> str:
    """A description on one line."""
    return " ".join(text.split())


def _properties(
    stanzas: dict[str, tuple[str, Any]], event: str, problems: list[str]
) -> tuple[Property, ...]:
    place, stanza = stanzas.get(event, ("", {}))
    return tuple(
        _property(name, said, f"{place}: {event}.{name}", problems)
        for name, said in (stanza.get("properties") or {}).items()
    )


def _event(
    name: str,
    place: str,
    stanza: dict[str, Any],
    every_event: tuple[Property, ...],
    problems: list[str],
) -> Event:
    own = _properties({name: (place, stanza)}, name, problems)
    own_names = {item.name for item in own}
    event = Event(
        name=name,
        place=place,
        description=_sentence(stanza["description"]),
        owner=stanza.get("owner", ""),
        aliases=tuple(stanza.get("aliases", ())),
        # a property of its own beats the one that holds for all
        properties=own + tuple(item for item in every_event if item.name not in own_names),
        examples=tuple(stanza.get("examples", ())),
        is_interactive=stanza.get("interactive", True),
    )
    known = {rule.key for rule in event.rules}
    for example in event.examples:
        for key in example.get("breaks", []):
            if key not in known:
                problems.append(
                    f"{place}: {name}.examples.{example['name']}: no rule {key}; "
                    f"the rules are: {', '.join(sorted(known)) or 'none'}"
                )
    return event


def _check_event_names(events: tuple[Event, ...], problems: list[str]) -> None:
    seen: dict[str, Event] = {}
    for event in events:
        for name in (event.name, *event.aliases):
            if name in seen:
                problems.append(
                    f'{event.place}: {event.name}: the name "{name}" is taken by '
                    f"{seen[name].name} ({seen[name].place}); remove it from one of them"
                )
            seen[name] = event


def _entity(name: str, stanzas: dict[str, tuple[str, Any]], problems: list[str]) -> Entity:
    place, stanza = stanzas.get(name, (f"plan/entities/{name}s.yml", {}))
    attributes = []
    for attribute, said in (stanza.get("attributes") or {}).items():
        _check_column_name(attribute, ENTITY_COLUMNS, f"{place}: {name}.{attribute}", problems)
        attributes.append(
            Attribute(
                name=attribute,
                type=said["type"],
                description=_sentence(said["description"]),
                aliases=tuple(said.get("aliases", ())),
                pii=said.get("pii"),
                values=tuple(said.get("values", ())),
            )
        )
    return Entity(name, place, tuple(attributes))


def _membership_evidence(
    stanzas: dict[str, tuple[str, Any]], events: tuple[Event, ...], problems: list[str]
) -> tuple[tuple[str, str, str], ...]:
    """Rows of (evidence, event name, effect)."""
    if "membership" not in stanzas:
        return ()
    place, stanza = stanzas["membership"]
    evidence = [("table", "memberships", "spell")] if stanza.get("table") else []
    for field, effect in EFFECT_OF_FIELD.items():
        for name in _listed(stanza.get(field)):
            known_event(name, events, f"{place}: membership.{field}", problems)
            evidence.append(("event", name, effect))
    if stanza.get("group_calls", True):
        evidence.append(("group", "group", "joined"))
    if stanza.get("organization_events", False):
        evidence.append(("event_organization", "any_event", "joined"))
    return tuple(evidence)


def _listed(value: str | list[str] | None) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def _derived(
    name: str, place: str, stanza: dict[str, Any], plan: Plan, problems: list[str]
) -> DerivedProperty:
    where = f"{place}: {name}"
    entity = plan.users if stanza["entity"] == "user" else plan.organizations
    taken = ENTITY_COLUMNS + [attribute.name for attribute in entity.attributes]
    _check_column_name(name, taken, where, problems)
    words = (*NUMBER_KINDS, *VALUE_KINDS, "sql")
    kinds = [word for word in words if word in stanza]
    if len(kinds) != 1:
        problems.append(
            f"{where}: {'says ' + ' and '.join(kinds) if kinds else 'says not how it is derived'}; "
            f"use exactly one of: {', '.join(words)}"
        )
    kind = kinds[0] if kinds else "sql"
    target = None if kind in ("sql", "count_events") else stanza[kind]
    actions = _object_actions(stanza, kind, target, plan, where, problems)
    event = _event_of(stanza, kind, plan, where, problems)
    if event and target and target not in ENVELOPE_TARGETS:
        source = known_property(event, target, f"{where}.{kind}", problems)
        if source and kind == "sum" and source.type not in NUMERIC_TYPES:
            problems.append(
                f"{where}.sum: {event.name}.{target} is a {source.type}; sum a number instead"
            )
    _check_type(stanza, kind, where, problems)
    conditions = tuple(
        (item, tuple(_listed(values))) for item, values in stanza.get("where", {}).items()
    )
    for item, _ in conditions:
        for source in (event,) if event else [plan.event(used) for used, _ in actions]:
            if source:
                known_property(source, item, f"{where}.where", problems)
    return DerivedProperty(
        name=name,
        place=place,
        entity=stanza["entity"],
        type=stanza["type"],
        description=_sentence(stanza["description"]),
        kind="handwritten" if kind == "sql" else kind,
        target=target,
        actions=actions,
        event=event.name if event else _any_event(stanza),
        where=conditions,
        window=_window(stanza, kind, where, problems),
        opening=stanza.get("opening", "unknown"),
        empty=stanza.get("empty", "zero" if kind in NUMBER_KINDS else "unknown"),
    )


def _any_event(stanza: dict[str, Any]) -> str | None:
    return "any_event" if "any_event" in (stanza.get("from"), stanza.get("count_events")) else None


def _object_actions(
    stanza: dict[str, Any],
    kind: str,
    target: str | None,
    plan: Plan,
    where: str,
    problems: list[str],
) -> tuple[tuple[str, str], ...]:
    """Pairs of (event name, action) of a live count."""
    if kind != "count":
        for field in (*ACTION_OF_FIELD, "opening"):
            if field in stanza:
                problems.append(f"{where}.{field}: only a count of objects has it; remove it")
        return ()
    if "added_by" not in stanza:
        problems.append(f"{where}: has no added_by; name the event that creates the object")
    actions = []
    for field, action in ACTION_OF_FIELD.items():
        for event_name in _listed(stanza.get(field)):
            event = known_event(event_name, plan.events, f"{where}.{field}", problems)
            if event and target:
                known_property(event, target, f"{where}.{field}", problems)
            actions.append((event_name, action))
    return tuple(actions)


def _event_of(
    stanza: dict[str, Any], kind: str, plan: Plan, where: str, problems: list[str]
) -> Event | None:
    """The event the property is read from; none for any_event, a live count or handwritten SQL."""
    if kind in ("count", "sql"):
        return None
    field = "count_events" if kind == "count_events" else "from"
    name = stanza.get(field)
    if name is None:
        problems.append(f"{where}: has no from; name the event it is read from")
        return None
    if name == "any_event":
        if kind != "count_events" and stanza[kind] not in ENVELOPE_TARGETS:
            problems.append(
                f"{where}.{kind}: any_event has only {', '.join(ENVELOPE_TARGETS)}; "
                "name one event in from"
            )
        return None
    return known_event(name, plan.events, f"{where}.{field}", problems)


def _check_type(stanza: dict[str, Any], kind: str, where: str, problems: list[str]) -> None:
    fitting = {
        "count": ("integer",),
        "count_events": ("integer",),
        "count_distinct": ("integer",),
        "sum": NUMERIC_TYPES,
        "list_distinct": ("array",),
    }.get(kind)
    if fitting and stanza["type"] not in fitting:
        problems.append(
            f'{where}.type: {kind} does not give "{stanza["type"]}"; use {" or ".join(fitting)}'
        )


def _window(
    stanza: dict[str, Any], kind: str, where: str, problems: list[str]
) -> tuple[int, str] | None:
    """A length and its unit, which is minute, hour or day."""
    if "window" not in stanza:
        return None
    if kind in ("count", "sql"):
        problems.append(f"{where}.window: objects are alive or not at any moment; remove it")
        return None
    length, unit = re.fullmatch(r"([0-9]+) ([a-z]+?)s?", stanza["window"]).groups()
    return (int(length) * 7, "day") if unit == "week" else (int(length), unit)
