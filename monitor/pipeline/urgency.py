"""Which feeds tell of a meeting that is near: they are read at the fastest pace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from monitor.model import AllOf, AnyOf, Condition, MeetingTerm, Near, Rule, RuleSet
from monitor.pipeline.coverage import hears
from monitor.rules.meeting_days import is_near
from monitor.store import feeds as feed_rows
from monitor.store import hits as hit_rows
from monitor.store.engine import Session

TOLD_WITHIN = timedelta(days=30)
"""A feed carries a rule if an item of it matched within so long."""


def urgent_feeds(session: Session, rule_set: RuleSet, now: datetime) -> Mapping[int, str]:
    """The feeds of rules about meetings that are near at ``now``: feed id to the meeting's title.

    A rule's feeds are those that its items came from within :data:`TOLD_WITHIN`, and where it names
    feeds or outlets, all of these. ``is_near`` says how near is near.
    """
    near = {one.id: one.title for one in rule_set.meetings if is_near(one, now)}
    rules: dict[str, str] = {}
    for rule in rule_set.rules:
        title = next((near[one] for one in meetings_of(rule.condition) if one in near), None)
        if rule.enabled and title is not None:
            rules[rule.id] = title
    if not rules:
        return {}
    told = hit_rows.feeds_of_rules(session, rules, since=now - TOLD_WITHIN)
    urgent = {feed_id: rules[rule_id] for rule_id, feed_id in told}
    named = [rule for rule in rule_set.rules if rule.id in rules and _names_feeds(rule)]
    if named:
        for feed in feed_rows.list_feeds(session):
            for rule in named:
                if hears(rule, feed):
                    urgent.setdefault(feed.id, rules[rule.id])
    return urgent


def meetings_of(condition: Condition) -> Iterator[str]:
    """The ids of the meetings that a condition asks for, in its order."""
    match condition:
        case MeetingTerm():
            yield condition.meeting
        case AllOf() | AnyOf() | Near():
            for part in condition.parts:
                yield from meetings_of(part)
        case _:
            return


def _names_feeds(rule: Rule) -> bool:
    return bool(rule.scope.feeds or rule.scope.outlets)
