"""Builds the part of the plan that tells visits apart, `plan/sessions.yml`."""

from typing import Any

from customer_data.planner.known import known_event
from customer_data.planner.stanzas import Event, Sessions

PLACE = "plan/sessions.yml"


def build_sessions(
    stanzas: dict[str, tuple[str, Any]], events: tuple[Event, ...], problems: list[str]
) -> Sessions:
    """Build it from the stanzas, with defaults for what they leave out; adds what is wrong."""
    said = {name: stanza for name, (_, stanza) in stanzas.items()}
    starting = said.get("starting_events", [])
    for name in starting:
        known_event(name, events, f"{PLACE}: starting_events", problems)
    return Sessions(
        gap_seconds=said.get("gap_seconds", 1800),
        starting_events=tuple(starting),
        campaign_property=said.get("campaign_property"),
        most_hours=said.get("most_hours", 24),
        most_events=said.get("most_events", 1000),
        most_events_per_minute=said.get("most_events_per_minute", 60),
        tells_user=said.get("tells_user", False),
        tells_organization=said.get("tells_organization", False),
    )
