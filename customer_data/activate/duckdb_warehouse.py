"""An outbox in a DuckDB file, which is open only while it is read or written."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import duckdb

from customer_data.activate.errors import ActivateError
from customer_data.activate.warehouse import Rows, Warehouse
from customer_data.duckdb_file import open_for_writing
from customer_data.file_lock import HeldError, UnsignedError, file_lock
from customer_data.messages import first_line

CURE = "name another file with --work or DUCKDB_PATH"

PATIENCE = 60.0
"""Seconds to wait for who has the file open, once rows have been sent."""


class DuckDBWarehouse(Warehouse):
    """A DuckDB file with an outbox.

    An index on the deliveries would double the time to write them and the size of the file; only
    the holder of the lock writes, and only rows that are not there.
    """

    is_keyed = False

    def __init__(self, path: Path, say: Callable[[str], None]) -> None:
        """Take the file; raises ActivateError where it is absent."""
        if not path.is_file():
            raise ActivateError(f"{path}: no such file; build it with dbt, or {CURE}")
        self.place = str(path)
        self._path, self._say = path, say
        self._patience = 0.0

    @contextmanager
    def lock(self, destination: str) -> Iterator[None]:
        """Hold a file beside the database; from then on this process waits for others."""
        path = self._path.with_name(f"{self._path.name}.activate-{quote(destination, safe='')}")
        try:
            with file_lock(path):
                self._patience = PATIENCE
                yield
        except HeldError as error:
            raise ActivateError(
                f"{self.place}: another activate of {destination} is at work "
                f"(PID {error.holder}); wait until it ends, or end it"
            ) from None
        except UnsignedError as error:
            raise ActivateError(f"{path}: {error}; make room there, then run again") from error

    def _ask(self, sql: str, *parameters: object) -> Rows:
        with self._opened() as connection:
            found = connection.execute(sql, parameters)
            names = [name for name, *_ in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def _change(self, statements: Sequence[str], *parameters: object) -> None:
        with self._opened() as connection:
            connection.begin()
            for statement in statements:
                connection.execute(statement, parameters)
            connection.commit()

    @contextmanager
    def _opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        try:
            with self._connection() as connection:
                connection.execute("set TimeZone = 'UTC'")
                yield connection
        except duckdb.Error as error:
            raise ActivateError(f"{self.place}: the database says: {first_line(error)}") from error

    def _connection(self) -> duckdb.DuckDBPyConnection:
        deadline = time.monotonic() + self._patience
        has_said = False
        while True:
            try:
                return open_for_writing(self._path, CURE)
            except OSError as error:
                if time.monotonic() >= deadline:
                    raise ActivateError(str(error)) from error
                if not has_said:
                    self._say(f"{error}; waiting up to {PATIENCE:.0f} s")
                    has_said = True
            time.sleep(0.1)
