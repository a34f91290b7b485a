"""Unpacking gzip as far as it can be read, and saying whether that is all of it."""

import zlib
from collections.abc import Iterator

CHUNK = 1 << 21
"""Bytes that are read or unpacked at once."""

MAGIC = b"\x1f\x8b"
GZIP = 31
"""What zlib calls a gzip header, trailer and checksum with any window."""


class Unpacked:
    """Iterates over the unpacked bytes of a gzip file, of all its members."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self.is_cut_short = False
        """The file ends inside of a member, is damaged, or goes on with what is no gzip."""
        self.ends_whole = True
        """All members that gave any bytes did so to their end."""

    def __iter__(self) -> Iterator[bytes]:
        member, number_of_members = None, 0
        for packed in self._chunks:
            while packed:
                if member is None:
                    # some archivers fill up with zeros after the last member
                    packed = packed.lstrip(b"\0") if number_of_members else packed
                    if not packed:
                        break
                    member = zlib.decompressobj(wbits=GZIP)
                    number_of_members += 1
                    has_given = False
                before = member.copy()
                try:
                    chunk = member.decompress(packed, CHUNK)
                except zlib.error:
                    chunk = _salvaged(before, packed)
                    self._cut(has_given or bool(chunk))
                    yield chunk
                    return
                has_given = has_given or bool(chunk)
                yield chunk
                packed = member.unused_data if member.eof else member.unconsumed_tail
                member = None if member.eof else member
        if member is not None:
            yield from self._rest(member, has_given)
        elif number_of_members == 0:
            self._cut(has_given=False)

    def _rest(self, member: "zlib._Decompress", has_given: bool) -> Iterator[bytes]:
        try:
            rest = member.flush()
        except zlib.error:
            rest = b""
        yield rest
        if not member.eof:
            self._cut(has_given or bool(rest))

    def _cut(self, has_given: bool) -> None:
        self.is_cut_short = True
        self.ends_whole = not has_given


def _salvaged(member: "zlib._Decompress", packed: bytes) -> bytes:
    """All that comes before the byte that cannot be."""
    pieces = []
    try:
        for place in range(len(packed)):
            pieces.append(member.decompress(packed[place : place + 1]))
    except zlib.error:
        pass
    return b"".join(pieces)
