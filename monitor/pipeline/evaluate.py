"""Items to hits to developments to alerts: match, group, decide, route.

Both steps run under the grouping lock, in one short transaction a batch, and use no network.
A development's change, its alert and its deliveries commit together (transactional outbox), so
an alert exists exactly if the change it tells exists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.alerts.decision import decide
from monitor.alerts.payload import AlertContent, alert_id, alert_type, build_body
from monitor.alerts.routing import route
from monitor.developments.grouping import Window, group
from monitor.developments.statistics import TermStatistics
from monitor.developments.terms import document_terms
from monitor.logs import Log
from monitor.model import (
    Alert,
    AlertKind,
    AlertReason,
    Decision,
    Development,
    Hit,
    Item,
    Meeting,
    OpenDevelopment,
    Step,
    StoredItem,
    Telling,
)
from monitor.pipeline.rule_book import ActiveRules
from monitor.store import alerts as alert_rows
from monitor.store import developments as development_rows
from monitor.store import feeds as feed_rows
from monitor.store import hits as hit_rows
from monitor.store import items as item_rows
from monitor.store import meetings as meeting_rows
from monitor.store import silences as silence_rows
from monitor.store import statistics as term_rows
from monitor.store.engine import Session, Store

BATCH_ITEMS = 200
"""Items judged in one transaction: some 50 ms of work, so that other writers wait little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What one batch gave: items judged, hits found, items grouped, alerts raised."""

    judged: int = 0
    hits: int = 0
    grouped: int = 0
    alerts: tuple[Alert, ...] = ()

    @property
    def idle(self) -> bool:
        """Nothing was due."""
        return not self.judged and not self.grouped


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a batch is judged with besides the store."""

    active: ActiveRules
    clock: Callable[[], datetime]
    random_hex: Callable[[], str]
    window_h: float
    public_url: str
    log: Log


def evaluate(store: Store, around: Surroundings) -> Evaluation:
    """Judge and group one batch of due items."""
    judged, hits = match_items(store, around)
    grouped, alerts = group_items(store, around)
    return Evaluation(judged=judged, hits=hits, grouped=grouped, alerts=alerts)


# ---------------------------------------------------------------- match


def match_items(store: Store, around: Surroundings) -> tuple[int, int]:
    """Judge up to a batch of unmatched items; return how many, and how many hits they gave.

    Every item's words are counted in the text statistics once, whether it is a hit or not.
    """
    with store.write() as session:
        development_rows.lock_grouping(session)
        items = item_rows.unmatched(session, BATCH_ITEMS)
        if not items:
            return 0, 0
        now = around.clock()
        revision = around.active.rule_set.revision
        found = 0
        feeds = _feed_urls(session, around.active)
        for stored in items:
            hits = hits_of_item(stored, around, now=now, feed=feeds.get(stored.feed_id))
            hit_rows.replace_hits(session, stored.id, revision, hits)
            found += len(hits)
        _count_terms(session, [stored.item for stored in items if not stored.edits])
    return len(items), found


def hits_of_item(
    stored: StoredItem, around: Surroundings, *, now: datetime, feed: str | None
) -> list[Hit]:
    """The hits of one item under the rule set in force; ``feed`` is the address it came from.

    An item on which a matcher fails is a defect of ours: it is logged with its trace, counts as
    judged without hits, and never stops the others.
    """
    try:
        judgement = around.active.matcher.judge(stored.item, now=now, feed=feed)
    except Exception:
        around.log.exception("item.quarantined", item=stored.id, title=stored.item.title)
        return []
    for note in judgement.notes:
        around.log.warning("match.note", item=stored.id, note=str(note))
    revision = around.active.rule_set.revision
    return [
        Hit(
            item_id=stored.id,
            rule_id=match.rule_id,
            revision=revision,
            severity=match.severity,
            evidence=match.evidence,
            created_at=now,
        )
        for match in judgement.matches
    ]


def _feed_urls(session: Session, active: ActiveRules) -> dict[int, str]:
    """Addresses of the feeds by id, if a rule asks for them."""
    if not any(rule.scope.feeds for rule in active.rule_set.rules):
        return {}
    return {feed.id: feed.url for feed in feed_rows.list_feeds(session)}


def _count_terms(session: Session, items: Sequence[Item]) -> None:
    counts: Counter[str] = Counter()
    for item in items:
        counts.update(document_terms(item.title, item.summary))
    if items:
        term_rows.add_documents(session, counts, len(items))


# ---------------------------------------------------------------- group


def group_items(store: Store, around: Surroundings) -> tuple[int, tuple[Alert, ...]]:
    """Group up to a batch of hit items, oldest told first; return how many, and the alerts."""
    with store.read() as session:
        if not development_rows.due_for_grouping(session, 1):
            return 0, ()
    with store.write() as session:
        development_rows.lock_grouping(session)
        due = development_rows.due_for_grouping(session, BATCH_ITEMS)
        return len(due), GroupingBatch(session, around, due).run()


class GroupingBatch:
    """One locked pass over due items: decides each against the window as the last one left it."""

    def __init__(self, session: Session, around: Surroundings, due: Sequence[int]) -> None:
        self._session = session
        self._around = around
        self._now = around.clock()
        stored = item_rows.get_items(session, due)
        self._items = [stored[item_id] for item_id in due]
        self._hits = hit_rows.hits_of(session, due)
        self._silences = silence_rows.active_silences(session, self._now)
        self._tellings: dict[int, dict[int, Telling]] = {}
        self._window = self._open_window()

    def run(self) -> tuple[Alert, ...]:
        """Group every item; return the alerts raised, in order."""
        alerts = [self._group_item(stored) for stored in self._items]
        return tuple(alert for alert in alerts if alert is not None)

    def _open_window(self) -> Window:
        since = self._now - timedelta(hours=self._around.window_h)
        known = development_rows.open_developments(self._session, since=since)
        terms: set[str] = set()
        for open_one in known:
            for telling in open_one.tellings:
                terms.update(document_terms(telling.title, telling.summary))
        for stored in self._items:
            terms.update(document_terms(stored.item.title, stored.item.summary))
        statistics = TermStatistics(
            documents=term_rows.count_documents(self._session),
            frequencies=term_rows.document_frequencies(self._session, terms),
        )
        self._tellings = {
            one.development.id: {telling.item_id: telling for telling in one.tellings}
            for one in known
        }
        return Window.build(known, statistics)

    def _put(self, development: Development, telling: Telling) -> None:
        """Show the next items of the batch the development as this decision left it."""
        tellings = self._tellings.setdefault(development.id, {})
        tellings[telling.item_id] = telling
        self._window.replace(
            OpenDevelopment(development=development, tellings=tuple(tellings.values()))
        )

    def _group_item(self, stored: StoredItem) -> Alert | None:
        hits = self._hits.get(stored.id, [])
        telling = development_rows.telling_of(stored, hits)
        decision = group(telling, self._window, self._now)
        verdict = decide(
            decision,
            telling,
            self._around.active.rules,
            backlog=stored.backlog,
            silences=self._silences,
            now=self._now,
        )
        development = development_rows.record_decision(
            self._session, telling, decision, now=self._now, quiet_reason=verdict.quiet_reason
        )
        self._put(development, telling)
        self._follow_meetings(development, decision)
        if verdict.kind is None or verdict.reason is None:
            return None
        return self._raise(verdict.kind, verdict.reason, verdict.rule_ids, development, stored)

    def _follow_meetings(self, development: Development, decision: Decision) -> None:
        """Where the development tells one meeting's status, the meeting has that status."""
        signature = decision.signature
        changed = decision.step in {Step.NEW, Step.UPDATE}
        if changed and signature.status is not None and len(signature.meetings) == 1:
            meeting_rows.set_meeting_status(
                self._session,
                signature.meetings[0],
                signature.status,
                development.id,
                self._now,
            )

    def _raise(
        self,
        kind: AlertKind,
        reason: AlertReason,
        rule_ids: tuple[str, ...],
        development: Development,
        stored: StoredItem,
    ) -> Alert:
        """Write the alert and its deliveries, in the transaction of the change they tell."""
        active = self._around.active
        asking = [hit for hit in self._hits[stored.id] if hit.rule_id in rule_ids]
        content = AlertContent(
            alert_id=alert_id(self._around.random_hex()),
            kind=kind,
            reason=reason,
            severity=max((hit.severity for hit in asking), key=lambda s: s.rank),
            created_at=self._now,
            development=development,
            item=stored,
            hits=tuple(asking),
            rules=active.rules,
            actors=active.actors,
            meeting=self._meeting(asking),
            development_url=self._page_of(development),
        )
        alert = Alert(
            id=content.alert_id,
            kind=kind,
            type=alert_type(kind),
            reason=reason,
            development_id=development.id,
            item_id=stored.id,
            rule_ids=rule_ids,
            severity=content.severity,
            created_at=self._now,
            body=build_body(content),
        )
        tags = [tag for rule_id in rule_ids for tag in active.rules[rule_id].tags]
        rule_set = active.rule_set
        chosen = route(kind, rule_ids, tags, alert.severity, rule_set.routes, rule_set.endpoints)
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
