"""Which visit each event is of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from event_reference import Event
from identity_reference import IdentityPlan

GAP = timedelta(minutes=30)


@dataclass
class Session:
    """A visit at a device."""

    device: tuple[str, str]
    events: list[Event] = field(default_factory=list)

    @property
    def started_at(self) -> datetime:
        return self.events[0].occurred_at

    @property
    def ended_at(self) -> datetime:
        return self.events[-1].occurred_at

    @property
    def persons(self) -> set[str]:
        """Who had an event in it."""
        return {it.person for it in self.events if it.person}

    def tell_organization(self) -> None:
        """Give its only organization, where one person had it, to events of which none is known."""
        organizations = {it.stated_organization_id for it in self.events} - {None}
        if len(self.persons) == len(organizations) == 1:
            for event in self.events:
                if event.organization_id is None:
                    (event.organization_id,) = organizations
                    event.organization_basis = "session"


def find_sessions(events: Iterable[Event], plan: IdentityPlan) -> list[Session]:
    """The visits there were: events of a device, none more than half an hour after the last."""
    open_sessions: dict[tuple[str, str], Session] = {}
    sessions = []
    for event in sorted(events, key=lambda it: it.order):
        device = plan.identifier("anonymous_id", event.anonymous_id)
        key = device or plan.identifier("user_id", event.user_id)
        if event.event_type == "system" or not key:
            continue
        session = open_sessions.get(tuple(key))
        if session is None or event.occurred_at - session.ended_at > GAP:
            session = open_sessions[tuple(key)] = Session(tuple(key))
            sessions.append(session)
        session.events.append(event)
    return sessions


def session_numbers(sessions: list[Session]) -> dict[tuple[int, str], int | None]:
    """By place in the list and person: how many sessions the person had by then.

    None where the person had another one that started at the same moment.
    """
    starts = {
        (place, person): min(it.occurred_at for it in session.events if it.person == person)
        for place, session in enumerate(sessions)
        for person in session.persons
    }
    by_person: dict[str, list[datetime]] = {}
    for (_, person), start in starts.items():
        by_person.setdefault(person, []).append(start)
    return {
        (place, person): sum(1 for it in by_person[person] if it <= start)
        if by_person[person].count(start) == 1
        else None
        for (place, person), start in starts.items()
    }
