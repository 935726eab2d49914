"""Weights of grouping: log-odds that a telling tells a development.

The numbers are written by ``python -m bench.fit_grouping --write``, fitted on labelled stories;
there is one configuration for all. Thresholds are set by hand from what ``bench.grouping``
measures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model: intercept and weights of features, and from which probability to join."""

    intercept: float
    weights: Mapping[str, float]
    join_at: float

    def probability(self, scores: Mapping[str, float]) -> float:
        """Probability that telling and development belong together. Other features weigh 0."""
        weights = self.weights
        odds = self.intercept + sum(
            weights[name] * value for name, value in scores.items() if name in weights
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


_PLAIN_INTERCEPT: Final = -9.313
_PLAIN_WEIGHTS: Final = {
    "centroid": 1.938,
    "rare": 6.848,
    "cover": 3.706,
    "title_cover": -1.080,
    "names_conflict": -1.016,
    "numbers_shared": 0.660,
    "first_state": 0.635,
    "foreign": 0.223,
    "gap": 0.073,
    "stale": -1.025,
    "shorter": 0.869,
    "longer": -0.508,
    "size": -2.093,
    "same_outlet": -1.314,
    "centroid_by_gap": -1.911,
    "centroid_by_length": 3.856,
    "centroid_by_size": 1.840,
    "actors_alike": 0.000,
    "actors_conflict": 0.000,
    "actors_new": 0.000,
    "actors_lost": 0.000,
    "meeting_alike": 0.000,
    "meeting_conflict": 0.000,
}
_RULED_INTERCEPT: Final = -14.491
_RULED_WEIGHTS: Final = {
    "centroid": 4.951,
    "rare": 5.156,
    "cover": 4.574,
    "title_cover": -2.288,
    "names_conflict": 0.777,
    "numbers_shared": 0.684,
    "first_state": 0.342,
    "foreign": 2.383,
    "gap": -0.593,
    "stale": -1.190,
    "shorter": 0.654,
    "longer": 1.350,
    "size": -1.229,
    "same_outlet": -0.734,
    "centroid_by_gap": -1.905,
    "centroid_by_length": 3.084,
    "centroid_by_size": 1.240,
    "actors_alike": 3.151,
    "actors_conflict": -1.222,
    "actors_new": 0.623,
    "actors_lost": 0.846,
    "meeting_alike": 0.989,
    "meeting_conflict": -1.161,
}

_BY_HAND: Final = {"place_conflict": -5.0}
"""Two alike happenings in two places: too rare in the labelled stories to be learnt from them,
and the mistake that costs most."""

PLAIN: Final = Model(_PLAIN_INTERCEPT, {**_PLAIN_WEIGHTS, **_BY_HAND}, 0.65)
"""For tellings or developments in which rules found no actors: words alone must prove it."""

RULED: Final = Model(_RULED_INTERCEPT, {**_RULED_WEIGHTS, **_BY_HAND}, 0.5)
"""For hits with actors on both sides: what a daemon groups. With a lower threshold the replayed
week alerts still less, but more developments of real headlines hide in others (at 0.3, 8 of about
90; at 0.5, 5)."""

MENTION_SHARE: Final = 0.4
"""A new development says that it may belong to another from this share of the threshold on."""
