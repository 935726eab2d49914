"""Told to stop, and stopped in time: signals that are never missed, an end that is never late."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import traceback
from types import FrameType, TracebackType
from typing import Self

from monitor.logs import Log

LEAVE_AFTER_S = 9.0
"""From the signal to the end of the process at the latest, in seconds: ``docker stop`` kills after
10 by default. What hangs beyond that is found again by its row, like after a kill."""


class StopSignals:
    """SIGTERM and Ctrl-C inside ``with``, as something the main thread can wait for.

    The interpreter writes each signal's number to a socket the moment it comes
    (:func:`signal.set_wakeup_fd`), whichever thread the kernel chose for it. A lock or an event
    would be waited for in vain where that is not the main thread, and setting an event from a
    handler may meet its own lock held. Only the main thread may use it, once at a time.
    """

    _NUMBERS = (signal.SIGTERM, signal.SIGINT)

    def __enter__(self) -> Self:
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        self._before_fd = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._before = {one: signal.signal(one, _take_note) for one in self._NUMBERS}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)
        signal.set_wakeup_fd(self._before_fd)
        self._reader.close()
        self._writer.close()

    def wait(self) -> None:
        """Return once a signal came, also one that came before."""
        while True:
            numbers = self._reader.recv(64)
            if any(number in self._NUMBERS for number in numbers):
                return


def _take_note(_number: int, _frame: FrameType | None) -> None:
    """Nothing to do: the number is in the socket already."""


def leave_in_time(log: Log, *, after_s: float = LEAVE_AFTER_S) -> None:
    """End the process ``after_s`` seconds from now, whatever still hangs, and say what did."""
    timer = threading.Timer(after_s, _leave, args=(log,))
    timer.daemon = True
    timer.start()


def leave() -> None:
    """End the process now, without waiting for threads that hang."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _leave(log: Log) -> None:
    frames = sys._current_frames()  # noqa: SLF001 - documented, and the only way to see them
    hung = {
        thread.name: traceback.format_stack(frames[thread.ident], limit=-4)
        for thread in threading.enumerate()
        if thread.ident in frames and thread is not threading.current_thread()
    }
    try:
        log.error("daemon.left", detail="stopping took too long", threads=hung)
    finally:
        leave()
