"""What takes long to find out and changes little: found out now and then, told in between."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """A value that is made anew at most so often. Safe for many threads.

    While one asker makes it anew, the others are told the one before; nobody waits but for the
    first one.
    """

    def __init__(self, make: Callable[[], T], *, monotonic: Callable[[], float]) -> None:
        self._make, self._monotonic = make, monotonic
        self._making = threading.Lock()
        self._kept: tuple[float, T] | None = None

    def get(self, for_s: Callable[[T], float]) -> T:
        """The value, made no longer ago than ``for_s`` of it says; raises what making it raises."""
        kept = self._kept
        if kept is not None and self._monotonic() - kept[0] < for_s(kept[1]):
            return kept[1]
        if not self._making.acquire(blocking=kept is None):
            assert kept is not None  # noqa: S101
            return kept[1]
        try:
            if self._kept is not None and self._kept is not kept:
                return self._kept[1]  # made by the one that was waited for
            value = self._make()
            self._kept = (self._monotonic(), value)
            return value
        finally:
            self._making.release()
