"""A flag that a worker's main process raises and its task processes see."""

from __future__ import annotations

import mmap
import os
import time
from collections.abc import Callable

LOOK_EVERY_S = 0.1


class StopFlag:
    """One byte of memory shared with processes that are forked after it was made.

    A task process also takes it as raised once its main process is gone: nobody would hand it
    more, nor hear that it is done.
    """

    def __init__(self, parent: Callable[[], int] = os.getppid) -> None:
        self._memory = mmap.mmap(-1, 1)
        self._main = os.getpid()
        self._parent = parent

    def __call__(self) -> bool:
        """Whether nothing new is to be begun."""
        orphaned = os.getpid() != self._main and self._parent() != self._main
        return self._memory[0] != 0 or orphaned

    def set(self) -> None:
        """Raise it, in every process."""
        self._memory[0] = 1

    def wait(self, seconds: float) -> bool:
        """Whether it was raised within so many seconds; returns at once then."""
        give_up_at = time.monotonic() + seconds
        while not self():
            left_s = give_up_at - time.monotonic()
            if left_s <= 0:
                return False
            time.sleep(min(left_s, LOOK_EVERY_S))
        return True
