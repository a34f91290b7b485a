"""Every metric, at every grain, against SQL of another making."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import Warehouse
from support import PROJECT, Rows, run, succeeded

GRAINS = ("day", "week", "month")
# a metric of the last days has no value without one
ROLLING = ("active_users_7_days", "active_users_28_days")

# persons, and when they signed up and created reports
EDGES = {
    "report_hours_before_signing_up": (["2026-02-10 18:00"], ["2026-02-10 09:00"]),
    "report_the_day_before": (["2026-02-10 00:00"], ["2026-02-09 23:59:59.999999"]),
    "report_at_the_end_of_day_6": (["2026-02-28 00:00"], ["2026-03-06 23:59:59.999999"]),
    "report_at_the_start_of_day_7": (["2026-02-28 23:59"], ["2026-03-07 00:00"]),
    "signed_up_twice": (["2026-01-30 10:00", "2026-02-02 10:00"], ["2026-02-04 10:00"]),
    "report_between_two": (["2026-01-30 10:00", "2026-02-02 10:00"], ["2026-02-01 10:00"]),
    "two_reports": (["2026-03-20 10:00"], ["2026-03-20 11:00", "2026-03-26 11:00"]),
}

# each period's last day that the data has
ENDS = """
    days as (
        select cast(unnest(generate_series(first_date, last_date, interval 1 day)) as date) as day
        from (
            select
                (select least(
                    (select min(snapshot_date) from marts.fct_organization_properties_daily),
                    (select min(cast(occurred_at as date)) from marts.fct_events)
                )) as first_date,
                (select cast(as_of as date) from intermediate.int_as_of) as last_date
        )
    ),
    ends as (select {period_of_day} as period, max(day) as day from days group by 1)
"""
EXISTING = """
    existing as (
        select ends.period, ends.day, history.organization_id
        from ends, marts.dim_organizations_history as history
        where history.valid_from < ends.day + interval 1 day
        and (history.valid_to is null or history.valid_to >= ends.day + interval 1 day)
    )
"""
SESSIONS = """
    visits as (
        select
            session_id,
            min(occurred_at) as occurred_at,
            date_diff('microsecond', min(occurred_at), max(occurred_at)) / 1000000 as seconds,
            count(*) as events
        from marts.fct_events where session_id is not null group by 1
    )
"""
# a report counts for the last sign-up of its person on its day or one of the six before it
CONVERSIONS = """
    signups as (
        select person_id, occurred_at
        from marts.fct_events where event_name = 'user_signed_up'
    ),
    converted as (
        select distinct reports.person_id, max(signups.occurred_at) as occurred_at
        from marts.fct_events as reports
        inner join signups on reports.person_id = signups.person_id
        and cast(reports.occurred_at as date) - cast(signups.occurred_at as date) between 0 and 6
        where reports.event_name = 'report_created'
        group by reports.source_name, reports.event_id, reports.person_id
    )
"""
IS_USER = "person_id in (select person_id from marts.dim_users where user_id is not null)"
IN_SESSION = "from marts.fct_events where session_id is not null"

EXPECTED = {
    "events": "select {period}, count(*) from marts.fct_events group by 1",
    "active_people": f"select {{period}}, count(distinct person_id) {IN_SESSION} group by 1",
    "active_users": f"""
        select {{period}}, count(distinct person_id) {IN_SESSION} and {IS_USER} group by 1""",
    "active_organizations": f"""
        select {{period}}, count(distinct organization_id) {IN_SESSION} group by 1""",
    **{
        f"active_users_{days}_days": f"""
            with {ENDS} select period, (
                select count(distinct person_id) {IN_SESSION} and {IS_USER}
                and occurred_at >= ends.day - interval {days - 1} day
                and occurred_at < ends.day + interval 1 day
            ) as people from ends where people > 0"""
        for days in (7, 28)
    },
    "sessions": f"with {SESSIONS} select {{period}}, count(*) from visits group by 1",
    "events_in_sessions": f"with {SESSIONS} select {{period}}, sum(events) from visits group by 1",
    "events_per_session": f"""
        with {SESSIONS} select {{period}}, sum(events) / count(*) from visits group by 1""",
    "average_session_seconds": f"""
        with {SESSIONS} select {{period}}, sum(seconds) / count(*) from visits group by 1""",
    "organizations": f"with {ENDS}, {EXISTING} select period, count(*) from existing group by 1",
    "organization_members": f"""
        with {ENDS}, {EXISTING} select period, count(members.user_id) from existing
        left join marts.dim_memberships_history as members
        on existing.organization_id = members.organization_id
        and members.valid_from < existing.day + interval 1 day
        and (members.valid_to is null or members.valid_to >= existing.day + interval 1 day)
        group by 1""",
    "reports": f"""
        with {ENDS}, {EXISTING} select period, sum(number_of_reports) from existing
        inner join marts.fct_organization_properties_daily as daily
        on existing.organization_id = daily.organization_id and existing.day = daily.snapshot_date
        group by 1""",
    "reports_now": """
        with organizations as (select *, first_seen_at as occurred_at from marts.dim_organizations)
        select {period}, coalesce(sum(number_of_reports) filter (not is_deleted), 0)
        from organizations group by 1""",
    "organizations_now": """
        with organizations as (select *, first_seen_at as occurred_at from marts.dim_organizations)
        select {period}, count(*) filter (not is_deleted) from organizations group by 1""",
    "reports_created": """
        select {period}, count(*) from marts.fct_events
        where event_name = 'report_created' group by 1""",
    "signups": f"""
        with {CONVERSIONS} select {{period}}, count(distinct person_id) from signups group by 1""",
    # a period has a value as soon as somebody signed up
    "signups_with_report_7_days": f"""
        with {CONVERSIONS} select signed_up.period, count(distinct converted.person_id)
        from (select distinct {{period}} as period from signups) as signed_up
        left join (select *, {{period}} as period from converted) as converted
        on signed_up.period is not distinct from converted.period
        group by 1""",
}
# quotient: dividend and divisor
QUOTIENTS = {
    "members_per_organization": ("organization_members", "organizations"),
    "reports_per_organization": ("reports", "organizations"),
    "reports_per_organization_now": ("reports_now", "organizations_now"),
    "signup_to_report_rate_7_days": ("signups_with_report_7_days", "signups"),
}
METRICS = sorted({*EXPECTED, *QUOTIENTS})


class World:
    """The demo's marts with a few people more, and a folder that MetricFlow takes for a project."""

    def __init__(self, demo: Warehouse, folder: Path) -> None:
        self.folder = folder
        # MetricFlow looks nowhere else for what dbt wrote
        (folder / "target").mkdir()
        shutil.copy(demo.folder / "target" / "semantic_manifest.json", folder / "target")
        for name in ("dbt_project.yml", "profiles.yml"):
            shutil.copy(PROJECT / name, folder)
        # the same name: the manifest has it in the names of the relations
        self.path = folder / demo.path.name
        shutil.copy(demo.path, self.path)
        with duckdb.connect(str(self.path)) as connection:
            for person, times_by_event in EDGES.items():
                for event_name, times in zip(
                    ("user_signed_up", "report_created"), times_by_event, strict=True
                ):
                    for time in times:
                        for table in ("fct_events", f"fct_{event_name}"):
                            named = f", '{event_name}' as event_name" * (table == "fct_events")
                            connection.execute(
                                f"insert into marts.{table} by name select 'edges' as source_name, "
                                f"'{person} {time}' as event_id, '{person}' as person_id, "
                                f"timestamp '{time}' as occurred_at{named}"
                            )
        self.environment = {
            "DUCKDB_PATH": str(self.path),
            "DBT_PROJECT_DIR": str(folder),
            "DBT_PROFILES_DIR": str(folder),
            "DBT_LOG_PATH": str(folder / "logs"),
        }

    def mf(self, *arguments: str) -> str:
        """Run a command of MetricFlow and return what it printed."""
        return succeeded(run(["mf", *arguments], cwd=self.folder, **self.environment)).stdout

    def answer(self, *queries: dict[str, list[str]]) -> list[list[dict]]:
        """The rows of each query of metrics."""
        done = subprocess.run(
            [sys.executable, Path(__file__).parent / "metric_queries.py"],
            cwd=self.folder,
            env={**os.environ, **self.environment},
            input=json.dumps(queries),
            capture_output=True,
            text=True,
            check=False,
        )
        return json.loads(succeeded(done).stdout.splitlines()[-1])

    def select(self, sql: str) -> Rows:
        """Answer SQL with rows."""
        with duckdb.connect(str(self.path), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            return connection.execute(sql).fetchall()

    def expected(self, metric: str, grain: str | None) -> dict[str, float]:
        """What SQL says a metric is, by the first day of the period; '' where there is no time."""
        if metric in QUOTIENTS:
            dividends, divisors = (self.expected(name, grain) for name in QUOTIENTS[metric])
            return {
                period: dividends.get(period, 0) / divisor
                for period, divisor in divisors.items()
                if divisor
            }
        period = f"cast(date_trunc('{grain}', {{}}) as date)" if grain else "''"
        found = self.select(
            EXPECTED[metric].format(
                period=period.format("occurred_at"), period_of_day=period.format("day")
            )
        )
        return {str(first_day): float(value) for first_day, value in found if value is not None}


@pytest.fixture(scope="session")
def world(demo: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(demo, tmp_path_factory.mktemp("metrics"))


@pytest.fixture(scope="session")
def answers(world: World) -> dict[str | None, list[dict]]:
    """Every metric by every grain, and without time."""
    total = [metric for metric in METRICS if metric not in ROLLING]
    by_time = [{"metrics": METRICS, "group_by": [f"metric_time__{grain}"]} for grain in GRAINS]
    return dict(
        zip(
            (*GRAINS, None), world.answer(*by_time, {"metrics": total, "group_by": []}), strict=True
        )
    )


def by_period(rows: list[dict], metric: str, grain: str | None) -> dict[str, float]:
    return {
        str(row[f"metric_time__{grain}"])[:10] if grain else "": float(row[metric])
        for row in rows
        if row[metric] is not None
    }


@pytest.mark.parametrize(
    ("metric", "grain"),
    [
        (metric, grain)
        for metric in METRICS
        for grain in (*GRAINS, None)
        if grain or metric not in ROLLING
    ],
)
def test_metric_is_what_sql_says(
    metric: str, grain: str | None, world: World, answers: dict[str | None, list[dict]]
) -> None:
    expected = world.expected(metric, grain)
    assert len(expected) >= {"day": 20, "week": 8, "month": 3, None: 1}[grain]
    assert by_period(answers[grain], metric, grain) == pytest.approx(expected, rel=1e-9, abs=0)


def test_every_metric_is_compared(demo: Warehouse) -> None:
    manifest = json.loads((demo.folder / "target" / "semantic_manifest.json").read_text())
    assert sorted(metric["name"] for metric in manifest["metrics"]) == METRICS


def test_conversions_are_those_of_seven_days_of_the_calendar(world: World) -> None:
    assert world.expected("signups_with_report_7_days", None)[""] == 24 + len(
        EDGES.keys() - {"report_the_day_before", "report_at_the_start_of_day_7"}
    )


def test_what_an_organization_has_can_be_asked_for_each(world: World) -> None:
    query = {"metrics": ["reports"], "group_by": ["organization", "metric_time__month"]}
    tiers = {"metrics": ["reports_per_organization"], "group_by": ["organization__plan_tier"]}
    of_each, of_tiers = world.answer(query, tiers)
    last = {row["organization"]: row for row in of_each if "2026-04" in row["metric_time__month"]}
    organizations = world.select(
        "select organization_id, number_of_reports, plan_tier "
        "from marts.dim_organizations where not is_deleted"
    )
    assert {name: row["reports"] for name, row in last.items()} == {
        name: reports for name, reports, _ in organizations
    }
    for row in of_tiers:
        reports = [
            found for _, found, tier in organizations if tier == row["organization__plan_tier"]
        ]
        assert row["reports_per_organization"] == pytest.approx(sum(reports) / len(reports))


def test_days_are_those_of_the_reporting_time_zone(demo: Warehouse, tmp_path: Path) -> None:
    world = World(demo, tmp_path)
    path = tmp_path / "target" / "semantic_manifest.json"
    in_utc, here = (
        "timezone('UTC', timezone('UTC', ",
        "timezone('America/New_York', timezone('UTC', ",
    )
    files = (PROJECT / "models" / "marts" / "metrics").rglob("*.yml")
    by_setting = sum(file.read_text().count('var("reporting_timezone", "UTC")') for file in files)
    # another setting would be another parse of the project; this is what it would say
    assert path.read_text().count(in_utc) == by_setting > 0
    path.write_text(path.read_text().replace(in_utc, here))

    metrics = ["events", "active_people", "signups", "reports_created"]
    (rows,) = world.answer({"metrics": metrics, "group_by": ["metric_time__day"]})
    for metric in metrics:
        sql = EXPECTED[metric].format(period=f"cast({here}occurred_at)) as date)")
        expected = {str(day): value for day, value in world.select(sql)}
        assert by_period(rows, metric, "day") == expected
        assert expected != world.expected(metric, "day")


def test_commands_of_metricflow_run(world: World) -> None:
    validated = world.mf("validate-configs", "--show-all")
    assert validated.count("ERRORS: 0, FUTURE_ERRORS: 0") == 6
    # dbt writes each measure down twice, which says the same
    warnings = [line for line in validated.splitlines() if "WARNING: with" in line]
    assert [line for line in warnings if "should not have both a" not in line] == []
    metrics = "organizations,reports,reports_per_organization"
    order = ("--group-by", "metric_time__month", "--order", "metric_time__month")
    printed = world.mf("query", "--quiet", "--metrics", metrics, *order)
    assert printed.splitlines()[-1].split() == ["2026-04-01T00:00:00", "23", "192", "8.34783"]
