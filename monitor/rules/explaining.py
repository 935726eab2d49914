"""Why a rule matched an item or did not: a tree of its parts. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from monitor.model import Evidence, Severity
from monitor.rules.evaluation import View, evidence_of, holds
from monitor.rules.meeting_days import (
    DAYS_LOOKED_FOR_AFTER,
    DAYS_LOOKED_FOR_BEFORE,
    absence,
)
from monitor.rules.near_misses import near_misses
from monitor.rules.nodes import (
    AllNode,
    AnyNode,
    DateNode,
    MeetingNode,
    NearNode,
    Node,
    NoneNode,
    PatternNode,
    TermsNode,
    children,
)

PartKind = Literal["all", "any", "none", "near", "meeting", "time", "term"]

_KINDS: Final[dict[type[Node], PartKind]] = {
    AllNode: "all",
    AnyNode: "any",
    NoneNode: "none",
    NearNode: "near",
    MeetingNode: "meeting",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a condition: what it asks for, whether that held, and where it was found.

    ``kind`` ``time`` says that a meeting is out of its time; a ``term`` has no parts. ``misses``
    say what nearly made it hold (:mod:`monitor.rules.near_misses`).
    """

    kind: PartKind
    text: str
    held: bool
    evidence: tuple[Evidence, ...] = ()
    parts: tuple[Part, ...] = ()
    misses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The verdict of one rule on one item.

    ``excluded`` says why the rule does not look at the item at all (its languages, outlets, …);
    ``severity`` is that of the match, if any; ``notes`` are remarks such as a regex's time-out.
    """

    rule_id: str
    matched: bool
    severity: Severity | None
    excluded: str
    condition: Part
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The tree for a person: ``+`` before what held, ``-`` before what did not, ``~`` before
        what nearly made it hold."""
        lines = [f"rule {self.rule_id}: {'match' if self.matched else 'no match'}"]
        if self.severity is not None:
            lines[0] += f", severity {self.severity.value}"
        if self.excluded:
            lines.append(f"  - {self.excluded}")
        lines.extend(_lines(self.condition, 1))
        lines.extend(f"  note: {note}" for note in self.notes)
        return "\n".join(lines)


def explain_node(node: Node, view: View, *, wanted: bool = True) -> Part:
    """The part of a node, every part of it judged; ``wanted``: not under ``none``."""
    held = holds(node, view)
    inner = wanted and not isinstance(node, NoneNode)
    finds = isinstance(node, (TermsNode, PatternNode, DateNode, NearNode))
    return Part(
        kind=_KINDS.get(type(node), "term"),
        text=node.label,
        held=held,
        evidence=evidence_of(node, view) if held and finds else (),
        parts=(
            *_out_of_time(node, view),
            *(explain_node(part, view, wanted=inner) for part in children(node)),
        ),
        misses=near_misses(node, view) if wanted else (),
    )


def _out_of_time(node: Node, view: View) -> Iterator[Part]:
    """What keeps a meeting from being looked for in an item of that day."""
    reason = absence(node.meeting, view.reading.day()) if isinstance(node, MeetingNode) else ""
    if reason:
        days = f"from {DAYS_LOOKED_FOR_BEFORE} days before to {DAYS_LOOKED_FOR_AFTER} days after it"
        title = node.meeting.title if isinstance(node, MeetingNode) else ""
        yield Part(kind="time", text=f"{title}, looked for {days}: {reason}", held=False)


def _lines(part: Part, depth: int) -> Iterator[str]:
    found = dict.fromkeys(f'"{evidence.text}" ({evidence.field})' for evidence in part.evidence)
    where = f": {', '.join(found)}" if found else ""
    yield f"{'  ' * depth}{'+' if part.held else '-'} {part.text}{where}"
    for miss in part.misses:
        yield f"{'  ' * (depth + 1)}~ {miss}"
    for inner in part.parts:
        yield from _lines(inner, depth + 1)
