"""Which files are meant, and what their endings say."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FORMATS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
}
PACKED = ".gz"


class InputFile(NamedTuple):
    """A file to land; where it cannot be, `problem` says why, with the cure."""

    path: Path
    file_format: str
    problem: str | None = None


def find_files(paths: list[Path], file_format: str | None) -> list[InputFile]:
    """The files in order, those of a folder and its sub-folders sorted by path.

    `file_format` overrides the endings of files that are named; in folders only files with a
    known ending count.
    """
    return [file for path in paths for file in _files_of(path, file_format)]


def left_out(paths: list[Path]) -> list[str]:
    """A line for each folder that holds files whose ending says nothing; hidden ones aside."""
    lines = []
    for folder in filter(Path.is_dir, paths):
        others = [
            path.name
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not _format_of(path) and not path.name.startswith(".")
        ]
        if others:
            number = f"{len(others)} file{'s' * (len(others) > 1)}"
            lines.append(f"{folder}: left out {number} with another ending, such as {others[0]}")
    return lines


def _files_of(path: Path, file_format: str | None) -> Iterator[InputFile]:
    if path.is_dir():
        found = [file for file in sorted(path.rglob("*")) if _format_of(file) and file.is_file()]
        for file in found:
            yield InputFile(file, file_format or _format_of(file))
        if not found:
            yield InputFile(path, "", f"no file in this folder ends in {_endings()}")
    elif not path.exists():
        yield InputFile(path, "", "no such file; check the path")
    elif not path.is_file():
        yield InputFile(path, "", "is no regular file; write it to one first")
    elif not (file_format or _format_of(path)):
        yield InputFile(path, "", f"unknown ending; name --format, or let it end in {_endings()}")
    else:
        yield InputFile(path, file_format or _format_of(path))


def _format_of(path: Path) -> str:
    """What the ending says; nothing where it is unknown or the file is hidden."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if path.name.startswith("."):
        return ""
    if suffixes[-1:] == [PACKED]:
        found = FORMATS.get(suffixes[-2], "") if len(suffixes) > 1 else ""
        return "" if found == "parquet" else found
    return FORMATS.get(suffixes[-1], "") if suffixes else ""


def _endings() -> str:
    return f"{', '.join(FORMATS)} (or those of text with {PACKED})"
