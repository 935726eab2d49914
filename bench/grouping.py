"""How well grouping works, beside two baselines, on labelled items.

``python -m bench.grouping --items FILE [--json] [--mistakes N]``. FILE is a table (tab-separated,
no quoting, ``.gz`` allowed) with columns id, published, outlet, title, summary, development. Rows
are taken in file order, ``published`` is the clock; where it is empty, one minute passes per row.
Rows without a development are grouped but not scored. Labels are used for scoring alone.
``--mistakes`` prints the worst N: first tellings hidden in another development, the surest first,
then repeats that raised an alert, those first that seemed least alike.

Scores: BCubed precision, recall and F1 of the developments found; ``alerts_per_development``
(``new`` and ``update`` alerts); ``missed``: developments of which no item raised an alert;
``suppressed``: share of the second and later tellings that raised none; splits (developments
found in several parts) and merges (groups that hold several developments).

Baselines in the same run: NewsBlur's published rule, and single-pass TF-IDF cosine to a running
centroid at the threshold that gives it the best F1 *on this very set* (which no program can
have).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bench.baselines import Outcome, newsblur, tfidf
from bench.sets import Batch, Row, table
from monitor.developments.grouping import Window, group
from monitor.developments.statistics import Decay, TermStatistics
from monitor.developments.terms import document_terms
from monitor.developments.weights import BUILT_IN, Weights
from monitor.model import Decision, Development, OpenDevelopment, Step, Telling, highest

WINDOW_H = 120
"""Hours that a development stays open after its last telling (NewsBlur's look-back)."""


class Stream:
    """The tables a daemon keeps between batches: counts, developments, window."""

    def __init__(self) -> None:
        self.counts: defaultdict[str, float] = defaultdict(float)
        self.documents = 0.0
        self.decay = Decay()
        self.known: dict[int, OpenDevelopment] = {}
        self.window = Window.build((), TermStatistics())
        self._opened = 0

    def begin(self, batch: Batch) -> None:
        """Count the terms of all that a batch brought and close what has been silent."""
        self.decay = self.decay.at(max(heard.told_at for heard in batch.heard))
        unit = self.decay.unit
        for heard in batch.heard:
            for term in document_terms(heard.title, heard.summary):
                self.counts[term] += unit
            self.documents += unit
        self.window.weigh_by(
            TermStatistics(documents=self.documents, frequencies=self.counts, unit=unit)
        )
        since = batch.heard[0].told_at - timedelta(hours=WINDOW_H)
        for known in list(self.known.values()):
            if known.development.last_told_at < since:
                del self.known[known.development.id]
                self.window.remove(known.development.id)

    def take(self, row: Row, weights: Weights = BUILT_IN) -> tuple[int, Decision]:
        """Group one row, by other weights than the built-in ones if given; store the outcome."""
        decision = group(row.telling, self.window, row.telling.told_at, weights=weights)
        return self.put(row.telling, decision), decision

    def put(self, telling: Telling, decision: Decision) -> int:
        """Store a decision as the daemon's store does; the development's id."""
        if decision.development_id is None:
            self._opened += 1
            after = opened(self._opened, telling, decision)
        else:
            after = joined(self.known[decision.development_id], telling, decision)
        self.known[after.development.id] = after
        self.window.replace(after)
        return after.development.id


def opened(development_id: int, telling: Telling, decision: Decision) -> OpenDevelopment:
    """The development that a first telling opens."""
    development = Development(
        id=development_id,
        title=telling.title,
        opened_at=telling.told_at,
        last_told_at=telling.told_at,
        severity=telling.severity,
        rule_ids=telling.rule_ids,
        signature=decision.signature,
        outlets=(telling.outlet,),
        sources=1,
        items=1,
    )
    return OpenDevelopment(development=development, tellings=(telling,))


def joined(known: OpenDevelopment, telling: Telling, decision: Decision) -> OpenDevelopment:
    """The development after one more telling."""
    development = replace(
        known.development,
        last_told_at=max(known.development.last_told_at, telling.told_at),
        signature=decision.signature,
        outlets=tuple(sorted({*known.development.outlets, telling.outlet})),
        sources=known.development.sources + decision.independent,
        items=known.development.items + 1,
        severity=highest((known.development.severity, telling.severity)),
    )
    return OpenDevelopment(development=development, tellings=(*known.tellings, telling))


def ours(
    batches: Sequence[Batch], weights_for: Callable[[Row], Weights] = lambda _: BUILT_IN
) -> list[Outcome]:
    """Our grouping's outcomes, one a row."""
    return [
        Outcome(found, decision.step in {Step.NEW, Step.UPDATE})
        for _, found, decision in decisions(batches, weights_for)
    ]


def decisions(
    batches: Sequence[Batch], weights_for: Callable[[Row], Weights] = lambda _: BUILT_IN
) -> Iterator[tuple[Row, int, Decision]]:
    """Every row with the development it went to and why."""
    stream = Stream()
    for batch in batches:
        stream.begin(batch)
        for row in batch.rows:
            yield row, *stream.take(row, weights_for(row))


def score(labels: Sequence[str], outcomes: Sequence[Outcome]) -> Mapping[str, float]:
    """The figures of the module docstring, for one method."""
    scored = [pair for pair in zip(labels, outcomes, strict=True) if pair[0]]
    by_label = Counter(label for label, _ in scored)
    by_group = Counter(outcome.group for _, outcome in scored)
    together = Counter((label, outcome.group) for label, outcome in scored)
    total = len(scored) or 1
    precision = sum(n * n / by_group[found] for (_, found), n in together.items()) / total
    recall = sum(n * n / by_label[label] for (label, _), n in together.items()) / total
    alerted = {label for label, outcome in scored if outcome.alerted}
    repeats = list(_repeats(scored))
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall) if scored else 0.0,
        "alerts_per_development": sum(o.alerted for _, o in scored) / (len(by_label) or 1),
        "missed": len(by_label) - len(alerted),
        "suppressed": sum(not o.alerted for o in repeats) / (len(repeats) or 1),
        "splits": sum(n > 1 for n in Counter(label for label, _ in together).values()),
        "merges": sum(n > 1 for n in Counter(found for _, found in together).values()),
    }


def _repeats(scored: Sequence[tuple[str, Outcome]]) -> Iterator[Outcome]:
    seen: set[str] = set()
    for label, outcome in scored:
        if label in seen:
            yield outcome
        seen.add(label)


def mistakes(batches: Sequence[Batch]) -> Iterator[tuple[float, str]]:
    """Every mistake as a line, and how bad it is: how sure the program was of what is not so.

    A first telling hidden in another development is worse than a repeat that raised an alert.
    """
    members: defaultdict[int, list[Row]] = defaultdict(list)
    told: dict[str, Row] = {}
    for row, home, decision in decisions(batches):
        first = told.get(row.label)
        text = f'"{row.telling.title}"'
        if row.label and first is None and decision.step in {Step.JOINED, Step.COPY}:
            other = members[home][-1].telling.title
            yield 1 + decision.score, f'hidden ({decision.score:.2f}): {text} in "{other}"'
        elif first is not None and decision.step is Step.NEW:
            line = f'told twice ({decision.score:.2f}): {text} after "{first.telling.title}"'
            yield 1 - decision.score, line
        elif first is not None and decision.update is not None:
            yield 0.5, f"told twice: {text}: {decision.update.text}"
        if row.label:
            told.setdefault(row.label, row)
        members[home].append(row)


def measure(path: Path) -> dict[str, object]:
    """Every method's figures on one file."""
    batches = table(path)
    rows = [row for batch in batches for row in batch.rows]
    labels = [row.label for row in rows]
    tellings = [row.telling for row in rows]
    best = max(
        ({**score(labels, found), "threshold": threshold} for threshold, found in tfidf(tellings)),
        key=lambda figures: figures["f1"],
    )
    return {
        "items": sum(bool(label) for label in labels),
        "developments": len({label for label in labels if label}),
        "ours": score(labels, ours(batches)),
        "newsblur": score(labels, newsblur(tellings)),
        "tfidf": best,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mistakes", type=int, default=0, help="also print so many of the worst")
    options = parser.parse_args()
    result = measure(options.items)
    if options.json:
        print(json.dumps(result, indent=2))
        return
    print(f"{options.items}: {result['items']} items, {result['developments']} developments")
    print(f"{'':9}     P     R    F1  alerts/dev  missed  suppressed  splits  merges")
    for name in ("ours", "newsblur", "tfidf"):
        figures = result[name]
        assert isinstance(figures, dict)
        print(
            f"{name:9} {figures['precision']:.3f} {figures['recall']:.3f} {figures['f1']:.3f}"
            f" {figures['alerts_per_development']:11.3f} {figures['missed']:7d}"
            f" {figures['suppressed']:11.3f} {figures['splits']:7d} {figures['merges']:7d}"
        )
    worst = sorted(mistakes(table(options.items)), reverse=True) if options.mistakes else []
    for _, line in worst[: options.mistakes]:
        print(line)


if __name__ == "__main__":
    main()
