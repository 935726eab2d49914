"""What is weighed when asking whether a telling tells a development: named numbers. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from monitor.developments.reading import Reading
from monitor.developments.window import Entry, Window
from monitor.model import MeetingStatus

_OUTCOMES: Final = frozenset(
    {
        MeetingStatus.HELD,
        MeetingStatus.FAILED,
        MeetingStatus.AGREED,
        MeetingStatus.POSTPONED,
        MeetingStatus.CANCELLED,
    }
)

FITTED: Final = (
    "centroid", "nearest", "shared", "rare", "cover", "names_conflict", "numbers_shared",
    "numbers_conflict", "first_state", "acts_shared", "acts_conflict", "city_conflict", "gap",
    "shorter", "longer", "size", "same_outlet", "centroid_by_gap", "centroid_by_length",
    "centroid_by_size",
)  # fmt: skip
"""Features whose weights are fitted on labelled stories (``bench/fit_grouping.py``)."""

SET_BY_HAND: Final = (
    "meeting_shared", "meeting_outcome", "meeting_conflict", "place_conflict", "actors_conflict",
)  # fmt: skip
"""Features that need rules, actors and meetings, which no labelled set has: weights by judgement."""


def nearest_of(reading: Reading, entry: Entry, window: Window) -> tuple[Reading, float]:
    """The development's telling most alike (the first of equals), and how alike it is."""
    likeness = [window.cosine(reading.terms, other.terms) for other in entry.readings]
    best = max(range(len(likeness)), key=lambda index: (likeness[index], -index))
    return entry.readings[best], likeness[best]


def features(
    reading: Reading, entry: Entry, window: Window, told_at: datetime
) -> Mapping[str, float]:
    """Every feature of a telling beside a development, by name."""
    nearest, likeness = nearest_of(reading, entry, window)
    centroid = window.cosine(reading.terms, entry.centroid)
    gap = _gap(told_at, entry)
    longer = math.log1p(max(len(reading.terms), len(nearest.terms)))
    size = math.log(len(entry.readings))
    return {
        "centroid": centroid,
        "nearest": likeness,
        **_of_words(reading, entry, nearest, window),
        **_of_signature(reading, entry, nearest),
        "gap": gap,
        "shorter": math.log1p(min(len(reading.terms), len(nearest.terms))),
        "longer": longer,
        "size": size,
        "same_outlet": float(reading.telling.outlet in entry.development.outlets),
        # How much likeness proves depends on time, on text length, and on how many tell it.
        "centroid_by_gap": centroid * gap,
        "centroid_by_length": centroid * longer,
        "centroid_by_size": centroid * size,
    }


def _of_words(
    reading: Reading, entry: Entry, nearest: Reading, window: Window
) -> Mapping[str, float]:
    shared = sorted(
        (window.idf(term) for term in reading.terms if term in nearest.terms), reverse=True
    )
    known = sum(window.idf(term) for term in reading.terms if term in entry.centroid)
    total = sum(window.idf(term) for term in reading.terms)
    return {
        "shared": math.log1p(sum(shared)),
        "rare": sum(shared[:2]) / 16,
        "cover": known / total if total else 0.0,
    }


def _of_signature(reading: Reading, entry: Entry, nearest: Reading) -> Mapping[str, float]:
    telling, known = reading.telling, entry.development.signature
    first = 0.0
    if reading.title_states and nearest.title_states:
        first = 1.0 if reading.title_states[0] == nearest.title_states[0] else -1.0
    meetings = set(telling.meetings) & set(known.meetings)
    names_conflict = (
        bool(reading.names and nearest.names)
        and reading.names.isdisjoint(nearest.terms)
        and nearest.names.isdisjoint(reading.terms)
    )
    numbers = sum(1 for number in reading.numbers if number in entry.centroid)
    city_conflict = _disjoint(reading.cities, nearest.cities)
    both_meet = reading.status is not None and known.status is not None
    return {
        "names_conflict": float(names_conflict),
        "numbers_shared": float(min(2, numbers)),
        "numbers_conflict": float(_disjoint(reading.numbers, nearest.numbers)),
        "first_state": first,
        "acts_shared": float(bool(reading.acts & nearest.acts)),
        "acts_conflict": float(_disjoint(reading.acts, nearest.acts)),
        "city_conflict": float(city_conflict),
        "meeting_shared": float(bool(meetings)),
        "meeting_outcome": float(
            bool(meetings) and reading.status in _OUTCOMES and known.status in _OUTCOMES
        ),
        "meeting_conflict": float(_disjoint(set(telling.meetings), set(known.meetings))),
        "place_conflict": float(both_meet and city_conflict),
        "actors_conflict": float(_disjoint(set(telling.actors), set(known.actors))),
    }


def _disjoint(ours: frozenset[str] | set[str], theirs: frozenset[str] | set[str]) -> bool:
    """Both say something, and nothing in common."""
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _gap(told_at: datetime, entry: Entry) -> float:
    """Log of the hours to the nearest telling in time, plus one."""
    hours = min(
        abs((told_at - other.telling.told_at).total_seconds()) for other in entry.readings
    )
    return math.log1p(hours / 3600)
