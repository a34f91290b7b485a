"""What follows on what, and who comes back, event by event."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Any

from event_reference import Event
from reference import World

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}


def length_of(text: str) -> timedelta:
    """A length of time such as 7 days."""
    length, unit = re.fullmatch(r"(\d+) (\w+?)s?", text).groups()
    return timedelta(seconds=int(length) * SECONDS[unit])


@dataclass
class Entry:
    """A first step of a funnel, and what came of it."""

    funnel: str
    entity: str
    match: str | None
    event: Event
    window_ends_at: datetime
    reached: list[Event]
    is_complete: bool
    decided_at: datetime
    censored_at: datetime | None = None

    @property
    def happened_at(self) -> datetime | None:
        """When the last step happened, if they were still there."""
        at = self.reached[-1].occurred_at if self.is_complete else None
        return None if at and self.censored_at and self.censored_at < at else at

    def status(self, as_of: datetime) -> str:
        """What is known of it by the time of the build."""
        if self.happened_at:
            return "happened"
        if self.censored_at:
            return "censored"
        return "did_not_happen" if self.decided_at <= as_of else "pending"

    def row(self, as_of: datetime) -> tuple[Any, ...]:
        """The entry as the mart shows it."""
        status = self.status(as_of)
        censored_at = self.censored_at if status == "censored" else None
        return (
            *(self.entity, self.funnel, self.match, self.event.occurred_at, self.window_ends_at),
            *(status, self.decided_at <= as_of and status != "censored", len(self.reached)),
            *(self.happened_at, censored_at),
        )


def funnel_entries(world: World) -> Iterator[Entry]:
    """The entries of all funnels of the plan."""
    for name, stanza in world.plan.funnels.items():
        places: dict[tuple[str, str | None], list[tuple[int, Event]]] = {}
        for event in sorted(world.accepted, key=lambda it: it.order):
            for number, step in enumerate(stanza["steps"]):
                entity = event.organization_id if is_organizations(stanza) else event.person
                match = event.values.get(stanza["same"]) if "same" in stanza else None
                if event.event_name == step and entity and (match or "same" not in stanza):
                    places.setdefault((entity, match), []).append((number, event))
        for (entity, match), steps in places.items():
            entries = [
                enter(name, stanza, entity, match, event, steps)
                for number, event in steps
                if number == 0
            ]
            for entry in entering(stanza.get("repeat", "each"), entries):
                entry.censored_at = gone_at(world, entry, is_organizations(stanza))
                yield entry


def is_organizations(stanza: dict[str, Any]) -> bool:
    return stanza["entity"] == "organization"


def enter(
    name: str,
    stanza: dict[str, Any],
    entity: str,
    match: str | None,
    first: Event,
    steps: list[tuple[int, Event]],
) -> Entry:
    """How far somebody comes from a first step, each step strictly later than the one before."""
    end = first.occurred_at + length_of(stanza["within"])
    reached = [first]
    for wanted in range(1, len(stanza["steps"])):
        following = (
            event
            for number, event in steps
            if number == wanted and reached[-1].occurred_at < event.occurred_at <= end
        )
        if (event := next(following, None)) is None:
            break
        reached.append(event)
    is_complete = len(reached) == len(stanza["steps"])
    decided_at = end + length_of(stanza.get("lateness", "3 days"))
    return Entry(name, entity, match, first, end, reached, is_complete, decided_at)


def entering(repeat: str, entries: list[Entry]) -> Iterable[Entry]:
    """The first steps that count, of those of one entity in their order."""
    if repeat == "first":
        return entries[:1]
    if repeat == "each":
        return entries
    return [
        entry
        for entry, again in zip_longest(entries, entries[1:])
        if again is None
        or again.event.occurred_at > entry.window_ends_at
        or (entry.is_complete and again.event.occurred_at >= entry.reached[-1].occurred_at)
    ]


def gone_at(world: World, entry: Entry, is_organization: bool) -> datetime | None:
    """When in the window the entity was deleted or left the organization of the first step."""
    start, end = entry.event.occurred_at, min(entry.window_ends_at, world.as_of)
    found = (world.organizations if is_organization else world.users).get(entry.entity)
    moments = []
    if found and found.known and found.exists(start):
        moments += [
            it.stated_at
            for it in found.statements
            if it.is_table and it.is_deleted and not found.exists(it.stated_at)
        ]
    if not is_organization:
        for user in {it.user_id for it in world.memberships}:
            held = [
                it
                for it in world.memberships
                if it.user_id == user
                and it.organization_id == entry.event.organization_id
                and world.persons.person_id(user) == entry.entity
            ]
            if any(it.holds(start) for it in held):
                moments += [
                    it.valid_to
                    for it in held
                    if it.valid_to and not any(other.holds(it.valid_to) for other in held)
                ]
    return min((it for it in moments if start < it <= end), default=None)


def retention(world: World) -> Iterator[tuple[Any, ...]]:
    """Cohorts and their returns, by calendar period."""
    for name, stanza in world.plan.retention.items():
        starts: dict[str, datetime] = {}
        returns: dict[str, list[datetime]] = {}
        for event in sorted(world.accepted, key=lambda it: it.order):
            entity = event.organization_id if is_organizations(stanza) else event.person
            if entity and stanza["starts_with"] in ("any_event", event.event_name):
                starts.setdefault(entity, event.occurred_at)
            if entity and stanza["returns_with"] in ("any_event", event.event_name):
                returns.setdefault(entity, []).append(event.occurred_at)
        period = stanza["period"]
        last = max([world.as_of, *starts.values()]).date()
        cohorts: dict[date, list[str]] = {}
        for entity, at in starts.items():
            cohorts.setdefault(period_of(period, at.date()), []).append(entity)
        for cohort, entities in cohorts.items():
            start = cohort
            for number in range(stanza.get("periods", 12) + 1):
                if start > last:
                    break
                end = next_period(period, start)
                back = sum(
                    any(
                        starts[entity] < at and start <= at.date() < end
                        for at in returns.get(entity, [])
                    )
                    for entity in entities
                )
                is_over = world.as_of.date() >= end
                yield (name, cohort, number, start, is_over, len(entities), back)
                start = end


def period_of(period: str, day: date) -> date:
    """The first day of the calendar period that a day is in."""
    if period == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if period == "month" else day


def next_period(period: str, start: date) -> date:
    """The first day of the next period."""
    return period_of(period, start + timedelta(days={"day": 1, "week": 7, "month": 31}[period]))
