"""Looks up what one stanza names of another."""

import difflib

from customer_data.planner.stanzas import Event, Property


def known_event(
    name: str, events: tuple[Event, ...], where: str, problems: list[str]
) -> Event | None:
    """The planned event of this name; adds a problem where there is none."""
    found = next((event for event in events if event.name == name), None)
    if found is None:
        near = difflib.get_close_matches(name, [event.name for event in events], n=1)
        cure = f"did you mean {near[0]}?" if near else "add it to plan/events first"
        problems.append(f'{where}: unknown event "{name}"; {cure}')
    return found


def known_property(event: Event, name: str, where: str, problems: list[str]) -> Property | None:
    """The event's property of this name; adds a problem where there is none."""
    found = next((item for item in event.properties if item.name == name), None)
    if found is None:
        near = difflib.get_close_matches(name, [item.name for item in event.properties], n=1)
        cure = f"did you mean {near[0]}?" if near else f"add it to {event.place}"
        problems.append(f'{where}: {event.name} has no property "{name}"; {cure}')
    elif found.pii:
        problems.append(
            f"{where}: {event.name}.{name} is personal data and in no fact; use another property"
        )
        found = None
    return found
