"""Whether a compiled condition holds for an item, and by which places. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import assert_never

from monitor.model import Evidence, Meeting
from monitor.rules.folding import BOUNDARY
from monitor.rules.meeting_days import absence
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
    wanted_leaves,
)
from monitor.rules.reading import (
    FIELDS,
    MAX_EVIDENCE,
    MAX_PLACES_PER_TERM,
    Place,
    Reading,
)

_TITLE = FIELDS.index("title")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An item as one rule sees it: the fields it looks at, and whether shouted acronyms count."""

    reading: Reading
    fields: frozenset[int]
    shouted_counts: bool


def view_for(node: Node, reading: Reading, fields: frozenset[int]) -> View:
    """The view of a rule.

    A case-sensitive name in a text all in capitals counts only if the item also holds other
    evidence of the same rule: "US" there may be "us".
    """
    strict = View(reading=reading, fields=fields, shouted_counts=False)
    if not reading.found.has_shouted:
        return strict
    if any(holds(leaf, strict) for leaf in wanted_leaves(node)):
        return View(reading=reading, fields=fields, shouted_counts=True)
    return strict


def holds(node: Node, view: View) -> bool:  # noqa: PLR0911 - one return per kind of node
    """Whether the condition holds. Stops at the first part that settles it."""
    match node:
        case TermsNode():
            return _terms_hold(node, view)
        case AllNode():
            return all(holds(part, view) for part in node.parts)
        case AnyNode():
            return any(holds(part, view) for part in node.parts)
        case MeetingNode():
            return not absence(node.meeting, view.reading.day()) and any(
                holds(part, view) for part in node.parts
            )
        case NoneNode():
            return not any(holds(part, view) for part in node.parts)
        case NearNode():
            return bool(near_places(node, view))
        case PatternNode():
            return any(view.reading.pattern_spans(node, index) for index in sorted(view.fields))
        case DateNode():
            return _is_published_within(node, view) or any(_date_places(node, view))
        case _:
            assert_never(node)


def evidence_of(node: Node, view: View) -> tuple[Evidence, ...]:
    """The evidence for a condition that holds, in the order of the text, without repetitions."""
    found: dict[tuple[int, int, int, str, str], dict[str, Evidence]] = {}
    for place, meeting in _places_that_speak(node, view, None):
        start, end = place.span or view.reading.original_span(
            place.field, place.first_word, place.last_word
        )
        key = (place.field, start, end, place.term, place.actor or "")
        found.setdefault(key, {})[meeting or ""] = Evidence(
            field=FIELDS[place.field],
            start=start,
            end=end,
            text=view.reading.text(place.field)[start:end],
            term=place.term,
            actor=place.actor,
            meeting=meeting,
        )
    evidence: list[Evidence] = []
    for key in sorted(found):
        by_meeting = found[key]
        if len(by_meeting) > 1:  # found for a meeting and without one: the first says more
            by_meeting.pop("", None)
        evidence.extend(by_meeting[meeting] for meeting in sorted(by_meeting))
    return tuple(evidence[:MAX_EVIDENCE])


def meetings_held(node: Node, view: View) -> Iterator[Meeting]:
    """The meetings that were recognised, not those under ``none``."""
    if isinstance(node, MeetingNode):
        if holds(node, view):
            yield node.meeting
    elif isinstance(node, (AllNode, AnyNode)):
        for part in node.parts:
            yield from meetings_held(part, view)


def places(node: Node, view: View) -> list[Place]:
    """Everywhere a leaf, or any leaf of an ``any``, is found."""
    reading = view.reading
    if isinstance(node, TermsNode):
        return [
            reading.place(found, term)
            for term in node.terms
            if term.number in reading.found.seen
            for found in reading.found.occurrences(term.number)
            if found.field in view.fields and (view.shouted_counts or not found.shouted)
        ]
    if isinstance(node, PatternNode):
        return list(_pattern_places(node, view))
    if isinstance(node, DateNode):
        return list(_date_places(node, view))
    if isinstance(node, AnyNode):
        return [place for part in node.parts for place in places(part, view)]
    return []


def near_places(node: NearNode, view: View) -> tuple[Place, ...]:
    """One place per part, close together in one field; empty where there are none.

    Close: from the last word of any of them to the first word of any other are at most
    ``within`` steps, so that neighbours are 1 apart.
    """
    key = (id(node), view.fields, view.shouted_counts)
    known = view.reading.near.get(key)
    if known is None:
        known = view.reading.near[key] = _near_places(node, view)
    return known


def _near_places(node: NearNode, view: View) -> tuple[Place, ...]:
    if not _all_found(node, view):
        return ()
    found = [places(part, view) for part in node.parts]
    for index in sorted(view.fields):
        by_part = [[place for place in part if place.field == index] for part in found]
        if all(by_part):
            anywhere = node.whole_title and index == _TITLE
            chosen = closest_together(by_part, inf if anywhere else node.within)
            if chosen:
                return chosen
    return ()


def _all_found(node: NearNode, view: View) -> bool:
    """Whether every part is found at all: much cheaper than where, and seldom so."""
    return all(holds(part, view) for part in node.parts)


def closest_together(by_part: Sequence[list[Place]], within: float) -> tuple[Place, ...]:
    """One place of each part such that all stand within so many words; empty where none do.

    Tried: each place as the one that ends first, with the earliest of every part that ends later.
    """
    ordered = [sorted(part, key=lambda place: place.last_word) for part in by_part]
    ends = [[place.last_word for place in part] for part in ordered]
    earliest = [_earliest_from(part) for part in ordered]
    for first_end in sorted({end for part in ends for end in part}):
        chosen: list[Place] = []
        for part_ends, best in zip(ends, earliest, strict=True):
            at = bisect_left(part_ends, first_end)
            if at == len(best):
                return ()
            chosen.append(best[at])
        if max(place.first_word for place in chosen) - first_end <= within:
            return tuple(chosen)
    return ()


def _earliest_from(ordered: Sequence[Place]) -> list[Place]:
    """For each position, the place from there on that starts first."""
    best: list[Place] = []
    for place in reversed(ordered):
        best.append(place if not best or place.first_word <= best[-1].first_word else best[-1])
    best.reverse()
    return best


def _terms_hold(node: TermsNode, view: View) -> bool:
    found = view.reading.found
    if found.seen.isdisjoint(node.numbers):
        return False
    return any(
        place.field in view.fields and (view.shouted_counts or not place.shouted)
        for number in found.seen.intersection(node.numbers)
        for place in found.occurrences(number)
    )


def _pattern_places(node: PatternNode, view: View) -> Iterator[Place]:
    reading = view.reading
    for index in sorted(view.fields):
        for start, end in reading.pattern_spans(node, index):
            yield Place(
                field=index,
                first_word=reading.word_at_original(index, start),
                last_word=reading.word_at_original(index, end - 1),
                term=node.text,
                actor=None,
                span=(start, end),
            )


def _is_published_within(node: DateNode, view: View) -> bool:
    published = view.reading.published_on()
    return published is not None and node.first <= published <= node.last


def _date_places(node: DateNode, view: View) -> Iterator[Place]:
    """The dates written that are days of the meeting."""
    reading = view.reading
    near = reading.day()
    dates = [one for one in reading.dates() if one.falls_within(node.first, node.last, near)]
    if not dates:
        return
    text = reading.folded.text
    for written in dates:
        index = text.count(BOUNDARY, 0, written.start)
        if index in view.fields:
            first = text.count(" ", 0, written.start) - 1
            yield Place(
                field=index,
                first_word=first,
                last_word=first + text.count(" ", written.start, written.end),
                term=node.first.isoformat(),
                actor=None,
            )


def _places_that_speak(
    node: Node, view: View, meeting: str | None
) -> Iterator[tuple[Place, str | None]]:
    """The places that make a node hold, with the meeting they were found for."""
    match node:
        case NoneNode():
            return
        case NearNode():
            yield from ((place, meeting) for place in near_places(node, view))
        case AllNode() | AnyNode() | MeetingNode():
            inner = node.meeting.id if isinstance(node, MeetingNode) else meeting
            for part in node.parts:
                if holds(part, view):
                    yield from _places_that_speak(part, view, inner)
        case TermsNode() | PatternNode() | DateNode():
            counts: dict[tuple[int, str], int] = {}
            for place in places(node, view):
                key = (place.field, place.term)
                counts[key] = counts.get(key, 0) + 1
                if counts[key] <= MAX_PLACES_PER_TERM:
                    yield place, meeting
        case _:
            assert_never(node)
