"""References and patterns in entries that do not fit the schema, so that one check tells all. Pure.

Such an entry gives no value of the model; what in it is sound enough to be followed is looked at
as written, whatever else is wrong around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

from monitor.rules.conversion import PATTERN_HINT, Ledger
from monitor.rules.document import Document, Path, field_name
from monitor.rules.rule_schema import GROUP_KEYS
from monitor.rules.terms import compile_pattern

# The lists of ids in each kind of entry, and what these are ids of.
_ID_LISTS: Mapping[str, Mapping[str, str]] = {
    "meetings": {"participants": "actor"},
    "rules": {"inhibits": "rule"},
    "routes": {"to": "endpoint", "rules": "rule"},
}
_LEAF_KEYS = ("actor", "meeting", "regex")


def check_written(
    key: str, raw: Any, document: Document, path: Path, ledger: Ledger, told: Set[str]
) -> None:
    """Check the references and patterns of the entry ``raw``, which stands under ``key``.

    The fields ``told`` already have a problem and are left alone: one mistake is told once.
    """
    if not isinstance(raw, Mapping):
        return
    for list_key, noun in _ID_LISTS.get(key, {}).items():
        for at, id_ in _texts(raw.get(list_key)):
            _check(noun, id_, document, (*path, list_key, at), ledger, told)
    if key == "rules":
        for noun, text, where in _written(raw.get("match"), (*path, "match")):
            _check(noun, text, document, where, ledger, told)


def tags_written(raw: Any) -> Iterator[str]:
    """The tags of a rule as written, sound or not."""
    if isinstance(raw, Mapping):
        yield from (tag for _, tag in _texts(raw.get("tags")))


def _check(
    noun: str, text: str, document: Document, path: Path, ledger: Ledger, told: Set[str]
) -> None:
    if field_name(path) in told:
        return
    if noun != "regex":
        ledger.refer(noun, text, document, path)
        return
    _, problem = compile_pattern(text)
    if problem:
        ledger.add(document, path, problem, PATTERN_HINT)


def _written(condition: Any, path: Path) -> Iterator[tuple[str, str, Path]]:
    """Kind, text and place of every id and pattern in a condition, however deep."""
    if not isinstance(condition, Mapping):
        return
    for key, value in condition.items():
        here = (*path, key)
        if key in GROUP_KEYS and isinstance(value, list):
            for at, part in enumerate(value):
                yield from _written(part, (*here, at))
        elif key == "near" and isinstance(value, Mapping) and isinstance(value.get("terms"), list):
            for at, part in enumerate(value["terms"]):
                yield from _written(part, (*here, "terms", at))
        elif key in _LEAF_KEYS and isinstance(value, str):
            yield key, value, here


def _texts(value: Any) -> Iterator[tuple[int, str]]:
    """The texts in what should be a list of texts, with their positions."""
    for at, text in enumerate(value if isinstance(value, list) else ()):
        if isinstance(text, str):
            yield at, text
