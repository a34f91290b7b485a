"""Which person each event and each statement is of."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from event_reference import FIVE_MINUTES, Event, Plan, Row, moment, property_text, text_of
from identity_reference import Alias, Identity, Record, resolve
from session_reference import Session


class Persons:
    """The persons there are, by what tells them apart."""

    def __init__(self, tables: dict[str, list[Row]], events: list[Event], plan: Plan) -> None:
        self.plan, self.plans_sessions = plan.identity, plan.sessions
        self.identities = resolve(self.plan, records_of(tables, events, plan), aliases_of(events))
        self.users = {
            it.person_id: it.identifier.value
            for it in self.identities.values()
            if it.identifier.type == "user_id" and it.identifier.id == it.person_id
        }

    def identity(self, user_id: str | None, anonymous_id: str | None = None) -> Identity | None:
        """Whose something is: the user's; where none is named, the device's."""
        for type_, value in (("user_id", user_id), ("anonymous_id", anonymous_id)):
            if identifier := self.plan.identifier(type_, value):
                return self.identities[identifier]
        return None

    def person_id(self, user_id: str | None, anonymous_id: str | None = None) -> str | None:
        """The id of the person whose something is."""
        identity = self.identity(user_id, anonymous_id)
        return identity.person_id if identity else None

    def user(self, user_id: str | None) -> str | None:
        """The user_id that names the person of a user_id: another one where the plan says so."""
        return self.users.get(self.person_id(user_id) or "")

    def found(self) -> set[str]:
        """All but those who are only a rejected identifier."""
        return {it.person_id for it in self.identities.values() if not it.is_rejected}

    def attribute(self, events: Iterable[Event], sessions: Iterable[Session]) -> None:
        """Say whose each event is: now, and as known when it happened."""
        of_sessions = {id(it): session for session in sessions for it in session.events}
        for event in events:
            now = then = self.identity(event.user_id, event.anonymous_id)
            session = of_sessions.get(id(event))
            if session and now and now.identifier.type == "anonymous_id" and now.is_rejected:
                user, seen_at = self.only_user(session)
                now = user or now
                then = user if user and event.occurred_at >= seen_at else then
            if now and then:
                event.person = now.person_id
                event.person_at_event = then.person_id_at(event.occurred_at)
                event.person_user = self.users.get(now.person_id)

    def only_user(self, session: Session) -> tuple[Identity | None, datetime]:
        """The only user seen in a session, and since when; the first of several names of theirs."""
        seen = [it for it in session.events if self.plan.identifier("user_id", it.user_id)]
        users = sorted({it.user_id for it in seen if it.user_id})
        if not self.plans_sessions.tells_user or len({self.person_id(it) for it in users}) != 1:
            return None, datetime.max
        return self.identity(users[0]), min(it.occurred_at for it in seen)


def records_of(tables: dict[str, list[Row]], events: list[Event], plan: Plan) -> Iterable[Record]:
    """What was seen together in events, in statements about users, and in memberships."""
    for event in events:
        ids = {"user_id": event.user_id, "anonymous_id": event.anonymous_id}
        yield Record("event", event.occurred_at, ids)
        if event.event_type == "identify":
            stated_ids = {**ids, **traits_of(event.properties or {}, plan)}
            yield Record("statement", event.occurred_at, stated_ids)
    for row in tables["users"]:
        stated_ids = {"user_id": row["user_id"], **traits_of(row, plan)}
        yield Record("statement", stated(row), stated_ids)
    for row in tables["memberships"]:
        yield Record("membership", moment(row["joined_at"]), {"user_id": row["user_id"]})


def traits_of(traits: Mapping[str, Any], plan: Plan) -> dict[str, str | None]:
    """The identifiers that traits state; of several names the first that says something."""
    return {
        type_.name: next(
            filter(text_of, (property_text(traits, [it]) for it in type_.traits)), None
        )
        for type_ in plan.identity.types
        if type_.traits
    }


def aliases_of(events: Iterable[Event]) -> Iterable[Alias]:
    """What the alias calls say."""
    for event in events:
        if event.event_type == "alias":
            previous_id = text_of(property_text(event.properties or {}, ["previous_id"]))
            yield Alias(event.occurred_at, previous_id, event.user_id, event.anonymous_id)


def stated(row: Row) -> datetime | None:
    """When a row of an entity says what it says; never much later than it was loaded."""
    loaded = moment(row["loaded_at"])
    at = moment(row["deleted_at"]) or moment(row["updated_at"]) or loaded
    return loaded if at and loaded and at > loaded + FIVE_MINUTES else at
