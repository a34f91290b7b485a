"""What the README says of two accounts of one human: a build with every data test, and back."""

import re
from pathlib import Path

import duckdb
from support import PROJECT, WITHOUT_UNIT_TESTS, copy_project, dbt, run, succeeded


def test_an_override_and_a_blocked_user_break_no_test(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    path = tmp_path / "warehouse.duckdb"
    identity, events = project / "plan/identity.yml", project / "seeds/demo/demo_events.csv"
    plan_before = identity.read_text()
    identity.write_text(f"{plan_before}\n{override_of_the_readme()}")
    blocked = events.read_text().splitlines()[1].split(",")
    blocked[0], blocked[3] = "e-of-nobody", "null"
    events.write_text(f"{events.read_text()}{','.join(blocked)}\n")
    build(project, path)
    with duckdb.connect(str(path), read_only=True) as connection:
        (persons,) = connection.execute(
            "select count(distinct person_id) from marts.fct_events "
            "where user_id in ('u-007', 'u-112')"
        ).fetchone() or (0,)
        (kept,) = connection.execute(
            "select count(*) from marts.fct_events where user_id = 'null'"
        ).fetchone() or (0,)
    assert (persons, kept) == (1, 1)
    identity.write_text(plan_before)
    build(project, path)
    with duckdb.connect(str(path), read_only=True) as connection:
        users = connection.execute(
            "select user_id from marts.dim_users where user_id in ('u-007', 'u-112') order by 1"
        ).fetchall()
    assert users == [("u-007",), ("u-112",)]


def override_of_the_readme() -> str:
    """The stanza that the README shows."""
    found = re.search(r"```yaml\n(overrides:.*?)```", (PROJECT / "README.md").read_text(), re.S)
    assert found
    return found[1]


def build(project: Path, path: Path) -> None:
    """Plan and build, with every data test."""
    succeeded(run(["customer-data", "plan", "--project", project]))
    target = path.parent / "target"
    succeeded(dbt("build", *WITHOUT_UNIT_TESTS, database=path, target_path=target, cwd=project))
