"""A small validator for the part of JSON Schema that our schemas use.

It stands apart from pydantic, which writes the schemas, so that the two can disagree. A keyword
that it does not know is an error: nothing passes unchecked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

_ANNOTATIONS = {"$schema", "$id", "$defs", "title", "description", "$ref"}
_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "number": (int, float),
    "null": type(None),
}
_FORMATS = {
    "date-time": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
}


def problems(value: Any, schema: dict[str, Any]) -> list[str]:
    """Every way in which ``value`` breaks ``schema``."""
    return list(_check(value, schema, schema, "$"))


def _check(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from _check(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
    for keyword, wanted in schema.items():
        if keyword not in _ANNOTATIONS:
            yield from _keyword(keyword, wanted, value, root, at)


def _keyword(keyword: str, wanted: Any, value: Any, root: dict[str, Any], at: str) -> Iterator[str]:
    if keyword in _SCALAR_KEYWORDS:
        yield from _scalar(keyword, wanted, value, at)
    elif keyword == "anyOf":
        if all(list(_check(value, option, root, at)) for option in wanted):
            yield f"{at} fits no option"
    elif keyword == "items" and isinstance(value, list):
        for number, member in enumerate(value):
            yield from _check(member, wanted, root, f"{at}[{number}]")
    elif keyword in {"properties", "additionalProperties", "required"} and isinstance(value, dict):
        yield from _members(keyword, wanted, value, root, at)
    elif keyword not in {"items", "properties", "additionalProperties", "required"}:
        raise AssertionError(f"{at}: unknown keyword {keyword}")


def _members(
    keyword: str, wanted: Any, value: dict[str, Any], root: dict[str, Any], at: str
) -> Iterator[str]:
    match keyword:
        case "properties":
            for name in wanted.keys() & value.keys():
                yield from _check(value[name], wanted[name], root, f"{at}.{name}")
            # Schemas let fields be added; our own bodies must not hold any that they do not list.
            yield from (f"{at}.{name} is not listed" for name in value.keys() - wanted.keys())
        case "additionalProperties":
            for name, member in value.items():
                yield from _check(member, wanted, root, f"{at}.{name}")
        case _:
            yield from (f"{at}.{name} is missing" for name in wanted if name not in value)


_SCALAR_KEYWORDS: dict[str, Callable[[Any, Any], bool]] = {
    "type": lambda wanted, value: (
        isinstance(value, _TYPES[wanted]) and isinstance(value, bool) is (wanted == "boolean")
    ),
    "const": lambda wanted, value: bool(value == wanted),
    "enum": lambda wanted, value: value in wanted,
    "maxLength": lambda wanted, value: len(value) <= wanted,
    "maxItems": lambda wanted, value: len(value) <= wanted,
    "minimum": lambda wanted, value: bool(value >= wanted),
    "maximum": lambda wanted, value: bool(value <= wanted),
    "pattern": lambda wanted, value: re.search(wanted, value) is not None,
    "format": lambda wanted, value: _FORMATS[wanted].fullmatch(value) is not None,
}


def _scalar(keyword: str, wanted: Any, value: Any, at: str) -> Iterator[str]:
    try:
        holds = _SCALAR_KEYWORDS[keyword](wanted, value)
    except TypeError:  # a value of another type: "type" tells
        return
    if not holds:
        yield f"{at} breaks {keyword} {wanted}"
