"""The dbt project that is published."""

from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from customer_data.messages import first_line
from customer_data.publish.errors import PublishError


@dataclass(frozen=True)
class Project:
    """A dbt project; its folder is absolute."""

    folder: Path
    name: str
    version: str


def read_project(folder: Path) -> Project:
    """Read what a project calls itself; raises PublishError."""
    path = folder / "dbt_project.yml"
    if not path.is_file():
        raise PublishError(f"{path}: no such file; run this where the dbt project is")
    try:
        settings = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
        return Project(folder.resolve(), str(settings["name"]), str(settings.get("version", "")))
    except (YAMLError, KeyError, TypeError) as error:
        raise PublishError(f"{path}: not a dbt project: {first_line(error)}") from error
