"""Weights of grouping: log-odds that a telling tells a development.

:data:`WEIGHTS` and :data:`INTERCEPT` are written by ``python -m bench.fit_grouping --write``,
fitted on labelled stories with and without rules: one configuration for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

INTERCEPT: Final = -9.338

WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "centroid": 4.760,
        "nearest": -3.176,
        "shared": 1.386,
        "rare": 9.285,
        "cover": 2.721,
        "names_conflict": -0.835,
        "numbers_shared": 0.411,
        "numbers_conflict": -1.182,
        "first_state": 0.467,
        "acts_shared": -0.294,
        "acts_conflict": -0.426,
        "city_conflict": -1.890,
        "gap": -0.276,
        "shorter": -0.095,
        "longer": -1.361,
        "size": -0.870,
        "same_outlet": -0.904,
        "centroid_by_gap": -1.252,
        "centroid_by_length": 1.713,
        "centroid_by_size": 1.333,
    }
)

JOIN_AT: Final = 0.5
"""Probability from which a telling joins."""

MENTION_AT: Final = 0.2
"""Probability from which a new development says that it may belong to another."""
