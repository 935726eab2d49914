"""Compiled rules and their verdict on an item. Pure.

:func:`compile_rules` is called once per rule set, :meth:`Matcher.match` once per item. One pass
over the folded text finds every term of every rule; a rule is then looked at only if enough of
what it cannot do without was seen (:mod:`monitor.rules.triggers`).

Most rules are lists of names. Their verdict is set arithmetic on the numbers of what was seen, and
their evidence is shared by all rules that found the same; only rules that ask for more (nearness,
meetings, patterns), and texts with names in capitals that need other evidence, are evaluated part
by part (:mod:`monitor.rules.evaluation`).
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, combinations
from operator import itemgetter
from typing import NamedTuple

from monitor.errors import ConfigError
from monitor.model import FieldName, Item, Match, Rule, RuleSet, Scope, Severity
from monitor.rules.evaluation import evidence_of, holds, meetings_held, view_for
from monitor.rules.explaining import Explanation, explain_node
from monitor.rules.folding import fold, fold_together
from monitor.rules.lexicon import Findings, Lexicon, LexiconBuilder
from monitor.rules.meeting_days import is_near
from monitor.rules.nodes import Names, Node, TermsNode, compile_condition
from monitor.rules.problems import closest
from monitor.rules.reading import FIELDS, Reading
from monitor.rules.triggers import (
    Flat,
    Key,
    Postings,
    Trigger,
    asked_for,
    flat_trigger,
    flatten,
    test_of,
    trigger,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledRule:
    """A rule with its condition compiled and its scope folded.

    ``test``, if any, says of what was seen in the rule's fields whether it may hold.
    """

    rule: Rule
    node: Node
    fields: frozenset[int]
    outlets: frozenset[str]
    categories: frozenset[str]
    test: Callable[[Set[int]], bool] | None


class Plan(NamedTuple):
    """All that judging a rule takes which is a list of groups and looks at every item.

    ``settled``: see :class:`monitor.rules.triggers.Trigger`.
    """

    rule_id: str
    severity: Severity
    banned: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The rules that look at the same fields, by what must be seen there."""

    fields: frozenset[int]
    postings: Postings


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict of all rules on one item, with remarks such as a regex's time-out."""

    matches: tuple[Match, ...]
    notes: tuple[str, ...] = ()


_NOTHING = Judgement(matches=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """A compiled rule set; may be shared by threads.

    ``groups`` gives for a term the numbers of the groups that are seen with it; ``plans`` for each
    rule the short way to judge it, ``None`` where there is none.
    """

    revision: str
    rules: tuple[CompiledRule, ...]
    plans: tuple[Plan | None, ...]
    lexicon: Lexicon
    sections: tuple[Section, ...]
    groups: Mapping[int, tuple[int, ...]]
    fields: frozenset[int]

    def match(self, item: Item, *, now: datetime, feed: str | None = None) -> tuple[Match, ...]:
        """The rules that match, in the order of the rule set.

        ``now`` decides whether a meeting is near; ``feed`` is the URL of the feed that brought
        the item, for rules that name feeds (they match nothing where it is not given).
        """
        return self.judge(item, now=now, feed=feed).matches

    def asks_for_content(self, item: Item, *, now: datetime, feed: str | None = None) -> bool:
        """Whether a rule in whose scope the item is looks at ``content``."""
        asking = [one for one in self.rules if one.rule.enabled and 2 in one.fields]
        if not asking:
            return False
        texts = self._texts(item, self.fields)
        reading = Reading(item, texts, self.lexicon.find(fold_together(texts)), now)
        return any(not _exclusion(one, reading, feed) for one in asking)

    def judge(self, item: Item, *, now: datetime, feed: str | None = None) -> Judgement:
        """As :meth:`match`, with notes."""
        texts = self._texts(item, self.fields)
        found = self.lexicon.find(fold_together(texts))
        reading: Reading | None = None
        matches: list[tuple[int, Match]] = []
        for section in self.sections:
            seen = self._seen(found, texts, section.fields)
            touched = section.postings.touched(seen)
            if touched:
                reading = reading or Reading(item, texts, found, now)
                matches += self._judge_rules(touched, seen, section, reading, feed)
        if reading is None:
            return _NOTHING
        matches.sort(key=itemgetter(0))
        return Judgement(matches=tuple([one for _, one in matches]), notes=tuple(reading.notes))

    def _judge_rules(
        self,
        touched: Mapping[int, Key],
        seen: set[int],
        section: Section,
        reading: Reading,
        feed: str | None,
    ) -> list[tuple[int, Match]]:
        """The matches of the rules that were touched, with their numbers."""
        plans = self.plans
        shouted = reading.found.has_shouted
        matches: list[tuple[int, Match]] = []
        held: list[tuple[int, Plan, Key]] = []
        for index, key in touched.items():
            plan = plans[index]
            if plan is None or shouted:
                match = self._evaluate(index, seen, reading, feed)
                if match is not None:
                    matches.append((index, match))
            elif plan.banned and not seen.isdisjoint(plan.banned):
                continue
            else:
                terms = key if plan.settled else _terms_held(plan.groups, seen)
                if terms is not None:
                    held.append((index, plan, terms))
        if held:
            evidence = reading.evidence({key for _, _, key in held}, section.fields)
            matches += [
                (index, Match(plan.rule_id, plan.severity, evidence[key]))
                for index, plan, key in held
            ]
        return matches

    def _evaluate(
        self, index: int, seen: set[int], reading: Reading, feed: str | None
    ) -> Match | None:
        """The match of a rule of any kind, if it matches."""
        compiled = self.rules[index]
        if compiled.test is not None and not compiled.test(seen):
            return None
        if _exclusion(compiled, reading, feed):
            return None
        return _match(compiled, reading)

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
        texts = self._texts(item, compiled.fields)
        reading = Reading(item, texts, self.lexicon.find(fold_together(texts)), now)
        excluded = _exclusion(compiled, reading, feed)
        if not compiled.rule.enabled:
            excluded = "the rule is switched off (`enabled: false`)"
        match = _match(compiled, reading) if not excluded else None
        view = view_for(compiled.node, reading, compiled.fields)
        condition = explain_node(compiled.node, view)
        if reading.found.has_shouted and not view.shouted_counts:
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

    def _texts(self, item: Item, fields: Set[int]) -> tuple[str, ...]:
        """The texts of the item, empty where no rule looks."""
        return (
            item.title if 0 in fields else "",
            item.summary if 1 in fields else "",
            item.content if 2 in fields else "",
        )

    def _seen(self, found: Findings, texts: Sequence[str], fields: frozenset[int]) -> set[int]:
        """What was seen in these fields, with the groups seen with it."""
        seen = found.seen
        if fields != self.fields and any(
            text and index not in fields for index, text in enumerate(texts)
        ):
            seen = {
                number
                for number in seen
                if any(place.field in fields for place in found.occurrences(number))
            }
        if self.groups:
            grouped = seen & self.groups.keys()
            if grouped:
                seen = seen.union(*[self.groups[number] for number in grouped])
        return seen


def compile_rules(rule_set: RuleSet) -> Matcher:
    """Compile a rule set. Raises ``ConfigError`` where it names an actor or meeting it lacks.

    Makes some twenty objects a rule and drops hardly any: the garbage collector, which would look
    at all of them again and again, rests meanwhile.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _compile(rule_set)
    finally:
        if collecting:
            gc.enable()


def _compile(rule_set: RuleSet) -> Matcher:
    names = Names(
        actors={actor.id: actor for actor in rule_set.actors},
        meetings={meeting.id: meeting for meeting in rule_set.meetings},
        lexicon=LexiconBuilder(),
    )
    nodes = [_compile_condition(rule, names) for rule in rule_set.rules]
    flats = [flatten(node) for node in nodes]
    popularity = Counter(
        [
            number
            for node, flat in zip(nodes, flats, strict=True)
            for number in (chain.from_iterable(flat.keys) if flat else asked_for(node))
        ]
    )
    sections: dict[frozenset[int], Postings] = {}
    rules: list[CompiledRule] = []
    plans: list[Plan | None] = []
    for index, (rule, node, flat) in enumerate(zip(rule_set.rules, nodes, flats, strict=True)):
        found = flat_trigger(flat, popularity) if flat else trigger(node, popularity)
        compiled = _compile_rule(rule, node, flat=flat is not None)
        rules.append(compiled)
        plans.append(_plan(rule, flat, found) if flat and not _is_scoped(rule.scope) else None)
        if rule.enabled:
            postings = sections.get(compiled.fields)
            if postings is None:
                postings = sections[compiled.fields] = Postings()
            postings.add(index, found, popularity)
    return Matcher(
        revision=rule_set.revision,
        rules=tuple(rules),
        plans=tuple(plans),
        lexicon=names.lexicon.build(),
        sections=tuple(Section(fields=fields, postings=one) for fields, one in sections.items()),
        groups=_groups(names.shared.values()),
        fields=frozenset[int]().union(*sections),
    )


def _groups(nodes: Iterable[Node]) -> dict[int, tuple[int, ...]]:
    """The groups each term is of."""
    groups: dict[int, tuple[int, ...]] = {}
    for node in nodes:
        if isinstance(node, TermsNode) and node.group is not None:
            for number in node.numbers:
                groups[number] = (*groups.get(number, ()), node.group)
    return groups


def _is_scoped(scope: Scope) -> bool:
    return bool(scope.languages or scope.feeds or scope.outlets or scope.categories)


def _plan(rule: Rule, flat: Flat, found: Trigger | None) -> Plan:
    settled = found is not None and found.settled
    return Plan(rule.id, rule.severity, flat.banned, flat.groups, settled)


def _compile_condition(rule: Rule, names: Names) -> Node:
    try:
        return compile_condition(rule.condition, names)
    except ConfigError as error:
        raise ConfigError(error.message, field=f"rule {rule.id}", hint=error.hint) from error


def _compile_rule(rule: Rule, node: Node, *, flat: bool) -> CompiledRule:
    scope = rule.scope
    return CompiledRule(
        rule=rule,
        node=node,
        fields=_field_numbers(scope.fields),
        outlets=_folded(scope.outlets),
        categories=_folded(scope.categories),
        test=None if flat else test_of(node),
    )


_FIELD_SETS = {  # one object for each set, so that rules of one section share it
    numbers: numbers
    for size in range(len(FIELDS) + 1)
    for numbers in map(frozenset, combinations(range(len(FIELDS)), size))
}


def _field_numbers(names: Iterable[FieldName]) -> frozenset[int]:
    return _FIELD_SETS[frozenset(map(FIELDS.index, names))]


def _folded(texts: Sequence[str]) -> frozenset[str]:
    return frozenset([fold(text).text for text in texts]) if texts else frozenset()


def _terms_held(groups: Sequence[Sequence[int]], seen: Set[int]) -> Key | None:
    """The terms of all groups that were seen, or ``None`` where a group has none."""
    parts = [[number for number in group if number in seen] for group in groups]
    return tuple(chain.from_iterable(parts)) if all(parts) else None


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


def _exclusion(compiled: CompiledRule, reading: Reading, feed: str | None) -> str:
    """Why the rule does not look at the item, or an empty text."""
    scope, item = compiled.rule.scope, reading.item
    language = reading.language if scope.languages else None
    if language and not speaks(language, scope.languages):
        guessed = "" if item.language else " (by its words)"
        return f"the item's language {language}{guessed} is not among the rule's languages"
    if scope.feeds and feed not in scope.feeds:
        return "the item's feed is not among the rule's feeds"
    if compiled.outlets and fold(item.outlet).text not in compiled.outlets:
        return f"the outlet {item.outlet} is not among the rule's outlets"
    if compiled.categories and compiled.categories.isdisjoint(_folded(item.categories)):
        return "none of the item's categories is among the rule's categories"
    return ""


def speaks(language: str, wanted: Iterable[str]) -> bool:
    """Whether a language tag is one of those wanted: "en" takes "en-GB", not the reverse."""
    tag = language.lower().replace("_", "-")
    return any(
        tag == (want := name.lower().replace("_", "-")) or tag.startswith(f"{want}-")
        for name in wanted
    )
