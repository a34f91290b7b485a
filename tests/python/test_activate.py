"""Sending the outbox: each row at least once and in order, whatever the network does."""

import datetime as dt
import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any, Protocol

import duckdb
import psycopg2
import pytest
from click.testing import CliRunner, Result
from conftest import Warehouse
from receiver import Receiver, receiving
from support import BIN, Rows

from customer_data.activate import duckdb_warehouse, sending
from customer_data.activate.command import activate
from customer_data.activate.duckdb_warehouse import DuckDBWarehouse
from customer_data.activate.endpoint import Endpoint
from customer_data.activate.errors import ActivateError
from customer_data.activate.message import message_of
from customer_data.activate.postgres_warehouse import postgres_warehouse
from customer_data.activate.sending import Policy
from customer_data.cli import main

OUTBOX = """
    create schema restricted;
    create table restricted.fct_outbox (
        outbox_id text, position bigint, destination text, audience_name text, action text,
        reason text, changed_at timestamp, user_id text, email text, score numeric(6, 2)
    );
"""
DELIVERED = "select outbox_id, status, attempts from activation.deliveries order by delivered_at"
TOKEN = "s3cret-t0ken"
STUBBORN = Policy(attempts=1000, first_wait=0.0)


class Outbox(Protocol):
    """A warehouse with an outbox."""

    environment: dict[str, str]

    def execute(self, sql: str) -> Rows: ...


class DuckDBOutbox:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.environment = {"DUCKDB_PATH": str(path), "DBT_TARGET": "duckdb"}

    def execute(self, sql: str) -> Rows:
        with duckdb.connect(str(self.path)) as connection:
            return connection.execute(sql).fetchall()


class PostgresOutbox:
    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def execute(self, sql: str) -> Rows:
        with closing(connect(self.environment["PGDATABASE"])) as connection:
            cursor = connection.cursor()
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []


def connect(database: str) -> Any:
    connection = psycopg2.connect(
        host=os.environ["PGHOST"],
        port=os.environ["PGPORT"],
        user=os.environ["PGUSER"],
        dbname=database,
    )
    connection.autocommit = True
    return connection


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ACTIVATE_TOKEN", "ACTIVATE_URL", "DBT_TARGET", "DUCKDB_PATH"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def on_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Outbox:
    outbox = DuckDBOutbox(tmp_path / "warehouse.duckdb")
    outbox.execute(OUTBOX)
    use(outbox, monkeypatch)
    return outbox


@pytest.fixture
def on_postgres(postgres: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Outbox:
    outbox = PostgresOutbox({**postgres, "PGDATABASE": "activation"})
    use(outbox, monkeypatch)
    with closing(connect("postgres")) as administrator:
        administrator.cursor().execute("drop database if exists activation with (force)")
        administrator.cursor().execute("create database activation")
    outbox.execute(OUTBOX)
    return outbox


@pytest.fixture(params=["duckdb", "postgres"])
def outbox(request: pytest.FixtureRequest) -> Outbox:
    return request.getfixturevalue(f"on_{request.param}")


def use(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in outbox.environment.items():
        monkeypatch.setenv(name, value)


def fill(outbox: Outbox, rows: int, destination: str = "crm") -> list[str]:
    """Rows of five people, stored in another order than they are to be sent; returns their ids."""
    outbox.execute(
        f"""
        insert into restricted.fct_outbox
        select
            '{destination}-' || i, i * 7, '{destination}', 'newcomers',
            case when i % 2 = 0 then 'add' else 'remove' end, 'joined',
            timestamp '2026-03-01 10:00:00.5', 'user-' || (i % 5), null, i + 0.10
        from generate_series(1, {rows}) as numbers (i)
        order by i * 37 % 101
        """
    )
    return [f"{destination}-{i}" for i in range(1, rows + 1)]


def send(outbox: Outbox, receiver: Receiver, batch: int = 100, timeout: float = 5) -> Any:
    """What the command does, in this process, never giving up."""
    is_file = isinstance(outbox, DuckDBOutbox)
    with (
        nullcontext(DuckDBWarehouse(outbox.path, print))
        if is_file
        else postgres_warehouse() as warehouse,
        Endpoint(receiver.url, None, timeout) as endpoint,
    ):
        return activate(
            warehouse, "crm", endpoint, STUBBORN, batch, lambda _: nullcontext(int), print
        )


def command(*arguments: str | Path, destination: str = "crm") -> Result:
    words = ["activate", destination, "--first-wait", "0", *map(str, arguments)]
    return CliRunner().invoke(main, words)


def complaint(*arguments: str | Path, destination: str = "crm") -> str:
    """The one line of a command that fails."""
    result = command(*arguments, destination=destination)
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    return line


def check_all_sent(outbox: Outbox, receiver: Receiver, ids: list[str]) -> None:
    """Applied in the order of positions, which holds for each person, too; recorded once."""
    assert list(receiver.applied) == ids
    recorded = [outbox_id for outbox_id, *_ in outbox.execute(DELIVERED)]
    assert sorted(recorded) == sorted(ids)
    before = receiver.received.total()
    receiver.mishap = lambda *_: None
    assert send(outbox, receiver).delivered == 0
    assert receiver.received.total() == before


# whatever the network does


def check_unlucky_network(outbox: Outbox, receiver: Receiver, seed: int) -> None:
    generator = random.Random(seed)
    ids = fill(outbox, generator.randint(8, 20))
    receiver.fail_by_chance(seed, generator.choice([0.1, 0.3, 0.6]))
    totals = send(outbox, receiver, batch=generator.choice([2, 5, 100]), timeout=0.1)
    assert (totals.delivered, totals.refused) == (len(ids), 0)
    check_all_sent(outbox, receiver, ids)


@pytest.mark.parametrize("seed", range(24))
def test_every_row_arrives_in_order(on_duckdb: Outbox, receiver: Receiver, seed: int) -> None:
    check_unlucky_network(on_duckdb, receiver, seed)


@pytest.mark.parametrize("seed", range(100, 105))
def test_every_row_arrives_in_order_from_postgres(
    on_postgres: Outbox, receiver: Receiver, seed: int
) -> None:
    check_unlucky_network(on_postgres, receiver, seed)


def test_whoever_applies_the_rows_of_the_demo_ends_with_its_members(
    demo: Warehouse, receiver: Receiver, tmp_path: Path
) -> None:
    """The audiences themselves, by an endpoint that fails at random."""
    outbox = DuckDBOutbox(tmp_path / "demo.duckdb")
    shutil.copy(demo.path, outbox.path)
    receiver.fail_by_chance(1, 0.2)
    assert send(outbox, receiver, timeout=0.1).refused == 0
    members: dict[tuple[str, str], str] = {}
    for row in receiver.applied.values():
        members[row["audience_name"], row["user_id"]] = row["action"]
    told = "select distinct audience_name from restricted.fct_outbox where destination = 'crm'"
    expected = outbox.execute(
        "select audience_name, user_id from marts.fct_audience_members inner join marts.dim_users "
        f"on entity_id = person_id where is_current and audience_name in ({told})"
    )
    assert {it for it, action in members.items() if action == "add"} == set(expected)
    assert expected


def check_kills(outbox: Outbox, receiver: Receiver, seed: int) -> None:
    """Kill the command at moments of chance, three times, then let it run to its end."""
    generator = random.Random(seed)
    ids = fill(outbox, 40)
    receiver.fail_by_chance(seed, 0.1)
    arguments = ["--first-wait", "0", "--attempts", "1000", "--timeout", "0.2"]
    arguments += ["--batch", str(generator.choice([1, 3]))]
    lock = threading.Lock()
    for fatal in generator.sample(["receiving", "applying", "answering"], 3):
        process = subprocess.Popen(
            [BIN / "customer-data", "activate", "crm", "--url", receiver.url, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        state = {"left": generator.randint(1, 12)}
        delay = generator.choice([0, generator.random() / 10])

        def after(
            moment: str,
            process: subprocess.Popen = process,
            state: dict[str, int] = state,
            fatal: str = fatal,
            delay: float = delay,
        ) -> None:
            with lock:
                state["left"] -= moment == fatal
                is_due = state["left"] == 0
            if is_due:
                # the command is at its next row, or at its record
                time.sleep(delay)
                process.send_signal(signal.SIGKILL)
                if fatal == "receiving":
                    raise ConnectionAbortedError("what was received is not applied")

        receiver.after = after
        _, said = process.communicate()
        receiver.after = lambda moment: None
        assert process.returncode == -signal.SIGKILL, said
        recorded = {outbox_id for outbox_id, *_ in outbox.execute(DELIVERED)}
        assert recorded <= receiver.applied.keys()
    totals = send(outbox, receiver, timeout=0.2)
    assert totals.delivered == len(ids) - len(recorded)
    check_all_sent(outbox, receiver, ids)


@pytest.mark.parametrize("seed", range(3))
def test_a_run_killed_and_run_again(on_duckdb: Outbox, receiver: Receiver, seed: int) -> None:
    check_kills(on_duckdb, receiver, seed)


@pytest.mark.parametrize("seed", range(200, 202))
def test_a_run_killed_and_run_again_on_postgres(
    on_postgres: Outbox, receiver: Receiver, seed: int
) -> None:
    check_kills(on_postgres, receiver, seed)


# what is sent


def test_the_command_sends_what_is_new(outbox: Outbox, receiver: Receiver) -> None:
    fill(outbox, 2)
    fill(outbox, 3, destination="mail")
    first = command("--url", receiver.url)
    assert (first.exit_code, first.output) == (
        0,
        "activate: crm: 2 rows = 2 delivered + 0 refused\n",
    )
    assert receiver.applied["crm-1"] == {
        "outbox_id": "crm-1",
        "audience_name": "newcomers",
        "action": "remove",
        "reason": "joined",
        "changed_at": "2026-03-01T10:00:00.500000Z",
        "user_id": "user-1",
        "score": 1.1,
    }
    assert receiver.headers[0]["Content-Type"] == "application/json"
    assert "Authorization" not in receiver.headers[0]
    assert outbox.execute(DELIVERED) == [("crm-1", 200, 1), ("crm-2", 200, 1)]
    assert command("--url", receiver.url).output == "activate: crm: nothing to send\n"
    outbox.execute(
        "insert into restricted.fct_outbox (outbox_id, position, destination) values "
        "('late', 1, 'crm')"
    )
    assert command("--url", receiver.url).output == (
        "activate: crm: 1 row = 1 delivered + 0 refused\n"
    )
    assert list(receiver.applied) == ["crm-1", "crm-2", "late"]


def test_values_as_json() -> None:
    zone = dt.timezone(dt.timedelta(hours=2))
    row = {
        "outbox_id": "1",
        "position": 3,
        "destination": "crm",
        "day": dt.date(2026, 3, 1),
        "moment": dt.datetime(2026, 3, 1, 1, 30, tzinfo=zone),
        "name": 'Zoë "Z"\n',
        "nothing": None,
        "not_a_number": float("nan"),
        "is_new": False,
        "number": 2**60,
    }
    assert message_of(row).body.decode() == (
        '{"day":"2026-03-01","is_new":false,"moment":"2026-02-28T23:30:00Z",'
        '"name":"Zoë \\"Z\\"\\n","number":1152921504606846976,"outbox_id":"1"}'
    )
    with pytest.raises(ActivateError, match=r"outbox_id 'a\\nb' cannot go into a header"):
        message_of({"outbox_id": "a\nb"})


def test_the_token_comes_from_the_environment_and_shows_nowhere(
    on_duckdb: Outbox, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(on_duckdb, 3)
    monkeypatch.setenv("ACTIVATE_TOKEN", TOKEN)
    # it would go to a proxy, and the login of a netrc file in its place
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    outcomes = iter([500, (422, {"X-Echo": TOKEN}), 200, 401])
    receiver.mishap = lambda *_: next(outcomes)
    result = command("--url", f"{receiver.url}?key=hidden")
    assert result.exit_code == 1
    assert {headers["Authorization"] for headers in receiver.headers} == {f"Bearer {TOKEN}"}
    assert "crm-3: HTTP 401, which speaks of the endpoint; see that ACTIVATE_TOKEN" in result.stderr
    shown = [result.output]
    shown.append(complaint("--url", "http://crm.example.com/hook"))
    assert shown[-1] == (
        "activate: http://crm.example.com: would get ACTIVATE_TOKEN unencrypted; "
        "use https, or unset the token"
    )
    shown.append(complaint("--url", "http://127.0.0.1@crm.example.com/hook"))
    monkeypatch.setenv("ACTIVATE_TOKEN", f"{TOKEN}\n")
    shown.append(complaint("--url", receiver.url))
    assert shown[-1].startswith("activate: ACTIVATE_TOKEN: is not one word of ASCII")
    assert not [text for text in shown if TOKEN in text or "hidden" in text]
    assert TOKEN not in str(on_duckdb.execute("from activation.deliveries"))


# what goes wrong for good


def test_a_refused_row_is_kept_and_the_others_go_on(outbox: Outbox, receiver: Receiver) -> None:
    ids = fill(outbox, 12)
    receiver.mishap = lambda key, _: 422 if key == "crm-3" else None
    result = command("--url", receiver.url)
    assert result.exit_code == 0
    assert result.stderr == ("activate: row crm-3: refused with HTTP 422; the next ones go on\n")
    assert result.stdout == (
        "activate: crm: 12 rows = 11 delivered + 1 refused; "
        "see activation.deliveries where status >= 400\n"
    )
    # later rows of the same person among them
    assert list(receiver.applied) == [outbox_id for outbox_id in ids if outbox_id != "crm-3"]
    assert ("crm-3", 422, 1) in outbox.execute(DELIVERED)
    assert command("--url", receiver.url).output == "activate: crm: nothing to send\n"
    assert receiver.received["crm-3"] == 1


def test_a_run_stops_where_nothing_helps(outbox: Outbox, receiver: Receiver) -> None:
    ids = fill(outbox, 6)
    receiver.mishap = lambda key, _: 503 if key == "crm-4" else None
    origin = receiver.url.removesuffix("/hook")
    assert complaint("--url", receiver.url, "--attempts", "3") == (
        f"activate: {origin}: row crm-4: HTTP 503, tried 3 times; "
        "run again when the endpoint is well, or allow more with --attempts"
    )
    assert receiver.received["crm-4"] == 3
    assert [row[0] for row in outbox.execute(DELIVERED)] == ids[:3]
    receiver.mishap = lambda *_: None
    assert command("--url", receiver.url).exit_code == 0
    assert list(receiver.applied) == ids
    assert receiver.received.total() == 6 + 3


@pytest.mark.parametrize("status", [301, 308, 401, 403, 404, 405, 410])
def test_an_answer_about_the_endpoint_refuses_no_row(
    on_duckdb: Outbox, receiver: Receiver, status: int
) -> None:
    fill(on_duckdb, 2)
    receiver.mishap = lambda *_: (status, {"Location": "http://127.0.0.1:1/"})
    assert f"row crm-1: HTTP {status}, which speaks of the endpoint; " in complaint(
        "--url", receiver.url
    )
    assert receiver.received.total() == 1
    assert on_duckdb.execute(DELIVERED) == []


def test_a_key_that_is_still_at_work_is_asked_again(on_duckdb: Outbox, receiver: Receiver) -> None:
    fill(on_duckdb, 2)
    receiver.mishap = lambda key, _: 409 if key == "crm-1" or receiver.received[key] < 3 else None
    assert command("--url", receiver.url, "--attempts", "4").exit_code == 0
    # what another row had used stays refused
    assert on_duckdb.execute(DELIVERED) == [("crm-1", 409, 4), ("crm-2", 200, 3)]


def test_waits_grow_and_heed_the_endpoint(on_duckdb: Outbox, receiver: Receiver) -> None:
    fill(on_duckdb, 1)
    with Endpoint(receiver.url, None, 5) as endpoint:
        message = message_of({"outbox_id": "1"})
        waits: list[float] = []
        receiver.mishap = lambda *_: 500 if len(waits) < 9 else None
        sending.send(endpoint, message, Policy(10, 1.0), lambda seconds, _: waits.append(seconds))
        longest = [1, 2, 4, 8, 16, 30, 30, 30, 30]
        assert all(most / 2 <= wait <= most for wait, most in zip(waits, longest, strict=True))
        waits.clear()
        receiver.mishap = lambda *_: (429, {"Retry-After": "120"}) if not waits else None
        sending.send(endpoint, message, Policy(10, 1.0), lambda seconds, _: waits.append(seconds))
        assert waits == [120]
        waits.clear()
        receiver.mishap = lambda *_: (503, {"Retry-After": "nonsense"}) if not waits else None
        sending.send(endpoint, message, Policy(10, 0.0), lambda seconds, _: waits.append(seconds))
        assert waits == [0]
        tomorrow = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).strftime(
            "%a, %d %b %Y %H:%M:%S GMT"
        )
        receiver.mishap = lambda *_: (503, {"Retry-After": tomorrow})
        with pytest.raises(ActivateError, match=r"asks to wait 86\d{3} s; run again after that"):
            sending.send(endpoint, message, Policy(10, 1.0), lambda *_: None)


def test_complaints_before_anything_is_sent(
    tmp_path: Path, on_duckdb: Outbox, receiver: Receiver
) -> None:
    url = receiver.url
    assert complaint() == "activate: no URL; give it with --url or ACTIVATE_URL"
    for bad in ("nonsense", "ftp://x/", "http://", "http://x:99999/", "http:///hook", "https://.x"):
        assert complaint("--url", bad).startswith("activate: --url: is no URL"), bad
    assert "holds a password" in complaint("--url", "https://me:word@crm.example.com/")
    path = on_duckdb.environment["DUCKDB_PATH"]
    assert complaint("--url", url) == (
        f'activate: {path}: the outbox has no destination "crm"; it is empty'
    )
    fill(on_duckdb, 1, destination="mail")
    fill(on_duckdb, 1, destination="ads")
    assert complaint("--url", url).endswith('no destination "crm"; it has ads, mail')
    absent = tmp_path / "absent.duckdb"
    assert complaint("--url", url, "--work", absent).startswith(
        f"activate: {absent}: no such file; build it with dbt"
    )
    assert not absent.exists()
    on_duckdb.execute("drop table restricted.fct_outbox")
    assert complaint("--url", url).startswith(f"activate: {path}: has no restricted.fct_outbox; ")
    Path(path).write_text("no database")
    assert "not a valid DuckDB database file" in complaint("--url", url)
    assert receiver.received.total() == 0


def test_complaints_of_postgres(
    on_postgres: Outbox, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(on_postgres, 1, destination="mail")
    fill(on_postgres, 1, destination="ads")
    assert complaint("--url", receiver.url) == (
        'activate: Postgres: the outbox has no destination "crm"; it has ads, mail'
    )
    with postgres_warehouse() as first, first.lock("mail"):
        assert complaint("--url", receiver.url, destination="mail") == (
            "activate: Postgres: another activate of mail is at work; wait until it ends, or end it"
        )
    on_postgres.execute("drop table restricted.fct_outbox")
    assert "Postgres: has no restricted.fct_outbox; " in complaint("--url", receiver.url)
    monkeypatch.setenv("PGPORT", "1")
    assert "see PGHOST, PGPORT" in complaint("--url", receiver.url)


def test_nobody_there(on_duckdb: Outbox) -> None:
    fill(on_duckdb, 1)
    assert complaint("--url", "http://127.0.0.1:1/hook", "--attempts", "1") == (
        "activate: http://127.0.0.1:1: row crm-1: Connection refused, tried once; "
        "run again when the endpoint is well, or allow more with --attempts"
    )


# the file of DuckDB


HOLD = """
import duckdb, sys
with duckdb.connect(sys.argv[1]):
    print("open", flush=True)
    sys.stdin.read()
"""


def hold(path: str) -> subprocess.Popen[str]:
    """Another process that has the file open."""
    process = subprocess.Popen(
        [BIN / "python", "-c", HOLD, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "open\n"
    return process


def test_a_locked_file_is_one_line(on_duckdb: Outbox, receiver: Receiver) -> None:
    fill(on_duckdb, 1)
    holder = hold(on_duckdb.environment["DUCKDB_PATH"])
    line = complaint("--url", receiver.url)
    holder.communicate("")
    assert "another process has it open" in line
    assert f"(PID {holder.pid}); close that one, then run again" in line
    assert receiver.received.total() == 0


def test_the_file_is_free_while_rows_are_sent(on_duckdb: Outbox, receiver: Receiver) -> None:
    ids = fill(on_duckdb, 3)
    opened = []

    def after(moment: str) -> None:
        if moment == "applying":
            hold(on_duckdb.environment["DUCKDB_PATH"]).communicate("")
            opened.append(moment)

    receiver.after = after
    assert command("--url", receiver.url, "--batch", "1").exit_code == 0
    assert opened == ["applying"] * 3
    assert list(receiver.applied) == ids


def test_a_file_that_others_open_meanwhile_is_waited_for(
    on_duckdb: Outbox, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = fill(on_duckdb, 3)
    holders = []

    def after(moment: str) -> None:
        if moment == "applying" and not holders:
            holders.append(hold(on_duckdb.environment["DUCKDB_PATH"]))

    receiver.after = after
    monkeypatch.setattr(duckdb_warehouse, "PATIENCE", 0.0)
    line = complaint("--url", receiver.url)
    assert "another process has it open" in line
    assert line.endswith(
        "(3 rows are sent and not recorded; the next run sends them again, under the same keys)"
    )
    monkeypatch.setattr(duckdb_warehouse, "PATIENCE", 60.0)
    holders.pop().communicate("")
    said = []

    def wait(seconds: float) -> None:
        said.append(seconds)
        holders[0].communicate("")

    monkeypatch.setattr(duckdb_warehouse.time, "sleep", wait)
    result = command("--url", receiver.url)
    assert result.stdout == "activate: crm: 3 rows = 3 delivered + 0 refused\n"
    [line] = result.stderr.splitlines()
    assert line.endswith("; waiting up to 60 s")
    assert said
    assert list(receiver.applied) == ids
    assert set(receiver.received.values()) == {2}


def test_one_activate_of_a_destination_at_a_time(on_duckdb: Outbox, receiver: Receiver) -> None:
    fill(on_duckdb, 1)
    fill(on_duckdb, 1, destination="mail")
    path = Path(on_duckdb.environment["DUCKDB_PATH"])
    with DuckDBWarehouse(path, print).lock("crm"):
        assert complaint("--url", receiver.url) == (
            f"activate: {path}: another activate of crm is at work (PID {os.getpid()}); "
            "wait until it ends, or end it"
        )
        assert command("--url", receiver.url, destination="mail").exit_code == 0
    assert [found.name for found in path.parent.iterdir()] == [path.name]
