"""People of a real change log, with several e-mails each: who is one, who is not, who worked where.

Stackalytics keeps a list of contributors with their e-mails and dated companies; its history in git
says when each record changed. What ought to come out is worked out here in plain Python.
"""

import gzip
import hashlib
import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
from served import DbtServer, ServedWarehouse
from support import copy_project, run, shared_folder, succeeded
from worlds import COLUMNS

Record = dict[str, Any]

# the log names no start of a first company
LONG_AGO = "2000-01-01"
BEFORE, AFTER = datetime(2010, 1, 1), datetime(2016, 1, 2)
BUILT = [
    *("+dim_users", "+dim_organizations", "+dim_memberships_history", "+fct_events"),
    *("+rpt_identity_rejections", "+dim_identifiers_history"),
]


class Change(NamedTuple):
    """A record that was written or deleted."""

    at: datetime
    key: str
    record: Record | None


class Spell(NamedTuple):
    """Some time in a company, in the spelling of the raw tables; `left` is None while it lasts."""

    organization: str
    joined: str | None
    left: str | None


class Log(NamedTuple):
    """The two logs, in order of time."""

    users: list[Change]
    companies: list[Change]


@pytest.fixture(scope="module")
def log() -> Log:
    folder = shared_folder("data/stackalytics_affiliation_cdc")
    return Log(
        changes_of(folder / "user_changes.json.gz", "user_key"),
        changes_of(folder / "company_changes.json.gz", "company_name"),
    )


def changes_of(path: Path, key: str) -> list[Change]:
    """The changes by the moment of their commit: nine of them stand out of turn in the file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    changes = [
        Change(
            datetime.fromisoformat(row["changed_at"]).astimezone(UTC).replace(tzinfo=None),
            (row.get("after") or row["before"])[key],
            row.get("after"),
        )
        for row in rows
    ]
    return sorted(changes, key=lambda change: change.at)


def iso(at: datetime) -> str:
    return at.isoformat() + "Z"


def day_of(text: str | None) -> str | None:
    """2013-Jun-10 and 01-Jun-2013 as ISO dates, the 31st of April too: the engine is to see it."""
    if text is None:
        return None
    one, month, other = text.split("-")
    year, day = (one, other) if len(one) == 4 else (other, one)
    return f"{year}-{datetime.strptime(month, '%b').month:02}-{day}"


def as_time(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def is_company(name: str) -> bool:
    """*independent and *robots are none."""
    return not name.startswith("*")


def companies_of(record: Record) -> list[Spell]:
    """One begins where the one before it ends."""
    joined: str | None = LONG_AGO
    spells = []
    for name, end in record["companies"]:
        left = day_of(end)
        if is_company(name):
            spells.append(Spell(name, joined, left))
        joined = left
    return spells


def raw_tables(log: Log) -> dict[str, list[Record]]:
    """What a company would have of these people in its raw tables."""
    users, memberships = [], []
    # by user, what the last record said
    said: dict[str, list[Spell]] = {}
    for at, key, record in log.users:
        if record is None:
            users.append({"user_id": key, "deleted_at": iso(at), "loaded_at": iso(at)})
            continue
        for number, email in enumerate(dict.fromkeys(record["emails"])):
            stated_at = iso(at + timedelta(milliseconds=number))
            users.append(
                {"user_id": key, "email": email, "updated_at": stated_at, "loaded_at": iso(at)}
            )
        spells = companies_of(record)
        starts = {spell[:2] for spell in spells}
        assert len(starts) == len(spells)
        # a spell that the new record knows nothing of ends where it began
        gone = [spell._replace(left=spell.joined) for spell in said.get(key, [])]
        for spell in [*spells, *(spell for spell in gone if spell[:2] not in starts)]:
            memberships.append(
                {
                    "user_id": key,
                    "organization_id": spell.organization,
                    "joined_at": spell.joined,
                    "left_at": spell.left,
                    "updated_at": iso(at),
                    "loaded_at": iso(at),
                }
            )
        said[key] = spells
    organizations = [
        {
            "organization_id": key,
            "name": key,
            "updated_at": iso(at),
            "deleted_at": None if record else iso(at),
            "loaded_at": iso(at),
        }
        for at, key, record in log.companies
        if is_company(key)
    ]
    return {
        "users": users,
        "memberships": memberships,
        "organizations": organizations,
        "events": [row for email in owners_of(log) for row in device_of(email)],
    }


def device_of(email: str) -> list[Record]:
    """A device that was used long before anything was known of it, and that states an e-mail."""
    row = {"anonymous_id": f"device of {email}", "loaded_at": iso(AFTER)}
    return [
        {
            **row,
            "event_id": f"view {email}",
            "event_name": "page_viewed",
            "original_timestamp": iso(BEFORE),
            "received_at": iso(BEFORE),
        },
        {
            **row,
            "event_id": f"call {email}",
            "event_name": "identify",
            "original_timestamp": iso(AFTER),
            "received_at": iso(AFTER),
            "properties": json.dumps({"email": f" {email.upper()} "}),
        },
    ]


def load(warehouse: ServedWarehouse, folder: Path, tables: dict[str, list[Record]]) -> None:
    with duckdb.connect(str(warehouse.path)) as connection:
        for name, rows in tables.items():
            path = folder / f"{name}.jsonl"
            path.write_text("\n".join(map(json.dumps, rows)))
            columns = dict.fromkeys(COLUMNS[name], "varchar")
            connection.execute(
                f"insert into raw.{name} by name select * from "
                f"read_json('{path}', format = 'newline_delimited', columns = {columns})"
            )


def owners_of(log: Log) -> dict[str, dict[str, datetime]]:
    """By e-mail, who ever stated it, and when first."""
    owners: dict[str, dict[str, datetime]] = defaultdict(dict)
    for at, key, record in log.users:
        for number, email in enumerate(dict.fromkeys(record["emails"] if record else [])):
            owners[email].setdefault(key, at + timedelta(milliseconds=number))
    return owners


def identifier_id(kind: str, value: str) -> str:
    return hashlib.md5(f"{kind}:{value}".encode()).hexdigest()


Resolved = tuple[str, str | None, datetime | None]
"""Whose an e-mail is, why it is nobody's, and since when it is not."""


def expected_emails(log: Log, max_per_person: int) -> dict[str, Resolved]:
    owners = owners_of(log)
    by_user: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for email, users in owners.items():
        if len(users) == 1:
            [(user, at)] = users.items()
            by_user[user].append((at, email))
    expected = {}
    for email, users in owners.items():
        alone = identifier_id("email", email)
        if len(users) > 1:
            expected[email] = alone, "shared", sorted(users.values())[1]
            continue
        [user] = users
        in_order = sorted(by_user[user])
        if len(in_order) > max_per_person:
            expected[email] = alone, "too_many", in_order[max_per_person][0]
        else:
            expected[email] = identifier_id("user_id", user), None, None
    return expected


@pytest.fixture(scope="module")
def stackalytics(
    log: Log, server: DbtServer, tmp_path_factory: pytest.TempPathFactory
) -> ServedWarehouse:
    """In two parts, the later one first."""
    tables = raw_tables(log)
    later = {
        name: [row for row in rows if row["loaded_at"] >= "2014-07-01"]
        for name, rows in tables.items()
    }
    earlier = {
        name: [row for row in rows if row["loaded_at"] < "2014-07-01"]
        for name, rows in tables.items()
    }
    return built(server, tmp_path_factory.mktemp("stackalytics"), later, earlier)


def built(server: DbtServer, folder: Path, *parts: dict[str, list[Record]]) -> ServedWarehouse:
    warehouse = ServedWarehouse(server, folder, {name: [] for name in COLUMNS})
    for tables in parts:
        load(warehouse, folder, tables)
        warehouse.build("--select", *BUILT)
    return warehouse


def test_the_log_is_what_it_is_said_to_be(log: Log) -> None:
    last = {key: record for _, key, record in log.users}
    owners = owners_of(log)
    number_of_emails = Counter(user for users in owners.values() for user in users)
    assert len(log.users) == 3019
    assert len(last) == 1776
    assert sum(record is not None for record in last.values()) == 1140
    assert sum(number > 1 for number in number_of_emails.values()) == 853
    assert sum(number > 5 for number in number_of_emails.values()) == 10
    assert max(number_of_emails.values()) == 15
    assert len(owners) == 2985
    assert sum(len(users) > 1 for users in owners.values()) == 38


def test_every_email_is_its_persons(log: Log, stackalytics: ServedWarehouse) -> None:
    assert_resolved(log, stackalytics, 5)
    reasons = stackalytics.query(
        "select rejection_reason, count(*) from marts.rpt_identity_rejections "
        "where identifier_type = 'email' group by 1 order by 1"
    )
    assert reasons == [("shared", 38), ("too_many", 71)]
    # those whom nobody shares an e-mail with and who have no more than five
    whole = persons_with_all_their_emails(log, stackalytics)
    assert (len(whole), sum(number > 1 for number in whole.values())) == (1712, 810)


def test_a_plan_with_a_higher_limit_believes_more_emails(
    log: Log, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("higher")
    project = copy_project(folder / "project")
    plan = project / "plan" / "identity.yml"
    plan.write_text(plan.read_text().replace("max_per_person: 5", "max_per_person: 20"))
    succeeded(run(["customer-data", "plan"], cwd=project))
    server = DbtServer(folder, project)
    try:
        warehouse = built(server, folder, raw_tables(log))
    finally:
        server.close()
    assert_resolved(log, warehouse, 20)
    assert warehouse.query(
        "select distinct rejection_reason from marts.rpt_identity_rejections"
    ) == [("shared",)]
    whole = persons_with_all_their_emails(log, warehouse)
    assert (len(whole), sum(number > 1 for number in whole.values())) == (1722, 820)


def persons_with_all_their_emails(log: Log, warehouse: ServedWarehouse) -> Counter[str]:
    """Users of whom every e-mail is known to be theirs, with its number of e-mails."""
    persons = dict(
        warehouse.query(
            "select identifier_value, user_id from intermediate.int_identifiers__resolved "
            "where identifier_type = 'email'"
        )
    )
    emails: dict[str, set[str]] = defaultdict(set)
    for email, users in owners_of(log).items():
        for user in users:
            emails[user].add(email)
    return Counter(
        {
            user: len(own)
            for user, own in emails.items()
            if all(persons[email] == user for email in own)
        }
    )


def assert_resolved(log: Log, warehouse: ServedWarehouse, max_per_person: int) -> None:
    """E-mails, users, and what was done on a device that stated an e-mail are whose they are."""
    expected = expected_emails(log, max_per_person)
    found = warehouse.query(
        "select identifier_value, person_id, rejection_reason, contested_at "
        "from intermediate.int_identifiers__resolved where identifier_type = 'email'"
    )
    assert {row[0]: row[1:] for row in found} == expected

    # no two users are one person, and an e-mail that nobody has makes none
    users = {key for _, key, _ in log.users}
    assert dict(
        warehouse.query("select user_id, person_id from marts.dim_users where user_id is not null")
    ) == {user: identifier_id("user_id", user) for user in users}
    nobodys = {email for email, (_, reason, _) in expected.items() if reason}
    alone = {email: identifier_id("anonymous_id", f"device of {email}") for email in expected}
    assert {
        person
        for (person,) in warehouse.query("select person_id from marts.dim_users where is_anonymous")
    } == {alone[email] for email in nobodys}

    # before the call the device was nobody's; now all it ever did is the person's
    events = warehouse.query("select event_id, person_id, person_id_at_event from marts.fct_events")
    assert {event: persons for event, *persons in events} == {
        f"{name} {email}": [
            person := alone[email] if reason else user,
            person if name == "call" else alone[email],
        ]
        for email, (user, reason, _) in expected.items()
        for name in ("view", "call")
    }

    # what an e-mail was before it was shared or one too many
    owners = owners_of(log)
    history = warehouse.query(
        "select identifier_id, person_id, valid_from, valid_to "
        "from marts.dim_identifiers_history where identifier_type = 'email'"
    )
    assert sorted(history, key=str) == sorted(
        (
            version
            for email, resolved in expected.items()
            for version in versions_of(email, owners[email], resolved)
        ),
        key=str,
    )


def versions_of(
    email: str, owners: dict[str, datetime], resolved: Resolved
) -> Iterable[tuple[str, str, datetime, datetime | None]]:
    alone = identifier_id("email", email)
    first_seen_at, first_owner = min((at, user) for user, at in owners.items())
    person, reason, contested_at = resolved
    owner = identifier_id("user_id", first_owner)
    if reason is None:
        return [(alone, person, first_seen_at, None)]
    # what comes after the limit never was anybody's
    until = max(contested_at, first_seen_at)
    return [
        version
        for version in [(alone, owner, first_seen_at, until), (alone, alone, until, None)]
        if version[2] != version[3]
    ]


def test_dated_companies_are_intervals(log: Log, stackalytics: ServedWarehouse) -> None:
    found = stackalytics.query(
        "select user_id, organization_id, valid_from, valid_to from marts.dim_memberships_history"
    )
    expected = intervals_of(log)
    assert sorted(found, key=str) == sorted(expected, key=str)
    assert len(expected) > 1500
    by_pair: dict[tuple[str, str], list[tuple[datetime, datetime]]] = defaultdict(list)
    for user, organization, start, end in found:
        by_pair[user, organization].append((start, end or datetime.max))
    for spells in by_pair.values():
        spells.sort()
        assert all(start < end for start, end in spells)
        assert all(one[1] < next_[0] for one, next_ in itertools.pairwise(spells))


def intervals_of(log: Log) -> list[tuple[str, str, datetime, datetime | None]]:
    """Who was where from when to when, by the last record of each user and what was deleted."""
    deleted: dict[str, list[datetime]] = defaultdict(list)
    last: dict[str, Record] = {}
    for at, key, record in [*log.users, *log.companies]:
        if record is None:
            deleted[key].append(at)
        elif "companies" in record:
            last[key] = record
    intervals = []
    for user, record in last.items():
        by_company: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
        for organization, joined, left in companies_of(record):
            start, end = as_time(joined), as_time(left) or datetime.max
            if start is None or start >= end:
                continue
            # who or what is deleted ends what was open at that moment, whatever is said later
            ends = [at for at in deleted[user] + deleted[organization] if at >= start]
            by_company[organization].append((start, min([end, *ends])))
        for organization, spells in by_company.items():
            merged: list[tuple[datetime, datetime]] = []
            for start, end in sorted(spells):
                if merged and start <= merged[-1][1]:
                    merged[-1] = merged[-1][0], max(end, merged[-1][1])
                else:
                    merged.append((start, end))
            intervals.extend(
                (user, organization, start, None if end == datetime.max else end)
                for start, end in merged
            )
    return intervals


def test_only_companies_make_organizations(log: Log, stackalytics: ServedWarehouse) -> None:
    """The domain of an e-mail does not, least of all one where everybody can have an address."""
    companies = {key for _, key, _ in log.companies if is_company(key)}
    employers = {
        spell.organization for _, _, record in log.users if record for spell in companies_of(record)
    }
    found = {
        row for (row,) in stackalytics.query("select organization_id from marts.dim_organizations")
    }
    # one is written with a space behind it
    assert found == {name.strip() for name in companies | employers}
    domains = Counter(email.rpartition("@")[2] for email in owners_of(log))
    assert domains["gmail.com"] == 765
    assert not found & domains.keys()


def test_what_a_device_did_counts_for_the_company_of_that_moment(
    log: Log, stackalytics: ServedWarehouse
) -> None:
    """Its e-mail says whose it is, and the person's companies where they were then."""
    intervals = defaultdict(list)
    for user, organization, start, end in intervals_of(log):
        intervals[user].append((organization, start, end or datetime.max))
    persons = dict(
        stackalytics.query(
            "select identifier_value, user_id from intermediate.int_identifiers__resolved "
            "where identifier_type = 'email'"
        )
    )
    expected = {}
    for email, user in persons.items():
        for name, at in (("view", BEFORE), ("call", AFTER)):
            found = [
                organization for organization, start, end in intervals[user] if start <= at < end
            ]
            basis = {0: "none", 1: "sole_membership"}.get(len(found), "ambiguous")
            organization = found[0] if basis == "sole_membership" else None
            expected[f"{name} {email}"] = organization, basis
    assert {
        row[0]: row[1:]
        for row in stackalytics.query(
            "select event_id, organization_id, organization_basis from marts.fct_events"
        )
    } == expected
    assert Counter(basis for _, basis in expected.values()) == {
        "sole_membership": 4608,
        "none": 1362,
    }
