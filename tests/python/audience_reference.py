"""Who is in which audience, asked moment by moment."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from behavior_reference import Entry, funnel_entries, length_of
from event_reference import Event, moment, text_of
from reference import World

Stanza = dict[str, Any]
Member = tuple[str, str, datetime, datetime | None]
"""Audience, entity, from, to."""


class Audiences:
    """The audiences of a world's plan."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.entries: dict[tuple[str, str], list[Entry]] = {}
        for entry in funnel_entries(world):
            self.entries.setdefault((entry.funnel, entry.entity), []).append(entry)
        self.events: dict[tuple[str, str | None, str | None], list[Event]] = {}
        for event in sorted(world.accepted, key=lambda it: it.order):
            for entity, owner in (("user", event.person), ("organization", event.organization_id)):
                self.events.setdefault((entity, owner, event.event_name), []).append(event)

    def members(self) -> Iterator[Member]:
        """The periods in which each entity is in each audience."""
        for name, stanza in self.world.plan.audiences.items():
            entity = stanza["entity"]
            found = self.world.users if entity == "user" else self.world.organizations
            for key in found:
                periods = self.periods(name, stanza, entity, key)
                yield from ((name, key, *period) for period in self.capped(stanza, periods))

    def periods(
        self, name: str, stanza: Stanza, entity: str, key: str
    ) -> Iterable[tuple[datetime, datetime | None]]:
        """When the conditions hold, cut off before the audience begins and after the build."""
        since = moment(stanza["since"]) if "since" in stanza else datetime.min
        is_in, found = False, []
        for at in sorted({since} | {it for it in self.moments if since <= it <= self.world.as_of}):
            if at > datetime.min and self.holds(name, stanza, entity, key, at) != is_in:
                is_in = not is_in
                if is_in:
                    found.append((at, None))
                else:
                    found[-1] = (found[-1][0], at)
        return found

    @staticmethod
    def capped(
        stanza: Stanza, periods: Iterable[tuple[datetime, datetime | None]]
    ) -> Iterator[tuple[datetime, datetime | None]]:
        """Those that do not begin too soon after the one before."""
        cap = length_of(stanza["at_most_once_in"]) if "at_most_once_in" in stanza else timedelta(0)
        before = None
        for period in periods:
            if before is None or period[0] >= before + cap:
                yield period
            before = period[0]

    @cached_property
    def moments(self) -> set[datetime]:
        """Every moment at which anything can begin or end."""
        world = self.world
        found = {it.occurred_at for it in world.accepted}
        lengths = {timedelta(days=days) for days in (7, 14, 30)}
        found |= {at + length for at in found for length in lengths}
        for entity in (*world.users.values(), *world.organizations.values()):
            found |= {it.stated_at for it in entity.statements} | set(entity.known)
        for it in world.memberships:
            found |= {it.valid_from, it.valid_to or it.valid_from}
        found |= {entry.decided_at for entries in self.entries.values() for entry in entries}
        ended = {
            entry.happened_at
            for entries in self.entries.values()
            for entry in entries
            if entry.happened_at
        }
        found |= ended | {at + length for at in ended for length in lengths}
        found |= {at for row in world.consents if (at := moment(row["at"]))}
        return found

    def holds(self, name: str, stanza: Stanza, entity: str, key: str, at: datetime) -> bool:
        """Whether an entity is in an audience at a moment, whatever came before."""
        if not self.exists(entity, key, at):
            return False
        needs_consent = entity == "user" and stanza.get("needs_consent", True)
        if needs_consent and not self.consents(key, stanza["purpose"], at):
            return False
        if "when" in stanza and not self.ended(name, "did_not_happen", None, key, at):
            return False
        return "conditions" not in stanza or self.is_so(stanza["conditions"], entity, key, at)

    def exists(self, entity: str, key: str, at: datetime) -> bool:
        found = (self.world.users if entity == "user" else self.world.organizations)[key]
        # of anonymous persons only those that something is stated of
        is_known = entity == "organization" or found.label is not None or found.statements
        return bool(found.known and is_known and found.exists(at))

    def consents(self, person: str, purpose: str, at: datetime) -> bool:
        """What was said last, under whichever user_id; no, where yes and no were said at once."""
        said: dict[datetime, list[bool]] = {}
        for row in self.world.consents:
            if text_of(row["purpose"]) != purpose:
                continue
            if self.world.persons.person_id(row["user_id"]) != person:
                continue
            is_granted, stated_at = row["granted"] in ("true", "1"), moment(row["at"])
            if stated_at or not is_granted:
                said.setdefault(stated_at or datetime.min, []).append(is_granted)
        times = [it for it in said if it <= at]
        return bool(times) and all(said[max(times)])

    def is_so(self, said: Stanza, entity: str, key: str, at: datetime) -> bool:
        """Whether a condition holds at a moment."""
        if "all" in said:
            return all(self.is_so(it, entity, key, at) for it in said["all"])
        if "any" in said:
            return any(self.is_so(it, entity, key, at) for it in said["any"])
        if "not" in said:
            return not self.is_so(said["not"], entity, key, at)
        if "members" in said:
            return self.of_members(said, key, at)
        if "event" in said:
            return self.happened(said, entity, key, at)
        if "funnel" in said:
            status = said.get("status", "happened")
            return self.ended(said["funnel"], status, said.get("for"), key, at)
        return self.compares(said, self.world.derived[entity][said["property"]](key, at))

    def of_members(self, said: Stanza, organization: str, at: datetime) -> bool:
        inner = {word: value for word, value in said.items() if word != "members"}
        members = {
            self.world.persons.person_id(it.user_id)
            for it in self.world.memberships
            if it.organization_id == organization and it.holds(at)
        }
        answers = [self.is_so(inner, "user", str(it), at) for it in members]
        if said["members"] == "all":
            is_some = any(self.exists("user", str(it), at) for it in members)
            return is_some and all(answers)
        return any(answers) == (said["members"] == "any")

    def happened(self, said: Stanza, entity: str, key: str, at: datetime) -> bool:
        within = length_of(said["within"]) if "within" in said else timedelta.max
        count = sum(
            it.occurred_at <= at and at - it.occurred_at < within
            for it in self.events.get((entity, key, said["event"]), [])
        )
        return count <= said["at_most"] if "at_most" in said else count >= said.get("at_least", 1)

    def ended(self, funnel: str, status: str, span: str | None, key: str, at: datetime) -> bool:
        """Whether an entry of a funnel came to this by then, and still counts."""
        for entry in self.entries.get((funnel, key), []):
            if entry.status(self.world.as_of) != status:
                continue
            ended_at = entry.happened_at if status == "happened" else entry.decided_at
            made_up = self.made_up_at(entry) if status == "did_not_happen" else None
            if ended_at > at or (made_up and made_up <= at):
                continue
            if span is None or at - ended_at < length_of(span):
                return True
        return False

    def made_up_at(self, entry: Entry) -> datetime | None:
        """When the second step of a funnel of two was done after all."""
        stanza = self.world.plan.funnels[entry.funnel]
        if len(stanza["steps"]) != 2:
            return None
        later = (
            it.occurred_at
            for it in self.events.get((stanza["entity"], entry.entity, stanza["steps"][1]), [])
            if it.occurred_at > entry.event.occurred_at
            and ("same" not in stanza or it.values.get(stanza["same"]) == entry.match)
        )
        return min(later, default=None)

    @staticmethod
    def compares(said: Stanza, value: Any) -> bool:
        if "is" in said:
            wanted = said["is"] if isinstance(said["is"], list) else [said["is"]]
            return value in wanted
        if value is None:
            return False
        return (
            value >= said.get("at_least", value)
            and value <= said.get("at_most", value)
            and ("more_than" not in said or value > said["more_than"])
            and ("less_than" not in said or value < said["less_than"])
        )
