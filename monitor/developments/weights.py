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


_PLAIN_INTERCEPT: Final = -9.336
_PLAIN_WEIGHTS: Final = {
    "centroid": 1.921,
    "rare": 6.787,
    "cover": 3.733,
    "title_cover": -1.154,
    "names_conflict": -1.015,
    "numbers_shared": 0.654,
    "first_state": 0.604,
    "city_conflict": -0.389,
    "foreign": 0.252,
    "gap": 0.072,
    "stale": -1.018,
    "shorter": 0.868,
    "longer": -0.487,
    "size": -2.084,
    "same_outlet": -1.311,
    "centroid_by_gap": -1.873,
    "centroid_by_length": 3.833,
    "centroid_by_size": 1.881,
    "actors_alike": 0.000,
    "actors_conflict": 0.000,
    "actors_new": 0.000,
    "actors_lost": 0.000,
    "meeting_alike": 0.000,
    "meeting_conflict": 0.000,
}
_RULED_INTERCEPT: Final = -14.286
_RULED_WEIGHTS: Final = {
    "centroid": 4.556,
    "rare": 4.886,
    "cover": 4.593,
    "title_cover": -2.160,
    "names_conflict": 0.718,
    "numbers_shared": 0.695,
    "first_state": 0.362,
    "city_conflict": -0.100,
    "foreign": 2.394,
    "gap": -0.578,
    "stale": -1.182,
    "shorter": 0.724,
    "longer": 1.250,
    "size": -1.224,
    "same_outlet": -0.670,
    "centroid_by_gap": -1.945,
    "centroid_by_length": 3.238,
    "centroid_by_size": 1.200,
    "actors_alike": 3.102,
    "actors_conflict": -1.225,
    "actors_new": 0.638,
    "actors_lost": 0.816,
    "meeting_alike": 0.931,
    "meeting_conflict": -1.156,
}

PLAIN: Final = Model(_PLAIN_INTERCEPT, _PLAIN_WEIGHTS, 0.65)
"""For tellings or developments in which rules found no actors: words alone must prove it."""

RULED: Final = Model(_RULED_INTERCEPT, _RULED_WEIGHTS, 0.35)
"""For hits with actors on both sides: what a daemon groups. It hears one topic from many outlets,
so that most hits tell something known; hence the lower threshold."""

MENTION_SHARE: Final = 0.4
"""A new development says that it may belong to another from this share of the threshold on."""
