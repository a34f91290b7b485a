"""Writes the rendered files into a project, or says how the project differs from its plan."""

import difflib
from pathlib import Path

from ruamel.yaml import YAML

from customer_data.planner.build import build_plan
from customer_data.planner.errors import PlanError
from customer_data.planner.read import read_stanzas
from customer_data.planner.render import FOLDERS, Files, render_plan


def rendered_files(project: Path) -> Files:
    """Render the plan of the project in this folder; raises PlanError."""
    return render_plan(build_plan(read_stanzas(project)), _project_name(project))


def _project_name(project: Path) -> str:
    path = project / "dbt_project.yml"
    if not path.is_file():
        raise PlanError([f"{path}: no such file; run this where the dbt project is"])
    return str(YAML(typ="safe", pure=True).load(path.read_text("utf-8"))["name"])


def existing_files(project: Path) -> Files:
    """Read what stands in the generated folders of a project."""
    return {
        path.relative_to(project).as_posix(): path.read_text("utf-8")
        for folder in FOLDERS
        for path in sorted((project / folder).glob("*"))
        if path.is_file()
    }


def write_files(project: Path, files: Files) -> tuple[list[str], list[str]]:
    """Make the generated folders hold exactly these files.

    Returns the paths written and the paths removed; a file that is right already is left alone.
    """
    existing = existing_files(project)
    written = [path for path, text in sorted(files.items()) if existing.get(path) != text]
    for path in written:
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(files[path], "utf-8", newline="\n")
    removed = sorted(set(existing) - set(files))
    for path in removed:
        (project / path).unlink()
    return written, removed


def differences(project: Path, files: Files) -> list[str]:
    """One entry per generated file that differs from the plan, with what differs."""
    existing = existing_files(project)
    found = []
    for path in sorted(files.keys() | existing.keys()):
        if path not in existing:
            found.append(f"{path}: missing")
        elif path not in files:
            found.append(f"{path}: no stanza asks for it")
        elif existing[path] != files[path]:
            lines = difflib.unified_diff(
                existing[path].splitlines(),
                files[path].splitlines(),
                "file",
                "plan",
                n=1,
                lineterm="",
            )
            found.append("\n  ".join([f"{path}: differs", *list(lines)[2:22]]))
    return found
