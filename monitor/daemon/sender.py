"""Keeps the outbox moving: claims deliveries, has them sent, records what became of them.

One thread turns the wheel: in one short transaction it records the attempts that ended and claims
what may go next. Workers send meanwhile, each endpoint within its own pace. Endpoints that fail
have workers of their own, few of them, so that the sound ones never wait for them. Nothing is
known only here: what is in hand is leased, and found again by whoever comes after.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from monitor.alerts.pacing import FIRST_LATENCY_S, Bucket, room, taken_within
from monitor.daemon.wheel import Wheel
from monitor.model import Delivery, Endpoint, EndpointCondition
from monitor.pipeline import deliver
from monitor.pipeline.deliver import Sent
from monitor.store import deliveries as delivery_rows
from monitor.store import endpoints as endpoint_rows
from monitor.store.engine import Session
from monitor.tracing import Value
from monitor.wiring import Services

AHEAD_S = 0.5
"""An endpoint may have in hand what it takes in this time: enough to never wait for the next
claim, little enough that a delivery's lease does not run out while it queues."""

BRING_FORWARD_EVERY_S = 60.0
"""How often the outbox is searched for times that a clock set back made impossible."""

SUSPECT_SHARE = 4
"""One worker in so many more is kept for endpoints that fail."""


@dataclass(slots=True)
class _Line:
    """What is in hand for one endpoint. Guarded by the sender's lock."""

    bucket: Bucket
    waiting: deque[tuple[Delivery, float]] = field(default_factory=deque)
    sending: int = 0
    latency_s: float = FIRST_LATENCY_S
    condition: EndpointCondition = field(default_factory=EndpointCondition)

    @property
    def in_hand(self) -> int:
        return len(self.waiting) + self.sending

    @property
    def ahead(self) -> int:
        return taken_within(AHEAD_S, self.latency_s)


class DeliveriesInHand(Protocol):
    """Deliveries that somebody else chose for a sender, and who hears when it is done with them."""

    def any_due(self) -> bool:
        """Whether there are any that were not taken yet."""
        ...

    def claim(self, session: Session) -> list[Delivery]:
        """Take them under a lease of the sender's owner."""
        ...

    def claimed(self) -> None:
        """What :meth:`claim` took last is committed."""
        ...

    def over(self, delivery_ids: Collection[int]) -> None:
        """The sender is done with these: an attempt is recorded, or their leases given back."""
        ...


class Sender:
    """Sends deliveries until told to stop. ``report`` hears of each turn's problem.

    ``report("")`` says that a turn went well.
    """

    def __init__(
        self,
        services: Services,
        *,
        report: Callable[[str], None],
        deliveries: DeliveriesInHand | None = None,
    ) -> None:
        """``deliveries``: which to send; whatever the outbox holds if not given, each endpoint at
        its own pace."""
        self._services = services
        self._deliveries = deliveries
        self._log = services.log
        workers = services.settings.send_workers
        self._sound = ThreadPoolExecutor(workers, thread_name_prefix="send")
        self._suspect = ThreadPoolExecutor(
            max(1, workers // SUSPECT_SHARE), thread_name_prefix="send-suspect"
        )
        self._lock = threading.Lock()
        self._lines: dict[str, _Line] = {}
        self._ended: list[Sent] = []
        self._rotations: dict[str, datetime] = {}
        self._unsent: list[Delivery] = []
        self._idle = threading.Condition(self._lock)
        self._wheel = Wheel(
            "sender",
            self._turn,
            job="deliver",
            tick_s=services.settings.tick_s,
            log=services.log,
            report=report,
        )
        self._brought_forward_at_s = float("-inf")

    def start(self) -> None:
        """Begin to send."""
        self._wheel.start()

    def wake(self) -> None:
        """Look at the outbox now: something may have become due."""
        self._wheel.wake()

    def stop(self, give_up_at: float) -> bool:
        """Send nothing more; wait for what is being sent until ``give_up_at`` (monotonic).

        Returns whether all of it ended and was recorded.
        """
        self._wheel.slow_down()
        with self._lock:
            for line in self._lines.values():
                self._unsent += [delivery for delivery, _ in line.waiting]
                line.waiting.clear()
        for pool in (self._sound, self._suspect):
            pool.shutdown(wait=False, cancel_futures=False)
        with self._idle:
            ended = self._idle.wait_for(
                lambda: not any(line.sending for line in self._lines.values()),
                timeout=max(0.0, give_up_at - time.monotonic()),
            )
        has_ended = self._wheel.end(give_up_at)
        return ended and has_ended and not self._ended

    # ------------------------------------------------------------ the wheel

    def _turn(self) -> bool:
        """Record what ended and claim what may go next; whether there was anything to do."""
        with self._lock:
            ended, self._ended = self._ended, []
            unsent, self._unsent = self._unsent, []
        try:
            if not ended and not unsent and not self._is_anything_due():
                return False
            claimed = self._write(ended, unsent)
        except BaseException:
            with self._lock:
                self._ended = ended + self._ended
                self._unsent = unsent + self._unsent
            raise
        if self._deliveries is not None:
            self._deliveries.claimed()
            self._deliveries.over([one.delivery.id for one in ended] + [one.id for one in unsent])
        self._queue(claimed)
        return bool(claimed or ended)

    def _is_anything_due(self) -> bool:
        """A cheap look: an idle daemon opens no write transaction."""
        if self._deliveries is not None:
            return self._deliveries.any_due()
        now_s = time.monotonic()
        if now_s - self._brought_forward_at_s >= BRING_FORWARD_EVERY_S:
            return True
        with self._services.store.read() as session:
            return delivery_rows.any_due(session, self._services.clock())

    def _write(self, ended: list[Sent], unsent: list[Delivery]) -> list[Delivery]:
        services = self._services
        with services.store.write() as session:
            now = services.clock()
            recorded = deliver.record(session, ended, owner=services.owner, now=now)
            delivery_rows.release(session, [one.id for one in unsent], owner=services.owner)
            claimed = [] if self._wheel.is_stopping else self._claim(session)
        for one in ended:
            self._tell(one, recorded=one.delivery.id in recorded)
        return claimed

    def _claim(self, session: Session) -> list[Delivery]:
        services = self._services
        now_s = time.monotonic()
        endpoints = {one.id: one for one in services.rules.active.endpoints.values() if one.enabled}
        if self._deliveries is not None:
            claimed = self._deliveries.claim(session)
            chosen = {one.endpoint_id for one in claimed} & endpoints.keys()
            self._note_conditions(session, {key: endpoints[key] for key in chosen}, now_s)
            return claimed
        self._note_conditions(session, endpoints, now_s)
        now = services.clock()
        if now_s - self._brought_forward_at_s >= BRING_FORWARD_EVERY_S:
            delivery_rows.bring_forward(session, now)
            self._brought_forward_at_s = now_s
        return delivery_rows.claim_due(
            session,
            now=now,
            owner=services.owner,
            lease_s=deliver.lease_s(services.settings.send_deadline_s),
            room=self._room(endpoints),
        )

    def _note_conditions(
        self, session: Session, endpoints: Mapping[str, Endpoint], now_s: float
    ) -> None:
        conditions = endpoint_rows.conditions_of(session, endpoints)
        self._rotations = endpoint_rows.rotations(session)
        with self._lock:
            for endpoint in endpoints.values():
                line = self._line(endpoint, now_s)
                line.condition = conditions.get(endpoint.id, EndpointCondition())
                line.bucket = line.bucket.at(endpoint.pace, now_s=now_s)

    def _room(self, endpoints: Mapping[str, Endpoint]) -> dict[str, int]:
        now = self._services.clock()
        found: dict[str, int] = {}
        with self._lock:
            for endpoint in endpoints.values():
                line = self._lines[endpoint.id]
                places = endpoint.pace.concurrency * line.ahead
                # Few big claims rather than many small ones.
                if line.in_hand * 2 > places > endpoint.pace.concurrency:
                    continue
                found[endpoint.id] = room(
                    endpoint.pace,
                    line.condition,
                    in_hand=line.in_hand,
                    ahead=line.ahead,
                    tokens=line.bucket.tokens,
                    now=now,
                )
        return {key: count for key, count in found.items() if count > 0}

    def _line(self, endpoint: Endpoint, now_s: float) -> _Line:
        line = self._lines.get(endpoint.id)
        if line is None:
            line = _Line(bucket=Bucket.full(endpoint.pace, now_s=now_s))
            self._lines[endpoint.id] = line
        return line

    def _queue(self, claimed: list[Delivery]) -> None:
        endpoints = self._services.rules.active.endpoints
        give_up_at = time.monotonic() + deliver.RECORD_S / 2
        with self._lock:
            if self._wheel.is_stopping:
                self._unsent += claimed
                return
            for delivery in claimed:
                endpoint, line = (
                    endpoints.get(delivery.endpoint_id),
                    self._lines.get(delivery.endpoint_id),
                )
                if endpoint is None or line is None:
                    self._unsent.append(delivery)  # its endpoint was removed a moment ago
                    continue
                line.bucket = line.bucket.less(1)
                line.waiting.append((delivery, give_up_at))
                if line.sending < endpoint.pace.concurrency:
                    line.sending += 1
                    self._submit(delivery.endpoint_id, line)

    def _submit(self, endpoint_id: str, line: _Line) -> None:
        pool = self._suspect if line.condition.failures else self._sound
        pool.submit(self._work, endpoint_id)

    # ------------------------------------------------------------ the workers

    def _work(self, endpoint_id: str) -> None:
        """Send one of what waits for an endpoint, and queue up again behind the others' work.

        Were a worker to go on with the same endpoint, a few busy ones would have all workers.
        """
        line = self._lines[endpoint_id]
        with self._lock:
            waiting = line.waiting.popleft() if line.waiting else None
        sent = self._send_in_time(*waiting) if waiting else None
        with self._lock:
            if sent is not None:
                self._note(line, sent)
            if line.waiting:
                self._submit(endpoint_id, line)
            else:
                line.sending -= 1
                self._idle.notify_all()
        self._wheel.wake()

    def _send_in_time(self, delivery: Delivery, give_up_at: float) -> Sent | None:
        """What became of a delivery; nothing if it goes back: it queued for so long that its lease
        might end in mid-send, or its endpoint is no longer sent to."""
        endpoint = self._services.rules.active.endpoints.get(delivery.endpoint_id)
        if endpoint is not None and endpoint.enabled and time.monotonic() <= give_up_at:
            return self._send(delivery, endpoint)
        with self._lock:
            self._unsent.append(delivery)
        return None

    def _note(self, line: _Line, sent: Sent) -> None:
        line.latency_s += (sent.attempt.latency_s - line.latency_s) / 2
        self._ended.append(sent)
        if sent.attempt.reason is not None:
            # What waits is for the next claim to judge: the endpoint fails.
            self._unsent += [waiting for waiting, _ in line.waiting]
            line.waiting.clear()

    def _send(self, delivery: Delivery, endpoint: Endpoint) -> Sent:
        services = self._services
        ids: dict[str, Value] = {
            "delivery": delivery.id,
            "alert": delivery.alert_id,
            "endpoint": delivery.endpoint_id,
        }
        try:
            with services.tracer.span("send", **ids) as span:
                sent = deliver.send_delivery(
                    delivery,
                    endpoint,
                    channels=services.channels,
                    clock=services.clock,
                    deadline_s=services.settings.send_deadline_s,
                    jitter=services.jitter(),
                    rotated_at=self._rotations.get(endpoint.id),
                )
                span.note(status=sent.attempt.status, state=sent.step.state)
                if sent.attempt.reason is not None:
                    span.fail(sent.attempt.reason)
                return sent
        except Exception as error:  # noqa: BLE001 - the edge of one unit of work
            self._log.exception("delivery.crashed", **ids)
            return deliver.failed_by_us(
                delivery, error, now=services.clock(), jitter=services.jitter()
            )

    def _tell(self, sent: Sent, *, recorded: bool) -> None:
        tell = self._log.warning if sent.attempt.reason or not recorded else self._log.info
        tell(
            "delivery.attempted" if recorded else "delivery.lease_lost",
            delivery=sent.delivery.id,
            alert=sent.delivery.alert_id,
            endpoint=sent.delivery.endpoint_id,
            state=sent.step.state,
            status=sent.attempt.status,
            reason=sent.attempt.reason,
            detail=sent.attempt.detail,
            next=sent.step.at.isoformat() if sent.step.at else None,
        )
