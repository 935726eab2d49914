"""What is weighed when asking whether a telling tells a development: named numbers. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
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
    "centroid", "nearest", "typical", "shared", "rare", "cover", "title_cover", "names_shared",
    "names_conflict", "numbers_shared", "numbers_conflict", "first_state", "acts_shared",
    "acts_conflict", "city_conflict", "gap", "shorter", "longer", "size", "same_outlet",
    "lead", "exclusive",
)  # fmt: skip
"""Features whose weights are fitted on labelled stories (``bench/fit_grouping.py``)."""

SET_BY_HAND: Final = (
    "meeting_shared", "meeting_outcome", "meeting_conflict", "place_conflict", "actors_conflict",
)  # fmt: skip
"""Features that need rules, actors and meetings, which no labelled set has: weights by judgement."""


def nearest_of(reading: Reading, entry: Entry, window: Window) -> tuple[Reading, list[float]]:
    """The development's telling most alike, and the likeness of each in order."""
    likeness = [window.cosine(reading.terms, other.terms) for other in entry.readings]
    best = max(range(len(likeness)), key=lambda index: (likeness[index], -index))
    return entry.readings[best], likeness


def weigh_all(
    reading: Reading, entries: Sequence[Entry], window: Window, told_at: datetime
) -> list[dict[str, float]]:
    """Every feature of a telling beside each development, by name, in the order given.

    ``lead`` is how much more alike this development is than the next best: a telling equally
    alike to many tells of their common matter, not of one of them.
    """
    weighed = [features(reading, entry, window, told_at) for entry in entries]
    for index, scores in enumerate(weighed):
        others = [other["centroid"] for at, other in enumerate(weighed) if at != index]
        scores["lead"] = scores["centroid"] - max(others, default=0.0)
    return weighed


def features(
    reading: Reading, entry: Entry, window: Window, told_at: datetime
) -> dict[str, float]:
    """Every feature of a telling beside one development taken alone, by name."""
    nearest, likeness = nearest_of(reading, entry, window)
    return {
        **_of_words(reading, entry, nearest, window),
        "exclusive": min(_exclusive(reading, entry, window), 30.0) / 10,
        "nearest": max(likeness),
        "typical": sum(likeness) / len(likeness),
        **_of_names(reading, entry, nearest, window),
        **_of_signature(reading, entry, nearest),
        "gap": _gap(told_at, entry),
        "shorter": math.log1p(min(len(reading.terms), len(nearest.terms))),
        "longer": math.log1p(max(len(reading.terms), len(nearest.terms))),
        "size": math.log(len(entry.readings)),
        "same_outlet": float(reading.telling.outlet in entry.development.outlets),
    }


def _of_words(
    reading: Reading, entry: Entry, nearest: Reading, window: Window
) -> Mapping[str, float]:
    shared = sorted(
        (window.idf(term) for term in reading.terms if term in nearest.terms), reverse=True
    )
    known = sum(window.idf(term) for term in reading.terms if term in entry.centroid)
    total = sum(window.idf(term) for term in reading.terms)
    title_known = sum(window.idf(term) for term in reading.title_terms if term in entry.centroid)
    title_total = sum(window.idf(term) for term in reading.title_terms)
    return {
        "centroid": window.cosine(reading.terms, entry.centroid),
        "shared": math.log1p(sum(shared)),
        "rare": sum(shared[:2]) / 16,
        "cover": known / total if total else 0.0,
        "title_cover": title_known / title_total if title_total else 0.0,
    }


def _exclusive(reading: Reading, entry: Entry, window: Window) -> float:
    """Weight of the shared terms that no other open development holds."""
    return sum(
        window.idf(term)
        for term in reading.terms
        if term in entry.centroid and window.holders(term) == 1
    )


def _of_names(
    reading: Reading, entry: Entry, nearest: Reading, window: Window
) -> Mapping[str, float]:
    held = sum(window.idf(term) for term in reading.names if term in entry.centroid)
    conflict = (
        bool(reading.names and nearest.names)
        and reading.names.isdisjoint(nearest.terms)
        and nearest.names.isdisjoint(reading.terms)
    )
    numbers = sum(1 for number in reading.numbers if number in entry.centroid)
    return {
        "names_shared": min(held, 20) / 10,
        "names_conflict": float(conflict),
        "numbers_shared": float(min(2, numbers)),
        "numbers_conflict": float(_disjoint(reading.numbers, nearest.numbers)),
    }


def _of_signature(reading: Reading, entry: Entry, nearest: Reading) -> Mapping[str, float]:
    telling, known = reading.telling, entry.development.signature
    first = 0.0
    if reading.title_states and nearest.title_states:
        first = 1.0 if reading.title_states[0] == nearest.title_states[0] else -1.0
    meetings = set(telling.meetings) & set(known.meetings)
    city_conflict = _disjoint(reading.cities, nearest.cities)
    both_meet = reading.status is not None and known.status is not None
    return {
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
