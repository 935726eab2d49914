"""Where entries stand in the text of a rule file, and how new ones are put in. Pure.

The text around what is added stays as it is, byte for byte: comments, blank lines, line ends and
the way lists are written. For that the file is only parsed for positions, and text is put in at
them; no YAML is written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from monitor.errors import ConfigError
from monitor.seeding.yaml_text import flow_items, scalar

_Loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_BOM = "\ufeff"
_ENTRY_INDENT = 2  # of the dash in a list that is begun here


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """A rule file's text, in the form that it has on disk but for the byte order mark."""

    name: str
    text: str

    @property
    def newline(self) -> str:
        """How its lines end."""
        return "\r\n" if "\r\n" in self.text else "\n"


def entries(file: RuleFile, key: str) -> list[dict[str, Any]]:
    """The entries under ``key`` as plain data; what is no entry is left out."""
    found = _sequence(file, key)
    if found is None:
        return []
    return [_plain(node) for node in found.value if isinstance(node, yaml.MappingNode)]


def with_entries(file: RuleFile, key: str, texts: Sequence[str]) -> RuleFile:
    """The file with entries (lines that end in a newline) behind those under ``key``.

    ``texts`` are written at the indentation :func:`indentation` gives. Raises ``ConfigError``
    where the list is written between brackets.
    """
    block = "".join(f"\n{text}" for text in texts).replace("\n", file.newline)
    root = _root(file)
    node = _value(root, key)
    if node is None:
        begun = f"{key}:{file.newline}{block.removeprefix(file.newline)}"
        return _put(file, [(len(file.text), _gap(file.text, file.newline) + begun)])
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        at = _line_end(file.text, _end(node))
        return _put(file, [(at, _own_line(file, at, block))])
    if isinstance(node, yaml.ScalarNode):
        at = _line_end(file.text, node.start_mark.index)
        return _put(file, [(at, _own_line(file, at, block.removeprefix(file.newline)))])
    raise ConfigError(
        f"the list `{key}` is written between brackets, so nothing can be added to it",
        file=file.name,
        line=node.start_mark.line + 1,
        hint="write each entry on lines of its own that start with `- id: …`",
    )


def indentation(file: RuleFile, key: str) -> int:
    """The column of the dash before each entry under ``key``."""
    found = _sequence(file, key)
    if found is None or found.flow_style or not found.value:
        return _ENTRY_INDENT
    return int(found.start_mark.column)


def with_aliases(file: RuleFile, added: Mapping[str, Sequence[str]]) -> RuleFile:
    """The file with further aliases for its actors, by id."""
    found = _sequence(file, "actors")
    places: list[tuple[int, str]] = []
    for entry in found.value if found is not None else ():
        if isinstance(entry, yaml.MappingNode):
            names = added.get(str(_plain(entry).get("id")), ())
            if names:
                places.append(_alias_place(file, entry, names))
    return _put(file, places)


def _alias_place(file: RuleFile, entry: Any, names: Sequence[str]) -> tuple[int, str]:
    """Where further aliases of an actor go, and the text to put there."""
    node = _value(entry, "aliases")
    listed = flow_items(names)
    if isinstance(node, yaml.SequenceNode) and node.value:
        if node.flow_style:
            return _end(node.value[-1]), f", {listed}"
        margin = " " * int(node.start_mark.column)
        lines = "".join(f"{margin}- {scalar(name)}{file.newline}" for name in names)
        at = _line_end(file.text, _end(node))
        return at, _own_line(file, at, lines)
    if isinstance(node, yaml.SequenceNode):
        return node.start_mark.index + 1, listed
    if entry.flow_style:
        return _end(entry.value[-1][1]), f", aliases: [{listed}]"
    if node is not None:  # a key without a value
        return _key_end(file.text, entry, "aliases"), f" [{listed}]"
    margin = " " * int(entry.value[0][0].start_mark.column)
    at = _line_end(file.text, _end(entry))
    return at, _own_line(file, at, f"{margin}aliases: [{listed}]{file.newline}")


def _key_end(text: str, entry: Any, key: str) -> int:
    """Just behind the colon of a key."""
    start = next(name.end_mark.index for name, _ in entry.value if name.value == key)
    return text.index(":", start) + 1


def _root(file: RuleFile) -> Any:
    return yaml.compose(file.text, Loader=_Loader)


def _sequence(file: RuleFile, key: str) -> Any:
    node = _value(_root(file), key)
    return node if isinstance(node, yaml.SequenceNode) else None


def _value(node: Any, key: str) -> Any:
    """The node under a key of a mapping, or ``None``."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _end(node: Any) -> int:
    """Just behind the last character of a node, without the space and comments that follow."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(node, yaml.MappingNode) else last)


def _line_end(text: str, at: int) -> int:
    """Behind the line break of the line that ``at`` is in or has just ended."""
    if at > 0 and text[at - 1] == "\n":
        return at  # a block text ends behind its last line break
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _own_line(file: RuleFile, at: int, lines: str) -> str:
    """Lines put in at ``at``, after a line break where the file ends without one."""
    return lines if at == 0 or file.text[at - 1] == "\n" else file.newline + lines


def _gap(text: str, newline: str) -> str:
    if all(line.startswith("#") for line in text.splitlines()):
        return ""
    return newline if text.endswith("\n") else newline * 2


def _put(file: RuleFile, places: Iterable[tuple[int, str]]) -> RuleFile:
    text = file.text
    for at, added in sorted(places, reverse=True):
        text = text[:at] + added + text[at:]
    return RuleFile(name=file.name, text=text)


def _plain(node: Any) -> Any:
    """A node as data; every scalar is text."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one) for one in node.value]
    return node.value


def meetings_named(condition: Any) -> Iterator[str]:
    """Ids of the meetings that a condition names, however deep."""
    if isinstance(condition, dict):
        for key, value in condition.items():
            if key == "meeting" and isinstance(value, str):
                yield value
            else:
                yield from meetings_named(value)
    elif isinstance(condition, list):
        for part in condition:
            yield from meetings_named(part)


def decoded(raw: bytes) -> tuple[str, str]:
    """A file's text, and the byte order mark to put back before it ("" where it has none)."""
    text = raw.decode("utf-8")
    return (text[1:], _BOM) if text.startswith(_BOM) else (text, "")


def is_rules_file(name: str) -> bool:
    """Whether a file of this name holds rules."""
    return re.search(r".\.rules\.ya?ml$", name, re.IGNORECASE) is not None
