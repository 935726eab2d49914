"""How fast grouping is, and whether it slows down as the window fills.

``python -m bench.grouping_speed [--json] [--items 1000,10000,100000]``. For each number of items
already in the active window, groups further items one after another as a daemon does (reading,
candidates, decision, putting the outcome back; new statistics every batch) and prints items a
second of processor time, the ratio to a floor of the same run (lower-casing, splitting and a set
of the words of the same texts), and what the window takes in memory. No database.

``--recall FILE`` (a labelled table as of :mod:`bench.grouping`) compares instead every decision
with the one found by weighing *all* developments of the window: the share of joins that are the
same.

The texts are made up, because no collection holds 100,000 tellings of one week: words drawn with
the rates that news has (``monitor.developments.background``) and a long tail of invented names
after Zipf's law; stories of one to sixty tellings, most of them of one; some tellings copies of
one another. The invented stories stand closer together than real ones (all words of a text are
drawn from few), so that finding candidates is not made easy.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path

from bench.grouping import Stream, joined, opened
from bench.sets import EPOCH, Batch, table
from monitor.developments.background import RATES
from monitor.developments.gazetteer import STATES
from monitor.developments.grouping import Window, group
from monitor.developments.reading import Reading
from monitor.developments.signature import signature_of
from monitor.developments.statistics import TermStatistics
from monitor.developments.terms import document_terms
from monitor.model import Decision, OpenDevelopment, Severity, Step, Telling

SIZES = (1_000, 10_000, 100_000)
MEASURED = 2_000
"""Items grouped under the clock, after as many again that warm it up."""

BATCH = 50
"""Items that share one state of the statistics, as in the daemon."""

TAIL_WORDS = 200_000
COPY_SHARE = 0.08
SUMMARY_SHARE = 0.5
ACTOR_SHARE = 0.4
ACTORS = 80
MEETINGS = 12

_ONSETS = (*"bcdfghjklmnprstvwz", "br", "ch", "dr", "gr", "kr", "pr", "sh", "st", "tr")
_VOWELS = (*"aeiou", "ai", "ea", "ou")
_CODAS = ("", *"nrlsmkt", "nd", "rk")


class Newsroom:
    """Invents stories and their tellings; the same seed gives the same ones."""

    def __init__(self, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._common = sorted(RATES)
        self._common_weights = list(itertools.accumulate(RATES[word] for word in self._common))
        self._tail = self._names(TAIL_WORDS)
        self._tail_weights = list(itertools.accumulate(1 / (n + 20) for n in range(TAIL_WORDS)))
        self._states = sorted({name.title() for name in STATES if name.isascii()})
        self._outlets = [f"Outlet {number}" for number in range(400)]
        self._texts: dict[str, tuple[str, str]] = {}

    def tellings(self, count: int) -> list[tuple[str, Telling]]:
        """Labelled tellings of one window (five days), in the order they were told."""
        plans: list[tuple[float, str, Mapping[str, object]]] = []
        for number in itertools.count():
            if len(plans) >= count:
                break
            plans.extend(self._plan(f"s{number}"))
        plans = sorted(plans[:count], key=lambda plan: plan[:2])
        return [
            (label, self._telling(index + 1, hours, label, story))
            for index, (hours, label, story) in enumerate(plans)
        ]

    def _plan(self, label: str) -> Iterator[tuple[float, str, Mapping[str, object]]]:
        draw = self._random
        begins = draw.uniform(0, 116)
        size = 1 if draw.random() < 0.6 else min(60, 1 + int(draw.paretovariate(1.1)))
        story = {
            "keys": [*self._draw_common(3), *self._draw_tail(3), draw.choice(self._states)],
            "actors": self._actors(),
            "meeting": f"meeting-{draw.randrange(MEETINGS)}" if draw.random() < 0.1 else None,
        }
        for _ in range(size):
            yield min(120.0, begins + draw.expovariate(1 / 12)), label, story

    def _telling(
        self, item_id: int, hours: float, label: str, story: Mapping[str, object]
    ) -> Telling:
        draw = self._random
        text = self._texts.get(label)
        if text is None or draw.random() > COPY_SHARE:
            text = self._texts[label] = self._text(story)
        meeting = story["meeting"]
        return Telling(
            item_id=item_id,
            outlet=draw.choice(self._outlets),
            title=text[0],
            summary=text[1],
            canonical_url=f"https://outlet.example/{item_id}",
            told_at=EPOCH + timedelta(hours=hours),
            actors=tuple(story["actors"]),  # type: ignore[arg-type]
            meetings=(str(meeting),) if meeting else (),
            rule_ids=("bench",),
            severity=Severity.MEDIUM,
        )

    def _text(self, story: Mapping[str, object]) -> tuple[str, str]:
        draw = self._random
        keys: Sequence[str] = story["keys"]  # type: ignore[assignment]
        title = [*draw.sample(keys, draw.randint(3, 5)), *self._draw_common(draw.randint(2, 4))]
        draw.shuffle(title)
        summary: list[str] = []
        if draw.random() < SUMMARY_SHARE:
            summary = [*draw.sample(keys, 5), *self._draw_common(14), *self._draw_tail(4)]
            summary += draw.choices(["the", "of", "to", "in", "and", "said", "after"], k=10)
            draw.shuffle(summary)
        return " ".join(title).capitalize(), " ".join(summary).capitalize()

    def _actors(self) -> tuple[str, ...]:
        if self._random.random() > ACTOR_SHARE:
            return ()
        weights = [1 / (n + 1) for n in range(ACTORS)]
        found = self._random.choices(range(ACTORS), weights, k=self._random.randint(1, 3))
        return tuple(sorted({f"actor-{number}" for number in found}))

    def _draw_common(self, count: int) -> list[str]:
        return self._random.choices(self._common, cum_weights=self._common_weights, k=count)

    def _draw_tail(self, count: int) -> list[str]:
        return self._random.choices(self._tail, cum_weights=self._tail_weights, k=count)

    def _names(self, count: int) -> list[str]:
        draw = self._random
        names: dict[str, None] = {}
        while len(names) < count:
            parts = range(draw.randint(2, 3))
            name = "".join(
                draw.choice(_ONSETS) + draw.choice(_VOWELS) + draw.choice(_CODAS) for _ in parts
            )
            names[name.title()] = None
        return list(names)


class Exhaustive(Window):
    """A window that may be told to weigh every development for every telling."""

    everything = True

    def candidates(self, reading: Reading) -> tuple[int, ...]:
        """The usual candidates first, then, where ``everything``, all others."""
        usual = super().candidates(reading)
        return tuple(dict.fromkeys((*usual, *sorted(self)))) if self.everything else usual


def fill(told: Sequence[tuple[str, Telling]]) -> dict[int, OpenDevelopment]:
    """Developments as a perfect grouping would have made them."""
    known: dict[str, OpenDevelopment] = {}
    for label, telling in told:
        before = known.get(label)
        decision = Decision(
            step=Step.NEW if before is None else Step.JOINED,
            development_id=before.development.id if before else None,
            signature=signature_of(telling) if before is None else before.development.signature,
            independent=True,
            score=1.0,
        )
        if before is None:
            known[label] = opened(len(known) + 1, telling, decision)
        else:
            known[label] = joined(before, telling, decision)
    return {one.development.id: one for one in known.values()}


def measure(size: int) -> dict[str, float]:
    """Speed and memory with ``size`` items in the window."""
    told = Newsroom().tellings(size + 2 * MEASURED)
    stream = Stream()
    counts = Counter(
        term for _, one in told[:size] for term in document_terms(one.title, one.summary)
    )
    gc.collect()
    before = _resident_mb()
    began = time.process_time()
    stream.known = fill(told[:size])
    stream.window = Window.build(
        stream.known.values(), TermStatistics(documents=size, frequencies=counts)
    )
    built = time.process_time() - began
    gc.collect()
    window_mb = _resident_mb() - before
    fresh = [telling for _, telling in told[size:]]
    _group(stream, fresh[:MEASURED], counts, size)
    spent, joins = _group(stream, fresh[MEASURED:], counts, size + MEASURED)
    floor = _floor(fresh[MEASURED:])
    return {
        "items": size,
        "developments": len(stream.known),
        "items_per_s": MEASURED / spent,
        "floor_items_per_s": MEASURED / floor,
        "times_floor": spent / floor,
        "joined": joins / MEASURED,
        "build_s": built,
        "window_mb": window_mb,
    }


def _group(
    stream: Stream, tellings: Sequence[Telling], counts: Counter[str], documents: int
) -> tuple[float, int]:
    """Seconds of processor time that grouping the tellings takes, and how many joined."""
    spent = 0.0
    joins = 0
    for start in range(0, len(tellings), BATCH):
        batch = tellings[start : start + BATCH]
        for telling in batch:
            counts.update(document_terms(telling.title, telling.summary))
        documents += len(batch)
        statistics = TermStatistics(documents=documents, frequencies=counts)
        began = time.process_time()
        stream.window.weigh_by(statistics)
        for telling in batch:
            decision = group(telling, stream.window, telling.told_at)
            stream.put(telling, decision)
            joins += decision.step is not Step.NEW
        spent += time.process_time() - began
    return spent, joins


def _floor(tellings: Sequence[Telling]) -> float:
    began = time.process_time()
    for telling in tellings:
        set(f"{telling.title} {telling.summary}".lower().split())
    return time.process_time() - began


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 2**20


def recall(batches: Sequence[Batch]) -> dict[str, float]:
    """How often the few candidates lead to the decision that weighing all would give.

    ``joins`` counts items that join something if all is weighed, ``same`` those of them that join
    the same by the candidates alone, ``astray`` items that only then join or join elsewhere.
    """
    stream = Stream()
    stream.window = window = Exhaustive(TermStatistics())
    joins = same = astray = 0
    for batch in batches:
        stream.begin(batch)
        for row in batch.rows:
            found = []
            for window.everything in (False, True):
                decision = group(row.telling, window, row.telling.told_at)
                found.append(decision.development_id)
            few, full = found
            joins += full is not None
            same += full is not None and few == full
            astray += few not in {None, full}
            stream.put(row.telling, decision)
    return {"joins": joins, "same": same, "astray": astray, "recall": same / (joins or 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    sizes = ",".join(map(str, SIZES))
    parser.add_argument("--items", default=sizes, help=f"sizes of the window (default {sizes})")
    parser.add_argument("--recall", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.recall is not None:
        found = recall(table(options.recall))
        print(json.dumps(found) if options.json else _sentence(found))
        return
    rows = []
    for size in map(int, options.items.split(",")):
        # A process of its own, so that the memory of one size is not another's.
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=spawn) as pool:
            rows.append(pool.submit(measure, size).result())
    if options.json:
        print(json.dumps(rows, indent=2))
        return
    print("  in window  developments   items/s  floor items/s  times floor  joined  build s    MiB")
    for row in rows:
        print(
            f"{row['items']:11,d} {row['developments']:13,d} {row['items_per_s']:9,.0f}"
            f" {row['floor_items_per_s']:14,.0f} {row['times_floor']:12.1f}"
            f" {row['joined']:7.2f} {row['build_s']:8.1f} {row['window_mb']:6.0f}"
        )


def _sentence(found: Mapping[str, float]) -> str:
    return (
        f"{found['same']} of {found['joins']} joins are those of weighing everything"
        f" ({found['recall']:.2%}); {found['astray']} items joined elsewhere"
    )


if __name__ == "__main__":
    main()
