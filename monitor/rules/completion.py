"""What may be written next at a place in a rule file: keys, values of closed sets, known ids. Pure.

Made from the JSON Schemas of rule files. The text is half written where somebody types, so it is
not parsed as YAML: the place is found by indentation, and by brackets within its own line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from monitor.model import RuleSet
from monitor.rules.schema import json_schema

MAX_CHOICES = 200
"""What is offered at most; more letters narrow it down."""

_ITEM = "[]"
_WORD = re.compile(r"[A-Za-z0-9._-]*\Z")
_ELEMENT = re.compile(r"(?P<dash>-)(?=\s|$)|(?P<key>[A-Za-z_][\w-]*)\s*:(?=\s|$)")
_QUOTED = re.compile(r"""(?<![^\s\[{,:])(?:"[^"]*"|'[^']*')""")
_OPEN_QUOTE = re.compile(r"""(?<![^\s\[{,:])["']""")
_SIGNS = re.compile(r"[{}\[\]:,]|[^{}\[\]:,\s][^{}\[\]:,]*")
_IDS = {
    "actor": "actors",
    "participants": "actors",
    "meeting": "meetings",
    "inhibits": "rules",
    "to": "endpoints",
    "tags": "tags",
}
"""Keys whose values are ids, and of what. ``rules`` is one of these below ``routes``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something that may be written. ``insert``: the text to put in place of the word begun."""

    label: str
    insert: str
    kind: Literal["key", "value", "id"]
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """Choices for the word under the cursor, of which ``begun`` stands there already."""

    begun: str
    choices: tuple[Choice, ...] = ()


Ids = Mapping[str, Sequence[tuple[str, str]]]
"""Ids with a title each, by what they are of: ``actors``, ``meetings``, ``rules``, …"""


def ids_of(rule_set: RuleSet) -> Ids:
    """The ids that a rule set knows."""
    tags = sorted({tag for rule in rule_set.rules for tag in rule.tags})
    return {
        "actors": [(one.id, one.name) for one in rule_set.actors],
        "meetings": [(one.id, one.title) for one in rule_set.meetings],
        "rules": [(one.id, one.title) for one in rule_set.rules],
        "endpoints": [(one.id, "") for one in rule_set.endpoints],
        "tags": [(tag, "") for tag in tags],
    }


def complete(kind: str, before: str, ids: Ids) -> Completion:
    """What may follow ``before``, the text of a file of this kind up to the cursor."""
    lines = before.split("\n")
    begun = _WORD.findall(lines[-1])[0]
    if _in_comment(lines[-1]):
        return Completion(begun=begun)
    place = _place(lines, begun)
    if place is None:
        return Completion(begun=begun)
    schema = _schema(kind)
    nodes = _resolve(schema, place.path)
    found: dict[str, Choice] = {}
    if place.takes_key:
        for choice in _keys(schema, nodes, place.used):
            found.setdefault(choice.label, choice)
    if place.takes_value:
        for choice in (*_ids(place.path, ids), *_values(nodes)):
            found.setdefault(choice.label, choice)
    fitting = [one for one in found.values() if one.label.startswith(begun)]
    return Completion(begun=begun, choices=tuple(fitting[:MAX_CHOICES]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a word stands: keys and ``[]`` from the top, and what may stand there.

    ``used``: the keys beside it.
    """

    path: tuple[str, ...]
    takes_key: bool
    takes_value: bool
    used: frozenset[str]


@dataclass(slots=True)
class _Element:
    """A dash or a key, and its column."""

    column: int
    name: str


def _place(lines: Sequence[str], begun: str) -> _Place | None:
    line = lines[-1]
    elements, rest = _elements(line[: len(line) - len(begun)])
    inner = _flow(rest)
    if inner is None:
        return None
    outer, beside = _outer(lines[:-1], elements, len(line) - len(begun))
    path = (*outer, *(one.name for one in elements), *inner.path)
    after_key = bool(elements) and elements[-1].name != _ITEM
    if inner.path or inner.opened:
        return _Place(
            path=path, takes_key=inner.takes_key, takes_value=inner.takes_value, used=inner.used
        )
    return _Place(
        path=path,
        takes_key=not after_key and not rest.strip(),
        takes_value=(after_key or bool(path[-1:] == (_ITEM,))) and not rest.strip(),
        used=frozenset() if elements else beside,
    )


def _elements(line: str) -> tuple[list[_Element], str]:
    """The dashes and the key that a line begins with, and what follows them."""
    found: list[_Element] = []
    at = len(line) - len(line.lstrip(" "))
    while match := _ELEMENT.match(line, at):
        name = match["key"] or _ITEM
        found.append(_Element(at, name))
        at = match.end()
        at += len(line[at:]) - len(line[at:].lstrip(" "))
        if name != _ITEM:
            break
    return found, line[at:]


def _outer(
    above: Sequence[str], own: Sequence[_Element], column: int
) -> tuple[list[str], frozenset[str]]:
    """The path to what a line's elements stand in, and the keys at the same column beside them."""
    limit, below_dash = (own[0].column, own[0].name == _ITEM) if own else (column, False)
    path: list[str] = []
    beside: set[str] = set()
    for line in reversed(above):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        for element in reversed(_elements(line)[0]):
            is_key = element.name != _ITEM
            if element.column < limit or (is_key and below_dash and element.column == limit):
                path.append(element.name)
                limit, below_dash = element.column, not is_key
            elif is_key and element.column == limit and not path:
                beside.add(element.name)
        if limit == 0 and not below_dash:
            break
    return path[::-1], frozenset(beside)


@dataclass(slots=True)
class _Flow:
    """A place between the brackets of one line."""

    path: tuple[str, ...] = ()
    opened: bool = False
    takes_key: bool = False
    takes_value: bool = False
    used: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Level:
    bracket: str
    key: str
    used: set[str]


def _flow(rest: str) -> _Flow | None:
    """Where a line's brackets lead; ``None`` within quotes or behind a text that is complete."""
    plain = _QUOTED.sub("x", rest)
    if _OPEN_QUOTE.search(plain):
        return None
    stack: list[_Level] = []
    word = ""
    for sign in _SIGNS.findall(plain):
        if sign in "{[":
            stack.append(_Level(sign, "", set()))
        elif sign in "}]":
            del stack[-1:]
        elif stack and sign == ":":
            stack[-1].key = word
            stack[-1].used.add(word)
        elif stack and sign == ",":
            stack[-1].key = ""
        word = "" if sign in "{[:," else sign.strip()
    if stack and word:
        return None
    if not stack:
        return _Flow()
    path: list[str] = []
    for level in stack:
        path += [_ITEM] if level.bracket == "[" else [level.key] if level.key else []
    last = stack[-1]
    in_map = last.bracket == "{"
    return _Flow(
        path=tuple(path),
        opened=True,
        takes_key=in_map and not last.key,
        takes_value=not in_map or bool(last.key),
        used=frozenset(last.used),
    )


def _in_comment(line: str) -> bool:
    return re.search(r"(?:^|\s)#", line) is not None


@cache
def _schema(kind: str) -> Mapping[str, Any]:
    schema: Mapping[str, Any] = json.loads(json_schema(kind))
    return schema


def _resolve(schema: Mapping[str, Any], path: Sequence[str]) -> list[Mapping[str, Any]]:
    """Every part of the schema that may describe what stands at a path."""
    nodes = list(_ways(schema, schema))
    for name in path:
        if name == _ITEM:
            inner = [node["items"] for node in nodes if "items" in node]
        else:
            inner = [
                node["properties"][name] for node in nodes if name in node.get("properties", {})
            ]
        nodes = [way for one in inner for way in _ways(schema, one)]
    return nodes


def _ways(schema: Mapping[str, Any], node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A part of the schema with references followed and alternatives taken apart."""
    if "$ref" in node:
        yield from _ways(schema, schema["$defs"][node["$ref"].rsplit("/", 1)[1]])
        return
    alternatives = [*node.get("anyOf", ()), *node.get("oneOf", ())]
    if "properties" in node or not alternatives:
        yield node
    for one in alternatives:
        if set(one) != {"required"}:
            yield from _ways(schema, one)


def _keys(
    schema: Mapping[str, Any], nodes: Sequence[Mapping[str, Any]], used: frozenset[str]
) -> Iterator[Choice]:
    for node in nodes:
        properties = node.get("properties", {})
        if used - properties.keys():
            continue
        required = node.get("required", ())
        free = [name for name in properties if name not in used]
        for name in sorted(free, key=lambda key: key not in required):
            told = [properties[name], *_ways(schema, properties[name])]
            detail = next((one["description"] for one in told if "description" in one), "")
            yield Choice(label=name, insert=f"{name}: ", kind="key", detail=detail)


def _values(nodes: Sequence[Mapping[str, Any]]) -> Iterator[Choice]:
    for node in nodes:
        listed = [*node.get("enum", ()), *([node["const"]] if "const" in node else ())]
        if node.get("type") == "boolean":
            listed = [True, False]
        for value in listed:
            text = json.dumps(value) if isinstance(value, bool) else str(value)
            yield Choice(label=text, insert=text, kind="value")


def _ids(path: Sequence[str], ids: Ids) -> Iterator[Choice]:
    keys = [name for name in path if name != _ITEM]
    key = keys[-1] if keys else ""
    of = "rules" if key == "rules" and "routes" in keys else _IDS.get(key, "")
    for name, title in ids.get(of, ()):
        yield Choice(label=name, insert=name, kind="id", detail=title)
