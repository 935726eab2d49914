"""An explanation in short, for a person: what a rule lacked, or what ruled the item out. Pure.

The whole tree of a condition has a line for every word it asks for; of fifty words of which none
was found, nobody reads fifty lines. Here a list of alternatives is one line, and what decided comes
first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from monitor.rules.explaining import Explanation, Part

MAX_LISTED: Final = 6
"""Alternatives that are named before the rest is counted."""

_INFLECTED = " in any inflection"


def brief(explanation: Explanation) -> str:
    """The verdict, why the rule does not match, and the tree with its alternatives folded up."""
    verdict = "match" if explanation.matched else "no match"
    severity = explanation.severity
    head = f"rule {explanation.rule_id}: {verdict}"
    lines = [f"{head}, severity {severity.value}" if severity is not None else head]
    lines += [f"  {reason}" for reason in reasons(explanation)]
    lines += [f"  nearly: {miss}" for miss in near_misses(explanation)]
    lines.append("")
    lines += _lines(explanation.condition, 1)
    lines += [f"  note: {note}" for note in explanation.notes]
    return "\n".join(lines)


def reasons(explanation: Explanation) -> tuple[str, ...]:
    """Why the rule does not match, a sentence each: all that would have to be otherwise.

    Where several ways would do, the one that came nearest. Empty for a match.
    """
    if explanation.matched:
        return ()
    excluded = (explanation.excluded,) if explanation.excluded else ()
    return (*excluded, *dict.fromkeys(_wanting(explanation.condition)))


def near_misses(explanation: Explanation) -> tuple[str, ...]:
    """What nearly made a rule match, a sentence each; empty for a match."""
    if explanation.matched:
        return ()
    return tuple(dict.fromkeys(_misses(explanation.condition)))[:MAX_LISTED]


def _misses(part: Part) -> Iterator[str]:
    yield from part.misses
    for inner in part.parts:
        yield from _misses(inner)


def _wanting(part: Part) -> Iterator[str]:
    """What a part that does not hold lacks, a sentence each; nothing of one that holds."""
    if part.held:
        return
    if _is_plain(part):
        yield _not_found(_leaves(part))
    elif part.kind == "none":
        for leaf in part.parts:
            if leaf.held:
                yield f"ruled out by {_found(leaf) or leaf.text}"
    elif part.kind == "near" and all(inner.held for inner in part.parts):
        listed = ", ".join(_found(inner) or inner.text for inner in part.parts)
        yield f"not {part.text}: {listed}"
    elif part.kind == "meeting":
        yield f"{part.text}: {'; '.join(_unmet(part))}"
    else:
        ways = [max(part.parts, key=_nearness)] if part.kind == "any" else part.parts
        for inner in ways:
            yield from _wanting(inner)


def _unmet(meeting: Part) -> Iterator[str]:
    """Why a meeting was not recognised: its time, else what the nearest way lacks."""
    late = [inner.text for inner in meeting.parts if inner.kind == "time"]
    return iter(late) if late else _wanting(max(meeting.parts, key=_nearness))


def _nearness(part: Part) -> float:
    """Which share of what a part asks for is there: what to call the nearest of several ways."""
    if part.held:
        return 1.0
    if part.kind in {"all", "near"} and part.parts:
        return sum(map(_nearness, part.parts)) / len(part.parts)
    if part.kind in {"any", "meeting"} and part.parts:
        return max(map(_nearness, part.parts))
    return 0.0


def _not_found(leaves: Sequence[Part]) -> str:
    if len(leaves) == 1:
        return f"not found: {_short(leaves[0])}"
    return f"not found, any of: {_listed(leaves)}"


def _lines(part: Part, depth: int) -> Iterator[str]:
    indent, mark = "  " * depth, "+" if part.held else "-"
    if part.kind == "any" and _is_plain(part):
        leaves = _leaves(part)
        held = [leaf for leaf in leaves if leaf.held]
        if not held:
            yield f"{indent}- any of: {_listed(leaves)}"
            return
        rest = f" (of {len(leaves)} ways)" if len(leaves) > len(held) else ""
        yield f"{indent}+ any of{rest}: {'; '.join(map(_leaf, held))}"
        return
    if part.kind == "none" and all(_is_plain(inner) for inner in part.parts):
        leaves = [leaf for inner in part.parts for leaf in _leaves(inner)]
        held = [leaf for leaf in leaves if leaf.held]
        if held:
            yield f"{indent}- none of {len(leaves)}, but there is {'; '.join(map(_leaf, held))}"
        else:
            yield f"{indent}+ none of: {_listed(leaves)}"
        return
    yield f"{indent}{mark} {_leaf(part) if part.evidence else part.text}"
    for inner in _shown(part):
        yield from _lines(inner, depth + 1)


def _shown(part: Part) -> Iterator[Part]:
    """The parts to show below one: of alternatives that hold, those that do; no list in a list."""
    for inner in part.parts:
        if part.kind == "any" and part.held and not inner.held:
            continue
        if inner.kind == part.kind == "all":
            yield from _shown(inner)
        else:
            yield inner


def _is_plain(part: Part) -> bool:
    """Whether a part is a term, or alternatives of terms."""
    return part.kind == "term" or (part.kind == "any" and all(map(_is_plain, part.parts)))


def _leaves(part: Part) -> list[Part]:
    if not part.parts:
        return [part]
    return [leaf for inner in part.parts for leaf in _leaves(inner)]


def _leaf(part: Part) -> str:
    found = _found(part)
    return f"{part.text}: {found}" if found else part.text


def _found(part: Part) -> str:
    """Where a part was found, or what below it was."""
    evidence = part.evidence or [one for leaf in _leaves(part) for one in leaf.evidence]
    return ", ".join(dict.fromkeys(f'"{one.text}" ({one.field})' for one in evidence))


def _short(part: Part) -> str:
    return part.text.removesuffix(_INFLECTED)


def _listed(leaves: Sequence[Part]) -> str:
    named = ", ".join(map(_short, leaves[:MAX_LISTED]))
    more = len(leaves) - MAX_LISTED
    return f"{named} and {more} more" if more > 0 else named
