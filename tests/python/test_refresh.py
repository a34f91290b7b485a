"""A refresh builds what is new, and nothing where nothing is."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from support import PROJECT, refresh, run, said, succeeded

from customer_data.bench.generating import Scale, generate
from customer_data.refresh.inputs import Inputs, project_digest

RAW = ("consents", "events", "memberships", "organizations", "users")


def refreshing(path: Path, *arguments: str) -> list[str]:
    """What a refresh of a file says."""
    return said(refresh(*arguments, target_path=path.parent / "target", DUCKDB_PATH=str(path)))


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of which a refresh has built everything."""
    path = tmp_path_factory.mktemp("refresh") / "company.duckdb"
    generate(path, Scale(10_000))
    target = path.parent / "target"
    succeeded(
        run(
            ["dbt", "seed", "--vars", "{demo: false}", "--target-path", target],
            DUCKDB_PATH=str(path),
            DBT_LOG_PATH=str(target),
        )
    )
    assert refreshing(path) == ["no refresh has built this"]
    return path


@pytest.fixture
def company(refreshed: Path, tmp_path: Path) -> Path:
    """A copy, beside a copy of what dbt has read of the project."""
    shutil.copytree(refreshed.parent / "target", tmp_path / "target")
    return Path(shutil.copy(refreshed, tmp_path / "company.duckdb"))


def test_with_nothing_new_nothing_is_built(company: Path) -> None:
    before = company.read_bytes()
    assert refreshing(company) == ["nothing new"]
    assert company.read_bytes() == before


def test_a_row_more_is_new(company: Path) -> None:
    with duckdb.connect(str(company)) as connection:
        for table in RAW:
            connection.execute(f"insert into raw.{table} select * from raw.{table} limit 1")
    new, left_out = refreshing(company, "--select", "int_as_of")
    assert new == "new: " + ", ".join(f"in_house.{table}" for table in RAW)
    # the next one builds again, for this one left models out
    assert "were left out" in left_out
    assert refreshing(company, "--select", "int_as_of")[0] == "no refresh has built this"


def test_another_value_is_new(company: Path) -> None:
    with duckdb.connect(str(company)) as connection:
        connection.execute(
            "update raw.users set email = 'a@example.com' where user_id = "
            "(select min(user_id) from raw.users)"
        )
    assert refreshing(company, "--select", "int_as_of")[0] == "new: in_house.users"


def test_a_table_that_is_gone_is_built(company: Path) -> None:
    with duckdb.connect(str(company)) as connection:
        connection.execute("drop table marts.dim_users")
    assert refreshing(company, "--select", "dim_users")[0] == "new: dim_users"
    with duckdb.connect(str(company)) as connection:
        ((number,),) = connection.execute("select count(*) from marts.dim_users").fetchall()
    assert number > 0


def test_a_build_that_fails_is_built_again(company: Path) -> None:
    with duckdb.connect(str(company)) as connection:
        connection.execute("insert into raw.users select * from raw.users limit 1")
        connection.execute("drop table plan.plan_funnels")
    target = company.parent / "target"
    failed = refresh("--select", "int_funnels__ended", target_path=target, DUCKDB_PATH=str(company))
    assert failed.returncode == 1
    assert "refresh: dbt run failed, see above" in failed.stderr
    assert refreshing(company, "--select", "int_as_of")[0] == "no refresh has built this"


def project(**changes: str) -> str:
    """The digest of a project of one model and one macro."""
    node = SimpleNamespace(
        checksum=SimpleNamespace(checksum=changes.get("model", "select 1")),
        config=SimpleNamespace(to_dict=lambda: {"materialized": changes.get("config", "view")}),
    )
    macro = SimpleNamespace(macro_sql=changes.get("macro", "1"))
    manifest = SimpleNamespace(
        nodes={"model.a": node},
        macros={"macro.a": macro},
        env_vars={"RAW": changes.get("variable", "raw")},
    )
    return project_digest(PROJECT, manifest, [changes.get("setting", "")])


@pytest.mark.parametrize("change", ["model", "config", "macro", "variable", "setting"])
def test_all_that_makes_a_project_is_in_its_digest(change: str) -> None:
    assert project() == project()
    assert project(**{change: "other"}) != project()


def test_what_came_and_what_went_has_changed() -> None:
    inputs = Inputs({"a": "1", "b": "1", "new": "1"}, {"a": "1", "b": "2", "gone": "1"}, ["table"])
    assert inputs.changed() == ["b", "gone", "new", "table"]
