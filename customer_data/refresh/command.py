"""What `customer-data refresh` does."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest
from dbt_common.events.base_types import EventMsg

from customer_data.messages import first_line
from customer_data.refresh.errors import RefreshError
from customer_data.refresh.inputs import PROJECT, Inputs, project_digest

TOLD = "refresh: "
"""What the macro tell_inputs begins its line with."""


def refresh(
    folder: Path,
    command: str,
    settings: Sequence[str],
    paths: Sequence[str],
    arguments: Sequence[str],
    say: Callable[[str], None],
) -> None:
    """Have dbt build all of a project where anything changed since the last refresh.

    `folder` is the project's, `command` is build or run; `settings` say what is built and in which
    warehouse, `paths` where dbt writes beside it, both as every command of dbt takes them, and
    `arguments` how to build. The project is read once, whatever follows.

    Raises RefreshError.
    """
    common = ["--project-dir", str(folder), *settings, *paths]
    manifest = _run(dbtRunner(), ["parse", *common, "--quiet"]).result
    inputs = _inputs(manifest, common, project_digest(folder, manifest, settings))
    if inputs.built and not inputs.changed():
        say("nothing new")
        return
    say(f"new: {', '.join(inputs.changed())}" if inputs.built else "no refresh has built this")
    done = _run(dbtRunner(manifest=manifest), [command, *common, *arguments]).result
    models = {name for name, node in manifest.nodes.items() if node.resource_type == "model"}
    left_out = models - {result.node.unique_id for result in done}
    if left_out:
        say(f"{len(left_out)} of {len(models)} models were left out; the next refresh builds again")
        return
    _operate(manifest, common, "note_inputs", digests=inputs.now)


def _inputs(manifest: Manifest, common: Sequence[str], project: str) -> Inputs:
    told = []

    def listen(event: EventMsg) -> None:
        if event.info.name == "JinjaLogDebug" and event.data.msg.startswith(TOLD):
            told.append(json.loads(event.data.msg.removeprefix(TOLD)))

    _operate(manifest, common, "tell_inputs", listen)
    (inputs,) = told
    return Inputs({PROJECT: project, **inputs["now"]}, inputs["built"], inputs["missing"])


def _operate(
    manifest: Manifest,
    common: Sequence[str],
    macro: str,
    listen: Callable[[EventMsg], None] | None = None,
    **arguments: object,
) -> None:
    runner = dbtRunner(manifest=manifest, callbacks=[listen] if listen else [])
    arguments_text = json.dumps(arguments)
    _run(
        runner,
        ["run-operation", f"customer_data.{macro}", "--args", arguments_text, *common, "--quiet"],
    )


def _run(runner: dbtRunner, arguments: Sequence[str]) -> dbtRunnerResult:
    result = runner.invoke(list(arguments))
    if result.exception:
        raise RefreshError(first_line(result.exception))
    if not result.success:
        raise RefreshError(f"dbt {arguments[0]} failed, see above")
    return result
