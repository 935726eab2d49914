"""Two texts side by side: lines added and removed, with the words that differ marked. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

CONTEXT = 3
"""Lines that are shown around a change, as in unified diffs."""

MAX_LINES = 2_000
"""Lines of a diff that are shown."""

_MAX_WORDS = 400  # in a line; longer ones are marked as a whole
_LIKE = 0.4  # how alike two lines must be to compare their words
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of a line, ``changed`` where the other text has something else."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffLine:
    """A line of a diff. ``gap``: lines are left out here; a number is ``None`` where there is none.

    ``old`` and ``new``: the line's numbers in both texts, from 1.
    """

    kind: Literal["same", "added", "removed", "gap"]
    pieces: tuple[Piece, ...] = ()
    old: int | None = None
    new: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDiff:
    """A diff. ``left_out``: lines of it that are not shown."""

    lines: tuple[DiffLine, ...]
    added: int
    removed: int
    left_out: int = 0

    @property
    def differs(self) -> bool:
        """Whether the texts differ."""
        return bool(self.added or self.removed)


def diff_texts(old: str, new: str) -> TextDiff:
    """How ``old`` became ``new``."""
    before, after = old.split("\n"), new.split("\n")
    lines = list(_lines(before, after))
    return TextDiff(
        lines=tuple(lines[:MAX_LINES]),
        added=sum(one.kind == "added" for one in lines),
        removed=sum(one.kind == "removed" for one in lines),
        left_out=max(0, len(lines) - MAX_LINES),
    )


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[DiffLine]:
    reached = 0
    matcher = difflib.SequenceMatcher(None, before, after)
    for group in matcher.get_grouped_opcodes(CONTEXT):
        if group[0][1] > reached:
            yield DiffLine(kind="gap")
        for kind, i1, i2, j1, j2 in group:
            if kind == "equal":
                for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                    whole = (Piece(text=before[i]),)
                    yield DiffLine(kind="same", pieces=whole, old=i + 1, new=j + 1)
            else:
                yield from _changed(before[i1:i2], after[j1:j2], i1 + 1, j1 + 1)
            reached = i2
    if 0 < reached < len(before):
        yield DiffLine(kind="gap")


def _changed(
    old: Sequence[str], new: Sequence[str], first_old: int, first_new: int
) -> Iterator[DiffLine]:
    pairs = [_words(a, b) for a, b in zip(old, new, strict=False)]
    removed = [one[0] for one in pairs] + [(Piece(text=text),) for text in old[len(pairs) :]]
    added = [one[1] for one in pairs] + [(Piece(text=text),) for text in new[len(pairs) :]]
    for at, pieces in enumerate(removed):
        yield DiffLine(kind="removed", pieces=pieces, old=first_old + at)
    for at, pieces in enumerate(added):
        yield DiffLine(kind="added", pieces=pieces, new=first_new + at)


def _words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both lines with what differs marked; unmarked where they have little in common."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    long = max(len(before), len(after)) > _MAX_WORDS
    if long or matcher.ratio() < _LIKE:
        return (Piece(text=old),), (Piece(text=new),)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        for pieces, words in ((left, before[i1:i2]), (right, after[j1:j2])):
            if words:
                pieces.append(Piece(text="".join(words), changed=kind != "equal"))
    return tuple(left), tuple(right)
