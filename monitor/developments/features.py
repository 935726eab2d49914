"""What is weighed when asking whether a telling tells a development: named numbers. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from monitor.developments.reading import Reading
from monitor.developments.window import Entry, Window

WORD_FEATURES: Final = (
    "centroid", "nearest", "margin", "cover", "title_cover", "rarest", "second_rarest", "apart",
    "numbers_shared", "first_state", "names_conflict", "foreign", "late", "stale", "shorter",
    "longer", "size", "same_outlet",
)  # fmt: skip
"""What the texts alone tell: the trees that give the score ``words`` are fitted on these.
``place_conflict``, ``bygone``, ``thin`` and ``strangers`` are weighed by hand."""

RULED_FEATURES: Final = (
    "centroid", "rare", "cover", "title_cover", "names_conflict", "numbers_shared", "first_state",
    "foreign", "gap", "stale", "shorter", "longer", "size", "same_outlet", "centroid_by_gap",
    "centroid_by_length", "centroid_by_size",
)  # fmt: skip
"""What is weighed again, beside ``words``, where rules found actors: rules may prove what words
leave open."""

RULE_FEATURES: Final = (
    "actors_alike", "actors_conflict", "actors_new", "actors_lost", "meeting_alike",
    "meeting_conflict",
)  # fmt: skip
"""What rules found, all 0 where they found no actors in the telling or the development."""

STALE_AFTER_H: Final = 36.0
"""Hours after which a happening is mostly told out: a day's news and its morning after."""

MIN_SHARED: Final = 2
"""Words besides places that two texts share, at least, where words alone must prove it."""

RARE_IDF: Final = 7.0
"""A word of fewer than one item in a thousand: a name or an unusual word."""

FRESH_H: Final = 6.0
"""Hours within which it says nothing how far apart two texts are: minutes tell feeds apart, not
happenings."""

LOOK_BACK_H: Final = 120.0
"""Hours beyond which no labelled story says whether two texts tell one happening."""


def nearest_of(
    reading: Reading, entry: Entry, window: Window, centroid: float
) -> tuple[float, Reading]:
    """The development's telling most alike (the first of equals), and how alike it is.

    ``centroid``: how alike the whole development is; of one telling that is the same.
    """
    if len(entry.readings) == 1:
        return centroid, entry.readings[0]
    alike = [window.cosine(reading.terms, other.terms) for other in entry.readings]
    best = max(alike)
    return best, entry.readings[alike.index(best)]


def features(
    reading: Reading, ids: Sequence[int], window: Window, told_at: datetime
) -> list[Mapping[str, float]]:
    """Every feature of a telling beside each of the developments, by name."""
    likeness = [window.cosine(reading.terms, window.entry(one).centroid) for one in ids]
    best, second = ([*sorted(likeness, reverse=True), 0.0, 0.0])[:2]
    return [
        {
            "centroid": centroid,
            # In a crisis all headlines are alike: what counts is how much one stands out.
            "margin": centroid - (second if centroid == best else best),
            **_beside(reading, window.entry(one), window, told_at, centroid),
        }
        for one, centroid in zip(ids, likeness, strict=True)
    ]


def _beside(
    reading: Reading, entry: Entry, window: Window, told_at: datetime, centroid: float
) -> Mapping[str, float]:
    likeness, nearest = nearest_of(reading, entry, window, centroid)
    hours = _hours(told_at, entry)
    gap = math.log1p(hours)
    longer = math.log1p(max(len(reading.terms), len(nearest.terms)))
    size = math.log(len(entry.readings))
    return {
        "nearest": likeness,
        **_of_words(reading, entry, nearest, window),
        **_of_signature(reading, entry, nearest, window),
        **_of_rules(reading, entry, nearest, window),
        "gap": gap,
        "late": math.log1p(max(0.0, hours - FRESH_H)),
        "stale": min(5.0, max(0.0, hours - STALE_AFTER_H) / 24),
        "bygone": min(5.0, max(0.0, hours - LOOK_BACK_H) / 24),
        "shorter": math.log1p(min(len(reading.terms), len(nearest.terms))),
        "longer": longer,
        "size": size,
        # How much likeness proves depends on time, on text length, and on how many tell it.
        "centroid_by_gap": centroid * gap,
        "centroid_by_length": centroid * longer,
        "centroid_by_size": centroid * size,
        "same_outlet": float(reading.telling.outlet in entry.development.outlets),
    }


def _of_words(
    reading: Reading, entry: Entry, nearest: Reading, window: Window
) -> Mapping[str, float]:
    same = reading.terms.keys() & nearest.terms.keys()
    shared = [window.idf(term) for term in same]
    rarest, second = ([*sorted(shared, reverse=True), 0.0, 0.0])[:2]
    return {
        "rarest": rarest,
        "second_rarest": second,
        "rare": (rarest + second) / 16,
        "thin": float(
            len(same - reading.states - reading.cities - _asked(reading, nearest)) < MIN_SHARED
        ),
        "apart": min(
            _weight(reading.title_terms - nearest.terms.keys(), window),
            _weight(nearest.title_terms - reading.terms.keys(), window),
        ),
        "cover": _cover(reading.terms, entry, window),
        "title_cover": _cover(reading.title_terms, entry, window),
    }


def _asked(reading: Reading, nearest: Reading) -> frozenset[str]:
    """What rules asked for in both: all that they let through has it in common."""
    return reading.asked & nearest.asked


def _weight(terms: Iterable[str], window: Window) -> float:
    """What the terms weigh together; exact, since the order of a set is not."""
    return math.fsum(window.idf(term) for term in terms)


def _cover(terms: Iterable[str], entry: Entry, window: Window) -> float:
    """Share of the terms, by weight, that the development's tellings hold."""
    known, total = [], []
    for term in terms:
        weight = window.idf(term)
        total.append(weight)
        if term in entry.centroid:
            known.append(weight)
    return math.fsum(known) / math.fsum(total) if total and any(total) else 0.0


def _of_signature(
    reading: Reading, entry: Entry, nearest: Reading, window: Window
) -> Mapping[str, float]:
    first = 0.0
    if reading.title_states and nearest.title_states:
        first = 1.0 if reading.title_states[0] == nearest.title_states[0] else -1.0
    names_conflict = (
        bool(reading.names and nearest.names)
        and reading.names.isdisjoint(nearest.terms)
        and nearest.names.isdisjoint(reading.terms)
    )
    shared = (reading.terms.keys() & nearest.terms.keys()) - _asked(reading, nearest)
    shares_rare = any(window.idf(term) >= RARE_IDF for term in shared)
    numbers = sum(1 for number in reading.numbers if number in entry.centroid)
    return {
        "names_conflict": float(names_conflict),
        "strangers": float(names_conflict and not shares_rare),
        "numbers_shared": float(min(2, numbers)),
        "first_state": first,
        "foreign": float(reading.english != nearest.english),
        "place_conflict": float(_is_elsewhere(reading, nearest, entry)),
    }


def _is_elsewhere(reading: Reading, nearest: Reading, entry: Entry) -> bool:
    """Each title leads with a state, or names a city, that the other side never mentions.

    Across languages nothing follows from a name that is not found.
    """
    if reading.english != nearest.english:
        return False
    if reading.title_states and nearest.title_states:
        ours, theirs = reading.title_states[0], nearest.title_states[0]
        if ours not in entry.centroid and theirs not in reading.terms:
            return True
    cities = reading.title_terms & reading.cities
    other_cities = nearest.title_terms & nearest.cities
    return (
        bool(cities and other_cities)
        and cities.isdisjoint(entry.centroid)
        and other_cities.isdisjoint(reading.terms)
    )


def _of_rules(
    reading: Reading, entry: Entry, nearest: Reading, window: Window
) -> Mapping[str, float]:
    """What rules found: all 0 where the telling or the development comes without actors."""
    ours, theirs = reading.telling, nearest.telling
    known = entry.development.signature
    if not ours.actors or not known.actors:
        return dict.fromkeys(RULE_FEATURES, 0.0)
    return {
        "actors_alike": _alike("actor", ours.actors, theirs.actors, window),
        "actors_conflict": float(_disjoint(set(ours.actors), set(known.actors))),
        "actors_new": _rarest(set(ours.actors) - set(known.actors), window),
        "actors_lost": _rarest(set(theirs.actors) - set(ours.actors), window),
        "meeting_alike": _alike("meeting", ours.meetings, theirs.meetings, window),
        "meeting_conflict": float(_disjoint(set(ours.meetings), set(known.meetings))),
    }


def _rarest(actors: set[str], window: Window) -> float:
    """How much the rarest of the actors sets a development apart; 0 for none."""
    return max((window.rarity("actor", actor) for actor in actors), default=0.0) / 5


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


def _hours(told_at: datetime, entry: Entry) -> float:
    """Hours to the development's telling nearest in time, before or after."""
    return (
        min(abs((told_at - other.telling.told_at).total_seconds()) for other in entry.readings)
        / 3600
    )
