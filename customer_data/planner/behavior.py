"""Builds the parts of the plan that follow what people do: funnels and retention."""

import re
from typing import Any

from customer_data.planner.known import known_event, known_property
from customer_data.planner.stanzas import Event, Funnel, Retention, Step

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
DEFAULT_LATENESS = "3 days"
EVERY_EVENT = "any_event"


def build_funnels(
    stanzas: dict[str, tuple[str, Any]], events: tuple[Event, ...], problems: list[str]
) -> tuple[Funnel, ...]:
    """Build the funnels, by name; adds what is wrong with them."""
    return tuple(
        Funnel(
            name=name,
            place=place,
            entity=said["entity"],
            description=" ".join(said["description"].split()),
            steps=_steps(said, events, f"{place}: {name}", problems),
            same=said.get("same"),
            within=seconds(said["within"]),
            lateness=seconds(said.get("lateness", DEFAULT_LATENESS)),
            repeat=said.get("repeat", "each"),
        )
        for name, (place, said) in sorted(stanzas.items())
    )


def _steps(
    said: dict[str, Any], events: tuple[Event, ...], where: str, problems: list[str]
) -> tuple[Step, ...]:
    steps = []
    for number, stanza in enumerate(said["steps"], start=1):
        named = {"event": stanza} if isinstance(stanza, str) else stanza
        place = f"{where}.steps.{number}"
        filters = filters_of(named)
        names = (named["event"],) if isinstance(named["event"], str) else tuple(named["event"])
        for name in names:
            if event := known_event(name, events, place, problems):
                for item, _ in filters:
                    known_property(event, item, f"{place}.where", problems)
                if same := said.get("same"):
                    known_property(event, same, f"{where}.same", problems)
        steps.append(Step(names, filters))
    return tuple(steps)


def filters_of(said: dict[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What `where` asks of properties, each with the values it may have."""
    return tuple(
        (item, (values,) if isinstance(values, str) else tuple(values))
        for item, values in said.get("where", {}).items()
    )


def build_retention(
    stanzas: dict[str, tuple[str, Any]], events: tuple[Event, ...], problems: list[str]
) -> tuple[Retention, ...]:
    """Build the questions who comes back, by name; adds what is wrong with them."""
    for name, (place, said) in stanzas.items():
        for field in ("starts_with", "returns_with"):
            if said[field] != EVERY_EVENT:
                known_event(said[field], events, f"{place}: {name}.{field}", problems)
    return tuple(
        Retention(
            name=name,
            place=place,
            entity=said["entity"],
            description=" ".join(said["description"].split()),
            starts_with=said["starts_with"],
            returns_with=said["returns_with"],
            period=said["period"],
            periods=said.get("periods", 12),
        )
        for name, (place, said) in sorted(stanzas.items())
    )


def seconds(text: str) -> int:
    """A length of time in seconds; the schemas keep to a number and a unit, such as 7 days."""
    length, unit = re.fullmatch(r"([0-9]+) ([a-z]+?)s?", text).groups()
    return int(length) * SECONDS[unit]
