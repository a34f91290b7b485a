"""A row of the outbox as it is posted."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from customer_data.activate.errors import ActivateError
from customer_data.land.json_text import canonical, spelled_number

# the endpoint is the destination, and its rows come in the order of their positions
NOT_POSTED = frozenset({"position", "destination"})


@dataclass(frozen=True)
class Message:
    """What is posted: a JSON object under an idempotency key."""

    outbox_id: str
    body: bytes


def message_of(row: Mapping[str, Any]) -> Message:
    """The message of a row, given by column; raises ActivateError.

    It has every column that is neither null nor in NOT_POSTED. Moments are ISO 8601 in UTC.
    """
    outbox_id = row["outbox_id"]
    if not (outbox_id and outbox_id.isascii() and outbox_id.isprintable() and " " not in outbox_id):
        raise ActivateError(
            f"restricted.fct_outbox: outbox_id {outbox_id!a} cannot go into a header; "
            "make it of ASCII letters and digits"
        )
    fields = {
        name: _json_value(value)
        for name, value in row.items()
        if name not in NOT_POSTED and not _is_absent(value)
    }
    return Message(outbox_id, canonical(fields).encode())


def _is_absent(value: object) -> bool:
    # JSON knows neither NaN nor Infinity
    return value is None or (isinstance(value, float | Decimal) and not math.isfinite(value))


def _json_value(value: Any) -> Any:  # noqa: ANN401
    match value:
        case dt.datetime():
            # without a zone it is UTC, as everywhere in the warehouse
            moment = value.astimezone(dt.UTC).replace(tzinfo=None) if value.tzinfo else value
            return f"{moment.isoformat()}Z"
        case dt.date():
            return value.isoformat()
        case Decimal():
            return spelled_number(str(value))
        case str() | bool() | int() | float() | list() | dict():
            return value
    return str(value)
