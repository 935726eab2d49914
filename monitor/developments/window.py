"""The open developments, read once and indexed, for a run of decisions.

The one object of this room with a lifetime: a caller builds it from the store for a batch, asks
:func:`monitor.developments.grouping.group` for each telling, and puts the outcome back. It holds
no clock, does no I/O and lives no longer than its batch. Looking a telling up costs by the
postings of its rarest terms, not by the number of developments.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from monitor.developments.reading import Reading, read
from monitor.developments.statistics import TermStatistics
from monitor.model import Development, OpenDevelopment, Telling

MAX_TELLINGS: Final = 16
"""Tellings of a development that are compared: the first and the latest ones."""

MAX_CANDIDATES: Final = 12
"""Developments that are weighed for one telling, by shared weight of terms."""

MAX_POSTINGS: Final = 400
"""Terms in more developments than this find no candidates (they still weigh)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A development with its tellings read, the sum of their terms, and what else finds it."""

    development: Development
    readings: tuple[Reading, ...]
    centroid: Mapping[str, float]
    keys: frozenset[tuple[str, object]]


class Window:
    """Open developments by what finds them: term, URL, title, item, meeting."""

    def __init__(self, statistics: TermStatistics) -> None:
        self.statistics = statistics
        self._entries: dict[int, Entry] = {}
        self._by_term: defaultdict[str, set[int]] = defaultdict(set)
        self._by_key: defaultdict[tuple[str, object], set[int]] = defaultdict(set)
        self._readings: dict[Telling, Reading] = {}
        self._idf: dict[str, float] = {}
        self._norms: dict[int, tuple[Mapping[str, float], float]] = {}

    @classmethod
    def build(cls, developments: Iterable[OpenDevelopment], statistics: TermStatistics) -> Window:
        """A window over the developments, weighed by the statistics."""
        window = cls(statistics)
        for known in developments:
            window.add(known)
        return window

    def add(self, known: OpenDevelopment) -> None:
        """Take in a development; one of the same id is replaced."""
        development_id = known.development.id
        if development_id in self._entries:
            self.remove(development_id)
        readings = tuple(self.read(telling) for telling in _compared(known.tellings))
        centroid: defaultdict[str, float] = defaultdict(float)
        for reading in readings:
            for term, weight in reading.terms.items():
                centroid[term] += weight
        keys = frozenset(key for telling in known.tellings for key in _keys(self.read(telling)))
        self._entries[development_id] = Entry(known.development, readings, dict(centroid), keys)
        for term in centroid:
            self._by_term[term].add(development_id)
        for key in keys:
            self._by_key[key].add(development_id)

    def replace(self, known: OpenDevelopment) -> None:
        """Put a development in its state after a decision (as :meth:`add`)."""
        self.add(known)

    def remove(self, development_id: int) -> None:
        """Forget a development; unknown ids are ignored."""
        entry = self._entries.pop(development_id, None)
        if entry is None:
            return
        self._norms.pop(id(entry.centroid), None)
        for term in entry.centroid:
            self._by_term[term].discard(development_id)
        for key in entry.keys:
            self._by_key[key].discard(development_id)

    def with_statistics(self, statistics: TermStatistics) -> Window:
        """The same developments under other statistics, without reading the tellings again."""
        other = Window(statistics)
        other._entries = dict(self._entries)
        other._by_term = defaultdict(set, {t: set(ids) for t, ids in self._by_term.items()})
        other._by_key = defaultdict(set, {k: set(ids) for k, ids in self._by_key.items()})
        other._readings = dict(self._readings)
        return other

    def __len__(self) -> int:
        return len(self._entries)

    def entry(self, development_id: int) -> Entry:
        """The development of that id. Raises ``KeyError`` where the window has none."""
        return self._entries[development_id]

    def read(self, telling: Telling) -> Reading:
        """The telling, read; remembered for the life of the window."""
        known = self._readings.get(telling)
        if known is None:
            known = self._readings[telling] = read(telling)
        return known

    def idf(self, term: str) -> float:
        """The term's weight under the window's statistics."""
        known = self._idf.get(term)
        if known is None:
            known = self._idf[term] = self.statistics.idf(term)
        return known

    def norm(self, weights: Mapping[str, float]) -> float:
        """Length of a vector of terms, weighed. The mapping must not change afterwards."""
        held = self._norms.get(id(weights))
        if held is None or held[0] is not weights:
            total = sum((weight * self.idf(term)) ** 2 for term, weight in weights.items())
            held = self._norms[id(weights)] = (weights, math.sqrt(total))
        return held[1]

    def cosine(self, ours: Mapping[str, float], theirs: Mapping[str, float]) -> float:
        """Cosine of two vectors of terms, weighed; 0 where one is empty."""
        lengths = self.norm(ours) * self.norm(theirs)
        if not lengths:
            return 0.0
        dot = 0.0
        for term, weight in ours.items():
            other = theirs.get(term)
            if other:
                idf = self.idf(term)
                dot += weight * other * idf * idf
        return dot / lengths

    def holding(self, kind: str, value: object) -> tuple[int, ...]:
        """Ids of the developments that hold an item, url, title or meeting; newest first."""
        return tuple(sorted(self._by_key.get((kind, value), ()), reverse=True))

    def rarity(self, kind: str, value: object) -> float:
        """How much holding an actor or meeting sets a development apart from the open ones."""
        held = len(self._by_key.get((kind, value), ()))
        return math.log((len(self._entries) + 1) / (held + 0.5))

    def candidates(self, reading: Reading) -> tuple[int, ...]:
        """Ids of the developments worth weighing, by shared weight of terms, best first."""
        shared: defaultdict[int, float] = defaultdict(float)
        for term in reading.terms:
            found = self._by_term.get(term, ())
            if len(found) <= MAX_POSTINGS:
                weight = self.idf(term) ** 2
                for development_id in found:
                    shared[development_id] += weight
        ordered = sorted(shared, key=lambda found: (-shared[found], found))[:MAX_CANDIDATES]
        return tuple(dict.fromkeys((*ordered, *self._by_rules(reading.telling))))

    def _by_rules(self, telling: Telling) -> Iterator[int]:
        """The newest developments of the same meetings, and of the telling's rarest actors.

        They may share no word with it: another language, another way to say it.
        """
        for meeting in telling.meetings:
            yield from self.holding("meeting", meeting)[:MAX_CANDIDATES]
        actors = sorted(telling.actors, key=lambda actor: (-self.rarity("actor", actor), actor))
        for actor in actors[:2]:
            yield from self.holding("actor", actor)[: MAX_CANDIDATES // 2]


def _compared(tellings: Sequence[Telling]) -> Sequence[Telling]:
    if len(tellings) <= MAX_TELLINGS:
        return tellings
    return (tellings[0], *tellings[1 - MAX_TELLINGS :])


def _keys(reading: Reading) -> Iterator[tuple[str, object]]:
    telling = reading.telling
    yield "item", telling.item_id
    yield "title", reading.normal_title
    if telling.canonical_url:
        yield "url", telling.canonical_url
    for meeting in telling.meetings:
        yield "meeting", meeting
    for actor in telling.actors:
        yield "actor", actor
