"""The bytes of a file, unpacked where it is gzip, as far as they can be read."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from customer_data.land.errors import LandError
from customer_data.land.gzip_members import CHUNK, MAGIC, Unpacked


class Contents:
    """Iterates over the bytes of a file, once; after that it says what they were."""

    def __init__(self, path: Path, advance: Callable[[int], object] = lambda size: None) -> None:
        """`advance` is told how many bytes of the file have been read since the last call."""
        self._path = path
        self._advance = advance
        self.is_cut_short = False
        self.ends_whole = True
        """Whether the last line is whole even without a line break."""

    def __iter__(self) -> Iterator[bytes]:
        if not self._is_gzip():
            yield from self._chunks()
            return
        unpacked = Unpacked(self._chunks())
        yield from unpacked
        self.is_cut_short, self.ends_whole = unpacked.is_cut_short, unpacked.ends_whole

    def _is_gzip(self) -> bool:
        with self._path.open("rb") as file:
            start = file.read(len(MAGIC))
        if self._path.suffix.lower() != ".gz":
            return start == MAGIC
        # a download can break off before the first byte
        if not MAGIC.startswith(start):
            raise LandError("ends in .gz and is not gzip; take the ending away")
        return True

    def _chunks(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            while chunk := file.read(CHUNK):
                self._advance(len(chunk))
                yield chunk


def digest_of(path: Path) -> str:
    """sha256 of the unpacked bytes: however a copy is packed, it is the same file."""
    digest = hashlib.sha256()
    for chunk in Contents(path):
        digest.update(chunk)
    return digest.hexdigest()
