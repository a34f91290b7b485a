"""Landing files: each whole, or not at all, and each content once."""

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from customer_data.land.batches import Batch
from customer_data.land.contents import Contents, digest_of
from customer_data.land.csv_rows import read_csv
from customer_data.land.duckdb_warehouse import DuckDBWarehouse
from customer_data.land.errors import LandError
from customer_data.land.files import InputFile
from customer_data.land.json_lines import read_json_lines
from customer_data.land.ledger import LandedFile
from customer_data.land.lines import Lines
from customer_data.land.moments import MICROSECOND, next_moment, text_of
from customer_data.land.parquet_rows import read_parquet
from customer_data.land.tables import Layout

Advance = Callable[[int], object]
Progress = Callable[[Path], AbstractContextManager[Advance]]


@dataclass
class Outcome:
    """What became of a file: landed, landed before, or neither because of a problem."""

    path: Path
    landed: LandedFile | None = None
    before: tuple[str, str] | None = None
    problem: str | None = None
    reasons: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Number of rejects and line of the first one, by reason."""


def land_files(
    warehouse: DuckDBWarehouse,
    files: Iterable[InputFile],
    loaded_at: dt.datetime | None,
    progress: Progress,
) -> Iterator[Outcome]:
    """Land one file after the other; a problem with one of them is its own.

    The file in place n of the list gets the moment `loaded_at` plus n microseconds, so that a
    command that is run again gives the same loads; without `loaded_at` it is now.
    """
    for place, file in enumerate(files):
        moment = loaded_at + place * MICROSECOND if loaded_at else None
        try:
            if file.problem:
                raise LandError(file.problem)
            yield _land(warehouse, file, moment, progress)
        except LandError as error:
            yield Outcome(file.path, problem=f"{file.path}: {error}")
        except OSError as error:
            reason = error.strerror or str(error)
            yield Outcome(file.path, problem=f"{file.path}: {reason}; make it readable")


def _land(
    warehouse: DuckDBWarehouse, file: InputFile, moment: dt.datetime | None, progress: Progress
) -> Outcome:
    version = _version(file.path)
    digest = digest_of(file.path)
    with warehouse.transaction():
        before = warehouse.landed(digest, file.file_format)
        if before:
            return Outcome(file.path, before=before)
        load_id = text_of(moment or next_moment(warehouse.last_load()))
        if warehouse.has_load(load_id):
            raise LandError(f"{load_id} is the moment of another load; give another --loaded-at")
        table, name = warehouse.layout.table, _name(file.path)
        landed = LandedFile(digest, table, name, file.file_format, load_id, load_id)
        outcome = Outcome(file.path, landed)
        with progress(file.path) as advance:
            for batch in _batches(file, warehouse.layout, advance):
                _count(batch, outcome)
                if batch.rows:
                    warehouse.add_rows(batch.rows, load_id)
                if batch.rejects:
                    warehouse.add_rejects(batch.rejects, landed)
        warehouse.add_file(landed)
        if _version(file.path) != version:
            raise LandError("changed while it was read; land it again when it is complete")
    return outcome


def _batches(file: InputFile, layout: Layout, advance: Advance) -> Iterator[Batch]:
    if file.file_format == "parquet":
        yield from read_parquet(file.path, layout, advance)
        return
    lines = Lines(Contents(file.path, advance))
    yield from (read_csv if file.file_format == "csv" else read_json_lines)(lines, layout)
    cut = lines.cut()
    if cut:
        yield Batch(rejects=[cut])


def _count(batch: Batch, outcome: Outcome) -> None:
    landed = outcome.landed
    landed.number_of_lines += batch.number_of_lines
    landed.number_of_rows += len(batch.rows)
    landed.number_of_rejects += len(batch.rejects)
    landed.number_of_blank_lines += batch.number_of_blank_lines
    for reject in batch.rejects:
        number, first = outcome.reasons.get(reject.reason, (0, reject.line_number))
        outcome.reasons[reject.reason] = (number + 1, first)
    landed.is_cut_short = "cut_short" in outcome.reasons


def _name(path: Path) -> str:
    """The name without folders, with what is no text as escapes."""
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")


def _version(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns
