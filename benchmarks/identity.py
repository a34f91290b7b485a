"""How long it takes to tell very many people apart, and how much memory.

    .venv/bin/python benchmarks/identity.py                    # 10 million events, 1 million ids
    .venv/bin/python benchmarks/identity.py --events 1000000 --kiosk 10000

Makes raw tables in a folder that is removed in the end, builds dim_identifiers from nothing, then
once more after one more hundredth of events, and prints what each took. One device, the kiosk, is
used by very many people; nobody may be merged through it.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

PROJECT = Path(__file__).resolve().parents[1]

# every seventh event is anonymous, every third device is used by two or three people
EVENTS = """
insert into raw.events
with numbered as (
    select
        number,
        cast(pow(hash(number) % 1000003 / 1000003.0, 2) * {people} as bigint) as person,
        timestamp '2026-01-01' + to_seconds((hash(number, 1) % (90 * 86400))::bigint) as occurred_at
    from range({first}, {first} + {events}) as numbers (number)
),
visits as (
    select *, 2 * person + hash(number, 2) % 2 as visit from numbered
)
select
    'e' || number as event_id,
    'page_viewed' as event_name,
    case
        when number % 50 = 7 then 'kiosk'
        when visit % 97 = 5 then 'shared' || visit // 194
        else 'a' || visit
    end as anonymous_id,
    case when number % 7 > 0 or number % 50 = 7 then 'u'
        || case when number % 50 = 7 then number // 50 % {kiosk} else person end end as user_id,
    null as organization_id,
    strftime(occurred_at, '%Y-%m-%dT%H:%M:%SZ') as original_timestamp,
    null as sent_at,
    strftime(occurred_at, '%Y-%m-%dT%H:%M:%SZ') as received_at,
    '{loaded_at}' as loaded_at,
    '{{}}' as properties,
    '{{}}' as context
from visits
"""

USERS = """
insert into raw.users by name
select
    'u' || number as user_id,
    -- some state the address of the one before
    'm' || case when number % 1000 = 3 then number - 1 else number end || '@example.com' as email,
    '2026-01-01T00:00:00Z' as created_at,
    '2026-01-01T00:00:00Z' as updated_at,
    '2026-01-02T00:00:00Z' as loaded_at
from range({people}) as numbers (number)
"""

FOUND = """
select
    (select count(*) from marts.dim_identifiers) as identifiers,
    (select count(distinct person_id) from marts.dim_identifiers) as persons,
    (select count(*) from marts.dim_identifiers where is_rejected) as rejected,
    (select count(*) from (
        select person_id from marts.dim_identifiers
        where identifier_type = 'user_id' group by person_id having count(*) > 1
    )) as persons_with_two_users,
    (select number_of_persons from marts.rpt_identity_rejections
     where identifier_value = 'kiosk') as users_at_the_kiosk
"""


def main() -> None:
    """Run it."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--events", type=int, default=10_000_000)
    arguments.add_argument("--identifiers", type=int, default=1_000_000)
    arguments.add_argument("--kiosk", type=int, default=100_000, help="people at one device")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="identity-") as folder:
        path = Path(folder) / "identity.duckdb"
        # a person has a user_id, an address and about two devices
        people = given.identifiers // 4
        with duckdb.connect(str(path)) as connection:
            create_raw(connection)
            connection.execute(USERS.format(people=people))
            fill(connection, 0, given.events, people, given.kiosk, "2026-04-01T00:00:00Z")
        measure("from nothing", path)
        with duckdb.connect(str(path)) as connection:
            more = given.events // 100
            fill(connection, given.events, more, people, given.kiosk, "2026-04-02T00:00:00Z")
        measure("1 % more", path)


def create_raw(connection: duckdb.DuckDBPyConnection) -> None:
    """Create empty raw tables with the columns of the demo data, every column text."""
    connection.execute("create schema raw")
    for name in ("events", "users", "organizations", "memberships"):
        header = (PROJECT / f"seeds/demo/demo_{name}.csv").open().readline().strip()
        connection.execute(f"create table raw.{name} ({header.replace(',', ' text,')} text)")


def fill(
    connection: duckdb.DuckDBPyConnection,
    first: int,
    events: int,
    people: int,
    kiosk: int,
    loaded_at: str,
) -> None:
    """Append so many events, numbered from the first on, as one load."""
    connection.execute(
        EVENTS.format(first=first, events=events, people=people, kiosk=kiosk, loaded_at=loaded_at)
    )


def measure(label: str, path: Path) -> None:
    """Build the identity marts and print seconds, peak memory and what was found."""
    target = path.parent / "target"
    models = ["+dim_identifiers", "+rpt_identity_rejections"]
    options = ["--vars", "{demo: false}", "--target-path", str(target), "--quiet"]
    start = time.perf_counter()
    command = [str(Path(sys.executable).parent / "dbt"), "build", "--exclude-resource-type"]
    command += ["test", "--exclude-resource-type", "unit_test", "-s", *models, *options]
    built = subprocess.run(
        command, cwd=PROJECT, env={"PATH": "", "DUCKDB_PATH": str(path), "HOME": str(path.parent)}
    )
    wall = time.perf_counter() - start
    if built.returncode:
        sys.exit(f"dbt failed; see {target}")
    results = json.loads((target / "run_results.json").read_text())["results"]
    identity = sum(it["execution_time"] for it in results if "_identi" in it["unique_id"])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
    with duckdb.connect(str(path), read_only=True) as connection:
        answer = connection.execute(FOUND)
        found = dict(zip([it[0] for it in answer.description], answer.fetchone(), strict=True))
    print(
        f"{label}: {wall:.0f} s, of them identity {identity:.0f} s; peak {peak:.1f} GiB", flush=True
    )
    print("   ", ", ".join(f"{name} {value:,}" for name, value in found.items()), flush=True)
    slowest = sorted(results, key=lambda it: -it["execution_time"])[:6]
    nodes = [f"{it['unique_id'].split('.')[-1]} {it['execution_time']:.1f}" for it in slowest]
    print("    seconds:", ", ".join(nodes), flush=True)


if __name__ == "__main__":
    main()
