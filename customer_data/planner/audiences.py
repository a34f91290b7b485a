"""Builds audiences: conditions as sums over time, and the groups of them that make a member."""

import hashlib
import json
from itertools import product
from typing import Any

from customer_data.planner.behavior import filters_of, seconds
from customer_data.planner.known import known_event, known_property
from customer_data.planner.stanzas import (
    NUMBER_KINDS,
    Audience,
    Condition,
    Destination,
    Entity,
    Plan,
)

Groups = tuple[tuple[tuple[Condition, bool], ...], ...]
"""Any group makes a member, by all of its conditions; True with a condition: it must not hold."""

MOST_GROUPS = 32
SHORTHAND = ("when", "without", "within")
COMPARISONS = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<"}
DESTINATION_KEYS = ("person_id", "user_id", "organization_id")


def funnels_of(audiences: dict[str, tuple[str, Any]]) -> dict[str, tuple[str, Any]]:
    """The funnels that `when`, `without` and `within` of audiences stand for, by audience."""
    return {
        name: (
            place,
            {
                "entity": said["entity"],
                "description": said["description"],
                "steps": [said["when"], said["without"]],
                **{word: said[word] for word in ("within", "same", "lateness") if word in said},
            },
        )
        for name, (place, said) in audiences.items()
        if all(word in said for word in SHORTHAND)
    }


def build_destinations(
    stanzas: dict[str, tuple[str, Any]], plan: Plan, problems: list[str]
) -> tuple[Destination, ...]:
    """Build the destinations, by name; adds what is wrong with them."""
    known = [*DESTINATION_KEYS, *(item.name for item in plan.users.attributes)]
    for name, (place, said) in stanzas.items():
        problems.extend(
            f'{place}: {name}.identifiers: unknown "{identifier}"; use {", ".join(known)}'
            for identifier in said["identifiers"]
            if identifier not in known
        )
    return tuple(
        Destination(
            name, " ".join(said["description"].split()), said["owner"], tuple(said["identifiers"])
        )
        for name, (_, said) in sorted(stanzas.items())
    )


def build_audiences(
    stanzas: dict[str, tuple[str, Any]], plan: Plan, problems: list[str]
) -> tuple[tuple[Condition, ...], tuple[Audience, ...]]:
    """Build all conditions, each once, and the audiences, by name; adds what is wrong."""
    conditions: dict[str, Condition] = {}
    audiences = []
    for name, (place, said) in sorted(stanzas.items()):
        reader = _Reader(plan, f"{place}: {name}", conditions, problems)
        groups = reader.groups(_all_of(name, said, reader), said["entity"], False)
        if len(groups) > MOST_GROUPS:
            problems.append(
                f"{place}: {name}: {len(groups)} ways to be a member; "
                f"split it into audiences of at most {MOST_GROUPS}"
            )
        for destination in said.get("destinations", []):
            if destination not in {it.name for it in plan.destinations}:
                problems.append(
                    f'{place}: {name}.destinations: unknown "{destination}"; '
                    "add it to plan/destinations.yml first"
                )
        given = [_existing(said["entity"], conditions)]
        if said.get("needs_consent", True) and said["entity"] == "user":
            given.append(_consent(said["purpose"], conditions))
        audiences.append(
            Audience(
                name=name,
                place=place,
                entity=said["entity"],
                description=" ".join(said["description"].split()),
                purpose=said["purpose"],
                groups=tuple((*((it, False) for it in given), *group) for group in groups),
                since=said.get("since"),
                at_most_once_in=_seconds(said, "at_most_once_in"),
                destinations=tuple(said.get("destinations", ())),
            )
        )
    return tuple(conditions.values()), tuple(audiences)


def _all_of(name: str, said: dict[str, Any], reader: "_Reader") -> dict[str, Any]:
    """The conditions of a stanza, with what its shorthand stands for."""
    parts = [said["conditions"]] if "conditions" in said else []
    words = [word for word in SHORTHAND if word in said]
    if words and len(words) < len(SHORTHAND):
        missing = next(word for word in SHORTHAND if word not in said)
        reader.problem(f'has "{words[0]}" and no "{missing}"; add it')
    elif words:
        parts.append({"funnel": name, "status": "did_not_happen"})
    if not parts:
        reader.problem("says not who is in it; write conditions, or when, without and within")
    return {"all": parts} if parts else {}


def _existing(entity: str, conditions: dict[str, Condition]) -> Condition:
    return _kept(Condition(f"{entity}:exists", "is known", entity, "existence"), conditions)


def _consent(purpose: str, conditions: dict[str, Condition]) -> Condition:
    label = f"consents to {purpose}"
    return _kept(
        Condition(f"user:consent:{purpose}", label, "user", "consent", purpose), conditions
    )


def _kept(condition: Condition, conditions: dict[str, Condition]) -> Condition:
    return conditions.setdefault(condition.key, condition)


def _seconds(said: dict[str, Any], field: str) -> int | None:
    return seconds(said[field]) if field in said else None


class _Reader:
    """Reads the conditions of one audience."""

    def __init__(
        self, plan: Plan, where: str, conditions: dict[str, Condition], problems: list[str]
    ) -> None:
        self.plan = plan
        self.where = where
        self.conditions = conditions
        self.problems = problems

    def problem(self, text: str) -> None:
        self.problems.append(f"{self.where}: {text}")

    def groups(self, said: dict[str, Any], entity: str, is_negated: bool) -> Groups:
        """A condition as a choice of groups; `not` moves inwards, where all and any swap."""
        if "not" in said:
            return self.groups(said["not"], entity, not is_negated)
        for word, is_choice in (("all", is_negated), ("any", not is_negated)):
            if word in said:
                parts = [self.groups(it, entity, is_negated) for it in said[word]]
                if is_choice:
                    return tuple(group for part in parts for group in part)
                return tuple(sum(choice, ()) for choice in product(*parts))
        return self.leaf(said, entity, is_negated) if said else ()

    def leaf(self, said: dict[str, Any], entity: str, is_negated: bool) -> Groups:
        """One condition; how it is asked of others, or what it says itself."""
        if "members" in said:
            return self.of_members(said, entity, is_negated)
        if "organization" in said:
            if entity != "user":
                self.problem(
                    "organization: an organization has none; write members, or the condition"
                )
                return ()
            return self.through("organization", said["organization"], "organization", is_negated)
        kinds = [kind for kind in ("property", "event", "funnel") if kind in said]
        if len(kinds) != 1:
            self.problem(
                f"a condition says {' and '.join(kinds) or 'nothing to compare'}; "
                "use exactly one of property, event, funnel"
            )
            return ()
        found = getattr(self, f"of_{kinds[0]}")(said, entity)
        if found is None:
            return ()
        condition, is_complement = found
        return (((_kept(condition, self.conditions), is_negated != is_complement),),)

    def of_members(self, said: dict[str, Any], entity: str, is_negated: bool) -> Groups:
        """Any, none or all of the members: all means that there are some and none fails."""
        if entity != "organization":
            self.problem("members: a user has none; write organization, or the condition itself")
            return ()
        inner = {key: value for key, value in said.items() if key != "members"}
        if said["members"] != "all":
            return self.through("members", inner, "user", is_negated != (said["members"] == "none"))
        some = self.through("members", {}, "user", is_negated)
        failing = self.through("failing_members", inner, "user", not is_negated)
        if is_negated:
            return some + failing
        return tuple(one + other for one in some for other in failing)

    def through(self, how: str, said: dict[str, Any], entity: str, is_negated: bool) -> Groups:
        """A condition of an organization's members, or of a user's organization."""
        if not said:
            inner, is_complement = _existing(entity, self.conditions), False
        else:
            groups = self.groups(said, entity, False)
            if len(groups) != 1 or len(groups[0]) != 1:
                self.problem(f"{how}: asks for more than one condition at once; use several of it")
                return ()
            ((inner, is_complement),) = groups[0]
        if is_complement:
            self.problem(f"{how}: asks for what is not so; turn it round with not, any or none")
            return ()
        condition = Condition(
            key=f"{how}:{inner.key}",
            label=f"{how.replace('_', ' ')}: {inner.label}",
            entity="organization" if entity == "user" else "user",
            kind="through",
            through=how,
            inner=inner.key,
        )
        return (((_kept(condition, self.conditions), is_negated),),)

    def of_property(self, said: dict[str, Any], entity: str) -> tuple[Condition, bool] | None:
        """What a derived property or an attribute is; True: it is the opposite that is counted."""
        name = said["property"]
        derived = next((it for it in self.plan.properties_of(entity) if it.name == name), None)
        stated = self.plan.users if entity == "user" else self.plan.organizations
        attribute = next((it for it in stated.public if it.name == name), None)
        if name == "number_of_users" and entity == "organization":
            kind, is_number, is_zero = "property", True, True
        elif derived:
            is_number = derived.kind in NUMBER_KINDS
            kind, is_zero = "property", is_number and derived.empty == "zero"
        elif attribute:
            kind, is_number, is_zero = "attribute", attribute.type in ("integer", "number"), False
        else:
            self.problem(f'property: {entity} has no "{name}"{self._personal(stated, name)}')
            return None
        column = name if kind == "attribute" else "number_value" if is_number else "text_value"
        words = [word for word in (*COMPARISONS, "is") if word in said]
        if len(words) != 1:
            self.problem(f"property {name}: use exactly one of {', '.join((*COMPARISONS, 'is'))}")
            return None
        (word,) = words
        if word == "is":
            values = said["is"] if isinstance(said["is"], list) else [said["is"]]
            test = f"{column} in ({', '.join(map(_literal, values))})"
            is_complement = is_zero and 0 in values
            test = f"not {test}" if is_complement else test
        else:
            if not is_number:
                self.problem(f"property {name}: is no number; use is")
                return None
            # who has no history of a number has none of it, which is at most anything
            is_complement = is_zero and word in ("at_most", "less_than")
            opposite = {"at_most": ">", "less_than": ">="}
            sign = opposite[word] if is_complement else COMPARISONS[word]
            test = f"{column} {sign} {said[word]}"
        label = f"{name} {word.replace('_', ' ')} {_words(said[word])}"
        # the key stands in SQL, between quotes
        key = f"{entity}:{kind}:{name} {test}".replace("'", "")
        name = f"{entity}.{name}" if kind == "property" else name
        return Condition(key, label, entity, kind, name, test), is_complement

    @staticmethod
    def _personal(stated: Entity, name: str) -> str:
        if name in {it.name for it in stated.personal}:
            return " outside of personal data, which no audience may be made of"
        return "; use a property of plan/properties or an attribute of plan/entities"

    def of_event(self, said: dict[str, Any], entity: str) -> tuple[Condition, bool] | None:
        """How often something happened, of late or ever."""
        event = known_event(said["event"], self.plan.events, f"{self.where}: event", self.problems)
        if event is None:
            return None
        filters = filters_of(said)
        for item, _ in filters:
            known_property(event, item, f"{self.where}: {event.name}.where", self.problems)
        is_complement = "at_most" in said
        at_least = said["at_most"] + 1 if is_complement else said.get("at_least", 1)
        if at_least < 1 or at_least != int(at_least):
            self.problem(f"event {event.name}: at_least is a whole number of at least 1")
            return None
        span = f" within {said['within']}" if "within" in said else ""
        times = f"at most {said['at_most']}" if is_complement else f"at least {at_least}"
        told = "".join(f", {item} {_words(list(values))}" for item, values in filters)
        rest = json.dumps([said.get("within"), at_least, filters])
        key = f"{entity}:event:{event.name} {hashlib.md5(rest.encode()).hexdigest()[:8]}"
        return (
            Condition(
                key=key,
                label=f"{event.name} {times} times{span}{told}",
                entity=entity,
                kind="event",
                name=event.name,
                at_least=int(at_least),
                seconds=_seconds(said, "within"),
                where=filters,
            ),
            is_complement,
        )

    def of_funnel(self, said: dict[str, Any], entity: str) -> tuple[Condition, bool] | None:
        """That a funnel's last step happened, or did not."""
        funnel = next((it for it in self.plan.funnels if it.name == said["funnel"]), None)
        status = said.get("status", "happened")
        if funnel is None:
            self.problem(f'funnel: unknown "{said["funnel"]}"; add it to plan/funnels first')
            return None
        if funnel.entity != entity:
            self.problem(f"funnel {funnel.name}: is about {funnel.entity}s, not {entity}s")
            return None
        span = f" for {said['for']}" if "for" in said else ""
        label = f"{funnel.name} {status.replace('_', ' ')}{span}"
        return (
            Condition(
                key=f"{entity}:funnel:{label}",
                label=label,
                entity=entity,
                kind="funnel",
                name=funnel.name,
                test=status,
                seconds=_seconds(said, "for"),
            ),
            False,
        )


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else f"'{value}'"


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def definition_of(audience: Audience) -> str:
    """A digest of all that decides who is in it."""
    said = [
        [[(condition.key, negated) for condition, negated in group] for group in audience.groups],
        audience.since,
        audience.at_most_once_in,
    ]
    return hashlib.md5(json.dumps(said).encode()).hexdigest()
