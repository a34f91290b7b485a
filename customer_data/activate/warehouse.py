"""The outbox and the table of deliveries, in SQL that DuckDB and Postgres share."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from customer_data.activate.errors import ActivateError
from customer_data.activate.message import Message, message_of
from customer_data.activate.sending import Delivery
from customer_data.sql import comments, quoted

OUTBOX = ("restricted", "fct_outbox")

# a schema that dbt does not know, and so never rebuilds
DELIVERIES = ("activation", "deliveries")

COLUMNS = {
    "outbox_id": ("text", "The row of the outbox, and the idempotency key it was posted with."),
    "destination": ("text", "Destination of the row."),
    "delivered_at": ("timestamp", "When the endpoint answered, UTC."),
    "status": ("integer", "Status of HTTP: 2xx for delivered, 4xx for refused, not sent again."),
    "attempts": ("integer", "Posts of the run that settled it."),
}

Rows = list[dict[str, Any]]


class Warehouse(ABC):
    """A database with an outbox; raises ActivateError for whatever it says."""

    place: str
    """What messages call it."""

    is_keyed: bool
    """Whether the key of the deliveries is an index of the database."""

    @abstractmethod
    def lock(self, destination: str) -> AbstractContextManager[None]:
        """Let no other process send to this destination; raises ActivateError where one does."""

    @abstractmethod
    def _ask(self, sql: str, *parameters: object) -> Rows:
        """Rows by column; places for parameters are question marks."""

    @abstractmethod
    def _change(self, statements: Sequence[str], *parameters: object) -> None:
        """Run statements in one transaction, committed on return."""

    def prepare(self) -> None:
        """Make the table of deliveries where it is absent; raises ActivateError for no outbox."""
        if not self._has(OUTBOX):
            raise ActivateError(
                f"{self.place}: has no {'.'.join(OUTBOX)}; "
                "build one with dbt, from a plan that has destinations"
            )
        if self._has(DELIVERIES):
            # learn before the first post whether it can be written to
            self._change([f"delete from {quoted(*DELIVERIES)} where false"])
            return
        key = " primary key" if self.is_keyed else ""
        columns = ", ".join(
            f"{name} {kind}{key if name == 'outbox_id' else ''} not null"
            for name, (kind, _) in COLUMNS.items()
        )
        described = {name: text for name, (_, text) in COLUMNS.items()}
        self._change(
            [
                f"create schema if not exists {quoted(DELIVERIES[0])}",
                f"create table if not exists {quoted(*DELIVERIES)} ({columns})",
                *comments(
                    quoted(*DELIVERIES),
                    "One row per row of the outbox that an endpoint has taken or refused.",
                    described,
                ),
            ]
        )

    def destinations(self) -> list[str]:
        """Every destination that has rows or had some delivered, in alphabetical order."""
        found = self._ask(
            f"select destination from {quoted(*OUTBOX)} "
            f"union select destination from {quoted(*DELIVERIES)}"
        )
        return sorted(row["destination"] for row in found)

    def number_pending(self, destination: str) -> int:
        """How many rows of this destination are neither delivered nor refused."""
        [row] = self._ask(f"select count(*) as number {_pending()}", destination)
        return row["number"]

    def pending(self, destination: str, limit: int) -> list[Message]:
        """The first of these rows, in their order."""
        rows = self._ask(
            f"select outbox.* {_pending()} order by outbox.position, outbox.outbox_id limit ?",
            destination,
            limit,
        )
        return [message_of(row) for row in rows]

    def record(self, destination: str, deliveries: Sequence[Delivery]) -> None:
        """Keep what was delivered and refused, whatever happens after."""
        self._change(
            [
                f"insert into {quoted(*DELIVERIES)} ({', '.join(COLUMNS)}) "
                "select unnest(cast(? as text[])), cast(? as text), "
                "unnest(cast(? as timestamp[])), unnest(cast(? as integer[])), "
                "unnest(cast(? as integer[]))"
            ],
            [delivery.outbox_id for delivery in deliveries],
            destination,
            [delivery.delivered_at for delivery in deliveries],
            [delivery.status for delivery in deliveries],
            [delivery.attempts for delivery in deliveries],
        )

    def _has(self, table: tuple[str, str]) -> bool:
        return bool(
            self._ask(
                "select 1 as found from information_schema.tables "
                "where table_schema = ? and table_name = ?",
                *table,
            )
        )


def _pending() -> str:
    return (
        f"from {quoted(*OUTBOX)} as outbox where outbox.destination = ? and not exists ("
        f"select 1 from {quoted(*DELIVERIES)} as deliveries "
        "where deliveries.outbox_id = outbox.outbox_id)"
    )
