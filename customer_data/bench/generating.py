"""Raw data for the demo plan, at any scale, by DuckDB alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from customer_data.bench.errors import BenchError
from customer_data.sql import literal

FOLDER = Path(__file__).parent

DAYS = 60
"""Days over which the events of a history are spread."""

ROWS_PER_STEP = 1_000_000
"""Events made by one statement; it bounds the memory."""

Advance = Callable[[int], object]


@dataclass(frozen=True)
class Scale:
    """A history of raw events.

    rows: events of 60 days. A hundred of them make a user, two thousand an organization.
    seed: another one gives another company of the same size.
    """

    rows: int
    seed: int = 1

    def __post_init__(self) -> None:
        if self.rows < 10_000:
            raise BenchError(f"--rows {self.rows}: make it 10000 or more")


def generate(path: Path, scale: Scale, advance: Advance = lambda rows: None) -> None:
    """Make a DuckDB file with the raw tables of a history in schema `raw`.

    The same scale gives the same rows. Raises BenchError where the file is there already.
    """
    if path.exists():
        raise BenchError(f"{path}: is there already; name another file or remove it")
    with _raw(path, scale) as connection:
        connection.execute((FOLDER / "tables.sql").read_text())
        _insert_events(connection, 0, scale.rows, advance)
        connection.execute((FOLDER / "entities.sql").read_text())


def append(path: Path, scale: Scale, after: int, rows: int, late_days: int = 0) -> None:
    """Add the events that come after the first `after` ones of a history, in loads of their own.

    late_days: so many days back, at most, they happened; received they are now.
    """
    with _raw(path, scale) as connection:
        connection.execute("set variable late_days = $1", [late_days])
        connection.execute("set variable late_from = $1", [after])
        _insert_events(connection, after, rows, lambda rows: None)


@contextmanager
def _raw(path: Path, scale: Scale) -> Iterator[duckdb.DuckDBPyConnection]:
    variables = {
        "seed": scale.seed,
        "rows_per_day": scale.rows / DAYS,
        "users": scale.rows // 100,
        "organizations": max(1, scale.rows // 2000),
        "days": DAYS,
        "late_days": 0,
        "late_from": 0,
        "starts_at": datetime(2026, 1, 1),
    }
    # the memory is a table's that nobody asked to keep in order
    config = {"threads": 2, "preserve_insertion_order": "false"}
    with duckdb.connect(config=config) as connection:
        # under a name of its own, or a file called raw could not hold a schema raw
        connection.execute(f"attach {literal(str(path))} as company")
        connection.execute("use company")
        for name, value in variables.items():
            connection.execute(f"set variable {name} = $1", [value])
        yield connection
        connection.execute("checkpoint company")


def _insert_events(
    connection: duckdb.DuckDBPyConnection, first: int, rows: int, advance: Advance
) -> None:
    events = (FOLDER / "events.sql").read_text()
    for start in range(first, first + rows, ROWS_PER_STEP):
        stop = min(start + ROWS_PER_STEP, first + rows)
        connection.execute("set variable first_row = $1", [start])
        connection.execute("set variable last_row = $1", [stop - 1])
        connection.execute(events)
        advance(stop - start)
