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


_PLAIN_INTERCEPT: Final = -9.341
_PLAIN_WEIGHTS: Final = {
    "centroid": 1.938,
    "rare": 6.786,
    "cover": 3.732,
    "title_cover": -1.155,
    "names_conflict": -1.015,
    "numbers_shared": 0.653,
    "first_state": 0.604,
    "city_conflict": -0.390,
    "foreign": 0.252,
    "gap": 0.071,
    "stale": -1.019,
    "shorter": 0.871,
    "longer": -0.488,
    "size": -2.085,
    "same_outlet": -1.312,
    "centroid_by_gap": -1.871,
    "centroid_by_length": 3.828,
    "centroid_by_size": 1.884,
    "actors_alike": 0.000,
    "actors_conflict": 0.000,
    "actors_new": 0.000,
    "actors_lost": 0.000,
    "meeting_alike": 0.000,
    "meeting_conflict": 0.000,
}
_RULED_INTERCEPT: Final = -14.142
_RULED_WEIGHTS: Final = {
    "centroid": 4.705,
    "rare": 4.870,
    "cover": 4.609,
    "title_cover": -2.273,
    "names_conflict": 0.775,
    "numbers_shared": 0.665,
    "first_state": 0.357,
    "city_conflict": -0.092,
    "foreign": 2.350,
    "gap": -0.569,
    "stale": -1.183,
    "shorter": 0.678,
    "longer": 1.257,
    "size": -1.178,
    "same_outlet": -0.712,
    "centroid_by_gap": -1.962,
    "centroid_by_length": 3.186,
    "centroid_by_size": 1.185,
    "actors_alike": 3.088,
    "actors_conflict": -1.222,
    "actors_new": 0.618,
    "actors_lost": 0.794,
    "meeting_alike": 0.923,
    "meeting_conflict": -1.179,
}

PLAIN: Final = Model(_PLAIN_INTERCEPT, _PLAIN_WEIGHTS, 0.65)
"""For tellings or developments in which rules found no actors: words alone must prove it."""

RULED: Final = Model(_RULED_INTERCEPT, _RULED_WEIGHTS, 0.35)
"""For hits with actors on both sides: what a daemon groups. It hears one topic from many outlets,
so that most hits tell something known; hence the lower threshold."""

MENTION_SHARE: Final = 0.4
"""A new development says that it may belong to another from this share of the threshold on."""
