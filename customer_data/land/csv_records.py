"""Splitting CSV into records; a quoted cell may hold line breaks."""

import csv
import sys
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from customer_data.land.lines import BYTE_ORDER_MARK, Lines

LONGEST_QUOTE = 1 << 24
"""Bytes of several lines after which an open quote counts as never closed."""


class Record(NamedTuple):
    """Some whole lines: their cells or, with no cells, the reason why they are no record."""

    line_number: int
    content: bytes
    cells: list[str]
    reason: str | None


class Records:
    """The records of a CSV file.

    Where a quote never closes, the line that opens it is no record and reading goes on with the
    next line: a stray quote does not swallow the rest of the file.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = (
            numbered for first, block in lines.blocks() for numbered in enumerate(block, first)
        )
        self._again: deque[tuple[int, bytes]] = deque()
        self._taken: list[tuple[int, bytes]] = []
        # bytes that may be read again: quotes that open on every line would cost a pass each
        self._patience = LONGEST_QUOTE

    def __iter__(self) -> Iterator[Record]:
        csv.field_size_limit(sys.maxsize)
        reader = csv.reader(self._feed(), strict=True)
        while True:
            self._taken.clear()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._failed(str(error))
                reader = csv.reader(self._feed(), strict=True)
            else:
                content = b"\n".join([line for _, line in self._taken])
                yield Record(self._taken[0][0], content, cells, None)

    def _feed(self) -> Iterator[str]:
        """Lines for the reader; an early end tells it that the quote is not closed."""
        size = 0
        while numbered := self._next_line():
            number, line = numbered
            size = size + len(line) if self._taken else 0
            if size > self._patience:
                self._again.appendleft(numbered)
                return
            self._taken.append(numbered)
            if number == 1:
                line = line.removeprefix(BYTE_ORDER_MARK)
            # whoever takes the record looks at its bytes again
            yield line.decode("utf-8", "surrogateescape") + "\n"

    def _next_line(self) -> tuple[int, bytes] | None:
        if self._again:
            return self._again.popleft()
        numbered = next(self._lines, None)
        if numbered:
            self._patience = min(LONGEST_QUOTE, self._patience + len(numbered[1]))
        return numbered

    def _failed(self, message: str) -> Record:
        self._patience -= sum(len(line) for _, line in self._taken[1:])
        self._again.extendleft(reversed(self._taken[1:]))
        reason = "unclosed_quote" if message == "unexpected end of data" else "not_csv"
        return Record(*self._taken[0], [], reason)
