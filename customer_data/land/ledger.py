"""What is kept about the files that have landed and the lines that made no row."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass
class LandedFile:
    """A row of landed_files: a file that has landed whole, in one load of its own.

    lines = rows + rejects + blank lines; the header of a CSV file is none of them.
    """

    file_digest: str
    table_name: str
    file_name: str
    file_format: str
    loaded_at: str
    load_id: str
    number_of_lines: int = 0
    number_of_rows: int = 0
    number_of_rejects: int = 0
    number_of_blank_lines: int = 0
    is_cut_short: bool = False


class LandedReject(NamedTuple):
    """A row of landed_rejects: a line as it was, and why it made no row."""

    file_digest: str
    table_name: str
    file_name: str
    load_id: str
    line_number: int
    reason: str
    line: str
    line_bytes: bytes
