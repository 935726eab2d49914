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
from monitor.alerts.routing import route
from monitor.errors import StoreError
from monitor.model import (
    Alert,
    AlertKind,
    AlertReason,
    Development,
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
from monitor.store import life as life_rows
from monitor.store import meetings as meeting_rows
from monitor.store import notices as notice_rows
from monitor.store.engine import Session, Store, savepoint

NOTICE_SEVERITY = Severity.MEDIUM
"""What routes by severity take a notice for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """Where the alerts of one transaction go."""

    session: Session
    around: Surroundings
    now: datetime

    def endpoints(self, verdict: AlertDecision, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Ids of the endpoints that the alert is routed to."""
        active = self.around.active
        tags = [tag for rule_id in verdict.rule_ids for tag in active.rules[rule_id].tags]
        return route(
            verdict.kind or AlertKind.NEW,
            verdict.rule_ids,
            tags,
            highest(hit.severity for hit in self._asking(verdict, hits)),
            active.rule_set.routes,
            active.rule_set.endpoints,
        )

    def add(
        self,
        verdict: AlertDecision,
        development: Development,
        stored: StoredItem,
        hits: Sequence[Hit],
        *,
        except_for: Collection[str],
    ) -> Alert | None:
        """Write the alert and its deliveries, where the verdict is that there is one."""
        if verdict.kind is None or verdict.reason is None:
            return None
        asking = self._asking(verdict, hits)
        content = AlertContent(
            alert_id=alert_id(self.around.random_hex()),
            kind=verdict.kind,
            reason=verdict.reason,
            severity=highest(hit.severity for hit in asking),
            created_at=self.now,
            development=development,
            item=stored,
            hits=tuple(asking),
            rules=self.around.active.rules,
            actors=self.around.active.actors,
            meeting=self._meeting(hits),
            follows=life_rows.follows_of(self.session, development),
            development_url=self._page_of(development),
        )
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
        )
        chosen = [one for one in self.endpoints(verdict, hits) if one not in except_for]
        alert_rows.add_alert(self.session, alert, chosen)
        return alert

    def add_notice(self, notice: Notice) -> Alert:
        """Write a notice: to every endpoint whose route asks for nothing that it has not."""
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
        )
        rules = self.around.active.rule_set
        chosen = route(AlertKind.NOTICE, (), (), NOTICE_SEVERITY, rules.routes, rules.endpoints)
        alert_rows.add_alert(self.session, alert, chosen)
        notice_rows.mark_told(self.session, notice.id, id_)
        return alert

    def _asking(self, verdict: AlertDecision, hits: Sequence[Hit]) -> list[Hit | Match]:
        """The item's hits of the rules that ask; a rule that asks without one weighs as it is."""
        found: list[Hit | Match] = [hit for hit in hits if hit.rule_id in verdict.rule_ids]
        rules = self.around.active.rules
        found += [
            Match(rule_id=rule_id, severity=rules[rule_id].severity, evidence=())
            for rule_id in verdict.rule_ids
            if rule_id not in {hit.rule_id for hit in hits}
        ]
        return found

    def _meeting(self, hits: Sequence[Hit]) -> Meeting | None:
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
                around.log.warning("notice", code=notice.code, text=notice.text)
    return tuple(told)
