"""Weights of grouping: log-odds that a telling tells a development.

:data:`FITTED_WEIGHTS` and :data:`INTERCEPT` come from ``python -m bench.fit_grouping``; the
others are judgement, since no labelled set has rules with actors and meetings.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

INTERCEPT: Final = -5.148

FITTED_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "centroid": 6.783,
        "nearest": -1.443,
        "typical": -9.621,
        "shared": 1.538,
        "rare": 2.593,
        "cover": 3.029,
        "title_cover": 0.755,
        "names_shared": 0.468,
        "names_conflict": -0.807,
        "numbers_shared": 0.469,
        "numbers_conflict": -0.826,
        "first_state": 0.510,
        "acts_shared": -0.119,
        "acts_conflict": -0.350,
        "city_conflict": -1.792,
        "gap": -0.615,
        "shorter": -0.114,
        "longer": -0.852,
        "size": -0.638,
        "same_outlet": -1.645,
        "lead": 9.083,
        "exclusive": 0.183,
    }
)

HAND_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "meeting_shared": 0.5,
        "meeting_outcome": 1.0,
        "meeting_conflict": -2.5,
        "place_conflict": -2.0,
        "actors_conflict": -1.0,
    }
)
"""Log-odds of features that need rules."""

JOIN_AT: Final = 0.5
"""Probability from which a telling joins."""

MENTION_AT: Final = 0.2
"""Probability from which a new development says that it may belong to another."""
