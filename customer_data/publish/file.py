"""Publishes to a DuckDB file: a new one is written beside it and renamed over it."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from customer_data.messages import first_line
from customer_data.publish.contents import MARTS_SCHEMA, Contents
from customer_data.publish.copying import write_copy
from customer_data.publish.errors import PublishError
from customer_data.publish.publication import PUBLICATION, Publication
from customer_data.sql import quoted

OTHER = "name another file with --to or PUBLISH_PATH"


def check_target(work: Path, published: Path) -> None:
    """Raise PublishError where `work` cannot be published to `published`; paths are resolved."""
    folder = published.parent
    if published == work or (published.exists() and work.exists() and published.samefile(work)):
        raise PublishError(f"{published}: is the file that dbt builds; {OTHER}")
    if not folder.is_dir():
        raise PublishError(f"{published}: the folder {folder} does not exist; make it or {OTHER}")
    if published.is_dir():
        raise PublishError(f"{published}: is a folder; {OTHER}")
    if not os.access(folder, os.W_OK):
        raise PublishError(f"{published}: no permission to write in {folder}; {OTHER}")
    if published.stem == MARTS_SCHEMA:
        # DuckDB calls a database by its file's name, and then takes marts.x for either
        raise PublishError(f"{published}: named like the schema {MARTS_SCHEMA} in it; {OTHER}")


def generation_of(published: Path) -> int:
    """The generation that a published file holds, 0 where there is no file.

    Raises PublishError where publish did not write it, and where a client has it open for
    writing: that client would leave a log of its changes beside the next generation, and DuckDB
    would refuse to open the two together.
    """
    if not published.exists():
        return 0
    try:
        with duckdb.connect(str(published), read_only=True) as connection:
            [(generation_id,)] = connection.execute(
                f"select max(generation_id) from {quoted(MARTS_SCHEMA, PUBLICATION)}"
            ).fetchall()
    except duckdb.CatalogException:
        generation_id = None
    except duckdb.Error as error:
        raise PublishError(f"{published}: {_why_unreadable(error, published)}") from error
    if generation_id is None:
        raise PublishError(f"{published}: a database that publish did not write; {OTHER}")
    return generation_id


def _why_unreadable(error: duckdb.Error, published: Path) -> str:
    if who := holder(error):
        return f"{who} has it open for writing; close that one, and let it open read-only"
    files = f"{published.name} and {published.name}.wal"
    return f"{first_line(error)}; move {files} away, then run again"


def holder(error: duckdb.Error) -> str | None:
    """The process that has a DuckDB file locked, where that is the error."""
    found = re.search(r"held in (.+?) \(PID (\d+)\)", str(error))
    return f"another process, {found[1]} (PID {found[2]})," if found else None


def publish_file(
    work: Path,
    published: Path,
    contents: Contents,
    memory_limit: str | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Publication:
    """Copy the marts of `work` into a new file and rename it to `published`; needs the lock.

    Until the rename `published` is untouched, after it complete; who has it open goes on reading
    the old one. The copy is compact: what was deleted or replaced in `work` does not come along.
    `memory_limit` is that of DuckDB, such as 2GB.

    Raises PublishError, with no file of its own left behind.
    """
    next_file = next_path(published)
    try:
        publication = write_copy(
            work, next_file, contents, generation_of(published) + 1, memory_limit
        )
        say(f"copied {len(publication.rows)} tables and counted their rows")
        sync(next_file)
        # a client may have opened it for writing since
        generation_of(published)
        # what a client left of its changes; beside the next generation it would do as said above
        Path(f"{published}.wal").unlink(missing_ok=True)
        os.replace(next_file, published)
    except PublishError:
        raise
    except (duckdb.Error, OSError) as error:
        raise PublishError(f"{published}: is as it was; {_why_unwritten(error, work)}") from error
    finally:
        remove_leftovers(published)
    sync(published.parent)
    return publication


def _why_unwritten(error: Exception, work: Path) -> str:
    line = first_line(error)
    if re.search("Out of Memory|could not allocate", line):
        return f"{line}; raise --memory-limit"
    if isinstance(error, duckdb.Error) and (who := holder(error)):
        return f"{who} has {work} open; close that one, then run again"
    if re.search("No space left|File too large|[Qq]uota", line):
        return f"{line}; make room there, then run again"
    return line


def next_path(published: Path) -> Path:
    """Where the next generation is written: in the same folder, for a rename to be possible."""
    return published.with_name(f"{published.name}.publish-next")


def remove_leftovers(published: Path) -> list[Path]:
    """Remove what a killed publish to this file left, and return it; needs the lock."""
    next_file = next_path(published)
    paths = [next_file, Path(f"{next_file}.wal"), Path(f"{next_file}.tmp")]
    found = [path for path in paths if path.exists()]
    for path in found:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return found


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
