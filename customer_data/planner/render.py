"""Renders the plan into the files of a project: SQL, YAML and seeds."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from customer_data.planner.behavior import EVERY_EVENT
from customer_data.planner.expressions import Expressions, conditions
from customer_data.planner.seeds import plan_seeds, seed_csv
from customer_data.planner.stanzas import (
    Attribute,
    Condition,
    DerivedProperty,
    Event,
    Funnel,
    IdentifierType,
    Plan,
    Property,
    Rule,
)

ENGINE = "customer_data"
FACTS = "models/marts/events/generated"
ENTITIES = "models/marts/entities/generated"
CHECKS = "models/intermediate/events/generated"
IDENTITY = "models/intermediate/identity/generated"
SESSIONS = "models/intermediate/sessions/generated"
PROPERTIES = "models/intermediate/properties/generated"
FUNNELS = "models/intermediate/funnels/generated"
AUDIENCES = "models/intermediate/audiences/generated"
ACTIVATION = "models/marts/activation/generated"
SEEDS = "seeds/generated"
FOLDERS = (
    *(FACTS, ENTITIES, CHECKS, IDENTITY, SESSIONS, PROPERTIES, FUNNELS, AUDIENCES, ACTIVATION),
    SEEDS,
)
CHECKED_COLUMNS = (
    "source_name event_id event_id_basis seen_event_name event_name is_planned event_type "
    "user_id anonymous_id organization_id vendor_session_id occurred_at occurred_at_basis "
    "original_at sent_at received_at loaded_at load_id properties content_digest lost_columns "
    "unreadable_reason raw"
).split()
"""What an event row carries through the check of its rules."""

Files = dict[str, str]
"""Path below the project -> text."""


def render_plan(plan: Plan, project: str) -> Files:
    """Render every generated file of the project of this name."""
    renderer = _Renderer(plan, project)
    return {
        **renderer.event_facts(),
        **renderer.checks(),
        **renderer.identity(),
        **renderer.sessions(),
        **renderer.properties(),
        **renderer.funnels(),
        **renderer.audiences(),
        **renderer.entities(),
        **renderer.seeds(),
    }


class _Renderer:
    def __init__(self, plan: Plan, project: str) -> None:
        self.plan = plan
        self.project = project
        # in a project of its own, the engine's macros and tests carry the name of their package
        self.prefix = "" if project == ENGINE else f"{ENGINE}."
        self.write = Expressions(self.prefix)
        self.environment = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            block_start_string="<%",
            block_end_string="%>",
            variable_start_string="<<",
            variable_end_string=">>",
            comment_start_string="<#",
            comment_end_string="#>",
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=StrictUndefined,
            autoescape=False,
        )
        self.environment.filters["yaml"] = _yaml_scalar
        self.environment.filters["in_sql"] = _in_sql
        self.environment.filters["json"] = lambda value: json.dumps(value).replace("'", "''")

    def _render(self, template: str, **context: object) -> str:
        text = self.environment.get_template(template).render(
            project=self.project,
            prefix=self.prefix,
            write=self.write,
            conditions=conditions,
            source_of=_source_of,
            **context,
        )
        return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"

    def _pair(self, folder: str, name: str, template: str, **context: object) -> Files:
        return {
            f"{folder}/{name}.{ending}": self._render(f"{template}.{ending}", **context)
            for ending in ("sql", "yml")
        }

    def event_facts(self) -> Files:
        """One typed fact per planned event."""
        files: Files = {}
        for event in self.plan.events:
            name = f"fct_{event.name}"
            files |= self._pair(FACTS, name, "fct_event", event=event, column_tests=_column_tests)
        return files

    def checks(self) -> Files:
        """The rules of the tracking plan."""
        examples = [(event, example) for event in self.plan.events for example in event.examples]
        return self._pair(
            CHECKS,
            "int_events__checked",
            "int_events__checked",
            quarantining=self._rules(lambda rule: rule.action == "quarantine"),
            noting=self._rules(lambda rule: rule.action != "quarantine"),
            columns=CHECKED_COLUMNS,
            examples=examples,
            broken=_broken_rules,
        )

    def _rules(self, wanted: Callable[[Rule], bool]) -> dict[str, list[tuple[Property, Rule]]]:
        rules = {
            event.name: [
                (item, rule) for item in event.properties for rule in item.rules if wanted(rule)
            ]
            for event in self.plan.events
        }
        return {name: found for name, found in rules.items() if found}

    def identity(self) -> Files:
        """What tells people apart, one level per type of identifier, strongest first."""
        identity = self.plan.identity
        types = identity.types
        context: dict[str, object] = {
            "types": types,
            "stated_types": identity.stated,
            # the weaker of two types first
            "pairs": [(types[j], types[i]) for j in range(len(types)) for i in range(j)],
            "anonymous_priority": [item.name for item in types].index("anonymous_id") + 1,
            "blocked": self._blocked,
            "names_nobody": identity.blocked_pattern,
            "blocked_example": identity.blocked_example,
            "stated_example": {item.traits[0]: " value 1 " for item in identity.stated},
            "identifier_text": self._identifier_text,
        }
        files: Files = {}
        for name in ("recorded", "blocked", "seen", "linked"):
            name = f"int_identifiers__{name}"
            files |= self._pair(IDENTITY, name, name, **context)
        stronger: IdentifierType | None = None
        for item in types:
            for step in ("met_by", "by"):
                name = f"int_identities__{step}_{item.name}"
                files |= self._pair(
                    IDENTITY,
                    name,
                    f"int_identities__{step}",
                    model=name,
                    type=item,
                    stronger=stronger,
                    steps=identity.steps(item),
                )
            stronger = item
        return files | self._pair(
            IDENTITY, "int_identities__found", "int_identities__found", **context
        )

    def sessions(self) -> Files:
        """When a visit ends and another begins."""
        silent = tuple(event.name for event in self.plan.events if not event.is_interactive)
        start = datetime(2026, 2, 28, 23, 50)
        gap = timedelta(seconds=self.plan.sessions.gap_seconds)
        context = {
            "sessions": self.plan.sessions,
            "silent": silent,
            "blocked": self._blocked,
            "names_nobody": self.plan.identity.blocked_pattern,
            "blocked_example": self.plan.identity.blocked_example,
            "after_gap": start + gap,
            "after_two_gaps": start + 2 * gap + timedelta(seconds=1),
            "session_id": lambda *texts: _digest(texts),
        }
        files: Files = {}
        for name in ("int_events__interactive", "int_events__sessionized"):
            files |= self._pair(SESSIONS, name, name, **context)
        return files

    def _blocked(self, column: str) -> str:
        return f"{{{{ {self.prefix}matches('lower({column})', names_nobody) }}}}"

    def _identifier_text(self, item: IdentifierType) -> str:
        texts = [
            f"""nullif(trim({{{{ {self.prefix}json_text('traits', "'{key}'") }}}}), '')"""
            for key in item.traits
        ]
        text = texts[0] if len(texts) == 1 else f"coalesce({', '.join(texts)})"
        return f"lower({text})" if item.is_lowercase else text

    def properties(self) -> Files:
        """The inputs of the derived properties, and one history each."""
        derived = self.plan.properties
        counts = [(item, *action) for item in derived for action in item.actions]
        occurrences = [item for item in derived if item.kind not in ("count", "handwritten")]
        handwritten = [item for item in derived if item.kind == "handwritten"]
        files = self._pair(
            PROPERTIES,
            "int_objects__evented",
            "int_objects__evented",
            counts=counts,
            fact_names=_unique(name for _, name, _ in counts),
            object_text=self._object_text,
        )
        files |= self._pair(
            PROPERTIES,
            "int_properties__occurrences",
            "int_properties__occurrences",
            occurrences=occurrences,
            fact_names=_unique(item.event for item in occurrences),
            value_text=self._value_text,
            amount=_amount,
            expiry=_expiry,
        )
        files |= self._pair(
            PROPERTIES,
            "int_properties__handwritten",
            "int_properties__handwritten",
            handwritten=handwritten,
            handwritten_text=self._handwritten_text,
        )
        for item in derived:
            pair = self._pair(
                PROPERTIES, item.model, "prop", item=item, typed_value=self._typed_value
            )
            if item.kind == "handwritten":
                del pair[f"{PROPERTIES}/{item.model}.sql"]
            files |= pair
        return files

    def funnels(self) -> Files:
        """The events that funnels and retention are about."""
        steps = [
            (funnel, number, step, event_name)
            for funnel in self.plan.funnels
            for number, step in enumerate(funnel.steps, start=1)
            for event_name in step.events
        ]
        files = self._pair(
            FUNNELS,
            "int_funnels__evented",
            "int_funnels__evented",
            steps=steps,
            fact_names=_unique(event_name for *_, event_name in steps),
            same_text=self._same_text,
        )
        most_steps = max((len(it.steps) for it in self.plan.funnels), default=2)
        files |= self._pair(
            FUNNELS, "int_funnels__reached", "int_funnels__reached", most_steps=most_steps
        )
        names = [name for it in self.plan.retention for name in (it.starts_with, it.returns_with)]
        return files | self._pair(
            FUNNELS,
            "int_retention__evented",
            "int_retention__evented",
            retention=self.plan.retention,
            fact_names=_unique(names),
            every_event=EVERY_EVENT,
        )

    def _same_text(self, funnel: Funnel, event_name: str) -> str:
        """The property that all steps share, as text; the empty text where there is none."""
        if funnel.same is None:
            return "''"
        return self._property_text(event_name, funnel.same)

    def audiences(self) -> Files:
        """When each condition of audiences occurs, and what their destinations may know."""
        conditions_here = [it for it in self.plan.conditions if it.kind != "through"]
        files = self._pair(
            AUDIENCES,
            "int_conditions__occurred",
            "int_conditions__occurred",
            all_conditions=conditions_here,
            source_names=_unique(_source_of(it) for it in conditions_here),
        )
        identifiers = _unique(
            ["user_id", *(name for it in self.plan.destinations for name in it.identifiers)]
        )
        personal = {it.name for it in self.plan.users.personal}
        return files | self._pair(
            ACTIVATION,
            "fct_outbox",
            "fct_outbox",
            destinations=self.plan.destinations,
            identifiers=identifiers,
            attributes={it.name: it for it in self.plan.users.attributes},
            personal=[name for name in identifiers if name in personal],
        )

    def entities(self) -> Files:
        """The dimensions and the daily facts of users and organizations."""
        files: Files = {}
        for entity in (self.plan.users, self.plan.organizations):
            context: dict[str, object] = {
                "entity": entity,
                "properties": self.plan.properties_of(entity.name),
                "has_memberships": bool(self.plan.membership_evidence),
                "typed": self._typed,
                "daily_column": self._daily_column,
                "daily_source": self._daily_source,
            }
            plural = f"{entity.name}s"
            files |= self._pair(ENTITIES, f"dim_{plural}", "dim", **context)
            attributes = [item.name for item in entity.public]
            files |= self._pair(
                ENTITIES, f"dim_{plural}_history", "dim_history", names=attributes, **context
            )
            files |= self._pair(
                ENTITIES,
                f"fct_{entity.name}_properties_daily",
                "fct_properties_daily",
                names=[item.name for item in self.plan.properties_of(entity.name)],
                **context,
            )
        return files | self._pair(
            ENTITIES,
            "dim_users_pii",
            "dim_users_pii",
            entity=self.plan.users,
            typed=self._typed,
        )

    def seeds(self) -> Files:
        """Mirrors of the plan that models join while they run."""
        files: Files = {}
        for seed in plan_seeds(self.plan):
            files[f"{SEEDS}/{seed['name']}.csv"] = seed_csv(seed)
            files[f"{SEEDS}/{seed['name']}.yml"] = self._render("seed.yml", seed=seed)
        return files

    def _object_text(self, item: DerivedProperty, event_name: str) -> str:
        return self._property_text(event_name, item.target)

    def _property_text(self, event_name: str, name: str) -> str:
        event = self.plan.event(event_name)
        found = next(one for one in event.properties if one.name == name)
        return name if found.type == "string" else f"{{{{ {self.prefix}as_text('{name}') }}}}"

    def _value_text(self, item: DerivedProperty) -> str:
        if item.kind in ("count_events", "sum"):
            return "cast(null as {{ dbt.type_string() }})"
        return self.write.value_text(item, self.plan.event(item.event))

    def _handwritten_text(self, item: DerivedProperty) -> str:
        if item.type in ("integer", "number", "money"):
            return "cast(null as {{ dbt.type_string() }})"
        if item.type == "timestamp":
            return f"{{{{ {self.prefix}iso_text('{item.name}') }}}}"
        return f"{{{{ {self.prefix}as_text('{item.name}') }}}}"

    def _typed(self, item: Attribute | DerivedProperty, text: str) -> str:
        """The text column as a column of the item's name and type."""
        if item.type in ("string", "array", "object"):
            return item.name if text == item.name else f"{text} as {item.name}"
        return f"{{{{ {self.prefix}read_as('{text}', '{item.type}') }}}} as {item.name}"

    def _typed_value(self, item: DerivedProperty) -> str:
        return self._typed(item, "text_value")

    def _has_number(self, item: DerivedProperty) -> bool:
        """Whether the history holds the property as a number rather than as text."""
        is_numeric = item.type in ("integer", "number", "money")
        return item.is_number or (item.kind == "handwritten" and is_numeric)

    def _daily_source(self, item: DerivedProperty) -> str:
        return "number_value" if self._has_number(item) else "text_value"

    def _daily_column(self, item: DerivedProperty) -> str:
        if self._has_number(item):
            value = f"coalesce({item.name}, 0)" if item.empty == "zero" else item.name
            return f"cast({value} as {_in_sql(item.sql_type)}) as {item.name}"
        return self._typed(item, item.name)


def _source_of(condition: Condition) -> str:
    """The model that says when a condition occurs."""
    return {
        "property": "int_properties__effective",
        "attribute": f"dim_{condition.entity}s_history",
        "event": f"fct_{condition.name}",
        "funnel": "int_funnels__ended",
        "consent": "int_consents__granted",
        "existence": "int_entities__existing",
    }[condition.kind]


def _amount(item: DerivedProperty) -> str:
    if item.kind == "count_events":
        return "cast(1 as numeric(38, 9))"
    if item.kind == "sum":
        return f"cast({item.target} as numeric(38, 9))"
    return "cast(null as numeric(38, 9))"


def _expiry(item: DerivedProperty) -> str:
    if item.window is None:
        return "cast(null as {{ dbt.type_timestamp() }})"
    length, unit = item.window
    return f"occurred_at + interval '{length}' {unit}"


def _digest(texts: Iterable[str]) -> str:
    """What the macro digest makes of these texts."""
    return hashlib.md5("".join(f"{len(it)}:{it}" for it in texts).encode()).hexdigest()


def _in_sql(sql_type: str) -> str:
    """A type as SQL is written here, which is with a space where a contract has none."""
    return sql_type.replace(",", ", ")


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _column_tests(item: Property) -> list[str]:
    """Data tests of a fact's column: only what a rule that keeps rows or values out promises."""
    tests = []
    required, values = item.rule("required"), item.rule("values")
    if required and required.action == "quarantine" and not (required.since or required.until):
        tests.append("not_null: {config: {enabled: *enabled}}")
    if values and values.action != "warn" and not (values.since or values.until):
        listed = ", ".join(_yaml_scalar(value) for value in values.value)
        tests.append(
            "accepted_values:\n              config: {enabled: *enabled}\n"
            f"              arguments:\n                values: [{listed}]"
        )
    return tests


def _broken_rules(event: Event, example: dict[str, Any], is_rejection: bool) -> str:
    actions = {rule.key: rule.action for rule in event.rules}
    keys = [
        key
        for key in (rule.key for rule in event.rules)
        if key in example.get("breaks", []) and (actions[key] == "quarantine") == is_rejection
    ]
    return _yaml_scalar(",".join(keys)) if keys else "null"


def _yaml_scalar(text: object) -> str:
    """One YAML value on one line, quoted where it could be taken for something else."""
    plain = str(text)
    is_safe = (
        plain[:1].isalpha()
        and not any(mark in plain for mark in (": ", " #", "{{", "'", '"', "[", "]", "{", "}"))
        and plain.lower() not in ("true", "false", "yes", "no", "on", "off", "null", "y", "n")
        and not plain.endswith(":")
        and ", " not in plain[:0]
    )
    return plain if is_safe else json.dumps(plain, ensure_ascii=False)
