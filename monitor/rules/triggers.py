"""Which terms must be seen before a rule is worth a look. Pure.

Search engines post a query under its rarest required word. That is not enough here: popular
actors stand in thousands of rules. A rule that needs one term of each of two groups is therefore
posted under the *pairs* of their terms, and is touched only where both of a pair are seen, so
that the work on an item goes with its hits rather than with the rules about what is in the news.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from threading import Lock
from typing import NamedTuple

from monitor.rules.nodes import (
    AllNode,
    AnyNode,
    MeetingNode,
    NearNode,
    Node,
    NoneNode,
    TermsNode,
)

MAX_PAIRS = 100  # of one rule; two lists of ten names. Beyond, one group alone is posted

Key = tuple[int, ...]
"""One number, or two that must both be seen."""

Partners = dict[int, list[int] | tuple[int, ...]]
"""The rules that ask for a number along with another, by the other."""

Popularity = Mapping[int, int]
"""How many rules ask for a number: the fewer, the less likely is it seen."""


class Flat(NamedTuple):
    """A condition that needs one term of each of some groups, and is nothing else.

    ``groups`` are their terms, ``keys`` the numbers to post each under, and none of ``banned`` may
    be seen.
    """

    groups: tuple[tuple[int, ...], ...]
    keys: tuple[tuple[int, ...], ...]
    banned: tuple[int, ...]


class Trigger(NamedTuple):
    """At least one of ``keys`` is seen wherever the condition holds.

    ``settled``: of a flat condition, whether it holds wherever one of them is seen and nothing
    banned is, and whether these keys then are all of its terms that are seen.
    """

    keys: tuple[Key, ...]
    settled: bool = False


def flatten(node: Node) -> Flat | None:
    """The condition as a list of groups, or ``None`` where it is not that simple."""
    groups: list[tuple[int, ...]] = []
    keys: list[tuple[int, ...]] = []
    banned: list[int] = []
    for part in _conjuncts(node):
        if isinstance(part, NoneNode):
            for one in part.parts:
                numbers = _numbers(one)
                if numbers is None:
                    return None
                banned.extend(numbers)
            continue
        numbers = _numbers(part)
        if numbers is None:
            return None
        groups.append(numbers)
        grouped = isinstance(part, TermsNode) and part.group is not None
        keys.append((part.group,) if grouped else numbers)  # type: ignore[union-attr, arg-type]
    return Flat(tuple(groups), tuple(keys), tuple(banned))


def _conjuncts(node: Node) -> Iterable[Node]:
    if not isinstance(node, AllNode):
        return (node,)
    if any(isinstance(part, AllNode) for part in node.parts):
        return [one for part in node.parts for one in _conjuncts(part)]
    return node.parts


def _numbers(node: Node) -> tuple[int, ...] | None:
    """The terms of which one suffices for the node, or ``None`` where it asks for more."""
    if isinstance(node, TermsNode):
        return node.numbers
    if not isinstance(node, AnyNode):
        return None
    joined: dict[int, None] = {}
    for part in node.parts:
        numbers = _numbers(part)
        if numbers is None:
            return None
        for number in numbers:
            joined[number] = None
    return tuple(joined)


def asked_for(node: Node) -> Iterator[int]:
    """The numbers of terms and groups that may speak for a node."""
    if isinstance(node, TermsNode):
        yield from node.numbers
        if node.group is not None:
            yield node.group
    elif isinstance(node, (AllNode, AnyNode, NearNode, MeetingNode)):
        for part in node.parts:
            yield from asked_for(part)


def flat_trigger(flat: Flat, popularity: Popularity) -> Trigger | None:
    """What must be seen for a flat condition to hold: pairs of its two least likely groups."""
    keys = flat.keys
    if not keys:
        return None
    if len(keys) > 2:
        keys = tuple(sorted(keys, key=lambda numbers: _likelihood(numbers, popularity)))
    if len(keys) == 1 or len(keys[0]) * len(keys[1]) > MAX_PAIRS:
        least = min(keys, key=lambda numbers: _likelihood(numbers, popularity))
        return Trigger(tuple([(number,) for number in least]))
    settled = len(keys) == 2 and flat.keys == flat.groups
    return Trigger(_pairs(keys[0], keys[1]), settled)


def _likelihood(numbers: Iterable[int], popularity: Popularity) -> int:
    return sum([popularity.get(number, 0) for number in numbers])


def _pairs(first: Iterable[int], second: Sequence[int]) -> tuple[Key, ...]:
    return tuple({_sorted_pair(a, b): None for a in first for b in second})


def _sorted_pair(one: int, other: int) -> Key:
    return (one, other) if one < other else (other, one) if other < one else (one,)


def trigger(node: Node, popularity: Popularity) -> Trigger | None:
    """What must be seen for any node to hold, or ``None`` where nothing in particular must."""
    if isinstance(node, TermsNode):
        numbers = node.numbers if node.group is None else (node.group,)
        return Trigger(tuple((number,) for number in numbers))
    if isinstance(node, (AllNode, NearNode)):
        parts = [trigger(part, popularity) for part in node.parts]
        return _joint([one for one in parts if one is not None], popularity)
    if isinstance(node, (AnyNode, MeetingNode)):
        keys: dict[Key, None] = {}
        for part in node.parts:
            found = trigger(part, popularity)
            if found is None:
                return None
            keys.update(dict.fromkeys(found.keys))
        return Trigger(tuple(keys))
    return None


def _joint(found: Sequence[Trigger], popularity: Popularity) -> Trigger | None:
    """The trigger of parts that must all hold."""
    if not found:
        return None
    single = [
        tuple(key[0] for key in one.keys) for one in found if all(len(key) == 1 for key in one.keys)
    ]
    single.sort(key=lambda numbers: _likelihood(numbers, popularity))
    if len(single) > 1 and len(single[0]) * len(single[1]) <= MAX_PAIRS:
        return Trigger(_pairs(single[0], single[1]))
    paired = [one for one in found if any(len(key) > 1 for key in one.keys)]
    if paired:
        return min(paired, key=lambda one: len(one.keys))
    return Trigger(tuple((number,) for number in single[0]))


def test_of(node: Node) -> Callable[[Set[int]], bool] | None:
    """The condition as a function of what was seen, or ``None`` where more must be looked at."""
    if isinstance(node, TermsNode):
        numbers = node.numbers
        return lambda seen: not seen.isdisjoint(numbers)
    if not isinstance(node, (AllNode, AnyNode, NoneNode)):
        return None
    tests = [test_of(part) for part in node.parts]
    known = [test for test in tests if test is not None]
    if len(known) < len(tests):
        return None
    if isinstance(node, AllNode):
        return lambda seen: all(test(seen) for test in known)
    if isinstance(node, AnyNode):
        return lambda seen: any(test(seen) for test in known)
    return lambda seen: not any(test(seen) for test in known)


@dataclass(slots=True)
class Postings:
    """Rules by what must be seen; built once, then only read. May be shared by threads.

    A pair stands under the number that more rules ask for, its ``major``; ``majors`` lead back
    from the other, its ``minor``. A number that suffices alone is a pair with itself.

    The news of a month holds a small part of what rules ask for, over and over. Looked through is
    therefore only what was seen before, small enough for the processor's cache: ``live`` has each
    such number with the minors of its pairs that were seen as well, ``rules`` what these pairs
    lead to. A number met for the first time is added together with its pairs.
    """

    pairs: dict[int, Partners] = field(default_factory=dict)
    majors: dict[int, list[int]] = field(default_factory=dict)
    always: list[int] = field(default_factory=list)
    live: dict[int, frozenset[int]] = field(default_factory=dict)
    rules: dict[tuple[int, int], Sequence[int]] = field(default_factory=dict)
    _meeting: Lock = field(default_factory=Lock)

    def add(self, index: int, found: Trigger | None, popularity: Popularity) -> None:
        """Post the rule number ``index``."""
        if found is None:
            self.always.append(index)
            return
        alone = (index,)  # one object for all pairs of a rule
        pairs = self.pairs
        for key in found.keys:
            major, minor = key[0], key[-1]
            if popularity[major] < popularity[minor]:
                major, minor = minor, major
            partners = pairs.get(major)
            if partners is None:
                partners = pairs[major] = {}
            posted = partners.get(minor)
            if posted is None:
                partners[minor] = alone
                majors = self.majors.get(minor)
                if majors is None:
                    self.majors[minor] = [major]
                else:
                    majors.append(major)
            elif isinstance(posted, list):
                posted.append(index)
            else:
                partners[minor] = [*posted, index]

    def touched(self, seen: set[int]) -> dict[int, Key]:
        """The rules worth a look, each with the numbers of all of its keys that were seen, sorted.

        No numbers for those that nothing in particular must be seen for.
        """
        live = self.live
        if not live.keys() >= seen:
            self._meet(seen)
        touched: dict[int, Key] = dict.fromkeys(self.always, ()) if self.always else {}
        for major in seen:
            minors = live[major]
            if minors.isdisjoint(seen):
                continue
            for minor in minors & seen:
                key = _sorted_pair(major, minor)
                posted = self.rules[major, minor]
                if touched.keys().isdisjoint(posted):
                    touched.update(dict.fromkeys(posted, key))
                else:
                    for rule in posted:
                        touched[rule] = tuple(sorted({*touched.get(rule, ()), *key}))
        return touched

    def _meet(self, seen: set[int]) -> None:
        """Make live what was not yet: last the number itself, so that its pairs are there by then
        for other threads as well."""
        live = self.live
        with self._meeting:
            for number in seen - live.keys():
                partners = self.pairs.get(number, {})
                minors = partners.keys() & live.keys()
                minors |= partners.keys() & {number}
                self.rules.update({(number, minor): partners[minor] for minor in minors})
                for major in live.keys() & self.majors.get(number, ()):
                    self.rules[major, number] = self.pairs[major][number]
                    live[major] |= {number}
                live[number] = frozenset(minors)
