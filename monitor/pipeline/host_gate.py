"""How often article pages are asked of one host: so many at once, so far apart."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

MAX_HOSTS = 50_000
"""Hosts remembered; beyond it those that rest no longer are forgotten."""


class HostGate(Protocol):
    """Who may ask a host for a page, and when."""

    def resting(self, now: datetime) -> Collection[str]:
        """The hosts that may not be asked at ``now``."""

    def enter(self, host: str, now: datetime) -> bool:
        """Begin a visit to a host, if it may be asked now; it must be left again."""

    def leave(self, host: str) -> None:
        """The visit ended."""

    def hold(self, host: str, until: datetime) -> None:
        """Ask nothing of the host until then."""


@dataclass(slots=True)
class _Host:
    in_hand: int = 0
    next_at: datetime | None = None


class LocalGate:
    """A gate for the visits of one process."""

    def __init__(self, *, at_once: int = 2, gap_s: float = 5.0) -> None:
        self._at_once = at_once
        self._gap = timedelta(seconds=gap_s)
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def resting(self, now: datetime) -> Collection[str]:
        """The hosts that may not be asked at ``now``."""
        with self._lock:
            return [name for name, host in self._hosts.items() if not self._is_open(host, now)]

    def enter(self, host: str, now: datetime) -> bool:
        """Begin a visit to a host, if it may be asked now; it must be left again."""
        with self._lock:
            if len(self._hosts) > MAX_HOSTS:
                self._forget(now)
            known = self._hosts.setdefault(host, _Host())
            if not self._is_open(known, now):
                return False
            known.in_hand += 1
            known.next_at = now + self._gap
            return True

    def leave(self, host: str) -> None:
        """The visit ended."""
        with self._lock:
            self._hosts[host].in_hand -= 1

    def hold(self, host: str, until: datetime) -> None:
        """Ask nothing of the host until then; a longer hold stands."""
        with self._lock:
            known = self._hosts.setdefault(host, _Host())
            known.next_at = max(known.next_at or until, until)

    def _is_open(self, host: _Host, now: datetime) -> bool:
        return host.in_hand < self._at_once and (host.next_at is None or host.next_at <= now)

    def _forget(self, now: datetime) -> None:
        self._hosts = {
            name: host
            for name, host in self._hosts.items()
            if host.in_hand or not self._is_open(host, now)
        }
