"""The example of the web shop: what its README says, and what its file says."""

import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import Warehouse
from journeys import Moments, Outcomes, outcomes_of, users_reaching
from ruamel.yaml import YAML
from support import PROJECT, run, shared_folder, succeeded

EXAMPLE = PROJECT / "examples" / "shop"
FIGURE = re.compile(r"^\| ([0-9,]+) \| (.+?) \| `(select .+)` \|$", re.MULTILINE)
HALF_HOUR, DAY = timedelta(minutes=30), timedelta(hours=24)


class Click(NamedTuple):
    """What a row of the file says, which is all that tells it from another."""

    user: str
    at: datetime
    name: str
    session: str
    platform: str
    channel: str
    cohort: str
    lifecycle: str


@pytest.fixture(scope="module")
def path() -> Path:
    return shared_folder("data/retentioneering_ecom") / "events.csv.gz"


@pytest.fixture(scope="module")
def rows(path: Path) -> list[Click]:
    """Every row of the file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return [
            Click(
                row["user_id"],
                datetime.fromisoformat(row["timestamp"]),
                row["event"],
                row["session_id"],
                row["platform"],
                row["acquisition_channel"],
                row["user_cohort"],
                row["user_lifecycle"],
            )
            for row in csv.DictReader(lines)
        ]


@pytest.fixture(scope="module")
def clicks(rows: list[Click]) -> list[Click]:
    """The rows that differ, each user's in order of time."""
    return sorted(set(rows))


@pytest.fixture(scope="module")
def shop(path: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """What the figures are asked of, with every data test passed."""
    warehouse = Warehouse(tmp_path_factory.mktemp("shop"))
    target = str(warehouse.folder / "target")
    result = run(
        [EXAMPLE / "run", path],
        cwd=warehouse.folder,
        # relative, which is to the folder the command is called in
        DUCKDB_PATH=warehouse.path.name,
        DBT_TARGET_PATH=target,
        DBT_LOG_PATH=target,
        # it has none of its own; the planner's are tested with the demo
        DBT_EXCLUDE_RESOURCE_TYPES="unit_test",
    )
    succeeded(result)
    return warehouse


def visits_of(clicks: list[Click]) -> list[list[Click]]:
    """The clicks of each user, cut where one comes more than half an hour after the one before."""
    visits = []
    for _, own in groupby(clicks, key=lambda click: click.user):
        first, *later = own
        visits.append([first])
        for click in later:
            if click.at - visits[-1][-1].at > HALF_HOUR:
                visits.append([])
            visits[-1].append(click)
    return visits


def planned_names() -> dict[str, str]:
    """The name in the plan by the name in the file."""
    stanzas = {}
    for path in (EXAMPLE / "plan" / "events").glob("*.yml"):
        stanzas |= YAML(typ="safe").load(path.read_text())
    return {alias: name for name, said in stanzas.items() for alias in said.get("aliases", [])}


def users_with_several(clicks: list[Click], column: str) -> int:
    values = defaultdict(set)
    for click in clicks:
        values[click.user].add(getattr(click, column))
    return sum(len(own) > 1 for own in values.values())


def test_the_generated_files_are_as_the_plan_says() -> None:
    succeeded(run(["customer-data", "plan", "--check", "--project", EXAMPLE]))


def test_the_figures_are_those_of_the_file(
    shop: Warehouse, rows: list[Click], clicks: list[Click]
) -> None:
    sessions = len(visits_of(clicks))
    purchases = [click.user for click in clicks if click.name == "purchase"]
    states = {click.user: click.lifecycle for click in clicks}
    changes = sum(
        earlier.user == later.user and earlier.lifecycle != later.lifecycle
        for earlier, later in pairwise(clicks)
    )
    expected = {
        "rows that came in": len(rows),
        "events": len(clicks),
        "duplicates": len(rows) - len(clicks),
        "rows in quarantine": 0,
        "findings": 0,
        "kinds of events, all of them planned": len({click.name for click in clicks}),
        "users": len(states),
        "states of users": len(states) + changes,
        "users who did not stay as new, returning or loyal as they were": users_with_several(
            clicks, "lifecycle"
        ),
        "sessions": sessions,
        "sessions by the shop's own count": sessions,
        "sessions that are one session of the shop": sessions,
        "users who came with several kinds of devices": users_with_several(clicks, "platform"),
        "purchases": len(purchases),
        "users who purchased": len(set(purchases)),
    }
    readme = (EXAMPLE / "README.md").read_text("utf-8")
    figures = FIGURE.findall(readme)
    assert {what: int(figure.replace(",", "")) for figure, what, _ in figures} == expected
    for _, what, sql in figures:
        assert shop.query(sql) == [(expected[what],)], what
    pauses = [
        (later.at - earlier.at, earlier.session == later.session)
        for earlier, later in pairwise(clicks)
        if earlier.user == later.user
    ]
    within = max(pause for pause, is_within in pauses if is_within).total_seconds()
    between = min(pause for pause, is_within in pauses if not is_within).total_seconds()
    assert f"{within:,.0f} s" in readme and f"{between:,.0f} s" in readme


def test_every_row_is_an_event_or_a_duplicate_of_one(
    shop: Warehouse, rows: list[Click], clicks: list[Click]
) -> None:
    names = planned_names()
    found = shop.query(
        "select user_id, occurred_at, event_name, vendor_session_id, properties, event_id_basis "
        "from marts.fct_events"
    )
    assert sorted(found) == sorted(
        (
            click.user,
            click.at,
            names[click.name],
            click.session,
            json.dumps({"platform": click.platform}, separators=(",", ":")),
            "synthetic",
        )
        for click in clicks
    )
    [(duplicates, conflicts)] = shop.query(
        "select sum(rows_duplicate), sum(rows_conflicting) from marts.rpt_row_accounting"
    )
    assert (duplicates, conflicts) == (sum(n - 1 for n in Counter(rows).values()), 0)


def test_every_session_is_one_of_the_shop_and_the_reverse(
    shop: Warehouse, clicks: list[Click]
) -> None:
    visits = visits_of(clicks)
    # the file agrees with itself
    assert len(visits) == len({click.session for click in clicks}) == 1684
    assert all(len({click.session for click in visit}) == 1 for visit in visits)
    found = shop.query(
        "select user_id, sessions.vendor_session_id, number_of_events, started_at, ended_at, "
        "session_number from marts.fct_sessions as sessions "
        "inner join marts.dim_users using (person_id)"
    )
    numbers = Counter()
    expected = []
    for visit in visits:
        first, last = visit[0], visit[-1]
        numbers[first.user] += 1
        expected.append(
            (first.user, first.session, len(visit), first.at, last.at, numbers[first.user])
        )
    assert sorted(found) == expected
    assert shop.query(
        "select count(distinct session_id), count(distinct vendor_session_id), "
        "count(distinct (session_id, vendor_session_id)), count(*) - count(session_id) "
        "from marts.fct_events"
    ) == [(len(visits), len(visits), len(visits), 0)]


def test_a_user_is_what_each_row_says_at_its_time(shop: Warehouse, clicks: list[Click]) -> None:
    found = shop.query(
        "select distinct events.user_id, occurred_at, acquisition_channel, user_cohort, "
        "user_lifecycle from marts.fct_events as events "
        "inner join marts.dim_users_history as states on events.person_id = states.person_id "
        "and valid_from <= occurred_at and (valid_to is null or occurred_at < valid_to)"
    )
    assert set(found) == {
        (click.user, click.at, click.channel, click.cohort, click.lifecycle) for click in clicks
    }
    # in order of time, so the last one stands
    assert dict(shop.query("select user_id, user_lifecycle from marts.dim_users")) == {
        click.user: click.lifecycle for click in clicks
    }


def moments_of(clicks: list[Click], name: str) -> Moments:
    moments = defaultdict(list)
    for click in clicks:
        if click.name == name:
            moments[click.user].append(click.at)
    return moments


@pytest.mark.parametrize(
    ("funnel", "counted", "expected"),
    [
        ("cart_purchased", "each", Outcomes(happened=160, did_not=360, pending=14)),
        ("first_cart_purchased", "first", Outcomes(happened=101, did_not=206, pending=5)),
        ("last_cart_purchased", "restart", Outcomes(happened=153, did_not=317, pending=11)),
    ],
)
def test_what_came_of_the_cart_within_a_day(
    shop: Warehouse, clicks: list[Click], funnel: str, counted: str, expected: Outcomes
) -> None:
    last_moment = max(click.at for click in clicks)
    carts, purchases = moments_of(clicks, "add_to_cart"), moments_of(clicks, "purchase")
    assert outcomes_of(carts, purchases, DAY, last_moment, counted) == expected
    found = shop.query(
        "select count(*) filter (status = 'happened'), "
        "count(*) filter (status = 'did_not_happen'), count(*) filter (status = 'pending') "
        "from marts.fct_funnel_entries "
        f"where funnel_name = '{funnel}'"
    )
    assert found == [expected]


def test_how_far_users_get_within_a_day_of_their_first_look(
    shop: Warehouse, clicks: list[Click]
) -> None:
    steps = [{"catalog", "product_view"}, {"add_to_cart"}, {"shipping_details"}, {"purchase"}]
    events = [(click.user, click.at, click.name) for click in clicks]
    assert users_reaching(events, steps, DAY) == [524, 130, 57, 17]
    assert shop.query(
        "select count(distinct entity_id) from marts.fct_funnel_steps "
        "where funnel_name = 'look_to_purchase' group by step_number order by step_number"
    ) == [(524,), (130,), (57,), (17,)]


def test_the_edges_of_a_window() -> None:
    def at(*hours: float) -> Moments:
        return {"u": [datetime(2024, 1, 1) + timedelta(hours=hour) for hour in hours]}

    def outcome(starts: Moments, goals: Moments, last: float, counted: str = "each") -> Outcomes:
        return outcomes_of(starts, goals, DAY, at(last)["u"][0], counted)

    assert outcome(at(0), at(0), last=24) == (0, 1, 0)
    assert outcome(at(0), at(24), last=24) == (1, 0, 0)
    assert outcome(at(0), at(24.1), last=23.9) == (0, 0, 1)
    assert outcome(at(0, 1), at(1), last=99, counted="restart") == (1, 1, 0)
    assert outcome(at(0, 1), at(2), last=99, counted="restart") == (1, 0, 0)
    assert outcome(at(0, 24), at(), last=99, counted="restart") == (0, 1, 0)
    assert outcome(at(0, 25), at(), last=48, counted="restart") == (0, 1, 1)
    assert outcome(at(0, 25), at(26), last=48, counted="first") == (0, 1, 0)
