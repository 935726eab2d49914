"""Compiled rules and their verdict on an item. Pure.

:func:`compile_rules` is called once per rule set, :meth:`Matcher.match` once per item. One pass
over the folded text finds every term of every rule; a rule is then looked at only if one of the
terms it cannot do without was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.errors import ConfigError
from monitor.model import Item, Match, Rule, RuleSet, Scope, Severity
from monitor.rules.evaluation import evidence_of, holds, meetings_held, view_for
from monitor.rules.explaining import Explanation, explain_node
from monitor.rules.folding import fold
from monitor.rules.lexicon import Lexicon, LexiconBuilder
from monitor.rules.meeting_days import is_near
from monitor.rules.nodes import Names, Node, compile_condition, required_groups
from monitor.rules.problems import closest
from monitor.rules.reading import FIELDS, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledRule:
    """A rule with its condition compiled and its scope folded.

    ``groups``: see :func:`monitor.rules.nodes.required_groups`.
    """

    rule: Rule
    node: Node
    groups: tuple[frozenset[int], ...]
    fields: frozenset[int]
    outlets: frozenset[str]
    categories: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict of all rules on one item, with remarks such as a regex's time-out."""

    matches: tuple[Match, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """A compiled rule set; may be shared by threads.

    ``postings`` has for each term the rules that cannot hold without one of a set of terms of
    which it is one; ``always`` the rules without such a set.
    """

    revision: str
    rules: tuple[CompiledRule, ...]
    lexicon: Lexicon
    postings: Mapping[int, tuple[int, ...]]
    always: tuple[int, ...]
    fields: frozenset[int]

    def match(self, item: Item, *, now: datetime, feed: str | None = None) -> tuple[Match, ...]:
        """The rules that match, in the order of the rule set.

        ``now`` decides whether a meeting is near; ``feed`` is the URL of the feed that brought
        the item, for rules that name feeds (they match nothing where it is not given).
        """
        return self.judge(item, now=now, feed=feed).matches

    def judge(self, item: Item, *, now: datetime, feed: str | None = None) -> Judgement:
        """As :meth:`match`, with notes."""
        reading = self._read(item, now, self.fields)
        candidates = set(self.always)
        for term in reading.found:
            candidates.update(self.postings.get(term, ()))
        seen = frozenset(reading.found)
        matches = []
        for index in sorted(candidates):
            compiled = self.rules[index]
            if any(group.isdisjoint(seen) for group in compiled.groups):
                continue
            if not _exclusion(compiled, item, feed):
                match = _match(compiled, reading)
                if match is not None:
                    matches.append(match)
        return Judgement(matches=tuple(matches), notes=tuple(reading.notes))

    def explain(
        self, item: Item, rule_id: str, *, now: datetime, feed: str | None = None
    ) -> Explanation:
        """Why the rule matches the item or does not. Raises ``ConfigError`` for an unknown id.

        A rule that is switched off is explained as if it were not, and never matches.
        """
        compiled = next((rule for rule in self.rules if rule.rule.id == rule_id), None)
        if compiled is None:
            known = [rule.rule.id for rule in self.rules]
            raise ConfigError(f"there is no rule `{rule_id}`", hint=closest(rule_id, known))
        reading = self._read(item, now, compiled.fields)
        excluded = _exclusion(compiled, item, feed)
        if not compiled.rule.enabled:
            excluded = "the rule is switched off (`enabled: false`)"
        match = _match(compiled, reading) if not excluded else None
        view = view_for(compiled.node, reading, compiled.fields)
        condition = explain_node(compiled.node, view)
        if reading.has_shouted and not view.shouted_counts:
            note = "case-sensitive names in a text all in capitals do not count on their own"
            reading.notes[note] = None
        return Explanation(
            rule_id=rule_id,
            matched=match is not None,
            severity=match.severity if match is not None else None,
            excluded=excluded,
            condition=condition,
            notes=tuple(reading.notes),
        )

    def _read(self, item: Item, now: datetime, fields: frozenset[int]) -> Reading:
        folded = tuple(
            fold(getattr(item, name)) if index in fields else None
            for index, name in enumerate(FIELDS)
        )
        found = self.lexicon.find(folded)
        has_shouted = any(place.shouted for places in found.values() for place in places)
        return Reading(item=item, folded=folded, found=found, now=now, has_shouted=has_shouted)


def compile_rules(rule_set: RuleSet) -> Matcher:
    """Compile a rule set. Raises ``ConfigError`` where it names an actor or meeting it lacks."""
    names = Names(
        actors={actor.id: actor for actor in rule_set.actors},
        meetings={meeting.id: meeting for meeting in rule_set.meetings},
        lexicon=LexiconBuilder(),
    )
    rules = tuple(_compile_rule(rule, names) for rule in rule_set.rules)
    postings: dict[int, list[int]] = {}
    always: list[int] = []
    for index, compiled in enumerate(rules):
        if not compiled.rule.enabled:
            continue
        if not compiled.groups:
            always.append(index)
        for term in compiled.groups[0] if compiled.groups else ():
            postings.setdefault(term, []).append(index)
    enabled = [compiled.fields for compiled in rules if compiled.rule.enabled]
    return Matcher(
        revision=rule_set.revision,
        rules=rules,
        lexicon=names.lexicon.build(),
        postings={term: tuple(indexes) for term, indexes in postings.items()},
        always=tuple(always),
        fields=frozenset[int]().union(*enabled),
    )


def _compile_rule(rule: Rule, names: Names) -> CompiledRule:
    try:
        node = compile_condition(rule.condition, names)
    except ConfigError as error:
        raise ConfigError(error.message, field=f"rule {rule.id}", hint=error.hint) from error
    return CompiledRule(
        rule=rule,
        node=node,
        groups=required_groups(node),
        fields=frozenset(FIELDS.index(name) for name in rule.scope.fields),
        outlets=_folded(rule.scope.outlets),
        categories=_folded(rule.scope.categories),
    )


def _folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(text).text for text in texts)


def _match(compiled: CompiledRule, reading: Reading) -> Match | None:
    view = view_for(compiled.node, reading, compiled.fields)
    if not holds(compiled.node, view):
        return None
    severity = compiled.rule.severity
    if any(is_near(meeting, reading.now) for meeting in meetings_held(compiled.node, view)):
        steps = list(Severity)
        severity = steps[min(severity.rank + 1, len(steps) - 1)]
    return Match(
        rule_id=compiled.rule.id,
        severity=severity,
        evidence=evidence_of(compiled.node, view),
    )


def _exclusion(compiled: CompiledRule, item: Item, feed: str | None) -> str:
    """Why the rule does not look at the item, or an empty text."""
    scope: Scope = compiled.rule.scope
    if scope.languages and item.language and not _speaks(item.language, scope.languages):
        return f"the item's language {item.language} is not among the rule's languages"
    if scope.feeds and feed not in scope.feeds:
        return "the item's feed is not among the rule's feeds"
    if compiled.outlets and fold(item.outlet).text not in compiled.outlets:
        return f"the outlet {item.outlet} is not among the rule's outlets"
    if compiled.categories and compiled.categories.isdisjoint(_folded(item.categories)):
        return "none of the item's categories is among the rule's categories"
    return ""


def _speaks(language: str, wanted: Iterable[str]) -> bool:
    """Whether a language tag is one of those wanted: "en" takes "en-GB", not the reverse."""
    tag = language.lower().replace("_", "-")
    return any(
        tag == (want := name.lower().replace("_", "-")) or tag.startswith(f"{want}-")
        for name in wanted
    )
