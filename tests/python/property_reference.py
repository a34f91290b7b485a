"""Derived properties, each as a function of the entity and the moment."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from event_reference import Event, of

Interval = tuple[datetime, datetime | None]


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
