"""How single characters fold: accents off, apostrophes alike, invisible characters gone.

Pure tables, built once from Python's Unicode database and never changed. Two ways lead to one
result: :data:`QUICK_TABLE` maps a character to one character (so that positions stay), and
:func:`simplify` takes the few sequences that change their length (``ß``, ligatures, letters with
separate combining marks). :mod:`monitor.rules.folding` puts them together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

FILLER = "\0"
"""Stands for a character that is part of a word but does not count ("U.S." is ``U␀S␀``)."""

APOSTROPHE = "'"
_APOSTROPHES = "’‘‛ʼʻʹ′´＇՚׳"

# Letters that Unicode does not decompose although readers spell them without the stroke.
_SPELLED = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH",
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
    "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T", "ı": "i", "ŋ": "n", "Ŋ": "N", "ĸ": "k",
}  # fmt: skip

# Marks that make another letter, not an accent: folding them would merge different words.
_OWN_LETTERS = frozenset("йЙїЇўЎѓЃќЌ")

# Symbols whose compatibility form is letters, which would stick to the word before ("Acme™"), and
# the ellipsis, whose three full stops part words as one blank does.
_SEPARATING = frozenset("™℠®©…\0")

# Accents and points to drop. Vowel signs of Indic and South-East Asian scripts are not here:
# they are part of the spelling.
_DROPPED_MARKS = (
    (0x0300, 0x036F),  # combining diacritical marks
    (0x0483, 0x0487),  # Cyrillic titlo and the like
    (0x0591, 0x05C7),  # Hebrew points and cantillation
    (0x0610, 0x061A),  # Arabic signs
    (0x064B, 0x065F),  # Arabic vowel marks, hamza above and below
    (0x0670, 0x0670),  # Arabic superscript alef
    (0x06D6, 0x06ED),  # Koranic signs
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFE20, 0xFE2F),
)
_TATWEEL = "ـ"  # stretches an Arabic word without changing it

# Blocks tabulated one by one; everything else outside _PLAIN_RANGES takes the slower way.
_TABLED = ((0x00, 0x06FF), (0x10A0, 0x10FF), (0x1E00, 0x2BFF), (0x3000, 0x30FF))
# Characters that fold to themselves: CJK ideographs, Hangul syllables.
_PLAIN_RANGES = ((0x4E00, 0x9FFF), (0xAC00, 0xD7A3))

SPACELESS_RANGES = (
    (0x0E01, 0x0E3A), (0x0E40, 0x0E4E),  # Thai (its digits are spaced like any number)
    (0x0E81, 0x0ECF), (0x0EDC, 0x0EDF),  # Lao
    (0x1000, 0x103F), (0x1050, 0x108F),  # Myanmar
    (0x1780, 0x17D3), (0x17DC, 0x17DD),  # Khmer
    (0x3005, 0x3007), (0x3021, 0x3029), (0x303B, 0x303B), (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3134F),
    (0x3041, 0x309F), (0x30A1, 0x30FA), (0x30FC, 0x30FF), (0x31F0, 0x31FF),  # Kana
)  # fmt: skip
"""Scripts written without blanks between words: each character is a word of its own here."""


def _dropped(char: str) -> bool:
    point = ord(char)
    return any(low <= point <= high for low, high in _DROPPED_MARKS)


def _direct(char: str) -> str | None:
    """What a character becomes before any Unicode normalisation, or ``None``."""
    if char in _APOSTROPHES:
        return APOSTROPHE
    if char in _SEPARATING:
        return " "
    if char == _TATWEEL or (unicodedata.category(char) == "Cf") or _invisible(char):
        return ""
    return None


def _invisible(char: str) -> bool:
    return unicodedata.category(char) == "Mn" and 0xFE00 <= ord(char) <= 0xFE0F


def _without_accents(char: str) -> str:
    if char in _OWN_LETTERS:
        return char
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.digit(char))
    parts = (part for part in unicodedata.normalize("NFD", char) if not _dropped(part))
    return unicodedata.normalize("NFC", "".join(_SPELLED.get(part, part) for part in parts))


def simplify(segment: str) -> str:
    """A short run of characters with compatibility forms, accents and invisible marks undone.

    Case is kept. NFKC of Unicode Annex 15, then marks dropped, then :data:`_SPELLED`; whatever
    is then no part of a word becomes a blank, but for the apostrophe and the full stop.
    """
    if len(segment) == 1:  # "´" would become a blank and a mark under NFKC: replace it first
        direct = _direct(segment)
        if direct is not None:
            return direct
    kept = "".join(char for char in segment if not _invisible(char))
    out = []
    for char in unicodedata.normalize("NFKC", kept):
        direct = _direct(char)
        out.append(_without_accents(char) if direct is None else direct)
    return "".join(char if _of_words(char) else " " for char in "".join(out))


def _of_words(char: str) -> bool:
    return char.isalnum() or char in "'." or _is_mark(char)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def _quick_table() -> tuple[dict[int, str], list[int]]:
    """Characters that fold to exactly one character, and the code points that are quick."""
    table: dict[int, str] = {}
    quick: list[int] = []
    points = (p for low, high in _TABLED for p in range(low, high + 1))
    for point in points:
        char = chr(point)
        if _is_mark(char) and not (_dropped(char) and point >= 0x0591):
            continue  # may compose with the letter before it
        folded = simplify(char)
        if len(folded) > 1:
            if folded.strip():
                continue
            folded = " "
        quick.append(point)
        if folded != char:
            table[point] = folded or FILLER
    return table, quick


def _ranges(points: Iterable[int]) -> list[tuple[int, int]]:
    """Sorted code points as closed ranges."""
    ranges: list[tuple[int, int]] = []
    for point in sorted(points):
        if ranges and ranges[-1][1] + 1 == point:
            ranges[-1] = (ranges[-1][0], point)
        else:
            ranges.append((point, point))
    return ranges


def character_class(ranges: Iterable[tuple[int, int]]) -> str:
    """The inside of a regular expression's ``[...]`` for closed ranges of code points."""
    return "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in ranges)


QUICK_TABLE, _quick_points = _quick_table()
"""For ``str.translate``: one character to one character."""

_MARK_RANGES = _ranges(point for point in range(0x300, 0x10000) if _is_mark(chr(point)))
MARKS = character_class(_MARK_RANGES)
"""Combining marks of the basic plane; part of the word they stand in."""

_COMPOSING = character_class(
    _ranges(
        {point for low, high in _MARK_RANGES for point in range(low, high + 1)}.difference(
            _quick_points
        )
    )
)
_QUICK = character_class([*_PLAIN_RANGES, *_ranges(_quick_points)])

IRREGULAR = re.compile(f"[^{_QUICK}]")
"""A character for which :data:`QUICK_TABLE` is not enough."""

SEGMENT = re.compile(
    "[\u1100-\u11ff]+|[\uff65-\uff9f]+"  # Hangul parts and half-width Kana compose among themselves
    f"|[^{_COMPOSING}]?[{_COMPOSING}]+|[^{_QUICK}]"
)
"""A run to hand to :func:`simplify` as a whole."""

SPACELESS = character_class(SPACELESS_RANGES)
