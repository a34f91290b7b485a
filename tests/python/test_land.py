"""`customer-data land`: every line is one row, one kept reject or blank, and nothing is lost."""

import gzip
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest
from landings import GOOD, LOAD, MOMENT, Landing, of_lines
from support import BIN, times


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(tmp_path)


def event(properties: str, event_id: str = '"odd"') -> bytes:
    return f'{{"event_id":{event_id},"properties":{properties}}}'.encode()


def nested(depth: int, opening: str = "[", closing: str = "]") -> str:
    return opening * depth + closing * depth


# the 24 kinds of broken line, some of them in several forms; the reason, "row" or "blank"
KINDS = {
    "invalid UTF-8 byte": (b'{"event_id":"odd","a":"\xff"}', "not_utf8"),
    "surrogate as bytes": (b'{"event_id":"odd","a":"\xed\xa0\xbd"}', "not_utf8"),
    "lone surrogate": (event(r'{"a":"\ud83d"}'), "lone_surrogate"),
    "lone second half": (event(r'{"a":"\ude00\ud83d"}'), "lone_surrogate"),
    "halves apart": (event(r'{"a":"\ud83d\\\ude00"}'), "lone_surrogate"),
    "no surrogate": (event(r'{"a":"\\ud83d"}'), "row"),
    "raw NUL": (b'{"event_id":"odd\x00"}', "nul_character"),
    "NUL in a value": (event(r'{"a":"\u0000"}'), "nul_character"),
    "NUL in a key": (event(r'{"\u0000":1}'), "nul_character"),
    "no NUL": (event(r'{"a":"\\u0000"}'), "row"),
    "cut in the middle": (b'{"event_id":"odd","properties":{"a":"b', "not_json"),
    "cut at its end": (b'{"event_id":"odd"', "not_json"),
    "array": (b'[{"event_id":"odd"}]', "not_an_object"),
    "string": (b'"odd"', "not_an_object"),
    "number": (b"17.50", "not_an_object"),
    "null": (b"null", "not_an_object"),
    "duplicate keys": (b'{"event_id":"odd","event_id":"odd"}', "duplicate_key"),
    "duplicate keys inside": (event('{"a":{"b":1,"b":2}}'), "duplicate_key"),
    "keys differ in case": (b'{"event_id":"odd","Event_ID":"other"}', "row"),
    "byte-order mark": (b'\xef\xbb\xbf{"event_id":"odd"}', "row"),
    "mark alone": (b"\xef\xbb\xbf", "blank"),
    "CRLF": (b'{"event_id":"odd"}\r', "row"),
    "blank": (b"", "blank"),
    "spaces": (b" \t \r", "blank"),
    "vertical tab or form feed": (b"\x0b\x0c", "blank"),
    "emoji": (event('{"a":"👩‍👩‍👧 \\ud83d\\ude00"}'), "row"),
    "SQL injection": (b'{"event_id":"odd","event_name":"\'); drop table raw.events; --"}', "row"),
    "SQL injection in a key": (b'{"event_id":"odd","x\\") ; drop table raw.events; --":1}', "row"),
    "10,000 properties": (
        event(json.dumps({f"key {number}": number for number in range(10_000)})),
        "row",
    ),
    "10,000 keys": (
        json.dumps({"event_id": "odd", **{f"key {n}": n for n in range(10_000)}}).encode(),
        "row",
    ),
    "NaN": (event('{"a":NaN}'), "number_not_finite"),
    "Infinity": (event('{"a":-Infinity}'), "number_not_finite"),
    "nesting that DuckDB takes": (event(nested(126)), "row"),
    "nesting of 127": (event(nested(127)), "too_deep"),
    "nesting of 900": (event(nested(900)), "too_deep"),
    "nesting of 5,000": (event(nested(5_000)), "too_deep"),
    "nesting of 200,000": (event(nested(200_000)), "too_deep"),
    "nested objects": (event(nested(5_000, '{"a":', "}").replace(":}", ":1}")), "too_deep"),
    "nesting that never closes": (b"[" * 200_000, "too_deep"),
    "a line of 10 MB": (event('{"a":"' + "x" * 10_000_000 + '"}'), "row"),
    "a broken line of 20 MB": (event('{"a":"' + "x" * 20_000_000), "not_json"),
    "id as number": (event("{}", "17"), "row"),
    "id as array": (event("{}", '["odd"]'), "row"),
    "id as boolean": (event("{}", "true"), "row"),
    "two objects": (b'{"event_id":"odd"} {"event_id":"odd"}', "not_json"),
    "trailing comma": (b'{"event_id":"odd",}', "not_json"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_line_harms_no_other(kind: str, landing: Landing) -> None:
    line, expected = KINDS[kind]
    landing.land(landing.file("events.jsonl", of_lines([*GOOD[:3], line, *GOOD[3:]])))
    assert [one for one in landing.ids() if one.startswith("e-")] == [
        f"e-{number}" for number in range(1, 7)
    ]
    rejects = [] if expected in ("row", "blank") else [(4, expected, line)]
    assert landing.rejects() == rejects
    is_row, is_blank = int(expected == "row"), int(expected == "blank")
    assert landing.accounts() == [[7, 6 + is_row, len(rejects), is_blank]]


def test_all_kinds_in_one_file(landing: Landing) -> None:
    """Broken lines one after the other, the last one without a line feed."""
    lines = [line for line, _ in KINDS.values()]
    landing.land(landing.file("events.jsonl", of_lines(lines) + GOOD[0]))
    expected = [
        (number, reason, line)
        for number, (line, reason) in enumerate(KINDS.values(), 1)
        if reason not in ("row", "blank")
    ]
    assert landing.rejects() == expected
    assert landing.ids()[-1] == "e-1"
    landing.accounts()


def test_ids_of_other_types_are_kept_as_text(landing: Landing) -> None:
    lines = [event("{}", spelled) for spelled in ("17", '["odd"]', "true", "null", "1.0", '""')]
    landing.land(landing.file("events.jsonl", of_lines(lines)))
    assert landing.ids() == ["17", '["odd"]', "true", None, "1.0", ""]


def test_fuzzed_lines_add_up(landing: Landing) -> None:
    """Flips, cuts and insertions; what was left alone arrives as it is."""
    chance = random.Random(20260301)
    number_of_lines = times(10_000, 100_000)
    lines, untouched = [], []
    for number in range(number_of_lines):
        line = GOOD[number % 6].replace(b'"e-', f'"u-{number}-'.encode())
        if chance.random() < 0.5:
            lines.append(line)
            untouched.append(json.loads(line)["event_id"])
        else:
            lines.append(fuzzed(line, chance))
    landing.land(landing.file("events.jsonl", of_lines(lines)))
    accounts = landing.accounts()
    assert accounts[0][0] == number_of_lines + sum(line.count(b"\n") for line in lines)
    rows = landing.query("select event_id, properties, extra from raw.events")
    found = {event_id: (properties, extra) for event_id, properties, extra in rows}
    for event_id in untouched:
        number = int(event_id.split("-")[2])
        assert found[event_id] == (f'{{"number":{number},"price":1.10}}', None)
    # a rejected line can be recovered byte by byte
    split = of_lines(lines).split(b"\n")
    for number, reason, line in landing.rejects():
        assert split[number - 1] == line, reason


def fuzzed(line: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(line) + 1)
        match chance.randrange(4):
            case 0:
                line = line[:place] + chance.randbytes(1) + line[place + 1 :]
            case 1:
                line = line[:place]
            case 2:
                line = line[:place] + chance.randbytes(chance.randint(1, 5)) + line[place:]
            case 3:
                line = line[:place] + chance.choice([b'"', b"}", b"\\u", b"{", b","]) + line[place:]
    return line


def test_numbers_stay_as_they_are_spelled(landing: Landing) -> None:
    numbers = "[1.10,0.1234567890123456789012345678901,123456789012345678901234567890,1E5,1e-7,-0]"
    line = f'{{"event_id":12345678901234567890123,"properties":{{"a":{numbers}}},"total":100.00}}'
    landing.land(landing.file("events.jsonl", line + "\n"))
    assert landing.query("select event_id, properties, extra from raw.events") == [
        ("12345678901234567890123", f'{{"a":{numbers}}}', '{"total":100.00}')
    ]
    long = "1" * 6000
    landing.land(landing.file("long.jsonl", f'{{"event_id":"long","big":{long}}}'))
    assert landing.query("select extra from raw.events where event_id = 'long'") == [
        (f'{{"big":{long}}}',)
    ]


def test_json_is_written_in_one_spelling(landing: Landing) -> None:
    first = r'{"event_id": "a", "properties": {"b": [1, {"d": "\u00fc\/", "c": null}], "a": true}}'
    second = '{"properties":{"a":true,"b":[1,{"c":null,"d":"ü/"}]},"event_id":"b"}'
    landing.land(landing.file("events.jsonl", f"{first}\n{second}\n"))
    assert landing.query("select distinct properties from raw.events") == [
        ('{"a":true,"b":[1,{"c":null,"d":"ü/"}]}',)
    ]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("null", None),
        ('"text"', "text"),
        ("[1, 2]", "[1,2]"),
        ("17", "17"),
        (r'"{\"b\": 1.10, \"a\": 2}"', '{"b": 1.10, "a": 2}'),
        (r'"{\"a\": broken"', '{"a": broken'),
        ('"NaN"', "NaN"),
    ],
)
def test_properties_that_are_no_object(sent: str, kept: str | None, landing: Landing) -> None:
    landing.land(landing.file("events.jsonl", event(sent)))
    assert landing.query("select properties from raw.events") == [(kept,)]


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        (r'{"a":"\u0000"}', "nul_character"),
        (r'{"a":"\ud83d"}', "lone_surrogate"),
        ('{"a":1,"a":2}', "duplicate_key"),
    ],
)
def test_an_object_sent_as_text_is_looked_into(inside: str, reason: str, landing: Landing) -> None:
    landing.land(landing.file("events.jsonl", event(json.dumps(inside))))
    assert [reject[1] for reject in landing.rejects()] == [reason]


def test_what_has_no_column_is_kept_in_extra(landing: Landing) -> None:
    lines = [
        b'{"user_id":"u-1","updated_at":"2026-03-01","plan":"pro","loaded_at":"then","extra":[1]}',
        b'{"user_id":"u-2","country":null,"User_ID":"other"}',
        b'{"user_id":"u-3"}',
    ]
    landing.land("--table", "users", landing.file("users.jsonl", of_lines(lines)))
    assert landing.query("select user_id, updated_at, extra from raw.users order by 1") == [
        ("u-1", "2026-03-01", '{"extra":[1],"loaded_at":"then","plan":"pro"}'),
        ("u-2", None, '{"User_ID":"other","country":null}'),
        ("u-3", None, None),
    ]
    assert landing.query("select distinct loaded_at from raw.users") == landing.query(
        "select loaded_at from raw.landed_files"
    )


@pytest.mark.parametrize("table", ["events", "users", "organizations", "memberships"])
def test_raw_tables_are_text(table: str, landing: Landing) -> None:
    landing.land("--table", table, landing.file("rows.jsonl", b'{"user_id":"u-1"}'))
    columns = landing.query(
        f"select column_name, data_type from information_schema.columns "
        f"where table_schema = 'raw' and table_name = '{table}' order by ordinal_position"
    )
    assert {kind for _, kind in columns} == {"VARCHAR"}
    assert columns[-1][0] == "extra" or table == "events"
    assert {"loaded_at", "extra"} < {name for name, _ in columns}


def test_a_table_that_somebody_else_made(landing: Landing) -> None:
    with duckdb.connect(str(landing.database)) as connection:
        connection.execute("create schema raw")
        connection.execute(
            'create table raw."Users" ("USER_ID" varchar, "Country" varchar, meta json, '
            "amount double, loaded_at timestamp)"
        )
        connection.execute("insert into raw.users values ('u-0', 'FR', null, 1, '2026-01-01')")
    lines = [
        b'{"user_id":"u-1","Country":"DE","meta":{"a":1.10},"amount":1.10}',
        b'{"USER_ID":"u-2","country":"IT","meta":"text","updated_at":"2026-03-01"}',
        b'{"user_id":"u-3","USER_ID":"other"}',
    ]
    file = landing.file("users.jsonl", of_lines(lines))
    landing.land("--table", "users", "--loaded-at", MOMENT, file)
    assert landing.query(
        "select user_id, country, meta::varchar, updated_at, extra, loaded_at::varchar "
        "from raw.users order by 1"
    ) == [
        ("u-0", "FR", None, None, None, "2026-01-01 00:00:00"),
        ("u-1", "DE", '{"a":1.10}', None, '{"amount":1.10}', "2026-03-02 00:00:00"),
        ("u-2", "IT", '"text"', "2026-03-01", None, "2026-03-02 00:00:00"),
        ("u-3", None, None, None, '{"USER_ID":"other"}', "2026-03-02 00:00:00"),
    ]


@pytest.mark.parametrize(
    ("made", "message"),
    [
        ("table raw.events (event_id bigint)", "raw.events.event_id is of type bigint"),
        ("view raw.events as select 1 as event_id", "raw.events is a view"),
    ],
)
def test_a_relation_that_cannot_take_text(made: str, message: str, landing: Landing) -> None:
    with duckdb.connect(str(landing.database)) as connection:
        connection.execute("create schema raw")
        connection.execute(f"create {made}")
    result = landing.run(landing.file("events.jsonl", GOOD[0]))
    assert result.exit_code == 1
    assert message in result.stderr
    assert "name another --schema" in result.stderr
    assert landing.query("select count(*) from duckdb_tables()")[0][0] <= 1
    landing.land("--schema", "other", landing.folder / "events.jsonl")


def test_a_database_called_like_its_schema(landing: Landing) -> None:
    landing.database = landing.folder / "raw.duckdb"
    landing.land(landing.file("events.jsonl", GOOD[0]))
    assert landing.query("select event_id from raw.raw.events") == [("e-1",)]


def test_a_content_lands_once(landing: Landing) -> None:
    content = of_lines(GOOD)
    first = landing.file("first.jsonl", content)
    landing.land(first)
    assert "first.jsonl: has landed before, skipped" in landing.land(first)
    renamed = landing.file("second.ndjson", content)
    packed = landing.file("third.jsonl.gz", gzip.compress(content, 1))
    members = gzip.compress(content[:50], 9) + gzip.compress(content[50:], 1) + b"\0" * 100
    repacked = landing.file("fourth.json.gz", members)
    misnamed = landing.file("fifth.jsonl", gzip.compress(content))
    for path in (renamed, packed, repacked, misnamed):
        assert f"{path.name}: has landed before as first.jsonl" in landing.land(path)
    assert landing.accounts() == [[6, 6, 0, 0]]
    landing.land("--table", "users", first)
    landing.land("--schema", "other", first)
    assert landing.accounts() == [[6, 6, 0, 0], [6, 6, 0, 0]]
    # read as something else it is something else
    landing.land("--format", "csv", landing.file("table.jsonl", "user_id,a\n"))
    landing.land(landing.folder / "table.jsonl")
    assert landing.accounts()[2:] == [[0, 0, 0, 0], [1, 0, 1, 0]]


def test_each_file_is_a_load_of_its_own(landing: Landing) -> None:
    files = [landing.file(f"{number}.jsonl", GOOD[number]) for number in range(4)]
    landing.land(*files[:2], files[0])
    landing.land("--table", "users", files[2])
    sql = "select load_id from raw.landed_files order by rowid"
    loads = [load for (load,) in landing.query(sql)]
    assert loads == sorted(set(loads))
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", load) for load in loads)
    # in the future of the clock
    landing.land("--loaded-at", "2126-01-01T02:00:00+02:00", files[2])
    landing.land(files[3])
    assert landing.query(f"{sql} offset 3") == [
        ("2126-01-01T00:00:00.000000Z",),
        ("2126-01-01T00:00:00.000001Z",),
    ]


def test_a_given_moment_counts_up_by_place(landing: Landing) -> None:
    files = [landing.file(f"{number}.jsonl", GOOD[number]) for number in range(4)]
    landing.land("--loaded-at", MOMENT, *files[:2])
    landing.land("--loaded-at", MOMENT, *files[:3])
    assert landing.query("select file_name, load_id from raw.landed_files order by 1") == [
        (f"{number}.jsonl", LOAD.replace("000Z", f"00{number}Z")) for number in range(3)
    ]
    result = landing.run("--loaded-at", MOMENT, files[3])
    assert result.exit_code == 1
    assert f"{files[3]}: {LOAD} is the moment of another load" in result.stderr
    landing.land("--loaded-at", MOMENT, "--table", "users", files[3])


def test_a_problem_with_a_file_is_its_own(landing: Landing) -> None:
    (landing.folder / "empty").mkdir()
    paths = [
        landing.folder / "missing.jsonl",
        landing.file("notes.txt", "{}"),
        landing.file("broken.parquet", "PAR1 and no more"),
        landing.file("plain.jsonl.gz", "{}"),
        landing.folder / "empty",
        landing.file("good.jsonl", of_lines(GOOD)),
    ]
    result = landing.run(*paths)
    assert result.exit_code == 1
    told = [
        "missing.jsonl: no such file; check the path",
        "notes.txt: unknown ending; name --format, or let it end in .jsonl, .ndjson",
        "broken.parquet: cannot be read as parquet",
        "plain.jsonl.gz: ends in .gz and is not gzip; take the ending away",
        "empty: no file in this folder ends in",
    ]
    for line, words in zip(result.stderr.splitlines(), told, strict=True):
        assert line.startswith(str(landing.folder / words))
    assert result.stdout.splitlines()[-1] == (
        "land: 6 files = 1 landed + 0 landed before + 5 not landed"
    )
    assert landing.accounts() == [[6, 6, 0, 0]]


def test_a_folder_means_the_files_in_it(landing: Landing) -> None:
    exports = landing.folder / "exports"
    (exports / "day").mkdir(parents=True)
    landing.file("exports/b.jsonl", GOOD[1])
    landing.file("exports/a.JSONL.GZ", gzip.compress(GOOD[0]))
    landing.file("exports/day/c.csv", "event_id\ne-3\n")
    landing.file("exports/_SUCCESS", "")
    landing.file("exports/.hidden.jsonl", GOOD[3])
    result = landing.run(exports)
    assert (result.exit_code, landing.ids()) == (0, ["e-1", "e-2", "e-3"])
    assert result.stderr == (f"{exports}: left out 1 file with another ending, such as _SUCCESS\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--table", "things"], '--table: unknown word "things"; use events, users'),
        (["--format", "xml"], '--format: unknown word "xml"; use jsonl, csv, parquet'),
        (["--loaded-at", "soon"], '--loaded-at: "soon" is no moment; write it as 2026-'),
        (["--database", "/nowhere/x.duckdb"], "the folder /nowhere does not exist; make it or"),
        (["--database", ":memory:"], ":memory:: is no file; name a DuckDB file"),
    ],
)
def test_a_setting_that_cannot_be(arguments: list[str], message: str, landing: Landing) -> None:
    result = landing.run(landing.file("events.jsonl", GOOD[0]), *arguments)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert message in result.stderr


def test_a_misspelt_name_makes_no_database(landing: Landing) -> None:
    assert landing.run("misspelt.jsonl").exit_code == 1
    assert not landing.database.exists()


def test_the_summary(landing: Landing) -> None:
    lines = [*GOOD[:2], b"", b"{", b"[]", b"{", b"\t", GOOD[2]] + [GOOD[3]] * 1000
    path = landing.file("events.jsonl", of_lines(lines))
    assert landing.land("--loaded-at", MOMENT, path) == (
        f"events.jsonl: 1,008 lines = 1,003 rows + 3 rejects + 2 blank (load {LOAD})\n"
        "  not_an_object: 1, the first in line 5: each line is one JSON object; split an array "
        "with `jq -c '.[]'`\n"
        "  not_json: 2, the first in line 4: each line is one whole JSON object; `jq -c .` "
        "writes a file that way\n"
        f"  kept in raw.landed_rejects where load_id = '{LOAD}' and table_name = 'events'\n"
    )
    assert landing.land(path) == f"events.jsonl: has landed before, skipped (load {LOAD})\n"


def test_an_empty_file_lands_with_nothing_in_it(landing: Landing) -> None:
    landing.land(landing.file("events.jsonl", b""), landing.file("events.csv", b""))
    assert landing.accounts() == [[0, 0, 0, 0], [0, 0, 0, 0]]


def test_what_is_shown_of_a_rejected_line_can_be_read(landing: Landing) -> None:
    line = b"\xffa\x00\xc3\xbc" + b"x" * 5000
    landing.land(landing.file("events.jsonl", line))
    [(shown, kept)] = landing.query("select line, line_bytes from raw.landed_rejects")
    assert shown.startswith(r"\xffa\x00üxxx")
    assert (len(shown) < 1100, kept) == (True, line)


def test_a_second_writer_is_told_who_holds_the_file(landing: Landing) -> None:
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(landing.database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        result = landing.run(landing.file("events.jsonl", GOOD[0]))
        holder.communicate("\n")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert f"{landing.database}: another process has it open" in result.stderr
    assert f"(PID {holder.pid}); close that one, then run again" in result.stderr


def test_what_a_killed_process_left_is_removed(landing: Landing) -> None:
    folder = landing.folder / "warehouse.duckdb.tmp"
    folder.mkdir()
    (folder / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"rows")
    landing.land(landing.file("events.jsonl", GOOD[0]))
    assert not folder.exists()


def test_a_killed_landing_leaves_all_or_nothing(landing: Landing) -> None:
    lines = [GOOD[number % 6] for number in range(times(60_000, 300_000))]
    lines[77] = b"{"
    small = landing.file("1_small.jsonl", GOOD[0])
    large = landing.file("2_large.jsonl", of_lines(lines))
    arguments = ("--loaded-at", MOMENT, small, large)
    uninterrupted = Landing(landing.folder / "uninterrupted")
    uninterrupted.folder.mkdir()
    uninterrupted.land(*arguments)
    for number in range(times(2, 40)):
        landing.database.unlink(missing_ok=True)
        kill_while_landing(landing, arguments, number % 8 / 10)
        # wholly landed or not at all
        for _, rows, rejects in landing.query(
            "select files.load_id, number_of_rows - (select count(*) from raw.events "
            "where events.loaded_at = files.load_id), number_of_rejects - (select count(*) "
            "from raw.landed_rejects as rejects where rejects.load_id = files.load_id) "
            "from raw.landed_files as files"
        ):
            assert (rows, rejects) == (0, 0)
        assert (
            landing.query(
                "from raw.events where loaded_at not in (select load_id from raw.landed_files)"
            )
            == []
        )
        landing.land(*arguments)
        for table in ("events", "landed_files", "landed_rejects"):
            sql = f"select to_json({table})::varchar as row from raw.{table} order by row"
            assert landing.query(sql) == uninterrupted.query(sql)
        assert {path.name for path in landing.folder.iterdir()} == {
            *(small.name, large.name),
            *(landing.database.name, "uninterrupted"),
        }


def kill_while_landing(landing: Landing, arguments: Iterable[str | Path], seconds: float) -> None:
    """Kill it that long after it has told of the small file, that is inside of the large one."""
    command = [str(BIN / "customer-data"), "land", "--database", str(landing.database)]
    with subprocess.Popen(
        [*command, *map(str, arguments)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout.readline().startswith(b"1_small.jsonl")
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
