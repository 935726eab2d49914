"""Two rule sets side by side: what changed in them, and what that changes. Pure.

Hits are compared item by item while two trials run (:class:`HitLedger`); what the trials came to
is compared by :func:`compare`. Both explain themselves by examples.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from monitor.model import (
    ActorTerm,
    AlertKind,
    Condition,
    Evidence,
    Hit,
    Meeting,
    MeetingTerm,
    Rule,
    RuleSet,
    StoredItem,
)
from monitor.pipeline.outcome import Outcome, TriedAlert

Explain = Callable[[StoredItem, Hit], tuple[str, ...]]
"""Why the new set's rule does not match an item that the old set's rule of the same id matched."""

_WRITTEN = {"condition": "match"}
"""Fields of a rule that its file calls otherwise."""


class Change(StrEnum):
    """What became of a rule."""

    NEW = "new"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """A rule that is not the same in both sets. ``parts``: the keys that changed, and the actors
    and meetings it names that did (``actor nato``)."""

    rule_id: str
    change: Change
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An item that a rule gained or lost. ``evidence`` is what the rule found in it, under the set
    that has the hit; ``why`` says why the new rule does not match it (empty for one gained)."""

    item_id: int
    outlet: str
    title: str
    link: str | None
    evidence: tuple[Evidence, ...]
    why: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class HitChange:
    """How the hits of one rule change; of the items gained and lost the first few are kept."""

    rule_id: str
    before: int = 0
    after: int = 0
    gained: int = 0
    lost: int = 0
    reweighed: int = 0
    gained_examples: list[Example] = field(default_factory=list)
    lost_examples: list[Example] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Whether any item is hit under one set only, or with another severity."""
        return bool(self.gained or self.lost or self.reweighed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of something both sets give, and how many only one of them."""

    before: int
    after: int
    gained: int
    lost: int

    @property
    def differs(self) -> bool:
        """Whether one set gives any that the other does not."""
        return bool(self.gained or self.lost)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs between two rule sets, and between what they give for the same items."""

    rules: tuple[RuleChange, ...]
    hits: tuple[HitChange, ...]
    developments: Tally
    alerts: Tally
    alerts_gained: tuple[TriedAlert, ...]
    alerts_lost: tuple[TriedAlert, ...]
    old: Outcome
    new: Outcome

    @property
    def hits_in_all(self) -> Tally:
        """The hits of all rules."""
        return Tally(
            before=sum(one.before for one in self.hits),
            after=sum(one.after for one in self.hits),
            gained=sum(one.gained for one in self.hits),
            lost=sum(one.lost for one in self.hits),
        )

    @property
    def differs(self) -> bool:
        """Whether there is anything to tell."""
        return bool(
            self.rules
            or any(one.differs for one in self.hits)
            or self.developments.differs
            or self.alerts.differs
        )


class HitLedger:
    """Counts, item by item, which hits the new set gains and loses."""

    def __init__(self, old: RuleSet, new: RuleSet, *, explain: Explain, examples: int) -> None:
        self._in_new = {rule.id for rule in new.rules}
        self._order = dict.fromkeys(rule.id for rule in (*new.rules, *old.rules))
        self._explain = explain
        self._examples = examples
        self._changes: dict[str, HitChange] = {}

    def note(self, stored: StoredItem, before: Sequence[Hit], after: Sequence[Hit]) -> None:
        """Take down the hits of one item under both sets."""
        if not before and not after:
            return
        held = {hit.rule_id: hit for hit in before}
        holds = {hit.rule_id: hit for hit in after}
        for rule_id in held.keys() | holds.keys():
            change = self._changes.setdefault(rule_id, HitChange(rule_id=rule_id))
            was, now = held.get(rule_id), holds.get(rule_id)
            change.before += was is not None
            change.after += now is not None
            if was is None:
                assert now is not None  # noqa: S101 - the rule is of one of them
                self._gain(change, stored, now)
            elif now is None:
                self._lose(change, stored, was)
            else:
                change.reweighed += was.severity is not now.severity

    def changes(self) -> tuple[HitChange, ...]:
        """One for each rule that hit anything under either set: the new set's order, then gone."""
        return tuple(self._changes[one] for one in self._order if one in self._changes)

    def _gain(self, change: HitChange, stored: StoredItem, hit: Hit) -> None:
        change.gained += 1
        if len(change.gained_examples) < self._examples:
            change.gained_examples.append(_example(stored, hit))

    def _lose(self, change: HitChange, stored: StoredItem, hit: Hit) -> None:
        change.lost += 1
        if len(change.lost_examples) < self._examples:
            gone = hit.rule_id not in self._in_new
            why = ("the rule is gone",) if gone else self._explain(stored, hit)
            change.lost_examples.append(_example(stored, hit, why))


def changed_rules(old: RuleSet, new: RuleSet) -> tuple[RuleChange, ...]:
    """The rules that are not the same in both sets, in the new set's order, then those gone.

    A rule also changes with the actors and meetings it names.
    """
    before = {rule.id: rule for rule in old.rules}
    after = {rule.id: rule for rule in new.rules}
    changes = []
    for rule_id in dict.fromkeys((*after, *before)):
        if rule_id not in before:
            changes.append(RuleChange(rule_id=rule_id, change=Change.NEW))
        elif rule_id not in after:
            changes.append(RuleChange(rule_id=rule_id, change=Change.REMOVED))
        else:
            parts = tuple(_changed_parts(before[rule_id], old, after[rule_id], new))
            if parts:
                changes.append(RuleChange(rule_id=rule_id, change=Change.CHANGED, parts=parts))
    return tuple(changes)


def compare(
    old_rules: RuleSet,
    new_rules: RuleSet,
    *,
    old: Outcome,
    new: Outcome,
    hits: Sequence[HitChange],
) -> Comparison:
    """What differs between two rule sets that were tried on the same items.

    Developments of the two trials are the same where they share an item. An alert that tells a
    new development is gained where the old set raised none for it; an update where the old set
    raised none on that item, nor one for the same reason.
    """
    gained = _only_in(new, old)
    lost = _only_in(old, new)
    return Comparison(
        rules=changed_rules(old_rules, new_rules),
        hits=tuple(hits),
        developments=Tally(
            before=len(set(old.developments.values())),
            after=len(set(new.developments.values())),
            gained=len(strangers(new.developments, old.developments)),
            lost=len(strangers(old.developments, new.developments)),
        ),
        alerts=Tally(
            before=len(old.alerts), after=len(new.alerts), gained=len(gained), lost=len(lost)
        ),
        alerts_gained=gained,
        alerts_lost=lost,
        old=old,
        new=new,
    )


def _example(stored: StoredItem, hit: Hit, why: tuple[str, ...] = ()) -> Example:
    return Example(
        item_id=stored.id,
        outlet=stored.item.outlet,
        title=stored.item.title,
        link=stored.item.link,
        evidence=hit.evidence,
        why=why,
    )


def strangers(ours: Mapping[int, int], theirs: Mapping[int, int]) -> list[int]:
    """Of each of our developments that shares no item with any of theirs, the first item."""
    known = {development for item, development in ours.items() if item in theirs}
    first: dict[int, int] = {}
    for item in sorted(ours):
        if ours[item] not in known:
            first.setdefault(ours[item], item)
    return list(first.values())


def _only_in(ours: Outcome, theirs: Outcome) -> tuple[TriedAlert, ...]:
    """Our alerts that theirs lack."""
    same: defaultdict[int, set[int]] = defaultdict(set)
    for item, development in ours.developments.items():
        if item in theirs.developments:
            same[development].add(theirs.developments[item])
    told = {one.development_id for one in theirs.alerts if one.kind is AlertKind.NEW}
    updated_on = {one.item_id for one in theirs.alerts if one.kind is AlertKind.UPDATE}
    updates = {
        (one.development_id, one.reason) for one in theirs.alerts if one.kind is AlertKind.UPDATE
    }

    def is_missing(alert: TriedAlert) -> bool:
        partners = same.get(alert.development_id, set())
        if alert.kind is AlertKind.NEW:
            return partners.isdisjoint(told)
        if alert.item_id in updated_on:
            return False
        return not any((partner, alert.reason) in updates for partner in partners)

    return tuple(alert for alert in ours.alerts if is_missing(alert))


def _changed_parts(was: Rule, old: RuleSet, now: Rule, new: RuleSet) -> Iterator[str]:
    for one in fields(Rule):
        if getattr(was, one.name) != getattr(now, one.name):
            yield _WRITTEN.get(one.name, one.name)
    before, after = _named(was, old), _named(now, new)
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            yield name


def _named(rule: Rule, rule_set: RuleSet) -> Mapping[str, Any]:
    """The actors and meetings that a rule names, and the participants of these meetings."""
    actors = {actor.id: actor for actor in rule_set.actors}
    meetings: dict[str, Meeting] = {meeting.id: meeting for meeting in rule_set.meetings}
    named: dict[str, Any] = {}
    for term in _terms(rule.condition):
        if isinstance(term, ActorTerm):
            named[f"actor {term.actor}"] = actors[term.actor]
        else:
            meeting = meetings[term.meeting]
            named[f"meeting {meeting.id}"] = meeting
            named |= {f"actor {one}": actors[one] for one in meeting.participants}
    return named


def _terms(condition: Condition) -> Iterator[ActorTerm | MeetingTerm]:
    if isinstance(condition, ActorTerm | MeetingTerm):
        yield condition
    parts: Iterable[Condition] = getattr(condition, "parts", ())
    for part in parts:
        yield from _terms(part)
