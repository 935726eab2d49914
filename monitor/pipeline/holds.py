"""Ending the waits of single endpoints: digests are made, quiet hours are over.

An alert goes into an endpoint's outbox, or into a digest that does, in one transaction with the end
of its wait, so that each is told once.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.alerts.digest import build_digest_body, digest_text
from monitor.alerts.payload import alert_id
from monitor.errors import StoreError
from monitor.model import (
    Alert,
    AlertKind,
    AlertReason,
    EndpointHold,
    HoldReason,
    ReasonCode,
    highest,
)
from monitor.pipeline.surroundings import Surroundings
from monitor.store import alerts as alert_rows
from monitor.store import developments as development_rows
from monitor.store import holds as hold_rows
from monitor.store.engine import Session, Store, savepoint


def end_holds(store: Store, around: Surroundings) -> int:
    """Send what has waited long enough for its endpoint; how many alerts that were."""
    with store.read() as session:
        if not hold_rows.due_holds(session, around.clock(), 1):
            return 0
    with store.write() as session:
        development_rows.lock_grouping(session)
        now = around.clock()
        due = hold_rows.due_holds(session, now)
        groups: defaultdict[tuple[str, HoldReason], list[EndpointHold]] = defaultdict(list)
        for one in due:
            groups[one.endpoint_id, one.why].append(one)
        ending = _Ending(session=session, around=around, now=now)
        for (endpoint_id, why), held in groups.items():
            ending.end(endpoint_id, why, held)
        return len(due)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ending:
    """One transaction that ends waits."""

    session: Session
    around: Surroundings
    now: datetime

    def end(self, endpoint_id: str, why: HoldReason, held: Sequence[EndpointHold]) -> None:
        """Tell what has waited for one endpoint, in one message or each by itself."""
        if why is HoldReason.DIGEST or len(held) > max(one.digest_over for one in held):
            try:
                with savepoint(self.session):
                    self._tell_together(endpoint_id, why, held)
            except StoreError:
                raise
            except Exception:
                # A defect of ours must not keep anybody from being told.
                self.around.log.exception("digest.failed", endpoint=endpoint_id)
            else:
                return
        self._tell_apart(endpoint_id, held)

    def _tell_apart(self, endpoint_id: str, held: Sequence[EndpointHold]) -> None:
        ids = [one.alert_id for one in held]
        for one in ids:
            alert_rows.add_deliveries(self.session, one, [endpoint_id], self.now)
        hold_rows.end_holds(self.session, endpoint_id, ids, self.now, into_id=None)
        self.around.log.info("alert.wait_ended", endpoint=endpoint_id, alerts=ids)

    def _tell_together(
        self, endpoint_id: str, why: HoldReason, held: Sequence[EndpointHold]
    ) -> None:
        ids = [one.alert_id for one in held]
        alerts = alert_rows.get_alerts(self.session, ids)
        id_ = self._digest_id(endpoint_id, why, held)
        digest = Alert(
            id=id_,
            kind=AlertKind.DIGEST,
            type="alert.digest",
            reason=AlertReason(code=ReasonCode.NOTICE, text=digest_text(len(alerts), why)),
            development_id=None,
            item_id=None,
            rule_ids=(),
            severity=highest(one.severity for one in alerts),
            created_at=self.now,
            body=build_digest_body(alerts, why=why, message_id=id_, now=self.now),
            settled_at=self.now,
        )
        alert_rows.add_alert(self.session, digest, [endpoint_id])
        hold_rows.end_holds(self.session, endpoint_id, ids, self.now, into_id=id_)
        self.around.log.info("digest.made", alert=id_, endpoint=endpoint_id, alerts=ids)

    def _digest_id(self, endpoint_id: str, why: HoldReason, held: Sequence[EndpointHold]) -> str:
        """One id for what waited until one moment for one endpoint.

        A database that is restored from a backup makes the digest again: receivers that had it
        know it by its id.
        """
        until = min(one.until for one in held).astimezone(UTC).isoformat()
        name = f"{endpoint_id}\0{why}\0{until}".encode()
        id_ = alert_id(hashlib.sha256(name).hexdigest()[:32])
        if alert_rows.get_alert(self.session, id_) is None:
            return id_
        return alert_id(self.around.random_hex())  # a clock was set back
