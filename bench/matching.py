"""What matching costs beside what it cannot do without, and beside a reader's loop of regexes.

``python -m bench.matching --rules N --items N [--json]``. N rules of the shape ``all: [any of 3
aliases, any of 3 aliases], none: [1 phrase]`` over a vocabulary of N aliases drawn by Zipf's law
(the alias of rank r with weight 1/r), on items of about 60 words.

Items: real titles and summaries where ``../shared/data`` is present, made as long by one another's
sentences; made-up words else. Aliases: at most half, and at most 1,000, are names that the texts
really hold, drawn by how often they do; the others are names joined anew of words that they hold,
as a large set of rules is mostly about what is not in the news today. An item then names some
seven aliases. Which of them are popular among rules follows, with much chance, how often the texts
hold them; how many rules an item hits depends on that more than on anything, so it is told.
``--crowded`` ranks them strictly by that instead and joins none anew: hundreds of hits an item, the
worst case.

Compared in one run, in turns, with the garbage collector as in production:

- ours: an item in, its matches with their evidence out;
- the floor: folding the item, and the bare automaton pass over the same phrases;
- the loop: per rule three compiled alternations on the raw text, on a sample of rules and items.

Times are of the processor, not of the clock: a busy machine makes them little worse.

On a sample of items our matches and their evidence's terms are compared with a plain evaluation by
substring search; a difference ends the run. ``build_s`` (rule set to matcher) and ``rss_mb`` (what
that adds to the process) are measured in a process of their own.

Keys: ``items_per_s``, ``floor_ratio`` (our time to the floor's), ``loop_ratio`` (our rate to the
loop's), ``build_s``, ``rss_mb``, ``hits_per_item``, ``terms_per_item``, ``checked_items``.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import re
import subprocess
import sys
import time
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

import ahocorasick_rs

from bench import news
from monitor.model import AllOf, AnyOf, Condition, Item, NoneOf, Phrase, Rule, RuleSet
from monitor.rules.folding import fold, fold_together
from monitor.rules.lexicon import is_shouting
from monitor.rules.matching import Matcher, compile_rules
from monitor.rules.terms import is_acronym

NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)
SEED = 1
HELD_NAMES = 1_000  # at most, of names that the texts hold: what is in the news at one time
HITS = 1.0  # of an item, about
TRIED_WEIGHTS = (1, 2, 3, 5, 8, 12, 20, 30)  # a name joined anew is drawn like one of so many texts
SAMPLE = 4_000  # items by which the weight is chosen
ROUND = 500  # items a side measures before it is the other's turn
LOOP_RULES = 2_000  # of the loop; the rate for all follows in proportion
LOOP_S = 5.0
CHECKED = 30  # items
SHARED = Path(os.environ.get("MONITOR_SHARED_DATA", Path(__file__).parents[1] / "../shared/data"))

Spelled = tuple[list[str], list[str], str]
"""A rule: two lists of aliases, and a phrase that must not be there."""


def ranked(source: Sequence[news.Text], size: int, rng: random.Random, weight: int) -> list[str]:
    """Aliases, the most popular first; the less ``weight``, the more are those held in front."""
    counts = news.names(source)
    keys = {name: rng.random() ** (1 / count) for name, count in counts.items()}
    held = sorted(counts, key=lambda name: -keys[name])[: min(size // 2, HELD_NAMES)]
    parts = [name.split() for name in counts]
    joined: dict[str, float] = {}
    while len(joined) < size - len(held):
        lasts = [rng.choice(parts)[-1] for _ in range(rng.choice((1, 1, 2)))]
        name = " ".join([rng.choice(parts)[0], *lasts])
        if name not in counts:
            joined[name] = rng.random() ** (1 / weight)
    keys.update(joined)
    return sorted([*held, *joined], key=lambda name: -keys[name])


def drawn(
    source: Sequence[news.Text], size: int, items: Sequence[Item], *, crowded: bool
) -> list[Spelled]:
    """The rules to measure with."""
    if crowded:
        names = [name for name, _ in news.names(source).most_common(size)]
        return draw(names, size, random.Random(SEED))
    tried = []
    for weight in TRIED_WEIGHTS:
        rng = random.Random(SEED)
        rules = draw(ranked(source, size, rng, weight), size, rng)
        hits = roughly_hit(rules, items[:SAMPLE])
        tried.append((abs(math.log(max(hits, 0.01) / HITS)), weight, rules))
    return min(tried, key=lambda one: one[:2])[2]


def roughly_hit(rules: Sequence[Spelled], items: Sequence[Item]) -> float:
    """Rules that an item hits, by the pairs of their aliases, ``none`` and capitals apart."""
    numbers: dict[bytes, int] = {}
    numbered: dict[str, int] = {}
    for name in {name for first, second, _ in rules for name in (*first, *second)}:
        numbered[name] = numbers.setdefault(fold(name).data, len(numbers))
    automaton = ahocorasick_rs.BytesAhoCorasick(list(numbers))
    seen = [
        {
            found[0]
            for found in automaton.find_matches_as_indexes(
                fold_together((item.title, item.summary)).data, overlapping=True
            )
        }
        for item in items
    ]
    named = set().union(*seen)
    pairs: Counter[tuple[int, int]] = Counter()
    for first, second, _ in rules:
        ones = named.intersection([numbered[name] for name in first])
        twos = named.intersection([numbered[name] for name in second])
        if ones and twos:
            pairs.update({(min(a, b), max(a, b)) for a in ones for b in twos})
    hits = sum(pairs[a, b] for some in seen for a in some for b in some if a <= b)
    return hits / max(1, len(items))


def draw(names: Sequence[str], count: int, rng: random.Random) -> list[Spelled]:
    """Rules over the vocabulary."""
    weights = list(accumulate(1 / rank for rank in range(1, len(names) + 1)))

    def some(size: int) -> list[str]:
        return [names[bisect(weights, rng.random() * weights[-1])] for _ in range(size)]

    return [(some(3), some(3), some(1)[0]) for _ in range(count)]


def rule_set(rules: Sequence[Spelled]) -> RuleSet:
    """The rules as they come from rule files."""
    known: dict[str, Phrase] = {}

    def any_of(names: Sequence[str]) -> Condition:
        for name in names:
            if name not in known:
                known[name] = Phrase(text=name, case_sensitive=is_acronym(name))
        return AnyOf(parts=tuple(known[name] for name in names))

    def condition(rule: Spelled) -> Condition:
        first, second, banned = rule
        none = any_of([banned])
        assert isinstance(none, AnyOf)
        return AllOf(parts=(any_of(first), any_of(second), NoneOf(parts=none.parts)))

    return RuleSet(
        revision="bench",
        rules=tuple(
            Rule(id=f"r{index}", title="Bench", condition=condition(rule))
            for index, rule in enumerate(rules)
        ),
    )


def plain_hits(rules: Sequence[Spelled], item: Item) -> dict[str, set[str]]:
    """Ids of the rules that hit, with the aliases found, by substring search."""
    fields = [fold(item.title), fold(item.summary)]

    def held(name: str) -> bool:
        wanted = fold(name)
        if is_acronym(name):
            return any(wanted.cased_text in field.cased_text for field in fields)
        return any(wanted.text in field.text for field in fields)

    names = {name for first, second, banned in rules for name in (*first, *second, banned)}
    found = {name for name in names if held(name)}
    return {
        f"r{index}": found & {*first, *second}
        for index, (first, second, banned) in enumerate(rules)
        if not found.isdisjoint(first) and not found.isdisjoint(second) and banned not in found
    }


def check(matcher: Matcher, rules: Sequence[Spelled], items: Sequence[Item]) -> int:
    """Compare our matches with plain ones; how many items were compared.

    Items with a word in long capitals are left out: what they shout counts by other rules.
    """
    checked = 0
    for item in items:
        fields = (item.title, item.summary)
        if any(is_shouting(fold(text).cased_text) for text in fields) or re.search(
            r"\b[A-Z]{5,}\b", " ".join(fields)
        ):
            continue
        ours = {
            match.rule_id: {piece.term for piece in match.evidence}
            for match in matcher.match(item, now=NOW)
        }
        plain = plain_hits(rules, item)
        if ours != plain:
            raise SystemExit(f"matches differ on {item.title!r}: {ours} and plainly {plain}")
        checked += 1
        if checked == CHECKED:
            break
    return checked


def compared(matcher: Matcher, rules: Sequence[Spelled], items: Sequence[Item]) -> dict[str, float]:
    """Our time and the floor's, in turns; hits and terms found."""
    phrases = {fold(name).data for first, second, none in rules for name in (*first, *second, none)}
    automaton = ahocorasick_rs.BytesAhoCorasick(
        sorted(phrases), implementation=ahocorasick_rs.Implementation.ContiguousNFA
    )
    hits = pieces = 0

    def ours(some: Sequence[Item]) -> None:
        nonlocal hits, pieces
        for item in some:
            for match in matcher.match(item, now=NOW):
                hits += 1
                pieces += len(match.evidence)

    def floor(some: Sequence[Item]) -> None:
        for item in some:
            data = fold_together((item.title, item.summary)).data
            automaton.find_matches_as_indexes(data, overlapping=True)

    rounds = [items[start : start + ROUND] for start in range(0, len(items), ROUND)]
    ours(rounds[0])
    floor(rounds[0])
    hits = pieces = 0
    ours_s = floor_s = 0.0
    for some in rounds:
        ours_s += _timed(ours, some)
        floor_s += _timed(floor, some)
    terms = sum(
        len(
            automaton.find_matches_as_indexes(
                fold_together((i.title, i.summary)).data, overlapping=True
            )
        )
        for i in rounds[0]
    )
    return {
        "items_per_s": len(items) / ours_s,
        "floor_ratio": ours_s / floor_s,
        "floor_items_per_s": len(items) / floor_s,
        "hits_per_item": hits / len(items),
        "evidence_per_hit": pieces / max(1, hits),
        "terms_per_item": terms / len(rounds[0]),
    }


def loop_rate(rules: Sequence[Spelled], items: Sequence[Item]) -> float:
    """Items a second of a loop over compiled regexes, for all rules by a sample of them."""
    sample = rules[:LOOP_RULES]

    def alternation(names: Sequence[str]) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)

    compiled = [
        (alternation(first), alternation(second), alternation([banned]))
        for first, second, banned in sample
    ]
    done, started = 0, time.process_time()
    while (spent := time.process_time() - started) < LOOP_S and done < len(items):
        text = f"{items[done].title}\n{items[done].summary}"
        [1 for one, two, none in compiled
         if one.search(text) and two.search(text) and not none.search(text)]  # fmt: skip
        done += 1
    return done / spent * len(sample) / len(rules)


def build_cost(rules: Sequence[Spelled]) -> tuple[float, float]:
    """Seconds and megabytes of the build, in this process."""
    declared = rule_set(rules)
    before = _resident_mb()
    started = time.process_time()
    matcher = compile_rules(declared)
    spent = time.process_time() - started
    added = _resident_mb() - before
    assert len(matcher.rules) == len(rules)
    return spent, added


def measure(rule_count: int, item_count: int, *, crowded: bool = False) -> dict[str, float]:
    """All figures for so many rules on so many items."""
    rng = random.Random(SEED)
    source = news.texts(SHARED, rng)
    items = news.items(source, item_count, rng, NOW)
    rules = drawn(source, rule_count, items, crowded=crowded)
    fresh = subprocess.run(
        [sys.executable, "-m", "bench.matching", "--build-only"],
        input=json.dumps(rules),
        capture_output=True,
        text=True,
        check=True,
    )
    built = json.loads(fresh.stdout)
    matcher = compile_rules(rule_set(rules))
    checked = check(matcher, rules, items)
    figures = compared(matcher, rules, items)
    rate = loop_rate(rules, items)
    return {
        "rules": rule_count,
        "items": item_count,
        **{name: round(value, 3) for name, value in figures.items()},
        "loop_ratio": round(figures["items_per_s"] / rate, 1),
        "build_s": round(built["build_s"], 3),
        "rss_mb": round(built["rss_mb"], 1),
        "checked_items": checked,
    }


def _timed(work: Callable[[Sequence[Item]], None], some: Sequence[Item]) -> float:
    started = time.process_time()
    work(some)
    return time.process_time() - started


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=int, default=10_000)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--crowded", action="store_true", help="hundreds of hits an item")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--build-only", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build_only:
        build_s, rss_mb = build_cost([tuple(rule) for rule in json.load(sys.stdin)])
        print(json.dumps({"build_s": build_s, "rss_mb": rss_mb}))
        return
    figures = measure(options.rules, options.items, crowded=options.crowded)
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    for name, value in figures.items():
        print(f"{name:18} {value:>12,}")


if __name__ == "__main__":
    main()
