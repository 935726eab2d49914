"""Rules that inhibit each other in a circle would keep each other quiet: told at load. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from monitor.rules.conversion import Ledger
from monitor.rules.document import Document, Path
from monitor.rules.rule_schema import RuleEntry


def check_circles(entries: Sequence[tuple[Document, Path, RuleEntry]], ledger: Ledger) -> None:
    """Note each rule that inhibits itself, straight or by way of others; a circle is told once."""
    inhibits = {entry.id: tuple(entry.inhibits) for _, _, entry in entries}
    told: set[str] = set()
    for document, path, entry in entries:
        circle = () if entry.id in told else _circle(entry.id, inhibits)
        if not circle:
            continue
        told.update(circle)
        way = " inhibits ".join(f"`{rule_id}`" for rule_id in (*circle, entry.id))
        hint = "take one of them out: each would keep the next one quiet"
        ledger.add(document, (*path, "inhibits"), f"goes in a circle: {way}", hint)


def _circle(start: str, inhibits: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The rules on a way from ``start`` back to itself, ``start`` first; empty where there is none.

    Walks with a stack: how long the way is is the writer's choice.
    """
    seen: set[str] = set()
    stack: list[tuple[str, Iterator[str]]] = [(start, iter(inhibits.get(start, ())))]
    while stack:
        following = next(stack[-1][1], None)
        if following is None:
            stack.pop()
        elif following == start:
            return tuple(rule_id for rule_id, _ in stack)
        elif following not in seen:
            seen.add(following)
            stack.append((following, iter(inhibits.get(following, ()))))
    return ()
