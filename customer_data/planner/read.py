"""Reads the stanzas under `plan/` and checks each against its JSON Schema."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import YAMLError

from customer_data.planner.errors import PlanError

SCHEMAS = Path(__file__).resolve().parents[2] / "plan" / "schemas"
FOLDERS = {
    "events": "event",
    "entities": "entity",
    "properties": "property",
    "identity": "identity",
    "sessions": "sessions",
    "funnels": "funnel",
    "retention": "retention",
    "audiences": "audience",
    "destinations": "destination",
}

Stanzas = dict[str, dict[str, tuple[str, Any]]]
"""Per part of the plan: stanza -> (file as shown to people, what the stanza says).

A stanza goes by its name; a derived property by its entity, a dot and its name."""


def read_stanzas(project: Path) -> Stanzas:
    """Read every stanza of a project's plan.

    Raises PlanError for a missing plan, broken YAML, a name that stands twice, or a stanza that
    breaks its schema.
    """
    if not (project / "plan").is_dir():
        raise PlanError([f"{project / 'plan'}: no such folder; run this where the project is"])
    problems: list[str] = []
    stanzas: Stanzas = {folder: {} for folder in FOLDERS}
    for folder, kind in FOLDERS.items():
        validator = Draft202012Validator(json.loads((SCHEMAS / f"{kind}.json").read_text("utf-8")))
        for path in _files(project / "plan" / folder):
            place = path.relative_to(project).as_posix()
            for name, stanza in _read_file(path, place, problems):
                key = _key(folder, name, stanza)
                if key in stanzas[folder]:
                    first = stanzas[folder][key][0]
                    problems.append(f"{place}: {name}: stands in {first} too; remove one of them")
                    continue
                stanzas[folder][key] = (place, stanza)
                problems.extend(_schema_problems(validator, place, name, stanza))
    if problems:
        raise PlanError(problems)
    return stanzas


def _files(folder: Path) -> list[Path]:
    """The files of a part of the plan: those of its folder, or the one of its name."""
    return sorted(folder.glob("*.yml")) or [
        path for path in [folder.with_suffix(".yml")] if path.is_file()
    ]


def _key(folder: str, name: str, stanza: object) -> str:
    """What a name must be unique among: users and organizations may share a property's name."""
    if folder == "properties" and isinstance(stanza, dict):
        return f"{stanza.get('entity')}.{name}"
    return name


def _read_file(path: Path, place: str, problems: list[str]) -> Iterator[tuple[str, Any]]:
    try:
        content = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    except DuplicateKeyError as error:
        name = str(error.problem).split('"')[1] if '"' in str(error.problem) else "a name"
        line = error.problem_mark.line + 1
        problems.append(f"{place}:{line}: {name}: stands twice in this file; remove one of them")
        return
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        what = getattr(error, "problem", None) or "cannot be read"
        problems.append(f"{place}{line}: not YAML: {what}; see the stanzas in the other files")
        return
    if content is None:
        return
    if not isinstance(content, dict):
        problems.append(f"{place}: holds no stanzas; write `name:` and its fields indented below")
        return
    yield from ((str(name), stanza) for name, stanza in content.items())


def _schema_problems(
    validator: Draft202012Validator, place: str, name: str, stanza: object
) -> Iterator[str]:
    # the name is checked with its stanza, so that the schema can say what a name looks like
    for error in sorted(validator.iter_errors({name: stanza}), key=lambda item: str(item.path)):
        deepest = _deepest(error)
        where = ".".join(str(part) for part in deepest.absolute_path) or name
        yield f"{place}: {where}: {_in_words(deepest)}"


def _deepest(error: ValidationError) -> ValidationError:
    """The part of an any-of error that came closest to fitting."""
    while error.context:
        error = max(error.context, key=lambda item: len(item.absolute_path))
    return error


def _in_words(error: ValidationError) -> str:
    """One problem and its cure."""
    value = error.instance
    if error.validator == "enum":
        kind = str(error.absolute_path[-1]) if error.absolute_path else "value"
        allowed = ", ".join(str(item) for item in error.validator_value if item is not None)
        return f'unknown {kind} "{value}"; use one of: {allowed}'
    if error.validator == "additionalProperties":
        known = sorted(error.schema.get("properties", {}))
        unknown = sorted(set(value) - set(known))
        if not known:
            return f'"{unknown[0]}" is no fit name; {error.schema.get("x-name-cure", "rename it")}'
        return f'unknown field "{unknown[0]}"; the fields are: {", ".join(known)}'
    if error.validator == "required":
        missing = [field for field in error.validator_value if field not in value]
        return f'has no "{missing[0]}"; add it'
    if "x-cure" in error.schema:
        return f'"{value}" does not fit; {error.schema["x-cure"]}'
    return f"{error.message}; see the JSON Schemas in plan/schemas"
