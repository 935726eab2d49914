"""States and cities in the languages of the feeds, from the Unicode CLDR by way of Babel. Pure.

Babel names no cities as such, but every time zone has one: that gives the capitals and other
large cities their names. Russian and Ukrainian news inflects names, so the common endings of one
word are added; forms of several words are left as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

from monitor.seeding.names import key_of

LANGUAGES = ("fr", "de", "es", "it", "pt", "pl", "tr", "ru", "uk", "ar", "zh", "ja")

# Endings of nominative, and what replaces them in the other cases; the first that fits counts.
_ENDINGS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "ru": (
        ("ия", ("ии", "ию", "ией")),
        ("ка", ("ки", "ке", "ку", "кой")),
        ("га", ("ги", "ге", "гу", "гой")),
        ("а", ("ы", "е", "у", "ой")),
        ("я", ("и", "е", "ю", "ей")),
        ("й", ("я", "ю", "ем", "е")),
        ("ь", ("и", "ью", "я", "ю")),
    ),
    "uk": (
        ("ія", ("ії", "ію", "ією")),
        ("ка", ("ки", "ці", "ку", "кою")),
        ("а", ("и", "і", "у", "ою")),
        ("я", ("і", "ю", "ею")),
        ("й", ("я", "ю", "єм", "ї")),
        ("ь", ("і", "ю", "я")),
    ),
    "pl": (("ja", ("ji", "ję", "ją")), ("a", ("y", "ę", "ą"))),
}  # fmt: skip
_AFTER_CONSONANT = {"ru": ("а", "у", "ом", "е"), "uk": ("а", "у", "ом", "і"), "de": ("s",)}
_SHORTEST_LATIN = 5  # "Fas", "Gana", "Irã" are common words or other names where accents fold away
_WORDS = frozenset({"indie", "island"})  # Polish for India, German for Iceland
_CONSONANT = re.compile(r"[бвгджзклмнпрстфхцчшщb-df-hj-np-rt-z]$")


def state_names(code: str) -> tuple[str, ...]:
    """Names of a state (ISO 3166-1 alpha-2) in :data:`LANGUAGES`, inflected ones too."""
    found: dict[str, None] = {}
    for language in LANGUAGES:
        for name in _single(Locale.parse(language).territories.get(code, "")):
            forms = (name, *inflected(name, language))
            found.update(dict.fromkeys(form for form in forms if not _is_word(form)))
    return tuple(found)


def _is_word(name: str) -> bool:
    """Whether a name may well be another word elsewhere, as short Latin ones often are."""
    key = key_of(name)
    return key.isascii() and (len(key) < _SHORTEST_LATIN or key in _WORDS)


def city_names(city: str) -> tuple[str, ...]:
    """Names of a city that has a time zone in :data:`LANGUAGES`; none for any other."""
    zone = _zones().get(city.casefold())
    if zone is None:
        return ()
    found: dict[str, None] = {}
    for language in LANGUAGES:
        named = Locale.parse(language).time_zones.get(zone) or {}
        for name in _single(named.get("city", "")):
            if name != city:
                found.update(dict.fromkeys((name, *inflected(name, language))))
    return tuple(found)


def inflected(name: str, language: str) -> tuple[str, ...]:
    """The other cases of a name of one word, as far as its ending tells them."""
    if " " in name or "-" in name:
        return ()
    for ending, others in _ENDINGS.get(language, ()):
        if name.endswith(ending):
            return tuple(name.removesuffix(ending) + other for other in others)
    if _CONSONANT.search(name):
        return tuple(name + ending for ending in _AFTER_CONSONANT.get(language, ()))
    return ()


def _single(name: str) -> tuple[str, ...]:
    """A name without its remark in brackets; nothing where it is a list ("Congo - Kinshasa")."""
    plain = re.sub(r"\s*[(（].*[)）]", "", name).strip()
    return (plain,) if plain and not re.search(r"\s[-–—]\s|[,/]", plain) else ()


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """The time zone of each city, by its English name."""
    english = Locale.parse("en").time_zones
    zones: dict[str, str] = {}
    for zone, named in Locale.parse("ru").time_zones.items():
        city = (english.get(zone) or {}).get("city") or zone.rsplit("/", 1)[-1].replace("_", " ")
        if "city" in named:
            zones.setdefault(str(city).casefold(), str(zone))
    return zones
