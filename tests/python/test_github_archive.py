"""The second installation: GitHub Archive hours under a plan of their own."""

import gzip
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Warehouse
from support import PROJECT, run, shared_folder, succeeded

EXAMPLE = PROJECT / "examples" / "github_archive"
HOUR = "2015-01-01-1.json.gz"
REDELIVERED = "2015-01-01-1.first1000.redelivered.json.gz"

Event = dict[str, Any]


@pytest.fixture(scope="module")
def files() -> Path:
    return shared_folder("data/gharchive_2015_01_01_h01")


@pytest.fixture(scope="module")
def archive(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The first file, then both: what the figures are asked of."""
    archive = Warehouse(tmp_path_factory.mktemp("archive"))
    command(archive, files / HOUR, leave_out="test unit_test")
    command(archive, files / HOUR, files / REDELIVERED)
    return archive


def command(archive: Warehouse, *paths: str | Path, leave_out: str = "") -> str:
    """Run the documented command in the archive's folder and return what it printed.

    `leave_out` are kinds of tests that another build of the same tables has passed.
    """
    options = {"DBT_EXCLUDE_RESOURCE_TYPES": leave_out} if leave_out else {}
    result = run([EXAMPLE / "run", *paths], cwd=archive.folder, **environment(archive), **options)
    return succeeded(result).stdout


def environment(archive: Warehouse) -> dict[str, str]:
    target = str(archive.folder / "target")
    # relative, which is to the folder the command is called in
    return {"DUCKDB_PATH": archive.path.name, "DBT_TARGET_PATH": target, "DBT_LOG_PATH": target}


def events_of(*paths: Path) -> list[Event]:
    """Every line of the files, in plain Python."""
    events = []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            events.extend(json.loads(line) for line in lines)
    return events


def open_issues(events: list[Event]) -> dict[int, int | None]:
    """Issues whose last action is not their closing, each with the organization last stated."""
    rank = {"opened": 1, "reopened": 2, "closed": 3}
    actions: dict[int, list[Event]] = {}
    for event in events:
        if event["type"] == "IssuesEvent":
            actions.setdefault(event["payload"]["issue"]["id"], []).append(event)
    found = {}
    for issue, history in actions.items():
        history.sort(key=lambda e: (e["created_at"], rank[e["payload"]["action"]], e["id"]))
        owners = [event["org"]["id"] for event in history if "org" in event]
        if history[-1]["payload"]["action"] != "closed":
            found[issue] = owners[-1] if owners else None
    return found


def test_the_generated_files_are_as_the_plan_says() -> None:
    succeeded(run(["customer-data", "plan", "--check", "--project", EXAMPLE]))


def test_the_figures_of_the_readme(archive: Warehouse) -> None:
    readme = (EXAMPLE / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| ([0-9,]+) \| (.+?) \| `(select .+)` \|$", readme, re.MULTILINE)
    figures = {what: int(figure.replace(",", "")) for figure, what, _ in rows}
    assert figures == {
        "rows that came in": 8427,
        "events": 7427,
        "duplicates": 1000,
        "copies that differ": 0,
        "rows in quarantine": 0,
        "people": 3416,
        "organizations": 792,
        "events without an organization": 5413,
        "issues seen": 314,
        "issues open": 207,
        "open issues of an organization": 77,
        "stars that a fork of the same person followed within the hour": 18,
        "issues opened": 218,
        "issues that whoever opened them commented on": 21,
        "issues that they may still comment on": 197,
    }
    for _, what, sql in rows:
        assert archive.query(sql) == [(figures[what],)], what


def test_what_followed_is_in_the_raw_files(archive: Warehouse, files: Path) -> None:
    """A star and a fork of a repository, an issue and a comment on it; each by one person."""
    stars, forks, opened, comments = (
        moments_of(files, type_, action, subject)
        for type_, action, subject in (
            ("WatchEvent", "started", lambda it: it["repo"]["id"]),
            ("ForkEvent", None, lambda it: it["repo"]["id"]),
            ("IssuesEvent", "opened", lambda it: it["payload"]["issue"]["id"]),
            ("IssueCommentEvent", "created", lambda it: it["payload"]["issue"]["id"]),
        )
    )
    for funnel, firsts, seconds in (
        ("starred_then_forked", stars, forks),
        ("opened_and_commented", opened, comments),
    ):
        happened = sum(
            any(start < at for at in seconds.get(key, []))
            for key, starts in firsts.items()
            for start in starts
        )
        found = dict(
            archive.query(
                "select status, count(*) from marts.fct_funnel_entries "
                f"where funnel_name = '{funnel}' group by status"
            )
        )
        # the hour is shorter than any window
        pending = sum(map(len, firsts.values())) - happened
        assert found == {"happened": happened, "pending": pending}


def moments_of(
    files: Path, type_: str, action: str | None, subject: Callable[[Event], Any]
) -> dict[tuple[Any, ...], list[str]]:
    """When each person did a thing to each subject."""
    found: dict[tuple[Any, ...], list[str]] = {}
    for event in events_of(files / HOUR):
        if event["type"] == type_ and action in (None, event["payload"].get("action")):
            key = (event["actor"]["id"], subject(event))
            found.setdefault(key, []).append(event["created_at"])
    return found


def test_the_figures_are_those_of_the_raw_files(archive: Warehouse, files: Path) -> None:
    rows = events_of(files / HOUR, files / REDELIVERED)
    by_id: dict[str, Event] = {}
    for row in rows:
        assert by_id.setdefault(row["id"], row) == row
    events = list(by_id.values())
    issues = [event for event in events if event["type"] == "IssuesEvent"]
    pushes = [event for event in events if event["type"] == "PushEvent"]
    live = open_issues(events)

    assert archive.query(
        "select sum(rows_raw), sum(rows_accepted), sum(rows_duplicate), sum(rows_conflicting), "
        "sum(rows_quarantined), sum(rows_suppressed) from marts.rpt_row_accounting"
    ) == [(len(rows), len(events), len(rows) - len(events), 0, 0, 0)]
    assert {user for (user,) in archive.query("select user_id from marts.dim_users")} == {
        str(event["actor"]["id"]) for event in events
    }
    assert archive.query("select count(*) from marts.fct_events where organization_id is null") == [
        (sum("org" not in event for event in events),)
    ]
    # an organization without open issues shows 0, and no number of members, for nothing says it
    expected = {str(event["org"]["id"]): 0 for event in events if "org" in event}
    for owner in live.values():
        if owner is not None:
            expected[str(owner)] += 1
    assert expected == dict(
        archive.query("select organization_id, number_of_open_issues from marts.dim_organizations")
    )
    assert archive.query("select count(number_of_users) from marts.dim_organizations") == [(0,)]
    assert archive.query(
        "select sum(number_of_own_pushed_commits) from marts.dim_users"
    ) == archive.query("select sum(number_of_commits) from marts.fct_commits_pushed")
    assert archive.query(
        "select count(*), sum(number_of_commits), sum(number_of_new_commits) "
        "from marts.fct_commits_pushed"
    ) == [
        (
            len(pushes),
            sum(event["payload"]["size"] for event in pushes),
            sum(event["payload"]["distinct_size"] for event in pushes),
        )
    ]
    assert dict(archive.query("select user_id, login from raw.users")) == {
        str(event["actor"]["id"]): event["actor"]["login"] for event in events
    }

    # the issues that are open, from the facts alone
    is_live = archive.query(
        """
        with

        actions as (

            select issue_id, occurred_at, 1 as rank, event_id from marts.fct_issue_opened
            union all
            select issue_id, occurred_at, 2 as rank, event_id from marts.fct_issue_reopened
            union all
            select issue_id, occurred_at, 3 as rank, event_id from marts.fct_issue_closed

        )

        select issue_id, arg_max(rank, (occurred_at, rank, event_id)) < 3
        from actions
        group by issue_id
        """
    )
    assert dict(is_live) == {
        str(event["payload"]["issue"]["id"]): event["payload"]["issue"]["id"] in live
        for event in issues
    }


def test_every_event_has_the_name_and_the_properties_of_its_line(
    archive: Warehouse, files: Path
) -> None:
    events = events_of(files / HOUR)
    names = dict(archive.query("select event_id, event_name from marts.fct_events"))
    seen = Counter(
        (e["type"], e["payload"].get("action", e["payload"].get("ref_type")), names[e["id"]])
        for e in events
    )
    assert seen == {
        ("CommitCommentEvent", None, "commit_commented"): 62,
        ("CreateEvent", "branch", "branch_created"): 350,
        ("CreateEvent", "repository", "repository_created"): 281,
        ("CreateEvent", "tag", "tag_created"): 96,
        ("DeleteEvent", "branch", "branch_deleted"): 75,
        ("DeleteEvent", "tag", "tag_deleted"): 6,
        ("ForkEvent", None, "repository_forked"): 222,
        ("GollumEvent", None, "wiki_edited"): 106,
        ("IssueCommentEvent", "created", "issue_commented"): 651,
        ("IssuesEvent", "closed", "issue_closed"): 109,
        ("IssuesEvent", "opened", "issue_opened"): 218,
        ("IssuesEvent", "reopened", "issue_reopened"): 3,
        ("MemberEvent", "added", "repository_member_added"): 13,
        ("PublicEvent", None, "repository_published"): 8,
        ("PullRequestEvent", "closed", "pull_request_closed"): 114,
        ("PullRequestEvent", "opened", "pull_request_opened"): 179,
        ("PullRequestReviewCommentEvent", "created", "pull_request_review_commented"): 92,
        ("PushEvent", None, "commits_pushed"): 4150,
        ("ReleaseEvent", "published", "release_published"): 43,
        ("WatchEvent", "started", "repository_starred"): 649,
    }
    # every event is planned, and what the plan says of it holds
    assert archive.query(
        "select count(*) from marts.rpt_event_coverage where status = 'unplanned'"
    ) == [(0,)]
    assert archive.query("select count(*) from marts.fct_events where violations is not null") == [
        (0,)
    ]
    properties = dict(archive.query("select event_id, properties from marts.fct_events"))
    assert properties == {event["id"]: as_properties(event) for event in events}


def as_properties(event: Event) -> str:
    """What raw_events.sql makes of a line, in plain Python."""
    payload, (owner, name) = event["payload"], event["repo"]["name"].split("/")

    def of(part: str, key: str) -> object:
        return (payload.get(part) or {}).get(key)

    properties = {
        "action": payload.get("action"),
        "comment_id": of("comment", "id"),
        "distinct_size": payload.get("distinct_size"),
        "forked_repository_id": of("forkee", "id"),
        "is_merged": of("pull_request", "merged"),
        "issue_id": of("issue", "id"),
        "issue_number": of("issue", "number"),
        "member_id": of("member", "id"),
        "member_login": of("member", "login"),
        "number_of_pages": len(payload["pages"]) if "pages" in payload else None,
        "pull_request_id": of("pull_request", "id"),
        "pull_request_number": of("pull_request", "number"),
        "ref": payload.get("ref"),
        "ref_type": payload.get("ref_type"),
        "release_id": of("release", "id"),
        "repository_id": event["repo"]["id"],
        "repository_name": name,
        "repository_owner": owner,
        "size": payload.get("size"),
        "tag_name": of("release", "tag_name"),
    }
    stated = {key: value for key, value in properties.items() if value is not None}
    return json.dumps(stated, separators=(",", ":"), ensure_ascii=False)


def test_logins_of_people_stay_out_of_the_marts_for_everybody(archive: Warehouse) -> None:
    columns = archive.query(
        "select table_name, column_name from information_schema.columns "
        "where table_schema = 'marts' and column_name in "
        "('login', 'member_login', 'repository_owner')"
    )
    # the login of an organization is no person's
    assert sorted(columns) == [
        ("dim_organizations", "login"),
        ("dim_organizations_history", "login"),
    ]
    assert archive.query("select count(login) from restricted.dim_users_pii") == [(3416,)]


def test_both_files_at_once_then_an_unseen_hour(
    archive: Warehouse, files: Path, tmp_path: Path
) -> None:
    """At once, in another order, equals one after the other; a late hour joins in."""
    at_once = Warehouse(tmp_path)
    # a name that a shell would trip over
    shutil.copy(files / HOUR, tmp_path / "first hour.json.gz")
    shutil.copy(files / REDELIVERED, tmp_path)
    command(at_once, REDELIVERED, "first hour.json.gz", leave_out="test unit_test")
    assert at_once.marts() == archive.marts()
    assert at_once.path.read_bytes()[12:20] == archive.path.read_bytes()[12:20]

    events = events_of(files / HOUR)
    live = open_issues(events)
    reopened, closed = sorted(issue for issue, owner in live.items() if owner is not None)[:2]
    made = {
        event["payload"]["issue"]["id"]: event for event in events if event["type"] == "IssuesEvent"
    }
    lines = [
        issue_action(made[reopened], "9000000001", "closed", "2015-01-01T02:00:01Z"),
        issue_action(made[reopened], "9000000002", "reopened", "2015-01-01T02:00:02Z"),
        issue_action(made[closed], "9000000003", "closed", "2015-01-01T02:00:03Z"),
        json.dumps(
            {
                "id": "9000000004",
                "type": "TimeCapsuleEvent",
                "actor": {"id": 1, "login": "somebody"},
                "payload": {"action": "sealedForever", "depth": [[[[]]]]},
                "created_at": "2015-01-01T02:00:04Z",
            }
        ),
        # nobody has an id for this one, and the last line was cut
        json.dumps({"type": "PublicEvent", "created_at": "2015-01-01T02:00:05Z"}),
        json.dumps(events[0]),
        json.dumps(events[1])[:-20],
    ]
    (tmp_path / "late.json.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    printed = command(
        at_once, "first hour.json.gz", REDELIVERED, "late.json.gz", leave_out="unit_test"
    )
    assert "loaded 8,434 lines" in printed
    assert re.search(r"no JSON object.*: 1\n", printed)
    assert re.search(r"no id.*: 1\n", printed)

    assert at_once.query(
        "select sum(rows_raw), sum(rows_accepted), sum(rows_duplicate), sum(rows_conflicting), "
        "sum(rows_quarantined) from marts.rpt_row_accounting"
    ) == [(8434, 7432, 1001, 0, 1)]
    assert at_once.query(
        "select event_id, person_id is not null from marts.fct_events "
        "where event_name = 'time_capsule_sealed_forever'"
    ) == [("9000000004", True)]
    assert at_once.query(
        "select event_id_basis, count(*) from marts.fct_events group by 1 order by 1"
    ) == [("given", 7431), ("synthetic", 1)]
    [(reason, raw)] = at_once.query(
        "select rejection_reason, raw from marts.fct_events_quarantined"
    )
    assert reason == "event_name_missing"
    assert json.loads(raw)["properties"] == lines[-1]
    # the one closed and reopened counts as before, the one closed no more
    assert at_once.query("select sum(number_of_open_issues) from marts.dim_organizations") == [
        (76,)
    ]
    assert at_once.query("select sum(number_of_own_open_issues) from marts.dim_users") == [(206,)]


def issue_action(event: Event, event_id: str, action: str, created_at: str) -> str:
    payload = {**event["payload"], "action": action}
    return json.dumps({**event, "id": event_id, "payload": payload, "created_at": created_at})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "No such file or directory"),
        (b"", "is empty"),
        (b'{"id":"1"}\n', "not a gzip file"),
        (gzip.compress(b'{"id":"1"}\n' * 1000)[:-20], "ends in the middle"),
        (gzip.compress(b""), "no file has a line"),
    ],
    ids=["missing", "no_bytes", "no_gzip", "cut", "no_lines"],
)
def test_a_file_that_cannot_be_read_is_one_line(
    content: bytes | None, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "hour.json.gz"
    if content is not None:
        path.write_bytes(content)
    archive = Warehouse(tmp_path)
    result = run([EXAMPLE / "run", path], cwd=tmp_path, **environment(archive))
    assert result.returncode == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert words in result.stderr
    tables = "select count(*) from information_schema.tables where table_schema = 'raw'"
    assert archive.query(tables) == [(0,)]
