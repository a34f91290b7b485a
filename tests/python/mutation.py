"""Seeds defects into a copy of the project, one at a time, and tells which tests notice.

python tests/python/mutation.py              every defect against every kind of test, as a table
python tests/python/mutation.py NAME...      only these
"""

import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import duckdb
from reference import build
from replay import Recording
from ruamel.yaml import YAML
from served import DbtServer, ServedWarehouse
from support import copy_project
from test_increments import ARRIVALS, assert_same, bit_by_bit, whole
from test_reference import CHECKS, compare
from worlds import COLUMNS, PLAN, Dice, split, together


@dataclass
class Mutant:
    """One defect: a text of a file of the project, and what stands in its place."""

    name: str
    file: str
    old: str
    new: str
    times: int = 1

    @property
    def model(self) -> str | None:
        """The model it changes, or None where it changes a macro."""
        path = Path(self.file)
        return path.stem if path.parts[0] == "models" else None

    @contextmanager
    def put_into(self, project: Path) -> Iterator[None]:
        """Change the file for a while; an error where it no longer holds the text."""
        path = project / self.file
        text = path.read_text()
        found = text.count(self.old)
        assert found == self.times, f"{self.name}: {self.file} holds the text {found} times"
        path.write_text(text.replace(self.old, self.new))
        try:
            yield
        finally:
            path.write_text(text)


def read_mutants() -> list[Mutant]:
    """The defects of mutants.yml."""
    stanzas = YAML(typ="safe").load(Path(__file__).with_name("mutants.yml").read_text())
    return [Mutant(name, **stanza) for name, stanza in stanzas.items()]


class Workshop:
    """A copy of the project, as it is: parsed once, and an empty warehouse built once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = copy_project(folder / "project")
        (folder / "server").mkdir()
        server = DbtServer(folder / "server", self.project)
        self.empty = ServedWarehouse(server, folder, {name: [] for name in COLUMNS})
        self.empty.build()
        server.close()
        # what the server left beside the file goes into it, so that a copy has all
        duckdb.connect(str(self.empty.path)).close()
        # dbt reads again only what differs from what it has read
        self.parsed = folder / "server" / "target" / "partial_parse.msgpack"
        self.parsed_as_it_is = self.parsed.read_bytes()

    @contextmanager
    def with_defect(self, mutant: Mutant | None) -> Iterator["Laboratory"]:
        """Lend the copy out with a defect, or without any, and a server that runs dbt on it."""
        self.parsed.write_bytes(self.parsed_as_it_is)
        with (
            mutant.put_into(self.project) if mutant else nullcontext(),
            tempfile.TemporaryDirectory(dir=self.folder) as folder,
        ):
            server = DbtServer(self.folder / "server", self.project)
            yield Laboratory(mutant, Path(folder), server, self.empty.path)
            server.close()


@dataclass
class Laboratory:
    """The project with a defect, and what tries it."""

    mutant: Mutant | None
    folder: Path
    server: DbtServer
    empty: Path

    def warehouse(self, name: str) -> Path:
        """An empty folder for a warehouse."""
        folder = self.folder / name
        folder.mkdir()
        return folder

    def passes_random_worlds(self) -> bool:
        """Whether increments on small worlds end where the independent reference does."""
        try:
            recording = Recording(self.server, self.warehouse("recording"))
            for first in range(0, 12, 3):
                tables = together(Dice(first + number).tables for number in range(3))
                batches = split(tables, 3, random.Random(first))
                warehouse = bit_by_bit(recording, batches, TimeZone="America/New_York")
                expected = build(together(batches), PLAN)
                for name in CHECKS:
                    compare(name, expected, warehouse.query)
        except (AssertionError, duckdb.Error):
            return False
        return True

    def passes_arrivals(self) -> bool:
        """Whether the known kinds of late, double and broken arrivals end well."""
        recording = Recording(self.server, self.warehouse("arrivals"))
        try:
            for batches in ARRIVALS.values():
                assert_same(bit_by_bit(recording, batches), whole(recording, batches))
        except (AssertionError, duckdb.Error):
            return False
        return True

    def passes_unit_tests(self) -> bool:
        """Whether the dbt unit tests of the changed model, or all of them, pass."""
        model = self.mutant.model if self.mutant else None
        selected = f"test_type:unit,{model}" if model else "test_type:unit"
        # a unit test asks the warehouse only for the columns of what the model reads
        path = shutil.copy(self.empty, self.warehouse("units"))
        return self.server.run("test", "--select", selected, path=path).exit_code == 0

    def passes_data_tests(self) -> bool:
        """Whether the data tests pass on many small worlds in one warehouse, built in two parts."""
        tables = together(Dice(number).tables for number in range(12))
        first, second = split(tables, 2, random.Random(1))
        warehouse = ServedWarehouse(self.server, self.warehouse("tests"), first)
        warehouse.build()
        warehouse.append(second)
        answer = self.server.run(
            "build", "--exclude-resource-type", "unit_test", path=warehouse.path
        )
        return answer.exit_code == 0

    def passes_partial_runs(self) -> bool:
        """Whether runs that leave models out add up."""
        batches = split(Dice(11).tables, 2, random.Random(11))
        parts = ServedWarehouse(self.server, self.warehouse("parts"), batches[0])
        parts.build()
        parts.append(batches[1])
        parts.build("--select", "+fct_events")
        parts.build()
        once = ServedWarehouse(self.server, self.warehouse("once"), Dice(11).tables)
        once.build()
        return parts.marts() == once.marts()


KINDS: dict[str, Callable[[Laboratory], bool]] = {
    "unit tests": Laboratory.passes_unit_tests,
    "random worlds": Laboratory.passes_random_worlds,
    "arrivals": Laboratory.passes_arrivals,
    "data tests": Laboratory.passes_data_tests,
    "partial runs": Laboratory.passes_partial_runs,
}


def examine(
    workshop: Workshop, mutant: Mutant | None, kinds: list[str], until_noticed: bool
) -> list[str]:
    """The kinds of tests that notice the defect, all of these or the first that does."""
    noticed = []
    with workshop.with_defect(mutant) as laboratory:
        for kind in kinds:
            if not passes(laboratory, kind):
                noticed.append(kind)
                if until_noticed:
                    break
    return noticed


def passes(laboratory: Laboratory, kind: str) -> bool:
    """Whether the tests of a kind pass; a build that fails does not."""
    try:
        return KINDS[kind](laboratory)
    except AssertionError:
        return False


def main(names: list[str]) -> None:
    """Print which kind of test notices which defect."""
    mutants = [it for it in read_mutants() if not names or it.name in names]
    print("| defect | file |", " | ".join(KINDS), "|")
    print("|---|---|" + "---|" * len(KINDS))
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder))
        for mutant in mutants:
            noticed = examine(workshop, mutant, list(KINDS), until_noticed=False)
            marks = " | ".join("caught" if kind in noticed else "" for kind in KINDS)
            name = mutant.name.replace("_", " ")
            print(f"| {name} | `{Path(mutant.file).stem}` | {marks} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
