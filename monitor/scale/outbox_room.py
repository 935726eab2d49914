"""How many deliveries of each endpoint may be in hand on all machines together."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta

from monitor.alerts.pacing import FIRST_LATENCY_S, Bucket, room, taken_within
from monitor.daemon.sender import BRING_FORWARD_EVERY_S
from monitor.model import EndpointCondition
from monitor.store import deliveries as delivery_rows
from monitor.store import endpoints as endpoint_rows
from monitor.store.engine import Session
from monitor.store.outbox import tries_of
from monitor.wiring import Services

AHEAD_S = 2.0
"""An endpoint is given what it takes in this time at once: it gets more only when that is sent, so
the more, the smaller the part of the time in which it waits; a fraction of a lease all the same."""

LATELY = timedelta(hours=1)
LAST_DELIVERIES = 20
"""Over how many the time an endpoint takes is averaged."""


class OutboxRoom:
    """Paces endpoints for all workers. Used by the scheduler that leads, by one thread."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._buckets: dict[str, Bucket] = {}
        self._conditions: Mapping[str, EndpointCondition] = {}
        self._brought_forward_at_s = float("-inf")

    def is_any_due(self) -> bool:
        """A cheap look."""
        now_s, services = time.monotonic(), self._services
        if now_s - self._brought_forward_at_s >= BRING_FORWARD_EVERY_S:
            with services.store.write() as session:
                delivery_rows.bring_forward(session, services.clock())
            self._brought_forward_at_s = now_s
        with services.store.read() as session:
            return delivery_rows.any_due(session, services.clock())

    def room(self, session: Session, *, most: int) -> dict[str, int]:
        """How many each endpoint may be given now, ``most`` in all."""
        services, now, now_s = self._services, self._services.clock(), time.monotonic()
        endpoints = {one.id: one for one in services.rules.active.endpoints.values() if one.enabled}
        busy = delivery_rows.in_hand(session, now)
        due = delivery_rows.endpoints_due(session, now)
        free = [key for key in due if key in endpoints and key not in busy]
        self._conditions = endpoint_rows.conditions_of(session, free)
        found: dict[str, int] = {}
        for endpoint_id in free:
            endpoint = endpoints[endpoint_id]
            bucket = self._buckets.get(endpoint_id) or Bucket.full(endpoint.pace, now_s=now_s)
            self._buckets[endpoint_id] = bucket = bucket.at(endpoint.pace, now_s=now_s)
            count = room(
                endpoint.pace,
                self._conditions.get(endpoint_id, EndpointCondition()),
                in_hand=0,
                ahead=self._ahead(session, endpoint_id),
                tokens=bucket.tokens,
                now=now,
            )
            if 0 < count <= most:
                found[endpoint_id] = count
                most -= count
        return found

    def given(self, reserved: Mapping[str, Sequence[int]]) -> None:
        """These were reserved: the endpoints' rates count them."""
        for endpoint_id, ids in reserved.items():
            self._buckets[endpoint_id] = self._buckets[endpoint_id].less(len(ids))

    def failing(self, endpoint_id: str) -> bool:
        """Whether the last try to send to the endpoint failed."""
        return self._conditions.get(endpoint_id, EndpointCondition()).failures > 0

    def _ahead(self, session: Session, endpoint_id: str) -> int:
        since = self._services.clock() - LATELY
        tries = tries_of(session, endpoint_id, since=since, deliveries=LAST_DELIVERIES)
        latencies = tries.latencies_s
        latency_s = sum(latencies) / len(latencies) if latencies else FIRST_LATENCY_S
        return taken_within(AHEAD_S, latency_s)
