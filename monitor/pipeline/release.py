"""Releasing held alerts: judged again, folded into one message, written with its deliveries.

Under the grouping lock, so that nothing joins a development while it is told. An alert that waits
is a row, so a restart in mid-wait loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.alerts.muting import Mute, Subject, inhibitions, mutes_of
from monitor.alerts.payload import build_body
from monitor.alerts.release import Released, Standing, gather, is_due, last_told, release
from monitor.alerts.routing import Destination
from monitor.errors import StoreError
from monitor.model import (
    Alert,
    AlertKind,
    AlertState,
    Development,
    Hit,
    Rule,
    StoredItem,
    highest,
)
from monitor.pipeline.outbox import NO_ROUTE, Outbox
from monitor.pipeline.surroundings import Surroundings
from monitor.store import alerts as alert_rows
from monitor.store import changes as change_rows
from monitor.store import developments as development_rows
from monitor.store import feeds as feed_rows
from monitor.store import hits as hit_rows
from monitor.store import items as item_rows
from monitor.store import silences as silence_rows
from monitor.store.engine import Session, Store, savepoint

BATCH_ALERTS = 100
"""Due alerts looked at in one transaction, so that other writers never wait long."""


def release_held(store: Store, around: Surroundings) -> tuple[set[str], tuple[Alert, ...]]:
    """Settle the held alerts that are due; ids of all that were settled, and those that went out.

    At most a batch: what is due beyond it comes at the next call.
    """
    with store.read() as session:
        if not alert_rows.due_held(session, around.clock(), 1):
            return set(), ()
    with around.tracer.span("release") as span, store.write() as session:
        development_rows.lock_grouping(session)
        settled, out = ReleaseBatch(session, around).run()
        span.note(settled=len(settled), alerts=[alert.id for alert in out])
    return settled, out


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the held alerts of one development tell of: items and hits by the item's id."""

    home: Development
    items: dict[int, StoredItem]
    hits: dict[int, list[Hit]]


def _as_decided(held: Sequence[Alert], items: Mapping[int, StoredItem]) -> list[Alert]:
    """Alerts that were decided at one moment, in the order in which their items were grouped."""

    def place(alert: Alert) -> tuple[bool, datetime, str, str]:
        stored = items.get(alert.item_id or 0)
        if stored is None:
            return True, alert.created_at, "", alert.id
        return False, stored.told_at, stored.item.title, alert.id

    return sorted(held, key=place)


class ReleaseBatch:
    """One locked pass over held alerts that are due, one development after the other."""

    def __init__(self, session: Session, around: Surroundings) -> None:
        self._session = session
        self._around = around
        self._now = around.clock()
        self._outbox = Outbox(session=session, around=around, now=self._now)
        self._silences = silence_rows.active_silences(session, self._now)
        self._settled: set[str] = set()

    def run(self) -> tuple[set[str], tuple[Alert, ...]]:
        """Settle every due alert; ids of all that were settled, and those that went out."""
        out: list[Alert] = []
        for alert in alert_rows.due_held(self._session, self._now, BATCH_ALERTS):
            if alert.id not in self._settled:
                out += self._release_apart(alert)
        return self._settled, tuple(out)

    def _release_apart(self, alert: Alert) -> list[Alert]:
        """Release one development's alerts so that a failure undoes nothing of the others."""
        settled = set(self._settled)
        try:
            with savepoint(self._session):
                return self._release(alert)
        except StoreError:
            raise
        except Exception:
            self._settled = settled
            self._around.log.exception(
                "alert.release_failed", alert=alert.id, development=alert.development_id
            )
        # A defect of ours must not keep anybody from being told: it goes as it was decided.
        chosen = self._outbox.routed({alert.kind}, alert.rule_ids, alert.severity)
        text = "Sent as it was decided: releasing it failed." if chosen else NO_ROUTE
        return [self._write_out(alert, chosen, text)]

    def _release(self, due: Alert) -> list[Alert]:
        home = self._home(due)
        if home is None:
            raise LookupError(f"alert {due.id} is of no development")
        held, released = (
            alert_rows.list_alerts(self._session, limit=1000, development_id=home.id, state=state)
            for state in (AlertState.HELD, AlertState.RELEASED)
        )
        told = self._read(home, held)
        change_rows.touch(self._session, home.id)
        out: list[Alert] = []
        for group in gather(_as_decided(held, told.items), told=bool(released)):
            if is_due(group, self._now):
                out += self._settle(release(group, self._standing(group, released, told)), told)
        return out

    def _home(self, alert: Alert) -> Development | None:
        """The alert's development, or the one a person has put it into since."""
        found = development_rows.get_development(self._session, alert.development_id or 0)
        if found is None or found.merged_into_id is None:
            return found
        return development_rows.get_development(self._session, found.merged_into_id) or found

    def _read(self, home: Development, held: Sequence[Alert]) -> _Told:
        ids = sorted({one.item_id for one in held if one.item_id is not None})
        return _Told(
            home=home,
            items=item_rows.get_items(self._session, ids),
            hits=dict(hit_rows.hits_of(self._session, ids)),
        )

    def _standing(self, group: Sequence[Alert], released: Sequence[Alert], told: _Told) -> Standing:
        rules = self._around.active.rules
        _, by_rule = last_told(released, rules=rules)
        subjects = [(alert.id, self._subject(alert, told)) for alert in group]
        asking = [rule for alert in group for rule in map(rules.get, alert.rule_ids) if rule]
        mutes = (
            *mutes_of(self._silences, asking, subjects, now=self._now),
            *self._inhibitions(asking, subjects),
        )
        return Standing(now=self._now, rules=rules, told=by_rule, mutes=mutes)

    def _inhibitions(
        self, asking: Sequence[Rule], subjects: Sequence[tuple[str, Subject]]
    ) -> tuple[Mute, ...]:
        """What keeps rules quiet because rules that inhibit them have told of what is open."""
        wanted = {rule.id for rule in asking}
        rules = self._around.active.rules.values()
        parents = [one for one in rules if one.enabled and not wanted.isdisjoint(one.inhibits)]
        if not parents:
            return ()
        tellings = alert_rows.open_tellings(self._session, self._around.window)
        return inhibitions(tellings, parents, asking, subjects)

    def _subject(self, alert: Alert, told: _Told) -> Subject:
        stored = told.items.get(alert.item_id or 0)
        return Subject(
            severity=alert.severity,
            development_id=told.home.id,
            outlet=stored.item.outlet if stored else "",
            feeds=self._feeds_of(stored),
            actors=told.home.signature.actors,
        )

    def _feeds_of(self, stored: StoredItem | None) -> tuple[str, ...]:
        if stored is None or not self._silences:
            return ()
        return tuple(feed_rows.feed_addresses(self._session).get(stored.feed_id, ()))

    def _settle(self, outcome: Released, told: _Told) -> list[Alert]:
        for alert, text in outcome.muted:
            self._mark(alert, AlertState.MUTED, text)
        carrier = outcome.carrier
        if carrier is None:
            return []
        for alert in outcome.folded:
            text = f"Told in {carrier.id}, which was held at the same time."
            self._mark(alert, AlertState.FOLDED, text, into_id=carrier.id)
        alert = self._compose(carrier, outcome, told)
        kinds = {one.kind for one in (carrier, *outcome.folded)}
        chosen = self._outbox.routed(kinds, alert.rule_ids, alert.severity)
        notes = [*outcome.left_out, *(f"Tells also of {one.id}." for one in outcome.folded)]
        if carrier.kind is AlertKind.NEW and chosen:
            known = self._outbox.told(told.home.id)
            chosen = tuple(one for one in chosen if one.endpoint_id not in known)
            if not chosen:
                notes.insert(0, "Every endpoint that it goes to has been told of it before.")
        elif not chosen:
            notes.insert(0, NO_ROUTE)
        return [self._write_out(alert, chosen, " ".join(notes))]

    def _compose(self, carrier: Alert, outcome: Released, told: _Told) -> Alert:
        """The carrier as it goes out, with its body as things stand now."""
        stored = told.items[carrier.item_id or 0]
        members = (carrier, *outcome.folded)
        weights = [
            one.severity
            for member in members
            for one in self._outbox.asking(
                [rule_id for rule_id in member.rule_ids if rule_id in outcome.rule_ids],
                told.hits.get(member.item_id or 0, []),
            )
        ]
        asking = self._outbox.asking(outcome.rule_ids, told.hits.get(stored.id, []))
        content = self._outbox.content(
            carrier.id,
            carrier.kind,
            carrier.reason,
            asking,
            told.home,
            stored,
            created_at=carrier.created_at,
        )
        severity = highest((*weights, content.severity))
        also = tuple(one.reason for one in outcome.folded)
        return replace(
            carrier,
            rule_ids=outcome.rule_ids,
            severity=severity,
            body=build_body(replace(content, severity=severity, also=also)),
        )

    def _write_out(self, alert: Alert, chosen: Sequence[Destination], text: str) -> Alert:
        out = replace(alert, state=AlertState.RELEASED, settled_at=self._now, state_text=text)
        alert_rows.release_alert(self._session, out)
        self._outbox.send(out, chosen)
        self._settled.add(alert.id)
        return out

    def _mark(
        self, alert: Alert, state: AlertState, text: str, *, into_id: str | None = None
    ) -> None:
        alert_rows.settle_alert(self._session, alert.id, state, text, self._now, into_id=into_id)
        self._settled.add(alert.id)
        self._around.log.info(
            "alert.not_sent",
            alert=alert.id,
            development=alert.development_id,
            state=state,
            into=into_id,
            why=text,
        )
