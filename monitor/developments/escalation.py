"""The event hint: whether a headline tells of cooperation or conflict, and how much. Pure.

An own ordinal scale from -3 (a war ends) over 0 to +3 (armed attack), read from phrases of
English headlines. It is a hint to show and to plot; nothing is silenced or alerted by it.

How one headline is read: background clauses ("after weeks of shelling", "despite the truce") are
set aside, unless nothing else says anything; each phrase found is weakened where it is only
planned, feared, asked for or alleged, and turned where it is denied or kept from happening; what
is then farthest from 0 counts; among equals what sounds of conflict, then the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from monitor.developments.escalation_lexicon import NEGATED, PHRASES, UNREAL
from monitor.developments.terms import headline, plain
from monitor.model import EventHint

SCALE: Final = {
    3: "war",
    2: "force, ties cut",
    1: "sharp words",
    -1: "contact",
    -2: "agreement, a step back",
    -3: "peace",
}
"""The levels in words."""

MAX_CHARS: Final = 240
"""What of a text is read: a headline, or the first sentence or two of a lead."""

_REACH: Final = 5
"""Words before a phrase in which one can make it unreal or deny it."""


def _compiled(lines: str) -> re.Pattern[str]:
    alternatives = "|".join(line.strip() for line in lines.strip().splitlines())
    # "~" before a word: up to three words between, none of which ends the clause.
    gap = r"(?:[\w'’-]+ ){0,3}?"
    return re.compile(rf"(?<![\w-])(?:{alternatives.replace('~', gap)})(?![\w])")


_LEVELS: Final = tuple((level, _compiled(lines)) for level, lines in PHRASES.items())
_UNREAL: Final = re.compile(rf"\b(?:{UNREAL})$")
_NEGATED: Final = re.compile(rf"\b(?:{NEGATED})$")
_BACKGROUND: Final = re.compile(
    r"\b(?:after|following|amid|amidst|despite|since|because of|in the wake of|over|as part of)\b"
    r"[^,;:]*"
)
# "and" ends a clause before a finite verb: "fears an attack and sends ships".
_CLAUSE_END: Final = re.compile(r"[,;:.!?()\"]| - | (?:as|while|but|when) | and (?=\w+(?:s|ed)\b)")


def event_hint(title: str, summary: str = "") -> EventHint:
    """The hint of a news text: its headline's, or its first sentences' where that says nothing.

    Texts without a known phrase (other languages too) give level 0 and no phrase.
    """
    for text in (headline(title), plain(summary[:MAX_CHARS])):
        found = _read(_normal(text[:MAX_CHARS]))
        if found is not None:
            return found
    return EventHint(escalation=0, phrase="")


def _normal(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _read(text: str) -> EventHint | None:
    main = _BACKGROUND.sub(lambda match: " " * len(match.group()), text)
    found = _strongest(main, text)
    return found if found is not None or main == text else _strongest(text, text)


def _strongest(searched: str, text: str) -> EventHint | None:
    best: tuple[int, int, str] | None = None
    for start, end, level in _found(searched):
        read = _weighed(level, text[:start])
        if read is None:
            continue
        if best is None or _rank(read, start) < _rank(best[0], best[1]):
            best = (read, start, text[start:end])
    return None if best is None else EventHint(escalation=best[0], phrase=best[2].strip())


def _rank(level: int, start: int) -> tuple[int, bool, int]:
    # Of equals, the sour note: "talks in Geneva end without breakthrough".
    return (-abs(level), level < 0, start)


def _found(text: str) -> Iterator[tuple[int, int, int]]:
    """Places of phrases with their level; one that lies in a longer one does not count."""
    places = [
        (match.start(), match.end(), level)
        for level, pattern in _LEVELS
        for match in pattern.finditer(text)
    ]
    for start, end, level in places:
        inside = any(
            other_start <= start
            and end <= other_end
            and (other_end - other_start, abs(other)) > (end - start, abs(level))
            for other_start, other_end, other in places
        )
        if not inside:
            yield start, end, level


def _weighed(level: int, before: str) -> int | None:
    """The level as told: less where it is no fact, turned where it is denied; ``None``: nothing."""
    clause = _CLAUSE_END.split(before)[-1]
    words = clause.split()[-_REACH:]
    spoken = [" ".join(words[:count]) for count in range(1, len(words) + 1)]
    if any(_NEGATED.search(part) for part in spoken):
        # What is kept from happening: no deal is a sour note; no attack is none at all.
        return 1 if level < 0 else None
    if any(_UNREAL.search(part) for part in spoken):
        return 1 if level > 0 else -1
    return level
