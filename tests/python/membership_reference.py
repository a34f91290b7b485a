"""Who belonged to which organization, when and as what."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from operator import itemgetter
from typing import Any

from entity_reference import Statement
from event_reference import Event, Plan, Row, moment, property_text, text_of
from person_reference import Persons


@dataclass
class Membership:
    """A period of one role of a user in an organization."""

    user_id: str
    organization_id: str
    role: str | None
    valid_from: datetime
    valid_to: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether it holds at a moment."""
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


Change = tuple[datetime, int, Any, str, str | None]
"""When, its rank among equal moments, what orders equals then, what happened, the role."""


def find_memberships(
    rows: list[Row],
    events: list[Event],
    statements: list[Statement],
    persons: Persons,
    plan: Plan,
) -> list[Membership]:
    """Who belonged where, when, and as what."""
    deletions: dict[str | None, list[datetime]] = {}
    for it in statements:
        if it.is_deleted:
            is_user = it.entity_type == "user"
            name = persons.user(it.entity_id) if is_user else it.entity_id
            deletions.setdefault(name, []).append(it.stated_at)
    stated_spells = read_spells(rows, persons)
    found = []
    for pair, spells in stated_spells.items():
        closed = [at for name in pair for at in deletions.get(name, [])]
        found += union(*pair, spells, closed)
    for pair, changes in evented_changes(events, plan).items():
        if pair not in stated_spells:
            ends: list[Change] = [
                (at, 3, (), "close", None) for name in pair for at in deletions.get(name, [])
            ]
            found += intervals(*pair, sorted([*changes, *ends], key=itemgetter(0, 1, 2)))
    return found


Spell = tuple[datetime, datetime | None, str | None]
"""When somebody joined, when they left, as what."""


def read_spells(rows: list[Row], persons: Persons) -> dict[tuple[str, str], list[Spell]]:
    """What the table states: a spell is a user, an organization and a start."""
    latest: dict[tuple[str, str, datetime], Row] = {}
    for row in sorted(rows, key=lambda it: said_at(it) or datetime.min):
        user, organization = persons.user(row["user_id"]), text_of(row["organization_id"])
        if user and organization and (joined := moment(row["joined_at"])):
            latest[user, organization, joined] = row
    spells: dict[tuple[str, str], list[Spell]] = {}
    for (user, organization, joined), row in latest.items():
        left = moment(row["left_at"])
        # left open: a spell that ends before it starts is no evidence at all
        if left is None or joined < left:
            spell = (joined, left, text_of(row["role"]))
            spells.setdefault((user, organization), []).append(spell)
    return spells


def union(
    user: str, organization: str, spells: list[Spell], closed: list[datetime]
) -> list[Membership]:
    """A member while any spell holds, in the role of the spell that began last."""
    cut = [
        (joined, min((at for at in (left, *closed) if at and at >= joined), default=None), role)
        for joined, left, role in spells
    ]
    moments = sorted({at for joined, left, _ in cut for at in (joined, left) if at})
    found: list[Membership] = []
    for at, until in pairwise([*moments, None]):
        holding = [it for it in cut if at and it[0] <= at and (it[1] is None or at < it[1])]
        if at and holding:
            role = max(holding, key=itemgetter(0))[2]
            if found and found[-1].valid_to == at and found[-1].role == role:
                found[-1].valid_to = until
            else:
                found.append(Membership(user, organization, role, at, until))
    return found


def said_at(row: Row) -> datetime | None:
    """When a row of the memberships says what it says."""
    return moment(row["updated_at"]) or moment(row["joined_at"])


def evented_changes(events: list[Event], plan: Plan) -> dict[tuple[str, str], list[Change]]:
    """What events say: joined, given a role, left; at one instant in this order.

    Group calls say that somebody joined, of those of whom no joining event says more.
    """
    changes: dict[tuple[str, str], list[Change]] = {}
    called: dict[tuple[str, str], list[Change]] = {}
    for event in events:
        user, organization = event.person_user, event.stated_organization_id
        if not user or not organization:
            continue
        for rank, kind in enumerate(("join", "role", "leave")):
            if event.event_name in plan.membership[kind]:
                change = (event.occurred_at, rank, event.order, kind, event.values.get("role"))
                changes.setdefault((user, organization), []).append(change)
        if event.event_type == "group" and plan.joins_by_group_call:
            role = text_of(property_text(event.properties or {}, ["role"]))
            call = (event.occurred_at, 0, event.order, "join", role)
            called.setdefault((user, organization), []).append(call)
    for pair, calls in called.items():
        if not any(kind == "join" for *_, kind, _ in changes.get(pair, [])):
            changes.setdefault(pair, []).extend(calls)
    return changes


def intervals(user: str, organization: str, changes: list[Change]) -> list[Membership]:
    """Periods from changes in their order: repeated joins collapse, a stray leave is nothing."""
    found: list[Membership] = []
    current: Membership | None = None
    for at, _, _, kind, role in changes:
        if kind in ("leave", "close"):
            if current:
                current.valid_to, current = at, None
        elif current is None:
            if kind == "join":
                current = Membership(user, organization, role, at, None)
                found.append(current)
        elif role and role != current.role:
            current.valid_to = at
            current = Membership(user, organization, role, at, None)
            found.append(current)
    return [it for it in found if it.valid_to is None or it.valid_from < it.valid_to]


def attribute_organizations(events: list[Event], memberships: list[Membership]) -> None:
    """An event's own organization; else the only one its person belonged to at that moment."""
    by_user: dict[str, list[Membership]] = {}
    for membership in memberships:
        by_user.setdefault(membership.user_id, []).append(membership)
    for event in events:
        candidates = {
            it.organization_id
            for it in by_user.get(event.person_user or "", [])
            if it.holds(event.occurred_at)
        }
        if event.stated_organization_id:
            event.organization_id = event.stated_organization_id
            event.organization_basis = "explicit"
        elif len(candidates) == 1:
            event.organization_id = candidates.pop()
            event.organization_basis = "sole_membership"
        elif candidates:
            event.organization_basis = "ambiguous"
