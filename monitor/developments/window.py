"""The open developments, read once and indexed, and kept up to date between decisions.

The one object of this room with a lifetime: a caller builds it from the store, asks
:func:`monitor.developments.grouping.group` for each telling, and puts the outcome back. It holds
no clock and does no I/O. Looking a telling up costs by its own words, not by the number of
developments: an inverted index is walked by the rarest words of the telling first, each list of
postings is walked at most :data:`MAX_POSTINGS` far, and a walk ends where what is left to walk
could no longer bring up anything better (the bound of MaxScore; Turtle and Flood 1995).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from operator import itemgetter, mul
from typing import Final, TypeVar

from monitor.developments.reading import Reading, read
from monitor.developments.statistics import Idf, TermStatistics
from monitor.model import Development, OpenDevelopment, Telling

MAX_TELLINGS: Final = 16
"""Tellings of a development that are compared: the first and the latest ones."""

MAX_CANDIDATES: Final = 6
"""Developments that are weighed for their words. ``bench.grouping_speed --recall`` measures that
weighing all of them leads to the same decisions."""

SURE_CANDIDATES: Final = 2
WORTH_WEIGHING: Final = 0.5
"""After the likest two, only what is at least this share as like as the likest."""

MAX_BY_RULES: Final = 4
"""Newest developments weighed for one meeting, or half as many for one actor, of the telling."""

MAX_POSTINGS: Final = 400
"""Newest developments looked at for one term."""

FINDING_TERMS: Final = 12
"""Rarest terms of a telling that find developments; the others only help to rank them."""

SHORTLIST: Final = 16
"""Developments found by the rarest terms that are ranked by all terms."""

MAX_FRESH: Final = 1024
"""Readings remembered for tellings that are not (yet) in the window."""

Key = tuple[str, object]
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Entry:
    """A development with its tellings read, the sum of their terms, and what else finds it.

    ``length`` is the length of ``centroid`` without statistics. ``keys`` holds for each telling,
    by item id, the telling and its keys.
    """

    development: Development
    readings: tuple[Reading, ...]
    centroid: Mapping[str, float]
    length: float
    keys: Mapping[int, tuple[Telling, tuple[Key, ...]]]

    def all_keys(self) -> set[Key]:
        """Every key that finds the development."""
        return {key for _, keys in self.keys.values() for key in keys}


class Window:
    """Open developments by what finds them: term, URL, title, item, meeting, actor."""

    def __init__(self, statistics: TermStatistics) -> None:
        self._entries: dict[int, Entry] = {}
        # Ids in ascending order: small, quick to walk from the newest, the same in any history.
        self._by_term: defaultdict[str, list[int]] = defaultdict(list)
        self._by_key: defaultdict[Key, list[int]] = defaultdict(list)
        self._fresh: dict[int, Reading] = {}
        self._since: datetime | None = None
        self.weigh_by(statistics)

    @classmethod
    def build(cls, developments: Iterable[OpenDevelopment], statistics: TermStatistics) -> Window:
        """A window over the developments, weighed by the statistics."""
        window = cls(statistics)
        for known in developments:
            window.add(known)
        return window

    def weigh_by(self, statistics: TermStatistics) -> None:
        """Weigh terms by other statistics from now on; what is known stays as it is.

        The statistics must not change until the next call: what follows from them is remembered.
        """
        self.statistics = statistics
        self._idf = Idf(statistics)
        self._vectors: dict[int, tuple[Mapping[str, float], list[tuple[str, float]]]] = {}
        self._norms: dict[int, tuple[Mapping[str, float], float]] = {}

    def reach(self, since: datetime) -> None:
        """From now on, take nothing for a candidate that was last told before ``since`` (aware)."""
        self._since = since

    def add(self, known: OpenDevelopment) -> None:
        """Take in a development; one of the same id is replaced."""
        development_id = known.development.id
        before = self._entries.get(development_id)
        after = self._entries[development_id] = self._entry(known, before)
        old_terms = before.centroid.keys() if before else set[str]()
        old_keys = before.all_keys() if before else set[Key]()
        keys = after.all_keys()
        _file(self._by_term, development_id, old_terms - after.centroid.keys(), out=True)
        _file(self._by_term, development_id, after.centroid.keys() - old_terms)
        _file(self._by_key, development_id, old_keys - keys, out=True)
        _file(self._by_key, development_id, keys - old_keys)

    def replace(self, known: OpenDevelopment) -> None:
        """Put a development in its state after a decision (as :meth:`add`)."""
        self.add(known)

    def remove(self, development_id: int) -> None:
        """Forget a development; unknown ids are ignored."""
        entry = self._entries.pop(development_id, None)
        if entry is not None:
            _file(self._by_term, development_id, entry.centroid, out=True)
            _file(self._by_key, development_id, entry.all_keys(), out=True)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[int]:
        """Ids of the developments."""
        return iter(self._entries)

    def entry(self, development_id: int) -> Entry:
        """The development of that id. Raises ``KeyError`` where the window has none."""
        return self._entries[development_id]

    def read(self, telling: Telling) -> Reading:
        """The telling, read; the latest ones are remembered."""
        known = self._fresh.get(telling.item_id)
        if known is None or known.telling != telling:
            if len(self._fresh) >= MAX_FRESH:
                del self._fresh[next(iter(self._fresh))]
            known = self._fresh[telling.item_id] = read(telling)
        return known

    def idf(self, term: str) -> float:
        """The term's weight under the window's statistics."""
        return self._idf[term]

    def norm(self, weights: Mapping[str, float]) -> float:
        """Length of a vector of terms, weighed. The mapping must not change afterwards."""
        held = self._norms.get(id(weights))
        if held is None or held[0] is not weights:
            idf = map(self._idf.__getitem__, weights)
            length = math.hypot(*map(mul, weights.values(), idf))
            held = self._norms[id(weights)] = (weights, length)
        return held[1]

    def cosine(self, ours: Mapping[str, float], theirs: Mapping[str, float]) -> float:
        """Cosine of two vectors of terms, weighed; 0 where one is empty.

        Quickest where ``ours`` is the same mapping as in the calls before, as it is where one
        telling is compared with many.
        """
        dot = 0.0
        for term, weight in self._vector(ours):
            if term in theirs:
                dot += weight * theirs[term]
        return dot / (self.norm(ours) * self.norm(theirs)) if dot else 0.0

    def holding(self, kind: str, value: object) -> tuple[int, ...]:
        """Ids of the developments that hold an item, url, title or meeting; newest first."""
        return tuple(reversed(self._by_key.get((kind, value), ())))

    def rarity(self, kind: str, value: object) -> float:
        """How much holding an actor or meeting sets a development apart from the open ones."""
        held = len(self._by_key.get((kind, value), ()))
        return math.log((len(self._entries) + 1) / (held + 0.5))

    def candidates(self, reading: Reading) -> tuple[int, ...]:
        """Ids of the developments worth weighing: the likest in words, best first, then others.

        Likeness here is the product of the two vectors over the development's length.
        """
        vector = self._vector(reading.terms)
        likeness: dict[int, float] = {}
        for development_id in self._shortlist(reading.terms):
            entry = self._entries[development_id]
            if self._is_over(entry):
                continue
            centroid = entry.centroid
            dot = 0.0
            for term, weight in vector:
                if term in centroid:
                    dot += weight * centroid[term]
            likeness[development_id] = dot / entry.length
        ordered = sorted(likeness, key=lambda found: (-likeness[found], found))[:MAX_CANDIDATES]
        worth = [
            found
            for place, found in enumerate(ordered)
            if place < SURE_CANDIDATES or likeness[found] >= WORTH_WEIGHING * likeness[ordered[0]]
        ]
        return tuple(dict.fromkeys((*worth, *self._by_rules(reading.telling))))

    def _shortlist(self, terms: Iterable[str]) -> list[int]:
        """The developments that share the most weight of the rarest terms, in no order."""
        idf = self._idf
        known = [(idf[term], term) for term in terms if term in self._by_term]
        rarest = sorted(known, reverse=True)[:FINDING_TERMS]
        left = sum(weight * weight for weight, _ in rarest)
        shared: dict[int, float] = {}
        for weight, term in rarest:
            found = self._by_term[term][-MAX_POSTINGS:]
            if len(found) > 4 * SHORTLIST < 4 * len(shared) and left < _nth(shared, SHORTLIST):
                break  # all that is left to share is less than what enough of the found ones share
            square = weight * weight
            left -= square
            for development_id in found:
                shared[development_id] = shared.get(development_id, 0.0) + square
        if len(shared) <= SHORTLIST:
            return list(shared)
        best = sorted(shared.items(), key=itemgetter(1), reverse=True)[:SHORTLIST]
        return [development_id for development_id, _ in best]

    def _by_rules(self, telling: Telling) -> Iterator[int]:
        """The newest developments of the same meetings, and of the telling's rarest actors.

        They may share no word with it: another language, another way to say it.
        """
        for meeting in telling.meetings:
            yield from self._newest(("meeting", meeting), MAX_BY_RULES)
        actors = sorted(telling.actors, key=lambda actor: (-self.rarity("actor", actor), actor))
        for actor in actors[:2]:
            yield from self._newest(("actor", actor), MAX_BY_RULES // 2)

    def _newest(self, key: Key, count: int) -> Iterator[int]:
        ids = reversed(self._by_key.get(key, []))
        return islice((found for found in ids if not self._is_over(self._entries[found])), count)

    def _is_over(self, entry: Entry) -> bool:
        return self._since is not None and entry.development.last_told_at < self._since

    def _vector(self, weights: Mapping[str, float]) -> list[tuple[str, float]]:
        """Terms and weights times idf squared, so that a product needs only the other's weights."""
        held = self._vectors.get(id(weights))
        if held is None or held[0] is not weights:
            idf = self._idf
            pairs = [(term, weight * idf[term] ** 2) for term, weight in weights.items()]
            held = self._vectors[id(weights)] = (weights, pairs)
        return held[1]

    def _entry(self, known: OpenDevelopment, before: Entry | None) -> Entry:
        """The development as an entry; of ``before``, readings and keys are taken over."""
        read_before = {one.telling.item_id: one for one in before.readings} if before else {}
        readings = tuple(
            reading
            if (reading := read_before.get(telling.item_id)) and _equal(reading.telling, telling)
            else self.read(telling)
            for telling in _compared(known.tellings)
        )
        centroid = _sum(readings)
        keys_before = before.keys if before else {}
        keys = {
            telling.item_id: held
            if (held := keys_before.get(telling.item_id)) and _equal(held[0], telling)
            else (telling, tuple(_keys(self.read(telling))))
            for telling in known.tellings
        }
        length = math.sqrt(sum(weight * weight for weight in centroid.values()))
        return Entry(known.development, readings, centroid, length, keys)


def _equal(one: Telling, other: Telling) -> bool:
    return one is other or one == other


def _sum(readings: Sequence[Reading]) -> Mapping[str, float]:
    if len(readings) == 1:
        return readings[0].terms
    total: dict[str, float] = {}
    for reading in readings:
        for term, weight in reading.terms.items():
            total[term] = total.get(term, 0.0) + weight
    return total


def _nth(shared: Mapping[int, float], place: int) -> float:
    """The value that stands at this place, counted from the highest."""
    return sorted(shared.values(), reverse=True)[place - 1]


def _compared(tellings: Sequence[Telling]) -> Sequence[Telling]:
    if len(tellings) <= MAX_TELLINGS:
        return tellings
    return (tellings[0], *tellings[1 - MAX_TELLINGS :])


def _keys(reading: Reading) -> Iterator[Key]:
    telling = reading.telling
    yield "item", telling.item_id
    yield "title", reading.normal_title
    if telling.canonical_url:
        yield "url", telling.canonical_url
    for meeting in telling.meetings:
        yield "meeting", meeting
    for actor in telling.actors:
        yield "actor", actor


def _file(
    index: defaultdict[K, list[int]], id: int, keys: Iterable[K], *, out: bool = False
) -> None:
    """Put an id into, or take it out of, the sorted lists of these keys."""
    for key in keys:
        ids = index[key]
        place = bisect_left(ids, id)
        if out:
            del ids[place]
            if not ids:
                del index[key]
        elif not ids or ids[-1] < id:
            ids.append(id)
        else:
            ids.insert(place, id)
