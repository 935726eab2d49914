"""What rules would have given on stored items: hits, developments and alerts.

A trial is the live line itself: the same matcher judges each item at the moment it arrived, and
items with hits are grouped and decided on by the code of the daemon, on a scratch database that is
empty at first. Nothing is read from the real one but items and text statistics, nothing is written
to it, and nothing is sent.

Where a trial differs from what the daemon did or would have done: it starts with no development
known, an item is judged once, as its outlet worded it last, and silences and corrections by hand do
not count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from monitor.alerts.release import Pace
from monitor.developments.terms import document_terms
from monitor.errors import ConfigError
from monitor.logs import Log
from monitor.model import (
    Alert,
    AlertKind,
    FeedSource,
    Hit,
    RuleSet,
    Severity,
    StoredItem,
)
from monitor.pipeline.comparison import Comparison, HitLedger, compare
from monitor.pipeline.evaluate import addresses_named, hits_of_item
from monitor.pipeline.grouping import group_items
from monitor.pipeline.memory import GroupingMemory
from monitor.pipeline.outcome import Outcome, RuleYield, TriedAlert
from monitor.pipeline.past import PastMemory
from monitor.pipeline.rule_book import activate
from monitor.pipeline.surroundings import Surroundings
from monitor.pipeline.term_history import TermHistory, term_history
from monitor.rules.loading import revision_of
from monitor.rules.problems import closest
from monitor.rules.verdict import reasons
from monitor.store import developments as development_rows
from monitor.store import feeds as feed_rows
from monitor.store import hits as hit_rows
from monitor.store import items as item_rows
from monitor.store import rule_sets as rule_set_rows
from monitor.store import statistics as term_rows
from monitor.store.engine import Session, Store
from monitor.store.items import Arrivals
from monitor.store.scratch import scratch_store

CHUNK_ITEMS = 1000
"""Items read in one short transaction, so that a long trial holds up nobody."""

MAX_ROUND = 500
"""Items with hits that are grouped together at most, however many arrived at once."""

_ALL = 2**31 - 1

Progress = Callable[[float], None]
"""Called now and then with the share of the work that is done, from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Settings that a trial shares with the daemon: hours after which a development is quiet, and
    closed, and seconds in which items that arrive are grouped together."""

    window_h: float
    close_after_h: float
    gather_s: float


def only_rules(rule_set: RuleSet, rule_ids: Sequence[str]) -> RuleSet:
    """The rule set as if it had these rules alone; all of them where none is named.

    Raises :class:`ConfigError` for a rule that it does not have.
    """
    known = {rule.id: rule for rule in rule_set.rules}
    for rule_id in rule_ids:
        if rule_id not in known:
            hint = closest(rule_id, known)
            raise ConfigError(f"there is no rule `{rule_id}`", hint=hint)
    if not rule_ids:
        return rule_set
    kept = tuple(rule for rule in rule_set.rules if rule.id in set(rule_ids))
    # A route may name a rule that is gone: it then stands for nothing, as it should.
    revision = revision_of(rule_set.actors, rule_set.meetings, kept)
    return replace(rule_set, rules=kept, revision=revision)


def backtest(
    store: Store,
    rule_set: RuleSet,
    arrivals: Arrivals,
    *,
    conditions: Conditions,
    log: Log,
    progress: Progress | None = None,
) -> Outcome:
    """Try ``rule_set`` on the items of a period of ``store``."""
    with (
        words_before(store, arrivals, _from(progress, 0.0)) as history,
        open_trial(
            store, rule_set, arrivals, conditions=conditions, history=history, log=log
        ) as trial,
    ):
        for stored in stored_items(store, arrivals, _from(progress, 0.5)):
            trial.reach(stored.first_seen_at)
            history.arrive(stored)
            trial.take(stored, trial.judge(stored))
        return trial.finish()


def stored_items(
    store: Store, arrivals: Arrivals, progress: Progress | None = None
) -> Iterator[StoredItem]:
    """The items of a period in the order of arrival, read in short transactions."""
    after, done = 0, 0
    while True:
        with store.read() as session:
            chunk = item_rows.arrived(session, arrivals, after=after, limit=CHUNK_ITEMS)
        if not chunk:
            return
        yield from chunk
        after, done = chunk[-1].id, done + len(chunk)
        if progress is not None:
            progress(done / arrivals.items)


def diff(
    store: Store,
    old: RuleSet,
    new: RuleSet,
    arrivals: Arrivals,
    *,
    conditions: Conditions,
    log: Log,
    examples: int = 3,
    progress: Progress | None = None,
) -> Comparison:
    """Try two rule sets on the items of a period of ``store``, side by side.

    Of each rule's hits gained and lost the first ``examples`` are kept.
    """
    with words_before(store, arrivals, _from(progress, 0.0)) as history, ExitStack() as stack:
        before, after = (
            stack.enter_context(
                open_trial(store, rules, arrivals, conditions=conditions, history=history, log=log)
            )
            for rules in (old, new)
        )
        ledger = HitLedger(old, new, explain=after.explain, examples=examples)
        for stored in stored_items(store, arrivals, _from(progress, 0.5)):
            for trial in (before, after):
                trial.reach(stored.first_seen_at)
            history.arrive(stored)
            had, has = before.judge(stored), after.judge(stored)
            ledger.note(stored, had, has)
            before.take(stored, had)
            after.take(stored, has)
        return compare(old, new, old=before.finish(), new=after.finish(), hits=ledger.changes())


@contextmanager
def words_before(
    store: Store, arrivals: Arrivals, progress: Progress | None = None
) -> Iterator[TermHistory]:
    """How common words were during a period, with nothing of it counted yet."""
    with store.read() as session:
        counts = term_rows.refresh(session, term_rows.TermCounts())
    items = stored_items(store, arrivals, progress)
    with term_history(items, today=counts.statistics()) as history:
        yield history


@contextmanager
def open_trial(
    store: Store,
    rule_set: RuleSet,
    arrivals: Arrivals,
    *,
    conditions: Conditions,
    history: TermHistory,
    log: Log,
) -> Iterator[Trial]:
    """A trial of ``rule_set`` on a scratch database that is removed at the end.

    ``history`` is told of each item by the caller, before the trial takes it.
    """
    with store.read() as session:
        feeds = feed_rows.feed_addresses(session)
    with scratch_store() as scratch:
        yield Trial(
            scratch,
            rule_set,
            arrivals,
            conditions=conditions,
            history=history,
            feeds=feeds,
            log=log,
        )


def _from(progress: Progress | None, start: float) -> Progress | None:
    """Progress of one of two halves."""
    if progress is None:
        return None
    return lambda share: progress(start + share / 2)


class Trial:
    """The live line on a scratch database; made by :func:`open_trial`, used by one thread.

    For each item of the period, in the order of arrival: :meth:`reach` the moment it arrived,
    :meth:`judge` it and :meth:`take` it with its hits; then :meth:`finish` says what came of it.
    """

    def __init__(
        self,
        scratch: Store,
        rule_set: RuleSet,
        arrivals: Arrivals,
        *,
        conditions: Conditions,
        history: TermHistory,
        feeds: Mapping[int, Sequence[str]],
        log: Log,
    ) -> None:
        self._scratch = scratch
        self._history = history
        self._arrivals = arrivals
        self._gather = timedelta(seconds=conditions.gather_s)
        self._now = arrivals.since
        numbers = count(1)
        self._around = Surroundings(
            active=activate(rule_set),
            clock=lambda: self._now,
            random_hex=lambda: f"{next(numbers):032x}",
            window_h=conditions.window_h,
            public_url="",
            memory=GroupingMemory(),
            past=PastMemory(),
            close_after_h=conditions.close_after_h,
            log=log,
            pace=Pace(),
        )
        self._round: list[tuple[StoredItem, Sequence[Hit]]] = []
        self._terms: defaultdict[str, float] = defaultdict(float)
        self._documents = 0.0
        self._feeds = addresses_named(feeds, self._around.active)
        self._hits: Counter[str] = Counter()
        self._items = self._failed = self._items_hit = 0
        self._alerts: list[TriedAlert] = []
        with scratch.write() as session:
            rule_set_rows.record_rule_set(session, rule_set, self._now)
            feed = FeedSource(url="http://trial.invalid/", outlet="trial")
            self._feed_id = feed_rows.add_feed(session, feed, self._now).id

    def judge(self, stored: StoredItem) -> list[Hit]:
        """The hits of an item at the moment it arrived; none where judging it fails."""
        now = max(self._now, stored.first_seen_at)
        feed = self._feeds.get(stored.feed_id)
        try:
            return hits_of_item(stored, self._around, now=now, feed=feed)
        except Exception:
            self._around.log.exception("trial.item_failed", item=stored.id)
            self._failed += 1
            return []

    def explain(self, stored: StoredItem, hit: Hit) -> tuple[str, ...]:
        """Why the rule of ``hit``, which another set has, does not match the item here."""
        matcher, feed = self._around.active.matcher, self._feeds.get(stored.feed_id)
        explained = matcher.explain(stored.item, hit.rule_id, now=hit.created_at, feed=feed)
        return reasons(explained)

    def reach(self, moment: datetime) -> None:
        """Let time pass: what has gathered long enough by then is grouped."""
        if not self._round:
            return
        began = self._round[0][0].first_seen_at
        if moment - began > self._gather or len(self._round) >= MAX_ROUND:
            self._group()

    def take(self, stored: StoredItem, hits: Sequence[Hit]) -> None:
        """Let an item arrive, with its hits."""
        self._items += 1
        if not hits:
            return
        self._now = max(self._now, stored.first_seen_at)
        self._round.append((stored, hits))
        self._items_hit += 1
        self._hits.update(hit.rule_id for hit in hits)

    def finish(self) -> Outcome:
        """Group what is left; what the rule set would have given."""
        self._group()
        with self._scratch.read() as session:
            developments = development_rows.list_developments(session, limit=_ALL)
            places = development_rows.development_ids(session)
            quarantined = item_rows.count_quarantined(session)
        of_rule = Counter(rule_id for one in developments for rule_id in one.rule_ids)
        return Outcome(
            revision=self._around.active.rule_set.revision,
            since=self._arrivals.since,
            until=self._arrivals.until,
            items=self._items,
            failed=self._failed + quarantined,
            items_hit=self._items_hit,
            rules=self._yields(of_rule),
            developments=places,
            alerts=tuple(self._alerts),
        )

    def _group(self) -> None:
        """Group what has gathered, as the daemon does: the earliest telling first."""
        arrived, self._round = self._round, []
        if not arrived:
            return
        revision = self._around.active.rule_set.revision
        with self._scratch.write() as session:
            item_rows.copy_items(session, [one for one, _ in arrived], feed_id=self._feed_id)
            self._count_terms(session, [one for one, _ in arrived])
            for stored, hits in arrived:
                hit_rows.replace_hits(session, stored.id, revision, hits)
        items = {stored.id: stored for stored, _ in arrived}
        while True:
            grouped, alerts = group_items(self._scratch, self._around)
            if not grouped:
                return
            self._alerts.extend(tried for alert in alerts if (tried := _tried(alert, items)))

    def _count_terms(self, session: Session, arrived: Sequence[StoredItem]) -> None:
        """Bring the counts of these items' terms up to this moment."""
        terms = {
            term
            for stored in arrived
            for term in document_terms(stored.item.title, stored.item.summary)
        }
        frequencies = self._history.frequencies(terms)
        more = {term: count - self._terms[term] for term, count in frequencies.items()}
        documents = self._history.documents
        term_rows.add_documents(
            session, more, documents - self._documents, now=self._around.clock()
        )
        for term, added in more.items():
            self._terms[term] += added
        self._documents = documents

    def _yields(self, developments: Mapping[str, int]) -> tuple[RuleYield, ...]:
        kinds: Counter[tuple[str, AlertKind]] = Counter()
        severities: defaultdict[str, Counter[Severity]] = defaultdict(Counter)
        for alert in self._alerts:
            for rule_id in alert.rule_ids:
                kinds[rule_id, alert.kind] += 1
                severities[rule_id][alert.severity] += 1
        return tuple(
            RuleYield(
                rule_id=rule.id,
                title=rule.title,
                enabled=rule.enabled,
                hits=self._hits[rule.id],
                developments=developments.get(rule.id, 0),
                new=kinds[rule.id, AlertKind.NEW],
                updates=kinds[rule.id, AlertKind.UPDATE],
                severities=dict(severities[rule.id]),
            )
            for rule in self._around.active.rule_set.rules
        )


def _tried(alert: Alert, items: Mapping[int, StoredItem]) -> TriedAlert | None:
    """The alert as it would have been raised; none of a notice, which tells of no development."""
    if alert.development_id is None or alert.item_id is None:
        return None
    stored = items[alert.item_id]
    return TriedAlert(
        at=alert.created_at,
        kind=alert.kind,
        severity=alert.severity,
        reason=alert.reason,
        rule_ids=alert.rule_ids,
        development_id=alert.development_id,
        item_id=alert.item_id,
        title=stored.item.title,
        outlet=stored.item.outlet,
        link=stored.item.link,
    )
