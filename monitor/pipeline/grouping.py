"""Hits to developments to alerts: group, decide, route.

A development's change, its alert and its deliveries commit together (transactional outbox), so
an alert exists exactly if the change it tells exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.alerts.decision import (
    MAX_AGE,
    AlertDecision,
    Circumstances,
    Corroboration,
    decide,
)
from monitor.developments.corroboration import Voice, crossed, is_heard, site_of
from monitor.developments.grouping import group
from monitor.developments.signature import sounding
from monitor.errors import StoreError
from monitor.model import (
    Alert,
    AlertReason,
    Decision,
    Development,
    DevelopmentState,
    Hit,
    ReasonCode,
    Step,
    StoredItem,
    Telling,
)
from monitor.pipeline.continuation import Continuation, Moment, continue_past
from monitor.pipeline.meetings import first_report, follow_meetings, meeting_news, named
from monitor.pipeline.outbox import Outbox
from monitor.pipeline.surroundings import Surroundings, Wait, never
from monitor.store import corrections as correction_rows
from monitor.store import developments as development_rows
from monitor.store import hits as hit_rows
from monitor.store import items as item_rows
from monitor.store import life as life_rows
from monitor.store import restores as restore_rows
from monitor.store.engine import Session, Store, savepoint

BATCH_ITEMS = 50
"""Items grouped in one transaction, so that other writers never wait long."""


def group_items(
    store: Store, around: Surroundings, *, wait: Wait = never
) -> tuple[int, tuple[Alert, ...]]:
    """Group up to a batch of hit items, oldest told first; return how many, and the alerts.

    None where ``wait`` says so once they were found.
    """
    with store.read() as session:
        if not development_rows.due_for_grouping(session, 1):
            return 0, ()
    try:
        with around.tracer.span("group") as span, store.write() as session:
            development_rows.lock_grouping(session)
            due = development_rows.due_for_grouping(session, BATCH_ITEMS)
            if wait():
                return 0, ()
            batch = GroupingBatch(session, around, due)
            alerts = batch.run()
            span.note(items=due, alerts=[alert.id for alert in alerts])
    except BaseException:
        around.memory.forget()  # what it remembers was rolled back
        raise
    batch.tell()
    return len(due), alerts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """An item to be grouped: as stored, its hits, and what grouping sees of it."""

    stored: StoredItem
    hits: Sequence[Hit]
    telling: Telling

    @property
    def voice(self) -> Voice:
        """Who tells it."""
        item = self.stored.item
        return Voice(outlet=item.outlet, site=site_of(item.canonical_url or item.link))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """Where an item goes. ``facet_id``: the development merged into that one, for which it was
    taken; ``continuation``: what the past has to do with it."""

    decision: Decision
    facet_id: int | None
    continuation: Continuation


class GroupingBatch:
    """One locked pass over due items: decides each against the window as the last one left it."""

    def __init__(self, session: Session, around: Surroundings, due: Sequence[int]) -> None:
        self._session = session
        self._around = around
        self._now = around.clock()
        self._outbox = Outbox(session=session, around=around, now=self._now)
        stored = item_rows.get_items(session, due)
        hits = hit_rows.hits_of(session, due)
        read = [self._read(stored[item_id], hits.get(item_id, [])) for item_id in due]
        self._due = [one for one in read if one is not None]
        self._grouped: list[dict[str, object]] = []

    def tell(self) -> None:
        """Log where each item went; to be called when the transaction has committed."""
        for one in self._grouped:
            self._around.log.info("item.grouped", **one)

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
        window = self._around.window
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
        grouped = len(self._grouped)
        try:
            with savepoint(self._session):
                return self._group(due)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - the edge of one unit of work
            del self._grouped[grouped:]
            self._set_aside(due.stored, error)
            return None

    def _set_aside(self, stored: StoredItem, error: Exception) -> None:
        self._around.log.exception("item.quarantined", item=stored.id, step="group")
        item_rows.quarantine(self._session, stored.id, f"group: {error!r}")

    def _group(self, due: _Due) -> Alert | None:
        placed = self._place(due)
        news = meeting_news(
            self._session, placed.decision, due.telling, self._around.active.meetings
        )
        decision = self._weigh_voice(named(placed.decision, news), due)
        signature = sounding(decision.signature, due.telling)
        decision = replace(decision, signature=signature)
        verdict = self._verdict(decision, due, self._corroboration(decision, due))
        if verdict.kind is None:
            verdict = self._first_for_others(decision, due, verdict)
        elif verdict.reason is not None:
            verdict = replace(verdict, reason=first_report(verdict.reason, news))
        development = development_rows.record_decision(
            self._session,
            due.telling,
            decision,
            now=self._now,
            quiet_reason=verdict.quiet_reason,
            facet_id=placed.facet_id,
            change=verdict.reason.text if verdict.reason else "",
            restore_id=due.stored.restore_id if verdict.restored else None,
        )
        development = self._live(development, placed.continuation, verdict, due)
        follow_meetings(self._session, development, decision, due.telling, news)
        alert = self._outbox.add(verdict, development, due.stored, due.hits)
        self._remember(development, placed, due.telling)
        self._grouped.append(
            {
                "item": due.stored.id,
                "development": development.id,
                "step": decision.step,
                "alert": alert.id if alert is not None else None,
                "quiet": verdict.quiet_reason,
            }
        )
        return alert

    def _place(self, due: _Due) -> _Placed:
        """Where the item goes: among the open developments, the past ones, or a new one."""
        decision = group(due.telling, self._window, self._now)
        continuation = Continuation(decision=decision)
        if decision.step is Step.NEW:
            continuation = continue_past(
                self._session,
                decision,
                due.telling,
                self._window,
                self._around.past.open(self._session, self._now),
                Moment(now=self._now, window=self._around.window),
            )
            decision = continuation.decision
        facet_id = None
        if decision.development_id is not None:
            window = continuation.window or self._window
            home_id = window.entry(decision.development_id).development.merged_into_id
            if home_id is not None:
                facet_id = decision.development_id
                text = f"{decision.explanation} A person merged {facet_id} into {home_id}."
                decision = replace(decision, development_id=home_id, explanation=text)
        decision = self._keep_parted(decision, due)
        return _Placed(decision=decision, facet_id=facet_id, continuation=continuation)

    def _keep_parted(self, decision: Decision, due: _Due) -> Decision:
        """An edited item does not go where a person took it, or its like, away from."""
        if not due.stored.edits or decision.step is Step.NEW:
            return decision
        held = development_rows.development_of(self._session, due.stored.id)
        if held is None or held.id == decision.development_id:
            return decision
        if decision.development_id not in correction_rows.parted_from(self._session, held.id):
            return decision
        wanted = decision.development_id
        text = f"It stays in development {held.id}, which a person parted from {wanted}."
        return replace(
            decision,
            step=Step.SAME_ITEM,
            development_id=held.id,
            signature=held.signature,
            update=None,
            explanation=text,
        )

    def _weigh_voice(self, decision: Decision, due: _Due) -> Decision:
        """Whether the telling is an independent source: no copy, of an outlet not heard yet."""
        if decision.development_id is None or not decision.scores:
            return decision
        voices = life_rows.independent_voices(self._session, decision.development_id)
        return replace(decision, independent=not is_heard(due.voice, voices))

    def _corroboration(self, decision: Decision, due: _Due) -> Corroboration | None:
        """The number of independent outlets that is reached by this telling, if rules want it."""
        if decision.step not in {Step.JOINED, Step.UPDATE} or not decision.independent:
            return None
        rules = self._around.active.rules
        if decision.development_id is None or not any(r.alert.on_outlets for r in rules.values()):
            return None
        known = development_rows.get_development(self._session, decision.development_id)
        if known is None:
            return None
        count = known.sources + 1
        asking = tuple(
            rule_id
            for rule_id in dict.fromkeys((*due.telling.rule_ids, *known.rule_ids))
            if rule_id in rules
            and crossed(
                rules[rule_id].alert.on_outlets,
                before=known.sources,
                after=count,
                told=known.corroborated,
            )
        )
        if not asking:
            return None
        voices = life_rows.independent_voices(self._session, known.id)
        names = ", ".join((*(voice.outlet for voice in voices), due.voice.outlet))
        text = f"Carried by {count} independent outlets: {names}."
        reason = AlertReason(code=ReasonCode.CORROBORATED, text=text)
        return Corroboration(rule_ids=asking, reason=reason)

    def _verdict(
        self, decision: Decision, due: _Due, corroboration: Corroboration | None = None
    ) -> AlertDecision:
        return decide(
            decision,
            due.telling,
            self._around.active.rules,
            Circumstances(
                now=self._now,
                backlog=due.stored.backlog,
                dated=due.stored.item.published_at is not None,
                restored=self._restored(due.stored),
            ),
            corroboration=corroboration,
        )

    def _restored(self, stored: StoredItem) -> str:
        if stored.restore_id is None:
            return ""
        return restore_rows.get_restore(self._session, stored.restore_id).why_quiet

    def _live(
        self,
        development: Development,
        continuation: Continuation,
        verdict: AlertDecision,
        due: _Due,
    ) -> Development:
        """What the telling does to the development's life; the development after it."""
        before = development
        if continuation.follows is not None:
            life_rows.set_follows(self._session, development.id, continuation.follows)
            before = replace(before, follows_id=continuation.follows.development_id)
        fresh = due.telling.told_at >= self._now - self._around.window
        if development.state is not DevelopmentState.OPEN and fresh:
            life_rows.reopen_development(self._session, development.id, self._now)
            before = replace(before, state=DevelopmentState.OPEN)
        if verdict.corroborated:
            life_rows.set_corroborated(self._session, development.id, development.sources)
            before = replace(before, corroborated=development.sources)
        if before == development:
            return development
        return development_rows.get_development(self._session, development.id) or before

    def _remember(self, development: Development, placed: _Placed, telling: Telling) -> None:
        memory = self._around.memory
        for known in placed.continuation.reopened:
            memory.adopt(known)
            self._around.past.forget(development.id)
        memory.put(development, telling, facet_id=placed.facet_id)

    def _first_for_others(
        self, decision: Decision, due: _Due, quiet: AlertDecision
    ) -> AlertDecision:
        """An alert for endpoints that nobody told of this development, though others were.

        Another rule now asks for a development that is known already. Whoever its route names
        has not heard of it; those who have are not woken again.
        """
        if decision.step not in {Step.JOINED, Step.COPY} or decision.development_id is None:
            return quiet
        known = development_rows.get_development(self._session, decision.development_id)
        asked = set(known.rule_ids) if known else set()
        fresh = tuple(rule for rule in due.telling.rule_ids if rule not in asked)
        if not fresh:
            return quiet
        told = self._outbox.told(decision.development_id, planned=True)
        again = self._verdict(
            replace(decision, step=Step.NEW),
            replace(due, telling=replace(due.telling, rule_ids=fresh)),
        )
        if again.kind is None or not set(self._outbox.endpoints(again, due.hits)) - told:
            return quiet
        text = "Known since it was first told, and now another rule asks for it."
        reason = AlertReason(code=ReasonCode.FIRST_REPORT, text=text)
        return replace(again, reason=reason)
