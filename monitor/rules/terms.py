"""What a literal text is to matching: an acronym, foldable to something, a pattern. Pure."""

from __future__ import annotations

import regex

from monitor.rules.folding import fold

_ACRONYM = regex.compile(r"(?=.*\p{Lu})(?:[\p{Lu}\p{Nd}]\.?){2,6}")

PATTERN_FLAGS = regex.V1 | regex.IGNORECASE
"""Flags of every ``regex:`` condition; a pattern can switch case back on with ``(?-i:…)``."""


def is_acronym(text: str) -> bool:
    """Whether a name is case-sensitive by itself: 2 to 6 capitals and digits, dots allowed.

    "US", "U.S.", "NATO", "G7", "ОБСЕ" are; "Us", "2022", "BRUSSELS" are not.
    """
    return _ACRONYM.fullmatch(text.strip()) is not None


def words_of(text: str) -> list[str]:
    """The folded words of a text."""
    return fold(text).text.split()


def compile_pattern(text: str) -> tuple[regex.Pattern[str] | None, str]:
    """A compiled ``regex:`` condition, or ``None`` and what is wrong with it."""
    try:
        pattern = regex.compile(text, PATTERN_FLAGS)
        matches_empty = pattern.search("", timeout=1.0) is not None
    except TimeoutError:
        return None, "is too slow even on an empty text"
    except (regex.error, ValueError, KeyError, OverflowError, RecursionError, IndexError) as error:
        reason = str(error).strip("'\"") or type(error).__name__
        return None, f"is no regular expression: {reason}"
    return (None, "matches the empty text") if matches_empty else (pattern, "")
