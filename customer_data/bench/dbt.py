"""The project as the benchmark runs it."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from customer_data.bench.measuring import Cost, measure

SETTINGS = ("--vars", "{demo: false}")


@dataclass(frozen=True)
class Project:
    """A dbt project at work on one DuckDB file.

    folder: of the project; file: that it builds; scratch: for what dbt writes beside it.
    memory_limit: of DuckDB, as `4GB`; empty for what the profile says.
    """

    folder: Path
    file: Path
    scratch: Path
    memory_limit: str = ""

    def run(self, *arguments: str) -> Cost:
        """Run a command of dbt to its end; raises BenchError where it fails."""
        return self._measure("dbt", *arguments, "--quiet")

    def refresh(self) -> Cost:
        """Run `customer-data refresh`; raises BenchError where it fails."""
        return self._measure("customer-data", "refresh", "--models-only")

    def said(self) -> str:
        """What the last command printed."""
        return (self.scratch / "output.txt").read_text()

    def _measure(self, *command: str) -> Cost:
        environment = {"DUCKDB_PATH": str(self.file), "DBT_TARGET": "duckdb"}
        if self.memory_limit:
            environment["DUCKDB_MEMORY_LIMIT"] = self.memory_limit
        self.scratch.mkdir(exist_ok=True)
        paths = ("--target-path", str(self.scratch), "--log-path", str(self.scratch))
        return measure(
            [str(Path(sys.executable).parent / command[0]), *command[1:], *SETTINGS, *paths],
            environment,
            self.scratch / "output.txt",
            self.folder,
        )

    def seconds_by_model(self) -> dict[str, float]:
        """What each model of the last run took on the clock, the dearest first."""
        results = json.loads((self.scratch / "run_results.json").read_text())["results"]
        seconds = {
            result["unique_id"].rsplit(".", 1)[-1]: result["execution_time"]
            for result in results
            if result["unique_id"].startswith("model.")
        }
        return dict(sorted(seconds.items(), key=lambda item: -item[1]))

    def ancestors(self, models: set[str]) -> set[str]:
        """The names of models and of all that they are built from."""
        nodes = self._models()
        found, open_names = set(), set(models)
        while open_names:
            name = open_names.pop()
            found.add(name)
            parents = {parent.rsplit(".", 1)[-1] for parent in nodes[name]["depends_on"]["nodes"]}
            open_names |= (parents & nodes.keys()) - found
        return found

    def marts(self) -> list[str]:
        """The marts that a full build must make the same.

        What outlives builds tells their story, and is left out with all that follows from it.
        """
        nodes = self._models()
        told = {
            name for name, node in nodes.items() if node["config"]["meta"].get("outlives_builds")
        }
        return sorted(
            name
            for name, node in nodes.items()
            if node["schema"] in ("marts", "restricted") and not told & self.ancestors({name})
        )

    def typed_facts(self) -> set[str]:
        """The facts of single events."""
        folder = "models/marts/events/generated/"
        return {
            name
            for name, node in self._models().items()
            if node["original_file_path"].startswith(folder)
        }

    def _models(self) -> dict[str, dict[str, Any]]:
        manifest = json.loads((self.scratch / "manifest.json").read_text())
        return {
            node["name"]: node
            for node in manifest["nodes"].values()
            if node["resource_type"] == "model"
        }
