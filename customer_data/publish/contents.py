"""What may be read by BI, as the manifest of a dbt run says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from customer_data.publish.errors import PublishError

MARTS_SCHEMA = "marts"

# they keep what was sent, word for word, and with it any personal data; BI reads the typed facts
RAW_COLUMNS = frozenset({"properties", "raw"})


@dataclass(frozen=True)
class Relation:
    """A relation that dbt built."""

    database: str
    schema: str
    name: str


@dataclass(frozen=True)
class Mart:
    """A relation that is published under its own name, but for the columns `left_out`."""

    relation: Relation
    description: str
    column_descriptions: Mapping[str, str]
    left_out: frozenset[str]

    @property
    def name(self) -> str:
        """The name of its relation."""
        return self.relation.name

    def published_columns(self, columns: Sequence[str]) -> list[str]:
        """Those of its columns that are published, in their order; raises PublishError for none."""
        kept = [column for column in columns if column not in self.left_out]
        if not kept:
            raise PublishError(
                f"model {self.name}: has no column to publish; "
                "leave it out with `config: meta: {publish: false}`"
            )
        return kept


@dataclass(frozen=True)
class Contents:
    """Everything a publication is made from."""

    project_name: str
    project_version: str
    as_of: Relation | None
    marts: tuple[Mart, ...]


def contents_of(manifest: Mapping[str, Any], project_version: str) -> Contents:
    """What the manifest of a dbt run gives to publish; raises PublishError where that is nothing.

    Published is every relation of schema `marts`, views too, unless its model says
    `config: meta: {publish: false}`; and of it every column that is not one of RAW_COLUMNS and
    does not say the same of itself.
    """
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    marts = sorted(
        (_mart(node) for node in models if _is_published(node)), key=lambda mart: mart.name
    )
    if not marts:
        raise PublishError(f"the project has no model in schema {MARTS_SCHEMA} to publish")
    as_of = [_relation(node) for node in models if node["name"] == "int_as_of"]
    return Contents(
        project_name=manifest["metadata"]["project_name"],
        project_version=project_version,
        as_of=as_of[0] if as_of else None,
        marts=tuple(marts),
    )


def _is_published(node: Mapping[str, Any]) -> bool:
    return (
        node["schema"] == MARTS_SCHEMA
        and node["config"]["materialized"] != "ephemeral"
        and not _stays_inside(node["config"])
    )


def _stays_inside(config: Mapping[str, Any]) -> bool:
    return config.get("meta", {}).get("publish") is False


def _mart(node: Mapping[str, Any]) -> Mart:
    columns = node["columns"].values()
    inside = {column["name"] for column in columns if _stays_inside(column["config"])}
    return Mart(
        relation=_relation(node),
        description=node["description"],
        column_descriptions={column["name"]: column["description"] for column in columns},
        left_out=RAW_COLUMNS | inside,
    )


def _relation(node: Mapping[str, Any]) -> Relation:
    return Relation(node["database"], node["schema"], node["alias"])
