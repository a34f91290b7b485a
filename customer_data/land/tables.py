"""The raw tables of the in-house source, and how an object becomes a row of one."""

from typing import Any

from customer_data.land.errors import LandError, RejectedError
from customer_data.land.json_text import canonical, read_json

CONTRACT = {
    "events": [
        *("event_id", "event_name", "anonymous_id", "user_id", "organization_id"),
        *("original_timestamp", "sent_at", "received_at", "loaded_at"),
        *("properties", "context", "extra"),
    ],
    "users": ["user_id", "updated_at", "deleted_at", "loaded_at", "extra"],
    "organizations": ["organization_id", "updated_at", "deleted_at", "loaded_at", "extra"],
    "memberships": [
        *("user_id", "organization_id", "role", "joined_at", "left_at", "updated_at"),
        *("loaded_at", "extra"),
    ],
    "consents": ["user_id", "purpose", "granted", "at", "loaded_at", "extra"],
}
"""Every column is text; `extra` is what has no column of its own, as one JSON object."""

OURS = ("loaded_at", "extra")
"""Columns that the landing fills; a file's own fields of these names go into `extra`."""

JSON_COLUMNS = ("properties", "context")

Row = list[str | None]


class Layout:
    """The columns of a raw table that a file may fill, spelled as the table spells them."""

    def __init__(self, table: str, columns: list[str]) -> None:
        self.table = table
        self.columns = [column for column in columns if column.lower() not in OURS]
        self.keys = [column.lower() for column in self.columns]
        self._spelled_otherwise = [
            (column, key)
            for column, key in zip(self.columns, self.keys, strict=True)
            if column != key
        ]
        self._json_places = [place for place, key in enumerate(self.keys) if key in JSON_COLUMNS]

    def row(self, fields: dict[str, Any]) -> Row:
        """The texts of the columns and, last, of `extra`; uses `fields` up.

        Raises RejectedError where a JSON column holds text that would be misread.
        """
        for column, key in self._spelled_otherwise:
            if column in fields and key not in fields:
                fields[key] = fields.pop(column)
        take = fields.pop
        values = [take(key, None) for key in self.keys]
        for place in self._json_places:
            if type(values[place]) is str:
                _check_json_text(values[place])
        row = [
            value if value is None or type(value) is str else canonical(value) for value in values
        ]
        row.append(canonical(fields) if fields else None)
        return row

    def keys_of(self, names: list[str]) -> list[str]:
        """The fields that the columns of a CSV or parquet file stand for; raises LandError."""
        names = [name.strip() for name in names]
        lower = [name.lower() for name in names]
        for place, name in enumerate(lower):
            if name in lower[:place]:
                first = names[lower.index(name)]
                raise LandError(
                    f'two columns are called "{first}" and "{names[place]}"; rename one of them'
                )
        if not set(lower) & set(self.keys):
            raise LandError(
                f'no column of {self.table} is among "{", ".join(names)[:80]}"; name the columns '
                "in a header, separate cells by commas, or name another --table"
            )
        return [low if low in self.keys else name for name, low in zip(names, lower, strict=True)]


def _check_json_text(text: str) -> None:
    """Some exporters write an object as text; other text is for the models to judge."""
    if not text.lstrip().startswith("{"):
        return
    try:
        read_json(text)
    except RejectedError as error:
        if error.reason != "not_json":
            raise
