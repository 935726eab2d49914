"""Grouping as one ordered stage: a process has the role and keeps at it, others stand by.

Any process may group, as each batch runs under the grouping lock. But what grouping remembers
between batches is read anew whenever another process grouped, so one process does it for long.
"""

from __future__ import annotations

import faulthandler
import time
from collections.abc import Callable

from monitor.daemon.jobs import WATCH_EVERY_S
from monitor.daemon.turns import tell_evaluation, watch_sight
from monitor.pipeline.evaluate import advance
from monitor.scale.stopping import StopFlag
from monitor.store import roles as role_rows
from monitor.wiring import Services

ROLE = "group"
"""The name of the role."""

LEASE_S = 10.0
"""How long the stage stands still at most when its process was killed or cut off, and a little."""

RENEW_EVERY_S = 3.0

SHIFT_S = 600.0
"""A process hands over after so long, so that its task ends and is acknowledged."""

TURN_LIMIT_S = 120.0
"""A turn takes seconds at most: a process that hangs in one is ended, with a trace, and the next
takes over."""


class Shift:
    """One process' time at the stage."""

    def __init__(self, services: Services, *, reload: Callable[[], None], stopping: StopFlag):
        self._services = services
        self._reload = reload
        self._stopping = stopping
        self._renewed_at_s = float("-inf")
        self._watched_at_s = float("-inf")

    def run(self) -> None:
        """Group, release and watch until the shift is over, the role lost, or the process stops.

        Does nothing where another process has the role. Raises :class:`StoreError`.
        """
        services = self._services
        if not self._has_role():
            return
        services.log.info("group.begun", owner=services.owner)
        ends_at_s = time.monotonic() + SHIFT_S
        pause_s = services.settings.gather_s or services.settings.tick_s
        try:
            while not self._stopping() and time.monotonic() < ends_at_s and self._has_role():
                faulthandler.dump_traceback_later(TURN_LIMIT_S, exit=True)
                if not self._turn():
                    self._stopping.wait(pause_s)
        finally:
            faulthandler.cancel_dump_traceback_later()
            services.log.info("group.ended", owner=services.owner)
            with services.store.write() as session:
                role_rows.leave_roles(session, services.owner)

    def _has_role(self) -> bool:
        services = self._services
        if time.monotonic() - self._renewed_at_s < RENEW_EVERY_S:
            return True
        self._renewed_at_s = time.monotonic()
        with services.store.write() as session:
            return role_rows.take_role(
                session, ROLE, owner=services.owner, now=services.clock(), lease_s=LEASE_S
            )

    def _turn(self) -> bool:
        """Whether there was anything to do."""
        services = self._services
        self._reload()
        if not services.rules.in_force:
            return False
        done = advance(services.store, services.surroundings())
        tell_evaluation(services.log, done)
        if time.monotonic() - self._watched_at_s >= WATCH_EVERY_S:
            self._watched_at_s = time.monotonic()
            watch_sight(services)
        return not done.idle
