"""What a reader hands on: some rows, some rejects and a number of blank lines."""

from dataclasses import dataclass, field
from typing import NamedTuple

from customer_data.land.tables import Row

READABLE = 1000
"""Characters of a rejected line that are kept as text, for people; its bytes are kept whole."""


class Reject(NamedTuple):
    """A line that makes no row; lines count from 1, in parquet rows."""

    line_number: int
    reason: str
    line_bytes: bytes

    @property
    def line(self) -> str:
        """The start of the line, with what is no text as escapes."""
        start = self.line_bytes[: 4 * READABLE].decode("utf-8", "backslashreplace")
        return start[:READABLE].replace("\0", r"\x00")


@dataclass
class Batch:
    """Each line that was read is in exactly one of the three."""

    rows: list[Row] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    number_of_blank_lines: int = 0

    @property
    def number_of_lines(self) -> int:
        """Lines that this batch accounts for."""
        return len(self.rows) + len(self.rejects) + self.number_of_blank_lines
