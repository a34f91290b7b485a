"""The example of the Kubernetes organizations: what its README says, and what its files say."""

import csv
import gzip
import json
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
from conftest import Warehouse
from served import DbtServer, ServedWarehouse
from support import PROJECT, run, shared_folder, succeeded

EXAMPLE = PROJECT / "examples" / "kubernetes"
CHANGES = "membership_changes.csv.gz"
HALF_HOUR = timedelta(minutes=30)
FIGURE = re.compile(r"^\| ([0-9,]+) \| (.+?) \| `(select .+)` \|$", re.MULTILINE)

Event = dict[str, Any]


class Change(NamedTuple):
    """A line of the lists' log, in order of time."""

    at: datetime
    organization: str
    user: str
    login: str
    role: str
    op: str
    commit: str


class Spell(NamedTuple):
    """One role of one membership; `end` is None while it lasts."""

    user: str
    organization: str
    role: str
    start: datetime
    end: datetime | None

    def holds_at(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or at < self.end)


class Files(NamedTuple):
    """The two folders, and what their files say in plain Python."""

    events_folder: Path
    members_folder: Path
    events: list[Event]
    changes: list[Change]


@pytest.fixture(scope="module")
def files() -> Files:
    events_folder = shared_folder("data/k8s_events_2017_06_01_20")
    members_folder = shared_folder("data/k8s_org_membership_cdc")
    return Files(
        events_folder, members_folder, events_of(events_folder), changes_of(members_folder)
    )


@pytest.fixture(scope="module")
def kubernetes(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """What the figures are asked of, with every data test passed."""
    warehouse = Warehouse(tmp_path_factory.mktemp("kubernetes"))
    target = str(warehouse.folder / "target")
    result = run(
        [EXAMPLE / "run", files.events_folder, files.members_folder],
        cwd=warehouse.folder,
        # relative, which is to the folder the command is called in
        DUCKDB_PATH=warehouse.path.name,
        DBT_TARGET_PATH=target,
        DBT_LOG_PATH=target,
        # those of this project have a test of their own
        DBT_EXCLUDE_RESOURCE_TYPES="unit_test",
    )
    succeeded(result)
    return warehouse


def rows_of(folder: Path, table: str) -> list[Event]:
    with duckdb.connect() as connection:
        found = connection.execute(f"select * from '{folder / table}.parquet'")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def events_of(folder: Path) -> list[Event]:
    """Every event with its payload, actor, repository and organization."""
    by_id = {
        table: {row["id"]: row for row in rows_of(folder, table)}
        for table in ("payloads", "actors", "repos", "orgs")
    }
    return [
        {
            **event,
            "payload": by_id["payloads"].get(event["payload_id"], {}),
            "login": by_id["actors"][event["actor_id"]]["login"],
            "repository": by_id["repos"][event["repo_id"]]["name"],
            "organization": by_id["orgs"][event["org_id"]]["login"],
        }
        for event in rows_of(folder, "events")
    ]


def changes_of(folder: Path) -> list[Change]:
    with gzip.open(folder / CHANGES, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    changes = [
        Change(
            datetime.fromisoformat(row["committed_at"]).astimezone(UTC).replace(tzinfo=None),
            row["organization"],
            row["login"].lower(),
            row["login"],
            row["role"],
            row["op"],
            row["commit_sha"],
        )
        for row in rows
    ]
    # stable: within a commit the log is in its own order
    return sorted(changes, key=lambda change: change.at)


def spells_of(changes: list[Change]) -> list[Spell]:
    """Replays the log over sets of logins as they are spelled, then forgets the spelling.

    A person is on a list while any spelling of the login is, which takes no view of commits that
    respell one.
    """
    listed: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    starts: dict[tuple[str, str], tuple[str, datetime]] = {}
    spells = []
    moments: dict[datetime, list[Change]] = defaultdict(list)
    for change in changes:
        moments[change.at].append(change)
    for at, together in moments.items():
        for change in sorted(together, key=lambda change: change.op != "delete"):
            logins = listed[change.user, change.organization]
            if change.op == "delete":
                assert logins.pop(change.login) == change.role
            else:
                assert (change.op == "insert") == (change.login not in logins)
                logins[change.login] = change.role
        for user, organization in {(change.user, change.organization) for change in together}:
            key = user, organization
            roles = set(listed[key].values())
            assert len(roles) <= 1
            role, start = starts.pop(key, (None, at))
            if role is not None and role not in roles:
                spells.append(Spell(user, organization, role, start, at))
                start = at
            for new_role in roles:
                starts[key] = new_role, start
    spells.extend(Spell(*key, role, start, None) for key, (role, start) in starts.items())
    return spells


def live(events: list[Event], type_: str, key: Callable[[Event], object]) -> set[object]:
    """Objects whose last action is not their closing."""
    rank = {"opened": 1, "reopened": 2, "closed": 3}
    last: dict[object, tuple[Any, ...]] = {}
    for event in events:
        if event["type"] == type_:
            action = event["payload"]["action"]
            order = (event["created_at"], rank[action], event["id"], action)
            last[key(event)] = max(order, last.get(key(event), order))
    return {thing for thing, order in last.items() if order[-1] != "closed"}


def sessions_of(events: list[Event], gap: timedelta) -> list[list[Event]]:
    """The events of each account, cut where one comes later than `gap` after the one before."""
    sessions: list[list[Event]] = []
    for event in sorted(events, key=lambda event: (event["actor_id"], event["created_at"])):
        last = sessions[-1][-1] if sessions else None
        if (
            last is None
            or last["actor_id"] != event["actor_id"]
            or event["created_at"] - last["created_at"] > gap
        ):
            sessions.append([])
        sessions[-1].append(event)
    return sessions


def test_the_generated_files_are_as_the_plan_says() -> None:
    succeeded(run(["customer-data", "plan", "--check", "--project", EXAMPLE]))


def test_the_figures_are_those_of_the_raw_files(kubernetes: Warehouse, files: Files) -> None:
    events, changes = files.events, files.changes
    spells = spells_of(changes)
    actors = {event["login"].lower() for event in events}
    members = {change.user for change in changes}
    of_kubernetes = {change.user for change in changes if change.organization == "kubernetes"}
    spellings: dict[str, set[str]] = defaultdict(set)
    for login in [event["login"] for event in events] + [change.login for change in changes]:
        spellings[login.lower()].add(login)
    # a role that changes starts no membership
    ends = {(spell.user, spell.organization, spell.end) for spell in spells}
    joinings = [spell for spell in spells if (*spell[:2], spell.start) not in ends]
    spells_of_user: dict[str, list[Spell]] = defaultdict(list)
    for spell in spells:
        spells_of_user[spell.user].append(spell)
    returns = Counter(spell[:2] for spell in joinings)
    expected = {
        "rows that came in": len(events) + len(changes),
        "events in June 2017": len(events),
        "changes of the lists of members": len(changes),
        "rows in quarantine": 0,
        "findings": 0,
        "people": len(actors | members),
        "people who acted in June 2017": len(actors),
        "people who did and are or were on a list": len(actors & members),
        "people who did and are or were on the list of kubernetes": len(actors & of_kubernetes),
        "people who went by a login in different letters": sum(
            len(found) > 1 for found in spellings.values()
        ),
        "organizations": len({change.organization for change in changes}),
        "memberships": len(joinings),
        "memberships that last": sum(spell.end is None for spell in spells),
        "changes of a role within a membership": len(spells) - len(joinings),
        "people who left an organization and came back": sum(n > 1 for n in returns.values()),
        "members of kubernetes": sum(
            spell.organization == "kubernetes" and spell.end is None for spell in spells
        ),
        "June events of people who are or were on the list of kubernetes": sum(
            event["login"].lower() in of_kubernetes for event in events
        ),
        "June events of people known to be on it at that time": sum(
            spell.organization == event["organization"] and spell.holds_at(event["created_at"])
            for event in events
            for spell in spells_of_user[event["login"].lower()]
        ),
        "issues open, of those the events speak of": len(
            live(events, "IssuesEvent", lambda event: event["payload"]["issue_id"])
        ),
        "pull requests open, of those the events speak of": len(
            live(
                events,
                "PullRequestEvent",
                lambda event: (event["repo_id"], event["payload"]["number"]),
            )
        ),
        "commits pushed": sum(
            event["payload"]["size"] for event in events if event["type"] == "PushEvent"
        ),
        "sessions, all of them in June 2017": len(sessions_of(events, HALF_HOUR)),
        "events of the session with the most": max(map(len, sessions_of(events, HALF_HOUR))),
    }
    figures = FIGURE.findall((EXAMPLE / "README.md").read_text("utf-8"))
    assert {what: int(figure.replace(",", "")) for figure, what, _ in figures} == expected
    for _, what, sql in figures:
        assert kubernetes.query(sql) == [(expected[what],)], what


def test_memberships_are_those_of_the_lists(kubernetes: Warehouse, files: Files) -> None:
    spells = spells_of(files.changes)
    found = kubernetes.query(
        "select user_id, organization_id, role, valid_from, valid_to "
        "from marts.dim_memberships_history"
    )
    assert sorted(found, key=str) == sorted(map(tuple, spells), key=str)
    lasting = [spell for spell in spells if spell.end is None]
    assert set(kubernetes.query("select user_id, organization_id from marts.dim_memberships")) == {
        spell[:2] for spell in lasting
    }
    assert dict(
        kubernetes.query("select organization_id, number_of_users from marts.dim_organizations")
    ) == Counter(spell.organization for spell in lasting)
    # at the end of each day that something changed
    by_day = kubernetes.query(
        "select organization_id, snapshot_date, number_of_users "
        "from marts.fct_organization_properties_daily "
        "where organization_id in ('kubernetes-incubator', 'kubernetes-sigs')"
    )
    days = {change.at.date() for change in files.changes}
    checked = 0
    for organization, day, number in by_day:
        if day in days:
            checked += 1
            last_moment = datetime.combine(day, datetime.max.time())
            assert number == sum(
                spell.organization == organization and spell.holds_at(last_moment)
                for spell in spells
            )
    assert checked > 500


def test_sessions_are_those_of_the_files(kubernetes: Warehouse, files: Files) -> None:
    sessions = sessions_of(files.events, HALF_HOUR)
    assert len(sessions) == 12_523
    # one pause is of exactly half an hour
    assert len(sessions_of(files.events, HALF_HOUR - timedelta(seconds=1))) == 12_524
    found = kubernetes.query(
        "select list(event_id order by event_id), any_value(user_id) from marts.fct_events "
        "where session_id is not null group by session_id"
    )
    assert sorted(found) == sorted(
        (sorted(str(event["id"]) for event in session), session[0]["login"].lower())
        for session in sessions
    )
    # nobody visits by being put on a list
    assert kubernetes.query("select count(*) from marts.fct_events where session_id is null") == [
        (len(files.changes),)
    ]
    assert kubernetes.query(
        "select count(*), sum(number_of_events), sum(session_number), min(number_of_persons), "
        "max(number_of_persons) from marts.fct_sessions"
    ) == [
        (
            len(sessions),
            len(files.events),
            sum(n * (n + 1) // 2 for n in Counter(s[0]["actor_id"] for s in sessions).values()),
            1,
            1,
        )
    ]


def test_who_comes_back_is_as_in_the_files(kubernetes: Warehouse, files: Files) -> None:
    """Weeks of June 2017 begin on Mondays, the first of them on 29 May."""
    seen: dict[str, list[datetime]] = {}
    for event in files.events:
        seen.setdefault(event["login"].lower(), []).append(event["created_at"])
    expected: Counter[tuple[datetime, int]] = Counter()
    for moments in seen.values():
        start = week_of(min(moments))
        weeks = {(week_of(at) - start).days // 7 for at in moments if at > min(moments)}
        expected.update((start, week) for week in weeks if week <= 2)
    found = kubernetes.query(
        "select cohort_starts_on, period_number, number_in_cohort, number_returned "
        "from marts.fct_retention where cohort_starts_on < date '2017-07-01'"
    )
    assert sum(size for _, number, size, _ in found if number == 0) == len(seen)
    assert {(str(start), number): back for start, number, _, back in found if back} == {
        (str(start.date()), number): back for (start, number), back in expected.items()
    }


def week_of(at: datetime) -> datetime:
    """The Monday of a moment's week."""
    return datetime.combine(at.date() - timedelta(days=at.weekday()), datetime.min.time())


def test_every_event_has_the_name_and_the_properties_of_its_row(
    kubernetes: Warehouse, files: Files
) -> None:
    with (EXAMPLE / "seeds" / "lookups" / "event_names.csv").open(newline="") as lines:
        names = {(row["type"], row["action"] or None): row for row in csv.DictReader(lines)}
    respelled = Counter((change.commit, *change[1:3]) for change in files.changes)
    verbs = {
        "insert": "organization_joined",
        "delete": "organization_left",
        "update": "member_role_changed",
    }
    expected = {}
    for event in files.events:
        payload = event["payload"]
        kind = payload.get("action") or payload.get("ref_type")
        properties = {
            "comment_id": payload.get("comment_id"),
            "issue_id": payload.get("issue_id"),
            "number_of_commits": payload.get("size"),
            "pull_request_id": payload.get("number") and f"{event['repo_id']}/{payload['number']}",
            "ref": payload.get("ref"),
            "repository_id": event["repo_id"],
            "repository_name": event["repository"].split("/")[1],
        }
        expected[str(event["id"])] = (
            names[event["type"], kind]["event_name"],
            event["login"].lower(),
            event["organization"],
            event["created_at"],
            {name: value for name, value in properties.items() if value is not None},
        )
    for change in files.changes:
        is_respelled = respelled[change.commit, *change[1:3]] > 1
        expected[f"{change.commit}/{change.organization}/{change.login}"] = (
            "login_respelled" if is_respelled else verbs[change.op],
            change.user,
            change.organization,
            change.at,
            {"role": change.role},
        )
    found = kubernetes.query(
        "select event_id, event_name, user_id, organization_id, occurred_at, properties "
        "from marts.fct_events"
    )
    assert {row[0]: (*row[1:-1], json.loads(row[-1])) for row in found} == expected
    assert kubernetes.query(
        "select count(*), count(distinct person_id), count(distinct user_id) from marts.dim_users"
    ) == [(4537, 4537, 4537)]


def test_no_unit_test_asks_for_what_another_source_has(kubernetes: Warehouse) -> None:
    manifest = json.loads((kubernetes.folder / "target" / "manifest.json").read_text())
    names = {node["name"] for node in manifest["nodes"].values()}
    missing = {
        test["name"]: given["input"]
        for test in manifest["unit_tests"].values()
        for given in test["given"]
        if (found := re.fullmatch(r"ref\('(\w+)'\)", given["input"])) and found[1] not in names
    }
    assert len(manifest["unit_tests"]) > 200
    assert missing == {}


@pytest.fixture(scope="module")
def parts(
    files: Files,
    kubernetes: Warehouse,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator["Parts"]:
    """A warehouse whose files come in parts; the example's dbt is installed by then."""
    folder = tmp_path_factory.mktemp("parts")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KUBERNETES_EVENTS", str(folder / "events"))
        environment.setenv("KUBERNETES_MEMBERS", str(folder / "members"))
        server = DbtServer(folder, EXAMPLE)
        yield Parts(files, folder, ServedWarehouse(server, folder, {}))
        server.close()


class Parts:
    """The two folders, holding as many of the events and changes as a test wants."""

    def __init__(self, files: Files, folder: Path, warehouse: ServedWarehouse) -> None:
        self.files = files
        self.warehouse = warehouse
        self.events, self.members = folder / "events", folder / "members"
        shutil.copytree(files.events_folder, self.events)
        self.members.mkdir()

    def land(self, events_from: str = "2000-01-01", changes_from: str = "2000-01-01") -> None:
        """Make the files hold what happened from these days on."""
        with duckdb.connect() as connection:
            connection.execute(
                f"copy (from '{self.files.events_folder}/events.parquet' "
                f"where created_at >= '{events_from}') to '{self.events}/events.parquet'"
            )
            connection.execute(
                f"copy (from read_csv('{self.files.members_folder}/{CHANGES}', all_varchar = true) "
                f"where committed_at::timestamptz >= '{changes_from} 00:00+00') "
                f"to '{self.members}/{CHANGES}'"
            )

    def append(self, table: str, **columns: Sequence[object]) -> None:
        """Append rows, given as columns, to one of the files of events."""
        path = self.events / f"{table}.parquet"
        rows = ", ".join(["unnest(?)"] * len(columns))
        with duckdb.connect() as connection:
            connection.execute(f"create table {table} as from '{path}'")
            connection.execute(
                f"insert into {table} ({', '.join(columns)}) select {rows}",
                [list(values) for values in columns.values()],
            )
            connection.execute(f"copy {table} to '{path}'")


def test_the_second_half_first_ends_at_the_same_marts(parts: Parts, kubernetes: Warehouse) -> None:
    parts.land("2017-06-11 12:00", "2019-06-01")
    parts.warehouse.build()
    [(rows,)] = parts.warehouse.query("select count(*) from marts.fct_events")
    assert 20_000 < rows < 25_000
    parts.land()
    parts.warehouse.build()
    found, expected = parts.warehouse.marts(), kubernetes.marts()
    assert found.keys() == expected.keys()
    for mart, lines in expected.items():
        assert found[mart] == lines, mart


def test_the_unit_tests_of_its_own_models_pass(parts: Parts) -> None:
    server, path = parts.warehouse.server, parts.warehouse.path
    answer = server.run("test", "--select", "package:kubernetes,test_type:unit", path=path)
    assert answer.exit_code == 0, answer.printed[-4000:]
    assert "changes_have_names_and_times" in answer.printed


def test_an_event_without_organization_gets_the_one_of_that_moment(parts: Parts) -> None:
    """One for each member a second before, at and after each change of theirs, and in June."""
    spells = spells_of(parts.files.changes)
    by_user: dict[str, list[Spell]] = defaultdict(list)
    for spell in spells:
        by_user[spell.user].append(spell)
    users = sorted(by_user)
    expected = {}
    probes = []
    for number, user in enumerate(users):
        own = by_user[user]
        changes = {spell.start for spell in own} | {spell.end for spell in own if spell.end}
        moments = {datetime(2017, 6, 15)} | {
            change + timedelta(seconds=step) for change in changes for step in (-1, 0, 1)
        }
        for at in moments:
            event_id = 10**12 + len(probes)
            probes.append((event_id, 10**12 + number, at))
            open_ones = {spell.organization for spell in own if spell.holds_at(at)}
            basis = {0: "none", 1: "sole_membership"}.get(len(open_ones), "ambiguous")
            organization = open_ones.pop() if basis == "sole_membership" else None
            expected[str(event_id)] = (user, organization, basis)
    parts.land()
    # whoever writes the login in capitals is the same person
    parts.append(
        "actors", id=[10**12 + n for n in range(len(by_user))], login=[*map(str.upper, users)]
    )
    ids, actors, times = zip(*probes, strict=True)
    parts.append(
        "events", id=ids, type=["ProbeEvent"] * len(ids), actor_id=actors, created_at=times
    )
    parts.warehouse.build("--select", "+fct_events")
    found = parts.warehouse.query(
        "select event_id, user_id, organization_id, organization_basis "
        "from marts.fct_events where event_name = 'ProbeEvent'"
    )
    assert {row[0]: row[1:] for row in found} == expected
    bases = Counter(basis for _, _, basis in expected.values())
    assert min(bases[basis] for basis in ("none", "sole_membership", "ambiguous")) > 1500
