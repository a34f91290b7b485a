"""`customer-data land` on gzip, CSV and parquet files."""

import gzip
import json
import random
from pathlib import Path

import duckdb
import pytest
from landings import GOOD, Landing, of_lines
from support import times


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(tmp_path)


def test_a_cut_gzip_file_gives_all_lines_before_the_cut(landing: Landing) -> None:
    chance = random.Random(1)
    lines = [
        json.dumps({"event_id": f"e-{number}", "noise": chance.random()}).encode()
        for number in range(200)
    ]
    packed = gzip.compress(of_lines(lines), mtime=0)
    for place in [0, 1, 9, 10, 11, *range(12, len(packed), 197), len(packed) - 1]:
        landing.database.unlink(missing_ok=True)
        check_cut(landing, packed[:place], lines)


def check_cut(landing: Landing, packed: bytes, lines: list[bytes]) -> None:
    printed = landing.land(landing.file("events.jsonl.gz", packed))
    [[_, rows, rejects, blank]] = landing.accounts()
    assert (rejects, blank) == (1, 0)
    assert "cut_short: 1, the first in line" in printed
    [(number, reason, fragment)] = landing.rejects()
    assert (number, reason) == (rows + 1, "cut_short")
    assert landing.ids() == [f"e-{number}" for number in range(rows)]
    assert (lines[rows] if rows < 200 else b"").startswith(fragment)
    assert landing.query("select is_cut_short from raw.landed_files") == [(True,)]


def test_garbage_after_gzip_is_one_reject(landing: Landing) -> None:
    packed = gzip.compress(b"\n".join(GOOD)) + b"garbage"
    landing.land(landing.file("events.jsonl.gz", packed))
    assert landing.rejects() == [(7, "cut_short", b"")]
    assert landing.accounts() == [[7, 6, 1, 0]]


def test_a_damaged_gzip_file_gives_what_comes_before(landing: Landing) -> None:
    chance = random.Random(2)
    lines = [b'{"event_id":"%d"}' % chance.getrandbits(60) for _ in range(5000)]
    packed = bytearray(gzip.compress(of_lines(lines), mtime=0))
    packed[len(packed) // 2 : len(packed) // 2 + 40] = b"\xff" * 40
    landing.land(landing.file("events.jsonl.gz", bytes(packed)))
    [[_, rows, _, _]] = landing.accounts()
    assert rows > 2000
    assert landing.rejects()[-1][1] == "cut_short"


CSV = '''Event_ID,event_name,user_id,properties,colour,"a ""b"""
c-1,thing_seen,u-1,"{""price"": 1.10}",red,x
c-2,thing_seen,,{},,""

c-3,"two
lines, and ""quotes""",u-3,,blue,5" pipe
c-4,too,few
c-5,far,too,many,cells,of,them
c-6,thing_seen,u-6,{},"a"b,
c-7,thing_seen,u-7,{},green,last'''


def test_csv(landing: Landing) -> None:
    landing.land(landing.file("events.csv", b"\xef\xbb\xbf" + CSV.encode()))
    assert landing.query(
        "select event_id, event_name, user_id, properties, extra from raw.events order by 1"
    ) == [
        ("c-1", "thing_seen", "u-1", '{"price": 1.10}', '{"a \\"b\\"":"x","colour":"red"}'),
        ("c-2", "thing_seen", None, "{}", '{"a \\"b\\"":"","colour":null}'),
        ("c-3", 'two\nlines, and "quotes"', "u-3", None, EXTRA_OF_C3),
        ("c-7", "thing_seen", "u-7", "{}", '{"a \\"b\\"":"last","colour":"green"}'),
    ]
    assert landing.rejects() == [
        (7, "wrong_number_of_cells", b"c-4,too,few"),
        (8, "wrong_number_of_cells", b"c-5,far,too,many,cells,of,them"),
        (9, "not_csv", b'c-6,thing_seen,u-6,{},"a"b,'),
    ]
    assert landing.accounts() == [[8, 4, 3, 1]]


EXTRA_OF_C3 = '{"a \\"b\\"":"5\\" pipe","colour":"blue"}'


def test_csv_with_other_line_breaks_and_packed(landing: Landing) -> None:
    content = b'user_id,name\r\nu-1,"a\r\nb"\r\nu-2,""\r\nu-3,\r\n'
    landing.land("--table", "users", landing.file("users.csv.gz", gzip.compress(content)))
    assert landing.query("select user_id, extra from raw.users order by 1") == [
        ("u-1", r'{"name":"a\r\nb"}'),
        ("u-2", '{"name":""}'),
        ("u-3", '{"name":null}'),
    ]


def test_csv_records_that_cannot_be_text(landing: Landing) -> None:
    records = [b"u-1,\xff", b'u-2,"\xff\n"', b"u-3,\x00", b"u-4,fine"]
    landing.land("--table", "users", landing.file("u.csv", of_lines([b"user_id,name", *records])))
    assert landing.rejects() == [
        (2, "not_utf8", b"u-1,\xff"),
        (3, "not_utf8", b'u-2,"\xff\n"'),
        (5, "nul_character", b"u-3,\x00"),
    ]
    assert landing.query("select user_id from raw.users") == [("u-4",)]


def test_a_quote_that_never_closes_swallows_nothing(landing: Landing) -> None:
    rows = [f"u-{number},name".encode() for number in range(50_000)]
    rows[10] = b'u-10,"open'
    landing.land("--table", "users", landing.file("u.csv", of_lines([b"user_id,name", *rows])))
    assert landing.rejects() == [(12, "unclosed_quote", b'u-10,"open')]
    assert landing.accounts() == [[50_000, 49_999, 1, 0]]


def test_quotes_that_open_on_every_line_cost_no_more(landing: Landing) -> None:
    """Each line closes the quote of the line before and opens the next one."""
    lines = [b"user_id,name", *[b'x","'] * 50_000]
    landing.land("--table", "users", landing.file("u.csv", of_lines(lines)))
    assert {(reason, line) for _, reason, line in landing.rejects()} == {
        ("unclosed_quote", b'x","')
    }
    assert landing.accounts() == [[50_000, 0, 50_000, 0]]


def test_fuzzed_csv_adds_up(landing: Landing) -> None:
    chance = random.Random(3)
    lines = [b"user_id,name,note"]
    for number in range(times(5_000, 50_000)):
        line = b'u-%d,"a ""name""",note' % number
        lines.append(line if chance.random() < 0.5 else fuzzed_csv(line, chance))
    content = of_lines(lines)
    landing.land("--table", "users", landing.file("u.csv", content))
    [[number_of_lines, *_]] = landing.accounts()
    assert number_of_lines > 4_000
    for number, _, line in landing.rejects():
        assert b"\n".join(content.split(b"\n")[number - 1 :]).startswith(line)


def fuzzed_csv(line: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(line) + 1)
    return line[:place] + chance.choice([b'"', b",", b"\xff", b"\r", b'""', b" "]) + line[place:]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("user_id,name,NAME\n", 'two columns are called "name" and "NAME"; rename one'),
        ("id;name\nu-1;x\n", 'no column of users is among "id;name"'),
        ('user_id,"name\n', "a quote in the header is not closed"),
        (b"user_id,\xff\n", "the header is not UTF-8; convert the file"),
    ],
)
def test_a_header_that_cannot_be(content: str | bytes, message: str, landing: Landing) -> None:
    path = landing.file("users.csv", content)
    result = landing.run("--table", "users", path)
    assert result.exit_code == 1
    assert f"{path}: {message}" in result.stderr
    assert landing.query("from raw.landed_files") == []


def test_parquet(landing: Landing) -> None:
    path = landing.folder / "day=2026-03-01" / "events [1].parquet"
    path.parent.mkdir()
    duckdb.connect().execute(
        f"""
        copy (
            select
                'p-' || number as EVENT_ID,
                number as user_id,
                timestamptz '2026-03-01 10:00:00+02' as received_at,
                {{'total': 1.10::decimal(9, 2), 'tags': [null, 'ü'], 'by': map {{1: 0.1}}}}
                    as properties,
                '{{"b":1.10,"a":2}}'::json as context,
                12345678901234567890.123456789::decimal(38, 9) as big,
                'nan'::double as ratio,
                number = 1 as is_first,
                null::integer as nothing,
                case when number = 2 then chr(0) end as cut
            from range(3) as rows (number)
        ) to '{path}'
        """
    )
    landing.land(path)
    extra = (
        '{"big":12345678901234567890.123456789,"cut":null,"is_first":%s,"nothing":null,'
        '"ratio":"nan"}'
    )
    properties = '{"by":{"1":0.1},"tags":[null,"ü"],"total":1.10}'
    received_at = "2026-03-01 08:00:00+00"
    assert landing.query(
        "select event_id, user_id, received_at, properties, context, extra from raw.events "
        "order by 1"
    ) == [
        ("p-0", "0", received_at, properties, '{"a":2,"b":1.10}', extra % "false"),
        ("p-1", "1", received_at, properties, '{"a":2,"b":1.10}', extra % "true"),
    ]
    [(number, reason, line)] = landing.rejects()
    assert (number, reason) == (3, "nul_character")
    assert json.loads(line)["cut"] == "\0"
    assert landing.accounts() == [[3, 2, 1, 0]]
