"""Splitting bytes into lines, exactly at the line feeds."""

from collections.abc import Iterator

from customer_data.land.batches import Reject
from customer_data.land.contents import Contents

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Lines:
    """The lines of a file without their line feeds, in blocks, numbered from 1."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._next_number = 1
        self._fragment = b""

    def blocks(self) -> Iterator[tuple[int, list[bytes]]]:
        """The number of the first line and the lines of each block.

        What stands before a break inside of a line is no line; see `cut`.
        """
        pieces: list[bytes] = []
        for chunk in self._contents:
            lines = chunk.split(b"\n")
            pieces.append(lines.pop())
            if lines:
                # a long line comes in many pieces
                lines[0] = b"".join([*pieces[:-1], lines[0]])
                pieces = pieces[-1:]
                yield self._numbered(lines)
        last = b"".join(pieces)
        if last and self._contents.ends_whole:
            yield self._numbered([last])
        else:
            self._fragment = last

    def cut(self) -> Reject | None:
        """Where the contents break off, with what stands there; None where they are whole."""
        if self._contents.is_cut_short:
            return Reject(self._next_number, "cut_short", self._fragment)
        return None

    def _numbered(self, lines: list[bytes]) -> tuple[int, list[bytes]]:
        first = self._next_number
        self._next_number += len(lines)
        return first, lines
