"""Text as matching sees it, and the way back to the original. Pure.

Folded text is the words of a text, each between single blanks, with a blank before the first and
after the last: ``fold("The U.S.-Russia talks").text == " the us russia talks "``. A phrase folded
the same way is therefore found at word boundaries by plain substring search, in any script.
In scripts without blanks between words every character counts as a word, so that phrases match
as substrings.

What is folded: compatibility forms (NFKC), case, accents, quotes and dashes, the possessive
``'s``, dots of initials ("U.S." = "US"), hyphens and slashes (they part words), invisible
characters and runs of white space.

News is mostly ASCII but for quotes and dashes, so such texts go a quick way, over bytes; both ways
give the same (a test holds them to it). Several fields fold in one go (:func:`fold_together`): a
word of its own, :data:`BOUNDARY`, stands between them, so that no phrase reaches across.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from monitor.rules.characters import (
    FILLER,
    IRREGULAR,
    MARKS,
    QUICK_TABLE,
    SEGMENT,
    SPACELESS,
    simplify,
)

BOUNDARY = "\2"
"""Stands as a word between two fields; in a text itself it is white space like any control."""

_BORDER = BOUNDARY.encode()
_FILLER = FILLER.encode()
_JOINT = f" {BOUNDARY} "
_WORD = re.compile(r"\S+")
_SPACELESS_CHAR = re.compile(f"[{SPACELESS}]")
_SPACELESS_WORD = re.compile(rf"[{SPACELESS}][{MARKS}{FILLER}]*|[^\s{SPACELESS}]+")
_POSSESSIVE = re.compile(r"'[sS](?!\w)")
# A dot, one letter, no further letter: cheap to look for, and every "U.S." has one.
_INITIALS_HINT = re.compile(r"\.[^\W\d_](?!\w)")
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\.)+[^\W\d_](?!\w)(?:\.(?!\w))?")

# The same over ASCII bytes in which only letters, digits, "'", "." and blanks are left.
_ASCII_POSSESSIVE = re.compile(rb"'[sS](?![0-9A-Za-z])")
_ASCII_HINT = re.compile(rb"\.[A-Za-z](?![0-9A-Za-z])")
_ASCII_INITIALS = re.compile(
    rb"(?<![0-9A-Za-z])(?:[A-Za-z]\.)+[A-Za-z](?![0-9A-Za-z])(?:\.(?![0-9A-Za-z]))?"
)
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_MAX_REPLACED = 12  # distinct letters beyond ASCII; a text with more is not mainly ASCII


def _ascii_table() -> bytes:
    table = [QUICK_TABLE.get(point, chr(point)) for point in range(128)]
    table[ord(BOUNDARY)] = BOUNDARY
    return "".join(table).encode("ascii") + bytes(range(128, 256))


_ASCII_TABLE = _ascii_table()
_TO_ASCII = {
    chr(point): char
    for point, char in QUICK_TABLE.items()
    if point > 127 and char.isascii() and (char.isalnum() or char in " '")
}
# Nearly all that is not ASCII in English news, replaced without looking whether it is there.
_COMMON = tuple((char, _TO_ASCII[char]) for char in "’‘“”–—…\u00a0")


class FoldedText(NamedTuple):
    """A text, folded; of several fields, joined by :data:`BOUNDARY`.

    ``data`` is the folded text in UTF-8; ``cased`` the same before case folding: bytes with the
    same positions where the text went the quick way, else text. ``aligned`` is the text before
    its words were taken out; ``starts`` and ``ends`` map each of its characters to ``original``
    (``None``: position for position).
    """

    original: str
    data: bytes
    cased: bytes | str
    aligned: bytes | str
    starts: Sequence[int] | None
    ends: Sequence[int] | None

    @property
    def text(self) -> str:
        """The folded text."""
        return self.data.decode()

    @property
    def cased_text(self) -> str:
        """The folded text before case folding: same length, same positions as ``text``."""
        return self.cased if isinstance(self.cased, str) else self.cased.decode()

    def cased_field(self, index: int) -> bytes | str:
        """A field before case folding."""
        if isinstance(self.cased, bytes):
            return self.cased.split(_BORDER, index + 1)[index]
        return self.cased.split(BOUNDARY, index + 1)[index]

    def between(self, start: int, end: int) -> bytes | str:
        """What stands before case folding at ``data[start:end]``."""
        if isinstance(self.cased, bytes):
            return self.cased[start:end]
        first = len(self.data[:start].decode())
        return self.cased[first : first + len(self.data[start:end].decode())]

    def original_spans(self, places: Iterable[tuple[int, int, int]]) -> list[tuple[int, int]]:
        """Start and end in the original of what stands at ``data[start:end]``, for each place that
        begins with these two: between and with its blanks."""
        cased, aligned = self.cased, self.aligned
        if isinstance(cased, str) or isinstance(aligned, str) or _FILLER in aligned:
            return [self._span_by_words(start, end) for start, end, _ in places]
        spans = []
        for start, end, _ in places:
            at = _same_place(cased, aligned, start + 1, end - 1)
            quick = (at, at + end - start - 2) if at is not None else None
            spans.append(quick or self._span_by_words(start, end))
        return spans

    def _span_by_words(self, start: int, end: int) -> tuple[int, int]:
        first = self.data.count(b" ", 0, start + 1) - 1
        return self.span(first, first + self.data.count(b" ", start + 1, end) - 1)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Start and end in the original of the words ``first`` to ``last``."""
        aligned = self.aligned
        if not isinstance(aligned, bytes):
            spans = align(self).spans
            return spans[first][0], spans[last][1]
        rest = aligned.split(None, first)[-1] if first else aligned.lstrip()
        tail = rest.split(None, last - first)[-1] if last > first else rest
        size = len(aligned)
        return size - len(rest), size - len(tail) + len(tail.split(None, 1)[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Where the words of a folded text stand in the original."""

    spans: tuple[tuple[int, int], ...]

    def word_at_original(self, position: int) -> int:
        """Index of the last word that starts at or before this position of the original."""
        return max(0, bisect_right(self.spans, position, key=itemgetter(0)) - 1)


def fold(text: str) -> FoldedText:
    """Fold a text. Never fails; takes time in proportion to its length."""
    return fold_together((text,))


def fold_together(fields: Sequence[str]) -> FoldedText:
    """Fold fields as one text; ``original`` is then the fields as :func:`offsets` joins them."""
    original = _JOINT.join(fields)
    if original.count(BOUNDARY) >= len(fields):
        fields = [field.replace(BOUNDARY, " ") for field in fields]
        original = _JOINT.join(fields)
    plain = original if original.isascii() else _to_ascii(original)
    if plain is None:
        return _fold_any(fields, original)
    aligned = plain.encode("ascii").translate(_ASCII_TABLE)
    if b"'" in aligned:
        aligned = _ASCII_POSSESSIVE.sub(b"  ", aligned).replace(b"'", b" ")
    if b"." in aligned:
        if _ASCII_HINT.search(aligned) is not None:
            aligned = _ASCII_INITIALS.sub(_filled, aligned)
        aligned = aligned.replace(b".", b" ")
    cased = b" %b " % aligned
    cased = cased.replace(b"   ", b" ").replace(b"  ", b" ")
    while b"  " in cased:
        cased = cased.replace(b"  ", b" ")
    if b"\0" in cased:
        cased = cased.replace(b"\0", b"")
    return FoldedText(original, cased.lower(), cased, aligned, None, None)


def offsets(fields: Sequence[str]) -> list[int]:
    """Where each field begins in the original of :func:`fold_together`."""
    begins, at = [], 0
    for field in fields:
        begins.append(at)
        at += len(field) + len(_JOINT)
    return begins


def align(folded: FoldedText) -> Alignment:
    """The positions of all words of a folded text. Kept apart because few texts need it."""
    spans: list[tuple[int, int]] = []
    aligned = folded.aligned if isinstance(folded.aligned, str) else folded.aligned.decode()
    pattern = _SPACELESS_WORD if _has_spaceless(aligned) else _WORD
    for found in pattern.finditer(aligned):
        start, end = found.span()
        if not found.group().strip(FILLER):
            continue
        if folded.starts is not None and folded.ends is not None:
            start, end = folded.starts[start], folded.ends[end - 1]
        spans.append((start, end))
    return Alignment(spans=tuple(spans))


def _same_place(cased: bytes, aligned: bytes, start: int, end: int) -> int | None:
    """Where in ``aligned`` the words ``cased[start:end]`` begin, or ``None`` where it takes more
    to tell.

    Both hold the same words (no fillers), parted by more blanks in ``aligned``. What is one word
    occurs in both equally often, in the same order; what is several, in ``aligned`` at most as
    often.
    """
    words = cased[start:end]
    here, there = cased.find(words), aligned.find(words)
    if b" " in words:
        alone = here == start and cased.rfind(words) == start
        return there if alone and there >= 0 else None
    while here < start:
        here, there = cased.find(words, here + 1), aligned.find(words, there + 1)
    return there


def _to_ascii(text: str) -> str | None:
    """The text with one ASCII character for each other one, or ``None`` where some need more."""
    for char, plain in _COMMON:
        text = text.replace(char, plain)
    if text.isascii():
        return text
    odd = set(_NON_ASCII.findall(text))
    if len(odd) > _MAX_REPLACED:
        return None
    for char in odd:
        replaced = _TO_ASCII.get(char)
        if replaced is None:
            return None
        text = text.replace(char, replaced)
    return text


def _filled(found: re.Match[bytes]) -> bytes:
    return found.group().replace(b".", b"\0")


def _fold_any(fields: Sequence[str], original: str) -> FoldedText:
    """Fold fields in any script."""
    normal, starts, ends = _normalise(fields)
    if "'" in normal:
        normal = _POSSESSIVE.sub("  ", normal).replace("'", " ")
    if "." in normal:
        normal = _join_initials(normal).replace(".", " ")
    cased = f" {' '.join(_words(normal))} "
    if cased == "  ":
        cased = " "
    return FoldedText(original, _fold_case(cased).encode(), cased, normal, starts, ends)


def _words(aligned: str) -> list[str]:
    """The words of a text from which separators were taken, without fillers."""
    words = _SPACELESS_WORD.findall(aligned) if _has_spaceless(aligned) else aligned.split()
    if FILLER not in aligned:
        return words
    return [kept for word in words if (kept := word.replace(FILLER, ""))]


def _has_spaceless(text: str) -> bool:
    return not text.isascii() and _SPACELESS_CHAR.search(text) is not None


def _normalise(fields: Sequence[str]) -> tuple[str, Sequence[int] | None, Sequence[int] | None]:
    """The fields with each character in its plain form, joined, and the origin of each."""
    if all(IRREGULAR.search(field) is None for field in fields):
        return _JOINT.join(field.translate(QUICK_TABLE) for field in fields), None, None
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for field, offset in zip(fields, offsets(fields), strict=True):
        if offset:
            pieces.append(_JOINT)
            starts.extend(range(offset - len(_JOINT), offset))
            ends.extend(range(offset - len(_JOINT) + 1, offset + 1))
        _normalise_by_segment(field, offset, pieces, starts, ends)
    return "".join(pieces), starts, ends


def _normalise_by_segment(
    text: str, offset: int, pieces: list[str], starts: list[int], ends: list[int]
) -> None:
    """Normalise a text in which some characters change their number, keeping their origin."""
    done = 0
    for found in SEGMENT.finditer(text):
        start, end = found.span()
        pieces.append(text[done:start].translate(QUICK_TABLE))
        starts.extend(range(offset + done, offset + start))
        ends.extend(range(offset + done + 1, offset + start + 1))
        piece = simplify(found.group())
        pieces.append(piece)
        starts.extend([offset + start] * len(piece))
        ends.extend([offset + end] * len(piece))
        done = end
    pieces.append(text[done:].translate(QUICK_TABLE))
    starts.extend(range(offset + done, offset + len(text)))
    ends.extend(range(offset + done + 1, offset + len(text) + 1))


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
