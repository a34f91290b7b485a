"""CSV: a header that names the fields, then one record per row."""

import re
from collections.abc import Iterator

from customer_data.land.batches import Batch, Reject
from customer_data.land.csv_records import Record, Records
from customer_data.land.errors import LandError, RejectedError
from customer_data.land.lines import Lines
from customer_data.land.tables import Layout

LARGEST_BATCH = 1 << 21
"""Bytes of records."""

_CELL = re.compile(r'(?:"((?:[^"]++|"")*+)"|[^,]*)(?:,|\Z)')


def read_csv(lines: Lines, layout: Layout) -> Iterator[Batch]:
    """Batches of a few thousand records; the header is in none of them."""
    keys: list[str] = []
    batch, size = Batch(), 0
    for record in Records(lines):
        if not record.content.strip():
            batch.number_of_blank_lines += 1
        elif not keys:
            keys = _keys(record, layout)
        else:
            try:
                batch.rows.append(layout.row(_fields(keys, record)))
            except RejectedError as error:
                batch.rejects.append(Reject(record.line_number, error.reason, record.content))
        size += len(record.content)
        if size > LARGEST_BATCH:
            yield batch
            batch, size = Batch(), 0
    yield batch


def _keys(header: Record, layout: Layout) -> list[str]:
    try:
        header.content.decode()
    except UnicodeDecodeError:
        raise LandError("the header is not UTF-8; convert the file with `iconv -t UTF-8`") from None
    if header.reason:
        raise LandError("a quote in the header is not closed; close it")
    return layout.keys_of(header.cells)


def _fields(keys: list[str], record: Record) -> dict[str, str | None]:
    if record.reason:
        raise RejectedError(record.reason)
    try:
        text = record.content.decode()
    except UnicodeDecodeError:
        raise RejectedError("not_utf8") from None
    if "\0" in text:
        raise RejectedError("nul_character")
    if len(record.cells) != len(keys):
        raise RejectedError("wrong_number_of_cells")
    if '""' not in text:
        cells = [cell or None for cell in record.cells]
    else:
        quoted = [found[1] is not None for found in _CELL.finditer(text.removesuffix("\r"))]
        # the pattern finds one more nothing at the end
        cells = [
            cell if cell or is_quoted else None
            for cell, is_quoted in zip(record.cells, quoted, strict=False)
        ]
    return dict(zip(keys, cells, strict=True))
