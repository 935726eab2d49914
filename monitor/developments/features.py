"""What is weighed when asking whether a telling tells a development: named numbers. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from monitor.developments.reading import Reading
from monitor.developments.signature import is_forward
from monitor.developments.window import Entry, Window
FEATURES: Final = (
    "centroid", "nearest", "shared", "rare", "cover", "names_conflict", "numbers_shared",
    "numbers_conflict", "first_state", "acts_shared", "acts_conflict", "city_conflict", "gap",
    "shorter", "longer", "size", "same_outlet", "centroid_by_gap", "centroid_by_length",
    "centroid_by_size", "title_cover", "speaker", "foreign", "hit", "actors_alike",
    "actors_conflict", "meeting_alike", "meeting_conflict", "meeting_told", "status_alike",
    "status_conflict",
)  # fmt: skip
"""Features whose weights are fitted on labelled stories (``bench/fit_grouping.py``)."""

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
        **_of_signature(reading, nearest, entry),
        **_of_rules(reading, nearest, entry, window),
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
    title_known = sum(window.idf(term) for term in reading.title_terms if term in entry.centroid)
    title_total = sum(window.idf(term) for term in reading.title_terms)
    return {
        "shared": math.log1p(sum(shared)),
        "rare": sum(shared[:2]) / 16,
        "cover": known / total if total else 0.0,
        "title_cover": title_known / title_total if title_total else 0.0,
    }


def _of_signature(reading: Reading, nearest: Reading, entry: Entry) -> Mapping[str, float]:
    first = 0.0
    if reading.title_states and nearest.title_states:
        first = 1.0 if reading.title_states[0] == nearest.title_states[0] else -1.0
    names_conflict = (
        bool(reading.names and nearest.names)
        and reading.names.isdisjoint(nearest.terms)
        and nearest.names.isdisjoint(reading.terms)
    )
    numbers = sum(1 for number in reading.numbers if number in entry.centroid)
    return {
        "names_conflict": float(names_conflict),
        "numbers_shared": float(min(2, numbers)),
        "numbers_conflict": float(_disjoint(reading.numbers, nearest.numbers)),
        "first_state": first,
        "speaker": _speakers(reading, nearest),
        "foreign": float(reading.english != nearest.english),
        "acts_shared": float(bool(reading.acts & nearest.acts)),
        "acts_conflict": float(_disjoint(reading.acts, nearest.acts)),
        "city_conflict": float(_disjoint(reading.cities, nearest.cities)),
    }


def _speakers(reading: Reading, nearest: Reading) -> float:
    """1: the same person or body leads both titles; -1: different ones, and neither names both."""
    if not reading.speaker or not nearest.speaker:
        return 0.0
    if reading.speaker == nearest.speaker:
        return 1.0
    return float(reading.speaker in nearest.terms or nearest.speaker in reading.terms) - 1.0


def _of_rules(
    reading: Reading, nearest: Reading, entry: Entry, window: Window
) -> Mapping[str, float]:
    """What rules found: all 0 where the telling or the development comes without rules."""
    ours, known = reading.telling, entry.development.signature
    hit = bool(ours.actors and known.actors)
    about_one = bool(set(ours.meetings) & set(known.meetings))
    status = known.status
    both_told = reading.status is not None and status is not None
    return {
        "hit": float(hit),
        "actors_alike": _alike("actor", ours.actors, nearest.telling.actors, window),
        "actors_conflict": float(_disjoint(set(ours.actors), set(known.actors))),
        "meeting_alike": _alike("meeting", ours.meetings, nearest.telling.meetings, window),
        "meeting_conflict": float(_disjoint(set(ours.meetings), set(known.meetings))),
        "meeting_told": float(about_one and both_told),
        "status_alike": float(about_one and both_told and reading.status == status),
        "status_conflict": float(both_told and is_forward(reading.status, status)),
    }


def _alike(kind: str, ours: Sequence[str], theirs: Sequence[str], window: Window) -> float:
    """Cosine of two sets of ids, the rare ones among the open developments weighing most."""
    if not ours or not theirs:
        return 0.0
    weights = {value: window.rarity(kind, value) + 0.2 for value in (*ours, *theirs)}
    lengths = [math.sqrt(sum(weights[v] ** 2 for v in ids)) for ids in (ours, theirs)]
    shared = sum(weights[value] ** 2 for value in set(ours) & set(theirs))
    return shared / (lengths[0] * lengths[1])


def _disjoint(ours: frozenset[str] | set[str], theirs: frozenset[str] | set[str]) -> bool:
    """Both say something, and nothing in common."""
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _gap(told_at: datetime, entry: Entry) -> float:
    """Log of the hours to the nearest telling in time, plus one."""
    hours = min(
        abs((told_at - other.telling.told_at).total_seconds()) for other in entry.readings
    )
    return math.log1p(hours / 3600)
