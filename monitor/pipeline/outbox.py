"""Writing an alert with its deliveries, in the transaction of the change that it tells."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.alerts.decision import AlertDecision
from monitor.alerts.payload import (
    AlertContent,
    alert_id,
    alert_type,
    build_body,
    build_notice_body,
)
from monitor.alerts.release import Hold, hold, last_told
from monitor.alerts.routing import Destination, route
from monitor.errors import StoreError
from monitor.model import (
    Alert,
    AlertKind,
    AlertReason,
    AlertState,
    Development,
    EndpointHold,
    Hit,
    Match,
    Meeting,
    Notice,
    Oddity,
    ReasonCode,
    Severity,
    StoredItem,
    highest,
)
from monitor.pipeline.surroundings import Surroundings
from monitor.store import alerts as alert_rows
from monitor.store import deliveries as delivery_rows
from monitor.store import holds as hold_rows
from monitor.store import life as life_rows
from monitor.store import meetings as meeting_rows
from monitor.store import notices as notice_rows
from monitor.store.engine import Session, Store, savepoint

NO_ROUTE = "No route brings it to an endpoint that is switched on."

NOTICE_SEVERITY = Severity.MEDIUM
"""What routes by severity take a notice for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """Where the alerts of one transaction go."""

    session: Session
    around: Surroundings
    now: datetime

    def endpoints(self, verdict: AlertDecision, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Ids of the endpoints that the alert would be routed to."""
        severity = highest(hit.severity for hit in self.asking(verdict.rule_ids, hits))
        routed = self.routed({verdict.kind or AlertKind.NEW}, verdict.rule_ids, severity)
        return tuple(one.endpoint_id for one in routed)

    def routed(
        self, kinds: Collection[AlertKind], rule_ids: Sequence[str], severity: Severity
    ) -> tuple[Destination, ...]:
        """Where an alert goes that these rules ask for."""
        active = self.around.active
        known = [active.rules[rule_id] for rule_id in rule_ids if rule_id in active.rules]
        tags = [tag for rule in known for tag in rule.tags]
        rules = active.rule_set
        return route(kinds, rule_ids, tags, severity, rules.routes, rules.endpoints, now=self.now)

    def told(self, development_id: int, *, planned: bool = False) -> set[str]:
        """Endpoints that have an alert of this development, or of one merged into it.

        Those for which one waits count as told; ``planned``: also those that a held alert is going
        to.
        """
        alerts = alert_rows.list_alerts(self.session, limit=1000, development_id=development_id)
        ids = [alert.id for alert in alerts]
        deliveries = delivery_rows.list_deliveries(self.session, limit=10_000, alert_ids=ids)
        told = {delivery.endpoint_id for delivery in deliveries}
        told |= {hold.endpoint_id for hold in hold_rows.holds_of(self.session, ids)}
        if planned:
            for alert in alerts:
                if alert.state is AlertState.HELD:
                    going = self.routed({alert.kind}, alert.rule_ids, alert.severity)
                    told.update(one.endpoint_id for one in going)
        return told

    def send(self, alert: Alert, destinations: Sequence[Destination]) -> None:
        """Let a stored alert out: pending deliveries, and waits where a route has them."""
        at_once = [one.endpoint_id for one in destinations if one.wait is None]
        alert_rows.add_deliveries(self.session, alert.id, at_once, self.now)
        hold_rows.add_holds(
            self.session,
            [
                EndpointHold(
                    alert_id=alert.id,
                    endpoint_id=one.endpoint_id,
                    why=one.wait.why,
                    text=one.wait.text,
                    until=one.wait.until,
                    digest_over=one.wait.digest_over,
                    created_at=self.now,
                )
                for one in destinations
                if one.wait is not None
            ],
        )

    def add(
        self,
        verdict: AlertDecision,
        development: Development,
        stored: StoredItem,
        hits: Sequence[Hit],
    ) -> Alert | None:
        """Write the alert, held, where the verdict is that there is one."""
        if verdict.kind is None or verdict.reason is None:
            return None
        asking = self.asking(verdict.rule_ids, hits)
        content = self.content(
            alert_id(self.around.random_hex()),
            verdict.kind,
            verdict.reason,
            asking,
            development,
            stored,
            created_at=self.now,
        )
        held = self._hold(content, verdict)
        alert = Alert(
            id=content.alert_id,
            kind=content.kind,
            type=alert_type(content.kind),
            reason=content.reason,
            development_id=development.id,
            item_id=stored.id,
            rule_ids=verdict.rule_ids,
            severity=content.severity,
            created_at=self.now,
            body=build_body(content),
            state=AlertState.HELD,
            release_at=held.until,
            state_text=held.text,
        )
        alert_rows.add_alert(self.session, alert)
        return alert

    def content(
        self,
        id_: str,
        kind: AlertKind,
        reason: AlertReason,
        asking: Sequence[Hit | Match],
        development: Development,
        stored: StoredItem,
        *,
        created_at: datetime,
    ) -> AlertContent:
        """What the alert's body tells, as things stand now."""
        return AlertContent(
            alert_id=id_,
            kind=kind,
            reason=reason,
            severity=highest(one.severity for one in asking),
            created_at=created_at,
            development=development,
            item=stored,
            hits=tuple(asking),
            rules=self.around.active.rules,
            actors=self.around.active.actors,
            meeting=self._meeting(asking),
            follows=life_rows.follows_of(self.session, development),
            development_url=self._page_of(development),
        )

    def _hold(self, content: AlertContent, verdict: AlertDecision) -> Hold:
        alerts = alert_rows.list_alerts(
            self.session, limit=1000, development_id=content.development.id
        )
        rules = self.around.active.rules
        asking = [rules[rule_id] for rule_id in verdict.rule_ids if rule_id in rules]
        released = [one for one in alerts if one.state is AlertState.RELEASED]
        told_at, _ = last_told(released, rules=())
        held = [one for one in alerts if one.state is AlertState.HELD]
        like = [one for one in held if not released or one.kind is content.kind]
        first = min(like, key=lambda one: (one.release_at or self.now, one.id), default=None)
        return hold(
            content.kind,
            content.severity,
            content.reason,
            asking,
            now=self.now,
            pace=self.around.pace,
            told_at=told_at,
            waiting=first,
        )

    def add_notice(self, notice: Notice) -> Alert:
        """Write a notice: to every endpoint whose route asks for nothing that it has not."""
        chosen = self.routed({AlertKind.NOTICE}, (), NOTICE_SEVERITY)
        id_ = alert_id(self.around.random_hex())
        oddity = Oddity(code=notice.code, subject=notice.subject, text=notice.text)
        alert = Alert(
            id=id_,
            kind=AlertKind.NOTICE,
            type=alert_type(AlertKind.NOTICE),
            reason=AlertReason(code=ReasonCode.NOTICE, text=notice.text),
            development_id=None,
            item_id=None,
            rule_ids=(),
            severity=NOTICE_SEVERITY,
            created_at=self.now,
            body=build_notice_body(oddity, message_id=id_, now=self.now),
            settled_at=self.now,
            state_text="" if chosen else NO_ROUTE,
        )
        alert_rows.add_alert(self.session, alert)
        self.send(alert, chosen)
        notice_rows.mark_told(self.session, notice.id, id_)
        return alert

    def asking(self, rule_ids: Sequence[str], hits: Sequence[Hit]) -> list[Hit | Match]:
        """The item's hits of the rules that ask; a rule that asks without one weighs as it is."""
        found: list[Hit | Match] = [hit for hit in hits if hit.rule_id in rule_ids]
        rules = self.around.active.rules
        found += [
            Match(rule_id=rule_id, severity=rules[rule_id].severity, evidence=())
            for rule_id in rule_ids
            if rule_id not in {hit.rule_id for hit in hits}
        ]
        return found

    def _meeting(self, hits: Sequence[Hit | Match]) -> Meeting | None:
        """The meeting the evidence names first, with its live status."""
        named = (e.meeting for hit in hits for e in hit.evidence if e.meeting is not None)
        meeting = self.around.active.meetings.get(next(named, ""))
        if meeting is None:
            return None
        status = meeting_rows.get_meeting_status(self.session, meeting.id)
        return replace(meeting, status=status or meeting.status)

    def _page_of(self, development: Development) -> str | None:
        base = self.around.public_url
        return f"{base}/developments/{development.id}" if base else None


def tell_notices(store: Store, around: Surroundings) -> tuple[Alert, ...]:
    """Put what is odd and was not told yet into the outbox; return the alerts."""
    with store.read() as session:
        if not notice_rows.due_notices(session):
            return ()
    told: list[Alert] = []
    with store.write() as session:
        outbox = Outbox(session=session, around=around, now=around.clock())
        for notice in notice_rows.due_notices(session, lock=True):
            try:
                with savepoint(session):
                    told.append(outbox.add_notice(notice))
            except StoreError:
                raise
            except Exception:
                around.log.exception("notice.not_told", notice=notice.id)
                notice_rows.mark_told(session, notice.id, None)
            else:
                around.log.warning(
                    "notice.told",
                    notice=notice.id,
                    alert=told[-1].id,
                    code=notice.code,
                    text=notice.text,
                )
    return tuple(told)
