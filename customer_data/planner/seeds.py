"""Seeds that mirror the plan, for what models look up while they run."""

import csv
import io
from typing import Any

from customer_data.planner.audiences import definition_of
from customer_data.planner.stanzas import Condition, Entity, Plan, Property

INTEGERS = ("priority", "max_per_person", "position", "at_least", "weight")
NUMBER_PREFIXES = ("most_", "number_of_")

Seed = dict[str, Any]
"""A seed: name, description, key, columns (name, description, type) and rows."""


def seed_csv(seed: Seed) -> str:
    """The seed as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column["name"] for column in seed["columns"]])
    writer.writerows(seed["rows"])
    return text.getvalue()


def _seed(
    name: str, description: str, key: list[str], columns: dict[str, str], rows: list[tuple]
) -> Seed:
    return {
        "name": name,
        "description": description,
        "key": key,
        "columns": [
            {"name": column, "description": said, "type": _type_by_name(column)}
            for column, said in columns.items()
        ],
        "rows": rows,
    }


def plan_seeds(plan: Plan) -> list[Seed]:
    """The seeds of a plan, each with its columns, its key and its rows."""
    return [
        _seed(
            "plan_events",
            "One row per planned event.",
            ["event_name"],
            {
                "event_name": "Name of the event.",
                "description": "What happened.",
                "owner": "Who answers for the event.",
            },
            [(event.name, event.description, event.owner) for event in plan.events],
        ),
        _seed(
            "plan_event_names",
            "One row per name under which a planned event is accepted.",
            ["seen_name"],
            {
                "seen_name": "Name as it may arrive.",
                "event_name": "Name in the plan.",
            },
            [(name, event.name) for event in plan.events for name in (event.name, *event.aliases)],
        ),
        _seed(
            "plan_event_properties",
            "One row per planned event and name under which one of its properties is accepted.",
            ["event_name", "property_name", "seen_name"],
            {
                "event_name": "Name of the event.",
                "property_name": "Name of the property.",
                "seen_name": "Name as it may arrive.",
                "property_type": "Logical type.",
                "is_required": "Whether an event without it breaks a rule.",
                "is_deprecated": "Whether it is about to go.",
            },
            [
                (event.name, item.name, name, item.type, *map(_flag, _standing(item)))
                for event in plan.events
                for item in event.properties
                for name in (item.name, *item.aliases)
            ],
        ),
        _seed(
            "plan_rules",
            "One row per planned event and rule about one of its properties.",
            ["event_name", "rule_key"],
            {
                "event_name": "Event the rule holds for.",
                "rule_key": "The rule's name in violations.",
                "rule": "Kind of the rule.",
                "property": "Property the rule is about.",
                "action": "What happens to an event that breaks it - warn, null or quarantine.",
                "is_personal": "Whether the property is personal data.",
            },
            [
                (event.name, rule.key, rule.kind, rule.property, rule.action, _flag(item.pii))
                for event in plan.events
                for item in event.properties
                for rule in item.rules
            ],
        ),
        _seed(
            "plan_attributes",
            "One row per attribute of an entity and trait that states it.",
            ["entity_type", "attribute_name", "trait_key"],
            {
                "entity_type": "The entity - user or organization.",
                "attribute_name": "Name of the attribute.",
                "trait_key": "Name under which a row or a call states it.",
                "key_rank": "1 for the name of today, then the earlier ones.",
                "attribute_type": "Logical type.",
                "is_personal": "Whether it is personal data.",
                "allowed_values": "Values it may have, each between bars; empty for any.",
            },
            [row for entity in (plan.users, plan.organizations) for row in _attribute_rows(entity)],
        ),
        _seed(
            "plan_memberships",
            "One row per kind of evidence that opens, changes or closes a membership.",
            ["evidence", "event_name", "effect"],
            {
                "evidence": "Where it comes from - table, event, group or event_organization.",
                "event_name": "The event, group for a group call, any_event, or the raw table.",
                "effect": "What it does - spell, joined, left or role_changed.",
            },
            list(plan.membership_evidence),
        ),
        _seed(
            "plan_sessions",
            "One row, which says when a session is flagged and what it tells of its events.",
            ["most_hours"],
            {
                "most_hours": "A session that lasts longer is flagged.",
                "most_events": "One with more events is taken for a machine's.",
                "most_events_per_minute": "So is one with more events than fit into its minutes.",
                "tells_user": "Whether events at a shared device are of its session's only user.",
                "tells_organization": "Whether events have their session's only organization.",
            },
            [
                (
                    plan.sessions.most_hours,
                    plan.sessions.most_events,
                    plan.sessions.most_events_per_minute,
                    plan.sessions.tells_user,
                    plan.sessions.tells_organization,
                )
            ],
        ),
        _seed(
            "plan_funnels",
            "One row per funnel.",
            ["funnel_name"],
            {
                "funnel_name": "Name of the funnel.",
                "entity_type": "Who goes through it - user or organization.",
                "number_of_steps": "How many events follow on each other.",
                "within_seconds": "Time from the first step to the last.",
                "lateness_seconds": "How long late events are waited for after that.",
                "repetition": "Which first steps enter - each, first or restart.",
            },
            [
                (it.name, it.entity, len(it.steps), it.within, it.lateness, it.repeat)
                for it in plan.funnels
            ],
        ),
        _seed(
            "plan_retention",
            "One row per question who comes back.",
            ["retention_name"],
            {
                "retention_name": "Name of the question.",
                "entity_type": "Who comes back - user or organization.",
                "period": "Calendar period of cohorts and returns - day, week or month.",
                "number_of_periods": "How many periods after the first are shown.",
            },
            [(it.name, it.entity, it.period, it.periods) for it in plan.retention],
        ),
        _seed(
            "plan_conditions",
            "One row per condition of audiences.",
            ["condition_key"],
            {
                "condition_key": "Name of the condition.",
                "label": "The condition in words.",
                "entity_type": "Of whom it is true - user or organization.",
                "at_least": "How many occurrences it takes at once.",
                "asked_of": "Of whom it is asked, where of others - members, failing_members "
                "or organization.",
                "inner_condition_key": "What is asked of them.",
            },
            [
                (it.key, it.label, it.entity, it.at_least, it.through, it.inner)
                for it in plan.conditions
            ],
        ),
        _seed(
            "plan_audiences",
            "One row per audience.",
            ["audience_name"],
            {
                "audience_name": "Name of the audience.",
                "entity_type": "Who is in it - user or organization.",
                "purpose": "What they are talked to for.",
                "since": "UTC day before which nobody enters.",
                "at_most_once_in_seconds": "Time in which nobody enters twice.",
                "definition": "Digest of all that decides who is in it.",
            },
            [
                (
                    *(it.name, it.entity, it.purpose, it.since, it.at_most_once_in),
                    definition_of(it),
                )
                for it in plan.audiences
            ],
        ),
        _seed(
            "plan_audience_conditions",
            "One row per audience, group of conditions that makes a member, and condition of it.",
            ["audience_name", "group_position", "condition_key"],
            {
                "audience_name": "Name of the audience.",
                "group_position": "Which of its groups.",
                "condition_key": "Name of the condition.",
                "weight": "1, or -1 where the condition must not hold.",
                "at_least": "How many conditions of the group must hold.",
            },
            [
                (audience.name, position, *row)
                for audience in plan.audiences
                for position, group in enumerate(audience.groups, start=1)
                for row in _weights(group)
            ],
        ),
        _seed(
            "plan_audience_destinations",
            "One row per audience, destination that is told of it, and identifier it may have.",
            ["audience_name", "destination", "identifier"],
            {
                "audience_name": "Name of the audience.",
                "destination": "Name of the destination.",
                "identifier": "What the destination may know of a member.",
            },
            [
                (audience.name, it.name, identifier)
                for audience in plan.audiences
                for it in plan.destinations
                if it.name in audience.destinations
                for identifier in it.identifiers
            ],
        ),
        _seed(
            "plan_identifier_types",
            "One row per type of identifier that tells people apart.",
            ["identifier_type"],
            {
                "identifier_type": "The type.",
                "priority": "1 for the strongest.",
                "max_per_person": "The most values of it that one person can have.",
                "is_personal": "Whether its values are personal data.",
            },
            [
                (item.name, rank, item.max_per_person, _flag(item.pii))
                for rank, item in enumerate(plan.identity.types, start=1)
            ],
        ),
        _seed(
            "plan_identity_overrides",
            "One row per override and identifier it names.",
            ["override_name", "identifier_type", "identifier_value"],
            {
                "override_name": "Name of the override.",
                "action": "What was decided - include or exclude.",
                "identifier_type": "Type of the identifier.",
                "identifier_value": "The identifier.",
                "position": "Its place in the override.",
                "reason": "Why.",
                "author": "Who decided.",
                "decided_on": "When.",
            },
            [
                (
                    override.name,
                    override.action,
                    *identifier,
                    place,
                    override.reason,
                    override.author,
                    override.date,
                )
                for override in plan.identity.overrides
                for place, identifier in enumerate(override.identifiers, start=1)
            ],
        ),
    ]


def _weights(group: tuple[tuple[Condition, bool], ...]) -> list[tuple[str, int, int]]:
    """Each condition once, with its weight and the sum that makes a member."""
    weights = {condition.key: -1 if is_negated else 1 for condition, is_negated in group}
    at_least = sum(weight > 0 for weight in weights.values())
    return [(key, weight, at_least) for key, weight in weights.items()]


def _type_by_name(column: str) -> str:
    is_number = column in INTEGERS or column.endswith("_position")
    if is_number or column.endswith(("_rank", "_seconds")) or column.startswith(NUMBER_PREFIXES):
        return "integer"
    return "boolean" if column.startswith(("is_", "tells_")) else "text"


def _standing(item: Property) -> tuple[bool, bool]:
    """Whether a property is required and whether it is deprecated."""
    return item.rule("required") is not None, item.is_deprecated


def _attribute_rows(entity: Entity) -> list[tuple]:
    return [
        (
            entity.name,
            item.name,
            key,
            rank,
            item.type,
            _flag(item.pii),
            f"|{'|'.join(item.values)}|" if item.values else "",
        )
        for item in entity.attributes
        for rank, key in enumerate((item.name, *item.aliases), start=1)
    ]


def _flag(value: object) -> str:
    return "true" if value else "false"
