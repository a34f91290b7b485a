"""The benchmark: its data are what it says, its floor makes the same events, its figures hold."""

import sys
from pathlib import Path

import duckdb
import pytest
from support import PROJECT, Rows

from customer_data.bench import generating
from customer_data.bench.dbt import Project
from customer_data.bench.errors import BenchError
from customer_data.bench.floor import make_tables
from customer_data.bench.generating import Scale, append, generate
from customer_data.bench.measuring import measure
from customer_data.bench.report import picture, table
from customer_data.bench.suite import compare

SCALE = Scale(10_000)


def ask(path: Path, sql: str) -> Rows:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def contents(path: Path) -> Rows:
    return [
        ask(path, f"select count(*), sum(hash(t)) from raw.{name} as t")
        for name in ("events", "users", "organizations", "memberships", "consents")
    ]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "company.duckdb"
    generate(path, SCALE)
    return path


def test_rows_are_the_same_in_any_number_of_steps(
    company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generating, "ROWS_PER_STEP", 777)
    other = tmp_path / "other.duckdb"
    generate(other, SCALE)
    assert contents(other) == contents(company)
    generate(tmp_path / "another.duckdb", Scale(10_000, seed=2))
    assert contents(tmp_path / "another.duckdb") != contents(company)


def test_the_data_are_as_dirty_as_they_should_be(company: Path) -> None:
    ((rows, ids, unidentified, late),) = ask(
        company,
        """
        select
            count(*), count(distinct event_id), count(*) filter (where event_id is null),
            count(*) filter (
                where try_cast(received_at as timestamp)
                    > try_cast(original_timestamp as timestamp) + interval 1 hour
            )
        from raw.events
        """,
    )
    assert rows == 10_000
    assert 0.04 < (rows - unidentified - ids) / rows < 0.06
    # copies that come again later are late, too
    assert 0.02 < late / rows < 0.08
    ((most,),) = ask(
        company,
        "select max(events) from (select count(*) as events from raw.events "
        "where user_id is not null group by user_id)",
    )
    # with a hundred users the first does 20 % of all
    assert most > 10 * rows / 100


def test_what_comes_later_is_of_loads_of_its_own(company: Path, tmp_path: Path) -> None:
    path = tmp_path / "company.duckdb"
    path.write_bytes(company.read_bytes())
    append(path, SCALE, 10_000, 500, late_days=30)
    assert ask(path, "select count(*) from raw.events") == [(10_500,)]
    ((loads, days),) = ask(
        path,
        """
        select
            count(distinct loaded_at),
            max(date_diff('day', try_cast(original_timestamp as timestamp), received_at::timestamp))
        from raw.events
        where cast(substr(event_id, 3) as bigint) >= 10000
        """,
    )
    assert loads > 1
    assert 25 < days <= 34


def test_models_and_floor_make_the_same_events(company: Path, tmp_path: Path) -> None:
    floor, file = tmp_path / "floor.duckdb", tmp_path / "built.duckdb"
    make_tables(company, floor)
    file.write_bytes(company.read_bytes())
    project = Project(PROJECT, file, tmp_path / "dbt", memory_limit="2GB")
    project.run("seed")
    cost = project.run("run")
    assert cost.cpu_seconds > 1
    assert cost.peak_megabytes > 50
    counted = (
        "select count(*), count(distinct event_id) from {}fct_events where event_id like 'e-%'"
    )
    assert ask(floor, counted.format("")) == ask(file, counted.format("marts."))
    for name in ("fct_sessions", "fct_person_sessions", "fct_events_quarantined"):
        ((floors,),) = ask(floor, f"select count(*) from {name}")
        ((ours,),) = ask(file, f"select count(*) from marts.{name}")
        assert abs(floors - ours) <= 0.05 * ours, name
    assert "fct_events" in project.ancestors({"dim_users"})
    assert "fct_page_viewed" in project.typed_facts()
    # what is told once is no matter of a full build
    assert not {"fct_audience_changes", "fct_outbox"} & set(project.marts())

    again = Project(PROJECT, tmp_path / "again.duckdb", project.scratch)
    again.file.write_bytes(file.read_bytes())
    assert compare(project, again) == len(project.marts()) > 40
    with duckdb.connect(str(again.file)) as connection:
        connection.execute("update marts.fct_events set user_id = 'u-x' where event_id = 'e-9000'")
    with pytest.raises(BenchError, match=r"^other than a full build: fct_events$"):
        compare(project, again)


def test_a_process_is_measured_and_its_failure_told(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    busy = "sum(range(10_000_000)); x = bytearray(80_000_000)"
    cost = measure([sys.executable, "-c", busy], {}, log, tmp_path)
    assert cost.cpu_seconds > 0
    assert cost.peak_megabytes > 80
    with pytest.raises(BenchError, match="failed:\nno such thing"):
        measure([sys.executable, "-c", "raise SystemExit('no such thing')"], {}, log, tmp_path)


def test_a_small_scale_and_a_file_that_is_there_are_refused(company: Path) -> None:
    with pytest.raises(BenchError, match="make it 10000 or more"):
        Scale(100)
    with pytest.raises(BenchError, match="is there already"):
        generate(company, SCALE)


def test_results_are_set_beside_the_last_ones() -> None:
    def result(full: float) -> dict:
        cost = {"wall_seconds": 1.0, "peak_megabytes": 100.0}
        seconds = {"floor": 10.0, "dbt ls": 4.0, "full": full, "nothing new": 5.0}
        return {
            "rows": 1_000_000,
            "memory_limit": "4GB",
            "load_average": 0.1,
            "steps": {step: {"cpu_seconds": cpu, **cost} for step, cpu in seconds.items()},
            "models": {"full": {"fct_events": 7.0}},
            "main_tables_share": 0.5,
            "megabytes": {"raw": 60, "built": 700},
            "equal": 51,
        }

    machine = {
        "cores": 2,
        "memory_gib": 24,
        "architecture": "x86_64",
        "python": "3.11.1",
        "dbt": "1.11.0",
        "duckdb": "2.0.0",
        "measured_on": "2026-11-27",
    }
    text = table(machine, [result(24.0)], [result(48.0)])
    assert "| full | 24.0 | 1.0 | 100 | 1.00 | 6.00 | 0.50 |" in text
    assert "| nothing new | 5.0 | 1.0 | 100 | 0.21 | 1.25 | 1.00 |" in text
    assert "all models take 2.0 times the floor" in text
    assert "50% of the time, 1.0 times" in text
    assert "24.0 CPU s" in picture([result(24.0)])
