"""What the tables of a project are built from, in digests."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import dbt.version
from dbt.contracts.graph.manifest import Manifest

PROJECT = "project"


@dataclass(frozen=True)
class Inputs:
    """Digests by the name of an input, now and when all tables were last built.

    missing: models and seeds that are not in the warehouse.
    """

    now: dict[str, str]
    built: dict[str, str]
    missing: list[str]

    def changed(self) -> list[str]:
        """What is another than it was, or is not there; empty when there is nothing to build."""
        names = sorted(self.now.keys() | self.built.keys())
        changed = [name for name in names if self.now.get(name) != self.built.get(name)]
        return changed + sorted(self.missing)


def project_digest(folder: Path, manifest: Manifest, settings: Sequence[str]) -> str:
    """A digest of all that dbt builds from beside the raw data: code, seeds, settings."""
    parts = [dbt.version.__version__, (folder / "dbt_project.yml").read_text("utf-8"), *settings]
    # as they were when the project was read; another value has dbt read it again
    parts += [f"{name}={value}" for name, value in sorted(manifest.env_vars.items())]
    for name, node in sorted(manifest.nodes.items()):
        config = json.dumps(node.config.to_dict(), sort_keys=True, default=str)
        parts += [name, node.checksum.checksum, config]
    for name, macro in sorted(manifest.macros.items()):
        parts += [name, macro.macro_sql]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
