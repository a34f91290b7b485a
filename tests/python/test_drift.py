"""Schema drift: the build works, the report names it, nothing is nulled in silence or lost."""

import json
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import psycopg2
import pytest
from event_reference import Row
from replay import Recording, SmallWarehouse
from served import MODELS, DbtServer, ServedWarehouse
from support import dbt, succeeded
from worlds import COLUMNS, PLAN, RELATIONS

BASE, DRIFTED, LATER = "2026-02-02T06:00:00Z", "2026-02-03T06:00:00Z", "2026-02-04T06:00:00Z"
EVENTS = {
    "event_id": "varchar",
    "event_name": "varchar",
    "anonymous_id": "varchar",
    "user_id": "integer",
    "organization_id": "integer",
    "original_timestamp": "varchar",
    "sent_at": "varchar",
    "received_at": "timestamp",
    "loaded_at": "varchar",
    "properties": "varchar",
    "context": "varchar",
}


TRACK = {"track_id": "t1", "genre": "jazz", "artist": "A"}
RENAMED_TRACK = {"track_id": "t1", "genres": "jazz", "artist": "A"}
PRODUCT = {"product_id": "p-001", "price": 5, "quantity": 3}
REPORT = {"report_id": "r1", "layout": "map"}


class Kept(NamedTuple):
    """What was read from a warehouse; the file itself goes on."""

    marts: dict[str, list[str]]
    drift: set[tuple[Any, ...]]
    findings: set[tuple[Any, ...]]


def execute(path: Path, *statements: str) -> None:
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)


def insert_events(path: Path, loaded_at: str, rows: Iterable[dict[str, Any]], **names: str) -> None:
    """Let events arrive; `names` says what a column is called by now."""
    day = loaded_at[:8] + str(int(loaded_at[8:10]) - 1).zfill(2)
    with duckdb.connect(str(path)) as connection:
        for row in rows:
            if isinstance(row.get("properties"), dict):
                row["properties"] = json.dumps(row["properties"])
            row = {"received_at": f"{day} 10:00:00", "loaded_at": loaded_at, **row}
            columns = ", ".join(f'"{names.get(name, name)}"' for name in row)
            marks = ", ".join("?" * len(row))
            connection.execute(
                f"insert into raw.events ({columns}) values ({marks})", list(row.values())
            )


def numbered(name: str, prefix: str, payloads: list[dict[str, Any]], **row: Any) -> list[dict]:
    return [
        {"event_id": f"{prefix}-{n}", "event_name": name, "properties": payload, **row}
        for n, payload in enumerate(payloads)
    ]


def kept(warehouse: ServedWarehouse) -> Kept:
    return Kept(
        warehouse.marts(),
        set(
            warehouse.query(
                "select relation_name, event_name, property, kind, seen_as, expected, found, "
                "number_of_rows from marts.rpt_schema_drift"
            )
        ),
        set(
            warehouse.query(
                "select relation_name, event_name, rule, property, action, number_of_rows "
                "from marts.fct_findings"
            )
        ),
    )


def copied(warehouse: ServedWarehouse, folder: Path) -> ServedWarehouse:
    """A fresh file with the same raw tables."""
    folder.mkdir()
    fresh = ServedWarehouse(warehouse.server, folder, {})
    execute(
        fresh.path,
        f"attach '{warehouse.path}' as before (read_only)",
        *(
            f"create table raw.{name} as select * from before.raw.{name}"
            for name in ("events", "users", "organizations", "memberships")
        ),
    )
    return fresh


def load_base(path: Path) -> None:
    execute(
        path,
        f"create table raw.events ({', '.join(f'{key} {it}' for key, it in EVENTS.items())})",
        "create table raw.users (user_id integer, email varchar, name varchar, phone varchar, "
        "job_title varchar, country varchar, created_at timestamp, updated_at timestamp, "
        "deleted_at timestamp, loaded_at timestamp)",
        "insert into raw.users (user_id, phone, job_title, country, created_at, updated_at) "
        "values (1, '1', 'Baker', 'DE', '2026-01-01', '2026-01-01'), "
        "(2, null, 'Cook', 'FR', null, '2026-01-02')",
        "create table raw.organizations (organization_id integer, name varchar, industry varchar, "
        "plan_tier varchar, number_of_employees integer, parent_organization_id varchar, "
        "created_at timestamp, updated_at timestamp, deleted_at timestamp, loaded_at timestamp)",
        "insert into raw.organizations (organization_id, number_of_employees, created_at, "
        "updated_at) values (7, 12, '2026-01-01', '2026-01-01')",
        "create table raw.memberships (user_id integer, organization_id integer, role varchar, "
        "joined_at timestamp, left_at timestamp, updated_at timestamp, loaded_at timestamp)",
        "insert into raw.memberships (user_id, organization_id, role, joined_at, updated_at) "
        "values (1, 7, 'member', '2026-01-01', '2026-01-01')",
    )
    insert_events(
        path,
        BASE,
        [
            *numbered("page_viewed", "p", [{"path": "/", "title": "T"}] * 6, user_id=1),
            *numbered("track_played", "t", [TRACK] * 6, user_id=1),
            *numbered("user_logged_in", "l", [{"method": "sso"}] * 2, user_id=2),
            *numbered("product_added", "a", [PRODUCT] * 2),
            *numbered("report_created", "r", [REPORT] * 2, user_id=1),
            # a quarantined row and a copy keep their raw row
            {"event_id": "q", "event_name": "report_created", "organization_id": 7},
            {"event_id": "p-0", "event_name": "page_viewed", "user_id": 2, "anonymous_id": "d"},
            {"event_id": "o", "event_name": "page_viewed", "organization_id": 7, "user_id": 2},
            {"event_id": "d", "event_name": "page_viewed", "anonymous_id": "d1"},
        ],
    )


def alter_and_append(path: Path) -> None:
    """Nine of the cases at once, each on a column or a property of its own."""
    execute(
        path,
        # new, of another case, widened, reordered
        "alter table raw.events add column campaign varchar",
        "alter table raw.events rename column received_at to Received_At",
        "alter table raw.events alter column user_id type bigint",
        "alter table raw.events alter column organization_id type varchar",
        "create or replace table raw.events as select properties, "
        "* exclude (properties, event_id), event_id from raw.events",
        # renamed, of another case, dropped, new
        "alter table raw.users rename column job_title to jobtitle",
        "alter table raw.users rename column country to Country",
        "alter table raw.users drop column phone",
        'alter table raw.users add column "nick name\'s" varchar',
        # a number becomes text or a word, a moment becomes a number or a word
        "alter table raw.organizations alter column number_of_employees type varchar",
        "alter table raw.organizations drop column created_at",
        "alter table raw.organizations add column created_at bigint",
        "insert into raw.organizations (organization_id, number_of_employees, created_at, "
        "updated_at) values (8, '5', null, '2026-02-01'), (9, 'n/a', 1767261600, '2026-02-01')",
        "alter table raw.memberships alter column left_at type varchar",
        "insert into raw.memberships values "
        "(2, 7, 'member', '2026-01-01', 'never', '2026-01-01', null)",
        # a null key
        "insert into raw.users (user_id, updated_at) values (null, '2026-02-01')",
    )
    insert_events(
        path,
        DRIFTED,
        [
            # gone and new
            *numbered("page_viewed", "p2", [{"path": "/", "referrer": "x"}] * 6),
            # renamed
            *numbered(
                "track_played", "t2", [{"track_id": "t1", "artist": "A", "genres": "rock"}] * 6
            ),
            # of another case
            *numbered("user_logged_in", "l2", [{"Method": "sso"}] * 2),
            # text, a word, a list, a fraction, a wide integer
            *numbered(
                "product_added",
                "a2",
                [
                    {**PRODUCT, "quantity": value}
                    for value in ("5", "n/a", [1], 1.0, 3_000_000_000, None)
                ],
            ),
            # text as an integer, a null key
            *numbered(
                "report_created", "r2", [{**REPORT, "report_id": value} for value in (42, None)]
            ),
            {"event_id": None, "event_name": "page_viewed", "user_id": 5_000_000_000},
            {"event_id": "c", "event_name": "page_viewed", "campaign": "spring"},
        ],
        received_at="Received_At",
    )


@pytest.fixture(scope="module")
def drifting(server: DbtServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Kept]:
    """One warehouse that lives through it, and a fresh one after each step."""
    folder = tmp_path_factory.mktemp("drift")
    warehouse = ServedWarehouse(server, folder, {})
    load_base(warehouse.path)
    warehouse.build()
    found = {"base": kept(warehouse)}
    alter_and_append(warehouse.path)
    warehouse.build()
    found["altered"] = kept(warehouse)
    found["altered, fresh"] = built_afresh(warehouse, folder / "altered")
    execute(
        warehouse.path,
        "alter table raw.events drop column organization_id",
        "alter table raw.events rename column anonymous_id to anonymousId",
    )
    new = [{"event_id": "new", "event_name": "page_viewed", "anonymous_id": "d2"}]
    insert_events(warehouse.path, LATER, new, anonymous_id="anonymousId")
    warehouse.build()
    found["lost"] = kept(warehouse)
    found["lost, fresh"] = built_afresh(warehouse, folder / "lost")
    return found


def built_afresh(warehouse: ServedWarehouse, folder: Path) -> Kept:
    fresh = copied(warehouse, folder)
    fresh.build()
    return kept(fresh)


DRIFT_OF_PROPERTIES = {
    ("events", "page_viewed", "referrer", "new", None, None, "string", 6),
    ("events", "page_viewed", "title", "missing", None, "string", None, 8),
    ("events", "track_played", "genre", "renamed", "genres", "string", "string", 6),
    ("events", "user_logged_in", "method", "case_differs", "Method", "string", "string", 2),
    ("events", "product_added", "quantity", "retyped", None, "integer", "array, string", 3),
    ("events", "report_created", "report_id", "retyped", None, "string", "number", 1),
    ("events", "report_created", "report_id", "null_key", None, "string", "null", 1),
}
DRIFT_OF_COLUMNS = {
    ("events", None, "campaign", "new", None, None, "text", None),
    ("events", None, "received_at", "case_differs", "Received_At", "timestamp", "timestamp", None),
    ("users", None, "nick name's", "new", None, None, "text", None),
    ("users", None, "phone", "missing", None, "string", None, None),
    ("users", None, "job_title", "renamed", "jobtitle", "string", "text", None),
    ("users", None, "country", "case_differs", "Country", "string", "text", None),
    ("organizations", None, "created_at", "retyped", None, "timestamp", "bigint", None),
}


def test_raw_tables_as_planned_have_no_drift(drifting: dict[str, Kept]) -> None:
    assert drifting["base"].drift == set()


def test_the_report_names_each_drift(drifting: dict[str, Kept]) -> None:
    """Neither another order of the columns nor a wider integer is one."""
    assert drifting["altered"].drift == DRIFT_OF_PROPERTIES | DRIFT_OF_COLUMNS


def test_findings_count_what_became_null(drifting: dict[str, Kept]) -> None:
    """ "5" is read and 3000000000 too; n/a, a list and 1.0 are no integers."""
    new = drifting["altered"].findings - drifting["base"].findings
    assert new == {
        ("events", "product_added", "type", "quantity", "warn", 3),
        ("events", "report_created", "required", "report_id", "quarantine", 2),
        ("memberships", None, "unreadable_value", "left_at", "null", 1),
        ("organizations", None, "type", "created_at", "null", 1),
        ("organizations", None, "type", "number_of_employees", "null", 1),
        ("users", None, "key_missing", None, "ignore", 1),
    }
    quantities = [
        line.split("\x1f") for line in drifting["altered"].marts["marts.fct_product_added"]
    ]
    assert sorted(values[11] for values in quantities) == sorted(
        ["3", "3", "5", "3000000000", *["\\N"] * 4]
    )


def test_increments_end_where_a_fresh_build_does(drifting: dict[str, Kept]) -> None:
    found, fresh = drifting["altered"].marts, drifting["altered, fresh"].marts
    for mart, rows in fresh.items():
        assert found[mart] == rows, mart


def test_no_history_is_dropped(drifting: dict[str, Kept]) -> None:
    """Two columns go; the events that had them keep them, and only raw rows can give them back."""
    before, after = drifting["altered"], drifting["lost"]
    for mart in ("marts.fct_events", "marts.fct_events_quarantined", "marts.fct_page_viewed"):
        assert set(before.marts[mart]) <= set(after.marts[mart])
    assert any("\x1fd1\x1f" in line for line in after.marts["marts.fct_page_viewed"])
    fresh = drifting["lost, fresh"]
    assert not any("\x1fd1\x1f" in line for line in fresh.marts["marts.fct_page_viewed"])
    assert len(fresh.marts["marts.fct_events"]) == len(after.marts["marts.fct_events"])
    assert after.drift == fresh.drift
    assert after.drift - before.drift >= {
        ("events", None, "organization_id", "missing", None, "string", None, None),
        ("events", None, "anonymous_id", "renamed", "anonymousId", "string", "text", None),
    }


def raw_row(table: str, **values: Any) -> Row:
    """A raw row, all else being null."""
    row: Row = dict.fromkeys(COLUMNS[table])
    return {**row, **{name: value for name, value in values.items() if name in row}}


def raw_event(event_id: str, name: str, **values: Any) -> Row:
    moment = "2026-02-01T10:00:00Z"
    return raw_row("events", event_id=event_id, event_name=name, received_at=moment, **values)


# -- what is no part of a plan at all ----------------------------------------------------------

ODD_NAMES = [
    "",
    " ",
    "$",
    "a.b",
    "a[*]",
    '"',
    "'; drop table x; --",
    "\\",
    "\u0000",
    "é",
    "é" * 500,
]


def test_names_are_data(recording: Recording) -> None:
    """Any number of names, of any spelling, breaks nothing, fills nothing and shows no address."""
    warehouse = SmallWarehouse(recording)
    crowd = {f"z{number}": 1 for number in range(10_000)}
    people = {f"person{number}@example.com": True for number in range(50)}
    odd = {name: None for name in ODD_NAMES}
    for number, payload in enumerate([crowd, people, odd, odd, {"path": "/"}]):
        row = raw_event(f"e{number}", "page_viewed", properties=json.dumps(payload))
        warehouse.append({"events": [row]})
    twice = '{"path":"/","path":"/","tabs":1,"tabs":2}'
    warehouse.append({"events": [raw_event("twice", "page_viewed", properties=twice)]})
    warehouse.build()
    drift = warehouse.query(
        "select property, found, number_of_rows from marts.rpt_schema_drift "
        "where kind = 'new' order by number_of_rows desc nulls last"
    )
    assert len(drift) == 21
    found = {name: (types, rows) for name, types, rows in drift}
    assert found[None] == ("9993 more names", 9993)
    assert found["***"] == ("boolean", 1)
    assert found["é" * 100] == ("null", 2)
    assert found["tabs"] == ("number", 1)
    assert "@" not in str(warehouse.marts()["marts.rpt_schema_drift"])


# -- nothing becomes null in silence -----------------------------------------------------------

VALUES = [
    *("n/a", "", " ", "5", "+4", "1.0", "1e3", "19.90", "-1", "true", "yes", "NaN", "infinity"),
    *("2026-01-05", "2026-01-05T10:00:00+14:00", "2026-02-30", "20260105", "1767261600"),
    *(5, -5, 1.0, 2.5, 1e300, 10**18, 10**40, 0.1234567891234, 1767261600),
    *(True, False, [], [1], {}, {"a": 1}, "[1]", '{"a":1}', "x\u0000y", "\U0001f600"),
]
TIMES = {
    **dict.fromkeys(
        ["2026-01-05", "2026-01-05 10:00", "2026-01-05T10:00:00.1+14:00", "", " "], True
    ),
    **dict.fromkeys(["n/a", "2026-02-30", "infinity", "20260105", "1767261600", "0"], False),
}
CONTEXTS = {"{}": True, '{"a":[1]}': True, " ": True, "[1]": False, "null": False, "{": False}


def count_of(warehouse: SmallWarehouse, where: str) -> int:
    """How many rows the findings count that say so."""
    [(rows,)] = warehouse.query(
        f"select coalesce(sum(number_of_rows), 0) from marts.fct_findings where {where}"
    )
    return rows


def test_a_property_that_became_null_is_a_finding(recording: Recording) -> None:
    warehouse, rows = SmallWarehouse(recording), []
    for name, properties in PLAN.events.items():
        ids = {it.name: "x" for it in properties if it.name.endswith("_id")}
        for it in properties:
            for number, value in enumerate(VALUES):
                payload = json.dumps({**ids, it.name: value})
                rows.append(raw_event(f"{it.name} {number}", name, properties=payload))
                rows[-1]["event_id"] += f" of {name}"
    warehouse.append({"events": rows})
    warehouse.build()
    nulled = 0
    for name, properties in PLAN.events.items():
        for it in (it for it in properties if not it.is_personal):
            [(lost,)] = warehouse.query(
                f"select count(*) from marts.fct_{name} "
                f"where event_id like '{it.name} %' and {it.name} is null"
            )
            said = f"event_name = '{name}' and property = '{it.name}'"
            found = count_of(warehouse, f"{said} and (rule = 'type' or action = 'null')")
            # the text of an array stays, whatever it is
            assert lost == (0 if it.type == "array" else found)
            nulled += lost
    assert nulled > 50


@pytest.mark.parametrize("entity", ["user", "organization"])
def test_an_attribute_that_became_null_is_a_finding(entity: str, recording: Recording) -> None:
    warehouse, table, nulled = SmallWarehouse(recording), f"{entity}s", 0
    texts = [value if isinstance(value, str) else json.dumps(value) for value in VALUES]
    attributes = PLAN.attributes[entity]
    for it in attributes:
        for number, text in enumerate(texts):
            stated = {f"{entity}_id": f"{it.name} {number}", "updated_at": "2026-01-01"}
            warehouse.append({table: [raw_row(table, **stated, **{it.name: text})]})
    warehouse.build()
    for it in attributes:
        mart = "restricted.dim_users_pii" if it.is_personal else f"marts.dim_{table}"
        key = "person_id" if entity == "user" else "organization_id"
        ids = f"select {key} from marts.dim_{table} where {entity}_id like '{it.name} %'"
        [(lost,)] = warehouse.query(
            f"select count(*) from {mart} where {key} in ({ids}) and {it.name} is null"
        )
        said = f"relation_name = '{table}' and property = '{it.name}' and action = 'null'"
        assert lost == count_of(warehouse, said)
        nulled += lost
    assert nulled > 20


@pytest.mark.parametrize(
    "table, column",
    [
        *(("events", name) for name in ("original_timestamp", "sent_at", "received_at")),
        *((table, "loaded_at") for table in RELATIONS),
        *((table, "updated_at") for table in RELATIONS[1:4]),
        *((table, "deleted_at") for table in ("users", "organizations")),
        *(("memberships", name) for name in ("joined_at", "left_at")),
        ("events", "context"),
    ],
)
def test_a_column_that_became_null_is_a_finding(
    table: str, column: str, recording: Recording
) -> None:
    warehouse = SmallWarehouse(recording)
    texts = CONTEXTS if column == "context" else TIMES
    for number, text in enumerate(texts):
        row = (
            raw_event(f"e{number}", "page_viewed")
            if table == "events"
            else raw_row(
                table,
                user_id=f"u{number}",
                organization_id=f"o{number}",
                joined_at="2026-01-01",
                updated_at="2026-01-01",
            )
        )
        warehouse.append({table: [{**row, column: text}]})
    warehouse.build()
    expected = [text for text, is_readable in texts.items() if not is_readable]
    said = f"relation_name = '{table}' and rule = 'unreadable_value' and property = '{column}'"
    assert count_of(warehouse, said) == len(expected)


# -- the row as it came ------------------------------------------------------------------------

ODD_COLUMNS = (
    'event_id text, event_name text, received_at timestamp with time zone, "Sent_At" timestamp, '
    '"it\'s" text, "Quote""d" text, "{{ 1 }}" boolean, "é" text, amount bigint, properties text'
)
ODD_ROWS = [
    [
        *("e1", "page_viewed", "2026-01-01 10:00:00+14:00", "2026-01-01 10:00:00.5", "a", "b"),
        *(True, None, 5, '{"path":"/","title":"x"}'),
    ],
    # control characters, a backslash that begins no escape, a character that Postgres has not
    [
        *("e2", "page_viewed", "2026-07-01 10:00:00Z", None, "\x01\x0b\x1f\t\\u001f/", '\\"'),
        *(None, "\U0001f600", None, '{"path":"/","note":"x\\u0000","":[1],"n\\u0000":"\\\\u0000"}'),
    ],
]
RAW_ROWS = [
    """{"amount":"5","event_id":"e1","event_name":"page_viewed","it's":"a","""
    r""""properties":"{\"path\":\"/\",\"title\":\"x\"}","quote\"d":"b","""
    r""""received_at":"2025-12-31T20:00:00.000000Z","sent_at":"2026-01-01 10:00:00.5","""
    r""""{{ 1 }}":"true"}""",
    r"""{"event_id":"e2","event_name":"page_viewed","it's":"\u0001\u000B\u001F\t\\u001f/","""
    r""""properties":"{\"path\":\"/\",\"note\":\"x\\u0000\",\"\":[1],"""
    r"""\"n\\u0000\":\"\\\\u0000\"}","quote\"d":"\\\"","""
    r""""received_at":"2026-07-01T10:00:00.000000Z","\u00e9":"\U0001f600"}""".replace(
        r"\U0001f600", "\U0001f600"
    ),
]
RAW = "select raw from staging.base_in_house__events order by event_id"
SHOWN = (
    "select event_id, path, title from marts.fct_page_viewed order by event_id",
    "select relation_name, event_name, property, kind, seen_as, expected, found, number_of_rows "
    "from marts.rpt_schema_drift order by drift_id",
)


def test_a_raw_row_has_one_form(
    server: DbtServer, postgres: dict[str, str], tmp_path: Path
) -> None:
    """Whatever the columns are called, on either warehouse and in any zone."""
    warehouse = ServedWarehouse(server, tmp_path, {})
    create = f"create table raw.events ({ODD_COLUMNS})"
    execute(warehouse.path, create)
    with duckdb.connect(str(warehouse.path)) as connection:
        connection.executemany(f"insert into raw.events values ({', '.join('?' * 10)})", ODD_ROWS)
    warehouse.build()
    assert [raw for (raw,) in warehouse.query(RAW)] == RAW_ROWS
    on_duckdb = [warehouse.query(sql) for sql in SHOWN]
    assert on_duckdb[0] == [("e1", "/", "x"), ("e2", "/", None)]

    with closing(psycopg2.connect(**connection_to(postgres))) as administrator:
        administrator.autocommit = True
        administrator.cursor().execute("create database drift")
    with closing(psycopg2.connect(**connection_to(postgres, "drift"))) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("create schema raw")
        cursor.execute(create)
        marks = ", ".join(["%s"] * 10)
        cursor.executemany(f"insert into raw.events values ({marks})", ODD_ROWS)
        options = ("--vars", "{demo: false}", *MODELS)
        environment = {**postgres, "PGDATABASE": "drift"}
        folder = tmp_path / "target"
        succeeded(
            dbt("build", *options, database=warehouse.path, target_path=folder, **environment)
        )
        answers = []
        for sql in (RAW, *SHOWN):
            cursor.execute(sql)
            answers.append(cursor.fetchall())
    assert [raw for (raw,) in answers[0]] == RAW_ROWS
    assert answers[1:] == on_duckdb


def connection_to(postgres: dict[str, str], database: str = "postgres") -> dict[str, str]:
    return {
        "host": postgres["PGHOST"],
        "port": postgres["PGPORT"],
        "user": postgres["PGUSER"],
        "dbname": database,
    }
