"""How telling a term is: inverse document frequency over all stored items.

A fresh install has counted nothing yet. The rates of :mod:`monitor.developments.background` then
stand in, as if :data:`PRIOR_DOCUMENTS` items had been counted with them, and fade as the
program's own counts grow (a Dirichlet prior; Zhai and Lafferty 2004 smooth language models so).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from monitor.developments.background import RARE_RATE, RATES
from monitor.developments.gazetteer import CITIES, STATES

_PLACES: Final = frozenset(STATES.values()) | frozenset(CITIES.values())

PLACE_RATE: Final = 0.002
"""Assumed share of items that name any one state or city: a place tells where, not what."""

PRIOR_DOCUMENTS: Final = 1500.0
"""Weight of the background, in items: a busy install counts as many in a day or two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermStatistics:
    """Counts over all stored items: ``documents`` of them, ``frequencies`` those with each term.

    ``frequencies`` may leave out terms (a store with bounded memory drops the rare ones): what is
    missing counts as rare. Both may be decayed; they need not be whole counts.
    """

    documents: float = 0
    frequencies: Mapping[str, float] = field(default_factory=dict)

    def idf(self, term: str) -> float:
        """Natural log of one over the smoothed share of items with the term; at least 0.

        About 3 for the commonest words of news, 8 for a word hardly ever seen.
        """
        rate = RATES.get(term, RARE_RATE)
        if term in _PLACES:
            rate = max(rate, PLACE_RATE)
        prior = PRIOR_DOCUMENTS * rate
        share = (self.frequencies.get(term, 0) + prior) / (self.documents + PRIOR_DOCUMENTS)
        return max(0.0, -math.log(min(share, 1.0)))
