"""Builds and tests a project with dbt, and makes sure that nothing was left out."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from customer_data.publish.errors import PublishError
from customer_data.publish.project import Project

# one of dbt's artifacts, as its JSON says
Artifact = Mapping[str, Any]

# what says something about data; unit tests, which are about code, may be left out
BUILT_AND_TESTED = ("model", "seed", "snapshot", "test")
# with -m it warns of the module that its own package has imported
DBT = "from dbt.cli.main import cli; cli(prog_name='dbt')"

DONE = ("success", "pass", "warn", "no-op")


def build(
    project: Project,
    target: str,
    target_path: Path,
    arguments: Sequence[str],
    **environment: str,
) -> Artifact:
    """Run `dbt build` and return the manifest of that run.

    `target` is one of the project's profile, `target_path` the folder of dbt's artifacts;
    `arguments` and `environment` go on to dbt. What dbt prints goes where this process prints.

    Raises PublishError where anything failed or was neither built nor tested.
    """
    run_id = uuid.uuid4().hex
    command = [sys.executable, "-c", DBT, "build", "--target", target]
    done = subprocess.run(
        [*command, "--target-path", str(target_path), *arguments],
        cwd=project.folder,
        env={
            **os.environ,
            "DBT_PROJECT_DIR": str(project.folder),
            # dbt writes it into its artifacts
            "DBT_ENV_CUSTOM_ENV_PUBLISH": run_id,
            **environment,
        },
        preexec_fn=_end_with_parent(),
        check=False,
    )
    if done.returncode:
        raise PublishError(f"dbt build failed, see above (exit {done.returncode})")
    manifest = _artifact(target_path / "manifest.json")
    results = _artifact(target_path / "run_results.json")
    if problem := problem_of(manifest, results, run_id):
        raise PublishError(problem)
    return manifest


def _end_with_parent() -> Callable[[], None] | None:
    """What a child runs first so that it ends when this process is killed; Linux alone can.

    Elsewhere dbt goes on to its end, and until then the next publish says who holds the file.
    """
    if sys.platform != "linux":
        return None
    set_parent_death_signal = 1
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(set_parent_death_signal, signal.SIGKILL)


def _artifact(path: Path) -> Artifact:
    if not path.is_file():
        raise PublishError(f"{path}: dbt did not write it; name its folder with --target-path")
    return json.loads(path.read_text("utf-8"))


def problem_of(manifest: Artifact, results: Artifact, run_id: str) -> str | None:
    """Why what this run of dbt built must not be served, if so."""
    metadata = results["metadata"]
    if (
        metadata["env"].get("PUBLISH") != run_id
        or metadata["invocation_id"] != manifest["metadata"]["invocation_id"]
    ):
        return (
            "another dbt wrote into the same target folder meanwhile; "
            "run again, with a --target-path of its own"
        )
    if results["args"].get("empty") or results["args"].get("sample"):
        return "dbt built only a part of the rows; leave --empty and --sample away"
    expected = {
        name
        for name, node in manifest["nodes"].items()
        if node["resource_type"] in BUILT_AND_TESTED
        and node["config"]["materialized"] != "ephemeral"
    }
    done = {item["unique_id"] for item in results["results"] if item["status"] in DONE}
    if missing := sorted(expected - done):
        return (
            f"dbt left out {len(missing)} of {len(expected)} models, seeds and tests, such as "
            f"{missing[0]}; leave away what selects (`--exclude test_type:unit` may stay)"
        )
    return None
