"""Total deadlines of calls, kept by one thread that shuts the sockets of a call that is late.

A socket's own timeout starts anew with every byte, so a server that drips one byte a second holds
a caller for ever. Shutting the socket ends that; what the caller then reads looks like the end
of an answer, so every caller asks :meth:`Watch.check` before it believes what it read.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import inf
from time import monotonic

from monitor.errors import FetchError

_LATE = ("timeout", "no complete answer within {within_s:g} s")
_CLOSED = ("connection", "cut off because the program is stopping")


class Watch:
    """The deadline of one call and the sockets it uses. Built by :meth:`Watchdog.watch`."""

    def __init__(self, within_s: float, *, wake: Callable[[Watch], None]) -> None:
        self.within_s = within_s
        self.deadline_at = monotonic() + within_s
        self._wake = wake
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._cut: tuple[str, str] | None = None

    @property
    def remaining_s(self) -> float:
        """Seconds until the deadline; negative when it has passed."""
        return self.deadline_at - monotonic()

    def attach(self, sock: socket.socket) -> None:
        """Put ``sock`` under this watch until the call ends.

        A duplicate descriptor is kept: shutting it ends the connection however the original
        object was wrapped, moved into TLS or closed meanwhile, and can never hit a descriptor
        that was reused for something else.
        """
        twin = socket.socket(fileno=os.dup(sock.fileno()))
        with self._lock:
            self._sockets.append(twin)
            if self._cut is not None:
                _shut(twin)

    def shorten(self, within_s: float) -> None:
        """Bring the deadline forward to ``within_s`` from now; never put it off."""
        self.deadline_at = min(self.deadline_at, monotonic() + within_s)
        self._wake(self)

    def cut(self, cause: tuple[str, str]) -> None:
        """Shut the call's sockets; from now on :meth:`check` raises."""
        with self._lock:
            if self._cut is None:
                self._cut = cause
            for sock in self._sockets:
                _shut(sock)

    def check(self) -> None:
        """Raise :class:`FetchError` (``timeout`` or ``connection``) if the call was cut off."""
        with self._lock:
            cut = self._cut
        if cut is None and self.remaining_s <= 0:
            cut = _LATE
        if cut is not None:
            reason, text = cut
            raise FetchError(text.format(within_s=self.within_s), reason=reason)

    def release(self) -> None:
        """Let go of the call's sockets."""
        with self._lock:
            for sock in self._sockets:
                sock.close()
            self._sockets.clear()


class Watchdog:
    """Keeps the deadlines of all calls of one client. Close it to cut off every call.

    Its thread starts with the first call, so that a process which forks before it has one.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._watches: set[Watch] = set()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._looks_at = inf  # when the thread wakes by itself

    @contextmanager
    def watch(self, within_s: float) -> Iterator[Watch]:
        """A watch for one call that must end ``within_s`` seconds from now.

        Raises :class:`FetchError` with reason ``connection`` once the watchdog is closed.
        """
        watch = Watch(within_s, wake=self._wake)
        with self._condition:
            if self._closed:
                reason, text = _CLOSED
                raise FetchError(text, reason=reason)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="net-watchdog", daemon=True)
                self._thread.start()
            self._watches.add(watch)
            self._notify(watch)
        try:
            yield watch
        finally:
            with self._condition:
                self._watches.discard(watch)
            watch.release()

    def close(self) -> None:
        """Cut off every call and stop the thread. Closing again does nothing."""
        with self._condition:
            self._closed = True
            for watch in self._watches:
                watch.cut(_CLOSED)
            self._condition.notify()
        if self._thread is not None:
            self._thread.join()

    def _wake(self, watch: Watch) -> None:
        with self._condition:
            self._notify(watch)

    def _notify(self, watch: Watch) -> None:
        # Calls are many, and the deadlines of later ones are mostly later.
        if watch.deadline_at < self._looks_at:
            self._condition.notify()

    def _run(self) -> None:
        with self._condition:
            while not self._closed:
                late = {watch for watch in self._watches if watch.remaining_s <= 0}
                self._watches -= late
                for watch in late:
                    watch.cut(_LATE)
                self._looks_at = min((watch.deadline_at for watch in self._watches), default=inf)
                wait_s = self._looks_at - monotonic()
                self._condition.wait(None if self._looks_at == inf else max(0.0, wait_s))


def _shut(sock: socket.socket) -> None:
    # The peer may have ended the connection already: then there is nothing to shut.
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
