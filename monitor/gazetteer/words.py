"""Words about people and places: given names, titles, courtesies, cities, common words. Pure."""

from __future__ import annotations

import unicodedata
from functools import cache

from monitor.gazetteer.tables import items, lines

_GIVEN_NAMES = ("given_names.txt", "given_names.faker.txt")


@cache
def given_names() -> frozenset[str]:
    """Given names of many peoples as English news spells them, also without their accents."""
    names = {name for file in _GIVEN_NAMES for line in lines(file) for name in line.split()}
    return frozenset(names | {_without_accents(name) for name in names})


def _without_accents(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@cache
def surnames() -> frozenset[str]:
    """Family names of many peoples that are no English words."""
    return frozenset(name for line in lines("surnames.faker.txt") for name in line.split())


@cache
def titles() -> frozenset[str]:
    """Nouns for an office, rank or calling, in lower case ("prime minister", "judge")."""
    return frozenset(
        title.lower()
        for line in lines("titles.txt")
        if not line.startswith("=")
        for title in items(line)
    )


@cache
def courtesies() -> frozenset[str]:
    """Courtesies before a name ("Mr", "Dame")."""
    return frozenset(
        title
        for line in lines("titles.txt")
        if line.startswith("=")
        for title in items(line.lstrip("="))
    )


@cache
def places() -> frozenset[str]:
    """Cities, provinces, regions, waters and venues; capitals are with their states."""
    return frozenset(place for line in lines("places.txt") for place in items(line))


@cache
def cities() -> frozenset[str]:
    """Cities of the world, fewer than certain: some are also names of people and companies."""
    return frozenset(name for line in lines("cities.geonames.txt") for name in items(line))


@cache
def common_words() -> frozenset[str]:
    """English words that are written small, in lower case."""
    return frozenset(lines("words.txt"))
