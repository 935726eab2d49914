"""How telling a term is: inverse document frequency over all stored items, the old ones fading.

A fresh install has counted nothing yet. The rates of :mod:`monitor.developments.background` then
stand in, as if :data:`PRIOR_DOCUMENTS` items had been counted with them, and fade as the
program's own counts grow (a Dirichlet prior; Zhai and Lafferty 2004 smooth language models so).

Counts fade by half every :data:`HALF_LIFE`. Nothing is rewritten for that: a later document weighs
more than an earlier one, and all is seen in the unit of the latest (forward decay; Cormode,
Shkapenyuk, Srivastava and Xu 2009).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from monitor.developments.background import RARE_RATE, RATES
from monitor.developments.gazetteer import CITIES, STATES

PLACE_RATE: Final = 0.002
"""Assumed share of items that name any one state or city: a place tells where, not what."""

PRIOR_DOCUMENTS: Final = 1500.0
"""Weight of the background, in items: a busy install counts as many in a day or two."""

HALF_LIFE: Final = timedelta(days=30)
"""After this time a counted item weighs half: what a crisis made common becomes rare again some
months after it, while a quiet week does not make the program forget."""

MAX_SKEW: Final = timedelta(days=1)
"""A clock that is behind the last count by more was wrong then or is wrong now."""

_PLACES: Final = frozenset(STATES.values()) | frozenset(CITIES.values())
_RARE: Final = PRIOR_DOCUMENTS * RARE_RATE
_PRIORS: Final[Mapping[str, float]] = {
    term: PRIOR_DOCUMENTS * max(RATES.get(term, RARE_RATE), PLACE_RATE if term in _PLACES else 0.0)
    for term in RATES.keys() | _PLACES
}


@dataclass(frozen=True, slots=True)
class Decay:
    """How far time has gone in the counting: ``age`` in half-lives, ``counted_at`` (aware).

    Time never runs backwards here, and by one half-life at most from one count to the next, so
    that neither a wrong clock nor a long stop makes the program forget all it learned.
    """

    age: float = 0.0
    counted_at: datetime | None = None

    def at(self, now: datetime) -> Decay:
        """The state in which documents of ``now`` are counted."""
        if self.counted_at is None:
            return Decay(self.age, now)
        gone = now - self.counted_at
        if gone >= timedelta(0):
            return Decay(self.age + min(gone / HALF_LIFE, 1.0), now)
        return self if gone >= -MAX_SKEW else Decay(self.age, now)

    @property
    def unit(self) -> float:
        """What a document counted in this state weighs."""
        return math.exp2(self.age)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermStatistics:
    """Counts over all stored items: ``documents`` of them, ``frequencies`` those with each term.

    ``unit`` is what one document of today weighs in these counts (as :attr:`Decay.unit`).
    ``frequencies`` may leave out terms (a store with bounded memory drops the rare ones): what is
    missing counts as rare.
    """

    documents: float = 0
    frequencies: Mapping[str, float] = field(default_factory=dict)
    unit: float = 1.0

    def idf(self, term: str) -> float:
        """Natural log of one over the smoothed share of items with the term; at least 0.

        About 3 for the commonest words of news, 8 for a word hardly ever seen.
        """
        return Idf(self)[term]


class Idf(dict[str, float]):
    """Terms and their idf under one state of the statistics, worked out when first asked for."""

    __slots__ = ("_frequencies", "_log_documents", "_unit")

    def __init__(self, statistics: TermStatistics) -> None:
        super().__init__()
        self._frequencies = statistics.frequencies
        self._unit = statistics.unit
        self._log_documents = math.log(statistics.documents + self._unit * PRIOR_DOCUMENTS)

    def __missing__(self, term: str) -> float:
        counted = self._frequencies.get(term, 0.0) + self._unit * _PRIORS.get(term, _RARE)
        weight = self[term] = max(0.0, self._log_documents - math.log(counted))
        return weight
