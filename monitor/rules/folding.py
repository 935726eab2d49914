"""Text as matching sees it, and the way back to the original. Pure.

Folded text is the words of a text, each between single blanks, with a blank before the first and
after the last: ``fold("The U.S.-Russia talks").text == " the us russia talks "``. A phrase folded
the same way is therefore found at word boundaries by plain substring search, in any script.
In scripts without blanks between words every character counts as a word, so that phrases match
as substrings.

What is folded: compatibility forms (NFKC), case, accents, quotes and dashes, the possessive
``'s``, dots of initials ("U.S." = "US"), hyphens and slashes (they part words), invisible
characters and runs of white space.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter

from monitor.rules.characters import (
    FILLER,
    IRREGULAR,
    MARKS,
    QUICK_TABLE,
    SEGMENT,
    SPACELESS,
    simplify,
)

_WORD = re.compile(r"\S+")
_SPACELESS_CHAR = re.compile(f"[{SPACELESS}]")
_SPACELESS_WORD = re.compile(rf"[{SPACELESS}][{MARKS}{FILLER}]*|[^\s{SPACELESS}]+")
_POSSESSIVE = re.compile(r"'[sS](?!\w)")
# A dot, one letter, no further letter: cheap to look for, and every "U.S." has one.
_INITIALS_HINT = re.compile(r"\.[^\W\d_](?!\w)")
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\.)+[^\W\d_](?!\w)(?:\.(?!\w))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedText:
    """A text, folded. ``cased`` is ``text`` before case folding: same length, same positions.

    ``aligned`` is the text before its words were taken out; ``starts`` and ``ends`` map each of
    its characters to the original (``None``: position for position).
    """

    original: str
    text: str
    cased: str
    aligned: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Where the words of a folded text stand in it (``starts``) and in the original (``spans``)."""

    starts: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

    def word_at(self, position: int) -> int:
        """Index of the word that holds this position of the folded text."""
        return max(0, bisect_right(self.starts, position) - 1)

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Start and end in the original of the words that cover ``[start, end)``."""
        return self.spans[self.word_at(start)][0], self.spans[self.word_at(end - 1)][1]

    def word_at_original(self, position: int) -> int:
        """Index of the last word that starts at or before this position of the original."""
        return max(0, bisect_right(self.spans, position, key=itemgetter(0)) - 1)


def fold(text: str) -> FoldedText:
    """Fold a text. Never fails; takes time in proportion to its length."""
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None
    if text.isascii() or IRREGULAR.search(text) is None:
        normal = text.translate(QUICK_TABLE)
    else:
        normal, starts, ends = _normalise_by_segment(text)
    if "'" in normal:
        normal = _POSSESSIVE.sub("  ", normal).replace("'", " ")
    if "." in normal:
        normal = _join_initials(normal).replace(".", " ")
    cased = f" {' '.join(_words(normal))} "
    if cased == "  ":
        cased = " "
    return FoldedText(
        original=text,
        text=_fold_case(cased),
        cased=cased,
        aligned=normal,
        starts=starts,
        ends=ends,
    )


def align(folded: FoldedText) -> Alignment:
    """The positions of the words of a folded text. Kept apart because few texts need it."""
    starts: list[int] = []
    spans: list[tuple[int, int]] = []
    position = 1
    pattern = _SPACELESS_WORD if _has_spaceless(folded.aligned) else _WORD
    for found in pattern.finditer(folded.aligned):
        start, end = found.span()
        length = end - start - found.group().count(FILLER)
        if not length:
            continue
        starts.append(position)
        position += length + 1
        if folded.starts is not None and folded.ends is not None:
            start, end = folded.starts[start], folded.ends[end - 1]
        spans.append((start, end))
    return Alignment(starts=tuple(starts), spans=tuple(spans))


def _words(aligned: str) -> list[str]:
    """The words of a text from which separators were taken, without fillers."""
    words = _SPACELESS_WORD.findall(aligned) if _has_spaceless(aligned) else aligned.split()
    if FILLER not in aligned:
        return words
    return [kept for word in words if (kept := word.replace(FILLER, ""))]


def _has_spaceless(text: str) -> bool:
    return not text.isascii() and _SPACELESS_CHAR.search(text) is not None


def _normalise_by_segment(text: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """Normalise a text in which some characters change their number, keeping their origin."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for found in SEGMENT.finditer(text):
        start, end = found.span()
        pieces.append(text[done:start].translate(QUICK_TABLE))
        starts.extend(range(done, start))
        ends.extend(range(done + 1, start + 1))
        piece = simplify(found.group())
        pieces.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
        done = end
    pieces.append(text[done:].translate(QUICK_TABLE))
    starts.extend(range(done, len(text)))
    ends.extend(range(done + 1, len(text) + 1))
    return "".join(pieces), tuple(starts), tuple(ends)


def _join_initials(text: str) -> str:
    if _INITIALS_HINT.search(text) is None:
        return text
    return _INITIALS.sub(lambda found: found.group().replace(".", FILLER), text)


def _fold_case(cased: str) -> str:
    """Case-fold without changing the length (a few letters would fold to two)."""
    text = cased.casefold()
    if len(text) == len(cased):
        return text
    return "".join(low if len(low := char.casefold()) == 1 else char for char in cased)
