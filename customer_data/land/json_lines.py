"""JSON lines: one object per line, one line per row."""

from collections.abc import Iterator

from customer_data.land.batches import Batch, Reject
from customer_data.land.errors import RejectedError
from customer_data.land.json_text import read_json
from customer_data.land.lines import BYTE_ORDER_MARK, Lines
from customer_data.land.tables import Layout


def read_json_lines(lines: Lines, layout: Layout) -> Iterator[Batch]:
    """A batch per block of lines."""
    for first, block in lines.blocks():
        batch = Batch()
        for number, line in enumerate(block, first):
            # files that somebody put together have such marks in the middle, too
            content = line.removeprefix(BYTE_ORDER_MARK).strip()
            if not content:
                batch.number_of_blank_lines += 1
                continue
            try:
                batch.rows.append(layout.row(_object(content)))
            except RejectedError as error:
                batch.rejects.append(Reject(number, error.reason, line))
        yield batch


def _object(content: bytes) -> dict[str, object]:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise RejectedError("not_utf8") from None
    value = read_json(text)
    if type(value) is not dict:
        raise RejectedError("not_an_object")
    return value
