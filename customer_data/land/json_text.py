"""JSON with numbers as they are spelled: 1.10 stays 1.10, and no number goes through a float."""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from customer_data.land.errors import RejectedError

DEEPEST = 127
"""Objects and lists in each other; `json_structure` and `read_json` of DuckDB stop at 128."""

LONGEST_INTEGER = 40
"""Digits that Python reads quickly; a longer one is kept as text."""

# halves of characters: no text that passes `_check_characters` holds them
_BEFORE, _AFTER = "\ud800", "\udfff"
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_SUSPICIOUS = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")


class _Number(str):
    """A number as it is spelled, between two marks that the encoder leaves alone."""

    __slots__ = ()


def spelled_number(text: str) -> str:
    """A number that `canonical` writes as spelled; plain text where it is no number of JSON."""
    return _Number(f"{_BEFORE}{text}{_AFTER}") if _NUMBER.fullmatch(text) else text


def read_json(text: str) -> Any:  # noqa: ANN401
    """The value of a JSON text; raises RejectedError."""
    if "\0" in text:
        raise RejectedError("nul_character")
    try:
        value, end = _DECODER.raw_decode(text)
    except RecursionError:
        raise RejectedError("too_deep") from None
    except ValueError:
        raise RejectedError("not_json") from None
    if end != len(text) and text[end:].strip(" \t\r\n"):
        raise RejectedError("not_json")
    if "\\" in text and _SUSPICIOUS.search(text):
        _check_characters(text)
    if text.count("{") + text.count("[") > DEEPEST and _is_too_deep(value):
        raise RejectedError("too_deep")
    return value


def canonical(value: Any) -> str:  # noqa: ANN401
    """The one spelling of a value: keys sorted, no spaces, no escapes that need not be."""
    text = _ENCODER.encode(value)
    if _BEFORE in text:
        text = text.replace(f'"{_BEFORE}', "").replace(f'{_AFTER}"', "")
    return text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RejectedError("duplicate_key")
    return found


def _fraction(text: str) -> str:
    return _Number(_BEFORE + text + _AFTER)


def _integer(text: str) -> int | str:
    return int(text) if len(text) < LONGEST_INTEGER and text != "-0" else _fraction(text)


def _not_finite(text: str) -> NoReturn:
    raise RejectedError("number_not_finite")


def _check_characters(text: str) -> None:
    # an escaped backslash before a u is no escape of a character
    escapes = _PAIR.sub("", text.replace(r"\\", "__"))
    found = _SUSPICIOUS.search(escapes)
    if found:
        raise RejectedError("nul_character" if found[0] == r"\u0000" else "lone_surrogate")


def _is_too_deep(value: Any) -> bool:  # noqa: ANN401
    level = [value]
    for _ in range(DEEPEST):
        level = [child for parent in level for child in _children(parent)]
    return any(isinstance(child, dict | list) for child in level)


def _children(value: Any) -> Iterator[Any]:  # noqa: ANN401
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_float=_fraction,
    parse_int=_integer,
    parse_constant=_not_finite,
)
_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False
)
