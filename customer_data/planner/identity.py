"""Builds the part of the plan that tells people apart, `plan/identity.yml`."""

import re
from typing import Any

from customer_data.planner.stanzas import IdentifierType, Identity, IdentityOverride

PLACE = "plan/identity.yml"
# what a plan without the file says
DEFAULT_IDENTIFIERS = {"user_id": {"max_per_person": 1}, "anonymous_id": {"max_per_person": 5}}
DEFAULT_BLOCKED_PATTERNS = ["[0-]*", "-1", "null", "none", "anonymous", "undefined", "empty"]


def build_identity(stanzas: dict[str, tuple[str, Any]], problems: list[str]) -> Identity:
    """Build it from the stanzas; adds what is wrong to the problems."""
    said = {name: stanza for name, (_, stanza) in stanzas.items()}
    types = tuple(
        IdentifierType(
            name=name,
            max_per_person=stanza["max_per_person"],
            traits=tuple(stanza.get("traits", ())),
            is_lowercase=stanza.get("normalizer") == "lowercase",
            pii=stanza.get("pii"),
        )
        for name, stanza in said.get("identifiers", DEFAULT_IDENTIFIERS).items()
    )
    _check_types(types, problems)
    patterns = said.get("blocked_patterns", DEFAULT_BLOCKED_PATTERNS)
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            problems.append(
                f'{PLACE}: blocked_patterns: "{pattern}" is no regular expression: {error}; mend it'
            )
    overrides = tuple(
        _override(name, stanza, types, problems)
        for name, stanza in said.get("overrides", {}).items()
    )
    _check_included_once(overrides, problems)
    return Identity(types, f"^({'|'.join(patterns)})$" if patterns else "^$", overrides)


def _check_types(types: tuple[IdentifierType, ...], problems: list[str]) -> None:
    names = [item.name for item in types]
    if names[:1] != ["user_id"]:
        problems.append(f"{PLACE}: identifiers: user_id is the strongest; put it first")
    if "anonymous_id" not in names:
        problems.append(f"{PLACE}: identifiers: has no anonymous_id; add it")
    for item in types:
        where = f"{PLACE}: identifiers.{item.name}"
        is_column = item.name in ("user_id", "anonymous_id")
        if is_column and (item.traits or item.is_lowercase):
            problems.append(f"{where}: is a column of the events; remove traits and normalizer")
        if not is_column and not item.traits:
            problems.append(f"{where}: has no traits; name the traits that state it")


def _override(
    name: str, stanza: dict[str, Any], types: tuple[IdentifierType, ...], problems: list[str]
) -> IdentityOverride:
    where = f"{PLACE}: overrides.{name}"
    normalized = {item.name: item.is_lowercase for item in types}
    identifiers = []
    for text in stanza["identifiers"]:
        kind, _, value = text.partition(":")
        if kind not in normalized:
            problems.append(
                f'{where}: unknown identifier type "{kind}"; use one of: {", ".join(normalized)}'
            )
        value = value.strip()
        identifiers.append((kind, value.lower() if normalized.get(kind) else value))
    return IdentityOverride(
        name,
        stanza["action"],
        tuple(identifiers),
        stanza["reason"],
        stanza["author"],
        str(stanza["date"]),
    )


def _check_included_once(overrides: tuple[IdentityOverride, ...], problems: list[str]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for override in overrides:
        if override.action == "include":
            for identifier in override.identifiers:
                if identifier in seen:
                    problems.append(
                        f"{PLACE}: overrides.{override.name}: {':'.join(identifier)} stands in "
                        f"{seen[identifier]} too; put all that is one into one override"
                    )
                seen[identifier] = override.name
