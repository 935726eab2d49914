"""A thread that turns for as long as there is anything to do, and looks again at every tick.

What workers in other threads bring about is gathered for a moment and written in one transaction,
so that there is one writer however many workers there are.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from monitor.errors import StoreError
from monitor.logs import Log

GATHER_S = 0.02
"""Between two turns of a busy wheel: what ends meanwhile is written in one transaction."""


class Wheel:
    """Calls ``turn`` in a thread named ``name`` until told to end.

    ``turn`` says whether there was anything to do; then it is called again at once, else at the
    next tick or when woken. What it raises is told to ``report`` (``""`` after a turn that went
    well), a defect also to the log as one of ``job``, and never ends the wheel.
    """

    def __init__(
        self,
        name: str,
        turn: Callable[[], bool],
        *,
        job: str,
        tick_s: float,
        log: Log,
        report: Callable[[str], None],
    ) -> None:
        self._turn = turn
        self._job = job
        self._tick_s = tick_s
        self._log = log
        self._report = report
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def is_stopping(self) -> bool:
        """Whether nothing new is to be begun."""
        return self._stopping.is_set()

    @property
    def is_ending(self) -> bool:
        """Whether nothing more is waited for."""
        return self._ending.is_set()

    def start(self) -> None:
        """Begin to turn."""
        self._thread.start()

    def wake(self) -> None:
        """Turn now: there may be something to do."""
        self._awake.set()

    def slow_down(self) -> None:
        """Begin to stop: nothing new is to be begun; what ends is still written."""
        self._stopping.set()

    def end(self, give_up_at: float) -> bool:
        """Turn a last time and end, waited for until ``give_up_at`` (monotonic); whether it did."""
        self._ending.set()
        self._awake.set()
        self._thread.join(timeout=max(0.1, give_up_at - time.monotonic()))
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            self._awake.wait(self._tick_s)
            self._awake.clear()
            last = self._ending.is_set()
            try:
                while self._turn():
                    self._stopping.wait(GATHER_S)
            except StoreError as error:
                self._report(str(error))
                # What is to be written waits; the leases give it the time.
                self._stopping.wait(self._tick_s)
            except Exception as error:  # noqa: BLE001 - the edge of one unit of work
                self._log.exception("job.failed", job=self._job)
                self._report(f"{type(error).__name__}: {error}")
                self._stopping.wait(self._tick_s)
            else:
                self._report("")
            if last:
                return
