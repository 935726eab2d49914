"""Counts and sums that an English news text tells: killed, injured, troops, money.

Pure. A figure is a pair of what is counted and how many, such as ``("killed", 12.0)``. Only
figures that stand beside what they count are read; other numbers say nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from monitor.developments.lexicon import MULTIPLIERS, NUMBER_WORDS
from monitor.developments.terms import MAX_SUMMARY_CHARS, figure_value, headline, plain

_SPELLED: Final = "|".join(NUMBER_WORDS)
_MULTIPLIER: Final = "|".join(sorted(MULTIPLIERS, key=len, reverse=True))
_NUMBER: Final = (
    rf"(?<![\w.,$€£-])(?P<number>\d+(?:[.,]\d+)*|{_SPELLED})(?:[ -]?(?P<times>{_MULTIPLIER}))?"
    r"(?![\w%]|[.,]\d)"
)
_WORDS: Final = r"(?:[ -](?!and\b|but\b|as\b|after\b|in\b|to\b)[a-z'-]+){0,3}?[ -]"
_AT_LEAST: Final = (
    r"(?:at least|more than|over|some|about|around|nearly|almost|up to|as many as|an estimated) "
)

_TOLL: Final = (
    r"(?:kill(?:s|ed|ing)?|claim(?:s|ed|ing)?|leav(?:es|ing)|left|death toll(?: from [\w ]{1,30})?"
    r"(?: has| have)? (?:rises?|rose|risen|climbs?|climbed|jumps?|reaches|reached|hits?|passes"
    r"|passed|stands|now)(?: to| at| above)?)"
)

_COUNTED: Final = (
    # what, words after the number, words before the number
    ("killed", r"(?:killed|dead|die[sd]?|deaths|slain|fatalities|bodies)", _TOLL),
    ("injured", r"(?:injured|wounded|hurt)", r"(?:injur(?:es|ed|ing)|wound(?:s|ed|ing)|hurts?)"),
    ("missing", r"missing", r"missing:?"),
    (
        "detained",
        r"(?:detained|arrested|arrests|detentions)",
        r"(?:detain(?:s|ed|ing)?|arrest(?:s|ed|ing)?)",
    ),
    (
        "displaced",
        r"(?:displaced|evacuated|refugees|homeless)",
        r"(?:displac(?:es|ed|ing)|evacuat(?:es|ed|ing))",
    ),
    ("troops", r"(?:troops|soldiers|servicemen|peacekeepers|personnel|paratroopers)", ""),
    ("ships", r"(?:warships|ships|vessels)", ""),
    ("aircraft", r"(?:warplanes|aircraft|jets|planes|helicopters|drones)", ""),
    ("missiles", r"(?:missiles|rockets)", ""),
)
_SUM: Final = re.compile(
    rf"(?P<sign>us\$|[$€£])\s?(?P<number>\d+(?:[.,]\d+)*)(?:[ -]?(?P<times>{_MULTIPLIER}))?(?!\w)"
)
_SIGNS: Final[Mapping[str, str]] = {"us$": "dollars", "$": "dollars", "€": "euros", "£": "pounds"}

_ANY_NUMBER: Final = re.compile(rf"\d|{_SPELLED}")


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for what, after, before in _COUNTED:
        yield what, re.compile(rf"{_NUMBER}{_WORDS}{after}\b")
        if before:
            yield (
                what,
                re.compile(rf"\b{before} (?:{_AT_LEAST})?{_NUMBER}(?!\s*(?:years|days|hours))"),
            )


_PATTERNS: Final = tuple(_patterns())


def figures_of(title: str, summary: str) -> Mapping[str, float]:
    """What is counted, and the highest count told of it.

    A figure of the title counts before the summary's, which may recall older happenings.
    """
    found = dict(_figures_in(plain(summary[:MAX_SUMMARY_CHARS]).casefold()))
    found.update(_figures_in(headline(title).casefold()))
    return found


def title_figures(title: str) -> Mapping[str, float]:
    """The figures that the title itself tells."""
    return _figures_in(headline(title).casefold())


def _figures_in(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    if not _ANY_NUMBER.search(text):
        return found
    for what, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            _note(found, what, match)
    for match in _SUM.finditer(text):
        _note(found, _SIGNS[match["sign"]], match)
    if found.get("troops") in {found.get("killed"), found.get("injured")}:
        found.pop("troops", None)  # the soldiers are those killed, not those sent
    return found


def _note(found: dict[str, float], what: str, match: re.Match[str]) -> None:
    value = figure_value(match["number"], match["times"] or "")
    if value is not None and value > 0:
        found[what] = max(value, found.get(what, 0.0))
