"""What each rule can hear: is it quiet because nothing happened, or because its feeds are down?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.alerts.text import counted
from monitor.model import Feed, Rule, RuleSet
from monitor.rules.folding import fold
from monitor.rules.matching import speaks
from monitor.store import feeds as feed_rows
from monitor.store import hits as hit_rows
from monitor.store.engine import Session

LOOKED_AT = 200
"""Hits of a rule from which it is told which feeds it lives on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The feeds that a rule looks at, and how they fare.

    ``down`` fail now, ``unread`` were never read; both are of ``feeds``. ``brought``: how many
    feeds its hits came from lately, ``brought_down``: how many of these are down.
    """

    rule: Rule
    feeds: int
    down: tuple[Feed, ...]
    unread: int
    last_hit_at: datetime | None
    brought: int
    brought_down: int

    @property
    def sees(self) -> bool:
        """Whether the rule's silence means that nothing happened: every feed of its is read."""
        return self.feeds > 0 and not self.down and not self.unread

    @property
    def text(self) -> str:
        """The state in a sentence."""
        if not self.rule.enabled:
            return "disabled: it looks at nothing"
        if not self.feeds:
            return "deaf: none of the polled feeds is among its feeds, outlets and languages"
        heard = f"{self.feeds - len(self.down) - self.unread} of {counted(self.feeds, 'feed')}"
        if self.sees:
            since = f"last hit {self.last_hit_at:%d %b %H:%M} UTC" if self.last_hit_at else "no hit"
            return f"sees: {counted(self.feeds, 'feed')} read; {since}"
        parts = [f"{counted(len(self.down), 'is', 'are')} down"] if self.down else []
        parts += [f"{counted(self.unread, 'was', 'were')} never read"] if self.unread else []
        blind = "blind" if len(self.down) + self.unread == self.feeds else "partly blind"
        told = ""
        if self.brought_down:
            told = f"; of the {self.brought} that brought its hits, {self.brought_down} down"
        return f"{blind}: {heard} read, {' and '.join(parts)}{told}"


def coverage(session: Session, rule_set: RuleSet, *, since: datetime) -> list[Coverage]:
    """What each rule can hear, in the order of the rule set. Hits count from ``since`` on."""
    feeds = feed_rows.list_feeds(session)
    rules = {rule.id for rule in rule_set.rules}
    last_hits = hit_rows.last_hits(session, rules)
    brought: dict[str, set[int]] = {}
    for rule_id, feed_id in hit_rows.feeds_of_rules(session, rules, since=since, latest=LOOKED_AT):
        brought.setdefault(rule_id, set()).add(feed_id)
    return [
        _coverage(rule, feeds, last_hits.get(rule.id), brought.get(rule.id, set()))
        for rule in rule_set.rules
    ]


def _coverage(
    rule: Rule, feeds: Sequence[Feed], last_hit_at: datetime | None, brought: set[int]
) -> Coverage:
    mine = [feed for feed in feeds if hears(rule, feed)] if rule.enabled else []
    down = tuple(feed for feed in mine if feed.failures)
    return Coverage(
        rule=rule,
        feeds=len(mine),
        down=down,
        unread=sum(not feed.polls for feed in mine),
        last_hit_at=last_hit_at,
        brought=len(brought),
        brought_down=sum(feed.id in brought for feed in down),
    )


def hears(rule: Rule, feed: Feed) -> bool:
    """Whether a rule looks at items of ``feed``, as far as its feeds, outlets and languages say."""
    scope = rule.scope
    if scope.feeds and not {feed.url, feed.listed_url} & set(scope.feeds):
        return False
    if scope.outlets and fold(feed.outlet).text not in {fold(one).text for one in scope.outlets}:
        return False
    return not (scope.languages and feed.language and not speaks(feed.language, scope.languages))
