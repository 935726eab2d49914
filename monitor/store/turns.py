"""Taking turns: who asked first is served first.

SQLite lets one writer in and has the others try again now and then. One that writes without a
break is let in again and again, and the rest may try in vain until their time is up.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """A lock that is handed on in the order in which it was asked for. Not reentrant."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def turn(self, within_s: float) -> Iterator[None]:
        """Have the turn for the length of a ``with`` block.

        Raises ``TimeoutError`` where it does not come within ``within_s`` seconds.
        """
        self._take(within_s)
        try:
            yield
        finally:
            self._hand_on()

    def _take(self, within_s: float) -> None:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            called = threading.Event()
            self._waiting.append(called)
        if called.wait(within_s):
            return
        with self._lock:
            if called.is_set():  # at the last moment
                return
            self._waiting.remove(called)
        raise TimeoutError(f"no turn within {within_s} s")

    def _hand_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False
