"""Hits to developments to alerts: group, decide, route.

A development's change, its alert and its deliveries commit together (transactional outbox), so
an alert exists exactly if the change it tells exists.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.alerts.decision import MAX_AGE, AlertDecision, decide
from monitor.alerts.payload import AlertContent, alert_id, alert_type, build_body
from monitor.alerts.routing import route
from monitor.developments.grouping import group
from monitor.errors import StoreError
from monitor.model import (
    Alert,
    AlertKind,
    AlertReason,
    Decision,
    Development,
    Hit,
    Meeting,
    ReasonCode,
    Step,
    StoredItem,
    Telling,
    highest,
)
from monitor.pipeline.surroundings import Surroundings
from monitor.store import alerts as alert_rows
from monitor.store import deliveries as delivery_rows
from monitor.store import developments as development_rows
from monitor.store import hits as hit_rows
from monitor.store import items as item_rows
from monitor.store import meetings as meeting_rows
from monitor.store import silences as silence_rows
from monitor.store.engine import Session, Store, savepoint

BATCH_ITEMS = 50
"""Items grouped in one transaction, so that other writers never wait long."""


def group_items(store: Store, around: Surroundings) -> tuple[int, tuple[Alert, ...]]:
    """Group up to a batch of hit items, oldest told first; return how many, and the alerts."""
    with store.read() as session:
        if not development_rows.due_for_grouping(session, 1):
            return 0, ()
    try:
        with store.write() as session:
            development_rows.lock_grouping(session)
            due = development_rows.due_for_grouping(session, BATCH_ITEMS)
            return len(due), GroupingBatch(session, around, due).run()
    except BaseException:
        around.memory.forget()  # what it remembers was rolled back
        raise


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """An item to be grouped: as stored, its hits, and what grouping sees of it."""

    stored: StoredItem
    hits: Sequence[Hit]
    telling: Telling


class GroupingBatch:
    """One locked pass over due items: decides each against the window as the last one left it."""

    def __init__(self, session: Session, around: Surroundings, due: Sequence[int]) -> None:
        self._session = session
        self._around = around
        self._now = around.clock()
        self._silences = silence_rows.active_silences(session, self._now)
        stored = item_rows.get_items(session, due)
        hits = hit_rows.hits_of(session, due)
        read = [self._read(stored[item_id], hits.get(item_id, [])) for item_id in due]
        self._due = [one for one in read if one is not None]

    def run(self) -> tuple[Alert, ...]:
        """Group every item; return the alerts raised, in order."""
        if not self._due:
            return ()
        self._window = self._around.memory.open(
            self._session,
            since=self._since(),
            items=[one.stored.id for one in self._due],
        )
        alerts = [self._group_apart(one) for one in self._due]
        return tuple(alert for alert in alerts if alert is not None)

    def _since(self) -> datetime:
        """How far back the window reaches: its hours before the oldest item of the batch.

        An item told days ago is compared with what was known then. Items too old to alert do
        not stretch it.
        """
        window = timedelta(hours=self._around.window_h)
        oldest = min(one.telling.told_at for one in self._due)
        return max(min(self._now, oldest) - window, self._now - MAX_AGE - window)

    def _read(self, stored: StoredItem, hits: Sequence[Hit]) -> _Due | None:
        try:
            telling = development_rows.telling_of(stored, hits)
        except Exception as error:  # noqa: BLE001 - the edge of one unit of work
            self._set_aside(stored, error)
            return None
        return _Due(stored=stored, hits=hits, telling=telling)

    def _group_apart(self, due: _Due) -> Alert | None:
        """Group one item so that its failure undoes nothing of the others."""
        try:
            with savepoint(self._session):
                return self._group(due)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - the edge of one unit of work
            self._set_aside(due.stored, error)
            return None

    def _set_aside(self, stored: StoredItem, error: Exception) -> None:
        self._around.log.exception("item.quarantined", item=stored.id, step="group")
        item_rows.quarantine(self._session, stored.id, f"group: {error!r}")

    def _group(self, due: _Due) -> Alert | None:
        decision = group(due.telling, self._window, self._now)
        verdict = self._verdict(decision, due)
        told: Collection[str] = ()
        if verdict.kind is None:
            verdict, told = self._first_for_others(decision, due, verdict)
        development = development_rows.record_decision(
            self._session,
            due.telling,
            decision,
            now=self._now,
            quiet_reason=verdict.quiet_reason,
        )
        self._follow_meetings(development, decision, due.telling)
        alert = self._raise(verdict, development, due, except_for=told)
        self._around.memory.put(development, due.telling)
        return alert

    def _verdict(self, decision: Decision, due: _Due) -> AlertDecision:
        return decide(
            decision,
            due.telling,
            self._around.active.rules,
            backlog=due.stored.backlog,
            silences=self._silences,
            now=self._now,
        )

    def _first_for_others(
        self, decision: Decision, due: _Due, quiet: AlertDecision
    ) -> tuple[AlertDecision, Collection[str]]:
        """An alert for endpoints that nobody told of this development, though others were.

        Another rule now asks for a development that is known already. Whoever its route names
        has not heard of it; those who have are not woken again. Returns the verdict and the
        endpoints that were told before.
        """
        if decision.step not in {Step.JOINED, Step.COPY} or decision.development_id is None:
            return quiet, ()
        known = development_rows.get_development(self._session, decision.development_id)
        asked = set(known.rule_ids) if known else set()
        fresh = tuple(rule for rule in due.telling.rule_ids if rule not in asked)
        if not fresh:
            return quiet, ()
        told = self._told(decision.development_id)
        again = self._verdict(
            replace(decision, step=Step.NEW),
            replace(due, telling=replace(due.telling, rule_ids=fresh)),
        )
        if again.kind is None or not set(self._route(again, due)) - told:
            return quiet, ()
        text = "Known since it was first told, and now another rule asks for it."
        reason = AlertReason(code=ReasonCode.FIRST_REPORT, text=text)
        return replace(again, reason=reason), told

    def _told(self, development_id: int) -> set[str]:
        """Endpoints that have an alert of this development."""
        alerts = alert_rows.list_alerts(self._session, limit=1000, development_id=development_id)
        deliveries = delivery_rows.list_deliveries(
            self._session, limit=10_000, alert_ids=[alert.id for alert in alerts]
        )
        return {delivery.endpoint_id for delivery in deliveries}

    def _route(self, verdict: AlertDecision, due: _Due) -> tuple[str, ...]:
        active = self._around.active
        tags = [tag for rule_id in verdict.rule_ids for tag in active.rules[rule_id].tags]
        rule_set = active.rule_set
        return route(
            verdict.kind or AlertKind.NEW,
            verdict.rule_ids,
            tags,
            highest(hit.severity for hit in self._asking(verdict, due)),
            rule_set.routes,
            rule_set.endpoints,
        )

    def _asking(self, verdict: AlertDecision, due: _Due) -> list[Hit]:
        return [hit for hit in due.hits if hit.rule_id in verdict.rule_ids]

    def _follow_meetings(
        self, development: Development, decision: Decision, telling: Telling
    ) -> None:
        """Where the development tells one meeting's status, the meeting has that status."""
        signature = decision.signature
        changed = decision.step in {Step.NEW, Step.UPDATE}
        if changed and signature.status is not None and len(signature.meetings) == 1:
            meeting_rows.set_meeting_status(
                self._session,
                signature.meetings[0],
                signature.status,
                development.id,
                telling.told_at,
            )

    def _raise(
        self,
        verdict: AlertDecision,
        development: Development,
        due: _Due,
        *,
        except_for: Collection[str],
    ) -> Alert | None:
        """Write the alert and its deliveries, in the transaction of the change they tell."""
        if verdict.kind is None or verdict.reason is None:
            return None
        asking = self._asking(verdict, due)
        content = AlertContent(
            alert_id=alert_id(self._around.random_hex()),
            kind=verdict.kind,
            reason=verdict.reason,
            severity=highest(hit.severity for hit in asking),
            created_at=self._now,
            development=development,
            item=due.stored,
            hits=tuple(asking),
            rules=self._around.active.rules,
            actors=self._around.active.actors,
            meeting=self._meeting(asking),
            development_url=self._page_of(development),
        )
        alert = Alert(
            id=content.alert_id,
            kind=content.kind,
            type=alert_type(content.kind),
            reason=content.reason,
            development_id=development.id,
            item_id=due.stored.id,
            rule_ids=verdict.rule_ids,
            severity=content.severity,
            created_at=self._now,
            body=build_body(content),
        )
        chosen = [one for one in self._route(verdict, due) if one not in except_for]
        alert_rows.add_alert(self._session, alert, chosen)
        return alert

    def _meeting(self, hits: Sequence[Hit]) -> Meeting | None:
        """The meeting the evidence names first, with its live status."""
        named = (e.meeting for hit in hits for e in hit.evidence if e.meeting is not None)
        meeting = self._around.active.meetings.get(next(named, ""))
        if meeting is None:
            return None
        status = meeting_rows.meeting_statuses(self._session).get(meeting.id, meeting.status)
        return replace(meeting, status=status)

    def _page_of(self, development: Development) -> str | None:
        base = self._around.public_url
        return f"{base}/developments/{development.id}" if base else None
