"""Items to hits: judging what was stored by the rule set in force; then grouping the hits.

Both steps run under the grouping lock, in short transactions, and use no network. An item on
which we fail is a defect of ours: it is logged with its trace, set aside with the reason, and
never stops the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.developments.terms import document_terms
from monitor.model import Alert, Hit, StoredItem
from monitor.pipeline.catch_up import is_catching_up
from monitor.pipeline.full_text import without_those_that_wait
from monitor.pipeline.grouping import group_items
from monitor.pipeline.holds import end_holds
from monitor.pipeline.outbox import tell_notices
from monitor.pipeline.release import release_held
from monitor.pipeline.rule_book import ActiveRules
from monitor.pipeline.surroundings import Surroundings, Wait, never
from monitor.store import developments as development_rows
from monitor.store import feeds as feed_rows
from monitor.store import hits as hit_rows
from monitor.store import items as item_rows
from monitor.store import life as life_rows
from monitor.store import statistics as term_rows
from monitor.store.engine import Session, Store

BATCH_ITEMS = 500
"""Items judged in one transaction, so that other writers never wait long: the more,
the fewer times a common word is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What was done: items judged, hits found, items grouped, alerts held and sent.

    ``held`` are the alerts that were decided and wait; ``alerts`` those that went out;
    ``settled`` counts those that were held no longer, sent or not; ``ended`` those that waited for
    an endpoint no longer.
    """

    judged: int = 0
    hits: int = 0
    grouped: int = 0
    alerts: tuple[Alert, ...] = ()
    held: tuple[Alert, ...] = ()
    settled: int = 0
    ended: int = 0

    @property
    def idle(self) -> bool:
        """Nothing was due."""
        return not (self.judged or self.grouped or self.settled or self.ended)


def evaluate(store: Store, around: Surroundings, *, wait: Wait = never) -> Evaluation:
    """Judge every due item, then group one batch, so that the earliest telling comes first.

    ``wait`` is asked when due items were found, inside their transaction: where it says yes, more
    that belongs with them is still being stored, and they are left for the next call.
    """
    judged = hits = 0
    while True:
        batch, found = match_items(store, around, wait=wait)
        judged, hits = judged + batch, hits + found
        if batch < BATCH_ITEMS:
            break
    return replace(advance(store, around, wait=wait), judged=judged, hits=hits)


def advance(store: Store, around: Surroundings, *, wait: Wait = never) -> Evaluation:
    """All that follows matching: group one batch, let developments rest, let out what is due."""
    grouped, decided = 0, tuple[Alert, ...]()
    if not is_catching_up(store, around):
        grouped, decided = group_items(store, around, wait=wait)
    settle(store, around)
    notices = tell_notices(store, around)
    settled, released = release_held(store, around)
    ended = end_holds(store, around)
    return Evaluation(
        grouped=grouped,
        alerts=(*released, *notices),
        settled=len(settled),
        ended=ended,
        held=tuple(alert for alert in decided if alert.id not in settled),
    )


def settle(store: Store, around: Surroundings) -> int:
    """Let developments that nobody tells any more go quiet, and close; how many did."""
    now = around.clock()
    quiet_before = now - around.window
    moments = {
        "quiet_before": quiet_before,
        "closed_before": quiet_before - timedelta(hours=around.close_after_h),
    }
    with store.read() as session:
        if not life_rows.is_settling_due(session, **moments):
            return 0
    with store.write() as session:
        development_rows.lock_grouping(session)
        return life_rows.settle_developments(session, **moments, now=now)


def match_items(store: Store, around: Surroundings, *, wait: Wait = never) -> tuple[int, int]:
    """Judge up to a batch of unmatched items; return how many, and how many hits they gave.

    Every item's words are counted in the text statistics once, whether it is a hit or not.
    """
    with store.read() as session:
        if not item_rows.is_any_unmatched(session, now=around.clock()):
            return 0, 0
    with around.tracer.span("match") as span:
        items, hits = _match_batch(store, around, wait)
        span.note(items=items, hits=hits)
    return items, hits


def _match_batch(store: Store, around: Surroundings, wait: Wait) -> tuple[int, int]:
    with store.write() as session:
        development_rows.lock_grouping(session)
        items = item_rows.unmatched(session, BATCH_ITEMS, now=around.clock())
        if wait():
            return 0, 0
        judged = _judge(session, around, items)
    return _told(around, judged)


def match_these(store: Store, around: Surroundings, ids: Collection[int]) -> tuple[int, int]:
    """Judge those of these items that wait for it; as :func:`match_items`, beside other processes.

    Each item is judged by one of them, as its row is locked meanwhile.
    """
    with around.tracer.span("match") as span:
        with store.write() as session:
            items = item_rows.unmatched(session, len(ids), now=around.clock(), among=ids)
            judged = _judge(session, around, items)
        items_judged, hits = _told(around, judged)
        span.note(items=items_judged, hits=hits)
    return items_judged, hits


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judgement:
    """What came of a batch: how many items, and what each one that is hit was hit by."""

    items: int
    hit: tuple[tuple[StoredItem, tuple[Hit, ...]], ...]


def _judge(session: Session, around: Surroundings, items: list[StoredItem]) -> _Judgement:
    now = around.clock()
    revision = around.active.rule_set.revision
    feeds = addresses_named(feed_rows.feed_addresses(session), around.active)
    items = without_those_that_wait(session, items, around, feeds)
    counts: Counter[str] = Counter()
    judged: list[hit_rows.Judged] = []
    problems: dict[int, str] = {}
    for stored in items:
        try:
            hits = hits_of_item(stored, around, now=now, feed=feeds.get(stored.feed_id))
            terms = document_terms(stored.item.title, stored.item.summary)
        except Exception as error:
            around.log.exception("item.quarantined", item=stored.id, step="match")
            hits, terms = [], frozenset()
            problems[stored.id] = f"match: {error!r}"
        judged.append(hit_rows.Judged(item_id=stored.id, hits=hits, edits=stored.edits))
        if not stored.edits:
            counts.update(terms)
    recorded = hit_rows.record_judged(session, revision, judged)
    for item_id in recorded.intersection(problems):
        item_rows.quarantine(session, item_id, problems[item_id])
    if items:
        fresh = sum(not stored.edits for stored in items)
        term_rows.add_documents(session, counts, fresh, now=now)
    hit = [
        (stored, tuple(one.hits))
        for stored, one in zip(items, judged, strict=True)
        if one.hits and one.item_id in recorded
    ]
    return _Judgement(items=len(items), hit=tuple(hit))


def _told(around: Surroundings, judged: _Judgement) -> tuple[int, int]:
    """Log which items were hit, once that is stored; how many items and hits there were."""
    for stored, hits in judged.hit:
        around.log.info(
            "item.matched",
            item=stored.id,
            feed_id=stored.feed_id,
            rules=[found.rule_id for found in hits],
        )
    return judged.items, sum(len(hits) for _, hits in judged.hit)


def hits_of_item(
    stored: StoredItem, around: Surroundings, *, now: datetime, feed: str | None
) -> list[Hit]:
    """The hits of one item under the rule set in force; ``feed`` is the address it came from."""
    judgement = around.active.matcher.judge(stored.item, now=now, feed=feed)
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


def addresses_named(feeds: Mapping[int, Sequence[str]], active: ActiveRules) -> Mapping[int, str]:
    """Of each feed the address that rules name it by, the listed or the moved one, if any does.

    ``feeds``: the addresses of each feed by its id. Empty where no rule names a feed.
    """
    named = frozenset(address for rule in active.rule_set.rules for address in rule.scope.feeds)
    if not named:
        return {}
    return {feed_id: feed_of(addresses, named) for feed_id, addresses in feeds.items()}


def feed_of(addresses: Sequence[str], named: frozenset[str]) -> str:
    """Of the addresses of a feed the one among those that rules name, else the first."""
    return next((address for address in addresses if address in named), addresses[0])
