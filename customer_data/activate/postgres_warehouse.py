"""An outbox in Postgres, through one connection that is in no transaction while rows are sent."""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress

import psycopg2
from psycopg2.extensions import connection as Connection

from customer_data.activate.errors import ActivateError
from customer_data.activate.warehouse import Rows, Warehouse
from customer_data.messages import first_line
from customer_data.postgres import UNREACHABLE, connection_settings

LOCK = "hashtext('customer-data activate'), hashtext(?)"
SETTINGS = "-c lock_timeout=60s -c TimeZone=UTC"


@contextmanager
def postgres_warehouse() -> Iterator["PostgresWarehouse"]:
    """The database of the environment, as in profiles.yml; raises ActivateError."""
    name = f"customer-data activate (PID {os.getpid()})"
    try:
        connection = psycopg2.connect(
            **connection_settings(), application_name=name, keepalives_idle=30, options=SETTINGS
        )
    except psycopg2.Error as error:
        raise ActivateError(f"Postgres: {first_line(error)}; {UNREACHABLE}") from error
    with closing(connection):
        connection.autocommit = True
        yield PostgresWarehouse(connection)


class PostgresWarehouse(Warehouse):
    """A database of Postgres with an outbox."""

    place = "Postgres"
    is_keyed = True

    def __init__(self, connection: Connection) -> None:
        """Take a connection in autocommit."""
        self._connection = connection

    @contextmanager
    def lock(self, destination: str) -> Iterator[None]:
        """Hold a lock of the session, which the server takes back when the connection ends."""
        [row] = self._ask(
            f"select pg_try_advisory_lock({LOCK}) as taken",
            destination,
        )
        if not row["taken"]:
            raise ActivateError(
                f"{self.place}: another activate of {destination} is at work; "
                "wait until it ends, or end it"
            )
        try:
            yield
        finally:
            # the server ends a closed connection only when it gets to it
            with suppress(psycopg2.Error), self._connection.cursor() as cursor:
                cursor.execute(
                    f"select pg_advisory_unlock({LOCK.replace('?', '%s')})", [destination]
                )

    def _ask(self, sql: str, *parameters: object) -> Rows:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql.replace("?", "%s"), parameters)
                names = [column.name for column in cursor.description]
                return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        except psycopg2.Error as error:
            raise self._said(error) from error

    def _change(self, statements: Sequence[str], *parameters: object) -> None:
        try:
            with self._connection.cursor() as cursor:
                # the server runs them as one transaction
                cursor.execute("; ".join(statements).replace("?", "%s"), parameters or None)
        except psycopg2.Error as error:
            raise self._said(error) from error

    def _said(self, error: psycopg2.Error) -> ActivateError:
        line = error.diag.message_primary or first_line(error)
        return ActivateError(f"{self.place}: {line}; see the server, then run again")
