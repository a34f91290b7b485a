"""The reference for who is who gives the answers worked out by hand."""

from datetime import datetime, timedelta

from identity_reference import (
    ALWAYS,
    Alias,
    Identifier,
    Identity,
    IdentityPlan,
    Override,
    Record,
    read_identity,
    resolve,
)
from support import PROJECT

PLAN = read_identity(PROJECT / "plan" / "identity.yml")


def at(day: int) -> datetime:
    return datetime(2026, 1, 1) + timedelta(days=day)


def event(day: int, user: str | None = None, device: str | None = None) -> Record:
    return Record("event", at(day), {"user_id": user, "anonymous_id": device})


def statement(
    day: int, user: str | None = None, email: str | None = None, device: str | None = None
) -> Record:
    values = {"user_id": user, "email": email, "anonymous_id": device}
    return Record("statement", at(day), values)


def id_of(text: str) -> str:
    """The id of an identifier written as type:value."""
    return Identifier(*text.split(":", 1)).id


def found(
    records: list[Record], aliases: list[Alias] | None = None, plan: IdentityPlan = PLAN
) -> dict[str, Identity]:
    """The identities by type:value; the same from rows in the other order."""
    identities = resolve(plan, records, aliases or [])
    assert resolve(plan, records[::-1], (aliases or [])[::-1]) == identities
    return {":".join(it): identity for it, identity in identities.items()}


def overridden(action: str, *identifiers: str) -> IdentityPlan:
    """The plan with one override."""
    listed = [Identifier(*it.split(":", 1)) for it in identifiers]
    override = Override("reviewed", action == "include", listed)
    return IdentityPlan(PLAN.types, PLAN.blocked_patterns, [override])


def test_a_device_becomes_the_users_when_they_are_first_seen_together() -> None:
    device = found([event(1, device="a"), event(3, "u", "a")])["anonymous_id:a"]
    assert device.person_id == id_of("user_id:u")
    assert device.person_id_at(at(1)) == id_of("anonymous_id:a")
    assert device.person_id_at(at(3)) == id_of("user_id:u")


def test_an_email_known_late_ties_a_device_to_the_user_from_then_on() -> None:
    """The device states the e-mail on day 1, the user on day 5."""
    identities = found(
        [
            event(1, device="a"),
            statement(1, email="E@x.com ", device="a"),
            statement(5, "u", "e@x.com"),
        ]
    )
    assert {it.person_id for it in identities.values()} == {id_of("user_id:u")}
    assert identities["email:e@x.com"].claimed_at == at(5)
    assert identities["anonymous_id:a"].claimed_at == at(5)
    assert identities["user_id:u"].claimed_at == ALWAYS


def test_a_shared_device_is_nobodys_from_its_second_user_on() -> None:
    device = found([event(2, "u", "a"), event(4, "v", "a")])["anonymous_id:a"]
    assert device.rejection_reason == "shared"
    assert device.person_id == id_of("anonymous_id:a")
    days = {day: device.person_id_at(at(day)) for day in (1, 2, 3, 4)}
    own, first = id_of("anonymous_id:a"), id_of("user_id:u")
    assert days == {1: own, 2: first, 3: first, 4: own}


def test_a_kiosk_merges_nobody() -> None:
    users = [f"u{number:02}" for number in range(30)]
    identities = found([event(number, user, "kiosk") for number, user in enumerate(users)])
    assert len({it.person_id for it in identities.values()}) == 31
    assert identities["anonymous_id:kiosk"].rejection_reason == "shared"


def test_an_email_that_two_users_state_is_neithers() -> None:
    identities = found(
        [
            statement(1, "u", "e@x.com"),
            statement(2, "v", "e@x.com"),
            statement(3, None, "e@x.com", "a"),
        ]
    )
    assert identities["email:e@x.com"].rejection_reason == "shared"
    assert identities["email:e@x.com"].contested_at == at(2)
    # what is known of a device only by way of that e-mail is not known
    assert identities["anonymous_id:a"].person_id == id_of("anonymous_id:a")


def test_an_email_joins_nothing_where_a_limit_would_break_but_its_devices_stay() -> None:
    identities = found([statement(1, "u", "e", "a"), statement(2, "v", "e", "b")])
    assert identities["anonymous_id:a"].person_id == id_of("user_id:u")
    assert identities["anonymous_id:b"].person_id == id_of("user_id:v")


def test_anonymous_ids_one_after_another_are_one_person() -> None:
    """Aliases chain devices; the one seen first gives the name."""
    aliases = [Alias(at(day), f"a{day}", anonymous_id=f"a{day + 1}") for day in (1, 2, 3)]
    identities = found([event(day, device=f"a{day}") for day in (1, 2, 3, 4)], aliases)
    assert {it.person_id for it in identities.values()} == {id_of("anonymous_id:a1")}
    assert [it.claimed_at for it in identities.values()].count(ALWAYS) == 1
    # no one of them touches the first, so they are known when the last link is
    assert identities["anonymous_id:a4"].claimed_at == at(3)


def test_a_chain_longer_than_the_limit_stays_apart() -> None:
    aliases = [Alias(at(day), f"a{day}", anonymous_id=f"a{day + 1}") for day in range(5)]
    identities = found([event(day, device=f"a{day}") for day in range(6)], aliases)
    assert {key: it.person_id for key, it in identities.items()} == {
        key: id_of(key) for key in identities
    }


def test_aliases_in_a_circle_are_harmless() -> None:
    pairs = [("a", "b"), ("b", "c"), ("c", "a"), ("a", "a")]
    aliases = [Alias(at(day), one, anonymous_id=other) for day, (one, other) in enumerate(pairs)]
    identities = found([event(0, device="a")], aliases)
    assert {it.person_id for it in identities.values()} == {id_of("anonymous_id:a")}


def test_an_alias_ties_an_earlier_device_to_a_user() -> None:
    identities = found([event(1, device="a"), event(4, "u")], [Alias(at(4), "a", "u")])
    assert identities["anonymous_id:a"].person_id == id_of("user_id:u")
    assert identities["anonymous_id:a"].claimed_at == at(4)


def test_an_alias_of_two_users_joins_nobody() -> None:
    """A previous id that was ever a user's is a user; one person has one user_id."""
    identities = found([event(1, "u"), event(2, "v")], [Alias(at(3), "u", "v")])
    assert identities["user_id:u"].person_id == id_of("user_id:u")
    assert identities["user_id:v"].person_id == id_of("user_id:v")
    assert "anonymous_id:u" not in identities
    # a membership alone does not make it one
    member = Record("membership", at(1), {"user_id": "u"})
    assert "anonymous_id:u" in found([member, event(2, "v")], [Alias(at(3), "u", "v")])


def test_too_many_devices_are_nobodys_from_the_first_too_many() -> None:
    identities = found([event(day, "u", f"a{day}") for day in range(1, 7)])
    devices = [identities[f"anonymous_id:a{day}"] for day in range(1, 7)]
    assert {it.rejection_reason for it in devices} == {"too_many"}
    assert {it.contested_at for it in devices} == {at(6)}
    assert devices[0].person_id_at(at(5)) == id_of("user_id:u")
    assert devices[0].person_id_at(at(6)) == id_of("anonymous_id:a1")
    five = found([event(day, "u", f"a{day}") for day in range(1, 6)])
    assert {it.person_id for it in five.values()} == {id_of("user_id:u")}


def test_devices_of_an_email_that_joins_too_many_stay_where_they_are() -> None:
    """Two anonymous persons of three devices each, joined by nothing that is lawful."""
    emails = [statement(1, email="e", device=f"a{number}") for number in range(3)]
    emails += [statement(1, email="f", device=f"b{number}") for number in range(3)]
    apart = found(emails)
    assert len({it.person_id for it in apart.values()}) == 2
    shared = found([*emails, statement(2, email="e", device="b0")])
    assert shared["anonymous_id:b0"].rejection_reason == "shared"
    assert shared["anonymous_id:b1"].person_id == id_of("email:f")
    assert shared["anonymous_id:a1"].person_id == id_of("email:e")


def test_a_device_joins_two_emails_within_the_limits() -> None:
    identities = found(
        [
            statement(1, email="f", device="a"),
            statement(2, email="e", device="a"),
            event(0, device="a"),
        ]
    )
    assert {it.person_id for it in identities.values()} == {id_of("email:f")}
    assert identities["email:e"].claimed_at == at(2)
    assert identities["anonymous_id:a"].claimed_at == at(1)


def test_what_the_plan_includes_is_one_person_and_counts_once() -> None:
    records = [event(3, "u", "a"), event(1, "v", "b"), event(5, "u", "b")]
    plan = overridden("include", "user_id:u", "user_id:v", "user_id:never-seen")
    identities = found(records, plan=plan)
    assert {it.person_id for it in identities.values()} == {id_of("user_id:v")}
    assert identities["user_id:u"].claimed_at == ALWAYS
    assert found(records)["anonymous_id:b"].rejection_reason == "shared"


def test_what_the_plan_excludes_is_no_link() -> None:
    records = [event(1, "u", "a"), event(2, "v", "a")]
    plan = overridden("exclude", "anonymous_id:a", "user_id:v")
    device = found(records, plan=plan)["anonymous_id:a"]
    assert (device.person_id, device.contested_at) == (id_of("user_id:u"), None)


def test_blocked_values_name_nobody() -> None:
    blocked = ["", " ", "0", "00000000-0000-0000-0000-000000000000", "-1", "NULL", " Undefined "]
    assert found([event(1, value, value) for value in blocked]) == {}
    # only as a whole
    assert list(found([event(1, "none-1")])) == ["user_id:none-1"]
    # an event of nobody on a device says nothing about its user
    device = found([event(1, "null", "a"), event(2, "u", "a")])["anonymous_id:a"]
    assert device.rejection_reason is None
