"""A folder with files and the database they land in, for the tests of `customer-data land`."""

from collections.abc import Iterable
from pathlib import Path

import duckdb
from click.testing import CliRunner, Result
from support import Rows

from customer_data.cli import main

GOOD = [
    f'{{"event_id":"e-{number}","event_name":"thing_seen","received_at":"2026-03-01T10:00:00Z",'
    f'"properties":{{"number":{number},"price":1.10}}}}'.encode()
    for number in range(1, 7)
]
MOMENT = "2026-03-02T00:00:00Z"
LOAD = "2026-03-02T00:00:00.000000Z"


class Landing:
    """A folder with files to land and a database of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "warehouse.duckdb"

    def file(self, name: str, content: bytes | str) -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, *arguments: str | Path) -> Result:
        command = ["land", "--database", self.database, *arguments]
        return CliRunner().invoke(main, [str(word) for word in command], catch_exceptions=False)

    def land(self, *arguments: str | Path) -> str:
        result = self.run(*arguments)
        assert result.exit_code == 0, result.output
        return result.stdout

    def query(self, sql: str) -> Rows:
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def ids(self) -> list[str]:
        return [one for (one,) in self.query("select event_id from raw.events order by rowid")]

    def rejects(self) -> Rows:
        return self.query(
            "select line_number, reason, line_bytes from raw.landed_rejects order by line_number"
        )

    def accounts(self) -> Rows:
        """Lines, rows, rejects and blank lines of every file; checked against the tables."""
        assert (
            self.query(
                "from raw.landed_files where load_id <> loaded_at or number_of_lines "
                "<> number_of_rows + number_of_rejects + number_of_blank_lines"
            )
            == []
        )
        kept = dict(self.query("select load_id, count(*) from raw.landed_rejects group by load_id"))
        files = self.query(
            "select load_id, number_of_lines, number_of_rows, number_of_rejects, "
            "number_of_blank_lines from raw.landed_files order by load_id"
        )
        assert {load: rejects for load, _, _, rejects, _ in files if rejects} == kept
        return [figures for _, *figures in files]


def of_lines(lines: Iterable[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)
