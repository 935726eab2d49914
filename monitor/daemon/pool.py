"""A bounded thread pool that knows how many of its workers are free."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

Work = TypeVar("Work")


class Pool:
    """A bounded thread pool that knows how many of its workers are free."""

    def __init__(self, name: str, workers: int) -> None:
        self._workers = workers
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix=name)
        self._running: dict[Future[None], str] = {}
        self._lock = threading.Lock()

    @property
    def free(self) -> int:
        """Workers without work."""
        with self._lock:
            return self._workers - len(self._running)

    @property
    def busy(self) -> bool:
        """Whether any worker has work."""
        with self._lock:
            return bool(self._running)

    def in_hand(self, key: str) -> int:
        """How many workers have work for ``key``."""
        with self._lock:
            return sum(one == key for one in self._running.values())

    def submit(self, job: Callable[[Work], None], work: Work, key: str) -> None:
        """Give one piece of work to a free worker; ``key`` says whom it is for."""
        future = self._pool.submit(job, work)
        with self._lock:
            self._running[future] = key
        future.add_done_callback(self._done)

    def close(self, give_up_at: float) -> bool:
        """Take no more work; wait for what runs until ``give_up_at`` (monotonic seconds).

        Returns whether all of it ended.
        """
        self._pool.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            running = set(self._running)
        return not wait(running, timeout=max(0.0, give_up_at - time.monotonic())).not_done

    def _done(self, future: Future[None]) -> None:
        with self._lock:
            self._running.pop(future, None)
