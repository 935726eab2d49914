"""How fast rules are tried on stored items, and in how much memory.

``python -m bench.backtest [--items N] [--rules DIR] [--hits SHARE] [--json]``. Fills a database
with N generated items of about 60 words, spread over seven days: words are drawn as often as they
stand in news at large, and a share of the items names two actors of the rules with a word of talks.
Then runs what ``monitor rules backtest`` runs. Keys: ``items_per_s``, ``took_s``, ``items_hit``,
``alerts``, ``rss_mb`` (the most the measuring process ever held), ``fill_s``.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.developments.background import RATES
from monitor.developments.terms import document_terms
from monitor.logs import get_log
from monitor.model import FeedSource, Item, RuleSet, StoredItem
from monitor.pipeline.backtest import Conditions, backtest
from monitor.rules.loading import load_rule_set
from monitor.store import feeds as feed_rows
from monitor.store import items as item_rows
from monitor.store import statistics as term_rows
from monitor.store.engine import Store, open_store
from monitor.store.schema import upgrade_schema

START = datetime(2022, 1, 8, tzinfo=UTC)
DAYS = 7
OUTLETS = 200
TALKS = ("talks", "summit", "meeting", "consultations", "warns", "accuses", "troops", "sanctions")


def generated(rule_set: RuleSet, count: int, share: float) -> list[StoredItem]:
    """Items in the order of arrival."""
    chance = random.Random(7)
    words, rates = list(RATES), list(RATES.values())
    names = [actor.name for actor in rule_set.actors]
    drawn = chance.choices(words, rates, k=count * 60)
    items = []
    for at in range(count):
        text = drawn[at * 60 : at * 60 + 60]
        title = text[:10]
        if chance.random() < share:
            one, other = chance.sample(names, 2)
            title = [one, "and", other, chance.choice(TALKS), *title[:6]]
        moment = START + timedelta(days=DAYS) * (at / count)
        item = Item(
            title=" ".join(title).capitalize(),
            summary=" ".join(text[10:]).capitalize() + ".",
            outlet=f"Outlet {chance.randrange(OUTLETS)}",
            published_at=moment - timedelta(minutes=chance.randrange(60)),
            link=f"https://news.example/{at}",
        )
        items.append(StoredItem(id=at + 1, feed_id=1, item=item, first_seen_at=moment))
    return items


def fill(store: Store, rule_set: RuleSet, count: int, share: float) -> None:
    """Store the items and count their words, as the daemon would have."""
    upgrade_schema(store)
    items = generated(rule_set, count, share)
    counts: Counter[str] = Counter()
    with store.write() as session:
        source = FeedSource(url="https://news.example/feed", outlet="Outlet 0")
        feed_id = feed_rows.add_feed(session, source, START).id
        for at in range(0, count, 1000):
            item_rows.copy_items(session, items[at : at + 1000], feed_id=feed_id)
        for stored in items:
            counts.update(document_terms(stored.item.title, stored.item.summary))
        term_rows.add_documents(session, counts, count, now=START)


def measured(url: str, rules: Path) -> dict[str, float]:
    """One trial of all items, in this process."""
    rule_set = load_rule_set(rules, environ=None)
    store = open_store(url)
    with store.read() as session:
        arrivals = item_rows.find_arrivals(session, START, START + timedelta(days=DAYS))
    began = time.perf_counter()
    outcome = backtest(
        store,
        rule_set,
        arrivals,
        conditions=Conditions(window_h=120.0, close_after_h=720.0, gather_s=10.0),
        log=get_log("bench"),
    )
    took_s = time.perf_counter() - began
    return {
        "items": outcome.items,
        "items_hit": outcome.items_hit,
        "alerts": len(outcome.alerts),
        "took_s": took_s,
        "items_per_s": outcome.items / took_s,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Fill in this process, measure in another one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rules", type=Path, default=Path("rules"))
    parser.add_argument("--hits", type=float, default=0.03, help="share of items on the topic")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measured(given.measure, given.rules)))
        return
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/items.db"
        began = time.perf_counter()
        store = open_store(url, durable=False)
        fill(store, load_rule_set(given.rules, environ=None), given.items, given.hits)
        store.close()
        fill_s = time.perf_counter() - began
        command = [sys.executable, "-m", "bench.backtest", "--rules", str(given.rules)]
        result = subprocess.run(
            [*command, "--measure", url], check=True, capture_output=True, text=True
        )
    figures = {**json.loads(result.stdout), "fill_s": fill_s}
    if given.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:12} {value:,.1f}")


if __name__ == "__main__":
    main()
