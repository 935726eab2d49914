"""Names as sequences of words, to be found in a sentence longest first. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Forms(Generic[Value]):
    """What each of many names means."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, ...], Value] = {}
        self._lengths: dict[str, list[int]] = {}

    def add(self, words: Sequence[str], value: Value) -> None:
        """Add a name; the first meaning given to a name stays."""
        key = tuple(words)
        if not key or key in self._values:
            return
        self._values[key] = value
        lengths = self._lengths.setdefault(key[0], [])
        if len(key) not in lengths:
            lengths.append(len(key))
            lengths.sort(reverse=True)

    def at(self, words: Sequence[str], index: int) -> Iterator[tuple[int, Value]]:
        """The names that begin at a word, longest first: number of words, and what it means."""
        for length in self._lengths.get(words[index], ()):
            if index + length <= len(words):
                value = self._values.get(tuple(words[index : index + length]))
                if value is not None:
                    yield length, value
