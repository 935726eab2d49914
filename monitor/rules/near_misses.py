"""What nearly made a part of a condition hold: for a person who asks why a rule did not. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from monitor.rules.evaluation import View, closest_together, holds, places
from monitor.rules.folding import fold
from monitor.rules.lexicon import Term
from monitor.rules.nodes import DateNode, NearNode, Node, TermsNode
from monitor.rules.reading import FIELDS, Place

MAX_MISSES = 5  # of one part; more would bury the reason
_MAX_APART = 10_000  # words; farther apart in one field is not told
_MIN_STEM = 4  # letters of a name that a longer word must begin with to be worth telling


def near_misses(node: Node, view: View) -> tuple[str, ...]:
    """Sentences about a part that does not hold, the most telling first; often none."""
    if holds(node, view):
        return ()
    if isinstance(node, TermsNode):
        found = dict.fromkeys(miss for term in node.terms for miss in _of_term(term, view))
        return tuple(found)[:MAX_MISSES]
    if isinstance(node, NearNode):
        return tuple(_of_near(node, view))
    if isinstance(node, DateNode):
        return tuple(_of_date(view))
    return ()


def _of_term(term: Term, view: View) -> Iterator[str]:
    reading = view.reading
    wanted = fold(term.text).text
    if not wanted.strip():
        return
    if term.number in reading.found.seen:
        if any(one.shouted for one in reading.found.occurrences(term.number)):
            yield f'"{term.text}" stands among words in capitals, and nothing else of the rule does'
        return
    for index, name in enumerate(FIELDS):
        text = str(getattr(reading.item, name))
        folded = fold(text)
        at = folded.text.find(wanted)
        if at < 0:
            if index in view.fields:
                yield from _of_longer_word(term, folded.text, wanted, name)
            continue
        first = folded.text.count(" ", 0, at + 1) - 1
        start, end = folded.span(first, first + len(wanted.split()) - 1)
        here = f'"{text[start:end]}" stands in the {name}'
        if index not in view.fields:
            yield f"{here}, where the rule does not look (`fields`)"
        else:
            yield f'{here}, but "{term.text}" must agree in capitals (`case: folded` gives that up)'


def _of_longer_word(term: Term, text: str, wanted: str, name: str) -> Iterator[str]:
    """A word that only begins like the name, as "Elbonians" does like "Elbonia"."""
    open_end = wanted.rstrip()
    at = text.find(open_end) if len(open_end) > _MIN_STEM else -1
    if at >= 0:
        word = text[at + 1 : text.index(" ", at + len(open_end))]
        yield f'"{word}" in the {name} only begins with "{term.text}" (an alias would be needed)'


def _of_near(node: NearNode, view: View) -> Iterator[str]:
    found = [places(part, view) for part in node.parts]
    missing = [part.label for part, stands in zip(node.parts, found, strict=True) if not stands]
    if missing:
        if len(missing) < len(node.parts):
            yield f"not found at all: {', '.join(missing)}"
        return
    together = False
    for index in sorted(view.fields):
        by_part = [[place for place in part if place.field == index] for part in found]
        if all(by_part):
            together = True
            apart = _words_apart(by_part)
            yield f"{apart} words apart in the {FIELDS[index]}, at most {node.within} are allowed"
    if not together:
        where = (
            f"{part.label} in the {_fields(stands)}"
            for part, stands in zip(node.parts, found, strict=True)
        )
        yield f"never in one field: {', '.join(where)}"


def _words_apart(by_part: list[list[Place]]) -> int:
    """The least distance at which one place of each part would count as near."""
    distances = range(1, _MAX_APART)
    at = bisect_left(distances, True, key=lambda within: bool(closest_together(by_part, within)))
    return distances[min(at, len(distances) - 1)]


def _fields(stands: list[Place]) -> str:
    return " and ".join(FIELDS[index] for index in sorted({place.field for place in stands}))


def _of_date(view: View) -> Iterator[str]:
    published = view.reading.published_on()
    yield f"published on {published}" if published else "the item states no date of its own"
    text = view.reading.folded.text
    written = dict.fromkeys(text[one.start : one.end] for one in view.reading.dates())
    if written:
        yield f"written: {', '.join(written)}"
