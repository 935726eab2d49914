"""Lets go of what is old, a little at a time, so that nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from time import monotonic

from monitor.pipeline.retention import Pruned, prune_step
from monitor.wiring import Services, keep_of

PASS_EVERY_S = 3600.0
"""From the end of one search for what is old to the next."""


class Pruner:
    """One step of retention at each :meth:`turn`, until nothing is old; then a rest."""

    def __init__(self, services: Services, *, clock_s: Callable[[], float] = monotonic) -> None:
        self._services = services
        self._clock_s = clock_s
        self._pruned = Pruned()
        self._rests_until_s = float("-inf")

    def turn(self) -> None:
        """Let go of a bounded number of rows, where it is time."""
        if self._clock_s() < self._rests_until_s:
            return
        services = self._services
        keep = keep_of(services.settings)
        self._pruned = prune_step(services.store, keep, self._pruned, now=services.clock())
        if not self._pruned.done:
            return
        if any(astuple(self._pruned)[:4]):
            services.log.info(
                "retention.pruned",
                developments=self._pruned.developments,
                items=self._pruned.items,
                keys=self._pruned.keys,
                other=self._pruned.other,
            )
        self._pruned = Pruned()
        self._rests_until_s = self._clock_s() + PASS_EVERY_S
